-- Accounts at Stripe (Connect, Express): made and looked at through the outbox, so
-- that pages never wait for Stripe.  A row of payout_visit is one way there: to its
-- questions, or to its own pages.

CREATE TABLE payout_visit (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id bigint NOT NULL REFERENCES users,
    kind text NOT NULL CHECK (kind IN ('onboarding', 'login')),
    site text NOT NULL,         -- where Stripe sends people back: "https://…"
    status text NOT NULL DEFAULT 'waiting'
        CHECK (status IN ('waiting', 'ready', 'used', 'failed')),
    url text,
    failure text,
    created_at timestamptz NOT NULL,
    expires_at timestamptz,     -- of the address; Stripe's are good for minutes
    CHECK ((status = 'ready') <= (url IS NOT NULL))
);
CREATE UNIQUE INDEX payout_visit_one ON payout_visit (user_id)
    WHERE status = 'waiting';
CREATE INDEX payout_visit_user ON payout_visit (user_id, id DESC);

CREATE FUNCTION connect_call(v payout_visit) RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    a payout_account;
BEGIN
    SELECT * INTO a FROM payout_account x WHERE x.user_id = v.user_id;
    IF a.provider_ref IS NULL THEN
        PERFORM provider_call_put('stripe', 'POST', '/v1/accounts',
            'connect:' || v.id, jsonb_build_object('type', 'express',
            'country', a.country, 'email', (SELECT u.email FROM users u
                WHERE u.id = v.user_id), 'capabilities', jsonb_build_object(
            'transfers', jsonb_build_object('requested', true)),
            'metadata', jsonb_build_object('user_id', v.user_id::text)));
    ELSIF v.kind = 'login' THEN
        PERFORM provider_call_put('stripe', 'POST', format(
            '/v1/accounts/%s/login_links', a.provider_ref),
            'connect_link:' || v.id, '{}');
    ELSE
        PERFORM provider_call_put('stripe', 'POST', '/v1/account_links',
            'connect_link:' || v.id, jsonb_build_object('account',
            a.provider_ref, 'type', 'account_onboarding', 'refresh_url',
            v.site || '/payouts/connect', 'return_url',
            v.site || '/payouts/connect/return'));
    END IF;
    -- somebody waits for it
    UPDATE provider_call c SET until = app_now() + interval '3 minutes'
        WHERE c.key IN ('connect:' || v.id, 'connect_link:' || v.id)
        AND c.attempts = 0;
END
$$;
/*
 * The asking member goes to Stripe: to its questions, or, once they are answered,
 * to its own pages.  A country is only chosen before an account is there.
 */
CREATE FUNCTION connect_begin(of_country text, of_kind text, from_site text)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    me bigint := acting_member();
    a payout_account;
    v payout_visit;
BEGIN
    SELECT * INTO a FROM payout_account x WHERE x.user_id = me FOR UPDATE;
    IF a.provider IS DISTINCT FROM 'stripe' THEN
        IF of_country IS NULL OR of_country !~ '^[A-Z]{2}$' THEN
            PERFORM refuse(422, 'country_missing', 'country');
        ELSIF of_kind = 'login' THEN
            PERFORM refuse(409, 'payout_account_missing');
        END IF;
        INSERT INTO payout_account AS x (user_id, provider, country, status,
            changed_at)
        VALUES (me, 'stripe', of_country, 'incomplete', app_now())
        ON CONFLICT (user_id) DO UPDATE SET provider = 'stripe',
            country = excluded.country, holder = NULL, hint = NULL,
            details_sealed = NULL, status = 'incomplete', reason = NULL,
            verified_at = NULL, verified_by = NULL,
            changed_at = excluded.changed_at;
    ELSIF of_kind = 'login' AND a.provider_ref IS NULL THEN
        PERFORM refuse(409, 'payout_account_incomplete');
    ELSIF a.provider_ref IS NULL AND of_country ~ '^[A-Z]{2}$' THEN
        UPDATE payout_account x SET country = of_country WHERE x.user_id = me;
    END IF;
    SELECT * INTO v FROM payout_visit x WHERE x.user_id = me
        AND x.status = 'waiting';
    IF FOUND THEN
        RETURN v.id;
    END IF;
    UPDATE payout_visit x SET status = 'used' WHERE x.user_id = me
        AND x.status = 'ready';
    INSERT INTO payout_visit (user_id, kind, site, created_at)
        VALUES (me, of_kind, from_site, app_now()) RETURNING * INTO v;
    PERFORM connect_call(v);
    RETURN v.id;
