-- order_list(status text?, kind text?, provider text?, person id?, held bool, after id?, most int) many
-- id id, kind text, title text, status text, provider text?, total_amount int, currency text, created_at instant, paid_at instant?, buyer_id id, buyer text, seller_id id?, seller text?, held_for_admin text?
SELECT o.id, o.kind, o.title, o.status, o.provider, o.total_amount, o.currency,
    o.created_at, o.paid_at, o.buyer_id, b.display_name AS buyer, o.seller_id,
    s.display_name AS seller, o.held_for_admin
FROM orders o JOIN profile b ON b.user_id = o.buyer_id
LEFT JOIN profile s ON s.user_id = o.seller_id
WHERE ($1::text IS NULL OR o.status = $1) AND ($2::text IS NULL OR o.kind = $2)
    AND ($3::text IS NULL OR o.provider = $3)
    AND ($4::bigint IS NULL OR o.buyer_id = $4 OR o.seller_id = $4)
    AND (NOT $5 OR o.held_for_admin IS NOT NULL)
    AND o.id < coalesce($6::bigint, 9223372036854775807)
ORDER BY o.id DESC LIMIT $7::int;

-- Payments by hand that a second admin is to look at, oldest first.
-- receipt_list() many
-- id id, order_id id, title text, amount int, currency text, words text?, marked_by id, marker text, marked_at instant, due_at instant?
SELECT r.id, r.order_id, o.title, r.amount, r.currency, r.words, r.marked_by,
    p.display_name AS marker, r.marked_at, r.due_at
FROM receipt r JOIN orders o ON o.id = r.order_id
JOIN profile p ON p.user_id = r.marked_by
WHERE r.status = 'waiting' ORDER BY r.id LIMIT 50;
