-- Where earners are paid, and when: one account each, at Stripe, at PayPal or in
-- a bank, looked at before money goes there.

INSERT INTO setting (name, value, kind, minimum, maximum, about) VALUES
    ('payout_minimum', '100', 'int', 0, 100000,
        'Smallest payout, in about as many dollars'),
    ('payout_second_admin', '5000', 'int', 0, 100000000,
        'Payouts above this, in about as many dollars, need a second admin'),
    ('payout_trusted_after', '3', 'int', 0, 1000,
        'Payouts that went well before others are approved by themselves (0: never)'),
    ('payout_trusted_most', '1000', 'int', 0, 100000000,
        'The largest of those, in about as many dollars'),
    ('payout_send_by_itself', 'true', 'bool', NULL, NULL,
        'Approved payouts to Stripe are sent without waiting for an admin');
INSERT INTO notification_type (name, area, title, email, push, discord, urgent,
    required, can_wait) VALUES
    ('payout_sent', 'money', 'A payout is on its way', true, true, false, false, true, false),
    ('payout_failed', 'money', 'A payout failed', true, true, false, false, true, false),
    ('payout_account', 'money', 'Your payout account', true, true, false, false, true, false);

-- About a dollar in each currency is the least one can pay there.
CREATE FUNCTION dollars_of(dollars bigint, unit text) RETURNS bigint
LANGUAGE sql STABLE
AS $$
    SELECT (dollars * c.minimum)::bigint FROM currency c WHERE c.code = unit
$$;
CREATE FUNCTION payout_minimum(unit text) RETURNS bigint LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = public
AS $$ SELECT dollars_of(setting_text('payout_minimum')::bigint, unit) $$;

-- --- accounts ------------------------------------------------------------------
-- incomplete: Stripe has not been told everything · checking: an admin looks at
-- it · verified: money may go there · restricted: not any more, see `reason`.
CREATE TABLE payout_account (
    user_id bigint PRIMARY KEY REFERENCES users,
    provider text NOT NULL CHECK (provider IN ('manual', 'stripe', 'paypal')),
    country text NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
    holder text CHECK (length(holder) BETWEEN 1 AND 120),
    hint text CHECK (length(hint) <= 60),   -- "•••• 6789": what may be shown
    details_sealed text,        -- of the bank, or the address at PayPal
    provider_ref text UNIQUE,   -- Stripe's acct_…
    status text NOT NULL CHECK (status IN ('incomplete', 'checking',
        'verified', 'restricted')),
    reason text,                -- why not, in a provider's or an admin's words
    needs text[] NOT NULL DEFAULT '{}',     -- what Stripe still asks for
    weekly boolean NOT NULL DEFAULT false,
    held_reason text,           -- an admin stopped all payouts
    held_by bigint REFERENCES users,
    verified_at timestamptz,
    verified_by bigint REFERENCES users,    -- NULL: Stripe
    changed_at timestamptz NOT NULL,
    CHECK ((provider = 'stripe') = (details_sealed IS NULL)),
    CHECK ((status = 'verified') = (verified_at IS NOT NULL)),
    CHECK ((provider = 'stripe') <= (status <> 'checking')),
    CHECK ((held_reason IS NULL) = (held_by IS NULL))
);
CREATE INDEX payout_account_checking ON payout_account (changed_at)
    WHERE status = 'checking';
CREATE INDEX payout_account_held_by ON payout_account (held_by)
    WHERE held_by IS NOT NULL;
CREATE INDEX payout_account_verified_by ON payout_account (verified_by)
    WHERE verified_by IS NOT NULL;

CREATE FUNCTION payout_account_tell(a payout_account, what text)
RETURNS void LANGUAGE sql
AS $$
    SELECT notify((a).user_id, 'payout_account', '/payouts',
        jsonb_strip_nulls(jsonb_build_object('what_' || what, true, 'hint',
        (a).hint, 'words', coalesce((a).held_reason, (a).reason))),
        format('payout_account:%s:%s:%s', (a).user_id, what, app_now()))
