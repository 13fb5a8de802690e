-- What earners and admins see of earnings and payouts: lines by what they are for,
-- months, and what was paid in a year.

-- Creator, mentor, concierge, interviewer, affiliate: what a line is for.
CREATE FUNCTION earning_type(kind text, order_kind text, session_kind text)
RETURNS text LANGUAGE sql IMMUTABLE
AS $$
    SELECT CASE WHEN kind <> 'seller' THEN kind
        WHEN order_kind = 'package' OR session_kind IN ('interview',
            'talent_interview') THEN 'interviewer'
        WHEN session_kind = 'concierge' THEN 'concierge'
        WHEN order_kind IN ('session', 'pack', 'review') THEN 'mentor'
        ELSE 'creator' END
$$;
GRANT EXECUTE ON FUNCTION earning_type(text, text, text) TO belay_billing,
    belay_admin, belay_worker;
-- Every line by what it is for; a debt is for what the line it takes back was for.
CREATE VIEW earning_line AS
SELECT e.id, e.user_id, e.created_at AS at, earning_type(coalesce(c.kind,
        nullif(e.kind, 'clawback'), (SELECT min(x.kind) FROM order_share x
        WHERE x.order_id = e.order_id AND x.user_id = e.user_id), 'seller'),
        o.kind, s.kind) AS type,
    e.kind = 'clawback' AS is_debt, o.title, e.order_id, e.session_id,
    e.made_amount, e.amount, e.currency, e.status, e.available_at, e.payout_id
FROM earning e
LEFT JOIN earning c ON c.id = e.claws_back
LEFT JOIN orders o ON o.id = e.order_id
LEFT JOIN session s ON s.id = coalesce(e.session_id,
    CASE WHEN o.kind = 'session' THEN o.item_id END);
GRANT SELECT ON earning_line TO belay_admin, belay_worker;
CREATE VIEW my_earning WITH (security_barrier) AS
SELECT * FROM earning_line WHERE user_id = app_user_id();
GRANT SELECT ON my_earning TO belay_billing;

