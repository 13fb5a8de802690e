-- Orders, payments and invoices (spec: states 4.5 and 4.12).  order_rule says
-- which event leads from where to where; order_paid() is the one function that
-- makes an order paid, whoever heard of the money first.

INSERT INTO setting (name, value, kind, minimum, maximum, about) VALUES
    ('order_hold_minutes', '35', 'int', 31, 1440,
        'Minutes that an order waits for its payment'),
    ('manual_hold_minutes', '35', 'int', 31, 20160,
        'The same where an admin marks payments as received'),
    ('invoice_seller_name', '"Belay"', 'text', 1, 120,
        'Name of the seller on invoices'),
    ('invoice_seller_address', '""', 'text', 0, 500,
        'Address of the seller on invoices'),
    ('invoice_seller_tax_id', '""', 'text', 0, 60,
        'Tax number of the seller on invoices');
INSERT INTO notification_type (name, area, title, email, push, discord, urgent,
    required, can_wait) VALUES
    ('order_paid', 'money', 'A payment is received', true, false, false, false, true, false),
    ('order_refunded', 'money', 'Money comes back', true, true, false, false, true, false),
    ('order_late', 'money', 'A payment came too late', true, true, false, false, true, false),
    ('refund_decided', 'money', 'A refund is decided', true, true, false, false, true, false),
    ('payment_disputed', 'money', 'A payment is disputed', true, true, false, false, true, false),
    ('money_attention', 'money', 'Money waits for an admin', true, true, false, false, true, false);

-- --- who is billed -----------------------------------------------------------
-- What a member wants on invoices; without it, the profile's name and country.
CREATE TABLE billing_identity (
    user_id bigint PRIMARY KEY REFERENCES users,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
    address text CHECK (length(address) <= 500),
    country text CHECK (country ~ '^[A-Z]{2}$'),
    tax_id text CHECK (length(tax_id) <= 60),
    changed_at timestamptz NOT NULL
);
CREATE FUNCTION buyer_country(buyer bigint) RETURNS text
LANGUAGE sql STABLE
AS $$
    SELECT coalesce((SELECT b.country FROM billing_identity b
            WHERE b.user_id = buyer),
        (SELECT p.country FROM profile p WHERE p.user_id = buyer))
$$;
CREATE FUNCTION identity_of(person bigint) RETURNS jsonb LANGUAGE sql STABLE
AS $$
    SELECT jsonb_strip_nulls(jsonb_build_object(
        'name', coalesce(b.name, p.display_name), 'address', b.address,
        'country', coalesce(b.country, p.country), 'tax_id', b.tax_id))
    FROM profile p LEFT JOIN billing_identity b ON b.user_id = p.user_id
    WHERE p.user_id = person
$$;
CREATE FUNCTION platform_identity() RETURNS jsonb LANGUAGE sql STABLE
AS $$
    SELECT jsonb_build_object('name', setting_text('invoice_seller_name'),
        'address', setting_text('invoice_seller_address'),
        'tax_id', setting_text('invoice_seller_tax_id'))
$$;

-- --- orders ------------------------------------------------------------------
CREATE TABLE orders (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref text NOT NULL UNIQUE
        DEFAULT replace(gen_random_uuid()::text, '-', ''),  -- in addresses
    buyer_id bigint NOT NULL REFERENCES users,
    kind text NOT NULL REFERENCES order_kind,
    item_id bigint NOT NULL,
    seller_id bigint REFERENCES users,
    title text NOT NULL,
    provider text CHECK (provider IN ('manual', 'stripe', 'paypal')),
    status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending',
        'processing', 'paid', 'fulfilled', 'partially_refunded', 'refunded',
        'failed', 'canceled', 'expired', 'disputed', 'charged_back')),
    version int NOT NULL DEFAULT 1,
    currency text NOT NULL REFERENCES currency,
    list_amount bigint NOT NULL CHECK (list_amount >= 0),
    grandfathered boolean NOT NULL DEFAULT false,
    discount_amount bigint NOT NULL DEFAULT 0 CHECK (discount_amount >= 0),
    discount_code text,
    promotion_id bigint REFERENCES promotion,
    promotion_cost bigint NOT NULL DEFAULT 0,   -- of it, what the platform bears
    base_amount bigint NOT NULL,    -- what the split is computed on
    tax_amount bigint NOT NULL DEFAULT 0 CHECK (tax_amount >= 0),
    tax_bp int,
    tax_name text,
    total_amount bigint NOT NULL CHECK (total_amount >= 0),
    fee_bp int NOT NULL,
    paid_amount bigint NOT NULL DEFAULT 0,      -- total, once it is paid
    refunded_amount bigint NOT NULL DEFAULT 0,
    charged_back_amount bigint NOT NULL DEFAULT 0,
    held_amount bigint NOT NULL DEFAULT 0,      -- received, not yet enough
    policy jsonb NOT NULL DEFAULT '{}',         -- of refunds, as it was
    shown_total bigint,             -- what the buyer saw
    expires_at timestamptz,         -- of pending and processing
    created_at timestamptz NOT NULL,
    paid_at timestamptz,
    fulfilled_at timestamptz,
    failure text,                   -- why it was not or can't be fulfilled
    fulfil_error text,              -- of the last try, which is made again
    retry_at timestamptz,
    held_for_admin text,            -- why somebody must look at it
    detail jsonb NOT NULL DEFAULT '{}',
    CHECK ((status IN ('pending', 'processing')) = (expires_at IS NOT NULL)),
    CHECK (base_amount + tax_amount = total_amount + promotion_cost),
    CHECK (paid_amount IN (0, total_amount)),
    CHECK (refunded_amount BETWEEN 0 AND paid_amount),
    CHECK ((status = 'refunded') <= (refunded_amount = paid_amount)),
    CHECK ((status IN ('paid', 'fulfilled', 'partially_refunded', 'refunded',
        'disputed', 'charged_back')) = (paid_at IS NOT NULL))
);
CREATE UNIQUE INDEX orders_one_live ON orders (buyer_id, kind, item_id)
    WHERE status IN ('pending', 'processing');
