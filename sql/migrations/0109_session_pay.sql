-- Paid sessions: held -> awaiting_payment -> scheduled | requested, and what
-- becomes of the money when a session is over (spec: booking, states 4.1).
--
-- pay_way says how each way of paying begins and what it does later; packs,
-- packages and tiers add their rows.
--   begin(s session, ref bigint) RETURNS session: of a held session; leaves it
--     scheduled or requested (session_agree) or awaiting_payment, or refuses.
--   settle(s session, event text, percent int): what was paid follows the
--     session: 'returned' (percent of it goes back, the rest is consumed),
--     'consumed', 'restored' (a no-show taken back: as if it were to come),
--     'disputed', 'resolved' (percent goes back).
CREATE TABLE pay_way (
    name text PRIMARY KEY
        CHECK (name IN ('free', 'order', 'pack', 'package', 'tier')),
    begin regproc NOT NULL,
    settle regproc
);
GRANT SELECT ON pay_way TO belay_booking, belay_admin;

-- Does the expert answer this one by hand?  As it was when it was confirmed.
ALTER TABLE session ADD by_hand boolean NOT NULL DEFAULT false;

CREATE FUNCTION session_pay_event(s session, event text, percent int)
RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    f regproc := (SELECT w.settle FROM pay_way w WHERE w.name = s.paid_by);
BEGIN
    IF f IS NOT NULL THEN
        EXECUTE format('SELECT %s($1, $2, $3)', f) USING s, event, percent;
    END IF;
END
$$;

-- --- beginning -----------------------------------------------------------------
-- Until when an expert answers by hand.
CREATE FUNCTION session_answer_by(s session) RETURNS timestamptz
LANGUAGE sql STABLE
AS $$
    SELECT least(app_now() + interval '24 hours',
        (s).starts_at - interval '2 hours')
$$;
DROP FUNCTION session_agree(session, boolean);
-- Paid for, or free: agreed, or requested where the expert confirms by hand.
CREATE FUNCTION session_agree(s session, side text DEFAULT 'client',
    move text DEFAULT 'confirm') RETURNS session LANGUAGE plpgsql
AS $$
DECLARE
    until timestamptz := session_answer_by(s);
    was text := s.status;
BEGIN
    IF s.by_hand AND until <= app_now() THEN
        PERFORM refuse(409, 'session_too_late_to_ask');
    END IF;
    UPDATE session x SET version = x.version + 1,
        paid_by = coalesce(x.paid_by, 'free'),
        status = CASE WHEN s.by_hand THEN 'requested' ELSE 'scheduled' END,
        expires_at = CASE WHEN s.by_hand THEN until END
    WHERE x.id = s.id RETURNING * INTO s;
    PERFORM session_log(s, side, move, was);
    IF s.by_hand THEN
        PERFORM session_tell(s, 'expert', 'session_requested',
            jsonb_build_object('answer_by', rfc3339(until)));
    ELSE
        PERFORM session_agreed(s);
    END IF;
    RETURN s;
END
$$;

DROP FUNCTION pay_with_check(session, text);
-- `pay_with` of the contract: free, order, pack:ID, package:ID, tier:ID.
CREATE FUNCTION session_pay(s session, pay_with text, by_hand boolean)
RETURNS session LANGUAGE plpgsql
AS $$
DECLARE
    f regproc;
BEGIN
    IF pay_with IS NULL OR pay_with
            !~ '^(free|order|(pack|package|tier):[0-9]{1,18})$' THEN
        PERFORM refuse(422, 'pay_with_unknown', 'pay_with');
    END IF;
    SELECT w.begin INTO f FROM pay_way w
        WHERE w.name = split_part(pay_with, ':', 1);
    IF f IS NULL THEN
        PERFORM refuse(422, 'pay_with_not_sold_yet', 'pay_with');
    END IF;
    UPDATE session x SET by_hand = session_pay.by_hand WHERE x.id = s.id
        RETURNING * INTO s;
    EXECUTE format('SELECT * FROM %s($1, $2)', f) INTO s
        USING s, nullif(split_part(pay_with, ':', 2), '')::bigint;
    RETURN s;
