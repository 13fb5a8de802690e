-- What a subscription costs, how it begins, and what a payment does: every charge
-- is an order (kind company or subscription, item the subscription) with an
-- invoice.  Locks: the order first, then the subscription.

CREATE FUNCTION months_of(every text) RETURNS int LANGUAGE sql IMMUTABLE
AS $$ SELECT CASE every WHEN 'year' THEN 12 ELSE 1 END $$;
-- A period of a plan at today's price; no row where it is not sold.
CREATE FUNCTION plan_price(s subscription, of_plan text, of_every text,
    OUT amount bigint, OUT currency text, OUT rank int, OUT title text)
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    IF s.kind = 'company' THEN
        SELECT CASE of_every WHEN 'year' THEN p.year_amount
                ELSE p.month_amount END, p.currency, p.rank,
            format('%s plan, by the %s', p.title, of_every)
        INTO amount, currency, rank, title
        FROM company_plan p WHERE p.name = of_plan;
    ELSE
        SELECT CASE of_every WHEN 'year' THEN t.year_amount
                ELSE t.month_amount END, j.currency, tier_rank(t.tier),
            format('%s: %s, by the %s', j.title, tier_title(t.tier), of_every)
        INTO amount, currency, rank, title
        FROM journey_tier t JOIN journey j ON j.id = t.journey_id
        WHERE t.journey_id = s.journey_id AND t.tier = of_plan
            AND (t.is_on OR s.plan = t.tier);
    END IF;
END
$$;
-- Who may buy for it, change and end it.
CREATE FUNCTION subscription_is_of(s subscription, person bigint)
RETURNS boolean LANGUAGE sql STABLE
AS $$
    SELECT CASE (s).kind WHEN 'tier' THEN (s).payer_id = person
        ELSE company_may_buy(person, (s).company_id) END
$$;
CREATE FUNCTION subscription_order_kind(s subscription) RETURNS text
LANGUAGE sql IMMUTABLE
AS $$ SELECT CASE (s).kind WHEN 'tier' THEN 'subscription' ELSE 'company' END $$;

-- Lock a subscription behind the order that is open for it.
CREATE FUNCTION subscription_take(taken bigint) RETURNS subscription
LANGUAGE plpgsql
AS $$
DECLARE
    s subscription;
    due bigint;
BEGIN
    LOOP
        SELECT c.order_id INTO due FROM subscription_charge c
            WHERE c.subscription_id = taken AND c.status = 'open';
        PERFORM FROM orders o WHERE o.id = due FOR UPDATE;
        SELECT * INTO s FROM subscription x WHERE x.id = taken FOR UPDATE;
        EXIT WHEN NOT EXISTS (SELECT FROM subscription_charge c
            WHERE c.subscription_id = taken AND c.status = 'open'
                AND c.order_id IS NOT NULL
                AND c.order_id IS DISTINCT FROM due);
    END LOOP;
    RETURN s;
END
$$;
-- The same for the acting member, who must be one that may; what is due by the
-- clock comes first.
CREATE FUNCTION subscription_mine(taken bigint) RETURNS subscription
LANGUAGE plpgsql
AS $$
DECLARE
    me bigint := acting_member();
    s subscription := subscription_take(taken);
BEGIN
    IF s.id IS NULL OR NOT subscription_is_of(s, me) THEN
        PERFORM refuse(404, 'subscription_unknown');
    END IF;
    WHILE subscription_step(s.id) LOOP
        s := subscription_take(s.id);
    END LOOP;
    RETURN s;
END
$$;

-- --- charges -----------------------------------------------------------------------
CREATE FUNCTION charge_of(s subscription) RETURNS subscription_charge
LANGUAGE sql STABLE
AS $$
    SELECT c FROM subscription_charge c WHERE c.subscription_id = (s).id
        AND c.status = 'open'
$$;
-- What was issued for an order that will not be paid.
CREATE FUNCTION invoice_void(of_order bigint) RETURNS void LANGUAGE sql
AS $$
    UPDATE invoice SET status = 'void' WHERE order_id = of_order
        AND status = 'open'
