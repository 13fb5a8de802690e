-- What a mail provider (Resend) tells about mails of ours: addresses that refuse
-- them or whose people complain are written to no more.

-- The bare addresses that an event is about.
CREATE FUNCTION webhook_mail_addresses(e webhook_event) RETURNS SETOF text
LANGUAGE sql IMMUTABLE
AS $$
    SELECT DISTINCT lower(trim(coalesce(substring(t.address FROM '<([^<>]+)>\s*$'),
        t.address)))
    FROM jsonb_array_elements_text(CASE jsonb_typeof(e.body #> '{data,to}')
        WHEN 'array' THEN e.body #> '{data,to}'
        WHEN 'string' THEN jsonb_build_array(e.body #> '{data,to}')
        ELSE '[]' END) t (address)
    WHERE t.address LIKE '%_@_%'
$$;

-- Our mail by its Message-ID, where the event names it; NULL: not known.
CREATE FUNCTION webhook_mail_id(e webhook_event) RETURNS bigint
LANGUAGE sql STABLE
AS $$
    SELECT m.id FROM email_notification m WHERE m.message_id = split_part(
        trim(BOTH '<>' FROM e.body #>> '{data,message_id}'), '@', 1)
$$;

-- When it happened, as the provider says, else when it was told.
CREATE FUNCTION webhook_mail_at(e webhook_event) RETURNS timestamptz
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN coalesce((e.body ->> 'created_at')::timestamptz, e.received_at);
EXCEPTION WHEN data_exception THEN
    RETURN e.received_at;
END
$$;

-- A full mailbox is no reason to stop; a refusal for good is.
CREATE FUNCTION webhook_mail_bounced(e webhook_event) RETURNS void
LANGUAGE sql
AS $$
    UPDATE email_notification SET bounced_at = webhook_mail_at(e),
        state = 'failed', last_error = left(coalesce(
        e.body #>> '{data,bounce,message}', 'bounced'), 500)
    WHERE id = webhook_mail_id(e) AND bounced_at IS NULL;
    INSERT INTO email_suppression (address, reason, created_at)
    SELECT a, 'bounce', app_now() FROM webhook_mail_addresses(e) a
    WHERE coalesce(e.body #>> '{data,bounce,type}', 'Permanent')
        NOT IN ('Transient', 'Undetermined')
    ON CONFLICT DO NOTHING
$$;

CREATE FUNCTION webhook_mail_complained(e webhook_event) RETURNS void
LANGUAGE sql
AS $$
    UPDATE email_notification SET complained_at = webhook_mail_at(e)
    WHERE id = webhook_mail_id(e) AND complained_at IS NULL;
    INSERT INTO email_suppression AS s (address, reason, created_at)
    SELECT a, 'complaint', app_now() FROM webhook_mail_addresses(e) a
    ON CONFLICT (address) DO UPDATE SET reason = 'complaint'
        WHERE s.reason = 'bounce'
$$;

CREATE FUNCTION webhook_mail_delivered(e webhook_event) RETURNS void
LANGUAGE sql
AS $$
    UPDATE email_notification SET delivered_at = webhook_mail_at(e)
    WHERE id = webhook_mail_id(e) AND delivered_at IS NULL
$$;

INSERT INTO webhook_kind VALUES
    ('resend', 'email.bounced', 'webhook_mail_bounced'),
    ('resend', 'email.suppressed', 'webhook_mail_bounced'),
    ('resend', 'email.complained', 'webhook_mail_complained'),
    ('resend', 'email.delivered', 'webhook_mail_delivered');
