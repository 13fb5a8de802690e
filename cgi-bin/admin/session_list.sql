-- Sessions of everybody, the latest start first.
-- booking_list(person id?, status text?, disputed bool, after id?, most int) many
-- id id, type_kind text, kind text, status text, starts_at instant, ends_at instant, disputed bool, client_id id, client text, expert_id id, expert text
SELECT s.id, s.type_kind, s.kind, s.status, s.starts_at, s.ends_at,
    s.disputed AND s.resolution IS NULL AS disputed, s.client_id,
    c.display_name AS client, s.expert_id, e.display_name AS expert
FROM session s
JOIN profile c ON c.user_id = s.client_id
JOIN profile e ON e.user_id = s.expert_id
WHERE ($1::bigint IS NULL OR s.client_id = $1 OR s.expert_id = $1)
    AND ($2::text IS NULL OR s.status = $2)
    AND (NOT $3 OR s.disputed AND s.resolution IS NULL)
    AND ($4::bigint IS NULL OR (s.starts_at, s.id)
        < (SELECT x.starts_at, x.id FROM session x WHERE x.id = $4))
ORDER BY s.starts_at DESC, s.id DESC LIMIT $5::int;