$$;
CREATE FUNCTION charge_void(c subscription_charge, why text) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    o orders;
BEGIN
    UPDATE subscription_charge x SET status = 'void'
        WHERE x.id = c.id AND x.status = 'open';
    SELECT * INTO o FROM orders x WHERE x.id = c.order_id FOR UPDATE;
    IF o.status IN ('pending', 'processing') THEN
        PERFORM order_end(o, 'cancel', 'system', 'canceled', why, false);
    END IF;
    PERFORM invoice_void(c.order_id);
END
$$;
-- The month of a subscription in which an instant lies.
CREATE FUNCTION allowance_month(s subscription, at timestamptz,
    OUT start timestamptz, OUT stop timestamptz) LANGUAGE sql STABLE
AS $$
    SELECT greatest(m.start, (s).period_start), m.stop
    FROM (SELECT period_end((s).anchor_at, k, (s).zone) AS start,
            period_end((s).anchor_at, k + 1, (s).zone) AS stop
        FROM generate_series(greatest(0, (s).periods - 12), (s).periods) k) m
    WHERE at < m.stop ORDER BY m.start LIMIT 1
$$;
/*
 * How much help a charge brings.  A new period brings its months'; an upgrade in
 * the middle of one only what it has more, by the days that are left, since what
 * the old tier had is there already.
 */
CREATE FUNCTION charge_help(s subscription, c subscription_charge)
RETURNS subscription_charge LANGUAGE plpgsql STABLE
AS $$
DECLARE
    t journey_tier;
    m record;
    rest int;
    whole int;
    has record;
BEGIN
    c.now_reviews := 0;
    c.now_sessions := 0;
    c.reviews := 0;
    c.sessions := 0;
    c.months := 0;
    c.review_rate := 0;
    c.session_rate := 0;
    c.commission_bp := 0;
    IF s.kind <> 'tier' THEN
        RETURN c;
    END IF;
    SELECT x.* INTO t FROM journey_tier x
        WHERE (x.journey_id, x.tier) = (s.journey_id, c.plan);
    SELECT j.review_rate, j.session_rate, j.commission_bp
        INTO c.review_rate, c.session_rate, c.commission_bp
        FROM journey j WHERE j.id = s.journey_id;
    c.reviews := t.reviews;
    c.sessions := t.sessions;
    c.now_reviews := t.reviews;
    c.now_sessions := t.sessions;
    c.months := months_of(c.every) - 1;
    IF c.kind <> 'upgrade' THEN
        RETURN c;
    END IF;
    m := allowance_month(s, app_now());
    has := allowance_now(s);
    IF c.every <> s.every THEN
        c.now_reviews := greatest(0, t.reviews - has.reviews_taken);
        c.now_sessions := greatest(0, t.sessions - has.sessions_taken);
        RETURN c;
    END IF;
    rest := days_between(app_now(), m.stop, s.zone);
    whole := greatest(1, days_between(m.start, m.stop, s.zone));
    c.reviews := greatest(0, t.reviews - has.reviews);
    c.sessions := greatest(0, t.sessions - has.sessions);
    c.now_reviews := c.reviews * rest / whole;
    c.now_sessions := c.sessions * rest / whole;
    c.months := (SELECT count(*) FROM generate_series(1, 12) k
        WHERE period_end(s.anchor_at, s.periods - k, s.zone) >= m.stop);
    RETURN c;
END
$$;
-- What of a charge is set aside for that.
CREATE FUNCTION charge_reserve(c subscription_charge) RETURNS bigint
LANGUAGE sql IMMUTABLE
AS $$
    SELECT (c.now_reviews + c.months * c.reviews) * c.review_rate
        + (c.now_sessions + c.months * c.sessions) * c.session_rate
$$;
-- A charge in place of the one that is open.
CREATE FUNCTION charge_open(s subscription, what text, of_plan text,
    of_every text, price bigint, due bigint, start timestamptz DEFAULT NULL,
    stop timestamptz DEFAULT NULL) RETURNS subscription_charge
LANGUAGE plpgsql
AS $$
DECLARE
    was subscription_charge := charge_of(s);
    c subscription_charge;
