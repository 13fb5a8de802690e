-- What is on one's invoices from now on, and who one is without having said so.
-- billing_identity() one
-- name text?, address text?, country text?, tax_id text?, profile_name text, profile_country text?, is_set bool
SELECT b.name, b.address, b.country, b.tax_id, p.display_name AS profile_name,
    p.country AS profile_country, b.user_id IS NOT NULL AS is_set
FROM profile p LEFT JOIN billing_identity b ON b.user_id = p.user_id
WHERE p.user_id = app_user_id();

-- billing_identity_set(name text, address text?, country text?, tax_id text?) exec
INSERT INTO billing_identity (user_id, name, address, country, tax_id,
    changed_at)
VALUES (app_user_id(), $1, nullif($2, ''), nullif($3, ''), nullif($4, ''),
    app_now())
ON CONFLICT (user_id) DO UPDATE SET name = excluded.name,
    address = excluded.address, country = excluded.country,
    tax_id = excluded.tax_id, changed_at = excluded.changed_at;

-- Money that is on its way back, or was lately.
-- overview_refund_list(most int) many
-- id id, order_ref text, title text, amount int, currency text, reason text, status text, created_at instant, done_at instant?
SELECT r.id, o.ref AS order_ref, o.title, r.amount, r.currency, r.reason,
    r.status, r.created_at, r.done_at
FROM refund r JOIN orders o ON o.id = r.order_id
WHERE r.buyer_id = app_user_id() AND (r.amount > 0)
ORDER BY r.id DESC LIMIT $1::int;
