-- Payouts, the newest first.
-- payout_list(status text?, kind text?, period text?, after id?, most int) many
-- id id, user_id id, name text, kind text, period text, currency text, amount int, fee_amount int, lines int, status text, has_first bool, provider text?, failure text?, is_held bool, is_ready bool, is_mine bool, created_at instant
SELECT p.id, p.user_id, f.display_name AS name, p.kind, p.period, p.currency,
    p.amount, p.fee_amount, p.lines::bigint AS lines, p.status,
    p.first_by IS NOT NULL AS has_first, coalesce(p.provider, a.provider)
        AS provider, p.failure, a.held_reason IS NOT NULL AS is_held,
    coalesce(a.status = 'verified', false) AS is_ready,
    coalesce(p.first_by = app_user_id(), false) AS is_mine, p.created_at
FROM payout p JOIN profile f ON f.user_id = p.user_id
LEFT JOIN payout_account a ON a.user_id = p.user_id
WHERE ($1::text IS NULL OR p.status = $1) AND ($2::text IS NULL OR p.kind = $2)
    AND ($3::text IS NULL OR p.period = $3) AND ($4::bigint IS NULL OR p.id < $4)
ORDER BY p.id DESC LIMIT $5::int;

-- How many of each state, and what they come to.
-- payout_total_list(kind text?, period text?) many
-- status text, currency text, payouts int, amount int, fee_amount int
SELECT status, currency, count(*) AS payouts, sum(amount)::bigint AS amount,
    sum(fee_amount)::bigint AS fee_amount
FROM payout WHERE ($1::text IS NULL OR kind = $1)
    AND ($2::text IS NULL OR period = $2)
GROUP BY 1, 2 ORDER BY 2, 1;

-- The last batches: what was made together.
-- payout_batch_list(most int) many
-- kind text, period text, currency text, payouts int, pending int, amount int
SELECT kind, period, currency, count(*) AS payouts,
    count(*) FILTER (WHERE status = 'pending') AS pending,
    sum(amount)::bigint AS amount
FROM payout WHERE created_at > app_now() - interval '6 months'
    AND kind IN ('monthly', 'weekly')
GROUP BY 1, 2, 3 ORDER BY max(id) DESC LIMIT $1::int;

-- Accounts that wait to be looked at.
-- payout_checking_list(most int) many
-- user_id id, name text, provider text, hint text?, changed_at instant
SELECT a.user_id, f.display_name AS name, a.provider, a.hint, a.changed_at
FROM payout_account a JOIN profile f ON f.user_id = a.user_id
WHERE a.status = 'checking' ORDER BY a.changed_at LIMIT $1::int;

-- payout_find(id id) one
-- id id, user_id id, name text, kind text, period text, currency text, amount int, fee_amount int, lines int, status text, provider text?, destination text?, provider_ref text?, failure text?, is_refused bool, first_by text?, is_mine bool, approved_by text?, due_at instant?, created_at instant, sent_at instant?, completed_at instant?, account_status text?, account_provider text?, account_hint text?, held_reason text?, wants_two bool
SELECT p.id, p.user_id, f.display_name AS name, p.kind, p.period, p.currency,
    p.amount, p.fee_amount, p.lines::bigint AS lines, p.status, p.provider,
    p.destination, p.provider_ref, p.failure, p.is_refused,
    x.display_name AS first_by, coalesce(p.first_by = app_user_id(), false)
        AS is_mine, y.display_name AS approved_by, p.due_at, p.created_at,
    p.sent_at, p.completed_at, a.status AS account_status,
    a.provider AS account_provider, a.hint AS account_hint, a.held_reason,
    payout_wants_two(p) AS wants_two
FROM payout p JOIN profile f ON f.user_id = p.user_id
LEFT JOIN profile x ON x.user_id = p.first_by
LEFT JOIN profile y ON y.user_id = p.approved_by
LEFT JOIN payout_account a ON a.user_id = p.user_id
WHERE p.id = $1;

