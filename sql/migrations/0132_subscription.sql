-- Subscriptions (spec: states 4.4): a company's plan or a member's tier of a
-- journey.  Which event leads from where to where is a table; everything that is
-- charged is a row of its own with an order behind it.

INSERT INTO setting (name, value, kind, minimum, maximum, about) VALUES
    ('subscription_hold_hours', '24', 'int', 1, 720,
        'Hours that a subscription waits for its first payment'),
    ('renewal_open_days', '7', 'int', 0, 60,
        'Days before a period''s end at which the next one is invoiced, where '
        'nothing is charged by itself'),
    ('refund_days', '30', 'int', 0, 365,
        'Days after a charge during which unused days of a subscription are paid back');

CREATE TABLE subscription (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('company', 'tier')),
    company_id bigint REFERENCES company,
    journey_id bigint REFERENCES journey,
    payer_id bigint NOT NULL REFERENCES users,  -- a tier's is who has it
    plan text NOT NULL,             -- company_plan.name or journey_tier.tier
    every text NOT NULL CHECK (every IN ('month', 'year')),
    price_amount bigint NOT NULL CHECK (price_amount >= 0), -- of a period
    currency text NOT NULL REFERENCES currency,
    zone text NOT NULL,             -- in which its days are counted
    status text NOT NULL DEFAULT 'incomplete' CHECK (status IN ('incomplete',
        'trialing', 'active', 'past_due', 'suspended', 'canceled',
        'incomplete_expired')),
    version int NOT NULL DEFAULT 1,
    anchor_at timestamptz,          -- from which the periods are counted
    periods int NOT NULL DEFAULT 0, -- how many months the present one ends after it
    period_start timestamptz,
    period_end timestamptz,
    trial_end timestamptz,
    cancel_at_period_end boolean NOT NULL DEFAULT false,
    cancel_reason text CHECK (cancel_reason IN ('too_expensive', 'not_used',
        'missing', 'quality', 'other_product', 'other')),
    cancel_words text CHECK (length(cancel_words) <= 1000),
    pending_plan text,              -- taken at the period's end
    pending_every text CHECK (pending_every IN ('month', 'year')),
    pending_amount bigint,
    past_due_at timestamptz,        -- the renewal that failed
    dunning_step int NOT NULL DEFAULT 0,    -- of dunning_step.n, done last
    next_at timestamptz,            -- when the clock has something to do
    affiliate_id bigint REFERENCES users,   -- whose link brought it
    affiliate_bp int CHECK (affiliate_bp BETWEEN 1 AND 10000),
    provider text CHECK (provider IN ('manual', 'stripe')),
    provider_ref text UNIQUE,       -- sub_…
    provider_item text,             -- si_…
    provider_product text,          -- prod_…
    provider_left text,             -- the sub_… that it does not follow any more
    created_at timestamptz NOT NULL,
    started_at timestamptz,
    ended_at timestamptz,
    CHECK ((kind = 'company') = (company_id IS NOT NULL)),
    CHECK ((kind = 'tier') = (journey_id IS NOT NULL)),
    CHECK ((pending_plan IS NULL) = (pending_every IS NULL)),
    CHECK ((pending_plan IS NULL) = (pending_amount IS NULL)),
    CHECK ((status IN ('trialing', 'active', 'past_due', 'suspended')) <=
        (period_end IS NOT NULL)),
    CHECK ((status IN ('canceled', 'incomplete_expired'))
        = (ended_at IS NOT NULL)),
    CHECK ((status IN ('past_due', 'suspended')) = (past_due_at IS NOT NULL)),
    CHECK ((affiliate_id IS NULL) = (affiliate_bp IS NULL)),
    CHECK (affiliate_id <> payer_id)
);
-- One at a time; an attempt beside it is made good or lapses.
CREATE UNIQUE INDEX subscription_one_company ON subscription (company_id)
    WHERE status IN ('trialing', 'active', 'past_due', 'suspended');
CREATE UNIQUE INDEX subscription_one_tier ON subscription (payer_id, journey_id)
    WHERE status IN ('trialing', 'active', 'past_due', 'suspended')
    AND journey_id IS NOT NULL;
CREATE UNIQUE INDEX subscription_one_begun ON subscription
    (payer_id, coalesce(company_id, 0), coalesce(journey_id, 0))
    WHERE status = 'incomplete';
CREATE INDEX subscription_company ON subscription (company_id, id DESC)
    WHERE company_id IS NOT NULL;
CREATE INDEX subscription_journey ON subscription (journey_id, status)
    WHERE journey_id IS NOT NULL;
CREATE INDEX subscription_payer ON subscription (payer_id, id DESC);
CREATE INDEX subscription_affiliate ON subscription (affiliate_id)
    WHERE affiliate_id IS NOT NULL;
