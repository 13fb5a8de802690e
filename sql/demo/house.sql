-- What the house keeps: applications, blocks, devices, the audit log, mails.
INSERT INTO block VALUES
    (pg_temp.id_of('mia'), pg_temp.id_of('yann-le-goff'),
        pg_temp.start() - interval '50 days'),
    (pg_temp.id_of('valentina-cruz'), pg_temp.id_of('wei-zhang'),
        pg_temp.start() - interval '20 days'),
    (pg_temp.id_of('grace-otieno'), pg_temp.id_of('pedro-salas'),
        pg_temp.start() - interval '33 days');

INSERT INTO expert_kind (user_id, kind, status, reason, application,
    submitted_at, decided_at, decided_by)
SELECT pg_temp.id_of(handle), kind, status, reason, application,
    CASE WHEN status <> 'draft'
        THEN pg_temp.start() - make_interval(days => days_ago, hours => 3) END,
    CASE WHEN status IN ('in_review', 'rejected')
        THEN pg_temp.start() - make_interval(days => days_ago - 2) END,
    CASE WHEN status IN ('in_review', 'rejected') THEN pg_temp.id_of('adam') END
FROM demo_applicant;
INSERT INTO expert_kind_history (user_id, kind, at, actor_id, from_status,
    to_status, reason)
SELECT k.user_id, k.kind, h.at, h.actor, h.was, h.now, h.reason
FROM expert_kind k CROSS JOIN LATERAL (VALUES
    (k.submitted_at, k.user_id, 'draft', 'submitted', NULL),
    (k.decided_at, k.decided_by, 'submitted', k.status, k.reason))
    AS h (at, actor, was, now, reason)
WHERE h.at IS NOT NULL
ORDER BY h.at;

-- Browsers that are signed in.  The hashes are of no token.
INSERT INTO user_session (token_hash, user_id, created_at, last_seen_at,
    expires_at, user_agent, remote_addr, roles, permissions)
SELECT sha256(convert_to(gen_random_uuid()::text || gen_random_uuid(), 'UTF8')),
    p.user_id, pg_temp.start() - v.ago, pg_temp.start() - v.seen,
    pg_temp.start() + CASE WHEN 'admin' = ANY (r.roles) OR 'moderator'
        = ANY (r.roles) THEN interval '11 hours' ELSE interval '29 days' END,
    v.agent, v.address, r.roles, r.permissions
