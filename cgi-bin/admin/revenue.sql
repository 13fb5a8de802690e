-- revenue_today() one
-- today date
SELECT (app_now() AT TIME ZONE setting_text('platform_zone'))::date AS today;

-- Currencies that money came in, by their accounts.
-- revenue_currencies() many
-- code text
SELECT c.code FROM currency c WHERE EXISTS (SELECT FROM ledger_account a
    WHERE a.kind = 'platform_revenue' AND a.currency = c.code
        AND coalesce(a.user_id, 0) = 0 AND coalesce(a.ref, '') = '')
ORDER BY c.code <> 'USD', c.code;

-- revenue_report(by text, since date, currency text) many
-- start date, order_kind text, sales int, taken int, fees int, returned int
SELECT start, order_kind, sales, taken, fees, returned
FROM revenue_report($1, $2, $3) ORDER BY start DESC, fees DESC, order_kind;

-- What the platform bore beside: codes of its own, what providers keep.
-- revenue_costs(by text, since date, currency text) many
-- start date, promotions int, providers int, tax int
SELECT date_trunc($1, d.day)::date AS start,
    coalesce(-sum(d.amount) FILTER (WHERE d.account = 'promotion_cost'), 0)
        ::bigint AS promotions,
    coalesce(-sum(d.amount) FILTER (WHERE d.account = 'provider_fees'), 0)
        ::bigint AS providers,
    coalesce(sum(d.amount) FILTER (WHERE d.account = 'tax'), 0)::bigint AS tax
FROM money_by_day d
WHERE d.currency = $3 AND d.account IN ('promotion_cost', 'provider_fees', 'tax')
    AND d.day >= $2
GROUP BY 1 ORDER BY 1 DESC;

-- Whose sales brought most fees since then.
-- revenue_sellers(since date, currency text, most int) many
-- person_id id, name text, fees int, earned int
SELECT x.person_id, p.display_name AS name, x.fees, x.earned FROM (
    SELECT m.person_id,
        coalesce(sum(m.amount) FILTER (WHERE m.account = 'platform_revenue'), 0)
            ::bigint AS fees,
        coalesce(sum(m.amount) FILTER (WHERE m.account = 'payable'
            AND m.source NOT LIKE 'payout%'), 0)::bigint AS earned
    FROM money_by_month m
    WHERE m.month >= $1 AND m.currency = $2 AND m.person_id IS NOT NULL
        AND m.account IN ('platform_revenue', 'payable')
    GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT $3::int) x
JOIN profile p ON p.user_id = x.person_id ORDER BY x.fees DESC, x.person_id;

-- By journey and tier.
-- revenue_journeys(since date, currency text, most int) many
-- journey_id id, title text, tier text?, sales int, fees int
SELECT x.journey_id, j.title, x.tier, x.sales, x.fees FROM (
    SELECT m.journey_id, m.tier,
        coalesce(sum(m.moves) FILTER (WHERE m.source = 'sale'), 0)::bigint
            AS sales, sum(m.amount)::bigint AS fees
    FROM money_by_month m
    WHERE m.month >= $1 AND m.currency = $2 AND m.journey_id IS NOT NULL
        AND m.account = 'platform_revenue'
    GROUP BY 1, 2 ORDER BY 4 DESC, 1, 2 LIMIT $3::int) x
JOIN journey j ON j.id = x.journey_id ORDER BY x.fees DESC, 1, 3;

-- What earners are owed, and what of it is on its way.
-- revenue_owed(currency text) one
-- owed int, waiting int, sending int, reserved int
SELECT coalesce((SELECT sum(d.amount) FROM money_by_day d
        WHERE d.currency = $1 AND d.account = 'payable'), 0)::bigint AS owed,
    coalesce((SELECT sum(p.amount) FROM payout p WHERE p.status = 'pending'
        AND p.currency = $1), 0)::bigint AS waiting,
    coalesce((SELECT sum(p.amount) FROM payout p WHERE p.status
        IN ('approved', 'processing') AND p.currency = $1), 0)::bigint AS sending,
    coalesce((SELECT sum(d.amount) FROM money_by_day d
        WHERE d.currency = $1 AND d.account = 'reserve'), 0)::bigint AS reserved;

-- What is to come this month: what running subscriptions renew for.
-- revenue_coming(until date, currency text) one
-- renewals int, amount int
SELECT count(*) AS renewals, coalesce(sum(s.price_amount), 0)::bigint AS amount
FROM subscription s WHERE s.status = 'active' AND NOT s.cancel_at_period_end
    AND s.currency = $2 AND s.period_end >= app_now()
    AND s.period_end < $1::timestamp AT TIME ZONE setting_text('platform_zone');
