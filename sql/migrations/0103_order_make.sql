-- Orders are made, priced anew, and end without having been paid; invoices are
-- written.

-- --- parts ---------------------------------------------------------------------
-- "USD 12.50", for notices and invoices' words.
CREATE FUNCTION money_words(amount bigint, unit text) RETURNS text
LANGUAGE sql STABLE
AS $$
    SELECT unit || ' ' || round(amount / power(10::numeric, c.digits), c.digits)
    FROM currency c WHERE c.code = unit
$$;

-- Everybody who looks after money.
CREATE FUNCTION money_attention(what text, link text, data jsonb, key text)
RETURNS void LANGUAGE sql
AS $$
    SELECT notify(r.user_id, 'money_attention', link,
        jsonb_build_object('what', what, 'what_' || what, true) || data, key)
    FROM user_role r JOIN role_permission p ON p.role = r.role
    JOIN users u ON u.id = r.user_id AND u.status = 'active'
    WHERE p.permission = 'money.manage'
$$;
CREATE FUNCTION order_tell(o orders, type text, data jsonb DEFAULT '{}',
    key text DEFAULT '') RETURNS void LANGUAGE sql
AS $$
    SELECT notify((o).buyer_id, type, '/checkout/order/' || (o).ref,
        jsonb_build_object('order', (o).ref, 'title', (o).title, 'amount',
            money_words((o).total_amount, (o).currency)) || data,
        format('order:%s:%s:%s', (o).id, type, key))
$$;

CREATE FUNCTION order_moves(o orders, by_side text) RETURNS text[]
LANGUAGE sql STABLE
AS $$
    SELECT coalesce(array_agg(DISTINCT r.event ORDER BY r.event), '{}')
    FROM order_rule r WHERE r.side = by_side AND r.from_status = (o).status
$$;
-- The one place where an order's status changes.
CREATE FUNCTION order_move(o orders, event text, side text, target text,
    words text DEFAULT NULL) RETURNS orders LANGUAGE plpgsql
AS $$
DECLARE
    was text := o.status;
BEGIN
    IF NOT EXISTS (SELECT FROM order_rule r WHERE (r.event, r.side,
            r.from_status, r.to_status) = (order_move.event, order_move.side,
            was, target)) THEN
        PERFORM refuse(409, 'order_is_' || was, NULL, jsonb_build_object(
            'allowed', to_jsonb(order_moves(o, side)), 'state', was));
    END IF;
    UPDATE orders x SET status = target, version = x.version + 1,
        expires_at = CASE WHEN target = 'processing' THEN x.expires_at END,
        paid_at = CASE target WHEN 'paid' THEN coalesce(x.paid_at, app_now())
            ELSE x.paid_at END,
        paid_amount = CASE target WHEN 'paid' THEN x.total_amount
            ELSE x.paid_amount END,
        fulfilled_at = CASE event WHEN 'fulfil' THEN app_now()
            ELSE x.fulfilled_at END,
        retry_at = CASE target WHEN 'paid' THEN app_now() END,
        failure = CASE WHEN event NOT IN ('pay', 'late') THEN x.failure END
    WHERE x.id = o.id RETURNING * INTO o;
    INSERT INTO order_history (order_id, at, actor_id, side, event, from_status,
        to_status, words)
    VALUES (o.id, app_now(), CASE WHEN side <> 'system' THEN app_user_id() END,
        side, event, was, target, words);
    RETURN o;
END
$$;
CREATE FUNCTION order_hook(o orders, hook text) RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    f regproc;
BEGIN
    SELECT CASE hook WHEN 'opened' THEN k.opened ELSE k.release END INTO f
        FROM order_kind k WHERE k.kind = o.kind;
    IF f IS NOT NULL THEN
        EXECUTE format('SELECT %s($1)', f) USING o;
    END IF;
END
$$;

-- Codes in use: by everybody or by one buyer, but not in the order that this
-- buyer has open for the same thing.
CREATE FUNCTION promotion_uses(promotion bigint, by_buyer bigint,
    order_kind text, item bigint, buyer bigint) RETURNS bigint
LANGUAGE sql STABLE
AS $$
    SELECT count(*) FROM orders o WHERE o.promotion_id = promotion
        AND (by_buyer IS NULL OR o.buyer_id = by_buyer)
        AND o.status NOT IN ('expired', 'canceled', 'failed')
        AND NOT (o.buyer_id = coalesce(buyer, 0) AND o.kind = order_kind
            AND o.item_id = item AND o.status IN ('pending', 'processing'))
$$;

-- --- invoices ------------------------------------------------------------------
-- A function of its own, so that who mails it can say so.  Nothing was received for
-- what cost nothing.
CREATE FUNCTION invoice_issued(i invoice) RETURNS void LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM order_tell(o, 'order_paid', jsonb_build_object('invoice', i.number,
        'invoice_id', i.id::text)) FROM orders o WHERE o.id = i.order_id
        AND o.total_amount > 0;
