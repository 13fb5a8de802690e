-- refund_request(order_id id, amount int?, words text?) one
-- id id
SELECT refund_request($1, $2, $3) AS id;

-- refund_find(id id) one
-- id id, status text, reason text, amount int, currency text
SELECT r.id, r.status, r.reason, r.amount, r.currency
FROM refund r WHERE r.id = $1 AND r.buyer_id = app_user_id();

-- refund_limit(order_id id) one
-- at_most int
SELECT at_most FROM refund_preview($1);