END
$$;
CREATE FUNCTION pay_free(s session, ref bigint) RETURNS session
LANGUAGE plpgsql
AS $$
BEGIN
    IF s.price_amount > 0 THEN
        PERFORM refuse(422, 'pay_with_has_a_price', 'pay_with');
    END IF;
    RETURN session_agree(s);
END
$$;
-- held -> awaiting_payment: the slot is kept while the order is.
CREATE FUNCTION pay_order(s session, ref bigint) RETURNS session
LANGUAGE plpgsql
AS $$
BEGIN
    IF s.price_amount = 0 THEN
        PERFORM refuse(422, 'pay_with_is_free', 'pay_with');
    ELSIF s.by_hand AND session_answer_by(s) <= app_now() THEN
        PERFORM refuse(409, 'session_too_late_to_ask');
    END IF;
    UPDATE session x SET status = 'awaiting_payment', version = x.version + 1,
        expires_at = app_now() + make_interval(mins =>
            setting_text('order_hold_minutes')::int)
    WHERE x.id = s.id RETURNING * INTO s;
    PERFORM session_log(s, 'client', 'checkout', 'held');
    PERFORM order_create('session', s.id, NULL, NULL, NULL);
    SELECT * INTO s FROM session x WHERE x.id = s.id;
    RETURN s;
END
$$;
INSERT INTO pay_way VALUES ('free', 'pay_free', NULL),
    ('order', 'pay_order', NULL);

