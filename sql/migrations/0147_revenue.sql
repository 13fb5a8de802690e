-- What the platform and everybody else made, by day and by month: sums of the
-- books, brought up to date by night.  What was booked since is added when
-- somebody asks, so figures are exact and cost the same however old the books
-- are.  Days are the platform's.

-- The entry up to which it is summed.
CREATE TABLE money_rolled (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    upto_id bigint NOT NULL
);
INSERT INTO money_rolled VALUES (true, 0);

-- Credit is > 0: what came in.  `source` is the transaction's kind, order_kind
-- '' where there is no order.
CREATE TABLE money_day (
    day date NOT NULL,
    account text NOT NULL,
    currency text NOT NULL REFERENCES currency,
    order_kind text NOT NULL,
    source text NOT NULL,
    amount bigint NOT NULL,
    moves bigint NOT NULL,
    PRIMARY KEY (currency, account, day, order_kind, source)
);
-- By person: the earner of a payable, the seller of a fee; by journey and tier.
CREATE TABLE money_month (
    month date NOT NULL,
    account text NOT NULL CHECK (account IN ('platform_revenue', 'payable')),
    currency text NOT NULL REFERENCES currency,
    person_id bigint REFERENCES users,
    journey_id bigint REFERENCES journey,
    tier text,
    order_kind text NOT NULL,
    source text NOT NULL,
    amount bigint NOT NULL,
    moves bigint NOT NULL
);
CREATE UNIQUE INDEX money_month_one ON money_month (currency, account, month,
    coalesce(person_id, 0), coalesce(journey_id, 0), coalesce(tier, ''),
    order_kind, source);
CREATE INDEX money_month_person ON money_month (person_id, account, month)
    WHERE person_id IS NOT NULL;
CREATE INDEX money_month_journey ON money_month (journey_id, month)
    WHERE journey_id IS NOT NULL;

-- Entries that are not in the sums yet.
CREATE VIEW money_move AS
SELECT e.id, (t.at AT TIME ZONE setting_text('platform_zone'))::date AS day,
    a.kind AS account, a.currency, CASE a.kind WHEN 'payable' THEN a.user_id
        WHEN 'platform_revenue' THEN o.seller_id END AS person_id,
    s.journey_id, CASE WHEN s.journey_id IS NOT NULL THEN s.plan END AS tier,
    coalesce(o.kind, '') AS order_kind, t.kind AS source, -e.amount AS amount
FROM ledger_entry e
JOIN ledger_account a ON a.id = e.account_id
JOIN ledger_transaction t ON t.id = e.transaction_id
LEFT JOIN orders o ON o.id = t.order_id
LEFT JOIN subscription s ON o.kind = 'tier' AND s.id = o.item_id
WHERE e.id > (SELECT r.upto_id FROM money_rolled r);

CREATE VIEW money_by_day AS
SELECT day, account, currency, order_kind, source, amount, moves FROM money_day
UNION ALL
SELECT day, account, currency, order_kind, source, sum(amount)::bigint, count(*)
FROM money_move GROUP BY 1, 2, 3, 4, 5;
CREATE VIEW money_by_month AS
SELECT month, account, currency, person_id, journey_id, tier, order_kind, source,
    amount, moves FROM money_month
UNION ALL
SELECT date_trunc('month', day)::date, account, currency, person_id, journey_id,
    tier, order_kind, source, sum(amount)::bigint, count(*)
FROM money_move WHERE account IN ('platform_revenue', 'payable')
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8;

-- Bring the sums up to date; how many entries.  The lock is that of
-- ledger_snapshot(): entries that are numbered but not committed are waited for.
CREATE FUNCTION money_roll() RETURNS bigint LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    n bigint;
    last bigint;
