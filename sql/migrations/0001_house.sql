-- What every area stands on: the clock, the asking user, settings, the audit
-- log, and work for later.

CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS pg_trgm;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO belay_account, belay_booking, belay_inbox,
    belay_admin, belay_worker;
-- A function is callable by whom it is granted to, not by everybody.
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

-- The clock that rules and jobs read: BELAY_CLOCK_OFFSET moves it in tests.
CREATE FUNCTION app_now() RETURNS timestamptz LANGUAGE sql STABLE
AS $$
    SELECT now() + make_interval(secs => coalesce(
        nullif(current_setting('app.clock_offset', true), '')::float8, 0))
$$;

-- The user of this transaction; NULL: nobody.  No SET clause, so it inlines.
CREATE FUNCTION app_user_id() RETURNS bigint LANGUAGE sql STABLE
AS $$ SELECT nullif(current_setting('app.user_id', true), '')::bigint $$;

-- The zone of the person asking, once the session is open; NULL: a visitor.
CREATE FUNCTION app_zone() RETURNS text LANGUAGE sql STABLE
AS $$ SELECT nullif(current_setting('app.zone', true), '') $$;

GRANT EXECUTE ON FUNCTION app_now(), app_user_id(), app_zone() TO PUBLIC;

-- Settings that admins change while the platform runs.
CREATE TABLE setting (
    name text PRIMARY KEY,
    value jsonb NOT NULL,
    kind text NOT NULL CHECK (kind IN ('text', 'int', 'bool', 'zone', 'list')),
    minimum bigint,
    maximum bigint,
    about text NOT NULL,
    version int NOT NULL DEFAULT 1
);
CREATE TABLE setting_history (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL REFERENCES setting,
    before jsonb NOT NULL,
    after jsonb NOT NULL,
    changed_by bigint,
    changed_at timestamptz NOT NULL
);
CREATE INDEX setting_history_name ON setting_history (name, id DESC);
INSERT INTO setting (name, value, kind, minimum, maximum, about) VALUES
    ('platform_name', '"Belay"', 'text', 1, 60, 'Name shown in pages and mails'),
    ('platform_zone', '"UTC"', 'zone', NULL, NULL,
        'Zone of schedules, month-to-date figures and invoice numbers'),
    ('platform_fee_bp', '1500', 'int', 0, 10000, 'Platform fee in basis points'),
    ('audit_keep_days', '730', 'int', 90, 3650, 'Days that audit rows are kept');
GRANT SELECT ON setting TO PUBLIC;
GRANT UPDATE (value, version) ON setting TO belay_admin;
GRANT SELECT, INSERT ON setting_history TO belay_admin;

CREATE FUNCTION setting_text(setting_name text) RETURNS text LANGUAGE sql STABLE
AS $$ SELECT value #>> '{}' FROM setting WHERE name = setting_name $$;
GRANT EXECUTE ON FUNCTION setting_text(text) TO PUBLIC;

-- Who did what to which row, when, from where.  Append-only by grants.
CREATE TABLE audit (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL,
    actor_id bigint,            -- NULL: nobody was signed in, or the system
    impersonator_id bigint,
    action text NOT NULL,
    target_kind text,
    target_id bigint,
    detail jsonb,
    remote_addr text,
    request_id text
);
CREATE INDEX audit_actor ON audit (actor_id, id DESC);
CREATE INDEX audit_target ON audit (target_kind, target_id, id DESC);
CREATE INDEX audit_action ON audit (action, id DESC);

