-- The life of a session (spec: states 4.1): session_rule says which side may make
-- which move from which status, session_guard() when, session_sync() what follows
-- from a session's row.  The moves themselves are in the next migration.

INSERT INTO setting (name, value, kind, about) VALUES
    ('session_presence', 'false', 'bool',
        'The built-in room measures attendance and ends sessions');

CREATE TABLE session_rule (
    move text NOT NULL,
    side text NOT NULL,
    status text NOT NULL,
    PRIMARY KEY (move, side, status)
);
INSERT INTO session_rule
    SELECT m, unnest(string_to_array(sides, ' ')), s
    FROM (VALUES
        ('confirm', 'client', 'held'),
        ('leave', 'client', 'held'),
        ('accept', 'expert', 'requested'),
        ('decline', 'expert', 'requested'),
        ('withdraw', 'client', 'requested'),
        ('reschedule', 'client admin', 'scheduled'),
        ('propose', 'expert', 'scheduled'),
        ('accept_proposal', 'client', 'scheduled'),
        ('refuse_proposal', 'client', 'scheduled'),
        ('withdraw_proposal', 'expert', 'scheduled'),
        ('cancel', 'client expert admin system', 'scheduled'),
        ('start', 'expert system', 'scheduled'),
        ('complete', 'client expert system', 'scheduled'),
        ('complete', 'client expert system', 'in_progress'),
        ('no_show', 'client expert system', 'scheduled'),
        ('no_show', 'client expert system', 'in_progress'),
        ('take_back', 'expert', 'no_show'),
        ('dispute', 'client expert', 'no_show'),
        ('dispute', 'client', 'completed'),
        ('settle', 'client expert admin', 'no_show'),
        ('resolve', 'admin', 'completed'),
        ('emergency', 'client expert admin', 'in_progress'),
        ('expire', 'system', 'held'),
        ('expire', 'system', 'awaiting_payment'),
        ('expire', 'system', 'requested')) AS t (m, sides, s);

-- Whose times are about to change; in id order, so that crossed bookings wait
-- for each other and never deadlock.
CREATE FUNCTION persons_lock(one bigint, other bigint) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM pg_advisory_xact_lock((1::bigint << 62) | least(one, other));
    PERFORM pg_advisory_xact_lock((1::bigint << 62) | greatest(one, other));
END
$$;

-- --- what follows from a session's row ---------------------------------------
-- Participants and busy rows follow the session, whoever writes it.
CREATE FUNCTION session_sync() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    live constant text[] := ARRAY['held', 'awaiting_payment', 'requested',
        'scheduled', 'in_progress'];
    was_live boolean := TG_OP = 'UPDATE' AND OLD.status = ANY (live);
    is_live boolean := NEW.status = ANY (live);
    moved boolean := TG_OP = 'INSERT' OR (NEW.starts_at, NEW.ends_at)
        IS DISTINCT FROM (OLD.starts_at, OLD.ends_at);
    e expert;
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT * INTO e FROM expert WHERE user_id = NEW.expert_id;
        INSERT INTO session_participant VALUES
            (NEW.id, NEW.client_id, 'client', NEW.starts_at, NEW.ends_at,
                NEW.status, NEW.kind,
                CASE WHEN NOT NEW.anonymous THEN NEW.expert_id END,
                CASE WHEN NEW.anonymous THEN e.alias END,
                CASE WHEN NEW.anonymous THEN e.alias_seed END),
            (NEW.id, NEW.expert_id, 'expert', NEW.starts_at, NEW.ends_at,
                NEW.status, NEW.kind,
                CASE WHEN NOT NEW.anonymous THEN NEW.client_id END,
                NEW.client_alias, NEW.client_seed);
    ELSE
        UPDATE session_participant p SET starts_at = NEW.starts_at,
            ends_at = NEW.ends_at, status = NEW.status, kind = NEW.kind
        WHERE p.session_id = NEW.id AND (p.starts_at, p.ends_at, p.status, p.kind)
            IS DISTINCT FROM (NEW.starts_at, NEW.ends_at, NEW.status, NEW.kind);
    END IF;
    IF was_live AND (moved OR NOT is_live) THEN
        DELETE FROM busy WHERE session_id = NEW.id;
    END IF;
    IF is_live AND (moved OR NOT was_live) THEN
        INSERT INTO busy (person_id, during, session_id, until) VALUES
            (NEW.client_id, tstzrange(NEW.starts_at, NEW.ends_at), NEW.id,
                coalesce(NEW.expires_at, 'infinity')),
            (NEW.expert_id, tstzrange(
                NEW.starts_at - make_interval(mins => NEW.buffer_before_minutes),
                NEW.ends_at + make_interval(mins => NEW.buffer_after_minutes)),
                NEW.id, coalesce(NEW.expires_at, 'infinity'));
    ELSIF is_live AND NEW.expires_at IS DISTINCT FROM OLD.expires_at THEN
        UPDATE busy SET until = coalesce(NEW.expires_at, 'infinity')
            WHERE session_id = NEW.id;
    END IF;
    IF moved OR was_live <> is_live THEN
        PERFORM listing_due(NEW.client_id), listing_due(NEW.expert_id);
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER session_sync AFTER INSERT OR UPDATE ON session
    FOR EACH ROW EXECUTE FUNCTION session_sync();

