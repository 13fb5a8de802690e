-- Booking.  The moves of a session are one function each, here and in the next
-- migration.  All of them lock the row, refuse
-- with 409 and the list of what is allowed, and write history, notices and
-- outgoing work in the same transaction.  A function that a program may call is
-- SECURITY DEFINER and granted at the end; the others are its parts.

-- --- booking -----------------------------------------------------------------
CREATE FUNCTION session_expire(stale bigint) RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    s session;
    was text;
BEGIN
    SELECT status INTO was FROM session WHERE id = stale
        AND expires_at <= app_now() FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    UPDATE session SET status = 'expired', expires_at = NULL,
        version = version + 1 WHERE id = stale RETURNING * INTO s;
    PERFORM session_log(s, 'system', 'expire', was);
    IF was = 'requested' THEN
        PERFORM session_tell_both(s, 'session_declined', '{"expired": true}');
    END IF;
END
$$;

CREATE FUNCTION session_kind_of(type_kind text) RETURNS text LANGUAGE sql
IMMUTABLE
AS $$
    SELECT CASE type_kind WHEN 'mentoring' THEN 'mentor_call'
        WHEN 'concierge' THEN 'concierge' WHEN 'introduction' THEN 'intro'
        ELSE 'interview' END
$$;

-- The nearest free slots as the problem document gives them.
CREATE FUNCTION alternatives_json(expert bigint, minutes int, near timestamptz,
    client bigint) RETURNS jsonb LANGUAGE sql STABLE
AS $$
    SELECT jsonb_build_object('alternatives', coalesce(jsonb_agg(
        jsonb_build_object('start', rfc3339(a.start_at), 'end',
        rfc3339(a.end_at)) ORDER BY a.start_at), '[]'))
    FROM slot_alternatives(expert, minutes, near, 3, client) a
$$;

-- Only what is taken: an expert may propose a time outside the published hours.
CREATE FUNCTION overlap_refusal(expert bigint, client bigint, minutes int,
    start timestamptz, moving bigint) RETURNS text LANGUAGE sql STABLE
AS $$
    SELECT CASE WHEN start <= app_now() THEN 'slot_past'
        WHEN EXISTS (SELECT FROM busy b WHERE b.person_id = e.user_id
            AND b.until > app_now() AND b.session_id IS DISTINCT FROM moving
            AND b.during && tstzrange(
                start - make_interval(mins => e.buffer_before_minutes),
                start + make_interval(mins => minutes
                    + e.buffer_after_minutes))) THEN 'slot_taken'
        WHEN EXISTS (SELECT FROM busy b WHERE b.person_id = client
            AND b.until > app_now() AND b.session_id IS DISTINCT FROM moving
            AND b.during && tstzrange(start, start
                + make_interval(mins => minutes))) THEN 'slot_client_busy' END
    FROM expert e WHERE e.user_id = expert
$$;

-- Make a held session; the callers have checked who may.  With `offered`, the
-- start must be a slot; else (the expert proposed it) it must only be free.
CREATE FUNCTION session_make(client bigint, expert bigint, type session_type,
    start timestamptz, session_goals text, offered boolean) RETURNS session
LANGUAGE plpgsql
AS $$
DECLARE
    e expert;
    s session;
    word text;
BEGIN
    PERFORM persons_lock(client, expert);
    PERFORM session_expire(b.session_id) FROM busy b
        WHERE b.person_id IN (client, expert) AND b.until <= app_now();
    -- One hold per member and expert: the newest wish counts.
    UPDATE session x SET status = 'expired', expires_at = NULL,
        version = version + 1
    WHERE x.client_id = client AND x.expert_id = expert AND x.status = 'held'
    RETURNING * INTO s;
    IF FOUND THEN
        PERFORM session_log(s, 'client', 'leave', 'held');
    END IF;
    word := CASE WHEN offered
        THEN slot_refusal(expert, type.minutes, start, client)
        ELSE overlap_refusal(expert, client, type.minutes, start, NULL) END;
    IF word IS NOT NULL THEN
        PERFORM refuse(409, word, NULL,
            alternatives_json(expert, type.minutes, start, client));
    END IF;
    SELECT * INTO e FROM expert x WHERE x.user_id = expert;
    INSERT INTO session (kind, status, client_id, expert_id, session_type_id,
        type_kind, minutes, price_amount, price_currency, starts_at, ends_at,
        buffer_before_minutes, buffer_after_minutes, goals, late_return_percent,
        expires_at, meeting_link, by_presence, anonymous, client_alias,
        client_seed, created_at)
    VALUES (session_kind_of(type.kind), 'held', client, expert, type.id,
        type.kind, type.minutes, type.price_amount, type.price_currency, start,
        start + make_interval(mins => type.minutes), e.buffer_before_minutes,
        e.buffer_after_minutes, session_goals, e.late_return_percent,
        app_now() + interval '10 minutes',
        CASE WHEN NOT e.is_anonymous THEN e.meeting_link END,
        (e.meeting_link IS NULL OR e.is_anonymous)
            AND setting_text('session_presence') = 'true',
        e.is_anonymous, CASE WHEN e.is_anonymous THEN alias_new() END,
        CASE WHEN e.is_anonymous THEN gen_random_uuid()::text END, app_now())
    RETURNING * INTO s;
    PERFORM session_log(s, 'client', 'hold', NULL);
    RETURN s;
EXCEPTION WHEN exclusion_violation THEN
    PERFORM refuse(409, 'slot_taken', NULL,
        alternatives_json(expert, type.minutes, start, client));
