-- The notification core that every area writes to, the mail outbox, and blocks
-- between members.

CREATE TABLE notification_type (
    name text PRIMARY KEY,
    area text NOT NULL,
    title text NOT NULL,        -- in the preferences
    email boolean NOT NULL,     -- what is on until a member chooses otherwise
    push boolean NOT NULL,
    discord boolean NOT NULL,
    urgent boolean NOT NULL DEFAULT false,  -- not held back by quiet hours
    required boolean NOT NULL DEFAULT false -- security: can't be switched off
);
INSERT INTO notification_type VALUES
    ('session_requested', 'booking', 'A session is requested', true, true, true, false, false),
    ('session_declined', 'booking', 'A request is declined or runs out', true, true, true, false, false),
    ('session_proposed', 'booking', 'New times are proposed', true, true, true, false, false),
    ('session_booked', 'booking', 'A session is booked', true, true, true, false, false),
    ('session_changed', 'booking', 'A session is moved', true, true, true, true, false),
    ('session_canceled', 'booking', 'A session is cancelled', true, true, true, true, false),
    ('session_reminder', 'booking', 'A session is near', true, true, true, true, false),
    ('session_completed', 'booking', 'A session is over: your feedback', true, false, false, false, false),
    ('session_no_show', 'booking', 'Somebody did not come', true, true, false, false, false),
    ('session_disputed', 'booking', 'A session is disputed', true, true, false, false, false),
    ('feedback_shown', 'booking', 'Feedback about a session', true, false, false, false, false),
    ('reveal_offered', 'booking', 'The other side offers to show who they are', true, true, false, false, false),
    ('reveal_agreed', 'booking', 'Both sides are shown', true, true, false, false, false),
    ('expert_verified', 'booking', 'Your expert profile is decided', true, true, false, false, true),
    ('calendar_disconnected', 'booking', 'Your calendar lost its connection', true, true, false, false, true),
    ('new_sign_in', 'account', 'A new sign-in', true, false, false, true, true),
    ('security_changed', 'account', 'Password, address or second factor changed', true, false, false, true, true),
    ('sign_in_trouble', 'account', 'Many wrong passwords', true, false, false, true, true),
    ('export_ready', 'account', 'Your data export', true, true, false, false, true),
    ('account_status', 'account', 'Your account''s state', true, false, false, true, true),
    ('role_changed', 'account', 'Your roles', true, true, false, false, true),
    ('system', 'house', 'Notes from the platform', true, false, false, false, false);
GRANT SELECT ON notification_type TO PUBLIC;

CREATE TABLE notification (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id bigint NOT NULL REFERENCES users,
    type text NOT NULL REFERENCES notification_type,
    link text CHECK (link ~ '^/[^/\\]' OR link = '/'),
    data jsonb NOT NULL DEFAULT '{}',
    unique_key text,
    created_at timestamptz NOT NULL,
    read_at timestamptz
);
CREATE INDEX notification_feed ON notification (user_id, id DESC);
CREATE INDEX notification_unread ON notification (user_id, id)
    WHERE read_at IS NULL;
CREATE UNIQUE INDEX notification_once ON notification (user_id, unique_key)
    WHERE unique_key IS NOT NULL;
CREATE INDEX notification_type_fk ON notification (type);
ALTER TABLE notification ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON notification TO belay_account, belay_booking, belay_inbox
    USING (user_id = app_user_id());
CREATE POLICY worker ON notification TO belay_worker USING (true);
GRANT SELECT ON notification TO belay_account, belay_booking, belay_inbox,
    belay_worker;
GRANT UPDATE (read_at) ON notification TO belay_inbox, belay_booking;
GRANT DELETE ON notification TO belay_worker;

CREATE TABLE notification_preference (
    user_id bigint NOT NULL REFERENCES users,
    type text NOT NULL REFERENCES notification_type,
    channel text NOT NULL CHECK (channel IN ('app', 'email', 'push', 'discord')),
    wanted boolean NOT NULL,
    PRIMARY KEY (user_id, type, channel)
);
CREATE INDEX notification_preference_type ON notification_preference (type);
ALTER TABLE notification_preference ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON notification_preference TO belay_account, belay_inbox
    USING (user_id = app_user_id());
CREATE POLICY worker ON notification_preference TO belay_worker USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON notification_preference TO belay_inbox;
GRANT SELECT, DELETE ON notification_preference TO belay_worker, belay_account;

