-- What can be subscribed to: plans of companies, and tiers of journeys.
-- Companies and journeys have here what money needs of them.

-- --- plans ---------------------------------------------------------------------
-- Each plan's price and limits are settings; -1 is without limit.
INSERT INTO setting (name, value, kind, minimum, maximum, about)
SELECT format('plan_%s_%s', p.name, f.name), to_jsonb((p.figures)[f.n]), 'int',
    f.least, 1000000000, format(f.about, upper(p.name))
FROM (VALUES ('starter', ARRAY[9900, 3, 2, 50]),
        ('professional', ARRAY[29900, 15, 10, 500]),
        ('enterprise', ARRAY[99900, -1, 50, -1]),
        ('rap', ARRAY[29900, 15, 10, 500])) AS p (name, figures),
    (VALUES (1, 'price', 0, 'Plan %s: price a month, in cents'),
        (2, 'jobs', -1, 'Plan %s: open job posts; -1 is without limit'),
        (3, 'seats', -1, 'Plan %s: seats; -1 is without limit'),
        (4, 'searches', -1,
            'Plan %s: talent searches a month; -1 is without limit'))
        AS f (n, name, least, about);
INSERT INTO setting (name, value, kind, minimum, maximum, about) VALUES
    ('plan_year_months', '10', 'int', 1, 12,
        'Months that a year of a company''s plan costs'),
    ('plan_trial_days', '0', 'int', 0, 90,
        'Days that a company''s first plan is free'),
    ('plan_none_drafts', '1', 'int', 0, 100,
        'Draft jobs of a company without a plan');

CREATE FUNCTION plan_figure(plan text, figure text) RETURNS bigint
LANGUAGE sql STABLE
AS $$ SELECT setting_text(format('plan_%s_%s', lower(plan), figure))::bigint $$;
-- Unlimited is NULL here.
CREATE VIEW company_plan AS
SELECT p.name, p.title, p.n AS rank, plan_figure(p.name, 'price') AS month_amount,
    plan_figure(p.name, 'price') * setting_text('plan_year_months')::int
        AS year_amount, 'USD'::text AS currency,
    nullif(plan_figure(p.name, 'jobs'), -1) AS jobs,
    nullif(plan_figure(p.name, 'seats'), -1) AS seats,
    nullif(plan_figure(p.name, 'searches'), -1) AS searches,
    p.name = 'RAP' AS badge
FROM (VALUES (1, 'STARTER', 'Starter'), (2, 'PROFESSIONAL', 'Professional'),
    (3, 'RAP', 'RAP'), (4, 'ENTERPRISE', 'Enterprise')) AS p (n, name, title);

-- --- companies -------------------------------------------------------------------
CREATE TABLE company (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL CHECK (length(trim(name)) BETWEEN 1 AND 120),
    country text CHECK (country ~ '^[A-Z]{2}$'),
    created_by bigint NOT NULL REFERENCES users,
    created_at timestamptz NOT NULL
);
CREATE INDEX company_created_by ON company (created_by);
-- owner and billing may buy; everybody takes a seat.
CREATE TABLE company_member (
    company_id bigint NOT NULL REFERENCES company,
    user_id bigint NOT NULL REFERENCES users,
    role text NOT NULL CHECK (role IN ('owner', 'billing', 'member')),
    joined_at timestamptz NOT NULL,
    PRIMARY KEY (company_id, user_id)
);
CREATE INDEX company_member_user ON company_member (user_id);

