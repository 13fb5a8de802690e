-- A mail with all that decides whether it is sent.
-- mail_find(id id) one
-- id id, user_id id?, to_address text, template text, data json, attachment text?, method text?, message_id text, state text, suppressed bool, status text?, verified bool, name text?, timezone text?, notice_type text?, required bool, wanted bool, is_read bool, subject text?, text_body text?, html_body text?, platform text, language text?, asked_at instant, invoice_id id?
SELECT m.id, m.user_id, m.to_address, m.template, m.data, m.attachment,
    m.attachment_method AS method, m.message_id, m.state,
    EXISTS (SELECT FROM email_suppression s
        WHERE s.address = lower(m.to_address)) AS suppressed,
    u.status, u.verified_at IS NOT NULL AS verified, f.display_name AS name,
    f.timezone, n.type AS notice_type, coalesce(t.required, false) AS required,
    coalesce(p.wanted, t.email, true) AS wanted,
    n.read_at IS NOT NULL AS is_read, o.subject, o.text_body, o.html_body,
    setting_text('platform_name') AS platform, r.language,
    app_now() AS asked_at, CASE n.type WHEN 'order_paid'
        THEN (n.data ->> 'invoice_id')::bigint END AS invoice_id
FROM email_notification m
LEFT JOIN users u ON u.id = m.user_id
LEFT JOIN profile f ON f.user_id = m.user_id
LEFT JOIN preference r ON r.user_id = m.user_id
LEFT JOIN notification n ON m.template = 'notice'
    AND n.id = (m.data ->> 'notice_id')::bigint
LEFT JOIN notification_type t ON t.name = n.type
LEFT JOIN notification_preference p
    ON (p.user_id, p.type, p.channel) = (m.user_id, n.type, 'email')
LEFT JOIN mail_template o ON o.name = m.template
WHERE m.id = $1;

-- mail_sending(id id) exec
UPDATE email_notification SET state = 'sending', attempts = attempts + 1
WHERE id = $1;

-- mail_deferred(id id, why text) exec
UPDATE email_notification SET state = 'deferred', last_error = left($2, 500)
WHERE id = $1;

-- What came of it.  Secrets (links that work once) end with the mail.
-- mail_ended(id id, state text, why text?) exec
UPDATE email_notification SET state = $2, last_error = left($3, 500),
    sent_at = CASE WHEN $2 = 'sent' THEN app_now() END,
    bounced_at = CASE WHEN $2 = 'failed' THEN app_now() END,
    data = CASE WHEN template IN ('notice', 'digest') THEN data
        ELSE data - 'link' END
WHERE id = $1;

-- mail_suppress(address text) exec
INSERT INTO email_suppression (address, reason, created_at)
VALUES (lower($1), 'bounce', app_now()) ON CONFLICT DO NOTHING;