CREATE FUNCTION audit_write(action text, target_kind text, target_id bigint,
    detail jsonb, remote_addr text, request_id text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public
AS $$
    INSERT INTO audit (at, actor_id, impersonator_id, action, target_kind,
        target_id, detail, remote_addr, request_id)
    VALUES (app_now(), app_user_id(),
        nullif(current_setting('app.impersonator_id', true), '')::bigint,
        action, target_kind, target_id, detail, remote_addr, request_id)
$$;
GRANT EXECUTE ON FUNCTION audit_write(text, text, bigint, jsonb, text, text)
    TO PUBLIC;
GRANT SELECT ON audit TO belay_admin;

-- Work for later.  A row is written in the transaction that wants it; the
-- worker claims it with SKIP LOCKED under a lease and repeats it until done.
CREATE TABLE job (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL,
    payload jsonb NOT NULL DEFAULT '{}',
    unique_key text,
    priority int NOT NULL DEFAULT 0,      -- higher first
    state text NOT NULL DEFAULT 'waiting'
        CHECK (state IN ('waiting', 'running', 'done', 'dead')),
    run_at timestamptz NOT NULL,
    lease_until timestamptz,
    attempts int NOT NULL DEFAULT 0,
    max_attempts int NOT NULL DEFAULT 3,
    last_error text,
    created_at timestamptz NOT NULL,
    finished_at timestamptz
);
CREATE UNIQUE INDEX job_unique ON job (kind, unique_key)
    WHERE state = 'waiting' AND unique_key IS NOT NULL;
CREATE INDEX job_due ON job (priority DESC, run_at, id) WHERE state = 'waiting';
CREATE INDEX job_leased ON job (lease_until) WHERE state = 'running';
CREATE INDEX job_by_state ON job (state, id DESC);
CREATE INDEX job_finished ON job (finished_at) WHERE state = 'done';

CREATE FUNCTION enqueue(job_kind text, job_payload jsonb DEFAULT '{}',
    job_key text DEFAULT NULL, job_run_at timestamptz DEFAULT NULL,
    job_max_attempts int DEFAULT 3) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    INSERT INTO job (kind, payload, unique_key, run_at, max_attempts, created_at)
    VALUES (job_kind, coalesce(job_payload, '{}'), job_key,
        coalesce(job_run_at, app_now()), job_max_attempts, app_now())
    ON CONFLICT (kind, unique_key)
        WHERE state = 'waiting' AND unique_key IS NOT NULL
        DO UPDATE SET run_at = least(job.run_at, excluded.run_at);
    IF coalesce(job_run_at, app_now()) <= app_now() THEN
        PERFORM pg_notify('job', '');
    END IF;
END
$$;
GRANT EXECUTE ON FUNCTION enqueue(text, jsonb, text, timestamptz, int) TO PUBLIC;
GRANT SELECT, UPDATE, DELETE ON job TO belay_worker;
GRANT SELECT ON job TO belay_admin;
GRANT UPDATE (state, run_at, attempts, last_error) ON job TO belay_admin;

-- Things that happen by the clock; each runs once however many workers there
-- are, and catches up after downtime.
CREATE TABLE schedule (
    name text PRIMARY KEY,
    next_at timestamptz NOT NULL,
    last_at timestamptz,
    last_seconds float8,
    paused boolean NOT NULL DEFAULT false
);
GRANT SELECT, INSERT, UPDATE ON schedule TO belay_worker;
GRANT SELECT, UPDATE (paused, next_at) ON schedule TO belay_admin;

-- Every table with a column that says whose it is registers here, with what
-- becomes of its rows when an account is exported and erased.  A test fails
-- when a reference to users is not registered.
CREATE TABLE person_data (
    table_name text NOT NULL,
    column_name text NOT NULL,
    area text NOT NULL,
    exported boolean NOT NULL,
    erasure text NOT NULL
        CHECK (erasure IN ('delete', 'clear', 'pseudonym', 'keep')),
    reason text,                -- why it is kept, or kept under a pseudonym
    PRIMARY KEY (table_name, column_name),
    CHECK (erasure IN ('delete', 'clear') OR reason IS NOT NULL)
);
GRANT SELECT ON person_data TO belay_worker, belay_admin, belay_account;
INSERT INTO person_data VALUES
    ('audit', 'actor_id', 'house', true, 'pseudonym', 'security record'),
    ('audit', 'impersonator_id', 'house', false, 'keep', 'security record'),
    ('setting_history', 'changed_by', 'house', false, 'keep', 'security record');
