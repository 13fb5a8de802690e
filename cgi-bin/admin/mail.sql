-- mail_list(state text?, q text?, person id?, after id?, most int) many
-- id id, to_address text, template text, state text, attempts int, last_error text?, created_at instant, sent_at instant?, user_id id?
SELECT id, to_address, template, state, attempts::bigint AS attempts,
    last_error, created_at, sent_at, user_id
FROM email_notification
WHERE ($1::text IS NULL OR state = $1)
    AND ($2::text IS NULL OR to_address ILIKE like_word($2) OR template = $2)
    AND ($3::bigint IS NULL OR user_id = $3)
    AND ($4::bigint IS NULL OR id < $4)
ORDER BY id DESC LIMIT $5::int;

-- The last thirty days.
-- mail_rates() one
-- made int, sent int, waiting int, failed int, suppressed int, bounced int, complained int, opened int, clicked int
SELECT count(*) AS made, count(*) FILTER (WHERE state = 'sent') AS sent,
    count(*) FILTER (WHERE state IN ('queued', 'sending', 'deferred'))
        AS waiting,
    count(*) FILTER (WHERE state = 'failed') AS failed,
    count(*) FILTER (WHERE state = 'suppressed') AS suppressed,
    count(bounced_at) AS bounced, count(complained_at) AS complained,
    count(opened_at) AS opened, count(clicked_at) AS clicked
FROM email_notification WHERE created_at > app_now() - interval '30 days';

-- mail_find(id id) one
-- id id, user_id id?, person text?, timezone text?, to_address text, template text, data json, message_id text, state text, attempts int, last_error text?, created_at instant, sent_at instant?, delivered_at instant?, bounced_at instant?, complained_at instant?, opened_at instant?, clicked_at instant?, is_invitation bool, suppressed bool, platform text
SELECT m.id, m.user_id, p.display_name AS person, p.timezone, m.to_address,
    m.template, m.data, m.message_id, m.state, m.attempts::bigint AS attempts,
    m.last_error, m.created_at, m.sent_at, m.delivered_at, m.bounced_at,
    m.complained_at, m.opened_at, m.clicked_at,
    m.attachment IS NOT NULL AS is_invitation,
    EXISTS (SELECT FROM email_suppression s
        WHERE s.address = lower(m.to_address)) AS suppressed,
    setting_text('platform_name') AS platform
FROM email_notification m LEFT JOIN profile p ON p.user_id = m.user_id
WHERE m.id = $1;

-- mail_again(id id) exec
SELECT mail_again($1);

-- suppression_list() many
-- address text, reason text, created_at instant
SELECT address, reason, created_at FROM email_suppression
ORDER BY created_at DESC, address LIMIT 500;

-- suppression_add(address text) exec
INSERT INTO email_suppression (address, reason, created_at)
VALUES (lower($1), 'admin', app_now()) ON CONFLICT DO NOTHING;

-- suppression_remove(address text) exec
DELETE FROM email_suppression WHERE address = lower($1);
