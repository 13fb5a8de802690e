-- Talking to payment providers: what is asked of them, what becomes of answers,
-- and looking at a thing of theirs as it is now.  A provider is a row; its
-- functions are in the next two migrations, its wire is the worker's.
CREATE TABLE payment_provider (
    name text PRIMARY KEY CHECK (name IN ('stripe', 'paypal')),
    -- checkout(p payment, o orders, site text): ask for a page to pay on
    checkout regproc NOT NULL,
    -- made(said jsonb, OUT ref text, OUT url text): what came of that
    made regproc NOT NULL,
    -- look(p payment, by_night boolean): have everything about it looked at
    look regproc NOT NULL,
    -- how long a request is known by its key when it is repeated
    keeps interval NOT NULL,
    -- decimals where they are not those of the currency
    digits jsonb NOT NULL DEFAULT '{}'
);

-- --- amounts -------------------------------------------------------------------
-- Ours in the provider's smallest unit, and back; both NULL for NULL.
CREATE FUNCTION provider_digits(by_provider text, unit text) RETURNS int
LANGUAGE sql STABLE
AS $$
    SELECT coalesce((p.digits ->> unit)::int, c.digits)
    FROM currency c LEFT JOIN payment_provider p ON p.name = by_provider
    WHERE c.code = unit
$$;
CREATE FUNCTION provider_amount(by_provider text, amount bigint, unit text)
RETURNS bigint LANGUAGE sql STABLE
AS $$
    SELECT trunc(amount * power(10::numeric,
        provider_digits(by_provider, unit) - c.digits))::bigint
    FROM currency c WHERE c.code = unit
$$;
CREATE FUNCTION provider_said(by_provider text, amount bigint, unit text)
RETURNS bigint LANGUAGE sql STABLE
AS $$
    SELECT trunc(amount * power(10::numeric,
        c.digits - provider_digits(by_provider, unit)))::bigint
    FROM currency c WHERE c.code = unit
$$;
-- "12.50" of a provider that writes decimals, and back.
CREATE FUNCTION provider_decimal(by_provider text, amount bigint, unit text)
RETURNS text LANGUAGE sql STABLE
AS $$
    SELECT round(amount / power(10::numeric, c.digits),
        provider_digits(by_provider, unit))::text
    FROM currency c WHERE c.code = unit
$$;
CREATE FUNCTION provider_minor(decimals text, unit text) RETURNS bigint
LANGUAGE sql STABLE
AS $$
    SELECT (decimals::numeric * power(10::numeric, c.digits))::bigint
    FROM currency c WHERE c.code = unit
$$;

-- --- the outbox ------------------------------------------------------------------
-- The key goes out as it is; with ":1", ":2" … once an admin asks again for what
-- was refused for good, since a provider repeats a refusal by its key.
ALTER TABLE provider_call
    ADD account text,           -- in the name of whom; NULL: ourselves
    ADD until timestamptz,      -- then it has failed without an answer
    ADD asked_again int NOT NULL DEFAULT 0;
-- wanted(id bigint) RETURNS boolean: is it still to be asked?
-- look(id bigint): it is not known whether it was done: look at what is there
ALTER TABLE provider_answer ADD wanted regproc, ADD look regproc;

CREATE FUNCTION provider_call_due(call bigint, at timestamptz) RETURNS void
LANGUAGE sql
AS $$
    SELECT enqueue('provider.call', jsonb_build_object('call_id', call),
        call::text, at, 30)
$$;
CREATE FUNCTION provider_answer_of(c provider_call) RETURNS provider_answer
LANGUAGE sql STABLE
AS $$
    SELECT a FROM provider_answer a WHERE a.prefix = split_part((c).key, ':', 1)
$$;

