-- Attempts to pay, and the money.  order_paid() is the one function that makes an
-- order paid, whoever heard of the money first.

-- --- attempts to pay -----------------------------------------------------------
CREATE FUNCTION payment_move(p payment, target text, why text DEFAULT NULL)
RETURNS payment LANGUAGE plpgsql
AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM payment_rule r
            WHERE (r.from_status, r.to_status) = (p.status, target)) THEN
        PERFORM refuse(409, 'payment_is_' || p.status, NULL,
            jsonb_build_object('state', p.status));
    END IF;
    UPDATE payment x SET status = target, changed_at = app_now(),
        captured_at = CASE target WHEN 'captured' THEN app_now() END,
        failure = CASE WHEN target IN ('failed', 'voided') THEN why END
    WHERE x.id = p.id RETURNING * INTO p;
    RETURN p;
END
$$;

/*
 * The asking buyer goes to pay: the live attempt with this provider, or a new
 * one in its place.  The provider is asked with the key "payment:ID".  The
 * order's deadline moves on where an admin marks payments as received.
 */
CREATE FUNCTION payment_begin(of_order bigint, by_provider text)
RETURNS payment LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    o orders;
    p payment;
BEGIN
    SELECT * INTO o FROM orders x WHERE x.id = of_order
        AND x.buyer_id = acting_member() FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM refuse(404, 'order_unknown');
    ELSIF by_provider IS NULL
            OR by_provider NOT IN ('manual', 'stripe', 'paypal') THEN
        PERFORM refuse(422, 'provider_unknown', 'provider');
    ELSIF o.expires_at <= app_now() THEN
        PERFORM refuse(409, 'order_is_expired');
    END IF;
    IF o.status <> 'processing' THEN
        o := order_move(o, 'start', 'buyer', 'processing');
    END IF;
    SELECT * INTO p FROM payment x WHERE x.order_id = o.id AND x.status
        IN ('created', 'requires_action', 'authorized');
    IF p.provider = by_provider THEN
        RETURN p;
    ELSIF p.id IS NOT NULL THEN
        PERFORM payment_move(p, 'voided', 'replaced');
        PERFORM provider_void(p);
    END IF;
    UPDATE orders x SET provider = by_provider, expires_at =
        CASE by_provider WHEN 'manual' THEN greatest(x.expires_at,
            app_now() + make_interval(mins =>
                setting_text('manual_hold_minutes')::int))
        ELSE x.expires_at END
    WHERE x.id = o.id RETURNING * INTO o;
    PERFORM order_hook(o, 'opened');
    INSERT INTO payment (order_id, buyer_id, provider, amount, currency,
        created_at, changed_at)
    VALUES (o.id, o.buyer_id, by_provider, o.total_amount, o.currency,
        app_now(), app_now()) RETURNING * INTO p;
    IF by_provider <> 'manual' THEN
        PERFORM enqueue('payment.begin', jsonb_build_object('payment_id', p.id),
            p.id::text, NULL, 8);
    END IF;
    RETURN p;