END
$$;

-- The expert behind a public number, when open for booking by this member.
CREATE FUNCTION bookable_expert(expert_ref bigint, client bigint) RETURNS bigint
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    found bigint;
BEGIN
    SELECT e.user_id INTO found FROM expert e JOIN users u ON u.id = e.user_id
        WHERE e.ref = expert_ref AND u.status = 'active'
            AND EXISTS (SELECT FROM expert_kind k WHERE k.user_id = e.user_id
                AND k.status = 'verified');
    IF found IS NULL THEN
        PERFORM refuse(404, 'expert_unknown');
    ELSIF found = client THEN
        PERFORM refuse(409, 'session_with_oneself');
    ELSIF is_blocked(found, client) THEN
        PERFORM refuse(403, 'session_blocked');
    END IF;
    RETURN found;
END
$$;

-- Hold a slot for ten minutes: the session's id.  Asking again for the same
-- slot gives the same hold.
CREATE FUNCTION session_hold(expert_ref bigint, type_id bigint,
    start timestamptz, session_goals text DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    client bigint := acting_member();
    expert bigint := bookable_expert(expert_ref, client);
    type session_type;
    held session;
BEGIN
    SELECT * INTO type FROM session_type t WHERE t.id = type_id
        AND t.expert_id = expert AND t.active;
    IF NOT FOUND THEN
        PERFORM refuse(422, 'session_type_unknown', 'session_type_id');
    END IF;
    SELECT * INTO held FROM session s WHERE s.client_id = client
        AND s.expert_id = expert AND s.status = 'held'
        AND s.session_type_id = type.id AND s.starts_at = start
        AND s.expires_at > app_now() FOR UPDATE;
    IF NOT FOUND THEN
        held := session_make(client, expert, type, start, session_goals, true);
    ELSIF session_goals IS NOT NULL THEN
        UPDATE session SET goals = session_goals, version = version + 1
            WHERE id = held.id;
    END IF;
    RETURN held.id;
END
$$;

-- Leave held: agreed, or requested where the expert confirms by hand.
CREATE FUNCTION session_agree(s session, by_hand boolean) RETURNS session
LANGUAGE plpgsql
AS $$
DECLARE
    until timestamptz := least(app_now() + interval '24 hours',
        s.starts_at - interval '2 hours');
    was text := s.status;
BEGIN
    IF by_hand AND until <= app_now() THEN
        PERFORM refuse(409, 'session_too_late_to_ask');
    END IF;
    UPDATE session SET version = version + 1, paid_by = 'free',
        status = CASE WHEN by_hand THEN 'requested' ELSE 'scheduled' END,
        expires_at = CASE WHEN by_hand THEN until END
    WHERE id = s.id RETURNING * INTO s;
    PERFORM session_log(s, 'client', 'confirm', was);
    IF by_hand THEN
        PERFORM session_tell(s, 'expert', 'session_requested',
            jsonb_build_object('answer_by', rfc3339(until)));
    ELSE
        PERFORM session_agreed(s);
    END IF;
    RETURN s;
END
$$;
CREATE FUNCTION session_agreed(s session) RETURNS void LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM session_tell_both(s, 'session_booked', '{"invite": true}');
    PERFORM session_publish(s, 'REQUEST');
    PERFORM session_remind_later(s);
END
$$;

-- `pay_with` of the contract: only what is free is sold here yet.
CREATE FUNCTION pay_with_check(s session, pay_with text) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    IF pay_with ~ '^(order|(pack|package|tier):[0-9]{1,18})$' THEN
        PERFORM refuse(422, 'pay_with_not_sold_yet', 'pay_with');
    ELSIF pay_with IS DISTINCT FROM 'free' THEN
        PERFORM refuse(422, 'pay_with_unknown', 'pay_with');
    ELSIF s.price_amount > 0 THEN
        PERFORM refuse(422, 'pay_with_has_a_price', 'pay_with');
    END IF;
END
$$;

-- held -> scheduled | requested
CREATE FUNCTION session_confirm(session_id bigint, session_goals text,
    pay_with text, seen int DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    s session := session_take(session_id, 'confirm', seen);
    e expert;
BEGIN
    PERFORM acting_member();
    SELECT * INTO e FROM expert x WHERE x.user_id = s.expert_id;
    PERFORM bookable_expert(e.ref, s.client_id);
    PERFORM pay_with_check(s, pay_with);
    IF session_goals IS NOT NULL THEN
        UPDATE session SET goals = session_goals WHERE id = s.id;
    END IF;
    PERFORM session_agree(s, e.confirm_by_hand);
    RETURN s.id;
END
$$;

-- The JSON call: hold and confirm at once.
CREATE FUNCTION session_book(expert_ref bigint, type_id bigint,
    start timestamptz, session_goals text, pay_with text) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = public
AS $$
    SELECT session_confirm(session_hold(expert_ref, type_id, start,
        session_goals), NULL, pay_with)
$$;

-- held -> expired: the member leaves.
CREATE FUNCTION session_leave(session_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    s session := session_take(session_id, 'leave', NULL);
BEGIN
    UPDATE session SET status = 'expired', expires_at = NULL,
        version = version + 1 WHERE id = s.id RETURNING * INTO s;
    PERFORM session_log(s, 'client', 'leave', 'held');
END
$$;

GRANT EXECUTE ON FUNCTION session_hold(bigint, bigint, timestamptz, text),
    session_confirm(bigint, text, text, int),
    session_book(bigint, bigint, timestamptz, text, text),
    session_leave(bigint) TO belay_booking;
