-- Money that goes back: refunds, and payments that the buyer's bank disputes
-- (spec: states 4.5).  What goes back is taken from everybody who got a share, in
-- proportion to what is left of it.

-- requested -> approved -> submitted -> succeeded | failed -> submitted;
-- requested -> rejected.  The provider is asked with the key "refund:ID".
CREATE TABLE refund (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id bigint NOT NULL REFERENCES orders,
    payment_id bigint REFERENCES payment,   -- NULL: asked for, or nothing was paid
    buyer_id bigint NOT NULL REFERENCES users,
    amount bigint NOT NULL CHECK (amount >= 0),
    tax_amount bigint NOT NULL DEFAULT 0,   -- in it
    currency text NOT NULL REFERENCES currency,
    reason text NOT NULL CHECK (reason IN ('asked', 'policy', 'admin',
        'canceled', 'declined', 'no_show', 'resolved', 'unavailable', 'late',
        'extra', 'provider')),
    words text CHECK (length(words) <= 2000),
    status text NOT NULL DEFAULT 'requested' CHECK (status IN ('requested',
        'approved', 'submitted', 'succeeded', 'failed', 'rejected')),
    of_receipt boolean NOT NULL DEFAULT false,  -- of money that bought nothing
    provider text CHECK (provider IN ('manual', 'stripe', 'paypal')),
    provider_ref text,
    failure text,
    bounces int NOT NULL DEFAULT 0,     -- how often it came back
    requested_by bigint REFERENCES users,   -- NULL: the system
    decided_by bigint REFERENCES users,     -- NULL: by the policy
    decision_words text CHECK (length(decision_words) <= 2000),
    created_at timestamptz NOT NULL,
    decided_at timestamptz,
    done_at timestamptz,
    UNIQUE (provider, provider_ref),
    CHECK ((status = 'succeeded') = (done_at IS NOT NULL))
);
CREATE UNIQUE INDEX refund_one_request ON refund (order_id)
    WHERE status = 'requested';
CREATE INDEX refund_order ON refund (order_id, id);
CREATE INDEX refund_payment ON refund (payment_id, id);
CREATE INDEX refund_buyer ON refund (buyer_id, id DESC);
CREATE INDEX refund_status ON refund (status, id);
CREATE INDEX refund_requested_by ON refund (requested_by)
    WHERE requested_by IS NOT NULL;
CREATE INDEX refund_decided_by ON refund (decided_by)
    WHERE decided_by IS NOT NULL;
ALTER TABLE credit_note ADD FOREIGN KEY (refund_id) REFERENCES refund;
ALTER TABLE ledger_transaction ADD FOREIGN KEY (refund_id) REFERENCES refund,
    ADD FOREIGN KEY (order_id) REFERENCES orders;
ALTER TABLE session ADD FOREIGN KEY (refund_id) REFERENCES refund;
CREATE INDEX session_refund ON session (refund_id) WHERE refund_id IS NOT NULL;

CREATE TABLE refund_rule (
    from_status text NOT NULL,
    to_status text NOT NULL,
    PRIMARY KEY (from_status, to_status)
);
INSERT INTO refund_rule VALUES ('requested', 'approved'),
    ('requested', 'rejected'), ('approved', 'submitted'),
    ('submitted', 'succeeded'), ('submitted', 'failed'),
    ('failed', 'submitted'), ('succeeded', 'failed');   -- a bank sent it back

-- What a provider said had gone back of a payment we had not heard of yet.
CREATE TABLE refund_seen (
    provider text NOT NULL,
    payment_ref text NOT NULL,
    amount bigint NOT NULL,
    seen_at timestamptz NOT NULL,
    PRIMARY KEY (provider, payment_ref)
);

CREATE TABLE dispute (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    provider text NOT NULL CHECK (provider IN ('stripe', 'paypal')),
    provider_ref text NOT NULL,
    payment_ref text NOT NULL,
    payment_id bigint REFERENCES payment,   -- NULL: not heard of yet
    order_id bigint REFERENCES orders,
    amount bigint NOT NULL CHECK (amount > 0),
    currency text NOT NULL REFERENCES currency,
    reason text,
    status text NOT NULL DEFAULT 'open'
        CHECK (status IN ('open', 'won', 'lost')),
    answer_by timestamptz,
    opened_at timestamptz NOT NULL,
    closed_at timestamptz,
    UNIQUE (provider, provider_ref),
    CHECK ((status = 'open') = (closed_at IS NULL))
);
CREATE INDEX dispute_payment ON dispute (payment_id);
CREATE INDEX dispute_order ON dispute (order_id);
CREATE INDEX dispute_unknown ON dispute (provider, payment_ref)
    WHERE payment_id IS NULL;
