-- Everybody with something to collect in this period.
-- digest_enqueue(period text) exec
SELECT enqueue('digest.send', jsonb_build_object('user_id', r.user_id),
    r.user_id::text)
FROM preference r
WHERE r.digest = $1 AND EXISTS (SELECT FROM notification n
    WHERE n.user_id = r.user_id AND n.read_at IS NULL
        AND n.created_at > coalesce(r.digest_sent_at, '-infinity'));

-- digest_person(user_id id) one
-- email text, timezone text, language text, today text, asked_at instant
SELECT u.email, f.timezone, r.language,
    to_char(app_now() AT TIME ZONE f.timezone, 'YYYY-MM-DD') AS today,
    app_now() AS asked_at
FROM users u JOIN profile f ON f.user_id = u.id
JOIN preference r ON r.user_id = u.id
WHERE u.id = $1 AND u.status IN ('active', 'deletion_requested')
    AND u.verified_at IS NOT NULL AND r.digest <> 'none';

-- What was collected: unread, wanted by mail, and without a mail of its own.
-- digest_notices(user_id id, most int) many
-- id id, type text, data json
SELECT n.id, n.type, n.data
FROM notification n
JOIN notification_type t ON t.name = n.type AND t.can_wait
JOIN preference r ON r.user_id = n.user_id
LEFT JOIN notification_preference p
    ON (p.user_id, p.type, p.channel) = (n.user_id, n.type, 'email')
WHERE n.user_id = $1 AND n.read_at IS NULL
    AND n.created_at > coalesce(r.digest_sent_at, '-infinity')
    AND coalesce(p.wanted, t.email)
    AND NOT coalesce((n.data ->> 'invite')::boolean, false)
    AND NOT EXISTS (SELECT FROM email_notification m
        WHERE m.unique_key = 'notice:' || n.id)
ORDER BY n.id DESC LIMIT $2::int;

-- digest_sent(user_id id) exec
UPDATE preference SET digest_sent_at = app_now() WHERE user_id = $1;
