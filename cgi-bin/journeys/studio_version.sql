-- studio_version_list(id id) many
-- id id, number int, status text, summary text?, is_safety_fix bool, published_at instant?, changed_at instant, offered_at instant?, asked_at instant?, sections int, fields int, members int, declined int
SELECT id, number::bigint AS number, status, summary, is_safety_fix,
    published_at, changed_at, offered_at, asked_at, sections, fields, members,
    declined
FROM studio_versions($1);

-- studio_version_ids(journey id, one int?, other int?) one
-- before_id id?, before int?, after_id id?, after int?
SELECT b.id AS before_id, b.number::bigint AS before, a.id AS after_id,
    a.number::bigint AS after
FROM journey j
LEFT JOIN LATERAL (SELECT v.id, v.number FROM journey_version v
    WHERE v.journey_id = j.id AND ($3::int IS NULL OR v.number = $3::int)
    ORDER BY v.number DESC LIMIT 1) a ON true
LEFT JOIN LATERAL (SELECT v.id, v.number FROM journey_version v
    WHERE v.journey_id = j.id AND CASE WHEN $2::int IS NULL
        THEN v.number < a.number ELSE v.number = $2::int END
    ORDER BY v.status <> 'published' AND $2::int IS NULL, v.number DESC LIMIT 1) b
    ON true
WHERE j.id = $1 AND j.creator_id = app_user_id();

-- studio_restore(journey id, number int) exec
SELECT version_restore($1, $2::int);

-- studio_offer(journey id) one
-- told int
SELECT studio_offer($1)::bigint AS told;

-- studio_tier_find(journey id, tier text) one
-- tier text, reviews int, sessions int, session_minutes int
SELECT t.tier, t.reviews::bigint AS reviews, t.sessions::bigint AS sessions,
    t.session_minutes::bigint AS session_minutes
FROM journey_tier t WHERE t.journey_id = $1 AND t.tier = $2 AND t.is_on;
