-- person_find(id id) one
-- id id, email text, verified_at instant?, status text, status_until instant?, status_reason text?, created_at instant, display_name text, handle text, headline text?, picture text?, timezone text, country text?, has_password bool, has_app bool, passkeys int, tokens int, roles texts
SELECT u.id, u.email, u.verified_at, u.status, u.status_until, u.status_reason,
    u.created_at, p.display_name, p.handle, p.headline, p.picture, p.timezone,
    p.country, g.has_password, g.has_app,
    g.passkeys::bigint AS passkeys, g.tokens::bigint AS tokens,
    ARRAY(SELECT r.role FROM user_role r WHERE r.user_id = u.id
        AND r.role <> 'member' ORDER BY r.role) AS roles
FROM users u JOIN profile p ON p.user_id = u.id, person_guard(u.id) g
WHERE u.id = $1;

-- person_roles(id id) many
-- role text, granted_at instant, granter text?
SELECT r.role, r.granted_at, p.display_name AS granter
FROM user_role r LEFT JOIN profile p ON p.user_id = r.granted_by
WHERE r.user_id = $1 AND r.role <> 'member' ORDER BY r.role;

-- person_kinds(id id) many
-- kind text, status text, ref id
SELECT k.kind, k.status, e.ref FROM expert_kind k
JOIN expert e ON e.user_id = k.user_id
WHERE k.user_id = $1 ORDER BY k.kind;

-- person_devices(id id) many
-- id id, user_agent text?, remote_addr text?, created_at instant, last_seen_at instant, impersonator text?
SELECT s.id, s.user_agent, s.remote_addr, s.created_at, s.last_seen_at,
    p.display_name AS impersonator
FROM user_session s LEFT JOIN profile p ON p.user_id = s.impersonator_id
WHERE s.user_id = $1 AND s.expires_at > app_now()
ORDER BY s.last_seen_at DESC LIMIT 20;

-- person_bookings(id id) many
-- id id, side text, type_kind text, status text, starts_at instant, disputed bool, other_id id, other text
SELECT s.id, p.side, s.type_kind, s.status, s.starts_at,
    s.disputed AND s.resolution IS NULL AS disputed, o.user_id AS other_id,
    o.display_name AS other
FROM session_participant p JOIN session s ON s.id = p.session_id
JOIN profile o ON o.user_id
    = CASE p.side WHEN 'client' THEN s.expert_id ELSE s.client_id END
WHERE p.person_id = $1 ORDER BY p.starts_at DESC LIMIT 10;

-- What they did, and what was done to them.
-- person_log(id id) many
-- id id, at instant, action text, actor_id id?, actor text?, target_kind text?, target_id id?, detail text?, remote_addr text?
SELECT a.id, a.at, a.action, a.actor_id, p.display_name AS actor,
    a.target_kind, a.target_id, left(a.detail::text, 500) AS detail,
    a.remote_addr
FROM ((SELECT * FROM audit x WHERE x.actor_id = $1 ORDER BY x.id DESC LIMIT 20)
    UNION (SELECT * FROM audit y WHERE y.target_kind = 'user'
        AND y.target_id = $1 ORDER BY y.id DESC LIMIT 20)) a
LEFT JOIN profile p ON p.user_id = a.actor_id
ORDER BY a.id DESC LIMIT 20;
