-- The rules of automated moderation, and the texts to try them on.

-- rule_list(kind text?, category text?, q text?, after text?, most int) many
-- id id, code text, kind text, category text, language text?, decisions text, about text, active bool, terms int, has_draft bool, hits int
SELECT r.id, r.code, r.kind, r.category, r.language, r.decisions, r.about,
    r.is_active AS active,
    coalesce(cardinality(string_to_array(nullif(r.terms, ''), E'\n')),
        0)::bigint AS terms,
    EXISTS (SELECT FROM moderation_draft d WHERE d.rule_id = r.id) AS has_draft,
    (SELECT count(*) FROM moderation_hit h WHERE h.reasons
        @> jsonb_build_array(jsonb_build_object('rule', r.code))
        AND h.created_at > app_now() - interval '7 days') AS hits
FROM moderation_rule r
WHERE ($1::text IS NULL OR r.kind = $1) AND ($2::text IS NULL OR r.category = $2)
    AND ($3::text IS NULL OR r.code ILIKE '%' || $3 || '%'
        OR r.about ILIKE '%' || $3 || '%' OR r.terms ILIKE '%' || $3 || '%')
    AND ($4::text IS NULL OR r.code > $4)
ORDER BY r.code LIMIT $5;

-- rule_find(id id) one
-- id id, code text, kind text, category text, language text?, decisions text, score real, terms text, allowed text, about text, active bool, version int, is_draft bool, saver text?, saved_at instant?
SELECT r.id, r.code, r.kind, r.category, x.c ->> 'language' AS language,
    x.c ->> 'decisions' AS decisions, (x.c ->> 'score')::float8 AS score,
    x.c ->> 'terms' AS terms, x.c ->> 'allowed' AS allowed,
    x.c ->> 'about' AS about, (x.c ->> 'is_active')::boolean AS active,
    r.version::bigint AS version, d.rule_id IS NOT NULL AS is_draft,
    p.display_name AS saver, d.saved_at
FROM moderation_rule r
LEFT JOIN moderation_draft d ON d.rule_id = r.id
LEFT JOIN profile p ON p.user_id = d.saved_by
CROSS JOIN LATERAL (SELECT coalesce(d.content, rule_content(r)) AS c) x
WHERE r.id = $1;

-- What is live, for comparison, and the words that detectors know.
-- rule_live(id id) many
-- id id, code text, kind text, category text, language text?, decisions text, score real, terms text, allowed text
SELECT id, code, kind, category, language, decisions, score::float8 AS score,
    terms, allowed
FROM moderation_rule WHERE (id = $1 OR kind = 'vocabulary') AND is_active;

-- rule_changes(id id) many
-- id id, before json, after json, changed_at instant, changer text?
SELECT c.id, c.before::text AS before, c.after::text AS after, c.changed_at,
    p.display_name AS changer
FROM moderation_change c LEFT JOIN profile p ON p.user_id = c.changed_by
WHERE c.rule_id = $1 ORDER BY c.id DESC LIMIT 20;

-- rule_texts(most int) many
-- context text, body text, created_at instant
SELECT context, body, created_at FROM moderation_text
ORDER BY id DESC LIMIT $1;

-- rule_draft_save(id id, content json, seen int) exec
SELECT moderation_draft_save($1, $2::jsonb, $3::int);

-- rule_make(code text, category text) one
-- id id
SELECT moderation_rule_make($1, $2) AS id;

-- rule_publish(id id) exec
SELECT moderation_draft_publish($1);

-- rule_drop(id id) exec
SELECT moderation_draft_drop($1);

-- rule_undo(id id, change id) exec
SELECT moderation_rule_undo($1, $2);
