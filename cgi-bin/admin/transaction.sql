-- The money of orders, the newest first: those that fit are found by the index,
-- then their rows are worked out.  Days are the platform's.
-- transaction_list(type text?, status text?, from date?, to date?, person id?, after_at instant?, after id?, most int) many
-- order_id id, made_at instant, at instant, type text, title text, status text, amount int, returned_amount int, currency text, fee_amount int?, creator_amount int?, mentor_amount int?, concierge_amount int?, interviewer_amount int?, affiliate_amount int?, reserve_amount int?, tax_amount int, promotion_cost int, provider text?, provider_ref text?, buyer_id id, buyer text, seller_id id?, seller text?
WITH page AS MATERIALIZED (
    SELECT o.id, o.made_or_paid_at AS at FROM orders o
    WHERE ($1::text IS NULL
            OR CASE WHEN o.kind = 'tier' THEN 'subscription' ELSE o.kind END = $1
            OR $1 = 'affiliate' AND EXISTS (SELECT FROM order_share s
                WHERE s.order_id = o.id AND s.kind = 'affiliate'
                    AND s.amount > 0))
        AND ($2::text IS NULL OR CASE
            WHEN o.status IN ('pending', 'processing') THEN 'pending'
            WHEN o.status IN ('failed', 'canceled', 'expired') THEN 'failed'
            WHEN o.status IN ('refunded', 'charged_back') THEN 'refunded'
            ELSE 'completed' END = $2)
        AND o.made_or_paid_at >= coalesce($3::date::timestamp
            AT TIME ZONE setting_text('platform_zone'), '-infinity')
        AND o.made_or_paid_at < coalesce(($4::date + 1)::timestamp
            AT TIME ZONE setting_text('platform_zone'), 'infinity')
        AND ($5::bigint IS NULL OR o.buyer_id = $5 OR o.seller_id = $5)
        AND (o.made_or_paid_at, o.id) < (coalesce($6::timestamptz, 'infinity'),
            coalesce($7::bigint, 9223372036854775807))
    ORDER BY o.made_or_paid_at DESC, o.id DESC LIMIT $8::int)
SELECT t.order_id, page.at AS made_at, t.at, t.type, t.title, t.status, t.amount,
    t.returned_amount, t.currency, t.fee_amount, t.creator_amount,
    t.mentor_amount, t.concierge_amount, t.interviewer_amount,
    t.affiliate_amount, t.reserve_amount, t.tax_amount, t.promotion_cost,
    t.provider, t.provider_ref, t.buyer_id, b.display_name AS buyer,
    t.seller_id, s.display_name AS seller
-- One by one: no more of the view is worked out than is shown.
FROM page CROSS JOIN LATERAL (SELECT * FROM money_transaction x
    WHERE x.order_id = page.id OFFSET 0) t
JOIN profile b ON b.user_id = t.buyer_id
LEFT JOIN profile s ON s.user_id = t.seller_id
WHERE $1 IS NULL OR t.type = $1
ORDER BY page.at DESC, t.order_id DESC, t.type = 'affiliate', t.seller_id;

-- transaction_place(order_id id) one
-- at instant
SELECT made_or_paid_at AS at FROM orders WHERE id = $1;
