-- Double entry.  Every movement of money is a transaction whose entries sum to
-- zero per currency (debit > 0, credit < 0); rows are never changed, a mistake
-- is reversed.  ledger_post() is the only way in.

GRANT USAGE ON SCHEMA public TO belay_billing, belay_webhooks;
GRANT EXECUTE ON FUNCTION session_open(text), token_open(text),
    rights_of(bigint), session_touch(bigint, text, text), token_touch(bigint),
    session_renew(text, text) TO belay_billing, belay_webhooks;

INSERT INTO permission VALUES
    ('money.manage', 'orders, refunds, disputes, payouts and the books');
INSERT INTO role_permission VALUES ('admin', 'money.manage');
-- Sign-ins carry a copy of what their roles open.
UPDATE user_session s SET permissions = r.permissions
    FROM user_session o, rights_of(o.user_id) r
    WHERE o.id = s.id AND 'admin' = ANY (s.roles);

-- --- currencies --------------------------------------------------------------
CREATE TABLE currency (
    code text PRIMARY KEY CHECK (code ~ '^[A-Z]{3}$'),
    digits int NOT NULL CHECK (digits BETWEEN 0 AND 4),
    minimum bigint NOT NULL CHECK (minimum > 0)     -- the least one can pay
);
-- ISO 4217.  What is worth much less than a dollar starts higher.
INSERT INTO currency
    SELECT c, d, m FROM (VALUES
        ('AED AUD BGN BMD BND BOB BRL BSD BZD CAD CHF CNY CZK DKK EUR FJD GBP '
        'GEL GIP HKD ILS JMD KYD MOP MXN MYR NOK NZD PEN PGK PLN QAR RON SAR '
        'SEK SGD TRY TTD TWD UAH USD WST XCD ZAR', 2, 100),
        ('ALL AMD AOA ARS AZN BAM BBD BDT BWP COP CRC CVE DOP DZD EGP ETB GHS '
        'GMD GTQ GYD HNL HTG HUF IDR INR KES KGS KHR KZT LAK LKR MAD MDL MGA '
        'MKD MNT MUR MVR MWK MZN NAD NGN NIO NPR PHP PKR RSD RUB SCR SOS SRD '
        'SZL THB TZS UYU UZS XCG YER ZMW', 2, 1000),
        ('BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
        0, 100),
        ('BHD IQD JOD KWD LYD OMR TND', 3, 1000),
        ('CLF UYW', 4, 10000)) AS t (codes, d, m),
        string_to_table(codes, ' ') c;
GRANT SELECT ON currency TO belay_account, belay_booking, belay_inbox,
    belay_admin, belay_worker, belay_billing;

-- --- accounts, transactions, entries -----------------------------------------
-- clearing_*: money at a provider · payable: what we owe an earner (credit) ·
-- reserve: set aside for work to come, by ref 'enrolment:7' · refunds: money
-- that is on its way back or waits for a decision, by ref 'order:7',
-- 'refund:7', 'dispute:7' · promotion_cost: what codes of the platform gave away.
CREATE TABLE ledger_account (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('clearing_stripe', 'clearing_paypal',
        'clearing_manual', 'platform_revenue', 'payable', 'reserve', 'refunds',
        'provider_fees', 'promotion_cost', 'credits', 'tax')),
    user_id bigint REFERENCES users,
    ref text,
    currency text NOT NULL REFERENCES currency,
    CHECK ((kind = 'payable') <= (user_id IS NOT NULL)),
    CHECK (user_id <> 0 AND ref <> '')
);
-- One of each; what is NULL is nothing.  (IS NOT DISTINCT FROM uses no index.)
CREATE UNIQUE INDEX ledger_account_one ON ledger_account
    (kind, currency, coalesce(user_id, 0), coalesce(ref, ''));
CREATE INDEX ledger_account_user ON ledger_account (user_id)
    WHERE user_id IS NOT NULL;

CREATE TABLE ledger_transaction (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL,
    kind text NOT NULL CHECK (kind ~ '^[a-z_]+$'),
    order_id bigint,
    refund_id bigint,
    payout_id bigint,
    reverses bigint REFERENCES ledger_transaction,
    key text NOT NULL UNIQUE,           -- of what it books: 'order:7'
    words text,
    legs int NOT NULL CHECK (legs >= 2) -- its entries: none may be added later
);
CREATE INDEX ledger_transaction_at ON ledger_transaction (at);
CREATE INDEX ledger_transaction_order ON ledger_transaction (order_id)
    WHERE order_id IS NOT NULL;
CREATE INDEX ledger_transaction_payout ON ledger_transaction (payout_id)
    WHERE payout_id IS NOT NULL;
CREATE INDEX ledger_transaction_refund ON ledger_transaction (refund_id)
    WHERE refund_id IS NOT NULL;
CREATE UNIQUE INDEX ledger_transaction_reverses ON ledger_transaction (reverses)
    WHERE reverses IS NOT NULL;         -- once

