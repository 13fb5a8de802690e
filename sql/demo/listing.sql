-- Verify, and remind of what is to come.
INSERT INTO expert_kind (user_id, kind, status, application, submitted_at,
    decided_at, decided_by)
SELECT e.user_id, k, CASE d.handle WHEN 'george-papadakis' THEN 'paused'
        ELSE 'verified' END,
    jsonb_build_object('experience', d.years || ' years', 'why', d.headline),
    e.created_at, e.created_at + interval '3 days', pg_temp.id_of('adam')
FROM demo_expert d
JOIN expert e ON e.user_id = pg_temp.id_of(d.handle),
    unnest(string_to_array(d.kinds, ',')) k;
INSERT INTO expert_kind_history (user_id, kind, at, actor_id, from_status,
    to_status)
SELECT k.user_id, k.kind, h.at, h.actor, h.was, h.now
FROM expert_kind k CROSS JOIN LATERAL (VALUES
    (k.submitted_at, k.user_id, 'draft', 'submitted'),
    (k.decided_at, k.decided_by, 'submitted', 'verified'))
    AS h (at, actor, was, now)
WHERE k.status IN ('verified', 'paused')
ORDER BY h.at;
INSERT INTO user_role (user_id, role, granted_by, granted_at)
    SELECT user_id, kind, decided_by, decided_at FROM expert_kind
    WHERE status IN ('verified', 'paused');
SELECT session_rights_changed(pg_temp.id_of('noor'));

-- Reminders of everybody's, invitations of the demo accounts' (they are the
-- first mails in the spool).
SELECT count(session_remind_later(s)) FROM session s
    WHERE s.status = 'scheduled';
SELECT count(session_publish(s, 'REQUEST')) FROM session s
    JOIN demo_made m ON m.id = s.id
    WHERE m.featured AND s.status = 'scheduled';
