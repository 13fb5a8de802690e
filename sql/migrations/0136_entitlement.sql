-- What a subscription lets one do, and what of it is used: reviews and sessions of
-- a tier, jobs, seats and searches of a company.  A tier's help is set aside in the
-- books when it is paid: it goes to who helps, or to the creator when it lapses.

-- A month's reviews or sessions of one charge; `rate` is set aside for each.
CREATE TABLE subscription_allowance (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    subscription_id bigint NOT NULL REFERENCES subscription,
    charge_id bigint NOT NULL REFERENCES subscription_charge,
    what text NOT NULL CHECK (what IN ('review', 'session')),
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    allowed int NOT NULL CHECK (allowed >= 0),
    held int NOT NULL DEFAULT 0 CHECK (held >= 0),
    used int NOT NULL DEFAULT 0 CHECK (used >= 0),
    rate bigint NOT NULL,
    commission_bp int NOT NULL,
    closed_at timestamptz,          -- what was left has lapsed
    UNIQUE (charge_id, what, starts_at),
    CHECK (starts_at < ends_at),
    CHECK (held + used <= allowed)
);
CREATE INDEX subscription_allowance_open ON subscription_allowance
    (subscription_id, ends_at) WHERE closed_at IS NULL;
CREATE INDEX subscription_allowance_of ON subscription_allowance
    (subscription_id, id);
-- One review or session that is paid by it: "review:12", "session:34".
CREATE TABLE allowance_use (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    allowance_id bigint NOT NULL REFERENCES subscription_allowance,
    ref text NOT NULL UNIQUE,
    status text NOT NULL CHECK (status IN ('held', 'done', 'returned')),
    provider_id bigint REFERENCES users,    -- who helped
    paid_amount bigint,                     -- to them
    transaction_id bigint REFERENCES ledger_transaction,
    tries int NOT NULL DEFAULT 1,           -- how often it was held
    held_at timestamptz NOT NULL,
    settled_at timestamptz,
    CHECK ((status = 'done') = (provider_id IS NOT NULL))
);
CREATE INDEX allowance_use_of ON allowance_use (allowance_id);
CREATE INDEX allowance_use_provider ON allowance_use (provider_id)
    WHERE provider_id IS NOT NULL;

-- What the present month has and what of it is taken.
CREATE FUNCTION allowance_now(s subscription, OUT reviews int, OUT sessions int,
    OUT reviews_taken int, OUT sessions_taken int) LANGUAGE sql STABLE
AS $$
    SELECT coalesce(sum(a.allowed) FILTER (WHERE a.what = 'review'), 0),
        coalesce(sum(a.allowed) FILTER (WHERE a.what = 'session'), 0),
        coalesce(sum(a.used + a.held) FILTER (WHERE a.what = 'review'), 0),
        coalesce(sum(a.used + a.held) FILTER (WHERE a.what = 'session'), 0)
    FROM subscription_allowance a WHERE a.subscription_id = (s).id
        AND a.closed_at IS NULL
$$;
CREATE FUNCTION allowance_write(s subscription, c subscription_charge,
    of_what text, start timestamptz, stop timestamptz, n int) RETURNS void
LANGUAGE sql
AS $$
    INSERT INTO subscription_allowance (subscription_id, charge_id, what,
        starts_at, ends_at, allowed, rate, commission_bp)
    VALUES ((s).id, (c).id, of_what, start, least(stop, (c).to_at), n,
        CASE of_what WHEN 'review' THEN (c).review_rate
            ELSE (c).session_rate END, (c).commission_bp)
$$;
-- A charge is paid: its first month's help is there.
CREATE FUNCTION allowance_open(s subscription, c subscription_charge)
RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    stop timestamptz := (allowance_month(s, c.from_at)).stop;
BEGIN
    IF c.now_reviews + c.reviews > 0 THEN
        PERFORM allowance_write(s, c, 'review', c.from_at, stop, c.now_reviews);
    END IF;
    IF c.now_sessions + c.sessions > 0 THEN
        PERFORM allowance_write(s, c, 'session', c.from_at, stop,
            c.now_sessions);
    END IF;