END
$$;
-- The invoice of an order, issued as open or paid.
CREATE FUNCTION invoice_make(o orders, target text DEFAULT 'paid',
    period tstzrange DEFAULT NULL) RETURNS invoice LANGUAGE plpgsql
AS $$
DECLARE
    i invoice;
    price bigint := o.total_amount - o.tax_amount + o.discount_amount;
BEGIN
    IF target = 'paid' THEN
        UPDATE invoice x SET status = 'paid', paid_at = app_now()
        WHERE x.order_id = o.id AND x.status = 'open'
            AND x.total_amount = o.total_amount RETURNING * INTO i;
    END IF;
    IF i.id IS NULL THEN
        PERFORM invoice_void(o.id);
        INSERT INTO invoice (number, order_id, buyer_id, status, seller, buyer,
            currency, net_amount, tax_amount, tax_name, tax_bp, total_amount,
            issued_at, due_at, paid_at, created_at)
        VALUES (invoice_number_next('B'), o.id, o.buyer_id, target,
            platform_identity(), order_identity(o), o.currency,
            o.total_amount - o.tax_amount, o.tax_amount, o.tax_name, o.tax_bp,
            o.total_amount, app_now(), greatest(app_now(), lower(coalesce(period,
            order_period(o.id)))), CASE target WHEN 'paid' THEN app_now() END,
            app_now())
        RETURNING * INTO i;
        INSERT INTO invoice_line (invoice_id, order_id, title, amount, period)
            VALUES (i.id, o.id, o.title, price, coalesce(period,
                order_period(o.id)));
        IF o.discount_amount > 0 THEN
            INSERT INTO invoice_line (invoice_id, order_id, title, amount)
                VALUES (i.id, o.id, o.discount_code, -o.discount_amount);
        END IF;
    END IF;
    IF target <> 'open' THEN
        PERFORM invoice_issued(i);
    END IF;
    RETURN i;
END
$$;
-- What went back of an order, with the tax in it.
CREATE FUNCTION credit_note_make(o orders, refund bigint, amount bigint,
    tax bigint, words text) RETURNS void LANGUAGE sql
AS $$
    INSERT INTO credit_note (number, invoice_id, order_id, buyer_id, refund_id,
        seller, buyer, currency, net_amount, tax_amount, total_amount, words,
        issued_at)
    SELECT invoice_number_next('C'), i.id, (o).id, (o).buyer_id, refund,
        i.seller, i.buyer, (o).currency, amount - tax, tax, amount, words,
        app_now()
    FROM (SELECT * FROM invoice x WHERE x.order_id = (o).id
        ORDER BY x.id LIMIT 1) i
    WHERE amount > 0 AND NOT EXISTS (SELECT FROM credit_note c
        WHERE c.refund_id = refund)     -- it came back and goes out again
$$;

-- --- making an order -----------------------------------------------------------
CREATE FUNCTION order_shares_write(o orders, q quote) RETURNS void
LANGUAGE sql
AS $$
    DELETE FROM order_share s WHERE s.order_id = (o).id;
    INSERT INTO order_share (order_id, n, kind, account, user_id, ref, amount,
        hold_days)
    SELECT (o).id, s.n, s.kind, s.account, s.user_id, s.ref, s.amount,
        s.hold_days
    FROM split_of((o).base_amount, (o).tax_amount, (o).fee_bp, (o).seller_id,
        coalesce((q).parts, '[]'), (q).hold_days) WITH ORDINALITY
        s (kind, account, user_id, ref, amount, hold_days, n);
$$;

/*
 * The acting member's order for something, pending for 35 minutes; the one that
 * is open already when it says the same.  What the page showed must be what it
 * costs (409 price_changed with the new figure).  An open order without a
 * payment is priced anew; one with a payment under way is canceled and replaced,
 * so that money of the old one goes back.  What costs nothing is paid at once.
 */
