-- Google Calendar: connecting, and what the worker needs to keep in step.

-- An attempt to connect, from the button to the worker's exchange of the code.
-- Gone once it succeeded.
CREATE TABLE google_connecting (
    user_id bigint PRIMARY KEY REFERENCES users,
    session_id bigint NOT NULL,     -- the sign-in it was begun in
    state_hash text NOT NULL UNIQUE,
    verifier_sealed text NOT NULL,
    code_sealed text,               -- came back; the worker exchanges it
    failure text CHECK (failure IN ('denied', 'scope', 'code', 'google')),
    started_at timestamptz NOT NULL
);
ALTER TABLE google_connecting ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON google_connecting TO belay_booking
    USING (user_id = app_user_id());
CREATE POLICY worker ON google_connecting TO belay_worker USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON google_connecting TO belay_booking;
GRANT SELECT, UPDATE, DELETE ON google_connecting TO belay_worker;
INSERT INTO person_data VALUES
    ('google_connecting', 'user_id', 'booking', false, 'delete', NULL);

-- connected_at tells one connection from the next: work that was begun for an
-- earlier one writes nothing.
ALTER TABLE google_account
    ADD zone text,                              -- the calendar's own
    ADD full_synced_at timestamptz,             -- the window moves with it
    ADD failures int NOT NULL DEFAULT 0;        -- in a row

-- Our name for a session's event: the same whenever it is made, so that a
-- repeated insert is refused instead of doubled.
CREATE FUNCTION google_event_id(uid text, person bigint) RETURNS text
LANGUAGE sql IMMUTABLE
AS $$
    SELECT 'b' || substr(encode(sha256(convert_to(uid || ':' || person,
        'UTF8')), 'hex'), 1, 40)
$$;

-- The worker has tokens for a person's calendar.  Another calendar than before
-- starts empty.  Agreed sessions go there.
CREATE FUNCTION google_connected(person bigint, address text, zone text,
    access text, refresh text, expires_at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM google_account g
            WHERE g.user_id = person AND g.email = address) THEN
        DELETE FROM calendar_busy WHERE user_id = person;
        DELETE FROM google_event WHERE user_id = person;
    END IF;
    INSERT INTO google_account AS a (user_id, email, zone, access_sealed,
        refresh_sealed, access_expires_at, sync_due_at, connected_at)
    VALUES (person, address, google_connected.zone, access, refresh, expires_at,
        app_now(), app_now())
    ON CONFLICT (user_id) DO UPDATE SET email = excluded.email,
        zone = excluded.zone, access_sealed = excluded.access_sealed,
        refresh_sealed = excluded.refresh_sealed,
        access_expires_at = excluded.access_expires_at,
        sync_due_at = excluded.sync_due_at,
        connected_at = excluded.connected_at, state = 'active',
        state_reason = NULL, failures = 0, sync_token = NULL,
        full_synced_at = NULL,
        synced_at = CASE WHEN a.email = excluded.email THEN a.synced_at END;
    DELETE FROM google_connecting WHERE user_id = person;
    PERFORM enqueue('google.sync', jsonb_build_object('user_id', person),
        person::text);
    -- Also what was ended or moved while there was no connection.
    PERFORM enqueue('calendar.push', jsonb_build_object('session_id', p.session_id,
        'user_id', person), format('%s:%s', p.session_id, person), NULL, 10)
    FROM session_participant p
    LEFT JOIN google_event e ON (e.session_id, e.user_id)
        = (p.session_id, p.person_id)
    WHERE p.person_id = person AND p.ends_at > app_now()
        AND (p.status = 'scheduled'
            OR e.event_id IS NOT NULL AND p.status = 'canceled');
END
$$;

-- What a calendar said, as [{"id", "start", "end", "belay"}]: one row per event,
-- the last of several; NULL: it takes no time (any more).  Our own events are
-- known by their names.
CREATE FUNCTION google_seen(person bigint, doc jsonb)
RETURNS TABLE (event_id text, during tstzrange) LANGUAGE sql STABLE
AS $$
    SELECT DISTINCT ON (d.id) d.id, CASE
        WHEN s.id IS NULL AND d.start IS NOT NULL
        THEN tstzrange(d.start, d."end") END
    FROM (SELECT e ->> 'id' AS id, (e ->> 'start')::timestamptz AS start,
            (e ->> 'end')::timestamptz AS "end", n,
            CASE WHEN e ->> 'belay' ~ '^[0-9]{1,18}$'
                THEN (e ->> 'belay')::bigint END AS belay
        FROM jsonb_array_elements(doc) WITH ORDINALITY t (e, n)) d
    LEFT JOIN session s ON s.id = d.belay
        AND google_event_id(s.uid, person) = d.id
    ORDER BY d.id, d.n DESC
