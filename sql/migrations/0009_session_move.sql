-- The moves of a session after booking, to the same rules as those of the
-- migration before.

-- --- answering a request -----------------------------------------------------
CREATE FUNCTION session_accept(session_id bigint, seen int DEFAULT NULL)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    s session := session_take(session_id, 'accept', seen);
BEGIN
    UPDATE session SET status = 'scheduled', expires_at = NULL,
        version = version + 1 WHERE id = s.id RETURNING * INTO s;
    PERFORM session_log(s, 'expert', 'accept', 'requested');
    PERFORM session_agreed(s);
END
$$;

-- Words of a reason: a code from the list, and free words with "other".
CREATE FUNCTION reason_check(code text, words text) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    IF code IS NULL OR code NOT IN ('schedule', 'illness', 'emergency',
            'no_longer_needed', 'found_other', 'not_a_fit', 'technical',
            'mistake', 'price', 'other') THEN
        PERFORM refuse(422, 'reason_unknown', 'reason');
    ELSIF code = 'other' AND coalesce(trim(words), '') = '' THEN
        PERFORM refuse(422, 'reason_words_missing', 'words');
    END IF;
END
$$;

-- End a session early.  The one place that knows what goes back.
CREATE FUNCTION session_return_percent(s session, side text) RETURNS int
LANGUAGE sql STABLE
AS $$
    SELECT CASE WHEN side = 'client' AND (s).status = 'scheduled'
        AND (s).starts_at - app_now() < interval '24 hours'
        THEN (s).late_return_percent ELSE 100 END
$$;
CREATE FUNCTION session_end_early(s session, side text, move text, code text,
    words text) RETURNS session LANGUAGE plpgsql
AS $$
DECLARE
    was text := s.status;
    invited boolean := s.status NOT IN ('held', 'requested', 'awaiting_payment');
BEGIN
    UPDATE session SET version = version + 1, expires_at = NULL,
        sequence = sequence + invited::int,
        status = CASE move WHEN 'decline' THEN 'declined' ELSE 'canceled' END,
        canceled_at = app_now(), canceled_side = side,
        canceled_by = CASE WHEN side <> 'system' THEN app_user_id() END,
        cancel_code = code, cancel_words = nullif(trim(words), ''),
        return_percent = session_return_percent(s, side)
    WHERE id = s.id RETURNING * INTO s;
    UPDATE session_proposal SET status = 'expired', decided_at = app_now()
        WHERE session_proposal.session_id = s.id AND status = 'open';
    PERFORM session_log(s, side, move, was, code, jsonb_build_object(
        'words', s.cancel_words, 'return_percent', s.return_percent));
    IF invited THEN
        PERFORM session_publish(s, 'CANCEL');
        PERFORM listing_due(s.expert_id);
    END IF;
    RETURN s;
END
$$;

