-- Recruiters' credits: bought in packs, held by a request, spent when it is
-- accepted.  Until then they are owed: what a pack cost lies in the account
-- 'credits' of who bought it, and becomes revenue credit by credit.

INSERT INTO setting (name, value, kind, minimum, maximum, about) VALUES
    ('credit_pack_5_price', '9500', 'int', 100, 100000000,
        'Price of 5 recruiter credits, in cents'),
    ('credit_pack_20_price', '34000', 'int', 100, 100000000,
        'Price of 20 recruiter credits, in cents'),
    ('credit_pack_50_price', '75000', 'int', 100, 100000000,
        'Price of 50 recruiter credits, in cents'),
    ('credit_months', '12', 'int', 1, 120,
        'Months after which bought credits expire'),
    ('credit_refund_days', '14', 'int', 0, 365,
        'Days during which unused credits are paid back');
INSERT INTO notification_type (name, area, title, email, push, discord, urgent,
    required, can_wait) VALUES
    ('credits_expiring', 'money', 'Recruiter credits expire', true, false, false, false, false, true);

CREATE VIEW credit_pack AS
SELECT n AS credits, setting_text(format('credit_pack_%s_price', n))::bigint
    AS amount, 'USD'::text AS currency
FROM unnest(ARRAY[5, 20, 50]) n;

CREATE TABLE credit_lot (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id bigint NOT NULL REFERENCES users,
    order_id bigint NOT NULL UNIQUE REFERENCES orders,
    credits int NOT NULL CHECK (credits > 0),
    amount bigint NOT NULL,         -- what they cost, before tax
    currency text NOT NULL REFERENCES currency,
    held int NOT NULL DEFAULT 0 CHECK (held >= 0),
    spent int NOT NULL DEFAULT 0 CHECK (spent >= 0),
    lapsed int NOT NULL DEFAULT 0 CHECK (lapsed >= 0),  -- expired
    returned int NOT NULL DEFAULT 0 CHECK (returned >= 0),  -- paid back
    bought_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    warned_at timestamptz,
    expired_at timestamptz,
    CHECK (held + spent + lapsed + returned <= credits)
);
CREATE INDEX credit_lot_user ON credit_lot (user_id, expires_at);
CREATE INDEX credit_lot_expiry ON credit_lot (expires_at)
    WHERE expired_at IS NULL;
-- One credit of one request: "request:7".
CREATE TABLE credit_use (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    lot_id bigint NOT NULL REFERENCES credit_lot,
    user_id bigint NOT NULL REFERENCES users,
    ref text NOT NULL UNIQUE,
    status text NOT NULL CHECK (status IN ('held', 'spent', 'released')),
    held_at timestamptz NOT NULL,
    settled_at timestamptz
);
CREATE INDEX credit_use_lot ON credit_use (lot_id);
CREATE INDEX credit_use_user ON credit_use (user_id, id DESC);

-- What the next so many credits of a lot are worth: the parts sum to its price.
CREATE FUNCTION credit_value(l credit_lot, n int) RETURNS bigint
LANGUAGE sql IMMUTABLE
AS $$
    SELECT prorate(l.amount, l.spent + l.lapsed + l.returned,
        l.spent + l.lapsed + l.returned + n, l.credits)
$$;
-- What those were worth that are gone.
CREATE FUNCTION credit_gone(l credit_lot) RETURNS bigint LANGUAGE sql IMMUTABLE
AS $$
    SELECT prorate(l.amount, 0, l.spent + l.lapsed + l.returned, l.credits)
$$;
-- That is not owed any more.
CREATE FUNCTION credit_book(l credit_lot, n int, what text, key text)
RETURNS void LANGUAGE sql
AS $$
    SELECT ledger_post(what, key, l.currency, ARRAY[
        ROW('credits', l.user_id, NULL, credit_value(l, n))::leg,
        ROW('platform_revenue', NULL, NULL, -credit_value(l, n))::leg],
        l.order_id)
$$;
CREATE FUNCTION credit_free(l credit_lot) RETURNS int LANGUAGE sql IMMUTABLE
AS $$ SELECT l.credits - l.held - l.spent - l.lapsed - l.returned $$;

-- --- how they are sold ---------------------------------------------------------------
CREATE FUNCTION quote_credits(item bigint, buyer bigint, detail jsonb)
RETURNS quote LANGUAGE plpgsql STABLE
AS $$
DECLARE
    p credit_pack;
    q quote;