BEGIN
    c.kind := what;
    c.plan := of_plan;
    c.every := of_every;
    c := charge_help(s, c);
    IF (was.kind, was.plan, was.every, was.price_amount, was.amount, was.from_at,
            was.to_at, charge_reserve(was)) IS NOT DISTINCT FROM (what, of_plan,
            of_every, price, due, start, stop, charge_reserve(c)) THEN
        RETURN was;
    ELSIF was.id IS NOT NULL THEN
        PERFORM charge_void(was, 'replaced');
    END IF;
    INSERT INTO subscription_charge (subscription_id, kind, plan, every,
        price_amount, amount, title, from_at, to_at, now_reviews, now_sessions,
        reviews, sessions, months, review_rate, session_rate, commission_bp,
        created_at)
    VALUES (s.id, what, of_plan, of_every, price, due, coalesce(
        (plan_price(s, of_plan, of_every)).title, of_plan)
        || CASE what WHEN 'upgrade' THEN ' (rest of the period)' ELSE '' END,
        start, stop, c.now_reviews, c.now_sessions, c.reviews, c.sessions,
        c.months, c.review_rate, c.session_rate, c.commission_bp, app_now())
    RETURNING * INTO c;
    RETURN c;
END
$$;

-- --- how it is sold ------------------------------------------------------------------
-- What comes out of the creator's share: an affiliate's commission, and the
-- reserve for reviews and sessions to come.
CREATE FUNCTION subscription_parts(s subscription, c subscription_charge)
RETURNS jsonb LANGUAGE sql STABLE
AS $$
    SELECT coalesce(jsonb_agg(p.part ORDER BY p.n), '[]') FROM (
        SELECT 1 AS n, jsonb_build_object('kind', 'affiliate', 'account',
            'payable', 'user_id', (s).affiliate_id, 'bp', (s).affiliate_bp,
            'hold_days', setting_text('charge_hold_days')::int) AS part
        WHERE (s).affiliate_id IS NOT NULL
        UNION ALL
        SELECT 2, jsonb_build_object('kind', 'reserve', 'account', 'reserve',
            'ref', 'subscription:' || (s).id, 'amount', charge_reserve(c))
        WHERE charge_reserve(c) > 0) p
$$;
CREATE FUNCTION subscription_quote(of_kind text, item bigint, buyer bigint)
RETURNS quote LANGUAGE plpgsql STABLE
AS $$
DECLARE
    s subscription;
    c subscription_charge;
    q quote;
BEGIN
    SELECT * INTO s FROM subscription x WHERE x.id = item;
    IF s.id IS NULL OR subscription_order_kind(s) <> of_kind
            OR NOT subscription_is_of(s, buyer) THEN
        PERFORM refuse(404, 'subscription_unknown');
    END IF;
    c := charge_of(s);
    IF c.id IS NULL THEN
        PERFORM refuse(409, 'subscription_nothing_due');
    END IF;
    q.list_amount := c.amount;
    q.currency := s.currency;
    q.title := c.title;
    q.policy := jsonb_build_object('days',
        setting_text('refund_days')::int);
    IF c.kind <> 'upgrade' THEN
        q.list_amount := coalesce((plan_price(s, c.plan, c.every)).amount,
            c.amount);
        q.special_amount := nullif(c.amount, q.list_amount);
    END IF;
    IF s.kind = 'tier' THEN
        SELECT j.creator_id, j.fee_bp INTO q.seller_id, q.fee_bp
            FROM journey j WHERE j.id = s.journey_id;
        q.parts := subscription_parts(s, c);
        q.hold_days := setting_text('charge_hold_days')::int;
    END IF;
    RETURN q;
END
$$;
CREATE FUNCTION quote_company(item bigint, buyer bigint, detail jsonb)
RETURNS quote LANGUAGE sql STABLE
AS $$ SELECT subscription_quote('company', item, buyer) $$;
CREATE FUNCTION quote_subscription(item bigint, buyer bigint, detail jsonb)
RETURNS quote LANGUAGE sql STABLE
AS $$ SELECT subscription_quote('subscription', item, buyer) $$;

-- A renewal waits as long as the subscription does.
CREATE FUNCTION renewal_deadline(c subscription_charge) RETURNS timestamptz
LANGUAGE sql STABLE
AS $$
    SELECT greatest(c.from_at, app_now()) + make_interval(days =>
        (SELECT max(d.after_days) FROM dunning_step d) + 1)
