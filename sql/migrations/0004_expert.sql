-- Experts: who offers sessions, of which kinds, when, and at what price.
--
-- A person is an expert once, whatever kinds (mentor, concierge, interviewer)
-- they are verified for.  `expert.ref` is the only number of an expert that
-- pages and JSON show: an anonymous interviewer must not be found by user id.

-- Refuse from inside the database.  SQLSTATE BL403, BL404, BL409, BL422 is the
-- answer's status; MESSAGE a word for the catalogue, HINT the field of a 422,
-- DETAIL a JSON object for the problem document.
CREATE FUNCTION refuse(answer int, word text, field text DEFAULT NULL,
    extra jsonb DEFAULT '{}') RETURNS void LANGUAGE plpgsql
AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'BL' || answer, MESSAGE = word,
        HINT = coalesce(field, ''), DETAIL = extra::text;
END
$$;

-- --- vocabularies ------------------------------------------------------------
CREATE TABLE skill (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9][a-z0-9+#.-]{0,39}$'),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 40),
    vetted boolean NOT NULL DEFAULT false   -- offered in lists; by an admin
);
CREATE UNIQUE INDEX skill_name ON skill (lower(name));
CREATE TABLE industry (
    slug text PRIMARY KEY CHECK (slug ~ '^[a-z0-9-]{1,40}$'),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 60)
);
CREATE TABLE specialisation (
    slug text PRIMARY KEY CHECK (slug ~ '^[a-z0-9-]{1,40}$'),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 60)
);

-- The form of a name that is looked up: "C++" is "c++", "Système D" "syst-me-d".
CREATE FUNCTION slug_of(name text) RETURNS text LANGUAGE sql IMMUTABLE
AS $$
    SELECT left(trim(BOTH '-' FROM
        regexp_replace(lower(trim(name)), '[^a-z0-9+#.]+', '-', 'g')), 40)
$$;

INSERT INTO skill (slug, name, vetted)
    SELECT slug_of(n), n, true FROM unnest(ARRAY['Algorithms', 'Android', 'AWS',
        'Azure', 'Behavioural interviews', 'C', 'C#', 'C++', 'Career change',
        'Communication', 'Data analysis', 'Data engineering', 'Databases',
        'Design', 'DevOps', 'Distributed systems', 'Embedded', 'Frontend', 'Go',
        'Google Cloud', 'iOS', 'Java', 'JavaScript', 'Kotlin', 'Kubernetes',
        'Leadership', 'Linux', 'Machine learning', 'Management', 'Negotiation',
        'Networking', 'Node.js', 'PHP', 'PostgreSQL', 'Product management',
        'Public speaking', 'Python', 'React', 'Ruby', 'Rust', 'Sales',
        'Scala', 'Security', 'SQL', 'Statistics', 'Swift', 'System design',
        'Testing', 'TypeScript', 'UX research', 'Writing']) n;
INSERT INTO industry
    SELECT slug_of(n), n FROM unnest(ARRAY['Agriculture', 'Automotive',
        'Consulting', 'E-commerce', 'Education', 'Energy', 'Entertainment',
        'Fashion', 'Finance', 'Gaming', 'Government', 'Healthcare',
        'Hospitality', 'Insurance', 'Law', 'Logistics', 'Manufacturing',
        'Marketing', 'Media', 'Non-profit', 'Real estate', 'Research',
        'Retail', 'Software', 'Telecommunications', 'Travel']) n;
INSERT INTO specialisation
    SELECT slug_of(n), n FROM unnest(ARRAY['Backend', 'Frontend', 'Full stack',
        'Mobile', 'Data', 'Infrastructure', 'Security', 'Embedded',
        'Engineering management', 'Product', 'Design', 'Career coaching',
        'Wedding planning', 'New parents', 'Care', 'Health', 'End of life',
        'Relocation']) n;

-- --- the expert --------------------------------------------------------------
-- 48 random bits: fits a JavaScript number, tells nothing.
CREATE FUNCTION random_ref() RETURNS bigint LANGUAGE sql VOLATILE
AS $$
    SELECT ('x' || left(replace(gen_random_uuid()::text, '-', ''), 12))
        ::bit(48)::bigint
$$;

