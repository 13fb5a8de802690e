-- What keeps money going: the outbox to the providers, payments that an admin
-- marks as received, the clock, and the nightly look at the books.

-- --- the outbox ------------------------------------------------------------------
-- What is to be asked of a provider is written in the transaction that decides
-- it, and performed by the worker, again and again with the same key, until it
-- is answered.
CREATE TABLE provider_call (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    provider text NOT NULL CHECK (provider IN ('stripe', 'paypal')),
    method text NOT NULL DEFAULT 'POST' CHECK (method IN ('GET', 'POST',
        'PATCH', 'DELETE')),
    resource text NOT NULL CHECK (resource ~ '^/'),     -- '/v1/refunds'
    key text NOT NULL UNIQUE,       -- "refund:17": the Idempotency-Key too
    body jsonb NOT NULL DEFAULT '{}',
    status text NOT NULL DEFAULT 'waiting'
        CHECK (status IN ('waiting', 'done', 'failed')),
    answer jsonb,
    error text,
    attempts int NOT NULL DEFAULT 0,
    next_at timestamptz,            -- of a waiting one
    created_at timestamptz NOT NULL,
    done_at timestamptz,
    CHECK ((status = 'waiting') = (next_at IS NOT NULL))
);
CREATE INDEX provider_call_due ON provider_call (next_at)
    WHERE status = 'waiting';
CREATE INDEX provider_call_status ON provider_call (status, id DESC);

-- Who hears the answer, by what stands before the key's colon:
-- apply(id bigint, status text, answer jsonb).  A migration adds its own.
CREATE TABLE provider_answer (
    prefix text PRIMARY KEY,
    apply regproc NOT NULL
);
INSERT INTO provider_answer VALUES ('refund', 'refund_answered');

CREATE FUNCTION provider_call_put(to_provider text,
    call_method text, call_resource text, call_key text, call_body jsonb)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    made bigint;
BEGIN
    INSERT INTO provider_call (provider, method, resource, key, body, next_at,
        created_at, until)
    SELECT to_provider, call_method, call_resource, call_key, call_body,
        app_now(), app_now(), app_now() + p.keeps
    FROM payment_provider p WHERE p.name = to_provider
    ON CONFLICT (key) DO NOTHING RETURNING id INTO made;
    IF made IS NULL THEN
        SELECT c.id INTO made FROM provider_call c WHERE c.key = call_key;
    ELSE
        PERFORM provider_call_due(made, app_now());
    END IF;
    RETURN made;