$$;
CREATE FUNCTION opened_subscription(o orders) RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    c subscription_charge;
    was bigint;
BEGIN
    SELECT * INTO c FROM subscription_charge x
        WHERE x.subscription_id = o.item_id AND x.status = 'open' FOR UPDATE;
    was := c.order_id;
    UPDATE subscription_charge x SET order_id = o.id WHERE x.id = c.id;
    IF was IS DISTINCT FROM o.id THEN
        PERFORM invoice_void(was);
        -- the order of somebody else for the same charge
        PERFORM order_end(x, 'cancel', 'system', 'canceled', 'replaced', false)
            FROM orders x WHERE x.id = was
                AND x.status IN ('pending', 'processing');
    END IF;
    IF c.kind = 'renewal' AND o.expires_at < renewal_deadline(c) THEN
        UPDATE orders x SET expires_at = renewal_deadline(c) WHERE x.id = o.id;
    END IF;
    -- nothing is kept from others meanwhile: a transfer may take its time
    UPDATE orders x SET expires_at = greatest(x.expires_at, s.next_at)
        FROM subscription s WHERE x.id = o.id AND s.id = o.item_id
            AND c.kind = 'first' AND x.provider = 'manual'
            AND s.status = 'incomplete' AND x.expires_at IS NOT NULL;
    UPDATE subscription s SET payer_id = o.buyer_id, next_at = CASE
        WHEN s.status = 'incomplete' THEN greatest(s.next_at, o.expires_at)
        ELSE s.next_at END
    WHERE s.id = o.item_id;
END
$$;

-- --- beginning -------------------------------------------------------------------------
/*
 * The acting member goes to subscribe: a company to a plan, or themselves to a
 * tier of a journey.  What was begun before is begun anew with this.  The first
 * plan of a company is free for the days of the setting.
 */
CREATE FUNCTION subscription_begin(for_company bigint, for_journey bigint,
    of_plan text, of_every text) RETURNS subscription
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    me bigint := acting_member();
    s subscription;
    p record;
    trial int := setting_text('plan_trial_days')::int;
BEGIN
    IF of_every IS NULL OR of_every NOT IN ('month', 'year') THEN
        PERFORM refuse(422, 'every_unknown', 'every');
    ELSIF for_company IS NOT NULL AND NOT company_may_buy(me, for_company) THEN
        PERFORM refuse(404, 'company_unknown');
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended(format('subscription:%s:%s',
        for_company, CASE WHEN for_company IS NULL
        THEN format('%s:%s', me, for_journey) END), 0));
    IF EXISTS (SELECT FROM subscription x WHERE x.company_id = for_company
            AND x.status IN ('trialing', 'active', 'past_due', 'suspended'))
        OR EXISTS (SELECT FROM subscription x WHERE x.payer_id = me
            AND x.journey_id = for_journey AND x.status IN ('trialing',
            'active', 'past_due', 'suspended')) THEN
        PERFORM refuse(409, 'subscription_exists');
    END IF;
    SELECT x.id INTO s.id FROM subscription x WHERE x.status = 'incomplete'
        AND x.payer_id = me AND x.company_id IS NOT DISTINCT FROM for_company
        AND x.journey_id IS NOT DISTINCT FROM for_journey;
    IF s.id IS NOT NULL THEN
        s := subscription_take(s.id);
    END IF;
    s.kind := CASE WHEN for_company IS NULL THEN 'tier' ELSE 'company' END;
    s.company_id := for_company;
    s.journey_id := for_journey;
    s.plan := NULL;
    p := plan_price(s, of_plan, of_every);
    IF p.amount IS NULL THEN
        PERFORM refuse(CASE WHEN s.kind = 'tier' THEN 404 ELSE 422 END,
            'plan_unknown', 'plan');
    ELSIF p.amount = 0 AND s.kind = 'tier' THEN
        PERFORM refuse(409, 'tier_is_free');
    END IF;
    s := subscription_write(s, me, of_plan, of_every, p.amount, p.currency);
    PERFORM charge_open(s, 'first', of_plan, of_every, p.amount, p.amount);
    IF trial > 0 AND s.kind = 'company' AND NOT EXISTS (SELECT
            FROM subscription x WHERE x.company_id = for_company
            AND x.started_at IS NOT NULL) THEN
        s := subscription_trial(s, trial);
    ELSIF p.amount = 0 THEN
        PERFORM order_create('company', s.id, NULL, NULL, NULL);
        SELECT * INTO s FROM subscription x WHERE x.id = s.id;
    END IF;
    RETURN s;