$$;
-- The asking member's own account by hand: a bank, or an address at PayPal.  An
-- admin looks at it before anything goes there, after every change.
CREATE FUNCTION payout_account_set(by_provider text, of_country text,
    of_holder text, shown text, sealed text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    me bigint := acting_member();
    a payout_account;
BEGIN
    IF by_provider IS NULL OR by_provider NOT IN ('manual', 'paypal') THEN
        PERFORM refuse(422, 'payout_provider_unknown', 'provider');
    END IF;
    INSERT INTO payout_account AS x (user_id, provider, country, holder, hint,
        details_sealed, status, changed_at)
    VALUES (me, by_provider, of_country, of_holder, shown, sealed, 'checking',
        app_now())
    ON CONFLICT (user_id) DO UPDATE SET provider = excluded.provider,
        country = excluded.country, holder = excluded.holder,
        hint = excluded.hint, details_sealed = excluded.details_sealed,
        provider_ref = NULL, status = 'checking', reason = NULL, needs = '{}',
        verified_at = NULL, verified_by = NULL, changed_at = excluded.changed_at
    RETURNING * INTO a;
    PERFORM payout_account_tell(a, 'changed');
    PERFORM money_attention('payout_account', '/admin/payouts/people/' || me,
        jsonb_build_object('title', a.holder),
        format('payout_account:%s:%s', me, app_now()));
END
$$;
CREATE FUNCTION payout_weekly_set(is_weekly boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    UPDATE payout_account SET weekly = is_weekly
        WHERE user_id = acting_member();
    IF NOT FOUND THEN
        PERFORM refuse(409, 'payout_account_missing');
    END IF;
END
$$;
-- --- what admins decide ----------------------------------------------------------
-- The account is theirs to judge only where no provider does.
CREATE FUNCTION payout_account_decide(person bigint, agreed boolean, why text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    a payout_account;
BEGIN
    SELECT * INTO a FROM payout_account x WHERE x.user_id = person FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM refuse(404, 'payout_account_missing');
    ELSIF a.provider = 'stripe' THEN
        PERFORM refuse(409, 'payout_account_is_stripes');
    ELSIF a.status = 'verified' AND agreed THEN
        PERFORM refuse(409, 'payout_account_is_verified');
    ELSIF person = app_user_id() AND other_money_admins(person) THEN
        PERFORM refuse(403, 'payout_is_own');
    END IF;
    UPDATE payout_account x SET
        status = CASE WHEN agreed THEN 'verified' ELSE 'restricted' END,
        reason = CASE WHEN NOT agreed THEN admin_reason(why) END,
        verified_at = CASE WHEN agreed THEN app_now() END,
        verified_by = CASE WHEN agreed THEN app_user_id() END
    WHERE x.user_id = person RETURNING * INTO a;
    PERFORM payout_account_tell(a, a.status);
END
$$;
-- Nothing goes to this person until it is let go again (`why` NULL).
CREATE FUNCTION payout_hold(person bigint, why text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    a payout_account;
BEGIN
    UPDATE payout_account x SET held_reason = why,
        held_by = CASE WHEN why IS NOT NULL THEN app_user_id() END
    WHERE x.user_id = person AND (x.held_reason IS NULL) <> (why IS NULL)
    RETURNING * INTO a;
    IF NOT FOUND AND NOT EXISTS (SELECT FROM payout_account x
            WHERE x.user_id = person) THEN
        PERFORM refuse(404, 'payout_account_unknown');
    ELSIF a.user_id IS NULL THEN
        PERFORM refuse(409, CASE WHEN why IS NULL THEN 'payout_not_held'
            ELSE 'payout_is_held' END);
    END IF;
    PERFORM payout_account_tell(a, CASE WHEN why IS NULL THEN 'released'
        ELSE 'held' END);
END
$$;
-- May money go there?
CREATE FUNCTION payout_account_is_open(a payout_account) RETURNS boolean
LANGUAGE sql IMMUTABLE
AS $$ SELECT coalesce((a).status = 'verified' AND (a).held_reason IS NULL, false) $$;

-- --- who may see and do what -------------------------------------------------------
ALTER TABLE payout_account ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON payout_account TO belay_billing
    USING (user_id = app_user_id());
CREATE POLICY admin ON payout_account TO belay_admin USING (true);
CREATE POLICY worker ON payout_account TO belay_worker USING (true);
GRANT SELECT (user_id, provider, country, holder, hint, provider_ref, status,
    reason, needs, weekly, held_reason, verified_at, changed_at)
    ON payout_account TO belay_billing;
GRANT SELECT ON payout_account TO belay_admin, belay_worker;
GRANT EXECUTE ON FUNCTION
    payout_account_set(text, text, text, text, text),
    payout_weekly_set(boolean), payout_minimum(text) TO belay_billing;
GRANT EXECUTE ON FUNCTION
    mail_queue(bigint, text, text, jsonb, text, text, text) TO belay_billing;
GRANT EXECUTE ON FUNCTION payout_account_decide(bigint, boolean, text),
    payout_hold(bigint, text), payout_minimum(text) TO belay_admin;

INSERT INTO person_data VALUES
    ('payout_account', 'user_id', 'money', true, 'keep',
        'until what is owed is paid; then payout_tick() deletes it'),
    ('payout_account', 'held_by', 'money', false, 'keep', 'books: kept by law'),
    ('payout_account', 'verified_by', 'money', false, 'keep', 'books: kept by law');
