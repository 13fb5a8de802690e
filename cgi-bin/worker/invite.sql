-- Whom a session's invitation goes to: each side, with what its member chose for
-- mails of this kind, and the notice that says the same.
-- invite_list(session_id id, notice_type text) many
-- person_id id, side text, address text, person_name text, other_name text, anonymous bool, uid text, sequence int, status text, type_kind text, starts_at instant, ends_at instant, timezone text, language text, goals text?, meeting_link text?, wanted bool, urgent bool, quiet_from minute?, quiet_to minute?, notice_id id?, notice_data json?, platform text, asked_at instant
SELECT i.person_id, i.side, i.address, i.person_name, i.other_name,
    i.anonymous, i.uid, i.sequence, i.status, i.type_kind, i.starts_at,
    i.ends_at, i.timezone, r.language, i.goals, i.meeting_link,
    coalesce(p.wanted, t.email) AS wanted, t.urgent, r.quiet_from, r.quiet_to,
    n.id AS notice_id, n.data AS notice_data,
    setting_text('platform_name') AS platform, app_now() AS asked_at
FROM session_invitation($1) i
JOIN notification_type t ON t.name = $2
JOIN preference r ON r.user_id = i.person_id
LEFT JOIN notification_preference p
    ON (p.user_id, p.type, p.channel) = (i.person_id, t.name, 'email')
LEFT JOIN LATERAL (SELECT o.id, o.data FROM notification o
    WHERE o.user_id = i.person_id AND o.type = t.name
        AND o.data ->> 'session_id' = $1::text
    ORDER BY o.id DESC LIMIT 1) n ON true
ORDER BY i.side;