END
$$;
CREATE FUNCTION subscription_write(s subscription, me bigint, of_plan text,
    of_every text, price bigint, unit text) RETURNS subscription
LANGUAGE plpgsql
AS $$
DECLARE
    at timestamptz := app_now() + make_interval(hours =>
        setting_text('subscription_hold_hours')::int);
BEGIN
    IF s.id IS NOT NULL THEN
        UPDATE subscription x SET plan = of_plan, every = of_every,
            price_amount = price, currency = unit, next_at = at,
            version = x.version + 1 WHERE x.id = s.id RETURNING * INTO s;
        RETURN s;
    END IF;
    INSERT INTO subscription (kind, company_id, journey_id, payer_id, plan,
        every, price_amount, currency, zone, next_at, created_at)
    VALUES (s.kind, s.company_id, s.journey_id, me, of_plan, of_every, price,
        unit, coalesce((SELECT f.timezone FROM profile f WHERE f.user_id = me),
        'UTC'), at, app_now()) RETURNING * INTO s;
    PERFORM subscription_log(s, 'owner', 'begin', NULL);
    RETURN s;
END
$$;
CREATE FUNCTION subscription_trial(s subscription, days int)
RETURNS subscription LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM charge_void(charge_of(s), 'trial');
    UPDATE subscription x SET anchor_at = app_now() + make_interval(days => days),
        period_start = app_now(), trial_end = app_now()
            + make_interval(days => days), period_end = app_now()
            + make_interval(days => days)
    WHERE x.id = s.id RETURNING * INTO s;
    s := subscription_move(s, 'start', 'system', 'trialing');
    RETURN subscription_plan_clock(s);
END
$$;

-- --- paid -----------------------------------------------------------------------------
-- A charge that is paid does what it is for.
CREATE FUNCTION charge_apply(s subscription, c subscription_charge)
RETURNS subscription LANGUAGE plpgsql
AS $$
DECLARE
    fresh boolean := c.kind = 'first'
        OR c.kind = 'upgrade' AND c.every <> s.every;
    start timestamptz := coalesce(c.from_at, app_now());
    stop timestamptz := coalesce(c.to_at, period_end(start,
        months_of(c.every), s.zone));
BEGIN
    IF c.kind = 'upgrade' AND fresh THEN
        -- what was left of the old period is in the new one's price
        UPDATE subscription_charge x SET to_at = NULL, from_at = NULL
            WHERE x.subscription_id = s.id AND x.status = 'paid'
                AND x.id <> c.id AND x.to_at > app_now();
    END IF;
    UPDATE subscription_charge x SET applied_at = app_now(), from_at = start,
        to_at = stop WHERE x.id = c.id RETURNING * INTO c;
    UPDATE subscription x SET plan = c.plan, every = c.every,
        price_amount = c.price_amount,
        anchor_at = CASE WHEN fresh THEN start ELSE x.anchor_at END,
        periods = CASE WHEN fresh THEN months_of(c.every)
            WHEN c.kind = 'renewal' THEN x.periods + months_of(c.every)
            ELSE x.periods END,
        period_start = CASE WHEN fresh OR c.kind = 'renewal' THEN start
            ELSE x.period_start END,
        period_end = stop,
        pending_plan = NULL, pending_every = NULL, pending_amount = NULL
    WHERE x.id = s.id RETURNING * INTO s;
    s := subscription_move(s, CASE WHEN c.kind = 'first' THEN 'start'
        WHEN c.kind = 'upgrade' THEN 'change' WHEN s.status = 'active'
        THEN 'renew' ELSE 'paid' END, 'system', 'active', NULL,
        jsonb_build_object('plan', c.plan, 'every', c.every, 'charge_id', c.id));
    IF fresh THEN
        PERFORM allowance_close(s, c.id);
    END IF;
    PERFORM allowance_open(s, c);
    RETURN subscription_plan_clock(s);
