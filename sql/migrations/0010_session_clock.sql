-- What admins and the clock do to sessions.

-- --- admins ------------------------------------------------------------------
-- Callers hold sessions.override (or safety.resolve); a reason is always kept.
CREATE FUNCTION admin_reason(words text) RETURNS text LANGUAGE plpgsql
AS $$
BEGIN
    IF coalesce(trim(words), '') = '' THEN
        PERFORM refuse(422, 'reason_words_missing', 'reason');
    END IF;
    RETURN trim(words);
END
$$;

CREATE FUNCTION session_admin_cancel(session_id bigint, why text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    s session := session_take(session_id, 'cancel', NULL, 'admin');
BEGIN
    s := session_end_early(s, 'admin', 'cancel', 'other', admin_reason(why));
    PERFORM session_tell_both(s, 'session_canceled', jsonb_build_object('by',
        'admin', 'words', s.cancel_words, 'invite', true));
END
$$;
CREATE FUNCTION session_admin_move(session_id bigint, start timestamptz,
    why text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    s session := session_take_times(session_id, 'reschedule', NULL, 'admin');
    word text := overlap_refusal(s.expert_id, s.client_id, s.minutes, start,
        s.id);
BEGIN
    PERFORM admin_reason(why);
    IF word IS NOT NULL THEN
        PERFORM refuse(409, word);
    END IF;
    PERFORM session_move_to(s, 'admin', 'reschedule', start);
END
$$;
CREATE FUNCTION session_admin_settle(session_id bigint, outcome text, why text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    s session := session_take(session_id, 'settle', NULL, 'admin');
BEGIN
    IF outcome IS NULL OR outcome NOT IN ('completed', 'canceled') THEN
        PERFORM refuse(422, 'outcome_unknown', 'outcome');
    END IF;
    PERFORM session_settled(s, 'admin', outcome, admin_reason(why));
END
$$;
CREATE FUNCTION session_admin_resolve(session_id bigint, verdict text, why text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    s session := session_take(session_id, 'resolve', NULL, 'admin');
BEGIN
    IF verdict IS NULL OR verdict NOT IN ('uphold', 'partial', 'refund') THEN
        PERFORM refuse(422, 'resolution_unknown', 'resolution');
    END IF;
    UPDATE session SET resolution = verdict, version = version + 1
        WHERE id = s.id RETURNING * INTO s;
    PERFORM session_log(s, 'admin', 'resolve', s.status, admin_reason(why),
        jsonb_build_object('resolution', verdict));
    PERFORM session_tell_both(s, 'session_disputed',
        jsonb_build_object('resolution', verdict));
END
$$;
CREATE FUNCTION session_admin_emergency(session_id bigint, why text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    PERFORM session_finish(session_take(session_id, 'emergency', NULL, 'admin'),
        'admin', 'emergency', true, admin_reason(why));
END
$$;

-- --- the clock ---------------------------------------------------------------
-- Each does at most `most` and says how many; running again does no harm, and
-- several workers share the work.
CREATE FUNCTION session_expire_due(most int) RETURNS int LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    due bigint;
    n int := 0;
BEGIN
    FOR due IN SELECT id FROM session WHERE expires_at <= app_now()
            ORDER BY expires_at LIMIT most FOR UPDATE SKIP LOCKED LOOP
        PERFORM session_expire(due);
        n := n + 1;
    END LOOP;
    RETURN n;
END
$$;
CREATE FUNCTION session_start_due(most int) RETURNS int LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    due session;
    n int := 0;
BEGIN
    FOR due IN SELECT * FROM session WHERE status = 'scheduled'
            AND starts_at <= app_now() AND NOT by_presence
            ORDER BY starts_at LIMIT most FOR UPDATE SKIP LOCKED LOOP
        PERFORM session_begin(due, 'system');
        n := n + 1;
    END LOOP;
    RETURN n;
END
$$;
CREATE FUNCTION session_complete_due(most int) RETURNS int LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    due session;
    n int := 0;
BEGIN
    FOR due IN SELECT * FROM session
            WHERE status IN ('scheduled', 'in_progress') AND NOT by_presence
            AND ends_at <= app_now() - interval '24 hours'
            ORDER BY ends_at LIMIT most FOR UPDATE SKIP LOCKED LOOP
        PERFORM session_finish(due, 'system', 'complete', false, NULL);
        n := n + 1;
    END LOOP;
    RETURN n;
END
$$;
CREATE FUNCTION proposal_expire_due(most int) RETURNS int LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    due session_proposal;
    n int := 0;
BEGIN
    FOR due IN SELECT * FROM session_proposal WHERE status = 'open'
            AND expires_at <= app_now()
            ORDER BY expires_at LIMIT most FOR UPDATE SKIP LOCKED LOOP
        UPDATE session_proposal SET status = 'expired', decided_at = app_now()
            WHERE id = due.id;
        PERFORM session_log(s, 'system', 'expire_proposal', s.status)
            FROM session s WHERE s.id = due.from_session_id;
        n := n + 1;
    END LOOP;
    RETURN n;
END
$$;
CREATE FUNCTION feedback_show_due(most int) RETURNS int LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    due bigint;
    n int := 0;
BEGIN
    FOR due IN SELECT f.session_id FROM session_feedback f
            WHERE f.shown_at IS NULL AND f.show_at <= app_now()
            ORDER BY f.show_at LIMIT most FOR UPDATE SKIP LOCKED LOOP
        PERFORM feedback_show(due);
        n := n + 1;
    END LOOP;
    RETURN n;
END
$$;
-- All of it; how much was done, so that the worker goes on while it is not 0.
CREATE FUNCTION session_tick(most int) RETURNS int LANGUAGE sql
SECURITY DEFINER SET search_path = public
AS $$
    SELECT session_expire_due(most) + session_complete_due(most)
        + session_start_due(most) + proposal_expire_due(most)
        + feedback_show_due(most)
$$;

-- The end of a session whose room measures attendance (seconds of presence).
CREATE FUNCTION session_room_closed(session_id bigint, client_seconds int,
    expert_seconds int, overlap_seconds int) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    s session;
    missing text := CASE WHEN client_seconds = 0 AND expert_seconds = 0
        THEN 'both' WHEN client_seconds = 0 THEN 'client'
        WHEN expert_seconds = 0 THEN 'provider' END;
BEGIN
    IF missing IS NOT NULL THEN
        s := session_take(session_id, 'no_show', NULL, 'system');
        s := session_missed(s, 'system', missing);
    ELSE
        s := session_take(session_id, 'complete', NULL, 'system');
        s := session_finish(s, 'system', 'complete', overlap_seconds
            < least(600, s.minutes * 30), NULL);
    END IF;
    RETURN s.status;
END
$$;
-- A user may no longer hold sessions: suspended, banned, erased, closed.
CREATE FUNCTION session_cancel_all(person bigint, code text,
    as_side text DEFAULT NULL) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    s session;
    n int := 0;
BEGIN
    FOR s IN SELECT x.* FROM session x JOIN session_participant p
            ON p.session_id = x.id WHERE p.person_id = person
            AND p.status IN ('scheduled', 'requested', 'held')
            AND p.side = coalesce(as_side, p.side)
            AND p.starts_at > app_now() ORDER BY x.id FOR UPDATE OF x LOOP
        s := session_end_early(s, 'system', CASE s.status WHEN 'scheduled'
            THEN 'cancel' ELSE 'withdraw' END, code, NULL);
        PERFORM session_tell_both(s, 'session_canceled', jsonb_build_object(
            'by', 'system', 'reason', code, 'invite', true));
        n := n + 1;
    END LOOP;
    RETURN n;
END
$$;

GRANT EXECUTE ON FUNCTION session_admin_cancel(bigint, text),
    session_admin_move(bigint, timestamptz, text),
    session_admin_settle(bigint, text, text),
    session_admin_resolve(bigint, text, text),
    session_admin_emergency(bigint, text),
    session_cancel_all(bigint, text, text) TO belay_admin;
GRANT EXECUTE ON FUNCTION session_tick(int), session_expire_due(int),
    session_start_due(int), session_complete_due(int),
    proposal_expire_due(int), feedback_show_due(int),
    session_room_closed(bigint, int, int, int),
    session_cancel_all(bigint, text, text) TO belay_worker;
