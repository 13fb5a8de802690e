-- What something costs and who gets what of it: one computation for the preview,
-- the checkout, the invoice and the books.

INSERT INTO setting (name, value, kind, minimum, maximum, about) VALUES
    ('earning_hold_days', '7', 'int', 0, 90,
        'Days after delivery until an earning can be paid out'),
    ('charge_hold_days', '30', 'int', 0, 90,
        'Days after the charge until subscription shares and commissions can be paid out');

-- --- rounding ----------------------------------------------------------------
-- Whole units by weight; what is left over goes to the largest remainders, of
-- equal ones to the first.  The parts always sum to the total, and no part is
-- more than its weight while the total is no more than all weights.
CREATE FUNCTION apportion(total bigint, weights bigint[]) RETURNS bigint[]
LANGUAGE plpgsql IMMUTABLE
AS $$
DECLARE
    n int := cardinality(weights);
    whole numeric := 0;
    rest bigint := total;
    parts bigint[] := '{}';
    remainders numeric[] := '{}';
    best int;
BEGIN
    FOR i IN 1..n LOOP
        whole := whole + weights[i];
    END LOOP;
    IF whole = 0 THEN
        RETURN array_fill(0::bigint, ARRAY[n]);
    END IF;
    FOR i IN 1..n LOOP
        parts[i] := div(total::numeric * weights[i], whole);
        remainders[i] := total::numeric * weights[i] - parts[i] * whole;
        rest := rest - parts[i];
    END LOOP;
    WHILE rest > 0 LOOP
        best := 1;
        FOR i IN 2..n LOOP
            IF remainders[i] > remainders[best] THEN
                best := i;
            END IF;
        END LOOP;
        parts[best] := parts[best] + 1;
        remainders[best] := -1;
        rest := rest - 1;
    END LOOP;
    RETURN parts;
END
$$;
-- amount x basis points / 10,000, half up.
CREATE FUNCTION bp_of(amount bigint, bp int) RETURNS bigint
LANGUAGE sql IMMUTABLE
AS $$ SELECT div(amount::numeric * bp + 5000, 10000)::bigint $$;
-- amount x percent / 100, half up.
CREATE FUNCTION percent_of(amount bigint, percent int) RETURNS bigint
LANGUAGE sql IMMUTABLE
AS $$ SELECT div(amount::numeric * percent + 50, 100)::bigint $$;

-- --- the split ---------------------------------------------------------------
CREATE TYPE share AS (
    kind text,                  -- fee, affiliate, seller, reserve, tax …
    account text,               -- ledger_account.kind
    user_id bigint,
    ref text,
    amount bigint,
    hold_days int               -- after the charge; NULL: after the delivery
);

/*
 * Who gets what of a charge: the shares sum to base + tax.  `base` is what the
 * client pays before tax, or would without a code of the platform.  `parts`
 * come out of the seller's share: {"kind", "account", "user_id" or "ref",
 * "hold_days"} with "bp" (of the base) or "amount".  Without a seller all is
 * the platform's.  Refused when the seller's share does not bear the parts.
 */
CREATE FUNCTION split_of(base bigint, tax bigint, fee_bp int, seller bigint,
    parts jsonb DEFAULT '[]', seller_hold_days int DEFAULT NULL)
RETURNS SETOF share LANGUAGE plpgsql STABLE
AS $$
DECLARE
    weights bigint[] := ARRAY[CASE WHEN seller IS NULL THEN 10000
        ELSE fee_bp END];
    got bigint[];
    rest bigint;
    s share;
    p jsonb;
    n int := 1;