END
$$;
-- False: it is not the one that is due any more, and the money goes back.
CREATE FUNCTION fulfil_subscription(o orders) RETURNS boolean LANGUAGE plpgsql
AS $$
DECLARE
    s subscription;
    c subscription_charge;
BEGIN
    SELECT * INTO s FROM subscription x WHERE x.id = o.item_id FOR UPDATE;
    SELECT * INTO c FROM subscription_charge x WHERE x.order_id = o.id
        AND x.status = 'open' FOR UPDATE;
    IF c.id IS NULL OR s.status IN ('canceled', 'incomplete_expired')
            OR c.kind = 'upgrade' AND s.status <> 'active' THEN
        RETURN false;
    END IF;
    IF c.kind = 'first' AND EXISTS (SELECT FROM subscription x
            WHERE x.id <> s.id AND x.status IN ('trialing', 'active',
            'past_due', 'suspended') AND (x.company_id = s.company_id
            OR x.journey_id = s.journey_id AND x.payer_id = s.payer_id)) THEN
        RETURN false;
    END IF;
    UPDATE subscription_charge x SET status = 'paid' WHERE x.id = c.id
        RETURNING * INTO c;
    UPDATE subscription x SET provider = CASE WHEN c.kind = 'first'
            THEN CASE o.provider WHEN 'stripe' THEN 'stripe' ELSE 'manual' END
            ELSE x.provider END
        WHERE x.id = s.id RETURNING * INTO s;
    PERFORM subscription_provider_void(c);
    IF c.kind = 'renewal' AND s.status IN ('active', 'trialing')
            AND c.from_at > app_now() THEN
        RETURN true;        -- ahead of time: taken when the period is over
    END IF;
    s := charge_apply(s, c);
    IF c.kind = 'upgrade' THEN
        PERFORM subscription_provider_plan(s);
    END IF;
    RETURN true;
END
$$;
-- Not paid after all; or all of it went back, and the subscription ends.
CREATE FUNCTION release_subscription(o orders) RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    s subscription;
    c subscription_charge;
BEGIN
    SELECT * INTO s FROM subscription x WHERE x.id = o.item_id FOR UPDATE;
    SELECT * INTO c FROM subscription_charge x WHERE x.order_id = o.id
        FOR UPDATE;
    PERFORM invoice_void(o.id);
    IF c.status = 'open' AND c.kind = 'upgrade' THEN
        UPDATE subscription_charge x SET status = 'void' WHERE x.id = c.id;
    ELSIF c.status = 'paid' AND o.paid_at IS NOT NULL THEN
        PERFORM subscription_paid_back(s, c);
    END IF;
END
$$;

-- --- given back ---------------------------------------------------------------------------
CREATE FUNCTION returnable_subscription(o orders) RETURNS bigint
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    s subscription;
    c subscription_charge;
BEGIN
    SELECT * INTO c FROM subscription_charge x WHERE x.order_id = o.id
        AND x.status = 'paid';
    SELECT * INTO s FROM subscription x WHERE x.id = c.subscription_id;
    IF c.id IS NULL OR s.ended_at IS NOT NULL
            OR c.applied_at IS NOT NULL AND c.to_at IS NULL
            OR app_now() >= o.paid_at + make_interval(days =>
                coalesce((o.policy ->> 'days')::int, 0)) THEN
        RETURN 0;
    ELSIF c.applied_at IS NULL THEN
        RETURN o.paid_amount;
    END IF;
    RETURN unused_part(o.paid_amount, c.from_at, app_now(), c.to_at, s.zone);
END
$$;
INSERT INTO order_kind VALUES ('company', 'quote_company',
    'opened_subscription', 'fulfil_subscription', 'release_subscription',
    'returnable_subscription'),
    ('subscription', 'quote_subscription', 'opened_subscription',
    'fulfil_subscription', 'release_subscription', 'returnable_subscription');

/*
 * Money of a charge goes back because its buyer wants it (or all of it does).
 * One of the present period ends the subscription, and what else was paid for the
 * period goes back by the same rule; one of the next period undoes only that.
 */
CREATE FUNCTION subscription_paid_back(s subscription, c subscription_charge)
RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    others bigint[];
    amounts bigint[];
