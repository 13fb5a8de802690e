-- Promotion codes: sellers make them for what they sell, admins for everything
-- (spec: booking, money, states 4.12: draft -> active -> ended).

CREATE INDEX promotion_platform ON promotion (id DESC) WHERE owner_id IS NULL;

-- Does the product belong to who gives the code?  NULL: to the platform.
CREATE FUNCTION promotion_product_check(giver bigint, what text, item bigint)
RETURNS void LANGUAGE plpgsql STABLE
AS $$
BEGIN
    IF what IS NOT NULL AND what NOT IN ('session', 'pack', 'package',
            'subscription', 'tier', 'credits', 'review', 'company') THEN
        PERFORM refuse(422, 'promotion_product', 'product_kind');
    ELSIF item IS NOT NULL AND (what IS NULL OR what IN ('pack', 'package')
            AND NOT EXISTS (SELECT FROM pack_product p
            WHERE (p.id, p.kind) = (item, what)
                AND p.expert_id = coalesce(giver, p.expert_id))) THEN
        PERFORM refuse(422, 'promotion_product', 'product_id');
    ELSIF item IS NOT NULL AND giver IS NOT NULL
            AND what NOT IN ('pack', 'package') THEN
        PERFORM refuse(422, 'promotion_product', 'product_id');
    END IF;
END
$$;
/*
 * A new code (changed NULL) or another's limits.  What it gives and for what is
 * fixed once it was active: whoever saw it goes by it.
 */
CREATE FUNCTION promotion_write(giver bigint, changed bigint, new_code text,
    new_kind text, new_value bigint, new_currency text, what text, item bigint,
    uses int, uses_each int, begins timestamptz, ends timestamptz,
    by_itself boolean, activate boolean) RETURNS bigint LANGUAGE plpgsql
AS $$
DECLARE
    p promotion;
BEGIN
    IF ends <= coalesce(begins, app_now()) THEN
        PERFORM refuse(422, 'promotion_dates', 'ends_at');
    END IF;
    IF changed IS NOT NULL THEN
        SELECT * INTO p FROM promotion x WHERE x.id = changed
            AND x.owner_id IS NOT DISTINCT FROM giver FOR UPDATE;
        IF NOT FOUND THEN
            PERFORM refuse(404, 'promotion_unknown');
        ELSIF p.status = 'ended' THEN
            PERFORM refuse(409, 'promotion_is_ended');
        END IF;
    END IF;
    IF p.id IS NULL OR p.status = 'draft' THEN
        IF new_code IS NULL OR new_code !~ '^[A-Za-z0-9_-]{3,40}$' THEN
            PERFORM refuse(422, 'promotion_code', 'code');
        ELSIF EXISTS (SELECT FROM promotion x WHERE lower(x.code)
                = lower(new_code) AND x.id IS DISTINCT FROM p.id) THEN
            PERFORM refuse(422, 'promotion_code_taken', 'code');
        ELSIF new_kind IS NULL OR new_kind NOT IN ('percent', 'amount') THEN
            PERFORM refuse(422, 'promotion_kind', 'kind');
        ELSIF new_value IS NULL OR new_value < 1 OR new_kind = 'percent'
                AND new_value > 100 OR new_value > 100000000 THEN
            PERFORM refuse(422, 'promotion_value', 'value');
        ELSIF new_kind = 'amount' AND NOT EXISTS (SELECT FROM currency c
                WHERE c.code = new_currency) THEN
            PERFORM refuse(422, 'unknown_currency', 'currency');
        END IF;
        PERFORM promotion_product_check(giver, what, item);
    END IF;
    IF p.id IS NULL THEN
        INSERT INTO promotion (code, owner_id, kind, value, currency,
            product_kind, product_id, max_uses, max_per_buyer, starts_at,
            ends_at, status, auto_apply, created_at)
        VALUES (new_code, giver, new_kind, new_value, CASE new_kind
            WHEN 'amount' THEN new_currency END, what, item, uses, uses_each,
            begins, ends, CASE WHEN activate THEN 'active' ELSE 'draft' END,
            coalesce(by_itself, false), app_now()) RETURNING * INTO p;
        RETURN p.id;
    END IF;
    IF p.status = 'draft' THEN
        UPDATE promotion x SET code = new_code, kind = new_kind,
            value = new_value, currency = CASE new_kind WHEN 'amount'
            THEN new_currency END, product_kind = what, product_id = item,
            starts_at = begins WHERE x.id = p.id;
    END IF;
    UPDATE promotion x SET max_uses = uses, max_per_buyer = uses_each,
        ends_at = ends, auto_apply = coalesce(by_itself, false),
        status = CASE WHEN activate THEN 'active' ELSE x.status END
    WHERE x.id = p.id;
    RETURN p.id;
