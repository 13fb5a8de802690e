-- dispute_list(status text?, after id?, most int) many
-- id id, order_id id?, title text?, provider text, status text, amount int, currency text, reason text?, buyer_id id?, buyer text?, answer_by instant?, opened_at instant, closed_at instant?
SELECT d.id, d.order_id, o.title, d.provider, d.status, d.amount, d.currency,
    d.reason, o.buyer_id, p.display_name AS buyer, d.answer_by, d.opened_at,
    d.closed_at
FROM dispute d LEFT JOIN orders o ON o.id = d.order_id
LEFT JOIN profile p ON p.user_id = o.buyer_id
WHERE ($1::text IS NULL OR d.status = $1) AND d.id < coalesce($2::bigint, 9223372036854775807)
ORDER BY d.id DESC LIMIT $3::int;

-- dispute_find(id id) one
-- id id, order_id id?, title text?, provider text, provider_ref text, payment_ref text, status text, amount int, currency text, reason text?, buyer_id id?, buyer text?, seller_id id?, seller text?, order_status text?, answer_by instant?, opened_at instant, closed_at instant?, frozen int?
SELECT d.id, d.order_id, o.title, d.provider, d.provider_ref, d.payment_ref,
    d.status, d.amount, d.currency, d.reason, o.buyer_id,
    p.display_name AS buyer, o.seller_id, s.display_name AS seller,
    o.status AS order_status, d.answer_by, d.opened_at, d.closed_at,
    (SELECT sum(e.amount)::bigint FROM earning e WHERE e.order_id = d.order_id
        AND e.status = 'frozen') AS frozen
FROM dispute d LEFT JOIN orders o ON o.id = d.order_id
LEFT JOIN profile p ON p.user_id = o.buyer_id
LEFT JOIN profile s ON s.user_id = o.seller_id
WHERE d.id = $1;