CREATE INDEX subscription_due ON subscription (next_at)
    WHERE next_at IS NOT NULL;
CREATE INDEX subscription_status ON subscription (status, id DESC);

-- Append-only: every event, also the ones that change no status.
CREATE TABLE subscription_history (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    subscription_id bigint NOT NULL REFERENCES subscription,
    at timestamptz NOT NULL,
    actor_id bigint REFERENCES users,       -- NULL: the system
    side text NOT NULL CHECK (side IN ('owner', 'system', 'admin')),
    event text NOT NULL,
    from_status text,                       -- NULL: it began
    to_status text NOT NULL,
    words text,
    detail jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX subscription_history_of ON subscription_history
    (subscription_id, id);
CREATE INDEX subscription_history_actor ON subscription_history (actor_id)
    WHERE actor_id IS NOT NULL;
CREATE TRIGGER books_closed BEFORE UPDATE OR DELETE OR TRUNCATE
    ON subscription_history EXECUTE FUNCTION books_closed();

CREATE TABLE subscription_rule (
    event text NOT NULL,
    side text NOT NULL,
    from_status text NOT NULL,
    to_status text NOT NULL,
    PRIMARY KEY (event, side, from_status, to_status)
);
INSERT INTO subscription_rule
    SELECT e, s, f, t FROM (VALUES
        ('start', 'system', 'incomplete', 'trialing active'),
        ('lapse', 'system', 'incomplete', 'incomplete_expired'),
        ('paid', 'system', 'trialing past_due suspended', 'active'),
        ('renew', 'system', 'active', 'active'),
        ('fail', 'system', 'trialing active', 'past_due'),
        ('remind', 'system', 'past_due', 'past_due'),
        ('suspend', 'system', 'past_due', 'suspended'),
        ('give_up', 'system', 'suspended', 'canceled'),
        ('upgrade', 'owner', 'active', 'active'),
        ('downgrade', 'owner', 'active', 'active'),
        ('keep', 'owner', 'active', 'active'),  -- no downgrade after all
        ('change', 'system', 'active', 'active'),
        ('cancel', 'owner', 'active', 'active'),
        ('cancel', 'owner', 'trialing', 'canceled'),
        ('reactivate', 'owner', 'active', 'active'),
        ('end', 'system', 'active', 'canceled'),
        -- its money went back
        ('refund', 'system', 'trialing active past_due suspended', 'canceled'),
        ('terminate', 'admin',
            'incomplete trialing active past_due suspended', 'canceled'),
        -- the provider ended it
        ('gone', 'system', 'trialing active past_due suspended', 'canceled'))
        AS r (e, s, froms, tos), string_to_table(froms, ' ') f,
        string_to_table(tos, ' ') t;

-- What happens after a renewal failed, by whole days.
CREATE TABLE dunning_step (
    n int PRIMARY KEY,
    after_days int NOT NULL UNIQUE,
    event text NOT NULL CHECK (event IN ('remind', 'suspend', 'give_up'))
);
INSERT INTO dunning_step VALUES (1, 1, 'remind'), (2, 3, 'remind'),
    (3, 7, 'remind'), (4, 14, 'suspend'), (5, 21, 'give_up');

-- --- moving ------------------------------------------------------------------------
CREATE FUNCTION subscription_moves(s subscription, by_side text) RETURNS text[]
LANGUAGE sql STABLE
AS $$
    SELECT coalesce(array_agg(DISTINCT r.event ORDER BY r.event), '{}')
    FROM subscription_rule r
    WHERE r.side = by_side AND r.from_status = (s).status
        AND (r.event <> 'reactivate' OR (s).cancel_at_period_end)
        AND (r.event <> 'cancel' OR NOT (s).cancel_at_period_end)
        AND (r.event <> 'keep' OR (s).pending_plan IS NOT NULL)
$$;
CREATE FUNCTION subscription_refuse(s subscription, by_side text) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM refuse(409, 'subscription_is_' || s.status, NULL,
        jsonb_build_object('allowed', to_jsonb(subscription_moves(s, by_side)),
        'state', s.status));
END
$$;
CREATE FUNCTION subscription_log(s subscription, by_side text, event text,
    was text, words text DEFAULT NULL, detail jsonb DEFAULT '{}') RETURNS void
LANGUAGE sql
AS $$
    INSERT INTO subscription_history (subscription_id, at, actor_id, side, event,
        from_status, to_status, words, detail)
    VALUES ((s).id, app_now(), CASE WHEN by_side <> 'system'
        THEN app_user_id() END, by_side, event, was, (s).status, words, detail)
$$;
-- The one place where a subscription's status changes.
CREATE FUNCTION subscription_move(s subscription, event text, side text,
    target text, words text DEFAULT NULL, detail jsonb DEFAULT '{}')
RETURNS subscription LANGUAGE plpgsql
AS $$
DECLARE
    was text := s.status;
    ends boolean := target IN ('canceled', 'incomplete_expired');
BEGIN
    IF NOT EXISTS (SELECT FROM subscription_rule r WHERE (r.event, r.side,
            r.from_status, r.to_status) = (subscription_move.event,
            subscription_move.side, was, target)) THEN
        PERFORM subscription_refuse(s, side);
    END IF;
    UPDATE subscription x SET status = target, version = x.version + 1,
        started_at = CASE event WHEN 'start' THEN app_now()
            ELSE x.started_at END,
        ended_at = CASE WHEN ends THEN app_now() END,
        past_due_at = CASE WHEN event = 'fail' THEN app_now()
            WHEN target IN ('past_due', 'suspended') THEN x.past_due_at END,
        dunning_step = CASE WHEN target IN ('past_due', 'suspended')
            AND event <> 'fail' THEN x.dunning_step ELSE 0 END,
        next_at = CASE WHEN ends THEN NULL ELSE x.next_at END
    WHERE x.id = s.id RETURNING * INTO s;
    PERFORM subscription_log(s, side, event, was, words, detail);
    RETURN s;
END
$$;

-- --- what is charged ------------------------------------------------------------------
-- One open at a time.  It has an order once somebody goes to pay it, or at once
-- where it is a renewal; the period it is for is half-open.
CREATE TABLE subscription_charge (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    subscription_id bigint NOT NULL REFERENCES subscription,
    kind text NOT NULL CHECK (kind IN ('first', 'renewal', 'upgrade')),
    plan text NOT NULL,
    every text NOT NULL CHECK (every IN ('month', 'year')),
    price_amount bigint NOT NULL,   -- of a whole period from then on
    amount bigint NOT NULL CHECK (amount >= 0),     -- before codes and tax
    title text NOT NULL,
    from_at timestamptz,            -- NULL: from when it is paid
    to_at timestamptz,
    -- a tier's help: in the month in which it begins, then in so many months more
    now_reviews int NOT NULL DEFAULT 0 CHECK (now_reviews >= 0),
    now_sessions int NOT NULL DEFAULT 0 CHECK (now_sessions >= 0),
    reviews int NOT NULL DEFAULT 0 CHECK (reviews >= 0),
    sessions int NOT NULL DEFAULT 0 CHECK (sessions >= 0),
    months int NOT NULL DEFAULT 0 CHECK (months >= 0),
    review_rate bigint NOT NULL DEFAULT 0,
    session_rate bigint NOT NULL DEFAULT 0,
    commission_bp int NOT NULL DEFAULT 0,
    order_id bigint REFERENCES orders,
    provider_invoice text UNIQUE,   -- in_…
    status text NOT NULL DEFAULT 'open'
        CHECK (status IN ('open', 'paid', 'void')),
    applied_at timestamptz,         -- the period or the plan is there
    created_at timestamptz NOT NULL,
    CHECK (from_at < to_at),
    CHECK ((status = 'paid') <= (order_id IS NOT NULL)),
    CHECK (applied_at IS NULL OR status = 'paid')
);
CREATE UNIQUE INDEX subscription_charge_open
    ON subscription_charge (subscription_id) WHERE status = 'open';
CREATE INDEX subscription_charge_of ON subscription_charge (subscription_id, id);
CREATE UNIQUE INDEX subscription_charge_order ON subscription_charge (order_id)
    WHERE order_id IS NOT NULL;

-- --- who may see what --------------------------------------------------------------------
DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['subscription', 'subscription_history',
            'subscription_charge'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY admin ON %I TO belay_admin USING (true)', t);
        EXECUTE format('CREATE POLICY worker ON %I TO belay_worker USING (true)',
            t);
        EXECUTE format('GRANT SELECT ON %I TO belay_admin, belay_worker', t);
    END LOOP;
END
$$;
CREATE POLICY own ON subscription TO belay_billing, belay_account
    USING (payer_id = app_user_id());
GRANT SELECT ON subscription TO belay_billing;
GRANT SELECT ON subscription_rule, dunning_step TO belay_billing, belay_admin,
    belay_worker;

INSERT INTO person_data VALUES
    ('subscription', 'payer_id', 'money', true, 'keep', 'books: kept by law'),
    ('subscription', 'affiliate_id', 'money', false, 'keep',
        'books: kept by law'),
    ('subscription_history', 'actor_id', 'money', false, 'keep',
        'books: kept by law');
