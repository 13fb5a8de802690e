-- The asking expert's own profile; one who is no expert has no row.
-- profile_find() one
-- ref id, kind_names texts, kind_statuses texts, kind_reasons texts, display_name text, alias text, alias_seed text?, picture text?, headline text?, bio text?, timezone text, languages texts, industries texts, specialisations texts, skill_names texts, skill_levels ids, type_ids ids, type_names texts, type_minutes ids, type_prices ids, type_currencies texts, rating_mean real?, rating_count int, next_slots instants, meeting_link text?, anonymous bool, seats int, takes_reviews bool, sells_packs bool, late_return_percent int, horizon_days int, min_notice_hours int, buffer_before_minutes int, buffer_after_minutes int, max_per_day int?, max_per_week int?, confirm_by_hand bool
SELECT e.ref, k.names AS kind_names, k.statuses AS kind_statuses,
    k.reasons AS kind_reasons,
    CASE WHEN e.is_anonymous THEN e.alias ELSE p.display_name END
        AS display_name, e.alias,
    CASE WHEN e.is_anonymous THEN e.alias_seed END AS alias_seed,
    CASE WHEN NOT e.is_anonymous THEN p.picture END AS picture,
    e.headline, e.bio, e.timezone, e.languages, e.industries,
    e.specialisations, s.names AS skill_names, s.levels AS skill_levels,
    t.ids AS type_ids, t.kinds AS type_names, t.minutes AS type_minutes,
    t.prices AS type_prices, t.currencies AS type_currencies,
    CASE WHEN e.rating_count >= 3 THEN e.rating_mean::float8 END
        AS rating_mean, e.rating_count,
    coalesce((SELECT l.next_slots FROM expert_listing l
        WHERE l.expert_id = e.user_id LIMIT 1), '{}') AS next_slots,
    e.meeting_link, e.is_anonymous AS anonymous, e.seats, e.takes_reviews,
    e.sells_packs, e.late_return_percent, e.horizon_days, e.min_notice_hours,
    e.buffer_before_minutes, e.buffer_after_minutes, e.max_per_day,
    e.max_per_week, e.confirm_by_hand
FROM expert e
JOIN profile p ON p.user_id = e.user_id
CROSS JOIN LATERAL (SELECT coalesce(array_agg(x.kind ORDER BY x.kind), '{}')
        AS names,
        coalesce(array_agg(x.status ORDER BY x.kind), '{}') AS statuses,
        coalesce(array_agg(coalesce(x.reason, '') ORDER BY x.kind), '{}')
        AS reasons
    FROM expert_kind x WHERE x.user_id = e.user_id) k
CROSS JOIN LATERAL (SELECT coalesce(array_agg(n.name
            ORDER BY x.level DESC, n.name), '{}') AS names,
        coalesce(array_agg(x.level::bigint ORDER BY x.level DESC, n.name), '{}')
        AS levels
    FROM expert_skill x JOIN skill n ON n.id = x.skill_id
    WHERE x.expert_id = e.user_id) s
CROSS JOIN LATERAL (SELECT coalesce(array_agg(x.id ORDER BY x.id), '{}') AS ids,
        coalesce(array_agg(x.kind ORDER BY x.id), '{}') AS kinds,
        coalesce(array_agg(x.minutes::bigint ORDER BY x.id), '{}') AS minutes,
        coalesce(array_agg(x.price_amount ORDER BY x.id), '{}') AS prices,
        coalesce(array_agg(x.price_currency ORDER BY x.id), '{}') AS currencies
    FROM session_type x WHERE x.expert_id = e.user_id AND x.active) t
WHERE e.user_id = app_user_id();

-- profile_save(doc json) exec
SELECT expert_save($1::jsonb);

-- profile_pause(kind text, pause bool) exec
SELECT expert_pause($1, $2);

-- Whose profile it is that the asking member saved, and how it is shown.
-- profile_shown() one
-- ref id, anonymous bool
SELECT ref, is_anonymous AS anonymous FROM expert
WHERE user_id = app_user_id();
