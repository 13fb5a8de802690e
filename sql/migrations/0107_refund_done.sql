-- What became of a refund, what the provider sent back by itself, disputes, and
-- money that does not fit.

-- --- what became of it ---------------------------------------------------------
-- The money has left.  `of_receipt` money never was a sale.
CREATE FUNCTION refund_done(r refund, ref text) RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    o orders;
BEGIN
    UPDATE refund x SET provider_ref = coalesce(ref, x.provider_ref)
        WHERE x.id = r.id RETURNING * INTO r;
    r := refund_move(r, 'succeeded');
    PERFORM ledger_post('refund_paid', format('refund_paid:%s:%s', r.id,
        r.bounces), r.currency, ARRAY[
        ROW('refunds', NULL, 'refund:' || r.id, r.amount)::leg,
        ROW(clearing_of(r.provider), NULL, NULL, -r.amount)::leg],
        r.order_id, r.id);
    UPDATE payment p SET refunded_amount = p.refunded_amount + r.amount,
        refunding_amount = p.refunding_amount - r.amount
    WHERE p.id = r.payment_id;
    IF r.of_receipt THEN
        RETURN;
    END IF;
    UPDATE orders x SET refunded_amount = x.refunded_amount + r.amount
        WHERE x.id = r.order_id RETURNING * INTO o;
    IF o.refunded_amount = o.paid_amount AND order_undone(o)
            AND o.status IN ('paid', 'fulfilled', 'partially_refunded') THEN
        o := order_move(o, 'refund', 'system', 'refunded');
    ELSIF o.status = 'fulfilled' AND r.amount > 0 THEN
        o := order_move(o, 'refund', 'system', 'partially_refunded');
    END IF;
    PERFORM credit_note_make(o, r.id, r.amount, r.tax_amount, r.reason);
END
$$;
-- Of an order that cost nothing: is everybody's share back?
CREATE FUNCTION order_undone(o orders) RETURNS boolean LANGUAGE sql STABLE
AS $$
    SELECT (o).paid_amount > 0 OR NOT EXISTS (SELECT FROM order_share s
        WHERE s.order_id = (o).id AND s.reversed < s.amount)
