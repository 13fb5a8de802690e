-- Something that is sold, as its checkout page shows it: its price with a code
-- (NULL: the one of the open order), and the newest order of it.
-- checkout_find(kind text, item id, code text?, details json) one
-- title text?, list int?, price int?, discount int?, discount_code text?, tax int?, tax_bp int?, tax_name text?, total int?, currency text?, code_refusal text?, refusal text?, answer int?, free_hours int?, late_return_percent int?, days int?, href text?, person text?, type_kind text?, minutes int?, starts_at instant?, ends_at instant?, sessions int?, valid_days int?, order_id id?, ref text?, status text?, expires_at instant?, provider text?
WITH newest AS (
    SELECT o.id, o.ref, o.status, o.expires_at, o.provider, o.discount_code
    FROM orders o WHERE o.kind = $1 AND o.item_id = $2
        AND o.buyer_id = app_user_id()
    ORDER BY o.id DESC LIMIT 1
)
SELECT p.title, p.list, p.price, p.discount, p.discount_code, p.tax, p.tax_bp,
    p.tax_name, p.total, p.currency, p.code_refusal, p.refusal, p.answer,
    (p.policy ->> 'free_hours')::int AS free_hours,
    (p.policy ->> 'late_return_percent')::int AS late_return_percent,
    (p.policy ->> 'days')::int AS days,
    a.j ->> 'href' AS href, a.j ->> 'person' AS person,
    a.j ->> 'type_kind' AS type_kind, (a.j ->> 'minutes')::int AS minutes,
    (a.j ->> 'starts_at')::timestamptz AS starts_at,
    (a.j ->> 'ends_at')::timestamptz AS ends_at,
    (a.j ->> 'sessions')::int AS sessions, (a.j ->> 'days')::int AS valid_days,
    o.id AS order_id, o.ref, o.status, o.expires_at, o.provider
FROM (VALUES (0)) one (i) LEFT JOIN newest o ON true
CROSS JOIN LATERAL checkout_price($1, $2, coalesce($3, CASE WHEN o.status
    IN ('pending', 'processing') THEN o.discount_code END), $4::jsonb) p
CROSS JOIN LATERAL order_about($1, $2) a (j);

-- checkout_begin(kind text, item id, provider text?, code text?, shown int?, currency text?, details json) one
-- id id, ref text, status text
SELECT o.id, o.ref, o.status
FROM checkout_begin($1, $2, $3, $4, $5, $6, $7::jsonb) o;