CREATE FUNCTION order_create(what text, item bigint, by_provider text,
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
-- Insert an order, or write the new price into one that is open.
CREATE FUNCTION order_write(o orders, buyer bigint, what text, item bigint,
    by_provider text, shown bigint, details jsonb, p record) RETURNS orders
LANGUAGE plpgsql
AS $$
DECLARE
    fee int := coalesce((p.quote).fee_bp,
        setting_text('platform_fee_bp')::int);
    cost bigint := CASE WHEN p.seller_funded THEN 0 ELSE p.discount END;
BEGIN
    IF o.id IS NULL THEN
        INSERT INTO orders (buyer_id, kind, item_id, seller_id, title, provider,
            currency, list_amount, grandfathered, discount_amount,
            discount_code, promotion_id, promotion_cost, base_amount,
            tax_amount, tax_bp, tax_name, total_amount, fee_bp, policy,
            shown_total, detail, expires_at, created_at)
        VALUES (buyer, what, item, (p.quote).seller_id, (p.quote).title,
            by_provider, p.currency, p.list, p.grandfathered, p.discount,
            p.discount_code, p.promotion_id, cost, p.base, p.tax, p.tax_bp,
            p.tax_name, p.total, fee, coalesce((p.quote).policy, '{}'), shown,
            coalesce(details, '{}'), app_now() + make_interval(mins =>
            setting_text('order_hold_minutes')::int), app_now())
        RETURNING * INTO o;
        INSERT INTO order_history (order_id, at, actor_id, side, event,
            to_status) VALUES (o.id, app_now(), buyer, 'buyer', 'create',
            'pending');
    ELSE
        UPDATE orders x SET seller_id = (p.quote).seller_id,
            title = (p.quote).title, provider = by_provider,
            currency = p.currency, list_amount = p.list,
            grandfathered = p.grandfathered, discount_amount = p.discount,
            discount_code = p.discount_code, promotion_id = p.promotion_id,
            promotion_cost = cost, base_amount = p.base, tax_amount = p.tax,
            tax_bp = p.tax_bp, tax_name = p.tax_name, total_amount = p.total,
            fee_bp = fee, policy = coalesce((p.quote).policy, '{}'),
            shown_total = shown, detail = coalesce(details, '{}'),
            version = x.version + 1
        WHERE x.id = o.id RETURNING * INTO o;
    END IF;
    PERFORM order_shares_write(o, p.quote);
    RETURN o;
END
$$;

-- --- ending one that was not paid ----------------------------------------------
-- Its attempts are void, and what it kept is free again.
CREATE FUNCTION order_end(o orders, event text, side text, target text,
    words text, let_go boolean DEFAULT true) RETURNS orders LANGUAGE plpgsql
AS $$
DECLARE
    p payment;
BEGIN
    o := order_move(o, event, side, target, words);
    FOR p IN SELECT * FROM payment x WHERE x.order_id = o.id AND x.status
            IN ('created', 'requires_action', 'authorized') LOOP
        PERFORM payment_move(p, 'voided', event);
        PERFORM provider_void(p);
    END LOOP;
    IF o.held_amount > 0 THEN
        UPDATE orders x SET held_for_admin = 'part_paid' WHERE x.id = o.id
            RETURNING * INTO o;
        PERFORM order_attention(o, 'part_paid');
    END IF;
    IF let_go THEN
        PERFORM order_hook(o, 'release');
    END IF;
    RETURN o;
END
$$;
CREATE FUNCTION order_attention(o orders, why text) RETURNS void LANGUAGE sql
AS $$
    SELECT money_attention(why, '/admin/orders/' || (o).id, jsonb_build_object(
        'title', (o).title, 'amount', money_words((o).total_amount,
        (o).currency)), format('order:%s:%s:%s', (o).id, why, (o).version))
$$;

CREATE FUNCTION order_cancel(canceled bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    o orders;
BEGIN
    SELECT * INTO o FROM orders x WHERE x.id = canceled
        AND x.buyer_id = app_user_id() FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM refuse(404, 'order_unknown');
    END IF;
    PERFORM order_end(o, 'cancel', 'buyer', 'canceled', NULL);
END
$$;
-- True when it was due.
CREATE FUNCTION order_expire(stale bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    o orders;
BEGIN
    SELECT * INTO o FROM orders x WHERE x.id = stale
        AND x.expires_at <= app_now() FOR UPDATE SKIP LOCKED;
    IF o.id IS NOT NULL THEN
        PERFORM order_end(o, 'expire', 'system', 'expired', NULL);
    END IF;
    RETURN o.id IS NOT NULL;
END
$$;
-- The provider says for good that it will not be paid; nothing when it is over.
CREATE FUNCTION order_fail(failed bigint, why text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    o orders;
BEGIN
    SELECT * INTO o FROM orders x WHERE x.id = failed FOR UPDATE;
    IF o.status IN ('pending', 'processing') THEN
        UPDATE orders x SET failure = why WHERE x.id = o.id;
        PERFORM order_end(o, 'fail', 'system', 'failed', why);
    END IF;
END
$$;

-- --- who may do what -----------------------------------------------------------
GRANT EXECUTE ON FUNCTION order_create(text, bigint, text, text, bigint, jsonb),
    order_cancel(bigint) TO belay_billing;
GRANT EXECUTE ON FUNCTION price_of(text, bigint, bigint, text, jsonb)
    TO belay_billing, belay_booking;
GRANT EXECUTE ON FUNCTION order_fail(bigint, text) TO belay_billing,
    belay_worker, belay_admin;
GRANT EXECUTE ON FUNCTION order_expire(bigint) TO belay_worker;
GRANT EXECUTE ON FUNCTION money_words(bigint, text) TO belay_billing,
    belay_admin, belay_worker, belay_booking;