CREATE FUNCTION session_log(s session, side text, move text, was text,
    reason text DEFAULT NULL, data jsonb DEFAULT '{}') RETURNS void
LANGUAGE sql
AS $$
    INSERT INTO session_history (session_id, at, actor_id, side, move,
        from_status, to_status, reason, data)
    VALUES ((s).id, app_now(), CASE WHEN side <> 'system' THEN app_user_id() END,
        side, move, was, (s).status, reason, data)
$$;

-- The name under which one side appears to the other.
CREATE FUNCTION session_name(s session, shown text) RETURNS text
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    IF s.anonymous AND s.reveal <> 'mutual' THEN
        IF shown = 'client' THEN
            RETURN s.client_alias;
        END IF;
        RETURN (SELECT other_alias FROM session_participant
            WHERE session_id = s.id AND side = 'client');
    END IF;
    RETURN (SELECT display_name FROM profile WHERE user_id =
        CASE shown WHEN 'client' THEN s.client_id ELSE s.expert_id END);
END
$$;

CREATE FUNCTION rfc3339(i timestamptz) RETURNS text LANGUAGE sql STABLE
AS $$ SELECT to_char(i AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') $$;

-- Tell one side; `data` has what every template of the area may name.
CREATE FUNCTION session_tell(s session, told text, type text,
    data jsonb DEFAULT '{}') RETURNS void LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM notify(CASE told WHEN 'client' THEN s.client_id ELSE s.expert_id END,
        type, '/sessions/' || s.id, jsonb_build_object('session_id', s.id::text,
        'start', rfc3339(s.starts_at), 'end', rfc3339(s.ends_at),
        'minutes', s.minutes, 'kind', s.kind, 'type', s.type_kind,
        'side', told, 'other', session_name(s,
            CASE told WHEN 'client' THEN 'expert' ELSE 'client' END)) || data,
        format('session:%s:%s:%s', s.id, type, s.version));
END
$$;
CREATE FUNCTION session_tell_both(s session, type text,
    data jsonb DEFAULT '{}') RETURNS void LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM session_tell(s, 'client', type, data);
    PERFORM session_tell(s, 'expert', type, data);
END
$$;

-- Mail the invitation (REQUEST or CANCEL) and change what is in calendars.
CREATE FUNCTION session_publish(s session, method text) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM enqueue('session.invite', jsonb_build_object('session_id', s.id,
        'sequence', s.sequence, 'method', method),
        format('%s:%s:%s', s.id, s.sequence, method), NULL, 10);
    PERFORM enqueue('calendar.push', jsonb_build_object('session_id', s.id,
        'user_id', g.user_id), format('%s:%s', s.id, g.user_id), NULL, 10)
    FROM google_account g
    WHERE g.user_id IN (s.client_id, s.expert_id) AND g.state <> 'revoked';
END
$$;
-- Reminders carry the sequence: a moved session gets its own.
CREATE FUNCTION session_remind_later(s session) RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    what record;
BEGIN
    FOR what IN SELECT * FROM (VALUES
            ('day', s.starts_at - interval '24 hours'),
            ('hour', s.starts_at - interval '1 hour'),
            ('end', s.ends_at)) AS t (name, at) LOOP
        CONTINUE WHEN what.at <= app_now();
        PERFORM enqueue('session.remind', jsonb_build_object(
            'session_id', s.id, 'sequence', s.sequence, 'what', what.name),
            format('%s:%s:%s', s.id, s.sequence, what.name), what.at, 10);
    END LOOP;
END
$$;
-- The worker's reminder; silent when the session moved or ended meanwhile.
CREATE FUNCTION session_remind(session_id bigint, seen_sequence int, what text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    s session;
BEGIN
    SELECT * INTO s FROM session x WHERE x.id = session_remind.session_id;
    IF s.sequence IS DISTINCT FROM seen_sequence THEN
        RETURN;
    ELSIF what IN ('day', 'hour') AND s.status = 'scheduled' THEN
        s.version := 0;         -- of the key: one per session and sequence
        PERFORM notify(p.person_id, 'session_reminder', '/sessions/' || s.id,
            jsonb_build_object('session_id', s.id::text,
                'start', rfc3339(s.starts_at), 'end', rfc3339(s.ends_at),
                'minutes', s.minutes, 'kind', s.kind, 'type', s.type_kind,
                'what', what, 'side', p.side, 'other', session_name(s,
                CASE p.side WHEN 'client' THEN 'expert' ELSE 'client' END)),
            format('session:%s:remind:%s:%s', s.id, what, s.sequence))
        FROM session_participant p WHERE p.session_id = s.id;
    ELSIF what = 'end' AND s.status IN ('scheduled', 'in_progress')
            AND NOT s.by_presence THEN
        PERFORM session_tell_both(s, 'session_completed', '{"ask": true}');
    END IF;
END
$$;

-- Figures that are counted anew, so they never drift.  Only the listing's job
-- calls this: a move that wrote to the expert's row would make workers who end
-- many sessions at once wait for each other.
CREATE FUNCTION expert_recount(expert bigint) RETURNS void LANGUAGE sql
SECURITY DEFINER SET search_path = public
AS $$
    UPDATE expert e SET kept_count = n.kept, cancel_count = n.canceled,
        no_show_count = n.missed, rating_count = r.n, rating_sum = r.sum
    FROM (SELECT count(*) FILTER (WHERE s.status = 'completed') AS kept,
            count(*) FILTER (WHERE s.status = 'canceled'
                AND s.canceled_side = 'expert'
                AND s.cancel_code <> 'agreed') AS canceled,
            count(*) FILTER (WHERE s.status = 'no_show'
                AND s.no_show_by IN ('provider', 'both')) AS missed
        FROM session s WHERE s.expert_id = expert_recount.expert) n,
        (SELECT count(*) AS n, coalesce(sum(x.stars), 0) AS sum
        FROM expert_rating x WHERE x.expert_id = expert_recount.expert
            AND x.hidden_at IS NULL) r
    WHERE e.user_id = expert_recount.expert
        AND (e.kept_count, e.cancel_count, e.no_show_count, e.rating_count,
            e.rating_sum) IS DISTINCT FROM (n.kept, n.canceled, n.missed, r.n,
            r.sum)
$$;

-- --- who may do what, when ---------------------------------------------------
-- NULL when the clock and the counters allow the move, else the word for why not.
CREATE FUNCTION session_guard(s session, side text, move text) RETURNS text
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    at timestamptz := app_now();
    party boolean := side IN ('client', 'expert');
    self bigint := CASE side WHEN 'client' THEN s.client_id ELSE s.expert_id END;
BEGIN
    CASE move
    WHEN 'confirm', 'accept' THEN
        RETURN CASE WHEN s.expires_at <= at THEN 'session_expired' END;
    WHEN 'reschedule' THEN
        RETURN CASE WHEN side = 'admin' THEN NULL
            WHEN s.starts_at - at < interval '24 hours' THEN 'session_too_late'
            WHEN s.client_moves >= 2 THEN 'session_moves_used' END;
    WHEN 'propose' THEN
        RETURN CASE WHEN s.starts_at <= at THEN 'session_started'
            WHEN s.expert_proposals >= 2 THEN 'session_proposals_used' END;
    WHEN 'accept_proposal', 'refuse_proposal', 'withdraw_proposal' THEN
        RETURN CASE WHEN NOT EXISTS (SELECT FROM session_proposal p
            WHERE p.session_id = s.id AND p.status = 'open'
                AND p.expires_at > at) THEN 'session_no_proposal' END;
    WHEN 'cancel' THEN
        RETURN CASE WHEN party AND s.starts_at <= at THEN 'session_started' END;
    WHEN 'start' THEN
        RETURN CASE WHEN s.ends_at <= at AND party THEN 'session_over'
            WHEN at < s.starts_at - CASE WHEN party THEN interval '10 minutes'
            ELSE interval '0' END THEN 'session_too_early' END;
    WHEN 'complete' THEN
        RETURN CASE WHEN s.by_presence AND party AND (side = 'client'
            OR s.status = 'scheduled') THEN 'session_room_decides'
            WHEN party AND at < s.starts_at + interval '10 minutes'
            THEN 'session_too_early'
            WHEN NOT party AND at < s.ends_at + CASE WHEN s.by_presence
            THEN interval '15 minutes' ELSE interval '24 hours' END
            THEN 'session_too_early' END;
    WHEN 'no_show' THEN
        RETURN CASE WHEN side = 'system' AND NOT s.by_presence
            THEN 'session_parties_decide'
            WHEN side = 'system' AND at < s.ends_at + interval '15 minutes'
            THEN 'session_too_early'
            WHEN party AND s.by_presence AND s.status = 'in_progress'
            THEN 'session_room_decides'
            WHEN at < s.starts_at + interval '10 minutes'
            THEN 'session_too_early'
            WHEN party AND at > s.ends_at + interval '24 hours'
            THEN 'session_too_late' END;
    WHEN 'take_back' THEN
        RETURN CASE WHEN s.no_show_reported_by IS DISTINCT FROM s.expert_id
            THEN 'session_not_yours'
            WHEN at > s.no_show_at + interval '1 hour'
            THEN 'session_too_late' END;
    WHEN 'dispute' THEN
        RETURN CASE WHEN s.disputed THEN 'session_already_disputed'
            WHEN s.status = 'no_show' AND s.no_show_reported_by = self
            THEN 'session_not_yours'
            WHEN at > coalesce(CASE s.status WHEN 'no_show' THEN s.no_show_at
            END, s.completed_at) + interval '72 hours'
            THEN 'session_too_late' END;
    WHEN 'settle' THEN
        RETURN CASE WHEN party AND at > s.no_show_at + interval '72 hours'
            THEN 'session_too_late' END;
    WHEN 'resolve' THEN
        RETURN CASE WHEN NOT s.disputed THEN 'session_not_disputed'
            WHEN s.resolution IS NOT NULL THEN 'session_resolved' END;
    WHEN 'expire' THEN
        RETURN CASE WHEN s.expires_at > at THEN 'session_too_early' END;
    ELSE
        RETURN NULL;
    END CASE;
END
$$;

CREATE FUNCTION session_moves(s session, by_side text) RETURNS text[]
LANGUAGE sql STABLE
AS $$
    SELECT coalesce(array_agg(r.move ORDER BY r.move), '{}')
    FROM session_rule r WHERE r.side = by_side AND r.status = (s).status
        AND session_guard(s, by_side, r.move) IS NULL
$$;
-- For the page's buttons: what the asking member may do; none for a stranger.
CREATE FUNCTION session_moves_of(session_id bigint) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT coalesce((SELECT session_moves(s, p.side)
        FROM session s JOIN session_participant p ON p.session_id = s.id
        WHERE s.id = session_moves_of.session_id
            AND p.person_id = app_user_id()), '{}')
$$;

CREATE FUNCTION session_side(s session) RETURNS text LANGUAGE sql STABLE
AS $$
    SELECT CASE app_user_id() WHEN (s).client_id THEN 'client'
        WHEN (s).expert_id THEN 'expert' END
$$;

-- Lock a session for a move, or refuse.  `seen` is the version that the asking
-- page showed; NULL does not mind.  by_side is for admins and the system.
CREATE FUNCTION session_take(session_id bigint, move text, seen int,
    by_side text DEFAULT NULL) RETURNS session LANGUAGE plpgsql
AS $$
DECLARE
    s session;
    word text;
BEGIN
    SELECT * INTO s FROM session x WHERE x.id = session_take.session_id
        FOR UPDATE;
    by_side := coalesce(by_side, session_side(s));
    IF s.id IS NULL OR by_side IS NULL THEN
        PERFORM refuse(404, 'session_unknown');
    END IF;
    IF seen <> s.version THEN
        word := 'session_changed';
    ELSIF NOT EXISTS (SELECT FROM session_rule r WHERE (r.move, r.side, r.status)
            = (session_take.move, by_side, s.status)) THEN
        word := 'session_move_' || s.status;
    ELSE
        word := session_guard(s, by_side, move);
    END IF;
    IF word IS NOT NULL THEN
        PERFORM refuse(409, word, NULL, jsonb_build_object('allowed',
            to_jsonb(session_moves(s, by_side)), 'status', s.status));
    END IF;
    RETURN s;
END
$$;
-- The same where times will change: the persons first, then the row.
CREATE FUNCTION session_take_times(session_id bigint, move text, seen int,
    by_side text DEFAULT NULL) RETURNS session LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM persons_lock(s.client_id, s.expert_id) FROM session s
        WHERE s.id = session_take_times.session_id AND (by_side IS NOT NULL
            OR session_side(s) IS NOT NULL);
    RETURN session_take(session_id, move, seen, by_side);
END
$$;

-- A member who may act: signed in, address verified, in good standing.
CREATE FUNCTION acting_member() RETURNS bigint LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    u users;
BEGIN
    SELECT * INTO u FROM users WHERE id = app_user_id();
    IF u.id IS NULL OR u.status NOT IN ('active', 'deletion_requested') THEN
        PERFORM refuse(403, 'member_not_active');
    ELSIF u.verified_at IS NULL THEN
        PERFORM refuse(403, 'member_not_verified');
    END IF;
    RETURN u.id;
END
$$;

GRANT EXECUTE ON FUNCTION session_moves_of(bigint) TO belay_booking;
GRANT EXECUTE ON FUNCTION rfc3339(timestamptz) TO PUBLIC;
GRANT EXECUTE ON FUNCTION session_remind(bigint, int, text),
    expert_recount(bigint) TO belay_worker;