-- IANA names with an area, and UTC.  PostgreSQL also takes abbreviations of a
-- fixed offset (CET) and POSIX strings (Foo/Bar5): those are no zones of ours.
CREATE FUNCTION is_zone(name text) RETURNS boolean LANGUAGE plpgsql STABLE
AS $$
BEGIN
    IF name IS NULL OR name !~ ('^(UTC|([A-Z][A-Za-z_-]*/)+[A-Za-z_-]+'
            || '|Etc/GMT([+]([1-9]|1[0-2])|-([1-9]|1[0-4])))$') THEN
        RETURN false;
    END IF;
    PERFORM timestamp '2000-01-01' AT TIME ZONE name;
    RETURN true;
EXCEPTION WHEN invalid_parameter_value THEN
    RETURN false;
END
$$;

CREATE TABLE expert (
    user_id bigint PRIMARY KEY REFERENCES users,
    ref bigint NOT NULL UNIQUE DEFAULT random_ref(),
    alias text NOT NULL UNIQUE,         -- lasting: the name while anonymous
    alias_seed text NOT NULL,           -- of the drawn avatar
    is_anonymous boolean NOT NULL DEFAULT false,
    headline text CHECK (length(headline) <= 120),
    bio text CHECK (length(bio) <= 5000),
    timezone text NOT NULL,             -- of the availability
    languages text[] NOT NULL DEFAULT '{}',
    industries text[] NOT NULL DEFAULT '{}',        -- industry.slug
    specialisations text[] NOT NULL DEFAULT '{}',   -- specialisation.slug
    meeting_link text CHECK (meeting_link ~ '^https://' AND
        length(meeting_link) <= 500),   -- NULL: the platform's room
    buffer_before_minutes int NOT NULL DEFAULT 0
        CHECK (buffer_before_minutes BETWEEN 0 AND 240),
    buffer_after_minutes int NOT NULL DEFAULT 0
        CHECK (buffer_after_minutes BETWEEN 0 AND 240),
    min_notice_hours int NOT NULL DEFAULT 4
        CHECK (min_notice_hours BETWEEN 0 AND 720),
    horizon_days int NOT NULL DEFAULT 60 CHECK (horizon_days BETWEEN 1 AND 366),
    max_per_day int CHECK (max_per_day BETWEEN 1 AND 48),
    max_per_week int CHECK (max_per_week BETWEEN 1 AND 336),
    confirm_by_hand boolean NOT NULL DEFAULT false,
    late_return_percent int NOT NULL DEFAULT 0      -- of a late cancellation
        CHECK (late_return_percent BETWEEN 0 AND 100),
    seats int NOT NULL DEFAULT 10 CHECK (seats BETWEEN 0 AND 1000),
    takes_reviews boolean NOT NULL DEFAULT true,    -- a mentor's two switches
    sells_packs boolean NOT NULL DEFAULT true,
    rating_count int NOT NULL DEFAULT 0,
    rating_sum bigint NOT NULL DEFAULT 0,
    kept_count int NOT NULL DEFAULT 0,      -- sessions that took place
    cancel_count int NOT NULL DEFAULT 0,    -- by the expert
    no_show_count int NOT NULL DEFAULT 0,   -- of the expert
    -- (5 x 4.0 + sum) / (5 + n)
    rating_mean numeric(3, 2) NOT NULL GENERATED ALWAYS AS
        ((20.0 + rating_sum) / (5 + rating_count)) STORED,
    -- Percent of agreed sessions that the expert let take place.
    reliability int NOT NULL GENERATED ALWAYS AS (CASE
        WHEN kept_count + cancel_count + no_show_count = 0 THEN 100
        ELSE 100 * kept_count / (kept_count + cancel_count + no_show_count)
        END) STORED,
    created_at timestamptz NOT NULL DEFAULT app_now()
);

