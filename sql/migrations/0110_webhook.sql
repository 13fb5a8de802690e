-- What other systems tell us.  An event is stored once, by the id its sender gave
-- it, and acknowledged; the worker applies it afterwards (states 4.11: received ->
-- processing -> done | failed -> processing … -> dead).
GRANT USAGE ON SCHEMA public TO belay_webhooks;

CREATE TABLE webhook_event (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    provider text NOT NULL CHECK (provider IN
        ('stripe', 'paypal', 'livekit', 'discord', 'resend')),
    event_id text NOT NULL CHECK (length(event_id) BETWEEN 1 AND 255),
    kind text NOT NULL CHECK (length(kind) BETWEEN 1 AND 100),
    -- {}: cleared, webhook_keep_days after the end
    body jsonb NOT NULL CHECK (jsonb_typeof(body) = 'object'),
    received_at timestamptz NOT NULL,
    status text NOT NULL DEFAULT 'received' CHECK (status IN
        ('received', 'processing', 'done', 'failed', 'dead')),
    attempts int NOT NULL DEFAULT 0,
    next_at timestamptz,            -- of the next attempt; NULL: none to come
    error text,                     -- of the last attempt that failed
    applied_by text,                -- the function; NULL: nothing acts on the kind
    processing_at timestamptz,
    finished_at timestamptz,
    UNIQUE (provider, event_id),
    CHECK ((next_at IS NOT NULL) = (status IN ('received', 'failed'))),
    CHECK ((finished_at IS NOT NULL) = (status IN ('done', 'dead')))
);
CREATE INDEX webhook_event_status ON webhook_event (status, id DESC);
CREATE INDEX webhook_event_provider ON webhook_event (provider, id);
CREATE INDEX webhook_event_kind ON webhook_event (kind, id DESC);
CREATE INDEX webhook_event_due ON webhook_event (next_at)
    WHERE next_at IS NOT NULL;
CREATE INDEX webhook_event_stuck ON webhook_event (processing_at)
    WHERE status = 'processing';
CREATE INDEX webhook_event_clean ON webhook_event (finished_at)
    WHERE status = 'done' AND body <> '{}';
-- Bodies tell of people.
ALTER TABLE webhook_event ENABLE ROW LEVEL SECURITY;
CREATE POLICY admin ON webhook_event TO belay_admin USING (true);
GRANT SELECT ON webhook_event TO belay_admin;

-- What acts on which kind: `apply(e webhook_event)`, whatever it returns, run as
-- the owner.  Registered by the migration that makes it.  It may see an event
-- late, before the ones that came first, and an older state than the present
-- one: an event is a hint.  Where that matters it asks the provider for the
-- object (a row of its outbox) and does the rest with the answer.  An exception
-- takes back what it did, and the event is tried again later; nothing of it may
-- depend on being run once.
CREATE TABLE webhook_kind (
    provider text NOT NULL,
    kind text NOT NULL,
    apply regproc NOT NULL,
    PRIMARY KEY (provider, kind)
);
GRANT SELECT ON webhook_kind TO belay_admin;

INSERT INTO setting (name, value, kind, minimum, maximum, about) VALUES
    ('webhook_keep_days', '90', 'int', 7, 3650,
        'Days that the contents of applied webhooks are kept');

-- --- receiving -----------------------------------------------------------------
CREATE FUNCTION webhook_due(which bigint, at timestamptz) RETURNS void
LANGUAGE sql
AS $$
    SELECT enqueue('webhook.apply', jsonb_build_object('webhook_id', which),
        which::text, at, 3)
$$;

-- Store an event and have it applied.  False: it came before.
CREATE FUNCTION webhook_receive(provider text, event_id text, kind text,
    body jsonb) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    made bigint;