-- The asking member's next payout by the calendar: when, and what is sure to be in
-- it by now (what is due before its period ends).
CREATE FUNCTION my_payout_next(OUT at timestamptz, OUT is_weekly boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT (date_trunc(CASE WHEN w.weekly THEN 'week' ELSE 'month' END,
            app_now() AT TIME ZONE z.zone) + CASE WHEN w.weekly
            THEN interval '7 days' ELSE interval '1 month' END)
            AT TIME ZONE z.zone, w.weekly
    FROM (SELECT setting_text('platform_zone') AS zone) z,
        (SELECT coalesce((SELECT a.weekly FROM payout_account a
            WHERE a.user_id = app_user_id()), false) AS weekly) w
$$;
CREATE FUNCTION payout_today() RETURNS text LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = public
AS $$ SELECT period FROM payout_period('now', app_now()) $$;
GRANT EXECUTE ON FUNCTION my_payout_next(), payout_today() TO belay_billing;

-- --- a year's payments ---------------------------------------------------------------
-- What was paid to whom in a calendar year of the platform's zone, by what for.
CREATE FUNCTION platform_year(at timestamptz) RETURNS int LANGUAGE sql STABLE
AS $$
    SELECT extract(year FROM at AT TIME ZONE setting_text('platform_zone'))::int
$$;
CREATE FUNCTION tax_summary(of_year int, person bigint DEFAULT NULL)
RETURNS TABLE (user_id bigint, currency text, type text, amount bigint,
    payouts bigint) LANGUAGE sql STABLE
AS $$
    SELECT p.user_id, p.currency, l.type, sum(l.amount)::bigint,
        count(DISTINCT p.id)
    FROM payout p JOIN earning_line l ON l.payout_id = p.id
    WHERE p.status = 'completed' AND (person IS NULL OR p.user_id = person)
        AND p.completed_at >= (make_date(of_year, 1, 1)::timestamp
            AT TIME ZONE setting_text('platform_zone'))
        AND p.completed_at < (make_date(of_year + 1, 1, 1)::timestamp
            AT TIME ZONE setting_text('platform_zone'))
    GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
$$;
-- The asking member's.
CREATE FUNCTION my_tax(of_year int) RETURNS TABLE (currency text, type text,
    amount bigint, payouts bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT t.currency, t.type, t.amount, t.payouts
    FROM tax_summary(of_year, app_user_id()) t WHERE app_user_id() IS NOT NULL
$$;
-- Years in which something was paid to them, the latest first.
CREATE FUNCTION my_tax_years() RETURNS TABLE (year int, payouts bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT platform_year(p.completed_at), count(*) FROM payout p
    WHERE p.user_id = app_user_id() AND p.status = 'completed'
    GROUP BY 1 ORDER BY 1 DESC
$$;
-- Everybody's, with what stands on their forms.
CREATE FUNCTION tax_report(of_year int) RETURNS TABLE (user_id bigint, name text,
    address text, country text, tax_id text, currency text, type text,
    amount bigint, payouts bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT t.user_id, i.who ->> 'name', i.who ->> 'address', coalesce(a.country,
        i.who ->> 'country'), i.who ->> 'tax_id', t.currency, t.type, t.amount,
        t.payouts
    FROM tax_summary(of_year) t
    CROSS JOIN LATERAL (SELECT identity_of(t.user_id) AS who) i
    LEFT JOIN payout_account a ON a.user_id = t.user_id
    ORDER BY i.who ->> 'name', t.user_id, t.currency, t.type
$$;
-- Who pays: the platform, as on its invoices; and who is paid, as on theirs.
CREATE FUNCTION my_tax_parties(OUT payer jsonb, OUT payee jsonb) LANGUAGE sql
STABLE SECURITY DEFINER SET search_path = public
AS $$ SELECT platform_identity(), identity_of(app_user_id()) $$;
GRANT EXECUTE ON FUNCTION my_tax(int), my_tax_years(), my_tax_parties(),
    platform_year(timestamptz) TO belay_billing;
GRANT EXECUTE ON FUNCTION tax_report(int) TO belay_admin;

-- --- do payouts add up? ----------------------------------------------------------------
CREATE FUNCTION ledger_check_payouts() RETURNS TABLE (problem text, ref text,
    expected numeric, found numeric) LANGUAGE sql STABLE
AS $$
    -- each is the sum of its lines
    SELECT 'payout', p.id::text, p.amount, coalesce(sum(e.amount), 0)
    FROM payout p LEFT JOIN earning e ON e.payout_id = p.id
    WHERE p.status <> 'canceled'
    GROUP BY p.id HAVING p.amount <> coalesce(sum(e.amount), 0)
    UNION ALL
    -- lines are where their payout is
    SELECT 'payout line', e.id::text, e.payout_id, NULL FROM earning e
    LEFT JOIN payout p ON p.id = e.payout_id
    WHERE e.status IN ('in_payout', 'paid') AND CASE e.status
        WHEN 'paid' THEN p.status = 'completed' ELSE p.status IN ('pending',
        'approved', 'processing', 'failed') END IS NOT TRUE
        OR e.status NOT IN ('in_payout', 'paid') AND e.payout_id IS NOT NULL
    UNION ALL
    -- completed ones are booked, the others are not
    SELECT 'payout booked', p.id::text,
        CASE p.status WHEN 'completed' THEN p.amount ELSE 0 END,
        coalesce(sum(e.amount), 0)
    FROM payout p
    LEFT JOIN ledger_transaction t ON t.payout_id = p.id
    LEFT JOIN (ledger_entry e JOIN ledger_account a ON a.id = e.account_id
        AND a.kind = 'payable') ON e.transaction_id = t.id
    GROUP BY p.id HAVING CASE p.status WHEN 'completed' THEN p.amount ELSE 0 END
        <> coalesce(sum(e.amount), 0)
$$;
INSERT INTO ledger_check VALUES ('payouts', 'ledger_check_payouts');