$$;
-- Make it so: `doc` is the whole calendar, or what changed since the token
-- `since`.  False when this is not the connection or the state that was read.
CREATE FUNCTION google_apply(person bigint, connection timestamptz,
    since text, doc jsonb, next_token text, calendar_zone text)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    PERFORM FROM google_account g WHERE g.user_id = person
        AND g.connected_at = connection AND g.state <> 'revoked'
        AND g.sync_token IS NOT DISTINCT FROM since FOR UPDATE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    DELETE FROM calendar_busy c WHERE c.user_id = person
        AND (since IS NULL OR c.event_id IN (SELECT g.event_id
            FROM google_seen(person, doc) g))
        AND NOT EXISTS (SELECT FROM google_seen(person, doc) g
            WHERE g.event_id = c.event_id AND g.during = c.during);
    INSERT INTO calendar_busy (user_id, event_id, during)
        SELECT person, g.event_id, g.during FROM google_seen(person, doc) g
        WHERE NOT isempty(g.during)
    ON CONFLICT DO NOTHING;
    UPDATE google_account SET sync_token = next_token, zone = calendar_zone,
        synced_at = app_now(), failures = 0, state = 'active',
        state_reason = NULL, sync_due_at = app_now() + interval '5 minutes',
        full_synced_at = CASE WHEN since IS NULL THEN app_now()
            ELSE full_synced_at END
    WHERE user_id = person;
    RETURN true;
END
$$;

-- Calendars to be read: a job each.  The next time is put off at once, so that
-- a job that waits for its turn is asked for once.
CREATE FUNCTION google_tick(most int) RETURNS int LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    due bigint;
    n int := 0;
BEGIN
    FOR due IN UPDATE google_account SET
            sync_due_at = app_now() + interval '5 minutes'
            WHERE user_id IN (SELECT g.user_id FROM google_account g
                WHERE g.sync_due_at <= app_now() AND g.state <> 'revoked'
                ORDER BY g.sync_due_at LIMIT most FOR UPDATE SKIP LOCKED)
            RETURNING user_id LOOP
        PERFORM enqueue('google.sync', jsonb_build_object('user_id', due),
            due::text);
        n := n + 1;
    END LOOP;
    RETURN n;
END
$$;

-- Google withdrew its consent: say so once, keep what was known to be busy.
CREATE OR REPLACE FUNCTION google_revoked(person bigint, why text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    UPDATE google_account SET state = 'revoked', state_reason = why,
        access_sealed = NULL WHERE user_id = person AND state <> 'revoked';
    IF FOUND THEN
        PERFORM notify(person, 'calendar_disconnected', '/calendar/google',
            jsonb_build_object('reason', why), NULL);
    END IF;
END
$$;

-- The expert disconnects: nothing of that calendar is kept, and the consent is
-- given back.
CREATE OR REPLACE FUNCTION google_disconnect() RETURNS void LANGUAGE sql
SECURITY DEFINER SET search_path = public
AS $$
    SELECT enqueue('google.revoke', jsonb_build_object('sealed',
        coalesce(refresh_sealed, access_sealed)), NULL, NULL, 5)
    FROM google_account WHERE user_id = app_user_id()
        AND coalesce(refresh_sealed, access_sealed) IS NOT NULL
        AND state <> 'revoked';
    DELETE FROM google_connecting WHERE user_id = app_user_id();
    DELETE FROM calendar_busy WHERE user_id = app_user_id();
    DELETE FROM google_event WHERE user_id = app_user_id();
    DELETE FROM google_account WHERE user_id = app_user_id();
$$;

GRANT SELECT ON calendar_busy TO belay_booking;
GRANT EXECUTE ON FUNCTION google_event_id(text, bigint),
    google_connected(bigint, text, text, text, text, timestamptz),
    google_apply(bigint, timestamptz, text, jsonb, text, text),
    google_tick(int) TO belay_worker;
