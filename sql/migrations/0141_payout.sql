-- Payouts (spec: states 4.6): what an earner is owed goes out, once.  A payout's
-- lines are in_payout from its making on and paid once it is completed; its amount
-- is their sum.
-- The row of a person's account is the lock for all their payouts.  Locks in this
-- order: order, accounts, payouts, earnings.

CREATE TABLE payout (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref text NOT NULL UNIQUE
        DEFAULT replace(gen_random_uuid()::text, '-', ''),  -- at providers
    user_id bigint NOT NULL REFERENCES users,
    kind text NOT NULL CHECK (kind IN ('monthly', 'weekly', 'now', 'closing',
        'dormant')),
    period text NOT NULL,       -- '2026-11', '2026-W47', '2026-11-21'
    currency text NOT NULL REFERENCES currency,
    amount bigint NOT NULL CHECK (amount > 0),
    fee_amount bigint NOT NULL, -- the platform's of the same sales, to be shown
    lines int NOT NULL CHECK (lines > 0),
    status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending',
        'approved', 'processing', 'completed', 'failed', 'returned',
        'canceled')),
    version int NOT NULL DEFAULT 1,
    provider text CHECK (provider IN ('manual', 'stripe', 'paypal')),
    destination text,           -- as it was when it was sent: "•••• 6789"
    provider_ref text,          -- Stripe's tr_…, a bank's words
    failure text,               -- why it failed
    is_refused boolean NOT NULL DEFAULT false,  -- surely: nothing went out
    attempt int NOT NULL DEFAULT 1,     -- of asking Stripe under a key of its own
    returns int NOT NULL DEFAULT 0,     -- how often a bank sent it back
    first_by bigint REFERENCES users,   -- of two admins
    first_at timestamptz,
    due_at timestamptz,         -- by itself, while there is one admin only
    approved_by bigint REFERENCES users,    -- NULL: by trust, or by the clock
    approved_at timestamptz,
    created_at timestamptz NOT NULL,
    sent_at timestamptz,
    completed_at timestamptz,
    UNIQUE (user_id, period, kind, currency),
    CHECK ((status IN ('processing', 'completed', 'returned'))
        <= (provider IS NOT NULL)),
    CHECK ((status = 'completed') = (completed_at IS NOT NULL)),
    CHECK (approved_by IS DISTINCT FROM first_by OR approved_by IS NULL)
);
CREATE UNIQUE INDEX payout_transfer ON payout (provider_ref)
    WHERE provider = 'stripe' AND provider_ref IS NOT NULL;
CREATE INDEX payout_user ON payout (user_id, id DESC);
CREATE INDEX payout_status ON payout (status, id DESC);
CREATE INDEX payout_batch ON payout (kind, period, id);
CREATE INDEX payout_second ON payout (due_at) WHERE status = 'pending'
    AND due_at IS NOT NULL;
CREATE INDEX payout_completed ON payout (completed_at)
    WHERE completed_at IS NOT NULL;
CREATE INDEX payout_first_by ON payout (first_by) WHERE first_by IS NOT NULL;
CREATE INDEX payout_approved_by ON payout (approved_by)
    WHERE approved_by IS NOT NULL;
ALTER TABLE earning ADD FOREIGN KEY (payout_id) REFERENCES payout;
ALTER TABLE ledger_transaction ADD FOREIGN KEY (payout_id) REFERENCES payout;

CREATE TABLE payout_rule (
    event text NOT NULL,
    side text NOT NULL,
    from_status text NOT NULL,
    to_status text NOT NULL,
    PRIMARY KEY (event, side, from_status)
);
INSERT INTO payout_rule
    SELECT e, s, f, t FROM (VALUES
        ('approve', 'admin system', 'pending', 'approved'),
        ('send', 'admin system', 'approved', 'processing'),
        ('complete', 'admin system', 'processing', 'completed'),
        ('fail', 'admin system', 'processing returned', 'failed'),
        ('retry', 'admin system', 'failed', 'processing'),
        ('return', 'admin system', 'completed', 'returned'),
        ('cancel', 'admin system', 'pending approved failed', 'canceled'))
        AS r (e, sides, froms, t), string_to_table(sides, ' ') s,
        string_to_table(froms, ' ') f;
