-- One of the asking member's orders, with the attempt to pay it that counts, what
-- was bought, and what may be asked back.
-- order_find(ref text) one
-- id id, ref text, number text, kind text, item_id id, title text, status text, provider text?, currency text, list_amount int, discount_amount int, discount_code text?, grandfathered bool, tax_amount int, tax_name text?, tax_bp int?, total_amount int, paid_amount int, refunded_amount int, held_amount int, held_for_admin text?, failure text?, expires_at instant?, is_over bool, created_at instant, paid_at instant?, free_hours int?, late_return_percent int?, days int?, href text?, person text?, type_kind text?, minutes int?, starts_at instant?, ends_at instant?, payment_id id?, payment_provider text?, payment_status text?, payment_url text?, payment_failure text?, payment_at instant?, invoice_id id?, invoice_number text?, manual_words text?, refund_by_policy int, refund_at_most int, refund_status text?
SELECT o.id, o.ref, order_number(o.id) AS number, o.kind, o.item_id, o.title,
    o.status, o.provider, o.currency, o.list_amount, o.discount_amount,
    o.discount_code, o.grandfathered, o.tax_amount, o.tax_name, o.tax_bp,
    o.total_amount, o.paid_amount, o.refunded_amount, o.held_amount,
    o.held_for_admin, o.failure, o.expires_at,
    coalesce(o.expires_at <= app_now(), false) AS is_over, o.created_at,
    o.paid_at, (o.policy ->> 'free_hours')::int AS free_hours,
    (o.policy ->> 'late_return_percent')::int AS late_return_percent,
    (o.policy ->> 'days')::int AS days, a.j ->> 'href' AS href,
    a.j ->> 'person' AS person, a.j ->> 'type_kind' AS type_kind,
    (a.j ->> 'minutes')::int AS minutes,
    (a.j ->> 'starts_at')::timestamptz AS starts_at,
    (a.j ->> 'ends_at')::timestamptz AS ends_at, p.id AS payment_id,
    p.provider AS payment_provider, p.status AS payment_status,
    p.url AS payment_url, p.failure AS payment_failure,
    p.created_at AS payment_at, i.id AS invoice_id,
    i.number AS invoice_number,
    nullif(setting_text('manual_payment_words'), '') AS manual_words,
    r.by_policy AS refund_by_policy, r.at_most AS refund_at_most,
    (SELECT x.status FROM refund x WHERE x.order_id = o.id
        ORDER BY x.id DESC LIMIT 1) AS refund_status
FROM orders o
CROSS JOIN LATERAL order_about(o.kind, o.item_id) a (j)
CROSS JOIN LATERAL refund_preview(o.id) r
LEFT JOIN LATERAL (SELECT * FROM payment x WHERE x.order_id = o.id
    ORDER BY x.status = 'captured' DESC, x.id DESC LIMIT 1) p ON true
LEFT JOIN LATERAL (SELECT x.id, x.number FROM invoice x
    WHERE x.order_id = o.id AND x.number IS NOT NULL
    ORDER BY x.id LIMIT 1) i ON true
WHERE o.ref = $1 AND o.buyer_id = app_user_id();

-- order_step_list(ref text) many
-- at instant, event text, to_status text, words text?
SELECT h.at, h.event, h.to_status, h.words
FROM my_order_history h JOIN orders o ON o.id = h.order_id
WHERE o.ref = $1 ORDER BY h.id LIMIT 100;

-- order_refund_list(ref text) many
-- id id, amount int, currency text, reason text, status text, decision_words text?, by_hand bool, created_at instant, done_at instant?
SELECT r.id, r.amount, r.currency, r.reason, r.status, r.decision_words,
    r.provider IS NOT DISTINCT FROM 'manual' AS by_hand, r.created_at, r.done_at
FROM refund r JOIN orders o ON o.id = r.order_id
WHERE o.ref = $1 AND (r.amount > 0 OR o.total_amount = 0)
ORDER BY r.id LIMIT 50;

-- The order behind what a program knows: its id, its reference, or that of the
-- provider's checkout.
-- order_lookup(order_id id?, checkout text?) one
-- id id, ref text, kind text, item_id id, status text, provider text?, total_amount int, currency text, payment_status text?, payment_url text?
SELECT o.id, o.ref, o.kind, o.item_id, o.status, o.provider, o.total_amount,
    o.currency, p.status AS payment_status, p.url AS payment_url
FROM orders o
LEFT JOIN LATERAL (SELECT x.status, x.url FROM payment x
    WHERE x.order_id = o.id ORDER BY x.id DESC LIMIT 1) p ON true
WHERE o.buyer_id = app_user_id() AND (o.id = $1 OR o.ref = $2 OR o.id IN
    (SELECT x.order_id FROM payment x WHERE x.session_ref = $2
        AND x.buyer_id = app_user_id()))
ORDER BY o.id LIMIT 1;

-- order_check(order_id id) one
-- asked bool
SELECT order_check($1) AS asked;

-- payment_begin(order_id id, provider text) one
-- id id
SELECT p.id FROM payment_begin($1, $2) p;

-- order_cancel(order_id id) exec
SELECT order_cancel($1);

-- order_list(after_id id?, most int) many
-- id id, ref text, number text, kind text, title text, status text, provider text?, currency text, total_amount int, refunded_amount int, created_at instant, paid_at instant?
SELECT o.id, o.ref, order_number(o.id) AS number, o.kind, o.title, o.status,
    o.provider, o.currency, o.total_amount, o.refunded_amount, o.created_at,
    o.paid_at
FROM orders o
WHERE o.buyer_id = app_user_id() AND ($1::bigint IS NULL OR o.id < $1)
ORDER BY o.id DESC LIMIT $2::int;