CREATE INDEX dispute_status ON dispute (status, id DESC);

-- --- parts ---------------------------------------------------------------------
CREATE FUNCTION refund_move(r refund, target text) RETURNS refund
LANGUAGE plpgsql
AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM refund_rule x
            WHERE (x.from_status, x.to_status) = (r.status, target)) THEN
        PERFORM refuse(409, 'refund_is_' || r.status, NULL,
            jsonb_build_object('state', r.status));
    END IF;
    UPDATE refund x SET status = target,
        done_at = CASE target WHEN 'succeeded' THEN app_now() END
    WHERE x.id = r.id RETURNING * INTO r;
    RETURN r;
END
$$;
-- Lock a refund with its order, the order first.
CREATE FUNCTION refund_take(taken bigint) RETURNS refund LANGUAGE plpgsql
AS $$
DECLARE
    r refund;
BEGIN
    PERFORM FROM orders o JOIN refund x ON x.order_id = o.id
        WHERE x.id = taken FOR UPDATE OF o;
    SELECT * INTO r FROM refund x WHERE x.id = taken FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM refuse(404, 'refund_unknown');
    END IF;
    RETURN r;
END
$$;
-- What was paid and is not decided to go back.
CREATE FUNCTION order_left(o orders) RETURNS bigint LANGUAGE sql STABLE
AS $$
    SELECT (o).paid_amount - (o).charged_back_amount - coalesce((SELECT
        sum(r.amount) FROM refund r WHERE r.order_id = (o).id
        AND NOT r.of_receipt AND r.status IN ('approved', 'submitted',
        'succeeded', 'failed')), 0)::bigint
$$;
-- What of a payment is still with us.
CREATE FUNCTION payment_left(p payment) RETURNS bigint LANGUAGE sql STABLE
AS $$
    SELECT greatest(0, (p).amount - (p).refunded_amount - (p).refunding_amount
        - (p).lost_amount)
$$;
-- What its policy gives back now, at most what is left.
CREATE FUNCTION order_returnable(o orders) RETURNS bigint
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    f regproc := (SELECT k.returnable FROM order_kind k WHERE k.kind = o.kind);
    n bigint := 0;
BEGIN
    IF o.status NOT IN ('paid', 'fulfilled', 'partially_refunded')
            OR f IS NULL THEN
        RETURN 0;
    END IF;
    EXECUTE format('SELECT %s($1)', f) INTO n USING o;
    RETURN greatest(0, least(coalesce(n, 0), order_left(o)));
END
$$;

/*
 * Take a part of a sale from those who got it: the legs that do, as debits, and
 * the tax in it.  `amount` of `own` is the buyer's money; what a code of the platform
 * had added goes back to the platform's cost.  A reserve that was used can't be
 * taken: the platform bears that.  Of an order that cost nothing, `percent`.
 */
CREATE FUNCTION order_unsell(o orders, own bigint, amount bigint, percent int,
    OUT legs leg[], OUT tax bigint) LANGUAGE plpgsql
AS $$
DECLARE
    whole bigint;
    gross bigint;
    weights bigint[];
    parts bigint[];
    shares order_share[];
BEGIN
    SELECT array_agg(s ORDER BY s.n), sum(s.amount - s.reversed),
        array_agg(s.amount - s.reversed - s.used ORDER BY s.n)
    INTO shares, whole, weights FROM order_share s WHERE s.order_id = o.id;
    gross := CASE WHEN o.paid_amount = 0 THEN percent_of(whole, percent)
        WHEN own = 0 THEN 0
        ELSE amount + div((whole - own)::numeric * amount, own) END;
    parts := apportion(least(gross, (SELECT sum(w) FROM unnest(weights) w)
        ::bigint), weights);
    legs := ARRAY[ROW('promotion_cost', NULL, NULL, amount - gross)::leg,
        ROW('platform_revenue', NULL, NULL, gross - (SELECT sum(p)
            FROM unnest(parts) p)::bigint)::leg];
    tax := 0;
    FOR i IN 1..cardinality(parts) LOOP
        CONTINUE WHEN parts[i] = 0;
        legs := legs || ROW(shares[i].account, shares[i].user_id,
            shares[i].ref, parts[i])::leg;
        UPDATE order_share s SET reversed = s.reversed + parts[i]
            WHERE s.order_id = o.id AND s.n = shares[i].n;
        IF shares[i].account = 'payable' THEN
            PERFORM earning_take_back(o.id, shares[i].user_id, parts[i],
                o.currency);
        ELSIF shares[i].account = 'tax' THEN
            tax := parts[i];
        END IF;
    END LOOP;