BEGIN
    SELECT * INTO p FROM credit_pack x WHERE x.credits = item;
    IF NOT FOUND THEN
        PERFORM refuse(404, 'credit_pack_unknown');
    ELSIF buyer IS NOT NULL AND NOT EXISTS (SELECT FROM user_role r
            WHERE r.user_id = buyer AND r.role = 'recruiter') THEN
        PERFORM refuse(403, 'credits_are_for_recruiters');
    END IF;
    q.list_amount := p.amount;
    q.currency := p.currency;
    q.title := format('%s recruiter credits', p.credits);
    q.policy := jsonb_build_object('days',
        setting_text('credit_refund_days')::int);
    RETURN q;
END
$$;
CREATE FUNCTION fulfil_credits(o orders) RETURNS boolean LANGUAGE plpgsql
AS $$
DECLARE
    l credit_lot;
BEGIN
    INSERT INTO credit_lot (user_id, order_id, credits, amount, currency,
        bought_at, expires_at)
    VALUES (o.buyer_id, o.id, o.item_id, o.paid_amount - o.tax_amount,
        o.currency, app_now(), app_now() + make_interval(months =>
        setting_text('credit_months')::int))
    ON CONFLICT (order_id) DO NOTHING RETURNING * INTO l;
    IF l.id IS NOT NULL THEN
        PERFORM ledger_post('credits', 'credits:' || l.id, l.currency, ARRAY[
            ROW('platform_revenue', NULL, NULL, l.amount)::leg,
            ROW('credits', l.user_id, NULL, -l.amount)::leg], o.id);
    END IF;
    RETURN true;
END
$$;
CREATE FUNCTION returnable_credits(o orders) RETURNS bigint
LANGUAGE sql STABLE
AS $$
    SELECT part_of(o.paid_amount, credit_free(l), l.credits)
    FROM credit_lot l WHERE l.order_id = o.id AND app_now() < o.paid_at
        + make_interval(days => coalesce((o.policy ->> 'days')::int, 0))
$$;
-- What is paid back is not there any more.
CREATE FUNCTION credit_take_back(of_order bigint, n int, key text)
RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    l credit_lot;
    back int;
BEGIN
    SELECT * INTO l FROM credit_lot x WHERE x.order_id = of_order FOR UPDATE;
    back := least(coalesce(n, credit_free(l)), credit_free(l));
    IF back > 0 THEN
        PERFORM credit_book(l, back, 'credits_back', key);
        UPDATE credit_lot x SET returned = x.returned + back WHERE x.id = l.id;
    END IF;
END
$$;
CREATE FUNCTION release_credits(o orders) RETURNS void LANGUAGE sql
AS $$
    SELECT credit_take_back(o.id, NULL, 'credits_released:' || o.id)
    WHERE o.paid_at IS NOT NULL
$$;
INSERT INTO order_kind VALUES ('credits', 'quote_credits', NULL,
    'fulfil_credits', 'release_credits', 'returnable_credits');
CREATE FUNCTION credit_refunded() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    PERFORM credit_take_back(l.order_id, ceil(NEW.amount::numeric * l.credits
            / greatest(1, o.paid_amount))::int, 'credits_back:' || NEW.id)
    FROM credit_lot l JOIN orders o ON o.id = l.order_id
    WHERE l.order_id = NEW.order_id;
    RETURN NULL;
END
$$;
CREATE TRIGGER credit_refunded AFTER UPDATE OF status ON refund
    FOR EACH ROW WHEN (NEW.status = 'submitted' AND OLD.status = 'approved'
        AND NEW.reason IN ('policy', 'asked') AND NOT NEW.of_receipt)
    EXECUTE FUNCTION credit_refunded();