EXCEPTION WHEN unique_violation THEN
    PERFORM refuse(422, 'promotion_code_taken', 'code');
END
$$;
CREATE FUNCTION promotion_close(giver bigint, closed bigint) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    p promotion;
BEGIN
    SELECT * INTO p FROM promotion x WHERE x.id = closed
        AND (giver IS NULL OR x.owner_id = giver) FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM refuse(404, 'promotion_unknown');
    ELSIF p.status = 'ended' THEN
        PERFORM refuse(409, 'promotion_is_ended');
    END IF;
    UPDATE promotion x SET status = 'ended' WHERE x.id = p.id;
END
$$;
-- May they sell anything?
CREATE FUNCTION promotion_giver() RETURNS bigint LANGUAGE plpgsql STABLE
AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM user_role r WHERE r.user_id = acting_member()
            AND r.role IN ('mentor', 'concierge', 'interviewer', 'creator'))
            THEN
        PERFORM refuse(403, 'promotions_are_sellers');
    END IF;
    RETURN app_user_id();
END
$$;

-- --- the seller's ------------------------------------------------------------------
CREATE FUNCTION promotion_save(changed bigint, new_code text, new_kind text,
    new_value bigint, new_currency text, what text, item bigint, uses int,
    uses_each int, begins timestamptz, ends timestamptz, by_itself boolean,
    activate boolean) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = public
AS $$
    SELECT promotion_write(promotion_giver(), changed, new_code, new_kind,
        new_value, new_currency, what, item, uses, uses_each, begins, ends,
        by_itself, activate)
