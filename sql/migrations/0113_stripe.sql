-- Stripe: what is asked for a payment, and what its objects mean (API version
-- 2023-08-16).  A payment is one Checkout Session; its money is the payment intent.
CREATE FUNCTION stripe_checkout(p payment, o orders, site text) RETURNS void
LANGUAGE sql
AS $$
    SELECT provider_call_put('stripe', 'POST', '/v1/checkout/sessions',
        'payment:' || (p).id, jsonb_strip_nulls(jsonb_build_object(
        'mode', 'payment',
        'client_reference_id', (o).ref,
        'customer_email', u.email,
        -- a page must live for half an hour; the order's end closes it
        'expires_at', extract(epoch FROM greatest((o).expires_at,
            app_now() + interval '31 minutes'))::bigint,
        'success_url', format('%s/checkout/order/%s/return', site, (o).ref),
        'cancel_url', format('%s/checkout/order/%s/cancel', site, (o).ref),
        'line_items', jsonb_build_array(jsonb_build_object('quantity', 1,
            'price_data', jsonb_build_object('currency', lower((p).currency),
                'unit_amount', provider_amount('stripe', (p).amount,
                    (p).currency),
                'product_data', jsonb_build_object('name',
                    left((o).title, 250))))),
        'metadata', m.ids,
        'payment_intent_data', jsonb_build_object('description',
            left((o).title, 250), 'metadata', m.ids))))
    FROM users u, LATERAL (SELECT jsonb_build_object(
        'order_id', (o).id::text, 'payment_id', (p).id::text,
        'user_id', (o).buyer_id::text, 'kind', (o).kind,
        (o).kind || '_id', (o).item_id::text) AS ids) m
    WHERE u.id = (o).buyer_id
$$;
CREATE FUNCTION stripe_made(said jsonb, OUT ref text, OUT url text)
LANGUAGE sql IMMUTABLE
AS $$ SELECT said ->> 'id', said ->> 'url' $$;
-- Money that is there by its intent, which tells of refunds and fees too.
CREATE FUNCTION stripe_look(p payment, by_night boolean) RETURNS void
LANGUAGE sql
AS $$
    SELECT CASE WHEN (p).provider_ref LIKE 'pi\_%'
        THEN provider_look('stripe', 'payment_intent', (p).provider_ref, NULL,
            by_night)
        WHEN (p).session_ref IS NOT NULL
        THEN provider_look('stripe', 'checkout.session', (p).session_ref, NULL,
            by_night) END
$$;
-- Keys are kept for a day.  Stripe counts ISK and UGX in hundredths.
INSERT INTO payment_provider VALUES ('stripe', 'stripe_checkout', 'stripe_made',
    'stripe_look', '23 hours', '{"ISK": 2, "UGX": 2}');