-- held -> scheduled | requested | awaiting_payment
CREATE OR REPLACE FUNCTION session_confirm(session_id bigint,
    session_goals text, pay_with text, seen int DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    s session := session_take(session_id, 'confirm', seen);
    e expert;
BEGIN
    PERFORM acting_member();
    SELECT * INTO e FROM expert x WHERE x.user_id = s.expert_id;
    PERFORM bookable_expert(e.ref, s.client_id);
    IF session_goals IS NOT NULL THEN
        UPDATE session SET goals = session_goals WHERE id = s.id;
    END IF;
    PERFORM session_pay(s, pay_with, e.confirm_by_hand);
    RETURN s.id;
END
$$;
CREATE OR REPLACE FUNCTION proposal_accept(proposal_id bigint,
    start timestamptz, pay_with text DEFAULT 'free') RETURNS bigint
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
    s := session_pay(s, pay_with, false);
    UPDATE session_proposal SET status = 'accepted', decided_at = app_now(),
        made_session_id = s.id WHERE id = p.id;
    RETURN s.id;
END
$$;

-- --- the order of a session ------------------------------------------------------
CREATE FUNCTION quote_session(item bigint, buyer bigint, detail jsonb)
RETURNS quote LANGUAGE plpgsql STABLE
AS $$
DECLARE
    s session;
    q quote;
BEGIN
    SELECT * INTO s FROM session x WHERE x.id = item AND x.client_id = buyer;
    IF NOT FOUND THEN
        PERFORM refuse(404, 'session_unknown');
    ELSIF s.status <> 'awaiting_payment' THEN
        PERFORM refuse(409, 'session_move_' || s.status);
    END IF;
    q.seller_id := s.expert_id;
    q.list_amount := s.price_amount;
    q.currency := s.price_currency;
    q.title := format('Session: %s, %s minutes, with %s',
        replace(s.type_kind, '_', ' '), s.minutes, session_name(s, 'expert'));
    q.policy := jsonb_build_object('free_hours', 24, 'late_return_percent',
        s.late_return_percent);
    RETURN q;
END
$$;
CREATE FUNCTION opened_session(o orders) RETURNS void LANGUAGE sql
AS $$
    UPDATE session SET paid_by = 'order', paid_ref = (o).id,
        expires_at = (o).expires_at
    WHERE id = (o).item_id AND status = 'awaiting_payment'
$$;
-- Paid: the session is agreed.  After it ran out, only if the time is still free.
CREATE FUNCTION fulfil_session(o orders) RETURNS boolean LANGUAGE plpgsql
AS $$
DECLARE
    s session;
BEGIN
    PERFORM persons_lock(x.client_id, x.expert_id) FROM session x
        WHERE x.id = o.item_id;
    SELECT * INTO s FROM session x WHERE x.id = o.item_id FOR UPDATE;
    IF s.paid_ref IS DISTINCT FROM o.id OR s.paid_by <> 'order'
            OR s.status NOT IN ('awaiting_payment', 'expired')
            OR s.starts_at <= app_now()
            OR s.by_hand AND session_answer_by(s) <= app_now() THEN
        RETURN false;
    END IF;
    PERFORM bookable_expert((SELECT e.ref FROM expert e
        WHERE e.user_id = s.expert_id), s.client_id);
    IF NOT EXISTS (SELECT FROM users u WHERE u.id = s.client_id
            AND u.status IN ('active', 'deletion_requested')) THEN
        RETURN false;
    END IF;
    IF s.status = 'expired' THEN
        PERFORM session_expire(b.session_id) FROM busy b
            WHERE b.person_id IN (s.client_id, s.expert_id)
                AND b.until <= app_now();
        IF overlap_refusal(s.expert_id, s.client_id, s.minutes, s.starts_at,
                s.id) IS NOT NULL THEN
            RETURN false;
        END IF;
    END IF;
    PERFORM session_agree(s, 'system', 'pay');
    RETURN true;
EXCEPTION WHEN exclusion_violation THEN
    RETURN false;
END
$$;
-- The order is over without a sale, or all of it went back: so is the session.
CREATE FUNCTION release_session(o orders) RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    s session;
BEGIN
    SELECT * INTO s FROM session x WHERE x.id = o.item_id
        AND (x.paid_by, x.paid_ref) = ('order', o.id) FOR UPDATE;
    IF s.status = 'awaiting_payment' THEN
        UPDATE session x SET status = 'expired', expires_at = NULL,
            version = x.version + 1 WHERE x.id = s.id RETURNING * INTO s;
        PERFORM session_log(s, CASE WHEN o.status = 'canceled'
            AND app_user_id() = s.client_id THEN 'client' ELSE 'system' END,
            CASE o.status WHEN 'canceled' THEN 'leave' ELSE 'expire' END,
            'awaiting_payment');
    ELSIF s.status IN ('requested', 'scheduled') THEN
        s := session_end_early(s, 'system', 'cancel', 'refunded', NULL);
        PERFORM session_tell_both(s, 'session_canceled', jsonb_build_object(
            'by', 'system', 'reason', 'refunded', 'invite', true));
    END IF;
END
$$;
-- In time: all of it, and the session is canceled.  Later one cancels instead.
CREATE FUNCTION returnable_session(o orders) RETURNS bigint
LANGUAGE sql STABLE
AS $$
    SELECT CASE WHEN s.status = 'requested' OR s.status = 'scheduled'
            AND session_return_percent(s, 'client') = 100
        THEN (o).paid_amount ELSE 0 END
    FROM session s WHERE s.id = (o).item_id
$$;
INSERT INTO order_kind VALUES ('session', 'quote_session', 'opened_session',
    'fulfil_session', 'release_session', 'returnable_session');

-- What becomes of the order's money.
CREATE FUNCTION settle_order(s session, event text, percent int) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    o orders;
BEGIN
    SELECT * INTO o FROM orders x WHERE x.id = s.paid_ref FOR UPDATE;
    IF event = 'consumed' THEN
        PERFORM earning_deliver(o.id, s.id);
        PERFORM earning_unfreeze(o.id);
    ELSIF event = 'restored' THEN
        PERFORM earning_undeliver(s.id);
    ELSIF event = 'disputed' THEN
        PERFORM earning_freeze(o.id, s.id);
    ELSE
        PERFORM session_give_back(s, o, percent);
        IF percent < 100 THEN
            PERFORM earning_deliver(o.id, s.id);
        END IF;
        PERFORM earning_unfreeze(o.id);
    END IF;
END
$$;
UPDATE pay_way SET settle = 'settle_order' WHERE name = 'order';
-- That part of what was paid, unless it is back already.  Money that the bank
-- is deciding about is not ours to send.
CREATE FUNCTION session_give_back(s session, o orders, percent int)
RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    amount bigint := least(percent_of(o.paid_amount, percent), order_left(o));
    made bigint;
BEGIN
    IF percent = 0 OR o.paid_amount > 0 AND amount = 0
            OR o.paid_amount = 0 AND order_undone(o) THEN
        RETURN;
    ELSIF o.status = 'disputed' THEN
        PERFORM order_attention(o, 'refund_while_disputed');
        RETURN;
    ELSIF o.status NOT IN ('paid', 'fulfilled', 'partially_refunded') THEN
        RETURN;
    END IF;
    made := refund_issue(o, amount, CASE s.status WHEN 'declined' THEN 'declined'
        WHEN 'expired' THEN 'declined' WHEN 'no_show' THEN 'no_show'
        WHEN 'completed' THEN 'resolved' ELSE 'canceled' END, NULL, NULL,
        percent);
    UPDATE session x SET refund_id = made,
        refund_amount = coalesce(x.refund_amount, 0) + amount
    WHERE x.id = s.id;
END
$$;

-- --- the moves of a session, with their money ------------------------------------
-- Moves that may send money back lock the order first, as its own functions do.
CREATE OR REPLACE FUNCTION session_take(session_id bigint, move text, seen int,
    by_side text DEFAULT NULL) RETURNS session LANGUAGE plpgsql
AS $$
DECLARE
    s session;
    word text;
BEGIN
    IF move IN ('cancel', 'withdraw', 'decline', 'no_show', 'settle',
            'resolve') THEN
        PERFORM FROM orders o WHERE o.id = (SELECT session_order(x)
            FROM session x WHERE x.id = session_take.session_id) FOR UPDATE;
    END IF;
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
            to_jsonb(session_moves(s, by_side)), 'state', s.status));
    END IF;
    RETURN s;