CREATE FUNCTION company_may_buy(buyer bigint, of_company bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT EXISTS (SELECT FROM company_member m WHERE m.user_id = buyer
        AND m.company_id = of_company AND m.role IN ('owner', 'billing'))
$$;
-- An employer's company, with them as its owner.
CREATE FUNCTION company_make(company_name text, of_country text DEFAULT NULL)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    me bigint := acting_member();
    made bigint;
BEGIN
    IF length(trim(coalesce(company_name, ''))) NOT BETWEEN 1 AND 120 THEN
        PERFORM refuse(422, 'company_name_missing', 'name');
    END IF;
    PERFORM FROM users u WHERE u.id = me FOR UPDATE;
    SELECT c.id INTO made FROM company_member m JOIN company c
        ON c.id = m.company_id WHERE m.user_id = me AND m.role = 'owner'
        AND lower(c.name) = lower(trim(company_name));
    IF made IS NULL THEN
        INSERT INTO company (name, country, created_by, created_at)
        VALUES (trim(company_name), coalesce(of_country, buyer_country(me)), me,
            app_now()) RETURNING id INTO made;
        INSERT INTO company_member VALUES (made, me, 'owner', app_now());
    END IF;
    RETURN made;
END
$$;

-- --- journeys and their tiers ------------------------------------------------------
CREATE TABLE journey (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    creator_id bigint NOT NULL REFERENCES users,
    title text NOT NULL CHECK (length(trim(title)) BETWEEN 1 AND 120),
    fee_bp int CHECK (fee_bp BETWEEN 0 AND 10000),  -- NULL: the platform's
    -- what is set aside for each review and session, and of it what is the
    -- creator's commission
    review_rate bigint NOT NULL DEFAULT 0 CHECK (review_rate >= 0),
    session_rate bigint NOT NULL DEFAULT 0 CHECK (session_rate >= 0),
    commission_bp int NOT NULL DEFAULT 0
        CHECK (commission_bp BETWEEN 0 AND 10000),
    currency text NOT NULL DEFAULT 'USD' REFERENCES currency,
    created_at timestamptz NOT NULL
);
CREATE INDEX journey_creator ON journey (creator_id, id);
-- Exactly three, each can be off; a price of 0 is free.
CREATE TABLE journey_tier (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    journey_id bigint NOT NULL REFERENCES journey,
    tier text NOT NULL CHECK (tier IN ('essentials', 'guided', 'premium')),
    is_on boolean NOT NULL DEFAULT true,
    month_amount bigint NOT NULL CHECK (month_amount >= 0),
    year_amount bigint CHECK (year_amount >= 0),    -- NULL: by the month only
    reviews int NOT NULL DEFAULT 0 CHECK (reviews BETWEEN 0 AND 100),
    sessions int NOT NULL DEFAULT 0 CHECK (sessions BETWEEN 0 AND 100),
    session_minutes int NOT NULL DEFAULT 45
        CHECK (session_minutes BETWEEN 15 AND 240),
    UNIQUE (journey_id, tier),
    CHECK (year_amount IS NULL OR (month_amount = 0) = (year_amount = 0))
);
CREATE FUNCTION tier_rank(tier text) RETURNS int LANGUAGE sql IMMUTABLE
AS $$ SELECT array_position(ARRAY['essentials', 'guided', 'premium'], tier) $$;
CREATE FUNCTION tier_title(tier text) RETURNS text LANGUAGE sql IMMUTABLE
AS $$ SELECT initcap(tier) $$;
-- What a tier sets aside a month for work that is in it.
CREATE FUNCTION tier_reserve(t journey_tier, j journey) RETURNS bigint
LANGUAGE sql IMMUTABLE
AS $$ SELECT (t).reviews * (j).review_rate + (t).sessions * (j).session_rate $$;

-- The defaults of what a tier has in it.
CREATE FUNCTION tier_allowance(tier text, OUT reviews int, OUT sessions int)
LANGUAGE sql IMMUTABLE
AS $$
    SELECT CASE tier WHEN 'guided' THEN 2 WHEN 'premium' THEN 4 ELSE 0 END,
        CASE tier WHEN 'premium' THEN 2 ELSE 0 END
$$;
/*
 * A creator sets a tier of the own journey: prices, and how much help is in it
 * (NULL: the default).  Refused where the price is too low to be paid, or its
 * share does not bear what is set aside, the largest commission of an affiliate
 * (`affiliate_bp`) included.
 */
CREATE FUNCTION tier_save(of_journey bigint, tier_name text, month_price bigint,
    year_price bigint, in_reviews int DEFAULT NULL, in_sessions int DEFAULT NULL,
    affiliate_bp int DEFAULT 0, switched_on boolean DEFAULT true)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    j journey;
    t journey_tier;
    d record := tier_allowance(tier_name);
    least_price bigint;
BEGIN
    SELECT * INTO j FROM journey x WHERE x.id = of_journey
        AND x.creator_id = acting_member() FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM refuse(404, 'journey_unknown');
    ELSIF tier_rank(tier_name) IS NULL THEN
        PERFORM refuse(422, 'tier_unknown', 'tier');
    END IF;
    SELECT c.minimum INTO least_price FROM currency c WHERE c.code = j.currency;
    IF month_price IS NULL OR month_price <> 0 AND month_price < least_price THEN
        PERFORM refuse(422, 'price_too_low', 'month_amount');
    ELSIF (month_price = 0) <> (coalesce(year_price, month_price) = 0)
            OR year_price <> 0 AND year_price < least_price THEN
        PERFORM refuse(422, 'price_too_low', 'year_amount');
    END IF;
    INSERT INTO journey_tier AS x (journey_id, tier, is_on, month_amount,
        year_amount, reviews, sessions)
    VALUES (j.id, tier_name, switched_on, month_price, year_price,
        coalesce(in_reviews, d.reviews), coalesce(in_sessions, d.sessions))
    ON CONFLICT (journey_id, tier) DO UPDATE SET is_on = excluded.is_on,
        month_amount = excluded.month_amount, year_amount = excluded.year_amount,
        reviews = excluded.reviews, sessions = excluded.sessions
    RETURNING * INTO t;
    PERFORM split_of(p.price, 0, coalesce(j.fee_bp,
            setting_text('platform_fee_bp')::int), j.creator_id,
        jsonb_build_array(jsonb_build_object('kind', 'affiliate', 'account',
            'payable', 'user_id', j.creator_id, 'bp', affiliate_bp),
            jsonb_build_object('kind', 'reserve', 'account', 'reserve',
            'amount', tier_reserve(t, j) * p.months)))
        FROM (VALUES (month_price, 1), (year_price, 12)) AS p (price, months)
        WHERE p.price > 0 OR tier_reserve(t, j) > 0 AND p.price IS NOT NULL;
    RETURN t.id;
END
$$;

-- --- who may see and do what ---------------------------------------------------------
ALTER TABLE company ENABLE ROW LEVEL SECURITY;
ALTER TABLE company_member ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON company TO belay_billing, belay_account
    USING (created_by = app_user_id());
CREATE POLICY own ON company_member TO belay_billing, belay_account
    USING (user_id = app_user_id());
CREATE POLICY admin ON company TO belay_admin USING (true);
CREATE POLICY admin ON company_member TO belay_admin USING (true);
CREATE POLICY worker ON company TO belay_worker USING (true);
CREATE POLICY worker ON company_member TO belay_worker USING (true);
GRANT SELECT ON company, company_member TO belay_billing, belay_admin,
    belay_worker;
-- The asking member's companies, and what they are there.
CREATE VIEW my_company AS
SELECT c.id, c.name, c.country, m.role, m.role IN ('owner', 'billing') AS may_buy
FROM company_member m JOIN company c ON c.id = m.company_id
WHERE m.user_id = app_user_id();
GRANT SELECT ON my_company, company_plan TO belay_billing;
GRANT SELECT ON company_plan TO belay_admin, belay_worker;
GRANT SELECT ON journey, journey_tier TO belay_billing, belay_admin,
    belay_worker;
GRANT EXECUTE ON FUNCTION company_make(text, text), tier_save(bigint, text,
    bigint, bigint, int, int, int, boolean), tier_rank(text), tier_title(text),
    plan_figure(text, text), company_may_buy(bigint, bigint) TO belay_billing;
GRANT EXECUTE ON FUNCTION plan_figure(text, text) TO belay_admin, belay_worker;
GRANT EXECUTE ON FUNCTION days_between(timestamptz, timestamptz, text)
    TO belay_billing, belay_admin, belay_worker;
INSERT INTO person_data VALUES
    ('company', 'created_by', 'money', false, 'keep', 'a company outlives its maker'),
    ('company_member', 'user_id', 'money', true, 'delete', NULL),
    ('journey', 'creator_id', 'money', true, 'keep', 'others bought it');