-- --- used ------------------------------------------------------------------------------
-- One is set aside for a request: the oldest there is.
CREATE FUNCTION credit_hold(person bigint, for_ref text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    l credit_lot;
    made bigint;
BEGIN
    SELECT u.id INTO made FROM credit_use u WHERE u.ref = for_ref;
    IF made IS NOT NULL THEN
        RETURN made;
    END IF;
    SELECT * INTO l FROM credit_lot x WHERE x.user_id = person
        AND x.expires_at > app_now() AND credit_free(x) > 0
        ORDER BY x.expires_at, x.id LIMIT 1 FOR UPDATE;
    IF l.id IS NULL THEN
        PERFORM refuse(409, 'credits_used_up');
    END IF;
    UPDATE credit_lot x SET held = x.held + 1 WHERE x.id = l.id;
    INSERT INTO credit_use (lot_id, user_id, ref, status, held_at)
    VALUES (l.id, person, for_ref, 'held', app_now()) RETURNING id INTO made;
    RETURN made;
END
$$;
-- It is spent, or back; back in a lot that has expired, it has too.
CREATE FUNCTION credit_settle(for_ref text, outcome text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    u credit_use;
    l credit_lot;
    lapses boolean;
BEGIN
    SELECT * INTO u FROM credit_use x WHERE x.ref = for_ref FOR UPDATE;
    IF u.id IS NULL OR outcome NOT IN ('spent', 'released') THEN
        PERFORM refuse(404, 'credit_unknown');
    ELSIF u.status = outcome THEN
        RETURN;
    ELSIF u.status <> 'held' THEN
        PERFORM refuse(409, 'credit_is_' || u.status);
    END IF;
    UPDATE credit_use x SET status = outcome, settled_at = app_now()
        WHERE x.id = u.id;
    SELECT * INTO l FROM credit_lot x WHERE x.id = u.lot_id FOR UPDATE;
    lapses := outcome = 'released' AND l.expired_at IS NOT NULL;
    IF outcome = 'spent' OR lapses THEN
        PERFORM credit_book(l, 1, 'credits_' || outcome, 'credit:' || u.id);
    END IF;
    UPDATE credit_lot x SET held = x.held - 1,
        spent = x.spent + (outcome = 'spent')::int,
        lapsed = x.lapsed + lapses::int
    WHERE x.id = l.id;
END
$$;
-- Lots that have expired, and word a month before they do.
CREATE FUNCTION credit_tick(most int) RETURNS int LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    l credit_lot;
    n int := 0;
BEGIN
    FOR l IN SELECT * FROM credit_lot x WHERE x.expired_at IS NULL
            AND x.expires_at <= app_now() ORDER BY x.expires_at LIMIT most
            FOR UPDATE SKIP LOCKED LOOP
        PERFORM credit_book(l, credit_free(l), 'credits_lapsed',
            'credits_lapsed:' || l.id);
        UPDATE credit_lot x SET lapsed = x.lapsed + credit_free(l),
            expired_at = app_now() WHERE x.id = l.id;
        n := n + 1;
    END LOOP;
    FOR l IN UPDATE credit_lot x SET warned_at = app_now()
            WHERE x.expired_at IS NULL AND x.warned_at IS NULL
                AND x.expires_at <= app_now() + interval '30 days'
            RETURNING x.* LOOP
        IF credit_free(l) > 0 THEN
            PERFORM notify(l.user_id, 'credits_expiring', '/account/billing',
                jsonb_build_object('credits', credit_free(l)::text,
                'answer_by', rfc3339(l.expires_at)), 'credits:' || l.id);
        END IF;
    END LOOP;
    RETURN n;
END
$$;

-- --- who may see and do what --------------------------------------------------------------
DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['credit_lot', 'credit_use'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY own ON %I TO belay_billing, belay_account
            USING (user_id = app_user_id())', t);
        EXECUTE format('CREATE POLICY admin ON %I TO belay_admin USING (true)', t);
        EXECUTE format('CREATE POLICY worker ON %I TO belay_worker USING (true)',
            t);
        EXECUTE format('GRANT SELECT ON %I TO belay_billing, belay_admin,
            belay_worker', t);
    END LOOP;
END
$$;
-- What the asking member has: free to use, held by requests, the next to expire.
CREATE VIEW my_credits AS
SELECT coalesce(sum(credit_free(l)) FILTER (WHERE l.expired_at IS NULL), 0)
        ::bigint AS free,
    coalesce(sum(l.held), 0)::bigint AS held,
    coalesce(sum(l.spent), 0)::bigint AS spent,
    min(l.expires_at) FILTER (WHERE l.expired_at IS NULL
        AND credit_free(l) > 0) AS next_expiry
FROM credit_lot l WHERE l.user_id = app_user_id();
GRANT SELECT ON my_credits, credit_pack TO belay_billing;
GRANT EXECUTE ON FUNCTION credit_tick(int) TO belay_worker;
INSERT INTO person_data VALUES
    ('credit_lot', 'user_id', 'money', true, 'keep', 'books: kept by law'),
    ('credit_use', 'user_id', 'money', true, 'keep', 'books: kept by law');

-- What is owed in credits is what is left in the lots, and each use is in one.
CREATE FUNCTION ledger_check_credits() RETURNS TABLE (problem text, ref text,
    expected numeric, found numeric) LANGUAGE sql STABLE
AS $$
    SELECT 'credits', format('%s %s', l.user_id, l.currency),
        sum(l.amount - credit_gone(l)), -ledger_balance_for('credits', l.user_id,
            NULL, l.currency)
    FROM credit_lot l GROUP BY l.user_id, l.currency
    HAVING sum(l.amount - credit_gone(l))
        <> -ledger_balance_for('credits', l.user_id, NULL, l.currency)
    UNION ALL
    SELECT 'credit lot', l.id::text, l.held, count(u.id)
    FROM credit_lot l LEFT JOIN credit_use u ON u.lot_id = l.id
        AND u.status = 'held'
    GROUP BY l.id HAVING l.held <> count(u.id)
$$;
INSERT INTO ledger_check VALUES ('credits', 'ledger_check_credits');
