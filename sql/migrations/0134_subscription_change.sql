-- What its owner does with a running subscription: more now, less at the period's
-- end, ending it, taking that back.

INSERT INTO notification_type (name, area, title, email, push, discord, urgent,
    required, can_wait) VALUES
    ('subscription_due', 'money', 'A subscription is to be paid', true, false, false, false, true, false),
    ('subscription_failed', 'money', 'A subscription could not be renewed', true, true, false, false, true, false),
    ('subscription_changed', 'money', 'A subscription has changed', true, false, false, false, true, false),
    ('subscription_ended', 'money', 'A subscription has ended', true, false, false, false, true, false);

-- What it is called: a plan, or a journey's tier.
CREATE FUNCTION subscription_title(s subscription) RETURNS text
LANGUAGE sql STABLE
AS $$
    SELECT CASE (s).kind WHEN 'tier' THEN (SELECT j.title || ': '
            || tier_title((s).plan) FROM journey j WHERE j.id = (s).journey_id)
        ELSE (SELECT p.title FROM company_plan p WHERE p.name = (s).plan) END
$$;
-- Whoever may pay for it hears of it.
CREATE FUNCTION subscription_tell(s subscription, type text,
    data jsonb DEFAULT '{}', key text DEFAULT '') RETURNS void LANGUAGE sql
AS $$
    SELECT notify(p.id, type, '/account/billing', jsonb_build_object(
        'title', subscription_title(s), 'company', (SELECT c.name FROM company c
            WHERE c.id = (s).company_id)) || data,
        format('subscription:%s:%s:%s:%s', (s).id, type, (s).version, key))
    FROM (SELECT (s).payer_id AS id UNION SELECT m.user_id FROM company_member m
        WHERE m.company_id = (s).company_id
            AND m.role IN ('owner', 'billing')) p
    JOIN users u ON u.id = p.id AND u.status = 'active'
$$;

-- --- what a change costs ----------------------------------------------------------------
CREATE TYPE plan_change AS (
    way text,                   -- upgrade: now · downgrade: at the period's end
    plan text,
    every text,
    price_amount bigint,        -- of a whole period from then on
    credit_amount bigint,       -- what is left of the present one
    rest_amount bigint,         -- what the new one costs for that time
    due_amount bigint,          -- now; before tax
    currency text,
    from_at timestamptz,
    to_at timestamptz
);
/*
 * An upgrade costs the difference for the days that are left, this one included;
 * from months to years a new period begins, less what is left of the old one.
 * Less than the least that can be paid is waived.
 */
CREATE FUNCTION plan_change_of(s subscription, to_plan text, to_every text)
RETURNS plan_change LANGUAGE plpgsql STABLE
AS $$
DECLARE
    p record := plan_price(s, to_plan, to_every);
    c plan_change;
    grows boolean;
BEGIN
    IF to_every IS NULL OR to_every NOT IN ('month', 'year') THEN
        PERFORM refuse(422, 'every_unknown', 'every');
    ELSIF p.amount IS NULL THEN
        PERFORM refuse(422, 'plan_unknown', 'plan');
    ELSIF (to_plan, to_every) = (s.plan, s.every) THEN
        PERFORM refuse(409, 'plan_is_yours');
    ELSIF to_every <> s.every AND s.provider_ref IS NOT NULL THEN
        -- Stripe would begin and charge a new period at once
        PERFORM refuse(409, 'plan_every_is_fixed');
    END IF;
    c.plan := to_plan;
    c.every := to_every;
    c.price_amount := p.amount;
    c.currency := s.currency;
    c.from_at := app_now();
    c.to_at := s.period_end;
    c.credit_amount := prorate_rest(s.price_amount, s.period_start, app_now(),
        s.period_end, s.zone);
    IF to_every = s.every THEN
        grows := p.amount >= s.price_amount;
        c.rest_amount := prorate_rest(p.amount, s.period_start, app_now(),
            s.period_end, s.zone);
    ELSE
        grows := to_every = 'year'
            AND p.rank >= (plan_price(s, s.plan, s.every)).rank;
        c.rest_amount := p.amount;
        c.to_at := period_end(app_now(), 12, s.zone);
    END IF;
    c.way := CASE WHEN grows THEN 'upgrade' ELSE 'downgrade' END;
    IF NOT grows THEN
        c.from_at := s.period_end;
        c.to_at := period_end(s.anchor_at, s.periods + months_of(to_every),
            s.zone);
        c.credit_amount := 0;
        c.rest_amount := 0;
    END IF;
    c.due_amount := greatest(0, c.rest_amount - c.credit_amount);
    IF c.due_amount < (SELECT m.minimum FROM currency m
            WHERE m.code = c.currency) THEN
        c.due_amount := 0;
    END IF;
    RETURN c;
END
$$;
-- The same for the acting member, before they decide.
CREATE FUNCTION subscription_preview(of_subscription bigint, to_plan text,
    to_every text) RETURNS plan_change
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    s subscription;
BEGIN
    SELECT * INTO s FROM subscription x WHERE x.id = of_subscription;
    IF s.id IS NULL OR NOT subscription_is_of(s, app_user_id()) THEN
        PERFORM refuse(404, 'subscription_unknown');
    ELSIF s.status <> 'active' THEN
        PERFORM subscription_refuse(s, 'owner');
    END IF;
    RETURN plan_change_of(s, to_plan, to_every);
END
$$;

-- Paid ahead, the next period is settled.
CREATE FUNCTION subscription_not_renewed(s subscription) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    IF EXISTS (SELECT FROM subscription_charge c WHERE c.subscription_id = s.id
            AND c.status = 'paid' AND c.applied_at IS NULL) THEN
        PERFORM refuse(409, 'subscription_is_renewed');
    END IF;