CREATE INDEX orders_buyer ON orders (buyer_id, id DESC);
CREATE INDEX orders_seller ON orders (seller_id, id DESC)
    WHERE seller_id IS NOT NULL;
CREATE INDEX orders_item ON orders (kind, item_id);
CREATE INDEX orders_expiry ON orders (expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX orders_to_fulfil ON orders (retry_at)
    WHERE status = 'paid' AND failure IS NULL;
CREATE INDEX orders_promotion ON orders (promotion_id, buyer_id)
    WHERE promotion_id IS NOT NULL;
CREATE INDEX orders_held ON orders (id) WHERE held_for_admin IS NOT NULL;
CREATE INDEX orders_status ON orders (status, id DESC);

-- Who got what of it (split_of), as it was frozen.
CREATE TABLE order_share (
    order_id bigint NOT NULL REFERENCES orders,
    n int NOT NULL,
    kind text NOT NULL,
    account text NOT NULL,
    user_id bigint REFERENCES users,
    ref text,
    amount bigint NOT NULL CHECK (amount >= 0),
    hold_days int,
    reversed bigint NOT NULL DEFAULT 0,     -- went back to the buyer
    used bigint NOT NULL DEFAULT 0,         -- of a reserve: can't go back
    PRIMARY KEY (order_id, n),
    CHECK (reversed >= 0 AND used >= 0 AND reversed + used <= amount)
);
CREATE INDEX order_share_user ON order_share (user_id, order_id DESC)
    WHERE user_id IS NOT NULL;

-- Every move, append-only.
CREATE TABLE order_history (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id bigint NOT NULL REFERENCES orders,
    at timestamptz NOT NULL,
    actor_id bigint REFERENCES users,       -- NULL: the system
    side text NOT NULL CHECK (side IN ('buyer', 'admin', 'system')),
    event text NOT NULL,
    from_status text,                       -- NULL: it began
    to_status text NOT NULL,
    words text
);
CREATE INDEX order_history_order ON order_history (order_id, id);
CREATE INDEX order_history_actor ON order_history (actor_id)
    WHERE actor_id IS NOT NULL;
CREATE TRIGGER books_closed BEFORE UPDATE OR DELETE OR TRUNCATE ON order_history
    EXECUTE FUNCTION books_closed();

CREATE TABLE order_rule (
    event text NOT NULL,
    side text NOT NULL,
    from_status text NOT NULL,
    to_status text NOT NULL,
    PRIMARY KEY (event, side, from_status, to_status)
);
INSERT INTO order_rule
    SELECT e, s, f, t FROM (VALUES
        ('start', 'buyer system', 'pending', 'processing'),
        ('pay', 'system admin', 'pending processing', 'paid'),
        -- money that came after all
        ('late', 'system admin', 'expired failed', 'paid'),
        ('fulfil', 'system', 'paid', 'fulfilled'),
        ('expire', 'system', 'pending processing', 'expired'),
        ('cancel', 'buyer system admin', 'pending processing', 'canceled'),
        ('fail', 'system', 'pending processing', 'failed'),
        ('refund', 'system', 'fulfilled', 'partially_refunded'),
        ('refund', 'system', 'paid fulfilled partially_refunded', 'refunded'),
        ('bounce', 'system', 'refunded partially_refunded',
            'paid fulfilled partially_refunded'),
        ('dispute', 'system', 'paid fulfilled partially_refunded', 'disputed'),
        ('win', 'system', 'disputed',
            'paid fulfilled partially_refunded refunded'),
        ('lose', 'system', 'disputed', 'charged_back'))
        AS r (e, sides, froms, tos), string_to_table(sides, ' ') s,
        string_to_table(froms, ' ') f, string_to_table(tos, ' ') t;

-- --- payments ----------------------------------------------------------------
CREATE TABLE payment (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id bigint NOT NULL REFERENCES orders,
    buyer_id bigint NOT NULL REFERENCES users,
    provider text NOT NULL CHECK (provider IN ('manual', 'stripe', 'paypal')),
    status text NOT NULL DEFAULT 'created' CHECK (status IN ('created',
        'requires_action', 'authorized', 'captured', 'failed', 'voided')),
    session_ref text,       -- the checkout's: cs_…, PayPal's order
    provider_ref text,      -- the money's: pi_…, PayPal's capture, a bank's words
    url text,               -- where the buyer pays
    amount bigint NOT NULL CHECK (amount >= 0),
    currency text NOT NULL REFERENCES currency,
    refunded_amount bigint NOT NULL DEFAULT 0,  -- that went out again
    refunding_amount bigint NOT NULL DEFAULT 0, -- decided, not out yet
    lost_amount bigint NOT NULL DEFAULT 0,      -- in disputes
    fee_amount bigint,      -- the provider's, once it is known
    failure text,
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    captured_at timestamptz,
    CHECK ((status = 'captured') = (captured_at IS NOT NULL)),
    CHECK ((status = 'captured') <= (provider_ref IS NOT NULL)),
    UNIQUE (provider, provider_ref),
    UNIQUE (provider, session_ref)
);
CREATE UNIQUE INDEX payment_one_live ON payment (order_id)
    WHERE status IN ('created', 'requires_action', 'authorized');
CREATE INDEX payment_order ON payment (order_id, id);
CREATE INDEX payment_buyer ON payment (buyer_id, id DESC);
-- For the poll and the reconciliation: attempts that nobody told us about.
CREATE INDEX payment_live ON payment (changed_at)
    WHERE status IN ('created', 'requires_action', 'authorized');

CREATE TABLE payment_rule (
    from_status text NOT NULL,
    to_status text NOT NULL,
    PRIMARY KEY (from_status, to_status)
);
INSERT INTO payment_rule
    SELECT f, t FROM (VALUES
        ('created', 'requires_action authorized captured failed voided'),
        ('requires_action', 'authorized captured failed voided'),
        ('authorized', 'captured failed voided'),
        ('failed', 'captured'), ('voided', 'captured'))     -- money is money
        AS r (f, ts), string_to_table(ts, ' ') t;

-- --- invoices ----------------------------------------------------------------
-- The last number of each series and year; the row's lock makes them gapless.
CREATE TABLE invoice_number (
    series text NOT NULL,
    year int NOT NULL,
    last int NOT NULL,
    PRIMARY KEY (series, year)
);
-- The next "B-2026-000001" of this year as the platform's zone has it.  Taken
-- last in a transaction: others wait for its end.
CREATE FUNCTION invoice_number_next(of_series text) RETURNS text
LANGUAGE sql SECURITY DEFINER SET search_path = public
AS $$
    INSERT INTO invoice_number AS n VALUES (of_series, extract(year FROM
        app_now() AT TIME ZONE setting_text('platform_zone'))::int, 1)
    ON CONFLICT (series, year) DO UPDATE SET last = n.last + 1
    RETURNING n.series || '-' || n.year || '-' || lpad(n.last::text,
        greatest(6, length(n.last::text)), '0')
$$;

CREATE TABLE invoice (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    number text UNIQUE,         -- given when it is issued
    order_id bigint NOT NULL REFERENCES orders,
    buyer_id bigint NOT NULL REFERENCES users,
    status text NOT NULL CHECK (status IN
        ('draft', 'open', 'paid', 'void', 'uncollectible')),
    seller jsonb NOT NULL,      -- names, addresses, tax numbers as they were
    buyer jsonb NOT NULL,
    currency text NOT NULL REFERENCES currency,
    net_amount bigint NOT NULL,
    tax_amount bigint NOT NULL,
    tax_name text,
    tax_bp int,
    total_amount bigint NOT NULL,
    issued_at timestamptz,
    due_at timestamptz,
    paid_at timestamptz,
    created_at timestamptz NOT NULL,
    CHECK (net_amount + tax_amount = total_amount),
    CHECK ((status = 'draft') = (number IS NULL)),
    CHECK ((number IS NULL) = (issued_at IS NULL))
);
CREATE INDEX invoice_order ON invoice (order_id);
CREATE INDEX invoice_buyer ON invoice (buyer_id, id DESC);
CREATE TABLE invoice_line (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    invoice_id bigint NOT NULL REFERENCES invoice,
    order_id bigint NOT NULL REFERENCES orders,
    title text NOT NULL,
    quantity int NOT NULL DEFAULT 1,
    amount bigint NOT NULL,     -- of the line, before tax; a discount is < 0
    period tstzrange            -- what it is for
);
CREATE INDEX invoice_line_invoice ON invoice_line (invoice_id, id);
CREATE INDEX invoice_line_order ON invoice_line (order_id);
CREATE TABLE credit_note (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    number text NOT NULL UNIQUE,
    invoice_id bigint NOT NULL REFERENCES invoice,
    order_id bigint NOT NULL REFERENCES orders,
    buyer_id bigint NOT NULL REFERENCES users,
    refund_id bigint UNIQUE,    -- NULL: a dispute that was lost
    seller jsonb NOT NULL,
    buyer jsonb NOT NULL,
    currency text NOT NULL REFERENCES currency,
    net_amount bigint NOT NULL,
    tax_amount bigint NOT NULL,
    total_amount bigint NOT NULL,
    words text,
    issued_at timestamptz NOT NULL,
    CHECK (net_amount + tax_amount = total_amount)
);
CREATE INDEX credit_note_invoice ON credit_note (invoice_id);
CREATE INDEX credit_note_order ON credit_note (order_id);
CREATE INDEX credit_note_buyer ON credit_note (buyer_id, id DESC);

-- Invoice: draft -> open -> paid | void | uncollectible (states 4.12).  Of an
-- invoice only that changes; lines belong to a draft or a new one.
CREATE TABLE invoice_rule (
    from_status text NOT NULL,
    to_status text NOT NULL,
    PRIMARY KEY (from_status, to_status)
);
INSERT INTO invoice_rule VALUES ('draft', 'open'), ('open', 'paid'),
    ('open', 'void'), ('open', 'uncollectible');
CREATE FUNCTION invoice_kept() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND EXISTS (SELECT FROM invoice_rule r
            WHERE (r.from_status, r.to_status) = (OLD.status, NEW.status))
        AND to_jsonb(NEW) - '{status,number,issued_at,paid_at}'::text[]
            = to_jsonb(OLD) - '{status,number,issued_at,paid_at}'::text[]
        AND (OLD.number IS NULL OR (NEW.number, NEW.issued_at)
            = (OLD.number, OLD.issued_at)) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
        MESSAGE = 'an invoice is never edited';
END
$$;
CREATE TRIGGER invoice_kept BEFORE UPDATE OR DELETE ON invoice
    FOR EACH ROW EXECUTE FUNCTION invoice_kept();
CREATE TRIGGER books_closed BEFORE UPDATE OR DELETE OR TRUNCATE ON invoice_line
    EXECUTE FUNCTION books_closed();
CREATE TRIGGER books_closed BEFORE UPDATE OR DELETE OR TRUNCATE ON credit_note
    EXECUTE FUNCTION books_closed();

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
-- A function of its own, so that who mails it can say so.
CREATE FUNCTION invoice_issued(i invoice) RETURNS void LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM order_tell(o, 'order_paid', jsonb_build_object('invoice', i.number,
        'invoice_id', i.id::text)) FROM orders o WHERE o.id = i.order_id;
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
    INSERT INTO invoice (number, order_id, buyer_id, status, seller, buyer,
        currency, net_amount, tax_amount, tax_name, tax_bp, total_amount,
        issued_at, due_at, paid_at, created_at)
    VALUES (invoice_number_next('B'), o.id, o.buyer_id, target,
        platform_identity(), identity_of(o.buyer_id), o.currency,
        o.total_amount - o.tax_amount, o.tax_amount, o.tax_name, o.tax_bp,
        o.total_amount, app_now(), app_now(),
        CASE target WHEN 'paid' THEN app_now() END, app_now())
    RETURNING * INTO i;
    INSERT INTO invoice_line (invoice_id, order_id, title, amount, period)
        VALUES (i.id, o.id, o.title, price, period);
    IF o.discount_amount > 0 THEN
        INSERT INTO invoice_line (invoice_id, order_id, title, amount)
            VALUES (i.id, o.id, o.discount_code, -o.discount_amount);
    END IF;
    PERFORM invoice_issued(i);
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
    PERFORM pg_advisory_xact_lock(hashtextextended(
        format('order:%s:%s:%s', buyer, what, item), 0));
    SELECT * INTO o FROM orders x WHERE (x.buyer_id, x.kind, x.item_id)
        = (buyer, what, item) AND x.status IN ('pending', 'processing')
        FOR UPDATE;
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

-- --- attempts to pay -----------------------------------------------------------
CREATE FUNCTION payment_move(p payment, target text, why text DEFAULT NULL)
RETURNS payment LANGUAGE plpgsql
AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM payment_rule r
            WHERE (r.from_status, r.to_status) = (p.status, target)) THEN
        PERFORM refuse(409, 'payment_is_' || p.status, NULL,
            jsonb_build_object('state', p.status));
    END IF;
    UPDATE payment x SET status = target, changed_at = app_now(),
        captured_at = CASE target WHEN 'captured' THEN app_now() END,
        failure = CASE WHEN target IN ('failed', 'voided') THEN why END
    WHERE x.id = p.id RETURNING * INTO p;
    RETURN p;