END
$$;
-- An answer came: done, failed (for good), or waiting (to be asked again after
-- `again_seconds`; the next attempt has the same key).
CREATE FUNCTION provider_answered(call bigint, outcome text, said jsonb,
    why text DEFAULT NULL, again_seconds int DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    c provider_call;
    f regproc;
BEGIN
    UPDATE provider_call x SET status = outcome, answer = said, error = why,
        attempts = x.attempts + 1,
        next_at = CASE outcome WHEN 'waiting' THEN app_now()
            + make_interval(secs => coalesce(again_seconds, 60)) END,
        done_at = CASE WHEN outcome <> 'waiting' THEN app_now() END
    WHERE x.id = call AND x.status = 'waiting' RETURNING * INTO c;
    IF NOT FOUND OR outcome = 'waiting' THEN
        RETURN;
    END IF;
    SELECT a.apply INTO f FROM provider_answer a
        WHERE a.prefix = split_part(c.key, ':', 1);
    IF f IS NOT NULL THEN
        EXECUTE format('SELECT %s($1, $2, $3)', f)
            USING split_part(c.key, ':', 2)::bigint, outcome, said;
    END IF;
END
$$;
-- An admin asks once more for what failed, with the same key.
CREATE FUNCTION provider_call_retry(call bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    c provider_call;
BEGIN
    SELECT * INTO c FROM provider_call x WHERE x.id = call
        AND x.status = 'failed' FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM refuse(409, 'provider_call_not_failed');
    END IF;
    PERFORM provider_call_again(c);
END
$$;

-- A decimal amount as PayPal wants it: "12.50".
CREATE FUNCTION money_decimal(amount bigint, unit text) RETURNS text
LANGUAGE sql STABLE
AS $$
    SELECT round(amount / power(10::numeric, c.digits), c.digits)::text
    FROM currency c WHERE c.code = unit
$$;
-- End a checkout that nobody shall pay any more.
CREATE FUNCTION provider_void(p payment) RETURNS void LANGUAGE plpgsql
AS $$
BEGIN
    IF p.provider = 'stripe' AND p.session_ref IS NOT NULL THEN
        PERFORM provider_call_put('stripe', 'POST', '/v1/checkout/sessions/'
            || p.session_ref || '/expire', 'expire:' || p.id, '{}');
    END IF;
END
$$;

-- --- by hand -------------------------------------------------------------------
INSERT INTO setting (name, value, kind, minimum, maximum, about) VALUES
    ('receipt_second_admin', '1000', 'int', 0, 100000000,
        'Payments by hand above this (in whole units) need a second admin');

-- waiting: for a second admin, or for a day where there is only one.
CREATE TABLE receipt (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id bigint NOT NULL REFERENCES orders,
    amount bigint NOT NULL CHECK (amount > 0),
    currency text NOT NULL REFERENCES currency,
    words text CHECK (length(words) <= 500),    -- of the bank's statement
    status text NOT NULL CHECK (status IN ('waiting', 'done', 'withdrawn')),
    marked_by bigint NOT NULL REFERENCES users,
    decided_by bigint REFERENCES users,
    marked_at timestamptz NOT NULL,
    due_at timestamptz,         -- by itself, while there is one admin only
    done_at timestamptz,
    CHECK (decided_by <> marked_by OR status <> 'done')
);
CREATE INDEX receipt_order ON receipt (order_id);
CREATE INDEX receipt_marked_by ON receipt (marked_by);
CREATE INDEX receipt_decided_by ON receipt (decided_by);
CREATE INDEX receipt_waiting ON receipt (due_at) WHERE status = 'waiting';

CREATE FUNCTION receipt_book(r receipt, by_admin bigint) RETURNS text
LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE receipt x SET status = 'done', done_at = app_now(),
        decided_by = by_admin WHERE x.id = r.id;
    RETURN order_paid(r.order_id, 'manual', 'receipt:' || r.id, r.amount,
        r.currency);
END
$$;
-- Is there somebody else who could look at it?
CREATE FUNCTION other_money_admins(person bigint) RETURNS boolean
LANGUAGE sql STABLE
AS $$
    SELECT EXISTS (SELECT FROM user_role r
        JOIN role_permission p ON p.role = r.role
        JOIN users u ON u.id = r.user_id AND u.status = 'active'
        WHERE p.permission = 'money.manage' AND r.user_id <> person)
$$;
/*
 * An admin has seen money for an order, or a part of it, arrive.  What
 * order_paid() says, or 'waiting' where it is a large sum.
 */
CREATE FUNCTION order_receive(of_order bigint, received bigint, unit text,
    said text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    o orders;
    r receipt;
    large boolean;
BEGIN
    SELECT * INTO o FROM orders x WHERE x.id = of_order FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM refuse(404, 'order_unknown');
    ELSIF received IS NULL OR received <= 0 OR NOT EXISTS (SELECT
            FROM currency c WHERE c.code = unit) THEN
        PERFORM refuse(422, 'payment_invalid', 'amount');
    ELSIF EXISTS (SELECT FROM receipt x WHERE x.order_id = o.id
            AND x.status = 'waiting') THEN
        PERFORM refuse(409, 'receipt_waiting');
    END IF;
    SELECT received > setting_text('receipt_second_admin')::numeric
        * power(10, c.digits) INTO large FROM currency c WHERE c.code = unit;
    INSERT INTO receipt (order_id, amount, currency, words, status, marked_by,
        marked_at, due_at)
    VALUES (o.id, received, unit, nullif(trim(said), ''), 'waiting',
        app_user_id(), app_now(), CASE WHEN NOT other_money_admins(
        app_user_id()) THEN app_now() + interval '24 hours' END)
    RETURNING * INTO r;
    IF NOT large THEN
        RETURN receipt_book(r, NULL);
    END IF;
    -- the time that it takes to look at it is not the buyer's fault
    IF o.expires_at < app_now() + interval '48 hours'
            AND o.status IN ('pending', 'processing') THEN
        UPDATE orders x SET expires_at = app_now() + interval '48 hours'
            WHERE x.id = o.id RETURNING * INTO o;
        PERFORM order_hook(o, 'opened');
    END IF;
    PERFORM order_attention(o, 'receipt');
    RETURN 'waiting';
END
$$;
-- The second admin agrees, or either takes it back.
CREATE FUNCTION receipt_decide(decided bigint, agreed boolean) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    r receipt;
BEGIN
    PERFORM FROM orders o JOIN receipt x ON x.order_id = o.id
        WHERE x.id = decided FOR UPDATE OF o;
    SELECT * INTO r FROM receipt x WHERE x.id = decided FOR UPDATE;
    IF r.id IS NULL THEN
        PERFORM refuse(404, 'receipt_unknown');
    ELSIF r.status <> 'waiting' THEN
        PERFORM refuse(409, 'receipt_is_' || r.status);
    ELSIF NOT agreed THEN
        UPDATE receipt x SET status = 'withdrawn', done_at = app_now(),
            decided_by = app_user_id() WHERE x.id = r.id;
        RETURN 'withdrawn';
    ELSIF r.marked_by = app_user_id() THEN
        PERFORM refuse(403, 'receipt_wants_another');
    END IF;
    RETURN receipt_book(r, app_user_id());
END
$$;
-- One, since it takes an invoice's number, for which others wait.
CREATE FUNCTION receipt_tick() RETURNS int LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    due record;
    r receipt;
BEGIN
    SELECT x.id, x.order_id INTO due FROM receipt x WHERE x.status = 'waiting'
        AND x.due_at <= app_now() ORDER BY x.due_at LIMIT 1;
    PERFORM FROM orders o WHERE o.id = due.order_id FOR UPDATE;
    SELECT * INTO r FROM receipt x WHERE x.id = due.id
        AND x.status = 'waiting' AND x.due_at <= app_now() FOR UPDATE;
    IF r.id IS NULL THEN
        RETURN 0;
    ELSIF other_money_admins(r.marked_by) THEN
        -- one has come since: it is theirs to look at
        UPDATE receipt x SET due_at = NULL WHERE x.id = r.id;
    ELSE
        PERFORM receipt_book(r, NULL);
    END IF;
    RETURN 1;
END
$$;

-- --- the clock -----------------------------------------------------------------
-- All that happens to money by itself; how much was done.
CREATE FUNCTION money_tick(most int) RETURNS int LANGUAGE sql
SECURITY DEFINER SET search_path = public
AS $$ SELECT receipt_tick() + order_tick(most) + earning_tick(most) $$;

-- --- do the books add up? --------------------------------------------------------
-- Functions that give a row (problem, ref, expected, found) for everything that does
-- not; an area adds its own.
CREATE TABLE ledger_check (
    name text PRIMARY KEY,
    look regproc NOT NULL
);
CREATE FUNCTION ledger_check_books() RETURNS TABLE (problem text, ref text,
    expected numeric, found numeric) LANGUAGE sql STABLE
AS $$
    -- each transaction, by itself
    SELECT 'transaction', e.transaction_id || ' ' || a.currency, 0,
        sum(e.amount)
    FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id
    GROUP BY e.transaction_id, a.currency HAVING sum(e.amount) <> 0
    UNION ALL
    -- each snapshot, counted anew
    SELECT 'snapshot', b.account_id::text, sum(e.amount), b.amount
    FROM ledger_balance b JOIN ledger_entry e ON e.account_id = b.account_id
        AND e.id <= b.upto_id
    GROUP BY b.account_id, b.amount HAVING sum(e.amount) <> b.amount
    UNION ALL
    -- what earners are told against what they are owed
    SELECT 'earnings', format('%s %s', coalesce(p.user_id, l.user_id),
        coalesce(p.currency, l.currency)), coalesce(p.owed, 0),
        coalesce(l.owed, 0)
    FROM (SELECT a.user_id, a.currency, -sum(e.amount) AS owed
        FROM ledger_account a JOIN ledger_entry e ON e.account_id = a.id
        WHERE a.kind = 'payable' GROUP BY 1, 2) p
    FULL JOIN (SELECT x.user_id, x.currency, sum(x.amount) AS owed
        FROM earning x WHERE x.status IN ('pending', 'available', 'frozen',
            'in_payout') GROUP BY 1, 2) l
        ON (l.user_id, l.currency) = (p.user_id, p.currency)
    WHERE coalesce(p.owed, 0) <> coalesce(l.owed, 0)
    UNION ALL
    -- what lies at each provider, but for what payouts took
    SELECT 'clearing', format('%s %s', m.provider, m.currency), m.amount,
        coalesce(c.amount, 0)
    FROM (SELECT x.provider, x.currency, sum(x.amount) AS amount FROM (
            SELECT p.provider, p.currency, p.amount FROM payment p
                WHERE p.status = 'captured'
            UNION ALL
            SELECT r.provider, r.currency, -r.amount FROM refund r
                WHERE r.status = 'succeeded' AND r.provider IS NOT NULL
            UNION ALL
            SELECT d.provider, d.currency, -d.amount FROM dispute d
                WHERE d.status <> 'won' AND d.payment_id IS NOT NULL
            UNION ALL
            SELECT substr(a.kind, 10), a.currency, e.amount
            FROM ledger_transaction t
            JOIN ledger_entry e ON e.transaction_id = t.id
            JOIN ledger_account a ON a.id = e.account_id
            WHERE a.kind LIKE 'clearing\_%' AND (t.payout_id IS NOT NULL
                OR t.kind NOT IN ('sale', 'receipt', 'refund_paid',
                    'refund_bounced', 'dispute', 'dispute_won'))
            ) x GROUP BY 1, 2) m
    FULL JOIN (SELECT substr(a.kind, 10) AS provider, a.currency,
            sum(e.amount) AS amount
        FROM ledger_account a JOIN ledger_entry e ON e.account_id = a.id
        WHERE a.kind LIKE 'clearing\_%' GROUP BY 1, 2) c
        ON (c.provider, c.currency) = (m.provider, m.currency)
    WHERE coalesce(m.amount, 0) <> coalesce(c.amount, 0)
    UNION ALL
    -- what is on its way back
    SELECT 'refund', r.id::text, r.amount, -ledger_balance_of(a.id)
    FROM refund r JOIN ledger_account a ON a.kind = 'refunds'
        AND a.currency = r.currency AND coalesce(a.user_id, 0) = 0
        AND coalesce(a.ref, '') = 'refund:' || r.id
    WHERE -ledger_balance_of(a.id) <> CASE WHEN r.status IN ('approved',
        'submitted', 'failed') THEN r.amount ELSE 0 END
    UNION ALL
    -- each order's money, and that its split says what was paid
    SELECT 'order', o.id::text, o.refunded_amount, coalesce(sum(r.amount), 0)
    FROM orders o LEFT JOIN refund r ON r.order_id = o.id
        AND NOT r.of_receipt AND r.status = 'succeeded'
    GROUP BY o.id HAVING o.refunded_amount <> coalesce(sum(r.amount), 0)
    UNION ALL
    SELECT 'split', o.id::text, o.base_amount + o.tax_amount, sum(s.amount)
    FROM orders o JOIN order_share s ON s.order_id = o.id
    GROUP BY o.id HAVING o.base_amount + o.tax_amount <> sum(s.amount)
    UNION ALL
    -- each paid order has one invoice of that sum
    SELECT 'invoice', o.id::text, o.total_amount, i.total_amount
    FROM orders o LEFT JOIN invoice i ON i.order_id = o.id
    WHERE o.paid_at IS NOT NULL
        AND i.total_amount IS DISTINCT FROM o.total_amount
    UNION ALL
    -- numbers without gaps
    SELECT 'number', n.series || '-' || n.year, n.last, count(x.number)
    FROM invoice_number n LEFT JOIN (SELECT number FROM invoice
        UNION ALL SELECT number FROM credit_note) x
        ON x.number LIKE n.series || '-' || n.year || '-%'
    GROUP BY n.series, n.year, n.last HAVING n.last <> count(x.number)
$$;
INSERT INTO ledger_check VALUES ('books', 'ledger_check_books');
-- All of them: must be empty, always.
CREATE FUNCTION ledger_verify() RETURNS TABLE (problem text, ref text,
    expected numeric, found numeric) LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    c ledger_check;
BEGIN
    FOR c IN SELECT * FROM ledger_check x ORDER BY x.name LOOP
        RETURN QUERY EXECUTE format('SELECT * FROM %s()', c.look);
    END LOOP;
END
$$;
-- Bring the snapshots up to date and look; how many problems, and admins hear.
CREATE FUNCTION ledger_nightly() RETURNS int LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    n int;
    first_one text;
BEGIN
    PERFORM ledger_snapshot();
    SELECT count(*), min(v.problem || ' ' || v.ref) INTO n, first_one
        FROM ledger_verify() v;
    IF n > 0 THEN
        PERFORM money_attention('books', '/admin/books', jsonb_build_object(
            'title', first_one), 'books:' || app_now()::date);
    END IF;
    RETURN n;
END
$$;

-- --- every transaction, for admins ---------------------------------------------
-- A row an order, and one for each commission of an affiliate; the shares by
-- what those who have them are.  `pending` until it is paid, `failed` when it
-- will not be.  Pages ask for the orders they show, by order_id.
CREATE VIEW money_transaction AS
SELECT o.id AS order_id, o.ref, coalesce(o.paid_at, o.created_at) AS at,
    CASE WHEN o.kind IN ('tier', 'subscription') THEN 'subscription'
        ELSE o.kind END AS type,
    o.title, o.buyer_id, o.seller_id, o.currency, o.total_amount AS amount,
    o.refunded_amount + o.charged_back_amount AS returned_amount,
    s.fee AS fee_amount, s.creator AS creator_amount,
    s.mentor AS mentor_amount, s.concierge AS concierge_amount,
    s.interviewer AS interviewer_amount, s.affiliate AS affiliate_amount,
    s.reserve AS reserve_amount, o.tax_amount, o.promotion_cost, o.provider,
    (SELECT max(p.provider_ref) FROM payment p WHERE p.order_id = o.id
        AND p.status = 'captured') AS provider_ref,
    CASE WHEN o.status IN ('pending', 'processing') THEN 'pending'
        WHEN o.status IN ('failed', 'canceled', 'expired') THEN 'failed'
        WHEN o.status IN ('refunded', 'charged_back') THEN 'refunded'
        ELSE 'completed' END AS status
FROM orders o
LEFT JOIN session t ON o.kind = 'session' AND t.id = o.item_id
CROSS JOIN LATERAL (
    SELECT sum(x.amount) FILTER (WHERE x.kind = 'fee')::bigint AS fee,
        sum(x.amount) FILTER (WHERE x.kind = 'creator')::bigint AS creator,
        sum(x.amount) FILTER (WHERE x.kind = 'mentor')::bigint AS mentor,
        sum(x.amount) FILTER (WHERE x.kind = 'concierge')::bigint AS concierge,
        sum(x.amount) FILTER (WHERE x.kind = 'interviewer')::bigint
            AS interviewer,
        sum(x.amount) FILTER (WHERE x.kind = 'affiliate')::bigint AS affiliate,
        sum(x.amount) FILTER (WHERE x.kind = 'reserve')::bigint AS reserve
    FROM (SELECT y.amount - y.reversed AS amount, CASE
            WHEN y.kind <> 'seller' THEN y.kind
            WHEN y.account = 'platform_revenue' THEN 'fee'
            WHEN o.kind = 'package' OR t.kind IN ('interview',
                'talent_interview') THEN 'interviewer'
            WHEN t.kind = 'concierge' THEN 'concierge'
            WHEN o.kind IN ('session', 'pack', 'review') THEN 'mentor'
            ELSE 'creator' END AS kind
        FROM order_share y WHERE y.order_id = o.id) x) s
UNION ALL
SELECT o.id, o.ref, coalesce(o.paid_at, o.created_at), 'affiliate', o.title,
    o.buyer_id, s.user_id, o.currency, s.amount, s.reversed, NULL, NULL, NULL,
    NULL, NULL, s.amount - s.reversed, NULL, 0, 0, o.provider, NULL,
    CASE WHEN o.paid_at IS NULL AND o.expires_at IS NOT NULL THEN 'pending'
        WHEN o.paid_at IS NULL THEN 'failed'
        WHEN s.reversed = s.amount THEN 'refunded' ELSE 'completed' END
FROM order_share s JOIN orders o ON o.id = s.order_id
WHERE s.kind = 'affiliate' AND s.amount > 0;
GRANT SELECT ON money_transaction TO belay_admin;

-- --- leaving ---------------------------------------------------------------------
-- An account that owes the platform something is not deleted before that is set
-- off or paid.
CREATE OR REPLACE FUNCTION deletion_request(kept_session bigint)
RETURNS timestamptz
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    me bigint := app_user_id();
    due timestamptz := app_now() + interval '14 days';
BEGIN
    PERFORM FROM users WHERE id = me AND status = 'active' FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM refuse(409, 'account_not_active');
    END IF;
    IF is_expected(me) THEN
        PERFORM refuse(409, 'session_due');
    END IF;
    IF money_owed_by(me) THEN
        PERFORM refuse(409, 'money_owed');
    END IF;
    UPDATE users SET status = 'deletion_requested', status_until = due
    WHERE id = me;
    DELETE FROM user_session WHERE user_id = me AND id <> kept_session;
    UPDATE access_token SET revoked_at = app_now()
    WHERE user_id = me AND revoked_at IS NULL;
    INSERT INTO audit (at, actor_id, action, target_kind, target_id)
        VALUES (app_now(), me, 'account.delete', 'user', me);
    RETURN due;
END
$$;

-- --- who may see and do what ----------------------------------------------------
ALTER TABLE provider_call ENABLE ROW LEVEL SECURITY;
CREATE POLICY admin ON provider_call TO belay_admin USING (true);
CREATE POLICY worker ON provider_call TO belay_worker USING (true);
GRANT SELECT ON provider_call TO belay_admin, belay_worker;
GRANT EXECUTE ON FUNCTION
    provider_call_put(text, text, text, text, jsonb),
    provider_answered(bigint, text, jsonb, text, int) TO belay_worker;
GRANT EXECUTE ON FUNCTION provider_call_put(text, text, text, text, jsonb)
    TO belay_billing;
GRANT EXECUTE ON FUNCTION provider_call_retry(bigint) TO belay_admin;

ALTER TABLE receipt ENABLE ROW LEVEL SECURITY;
CREATE POLICY admin ON receipt TO belay_admin USING (true);
CREATE POLICY worker ON receipt TO belay_worker USING (true);
GRANT SELECT ON receipt TO belay_admin, belay_worker;
GRANT EXECUTE ON FUNCTION order_receive(bigint, bigint, text, text),
    receipt_decide(bigint, boolean), ledger_verify() TO belay_admin;
GRANT EXECUTE ON FUNCTION money_tick(int), receipt_tick(), ledger_verify(),
    ledger_nightly() TO belay_worker;
INSERT INTO person_data VALUES
    ('receipt', 'marked_by', 'money', false, 'keep', 'books: kept by law'),
    ('receipt', 'decided_by', 'money', false, 'keep', 'books: kept by law');