END
$$;
-- The address for the asking member, once: Stripe takes each only once.
CREATE FUNCTION connect_take() RETURNS text LANGUAGE sql
SECURITY DEFINER SET search_path = public
AS $$
    UPDATE payout_visit x SET status = 'used' WHERE x.id = (SELECT v.id
        FROM payout_visit v WHERE v.user_id = app_user_id()
        AND v.status = 'ready' AND v.expires_at > app_now()
        ORDER BY v.id DESC LIMIT 1 FOR UPDATE) AND x.status = 'ready'
    RETURNING x.url
$$;
CREATE FUNCTION connect_why(said jsonb) RETURNS text LANGUAGE sql IMMUTABLE
AS $$
    SELECT left(coalesce(said #>> '{error,message}', 'Stripe did not answer'), 300)
$$;
-- What Stripe said to "connect:VISIT": the account is there.
CREATE FUNCTION connect_answered(answered bigint, outcome text, said jsonb)
RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    v payout_visit;
BEGIN
    SELECT * INTO v FROM payout_visit x WHERE x.id = answered;
    PERFORM FROM payout_account a WHERE a.user_id = v.user_id FOR UPDATE;
    IF outcome <> 'done' THEN
        UPDATE payout_visit x SET status = 'failed', failure = connect_why(said)
            WHERE x.id = v.id;
        RETURN;
    END IF;
    UPDATE payout_account a SET provider_ref = said ->> 'id'
        WHERE a.user_id = v.user_id AND a.provider = 'stripe'
        AND a.provider_ref IS NULL;
    PERFORM connect_is(said);
    PERFORM connect_call(v);
END
$$;
-- And to "connect_link:VISIT": a minute less, so that nobody arrives too late.
CREATE FUNCTION connect_linked(linked bigint, outcome text, said jsonb)
RETURNS void LANGUAGE sql
AS $$
    UPDATE payout_visit SET
        status = CASE outcome WHEN 'done' THEN 'ready' ELSE 'failed' END,
        url = said ->> 'url',
        failure = CASE WHEN outcome <> 'done' THEN connect_why(said) END,
        expires_at = app_now() + interval '4 minutes'
    WHERE id = linked AND status = 'waiting'
$$;
/*
 * An account as Stripe has it now: verified when it may be sent money and may pay
 * it out; restricted when it could before, or Stripe says why not.
 */
CREATE FUNCTION connect_is(said jsonb) RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    a payout_account;
    was text;
    open boolean := coalesce((said ->> 'payouts_enabled')::boolean, false)
        AND coalesce(said #>> '{capabilities,transfers}', '') = 'active';
BEGIN
    SELECT x.status INTO was FROM payout_account x
        WHERE x.provider_ref = said ->> 'id' FOR UPDATE;
    UPDATE payout_account x SET
        status = CASE WHEN open THEN 'verified'
            WHEN x.verified_at IS NOT NULL OR x.status = 'restricted'
                OR (said ->> 'details_submitted')::boolean THEN 'restricted'
            ELSE 'incomplete' END,
        verified_at = CASE WHEN open THEN coalesce(x.verified_at, app_now()) END,
        needs = ARRAY(SELECT jsonb_array_elements_text(coalesce(
            said #> '{requirements,currently_due}', '[]'))),
        reason = said #>> '{requirements,disabled_reason}',
        country = coalesce(said ->> 'country', x.country),
        hint = coalesce((SELECT concat_ws(' ', b ->> 'bank_name', '••••',
                b ->> 'last4') FROM jsonb_array_elements(
            coalesce(said #> '{external_accounts,data}', '[]')) b LIMIT 1), x.hint)
    WHERE x.provider_ref = said ->> 'id' RETURNING * INTO a;
    IF a.status IS DISTINCT FROM was AND (a.status = 'verified'
            OR was = 'verified') THEN
        PERFORM payout_account_tell(a, CASE a.status WHEN 'verified'
            THEN 'verified' ELSE 'restricted' END);
    END IF;
END
$$;
-- What Stripe said to "connect_look:USER:…".
CREATE FUNCTION connect_looked(person bigint, outcome text, said jsonb)
RETURNS void LANGUAGE plpgsql
AS $$
BEGIN
    IF outcome = 'done' THEN
        PERFORM connect_is(said);
    END IF;
END
$$;
INSERT INTO provider_answer (prefix, apply) VALUES ('connect', 'connect_answered'),
    ('connect_link', 'connect_linked'), ('connect_look', 'connect_looked');

-- Ask how an account is, `why` names the question: the asking member's own, …
CREATE FUNCTION connect_ask(a payout_account, why text) RETURNS void
LANGUAGE sql
AS $$
    SELECT provider_call_put('stripe', 'GET', '/v1/accounts/' || (a).provider_ref,
        format('connect_look:%s:%s', (a).user_id, why), '{}')
$$;
CREATE FUNCTION connect_look() RETURNS void LANGUAGE sql
SECURITY DEFINER SET search_path = public
AS $$
    SELECT connect_ask(a, extract(epoch FROM app_now())::bigint::text)
    FROM payout_account a WHERE a.user_id = app_user_id()
        AND a.provider_ref IS NOT NULL
$$;
-- … or one that Stripe told something of: what it told may be old.
CREATE FUNCTION webhook_account(e webhook_event) RETURNS void LANGUAGE sql
AS $$
    SELECT connect_ask(a, e.event_id) FROM payout_account a
    WHERE a.provider_ref = coalesce(e.body ->> 'account',
        e.body #>> '{data,object,id}')
$$;
-- The owner took our access back: nothing can go there.
CREATE FUNCTION webhook_account_left(e webhook_event) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    a payout_account;
BEGIN
    UPDATE payout_account x SET status = 'restricted', provider_ref = NULL,
        verified_at = NULL, reason = 'deauthorized', needs = '{}'
    WHERE x.provider_ref = e.body ->> 'account' RETURNING * INTO a;
    IF FOUND THEN
        PERFORM payout_account_tell(a, 'restricted');
    END IF;
END
$$;
-- Stripe could not bring an earner's money to their bank: it stays in their account
-- there, and they must change the bank's number.
CREATE FUNCTION webhook_bank_failed(e webhook_event) RETURNS void LANGUAGE sql
AS $$
    SELECT notify(a.user_id, 'payout_account', '/payouts', jsonb_build_object(
        'what_bank', true, 'words', e.body #>> '{data,object,failure_message}',
        'amount', money_words(provider_said('stripe', (e.body #>>
            '{data,object,amount}')::bigint, unit.code), unit.code)),
        'payout_bank:' || (e.body #>> '{data,object,id}')),
        connect_ask(a, e.event_id)
    FROM payout_account a, upper(e.body #>> '{data,object,currency}') unit (code)
    WHERE a.provider_ref = e.body ->> 'account'
$$;
INSERT INTO webhook_kind VALUES
    ('stripe', 'account.updated', 'webhook_account'),
    ('stripe', 'capability.updated', 'webhook_account'),
    ('stripe', 'account.application.deauthorized', 'webhook_account_left'),
    ('stripe', 'payout.failed', 'webhook_bank_failed')
ON CONFLICT (provider, kind) DO UPDATE SET apply = excluded.apply;

ALTER TABLE payout_visit ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON payout_visit TO belay_billing
    USING (user_id = app_user_id());
GRANT SELECT ON payout_visit TO belay_billing;
GRANT EXECUTE ON FUNCTION connect_begin(text, text, text), connect_take(),
    connect_look() TO belay_billing;
INSERT INTO person_data VALUES
    ('payout_visit', 'user_id', 'money', false, 'delete', NULL);