END
$$;

CREATE OR REPLACE FUNCTION session_expire(stale bigint) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    s session;
    was text;
BEGIN
    PERFORM FROM orders o WHERE o.id = (SELECT session_order(x) FROM session x
        WHERE x.id = stale AND x.status = 'requested') FOR UPDATE;
    SELECT status INTO was FROM session WHERE id = stale
        AND expires_at <= app_now() FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    UPDATE session SET status = 'expired', expires_at = NULL,
        return_percent = CASE WHEN was = 'requested' AND paid_by <> 'free'
            THEN 100 END,
        version = version + 1 WHERE id = stale RETURNING * INTO s;
    PERFORM session_log(s, 'system', 'expire', was);
    IF was = 'requested' THEN
        PERFORM session_pay_event(s, 'returned', 100);
        PERFORM session_tell_both(s, 'session_declined', '{"expired": true}');
    END IF;
END
$$;
CREATE OR REPLACE FUNCTION session_expire_due(most int) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    due bigint;
    n int := 0;
BEGIN
    FOR due IN SELECT id FROM session WHERE expires_at <= app_now()
            ORDER BY expires_at LIMIT most LOOP
        PERFORM session_expire(due);
        n := n + 1;
    END LOOP;
    RETURN n;
END
$$;

CREATE OR REPLACE FUNCTION session_end_early(s session, side text, move text,
    code text, words text) RETURNS session LANGUAGE plpgsql
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
    IF was <> 'held' THEN
        PERFORM session_pay_event(s, 'returned', s.return_percent);
    END IF;
    IF invited THEN
        PERFORM session_publish(s, 'CANCEL');
        PERFORM listing_due(s.expert_id);
    END IF;
    RETURN s;