BEGIN
    INSERT INTO webhook_event AS e (provider, event_id, kind, body,
        received_at, next_at)
    VALUES (webhook_receive.provider, webhook_receive.event_id,
        webhook_receive.kind, webhook_receive.body, app_now(), app_now())
    ON CONFLICT DO NOTHING RETURNING e.id INTO made;
    IF made IS NOT NULL THEN
        PERFORM webhook_due(made, app_now());
    END IF;
    RETURN made IS NOT NULL;
END
$$;
-- The same from the wire; NULL: PostgreSQL does not take it for JSON.
CREATE FUNCTION webhook_receive(provider text, event_id text, kind text,
    body text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    read jsonb;
BEGIN
    BEGIN
        read := webhook_receive.body::jsonb;
    EXCEPTION WHEN data_exception OR statement_too_complex THEN
        RETURN NULL;
    END;
    RETURN webhook_receive(webhook_receive.provider, webhook_receive.event_id,
        webhook_receive.kind, read);
END
$$;
-- Does anything act on this kind?
CREATE FUNCTION webhook_is_known(provider text, kind text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT EXISTS (SELECT FROM webhook_kind k WHERE (k.provider, k.kind)
        = (webhook_is_known.provider, webhook_is_known.kind))
$$;
GRANT EXECUTE ON FUNCTION webhook_receive(text, text, text, text),
    webhook_is_known(text, text) TO belay_webhooks;
-- The nightly questions to providers find what was never told.
GRANT EXECUTE ON FUNCTION webhook_receive(text, text, text, jsonb)
    TO belay_worker;

-- --- applying ------------------------------------------------------------------
-- How long to wait after so many attempts: 40 s, then 2.5 times as long each,
-- with up to a tenth of jitter: ten more attempts in about 71 hours, three of
-- them in the first 7 minutes.  NULL: no more.
CREATE FUNCTION webhook_wait(attempts int) RETURNS interval LANGUAGE sql
AS $$
    SELECT CASE WHEN attempts <= 10 THEN interval '40 seconds'
        * power(2.5, attempts - 1) * (1 + random() / 10) END
$$;

-- An attempt failed, or never came to an end.
CREATE FUNCTION webhook_failed(e webhook_event, why text) RETURNS text
LANGUAGE plpgsql
AS $$
DECLARE
    again timestamptz := app_now() + webhook_wait(e.attempts);
    becomes text := CASE WHEN again IS NULL THEN 'dead' ELSE 'failed' END;
BEGIN
    UPDATE webhook_event SET status = becomes, next_at = again,
        error = left(why, 500),
        finished_at = CASE WHEN again IS NULL THEN app_now() END
    WHERE id = e.id;
    IF again IS NOT NULL THEN
        PERFORM webhook_due(e.id, again);
    END IF;
    RETURN becomes;
END
$$;

-- Begin an attempt, in a transaction of its own: one that ends its worker is
-- counted too.  False: there is nothing to apply.
CREATE FUNCTION webhook_claim(which bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    e webhook_event;
BEGIN
    SELECT * INTO e FROM webhook_event w WHERE w.id = which FOR UPDATE;
    IF e.id IS NULL OR e.status IN ('done', 'dead') THEN
        RETURN false;
    ELSIF e.status = 'processing' AND webhook_wait(e.attempts) IS NULL THEN
        PERFORM webhook_failed(e, 'an attempt never came to an end');
        RETURN false;
    END IF;
    UPDATE webhook_event SET status = 'processing', attempts = attempts + 1,
        next_at = NULL, processing_at = app_now()
    WHERE id = which;
    RETURN true;
END
$$;

-- Apply an event that was claimed, with the mark of it in the caller's
-- transaction: once, however often it is claimed.  Gives the status it has then.
CREATE FUNCTION webhook_apply(which bigint) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    e webhook_event;
    act regproc;
    why text;
    state text;
BEGIN
    SELECT * INTO e FROM webhook_event w WHERE w.id = which FOR UPDATE;
    IF e.status IS DISTINCT FROM 'processing' THEN
        RETURN e.status;
    END IF;
    SELECT k.apply INTO act FROM webhook_kind k
        WHERE (k.provider, k.kind) = (e.provider, e.kind);
    IF act IS NOT NULL THEN
        BEGIN
            EXECUTE format('SELECT %s($1)', act) USING e;
            SET CONSTRAINTS ALL IMMEDIATE;  -- what they refuse is a failure here
        EXCEPTION
            WHEN transaction_rollback THEN
                RAISE;                      -- a deadlock: the job is run again
            WHEN OTHERS THEN
                GET STACKED DIAGNOSTICS why = MESSAGE_TEXT,
                    state = RETURNED_SQLSTATE;
                RETURN webhook_failed(e, format('%s (%s)', why, state));
        END;
    END IF;
    UPDATE webhook_event SET status = 'done', finished_at = app_now(),
        applied_by = act::text, error = NULL
    WHERE id = which;
    RETURN 'done';
END
$$;

-- What got lost on the way: attempts that are stuck for ten minutes go back, and
-- events that are late for so long get their job again.
CREATE FUNCTION webhook_tick() RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    late bigint;
    n int := 0;
BEGIN
    UPDATE webhook_event SET status = 'received', next_at = processing_at,
        error = 'the worker ended in the middle of it'
    WHERE status = 'processing'
        AND processing_at < app_now() - interval '10 minutes';
    FOR late IN SELECT w.id FROM webhook_event w
            WHERE w.next_at < app_now() - interval '10 minutes'
            ORDER BY w.next_at LIMIT 1000 LOOP
        PERFORM webhook_due(late, app_now());
        n := n + 1;
    END LOOP;
    RETURN n;
END
$$;

-- Rows stay, so that an event that is delivered again is known; what they say of
-- people does not.
CREATE FUNCTION webhook_clean() RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    n int;
BEGIN
    UPDATE webhook_event SET body = '{}'
    WHERE status = 'done' AND body <> '{}' AND finished_at < app_now()
        - make_interval(days => setting_text('webhook_keep_days')::int);
    GET DIAGNOSTICS n = ROW_COUNT;
    RETURN n;
END
$$;
GRANT EXECUTE ON FUNCTION webhook_claim(bigint), webhook_apply(bigint),
    webhook_tick(), webhook_clean() TO belay_worker;

-- --- what admins do --------------------------------------------------------------
INSERT INTO permission VALUES
    ('webhooks.manage', 'look at webhooks, apply failed ones again');
INSERT INTO role_permission VALUES ('admin', 'webhooks.manage');
-- Sign-ins carry a copy of what their roles open.
UPDATE user_session s SET permissions = r.permissions
    FROM user_session o, rights_of(o.user_id) r
    WHERE o.id = s.id AND 'admin' = ANY (s.roles);

-- A dead one once more from the start; one that waits, at once; one that nothing
-- acted on, when something does now.
CREATE FUNCTION webhook_again(which bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    e webhook_event;
BEGIN
    SELECT * INTO e FROM webhook_event w WHERE w.id = which FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM refuse(404, 'webhook_unknown');
    ELSIF e.status = 'processing' OR e.applied_by IS NOT NULL THEN
        PERFORM refuse(409, 'webhook_is_' || e.status);
    ELSIF e.status = 'done' AND (e.body = '{}'
            OR NOT webhook_is_known(e.provider, e.kind)) THEN
        PERFORM refuse(409, 'webhook_is_for_nobody');
    END IF;
    UPDATE webhook_event SET next_at = app_now(), finished_at = NULL,
        status = CASE status WHEN 'failed' THEN status ELSE 'received' END,
        attempts = CASE status WHEN 'failed' THEN attempts ELSE 0 END
    WHERE id = which;
    PERFORM webhook_due(which, app_now());
END
$$;
GRANT EXECUTE ON FUNCTION webhook_again(bigint), webhook_is_known(text, text)
    TO belay_admin;
