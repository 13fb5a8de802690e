-- A commission is a part of the seller's share, agreed when the order is made and
-- looked at once more when it is paid.

-- Whose link earns of this: the code that was typed, else the one that brought
-- what is paid again, else the last link that the buyer followed and that still
-- counts.  Nobody earns of themselves, and only who is active.
CREATE FUNCTION affiliate_of(what text, item bigint, seller bigint,
    buyer bigint, detail jsonb) RETURNS affiliate_link LANGUAGE sql STABLE
AS $$
    SELECT l FROM (
        SELECT 1 AS rank, x.id AS link_id, x.created_at AS at
        FROM affiliate_link x WHERE x.code = lower(detail ->> 'affiliate')
            AND x.ended_at IS NULL
        UNION ALL
        SELECT 2, c.link_id, c.at FROM orders o
        JOIN affiliate_conversion c ON c.order_id = o.id
        WHERE what IN ('tier', 'subscription', 'company') AND o.kind = what
            AND o.item_id = item AND o.buyer_id = buyer
        UNION ALL
        SELECT 3, r.link_id, r.clicked_at FROM affiliate_referral r
        JOIN affiliate_link x ON x.id = r.link_id AND x.ended_at IS NULL
        WHERE r.user_id = buyer AND r.clicked_at > app_now()
            - make_interval(days => setting_text(CASE WHEN r.signed_up
                THEN 'affiliate_signup_days' ELSE 'affiliate_click_days' END)
                ::int)) w
    JOIN affiliate_link l ON l.id = w.link_id
    JOIN affiliate a ON a.id = l.affiliate_id AND a.seller_id = seller
        AND a.status = 'active' AND a.user_id <> coalesce(buyer, 0)
    WHERE (l.kind IS NULL OR l.kind = what)
        AND (l.item_id IS NULL OR l.item_id = item)
        AND account_is_active(a.user_id)
    ORDER BY w.rank, w.at DESC LIMIT 1
$$;
-- Its part of a quote (0101), or none: also where the seller's share would not
-- bear it, or another commission is in it already.
CREATE FUNCTION affiliate_parts(what text, item bigint, buyer bigint, q quote,
    detail jsonb) RETURNS jsonb LANGUAGE sql STABLE
AS $$
    SELECT coalesce(jsonb_agg(jsonb_build_object('kind', 'affiliate', 'account',
        'payable', 'user_id', a.user_id, 'bp', a.bp, 'hold_days',
        setting_text('charge_hold_days')::int)), '[]')
    FROM affiliate_of(what, item, q.seller_id, buyer, coalesce(detail, '{}')) l
    JOIN affiliate a ON a.id = l.affiliate_id
    WHERE q.seller_id IS NOT NULL
        AND NOT coalesce(q.parts, '[]') @> '[{"kind": "affiliate"}]'
        AND (SELECT coalesce(sum(coalesce((p ->> 'bp')::int, 0)), 0)
            + a.bp + coalesce(q.fee_bp, setting_text('platform_fee_bp')::int)
            FROM jsonb_array_elements(coalesce(q.parts, '[]')) p) <= 10000
        AND bp_of(coalesce(q.special_amount, q.list_amount), 10000 - a.bp
            - coalesce(q.fee_bp, setting_text('platform_fee_bp')::int))
            >= (SELECT coalesce(sum((p ->> 'amount')::bigint), 0)
            FROM jsonb_array_elements(coalesce(q.parts, '[]')) p)
$$;
-- A code that is an affiliate's belongs to the order's details: it changes who
-- earns, not what it costs.  The platform's and sellers' codes come first.
CREATE FUNCTION affiliate_detail(code text, detail jsonb) RETURNS jsonb
LANGUAGE sql STABLE
AS $$
    SELECT CASE WHEN nullif(trim(code), '') IS NOT NULL
            AND EXISTS (SELECT FROM affiliate_link l
                WHERE l.code = lower(trim(affiliate_detail.code))
                AND l.ended_at IS NULL)
            AND NOT EXISTS (SELECT FROM promotion p
                WHERE lower(p.code) = lower(trim(affiliate_detail.code)))
        THEN coalesce(detail, '{}') || jsonb_build_object('affiliate',
            lower(trim(affiliate_detail.code)))
        ELSE detail END
$$;

-- --- at the payment ---------------------------------------------------------------
-- Who is not active any more earns nothing: their part is the seller's.
CREATE FUNCTION affiliate_convert() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    s order_share;
    a affiliate;
    l affiliate_link;
BEGIN
    FOR s IN SELECT * FROM order_share x WHERE x.order_id = NEW.id
            AND x.kind = 'affiliate' AND x.amount > 0 LOOP
        SELECT * INTO a FROM affiliate x WHERE x.user_id = s.user_id
            AND x.seller_id = NEW.seller_id;
        CONTINUE WHEN a.id IS NULL;
        IF a.status <> 'active' OR NOT account_is_active(a.user_id) THEN
            UPDATE order_share x SET amount = 0
                WHERE (x.order_id, x.n) = (s.order_id, s.n);
            UPDATE order_share x SET amount = x.amount + s.amount
                WHERE x.order_id = s.order_id AND x.kind = 'seller';
            CONTINUE;
        END IF;
        l := affiliate_of(NEW.kind, NEW.item_id, NEW.seller_id, NEW.buyer_id,
            NEW.detail);
        INSERT INTO affiliate_conversion (order_id, affiliate_id, link_id,
            base_amount, amount, currency, at)
        VALUES (NEW.id, a.id, CASE WHEN l.affiliate_id = a.id THEN l.id END,
            NEW.base_amount, s.amount, NEW.currency, app_now())
        ON CONFLICT DO NOTHING;
        PERFORM notify(a.user_id, 'affiliate_earned', '/affiliate',
            jsonb_build_object('name', expert_name(a.seller_id), 'amount',
            money_words(s.amount, NEW.currency)), 'affiliate:' || NEW.id);
    END LOOP;
    RETURN NULL;
END
$$;
CREATE TRIGGER affiliate_convert AFTER UPDATE OF status ON orders
    FOR EACH ROW WHEN (OLD.paid_at IS NULL AND NEW.paid_at IS NOT NULL)
    EXECUTE FUNCTION affiliate_convert();
