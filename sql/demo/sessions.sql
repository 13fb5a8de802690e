-- Write the list: sessions with what their moves would have left behind.
CREATE TEMP TABLE demo_told AS
SELECT d.*, t.kind AS type_kind, t.minutes, e.confirm_by_hand AND d.status <>
        'expired' OR d.status IN ('requested', 'declined') AS by_hand,
    CASE WHEN d.status = 'completed' AND pg_temp.pick('end' || d.key, 2) = 0
            AND d.ends < pg_temp.start() - interval '25 hours' THEN 'system'
        ELSE 'expert' END AS ended_by,
    -- When it was over: as held, as ended early, as not held.
    CASE WHEN d.status = 'completed' THEN CASE
            WHEN pg_temp.pick('end' || d.key, 2) = 0
                AND d.ends < pg_temp.start() - interval '25 hours'
            THEN d.ends + interval '24 hours' ELSE d.ends + interval '4 minutes' END
        WHEN d.status = 'no_show' THEN d.starts + interval '14 minutes'
        WHEN d.status = 'canceled' THEN d.starts - (d.starts - d.created)
            * (0.1 + pg_temp.pick('gone' || d.key, 70) / 100.0)
        WHEN d.status IN ('declined', 'expired') THEN d.created
            + interval '7 hours' END AS over
FROM demo_session d
JOIN session_type t ON t.id = d.type_id
JOIN expert e ON e.user_id = d.expert;

INSERT INTO session (uid, kind, status, version, sequence, client_id, expert_id,
    session_type_id, type_kind, minutes, starts_at, ends_at,
    buffer_before_minutes, buffer_after_minutes, goals, paid_by,
    late_return_percent, expires_at, meeting_link, anonymous, client_alias,
    client_seed, reveal, started_at, completed_at, no_show_by,
    no_show_reported_by, no_show_at, disputed, disputed_at, disputed_by,
    dispute_words, resolution, canceled_at, canceled_by, canceled_side,
    cancel_code, cancel_words, return_percent, created_at)
SELECT md5('session ' || d.key)::uuid, session_kind_of(d.type_kind), d.status,
    1 + CASE d.status WHEN 'requested' THEN 1 WHEN 'scheduled' THEN 1
        WHEN 'canceled' THEN 2 WHEN 'declined' THEN 2 WHEN 'in_progress' THEN 2
        WHEN 'expired' THEN 1 ELSE 3 END
        + (d.by_hand AND d.status NOT IN ('requested', 'declined'))::int
        + d.disputed::int + (d.resolution IS NOT NULL)::int,
    (d.status = 'canceled')::int, d.client, d.expert, d.type_id, d.type_kind,
    d.minutes, d.starts, d.ends, e.buffer_before_minutes,
    e.buffer_after_minutes, d.goals,
    CASE WHEN d.status <> 'expired' THEN 'free' END, e.late_return_percent,
    CASE WHEN d.status = 'requested' THEN least(d.created + interval '24 hours',
        d.starts - interval '2 hours') END,
    CASE WHEN NOT e.is_anonymous THEN e.meeting_link END, e.is_anonymous,
    CASE WHEN e.is_anonymous THEN pg_temp.alias_of('client ' || d.key) END,
    CASE WHEN e.is_anonymous THEN md5('seed ' || d.key) END,
    CASE WHEN e.is_anonymous AND d.status = 'completed' THEN d.reveal
        ELSE 'none' END,
    CASE WHEN d.status IN ('completed', 'no_show', 'in_progress')
        THEN d.starts END,
    CASE WHEN d.status = 'completed' THEN d.over END, d.no_show_by,
    CASE d.no_show_by WHEN 'provider' THEN d.client WHEN 'client'
        THEN d.expert END,
    CASE WHEN d.status = 'no_show' THEN d.over END, d.disputed,
    CASE WHEN d.disputed THEN d.over + interval '50 minutes' END,
    CASE WHEN d.disputed THEN d.client END,
    CASE WHEN d.disputed THEN d.words END, d.resolution,
    CASE WHEN d.status IN ('canceled', 'declined') THEN d.over END,
    CASE d.side WHEN 'client' THEN d.client WHEN 'expert' THEN d.expert END,
    CASE WHEN d.status IN ('canceled', 'declined') THEN d.side END, d.code,
    CASE WHEN d.status IN ('canceled', 'declined') THEN d.words END,
    CASE WHEN d.status IN ('canceled', 'declined') THEN 100
        WHEN d.no_show_by = 'client' THEN 0 WHEN d.no_show_by = 'provider'
        THEN 100 END, d.created