END
$$;

/*
 * The asking buyer goes to pay: the live attempt with this provider, or a new
 * one in its place.  The provider is asked with the key "payment:ID".  The
 * order's deadline moves on where an admin marks payments as received.
 */
CREATE FUNCTION payment_begin(of_order bigint, by_provider text)
RETURNS payment LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    o orders;
    p payment;
BEGIN
    SELECT * INTO o FROM orders x WHERE x.id = of_order
        AND x.buyer_id = acting_member() FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM refuse(404, 'order_unknown');
    ELSIF by_provider IS NULL
            OR by_provider NOT IN ('manual', 'stripe', 'paypal') THEN
        PERFORM refuse(422, 'provider_unknown', 'provider');
    ELSIF o.expires_at <= app_now() THEN
        PERFORM refuse(409, 'order_is_expired');
    END IF;
    IF o.status <> 'processing' THEN
        o := order_move(o, 'start', 'buyer', 'processing');
    END IF;
    SELECT * INTO p FROM payment x WHERE x.order_id = o.id AND x.status
        IN ('created', 'requires_action', 'authorized');
    IF p.provider = by_provider THEN
        RETURN p;
    ELSIF p.id IS NOT NULL THEN
        PERFORM payment_move(p, 'voided', 'replaced');
        PERFORM provider_void(p);
    END IF;
    UPDATE orders x SET provider = by_provider, expires_at =
        CASE by_provider WHEN 'manual' THEN greatest(x.expires_at,
            app_now() + make_interval(mins =>
                setting_text('manual_hold_minutes')::int))
        ELSE x.expires_at END
    WHERE x.id = o.id RETURNING * INTO o;
    PERFORM order_hook(o, 'opened');
    INSERT INTO payment (order_id, buyer_id, provider, amount, currency,
        created_at, changed_at)
    VALUES (o.id, o.buyer_id, by_provider, o.total_amount, o.currency,
        app_now(), app_now()) RETURNING * INTO p;
    RETURN p;
