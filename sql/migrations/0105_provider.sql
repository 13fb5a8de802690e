-- The outbox to payment providers: what is to be asked of them is written in the
-- transaction that decides it, and performed by the worker, again and again with
-- the same key, until it is answered.

CREATE TABLE provider_call (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    provider text NOT NULL CHECK (provider IN ('stripe', 'paypal')),
    method text NOT NULL DEFAULT 'POST' CHECK (method IN ('GET', 'POST',
        'PATCH', 'DELETE')),
    resource text NOT NULL CHECK (resource ~ '^/'),     -- '/v1/refunds'
    key text NOT NULL UNIQUE,       -- "refund:17": the Idempotency-Key too
    body jsonb NOT NULL DEFAULT '{}',
    status text NOT NULL DEFAULT 'waiting'
        CHECK (status IN ('waiting', 'done', 'failed')),
    answer jsonb,
    error text,
    attempts int NOT NULL DEFAULT 0,
    next_at timestamptz,            -- of a waiting one
    created_at timestamptz NOT NULL,
    done_at timestamptz,
    CHECK ((status = 'waiting') = (next_at IS NOT NULL))
);
CREATE INDEX provider_call_due ON provider_call (next_at)
    WHERE status = 'waiting';
CREATE INDEX provider_call_status ON provider_call (status, id DESC);

-- Who hears the answer, by what stands before the key's colon:
-- apply(id bigint, status text, answer jsonb).  A migration adds its own.
CREATE TABLE provider_answer (
    prefix text PRIMARY KEY,
    apply regproc NOT NULL
);
INSERT INTO provider_answer VALUES ('refund', 'refund_answered');

CREATE FUNCTION provider_call_put(to_provider text, call_method text,
    call_resource text, call_key text, call_body jsonb) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    made bigint;
BEGIN
    INSERT INTO provider_call (provider, method, resource, key, body, next_at,
        created_at)
    VALUES (to_provider, call_method, call_resource, call_key, call_body, app_now(),
        app_now())
    ON CONFLICT (key) DO NOTHING RETURNING id INTO made;
    IF made IS NULL THEN
        SELECT c.id INTO made FROM provider_call c WHERE c.key = call_key;
    ELSE
        PERFORM enqueue('provider.call', jsonb_build_object('call_id', made),
            made::text, NULL, 30);
    END IF;
    RETURN made;
END
$$;
-- An answer came: done, failed (for good), or waiting (to be asked again after
-- `again_seconds`; the next attempt has the same key).
CREATE FUNCTION provider_answered(call bigint, outcome text, said jsonb,
    why text DEFAULT NULL, again_seconds int DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    c provider_call;
    f regproc;
BEGIN
    UPDATE provider_call x SET status = outcome, answer = said, error = why,
        attempts = x.attempts + 1,
        next_at = CASE outcome WHEN 'waiting' THEN app_now()
            + make_interval(secs => coalesce(again_seconds, 60)) END,
        done_at = CASE WHEN outcome <> 'waiting' THEN app_now() END
    WHERE x.id = call AND x.status = 'waiting' RETURNING * INTO c;
    IF NOT FOUND OR outcome = 'waiting' THEN
        RETURN;
    END IF;
    SELECT a.apply INTO f FROM provider_answer a
        WHERE a.prefix = split_part(c.key, ':', 1);
    IF f IS NOT NULL THEN
        EXECUTE format('SELECT %s($1, $2, $3)', f)
            USING split_part(c.key, ':', 2)::bigint, outcome, said;
    END IF;
END
$$;
-- An admin asks once more for what failed, with the same key.
CREATE FUNCTION provider_call_retry(call bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    UPDATE provider_call SET status = 'waiting', next_at = app_now(),
        done_at = NULL WHERE id = call AND status = 'failed';
    IF NOT FOUND THEN
        PERFORM refuse(409, 'provider_call_not_failed');
    END IF;
    PERFORM enqueue('provider.call', jsonb_build_object('call_id', call),
        call::text, NULL, 30);
END
$$;

-- A decimal amount as PayPal wants it: "12.50".
CREATE FUNCTION money_decimal(amount bigint, unit text) RETURNS text
LANGUAGE sql STABLE
AS $$
    SELECT round(amount / power(10::numeric, c.digits), c.digits)::text
    FROM currency c WHERE c.code = unit
$$;
-- End a checkout that nobody shall pay any more.
CREATE FUNCTION provider_void(p payment) RETURNS void LANGUAGE plpgsql
AS $$
BEGIN
    IF p.provider = 'stripe' AND p.session_ref IS NOT NULL THEN
        PERFORM provider_call_put('stripe', 'POST', '/v1/checkout/sessions/'
            || p.session_ref || '/expire', 'expire:' || p.id, '{}');
    END IF;
END
$$;

ALTER TABLE provider_call ENABLE ROW LEVEL SECURITY;
CREATE POLICY admin ON provider_call TO belay_admin USING (true);
CREATE POLICY worker ON provider_call TO belay_worker USING (true);
GRANT SELECT ON provider_call TO belay_admin, belay_worker;
GRANT EXECUTE ON FUNCTION
    provider_call_put(text, text, text, text, jsonb),
    provider_answered(bigint, text, jsonb, text, int) TO belay_worker;
GRANT EXECUTE ON FUNCTION provider_call_put(text, text, text, text, jsonb)
    TO belay_billing;
GRANT EXECUTE ON FUNCTION provider_call_retry(bigint) TO belay_admin;
