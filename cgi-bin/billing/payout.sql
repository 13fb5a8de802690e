-- What is owed of a kind of work (NULL: all), and what the next payout by the
-- calendar will have in it.
-- payout_balance_list(type text?) many
-- currency text, available int, pending int, frozen int, in_payout int, expected int, minimum int
SELECT e.currency,
    coalesce(sum(e.amount) FILTER (WHERE e.status = 'available'), 0)::bigint
        AS available,
    coalesce(sum(e.amount) FILTER (WHERE e.status = 'pending'), 0)::bigint
        AS pending,
    coalesce(sum(e.amount) FILTER (WHERE e.status = 'frozen'), 0)::bigint
        AS frozen,
    coalesce(sum(e.amount) FILTER (WHERE e.status = 'in_payout'), 0)::bigint
        AS in_payout,
    coalesce(sum(e.amount) FILTER (WHERE e.status = 'available'
        OR e.status = 'pending' AND e.available_at < n.at), 0)::bigint AS expected,
    payout_minimum(e.currency) AS minimum
FROM my_earning e CROSS JOIN my_payout_next() n
WHERE e.status IN ('pending', 'available', 'frozen', 'in_payout')
    AND ($1::text IS NULL OR e.type = $1)
GROUP BY e.currency ORDER BY e.currency = 'USD' DESC, e.currency;

-- Where they are paid, and when next; an empty status: no account yet.
-- payout_account_find() one
-- status text?, provider text?, country text?, holder text?, hint text?, reason text?, needs texts, weekly bool, held_reason text?, is_connected bool, next_at instant, asked_today bool
SELECT a.status, a.provider, a.country, a.holder, a.hint, a.reason,
    coalesce(a.needs, '{}') AS needs, n.is_weekly AS weekly, a.held_reason,
    a.provider_ref IS NOT NULL AS is_connected, n.at AS next_at,
    EXISTS (SELECT FROM payout p WHERE p.user_id = app_user_id()
        AND p.kind = 'now' AND p.period = (payout_today())) AS asked_today
FROM my_payout_next() n
LEFT JOIN payout_account a ON a.user_id = app_user_id();

-- What was earned in each month of the platform's zone, by what for.
-- payout_month_list(type text?, from_day date) many
-- month date, currency text, type text, amount int
SELECT e.month, e.currency, e.type, sum(e.amount)::bigint AS amount
FROM (SELECT date_trunc('month', x.at AT TIME ZONE
        setting_text('platform_zone'))::date AS month, x.currency, x.type,
        x.amount FROM my_earning x
    WHERE x.at >= $2::date::timestamp AT TIME ZONE setting_text('platform_zone')
        AND ($1::text IS NULL OR x.type = $1)) e
GROUP BY 1, 2, 3 ORDER BY 1, 2, 3;

-- payout_list(after id?, most int) many
-- id id, kind text, period text, currency text, amount int, fee_amount int, lines int, status text, provider text?, destination text?, failure text?, created_at instant, completed_at instant?
SELECT id, kind, period, currency, amount, fee_amount, lines::bigint AS lines,
    status, provider, destination, failure, created_at, completed_at
FROM payout WHERE user_id = app_user_id() AND ($1::bigint IS NULL OR id < $1)
ORDER BY id DESC LIMIT $2::int;

-- payout_find(id id) one
-- id id, ref text, kind text, period text, currency text, amount int, fee_amount int, lines int, status text, provider text?, destination text?, provider_ref text?, failure text?, created_at instant, sent_at instant?, completed_at instant?
SELECT id, ref, kind, period, currency, amount, fee_amount, lines::bigint AS lines,
    status, provider, destination, provider_ref, failure, created_at, sent_at,
    completed_at
FROM payout WHERE id = $1 AND user_id = app_user_id();

-- payout_line_list(payout_id id, most int) many
-- id id, at instant, type text, is_debt bool, title text?, amount int, currency text
SELECT id, at, type, is_debt, title, amount, currency FROM my_earning
WHERE payout_id = $1 ORDER BY id LIMIT $2::int;

-- payout_ask(currency text) one
-- id id
SELECT payout_ask($1) AS id;

-- payout_account_set(provider text, country text, holder text, hint text, sealed text) exec
SELECT payout_account_set($1, $2, $3, $4, $5);

-- payout_weekly_set(weekly bool) exec
SELECT payout_weekly_set($1);

-- Line by line, the newest first.
-- earning_list(type text?, status text?, after id?, most int) many
-- id id, at instant, type text, is_debt bool, title text?, order_id id?, amount int, made_amount int, currency text, status text, available_at instant?, payout_id id?
SELECT id, at, type, is_debt, title, order_id, amount, made_amount, currency,
    status, available_at, payout_id
FROM my_earning
WHERE ($1::text IS NULL OR type = $1) AND ($2::text IS NULL OR status = $2)
    AND ($3::bigint IS NULL OR id < $3)
ORDER BY id DESC LIMIT $4::int;
