-- What each earner is owed, line by line (spec: states 4.6).  The lines that are
-- not paid and not reversed always sum to the earner's payable account.

CREATE TABLE earning (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id bigint NOT NULL REFERENCES users,
    order_id bigint REFERENCES orders,
    session_id bigint REFERENCES session,   -- the delivery; NULL: not one
    kind text NOT NULL CHECK (kind ~ '^[a-z_]+$'),  -- order_share.kind, clawback
    made_amount bigint NOT NULL,    -- as it began
    amount bigint NOT NULL,         -- what is left of it; a clawback is < 0
    currency text NOT NULL REFERENCES currency,
    status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending',
        'available', 'frozen', 'in_payout', 'paid', 'reversed')),
    available_at timestamptz,       -- NULL: not delivered yet
    payout_id bigint,
    claws_back bigint REFERENCES earning,   -- the line that was paid already
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    CHECK ((status = 'reversed') = (amount = 0)),
    CHECK ((kind = 'clawback') = (made_amount < 0)),
    CHECK (status <> 'available' OR available_at IS NOT NULL)
);
CREATE INDEX earning_user ON earning (user_id, id DESC);
CREATE INDEX earning_balance ON earning (user_id, currency, status)
    INCLUDE (amount) WHERE status IN ('pending', 'available', 'frozen',
        'in_payout');
CREATE INDEX earning_order ON earning (order_id);
CREATE INDEX earning_session ON earning (session_id)
    WHERE session_id IS NOT NULL;
CREATE INDEX earning_due ON earning (available_at) WHERE status = 'pending';
CREATE INDEX earning_payout ON earning (payout_id) WHERE payout_id IS NOT NULL;
CREATE INDEX earning_claws_back ON earning (claws_back)
    WHERE claws_back IS NOT NULL;

CREATE TABLE earning_rule (
    from_status text NOT NULL,
    to_status text NOT NULL,
    PRIMARY KEY (from_status, to_status)
);
INSERT INTO earning_rule
    SELECT f, t FROM (VALUES ('pending', 'available frozen reversed'),
        ('available', 'in_payout frozen reversed pending'),
        ('frozen', 'pending available reversed'),
        ('in_payout', 'paid available'), ('paid', 'available'))
        AS r (f, ts), string_to_table(ts, ' ') t;
CREATE FUNCTION earning_moves() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
    IF OLD.status <> NEW.status AND NOT EXISTS (SELECT FROM earning_rule r
            WHERE (r.from_status, r.to_status) = (OLD.status, NEW.status)) THEN
        PERFORM refuse(409, 'earning_is_' || OLD.status);
    END IF;
    NEW.changed_at := app_now();
    RETURN NEW;
END
$$;
CREATE TRIGGER earning_moves BEFORE UPDATE ON earning
    FOR EACH ROW EXECUTE FUNCTION earning_moves();

-- --- made by a sale ------------------------------------------------------------
CREATE FUNCTION earning_open(o orders) RETURNS void LANGUAGE sql
AS $$
    INSERT INTO earning (user_id, order_id, kind, made_amount, amount, currency,
        available_at, created_at, changed_at)
    SELECT s.user_id, (o).id, s.kind, s.amount, s.amount, (o).currency,
        (o).paid_at + make_interval(days => s.hold_days), app_now(), app_now()
    FROM order_share s WHERE s.order_id = (o).id AND s.account = 'payable'
        AND s.amount > 0
$$;
-- An order that is delivered piece by piece (a pack): of what is not delivered
-- yet, one of `left_parts` equal parts becomes due for this session; the last
-- takes the rest.  Once for each session.
CREATE FUNCTION earning_deliver(of_order bigint, of_session bigint,
    left_parts int DEFAULT 1, delivered_at timestamptz DEFAULT NULL)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    e earning;
    part bigint;
    due timestamptz := coalesce(delivered_at, app_now())
        + make_interval(days => setting_text('earning_hold_days')::int);
BEGIN
    IF of_session IS NOT NULL AND EXISTS (SELECT FROM earning x
            WHERE x.order_id = of_order AND x.session_id = of_session) THEN
        RETURN;
    END IF;
    FOR e IN SELECT * FROM earning x WHERE x.order_id = of_order
            AND x.status IN ('pending', 'frozen') AND x.available_at IS NULL
            AND x.session_id IS NULL AND x.amount > 0
            ORDER BY x.id FOR UPDATE LOOP
        part := CASE WHEN left_parts <= 1 THEN e.amount
            ELSE div(e.amount + left_parts - 1, left_parts) END;
        IF part = e.amount THEN
            UPDATE earning x SET session_id = of_session, available_at = due
                WHERE x.id = e.id;
        ELSE
            UPDATE earning x SET amount = x.amount - part,
                made_amount = x.made_amount - part WHERE x.id = e.id;
            INSERT INTO earning (user_id, order_id, session_id, kind,
                made_amount, amount, currency, status, available_at, created_at,
                changed_at)
            VALUES (e.user_id, of_order, of_session, e.kind, part, part,
                e.currency, e.status, due, app_now(), app_now());
        END IF;
    END LOOP;