END
$$;
-- A reserve of an order was used for work that was done: no refund takes it.
CREATE FUNCTION order_share_use(of_order bigint, reserve_ref text,
    used_amount bigint) RETURNS void LANGUAGE sql
SECURITY DEFINER SET search_path = public
AS $$
    UPDATE order_share s SET used = s.used + used_amount
    WHERE s.order_id = of_order AND s.account = 'reserve'
        AND s.ref = reserve_ref
$$;

-- --- deciding ------------------------------------------------------------------
-- Ask the provider to send a refund that is decided; by hand an admin does.
CREATE FUNCTION refund_submit(r refund) RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    p payment;
BEGIN
    r := refund_move(r, 'submitted');
    SELECT * INTO p FROM payment x WHERE x.id = r.payment_id;
    IF r.amount = 0 THEN
        PERFORM refund_done(r, NULL);
    ELSIF r.provider = 'stripe' THEN
        PERFORM provider_call_put('stripe', 'POST', '/v1/refunds',
            'refund:' || r.id, jsonb_build_object(
            CASE WHEN p.provider_ref LIKE 'ch\_%' OR p.provider_ref LIKE 'py\_%'
                THEN 'charge' ELSE 'payment_intent' END, p.provider_ref,
            'amount', provider_amount('stripe', r.amount, r.currency),
            'metadata', jsonb_build_object(
            'refund_id', r.id::text, 'order_id', r.order_id::text)));
    ELSIF r.provider = 'paypal' THEN
        PERFORM provider_call_put('paypal', 'POST', '/v2/payments/captures/'
            || p.provider_ref || '/refund', 'refund:' || r.id,
            jsonb_build_object('amount', jsonb_build_object('value',
            provider_decimal('paypal', r.amount, r.currency),
            'currency_code', r.currency),
            'custom_id', r.id::text));
    ELSE
        PERFORM money_attention('refund_by_hand', '/admin/refunds/' || r.id,
            jsonb_build_object('amount', money_words(r.amount, r.currency)),
            'refund:' || r.id);
    END IF;
END
$$;
-- Books a decided refund of a sale against one payment and sends it off.
CREATE FUNCTION refund_book(o orders, r refund, own bigint,
    percent int DEFAULT 100) RETURNS refund LANGUAGE plpgsql
AS $$
DECLARE
    back record;
BEGIN
    back := order_unsell(o, own, r.amount, percent);
    UPDATE refund x SET status = 'approved', tax_amount = back.tax,
        decided_at = app_now() WHERE x.id = r.id RETURNING * INTO r;
    PERFORM ledger_post('refund', 'refund:' || r.id, r.currency, back.legs
        || ROW('refunds', NULL, 'refund:' || r.id, -r.amount)::leg, o.id, r.id);
    UPDATE payment p SET refunding_amount = p.refunding_amount + r.amount
        WHERE p.id = r.payment_id;
    PERFORM order_tell(o, 'order_refunded', jsonb_build_object('back',
        money_words(r.amount, r.currency), 'reason', r.reason,
        'by_hand', r.provider = 'manual'), r.id::text);
    RETURN r;
END
$$;

/*
 * Give money of an order back: a refund per payment, the newest first; the first
 * one's id.  `asked` is a request that is hereby approved.  Once nothing is
 * left, what was bought is released.  `percent` counts where nothing was paid.
 */
CREATE FUNCTION refund_issue(o orders, amount bigint, why text,
    asked refund DEFAULT NULL, said text DEFAULT NULL, percent int DEFAULT 100)
RETURNS bigint LANGUAGE plpgsql
AS $$
DECLARE
    r refund := asked;
    p payment;
    rest bigint := amount;
    own bigint := order_left(o);
    part bigint;
    first_id bigint;
BEGIN
    IF o.status NOT IN ('paid', 'fulfilled', 'partially_refunded')
            AND NOT (o.status = 'charged_back' AND o.fulfilled_at IS NULL) THEN
        PERFORM refuse(409, 'order_is_' || o.status, NULL,
            jsonb_build_object('state', o.status));
    ELSIF amount > own THEN
        PERFORM refuse(422, 'refund_too_much', 'amount');
    END IF;
    FOR p IN SELECT * FROM payment x WHERE x.order_id = o.id
            AND x.status = 'captured' AND x.currency = o.currency
            AND payment_left(x) > 0 ORDER BY x.id DESC LOOP
        EXIT WHEN rest = 0;
        part := least(rest, payment_left(p));
        rest := rest - part;
        r := refund_write(o, p, r, part, why, said);
        r := refund_book(o, r, own, percent);
        own := own - part;
        first_id := coalesce(first_id, r.id);
        PERFORM refund_submit(r);
        r := NULL;
    END LOOP;
    IF rest > 0 THEN
        PERFORM refuse(409, 'refund_without_payment');
    ELSIF o.paid_amount = 0 THEN
        r := refund_book(o, refund_write(o, NULL, r, 0, why, said), own,
            percent);
        first_id := r.id;
        PERFORM refund_submit(r);
    END IF;
    IF own = 0 AND order_undone(o) THEN
        PERFORM order_let_go(o);
    END IF;
    RETURN first_id;
