-- PayPal: what is asked for a payment, and what its objects mean.  A payment is one
-- order there (Orders v2), approved by the buyer and captured by us; its money is
-- the capture.  An order tells everything, refunds included.
CREATE FUNCTION paypal_checkout(p payment, o orders, site text) RETURNS void
LANGUAGE sql
AS $$
    SELECT provider_call_put('paypal', 'POST', '/v2/checkout/orders',
        'payment:' || (p).id, jsonb_build_object('intent', 'CAPTURE',
        'purchase_units', jsonb_build_array(jsonb_build_object(
            'custom_id', (o).id::text, 'description', left((o).title, 127),
            'amount', jsonb_build_object('currency_code', (p).currency,
                'value', provider_decimal('paypal', (p).amount,
                    (p).currency)))),
        'payment_source', jsonb_build_object('paypal', jsonb_build_object(
            'experience_context', jsonb_build_object(
                'user_action', 'PAY_NOW', 'shipping_preference', 'NO_SHIPPING',
                'brand_name', left(setting_text('invoice_seller_name'), 127),
                'return_url', format('%s/checkout/order/%s/return', site,
                    (o).ref),
                'cancel_url', format('%s/checkout/order/%s/cancel', site,
                    (o).ref))))))
$$;
CREATE FUNCTION paypal_made(said jsonb, OUT ref text, OUT url text)
LANGUAGE sql IMMUTABLE
AS $$
    SELECT said ->> 'id', (SELECT l ->> 'href'
        FROM jsonb_array_elements(said -> 'links') l
        WHERE l ->> 'rel' IN ('payer-action', 'approve') LIMIT 1)
$$;
CREATE FUNCTION paypal_look(p payment, by_night boolean) RETURNS void
LANGUAGE sql
AS $$
    SELECT provider_look('paypal', 'order', (p).session_ref, NULL, by_night)
$$;
-- Keys of orders are kept for hours only.
INSERT INTO payment_provider VALUES ('paypal', 'paypal_checkout', 'paypal_made',
    'paypal_look', '5 hours', '{"HUF": 0, "TWD": 0}');

-- --- capturing -----------------------------------------------------------------------
-- The buyer agreed: take the money, once, and only while the order waits for it.
CREATE FUNCTION capture_wanted(asked bigint) RETURNS boolean LANGUAGE sql STABLE
AS $$
    SELECT p.status IN ('created', 'requires_action', 'authorized')
        AND o.status = 'processing' AND o.expires_at > app_now()
        AND (p.amount, p.currency) = (o.total_amount, o.currency)
    FROM payment p JOIN orders o ON o.id = p.order_id WHERE p.id = asked
$$;
CREATE FUNCTION paypal_capture(p payment) RETURNS void LANGUAGE sql
AS $$
    SELECT provider_call_put('paypal', 'POST', '/v2/checkout/orders/'
        || (p).session_ref || '/capture', 'capture:' || (p).id, '{}')
    FROM orders o WHERE o.id = (p).order_id AND capture_wanted((p).id)
$$;
-- Whatever it said, the order tells how it stands; a means of payment that was
-- refused ends the attempt, so that the buyer can begin another.
CREATE FUNCTION capture_answered(answered bigint, outcome text, said jsonb)
RETURNS void LANGUAGE plpgsql
AS $$
BEGIN
    IF said #>> '{details,0,issue}' = 'INSTRUMENT_DECLINED' THEN
        PERFORM payment_failed(answered, 'declined');
    END IF;
    PERFORM payment_look(answered);
END
$$;
INSERT INTO provider_answer VALUES ('capture', 'capture_answered',
    'capture_wanted', 'payment_look');

