-- trust_find() one
-- score int, level int, start int, age int, verification int, sessions int, ratings int, reports int, refunds int, computed_at instant?
SELECT coalesce(t.score, 20)::bigint AS score,
    coalesce(t.level, 1)::bigint AS level, coalesce(t.start, 20)::bigint AS start,
    coalesce(t.age, 0)::bigint AS age,
    coalesce(t.verification, 0)::bigint AS verification,
    coalesce(t.sessions, 0)::bigint AS sessions,
    coalesce(t.ratings, 0)::bigint AS ratings,
    coalesce(t.reports, 0)::bigint AS reports,
    coalesce(t.refunds, 0)::bigint AS refunds, t.computed_at
FROM (SELECT) one LEFT JOIN trust t ON t.person_id = app_user_id();

-- enforced_now() many
-- kind text, ends_at instant?, case_id id
SELECT kind, ends_at, case_id FROM enforcement
WHERE person_id = app_user_id() AND status = 'active'
    AND kind IN ('warn', 'silence') ORDER BY id DESC LIMIT 20;
