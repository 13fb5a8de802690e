-- refund_list(status text?, provider text?, after id?, most int) many
-- id id, order_id id, title text, status text, amount int, currency text, reason text, provider text?, buyer_id id, buyer text, created_at instant, decided_at instant?
SELECT r.id, r.order_id, o.title, r.status, r.amount, r.currency, r.reason,
    r.provider, r.buyer_id, p.display_name AS buyer, r.created_at, r.decided_at
FROM refund r JOIN orders o ON o.id = r.order_id
JOIN profile p ON p.user_id = r.buyer_id
WHERE ($1::text IS NULL OR r.status = $1)
    AND ($2::text IS NULL OR r.provider = $2)
    AND r.id < coalesce($3::bigint, 9223372036854775807)
ORDER BY r.id DESC LIMIT $4::int;

-- What is for an admin to do: decide, send by hand, look why it failed.
-- refund_counts() one
-- asked int, by_hand int, failed int
SELECT (SELECT count(*) FROM refund WHERE status = 'requested') AS asked,
    (SELECT count(*) FROM refund WHERE status = 'submitted'
        AND provider = 'manual') AS by_hand,
    (SELECT count(*) FROM refund WHERE status = 'failed') AS failed;

-- refund_find(id id) one
-- id id, order_id id, title text, order_status text, status text, amount int, tax_amount int, currency text, reason text, words text?, of_receipt bool, provider text?, provider_ref text?, failure text?, bounces int, buyer_id id, buyer text, decider text?, decision_words text?, created_at instant, decided_at instant?, done_at instant?, left_amount int, policy_amount int
SELECT r.id, r.order_id, o.title, o.status AS order_status, r.status, r.amount,
    r.tax_amount, r.currency, r.reason, r.words, r.of_receipt, r.provider,
    r.provider_ref, r.failure, r.bounces::bigint AS bounces, r.buyer_id,
    p.display_name AS buyer, d.display_name AS decider, r.decision_words,
    r.created_at, r.decided_at, r.done_at,
    CASE WHEN r.status = 'requested' THEN order_left(o) ELSE 0 END
        AS left_amount,
    CASE WHEN r.status = 'requested' THEN refund_policy(r.order_id) ELSE 0 END
        AS policy_amount
FROM refund r JOIN orders o ON o.id = r.order_id
JOIN profile p ON p.user_id = r.buyer_id
LEFT JOIN profile d ON d.user_id = r.decided_by
WHERE r.id = $1;

-- refund_approve(id id, amount int, words text?) exec
SELECT refund_approve($1, $2, $3);

-- refund_reject(id id, reason text) exec
SELECT refund_reject($1, $2);

-- refund_retry(id id) exec
SELECT refund_retry($1);

-- refund_by_hand(id id, ref text) exec
SELECT refund_by_hand($1, $2);