END
$$;
/*
 * Change the plan.  `shown` is the amount that the preview gave (409 price_changed
 * with the new one where it is another).  An upgrade that costs something is a
 * charge to be paid, and there when it is paid; a downgrade waits for the end.
 * Gives what it came to.
 */
CREATE FUNCTION subscription_change(of_subscription bigint, to_plan text,
    to_every text, shown bigint DEFAULT NULL) RETURNS plan_change
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    s subscription := subscription_mine(of_subscription);
    c plan_change;
BEGIN
    IF s.status <> 'active' THEN
        PERFORM subscription_refuse(s, 'owner');
    END IF;
    PERFORM subscription_not_renewed(s);
    c := plan_change_of(s, to_plan, to_every);
    IF shown <> c.due_amount THEN
        PERFORM refuse(409, 'price_changed', NULL, jsonb_build_object('price',
            jsonb_build_object('amount', c.due_amount, 'currency', c.currency)));
    END IF;
    IF c.way = 'downgrade' THEN
        PERFORM charge_void(charge_of(s), 'replaced');
        UPDATE subscription x SET pending_plan = to_plan,
            pending_every = to_every, pending_amount = c.price_amount,
            cancel_at_period_end = false
        WHERE x.id = s.id RETURNING * INTO s;
        s := subscription_move(s, 'downgrade', 'owner', 'active', NULL,
            to_jsonb(c));
        PERFORM subscription_provider_plan(s);
        PERFORM subscription_plan_clock(s);
        RETURN c;
    END IF;
    s := subscription_move(s, 'upgrade', 'owner', 'active', NULL, to_jsonb(c));
    PERFORM charge_open(s, 'upgrade', to_plan, to_every, c.price_amount,
        c.due_amount, c.from_at, c.to_at);
    IF c.due_amount = 0 THEN
        PERFORM order_create(subscription_order_kind(s), s.id, NULL, NULL, NULL);
    END IF;
    RETURN c;
END
$$;
-- No downgrade after all.
CREATE FUNCTION subscription_keep(of_subscription bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    s subscription := subscription_mine(of_subscription);
BEGIN
    IF s.pending_plan IS NULL THEN
        PERFORM subscription_refuse(s, 'owner');
    END IF;
    s := subscription_move(s, 'keep', 'owner', 'active');
    PERFORM charge_void(charge_of(s), 'replaced');
    UPDATE subscription x SET pending_plan = NULL, pending_every = NULL,
        pending_amount = NULL WHERE x.id = s.id RETURNING * INTO s;
    PERFORM subscription_provider_plan(s);
    PERFORM subscription_plan_clock(s);
END
$$;
-- End it at the period's end; a trial at once.
CREATE FUNCTION subscription_cancel(of_subscription bigint, why text,
    said text DEFAULT NULL) RETURNS subscription
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    s subscription := subscription_mine(of_subscription);
BEGIN
    IF why IS NULL OR why NOT IN ('too_expensive', 'not_used', 'missing',
            'quality', 'other_product', 'other') THEN
        PERFORM refuse(422, 'cancel_reason_missing', 'reason');
    ELSIF s.status NOT IN ('active', 'trialing') OR s.cancel_at_period_end THEN
        PERFORM subscription_refuse(s, 'owner');
    END IF;
    UPDATE subscription x SET cancel_reason = why,
        cancel_words = nullif(trim(said), '') WHERE x.id = s.id
        RETURNING * INTO s;
    IF s.status = 'trialing' THEN
        RETURN subscription_end(s, 'cancel', 'owner', why);
    END IF;
    PERFORM charge_void(charge_of(s), 'canceled');
    UPDATE subscription x SET cancel_at_period_end = true, pending_plan = NULL,
        pending_every = NULL, pending_amount = NULL WHERE x.id = s.id
        RETURNING * INTO s;
    s := subscription_move(s, 'cancel', 'owner', 'active', why);
    PERFORM subscription_provider_cancel(s);
    PERFORM subscription_tell(s, 'subscription_changed', jsonb_build_object(
        'is_cancel', true, 'until', rfc3339(s.period_end)));
    RETURN subscription_plan_clock(s);
END
$$;
CREATE FUNCTION subscription_reactivate(of_subscription bigint)
RETURNS subscription LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    s subscription := subscription_mine(of_subscription);
BEGIN
    IF s.status <> 'active' OR NOT s.cancel_at_period_end
            OR s.period_end <= app_now() THEN
        PERFORM subscription_refuse(s, 'owner');
    END IF;
    UPDATE subscription x SET cancel_at_period_end = false,
        cancel_reason = NULL, cancel_words = NULL WHERE x.id = s.id
        RETURNING * INTO s;
    s := subscription_move(s, 'reactivate', 'owner', 'active');
    PERFORM subscription_provider_cancel(s);
    PERFORM subscription_tell(s, 'subscription_changed', jsonb_build_object(
        'is_reactivate', true, 'until', rfc3339(s.period_end)));
    RETURN subscription_plan_clock(s);
END
$$;
-- An admin ends one at once (fraud); what goes back is decided beside it.
CREATE FUNCTION subscription_terminate(of_subscription bigint, why text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    s subscription := subscription_take(of_subscription);
BEGIN
    IF s.id IS NULL THEN
        PERFORM refuse(404, 'subscription_unknown');
    END IF;
    PERFORM subscription_end(s, 'terminate', 'admin', admin_reason(why));
END
$$;

GRANT EXECUTE ON FUNCTION subscription_preview(bigint, text, text),
    subscription_change(bigint, text, text, bigint), subscription_keep(bigint),
    subscription_cancel(bigint, text, text), subscription_reactivate(bigint)
    TO belay_billing;
GRANT EXECUTE ON FUNCTION subscription_terminate(bigint, text) TO belay_admin;