$$;
-- Idempotent; an amount that is not the one we asked for is looked at.
CREATE FUNCTION refund_succeeded(succeeded bigint, ref text DEFAULT NULL,
    said_amount bigint DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    r refund := refund_take(succeeded);
BEGIN
    IF r.status = 'succeeded' THEN
        UPDATE refund x SET provider_ref = ref WHERE x.id = r.id
            AND x.provider_ref IS NULL AND ref IS NOT NULL;
        RETURN;
    ELSIF r.status = 'failed' THEN
        r := refund_move(r, 'submitted');
    END IF;
    PERFORM refund_done(r, ref);
    IF said_amount <> r.amount THEN
        UPDATE orders x SET held_for_admin = 'refund_amount'
            WHERE x.id = r.order_id;
        PERFORM order_attention(o, 'refund_amount') FROM orders o
            WHERE o.id = r.order_id;
    END IF;
    PERFORM refund_reconcile(r.payment_id);
END
$$;
-- The provider took the order to refund; its reference.
CREATE FUNCTION refund_submitted(submitted bigint, ref text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public
AS $$
    UPDATE refund SET provider_ref = ref WHERE id = submitted
        AND status = 'submitted' AND provider_ref IS NULL
$$;
-- It failed at the provider, or its bank sent it back after it had gone out.  What
-- was said of the payment so far may count it or not: it is looked at afresh.
CREATE FUNCTION refund_failed(failed bigint, why text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    r refund := refund_take(failed);
BEGIN
    IF r.status = 'succeeded' AND r.provider <> 'manual' THEN
        PERFORM refund_bounced(r, why);
    ELSIF r.status = 'submitted' THEN
        r := refund_move(r, 'failed');
        UPDATE refund x SET failure = why WHERE x.id = r.id;
    ELSE
        RETURN;
    END IF;
    PERFORM money_attention('refund_failed', '/admin/refunds/' || r.id,
        jsonb_build_object('words', why, 'amount', money_words(r.amount,
        r.currency)), format('refund:%s:failed:%s', r.id, app_now()));
    UPDATE payment p SET seen_amount = 0 WHERE p.id = r.payment_id;
    PERFORM payment_look_afresh(r.payment_id);
END
$$;
-- It had gone out, and the bank sent it back: it is owed again.
CREATE FUNCTION refund_bounced(r refund, why text) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    o orders;
BEGIN
    PERFORM ledger_post('refund_bounced', format('refund_bounced:%s:%s', r.id,
        r.bounces), r.currency, ARRAY[
        ROW(clearing_of(r.provider), NULL, NULL, r.amount)::leg,
        ROW('refunds', NULL, 'refund:' || r.id, -r.amount)::leg],
        r.order_id, r.id);
    r := refund_move(r, 'failed');
    UPDATE refund x SET failure = why, bounces = x.bounces + 1
        WHERE x.id = r.id;
    UPDATE payment p SET refunded_amount = p.refunded_amount - r.amount,
        refunding_amount = p.refunding_amount + r.amount
    WHERE p.id = r.payment_id;
    IF r.of_receipt THEN
        RETURN;
    END IF;
    SELECT * INTO o FROM orders x WHERE x.id = r.order_id;
    o.refunded_amount := o.refunded_amount - r.amount;
    IF o.status IN ('refunded', 'partially_refunded') THEN
        o := order_move(o, 'bounce', 'system', order_standing(o));
    END IF;
    UPDATE orders x SET refunded_amount = x.refunded_amount - r.amount
        WHERE x.id = r.order_id;
END
$$;
-- The status of an order that was paid and is not disputed.
CREATE FUNCTION order_standing(o orders) RETURNS text LANGUAGE sql STABLE
AS $$
    SELECT CASE WHEN (o).refunded_amount = (o).paid_amount
            AND (o).paid_amount > 0 THEN 'refunded'
        WHEN (o).fulfilled_at IS NULL THEN 'paid'
        WHEN (o).refunded_amount > 0 THEN 'partially_refunded'
        ELSE 'fulfilled' END
$$;
-- An admin asks the provider once more, or has sent the money by other means.
CREATE FUNCTION refund_retry(retried bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    r refund := refund_move(refund_take(retried), 'submitted');
BEGIN
    UPDATE refund x SET provider_ref = NULL,
        old_refs = coalesce(x.old_refs, '{}') || x.provider_ref
    WHERE x.id = r.id AND x.provider_ref IS NOT NULL;
    PERFORM provider_call_again(c) FROM provider_call c
        WHERE c.key = 'refund:' || r.id AND c.status IN ('failed', 'done');
END
$$;
CREATE FUNCTION refund_by_hand(sent bigint, ref text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    r refund := refund_take(sent);
BEGIN
    IF r.provider <> 'manual' AND r.status <> 'failed'
            OR r.status NOT IN ('submitted', 'failed') THEN
        PERFORM refuse(409, 'refund_is_' || r.status, NULL,
            jsonb_build_object('state', r.status));
    END IF;
    UPDATE refund x SET provider = 'manual', provider_ref = NULL,
        decided_by = coalesce(x.decided_by, app_user_id()) WHERE x.id = r.id;
    PERFORM refund_succeeded(r.id, format('manual:%s:%s', r.id,
        left(trim(ref), 100)));
END
$$;
-- What the provider said to "refund:ID".  One that was refused never was: if its
-- money is out all the same, somebody else sent it, and the buyer has it.
CREATE FUNCTION refund_answered(answered bigint, outcome text, said jsonb)
RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    word text := lower(coalesce(said ->> 'status', ''));
    why text := coalesce(said #>> '{error,message}', said ->> 'message',
        said ->> 'failure_reason', word);
BEGIN
    IF outcome = 'failed' AND EXISTS (SELECT FROM refund r
            WHERE r.id = answered AND r.status = 'succeeded') THEN
        RETURN;
    ELSIF EXISTS (SELECT FROM refund r WHERE r.id = answered
            AND said ->> 'id' = ANY (r.old_refs)) THEN
        -- the answer to an earlier one, repeated
        PERFORM provider_call_again(c) FROM provider_call c
            WHERE c.key = 'refund:' || answered;
    ELSIF outcome = 'failed' OR word IN ('failed', 'canceled', 'cancelled') THEN
        PERFORM refund_failed(answered, why);
    ELSIF word IN ('succeeded', 'completed') THEN
        PERFORM refund_succeeded(answered, said ->> 'id');
    ELSE
        PERFORM refund_submitted(answered, said ->> 'id');
    END IF;
END
$$;

/*
 * The provider says how much of a payment has gone back in all, whoever sent it
 * (charge.refunded and its kin; as often as they like, in any order; the amount
 * as it is now, not as an old event has it).  False: the payment is not known
 * yet; it is kept until it is.
 */
CREATE FUNCTION refund_from_provider(by_provider text, money_ref text,
    cumulative bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    known bigint;
BEGIN
    PERFORM FROM payment y JOIN orders x ON x.id = y.order_id
        WHERE (y.provider, y.provider_ref) = (by_provider, money_ref)
            AND y.status = 'captured' FOR UPDATE OF x;
    UPDATE payment x SET seen_amount = greatest(x.seen_amount,
        least(cumulative, x.amount))
    WHERE (x.provider, x.provider_ref) = (by_provider, money_ref)
        AND x.status = 'captured' RETURNING x.id INTO known;
    IF known IS NULL THEN
        INSERT INTO refund_seen AS s VALUES (by_provider, money_ref, cumulative,
            app_now())
        ON CONFLICT (provider, payment_ref) DO UPDATE
            SET amount = greatest(s.amount, excluded.amount);
        RETURN false;
    END IF;
    PERFORM refund_reconcile(known);
    RETURN true;
END
$$;
-- What went out beyond what we know of.  While that may be some of our own that
-- are under way, one waits for word of them; all of them it is, or more, and
-- what is more was sent by somebody else.
CREATE FUNCTION refund_reconcile(paid bigint) RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    p payment;
    rest bigint;
    under_way bigint;
BEGIN
    SELECT * INTO p FROM payment x WHERE x.id = paid;
    SELECT p.seen_amount - p.refunded_amount + coalesce(sum(r.amount)
            FILTER (WHERE r.status = 'succeeded' AND r.provider <> p.provider),
            0),                                 -- sent by hand: not in it
        coalesce(sum(r.amount) FILTER (WHERE refund_may_be_out(r)
            AND r.provider = p.provider), 0)
    INTO rest, under_way FROM refund r WHERE r.payment_id = paid;
    IF rest IS NULL OR rest <= 0 OR rest < under_way THEN
        RETURN;
    END IF;
    IF under_way = 0 THEN
        PERFORM refund_foreign(p.order_id, p, rest);
    ELSE
        -- the last of them comes back here for what is more
        PERFORM refund_succeeded(r.id) FROM (SELECT x.id FROM refund x
            WHERE x.payment_id = paid AND refund_may_be_out(x)
                AND x.provider = p.provider ORDER BY x.id) r;
    END IF;
END
$$;
-- Sent back by somebody else: booked as if we had decided it.  What was not the
-- buyer's any more is the platform's loss.
CREATE FUNCTION refund_foreign(of_order bigint, p payment, amount bigint)
RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    o orders;
    r refund;
    own bigint;
    part bigint;
BEGIN
    SELECT * INTO o FROM orders x WHERE x.id = of_order;
    SELECT * INTO p FROM payment x WHERE x.id = p.id;
    own := order_left(o);
    part := CASE WHEN payment_is_sale(o, p) THEN least(own, amount) ELSE 0 END;
    IF part > 0 THEN
        r := refund_write(o, p, NULL, part, 'provider', NULL);
        r := refund_book(o, r, own);
        r := refund_move(r, 'submitted');
        PERFORM refund_done(r, NULL);
        IF part = own THEN
            PERFORM order_let_go(o);
        END IF;
    END IF;
    IF amount > part THEN
        PERFORM refund_loss(o, p, amount - part);
    END IF;
END
$$;
-- Is it a sale that this payment paid, or money that bought nothing?
CREATE FUNCTION payment_is_sale(o orders, p payment) RETURNS boolean
LANGUAGE sql STABLE
AS $$
    SELECT (o).paid_amount > 0 AND (p).currency = (o).currency
        AND NOT EXISTS (SELECT FROM refund r WHERE r.payment_id = (p).id
            AND r.of_receipt)
$$;
-- Held for the buyer as far as it is; else lost.
CREATE FUNCTION refund_loss(o orders, p payment, sent bigint) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    r refund;
    held bigint := least(sent, greatest(0, -ledger_balance_for('refunds',
        NULL, 'order:' || o.id, p.currency)));
BEGIN
    IF held > 0 THEN
        INSERT INTO refund (order_id, payment_id, buyer_id, amount, currency,
            reason, of_receipt, provider, status, created_at, decided_at)
        VALUES (o.id, p.id, o.buyer_id, held, p.currency, 'provider', true,
            p.provider, 'approved', app_now(), app_now()) RETURNING * INTO r;
        PERFORM ledger_post('refund', 'refund:' || r.id, r.currency, ARRAY[
            ROW('refunds', NULL, 'order:' || o.id, held)::leg,
            ROW('refunds', NULL, 'refund:' || r.id, -held)::leg], o.id, r.id);
        UPDATE payment x SET refunding_amount = x.refunding_amount + held
            WHERE x.id = p.id;
        PERFORM refund_done(refund_move(r, 'submitted'), NULL);
        UPDATE orders x SET held_amount = greatest(0, x.held_amount - held)
            WHERE x.id = o.id AND x.held_amount > 0
                AND x.currency = p.currency;
    END IF;
    IF sent > held THEN
        PERFORM ledger_post('loss', format('loss:%s:%s', p.id,
            p.refunded_amount + sent), p.currency, ARRAY[
            ROW('provider_fees', NULL, NULL, sent - held)::leg,
            ROW(clearing_of(p.provider), NULL, NULL, held - sent)::leg],
            o.id);
        UPDATE payment x SET refunded_amount = x.refunded_amount + sent - held
            WHERE x.id = p.id;
        UPDATE orders x SET held_for_admin = 'refund_amount' WHERE x.id = o.id
            RETURNING * INTO o;
        PERFORM order_attention(o, 'refund_amount');
    END IF;
END
$$;

-- --- disputes ------------------------------------------------------------------
/*
 * The buyer's bank takes a payment back until it is decided; idempotent, and
 * in any order with its end and with the payment.
 */
CREATE FUNCTION dispute_open(by_provider text, ref text, money_ref text,
    amount bigint, unit text, why text DEFAULT NULL,
    answer_until timestamptz DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    d dispute;
BEGIN
    INSERT INTO dispute (provider, provider_ref, payment_ref, amount, currency,
        reason, answer_by, opened_at)
    VALUES (by_provider, ref, money_ref, amount, unit, why, answer_until,
        app_now())
    ON CONFLICT (provider, provider_ref) DO NOTHING RETURNING * INTO d;
    IF d.id IS NULL THEN
        SELECT * INTO d FROM dispute x
            WHERE (x.provider, x.provider_ref) = (by_provider, ref);
    ELSE
        PERFORM dispute_attach(d);
    END IF;
    RETURN d.id;
END
$$;
CREATE FUNCTION dispute_attach(d dispute) RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    o orders;
    p payment;
BEGIN
    SELECT x.* INTO o FROM payment y JOIN orders x ON x.id = y.order_id
        WHERE (y.provider, y.provider_ref) = (d.provider, d.payment_ref)
            AND y.status = 'captured' FOR UPDATE OF x;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    SELECT * INTO p FROM payment x
        WHERE (x.provider, x.provider_ref) = (d.provider, d.payment_ref);
    UPDATE dispute x SET payment_id = p.id, order_id = o.id WHERE x.id = d.id;
    PERFORM ledger_post('dispute', 'dispute:' || d.id, d.currency, ARRAY[
        ROW('refunds', NULL, 'dispute:' || d.id, d.amount)::leg,
        ROW(clearing_of(d.provider), NULL, NULL, -d.amount)::leg], o.id);
    IF o.status IN ('paid', 'fulfilled', 'partially_refunded') THEN
        o := order_move(o, 'dispute', 'system', 'disputed', d.reason);
        PERFORM earning_freeze(o.id);
        IF o.seller_id IS NOT NULL THEN
            PERFORM notify(o.seller_id, 'payment_disputed', '/payouts',
                jsonb_build_object('title', o.title, 'amount',
                money_words(d.amount, d.currency)), 'dispute:' || d.id);
        END IF;
    END IF;
    PERFORM money_attention('dispute', '/admin/disputes/' || d.id,
        jsonb_build_object('title', o.title, 'amount', money_words(d.amount,
        d.currency)), 'dispute:' || d.id);
    IF d.status <> 'open' THEN
        PERFORM dispute_settle(d, d.status);
    END IF;
END
$$;
-- Its end; what an event tells of the dispute makes it known if it was not.
CREATE FUNCTION dispute_close(by_provider text, closed text, outcome text,
    money_ref text, amount bigint, unit text) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    d dispute;
BEGIN
    IF amount IS NOT NULL THEN
        PERFORM dispute_open(by_provider, closed, money_ref, amount, unit);
    END IF;
    PERFORM FROM orders o JOIN dispute x ON x.order_id = o.id
        WHERE (x.provider, x.provider_ref) = (by_provider, closed)
        FOR UPDATE OF o;
    UPDATE dispute x SET status = outcome, closed_at = app_now()
    WHERE (x.provider, x.provider_ref) = (by_provider, closed)
        AND x.status = 'open' RETURNING * INTO d;
    IF d.payment_id IS NOT NULL THEN
        PERFORM dispute_settle(d, outcome);
    END IF;
END
$$;
CREATE FUNCTION dispute_won(by_provider text, ref text,
    money_ref text DEFAULT NULL, amount bigint DEFAULT NULL,
    unit text DEFAULT NULL) RETURNS void LANGUAGE sql
SECURITY DEFINER SET search_path = public
AS $$ SELECT dispute_close(by_provider, ref, 'won', money_ref, amount, unit) $$;
CREATE FUNCTION dispute_lost(by_provider text, ref text,
    money_ref text DEFAULT NULL, amount bigint DEFAULT NULL,
    unit text DEFAULT NULL) RETURNS void LANGUAGE sql
SECURITY DEFINER SET search_path = public
AS $$ SELECT dispute_close(by_provider, ref, 'lost', money_ref, amount, unit) $$;

CREATE FUNCTION dispute_settle(d dispute, outcome text) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    o orders;
    p payment;
    own bigint;
    part bigint;
    held bigint;
    back record;
BEGIN
    SELECT * INTO o FROM orders x WHERE x.id = (SELECT y.order_id FROM dispute y
        WHERE y.id = d.id) FOR UPDATE;
    SELECT * INTO p FROM payment x WHERE x.id = (SELECT y.payment_id
        FROM dispute y WHERE y.id = d.id);
    IF outcome = 'won' THEN
        PERFORM ledger_post('dispute_won', 'dispute_won:' || d.id, d.currency,
            ARRAY[ROW(clearing_of(d.provider), NULL, NULL, d.amount)::leg,
            ROW('refunds', NULL, 'dispute:' || d.id, -d.amount)::leg], o.id);
        PERFORM dispute_over(o);
        RETURN;
    END IF;
    own := order_left(o);
    part := CASE WHEN payment_is_sale(o, p) THEN least(own, d.amount) ELSE 0 END;
    -- what was only held for the buyer is what they have taken
    held := CASE WHEN payment_is_sale(o, p) THEN 0 ELSE least(d.amount,
        greatest(0, -ledger_balance_for('refunds', NULL, 'order:' || o.id,
            d.currency))) END;
    UPDATE orders x SET held_amount = greatest(0, x.held_amount - held)
        WHERE x.id = o.id AND held > 0 AND x.currency = d.currency;
    back := order_unsell(o, own, part, 0);
    PERFORM ledger_post('charge_back', 'charge_back:' || d.id, d.currency,
        back.legs || ROW('refunds', NULL, 'order:' || o.id, held)::leg
        || ROW('provider_fees', NULL, NULL, d.amount - part - held)::leg
        || ROW('refunds', NULL, 'dispute:' || d.id, -d.amount)::leg, o.id);
    UPDATE payment x SET lost_amount = x.lost_amount + d.amount
        WHERE x.id = p.id;
    UPDATE orders x SET charged_back_amount = x.charged_back_amount + part
        WHERE x.id = o.id RETURNING * INTO o;
    PERFORM credit_note_make(o, NULL, part, back.tax, 'charge_back');
    IF o.status = 'disputed' THEN
        o := order_move(o, 'lose', 'system', 'charged_back');
    END IF;
    PERFORM earning_unfreeze(o.id);
    IF part > 0 AND part = own THEN
        PERFORM order_let_go(o);
    ELSIF o.fulfilled_at IS NULL THEN
        PERFORM order_give_up(o);
    END IF;
END
$$;
-- It will not be delivered: what the bank has left of it goes back, too.
CREATE FUNCTION order_give_up(o orders) RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    rest bigint := least(order_left(o), (SELECT sum(payment_left(p))
        FROM payment p WHERE p.order_id = o.id AND p.status = 'captured'
            AND p.currency = o.currency)::bigint);
BEGIN
    IF o.failure IS NULL AND rest > 0 THEN
        UPDATE orders x SET failure = 'unavailable' WHERE x.id = o.id;
        PERFORM refund_issue(o, rest, 'unavailable');
    END IF;
END
$$;
-- Won, and no other is open: as it was.
CREATE FUNCTION dispute_over(o orders) RETURNS void LANGUAGE plpgsql
AS $$
BEGIN
    IF o.status = 'disputed' AND NOT EXISTS (SELECT FROM dispute d
            WHERE d.order_id = o.id AND d.status = 'open') THEN
        o := order_move(o, 'win', 'system', order_standing(o));
        PERFORM earning_unfreeze(o.id);
    END IF;
END
$$;

-- What was said of a payment before it was known.
CREATE FUNCTION payment_catch_up(p payment) RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    seen bigint;
    d dispute;
BEGIN
    DELETE FROM refund_seen s WHERE (s.provider, s.payment_ref)
        = (p.provider, p.provider_ref) RETURNING s.amount INTO seen;
    IF seen IS NOT NULL THEN
        PERFORM refund_from_provider(p.provider, p.provider_ref, seen);
    END IF;
    FOR d IN SELECT * FROM dispute x WHERE x.payment_id IS NULL
            AND (x.provider, x.payment_ref) = (p.provider, p.provider_ref) LOOP
        PERFORM dispute_attach(d);
    END LOOP;
END
$$;

-- --- what an admin decides about money that does not fit ------------------------
-- accept: it is the whole price (the platform bears what is missing, what is too
-- much goes back).  return: all of it goes back, and the order is canceled.
CREATE FUNCTION order_hold_decide(held bigint, verdict text, why text)
RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    o orders;
BEGIN
    SELECT * INTO o FROM orders x WHERE x.id = held FOR UPDATE;
    PERFORM admin_reason(why);
    IF o.id IS NULL THEN
        PERFORM refuse(404, 'order_unknown');
    ELSIF verdict IS NULL OR verdict NOT IN ('accept', 'return', 'seen') THEN
        PERFORM refuse(422, 'verdict_unknown', 'verdict');
    ELSIF o.held_for_admin IS NULL THEN
        PERFORM refuse(409, 'order_not_held');
    END IF;
    UPDATE orders x SET held_for_admin = NULL WHERE x.id = o.id
        RETURNING * INTO o;
    IF verdict = 'seen' AND o.held_amount = 0 THEN
        RETURN o.status;
    ELSIF verdict = 'accept' THEN
        RETURN order_accept_held(o);
    END IF;
    PERFORM refund_receipt(o, p, 'admin') FROM payment p
        WHERE p.order_id = o.id AND p.status = 'captured'
            AND NOT payment_is_sale(o, p) AND payment_left(p) > 0;
    UPDATE orders x SET held_amount = 0 WHERE x.id = o.id RETURNING * INTO o;
    IF o.status IN ('pending', 'processing') THEN
        o := order_end(o, 'cancel', 'admin', 'canceled', why);
    END IF;
    RETURN 'refunding';
END
$$;
CREATE FUNCTION order_accept_held(o orders) RETURNS text LANGUAGE plpgsql
AS $$
DECLARE
    missing bigint := o.total_amount - o.held_amount;
    p payment;
    late boolean := o.status IN ('expired', 'failed');
BEGIN
    IF o.held_amount = 0 OR o.status NOT IN ('pending', 'processing',
            'expired', 'failed') THEN
        PERFORM refuse(409, 'order_is_' || o.status, NULL,
            jsonb_build_object('state', o.status));
    END IF;
    IF missing > 0 THEN
        UPDATE orders x SET total_amount = x.total_amount - missing,
            discount_amount = x.discount_amount + missing,
            promotion_cost = x.promotion_cost + missing,
            discount_code = coalesce(x.discount_code, 'rounding')
        WHERE x.id = o.id;
    END IF;
    UPDATE orders x SET held_amount = 0 WHERE x.id = o.id RETURNING * INTO o;
    o := order_sell(o, CASE WHEN late THEN 'late' ELSE 'pay' END, 'admin',
        ARRAY[ROW('refunds', NULL, 'order:' || o.id, o.total_amount)::leg]);
    IF missing < 0 THEN
        SELECT * INTO p FROM payment x WHERE x.order_id = o.id
            AND x.status = 'captured' AND x.currency = o.currency
        ORDER BY x.amount DESC LIMIT 1;
        PERFORM refund_receipt(o, p, 'extra', -missing);
    END IF;
    RETURN order_settle(o);
END
$$;

-- --- who may do what -----------------------------------------------------------
GRANT EXECUTE ON FUNCTION refund_retry(bigint), refund_by_hand(bigint, text),
    order_hold_decide(bigint, text, text) TO belay_admin;
GRANT EXECUTE ON FUNCTION refund_succeeded(bigint, text, bigint),
    refund_submitted(bigint, text), refund_failed(bigint, text),
    refund_from_provider(text, text, bigint),
    dispute_open(text, text, text, bigint, text, text, timestamptz),
    dispute_won(text, text, text, bigint, text),
    dispute_lost(text, text, text, bigint, text)
    TO belay_worker;