END
$$;
-- It was not delivered after all: what is not paid out yet waits again.
CREATE FUNCTION earning_undeliver(of_session bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public
AS $$
    UPDATE earning SET session_id = NULL, available_at = NULL,
        status = CASE status WHEN 'available' THEN 'pending' ELSE status END
    WHERE session_id = of_session AND kind <> 'clawback'
        AND status IN ('pending', 'available', 'frozen')
$$;

-- --- frozen and freed ----------------------------------------------------------
CREATE FUNCTION earning_freeze(of_order bigint,
    of_session bigint DEFAULT NULL) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    PERFORM payout_let_go(of_order, of_session);
    PERFORM FROM earning e WHERE e.order_id = of_order ORDER BY e.id FOR UPDATE;
    UPDATE earning SET status = 'frozen'
    WHERE order_id = of_order AND kind <> 'clawback'
        AND session_id IS NOT DISTINCT FROM coalesce(of_session, session_id)
        AND status IN ('pending', 'available');
END
$$;
-- Nothing while the order is disputed, or the session is.
CREATE FUNCTION earning_unfreeze(of_order bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public
AS $$
    UPDATE earning e SET status = CASE WHEN e.available_at <= app_now()
        THEN 'available' ELSE 'pending' END
    WHERE e.order_id = of_order AND e.status = 'frozen'
        AND NOT EXISTS (SELECT FROM orders o WHERE o.id = of_order
            AND o.status = 'disputed')
        AND NOT EXISTS (SELECT FROM session s WHERE s.id = e.session_id
            AND s.disputed AND s.resolution IS NULL)
$$;

-- --- taken back ----------------------------------------------------------------
-- Of what a member has of an order: first what is not delivered, then what is
-- not paid out; the rest is a debt, set off against what they earn next.
CREATE FUNCTION earning_take_back(of_order bigint, person bigint,
    back bigint, unit text) RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    e earning;
    part bigint;
BEGIN
    FOR e IN SELECT * FROM earning x WHERE x.order_id = of_order
            AND x.user_id = person AND x.kind <> 'clawback'
            AND x.status IN ('pending', 'frozen', 'available')
            ORDER BY x.available_at DESC NULLS FIRST, x.id DESC FOR UPDATE LOOP
        EXIT WHEN back = 0;
        part := least(back, e.amount);
        UPDATE earning x SET amount = x.amount - part,
            status = CASE WHEN x.amount = part THEN 'reversed'
                ELSE x.status END
        WHERE x.id = e.id;
        back := back - part;
    END LOOP;
    IF back > 0 THEN
        INSERT INTO earning (user_id, order_id, kind, made_amount, amount,
            currency, status, available_at, claws_back, created_at, changed_at)
        VALUES (person, of_order, 'clawback', -back, -back, unit, 'available',
            app_now(), (SELECT max(x.id) FROM earning x
                WHERE x.order_id = of_order AND x.user_id = person
                AND x.status IN ('in_payout', 'paid')), app_now(), app_now());
    END IF;
END
$$;

-- --- the clock -----------------------------------------------------------------
CREATE FUNCTION earning_tick(most int) RETURNS int LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    n int;
BEGIN
    UPDATE earning e SET status = 'available' WHERE e.id IN (
        SELECT x.id FROM earning x WHERE x.status = 'pending'
            AND x.available_at <= app_now()
        ORDER BY x.available_at LIMIT most FOR UPDATE SKIP LOCKED);
    GET DIAGNOSTICS n = ROW_COUNT;
    RETURN n;
END
$$;

-- What each is owed, by what may be done with it.
CREATE VIEW my_earning_balance AS
SELECT e.currency,
    sum(e.amount) AS owed,
    coalesce(sum(e.amount) FILTER (WHERE e.status = 'pending'), 0) AS pending,
    coalesce(sum(e.amount) FILTER (WHERE e.status = 'available'), 0)
        AS available,
    coalesce(sum(e.amount) FILTER (WHERE e.status = 'frozen'), 0) AS frozen,
    coalesce(sum(e.amount) FILTER (WHERE e.status = 'in_payout'), 0)
        AS in_payout
FROM earning e WHERE e.user_id = app_user_id()
    AND e.status IN ('pending', 'available', 'frozen', 'in_payout')
GROUP BY e.currency;
-- Does anybody owe the platform something?
CREATE FUNCTION money_owed_by(person bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT EXISTS (SELECT FROM earning e WHERE e.user_id = person
        AND e.status IN ('pending', 'available', 'frozen', 'in_payout')
        GROUP BY e.currency HAVING sum(e.amount) < 0)
$$;

ALTER TABLE earning ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON earning TO belay_billing, belay_booking, belay_account
    USING (user_id = app_user_id());
CREATE POLICY admin ON earning TO belay_admin USING (true);
CREATE POLICY worker ON earning TO belay_worker USING (true);
GRANT SELECT ON earning TO belay_billing, belay_booking, belay_admin,
    belay_worker;
GRANT SELECT ON my_earning_balance TO belay_billing, belay_booking;
GRANT EXECUTE ON FUNCTION earning_tick(int) TO belay_worker;
GRANT EXECUTE ON FUNCTION money_owed_by(bigint) TO belay_account, belay_worker;

INSERT INTO person_data VALUES
    ('earning', 'user_id', 'money', true, 'keep', 'books: kept by law');
