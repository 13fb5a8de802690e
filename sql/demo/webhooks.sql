-- What the mail provider told: mails that arrived, one that never will, and an
-- event that was given up.
UPDATE email_notification SET delivered_at = sent_at + interval '7 seconds'
WHERE id IN (SELECT id FROM email_notification WHERE state = 'sent'
    ORDER BY sent_at DESC LIMIT 40);
INSERT INTO webhook_event (provider, event_id, kind, body, received_at, status,
    attempts, error, applied_by, processing_at, finished_at)
SELECT 'resend', 'msg_' || left(md5('demo webhook ' || e.name), 24), e.kind,
    jsonb_build_object('type', e.kind, 'created_at', rfc3339(e.at), 'data',
    jsonb_build_object('to', jsonb_build_array(e.address), 'message_id',
    '<' || e.message_id || '@localhost>')), e.at + interval '1 second',
    e.status, CASE e.status WHEN 'dead' THEN 11 ELSE 1 END, e.error,
    CASE e.status WHEN 'done' THEN e.act END, e.at + interval '2 seconds',
    e.at + CASE e.status WHEN 'dead' THEN interval '71 hours'
        ELSE interval '2 seconds' END
FROM (
    SELECT 'delivered ' || m.id AS name, 'email.delivered' AS kind,
        m.to_address AS address, m.message_id, m.delivered_at AS at,
        'done' AS status, NULL::text AS error, 'webhook_mail_delivered' AS act
    FROM email_notification m WHERE m.delivered_at IS NOT NULL
    UNION ALL
    SELECT 'bounced', 'email.bounced', s.address, md5('bounced'), s.created_at,
        'done', NULL, 'webhook_mail_bounced'
    FROM email_suppression s WHERE s.reason = 'bounce'
    UNION ALL
    SELECT 'given up', 'email.complained', 'someone@example.com',
        md5('given up'), pg_temp.start() - interval '9 days', 'dead',
        'remaining connection slots are reserved (53300)', NULL) e
ORDER BY e.at;
