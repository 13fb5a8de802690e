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
            'amount', r.amount, 'metadata', jsonb_build_object(
            'refund_id', r.id::text, 'order_id', r.order_id::text)));
    ELSIF r.provider = 'paypal' THEN
        PERFORM provider_call_put('paypal', 'POST', '/v2/payments/captures/'
            || p.provider_ref || '/refund', 'refund:' || r.id,
            jsonb_build_object('amount', jsonb_build_object('value',
            money_decimal(r.amount, r.currency), 'currency_code', r.currency),
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
    IF o.status NOT IN ('paid', 'fulfilled', 'partially_refunded') THEN
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
        PERFORM order_hook(o, 'release');
    END IF;
    RETURN first_id;
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

-- --- what became of it ---------------------------------------------------------
-- The money has left.  `of_receipt` money never was a sale.
CREATE FUNCTION refund_done(r refund, ref text) RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    o orders;
BEGIN
    UPDATE refund x SET provider_ref = coalesce(ref, x.provider_ref)
        WHERE x.id = r.id RETURNING * INTO r;
    r := refund_move(r, 'succeeded');
    PERFORM ledger_post('refund_paid', format('refund_paid:%s:%s', r.id,
        r.bounces), r.currency, ARRAY[
        ROW('refunds', NULL, 'refund:' || r.id, r.amount)::leg,
        ROW(clearing_of(r.provider), NULL, NULL, -r.amount)::leg],
        r.order_id, r.id);
    UPDATE payment p SET refunded_amount = p.refunded_amount + r.amount,
        refunding_amount = p.refunding_amount - r.amount
    WHERE p.id = r.payment_id;
    IF r.of_receipt THEN
        RETURN;
    END IF;
    UPDATE orders x SET refunded_amount = x.refunded_amount + r.amount
        WHERE x.id = r.order_id RETURNING * INTO o;
    IF o.refunded_amount = o.paid_amount AND order_undone(o)
            AND o.status IN ('paid', 'fulfilled', 'partially_refunded') THEN
        o := order_move(o, 'refund', 'system', 'refunded');
    ELSIF o.status = 'fulfilled' AND r.amount > 0 THEN
        o := order_move(o, 'refund', 'system', 'partially_refunded');
    END IF;
    PERFORM credit_note_make(o, r.id, r.amount, r.tax_amount, r.reason);
END
$$;
-- Of an order that cost nothing: is everybody's share back?
CREATE FUNCTION order_undone(o orders) RETURNS boolean LANGUAGE sql STABLE
AS $$
    SELECT (o).paid_amount > 0 OR NOT EXISTS (SELECT FROM order_share s
        WHERE s.order_id = (o).id AND s.reversed < s.amount)
$$;
-- Idempotent; an amount that is not the one we asked for is looked at.
CREATE FUNCTION refund_succeeded(succeeded bigint, ref text DEFAULT NULL,
    said_amount bigint DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    r refund := refund_take(succeeded);
BEGIN
    IF r.status = 'succeeded' THEN
        UPDATE refund x SET provider_ref = ref WHERE x.id = r.id
            AND x.provider_ref IS NULL AND ref IS NOT NULL;
        RETURN;
    ELSIF r.status = 'failed' THEN
        r := refund_move(r, 'submitted');
    END IF;
    PERFORM refund_done(r, ref);
    IF said_amount <> r.amount THEN
        UPDATE orders x SET held_for_admin = 'refund_amount'
            WHERE x.id = r.order_id;
        PERFORM order_attention(o, 'refund_amount') FROM orders o
            WHERE o.id = r.order_id;
    END IF;
END
$$;
-- The provider took the order to refund; its reference.
CREATE FUNCTION refund_submitted(submitted bigint, ref text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public
AS $$
    UPDATE refund SET provider_ref = ref WHERE id = submitted
        AND status = 'submitted' AND provider_ref IS NULL
$$;
-- It failed at the provider, or its bank sent it back after it had gone out.
CREATE FUNCTION refund_failed(failed bigint, why text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    r refund := refund_take(failed);
BEGIN
    IF r.status = 'succeeded' AND r.provider <> 'manual' THEN
        PERFORM refund_bounced(r, why);
    ELSIF r.status = 'submitted' THEN
        r := refund_move(r, 'failed');
        UPDATE refund x SET failure = why WHERE x.id = r.id;
    ELSE
        RETURN;
    END IF;
    PERFORM money_attention('refund_failed', '/admin/refunds/' || r.id,
        jsonb_build_object('words', why, 'amount', money_words(r.amount,
        r.currency)), format('refund:%s:failed:%s', r.id, app_now()));
END
$$;
-- It had gone out, and the bank sent it back: it is owed again.
CREATE FUNCTION refund_bounced(r refund, why text) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    o orders;
BEGIN
    PERFORM ledger_post('refund_bounced', format('refund_bounced:%s:%s', r.id,
        r.bounces), r.currency, ARRAY[
        ROW(clearing_of(r.provider), NULL, NULL, r.amount)::leg,
        ROW('refunds', NULL, 'refund:' || r.id, -r.amount)::leg],
        r.order_id, r.id);
    r := refund_move(r, 'failed');
    UPDATE refund x SET failure = why, bounces = x.bounces + 1
        WHERE x.id = r.id;
    UPDATE payment p SET refunded_amount = p.refunded_amount - r.amount,
        refunding_amount = p.refunding_amount + r.amount
    WHERE p.id = r.payment_id;
    IF r.of_receipt THEN
        RETURN;
    END IF;
    SELECT * INTO o FROM orders x WHERE x.id = r.order_id;
    o.refunded_amount := o.refunded_amount - r.amount;
    IF o.status IN ('refunded', 'partially_refunded') THEN
        o := order_move(o, 'bounce', 'system', order_standing(o));
    END IF;
    UPDATE orders x SET refunded_amount = x.refunded_amount - r.amount
        WHERE x.id = r.order_id;
END
$$;
-- The status of an order that was paid and is not disputed.
CREATE FUNCTION order_standing(o orders) RETURNS text LANGUAGE sql STABLE
AS $$
    SELECT CASE WHEN (o).refunded_amount = (o).paid_amount
            AND (o).paid_amount > 0 THEN 'refunded'
        WHEN (o).fulfilled_at IS NULL THEN 'paid'
        WHEN (o).refunded_amount > 0 THEN 'partially_refunded'
        ELSE 'fulfilled' END
$$;
-- An admin asks the provider once more, or has sent the money by other means.
CREATE FUNCTION refund_retry(retried bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    r refund := refund_move(refund_take(retried), 'submitted');
BEGIN
    PERFORM provider_call_retry(c.id) FROM provider_call c
        WHERE c.key = 'refund:' || r.id AND c.status = 'failed';
END
$$;
CREATE FUNCTION refund_by_hand(sent bigint, ref text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    r refund := refund_take(sent);
BEGIN
    IF r.provider <> 'manual' AND r.status <> 'failed'
            OR r.status NOT IN ('submitted', 'failed') THEN
        PERFORM refuse(409, 'refund_is_' || r.status, NULL,
            jsonb_build_object('state', r.status));
    END IF;
    UPDATE refund x SET provider = 'manual', provider_ref = NULL,
        decided_by = coalesce(x.decided_by, app_user_id()) WHERE x.id = r.id;
    PERFORM refund_succeeded(r.id, format('manual:%s:%s', r.id,
        left(trim(ref), 100)));
END
$$;
-- What the provider said to "refund:ID".  One that was refused never was: if its
-- money is out all the same, somebody else sent it, and the buyer has it.
CREATE FUNCTION refund_answered(answered bigint, outcome text, said jsonb)
RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    word text := lower(coalesce(said ->> 'status', ''));
    why text := coalesce(said #>> '{error,message}', said ->> 'message',
        said ->> 'failure_reason', word);
BEGIN
    IF outcome = 'failed' AND EXISTS (SELECT FROM refund r
            WHERE r.id = answered AND r.status = 'succeeded') THEN
        RETURN;
    ELSIF outcome = 'failed' OR word IN ('failed', 'canceled', 'cancelled') THEN
        PERFORM refund_failed(answered, why);
    ELSIF word IN ('succeeded', 'completed') THEN
        PERFORM refund_succeeded(answered, said ->> 'id');
    ELSE
        PERFORM refund_submitted(answered, said ->> 'id');
    END IF;
END
$$;

/*
 * The provider says how much of a payment has gone back in all, whoever sent it
 * (charge.refunded and its kin; as often as they like, in any order).  Our own
 * refunds under way are in it; the rest was sent by somebody else.  False: the
 * payment is not known yet; it is kept until it is.
 */
CREATE FUNCTION refund_from_provider(by_provider text, money_ref text,
    cumulative bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    p payment;
    o orders;
    r refund;
    rest bigint;
BEGIN
    SELECT x.* INTO o FROM payment y JOIN orders x ON x.id = y.order_id
        WHERE (y.provider, y.provider_ref) = (by_provider, money_ref)
            AND y.status = 'captured' FOR UPDATE OF x;
    IF NOT FOUND THEN
        INSERT INTO refund_seen AS s VALUES (by_provider, money_ref, cumulative,
            app_now())
        ON CONFLICT (provider, payment_ref) DO UPDATE
            SET amount = greatest(s.amount, excluded.amount);
        RETURN false;
    END IF;
    SELECT * INTO p FROM payment x
        WHERE (x.provider, x.provider_ref) = (by_provider, money_ref);
    rest := least(cumulative, p.amount) - p.refunded_amount;
    FOR r IN SELECT * FROM refund x WHERE x.payment_id = p.id
            AND x.status = 'submitted' ORDER BY x.id LOOP
        IF r.amount BETWEEN 1 AND rest THEN
            PERFORM refund_succeeded(r.id);
            rest := rest - r.amount;
        END IF;
    END LOOP;
    IF rest > 0 THEN
        PERFORM refund_foreign(o.id, p, rest);
    END IF;
    RETURN true;
END
$$;
-- Sent back by somebody else: booked as if we had decided it.  What was not the
-- buyer's any more is the platform's loss.
CREATE FUNCTION refund_foreign(of_order bigint, p payment, amount bigint)
RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    o orders;
    r refund;
    own bigint;
    part bigint;
BEGIN
    SELECT * INTO o FROM orders x WHERE x.id = of_order;
    SELECT * INTO p FROM payment x WHERE x.id = p.id;
    own := order_left(o);
    part := CASE WHEN payment_is_sale(o, p) THEN least(own, amount) ELSE 0 END;
    IF part > 0 THEN
        r := refund_write(o, p, NULL, part, 'provider', NULL);
        r := refund_book(o, r, own);
        r := refund_move(r, 'submitted');
        PERFORM refund_done(r, NULL);
        IF part = own THEN
            PERFORM order_hook(o, 'release');
        END IF;
    END IF;
    IF amount > part THEN
        PERFORM refund_loss(o, p, amount - part);
    END IF;
END
$$;
-- Is it a sale that this payment paid, or money that bought nothing?
CREATE FUNCTION payment_is_sale(o orders, p payment) RETURNS boolean
LANGUAGE sql STABLE
AS $$
    SELECT (o).paid_amount > 0 AND (p).currency = (o).currency
        AND NOT EXISTS (SELECT FROM refund r WHERE r.payment_id = (p).id
            AND r.of_receipt)
$$;
-- Held for the buyer as far as it is; else lost.
CREATE FUNCTION refund_loss(o orders, p payment, sent bigint) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    r refund;
    held bigint := least(sent, greatest(0, -ledger_balance_for('refunds',
        NULL, 'order:' || o.id, p.currency)));
BEGIN
    IF held > 0 THEN
        INSERT INTO refund (order_id, payment_id, buyer_id, amount, currency,
            reason, of_receipt, provider, status, created_at, decided_at)
        VALUES (o.id, p.id, o.buyer_id, held, p.currency, 'provider', true,
            p.provider, 'approved', app_now(), app_now()) RETURNING * INTO r;
        PERFORM ledger_post('refund', 'refund:' || r.id, r.currency, ARRAY[
            ROW('refunds', NULL, 'order:' || o.id, held)::leg,
            ROW('refunds', NULL, 'refund:' || r.id, -held)::leg], o.id, r.id);
        UPDATE payment x SET refunding_amount = x.refunding_amount + held
            WHERE x.id = p.id;
        PERFORM refund_done(refund_move(r, 'submitted'), NULL);
        UPDATE orders x SET held_amount = greatest(0, x.held_amount - held)
            WHERE x.id = o.id AND x.held_amount > 0
                AND x.currency = p.currency;
    END IF;
    IF sent > held THEN
        PERFORM ledger_post('loss', format('loss:%s:%s', p.id,
            p.refunded_amount + sent), p.currency, ARRAY[
            ROW('provider_fees', NULL, NULL, sent - held)::leg,
            ROW(clearing_of(p.provider), NULL, NULL, held - sent)::leg],
            o.id);
        UPDATE payment x SET refunded_amount = x.refunded_amount + sent - held
            WHERE x.id = p.id;
        UPDATE orders x SET held_for_admin = 'refund_amount' WHERE x.id = o.id
            RETURNING * INTO o;
        PERFORM order_attention(o, 'refund_amount');
    END IF;
END
$$;

-- --- disputes ------------------------------------------------------------------
/*
 * The buyer's bank takes a payment back until it is decided; idempotent, and
 * in any order with its end and with the payment.
 */
CREATE FUNCTION dispute_open(by_provider text, ref text, money_ref text,
    amount bigint, unit text, why text DEFAULT NULL,
    answer_until timestamptz DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    d dispute;
BEGIN
    INSERT INTO dispute (provider, provider_ref, payment_ref, amount, currency,
        reason, answer_by, opened_at)
    VALUES (by_provider, ref, money_ref, amount, unit, why, answer_until,
        app_now())
    ON CONFLICT (provider, provider_ref) DO NOTHING RETURNING * INTO d;
    IF d.id IS NULL THEN
        SELECT * INTO d FROM dispute x
            WHERE (x.provider, x.provider_ref) = (by_provider, ref);
    ELSE
        PERFORM dispute_attach(d);
    END IF;
    RETURN d.id;
END
$$;
CREATE FUNCTION dispute_attach(d dispute) RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    o orders;
    p payment;
BEGIN
    SELECT x.* INTO o FROM payment y JOIN orders x ON x.id = y.order_id
        WHERE (y.provider, y.provider_ref) = (d.provider, d.payment_ref)
            AND y.status = 'captured' FOR UPDATE OF x;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    SELECT * INTO p FROM payment x
        WHERE (x.provider, x.provider_ref) = (d.provider, d.payment_ref);
    UPDATE dispute x SET payment_id = p.id, order_id = o.id WHERE x.id = d.id;
    PERFORM ledger_post('dispute', 'dispute:' || d.id, d.currency, ARRAY[
        ROW('refunds', NULL, 'dispute:' || d.id, d.amount)::leg,
        ROW(clearing_of(d.provider), NULL, NULL, -d.amount)::leg], o.id);
    IF o.status IN ('paid', 'fulfilled', 'partially_refunded') THEN
        o := order_move(o, 'dispute', 'system', 'disputed', d.reason);
        PERFORM earning_freeze(o.id);
        IF o.seller_id IS NOT NULL THEN
            PERFORM notify(o.seller_id, 'payment_disputed', '/payouts',
                jsonb_build_object('title', o.title, 'amount',
                money_words(d.amount, d.currency)), 'dispute:' || d.id);
        END IF;
    END IF;
    PERFORM money_attention('dispute', '/admin/disputes/' || d.id,
        jsonb_build_object('title', o.title, 'amount', money_words(d.amount,
        d.currency)), 'dispute:' || d.id);
    IF d.status <> 'open' THEN
        PERFORM dispute_settle(d, d.status);
    END IF;
END
$$;
-- Its end; what an event tells of the dispute makes it known if it was not.
CREATE FUNCTION dispute_close(by_provider text, closed text, outcome text,
    money_ref text, amount bigint, unit text) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    d dispute;
BEGIN
    IF amount IS NOT NULL THEN
        PERFORM dispute_open(by_provider, closed, money_ref, amount, unit);
    END IF;
    PERFORM FROM orders o JOIN dispute x ON x.order_id = o.id
        WHERE (x.provider, x.provider_ref) = (by_provider, closed)
        FOR UPDATE OF o;
    UPDATE dispute x SET status = outcome, closed_at = app_now()
    WHERE (x.provider, x.provider_ref) = (by_provider, closed)
        AND x.status = 'open' RETURNING * INTO d;
    IF d.payment_id IS NOT NULL THEN
        PERFORM dispute_settle(d, outcome);
    END IF;
END
$$;
CREATE FUNCTION dispute_won(by_provider text, ref text,
    money_ref text DEFAULT NULL, amount bigint DEFAULT NULL,
    unit text DEFAULT NULL) RETURNS void LANGUAGE sql
SECURITY DEFINER SET search_path = public
AS $$ SELECT dispute_close(by_provider, ref, 'won', money_ref, amount, unit) $$;
CREATE FUNCTION dispute_lost(by_provider text, ref text,
    money_ref text DEFAULT NULL, amount bigint DEFAULT NULL,
    unit text DEFAULT NULL) RETURNS void LANGUAGE sql
SECURITY DEFINER SET search_path = public
AS $$ SELECT dispute_close(by_provider, ref, 'lost', money_ref, amount, unit) $$;

CREATE FUNCTION dispute_settle(d dispute, outcome text) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    o orders;
    p payment;
    own bigint;
    part bigint;
    back record;
BEGIN
    SELECT * INTO o FROM orders x WHERE x.id = (SELECT y.order_id FROM dispute y
        WHERE y.id = d.id) FOR UPDATE;
    SELECT * INTO p FROM payment x WHERE x.id = (SELECT y.payment_id
        FROM dispute y WHERE y.id = d.id);
    IF outcome = 'won' THEN
        PERFORM ledger_post('dispute_won', 'dispute_won:' || d.id, d.currency,
            ARRAY[ROW(clearing_of(d.provider), NULL, NULL, d.amount)::leg,
            ROW('refunds', NULL, 'dispute:' || d.id, -d.amount)::leg], o.id);
        PERFORM dispute_over(o);
        RETURN;
    END IF;
    own := order_left(o);
    part := CASE WHEN payment_is_sale(o, p) THEN least(own, d.amount) ELSE 0 END;
    back := order_unsell(o, own, part, 0);
    PERFORM ledger_post('charge_back', 'charge_back:' || d.id, d.currency,
        back.legs || ROW('provider_fees', NULL, NULL, d.amount - part)::leg
        || ROW('refunds', NULL, 'dispute:' || d.id, -d.amount)::leg, o.id);
    UPDATE payment x SET lost_amount = x.lost_amount + d.amount
        WHERE x.id = p.id;
    UPDATE orders x SET charged_back_amount = x.charged_back_amount + part
        WHERE x.id = o.id RETURNING * INTO o;
    PERFORM credit_note_make(o, NULL, part, back.tax, 'charge_back');
    IF o.status = 'disputed' THEN
        o := order_move(o, 'lose', 'system', 'charged_back');
    END IF;
    PERFORM earning_unfreeze(o.id);
    IF part > 0 AND part = own THEN
        PERFORM order_hook(o, 'release');
    END IF;
END
$$;
-- Won, and no other is open: as it was.
CREATE FUNCTION dispute_over(o orders) RETURNS void LANGUAGE plpgsql
AS $$
BEGIN
    IF o.status = 'disputed' AND NOT EXISTS (SELECT FROM dispute d
            WHERE d.order_id = o.id AND d.status = 'open') THEN
        o := order_move(o, 'win', 'system', order_standing(o));
        PERFORM earning_unfreeze(o.id);
    END IF;
END
$$;

-- What was said of a payment before it was known.
CREATE FUNCTION payment_catch_up(p payment) RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    seen bigint;
    d dispute;
BEGIN
    DELETE FROM refund_seen s WHERE (s.provider, s.payment_ref)
        = (p.provider, p.provider_ref) RETURNING s.amount INTO seen;
    IF seen IS NOT NULL THEN
        PERFORM refund_from_provider(p.provider, p.provider_ref, seen);
    END IF;
    FOR d IN SELECT * FROM dispute x WHERE x.payment_id IS NULL
            AND (x.provider, x.payment_ref) = (p.provider, p.provider_ref) LOOP
        PERFORM dispute_attach(d);
    END LOOP;
END
$$;

-- --- what an admin decides about money that does not fit ------------------------
-- accept: it is the whole price (the platform bears what is missing, what is too
-- much goes back).  return: all of it goes back, and the order is canceled.
CREATE FUNCTION order_hold_decide(held bigint, verdict text, why text)
RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    o orders;
BEGIN
    SELECT * INTO o FROM orders x WHERE x.id = held FOR UPDATE;
    PERFORM admin_reason(why);
    IF o.id IS NULL THEN
        PERFORM refuse(404, 'order_unknown');
    ELSIF verdict IS NULL OR verdict NOT IN ('accept', 'return', 'seen') THEN
        PERFORM refuse(422, 'verdict_unknown', 'verdict');
    ELSIF o.held_for_admin IS NULL THEN
        PERFORM refuse(409, 'order_not_held');
    END IF;
    UPDATE orders x SET held_for_admin = NULL WHERE x.id = o.id
        RETURNING * INTO o;
    IF verdict = 'seen' AND o.held_amount = 0 THEN
        RETURN o.status;
    ELSIF verdict = 'accept' THEN
        RETURN order_accept_held(o);
    END IF;
    PERFORM refund_receipt(o, p, 'admin') FROM payment p
        WHERE p.order_id = o.id AND p.status = 'captured'
            AND NOT payment_is_sale(o, p) AND payment_left(p) > 0;
    UPDATE orders x SET held_amount = 0 WHERE x.id = o.id RETURNING * INTO o;
    IF o.status IN ('pending', 'processing') THEN
        o := order_end(o, 'cancel', 'admin', 'canceled', why);
    END IF;
    RETURN 'refunding';
END
$$;
CREATE FUNCTION order_accept_held(o orders) RETURNS text LANGUAGE plpgsql
AS $$
DECLARE
    missing bigint := o.total_amount - o.held_amount;
    p payment;
    late boolean := o.status IN ('expired', 'failed');
BEGIN
    IF o.held_amount = 0 OR o.status NOT IN ('pending', 'processing',
            'expired', 'failed') THEN
        PERFORM refuse(409, 'order_is_' || o.status, NULL,
            jsonb_build_object('state', o.status));
    END IF;
    IF missing > 0 THEN
        UPDATE orders x SET total_amount = x.total_amount - missing,
            discount_amount = x.discount_amount + missing,
            promotion_cost = x.promotion_cost + missing,
            discount_code = coalesce(x.discount_code, 'rounding')
        WHERE x.id = o.id;
    END IF;
    UPDATE orders x SET held_amount = 0 WHERE x.id = o.id RETURNING * INTO o;
    o := order_sell(o, CASE WHEN late THEN 'late' ELSE 'pay' END, 'admin',
        ARRAY[ROW('refunds', NULL, 'order:' || o.id, o.total_amount)::leg]);
    IF missing < 0 THEN
        SELECT * INTO p FROM payment x WHERE x.order_id = o.id
            AND x.status = 'captured' AND x.currency = o.currency
        ORDER BY x.amount DESC LIMIT 1;
        PERFORM refund_receipt(o, p, 'extra', -missing);
    END IF;
    RETURN order_settle(o);
END
$$;

-- --- who may see and do what ----------------------------------------------------
ALTER TABLE refund ENABLE ROW LEVEL SECURITY;
ALTER TABLE dispute ENABLE ROW LEVEL SECURITY;
ALTER TABLE refund_seen ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON refund TO belay_billing, belay_booking, belay_account
    USING (buyer_id = app_user_id());
CREATE POLICY admin ON refund TO belay_admin USING (true);
CREATE POLICY worker ON refund TO belay_worker, belay_webhooks USING (true);
CREATE POLICY admin ON dispute TO belay_admin USING (true);
CREATE POLICY worker ON dispute TO belay_worker, belay_webhooks USING (true);
GRANT SELECT ON refund TO belay_billing, belay_booking, belay_admin,
    belay_worker;
GRANT SELECT ON dispute TO belay_admin, belay_worker;
GRANT SELECT ON refund_rule TO belay_admin, belay_billing;
GRANT EXECUTE ON FUNCTION refund_request(bigint, bigint, text),
    refund_preview(bigint) TO belay_billing;
GRANT EXECUTE ON FUNCTION refund_approve(bigint, bigint, text),
    refund_reject(bigint, text), refund_give(bigint, bigint, text),
    refund_retry(bigint), refund_by_hand(bigint, text),
    order_hold_decide(bigint, text, text) TO belay_admin;
GRANT EXECUTE ON FUNCTION refund_succeeded(bigint, text, bigint),
    refund_submitted(bigint, text), refund_failed(bigint, text),
    refund_from_provider(text, text, bigint),
    dispute_open(text, text, text, bigint, text, text, timestamptz),
    dispute_won(text, text, text, bigint, text),
    dispute_lost(text, text, text, bigint, text)
    TO belay_worker, belay_webhooks;

INSERT INTO person_data VALUES
    ('refund', 'buyer_id', 'money', true, 'keep', 'books: kept by law'),
    ('refund', 'requested_by', 'money', false, 'keep', 'books: kept by law'),
    ('refund', 'decided_by', 'money', false, 'keep', 'books: kept by law');