-- --- hearing ----------------------------------------------------------------------
-- The attempt behind a session: by its reference, or by what we wrote on it.
CREATE FUNCTION stripe_payment_of(session jsonb) RETURNS payment
LANGUAGE sql STABLE
AS $$
    SELECT p FROM payment p WHERE p.provider = 'stripe' AND p.id = coalesce(
        (SELECT x.id FROM payment x WHERE (x.provider, x.session_ref)
            = ('stripe', session ->> 'id')),
        (SELECT x.id FROM payment x WHERE x.id = payment_named('stripe',
            session #>> '{metadata,payment_id}') AND x.session_ref IS NULL))
$$;
-- Money that arrived, with the charge it came by.
CREATE FUNCTION stripe_money(p payment, intent jsonb) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    charge jsonb := intent -> 'latest_charge';
    line jsonb := charge -> 'balance_transaction';
    unit text := upper(intent ->> 'currency');
BEGIN
    IF jsonb_typeof(line) = 'object' AND upper(line ->> 'currency') = unit THEN
        PERFORM payment_fee(p.id, provider_said('stripe',
            (line ->> 'fee')::bigint, unit));
    END IF;
    IF (charge ->> 'amount_refunded')::bigint > 0 THEN
        PERFORM refund_from_provider('stripe', intent ->> 'id', provider_said(
            'stripe', (charge ->> 'amount_refunded')::bigint, unit));
    END IF;
END
$$;
CREATE FUNCTION stripe_session_heard(ref text, said jsonb) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    f regproc;
BEGIN
    IF said ->> 'mode' = 'payment' THEN
        PERFORM stripe_payment_heard(stripe_payment_of(said), said);
    ELSE
        -- who sells by another mode registers 'checkout.session:MODE'
        SELECT x.heard INTO f FROM provider_object x
            WHERE (x.provider, x.kind) = ('stripe', 'checkout.session:'
                || (said ->> 'mode'));
        IF f IS NOT NULL THEN
            EXECUTE format('SELECT %s($1, $2)', f) USING ref, said;
        END IF;
    END IF;
END
$$;
CREATE FUNCTION stripe_payment_heard(p payment, said jsonb) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    intent jsonb := said -> 'payment_intent';
    unit text := upper(intent ->> 'currency');
BEGIN
    IF p.id IS NULL THEN
        RETURN;
    ELSIF said ->> 'payment_status' = 'paid' THEN
        PERFORM order_paid(p.order_id, 'stripe', intent ->> 'id',
            provider_said('stripe', (intent ->> 'amount_received')::bigint,
            unit), unit, said ->> 'id');
        SELECT * INTO p FROM payment x WHERE (x.provider, x.provider_ref)
            = ('stripe', intent ->> 'id');
        PERFORM stripe_money(p, intent);
    ELSIF said ->> 'status' = 'expired' THEN
        PERFORM payment_failed(p.id, 'expired');
    ELSIF said ->> 'status' = 'complete' THEN
        IF intent ->> 'status' IN ('processing', 'requires_capture') THEN
            PERFORM payment_authorized(p.id);
        ELSE
            PERFORM payment_failed(p.id, coalesce(
                intent #>> '{last_payment_error,code}', intent ->> 'status'));
        END IF;
    END IF;
END
$$;
-- An intent: of a payment we know, or of one whose session tells the rest.
CREATE FUNCTION stripe_intent_heard(ref text, said jsonb) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    p payment;
BEGIN
    SELECT * INTO p FROM payment x WHERE (x.provider, x.provider_ref)
        = ('stripe', said ->> 'id') AND x.status = 'captured';
    IF p.id IS NOT NULL THEN
        PERFORM stripe_money(p, said);
    ELSE
        PERFORM payment_check(payment_named('stripe',
            said #>> '{metadata,payment_id}'));
    END IF;
END
$$;
-- A refund of ours; whoever sent others, the charge tells how much is gone.
CREATE FUNCTION stripe_refund_heard(ref text, said jsonb) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    p payment;
    unit text := upper(said ->> 'currency');
BEGIN
    SELECT * INTO p FROM payment x WHERE x.provider = 'stripe'
        AND x.provider_ref IN (said ->> 'payment_intent', said ->> 'charge');
    IF p.id IS NULL THEN
        PERFORM provider_look('stripe', 'payment_intent',
            said ->> 'payment_intent');
        RETURN;
    END IF;
    PERFORM refund_heard(refund_named(p, said #>> '{metadata,refund_id}'), ref,
        CASE WHEN said ->> 'status' IN ('failed', 'canceled') THEN 'failed'
            ELSE said ->> 'status' END, provider_said('stripe',
        (said ->> 'amount')::bigint, unit), coalesce(said ->> 'failure_reason',
        said ->> 'status'));
    PERFORM payment_look(p.id);
END
$$;
-- Inquiries (warning_…) take no money.
CREATE FUNCTION stripe_dispute_heard(ref text, said jsonb) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    unit text := upper(said ->> 'currency');
    amount bigint := provider_said('stripe', (said ->> 'amount')::bigint, unit);
    money_ref text := said ->> 'payment_intent';
BEGIN
    IF said ->> 'status' = 'won' THEN
        PERFORM dispute_won('stripe', ref, money_ref, amount, unit);
    ELSIF said ->> 'status' = 'lost' THEN
        PERFORM dispute_lost('stripe', ref, money_ref, amount, unit);
    ELSIF said ->> 'status' IN ('needs_response', 'under_review') THEN
        PERFORM dispute_open('stripe', ref, money_ref, amount, unit,
            said ->> 'reason', to_timestamp((said
            #>> '{evidence_details,due_by}')::float8));
    END IF;
    PERFORM dispute_fee('stripe', ref, provider_said('stripe', (SELECT
        sum((t ->> 'fee')::bigint)::bigint FROM jsonb_array_elements(
        said -> 'balance_transactions') t
        WHERE upper(t ->> 'currency') = unit), unit));
END
$$;
INSERT INTO provider_object VALUES
    ('stripe', 'checkout.session', '/v1/checkout/sessions/{}?expand%5B%5D='
        'payment_intent.latest_charge.balance_transaction',
        'stripe_session_heard'),
    ('stripe', 'payment_intent', '/v1/payment_intents/{}?expand%5B%5D='
        'latest_charge.balance_transaction', 'stripe_intent_heard'),
    ('stripe', 'refund', '/v1/refunds/{}', 'stripe_refund_heard'),
    ('stripe', 'dispute', '/v1/disputes/{}', 'stripe_dispute_heard');

-- --- events ------------------------------------------------------------------------
-- Each says which object to look at, and nothing else of it is believed.
CREATE FUNCTION stripe_object_event(e webhook_event) RETURNS void LANGUAGE sql
AS $$
    SELECT provider_look('stripe', (e).body #>> '{data,object,object}',
        (e).body #>> '{data,object,id}')
$$;
-- A charge is looked at by its intent; one without is not of ours.
CREATE FUNCTION stripe_charge_event(e webhook_event) RETURNS void LANGUAGE sql
AS $$
    SELECT provider_look('stripe', 'payment_intent',
        (e).body #>> '{data,object,payment_intent}')
$$;
INSERT INTO webhook_kind
    SELECT 'stripe', k, 'stripe_object_event' FROM unnest(ARRAY[
        'checkout.session.completed', 'checkout.session.expired',
        'checkout.session.async_payment_succeeded',
        'checkout.session.async_payment_failed',
        'payment_intent.succeeded', 'payment_intent.payment_failed',
        'payment_intent.processing', 'payment_intent.canceled',
        'refund.created', 'refund.updated', 'refund.failed',
        'charge.refund.updated',
        'charge.dispute.created', 'charge.dispute.updated',
        'charge.dispute.closed', 'charge.dispute.funds_withdrawn',
        'charge.dispute.funds_reinstated']) k;
INSERT INTO webhook_kind VALUES
    ('stripe', 'charge.refunded', 'stripe_charge_event');