END
$$;

-- --- the reserve ---------------------------------------------------------------------
-- What of an order's reserve is there, neither used nor given back.
CREATE FUNCTION reserve_left(of_order bigint) RETURNS bigint LANGUAGE sql STABLE
AS $$
    SELECT coalesce(sum(s.amount - s.reversed - s.used), 0)::bigint
    FROM order_share s WHERE s.order_id = of_order AND s.account = 'reserve'
$$;
-- Some of it (at most what is left) becomes the creator's share after all; of an
-- order that went back whole the platform's, who bore it.
CREATE FUNCTION reserve_release(of_order bigint, wanted bigint, key text)
RETURNS bigint LANGUAGE plpgsql
AS $$
DECLARE
    o orders;
    r order_share;
    part bigint;
    is_back boolean;
BEGIN
    SELECT * INTO o FROM orders x WHERE x.id = of_order;
    SELECT * INTO r FROM order_share x WHERE x.order_id = o.id
        AND x.account = 'reserve' FOR UPDATE;
    part := least(wanted, r.amount - r.reversed - r.used);
    IF coalesce(part, 0) <= 0 THEN
        RETURN 0;
    END IF;
    is_back := o.paid_amount > 0 AND order_left(o) = 0;
    PERFORM ledger_post('reserve_release', key, o.currency, ARRAY[
        ROW('reserve', NULL, r.ref, part)::leg, CASE WHEN is_back
        THEN ROW('platform_revenue', NULL, NULL, -part)::leg
        ELSE ROW('payable', o.seller_id, NULL, -part)::leg END], o.id);
    UPDATE order_share x SET amount = x.amount - part
        WHERE (x.order_id, x.n) = (o.id, r.n);
    UPDATE order_share x SET amount = x.amount + part
        WHERE x.order_id = o.id
            AND x.kind = CASE WHEN is_back THEN 'fee' ELSE 'seller' END;
    IF is_back THEN
        RETURN part;
    END IF;
    INSERT INTO earning (user_id, order_id, kind, made_amount, amount, currency,
        available_at, created_at, changed_at)
    VALUES (o.seller_id, o.id, 'seller', part, part, o.currency, greatest(app_now(),
        o.paid_at + make_interval(days => coalesce(r.hold_days,
        setting_text('charge_hold_days')::int))), app_now(), app_now());
    RETURN part;
END
$$;

-- What went back to the buyer came out of the reserve, too; the help that is still
-- promised is not less for that: as far as it goes, the platform's fee pays it.
CREATE FUNCTION reserve_fill(of_order bigint, needed bigint, key text)
RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    missing bigint := needed - reserve_left(of_order);
    r order_share;
    fee order_share;
BEGIN
    IF missing <= 0 THEN
        RETURN;
    END IF;
    SELECT * INTO r FROM order_share x WHERE x.order_id = of_order
        AND x.account = 'reserve' FOR UPDATE;
    SELECT * INTO fee FROM order_share x WHERE x.order_id = of_order
        AND x.kind = 'fee' AND x.amount - x.reversed >= missing FOR UPDATE;
    IF fee.n IS NULL OR r.n IS NULL THEN
        PERFORM refuse(409, 'allowance_used_up');
    END IF;
    PERFORM ledger_post('reserve_fill', key, o.currency, ARRAY[
        ROW('platform_revenue', NULL, NULL, missing)::leg,
        ROW('reserve', NULL, r.ref, -missing)::leg], o.id)
    FROM orders o WHERE o.id = of_order;
    UPDATE order_share x SET amount = x.amount - missing
        WHERE (x.order_id, x.n) = (of_order, fee.n);
    UPDATE order_share x SET amount = x.amount + missing
        WHERE (x.order_id, x.n) = (of_order, r.n);
END
$$;