FROM (VALUES
    ('mia', interval '16 days', interval '5 hours', 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0', '192.0.2.44'),
    ('mia', interval '70 days', interval '2 days', 'Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36', '192.0.2.61'),
    ('milo', interval '31 days', interval '1 day', 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15', '203.0.113.9'),
    ('noor', interval '9 days', interval '3 hours', 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1', '198.51.100.7'),
    ('adam', interval '4 hours', interval '50 minutes', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36', '198.51.100.20'))
    AS v (handle, ago, seen, agent, address)
JOIN profile p ON p.handle = v.handle
CROSS JOIN LATERAL rights_of(p.user_id) r;

-- Who did what.
INSERT INTO audit (at, actor_id, action, target_kind, target_id, detail,
    remote_addr)
SELECT a.* FROM (
    SELECT created_at AS at, id AS actor, 'account.create' AS action,
        'user' AS kind, id AS target, NULL::jsonb AS detail, NULL::text AS address
    FROM users
    UNION ALL
    SELECT * FROM demo_deed
    UNION ALL
    SELECT granted_at, granted_by, 'role.grant', 'user', user_id,
        jsonb_build_object('role', role), '198.51.100.20' FROM user_role
    UNION ALL
    SELECT h.at, h.actor_id, CASE h.to_status WHEN 'in_review'
            THEN 'expert.review' ELSE 'expert.reject' END, 'user', h.user_id,
        jsonb_strip_nulls(jsonb_build_object('kind', h.kind, 'reason',
        h.reason)), '198.51.100.20'
    FROM expert_kind_history h WHERE h.actor_id = pg_temp.id_of('adam')
    UNION ALL
    SELECT e.created_at + interval '3 days', pg_temp.id_of('adam'),
        'expert.approve', 'user', e.user_id, jsonb_build_object('kind', d.kind),
        '198.51.100.20'
    FROM demo_demand d JOIN expert e ON e.user_id = d.expert
    UNION ALL
    SELECT pg_temp.start() - make_interval(days => s.days_ago),
        CASE WHEN s.reason IS NULL THEN pg_temp.id_of(s.handle)
        ELSE pg_temp.id_of('mona') END, CASE s.status WHEN 'suspended'
        THEN 'person.suspend' WHEN 'banned' THEN 'person.ban'
        ELSE 'deletion.request' END, 'user', pg_temp.id_of(s.handle),
        jsonb_strip_nulls(jsonb_build_object('reason', s.reason)), '198.51.100.31'
    FROM demo_state s
    UNION ALL
    SELECT s.at, s.actor_id, 'session.resolve', 'session', s.session_id, s.data,
        '198.51.100.20' FROM session_history s WHERE s.move = 'resolve'
    UNION ALL
    SELECT created_at, user_id, 'sign_in', 'session', id, NULL, remote_addr
    FROM user_session
    UNION ALL
    SELECT pg_temp.start() - make_interval(hours => 31 * i + pg_temp.pick('in' || i,
        20)), pg_temp.id_of((ARRAY['mia', 'milo', 'noor', 'ines', 'carl', 'adam',
        'mona', 'cleo', 'remy', 'emil'])[1 + pg_temp.pick('whose' || i, 10)]),
        'sign_in', NULL, NULL, NULL, '192.0.2.' || 10 + pg_temp.pick('ip' || i, 60)
    FROM generate_series(1, 90) i
    UNION ALL
    SELECT pg_temp.start() - interval '40 hours' + make_interval(mins => i), NULL,
        'sign_in.failed', 'user', pg_temp.id_of('milo'), NULL, '203.0.113.200'
    FROM generate_series(1, 4) i
    UNION ALL
    SELECT pg_temp.start() - interval '60 days', pg_temp.id_of('adam'),
        'setting.change', 'setting', NULL, '{"name": "platform_zone", "before":
        "UTC", "after": "Europe/Lisbon"}', '198.51.100.20') a
ORDER BY a.at;
UPDATE setting SET value = '"Europe/Lisbon"', version = 2
    WHERE name = 'platform_zone';
INSERT INTO setting_history (name, before, after, changed_by, changed_at)
    VALUES ('platform_zone', '"UTC"', '"Europe/Lisbon"', pg_temp.id_of('adam'),
    pg_temp.start() - interval '60 days');

-- Mails that went out, and two that did not.
INSERT INTO email_notification (user_id, to_address, template, data, unique_key,
    message_id, state, attempts, last_error, created_at, sent_at)
SELECT u.id, u.email, 'welcome', '{}', 'welcome:' || u.id,
    md5('welcome ' || u.id)::uuid, 'sent', 1, NULL, u.verified_at,
    u.verified_at + interval '4 seconds'
FROM users u ORDER BY u.verified_at;
INSERT INTO email_notification (user_id, to_address, template, data, unique_key,
    message_id, state, attempts, last_error, created_at, sent_at)
SELECT u.id, u.email, 'notice', jsonb_build_object('notification_id', n.id::text),
    'notice:' || n.id, md5('notice ' || n.id)::uuid,
    CASE n.id % 23 WHEN 5 THEN 'deferred' WHEN 11 THEN 'failed' ELSE 'sent' END,
    CASE n.id % 23 WHEN 5 THEN 3 WHEN 11 THEN 30 ELSE 1 END,
    CASE n.id % 23 WHEN 5 THEN '451 4.7.1 Greylisted, come back later'
        WHEN 11 THEN '550 5.1.1 No such mailbox' END,
    n.created_at + interval '2 seconds', CASE WHEN n.id % 23 NOT IN (5, 11)
        THEN n.created_at + interval '5 seconds' END
FROM notification n JOIN users u ON u.id = n.user_id
WHERE n.created_at > pg_temp.start() - interval '21 days'
    AND n.read_at IS NOT NULL
ORDER BY n.id;
INSERT INTO email_suppression VALUES
    ('old.address@example.com', 'bounce', pg_temp.start() - interval '14 days');

INSERT INTO access_token (user_id, name, token_hash, scopes, created_at,
    expires_at, last_used_at)
VALUES (pg_temp.id_of('mia'), 'Calendar script', sha256(convert_to(
    gen_random_uuid()::text || gen_random_uuid(), 'UTF8')), '{booking:read}',
    pg_temp.start() - interval '44 days', pg_temp.start() + interval '46 days',
    pg_temp.start() - interval '7 hours');

-- A job that gave up, for who looks after jobs.
INSERT INTO job (kind, payload, state, run_at, attempts, max_attempts,
    last_error, created_at, finished_at)
VALUES ('calendar.push', '{"session_id": 0, "user_id": 0}', 'dead',
    pg_temp.start() - interval '2 days', 10, 10, 'the calendar answered 503',
    pg_temp.start() - interval '3 days', pg_temp.start() - interval '2 days');