END
$$;
-- The provider made its checkout: where the buyer pays.
CREATE FUNCTION payment_ready(ready bigint, checkout_ref text,
    checkout_url text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    p payment;
BEGIN
    UPDATE payment x SET session_ref = checkout_ref, url = checkout_url
    WHERE x.id = ready AND coalesce(x.session_ref, checkout_ref) = checkout_ref
    RETURNING * INTO p;
    IF p.status = 'created' THEN
        PERFORM payment_move(p, 'requires_action');
    END IF;
END
$$;
-- The bank has agreed, the money is not there yet.
CREATE FUNCTION payment_authorized(authorized bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    p payment;
BEGIN
    SELECT * INTO p FROM payment x WHERE x.id = authorized FOR UPDATE;
    IF p.status IN ('created', 'requires_action') THEN
        PERFORM payment_move(p, 'authorized');
    END IF;
END
$$;
-- An attempt came to nothing; the order stays open for another until it expires.
CREATE FUNCTION payment_failed(failed bigint, why text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    p payment;
BEGIN
    SELECT * INTO p FROM payment x WHERE x.id = failed FOR UPDATE;
    IF p.status IN ('created', 'requires_action', 'authorized') THEN
        PERFORM payment_move(p, 'failed', why);
    END IF;
END
$$;
-- The attempt behind a provider's reference (the checkout's or the money's).
CREATE FUNCTION payment_find(by_provider text, ref text, OUT payment_id bigint,
    OUT order_id bigint, OUT status text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT p.id, p.order_id, p.status FROM payment p
    WHERE p.provider = by_provider AND ref IN (p.session_ref, p.provider_ref)
    ORDER BY p.id DESC LIMIT 1
$$;

-- --- the money is there --------------------------------------------------------
CREATE FUNCTION clearing_of(by_provider text) RETURNS text
LANGUAGE sql IMMUTABLE
AS $$ SELECT 'clearing_' || by_provider $$;

-- The captured payment of an order: the attempt it belongs to, or one of its
-- own; NULL when it is known.
CREATE FUNCTION payment_capture(o orders, by_provider text, ref text,
    amount bigint, unit text, checkout_ref text) RETURNS payment
LANGUAGE plpgsql
AS $$
DECLARE
    p payment;
BEGIN
    SELECT * INTO p FROM payment x
        WHERE (x.provider, x.provider_ref) = (by_provider, ref);
    IF p.order_id <> o.id THEN
        PERFORM refuse(409, 'payment_of_another_order');
    ELSIF p.status = 'captured' THEN
        RETURN NULL;
    END IF;
    IF p.id IS NULL THEN
        SELECT * INTO p FROM payment x WHERE x.order_id = o.id
            AND x.provider = by_provider AND x.provider_ref IS NULL
            AND (checkout_ref IS NULL
                OR coalesce(x.session_ref, checkout_ref) = checkout_ref)
        ORDER BY x.status IN ('created', 'requires_action', 'authorized') DESC,
            x.id DESC LIMIT 1;
    END IF;
    IF p.id IS NULL THEN
        INSERT INTO payment (order_id, buyer_id, provider, session_ref, amount,
            currency, status, created_at, changed_at)
        VALUES (o.id, o.buyer_id, by_provider, checkout_ref, amount, unit,
            'voided', app_now(), app_now()) RETURNING * INTO p;
    END IF;
    UPDATE payment x SET provider_ref = ref, amount = payment_capture.amount,
        currency = unit WHERE x.id = p.id;
    RETURN payment_move(p, 'captured');
END
$$;
-- Received, but not (yet) a sale: it is the buyer's.
CREATE FUNCTION payment_hold(o orders, p payment) RETURNS void LANGUAGE sql
AS $$
    SELECT ledger_post('receipt', 'payment:' || (p).id, (p).currency, ARRAY[
        ROW(clearing_of((p).provider), NULL, NULL, (p).amount)::leg,
        ROW('refunds', NULL, 'order:' || (o).id, -(p).amount)::leg], (o).id)
$$;

-- Paid: the sale is booked, and everybody's share is theirs.
CREATE FUNCTION order_sell(o orders, event text, side text, source leg[])
RETURNS orders LANGUAGE plpgsql
AS $$
BEGIN
    o := order_move(o, event, side, 'paid');
    PERFORM ledger_post('sale', 'order:' || o.id, o.currency, source
        || ROW('promotion_cost', NULL, NULL, o.promotion_cost)::leg
        || ARRAY(SELECT ROW(s.account, s.user_id, s.ref, -s.amount)::leg
            FROM order_share s WHERE s.order_id = o.id), o.id);
    PERFORM earning_open(o);
    RETURN o;
END
$$;
-- Deliver, or give the money back; then write the invoice.
CREATE FUNCTION order_settle(o orders) RETURNS text LANGUAGE plpgsql
AS $$
DECLARE
    outcome text := order_fulfil(o.id);
BEGIN
    PERFORM invoice_make(o);
    RETURN outcome;
END
$$;

/*
 * The one finaliser: money for an order was captured.  Whoever hears of it
 * calls it (webhook, return page, poll, admin), as often as they like.
 *   fulfilled | paid (delivery is tried again) | refunding (could not be
 *   delivered, came twice, or after it was canceled: all goes back) |
 *   held (not what was asked for: an admin decides) | part (manual: the rest is
 *   awaited) | again (was known)
 * `ref` is the money's own reference, `checkout_ref` that of the checkout.
 */
CREATE FUNCTION order_paid(of_order bigint, by_provider text, ref text,
    amount bigint, unit text, checkout_ref text DEFAULT NULL) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    o orders;
    p payment;
BEGIN
    SELECT * INTO o FROM orders x WHERE x.id = of_order FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM refuse(404, 'order_unknown');
    ELSIF ref IS NULL OR amount IS NULL OR amount <= 0 OR NOT EXISTS
            (SELECT FROM currency c WHERE c.code = unit) THEN
        PERFORM refuse(422, 'payment_invalid', 'amount');
    END IF;
    p := payment_capture(o, by_provider, ref, amount, unit, checkout_ref);
    IF p.id IS NULL THEN
        RETURN 'again';
    END IF;
    RETURN order_received(o, p);
END
$$;
CREATE FUNCTION order_received(o orders, p payment) RETURNS text
LANGUAGE plpgsql
AS $$
DECLARE
    live boolean := o.status IN ('pending', 'processing', 'expired', 'failed');
    sum bigint := o.held_amount + p.amount;
    outcome text;
BEGIN
    IF live AND o.held_for_admin IS NULL AND sum = o.total_amount
            AND p.currency = o.currency THEN
        IF o.held_amount > 0 THEN
            PERFORM payment_hold(o, p);
            UPDATE orders x SET held_amount = 0 WHERE x.id = o.id;
        END IF;
        o := order_sell(o, CASE WHEN o.status IN ('expired', 'failed')
            THEN 'late' ELSE 'pay' END, 'system', ARRAY[CASE
            WHEN o.held_amount > 0
            THEN ROW('refunds', NULL, 'order:' || o.id, o.total_amount)::leg
            ELSE ROW(clearing_of(p.provider), NULL, NULL, p.amount)::leg END]);
        outcome := order_settle(o);
    ELSE
        PERFORM payment_hold(o, p);
        IF NOT live THEN
            PERFORM refund_receipt(o, p, 'extra');
            outcome := 'refunding';
        ELSE
            outcome := order_hold(o, p, sum);
        END IF;
    END IF;
    PERFORM payment_catch_up(p);
    RETURN outcome;
END
$$;
-- Less than asked for by hand is a part of it; anything else is looked at.
CREATE FUNCTION order_hold(o orders, p payment, sum bigint) RETURNS text
LANGUAGE plpgsql
AS $$
DECLARE
    is_part boolean := p.provider = 'manual' AND p.currency = o.currency
        AND sum < o.total_amount AND o.held_for_admin IS NULL
        AND o.status IN ('pending', 'processing');
BEGIN
    IF is_part AND o.status = 'pending' THEN
        o := order_move(o, 'start', 'system', 'processing');
    END IF;
    UPDATE orders x SET held_amount = CASE WHEN p.currency = x.currency
            THEN sum ELSE x.held_amount END,
        held_for_admin = CASE WHEN NOT is_part THEN coalesce(x.held_for_admin,
            CASE WHEN p.currency <> x.currency THEN 'currency'
            ELSE 'amount' END) END
    WHERE x.id = o.id RETURNING * INTO o;
    IF is_part THEN
        RETURN 'part';
    END IF;
    PERFORM order_attention(o, o.held_for_admin);
    RETURN 'held';
END
$$;

-- Deliver what is paid: fulfilled | paid (an error: tried again) | refunding.
CREATE FUNCTION order_fulfil(paid bigint) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    o orders;
    done boolean;
    late boolean;
BEGIN
    SELECT * INTO o FROM orders x WHERE x.id = paid FOR UPDATE;
    IF o.status <> 'paid' THEN
        RETURN CASE WHEN o.status = 'refunded' THEN 'refunding'
            ELSE 'fulfilled' END;
    ELSIF o.failure IS NOT NULL THEN
        RETURN 'refunding';
    END IF;
    BEGIN
        EXECUTE format('SELECT %s($1)', (SELECT k.fulfil FROM order_kind k
            WHERE k.kind = o.kind)) INTO done USING o;
    EXCEPTION WHEN OTHERS THEN
        IF SQLSTATE LIKE '40%' THEN
            RAISE;
        ELSIF SQLSTATE NOT LIKE 'BL%' THEN
            UPDATE orders x SET fulfil_error = SQLSTATE || ' ' || SQLERRM,
                retry_at = app_now() + least(interval '1 hour', greatest(
                    interval '1 minute', app_now() - x.paid_at))
            WHERE x.id = o.id;
            RETURN 'paid';
        END IF;
        done := false;
    END;
    IF done THEN
        o := order_move(o, 'fulfil', 'system', 'fulfilled');
        IF o.refunded_amount > 0 THEN
            PERFORM order_move(o, 'refund', 'system', 'partially_refunded');
        END IF;
        RETURN 'fulfilled';
    END IF;
    late := EXISTS (SELECT FROM order_history h WHERE h.order_id = o.id
        AND h.event = 'late');
    UPDATE orders x SET failure = CASE WHEN late THEN 'late'
        ELSE 'unavailable' END WHERE x.id = o.id RETURNING * INTO o;
    PERFORM refund_whole(o, o.failure);
    PERFORM order_tell(o, 'order_late', jsonb_build_object('late', late));
    RETURN 'refunding';
END
$$;

-- --- the clock -----------------------------------------------------------------
-- Expire what was not paid and deliver what was; how much was done.
CREATE FUNCTION order_tick(most int) RETURNS int LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    due bigint;
    n int := 0;
BEGIN
    FOR due IN SELECT x.id FROM orders x WHERE x.expires_at <= app_now()
            ORDER BY x.expires_at LIMIT most LOOP
        n := n + order_expire(due)::int;
    END LOOP;
    FOR due IN SELECT x.id FROM orders x WHERE x.status = 'paid'
            AND x.failure IS NULL AND x.retry_at <= app_now()
            ORDER BY x.retry_at LIMIT most FOR UPDATE SKIP LOCKED LOOP
        PERFORM order_fulfil(due);
        n := n + 1;
    END LOOP;
    RETURN n;
END
$$;

-- --- who may see what ----------------------------------------------------------
DO $$
DECLARE
    r record;
BEGIN
    FOR r IN SELECT * FROM (VALUES ('billing_identity', 'user_id'),
            ('orders', 'buyer_id'), ('order_share', 'user_id'),
            ('order_history', NULL), ('payment', 'buyer_id'),
            ('invoice', 'buyer_id'), ('invoice_line', NULL),
            ('credit_note', 'buyer_id')) AS t (name, person) LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', r.name);
        EXECUTE format('CREATE POLICY admin ON %I TO belay_admin USING (true)',
            r.name);
        EXECUTE format('CREATE POLICY worker ON %I TO belay_worker, '
            'belay_webhooks USING (true)', r.name);
        EXECUTE format('GRANT SELECT ON %I TO belay_admin, belay_worker',
            r.name);
        IF r.person IS NOT NULL THEN
            EXECUTE format('CREATE POLICY own ON %I TO belay_billing, '
                'belay_booking, belay_account USING (%I = app_user_id())',
                r.name, r.person);
            EXECUTE format('GRANT SELECT ON %I TO belay_billing', r.name);
        END IF;
    END LOOP;
END
$$;
GRANT SELECT ON orders TO belay_booking, belay_account;
GRANT SELECT ON orders, payment TO belay_webhooks;
GRANT INSERT, UPDATE, DELETE ON billing_identity TO belay_billing;
GRANT SELECT ON order_rule, payment_rule, invoice_rule TO belay_billing,
    belay_admin;
-- Lines and moves of the asking member's own.
CREATE VIEW my_invoice_line AS
SELECT l.id, l.invoice_id, l.order_id, l.title, l.quantity, l.amount, l.period
FROM invoice_line l JOIN invoice i ON i.id = l.invoice_id
WHERE i.buyer_id = app_user_id();
CREATE VIEW my_order_history AS
SELECT h.id, h.order_id, h.at, h.side, h.event, h.from_status, h.to_status,
    h.words
FROM order_history h JOIN orders o ON o.id = h.order_id
WHERE o.buyer_id = app_user_id();
-- What the asking member sold, without who bought it.
CREATE VIEW my_sale AS
SELECT o.id, o.ref, o.kind, o.item_id, o.title, o.status, o.currency,
    o.list_amount, o.discount_amount, o.discount_code, o.base_amount,
    o.total_amount, o.refunded_amount, o.charged_back_amount, o.created_at,
    o.paid_at, s.amount - s.reversed AS share_amount
FROM orders o JOIN order_share s ON s.order_id = o.id AND s.kind = 'seller'
WHERE o.seller_id = app_user_id() AND s.user_id = app_user_id()
    AND o.paid_at IS NOT NULL;
GRANT SELECT ON my_invoice_line, my_order_history, my_sale TO belay_billing;

GRANT EXECUTE ON FUNCTION order_create(text, bigint, text, text, bigint, jsonb),
    order_cancel(bigint), payment_begin(bigint, text),
    payment_ready(bigint, text, text) TO belay_billing;
GRANT EXECUTE ON FUNCTION price_of(text, bigint, bigint, text, jsonb)
    TO belay_billing, belay_booking;
GRANT EXECUTE ON FUNCTION order_paid(bigint, text, text, bigint, text, text),
    order_fail(bigint, text), payment_ready(bigint, text, text),
    payment_authorized(bigint), payment_failed(bigint, text),
    payment_find(text, text) TO belay_billing, belay_webhooks, belay_worker,
    belay_admin;
GRANT EXECUTE ON FUNCTION order_fulfil(bigint), order_expire(bigint),
    order_tick(int) TO belay_worker;
GRANT EXECUTE ON FUNCTION money_words(bigint, text) TO belay_billing,
    belay_admin, belay_worker, belay_booking, belay_webhooks;

INSERT INTO person_data VALUES
    ('billing_identity', 'user_id', 'money', true, 'delete', NULL),
    ('orders', 'buyer_id', 'money', true, 'keep', 'books: kept by law'),
    ('orders', 'seller_id', 'money', false, 'keep', 'books: kept by law'),
    ('order_share', 'user_id', 'money', true, 'keep', 'books: kept by law'),
    ('order_history', 'actor_id', 'money', false, 'keep', 'books: kept by law'),
    ('payment', 'buyer_id', 'money', true, 'keep', 'books: kept by law'),
    ('invoice', 'buyer_id', 'money', true, 'keep', 'books: kept by law'),
    ('credit_note', 'buyer_id', 'money', true, 'keep', 'books: kept by law');
