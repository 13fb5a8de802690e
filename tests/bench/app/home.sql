-- The kit's reads; the fourth, the number of unread notices, is a part of
-- session_open.  Row-level security says whose rows they are.

-- upcoming_list() many
-- id id, starts text, topic text, mentor text
SELECT p.session_id AS id,
    to_char(p.starts_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24.MI') AS starts,
    p.kind AS topic, o.display_name AS mentor
FROM session_participant p
JOIN profile o ON o.user_id = p.other_id
WHERE p.starts_at > app_now()
ORDER BY p.starts_at, p.session_id LIMIT 5;

-- pack_list() many
-- id id, title text, sessions_total int, sessions_used int, mentor text
SELECT k.id, k.title, k.sessions_total, k.sessions_used,
    o.display_name AS mentor
FROM bench_pack k
JOIN profile o ON o.user_id = k.expert_id
WHERE k.active ORDER BY k.id LIMIT 3;

-- inbox_list() many
-- id id, body text, sender text, at text
SELECT g.id, g.body, o.display_name AS sender,
    to_char(g.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24.MI') AS at
FROM bench_message g
JOIN profile o ON o.user_id = g.sender_id
ORDER BY g.id DESC LIMIT 5;