CREATE TABLE ledger_entry (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    transaction_id bigint NOT NULL REFERENCES ledger_transaction,
    account_id bigint NOT NULL REFERENCES ledger_account,
    amount bigint NOT NULL CHECK (amount <> 0
        AND amount BETWEEN -1000000000000000 AND 1000000000000000),
    UNIQUE (transaction_id, account_id)
);
CREATE INDEX ledger_entry_account ON ledger_entry (account_id, id)
    INCLUDE (amount);

-- At the commit: each transaction has the entries it says, and they sum to zero.
CREATE FUNCTION ledger_balanced() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    booked bigint;
    said int;
    found int;
    off boolean;
BEGIN
    IF TG_TABLE_NAME = 'ledger_entry' THEN
        booked := NEW.transaction_id;
    ELSE
        booked := NEW.id;
    END IF;
    SELECT t.legs INTO said FROM ledger_transaction t WHERE t.id = booked;
    SELECT sum(c.n), bool_or(c.total <> 0) INTO found, off FROM (
        SELECT count(*) AS n, sum(e.amount) AS total
        FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id
        WHERE e.transaction_id = booked GROUP BY a.currency) c;
    IF found IS DISTINCT FROM said OR off THEN
        RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
            MESSAGE = format('ledger transaction %s does not balance', booked);
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER ledger_balanced AFTER INSERT ON ledger_transaction
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION ledger_balanced();
CREATE CONSTRAINT TRIGGER ledger_balanced AFTER INSERT ON ledger_entry
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION ledger_balanced();

-- Nobody changes the books, not even their owner.
CREATE FUNCTION books_closed() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
        MESSAGE = format('%s is append-only', TG_TABLE_NAME);
