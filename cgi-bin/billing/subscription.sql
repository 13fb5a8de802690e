-- One in any state; or, without an id, those that run or ended lately.
-- subscription_list(id id?) many
-- id id, kind text, company_id id?, company_name text?, journey_id id?, plan text, title text, every text, price_amount int, currency text, status text, period_start instant?, period_end instant?, trial_end instant?, cancel_at_period_end bool, pending_plan text?, pending_every text?, pending_amount int?, renews_itself bool, due_amount int?, due_kind text?, due_order text?, is_payer bool, suspend_at instant?, end_at instant?, ended_at instant?, order_kind text, may_cancel bool, may_reactivate bool, may_keep bool
SELECT s.id, s.kind, s.company_id, s.company_name, s.journey_id, s.plan, s.title,
    s.every, s.price_amount, s.currency, s.status, s.period_start, s.period_end,
    s.trial_end, s.cancel_at_period_end, s.pending_plan, s.pending_every,
    s.pending_amount, s.renews_itself, s.due_amount, s.due_kind, s.due_order,
    s.is_payer, s.suspend_at, s.end_at, s.ended_at, s.order_kind,
    'cancel' = ANY (s.moves) AS may_cancel,
    'reactivate' = ANY (s.moves) AS may_reactivate,
    'keep' = ANY (s.moves) AS may_keep
FROM my_subscription s
WHERE CASE WHEN $1::bigint IS NOT NULL THEN s.id = $1
    ELSE s.status NOT IN ('incomplete', 'incomplete_expired')
    AND (s.ended_at IS NULL OR s.ended_at > app_now() - interval '60 days') END
ORDER BY s.ended_at IS NOT NULL, s.id DESC;

-- Of all of one's subscriptions, in the order of their ids.
-- entitlement_list() many
-- subscription_id id, what text, allowed int?, used int, resets_at instant?
SELECT s.id AS subscription_id, e.what, e.allowed, e.used, e.resets_at
FROM my_subscription s, LATERAL my_entitlements(s.id) e
WHERE s.status IN ('trialing', 'active', 'past_due', 'suspended')
ORDER BY s.id, e.what;

-- plan_option_list(id id) many
-- plan text, title text, every text, way text, price_amount int, credit_amount int, rest_amount int, due_amount int, currency text, from_at instant, to_at instant
SELECT plan, title, every, way, price_amount, credit_amount, rest_amount,
    due_amount, currency, from_at, to_at FROM my_plan_options($1);

-- subscription_charge_list(id id, most int) many
-- id id, title text, kind text, amount int, currency text, order_ref text, order_status text, from_at instant?, to_at instant?, at instant, is_mine bool
SELECT id, title, kind, amount, currency, order_ref, order_status, from_at, to_at,
    at, is_mine FROM my_subscription_charges($1, $2::int);

-- subscription_begin(company_id id?, journey_id id?, plan text, every text) one
-- id id, status text, order_kind text
SELECT s.id, s.status, CASE s.kind WHEN 'tier' THEN 'subscription'
    ELSE 'company' END AS order_kind
FROM subscription_begin($1, $2, $3, $4) s;

-- subscription_change(id id, plan text, every text, shown int?) one
-- way text, due_amount int
SELECT way, due_amount FROM subscription_change($1, $2, $3, $4);

-- subscription_keep(id id) exec
SELECT subscription_keep($1);

-- subscription_cancel(id id, reason text, words text?) exec
SELECT subscription_cancel($1, $2, $3);

-- subscription_reactivate(id id) exec
SELECT subscription_reactivate($1);

-- --- plans -----------------------------------------------------------------------
-- plan_list() many
-- name text, title text, month_amount int, year_amount int, currency text, jobs int?, seats int?, searches int?, badge bool
SELECT name, title, month_amount, year_amount, currency, jobs, seats, searches,
    badge FROM company_plan ORDER BY rank;

-- Where the asking member may buy, with the plan it has.
-- company_list() many
-- id id, name text, plan text?, subscription_id id?
SELECT c.id, c.name, s.plan, s.id AS subscription_id
FROM my_company c LEFT JOIN my_subscription s ON s.company_id = c.id
    AND s.status IN ('trialing', 'active', 'past_due', 'suspended')
WHERE c.may_buy ORDER BY c.name, c.id;

-- company_make(name text) one
-- id id
SELECT company_make($1) AS id;

-- --- the portal --------------------------------------------------------------------
-- portal_open(site text) one
-- id id?
SELECT portal_open($1) AS id;

-- portal_find(id id) one
-- status text, url text?, created_at instant
SELECT status, url, created_at FROM portal_visit
WHERE id = $1 AND user_id = app_user_id();