-- Tell a member something: the row and its delivery job, in the transaction of
-- what it tells of.  Never twice for one key.
CREATE FUNCTION notify(person bigint, notice_type text, notice_link text,
    notice_data jsonb, notice_key text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    made bigint;
BEGIN
    INSERT INTO notification (user_id, type, link, data, unique_key, created_at)
    VALUES (person, notice_type, notice_link, coalesce(notice_data, '{}'),
        notice_key, app_now())
    ON CONFLICT DO NOTHING
    RETURNING id INTO made;
    IF made IS NOT NULL THEN
        PERFORM enqueue('notice.deliver',
            jsonb_build_object('notification_id', made), NULL, NULL, 5);
    END IF;
END
$$;
GRANT EXECUTE ON FUNCTION notify(bigint, text, text, jsonb, text) TO PUBLIC;

-- One row per mail, from being queued to what became of it.  A mail is never
-- sent twice for one event: unique_key.
CREATE TABLE email_notification (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id bigint REFERENCES users,
    to_address text NOT NULL,
    template text NOT NULL,
    data jsonb NOT NULL DEFAULT '{}',
    attachment text,            -- an iCalendar object
    attachment_method text CHECK (attachment_method IN
        ('REQUEST', 'CANCEL', 'PUBLISH')),
    unique_key text UNIQUE,
    message_id text NOT NULL UNIQUE,
    state text NOT NULL DEFAULT 'queued' CHECK (state IN
        ('queued', 'sending', 'sent', 'deferred', 'failed', 'suppressed')),
    attempts int NOT NULL DEFAULT 0,
    last_error text,
    created_at timestamptz NOT NULL,
    sent_at timestamptz,
    delivered_at timestamptz,
    bounced_at timestamptz,
    complained_at timestamptz,
    opened_at timestamptz,
    clicked_at timestamptz
);
CREATE INDEX email_notification_user ON email_notification (user_id, id DESC);
CREATE INDEX email_notification_state ON email_notification (state, id DESC);
ALTER TABLE email_notification ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker ON email_notification TO belay_worker USING (true);
CREATE POLICY admin ON email_notification TO belay_admin USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON email_notification TO belay_worker;
GRANT SELECT ON email_notification TO belay_admin;

-- Queue a mail in this transaction.  `data` fills the template; secrets in it
-- (links) are cleared once the mail is sent.
CREATE FUNCTION mail_queue(person bigint, address text, mail_template text,
    mail_data jsonb, mail_key text, ics text DEFAULT NULL,
    ics_method text DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    made bigint;
BEGIN
    INSERT INTO email_notification (user_id, to_address, template, data,
        attachment, attachment_method, unique_key, message_id, created_at)
    VALUES (person, address, mail_template, coalesce(mail_data, '{}'), ics,
        ics_method, mail_key, gen_random_uuid()::text, app_now())
    ON CONFLICT DO NOTHING
    RETURNING id INTO made;
    IF made IS NOT NULL THEN
        PERFORM enqueue('mail.send', jsonb_build_object('mail_id', made), NULL,
            NULL, 12);
    END IF;
END
$$;
GRANT EXECUTE ON FUNCTION mail_queue(bigint, text, text, jsonb, text, text, text)
    TO belay_account, belay_booking, belay_admin, belay_worker, belay_inbox;

-- Addresses that must not be written to: bounced, complained.
CREATE TABLE email_suppression (
    address text PRIMARY KEY,
    reason text NOT NULL CHECK (reason IN ('bounce', 'complaint', 'admin')),
    created_at timestamptz NOT NULL
);
GRANT SELECT, INSERT, DELETE ON email_suppression TO belay_worker, belay_admin;

-- Wording that admins changed; without a row the file's wording holds.
CREATE TABLE mail_template (
    name text PRIMARY KEY,
    subject text NOT NULL,
    text_body text NOT NULL,
    html_body text NOT NULL,
    changed_by bigint REFERENCES users,
    changed_at timestamptz NOT NULL
);
CREATE INDEX mail_template_changed_by ON mail_template (changed_by);
GRANT SELECT ON mail_template TO belay_worker, belay_admin;
GRANT INSERT, UPDATE, DELETE ON mail_template TO belay_admin;

-- Blocks between members, honoured everywhere; both directions are asked for.
CREATE TABLE block (
    blocker_id bigint NOT NULL REFERENCES users,
    blocked_id bigint NOT NULL REFERENCES users,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (blocker_id, blocked_id),
    CHECK (blocker_id <> blocked_id)
);
CREATE INDEX block_blocked ON block (blocked_id, blocker_id);
ALTER TABLE block ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON block TO belay_account, belay_booking, belay_inbox
    USING (blocker_id = app_user_id());
CREATE POLICY worker ON block TO belay_worker USING (true);
GRANT SELECT, INSERT, DELETE ON block TO belay_account;
GRANT SELECT, DELETE ON block TO belay_worker;
CREATE FUNCTION is_blocked(one bigint, other bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT EXISTS (SELECT FROM block WHERE (blocker_id, blocked_id) = (one, other)
        OR (blocker_id, blocked_id) = (other, one))
$$;
GRANT EXECUTE ON FUNCTION is_blocked(bigint, bigint) TO belay_account,
    belay_booking, belay_inbox, belay_worker;

INSERT INTO person_data VALUES
    ('notification', 'user_id', 'inbox', true, 'delete', NULL),
    ('notification_preference', 'user_id', 'inbox', true, 'delete', NULL),
    ('email_notification', 'user_id', 'inbox', true, 'delete', NULL),
    ('mail_template', 'changed_by', 'inbox', false, 'keep', 'security record'),
    ('block', 'blocker_id', 'safety', true, 'delete', NULL),
    ('block', 'blocked_id', 'safety', false, 'delete', NULL);