END
$$;
DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['ledger_account', 'ledger_transaction',
            'ledger_entry'] LOOP
        EXECUTE format('CREATE TRIGGER books_closed
            BEFORE UPDATE OR DELETE OR TRUNCATE ON %I
            EXECUTE FUNCTION books_closed()', t);
    END LOOP;
END
$$;

-- --- posting -----------------------------------------------------------------
CREATE TYPE leg AS (
    account text,               -- ledger_account.kind
    user_id bigint,
    ref text,
    amount bigint               -- debit > 0, credit < 0
);

CREATE FUNCTION ledger_account_of(l leg, unit text) RETURNS bigint
LANGUAGE plpgsql
AS $$
DECLARE
    found bigint;
BEGIN
    LOOP
        SELECT a.id INTO found FROM ledger_account a
            WHERE a.kind = l.account AND a.currency = unit
            AND coalesce(a.user_id, 0) = coalesce(l.user_id, 0)
            AND coalesce(a.ref, '') = coalesce(l.ref, '');
        EXIT WHEN found IS NOT NULL;
        INSERT INTO ledger_account (kind, user_id, ref, currency)
            VALUES (l.account, l.user_id, l.ref, unit) ON CONFLICT DO NOTHING;
    END LOOP;
    RETURN found;
END
$$;
-- Legs of one account as one, in one order for everybody, none of 0.
CREATE FUNCTION ledger_legs(legs leg[]) RETURNS leg[] LANGUAGE sql IMMUTABLE
AS $$
    SELECT coalesce(array_agg(ROW(x.account, x.user_id, x.ref, x.amount)::leg),
        '{}')
    FROM (SELECT l.account, l.user_id, l.ref, sum(l.amount)::bigint AS amount
        FROM unnest(legs) l GROUP BY 1, 2, 3 HAVING sum(l.amount) <> 0
        ORDER BY 1, 2, 3) x
$$;
-- Book a movement once: a key that is known gives the first one's id, and is
-- refused when it says something else.  Legs of 0 are left out, legs of one
-- account are one; nothing left to book is NULL.
CREATE FUNCTION ledger_post(post_kind text, post_key text, post_currency text,
    legs leg[], of_order bigint DEFAULT NULL, of_refund bigint DEFAULT NULL,
    of_payout bigint DEFAULT NULL, of_reversed bigint DEFAULT NULL,
    post_words text DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    made bigint;
    netted leg[] := ledger_legs(legs);
BEGIN
    IF netted = '{}' THEN
        RETURN NULL;
    END IF;
    INSERT INTO ledger_transaction (at, kind, order_id, refund_id, payout_id,
        reverses, key, words, legs)
    VALUES (app_now(), post_kind, of_order, of_refund, of_payout, of_reversed,
        post_key, post_words, cardinality(netted))
    ON CONFLICT (key) DO NOTHING RETURNING id INTO made;
    IF made IS NULL THEN
        RETURN ledger_again(post_kind, post_key, post_currency, netted);
    END IF;
    INSERT INTO ledger_entry (transaction_id, account_id, amount)
        SELECT made, ledger_account_of(l, post_currency), (l).amount
        FROM unnest(netted) l;
    RETURN made;
END
$$;
CREATE FUNCTION ledger_again(post_kind text, post_key text, post_currency text,
    legs leg[]) RETURNS bigint LANGUAGE plpgsql
AS $$
DECLARE
    t ledger_transaction;
    booked leg[];
    units text[];
BEGIN
    SELECT * INTO t FROM ledger_transaction x WHERE x.key = post_key;
    SELECT ledger_legs(array_agg(ROW(a.kind, a.user_id, a.ref, e.amount)::leg)),
        array_agg(DISTINCT a.currency) INTO booked, units
        FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id
        WHERE e.transaction_id = t.id;
    IF (t.kind, booked, units)
            IS DISTINCT FROM (post_kind, legs, ARRAY[post_currency]) THEN
        PERFORM refuse(409, 'ledger_key_used', NULL,
            jsonb_build_object('key', post_key));
    END IF;
    RETURN t.id;
END
$$;

-- The opposite of a transaction, once.
CREATE FUNCTION ledger_reverse(reversed bigint, why text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    t ledger_transaction;
    unit text;
    legs leg[];
BEGIN
    SELECT * INTO t FROM ledger_transaction x WHERE x.id = reversed;
    SELECT min(a.currency), array_agg(ROW(a.kind, a.user_id, a.ref,
            -e.amount)::leg) INTO unit, legs
        FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id
        WHERE e.transaction_id = t.id;
    RETURN ledger_post('reversal', 'reversal:' || t.id, unit, legs, t.order_id,
        t.refund_id, t.payout_id, t.id, why);
END
$$;

-- --- balances ----------------------------------------------------------------
-- The sum of an account's entries up to one, for speed.
CREATE TABLE ledger_balance (
    account_id bigint PRIMARY KEY REFERENCES ledger_account,
    upto_id bigint NOT NULL,
    amount bigint NOT NULL,
    at timestamptz NOT NULL
);
CREATE FUNCTION ledger_balance_of(account bigint) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT (coalesce((SELECT b.amount FROM ledger_balance b
            WHERE b.account_id = account), 0)
        + coalesce((SELECT sum(e.amount) FROM ledger_entry e
            WHERE e.account_id = account AND e.id > coalesce((SELECT b.upto_id
                FROM ledger_balance b WHERE b.account_id = account), 0)), 0)
        )::bigint
$$;
-- The same by what the account is; 0 when there is none.
CREATE FUNCTION ledger_balance_for(account_kind text, account_user bigint,
    account_ref text, account_currency text) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT coalesce((SELECT ledger_balance_of(a.id) FROM ledger_account a
        WHERE a.kind = account_kind AND a.currency = account_currency
            AND coalesce(a.user_id, 0) = coalesce(account_user, 0)
            AND coalesce(a.ref, '') = coalesce(account_ref, '')), 0)
$$;
-- Bring the snapshots up to date; how many moved.  The lock waits for entries
-- that were numbered but not committed: they would be missed for ever.
CREATE FUNCTION ledger_snapshot() RETURNS int LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    n int;
BEGIN
    LOCK TABLE ledger_entry IN SHARE MODE;
    INSERT INTO ledger_balance AS b (account_id, upto_id, amount, at)
        SELECT e.account_id, max(e.id), sum(e.amount), app_now()
        FROM ledger_entry e LEFT JOIN ledger_balance o
            ON o.account_id = e.account_id
        WHERE e.id > coalesce(o.upto_id, 0) GROUP BY e.account_id
    ON CONFLICT (account_id) DO UPDATE SET upto_id = excluded.upto_id,
        amount = b.amount + excluded.amount, at = excluded.at;
    GET DIAGNOSTICS n = ROW_COUNT;
    RETURN n;
END
$$;

-- --- who may see what --------------------------------------------------------
DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['ledger_account', 'ledger_transaction',
            'ledger_entry', 'ledger_balance'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY admin ON %I TO belay_admin USING (true)',
            t);
        EXECUTE format('CREATE POLICY worker ON %I TO belay_worker USING (true)',
            t);
        EXECUTE format('GRANT SELECT ON %I TO belay_admin, belay_worker', t);
    END LOOP;
END
$$;
CREATE POLICY own ON ledger_account TO belay_billing
    USING (user_id = app_user_id());
GRANT SELECT ON ledger_account TO belay_billing;
-- What moved on the asking member's own accounts; credit is theirs: > 0.
CREATE VIEW my_ledger AS
SELECT e.id, t.at, t.kind, t.order_id, t.refund_id, t.payout_id, t.words,
    -e.amount AS amount, a.currency
FROM ledger_account a
JOIN ledger_entry e ON e.account_id = a.id
JOIN ledger_transaction t ON t.id = e.transaction_id
WHERE a.user_id = app_user_id();
GRANT SELECT ON my_ledger TO belay_billing;
GRANT EXECUTE ON FUNCTION ledger_balance_of(bigint),
    ledger_balance_for(text, bigint, text, text) TO belay_admin, belay_worker;
GRANT EXECUTE ON FUNCTION ledger_snapshot() TO belay_worker;
GRANT EXECUTE ON FUNCTION ledger_reverse(bigint, text) TO belay_admin;

INSERT INTO person_data VALUES
    ('ledger_account', 'user_id', 'money', false, 'keep', 'the books name a pseudonym');
