-- The log, newest first.  `who` is a person's number, handle or address; the
-- target is "user", or "user 17".
-- audit_list(who text?, person id?, action text?, target_kind text?, target_id id?, since instant?, until instant?, after id?, most int) many
-- id id, at instant, action text, actor_id id?, actor text?, impersonator text?, target_kind text?, target_id id?, detail text?, remote_addr text?, request_id text?
SELECT a.id, a.at, a.action, a.actor_id, p.display_name AS actor,
    i.display_name AS impersonator, a.target_kind, a.target_id,
    left(a.detail::text, 400) AS detail, a.remote_addr, a.request_id
FROM audit a
LEFT JOIN profile p ON p.user_id = a.actor_id
LEFT JOIN profile i ON i.user_id = a.impersonator_id
WHERE ($1::text IS NULL OR a.actor_id = coalesce(id_word($1),
        (SELECT x.user_id FROM profile x WHERE x.handle = lower($1)),
        (SELECT y.id FROM users y WHERE lower(y.email) = lower($1)), 0)
        OR a.impersonator_id = id_word($1))
    AND ($2::bigint IS NULL OR a.actor_id = $2
        OR a.target_kind = 'user' AND a.target_id = $2)
    AND ($3::text IS NULL OR a.action = $3
        OR a.action LIKE replace($3, '_', '\_') || '.%')
    AND ($4::text IS NULL OR a.target_kind = $4)
    AND ($5::bigint IS NULL OR a.target_id = $5)
    AND ($6::timestamptz IS NULL OR a.at >= $6)
    AND ($7::timestamptz IS NULL OR a.at < $7)
    AND ($8::bigint IS NULL OR a.id < $8)
ORDER BY a.id DESC LIMIT $9::int;