BEGIN
    IF s.ended_at IS NOT NULL THEN
        RETURN;
    ELSIF c.applied_at IS NULL THEN
        UPDATE subscription_charge x SET status = 'void' WHERE x.id = c.id;
        UPDATE subscription x SET cancel_at_period_end = x.status = 'active'
            WHERE x.id = s.id;
        RETURN;
    ELSIF c.to_at IS NULL OR c.to_at <= app_now() THEN
        RETURN;
    END IF;
    SELECT array_agg(x.id), array_agg(x.amount) INTO others, amounts
    FROM (SELECT o.id, order_returnable(o) AS amount
        FROM subscription_charge y JOIN orders o ON o.id = y.order_id
        WHERE y.subscription_id = s.id AND y.status = 'paid' AND y.id <> c.id
            AND (y.to_at > app_now() OR y.applied_at IS NULL)) x
    WHERE x.amount > 0;
    PERFORM subscription_end(s, 'refund', 'system');
    UPDATE subscription_charge x SET status = 'void'
        WHERE x.subscription_id = s.id AND x.status = 'paid'
            AND x.applied_at IS NULL;
    PERFORM refund_issue(o, t.amount, 'policy')
        FROM unnest(others, amounts) t (id, amount)
        JOIN orders o ON o.id = t.id ORDER BY t.id;
END
$$;
CREATE FUNCTION subscription_refunded() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    s subscription;
    c subscription_charge;
BEGIN
    SELECT * INTO c FROM subscription_charge x WHERE x.order_id = NEW.order_id
        AND x.status = 'paid';
    IF c.id IS NOT NULL THEN
        SELECT * INTO s FROM subscription x WHERE x.id = c.subscription_id
            FOR UPDATE;
        PERFORM subscription_paid_back(s, c);
    END IF;
    RETURN NULL;
END
$$;
-- One that an admin gives without being asked ends nothing, unless it is all.
CREATE TRIGGER subscription_refunded AFTER UPDATE OF status ON refund
    FOR EACH ROW WHEN (NEW.status = 'submitted' AND OLD.status = 'approved'
        AND NEW.reason IN ('policy', 'asked') AND NOT NEW.of_receipt)
    EXECUTE FUNCTION subscription_refunded();

-- The end, at once, however it came: nothing of it is open any more.
CREATE FUNCTION subscription_end(s subscription, event text, side text,
    words text DEFAULT NULL) RETURNS subscription LANGUAGE plpgsql
AS $$
DECLARE
    c subscription_charge := charge_of(s);
BEGIN
    s := subscription_move(s, event, side, 'canceled', words);
    IF c.id IS NOT NULL THEN
        PERFORM charge_void(c, 'canceled');
    END IF;
    PERFORM allowance_close(s);
    PERFORM subscription_provider_end(s);
    PERFORM subscription_tell(s, 'subscription_ended', jsonb_build_object(
        'event', event, 'is_' || event, true));
    RETURN s;
END
$$;

-- --- invoices -----------------------------------------------------------------------------
-- The period that an order is for; NULL: none.
CREATE FUNCTION order_period(of_order bigint) RETURNS tstzrange
LANGUAGE sql STABLE
AS $$
    SELECT tstzrange(c.from_at, c.to_at) FROM subscription_charge c
    WHERE c.order_id = of_order AND c.from_at IS NOT NULL
$$;
-- Who is billed: for a company's subscription that, unless the buyer gave a name.
CREATE FUNCTION order_identity(o orders) RETURNS jsonb LANGUAGE sql STABLE
AS $$
    SELECT CASE WHEN o.kind = 'company' AND NOT EXISTS (SELECT
            FROM billing_identity b WHERE b.user_id = o.buyer_id)
        THEN coalesce((SELECT jsonb_strip_nulls(jsonb_build_object('name', c.name,
            'country', coalesce(c.country, buyer_country(o.buyer_id)),
            'attention', identity_of(o.buyer_id) ->> 'name'))
            FROM subscription s JOIN company c ON c.id = s.company_id
            WHERE s.id = o.item_id), identity_of(o.buyer_id))
        ELSE identity_of(o.buyer_id) END
$$;

GRANT EXECUTE ON FUNCTION subscription_begin(bigint, bigint, text, text)
    TO belay_billing;
GRANT SELECT ON order_kind TO belay_billing;