-- --- hearing -------------------------------------------------------------------------
-- What is given back of a capture, as its order lists it.
CREATE FUNCTION paypal_refunds_heard(p payment, refunds jsonb) RETURNS void
LANGUAGE sql
AS $$
    SELECT refund_heard(refund_named(p, r ->> 'custom_id'), r ->> 'id',
        CASE r ->> 'status' WHEN 'COMPLETED' THEN 'succeeded'
            WHEN 'PENDING' THEN 'pending' ELSE 'failed' END,
        provider_minor(r #>> '{amount,value}', r #>> '{amount,currency_code}'),
        coalesce(r #>> '{status_details,reason}', r ->> 'status'))
    FROM jsonb_array_elements(refunds) r
$$;
CREATE FUNCTION paypal_money(p payment, capture jsonb, refunds jsonb)
RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    unit text := capture #>> '{amount,currency_code}';
    amount bigint := provider_minor(capture #>> '{amount,value}', unit);
    fee jsonb := capture #> '{seller_receivable_breakdown,paypal_fee}';
    gone bigint;
BEGIN
    IF fee ->> 'currency_code' = unit THEN
        PERFORM payment_fee(p.id, provider_minor(fee ->> 'value', unit));
    END IF;
    PERFORM paypal_refunds_heard(p, refunds);
    SELECT coalesce(sum(provider_minor(r #>> '{amount,value}', unit)), 0)
        INTO gone FROM jsonb_array_elements(refunds) r
        WHERE r ->> 'status' IN ('COMPLETED', 'PENDING');
    IF gone > 0 THEN
        PERFORM refund_from_provider('paypal', capture ->> 'id', gone);
    END IF;
    IF capture ->> 'status' = 'REFUNDED' AND gone < amount THEN
        PERFORM paypal_reversed(p, amount - gone, unit);
    END IF;
END
$$;
-- PayPal took it back by itself: a dispute that was lost, known to us or not.
CREATE FUNCTION paypal_reversed(p payment, taken bigint, unit text)
RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    rest bigint;
    d dispute;
BEGIN
    FOR d IN SELECT * FROM dispute x WHERE x.payment_id = p.id
            AND x.status = 'open' ORDER BY x.id LOOP
        PERFORM dispute_lost('paypal', d.provider_ref);
    END LOOP;
    SELECT taken - coalesce(sum(x.amount), 0) INTO rest FROM dispute x
        WHERE x.payment_id = p.id AND x.status = 'lost';
    IF rest > 0 THEN
        PERFORM dispute_lost('paypal', 'reversal:' || p.provider_ref,
            p.provider_ref, rest, unit);
    END IF;
END
$$;
CREATE FUNCTION paypal_order_heard(ref text, said jsonb) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    p payment;
    capture jsonb := said #> '{purchase_units,0,payments,captures,0}';
    unit text := capture #>> '{amount,currency_code}';
BEGIN
    SELECT * INTO p FROM payment x
        WHERE (x.provider, x.session_ref) = ('paypal', ref);
    IF p.id IS NULL THEN
        RETURN;
    ELSIF said IS NULL THEN
        PERFORM payment_failed(p.id, 'expired');    -- nobody approved it
    ELSIF capture ->> 'status' IN ('COMPLETED', 'PARTIALLY_REFUNDED',
            'REFUNDED') THEN
        PERFORM order_paid(p.order_id, 'paypal', capture ->> 'id',
            provider_minor(capture #>> '{amount,value}', unit), unit, ref);
        SELECT * INTO p FROM payment x WHERE (x.provider, x.provider_ref)
            = ('paypal', capture ->> 'id');
        PERFORM paypal_money(p, capture, coalesce(
            said #> '{purchase_units,0,payments,refunds}', '[]'));
    ELSIF capture ->> 'status' = 'PENDING' THEN
        PERFORM payment_authorized(p.id);
    ELSIF capture IS NOT NULL OR said ->> 'status' = 'VOIDED' THEN
        PERFORM payment_failed(p.id, lower(coalesce(capture ->> 'status',
            said ->> 'status')));
    ELSIF said ->> 'status' = 'APPROVED' THEN
        PERFORM paypal_capture(p);
    END IF;
END
$$;
-- A capture leads to its order.
CREATE FUNCTION paypal_capture_heard(ref text, said jsonb) RETURNS void
LANGUAGE sql
AS $$
    SELECT provider_look('paypal', 'order',
        said #>> '{supplementary_data,related_ids,order_id}')
$$;
INSERT INTO provider_object VALUES
    ('paypal', 'order', '/v2/checkout/orders/{}', 'paypal_order_heard'),
    ('paypal', 'capture', '/v2/payments/captures/{}', 'paypal_capture_heard');

-- --- events ------------------------------------------------------------------------------
CREATE FUNCTION paypal_order_event(e webhook_event) RETURNS void LANGUAGE sql
AS $$
    SELECT provider_look('paypal', 'order', (e).body #>> '{resource,id}')
$$;
CREATE FUNCTION paypal_capture_event(e webhook_event) RETURNS void LANGUAGE sql
AS $$
    SELECT CASE WHEN x.order_ref IS NOT NULL
        THEN provider_look('paypal', 'order', x.order_ref)
        ELSE provider_look('paypal', 'capture', (e).body #>> '{resource,id}') END
    FROM (SELECT (e).body #>> '{resource,supplementary_data,related_ids,order_id}'
        AS order_ref) x
$$;
-- Of a refund only its links name the capture.
CREATE FUNCTION paypal_refund_event(e webhook_event) RETURNS void LANGUAGE sql
AS $$
    SELECT provider_look('paypal', 'capture',
        substring(l ->> 'href' FROM '/captures/([A-Za-z0-9]+)$'))
    FROM jsonb_array_elements((e).body #> '{resource,links}') l
    WHERE l ->> 'rel' = 'up'
$$;
-- A reversal may show its capture, or a refund of it.
CREATE FUNCTION paypal_reversal_event(e webhook_event) RETURNS void
LANGUAGE sql
AS $$
    SELECT CASE WHEN (e).body ->> 'resource_type' = 'refund'
        THEN paypal_refund_event(e) ELSE paypal_capture_event(e) END
$$;
-- Disputes are told whole, and in any order.  One that we had taken for a reversal
-- gets its name.
CREATE FUNCTION paypal_dispute_event(e webhook_event) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    said jsonb := e.body -> 'resource';
    ref text := said ->> 'dispute_id';
    money_ref text := said #>> '{disputed_transactions,0,seller_transaction_id}';
    unit text := said #>> '{dispute_amount,currency_code}';
    amount bigint := provider_minor(said #>> '{dispute_amount,value}', unit);
BEGIN
    UPDATE dispute SET provider_ref = ref
    WHERE (provider, provider_ref) = ('paypal', 'reversal:' || money_ref)
        AND NOT EXISTS (SELECT FROM dispute x
            WHERE (x.provider, x.provider_ref) = ('paypal', ref));
    IF said ->> 'status' <> 'RESOLVED' THEN
        PERFORM dispute_open('paypal', ref, money_ref, amount, unit,
            lower(said ->> 'reason'),
            (said ->> 'seller_response_due_date')::timestamptz);
    ELSIF said #>> '{dispute_outcome,outcome_code}' IN ('RESOLVED_BUYER_FAVOUR',
            'ACCEPTED') THEN
        PERFORM dispute_lost('paypal', ref, money_ref, amount, unit);
    ELSE
        PERFORM dispute_won('paypal', ref, money_ref, amount, unit);
    END IF;
END
$$;
INSERT INTO webhook_kind VALUES
    ('paypal', 'CHECKOUT.ORDER.APPROVED', 'paypal_order_event'),
    ('paypal', 'CHECKOUT.ORDER.COMPLETED', 'paypal_order_event'),
    ('paypal', 'CHECKOUT.ORDER.VOIDED', 'paypal_order_event'),
    ('paypal', 'PAYMENT.CAPTURE.COMPLETED', 'paypal_capture_event'),
    ('paypal', 'PAYMENT.CAPTURE.PENDING', 'paypal_capture_event'),
    ('paypal', 'PAYMENT.CAPTURE.DENIED', 'paypal_capture_event'),
    ('paypal', 'PAYMENT.CAPTURE.REVERSED', 'paypal_reversal_event'),
    ('paypal', 'PAYMENT.CAPTURE.REFUNDED', 'paypal_refund_event'),
    ('paypal', 'PAYMENT.REFUND.FAILED', 'paypal_refund_event'),
    ('paypal', 'CUSTOMER.DISPUTE.CREATED', 'paypal_dispute_event'),
    ('paypal', 'CUSTOMER.DISPUTE.UPDATED', 'paypal_dispute_event'),
    ('paypal', 'CUSTOMER.DISPUTE.RESOLVED', 'paypal_dispute_event');