BEGIN
    FOR p IN SELECT x FROM jsonb_array_elements(parts) x WHERE x ? 'bp' LOOP
        weights := weights || (p ->> 'bp')::bigint;
    END LOOP;
    weights := weights || 10000 - (SELECT sum(w) FROM unnest(weights) w)::bigint;
    rest := weights[cardinality(weights)];
    IF rest < 0 THEN
        PERFORM refuse(422, 'split_exceeds_price', 'price');
    END IF;
    got := apportion(base, weights);
    rest := got[cardinality(got)];
    s := ROW('fee', 'platform_revenue', NULL, NULL, got[1], NULL);
    RETURN NEXT s;
    FOR p IN SELECT x FROM jsonb_array_elements(parts) x LOOP
        s := ROW(p ->> 'kind', p ->> 'account', p ->> 'user_id', p ->> 'ref',
            p ->> 'amount', p ->> 'hold_days');
        IF p ? 'bp' THEN
            n := n + 1;
            s.amount := got[n];
        ELSE
            rest := rest - s.amount;
        END IF;
        RETURN NEXT s;
    END LOOP;
    IF rest < 0 THEN
        PERFORM refuse(422, 'split_exceeds_price', 'price');
    END IF;
    s := CASE WHEN seller IS NULL
        THEN ROW('seller', 'platform_revenue', NULL, NULL, rest, NULL)::share
        ELSE ROW('seller', 'payable', seller, NULL, rest, seller_hold_days)::share
        END;
    RETURN NEXT s;
    IF tax <> 0 THEN
        s := ROW('tax', 'tax', NULL, NULL, tax, NULL);
        RETURN NEXT s;
    END IF;
END
$$;

-- --- taxes and codes ---------------------------------------------------------
CREATE TABLE tax_rate (
    country text PRIMARY KEY CHECK (country ~ '^[A-Z]{2}$'),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 30),
    bp int NOT NULL CHECK (bp BETWEEN 0 AND 5000)
);

-- Promotion: draft -> active -> ended (states 4.12).
CREATE TABLE promotion (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code text NOT NULL CHECK (code ~ '^[A-Za-z0-9_-]{3,40}$'),
    owner_id bigint REFERENCES users,   -- who gives it; NULL: the platform
    for_user_id bigint REFERENCES users,    -- who may use it; NULL: everybody
    kind text NOT NULL CHECK (kind IN ('percent', 'amount')),
    value bigint NOT NULL CHECK (value > 0),
    currency text REFERENCES currency,  -- of an amount
    product_kind text,          -- order_kind.kind; NULL: everything
    product_id bigint,          -- of that kind; NULL: all of them
    max_uses int CHECK (max_uses > 0),
    max_per_buyer int CHECK (max_per_buyer > 0),
    starts_at timestamptz,
    ends_at timestamptz,
    status text NOT NULL DEFAULT 'draft'
        CHECK (status IN ('draft', 'active', 'ended')),
    auto_apply boolean NOT NULL DEFAULT false,  -- without being typed
    created_at timestamptz NOT NULL,
    CHECK (kind <> 'percent' OR value <= 100),
    CHECK ((kind = 'amount') = (currency IS NOT NULL)),
    CHECK (product_id IS NULL OR product_kind IS NOT NULL),
    CHECK (starts_at < ends_at)
);
CREATE UNIQUE INDEX promotion_code ON promotion (lower(code));
CREATE INDEX promotion_owner ON promotion (owner_id, id DESC);
CREATE INDEX promotion_for_user ON promotion (for_user_id)
    WHERE for_user_id IS NOT NULL;
CREATE INDEX promotion_auto ON promotion (owner_id)
    WHERE auto_apply AND status = 'active';

-- --- what is sold ------------------------------------------------------------
-- What a kind says of one item for one buyer.
CREATE TYPE quote AS (
    seller_id bigint,           -- NULL: the platform sells
    list_amount bigint,
    special_amount bigint,      -- this buyer's grandfathered price
    currency text,
    title text,                 -- of the invoice's line
    fee_bp int,                 -- NULL: the platform's setting
    parts jsonb,                -- of split_of(); NULL: none
    hold_days int,              -- of the seller's share; NULL: after delivery
    policy jsonb                -- of refunds, frozen on the order
);
/*
 * How a kind of order is sold; each kind's migration adds its row.
 * quote(item bigint, buyer bigint, detail jsonb) RETURNS quote: refuses when it
 *   can't be bought by that buyer (NULL: a visitor).
 * opened(o orders): a new order is there, or a new one in place of another.
 * fulfil(o orders) RETURNS boolean: false, or a refusal: can't be done any more,
 *   and the money goes back; any other error: tried again later.
 * release(o orders): expired, canceled, failed or given back as a whole.
 * returnable(o orders) RETURNS bigint: what the policy gives back now.
 */
