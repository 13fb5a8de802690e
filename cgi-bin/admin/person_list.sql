-- Everybody, newest first.
-- person_newest(role text?, status text?, after id?, most int) many
-- id id, display_name text, handle text, picture text?, email text, verified bool, status text, roles texts, created_at instant, seen_at instant?
SELECT u.id, p.display_name, p.handle, p.picture, u.email,
    u.verified_at IS NOT NULL AS verified, u.status,
    ARRAY(SELECT r.role FROM user_role r WHERE r.user_id = u.id
        AND r.role <> 'member' ORDER BY r.role) AS roles,
    u.created_at, (SELECT max(s.last_seen_at) FROM user_session s
        WHERE s.user_id = u.id AND s.impersonator_id IS NULL) AS seen_at
FROM users u JOIN profile p ON p.user_id = u.id
WHERE ($1::text IS NULL OR EXISTS (SELECT FROM user_role r
        WHERE r.user_id = u.id AND r.role = $1))
    AND ($2::text IS NULL OR u.status = $2)
    AND ($3::bigint IS NULL OR u.id < $3)
ORDER BY u.id DESC LIMIT $4::int;

-- The same for a word in name, handle or address; a number is also an id.
-- person_search(q text, role text?, status text?, after id?, most int) many
-- id id, display_name text, handle text, picture text?, email text, verified bool, status text, roles texts, created_at instant, seen_at instant?
SELECT u.id, p.display_name, p.handle, p.picture, u.email,
    u.verified_at IS NOT NULL AS verified, u.status,
    ARRAY(SELECT r.role FROM user_role r WHERE r.user_id = u.id
        AND r.role <> 'member' ORDER BY r.role) AS roles,
    u.created_at, (SELECT max(s.last_seen_at) FROM user_session s
        WHERE s.user_id = u.id AND s.impersonator_id IS NULL) AS seen_at
FROM (SELECT x.id FROM users x WHERE x.email ILIKE like_word($1)
    UNION SELECT y.user_id FROM profile y
        WHERE y.display_name ILIKE like_word($1) OR y.display_name % $1
            OR y.handle = lower($1)
    UNION SELECT z.id FROM users z WHERE z.id = id_word($1)) f
JOIN users u ON u.id = f.id JOIN profile p ON p.user_id = u.id
WHERE ($2::text IS NULL OR EXISTS (SELECT FROM user_role r
        WHERE r.user_id = u.id AND r.role = $2))
    AND ($3::text IS NULL OR u.status = $3)
    AND ($4::bigint IS NULL OR u.id < $4)
ORDER BY u.id DESC LIMIT $5::int;
