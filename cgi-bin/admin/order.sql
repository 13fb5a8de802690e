-- order_find(id id) one
-- id id, ref text, kind text, item_id id, title text, status text, provider text?, currency text, list_amount int, discount_amount int, discount_code text?, promotion_cost int, tax_amount int, tax_name text?, tax_bp int?, total_amount int, fee_bp int, paid_amount int, refunded_amount int, charged_back_amount int, held_amount int, left_amount int, buyer_id id, buyer text, seller_id id?, seller text?, created_at instant, expires_at instant?, paid_at instant?, fulfilled_at instant?, failure text?, fulfil_error text?, retry_at instant?, held_for_admin text?
SELECT o.id, o.ref, o.kind, o.item_id, o.title, o.status, o.provider,
    o.currency, o.list_amount, o.discount_amount, o.discount_code,
    o.promotion_cost, o.tax_amount, o.tax_name, o.tax_bp::bigint AS tax_bp,
    o.total_amount, o.fee_bp::bigint AS fee_bp, o.paid_amount,
    o.refunded_amount, o.charged_back_amount, o.held_amount,
    CASE WHEN o.status IN ('paid', 'fulfilled', 'partially_refunded')
        THEN order_left(o) ELSE 0 END AS left_amount,
    o.buyer_id, b.display_name AS buyer, o.seller_id, s.display_name AS seller,
    o.created_at, o.expires_at, o.paid_at, o.fulfilled_at, o.failure,
    o.fulfil_error, o.retry_at, o.held_for_admin
FROM orders o JOIN profile b ON b.user_id = o.buyer_id
LEFT JOIN profile s ON s.user_id = o.seller_id
WHERE o.id = $1;

-- order_invoices(id id) many
-- id id, number text?, status text, issued_at instant?
SELECT id, number, status, issued_at FROM invoice WHERE order_id = $1
ORDER BY id;

-- order_shares(id id) many
-- kind text, account text, user_id id?, person text?, ref text?, amount int, reversed int, used int, hold_days int?
SELECT s.kind, s.account, s.user_id, p.display_name AS person, s.ref, s.amount,
    s.reversed, s.used, s.hold_days::bigint AS hold_days
FROM order_share s LEFT JOIN profile p ON p.user_id = s.user_id
WHERE s.order_id = $1 ORDER BY s.n;

-- order_payments(id id) many
-- id id, provider text, status text, session_ref text?, provider_ref text?, amount int, currency text, refunded_amount int, fee_amount int?, failure text?, created_at instant, captured_at instant?
SELECT id, provider, status, session_ref, provider_ref, amount, currency,
    refunded_amount, fee_amount, failure, created_at, captured_at
FROM payment WHERE order_id = $1 ORDER BY id;

-- order_receipts(id id) many
-- id id, amount int, currency text, words text?, status text, marker text, marked_by id, decider text?, marked_at instant, due_at instant?
SELECT r.id, r.amount, r.currency, r.words, r.status, m.display_name AS marker,
    r.marked_by, d.display_name AS decider, r.marked_at, r.due_at
FROM receipt r JOIN profile m ON m.user_id = r.marked_by
LEFT JOIN profile d ON d.user_id = r.decided_by
WHERE r.order_id = $1 ORDER BY r.id;

-- order_refunds(id id) many
-- id id, status text, amount int, currency text, reason text, provider text?, words text?, created_at instant
SELECT id, status, amount, currency, reason, provider, words, created_at
FROM refund WHERE order_id = $1 ORDER BY id;

-- order_disputes(id id) many
-- id id, status text, amount int, currency text, reason text?, opened_at instant
SELECT id, status, amount, currency, reason, opened_at
FROM dispute WHERE order_id = $1 ORDER BY id;

-- order_history(id id) many
-- at instant, side text, actor text?, event text, to_status text, words text?
SELECT h.at, h.side, p.display_name AS actor, h.event, h.to_status, h.words
FROM order_history h LEFT JOIN profile p ON p.user_id = h.actor_id
WHERE h.order_id = $1 ORDER BY h.id LIMIT 200;

-- order_books(id id) many
-- id id, at instant, kind text, account text, person text?, ref text?, amount int, currency text, words text?
SELECT t.id, t.at, t.kind, a.kind AS account, p.display_name AS person, a.ref,
    e.amount, a.currency, t.words
FROM ledger_transaction t JOIN ledger_entry e ON e.transaction_id = t.id
JOIN ledger_account a ON a.id = e.account_id
LEFT JOIN profile p ON p.user_id = a.user_id
WHERE t.order_id = $1 ORDER BY t.id, e.id LIMIT 400;

-- What was asked of providers for it, by the keys that its rows have.
-- order_calls(id id) many
-- id id, provider text, method text, resource text, key text, status text, attempts int, error text?, created_at instant, next_at instant?
SELECT c.id, c.provider, c.method, c.resource, c.key, c.status,
    c.attempts::bigint AS attempts, c.error, c.created_at, c.next_at
FROM (SELECT w || p.id AS key FROM payment p, unnest(ARRAY['payment:',
        'expire:', 'capture:']) w WHERE p.order_id = $1
    UNION ALL
    SELECT 'refund:' || r.id FROM refund r WHERE r.order_id = $1) k
JOIN provider_call c ON c.key = k.key ORDER BY c.id LIMIT 100;

-- order_receive(id id, amount int, currency text, words text?) one
-- result text
SELECT order_receive($1, $2, $3, $4) AS result;

-- receipt_decide(id id, agreed bool) one
-- result text
SELECT receipt_decide($1, $2) AS result;

-- receipt_order(id id) one
-- order_id id
SELECT order_id FROM receipt WHERE id = $1;

-- refund_give(id id, amount int, reason text) one
-- refund_id id
SELECT refund_give($1, $2, $3) AS refund_id;

-- order_decide(id id, verdict text, reason text) one
-- result text
SELECT order_hold_decide($1, $2, $3) AS result;

-- call_find(id id) one
-- id id, key text, order_id id?
SELECT c.id, c.key, CASE split_part(c.key, ':', 1)
    WHEN 'refund' THEN (SELECT r.order_id FROM refund r
        WHERE r.id = split_part(c.key, ':', 2)::bigint)
    WHEN 'payment' THEN (SELECT p.order_id FROM payment p
        WHERE p.id = split_part(c.key, ':', 2)::bigint)
    WHEN 'expire' THEN (SELECT p.order_id FROM payment p
        WHERE p.id = split_part(c.key, ':', 2)::bigint)
    WHEN 'capture' THEN (SELECT p.order_id FROM payment p
        WHERE p.id = split_part(c.key, ':', 2)::bigint) END AS order_id
FROM provider_call c WHERE c.id = $1;

-- call_retry(id id) exec
SELECT provider_call_retry($1);