$$;
CREATE FUNCTION promotion_end(ended bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public
AS $$ SELECT promotion_close(promotion_giver(), ended) $$;
-- --- the platform's ------------------------------------------------------------------
CREATE FUNCTION promotion_admin_save(changed bigint, new_code text,
    new_kind text, new_value bigint, new_currency text, what text, item bigint,
    uses int, uses_each int, begins timestamptz, ends timestamptz,
    by_itself boolean, activate boolean) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = public
AS $$
    SELECT promotion_write(NULL, changed, new_code, new_kind, new_value,
        new_currency, what, item, uses, uses_each, begins, ends, by_itself,
        activate)
$$;
CREATE FUNCTION promotion_admin_end(ended bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public
AS $$ SELECT promotion_close(NULL, ended) $$;

/*
 * Codes with what became of them: the asking member's, or (`all_of`) everybody's
 * for an admin's page; `link` applies it without typing.
 */
CREATE FUNCTION promotion_rows(giver bigint, all_of boolean, one bigint,
    before_id bigint, most int) RETURNS TABLE (id bigint, code text,
    owner_id bigint, owner_name text, kind text, value bigint, currency text,
    product_kind text, product_id bigint, product_name text, max_uses int,
    max_per_buyer int, starts_at timestamptz, ends_at timestamptz,
    status text, auto_apply boolean, uses int, given bigint,
    given_currency text, link text)
LANGUAGE sql STABLE
AS $$
    SELECT p.id, p.code, p.owner_id, member_name(p.owner_id), p.kind, p.value,
        p.currency, p.product_kind, p.product_id, coalesce(d.name,
            d.sessions || ' × ' || replace(d.type_kind, '_', ' ')),
        p.max_uses, p.max_per_buyer, p.starts_at, p.ends_at,
        CASE WHEN p.status = 'active' AND p.ends_at <= app_now()
            THEN 'ended' ELSE p.status END, p.auto_apply, n.uses, n.given,
        n.currency, CASE WHEN p.product_id IS NOT NULL
            THEN format('/checkout/%s/%s?code=%s', p.product_kind,
                p.product_id, p.code)
            WHEN p.product_kind = 'package' AND e.ref IS NOT NULL
            THEN format('/coaching?expert=%s&code=%s', e.ref, p.code)
            WHEN coalesce(p.product_kind, 'pack') = 'pack'
                AND e.ref IS NOT NULL AND k.user_id IS NOT NULL
            THEN format('/mentors/%s/packs?code=%s', e.ref, p.code) END
    FROM promotion p
    LEFT JOIN pack_product d ON p.product_kind IN ('pack', 'package')
        AND d.id = p.product_id
    LEFT JOIN expert e ON e.user_id = p.owner_id AND NOT e.is_anonymous
    LEFT JOIN expert_kind k ON (k.user_id, k.kind, k.status)
        = (p.owner_id, 'mentor', 'verified')
    CROSS JOIN LATERAL (SELECT count(*)::int AS uses,
            sum(o.discount_amount)::bigint AS given, min(o.currency) AS currency
        FROM orders o WHERE o.promotion_id = p.id
            AND o.paid_at IS NOT NULL) n
    WHERE (all_of OR p.owner_id = giver) AND p.for_user_id IS NULL
        AND p.id = coalesce(one, p.id)
        AND p.id < coalesce(before_id, 9223372036854775807)
    ORDER BY p.id DESC LIMIT most
$$;
CREATE FUNCTION my_promotions(one bigint, before_id bigint, most int)
RETURNS TABLE (id bigint, code text, owner_id bigint, owner_name text,
    kind text, value bigint, currency text, product_kind text,
    product_id bigint, product_name text, max_uses int, max_per_buyer int,
    starts_at timestamptz, ends_at timestamptz, status text,
    auto_apply boolean, uses int, given bigint, given_currency text, link text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$ SELECT * FROM promotion_rows(app_user_id(), false, one, before_id, most) $$;
CREATE FUNCTION admin_promotions(one bigint, before_id bigint, most int)
RETURNS TABLE (id bigint, code text, owner_id bigint, owner_name text,
    kind text, value bigint, currency text, product_kind text,
    product_id bigint, product_name text, max_uses int, max_per_buyer int,
    starts_at timestamptz, ends_at timestamptz, status text,
    auto_apply boolean, uses int, given bigint, given_currency text, link text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$ SELECT * FROM promotion_rows(NULL, true, one, before_id, most) $$;
-- What of the asking seller a code may be for.
CREATE FUNCTION my_promotable() RETURNS TABLE (kind text, id bigint, name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT p.kind, p.id, coalesce(p.name, p.sessions || ' × '
        || replace(p.type_kind, '_', ' ') || ', ' || p.minutes || ' min')
    FROM pack_product p WHERE p.expert_id = app_user_id() AND p.active
    ORDER BY p.kind, p.id
$$;

GRANT EXECUTE ON FUNCTION promotion_save(bigint, text, text, bigint, text, text,
    bigint, int, int, timestamptz, timestamptz, boolean, boolean),
    promotion_end(bigint), my_promotions(bigint, bigint, int), my_promotable()
    TO belay_billing;
GRANT EXECUTE ON FUNCTION promotion_admin_save(bigint, text, text, bigint, text,
    text, bigint, int, int, timestamptz, timestamptz, boolean, boolean),
    promotion_admin_end(bigint), admin_promotions(bigint, bigint, int)
    TO belay_admin;
