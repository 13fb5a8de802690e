-- dashboard_sessions() many
-- id id, side text, status text, starts_at instant, ends_at instant, type_kind text, expert_name text, client_name text, meeting_link text?, join_opens_at instant, join_closes_at instant
SELECT id, side, status, starts_at, ends_at, type_kind, expert_name,
    client_name, meeting_link, join_opens_at, join_closes_at
FROM my_session
WHERE status IN ('requested', 'scheduled', 'in_progress')
    AND ends_at > app_now() - interval '30 minutes'
ORDER BY starts_at LIMIT 6;

-- dashboard_waiting() many
-- id id, what text, name text, seed text?, picture text?, starts_at instant, due instant?
SELECT id, 'request' AS what, client_name AS name, client_seed AS seed,
    client_picture AS picture, starts_at, expires_at AS due
FROM my_session WHERE side = 'expert' AND status = 'requested'
UNION ALL
SELECT s.id, CASE WHEN p.session_id IS NULL THEN 'offer' ELSE 'proposal' END,
    s.expert_name, s.expert_seed, s.expert_picture, p.starts[1], p.expires_at
FROM my_proposal p JOIN my_session s ON s.id = p.from_session_id
WHERE p.status = 'open' AND p.side = 'client'
UNION ALL
(SELECT s.id, 'feedback', CASE s.side WHEN 'client' THEN s.expert_name
        ELSE s.client_name END, CASE s.side WHEN 'client' THEN s.expert_seed
        ELSE s.client_seed END, CASE s.side WHEN 'client' THEN s.expert_picture
        ELSE s.client_picture END, s.starts_at,
    s.ends_at + interval '14 days'
FROM my_session s
WHERE s.status = 'completed' AND s.starts_at > app_now() - interval '14 days'
    AND NOT EXISTS (SELECT FROM my_session_feedback f
        WHERE f.session_id = s.id AND f.mine)
ORDER BY s.starts_at DESC LIMIT 5)
ORDER BY due LIMIT 10;