CREATE TABLE order_kind (
    kind text PRIMARY KEY CHECK (kind IN ('session', 'pack', 'package',
        'subscription', 'tier', 'credits', 'review', 'company')),
    quote regproc NOT NULL,
    opened regproc,
    fulfil regproc NOT NULL,
    release regproc,
    returnable regproc
);

CREATE FUNCTION quote_of(what text, item bigint, buyer bigint,
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

-- Why this buyer can't use a promotion for this; NULL when they can.
CREATE FUNCTION promotion_refusal(p promotion, order_kind text, item bigint,
    buyer bigint, seller bigint, unit text) RETURNS text
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN CASE
        WHEN p.id IS NULL OR p.status = 'draft' THEN 'promotion_unknown'
        WHEN p.status = 'ended' OR p.ends_at <= app_now() THEN 'promotion_ended'
        WHEN p.starts_at > app_now() THEN 'promotion_not_yet'
        WHEN p.for_user_id <> coalesce(buyer, 0) THEN 'promotion_not_yours'
        WHEN p.owner_id IS NOT NULL AND p.owner_id IS DISTINCT FROM seller
            OR p.product_kind <> order_kind OR p.product_id <> item
            OR p.currency <> unit THEN 'promotion_not_for_this'
        WHEN p.max_uses IS NOT NULL AND promotion_uses(p.id, NULL, order_kind,
                item, buyer) >= p.max_uses
            OR p.max_per_buyer IS NOT NULL AND promotion_uses(p.id, buyer,
                order_kind, item, buyer) >= p.max_per_buyer
            THEN 'promotion_used_up' END;
END
$$;
CREATE FUNCTION promotion_discount(p promotion, amount bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE
AS $$
    SELECT least(amount, CASE (p).kind WHEN 'percent'
        THEN percent_of(amount, (p).value::int) ELSE (p).value END)
$$;

/*
 * The price for a buyer (NULL: a visitor).  A code that can't be used is
 * refused (422, field code); without one, the best that applies by itself is
 * taken.  A code leaves nothing to pay, or at least the currency's minimum.
 */
CREATE FUNCTION price_of(order_kind text, item bigint, buyer bigint, code text,
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

-- --- who may see what --------------------------------------------------------
ALTER TABLE promotion ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON promotion TO belay_billing, belay_account
    USING (owner_id = app_user_id());
CREATE POLICY admin ON promotion TO belay_admin USING (true);
CREATE POLICY worker ON promotion TO belay_worker USING (true);
GRANT SELECT ON promotion TO belay_billing, belay_account, belay_admin,
    belay_worker;
GRANT SELECT ON order_kind, tax_rate TO belay_account, belay_booking,
    belay_admin, belay_worker, belay_billing;
GRANT INSERT, UPDATE, DELETE ON tax_rate TO belay_admin;
GRANT EXECUTE ON FUNCTION apportion(bigint, bigint[]), bp_of(bigint, int),
    percent_of(bigint, int) TO PUBLIC;
GRANT EXECUTE ON FUNCTION split_of(bigint, bigint, int, bigint, jsonb, int)
    TO belay_billing, belay_booking, belay_admin, belay_worker;

INSERT INTO person_data VALUES
    ('promotion', 'owner_id', 'money', true, 'keep', 'orders name it'),
    ('promotion', 'for_user_id', 'money', true, 'keep', 'orders name it');
