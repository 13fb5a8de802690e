-- By name, handle, address or number, the nearest first.
-- search_people(q text) many
-- id id, display_name text, handle text, picture text?, email text, status text
SELECT u.id, p.display_name, p.handle, p.picture, u.email, u.status
FROM (SELECT x.id FROM users x WHERE x.email ILIKE like_word($1)
    UNION SELECT y.user_id FROM profile y
        WHERE y.display_name ILIKE like_word($1) OR y.display_name % $1
            OR y.handle = lower($1)
    UNION SELECT z.id FROM users z WHERE z.id = id_word($1)) f
JOIN users u ON u.id = f.id JOIN profile p ON p.user_id = u.id
ORDER BY u.id = id_word($1) DESC NULLS LAST,
    greatest(similarity(p.display_name, $1), similarity(u.email, $1)) DESC, u.id
LIMIT 10;

-- By number or calendar id, or of somebody of that name.
-- search_sessions(q text) many
-- id id, type_kind text, status text, starts_at instant, client text, expert text
SELECT s.id, s.type_kind, s.status, s.starts_at, c.display_name AS client,
    e.display_name AS expert
FROM (SELECT x.id FROM session x WHERE x.id = id_word($1) OR x.uid = $1
    UNION (SELECT t.session_id FROM session_participant t
        WHERE t.person_id IN (SELECT y.user_id FROM profile y
            WHERE y.display_name ILIKE like_word($1) OR y.display_name % $1
            LIMIT 20)
        ORDER BY t.starts_at DESC LIMIT 10)) f
JOIN session s ON s.id = f.id
JOIN profile c ON c.user_id = s.client_id
JOIN profile e ON e.user_id = s.expert_id
ORDER BY s.id = id_word($1) DESC NULLS LAST, s.starts_at DESC LIMIT 10;

-- By public number, alias, name, or what their listing says.
-- search_experts(q text) many
-- ref id, kind text, status text, display_name text, alias text, headline text?
SELECT e.ref, k.kind, k.status, p.display_name, e.alias, e.headline
FROM (SELECT x.user_id FROM expert x WHERE x.ref = id_word($1)
        OR x.alias ILIKE like_word($1)
    UNION SELECT l.expert_id FROM expert_listing l
        WHERE l.search_text LIKE lower(like_word($1))
    UNION SELECT y.user_id FROM profile y JOIN expert z
        ON z.user_id = y.user_id
        WHERE y.display_name ILIKE like_word($1) OR y.display_name % $1) f
JOIN expert e ON e.user_id = f.user_id
JOIN expert_kind k ON k.user_id = e.user_id
JOIN profile p ON p.user_id = e.user_id
ORDER BY e.ref = id_word($1) DESC NULLS LAST,
    similarity(p.display_name, $1) DESC, e.ref, k.kind LIMIT 10;

-- All other kinds, in their order.
-- search_others(q text, most int) many
-- kind text, heading text, id id, title text, note text, href text, status text?, at instant?
SELECT kind, heading, id, title, note, href, status, at
FROM admin_search($1, $2::int);