CREATE TABLE payout_history (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    payout_id bigint NOT NULL REFERENCES payout,
    at timestamptz NOT NULL,
    actor_id bigint REFERENCES users,       -- NULL: the system
    event text NOT NULL,
    from_status text,                       -- NULL: it began
    to_status text NOT NULL,
    words text
);
CREATE INDEX payout_history_payout ON payout_history (payout_id, id);
CREATE INDEX payout_history_actor ON payout_history (actor_id)
    WHERE actor_id IS NOT NULL;
CREATE TRIGGER books_closed BEFORE UPDATE OR DELETE OR TRUNCATE ON payout_history
    EXECUTE FUNCTION books_closed();

-- --- parts -----------------------------------------------------------------------
CREATE FUNCTION payout_log(p payout, event text, was text, words text)
RETURNS void LANGUAGE sql
AS $$
    INSERT INTO payout_history (payout_id, at, actor_id, event, from_status,
        to_status, words)
    VALUES ((p).id, app_now(), app_user_id(), event, was, (p).status, words)
$$;
-- The one place where a payout's status changes.
CREATE FUNCTION payout_move(p payout, event text, side text,
    words text DEFAULT NULL) RETURNS payout LANGUAGE plpgsql
AS $$
DECLARE
    was text := p.status;
    target text := (SELECT r.to_status FROM payout_rule r WHERE (r.event, r.side,
        r.from_status) = (payout_move.event, payout_move.side, was));
BEGIN
    IF target IS NULL THEN
        PERFORM refuse(409, 'payout_is_' || was, NULL,
            jsonb_build_object('state', was));
    END IF;
    UPDATE payout x SET status = target, version = x.version + 1,
        approved_at = CASE event WHEN 'approve' THEN app_now()
            ELSE x.approved_at END,
        due_at = NULL,
        sent_at = CASE WHEN target = 'processing' THEN app_now()
            ELSE x.sent_at END,
        failure = CASE WHEN target = 'failed' THEN left(coalesce(words,
            x.failure), 500) END,
        completed_at = CASE WHEN target = 'completed' THEN app_now() END
    WHERE x.id = p.id RETURNING * INTO p;
    PERFORM payout_log(p, event, was, words);
    RETURN p;
END
$$;
CREATE FUNCTION payout_take(taken bigint) RETURNS payout LANGUAGE plpgsql
AS $$
DECLARE
    p payout;
BEGIN
    PERFORM FROM payout_account a WHERE a.user_id = (SELECT x.user_id
        FROM payout x WHERE x.id = taken) FOR UPDATE;
    SELECT * INTO p FROM payout x WHERE x.id = taken FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM refuse(404, 'payout_unknown');
    END IF;
    RETURN p;
END
$$;
CREATE FUNCTION payout_tell(p payout, type text, data jsonb DEFAULT '{}')
RETURNS void LANGUAGE sql
AS $$
    SELECT notify((p).user_id, type, '/payouts/' || (p).id,
        jsonb_build_object('amount', money_words((p).amount, (p).currency),
        'destination', (p).destination) || data, format('payout:%s:%s:%s',
        (p).id, type, (p).version))
$$;
-- What the platform kept of a line's sale: of the order's fee, as much as the line
-- is of all that earners got.
CREATE FUNCTION earning_fee(e earning) RETURNS bigint LANGUAGE sql STABLE
AS $$
    SELECT CASE WHEN (e).kind IN ('affiliate', 'clawback') THEN 0 ELSE
        coalesce((SELECT round(sum(s.amount) FILTER (WHERE s.kind = 'fee')
            * (e).amount::numeric / nullif(sum(s.amount) FILTER (WHERE
                s.account IN ('payable', 'reserve')), 0))
        FROM order_share s WHERE s.order_id = (e).order_id), 0) END::bigint
$$;
-- Lines out of a payout, back to where they were.
CREATE FUNCTION payout_count(p payout) RETURNS payout LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE payout x SET amount = n.sum, lines = n.n, fee_amount = n.fee
    FROM (SELECT sum(e.amount) AS sum, count(*) AS n, sum(earning_fee(e)) AS fee
        FROM earning e WHERE e.payout_id = p.id) n
    WHERE x.id = p.id RETURNING x.* INTO p;
    RETURN p;