END
$$;

CREATE OR REPLACE FUNCTION session_cancel_preview(session_id bigint,
    OUT move text, OUT return_percent int, OUT amount bigint, OUT currency text,
    OUT late boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    s session;
    o orders;
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
    IF s.paid_by = 'order' THEN
        SELECT * INTO o FROM orders x WHERE x.id = s.paid_ref;
    END IF;
    amount := coalesce(least(percent_of(o.paid_amount, return_percent),
        order_left(o)), 0);
    currency := coalesce(o.currency, s.price_currency);
    late := s.starts_at - app_now() < interval '24 hours';
END
$$;

CREATE OR REPLACE FUNCTION session_finish(s session, side text, move text,
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
    PERFORM session_pay_event(s, 'consumed', 0);
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
-- To safety (spec: states 4.7) and to the other side; what was earned waits.
CREATE OR REPLACE FUNCTION session_dispute_open(s session) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM session_pay_event(s, 'disputed', NULL);
    PERFORM session_tell_both(s, 'session_disputed', jsonb_build_object('by',
        CASE s.disputed_by WHEN s.client_id THEN 'client'
        WHEN s.expert_id THEN 'expert' ELSE 'system' END));
    PERFORM enqueue('session.disputed', jsonb_build_object('session_id', s.id),
        s.id::text);
END
$$;
CREATE OR REPLACE FUNCTION session_missed(s session, side text, missing text)
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
    PERFORM session_pay_event(s, CASE missing WHEN 'client' THEN 'consumed'
        ELSE 'returned' END, s.return_percent);
    PERFORM session_tell_both(s, 'session_no_show',
        jsonb_build_object('no_show_by', missing, 'by', side));
    PERFORM listing_due(s.expert_id);
    RETURN s;
END
$$;
CREATE OR REPLACE FUNCTION session_take_back(session_id bigint,
    seen int DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
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
    PERFORM session_pay_event(s, 'restored', NULL);
    PERFORM session_tell(s, 'client', 'session_no_show', '{"taken_back": true}');
    PERFORM listing_due(s.expert_id);
EXCEPTION WHEN exclusion_violation THEN
    PERFORM refuse(409, 'slot_taken');
END
$$;
CREATE OR REPLACE FUNCTION session_settled(s session, side text, outcome text,
    why text) RETURNS void LANGUAGE plpgsql
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
    PERFORM session_pay_event(s, 'returned', 100);
    PERFORM session_tell_both(s, 'session_canceled', '{"agreed": true}');
    PERFORM listing_due(s.expert_id);
END
$$;
DROP FUNCTION session_admin_resolve(bigint, text, text);
-- uphold: it stays paid; refund: all of it goes back; partial: `part` percent.
CREATE FUNCTION session_admin_resolve(session_id bigint, verdict text, why text,
    part int DEFAULT 50) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    s session := session_take(session_id, 'resolve', NULL, 'admin');
BEGIN
    IF verdict IS NULL OR verdict NOT IN ('uphold', 'partial', 'refund') THEN
        PERFORM refuse(422, 'resolution_unknown', 'resolution');
    ELSIF part IS NULL OR part NOT BETWEEN 1 AND 99 THEN
        PERFORM refuse(422, 'percent_range', 'part');
    END IF;
    UPDATE session SET resolution = verdict, version = version + 1,
        return_percent = CASE verdict WHEN 'uphold' THEN 0
            WHEN 'partial' THEN part ELSE 100 END
        WHERE id = s.id RETURNING * INTO s;
    PERFORM session_log(s, 'admin', 'resolve', s.status, admin_reason(why),
        jsonb_build_object('resolution', verdict));
    PERFORM session_pay_event(s, 'resolved', s.return_percent);
    PERFORM session_tell_both(s, 'session_disputed',
        jsonb_build_object('resolution', verdict));
END
$$;
GRANT EXECUTE ON FUNCTION session_admin_resolve(bigint, text, text, int)
    TO belay_admin;
