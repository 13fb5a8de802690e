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

-- As in 0101, with the commission.
CREATE OR REPLACE FUNCTION quote_of(what text, item bigint, buyer bigint,
    detail jsonb DEFAULT '{}') RETURNS quote LANGUAGE plpgsql STABLE
AS $$
DECLARE
    f regproc := (SELECT k.quote FROM order_kind k WHERE k.kind = what);
    q quote;
BEGIN
    IF f IS NULL THEN
        PERFORM refuse(404, 'order_kind_unknown');
    END IF;
    EXECUTE format('SELECT * FROM %s($1, $2, $3)', f) INTO q
        USING item, buyer, coalesce(detail, '{}');
    IF q.list_amount IS NULL THEN
        PERFORM refuse(404, 'order_item_unknown');
    END IF;
    q.parts := coalesce(q.parts, '[]') || affiliate_parts(what, item, buyer, q,
        detail);
    RETURN q;
END
$$;

-- As in 0101; an affiliate's code is no discount.
CREATE OR REPLACE FUNCTION price_of(order_kind text, item bigint, buyer bigint, code text,
    detail jsonb DEFAULT '{}', OUT list bigint, OUT grandfathered boolean,
    OUT promotion_id bigint, OUT discount_code text, OUT discount bigint,
    OUT seller_funded boolean, OUT base bigint, OUT tax bigint, OUT tax_bp int,
    OUT tax_name text, OUT total bigint, OUT currency text, OUT quote quote)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    q quote := quote_of(order_kind, item, buyer,
        affiliate_detail(code, detail));
    p promotion;
    price bigint := coalesce(q.special_amount, q.list_amount);
    floor bigint;
    word text;
BEGIN
    IF affiliate_detail(code, detail) IS DISTINCT FROM detail THEN
        code := NULL;
    END IF;
    IF nullif(trim(code), '') IS NOT NULL THEN
        SELECT * INTO p FROM promotion x WHERE lower(x.code) = lower(trim(price_of.code));
        word := promotion_refusal(p, order_kind, item, buyer, q.seller_id,
            q.currency);
        IF word IS NOT NULL THEN
            PERFORM refuse(422, word, 'code');
        END IF;
    ELSE
        SELECT x.* INTO p FROM promotion x
        WHERE x.auto_apply AND x.status = 'active'
            AND (x.owner_id IS NULL OR x.owner_id = q.seller_id)
            AND promotion_refusal(x, order_kind, item, buyer, q.seller_id,
                q.currency) IS NULL
        ORDER BY promotion_discount(x, price) DESC, x.id LIMIT 1;
    END IF;
    list := q.list_amount;
    grandfathered := q.special_amount IS NOT NULL;
    currency := q.currency;
    quote := q;
    discount := 0;
    seller_funded := false;
    IF p.id IS NOT NULL THEN
        SELECT least(c.minimum, price) INTO floor FROM currency c
            WHERE c.code = q.currency;
        discount := promotion_discount(p, price);
        IF discount < price AND price - discount < floor THEN
            discount := price - floor;
        END IF;
        promotion_id := p.id;
        discount_code := p.code;
        seller_funded := p.owner_id IS NOT NULL;
    END IF;
    SELECT t.bp, t.name INTO tax_bp, tax_name FROM tax_rate t
        WHERE t.country = buyer_country(buyer);
    tax := bp_of(price - discount, coalesce(tax_bp, 0));
    total := price - discount + tax;
    base := CASE WHEN seller_funded THEN price - discount ELSE price END;
END
$$;

-- As in 0103; an affiliate's code is kept with the order.
CREATE OR REPLACE FUNCTION order_create(what text, item bigint, by_provider text,
    code text, shown bigint, details jsonb DEFAULT '{}') RETURNS orders
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    buyer bigint := acting_member();
    p record;
    o orders;
BEGIN
    IF by_provider NOT IN ('manual', 'stripe', 'paypal') THEN
        PERFORM refuse(422, 'provider_unknown', 'provider');
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended(
        format('order:%s:%s:%s', buyer, what, item), 0));
    SELECT * INTO o FROM orders x WHERE (x.buyer_id, x.kind, x.item_id)
        = (buyer, what, item) AND x.status IN ('pending', 'processing')
        FOR UPDATE;
    IF affiliate_detail(code, details) IS DISTINCT FROM details THEN
        details := affiliate_detail(code, details);
        code := NULL;
    END IF;
    IF nullif(trim(code), '') IS NOT NULL THEN
        -- of a code with a limit only so many
        PERFORM FROM promotion x WHERE lower(x.code)
            = lower(trim(order_create.code)) AND (x.max_uses IS NOT NULL
            OR x.max_per_buyer IS NOT NULL) FOR UPDATE;
    END IF;
    p := price_of(what, item, buyer, code, details);
    IF shown <> p.total THEN
        PERFORM refuse(409, 'price_changed', NULL, jsonb_build_object('price',
            jsonb_build_object('amount', p.total, 'currency', p.currency)));
    END IF;
    IF o.id IS NOT NULL THEN
        IF (o.total_amount, o.currency, o.promotion_id, o.tax_amount, o.detail)
                IS NOT DISTINCT FROM (p.total, p.currency, p.promotion_id,
                p.tax, coalesce(details, '{}')) THEN
            UPDATE orders x SET provider = coalesce(by_provider, x.provider),
                shown_total = coalesce(shown, x.shown_total)
            WHERE x.id = o.id RETURNING * INTO o;
            RETURN o;
        ELSIF EXISTS (SELECT FROM payment y WHERE y.order_id = o.id) THEN
            o := order_end(o, 'cancel', 'buyer', 'canceled', 'replaced', false);
            o := NULL;
        END IF;
    END IF;
    o := order_write(o, buyer, what, item, by_provider, shown, details, p);
    PERFORM order_hook(o, 'opened');
    IF o.total_amount = 0 THEN
        o := order_sell(o, 'pay', 'system', '{}');
        PERFORM order_settle(o);
        SELECT * INTO o FROM orders x WHERE x.id = o.id;
    END IF;
    RETURN o;
END
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