CREATE FUNCTION session_decline(session_id bigint, code text, words text,
    seen int DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    s session := session_take(session_id, 'decline', seen);
BEGIN
    PERFORM reason_check(code, words);
    s := session_end_early(s, 'expert', 'decline', code, words);
    PERFORM session_tell(s, 'client', 'session_declined',
        jsonb_build_object('reason', code, 'words', s.cancel_words));
END
$$;

-- Cancel as the asking member may: a request is withdrawn, a hold left.
CREATE FUNCTION session_cancel(session_id bigint, code text, words text,
    seen int DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    s session;
    by_side text;
    move text;
BEGIN
    SELECT * INTO s FROM session x WHERE x.id = session_cancel.session_id;
    by_side := session_side(s);
    IF by_side = 'client' AND s.status = 'held' THEN
        PERFORM session_leave(session_id);
        RETURN;
    END IF;
    move := CASE WHEN by_side = 'client' AND s.status = 'requested'
        THEN 'withdraw' ELSE 'cancel' END;
    s := session_take(session_id, move, seen);
    PERFORM reason_check(code, words);
    s := session_end_early(s, by_side, move, code, words);
    PERFORM session_tell(s, CASE by_side WHEN 'client' THEN 'expert'
        ELSE 'client' END, 'session_canceled', jsonb_build_object('by', by_side,
        'reason', code, 'words', s.cancel_words, 'invite', move = 'cancel'));
END
$$;
-- What comes back, shown before one confirms; no row for a stranger.
CREATE FUNCTION session_cancel_preview(session_id bigint, OUT move text,
    OUT return_percent int, OUT amount bigint, OUT currency text,
    OUT late boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    s session;
    by_side text;
BEGIN
    SELECT * INTO s FROM session x WHERE x.id = session_id;
    by_side := session_side(s);
    IF by_side IS NULL THEN
        RETURN;
    END IF;
    SELECT m INTO move FROM unnest(session_moves(s, by_side)) m
        WHERE m IN ('cancel', 'withdraw', 'leave', 'decline');
    return_percent := session_return_percent(s, by_side);
    amount := CASE WHEN s.paid_by = 'order'
        THEN s.price_amount * return_percent / 100 ELSE 0 END;
    currency := s.price_currency;
    late := s.starts_at - app_now() < interval '24 hours';
END
$$;

-- --- moving ------------------------------------------------------------------
CREATE FUNCTION session_move_to(s session, side text, move text,
    start timestamptz) RETURNS session LANGUAGE plpgsql
AS $$
DECLARE
    before timestamptz := s.starts_at;
BEGIN
    UPDATE session SET starts_at = start, version = version + 1,
        ends_at = start + make_interval(mins => minutes),
        sequence = sequence + 1,
        client_moves = client_moves + (move = 'reschedule'
            AND side = 'client')::int
    WHERE id = s.id RETURNING * INTO s;
    UPDATE session_proposal SET decided_at = app_now(),
        status = CASE move WHEN 'accept_proposal' THEN 'accepted'
            ELSE 'replaced' END
    WHERE session_id = s.id AND status = 'open';
    PERFORM session_log(s, side, move, 'scheduled', NULL, jsonb_build_object(
        'from', rfc3339(before), 'to', rfc3339(start)));
    PERFORM session_tell_both(s, 'session_changed', jsonb_build_object(
        'before', rfc3339(before), 'by', side, 'invite', true));
    PERFORM session_publish(s, 'REQUEST');
    PERFORM session_remind_later(s);
    RETURN s;
EXCEPTION WHEN exclusion_violation THEN
    PERFORM refuse(409, 'slot_taken', NULL, alternatives_json(s.expert_id,
        s.minutes, start, s.client_id));
END
$$;

CREATE FUNCTION session_reschedule(session_id bigint, start timestamptz,
    seen int DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    s session := session_take_times(session_id, 'reschedule', seen);
    word text;
BEGIN
    PERFORM session_expire(b.session_id) FROM busy b WHERE b.until <= app_now()
        AND b.person_id IN (s.client_id, s.expert_id);
    word := CASE WHEN start = s.starts_at THEN 'slot_unchanged'
        ELSE slot_refusal(s.expert_id, s.minutes, start, s.client_id, s.id) END;
    IF word IS NOT NULL THEN
        PERFORM refuse(409, word, NULL, alternatives_json(s.expert_id,
            s.minutes, start, s.client_id));
    END IF;
    PERFORM session_move_to(s, 'client', 'reschedule', start);
END
$$;

-- The expert proposes one other start; it does not hold the slot.
CREATE FUNCTION session_propose(session_id bigint, start timestamptz,
    proposal_words text DEFAULT NULL, seen int DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    s session := session_take(session_id, 'propose', seen);
    word text := CASE WHEN start = s.starts_at THEN 'slot_unchanged'
        ELSE overlap_refusal(s.expert_id, s.client_id, s.minutes, start, s.id)
        END;
    made bigint;
BEGIN
    IF word IS NOT NULL THEN
        PERFORM refuse(409, word);
    END IF;
    UPDATE session_proposal p SET status = 'replaced', decided_at = app_now()
        WHERE p.session_id = s.id AND p.status = 'open';
    INSERT INTO session_proposal (session_id, from_session_id, expert_id,
        client_id, starts, words, created_at, expires_at)
    VALUES (s.id, s.id, s.expert_id, s.client_id, ARRAY[start], proposal_words,
        app_now(), least(app_now() + interval '24 hours', s.starts_at))
    RETURNING id INTO made;
    UPDATE session SET expert_proposals = expert_proposals + 1,
        version = version + 1 WHERE id = s.id RETURNING * INTO s;
    PERFORM session_log(s, 'expert', 'propose', s.status, NULL,
        jsonb_build_object('to', rfc3339(start)));
    PERFORM session_tell(s, 'client', 'session_proposed', jsonb_build_object(
        'proposed', jsonb_build_array(rfc3339(start)), 'words', proposal_words));
    RETURN made;
END
$$;

-- Up to three starts of a new session for the client of this one.
CREATE FUNCTION session_propose_new(from_session bigint, type_id bigint,
    proposed timestamptz[], proposal_words text DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    s session;
    type session_type;
    word text;
    made bigint;
BEGIN
    SELECT * INTO s FROM session x WHERE x.id = from_session
        AND x.expert_id = acting_member()
        AND x.status NOT IN ('held', 'awaiting_payment', 'expired');
    IF NOT FOUND THEN
        PERFORM refuse(404, 'session_unknown');
    ELSIF is_blocked(s.client_id, s.expert_id) THEN
        PERFORM refuse(403, 'session_blocked');
    END IF;
    SELECT * INTO type FROM session_type t WHERE t.id = type_id
        AND t.expert_id = s.expert_id AND t.active;
    IF NOT FOUND THEN
        PERFORM refuse(422, 'session_type_unknown', 'session_type_id');
    END IF;
    proposed := ARRAY(SELECT DISTINCT p FROM unnest(proposed) p ORDER BY p);
    IF cardinality(proposed) NOT BETWEEN 1 AND 3 THEN
        PERFORM refuse(422, 'proposal_starts', 'starts');
    END IF;
    SELECT overlap_refusal(s.expert_id, s.client_id, type.minutes, p, NULL)
        INTO word FROM unnest(proposed) p ORDER BY 1 NULLS LAST LIMIT 1;
    IF word IS NOT NULL THEN
        PERFORM refuse(409, word);
    END IF;
    INSERT INTO session_proposal (from_session_id, expert_id, client_id,
        session_type_id, starts, words, created_at, expires_at)
    VALUES (s.id, s.expert_id, s.client_id, type.id, proposed, proposal_words,
        app_now(), least(app_now() + interval '7 days',
        proposed[cardinality(proposed)]))
    RETURNING id INTO made;
    PERFORM notify(s.client_id, 'session_proposed', '/sessions/' || s.id,
        jsonb_build_object('session_id', s.id::text, 'proposal_id', made::text,
        'side', 'client', 'other', session_name(s, 'expert'), 'words',
        proposal_words, 'type', type.kind, 'minutes', type.minutes, 'proposed',
        to_jsonb(ARRAY(SELECT rfc3339(p) FROM unnest(proposed) p))),
        'proposal:' || made);
    RETURN made;
END
$$;

-- The client takes a proposed start: the id of the moved or new session.
CREATE FUNCTION proposal_accept(proposal_id bigint, start timestamptz,
    pay_with text DEFAULT 'free') RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    p session_proposal;
    s session;
    type session_type;
    word text;
BEGIN
    SELECT * INTO p FROM session_proposal x WHERE x.id = proposal_id
        AND x.client_id = acting_member();
    IF NOT FOUND THEN
        PERFORM refuse(404, 'proposal_unknown');
    END IF;
    start := coalesce(start, p.starts[1]);
    IF start <> ALL (p.starts) THEN
        PERFORM refuse(422, 'proposal_start', 'start');
    END IF;
    IF p.session_id IS NOT NULL THEN
        s := session_take_times(p.session_id, 'accept_proposal', NULL);
    ELSE
        PERFORM persons_lock(p.client_id, p.expert_id);
    END IF;
    SELECT * INTO p FROM session_proposal x WHERE x.id = proposal_id FOR UPDATE;
    IF p.status <> 'open' OR p.expires_at <= app_now() THEN
        PERFORM refuse(409, 'session_no_proposal');
    END IF;
    IF p.session_id IS NOT NULL THEN
        word := overlap_refusal(s.expert_id, s.client_id, s.minutes, start,
            s.id);
        IF word IS NOT NULL THEN
            PERFORM refuse(409, word, NULL, alternatives_json(s.expert_id,
                s.minutes, start, s.client_id));
        END IF;
        RETURN (session_move_to(s, 'client', 'accept_proposal', start)).id;
    END IF;
    PERFORM bookable_expert((SELECT e.ref FROM expert e
        WHERE e.user_id = p.expert_id), p.client_id);
    SELECT * INTO type FROM session_type t WHERE t.id = p.session_type_id;
    s := session_make(p.client_id, p.expert_id, type, start, NULL, false);
    PERFORM pay_with_check(s, pay_with);
    s := session_agree(s, false);
    UPDATE session_proposal SET status = 'accepted', decided_at = app_now(),
        made_session_id = s.id WHERE id = p.id;
    RETURN s.id;
END
$$;

-- The client refuses, the expert withdraws; the old time stands.
CREATE FUNCTION proposal_close(proposal_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    p session_proposal;
    s session;
    by_side text;
BEGIN
    SELECT * INTO p FROM session_proposal x WHERE x.id = proposal_id
        AND app_user_id() IN (x.client_id, x.expert_id) FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM refuse(404, 'proposal_unknown');
    ELSIF p.status <> 'open' THEN
        PERFORM refuse(409, 'session_no_proposal');
    END IF;
    by_side := CASE app_user_id() WHEN p.client_id THEN 'client'
        ELSE 'expert' END;
    UPDATE session_proposal SET decided_at = app_now(),
        status = CASE by_side WHEN 'client' THEN 'refused' ELSE 'withdrawn' END
    WHERE id = p.id;
    SELECT * INTO s FROM session WHERE id = p.from_session_id;
    PERFORM session_log(s, by_side, CASE by_side WHEN 'client'
        THEN 'refuse_proposal' ELSE 'withdraw_proposal' END, s.status);
END
$$;

-- --- the session itself ------------------------------------------------------
CREATE FUNCTION session_start(session_id bigint, seen int DEFAULT NULL)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    s session := session_take(session_id, 'start', seen);
BEGIN
    PERFORM session_begin(s, 'expert');
END
$$;
CREATE FUNCTION session_begin(s session, side text) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE session SET status = 'in_progress', started_at = app_now(),
        version = version + 1 WHERE id = s.id RETURNING * INTO s;
    UPDATE session_proposal SET status = 'expired', decided_at = app_now()
        WHERE session_proposal.session_id = s.id AND status = 'open';
    PERFORM session_log(s, side, 'start', 'scheduled');
END
$$;

CREATE FUNCTION session_complete(session_id bigint, seen int DEFAULT NULL)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    s session := session_take(session_id, 'complete', seen);
BEGIN
    PERFORM session_finish(s, session_side(s), 'complete', false, NULL);
END
$$;
CREATE FUNCTION session_finish(s session, side text, move text,
    in_dispute boolean, words text) RETURNS session LANGUAGE plpgsql
AS $$
DECLARE
    was text := s.status;
BEGIN
    UPDATE session SET status = 'completed', version = version + 1,
        completed_at = app_now(), disputed = in_dispute,
        disputed_at = CASE WHEN in_dispute THEN app_now() END,
        disputed_by = CASE WHEN in_dispute AND side <> 'system'
            THEN app_user_id() END,
        dispute_words = CASE WHEN in_dispute THEN words END
    WHERE id = s.id RETURNING * INTO s;
    UPDATE session_proposal SET status = 'expired', decided_at = app_now()
        WHERE session_proposal.session_id = s.id AND status = 'open';
    PERFORM session_log(s, side, move, was, words);
    PERFORM session_tell_both(s, 'session_completed', '{"feedback": true}');
    IF in_dispute THEN
        PERFORM session_dispute_open(s);
    END IF;
    PERFORM listing_due(s.expert_id);
    PERFORM enqueue('session.completed',
        jsonb_build_object('session_id', s.id), s.id::text);
    RETURN s;
END
$$;
-- To safety (spec: states 4.7) and to the other side.
CREATE FUNCTION session_dispute_open(s session) RETURNS void LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM session_tell_both(s, 'session_disputed', jsonb_build_object('by',
        CASE s.disputed_by WHEN s.client_id THEN 'client'
        WHEN s.expert_id THEN 'expert' ELSE 'system' END));
    PERFORM enqueue('session.disputed', jsonb_build_object('session_id', s.id),
        s.id::text);
END
$$;

-- "The other side did not come."
CREATE FUNCTION session_no_show(session_id bigint, seen int DEFAULT NULL)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    s session := session_take(session_id, 'no_show', seen);
BEGIN
    PERFORM session_missed(s, session_side(s), CASE session_side(s)
        WHEN 'client' THEN 'provider' ELSE 'client' END);
END
$$;
CREATE FUNCTION session_missed(s session, side text, missing text)
RETURNS session LANGUAGE plpgsql
AS $$
DECLARE
    was text := s.status;
BEGIN
    UPDATE session SET status = 'no_show', version = version + 1,
        no_show_by = missing, no_show_at = app_now(),
        no_show_reported_by = CASE WHEN side <> 'system' THEN app_user_id() END,
        settle_client = NULL, settle_expert = NULL,
        return_percent = CASE missing WHEN 'client' THEN 0 ELSE 100 END
    WHERE id = s.id RETURNING * INTO s;
    PERFORM session_log(s, side, 'no_show', was, NULL,
        jsonb_build_object('no_show_by', missing));
    PERFORM session_tell_both(s, 'session_no_show',
        jsonb_build_object('no_show_by', missing, 'by', side));
    PERFORM listing_due(s.expert_id);
    RETURN s;
END
$$;

-- no_show -> scheduled: the expert takes the own report back within an hour.
CREATE FUNCTION session_take_back(session_id bigint, seen int DEFAULT NULL)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    s session := session_take_times(session_id, 'take_back', seen);
BEGIN
    UPDATE session SET status = 'scheduled', no_show_by = NULL,
        no_show_at = NULL, no_show_reported_by = NULL, return_percent = NULL,
        settle_client = NULL, settle_expert = NULL, disputed = false,
        disputed_at = NULL, disputed_by = NULL, dispute_words = NULL,
        version = version + 1
    WHERE id = s.id RETURNING * INTO s;
    PERFORM session_log(s, 'expert', 'take_back', 'no_show');
    PERFORM session_tell(s, 'client', 'session_no_show', '{"taken_back": true}');
    PERFORM listing_due(s.expert_id);
EXCEPTION WHEN exclusion_violation THEN
    PERFORM refuse(409, 'slot_taken');
END
$$;

CREATE FUNCTION session_dispute(session_id bigint, words text,
    seen int DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    s session := session_take(session_id, 'dispute', seen);
BEGIN
    IF coalesce(trim(words), '') = '' THEN
        PERFORM refuse(422, 'reason_words_missing', 'words');
    END IF;
    UPDATE session SET disputed = true, disputed_at = app_now(),
        disputed_by = app_user_id(), dispute_words = trim(words),
        version = version + 1 WHERE id = s.id RETURNING * INTO s;
    PERFORM session_log(s, session_side(s), 'dispute', s.status, trim(words));
    PERFORM session_dispute_open(s);
END
$$;

-- no_show -> completed | canceled, when both say the same within 72 hours.
-- True when it is settled.
CREATE FUNCTION session_settle(session_id bigint, outcome text,
    seen int DEFAULT NULL) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    s session := session_take(session_id, 'settle', seen);
    by_side text := session_side(s);
BEGIN
    IF outcome IS NULL OR outcome NOT IN ('completed', 'canceled') THEN
        PERFORM refuse(422, 'outcome_unknown', 'outcome');
    END IF;
    UPDATE session SET version = version + 1,
        settle_client = CASE by_side WHEN 'client' THEN outcome
            ELSE settle_client END,
        settle_expert = CASE by_side WHEN 'expert' THEN outcome
            ELSE settle_expert END
    WHERE id = s.id RETURNING * INTO s;
    IF s.settle_client IS DISTINCT FROM s.settle_expert THEN
        PERFORM session_log(s, by_side, 'settle', 'no_show', outcome);
        PERFORM session_tell(s, CASE by_side WHEN 'client' THEN 'expert'
            ELSE 'client' END, 'session_no_show',
            jsonb_build_object('proposed_outcome', outcome));
        RETURN false;
    END IF;
    PERFORM session_settled(s, by_side, outcome, 'agreed');
    RETURN true;
END
$$;
CREATE FUNCTION session_settled(s session, side text, outcome text, why text)
RETURNS void LANGUAGE plpgsql
AS $$
BEGIN
    IF outcome = 'completed' THEN
        PERFORM session_finish(s, side, 'settle', false, why);
        RETURN;
    END IF;
    UPDATE session SET status = 'canceled', version = version + 1,
        canceled_at = app_now(), canceled_side = side,
        canceled_by = app_user_id(), cancel_code = 'agreed',
        cancel_words = why, return_percent = 100
    WHERE id = s.id RETURNING * INTO s;
    PERFORM session_log(s, side, 'settle', 'no_show', why);
    PERFORM session_tell_both(s, 'session_canceled', '{"agreed": true}');
    PERFORM listing_due(s.expert_id);
END
$$;

-- Either side ends a session at once; it is completed and disputed.
CREATE FUNCTION session_emergency(session_id bigint, words text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    s session := session_take(session_id, 'emergency', NULL);
BEGIN
    PERFORM session_finish(s, session_side(s), 'emergency', true,
        coalesce(nullif(trim(words), ''), 'emergency'));
END
$$;

GRANT EXECUTE ON FUNCTION session_accept(bigint, int),
    session_decline(bigint, text, text, int),
    session_cancel(bigint, text, text, int), session_cancel_preview(bigint),
    session_reschedule(bigint, timestamptz, int),
    session_propose(bigint, timestamptz, text, int),
    session_propose_new(bigint, bigint, timestamptz[], text),
    proposal_accept(bigint, timestamptz, text), proposal_close(bigint),
    session_start(bigint, int), session_complete(bigint, int),
    session_no_show(bigint, int), session_take_back(bigint, int),
    session_dispute(bigint, text, int), session_settle(bigint, text, int),
    session_emergency(bigint, text) TO belay_booking;