-- Provider application (spec: states 4.11), one row per kind.
CREATE TABLE expert_kind (
    user_id bigint NOT NULL REFERENCES expert,
    kind text NOT NULL CHECK (kind IN ('mentor', 'concierge', 'interviewer')),
    status text NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'submitted',
        'in_review', 'verified', 'rejected', 'paused', 'suspended', 'removed')),
    reason text CHECK (length(reason) <= 1000),     -- of the last decision
    application jsonb NOT NULL DEFAULT '{}',    -- experience, companies, …
    submitted_at timestamptz,
    decided_at timestamptz,
    decided_by bigint REFERENCES users,
    PRIMARY KEY (user_id, kind)
);
CREATE INDEX expert_kind_queue ON expert_kind (kind, status, submitted_at);
CREATE INDEX expert_kind_decided_by ON expert_kind (decided_by);
CREATE TABLE expert_kind_history (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id bigint NOT NULL REFERENCES users,
    kind text NOT NULL,
    at timestamptz NOT NULL,
    actor_id bigint REFERENCES users,   -- NULL: the system
    from_status text NOT NULL,
    to_status text NOT NULL,
    reason text
);
CREATE INDEX expert_kind_history_user ON expert_kind_history (user_id, kind, id);
CREATE INDEX expert_kind_history_actor ON expert_kind_history (actor_id);

CREATE TABLE session_type (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    expert_id bigint NOT NULL REFERENCES expert,
    kind text NOT NULL CHECK (kind IN ('technical_coding', 'system_design',
        'behavioural', 'resume', 'mentoring', 'concierge', 'introduction')),
    minutes int NOT NULL CHECK (minutes IN (15, 30, 45, 60, 90)),
    price_amount bigint NOT NULL CHECK (price_amount BETWEEN 0 AND 100000000),
    price_currency text NOT NULL DEFAULT 'USD'
        CHECK (price_currency ~ '^[A-Z]{3}$'),
    active boolean NOT NULL DEFAULT true
);
CREATE UNIQUE INDEX session_type_one ON session_type (expert_id, kind, minutes)
    WHERE active;
CREATE INDEX session_type_expert ON session_type (expert_id, id);

CREATE TABLE expert_skill (
    expert_id bigint NOT NULL REFERENCES expert,
    skill_id bigint NOT NULL REFERENCES skill,
    level int NOT NULL CHECK (level BETWEEN 1 AND 5),
    PRIMARY KEY (expert_id, skill_id)
);
CREATE INDEX expert_skill_skill ON expert_skill (skill_id, expert_id);

-- --- availability ------------------------------------------------------------
-- Wall-clock windows in expert.timezone; minutes of the day, end up to 1440.
CREATE TABLE availability_rule (
    expert_id bigint NOT NULL REFERENCES expert,
    day int NOT NULL CHECK (day BETWEEN 1 AND 7),       -- ISO: 1 is Monday
    start_minute int NOT NULL CHECK (start_minute BETWEEN 0 AND 1439),
    end_minute int NOT NULL CHECK (end_minute BETWEEN 1 AND 1440),
    PRIMARY KEY (expert_id, day, start_minute),
    CHECK (start_minute < end_minute),
    CONSTRAINT availability_rule_overlap EXCLUDE USING gist (expert_id WITH =,
        day WITH =, int4range(start_minute, end_minute) WITH &&)
);
-- The hours of one date, in place of its weekday's.  A row without minutes
-- closes the date.
CREATE TABLE availability_override (
    expert_id bigint NOT NULL REFERENCES expert,
    on_date date NOT NULL,
    start_minute int CHECK (start_minute BETWEEN 0 AND 1439),
    end_minute int CHECK (end_minute BETWEEN 1 AND 1440),
    CHECK (start_minute < end_minute),
    CHECK ((start_minute IS NULL) = (end_minute IS NULL)),
    CONSTRAINT availability_override_overlap EXCLUDE USING gist (
        expert_id WITH =, on_date WITH =, int4range(coalesce(start_minute, 0),
        coalesce(end_minute, 1440)) WITH &&)
);
CREATE INDEX availability_override_date
    ON availability_override (expert_id, on_date);
-- Vacation: whole local days, both inclusive.  The reason is private.
CREATE TABLE availability_block (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    expert_id bigint NOT NULL REFERENCES expert,
    from_date date NOT NULL,
    to_date date NOT NULL,
    reason text CHECK (length(reason) <= 200),
    CHECK (from_date <= to_date)
);
CREATE INDEX availability_block_dates
    ON availability_block (expert_id, to_date, from_date);