-- --- holding, done, returned --------------------------------------------------------------
CREATE FUNCTION allowance_order(a subscription_allowance) RETURNS bigint
LANGUAGE sql STABLE
AS $$ SELECT c.order_id FROM subscription_charge c WHERE c.id = (a).charge_id $$;
-- Set one review or session aside for a piece of work; once per ref.
CREATE FUNCTION allowance_hold(of_subscription bigint, of_what text,
    for_ref text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    s subscription;
    a subscription_allowance;
    u allowance_use;
BEGIN
    SELECT * INTO u FROM allowance_use x WHERE x.ref = for_ref FOR UPDATE;
    IF u.status IN ('held', 'done') THEN
        RETURN u.id;
    END IF;
    SELECT * INTO s FROM subscription x WHERE x.id = of_subscription;
    IF s.status NOT IN ('trialing', 'active', 'past_due') THEN
        PERFORM refuse(409, 'subscription_is_' || s.status);
    END IF;
    SELECT * INTO a FROM subscription_allowance x
        WHERE x.subscription_id = s.id AND x.what = of_what
            AND x.closed_at IS NULL AND x.ends_at > app_now()
            AND x.starts_at <= app_now() AND x.held + x.used < x.allowed
        ORDER BY x.id LIMIT 1 FOR UPDATE;
    IF a.id IS NULL THEN
        PERFORM refuse(409, 'allowance_used_up', NULL, jsonb_build_object('what',
            of_what, 'resets_at', rfc3339((allowance_month(s, app_now())).stop)));
    END IF;
    UPDATE subscription_allowance x SET held = x.held + 1 WHERE x.id = a.id;
    INSERT INTO allowance_use AS x (allowance_id, ref, status, held_at)
    VALUES (a.id, for_ref, 'held', app_now())
    ON CONFLICT (ref) DO UPDATE SET allowance_id = excluded.allowance_id,
        status = 'held', held_at = excluded.held_at, settled_at = NULL,
        tries = x.tries + 1
    RETURNING * INTO u;
    PERFORM reserve_fill(allowance_order(a), a.rate, format(
        'reserve_fill:%s:%s', u.id, u.tries));
    PERFORM order_share_use(allowance_order(a), 'subscription:' || s.id, a.rate);
    RETURN u.id;
END
$$;
-- The work is done: the reserve pays who did it, less the creator's commission.
-- `rate` NULL: as it was set aside; what is less goes to the creator.
CREATE FUNCTION allowance_done(of_ref text, helper bigint, line_kind text,
    rate bigint DEFAULT NULL, of_session bigint DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    u allowance_use;
    a subscription_allowance;
    o orders;
    paid bigint;
    due timestamptz := app_now() + make_interval(days =>
        setting_text('earning_hold_days')::int);
BEGIN
    SELECT * INTO u FROM allowance_use x WHERE x.ref = of_ref FOR UPDATE;
    IF u.id IS NULL OR u.status = 'returned' THEN
        PERFORM refuse(409, 'allowance_not_held');
    ELSIF u.status = 'done' THEN
        RETURN;
    END IF;
    UPDATE subscription_allowance x SET held = x.held - 1, used = x.used + 1
        WHERE x.id = u.allowance_id RETURNING * INTO a;
    SELECT * INTO o FROM orders x WHERE x.id = allowance_order(a);
    paid := least(coalesce(rate, a.rate), a.rate);
    paid := paid - bp_of(paid, a.commission_bp);
    u.transaction_id := ledger_post('allowance', format('allowance:%s:%s', u.id,
        u.tries), o.currency, ARRAY[
        ROW('reserve', NULL, 'subscription:' || a.subscription_id, a.rate)::leg,
        ROW('payable', helper, NULL, -paid)::leg,
        ROW('payable', o.seller_id, NULL, paid - a.rate)::leg], o.id);
    INSERT INTO earning (user_id, order_id, session_id, kind, made_amount,
        amount, currency, available_at, created_at, changed_at)
    SELECT e.who, o.id, of_session, e.kind, e.amount, e.amount, o.currency, due,
        app_now(), app_now()
    FROM (VALUES (helper, line_kind, paid),
        (o.seller_id, 'commission', a.rate - paid)) AS e (who, kind, amount)
    WHERE e.amount > 0;
    UPDATE allowance_use x SET status = 'done', provider_id = helper,
        paid_amount = paid, transaction_id = u.transaction_id,
        settled_at = app_now() WHERE x.id = u.id;
END
$$;
-- It did not come to pass, or is taken back: there for another; when its month is
-- over, the creator's.
CREATE FUNCTION allowance_return(of_ref text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    u allowance_use;
    a subscription_allowance;
    o orders;
BEGIN
    SELECT * INTO u FROM allowance_use x WHERE x.ref = of_ref FOR UPDATE;
    IF u.id IS NULL OR u.status = 'returned' THEN
        RETURN;
    END IF;
    UPDATE subscription_allowance x
        SET held = x.held - (u.status = 'held')::int,
            used = x.used - (u.status = 'done')::int
    WHERE x.id = u.allowance_id RETURNING * INTO a;
    SELECT * INTO o FROM orders x WHERE x.id = allowance_order(a);
    IF u.status = 'done' THEN
        PERFORM ledger_reverse(u.transaction_id, 'returned');
        PERFORM earning_take_back(o.id, u.provider_id, u.paid_amount,
            o.currency);
        PERFORM earning_take_back(o.id, o.seller_id, a.rate - u.paid_amount,
            o.currency);
    END IF;
    PERFORM order_share_use(o.id, 'subscription:' || a.subscription_id, -a.rate);
    UPDATE allowance_use x SET status = 'returned', provider_id = NULL,
        settled_at = app_now() WHERE x.id = u.id;
    IF a.closed_at IS NOT NULL THEN
        PERFORM reserve_release(o.id, a.rate, format('lapse:%s:%s', u.id,
            u.tries));
    END IF;
END
$$;

-- --- months ----------------------------------------------------------------------------
CREATE FUNCTION allowance_lapse(a subscription_allowance) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE subscription_allowance x SET closed_at = app_now()
        WHERE x.id = a.id AND x.closed_at IS NULL;
    PERFORM reserve_release(allowance_order(a),
        (a.allowed - a.used - a.held) * a.rate, 'lapse_month:' || a.id);
END
$$;
-- The months that are over lapse, and the next ones of a year begin.
CREATE FUNCTION allowance_roll(s subscription) RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    a subscription_allowance;
    c subscription_charge;
BEGIN
    LOOP
        SELECT * INTO a FROM subscription_allowance x
            WHERE x.subscription_id = s.id AND x.closed_at IS NULL
                AND x.ends_at <= app_now()
            ORDER BY x.ends_at, x.id LIMIT 1 FOR UPDATE;
        EXIT WHEN a.id IS NULL;
        PERFORM allowance_lapse(a);
        SELECT * INTO c FROM subscription_charge x WHERE x.id = a.charge_id;
        IF c.to_at > a.ends_at AND (SELECT count(*)
                FROM subscription_allowance x WHERE x.charge_id = c.id
                    AND x.what = a.what) <= c.months THEN
            PERFORM allowance_write(s, c, a.what, a.ends_at,
                (allowance_month(s, a.ends_at)).stop,
                CASE a.what WHEN 'review' THEN c.reviews ELSE c.sessions END);
        END IF;
    END LOOP;
END
$$;
-- Nothing of it is left: of all months that are open, or of charges but this one;
-- then all of the reserve that nobody waits for is the creator's.
CREATE FUNCTION allowance_close(s subscription, but bigint DEFAULT NULL)
RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    a subscription_allowance;
    c subscription_charge;
BEGIN
    FOR a IN SELECT * FROM subscription_allowance x
            WHERE x.subscription_id = s.id AND x.closed_at IS NULL
                AND x.charge_id IS DISTINCT FROM but ORDER BY x.id FOR UPDATE LOOP
        PERFORM allowance_lapse(a);
    END LOOP;
    FOR c IN SELECT * FROM subscription_charge x WHERE x.subscription_id = s.id
            AND x.applied_at IS NOT NULL AND x.id IS DISTINCT FROM but LOOP
        PERFORM reserve_release(c.order_id, reserve_left(c.order_id),
            'lapse_rest:' || c.id);
    END LOOP;
END
$$;

-- --- a session that a tier pays for ----------------------------------------------------------
CREATE FUNCTION pay_tier(s session, ref bigint) RETURNS session
LANGUAGE plpgsql
AS $$
DECLARE
    t subscription;
    longest int;
BEGIN
    SELECT * INTO t FROM subscription x WHERE x.id = pay_tier.ref
        AND x.kind = 'tier' AND x.payer_id = s.client_id;
    IF t.id IS NULL THEN
        PERFORM refuse(422, 'pay_with_unknown', 'pay_with');
    END IF;
    SELECT x.session_minutes INTO longest FROM journey_tier x
        WHERE (x.journey_id, x.tier) = (t.journey_id, t.plan);
    IF s.minutes > longest THEN
        PERFORM refuse(422, 'allowance_too_long', 'pay_with',
            jsonb_build_object('minutes', longest));
    END IF;
    PERFORM allowance_hold(t.id, 'session', 'session:' || s.id);
    UPDATE session x SET paid_by = 'tier', paid_ref = t.id WHERE x.id = s.id
        RETURNING * INTO s;
    RETURN session_agree(s);
END
$$;
CREATE FUNCTION settle_tier(s session, event text, percent int) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    u allowance_use;
    a subscription_allowance;
    of_order bigint;
BEGIN
    SELECT * INTO u FROM allowance_use x WHERE x.ref = 'session:' || s.id;
    SELECT * INTO a FROM subscription_allowance x WHERE x.id = u.allowance_id;
    of_order := allowance_order(a);
    IF event = 'consumed' THEN
        PERFORM allowance_done(u.ref, s.expert_id, 'concierge', NULL, s.id);
        PERFORM earning_unfreeze(of_order);
    ELSIF event = 'restored' THEN
        IF u.status = 'done' THEN
            PERFORM allowance_return(u.ref);
        END IF;
        PERFORM allowance_hold(a.subscription_id, 'session', u.ref);
    ELSIF event = 'disputed' THEN
        PERFORM earning_freeze(of_order, s.id);
    ELSE
        -- half of one can't be given back: what is less than all pays the expert
        PERFORM earning_unfreeze(of_order);
        IF percent = 100 THEN
            PERFORM allowance_return(u.ref);
        ELSIF event = 'returned' THEN
            PERFORM allowance_done(u.ref, s.expert_id, 'concierge',
                percent_of(a.rate, 100 - percent), s.id);
        END IF;
    END IF;
END
$$;
INSERT INTO pay_way VALUES ('tier', 'pay_tier', 'settle_tier');

-- --- what companies use ----------------------------------------------------------------------
-- By the month of the subscription; what just exists (open jobs) has no month.
CREATE TABLE company_usage (
    company_id bigint NOT NULL REFERENCES company,
    what text NOT NULL CHECK (what IN ('jobs', 'searches')),
    month timestamptz NOT NULL,     -- '-infinity': not by the month
    used bigint NOT NULL DEFAULT 0 CHECK (used >= 0),
    PRIMARY KEY (company_id, what, month)
);
CREATE FUNCTION company_subscription(of_company bigint) RETURNS subscription
LANGUAGE sql STABLE
AS $$
    SELECT s FROM subscription s WHERE s.company_id = of_company
        AND s.status IN ('trialing', 'active', 'past_due', 'suspended')
$$;
CREATE FUNCTION company_used(of_company bigint, of_what text, since timestamptz)
RETURNS bigint LANGUAGE sql STABLE
AS $$
    SELECT CASE of_what WHEN 'seats' THEN (SELECT count(*)
            FROM company_member m WHERE m.company_id = of_company)
        ELSE coalesce((SELECT u.used FROM company_usage u
            WHERE u.company_id = of_company AND u.what = of_what
            AND u.month = CASE of_what WHEN 'searches' THEN since
            ELSE '-infinity' END), 0) END
$$;

/*
 * The one place that says what is allowed: of a member (their tiers: reviews and
 * sessions, by journey) or of a company (jobs, drafts, seats, searches).
 * `allowed` NULL is without limit; `access` is full, read_only (suspended: what
 * there is stays, nothing new) or none.
 */
CREATE FUNCTION entitlements_of(subject text, subject_id bigint)
RETURNS TABLE (subscription_id bigint, journey_id bigint, plan text,
    access text, what text, allowed bigint, used bigint, resets_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    s subscription;
    start timestamptz;
    stop timestamptz;
BEGIN
    IF subject = 'company' THEN
        s := company_subscription(subject_id);
        SELECT m.start, m.stop INTO start, stop
            FROM allowance_month(s, app_now()) m;
        RETURN QUERY SELECT s.id, NULL::bigint, s.plan, CASE
                WHEN s.id IS NULL THEN 'none' WHEN s.status = 'suspended'
                THEN 'read_only' ELSE 'full' END, f.what, f.allowed,
            company_used(subject_id, f.what, start),
            CASE f.what WHEN 'searches' THEN stop END
        FROM (SELECT p.* FROM company_plan p WHERE p.name = s.plan
            UNION ALL SELECT NULL, NULL, NULL, NULL, NULL, NULL, 0, 1, 0, false
            WHERE s.id IS NULL) p,
            LATERAL (VALUES ('jobs', p.jobs), ('drafts', CASE WHEN s.id IS NULL
                THEN setting_text('plan_none_drafts')::bigint END),
                ('seats', p.seats), ('searches', p.searches))
                AS f (what, allowed);
        RETURN;
    END IF;
    FOR s IN SELECT * FROM subscription x WHERE x.payer_id = subject_id
            AND x.kind = 'tier' AND x.status IN ('trialing', 'active',
            'past_due', 'suspended') ORDER BY x.id LOOP
        SELECT m.start, m.stop INTO start, stop
            FROM allowance_month(s, app_now()) m;
        RETURN QUERY SELECT s.id, s.journey_id, s.plan, CASE s.status
                WHEN 'suspended' THEN 'read_only' ELSE 'full' END, f.what,
            coalesce(sum(a.allowed), 0)::bigint,
            coalesce(sum(a.held + a.used), 0)::bigint, stop
        FROM (VALUES ('reviews', 'review'), ('sessions', 'session'))
            AS f (what, one)
        LEFT JOIN subscription_allowance a ON a.subscription_id = s.id
            AND a.closed_at IS NULL AND a.what = f.one
            AND a.starts_at <= app_now() AND a.ends_at > app_now()
        GROUP BY f.what ORDER BY f.what;
    END LOOP;
END
$$;
-- A company uses so many; refused where its plan does not have them.  Counted even
-- without a limit, for prices by use.
CREATE FUNCTION company_use(of_company bigint, of_what text, n bigint DEFAULT 1)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    s subscription;
    e record;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(
        'company_use:' || of_company, 0));
    s := company_subscription(of_company);
    SELECT * INTO e FROM entitlements_of('company', of_company) x
        WHERE x.what = of_what;
    IF n > 0 AND e.access = 'read_only' THEN
        PERFORM refuse(409, 'subscription_is_suspended');
    ELSIF n > 0 AND e.used + n > e.allowed THEN
        PERFORM refuse(409, 'plan_limit', NULL, jsonb_build_object('what',
            of_what, 'limit', e.allowed, 'used', e.used));
    END IF;
    INSERT INTO company_usage AS u (company_id, what, month, used)
    VALUES (of_company, of_what, CASE of_what WHEN 'searches' THEN coalesce(
        (allowance_month(s, app_now())).start, '-infinity')
        ELSE '-infinity' END, greatest(0, n))
    ON CONFLICT (company_id, what, month)
        DO UPDATE SET used = greatest(0, u.used + n);
END
$$;

-- --- who may see and do what --------------------------------------------------------------------
DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['subscription_allowance', 'allowance_use',
            'company_usage'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY admin ON %I TO belay_admin USING (true)', t);
        EXECUTE format('CREATE POLICY worker ON %I TO belay_worker USING (true)',
            t);
        EXECUTE format('GRANT SELECT ON %I TO belay_admin, belay_worker', t);
    END LOOP;
END
$$;
GRANT EXECUTE ON FUNCTION entitlements_of(text, bigint) TO belay_admin,
    belay_worker;
INSERT INTO person_data VALUES
    ('allowance_use', 'provider_id', 'money', false, 'keep',
        'books: kept by law');

-- --- does it add up? ------------------------------------------------------------------------
CREATE FUNCTION ledger_check_subscriptions() RETURNS TABLE (problem text,
    ref text, expected numeric, found numeric) LANGUAGE sql STABLE
AS $$
    -- what is held and used, one by one
    SELECT 'allowance', a.id::text, count(u.id), a.held + a.used
    FROM subscription_allowance a LEFT JOIN allowance_use u
        ON u.allowance_id = a.id AND u.status IN ('held', 'done')
    GROUP BY a.id HAVING a.held <> count(u.id) FILTER (WHERE u.status = 'held')
        OR a.used <> count(u.id) FILTER (WHERE u.status = 'done')
    UNION ALL
    -- of each order's reserve
    SELECT 'reserve used', s.order_id::text,
        coalesce(sum((a.held + a.used) * a.rate), 0), s.used
    FROM order_share s JOIN subscription_charge c ON c.order_id = s.order_id
    LEFT JOIN subscription_allowance a ON a.charge_id = c.id
    WHERE s.account = 'reserve' GROUP BY s.order_id, s.n
    HAVING s.used <> coalesce(sum((a.held + a.used) * a.rate), 0)
    UNION ALL
    -- the account of each subscription: what is free, and what is held
    SELECT 'reserve', b.ref, b.should, b.amount
    FROM (SELECT a.ref, -coalesce((SELECT sum(e.amount) FROM ledger_entry e
                WHERE e.account_id = a.id), 0) AS amount,
            coalesce((SELECT sum(s.amount - s.reversed - s.used)
                FROM subscription_charge c JOIN order_share s
                    ON s.order_id = c.order_id AND s.account = 'reserve'
                JOIN orders o ON o.id = s.order_id AND o.paid_at IS NOT NULL
                WHERE c.subscription_id = u.id), 0)
            + coalesce((SELECT sum(x.held * x.rate)
                FROM subscription_allowance x
                WHERE x.subscription_id = u.id), 0) AS should
        FROM ledger_account a JOIN subscription u
            ON a.ref = 'subscription:' || u.id
        WHERE a.kind = 'reserve') b
    WHERE b.amount <> b.should
    UNION ALL
    -- of one that ended nothing is left over
    SELECT 'reserve left over', u.id::text, 0, sum(reserve_left(c.order_id))
    FROM subscription u JOIN subscription_charge c ON c.subscription_id = u.id
        AND c.applied_at IS NOT NULL
    WHERE u.ended_at IS NOT NULL
    GROUP BY u.id HAVING sum(reserve_left(c.order_id)) <> 0
    UNION ALL
    SELECT 'subscription over', u.id::text, 0, count(*)
    FROM subscription u LEFT JOIN subscription_charge c
        ON c.subscription_id = u.id AND c.status = 'open'
    LEFT JOIN subscription_allowance a ON a.subscription_id = u.id
        AND a.closed_at IS NULL
    WHERE u.ended_at IS NOT NULL AND (c.id IS NOT NULL OR a.id IS NOT NULL)
    GROUP BY u.id
$$;
INSERT INTO ledger_check VALUES ('subscriptions', 'ledger_check_subscriptions');
