-- Subscriptions that Stripe renews: begun by a Checkout Session in subscription
-- mode, then charged there.  What happens there is heard by looking (0112): events
-- are hints, and may come in any order, twice, or months late.

-- Who is who there.
CREATE TABLE stripe_customer (
    user_id bigint PRIMARY KEY REFERENCES users,
    ref text NOT NULL UNIQUE,
    made_at timestamptz NOT NULL
);
-- The prices that the settings STRIPE_PRICE_… name, as they are there; used where
-- they say what the plan costs.
CREATE TABLE stripe_price (
    plan text PRIMARY KEY,
    ref text NOT NULL,
    amount bigint,              -- NULL: not looked at yet, or not for sale
    currency text,
    every text,
    product text
);
CREATE FUNCTION stripe_price_set(of_plan text, price_ref text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    IF coalesce(price_ref, '') = '' THEN
        DELETE FROM stripe_price WHERE plan = of_plan;
        RETURN;
    END IF;
    INSERT INTO stripe_price AS p (plan, ref) VALUES (of_plan, price_ref)
    ON CONFLICT (plan) DO UPDATE SET ref = excluded.ref, amount = NULL
        WHERE p.ref <> excluded.ref;
    IF FOUND THEN
        PERFORM provider_look('stripe', 'price', price_ref);
    END IF;
END
$$;
CREATE FUNCTION stripe_price_heard(price_ref text, said jsonb) RETURNS void
LANGUAGE sql
AS $$
    UPDATE stripe_price SET currency = upper(said ->> 'currency'),
        every = said #>> '{recurring,interval}', product = said ->> 'product',
        amount = CASE WHEN (said ->> 'active')::boolean
            AND said #>> '{recurring,interval_count}' = '1'
            THEN provider_said('stripe', (said ->> 'unit_amount')::bigint,
                upper(said ->> 'currency')) END
    WHERE ref = price_ref
$$;
-- What an item of a subscription costs a period: a price of theirs, or one made
-- for it; `product` is theirs, NULL for a new one.
CREATE FUNCTION stripe_item(s subscription, of_plan text, of_every text,
    gross bigint, product text) RETURNS jsonb LANGUAGE sql STABLE
AS $$
    SELECT coalesce((SELECT jsonb_build_object('price', p.ref)
        FROM stripe_price p WHERE s.kind = 'company' AND (p.plan, p.amount,
            p.currency, p.every) = (of_plan, gross, s.currency, of_every)),
        jsonb_build_object('price_data', jsonb_strip_nulls(jsonb_build_object(
            'currency', lower(s.currency),
            'unit_amount', provider_amount('stripe', gross, s.currency),
            'recurring', jsonb_build_object('interval', of_every),
            'product', product,
            'product_data', CASE WHEN product IS NULL THEN jsonb_build_object(
                'name', left(subscription_title(s), 250)) END))))
$$;
CREATE FUNCTION gross_of(s subscription, price bigint) RETURNS bigint
LANGUAGE sql STABLE
AS $$
    SELECT price + bp_of(price, coalesce((SELECT t.bp FROM tax_rate t
        WHERE t.country = buyer_country(s.payer_id)), 0))
$$;

-- --- beginning ---------------------------------------------------------------------
CREATE FUNCTION stripe_subscribe_body(p payment, o orders, s subscription,
    c subscription_charge, site text) RETURNS jsonb LANGUAGE sql STABLE
AS $$
    SELECT jsonb_strip_nulls(jsonb_build_object(
        'mode', 'subscription',
        'client_reference_id', o.ref,
        'customer', k.ref,
        'customer_email', CASE WHEN k.ref IS NULL THEN u.email END,
        'expires_at', extract(epoch FROM least(app_now() + interval '23 hours',
            greatest(o.expires_at, app_now() + interval '31 minutes')))::bigint,
        'success_url', format('%s/checkout/order/%s/return', site, o.ref),
        'cancel_url', format('%s/checkout/order/%s', site, o.ref),
        'line_items', jsonb_build_array(stripe_item(s, c.plan, c.every,
            gross_of(s, c.price_amount), NULL) || '{"quantity": 1}'),
        'discounts', CASE WHEN o.total_amount < gross_of(s, c.price_amount)
            THEN jsonb_build_array(jsonb_build_object('coupon',
                'belay_' || p.id)) END,
        'metadata', m.ids,
        'subscription_data', jsonb_build_object('description',
            left(o.title, 250), 'metadata', m.ids)))
    FROM users u LEFT JOIN stripe_customer k ON k.user_id = u.id,
    LATERAL (SELECT jsonb_build_object('subscription_id', s.id::text,
        'order_id', o.id::text, 'payment_id', p.id::text,
        'user_id', o.buyer_id::text, 'kind', o.kind) AS ids) m
    WHERE u.id = o.buyer_id
$$;
-- What waits for the coupon by which a code makes the first period cheaper.
CREATE TABLE stripe_next (
    payment_id bigint PRIMARY KEY REFERENCES payment,
    body jsonb NOT NULL
);
-- As the checkouts of 0113, but that the first charge of a subscription is one.
CREATE FUNCTION stripe_any_checkout(p payment, o orders, site text)
RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    s subscription;
    c subscription_charge;
    next jsonb;
    off bigint;
BEGIN
    SELECT * INTO c FROM subscription_charge x WHERE x.order_id = o.id
        AND x.status = 'open' AND x.kind = 'first';
    IF c.id IS NULL THEN
        -- a page of theirs lives for a day at most, a renewal for weeks
        o.expires_at := least(o.expires_at, app_now() + interval '23 hours');
        PERFORM stripe_checkout(p, o, site);
        RETURN;
    END IF;
    SELECT * INTO s FROM subscription x WHERE x.id = c.subscription_id;
    next := stripe_subscribe_body(p, o, s, c, site);
    off := gross_of(s, c.price_amount) - o.total_amount;
    IF off <= 0 THEN
        PERFORM provider_call_put('stripe', 'POST', '/v1/checkout/sessions',
            'payment:' || p.id, next);
        RETURN;
    END IF;
    INSERT INTO stripe_next VALUES (p.id, next)
        ON CONFLICT (payment_id) DO UPDATE SET body = excluded.body;
    PERFORM provider_call_put('stripe', 'POST', '/v1/coupons', 'coupon:' || p.id,
        jsonb_build_object('id', 'belay_' || p.id, 'duration', 'once',
        'amount_off', provider_amount('stripe', off, o.currency),
        'currency', lower(o.currency), 'max_redemptions', 1,
        'name', left(coalesce(o.discount_code, 'Discount'), 40)));
END
$$;
UPDATE payment_provider SET checkout = 'stripe_any_checkout'
    WHERE name = 'stripe';
CREATE FUNCTION coupon_answered(of_payment bigint, outcome text, said jsonb)
RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    next jsonb;
BEGIN
    DELETE FROM stripe_next n WHERE n.payment_id = of_payment
        RETURNING n.body INTO next;
    IF outcome = 'done' AND next IS NOT NULL THEN
        PERFORM provider_call_put('stripe', 'POST', '/v1/checkout/sessions',
            'payment:' || of_payment, next);
    ELSIF outcome <> 'done' THEN
        PERFORM payment_failed(of_payment, coalesce(said #>> '{error,type}',
            'no_answer'));
    END IF;
END
$$;
INSERT INTO provider_answer (prefix, apply, wanted)
    VALUES ('coupon', 'coupon_answered', 'payment_wanted');

-- --- what we tell it ------------------------------------------------------------------
CREATE FUNCTION stripe_ask(ref text) RETURNS void LANGUAGE sql
AS $$ SELECT provider_look('stripe', 'subscription', ref) $$;
-- Keys are of the history: each wish once, however often it is repeated.
CREATE FUNCTION stripe_tell(s subscription, what text, body jsonb)
RETURNS void LANGUAGE sql
AS $$
    SELECT provider_call_put('stripe', CASE what WHEN 'subscription_end'
            THEN 'DELETE' ELSE 'POST' END, '/v1/subscriptions/'
        || s.provider_ref, format('%s:%s:%s', what, s.id, (SELECT max(h.id)
            FROM subscription_history h WHERE h.subscription_id = s.id)), body)
    WHERE s.provider_ref IS NOT NULL
$$;
-- From the next period on it costs what the plan does that is then.
CREATE FUNCTION subscription_provider_plan(s subscription) RETURNS void
LANGUAGE sql
AS $$
    SELECT stripe_tell(s, 'subscription_plan', jsonb_build_object(
        'proration_behavior', 'none', 'cancel_at_period_end', false,
        'items', jsonb_build_array(jsonb_build_object('id', s.provider_item)
            || stripe_item(s, coalesce(s.pending_plan, s.plan),
            coalesce(s.pending_every, s.every), gross_of(s,
            coalesce(s.pending_amount, s.price_amount)), s.provider_product))))
$$;
CREATE FUNCTION subscription_provider_cancel(s subscription) RETURNS void
LANGUAGE sql
AS $$
    SELECT stripe_tell(s, 'subscription_cancel', jsonb_build_object(
        'cancel_at_period_end', s.cancel_at_period_end))
$$;
CREATE FUNCTION subscription_provider_end(s subscription) RETURNS void
LANGUAGE sql
AS $$ SELECT stripe_tell(s, 'subscription_end', '{}') $$;
-- Charge what is open again, as a step of dunning.
CREATE FUNCTION subscription_provider_retry(s subscription, step int)
RETURNS void LANGUAGE sql
AS $$
    SELECT provider_call_put('stripe', 'POST', format('/v1/invoices/%s/pay',
        c.provider_invoice), format('subscription_retry:%s:%s', s.id, step
        + 100 * c.id), '{}')
    FROM subscription_charge c WHERE c.subscription_id = s.id
        AND c.status = 'open' AND c.provider_invoice IS NOT NULL
        AND s.provider_ref IS NOT NULL
$$;
-- Paid by another way, it is not to be charged there any more.
CREATE FUNCTION subscription_provider_void(c subscription_charge)
RETURNS void LANGUAGE sql
AS $$
    SELECT provider_call_put('stripe', 'POST', format('/v1/invoices/%s/void',
        c.provider_invoice), 'invoice_void:' || c.id, '{}')
    WHERE c.provider_invoice IS NOT NULL AND c.provider_invoice
        IS DISTINCT FROM current_setting('app.stripe_invoice', true)
$$;
-- Whatever became of it, we look.
CREATE FUNCTION stripe_told(of_subscription bigint, outcome text, said jsonb)
RETURNS void LANGUAGE sql
AS $$
    SELECT stripe_ask(s.provider_ref) FROM subscription s
    WHERE s.id = of_subscription AND s.provider_ref IS NOT NULL
$$;
INSERT INTO provider_answer (prefix, apply)
    SELECT p, 'stripe_told' FROM unnest(ARRAY['subscription_plan',
        'subscription_cancel', 'subscription_end', 'subscription_retry']) p;

-- --- what we hear ----------------------------------------------------------------------
-- The subscription of ours that one of theirs is, locked behind its order.
CREATE FUNCTION stripe_subscription_of(ref text, named text)
RETURNS subscription LANGUAGE plpgsql
AS $$
DECLARE
    found bigint;
    s subscription;
BEGIN
    SELECT x.id INTO found FROM subscription x WHERE x.provider_ref = ref;
    IF found IS NULL AND named ~ '^[0-9]{1,18}$' THEN
        found := named::bigint;
    END IF;
    IF found IS NOT NULL THEN
        s := subscription_take(found);
    END IF;
    IF s.provider_ref IS NULL AND s.provider_left IS DISTINCT FROM ref THEN
        UPDATE subscription x SET provider_ref = ref, provider = 'stripe'
            WHERE x.id = s.id RETURNING * INTO s;
    END IF;
    RETURN CASE WHEN s.provider_ref = ref THEN s END;
END
$$;
CREATE FUNCTION stripe_subscription_heard(ref text, said jsonb)
RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    s subscription := stripe_subscription_of(ref,
        said #>> '{metadata,subscription_id}');
    item jsonb := said #> '{items,data,0}';
BEGIN
    IF s.id IS NULL THEN
        RETURN;
    END IF;
    UPDATE subscription x SET provider_item = coalesce(item ->> 'id',
            x.provider_item),
        provider_product = coalesce(item #>> '{price,product}',
            x.provider_product)
    WHERE x.id = s.id RETURNING * INTO s;
    INSERT INTO stripe_customer (user_id, ref, made_at)
        SELECT s.payer_id, said ->> 'customer', app_now()
        WHERE said ->> 'customer' IS NOT NULL ON CONFLICT DO NOTHING;
    IF jsonb_typeof(said -> 'latest_invoice') = 'object' THEN
        PERFORM stripe_invoice_take(s, said -> 'latest_invoice');
        SELECT * INTO s FROM subscription x WHERE x.id = s.id;
    END IF;
    IF s.ended_at IS NOT NULL THEN
        IF said ->> 'status' IN ('trialing', 'active', 'past_due', 'unpaid',
                'incomplete') THEN
            PERFORM subscription_provider_end(s);   -- the same key: once
        END IF;
    ELSIF said IS NULL OR said ->> 'status' IN ('canceled',
            'incomplete_expired', 'unpaid') THEN
        PERFORM stripe_subscription_gone(s, said);
    ELSE
        PERFORM stripe_flag_take(s, (said ->> 'cancel_at_period_end')::boolean);
    END IF;
END
$$;
-- It has ended there.  What nobody paid is dunned on here, by hand.
CREATE FUNCTION stripe_subscription_gone(s subscription, said jsonb)
RETURNS void LANGUAGE plpgsql
AS $$
BEGIN
    IF s.status = 'incomplete' THEN
        UPDATE subscription x SET provider_left = x.provider_ref,
            provider_ref = NULL WHERE x.id = s.id;
    ELSIF s.status IN ('past_due', 'suspended') OR said ->> 'status' = 'unpaid'
            OR said #>> '{cancellation_details,reason}' = 'payment_failed' THEN
        UPDATE subscription x SET provider_left = x.provider_ref,
            provider_ref = NULL WHERE x.id = s.id RETURNING * INTO s;
        IF s.status = 'active' THEN
            PERFORM subscription_failed(s, true);
        END IF;
    ELSIF s.status = 'active' AND s.cancel_at_period_end AND s.period_end
            <= coalesce(to_timestamp((said ->> 'ended_at')::float8), app_now())
            + interval '1 day' THEN
        PERFORM subscription_end(s, 'end', 'system');
    ELSE
        PERFORM subscription_end(s, 'gone', 'system');
    END IF;
END
$$;
-- Cancelled or taken back at their portal; not while our own wish is on its way.
CREATE FUNCTION stripe_flag_take(s subscription, ends boolean) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    IF s.status <> 'active' OR ends IS NULL OR ends = s.cancel_at_period_end
            OR EXISTS (SELECT FROM provider_call c WHERE c.status = 'waiting'
                AND c.resource = '/v1/subscriptions/' || s.provider_ref) THEN
        RETURN;
    END IF;
    UPDATE subscription x SET cancel_at_period_end = ends,
        cancel_reason = CASE WHEN ends THEN coalesce(x.cancel_reason, 'other')
            END WHERE x.id = s.id RETURNING * INTO s;
    s := subscription_move(s, CASE WHEN ends THEN 'cancel' ELSE 'reactivate' END,
        'owner', 'active', 'portal');
    PERFORM subscription_tell(s, 'subscription_changed', jsonb_build_object(
        CASE WHEN ends THEN 'is_cancel' ELSE 'is_reactivate' END, true,
        'until', rfc3339(s.period_end)));
    PERFORM subscription_plan_clock(s);
END
$$;

-- An invoice: by itself, whatever else is known already.
CREATE FUNCTION stripe_invoice_heard(ref text, said jsonb) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    s subscription;
BEGIN
    IF said ->> 'subscription' IS NULL THEN
        RETURN;
    END IF;
    s := stripe_subscription_of(said ->> 'subscription',
        said #>> '{subscription_details,metadata,subscription_id}');
    IF s.id IS NULL THEN
        -- an invoice of one that left, or that says nothing of us
        SELECT x.* INTO s FROM subscription x JOIN subscription_charge c
            ON c.subscription_id = x.id WHERE c.provider_invoice = ref;
    END IF;
    IF s.id IS NOT NULL THEN
        PERFORM stripe_invoice_take(s, said);
        IF s.provider_item IS NULL THEN
            PERFORM stripe_ask(s.provider_ref);
        END IF;
    END IF;
END
$$;
CREATE FUNCTION stripe_invoice_take(s subscription, said jsonb)
RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    c subscription_charge;
    reason text := said ->> 'billing_reason';
    failed boolean := said ->> 'status' = 'open'
        AND (said ->> 'attempt_count')::int > 0;
BEGIN
    IF said ->> 'status' IS DISTINCT FROM 'paid' AND NOT failed
            OR reason NOT IN ('subscription_create', 'subscription_cycle') THEN
        RETURN;
    END IF;
    SELECT * INTO c FROM subscription_charge x
        WHERE x.provider_invoice = said ->> 'id';
    IF c.id IS NULL THEN
        c := stripe_charge_of(s, reason, said);
    END IF;
    IF c.id IS NULL OR c.status <> 'open' THEN
        RETURN;         -- known, or for nothing any more
    ELSIF failed THEN
        IF s.status = 'active' AND c.kind = 'renewal' THEN
            PERFORM subscription_failed(s, false);
        END IF;
        RETURN;
    END IF;
    PERFORM stripe_invoice_paid(c, said);
END
$$;
-- Which charge an invoice is about: the first one, or the next period's.
CREATE FUNCTION stripe_charge_of(s subscription, reason text, said jsonb)
RETURNS subscription_charge LANGUAGE plpgsql
AS $$
DECLARE
    c subscription_charge := charge_of(s);
    began timestamptz := to_timestamp((said #>> '{lines,data,0,period,start}')
        ::float8);
BEGIN
    IF reason = 'subscription_create' THEN
        IF c.kind IS DISTINCT FROM 'first' THEN
            RETURN NULL;
        END IF;
        UPDATE subscription_charge x SET from_at = began WHERE x.id = c.id
            AND x.from_at IS NULL RETURNING * INTO c;
    ELSIF s.status IN ('active', 'past_due', 'suspended') AND NOT EXISTS (SELECT
            FROM subscription_charge x WHERE x.subscription_id = s.id
            AND x.status = 'paid' AND x.applied_at IS NULL) THEN
        PERFORM subscription_not_upgrading(s);
        PERFORM renewal_open(s, false);
        c := charge_of(s);
        IF c.kind IS DISTINCT FROM 'renewal' THEN
            RETURN NULL;
        END IF;
    ELSE
        RETURN NULL;
    END IF;
    UPDATE subscription_charge x SET provider_invoice = said ->> 'id'
        WHERE x.id = c.id RETURNING * INTO c;
    RETURN c;
END
$$;
CREATE FUNCTION stripe_invoice_paid(c subscription_charge, said jsonb)
RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    unit text := upper(said ->> 'currency');
    money_ref text := coalesce(said ->> 'payment_intent', said ->> 'charge',
        said ->> 'id');
    o orders;
    s subscription;
BEGIN
    SELECT * INTO o FROM orders x WHERE x.id = c.order_id;
    IF o.id IS NULL OR o.status = 'canceled' THEN
        -- the order that was to be paid by it is gone
        SELECT * INTO s FROM subscription x WHERE x.id = c.subscription_id;
        o := order_write(NULL, s.payer_id, subscription_order_kind(s), s.id,
            'stripe', NULL, '{}', price_of(subscription_order_kind(s), s.id,
            s.payer_id, NULL));
        PERFORM opened_subscription(o);
    END IF;
    PERFORM set_config('app.stripe_invoice', said ->> 'id', true);
    PERFORM order_paid(o.id, 'stripe', money_ref, provider_said('stripe',
        (said ->> 'amount_paid')::bigint, unit), unit);
    PERFORM provider_look('stripe', 'payment_intent',
        said ->> 'payment_intent');     -- for its fee, and what went back
END
$$;
CREATE FUNCTION stripe_subscription_session(ref text, said jsonb)
RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    p payment := stripe_payment_of(said);
BEGIN
    IF said ->> 'status' = 'expired' AND p.id IS NOT NULL THEN
        PERFORM payment_failed(p.id, 'expired');
    ELSIF said ->> 'subscription' IS NOT NULL THEN
        PERFORM stripe_ask(said ->> 'subscription');
    END IF;
END
$$;
INSERT INTO provider_object VALUES
    ('stripe', 'subscription', '/v1/subscriptions/{}?expand%5B%5D='
        'latest_invoice', 'stripe_subscription_heard'),
    ('stripe', 'invoice', '/v1/invoices/{}', 'stripe_invoice_heard'),
    ('stripe', 'price', '/v1/prices/{}', 'stripe_price_heard'),
    ('stripe', 'checkout.session:subscription', '/v1/checkout/sessions/{}',
        'stripe_subscription_session');
INSERT INTO webhook_kind
    SELECT 'stripe', k, 'stripe_object_event' FROM unnest(ARRAY[
        'customer.subscription.created', 'customer.subscription.updated',
        'customer.subscription.deleted', 'customer.subscription.paused',
        'customer.subscription.resumed', 'customer.subscription.trial_will_end',
        'invoice.paid', 'invoice.payment_succeeded', 'invoice.payment_failed',
        'invoice.payment_action_required', 'invoice.finalized']) k;
-- Every night all that renew there, in case something was not told.
CREATE FUNCTION stripe_subscriptions_look() RETURNS void LANGUAGE sql
SECURITY DEFINER SET search_path = public
AS $$
    SELECT provider_look('stripe', 'subscription', s.provider_ref, NULL, true)
    FROM subscription s WHERE s.provider_ref IS NOT NULL
        AND s.status IN ('incomplete', 'trialing', 'active', 'past_due',
            'suspended')
$$;

-- --- the portal ---------------------------------------------------------------------------
-- A member's way to Stripe's page for payment methods and invoices.
CREATE TABLE portal_visit (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id bigint NOT NULL REFERENCES users,
    status text NOT NULL DEFAULT 'waiting'
        CHECK (status IN ('waiting', 'ready', 'failed')),
    url text,
    created_at timestamptz NOT NULL,
    CHECK ((status = 'ready') = (url IS NOT NULL))
);
CREATE INDEX portal_visit_user ON portal_visit (user_id, id DESC);
-- NULL: they have no account there.  `site` is our own address.
CREATE FUNCTION portal_open(site text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    me bigint := acting_member();
    customer text;
    made bigint;
BEGIN
    SELECT c.ref INTO customer FROM stripe_customer c WHERE c.user_id = me;
    IF customer IS NULL THEN
        RETURN NULL;
    END IF;
    DELETE FROM portal_visit v WHERE v.user_id = me
        AND v.created_at < app_now() - interval '1 day';
    INSERT INTO portal_visit (user_id, created_at) VALUES (me, app_now())
        RETURNING id INTO made;
    PERFORM provider_call_put('stripe', 'POST', '/v1/billing_portal/sessions',
        'portal:' || made, jsonb_build_object('customer', customer,
        'return_url', rtrim(site, '/') || '/account/billing'));
    RETURN made;
END
$$;
CREATE FUNCTION portal_answered(visit bigint, outcome text, said jsonb)
RETURNS void LANGUAGE sql
AS $$
    UPDATE portal_visit SET url = said ->> 'url',
        status = CASE WHEN outcome = 'done' AND said ->> 'url' IS NOT NULL
            THEN 'ready' ELSE 'failed' END
    WHERE id = visit
$$;
CREATE FUNCTION portal_wanted(visit bigint) RETURNS boolean LANGUAGE sql STABLE
AS $$
    SELECT EXISTS (SELECT FROM portal_visit v WHERE v.id = visit
        AND v.status = 'waiting' AND v.created_at > app_now()
            - interval '5 minutes')
$$;
INSERT INTO provider_answer (prefix, apply, wanted)
    VALUES ('portal', 'portal_answered', 'portal_wanted');

-- --- who may see and do what -----------------------------------------------------------------
ALTER TABLE stripe_customer ENABLE ROW LEVEL SECURITY;
ALTER TABLE portal_visit ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON stripe_customer TO belay_billing
    USING (user_id = app_user_id());
CREATE POLICY own ON portal_visit TO belay_billing
    USING (user_id = app_user_id());
CREATE POLICY admin ON stripe_customer TO belay_admin USING (true);
CREATE POLICY admin ON portal_visit TO belay_admin USING (true);
GRANT SELECT ON stripe_customer, portal_visit TO belay_billing, belay_admin;
GRANT SELECT ON stripe_price TO belay_admin;
GRANT EXECUTE ON FUNCTION portal_open(text) TO belay_billing;
GRANT EXECUTE ON FUNCTION stripe_price_set(text, text),
    stripe_subscriptions_look() TO belay_worker;
INSERT INTO person_data VALUES
    ('stripe_customer', 'user_id', 'money', false, 'keep', 'books: kept by law'),
    ('portal_visit', 'user_id', 'money', false, 'delete', NULL);