-- payout_step_list(id id) many
-- at instant, actor text?, event text, to_status text, words text?
SELECT h.at, f.display_name AS actor, h.event, h.to_status, h.words
FROM payout_history h LEFT JOIN profile f ON f.user_id = h.actor_id
WHERE h.payout_id = $1 ORDER BY h.id;

-- payout_line_list(id id, most int) many
-- order_id id?, title text?, type text, amount int, currency text, is_debt bool
SELECT order_id, title, type, amount, currency, is_debt FROM earning_line
WHERE payout_id = $1 ORDER BY id LIMIT $2::int;

-- payout_approve(id id) one
-- result text
SELECT payout_approve($1) AS result;

-- Numbers with commas between them.
-- payout_approve_all(ids text) one
-- approved int, waiting int, refused int
SELECT approved::bigint AS approved, waiting::bigint AS waiting,
    refused::bigint AS refused FROM payout_approve_all(
    ARRAY(SELECT x::bigint FROM string_to_table($1, ',') x));

-- payout_send(id id) one
-- provider text
SELECT payout_send($1) AS provider;

-- payout_send_all(ids text) one
-- sent int
SELECT payout_send_all(ARRAY(SELECT x::bigint FROM string_to_table($1, ',') x))
    ::bigint AS sent;

-- payout_cancel(id id, why text?) exec
SELECT payout_cancel($1, $2);

-- payout_mark_paid(id id, ref text?) exec
SELECT payout_mark_paid($1, $2);

-- payout_returned(id id, why text?) exec
SELECT payout_returned($1, $2);

-- payout_retry(id id) exec
SELECT payout_retry($1);

-- payout_person_find(user_id id) one
-- user_id id, name text, email text, status text?, provider text?, country text?, holder text?, hint text?, details_sealed text?, reason text?, provider_ref text?, held_reason text?, changed_at instant?
SELECT u.id AS user_id, f.display_name AS name, u.email, a.status, a.provider,
    a.country, a.holder, a.hint, a.details_sealed, a.reason, a.provider_ref,
    a.held_reason, a.changed_at
FROM users u JOIN profile f ON f.user_id = u.id
LEFT JOIN payout_account a ON a.user_id = u.id WHERE u.id = $1;

-- payout_owed_list(user_id id) many
-- currency text, status text, amount int
SELECT currency, status, sum(amount)::bigint AS amount FROM earning_line
WHERE user_id = $1 AND status IN ('pending', 'available', 'frozen', 'in_payout')
GROUP BY 1, 2 ORDER BY 1, 2;

-- payout_account_decide(user_id id, agreed bool, why text?) exec
SELECT payout_account_decide($1, $2, $3);

-- payout_hold(user_id id, why text?) exec
SELECT payout_hold($1, $2);

-- For the bank: what is approved and goes by hand.
-- payout_export_list(status text?, kind text?, period text?, after id?, most int) many
-- id id, user_id id, name text, type text, period text, currency text, amount int, status text, provider text?, country text?, details_sealed text?, provider_ref text?, created_at instant, completed_at instant?
SELECT p.id, p.user_id, f.display_name AS name, p.kind AS type, p.period,
    p.currency, p.amount, p.status, coalesce(p.provider, a.provider) AS provider,
    a.country, a.details_sealed, p.provider_ref, p.created_at, p.completed_at
FROM payout p JOIN profile f ON f.user_id = p.user_id
LEFT JOIN payout_account a ON a.user_id = p.user_id
WHERE ($1::text IS NULL OR p.status = $1) AND ($2::text IS NULL OR p.kind = $2)
    AND ($3::text IS NULL OR p.period = $3) AND ($4::bigint IS NULL OR p.id < $4)
ORDER BY p.id DESC LIMIT $5::int;

-- tax_report(year int) many
-- user_id id, name text?, address text?, country text?, tax_id text?, currency text, type text, amount int, payouts int
SELECT user_id, name, address, country, tax_id, currency, type, amount, payouts
FROM tax_report($1::int);
