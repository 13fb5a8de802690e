-- Orders, payments and invoices (spec: states 4.5 and 4.12): the tables, and
-- which event leads from where to where.  What moves them is in the next two
-- migrations.

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
    seen_amount bigint NOT NULL DEFAULT 0,      -- the same, as the provider says
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
        EXECUTE format('CREATE POLICY worker ON %I TO belay_worker USING (true)',
            r.name);
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

INSERT INTO person_data VALUES
    ('billing_identity', 'user_id', 'money', true, 'delete', NULL),
    ('orders', 'buyer_id', 'money', true, 'keep', 'books: kept by law'),
    ('orders', 'seller_id', 'money', false, 'keep', 'books: kept by law'),
    ('order_share', 'user_id', 'money', true, 'keep', 'books: kept by law'),
    ('order_history', 'actor_id', 'money', false, 'keep', 'books: kept by law'),
    ('payment', 'buyer_id', 'money', true, 'keep', 'books: kept by law'),
    ('invoice', 'buyer_id', 'money', true, 'keep', 'books: kept by law'),
    ('credit_note', 'buyer_id', 'money', true, 'keep', 'books: kept by law');