-- --- names for those who are not to be known ---------------------------------
CREATE FUNCTION alias_new() RETURNS text LANGUAGE sql VOLATILE
AS $$
    SELECT a[1 + floor(random() * cardinality(a))] || ' '
        || n[1 + floor(random() * cardinality(n))] || ' '
        || (10 + floor(random() * 990))::int
    FROM (SELECT ARRAY['Amber', 'Bold', 'Brave', 'Bright', 'Calm', 'Clever',
        'Copper', 'Coral', 'Curious', 'Daring', 'Eager', 'Fair', 'Fleet',
        'Gentle', 'Golden', 'Happy', 'Honest', 'Indigo', 'Jade', 'Keen', 'Kind',
        'Lively', 'Lucky', 'Mellow', 'Merry', 'Mighty', 'Noble', 'Patient',
        'Plucky', 'Proud', 'Quick', 'Quiet', 'Ruby', 'Silver', 'Steady',
        'Sunny', 'Swift', 'Teal', 'Violet', 'Warm', 'Wise', 'Witty'] a,
        ARRAY['Badger', 'Bear', 'Beaver', 'Bison', 'Crane', 'Deer', 'Dolphin',
        'Eagle', 'Falcon', 'Finch', 'Fox', 'Gecko', 'Hare', 'Hawk', 'Heron',
        'Ibex', 'Jay', 'Koala', 'Lark', 'Lemur', 'Lion', 'Lynx', 'Marten',
        'Moose', 'Newt', 'Orca', 'Otter', 'Owl', 'Panda', 'Puffin', 'Raven',
        'Robin', 'Seal', 'Stork', 'Swan', 'Tiger', 'Toucan', 'Turtle', 'Walrus',
        'Wolf', 'Wren', 'Yak'] n) words
$$;

-- --- who may see and touch what ----------------------------------------------
DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['expert', 'expert_kind', 'expert_kind_history',
            'session_type', 'expert_skill', 'availability_rule',
            'availability_override', 'availability_block'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY own ON %I TO belay_booking, belay_account
            USING (%I = app_user_id())', t, CASE WHEN t IN ('expert',
            'expert_kind', 'expert_kind_history') THEN 'user_id'
            ELSE 'expert_id' END);
        EXECUTE format('CREATE POLICY worker ON %I TO belay_worker USING (true)',
            t);
        EXECUTE format('CREATE POLICY admin ON %I TO belay_admin USING (true)',
            t);
        EXECUTE format('GRANT SELECT ON %I TO belay_booking, belay_account,
            belay_admin, belay_worker', t);
    END LOOP;
END
$$;
GRANT SELECT ON skill, industry, specialisation
    TO belay_account, belay_booking, belay_inbox, belay_admin, belay_worker;
GRANT INSERT, UPDATE, DELETE ON skill, industry, specialisation TO belay_admin;
GRANT DELETE ON expert_skill, availability_rule, availability_override,
    availability_block TO belay_worker;
GRANT UPDATE (alias, headline, bio, meeting_link, is_anonymous) ON expert
    TO belay_worker;
GRANT EXECUTE ON FUNCTION slug_of(text), is_zone(text), alias_new()
    TO belay_account, belay_booking, belay_admin, belay_worker;

INSERT INTO person_data VALUES
    ('expert', 'user_id', 'booking', true, 'pseudonym', 'others'' sessions name a pseudonym'),
    ('expert_kind', 'user_id', 'booking', true, 'keep', 'record of verification'),
    ('expert_kind', 'decided_by', 'booking', false, 'keep', 'record of verification'),
    ('expert_kind_history', 'user_id', 'booking', true, 'keep', 'record of verification'),
    ('expert_kind_history', 'actor_id', 'booking', false, 'keep', 'record of verification'),
    ('session_type', 'expert_id', 'booking', true, 'keep', 'sessions refer to it'),
    ('expert_skill', 'expert_id', 'booking', true, 'delete', NULL),
    ('availability_rule', 'expert_id', 'booking', true, 'delete', NULL),
    ('availability_override', 'expert_id', 'booking', true, 'delete', NULL),
    ('availability_block', 'expert_id', 'booking', true, 'delete', NULL);