END
$$;
-- The provider made its checkout: where the buyer pays.
CREATE FUNCTION payment_ready(ready bigint, checkout_ref text,
    checkout_url text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    p payment;
BEGIN
    UPDATE payment x SET session_ref = checkout_ref, url = checkout_url
    WHERE x.id = ready AND coalesce(x.session_ref, checkout_ref) = checkout_ref
    RETURNING * INTO p;
    IF p.status = 'created' THEN
        PERFORM payment_move(p, 'requires_action');
    END IF;
END
$$;
-- The bank has agreed, the money is not there yet.
CREATE FUNCTION payment_authorized(authorized bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    p payment;
BEGIN
    SELECT * INTO p FROM payment x WHERE x.id = authorized FOR UPDATE;
    IF p.status IN ('created', 'requires_action') THEN
        PERFORM payment_move(p, 'authorized');
    END IF;
END
$$;
-- An attempt came to nothing; the order stays open for another until it expires.
CREATE FUNCTION payment_failed(failed bigint, why text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    p payment;
BEGIN
    SELECT * INTO p FROM payment x WHERE x.id = failed FOR UPDATE;
    IF p.status IN ('created', 'requires_action', 'authorized') THEN
        PERFORM payment_move(p, 'failed', why);
    END IF;
END
$$;
-- The attempt behind a provider's reference (the checkout's or the money's).
CREATE FUNCTION payment_find(by_provider text, ref text, OUT payment_id bigint,
    OUT order_id bigint, OUT status text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT p.id, p.order_id, p.status FROM payment p
    WHERE (p.provider, p.session_ref) = (by_provider, ref)
        OR (p.provider, p.provider_ref) = (by_provider, ref)
    ORDER BY p.id DESC LIMIT 1
$$;

-- --- the money is there --------------------------------------------------------
CREATE FUNCTION clearing_of(by_provider text) RETURNS text
LANGUAGE sql IMMUTABLE
AS $$ SELECT 'clearing_' || by_provider $$;

-- The captured payment of an order: the attempt it belongs to, or one of its
-- own; NULL when it is known.
CREATE FUNCTION payment_capture(o orders, by_provider text, ref text,
    amount bigint, unit text, checkout_ref text) RETURNS payment
LANGUAGE plpgsql
AS $$
DECLARE
    p payment;
BEGIN
    SELECT * INTO p FROM payment x
        WHERE (x.provider, x.provider_ref) = (by_provider, ref);
    IF p.order_id <> o.id THEN
        PERFORM refuse(409, 'payment_of_another_order');
    ELSIF p.status = 'captured' THEN
        RETURN NULL;
    END IF;
    IF p.id IS NULL THEN
        SELECT * INTO p FROM payment x WHERE x.order_id = o.id
            AND x.provider = by_provider AND x.provider_ref IS NULL
            AND (checkout_ref IS NULL
                OR coalesce(x.session_ref, checkout_ref) = checkout_ref)
        ORDER BY x.status IN ('created', 'requires_action', 'authorized') DESC,
            x.id DESC LIMIT 1;
    END IF;
    IF p.id IS NULL THEN
        INSERT INTO payment (order_id, buyer_id, provider, session_ref, amount,
            currency, status, created_at, changed_at)
        VALUES (o.id, o.buyer_id, by_provider, checkout_ref, amount, unit,
            'voided', app_now(), app_now()) RETURNING * INTO p;
    END IF;
    UPDATE payment x SET provider_ref = ref, amount = payment_capture.amount,
        currency = unit WHERE x.id = p.id;
    RETURN payment_move(p, 'captured');
END
$$;
-- Received, but not (yet) a sale: it is the buyer's.
CREATE FUNCTION payment_hold(o orders, p payment) RETURNS void LANGUAGE sql
AS $$
    SELECT ledger_post('receipt', 'payment:' || (p).id, (p).currency, ARRAY[
        ROW(clearing_of((p).provider), NULL, NULL, (p).amount)::leg,
        ROW('refunds', NULL, 'order:' || (o).id, -(p).amount)::leg], (o).id)
$$;

-- Paid: the sale is booked, and everybody's share is theirs.
CREATE FUNCTION order_sell(o orders, event text, side text, source leg[])
RETURNS orders LANGUAGE plpgsql
AS $$
BEGIN
    o := order_move(o, event, side, 'paid');
    PERFORM ledger_post('sale', 'order:' || o.id, o.currency, source
        || ROW('promotion_cost', NULL, NULL, o.promotion_cost)::leg
        || ARRAY(SELECT ROW(s.account, s.user_id, s.ref, -s.amount)::leg
            FROM order_share s WHERE s.order_id = o.id), o.id);
    PERFORM earning_open(o);
    RETURN o;
END
$$;
-- Deliver, or give the money back; then write the invoice.
CREATE FUNCTION order_settle(o orders) RETURNS text LANGUAGE plpgsql
AS $$
DECLARE
    outcome text := order_fulfil(o.id);
BEGIN
    PERFORM invoice_make(o);
    RETURN outcome;
END
$$;

/*
 * The one finaliser: money for an order was captured.  Whoever hears of it
 * calls it (webhook, return page, poll, admin), as often as they like.
 *   fulfilled | paid (delivery is tried again) | refunding (could not be
 *   delivered, came twice, or after it was canceled: all goes back) |
 *   held (not what was asked for: an admin decides) | part (manual: the rest is
 *   awaited) | again (was known)
 * `ref` is the money's own reference, `checkout_ref` that of the checkout.
 */
CREATE FUNCTION order_paid(of_order bigint, by_provider text, ref text,
    amount bigint, unit text, checkout_ref text DEFAULT NULL) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    o orders;
    p payment;
BEGIN
    SELECT * INTO o FROM orders x WHERE x.id = of_order FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM refuse(404, 'order_unknown');
    ELSIF ref IS NULL OR amount IS NULL OR amount <= 0 OR NOT EXISTS
            (SELECT FROM currency c WHERE c.code = unit) THEN
        PERFORM refuse(422, 'payment_invalid', 'amount');
    END IF;
    p := payment_capture(o, by_provider, ref, amount, unit, checkout_ref);
    IF p.id IS NULL THEN
        RETURN 'again';
    END IF;
    RETURN order_received(o, p);
END
$$;
CREATE FUNCTION order_received(o orders, p payment) RETURNS text
LANGUAGE plpgsql
AS $$
DECLARE
    live boolean := o.status IN ('pending', 'processing', 'expired', 'failed');
    sum bigint := o.held_amount + p.amount;
    outcome text;
BEGIN
    IF live AND o.held_for_admin IS NULL AND sum = o.total_amount
            AND p.currency = o.currency THEN
        IF o.held_amount > 0 THEN
            PERFORM payment_hold(o, p);
            UPDATE orders x SET held_amount = 0 WHERE x.id = o.id;
        END IF;
        o := order_sell(o, CASE WHEN o.status IN ('expired', 'failed')
            THEN 'late' ELSE 'pay' END, 'system', ARRAY[CASE
            WHEN o.held_amount > 0
            THEN ROW('refunds', NULL, 'order:' || o.id, o.total_amount)::leg
            ELSE ROW(clearing_of(p.provider), NULL, NULL, p.amount)::leg END]);
        outcome := order_settle(o);
    ELSE
        PERFORM payment_hold(o, p);
        IF NOT live THEN
            PERFORM refund_receipt(o, p, 'extra');
            outcome := 'refunding';
        ELSE
            outcome := order_hold(o, p, sum);
        END IF;
    END IF;
    PERFORM payment_catch_up(p);
    RETURN outcome;
END
$$;
-- Less than asked for by hand is a part of it; anything else is looked at.
CREATE FUNCTION order_hold(o orders, p payment, sum bigint) RETURNS text
LANGUAGE plpgsql
AS $$
DECLARE
    is_part boolean := p.provider = 'manual' AND p.currency = o.currency
        AND sum < o.total_amount AND o.held_for_admin IS NULL
        AND o.status IN ('pending', 'processing');
BEGIN
    IF is_part AND o.status = 'pending' THEN
        o := order_move(o, 'start', 'system', 'processing');
    END IF;
    UPDATE orders x SET held_amount = CASE WHEN p.currency = x.currency
            THEN sum ELSE x.held_amount END,
        held_for_admin = CASE WHEN NOT is_part THEN coalesce(x.held_for_admin,
            CASE WHEN p.currency <> x.currency THEN 'currency'
            ELSE 'amount' END) END
    WHERE x.id = o.id RETURNING * INTO o;
    IF is_part THEN
        RETURN 'part';
    END IF;
    PERFORM order_attention(o, o.held_for_admin);
    RETURN 'held';
END
$$;

-- Deliver what is paid: fulfilled | paid (an error: tried again) | refunding.
CREATE FUNCTION order_fulfil(paid bigint) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    o orders;
    done boolean;
    late boolean;
BEGIN
    SELECT * INTO o FROM orders x WHERE x.id = paid FOR UPDATE;
    IF o.status <> 'paid' THEN
        RETURN CASE WHEN o.status = 'refunded' THEN 'refunding'
            ELSE 'fulfilled' END;
    ELSIF o.failure IS NOT NULL THEN
        RETURN 'refunding';
    END IF;
    BEGIN
        EXECUTE format('SELECT %s($1)', (SELECT k.fulfil FROM order_kind k
            WHERE k.kind = o.kind)) INTO done USING o;
    EXCEPTION WHEN OTHERS THEN
        IF SQLSTATE LIKE '40%' THEN
            RAISE;
        ELSIF SQLSTATE NOT LIKE 'BL%' THEN
            UPDATE orders x SET fulfil_error = SQLSTATE || ' ' || SQLERRM,
                retry_at = app_now() + least(interval '1 hour', greatest(
                    interval '1 minute', app_now() - x.paid_at))
            WHERE x.id = o.id;
            RETURN 'paid';
        END IF;
        done := false;
    END;
    IF done THEN
        o := order_move(o, 'fulfil', 'system', 'fulfilled');
        IF o.refunded_amount > 0 THEN
            PERFORM order_move(o, 'refund', 'system', 'partially_refunded');
        END IF;
        RETURN 'fulfilled';
    END IF;
    late := EXISTS (SELECT FROM order_history h WHERE h.order_id = o.id
        AND h.event = 'late');
    UPDATE orders x SET failure = CASE WHEN late THEN 'late'
        ELSE 'unavailable' END WHERE x.id = o.id RETURNING * INTO o;
    PERFORM refund_whole(o, o.failure);
    PERFORM order_tell(o, 'order_late', jsonb_build_object('late', late));
    RETURN 'refunding';
END
$$;

-- What the provider keeps of a payment, once it tells.
CREATE FUNCTION payment_fee(paid bigint, fee bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    p payment;
BEGIN
    UPDATE payment x SET fee_amount = fee WHERE x.id = paid
        AND x.status = 'captured' AND x.fee_amount IS NULL RETURNING * INTO p;
    IF p.id IS NOT NULL THEN
        PERFORM ledger_post('fee', 'fee:' || p.id, p.currency, ARRAY[
            ROW('provider_fees', NULL, NULL, fee)::leg,
            ROW(clearing_of(p.provider), NULL, NULL, -fee)::leg], p.order_id);
    END IF;
END
$$;

-- --- the clock -----------------------------------------------------------------
-- Expire what was not paid and deliver what was; how much was done.
CREATE FUNCTION order_tick(most int) RETURNS int LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    due bigint;
    n int := 0;
BEGIN
    FOR due IN SELECT x.id FROM orders x WHERE x.expires_at <= app_now()
            ORDER BY x.expires_at LIMIT most LOOP
        n := n + order_expire(due)::int;
    END LOOP;
    FOR due IN SELECT x.id FROM orders x WHERE x.status = 'paid'
            AND x.failure IS NULL AND x.retry_at <= app_now()
            ORDER BY x.retry_at LIMIT most FOR UPDATE SKIP LOCKED LOOP
        PERFORM order_fulfil(due);
        n := n + 1;
    END LOOP;
    RETURN n;
END
$$;

-- --- who may do what -----------------------------------------------------------
GRANT EXECUTE ON FUNCTION payment_begin(bigint, text) TO belay_billing;
GRANT EXECUTE ON FUNCTION order_paid(bigint, text, text, bigint, text, text),
    payment_ready(bigint, text, text), payment_authorized(bigint),
    payment_failed(bigint, text), payment_find(text, text) TO belay_billing,
    belay_worker, belay_admin;
GRANT EXECUTE ON FUNCTION order_fulfil(bigint), order_tick(int),
    payment_fee(bigint, bigint) TO belay_worker;