END
$$;
CREATE FUNCTION payout_release(p payout) RETURNS void LANGUAGE sql
AS $$
    UPDATE earning SET status = 'available', payout_id = NULL
    WHERE payout_id = (p).id AND status = 'in_payout'
$$;

-- --- made ------------------------------------------------------------------------
-- A period that is over, in the platform's zone, when `at`.
CREATE FUNCTION payout_period(of_kind text, at timestamptz, OUT period text,
    OUT ends_at timestamptz) LANGUAGE sql STABLE
AS $$
    SELECT CASE of_kind WHEN 'monthly' THEN to_char(e - interval '1 day',
            'YYYY-MM')
        WHEN 'weekly' THEN to_char(e - interval '1 day', 'IYYY-"W"IW')
        ELSE to_char(l, 'YYYY-MM-DD') END,
        CASE WHEN of_kind IN ('monthly', 'weekly')
            THEN e AT TIME ZONE z ELSE at END
    FROM (SELECT setting_text('platform_zone') AS z) s,
        LATERAL (SELECT at AT TIME ZONE z AS l) t,
        LATERAL (SELECT date_trunc(CASE of_kind WHEN 'weekly' THEN 'week'
            ELSE 'month' END, l) AS e) u
$$;
-- May this one go without an admin's look?  Those before went well for a while.
CREATE FUNCTION payout_is_trusted(p payout) RETURNS boolean LANGUAGE sql STABLE
AS $$
    SELECT setting_text('payout_trusted_after')::int > 0
        AND p.amount <= dollars_of(setting_text('payout_trusted_most')::bigint,
            p.currency)
        AND count(*) FILTER (WHERE x.status = 'completed' AND x.completed_at
            < app_now() - interval '7 days')
            >= setting_text('payout_trusted_after')::int
        AND count(*) FILTER (WHERE x.status IN ('failed', 'returned')
            OR x.returns > 0) = 0
        AND NOT EXISTS (SELECT FROM earning e WHERE e.user_id = p.user_id
            AND e.status = 'frozen')
    FROM payout x WHERE x.user_id = p.user_id
        AND x.created_at > app_now() - interval '12 months'
$$;
-- What is available is due at once, but for a period only what was before its end;
-- debts are set off whenever they came.
CREATE FUNCTION payout_takes(e earning, of_kind text, until timestamptz)
RETURNS boolean LANGUAGE sql IMMUTABLE
AS $$
    SELECT (e).amount < 0 OR (e).available_at < until
        OR of_kind NOT IN ('monthly', 'weekly')
$$;
/*
 * Everything that is due to somebody in a currency, once for each period and
 * kind; NULL when that is too little, or the account is not ready.
 */