BEGIN
    LOCK TABLE ledger_entry IN SHARE MODE;
    SELECT count(*), max(m.id) INTO n, last FROM money_move m;
    IF n = 0 THEN
        RETURN 0;
    END IF;
    INSERT INTO money_day AS d (day, account, currency, order_kind, source,
        amount, moves)
    SELECT m.day, m.account, m.currency, m.order_kind, m.source, sum(m.amount),
        count(*)
    FROM money_move m GROUP BY 1, 2, 3, 4, 5
    ON CONFLICT (currency, account, day, order_kind, source) DO UPDATE
        SET amount = d.amount + excluded.amount,
            moves = d.moves + excluded.moves;
    INSERT INTO money_month AS d (month, account, currency, person_id,
        journey_id, tier, order_kind, source, amount, moves)
    SELECT date_trunc('month', m.day)::date, m.account, m.currency, m.person_id,
        m.journey_id, m.tier, m.order_kind, m.source, sum(m.amount), count(*)
    FROM money_move m WHERE m.account IN ('platform_revenue', 'payable')
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
    ON CONFLICT (currency, account, month, coalesce(person_id, 0),
        coalesce(journey_id, 0), coalesce(tier, ''), order_kind, source)
        DO UPDATE SET amount = d.amount + excluded.amount,
            moves = d.moves + excluded.moves;
    UPDATE money_rolled SET upto_id = last;
    RETURN n;
END
$$;
-- Do the sums say what the books say?  A row for each that does not.
CREATE FUNCTION money_roll_verify() RETURNS TABLE (account text, currency text,
    expected numeric, found numeric) LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = public
AS $$
    SELECT b.account, b.currency, b.amount, coalesce(d.amount, 0)
    FROM (SELECT a.kind AS account, a.currency, -sum(e.amount) AS amount
        FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id
        GROUP BY 1, 2) b
    LEFT JOIN (SELECT x.account, x.currency, sum(x.amount) AS amount
        FROM money_by_day x GROUP BY 1, 2) d USING (account, currency)
    WHERE b.amount <> coalesce(d.amount, 0)
$$;

-- The rows of a report: what each kind of thing brought in each period.
-- `taken` is what sellers and the platform got of sales, without tax.
CREATE FUNCTION revenue_report(by text, since date, unit text)
RETURNS TABLE (start date, order_kind text, sales bigint, taken bigint,
    fees bigint, returned bigint)
LANGUAGE sql STABLE
AS $$
    SELECT date_trunc(by, d.day)::date, d.order_kind,
        coalesce(sum(d.moves) FILTER (WHERE d.source = 'sale'
            AND d.account = 'platform_revenue'), 0)::bigint,
        coalesce(sum(d.amount) FILTER (WHERE d.source = 'sale'), 0)::bigint,
        coalesce(sum(d.amount) FILTER (WHERE d.source = 'sale'
            AND d.account = 'platform_revenue'), 0)::bigint,
        coalesce(-sum(d.amount) FILTER (WHERE d.source <> 'sale'
            AND d.account = 'platform_revenue'), 0)::bigint
    FROM money_by_day d
    WHERE d.currency = unit AND d.account IN ('platform_revenue', 'payable',
        'reserve') AND d.day >= since AND d.order_kind <> ''
    GROUP BY 1, 2
$$;

-- --- who may see what --------------------------------------------------------------
ALTER TABLE money_month ENABLE ROW LEVEL SECURITY;
CREATE POLICY admin ON money_month TO belay_admin USING (true);
CREATE POLICY worker ON money_month TO belay_worker USING (true);
GRANT SELECT ON money_rolled, money_day, money_month, money_by_day,
    money_by_month TO belay_admin, belay_worker;
GRANT EXECUTE ON FUNCTION revenue_report(text, date, text),
    money_roll_verify() TO belay_admin;
GRANT EXECUTE ON FUNCTION money_roll(), money_roll_verify() TO belay_worker;
INSERT INTO person_data VALUES
    ('money_month', 'person_id', 'money', true, 'keep', 'books: kept by law');
