-- What the buyer's pages ask and do: the price with its refusals as words, an
-- order begun with its payment in one call, and another look at a payment.

INSERT INTO setting (name, value, kind, minimum, maximum, about) VALUES
    ('manual_payment_words', '""', 'text', 0, 1000,
        'How to pay by hand: the account, whom to ask. The reference and the amount are shown with it');

-- "P-000123": what a buyer writes on a transfer, and an admin looks for.
CREATE FUNCTION order_number(of_order bigint) RETURNS text
LANGUAGE sql IMMUTABLE
AS $$
    SELECT 'P-' || lpad(of_order::text, greatest(6, length(of_order::text)), '0')
$$;

/*
 * What pages say of a bought thing beside its title: a kind's
 * about_KIND(item bigint, buyer bigint) RETURNS jsonb, if it has one.  All may be
 * missing: {"href", "person", "type_kind", "minutes", "starts_at", "ends_at",
 * "sessions", "days"}.
 */
CREATE FUNCTION order_about(what text, item bigint) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    f regprocedure := to_regprocedure(format('about_%s(bigint,bigint)', what));
    about jsonb;
BEGIN
    IF f IS NOT NULL THEN
        EXECUTE format('SELECT %s($1, $2)', f::regproc) INTO about
            USING item, app_user_id();
    END IF;
    RETURN coalesce(about, '{}');
END
$$;
CREATE FUNCTION about_session(item bigint, buyer bigint) RETURNS jsonb
LANGUAGE sql STABLE
AS $$
    SELECT jsonb_build_object('href', '/sessions/' || s.id, 'person',
        session_name(s, 'expert'), 'type_kind', s.type_kind, 'minutes',
        s.minutes, 'starts_at', s.starts_at, 'ends_at', s.ends_at)
    FROM session s WHERE s.id = item AND s.client_id = buyer
$$;

/*
 * price_of() for the asking member's page, which tells refusals instead of
 * failing: `refusal` with its `answer` when it can't be bought, `code_refusal`
 * when only the code is at fault; the price is then the one without it.
 */
CREATE FUNCTION checkout_price(what text, item bigint, code text,
    details jsonb, OUT title text, OUT list bigint, OUT price bigint,
    OUT discount bigint, OUT discount_code text, OUT tax bigint,
    OUT tax_bp int, OUT tax_name text, OUT total bigint, OUT currency text,
    OUT policy jsonb, OUT code_refusal text, OUT refusal text, OUT answer int)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    p record;
    field text;
BEGIN
    BEGIN
        p := price_of(what, item, app_user_id(), code, details);
    EXCEPTION WHEN OTHERS THEN
        GET STACKED DIAGNOSTICS refusal = MESSAGE_TEXT,
            field = PG_EXCEPTION_HINT;
        IF SQLSTATE NOT LIKE 'BL%' THEN
            RAISE;
        ELSIF field <> 'code' THEN
            answer := substr(SQLSTATE, 3)::int;
            RETURN;
        END IF;
        code_refusal := refusal;
        refusal := NULL;
        p := price_of(what, item, app_user_id(), NULL, details);
    END;
    title := (p.quote).title;
    list := p.list;
    price := coalesce((p.quote).special_amount, p.list);
    discount := p.discount;
    discount_code := p.discount_code;
    tax := p.tax;
    tax_bp := p.tax_bp;
    tax_name := p.tax_name;
    total := p.total;
    currency := p.currency;
    policy := coalesce((p.quote).policy, '{}');
END
$$;

/*
 * The asking member's order, and the payment of it begun where there is one to
 * make (by_provider NULL: to be chosen later).  `shown` and `unit` are what the
 * page said it costs.
 */
CREATE FUNCTION checkout_begin(what text, item bigint, by_provider text,
    code text, shown bigint, unit text, details jsonb) RETURNS orders
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    o orders := order_create(what, item, by_provider, code, shown, details);
BEGIN
    IF unit <> o.currency THEN
        PERFORM refuse(409, 'price_changed', NULL, jsonb_build_object('price',
            jsonb_build_object('amount', o.total_amount, 'currency',
            o.currency)));
    END IF;
    IF by_provider IS NOT NULL AND o.status IN ('pending', 'processing') THEN
        PERFORM payment_begin(o.id, by_provider);
        SELECT * INTO o FROM orders x WHERE x.id = o.id;
    END IF;
    RETURN o;
END
$$;

-- --- another look ------------------------------------------------------------------
ALTER TABLE payment ADD asked_at timestamptz;   -- when a page had it looked at
/*
 * A buyer is back, or waits: the worker asks the provider, every few seconds at
 * most.  Of an order of theirs; true when it was put in motion.
 */
CREATE FUNCTION order_check(of_order bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    asked bigint;
BEGIN
    UPDATE payment p SET asked_at = app_now()
    WHERE p.id = (SELECT x.id FROM payment x WHERE x.order_id = of_order
            AND x.buyer_id = app_user_id() AND x.provider <> 'manual'
            AND x.status <> 'captured' AND x.session_ref IS NOT NULL
            ORDER BY x.id DESC LIMIT 1)
        AND (p.asked_at IS NULL OR p.asked_at < app_now() - interval '3 seconds')
    RETURNING p.id INTO asked;
    IF asked IS NULL THEN
        RETURN false;
    END IF;
    PERFORM enqueue('payment.check', jsonb_build_object('payment_id', asked),
        asked::text);
    RETURN true;
END
$$;

GRANT EXECUTE ON FUNCTION order_number(bigint) TO PUBLIC;
GRANT EXECUTE ON FUNCTION order_about(text, bigint),
    checkout_price(text, bigint, text, jsonb),
    checkout_begin(text, bigint, text, text, bigint, text, jsonb),
    order_check(bigint) TO belay_billing;