CREATE FUNCTION payout_make(person bigint, unit text, of_kind text,
    of_period text, until timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    a payout_account;
    p payout;
    due bigint[];
    total bigint;
BEGIN
    SELECT * INTO a FROM payout_account x WHERE x.user_id = person FOR UPDATE;
    IF NOT payout_account_is_open(a) OR EXISTS (SELECT FROM payout x
            WHERE (x.user_id, x.period, x.kind, x.currency)
            = (person, of_period, of_kind, unit)) THEN
        RETURN NULL;
    END IF;
    SELECT array_agg(x.id), sum(x.amount) INTO due, total
    FROM (SELECT e.id, e.amount FROM earning e WHERE e.user_id = person
        AND e.currency = unit AND e.status = 'available'
        AND payout_takes(e, of_kind, until) ORDER BY e.id FOR UPDATE) x;
    IF coalesce(total, 0) <= 0 OR total < payout_minimum(unit)
            AND of_kind NOT IN ('closing', 'dormant') THEN
        RETURN NULL;
    END IF;
    INSERT INTO payout (user_id, kind, period, currency, amount, fee_amount,
        lines, created_at)
    VALUES (person, of_kind, of_period, unit, total, 0, cardinality(due),
        app_now()) RETURNING * INTO p;
    UPDATE earning e SET status = 'in_payout', payout_id = p.id
        WHERE e.id = ANY (due);
    p := payout_count(p);
    PERFORM payout_log(p, 'make', NULL, NULL);
    IF payout_is_trusted(p) THEN
        PERFORM payout_move(p, 'approve', 'system', 'trusted');
    ELSE
        PERFORM money_attention('payouts', '/admin/payouts?status=pending',
            jsonb_build_object('amount', money_words(p.amount, p.currency)),
            format('payouts:%s:%s', of_kind, of_period));
    END IF;
    RETURN p.id;
END
$$;
-- The asking member wants everything now: once a day, from the minimum on.
CREATE FUNCTION payout_ask(unit text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    me bigint := acting_member();
    a payout_account;
    today record := payout_period('now', app_now());
    made bigint;
BEGIN
    SELECT * INTO a FROM payout_account x WHERE x.user_id = me FOR UPDATE;
    IF a.user_id IS NULL THEN
        PERFORM refuse(409, 'payout_account_missing');
    ELSIF a.held_reason IS NOT NULL THEN
        PERFORM refuse(409, 'payout_is_held');
    ELSIF a.status <> 'verified' THEN
        PERFORM refuse(409, 'payout_account_' || a.status);
    ELSIF EXISTS (SELECT FROM payout x WHERE x.user_id = me
            AND x.kind = 'now' AND x.period = today.period
            AND x.currency = unit) THEN
        PERFORM refuse(409, 'payout_was_today');
    END IF;
    made := payout_make(me, unit, 'now', today.period, app_now());
    IF made IS NULL THEN
        PERFORM refuse(409, 'payout_too_little', NULL, jsonb_build_object(
            'minimum', jsonb_build_object('amount', payout_minimum(unit),
            'currency', unit)));
    END IF;
    RETURN made;
END
$$;

-- --- approved ----------------------------------------------------------------------
-- Does it take two admins?  So does one's own, where there is another.
CREATE FUNCTION payout_wants_two(p payout) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = public
AS $$
    SELECT p.amount > dollars_of(setting_text('payout_second_admin')::bigint,
        p.currency) OR p.user_id = app_user_id()
$$;
-- approved | waiting (for a second admin, or for a day where there is only one).
CREATE FUNCTION payout_approve(approved bigint) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    p payout := payout_take(approved);
    me bigint := app_user_id();
    alone boolean := NOT other_money_admins(me);
BEGIN
    IF p.status <> 'pending' THEN
        PERFORM refuse(409, 'payout_is_' || p.status, NULL,
            jsonb_build_object('state', p.status));
    ELSIF p.user_id = me AND NOT alone THEN
        PERFORM refuse(403, 'payout_is_own');
    ELSIF EXISTS (SELECT FROM payout_account a WHERE a.user_id = p.user_id
            AND a.held_reason IS NOT NULL) THEN
        PERFORM refuse(409, 'payout_is_held');
    ELSIF p.first_by = me THEN
        PERFORM refuse(403, 'payout_wants_another');
    ELSIF payout_wants_two(p) AND p.first_by IS NULL THEN
        UPDATE payout x SET first_by = me, first_at = app_now(), due_at =
            CASE WHEN alone THEN app_now() + interval '24 hours' END
        WHERE x.id = p.id RETURNING * INTO p;
        PERFORM payout_log(p, 'first', p.status, NULL);
        PERFORM money_attention('payout_second', '/admin/payouts/' || p.id,
            jsonb_build_object('amount', money_words(p.amount, p.currency)),
            'payout_second:' || p.id);
        RETURN 'waiting';
    END IF;
    UPDATE payout x SET approved_by = me WHERE x.id = p.id RETURNING * INTO p;
    PERFORM payout_move(p, 'approve', 'admin');
    RETURN 'approved';
END
$$;
-- Those of a list that can be, one after the other; the others stay as they are.
CREATE FUNCTION payout_approve_all(wanted bigint[], OUT approved int,
    OUT waiting int, OUT refused int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    one bigint;
BEGIN
    approved := 0;
    waiting := 0;
    refused := 0;
    FOR one IN SELECT DISTINCT x FROM unnest(wanted) x ORDER BY x LOOP
        BEGIN
            IF payout_approve(one) = 'approved' THEN
                approved := approved + 1;
            ELSE
                waiting := waiting + 1;
            END IF;
        EXCEPTION WHEN SQLSTATE 'BL409' OR SQLSTATE 'BL403'
                OR SQLSTATE 'BL404' THEN
            refused := refused + 1;
        END;
    END LOOP;
END
$$;
-- Not to be paid: all of it goes back to the balance.
CREATE FUNCTION payout_cancel(canceled bigint, why text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    p payout := payout_take(canceled);
BEGIN
    IF p.status = 'failed' AND NOT p.is_refused THEN
        PERFORM refuse(409, 'payout_is_unsure');    -- it may have gone out
    END IF;
    p := payout_move(p, 'cancel', 'admin', admin_reason(why));
    PERFORM payout_release(p);
    PERFORM payout_tell(p, 'payout_failed', jsonb_build_object('canceled', true,
        'words', why));
END
$$;

-- --- what happens to sales meanwhile -------------------------------------------------
-- Lines of an order that is disputed or goes back leave payouts that have not been
-- sent; a payout without any left, or with debts only, is none.
CREATE FUNCTION payout_let_go(of_order bigint, of_session bigint DEFAULT NULL)
RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    p payout;
BEGIN
    PERFORM FROM payout_account a WHERE a.user_id IN (SELECT e.user_id
        FROM earning e WHERE e.order_id = of_order) ORDER BY a.user_id FOR UPDATE;
    FOR p IN SELECT * FROM payout x WHERE x.status IN ('pending', 'approved')
            AND x.id IN (SELECT e.payout_id FROM earning e
                WHERE e.order_id = of_order AND e.status = 'in_payout'
                AND e.kind <> 'clawback'
                AND e.session_id IS NOT DISTINCT FROM coalesce(of_session,
                    e.session_id))
            ORDER BY x.id FOR UPDATE LOOP
        UPDATE earning e SET status = 'available', payout_id = NULL
        WHERE e.payout_id = p.id AND e.order_id = of_order
            AND e.kind <> 'clawback' AND e.session_id IS NOT DISTINCT FROM
                coalesce(of_session, e.session_id);
        IF coalesce((SELECT sum(e.amount) FROM earning e
                WHERE e.payout_id = p.id), 0) > 0 THEN
            p := payout_count(p);
            PERFORM payout_log(p, 'reduce', p.status, NULL);
        ELSE
            p := payout_move(p, 'cancel', 'system', 'nothing is left of it');
            PERFORM payout_release(p);
        END IF;
    END LOOP;
END
$$;
ALTER FUNCTION earning_take_back(bigint, bigint, bigint, text)
    RENAME TO earning_take_lines;
CREATE FUNCTION earning_take_back(of_order bigint, person bigint, back bigint,
    unit text) RETURNS void LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM payout_let_go(of_order);
    PERFORM FROM earning e WHERE e.order_id = of_order ORDER BY e.id FOR UPDATE;
    PERFORM earning_take_lines(of_order, person, back, unit);
END
$$;

-- --- who may see and do what -------------------------------------------------------
ALTER TABLE payout ENABLE ROW LEVEL SECURITY;
ALTER TABLE payout_history ENABLE ROW LEVEL SECURITY;
DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['payout', 'payout_history'] LOOP
        EXECUTE format('CREATE POLICY admin ON %I TO belay_admin USING (true)',
            t);
        EXECUTE format('CREATE POLICY worker ON %I TO belay_worker
            USING (true)', t);
        EXECUTE format('GRANT SELECT ON %I TO belay_admin, belay_worker', t);
    END LOOP;
END
$$;
CREATE POLICY own ON payout TO belay_billing USING (user_id = app_user_id());
GRANT SELECT (id, ref, user_id, kind, period, currency, amount, fee_amount,
    lines, status, provider, destination, provider_ref, failure, created_at,
    sent_at, completed_at) ON payout TO belay_billing;
GRANT EXECUTE ON FUNCTION payout_ask(text) TO belay_billing;
GRANT EXECUTE ON FUNCTION payout_approve(bigint), payout_approve_all(bigint[]),
    payout_cancel(bigint, text), payout_wants_two(payout) TO belay_admin;
GRANT EXECUTE ON FUNCTION payout_make(bigint, text, text, text, timestamptz)
    TO belay_worker;

INSERT INTO person_data VALUES
    ('payout', 'user_id', 'money', true, 'keep', 'books: kept by law'),
    ('payout', 'first_by', 'money', false, 'keep', 'books: kept by law'),
    ('payout', 'approved_by', 'money', false, 'keep', 'books: kept by law'),
    ('payout_history', 'actor_id', 'money', false, 'keep', 'books: kept by law');
