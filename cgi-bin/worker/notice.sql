-- A notice, what its type says, and what its member chose; one of somebody who is
-- muted or blocked makes no mail.
-- notice_find(id id) one
-- id id, user_id id, type text, data json, is_read bool, email_initial bool, urgent bool, required bool, has_chosen bool, chosen bool, in_good_standing bool, is_erased bool, verified bool, email text, timezone text, language text, quiet_from minute?, quiet_to minute?, collected bool, asked_at instant
SELECT n.id, n.user_id, n.type, n.data, n.read_at IS NOT NULL AS is_read,
    t.email AS email_initial, t.urgent, t.required,
    p.wanted IS NOT NULL OR m.muted AS has_chosen,
    coalesce(p.wanted, false) AND NOT m.muted AS chosen,
    u.status IN ('active', 'deletion_requested') AS in_good_standing,
    u.status = 'erased' AS is_erased, u.verified_at IS NOT NULL AS verified,
    u.email, f.timezone, r.language, r.quiet_from, r.quiet_to,
    t.can_wait AND r.digest <> 'none' AS collected, app_now() AS asked_at
FROM notification n
JOIN notification_type t ON t.name = n.type
JOIN users u ON u.id = n.user_id
JOIN profile f ON f.user_id = n.user_id
JOIN preference r ON r.user_id = n.user_id
CROSS JOIN LATERAL (SELECT NOT (t.urgent OR t.required)
    AND notice_is_muted(n) AS muted) m
LEFT JOIN notification_preference p
    ON (p.user_id, p.type, p.channel) = (n.user_id, n.type, 'email')
WHERE n.id = $1;