-- What is to be asked now; no row: nothing any more.
CREATE FUNCTION provider_call_begin(call bigint, OUT provider text,
    OUT method text, OUT resource text, OUT key text, OUT account text,
    OUT body jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    c provider_call;
    f regproc;
    wanted boolean := true;
BEGIN
    SELECT * INTO c FROM provider_call x WHERE x.id = call
        AND x.status = 'waiting' FOR UPDATE;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    f := (provider_answer_of(c)).wanted;
    IF f IS NOT NULL THEN
        EXECUTE format('SELECT %s($1)', f) INTO wanted
            USING split_part(c.key, ':', 2)::bigint;
    END IF;
    IF NOT wanted THEN
        UPDATE provider_call x SET status = 'done', next_at = NULL,
            done_at = app_now(), error = 'not wanted any more'
        WHERE x.id = c.id;
        RETURN;
    END IF;
    provider := c.provider;
    method := c.method;
    resource := c.resource;
    key := c.key || CASE WHEN c.asked_again > 0 THEN ':' || c.asked_again
        ELSE '' END;
    account := c.account;
    body := c.body;
END
$$;
-- No answer, or one that is none: again after a growing pause with jitter, at
-- least as long as the provider asks for, until nobody can tell any more.  A
-- provider that repeats its failure by the key will do so: that ends what can't
-- be looked at.
CREATE FUNCTION provider_call_unanswered(call bigint, why text,
    at_least_seconds int, is_repeated boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    c provider_call;
    wait int;
    f regproc;
BEGIN
    SELECT * INTO c FROM provider_call x WHERE x.id = call
        AND x.status = 'waiting' FOR UPDATE;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    wait := greatest(at_least_seconds, ceil(least(3600, power(2,
        least(c.attempts + 1, 12))) * (0.75 + random() / 2)))::int;
    f := (provider_answer_of(c)).look;
    IF app_now() + make_interval(secs => wait) > c.until
            OR is_repeated AND f IS NULL THEN
        PERFORM provider_answered(call, 'failed', jsonb_build_object('error',
            jsonb_build_object('type', 'unanswered', 'message', why)), why);
        RETURN;
    END IF;
    PERFORM provider_answered(call, 'waiting', NULL, why, wait);
    PERFORM provider_call_due(call, app_now() + make_interval(secs => wait));
    IF f IS NOT NULL AND c.attempts > 0 THEN
        EXECUTE format('SELECT %s($1)', f)
            USING split_part(c.key, ':', 2)::bigint;
    END IF;
END
$$;
-- Once more, what was answered or given up.  What may have been done is looked at
-- before it is asked again.
CREATE FUNCTION provider_call_again(c provider_call) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    is_known boolean := c.answer #>> '{error,type}' IS DISTINCT FROM 'unanswered';
    at timestamptz := app_now() + CASE WHEN is_known THEN interval '0'
        ELSE interval '2 minutes' END;
    f regproc := (provider_answer_of(c)).look;
BEGIN
    UPDATE provider_call x SET status = 'waiting', next_at = at,
        done_at = NULL, asked_again = x.asked_again + is_known::int,
        attempts = 0, until = at + p.keeps
    FROM payment_provider p WHERE x.id = c.id AND p.name = x.provider;
    PERFORM provider_call_due(c.id, at);
    IF NOT is_known AND f IS NOT NULL THEN
        EXECUTE format('SELECT %s($1)', f)
            USING split_part(c.key, ':', 2)::bigint;
    END IF;
END
$$;

-- --- looking -----------------------------------------------------------------------
-- What can be looked at: where it is, {} standing for its reference, and who hears
-- how it is: heard(ref text, said jsonb), NULL when there is no such thing.  Events
-- are hints: what acts on them asks for a look (lessons 18).
CREATE TABLE provider_object (
    provider text NOT NULL REFERENCES payment_provider,
    kind text NOT NULL,
    resource text NOT NULL CHECK (resource LIKE '/%{}%'),
    heard regproc NOT NULL,
    PRIMARY KEY (provider, kind)
);
-- Of several looks at one thing the one that began last counts.
CREATE SEQUENCE provider_look_number;
CREATE TABLE provider_look_done (
    provider text NOT NULL,
    kind text NOT NULL,
    ref text NOT NULL,
    number bigint NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (provider, kind, ref)
);
CREATE INDEX provider_look_done_at ON provider_look_done (at);

-- Have a thing looked at, soon and once.  `as_account`: in whose name; `by_night`:
-- what changes then had been missed.
CREATE FUNCTION provider_look(to_provider text, of_kind text, ref text,
    as_account text DEFAULT NULL, by_night boolean DEFAULT false) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public
AS $$
    SELECT enqueue('provider.look', jsonb_strip_nulls(jsonb_build_object(
        'provider', to_provider, 'kind', of_kind, 'ref', ref,
        'account', as_account, 'by_night', nullif(by_night, false))),
        format('%s:%s:%s%s', to_provider, of_kind, ref,
        CASE WHEN by_night THEN ':by_night' ELSE '' END), NULL, 12)
    WHERE ref ~ '^[A-Za-z0-9_-]{1,255}$'
$$;
CREATE FUNCTION provider_look_begin(to_provider text, of_kind text, ref text,
    OUT resource text, OUT number bigint)
LANGUAGE sql SECURITY DEFINER SET search_path = public
AS $$
    SELECT replace(x.resource, '{}', ref), nextval('provider_look_number')
    FROM provider_object x WHERE (x.provider, x.kind) = (to_provider, of_kind)
$$;
-- How it is, for telling whether a look has changed anything.
CREATE FUNCTION provider_known(to_provider text, of_kind text, of_ref text)
RETURNS jsonb LANGUAGE sql STABLE
AS $$
    SELECT jsonb_agg(x ORDER BY x) FROM (
        SELECT jsonb_build_array('payment', p.id, p.status, p.seen_amount,
            p.refunded_amount, p.fee_amount, p.lost_amount, c.id) AS x
        FROM payment p LEFT JOIN provider_call c ON c.key = 'capture:' || p.id
        WHERE (p.provider, p.session_ref) = (to_provider, of_ref)
            OR (p.provider, p.provider_ref) = (to_provider, of_ref)
        UNION ALL
        SELECT jsonb_build_array('refund', r.id, r.status) FROM refund r
        WHERE (r.provider, r.provider_ref) = (to_provider, of_ref)
        UNION ALL
        SELECT jsonb_build_array('dispute', d.id, d.status) FROM dispute d
        WHERE (d.provider, d.provider_ref) = (to_provider, of_ref)) k
$$;
-- False: a later look was faster.
CREATE FUNCTION provider_look_end(to_provider text, of_kind text, of_ref text,
    look_number bigint, said jsonb, by_night boolean DEFAULT false)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    f regproc := (SELECT x.heard FROM provider_object x
        WHERE (x.provider, x.kind) = (to_provider, of_kind));
    was jsonb := provider_known(to_provider, of_kind, of_ref);
BEGIN
    INSERT INTO provider_look_done AS d VALUES (to_provider, of_kind, of_ref,
        look_number, app_now())
    ON CONFLICT (provider, kind, ref) DO UPDATE SET number = excluded.number,
        at = excluded.at WHERE d.number < excluded.number;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    EXECUTE format('SELECT %s($1, $2)', f) USING of_ref, said;
    IF by_night AND provider_known(to_provider, of_kind, of_ref)
            IS DISTINCT FROM was THEN
        PERFORM money_repaired(to_provider, of_kind, of_ref);
    END IF;
    RETURN true;
END
$$;

-- --- payments ------------------------------------------------------------------------
-- The worker's job payment.begin, once: asks for the page where the buyer pays.
-- `site` is our own address.  A buyer waits for minutes at most.
CREATE FUNCTION payment_ask(asked bigint, site text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    p payment;
    o orders;
    f regproc;
BEGIN
    SELECT * INTO p FROM payment x WHERE x.id = asked;
    SELECT x.checkout INTO f FROM payment_provider x WHERE x.name = p.provider;
    IF f IS NULL OR p.status <> 'created' THEN
        RETURN;
    END IF;
    SELECT * INTO o FROM orders x WHERE x.id = p.order_id;
    EXECUTE format('SELECT %s($1, $2, $3)', f) USING p, o, rtrim(site, '/');
    UPDATE provider_call c SET until = app_now() + interval '3 minutes'
        WHERE c.key = 'payment:' || p.id AND c.attempts = 0;
END
$$;
CREATE FUNCTION payment_wanted(asked bigint) RETURNS boolean LANGUAGE sql STABLE
AS $$ SELECT p.status = 'created' FROM payment p WHERE p.id = asked $$;
-- What the provider said to "payment:ID".  A page that nobody waits for any more is
-- closed.
CREATE FUNCTION payment_answered(answered bigint, outcome text, said jsonb)
RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    p payment;
    ref text;
    url text;
BEGIN
    SELECT * INTO p FROM payment x WHERE x.id = answered FOR UPDATE;
    IF outcome = 'done' THEN
        EXECUTE format('SELECT m.ref, m.url FROM %s($1) m', (SELECT x.made
            FROM payment_provider x WHERE x.name = p.provider))
            INTO ref, url USING said;
    END IF;
    IF ref IS NULL OR url IS NULL THEN
        PERFORM payment_failed(answered, coalesce(said #>> '{error,type}',
            said ->> 'name', 'no_answer'));
        RETURN;
    END IF;
    PERFORM payment_ready(answered, ref, url);
    SELECT * INTO p FROM payment x WHERE x.id = answered;
    IF p.status IN ('voided', 'failed') THEN
        PERFORM provider_void(p);
    END IF;
END
$$;
INSERT INTO provider_answer (prefix, apply, wanted)
    VALUES ('payment', 'payment_answered', 'payment_wanted');

-- The worker's job payment.check: whatever the provider knows of it by now.
CREATE FUNCTION payment_look(looked bigint, by_night boolean DEFAULT false)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    p payment;
    f regproc;
BEGIN
    SELECT * INTO p FROM payment x WHERE x.id = looked;
    SELECT x.look INTO f FROM payment_provider x WHERE x.name = p.provider;
    IF f IS NOT NULL THEN
        EXECUTE format('SELECT %s($1, $2)', f) USING p, by_night;
    END IF;
END
$$;
-- The same, of a payment of which all that was said until now is old; looks that
-- are under way began too early.
CREATE FUNCTION payment_look_afresh(looked bigint) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO provider_look_done AS d
    SELECT p.provider, o.kind, ref, nextval('provider_look_number'), app_now()
    FROM payment p JOIN provider_object o ON o.provider = p.provider
        AND o.kind IN ('payment_intent', 'checkout.session', 'order'),
        unnest(ARRAY[p.session_ref, p.provider_ref]) ref
    WHERE p.id = looked AND ref IS NOT NULL
    ON CONFLICT (provider, kind, ref) DO UPDATE SET number = excluded.number,
        at = excluded.at WHERE d.number < excluded.number;
    PERFORM payment_look(looked);
END
$$;
-- Have a payment looked at, whoever heard of it by whichever reference.
CREATE FUNCTION payment_check(checked bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public
AS $$
    SELECT enqueue('payment.check', jsonb_build_object('payment_id', checked),
        checked::text, NULL, 5) WHERE checked IS NOT NULL
$$;
-- The attempt that a provider's object names as ours; NULL: none of this provider.
CREATE FUNCTION payment_named(by_provider text, named text) RETURNS bigint
LANGUAGE sql STABLE
AS $$
    SELECT p.id FROM payment p WHERE p.provider = by_provider AND p.id =
        CASE WHEN named ~ '^[0-9]{1,18}$' THEN named::bigint END
$$;

-- --- refunds --------------------------------------------------------------------------
CREATE FUNCTION refund_wanted(asked bigint) RETURNS boolean LANGUAGE sql STABLE
AS $$ SELECT r.status = 'submitted' FROM refund r WHERE r.id = asked $$;
CREATE FUNCTION refund_look(looked bigint) RETURNS void LANGUAGE sql
AS $$ SELECT payment_look(r.payment_id) FROM refund r WHERE r.id = looked $$;
UPDATE provider_answer SET wanted = 'refund_wanted', look = 'refund_look'
    WHERE prefix = 'refund';

-- Not known to be out, and may be: asked for, or given up without an answer.
CREATE FUNCTION refund_may_be_out(r refund) RETURNS boolean LANGUAGE sql STABLE
AS $$
    SELECT (r).status = 'submitted' OR (r).status = 'failed' AND EXISTS (
        SELECT FROM provider_call c WHERE c.key = 'refund:' || (r).id
            AND c.answer #>> '{error,type}' = 'unanswered')
$$;
-- A refund that failed is asked for once more, also one that a bank had sent back.
-- What is heard of the earlier one is not about this one.
ALTER TABLE refund ADD old_refs text[];
-- What its key has asked for is known to have failed, though no answer said so.
CREATE FUNCTION refund_call_failed(failed bigint, why text) RETURNS void
LANGUAGE sql
AS $$
    UPDATE provider_call SET status = 'failed', next_at = NULL,
        done_at = app_now(), error = why,
        answer = jsonb_build_object('error', jsonb_build_object('message', why))
    WHERE key = 'refund:' || failed AND (status = 'waiting'
        OR answer #>> '{error,type}' = 'unanswered')
$$;
-- How a refund of ours stands, as a look at it says.
CREATE FUNCTION refund_heard(heard bigint, ref text, outcome text,
    amount bigint, why text) RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    r refund;
BEGIN
    SELECT * INTO r FROM refund x WHERE x.id = heard;
    IF r.id IS NULL OR ref = ANY (r.old_refs)
            OR coalesce(r.provider_ref, ref) <> ref THEN
        RETURN;
    ELSIF outcome = 'succeeded' THEN
        PERFORM refund_succeeded(heard, ref, amount);
    ELSIF outcome = 'failed' THEN
        UPDATE refund x SET provider_ref = ref WHERE x.id = heard
            AND x.provider_ref IS NULL;
        PERFORM refund_failed(heard, why);
        PERFORM refund_call_failed(heard, why);
    ELSE
        PERFORM refund_submitted(heard, ref);
    END IF;
END
$$;
-- The refund that a provider's object names as ours, if it is one of this payment.
CREATE FUNCTION refund_named(p payment, named text) RETURNS bigint
LANGUAGE sql STABLE
AS $$
    SELECT r.id FROM refund r WHERE r.payment_id = (p).id AND r.id =
        CASE WHEN named ~ '^[0-9]{1,18}$' THEN named::bigint END
$$;

-- --- disputes ---------------------------------------------------------------------------
-- What the provider takes for the trouble, in all so far.
ALTER TABLE dispute ADD fee_amount bigint;  -- NULL: nothing
CREATE FUNCTION dispute_fee(by_provider text, ref text, fee bigint) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    d dispute;
    more bigint;
BEGIN
    SELECT * INTO d FROM dispute x WHERE (x.provider, x.provider_ref)
        = (by_provider, ref) AND x.payment_id IS NOT NULL FOR UPDATE;
    more := fee - coalesce(d.fee_amount, 0);
    IF d.id IS NULL OR fee IS NULL OR more = 0 THEN
        RETURN;
    END IF;
    UPDATE dispute x SET fee_amount = fee WHERE x.id = d.id;
    PERFORM ledger_post('fee', format('dispute_fee:%s:%s', d.id, fee),
        d.currency, ARRAY[
        ROW('provider_fees', NULL, NULL, more)::leg,
        ROW(clearing_of(by_provider), NULL, NULL, -more)::leg],
        d.order_id);
END
$$;

-- --- what had been missed ---------------------------------------------------------------
CREATE TABLE money_repair (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL,
    provider text NOT NULL,
    kind text NOT NULL,
    ref text NOT NULL,
    told boolean NOT NULL DEFAULT false
);
CREATE INDEX money_repair_new ON money_repair (id) WHERE NOT told;
CREATE FUNCTION money_repaired(by_provider text, of_kind text, of_ref text)
RETURNS void LANGUAGE sql
AS $$
    INSERT INTO money_repair (at, provider, kind, ref)
        VALUES (app_now(), by_provider, of_kind, of_ref)
$$;

-- --- who may do what ----------------------------------------------------------------------
GRANT SELECT ON money_repair TO belay_admin;
GRANT SELECT ON payment_provider, provider_object TO belay_admin, belay_worker;
GRANT EXECUTE ON FUNCTION provider_call_begin(bigint),
    provider_call_unanswered(bigint, text, int, boolean),
    provider_look_begin(text, text, text),
    provider_look_end(text, text, text, bigint, jsonb, boolean),
    payment_ask(bigint, text), payment_look(bigint, boolean) TO belay_worker;
GRANT EXECUTE ON FUNCTION payment_check(bigint) TO belay_billing, belay_worker,
    belay_admin;