END
$$;
-- All of it is decided to go back: what was bought is released, and what was not
-- delivered yet never is.
CREATE FUNCTION order_let_go(o orders) RETURNS void LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE orders x SET failure = coalesce(x.failure, 'returned')
    WHERE x.id = o.id AND x.fulfilled_at IS NULL;
    PERFORM order_hook(o, 'release');
END
$$;
CREATE FUNCTION refund_write(o orders, p payment, asked refund, part bigint,
    why text, said text) RETURNS refund LANGUAGE plpgsql
AS $$
DECLARE
    r refund;
BEGIN
    IF asked.id IS NOT NULL THEN
        UPDATE refund x SET payment_id = p.id, provider = p.provider,
            amount = part WHERE x.id = asked.id RETURNING * INTO r;
    ELSE
        INSERT INTO refund (order_id, payment_id, buyer_id, amount, currency,
            reason, words, provider, status, requested_by, created_at)
        VALUES (o.id, p.id, o.buyer_id, part, o.currency, why, said,
            p.provider, 'approved', CASE WHEN why IN ('asked', 'policy',
            'admin') THEN app_user_id() END, app_now()) RETURNING * INTO r;
    END IF;
    RETURN r;
END
$$;
-- All that is left.
CREATE FUNCTION refund_whole(o orders, why text) RETURNS bigint LANGUAGE sql
AS $$ SELECT refund_issue(o, order_left(o), why) $$;
-- Money that bought nothing goes back: the rest of a payment, or `part` of it.
CREATE FUNCTION refund_receipt(o orders, p payment, why text,
    part bigint DEFAULT NULL) RETURNS bigint LANGUAGE plpgsql
AS $$
DECLARE
    r refund;
BEGIN
    SELECT * INTO p FROM payment x WHERE x.id = p.id;
    INSERT INTO refund (order_id, payment_id, buyer_id, amount, currency,
        reason, of_receipt, provider, status, created_at, decided_at)
    VALUES (o.id, p.id, o.buyer_id, coalesce(part, payment_left(p)),
        p.currency, why, true, p.provider, 'approved', app_now(), app_now())
    RETURNING * INTO r;
    PERFORM ledger_post('refund', 'refund:' || r.id, r.currency, ARRAY[
        ROW('refunds', NULL, 'order:' || o.id, r.amount)::leg,
        ROW('refunds', NULL, 'refund:' || r.id, -r.amount)::leg], o.id, r.id);
    UPDATE payment x SET refunding_amount = x.refunding_amount + r.amount
        WHERE x.id = p.id;
    PERFORM order_tell(o, 'order_refunded', jsonb_build_object('back',
        money_words(r.amount, r.currency), 'reason', why, 'by_hand',
        r.provider = 'manual'), r.id::text);
    PERFORM refund_submit(r);
    RETURN r.id;
END
$$;

/*
 * The buyer asks for money back: what the policy gives (amount NULL), which is
 * approved at once, or an amount; more than the policy gives waits for an admin.
 */
CREATE FUNCTION refund_request(of_order bigint, asked bigint, said text)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    o orders;
    r refund;
    given bigint;
BEGIN
    SELECT * INTO o FROM orders x WHERE x.id = of_order
        AND x.buyer_id = acting_member() FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM refuse(404, 'order_unknown');
    ELSIF o.status NOT IN ('paid', 'fulfilled', 'partially_refunded') THEN
        PERFORM refuse(409, 'order_is_' || o.status, NULL,
            jsonb_build_object('state', o.status));
    ELSIF EXISTS (SELECT FROM refund x WHERE x.order_id = o.id
            AND x.status = 'requested') THEN
        PERFORM refuse(409, 'refund_is_requested');
    END IF;
    given := order_returnable(o);
    IF coalesce(asked, given) = 0 THEN
        PERFORM refuse(409, 'refund_nothing');
    ELSIF asked < 0 OR asked > order_left(o) THEN
        PERFORM refuse(422, 'refund_too_much', 'amount');
    ELSIF coalesce(asked, given) <= given THEN
        RETURN refund_issue(o, coalesce(asked, given), 'policy', NULL,
            nullif(trim(said), ''));
    ELSIF coalesce(trim(said), '') = '' THEN
        PERFORM refuse(422, 'reason_words_missing', 'words');
    END IF;
    INSERT INTO refund (order_id, buyer_id, amount, currency, reason, words,
        requested_by, created_at)
    VALUES (o.id, o.buyer_id, asked, o.currency, 'asked', trim(said),
        o.buyer_id, app_now()) RETURNING * INTO r;
    PERFORM money_attention('refund_requested', '/admin/refunds/' || r.id,
        jsonb_build_object('title', o.title, 'amount',
        money_words(asked, o.currency)), 'refund:' || r.id);
    RETURN r.id;
