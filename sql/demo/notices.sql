-- The notices that the demo accounts would have had.  Old ones are read.
CREATE TEMP TABLE demo_notice (session_id bigint, told text, type text,
    at timestamptz, data jsonb);
CREATE TEMP TABLE demo_notification (n int GENERATED ALWAYS AS IDENTITY,
    user_id bigint, type text, link text, data jsonb, unique_key text,
    created_at timestamptz, read_at timestamptz);
INSERT INTO demo_notice
SELECT s.id, n.told, n.type, n.at, coalesce(n.data, '{}')
FROM session s JOIN demo_made m ON m.id = s.id
CROSS JOIN LATERAL (VALUES
    (s.status = 'requested', 'expert', 'session_requested', s.created_at,
        jsonb_build_object('answer_by', rfc3339(s.expires_at))),
    (s.status NOT IN ('requested', 'declined', 'expired'), 'client',
        'session_booked', s.created_at + interval '3 minutes', NULL),
    (s.status NOT IN ('requested', 'declined', 'expired'), 'expert',
        'session_booked', s.created_at + interval '3 minutes', NULL),
    (s.status = 'completed', 'client', 'session_completed', s.completed_at,
        '{"feedback": true}'),
    (s.status = 'completed', 'expert', 'session_completed', s.completed_at,
        '{"feedback": true}'),
    (s.status = 'canceled', CASE s.canceled_side WHEN 'client' THEN 'expert'
        ELSE 'client' END, 'session_canceled', s.canceled_at,
        jsonb_build_object('by', s.canceled_side, 'reason', s.cancel_code,
        'words', s.cancel_words)),
    (s.status = 'declined', 'client', 'session_declined', s.canceled_at,
        jsonb_build_object('reason', s.cancel_code, 'words', s.cancel_words)),
    (s.status = 'no_show', CASE s.no_show_by WHEN 'client' THEN 'client'
        ELSE 'expert' END, 'session_no_show', s.no_show_at,
        jsonb_build_object('no_show_by', s.no_show_by, 'by',
        CASE s.no_show_by WHEN 'client' THEN 'expert' ELSE 'client' END)),
    (s.disputed, 'expert', 'session_disputed', s.disputed_at, '{"by": "client"}'),
    (s.disputed, 'client', 'session_disputed', s.disputed_at, '{"by": "client"}'),
    (s.reveal = 'offered_by_expert', 'client', 'reveal_offered',
        s.completed_at + interval '1 day', NULL),
    (s.reveal = 'mutual', 'client', 'reveal_agreed',
        s.completed_at + interval '2 days', NULL),
    (s.reveal = 'mutual', 'expert', 'reveal_agreed',
        s.completed_at + interval '2 days', NULL))
    AS n (is_so, told, type, at, data)
WHERE n.is_so;
INSERT INTO demo_notice
SELECT f.session_id, CASE f.side WHEN 'client' THEN 'expert' ELSE 'client' END,
    'feedback_shown', f.shown_at, jsonb_build_object('stars', f.stars)
FROM session_feedback f WHERE f.shown_at IS NOT NULL;
INSERT INTO demo_notice
SELECT p.from_session_id, 'client', 'session_proposed', p.created_at,
    jsonb_build_object('proposed', to_jsonb(ARRAY(SELECT rfc3339(x)
        FROM unnest(p.starts) x)), 'words', p.words)
    || CASE WHEN p.session_id IS NULL THEN jsonb_build_object('proposal_id',
        p.id::text) ELSE '{}' END
FROM session_proposal p;
-- Only of the last three months, and to whom somebody signs in as.
INSERT INTO demo_notification (user_id, type, link, data, unique_key, created_at,
    read_at)
SELECT p.person_id, n.type, '/sessions/' || s.id, jsonb_build_object('session_id',
        s.id::text, 'start', rfc3339(s.starts_at), 'end', rfc3339(s.ends_at),
        'minutes', s.minutes, 'kind', s.kind, 'type', s.type_kind, 'side', n.told,
        'other', session_name(s, CASE n.told WHEN 'client' THEN 'expert'
        ELSE 'client' END)) || n.data,
    format('session:%s:%s:%s', s.id, n.type, s.version), n.at,
    CASE WHEN n.at < pg_temp.start() - interval '40 hours' THEN least(n.at
        + make_interval(mins => 10 + pg_temp.pick(n.type || s.uid, 1800)),
        pg_temp.start()) END
FROM demo_notice n
JOIN session s ON s.id = n.session_id
JOIN session_participant p ON p.session_id = s.id AND p.side = n.told
WHERE n.at BETWEEN pg_temp.start() - interval '90 days' AND pg_temp.start()
    AND p.person_id IN (SELECT user_id FROM profile WHERE handle IN ('mia',
        'milo', 'noor', 'ines', 'carl', 'cleo', 'remy', 'emil', 'mona', 'adam'))
ORDER BY n.at, s.id, p.person_id;
INSERT INTO demo_notification (user_id, type, link, data, created_at, read_at)
SELECT pg_temp.id_of(v.handle), v.type, v.link, v.data::jsonb,
    pg_temp.start() - v.ago,
    CASE WHEN v.seen THEN pg_temp.start() - v.ago + interval '20 minutes' END
FROM (VALUES
    ('mia', 'new_sign_in', '/settings/devices',
        '{"agent": "Firefox on Linux", "address": "192.0.2.44"}', interval '16 days', true),
    ('mia', 'system', '/mentors', '{"title": "Twelve mentors joined this month", "words": "Several of them hold a free introduction of fifteen minutes."}', interval '6 hours', false),
    ('milo', 'system', '/mentors', '{"title": "Twelve mentors joined this month", "words": "Several of them hold a free introduction of fifteen minutes."}', interval '6 hours', false),
    ('noor', 'new_sign_in', '/settings/devices',
        '{"agent": "Safari on iPhone", "address": "198.51.100.7"}', interval '9 days', true),
    ('adam', 'system', '/dashboard', '{"title": "Applications wait for you", "words": "The oldest has waited eight days."}', interval '5 hours', false),
    ('cleo', 'role_changed', '/dashboard', '{"role": "creator", "given": true}',
        interval '300 days', true),
    ('remy', 'role_changed', '/dashboard', '{"role": "recruiter", "given": true}',
        interval '300 days', true),
    ('emil', 'role_changed', '/dashboard', '{"role": "employer", "given": true}',
        interval '300 days', true),
    ('mona', 'role_changed', '/dashboard', '{"role": "moderator", "given": true}',
        interval '300 days', true),
    ('harvey-lund', 'expert_verified', '/interviewer/profile',
        '{"kind": "concierge", "decision": "rejected", "reason": "We ask for two years of helping others with it. Your own wedding counts, but not alone."}', interval '10 days', false))
    AS v (handle, type, link, data, ago, seen)
ORDER BY v.ago DESC;
-- Those that money told of already: a feed goes on by id, so ids follow time.
INSERT INTO demo_notification (user_id, type, link, data, unique_key, created_at,
    read_at)
SELECT user_id, type, link, data, unique_key, created_at, read_at
FROM notification ORDER BY id;
DELETE FROM notification;
INSERT INTO notification (user_id, type, link, data, unique_key, created_at,
    read_at)
SELECT user_id, type, link, data, unique_key, created_at, read_at
FROM demo_notification ORDER BY created_at, n
ON CONFLICT DO NOTHING;