FROM demo_told d JOIN expert e ON e.user_id = d.expert
ORDER BY d.created, d.key;

CREATE TEMP TABLE demo_made AS
    SELECT s.id, d.key, d.featured, d.by_hand, d.over, d.ended_by
    FROM demo_told d JOIN session s ON s.uid = md5('session ' || d.key)::uuid::text;
CREATE UNIQUE INDEX ON demo_made (id);
CREATE UNIQUE INDEX ON demo_made (key);
ANALYZE session, demo_made;

-- Both know each other.
UPDATE session_participant p SET other_alias = NULL, other_seed = NULL,
    other_id = CASE p.side WHEN 'client' THEN s.expert_id ELSE s.client_id END
FROM session s WHERE s.id = p.session_id AND s.reveal = 'mutual';
UPDATE session s SET reveal_shown = (SELECT jsonb_object_agg(CASE p.user_id
        WHEN s.client_id THEN 'client' ELSE 'expert' END, jsonb_build_object(
        'user_id', p.user_id::text, 'display_name', p.display_name, 'handle',
        p.handle, 'picture', p.picture))
    FROM profile p WHERE p.user_id IN (s.client_id, s.expert_id))
WHERE s.reveal = 'mutual';

INSERT INTO session_history (session_id, at, actor_id, side, move, from_status,
    to_status, reason, data)
SELECT s.id, h.at, CASE h.side WHEN 'client' THEN s.client_id WHEN 'expert'
        THEN s.expert_id WHEN 'admin' THEN pg_temp.id_of('adam') END,
    h.side, h.move, h.was, h.now, h.reason, coalesce(h.data, '{}')
FROM session s JOIN demo_made m ON m.id = s.id
CROSS JOIN LATERAL (VALUES
    (1, s.created_at, 'client', 'hold', NULL, 'held', NULL, NULL::jsonb),
    (2, s.created_at + interval '3 minutes', 'client', 'confirm', 'held',
        CASE WHEN m.by_hand THEN 'requested' ELSE 'scheduled' END, NULL, NULL),
    (3, s.created_at + interval '2 hours', 'expert', 'accept', 'requested',
        'scheduled', NULL, NULL),
    (4, s.starts_at, 'system', 'start', 'scheduled', 'in_progress', NULL, NULL),
    (5, m.over, m.ended_by, 'complete', 'in_progress', 'completed', NULL, NULL),
    (6, m.over, CASE s.no_show_by WHEN 'client' THEN 'expert' ELSE 'client' END,
        'no_show', 'in_progress', 'no_show', NULL,
        jsonb_build_object('no_show_by', s.no_show_by)),
    (7, m.over, s.canceled_side, 'cancel', 'scheduled', 'canceled',
        s.cancel_code, jsonb_build_object('words', s.cancel_words,
        'return_percent', 100)),
    (8, m.over, 'expert', 'decline', 'requested', 'declined', s.cancel_code,
        jsonb_build_object('words', s.cancel_words, 'return_percent', 100)),
    (9, m.over, 'system', 'expire', 'held', 'expired', NULL, NULL),
    (10, s.disputed_at, 'client', 'dispute', s.status, s.status,
        s.dispute_words, NULL),
    (11, s.disputed_at + interval '2 days', 'admin', 'resolve', s.status,
        s.status, 'Both sides agree about the time that was lost.',
        jsonb_build_object('resolution', s.resolution)))
    AS h (i, at, side, move, was, now, reason, data)
WHERE CASE h.i WHEN 1 THEN true WHEN 2 THEN s.status <> 'expired'
    WHEN 3 THEN m.by_hand AND s.status NOT IN ('requested', 'declined')
    WHEN 4 THEN s.started_at IS NOT NULL WHEN 5 THEN s.status = 'completed'
    WHEN 6 THEN s.status = 'no_show' WHEN 7 THEN s.status = 'canceled'
    WHEN 8 THEN s.status = 'declined' WHEN 9 THEN s.status = 'expired'
    WHEN 10 THEN s.disputed ELSE s.resolution IS NOT NULL END
ORDER BY h.at, s.id, h.i;