END
$$;
-- What a request would give: by the policy, and at most with an admin's word.
CREATE FUNCTION refund_preview(of_order bigint, OUT by_policy bigint,
    OUT at_most bigint, OUT currency text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT order_returnable(o), CASE WHEN o.status IN ('paid', 'fulfilled',
        'partially_refunded') THEN order_left(o) ELSE 0 END, o.currency
    FROM orders o WHERE o.id = of_order AND o.buyer_id = app_user_id()
$$;
CREATE FUNCTION refund_approve(approved bigint, part bigint DEFAULT NULL,
    why text DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    r refund := refund_take(approved);
    o orders;
BEGIN
    IF r.status <> 'requested' THEN
        PERFORM refuse(409, 'refund_is_' || r.status, NULL,
            jsonb_build_object('state', r.status));
    ELSIF coalesce(part, r.amount) <= 0 THEN
        PERFORM refuse(422, 'refund_too_much', 'amount');
    END IF;
    SELECT * INTO o FROM orders x WHERE x.id = r.order_id;
    UPDATE refund x SET decided_by = app_user_id(), decision_words = why
        WHERE x.id = r.id;
    PERFORM refund_issue(o, coalesce(part, r.amount), 'asked', r);
END
$$;
CREATE FUNCTION refund_reject(rejected bigint, why text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    r refund := refund_move(refund_take(rejected), 'rejected');
BEGIN
    UPDATE refund x SET decided_by = app_user_id(), decided_at = app_now(),
        decision_words = admin_reason(why) WHERE x.id = r.id;
    PERFORM order_tell(o, 'refund_decided', jsonb_build_object('words', why),
        r.id::text) FROM orders o WHERE o.id = r.order_id;
END
$$;
-- An admin gives money back without being asked.
CREATE FUNCTION refund_give(of_order bigint, part bigint, why text)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    o orders;
    made bigint;
BEGIN
    SELECT * INTO o FROM orders x WHERE x.id = of_order FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM refuse(404, 'order_unknown');
    ELSIF part IS NULL OR part <= 0 THEN
        PERFORM refuse(422, 'refund_too_much', 'amount');
    END IF;
    made := refund_issue(o, part, 'admin', NULL, admin_reason(why));
    UPDATE refund x SET decided_by = app_user_id() WHERE x.id = made;
    RETURN made;
END
$$;

-- --- who may see and do what ----------------------------------------------------
ALTER TABLE refund ENABLE ROW LEVEL SECURITY;
ALTER TABLE dispute ENABLE ROW LEVEL SECURITY;
ALTER TABLE refund_seen ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON refund TO belay_billing, belay_booking, belay_account
    USING (buyer_id = app_user_id());
CREATE POLICY admin ON refund TO belay_admin USING (true);
CREATE POLICY worker ON refund TO belay_worker USING (true);
CREATE POLICY admin ON dispute TO belay_admin USING (true);
CREATE POLICY worker ON dispute TO belay_worker USING (true);
GRANT SELECT ON refund TO belay_billing, belay_booking, belay_admin,
    belay_worker;
GRANT SELECT ON dispute TO belay_admin, belay_worker;
GRANT SELECT ON refund_rule TO belay_admin, belay_billing;
GRANT EXECUTE ON FUNCTION refund_request(bigint, bigint, text),
    refund_preview(bigint) TO belay_billing;
GRANT EXECUTE ON FUNCTION refund_approve(bigint, bigint, text),
    refund_reject(bigint, text), refund_give(bigint, bigint, text)
    TO belay_admin;

INSERT INTO person_data VALUES
    ('refund', 'buyer_id', 'money', true, 'keep', 'books: kept by law'),
    ('refund', 'requested_by', 'money', false, 'keep', 'books: kept by law'),
    ('refund', 'decided_by', 'money', false, 'keep', 'books: kept by law');
