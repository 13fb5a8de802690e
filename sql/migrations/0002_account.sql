-- People, how they sign in, and what they may do.

CREATE TABLE users (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email text NOT NULL CHECK (length(email) <= 254),
    verified_at timestamptz,
    status text NOT NULL DEFAULT 'active' CHECK (status IN
        ('active', 'deletion_requested', 'suspended', 'banned', 'erased')),
    status_until timestamptz,   -- suspension ends, or the erasure date
    status_reason text,
    created_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX users_email ON users (lower(email));
CREATE INDEX users_email_trgm ON users USING gin (email gin_trgm_ops);
CREATE INDEX users_status_due ON users (status_until)
    WHERE status IN ('deletion_requested', 'suspended');
ALTER TABLE users ENABLE ROW LEVEL SECURITY;

-- In a table of its own, so that no reading of users can leak it.
CREATE TABLE credential (
    user_id bigint PRIMARY KEY REFERENCES users,
    password_hash text,         -- NULL: signs in by passkey or provider only
    changed_at timestamptz NOT NULL
);
ALTER TABLE credential ENABLE ROW LEVEL SECURITY;

-- What others may see of a person: no row-level security.
CREATE TABLE profile (
    user_id bigint PRIMARY KEY REFERENCES users,
    handle text NOT NULL CHECK (handle ~ '^[a-z0-9][a-z0-9-]{1,29}$'),
    display_name text NOT NULL CHECK (length(display_name) BETWEEN 1 AND 80),
    headline text CHECK (length(headline) <= 120),
    about text CHECK (length(about) <= 5000),
    country text CHECK (country ~ '^[A-Z]{2}$'),
    languages text[] NOT NULL DEFAULT '{}',
    industries text[] NOT NULL DEFAULT '{}',
    skills text[] NOT NULL DEFAULT '{}',
    links text[] NOT NULL DEFAULT '{}',
    years_experience int CHECK (years_experience BETWEEN 0 AND 70),
    timezone text NOT NULL DEFAULT 'UTC',
    picture text,               -- path below the media folder
    is_public boolean NOT NULL DEFAULT false
);
CREATE UNIQUE INDEX profile_handle ON profile (handle);
CREATE INDEX profile_name_trgm ON profile USING gin (display_name gin_trgm_ops);

CREATE TABLE resume (
    user_id bigint PRIMARY KEY REFERENCES users,
    path text NOT NULL,
    filename text NOT NULL,
    size_bytes bigint NOT NULL,
    text_content text,          -- extracted for matching
    uploaded_at timestamptz NOT NULL
);
ALTER TABLE resume ENABLE ROW LEVEL SECURITY;

CREATE TABLE preference (
    user_id bigint PRIMARY KEY REFERENCES users,
    theme text NOT NULL DEFAULT 'auto'
        CHECK (theme IN ('auto', 'light', 'dark', 'contrast')),
    text_size text NOT NULL DEFAULT 'normal'
        CHECK (text_size IN ('normal', 'large', 'larger')),
    language text NOT NULL DEFAULT 'en',
    shortcuts boolean NOT NULL DEFAULT true,
    email_marketing boolean NOT NULL DEFAULT false,
    quiet_from smallint CHECK (quiet_from BETWEEN 0 AND 1439), -- minute of day
    quiet_to smallint CHECK (quiet_to BETWEEN 0 AND 1439),
    digest text NOT NULL DEFAULT 'weekly'
        CHECK (digest IN ('none', 'daily', 'weekly')),
    CHECK ((quiet_from IS NULL) = (quiet_to IS NULL))
);
ALTER TABLE preference ENABLE ROW LEVEL SECURITY;

-- Roles open areas; permissions open actions.
CREATE TABLE role (
    name text PRIMARY KEY,
    about text NOT NULL
);
CREATE TABLE permission (
    name text PRIMARY KEY,
    about text NOT NULL
);
CREATE TABLE role_permission (
    role text NOT NULL REFERENCES role,
    permission text NOT NULL REFERENCES permission,
    PRIMARY KEY (role, permission)
);
CREATE INDEX role_permission_permission ON role_permission (permission);
CREATE TABLE user_role (
    user_id bigint NOT NULL REFERENCES users,
    role text NOT NULL REFERENCES role,
    granted_by bigint REFERENCES users,
    granted_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, role)
);
CREATE INDEX user_role_role ON user_role (role, user_id);
CREATE INDEX user_role_granted_by ON user_role (granted_by);
INSERT INTO role VALUES
    ('member', 'every signed-in person'),
    ('creator', 'builds journeys'),
    ('mentor', 'reviews work, sells packs, holds sessions'),
    ('concierge', 'fills in forms together with members'),
    ('interviewer', 'holds anonymous mock interviews'),
    ('recruiter', 'searches talent'),
    ('employer', 'posts jobs'),
    ('moderator', 'works the moderation queue'),
    ('admin', 'everything, with an audit trail');
INSERT INTO permission VALUES
    ('expert.manage', 'own expert profile, availability and sessions'),
    ('expert.verify', 'verify or reject experts'),
    ('people.view', 'find people and see their records'),
    ('people.roles', 'grant and revoke roles'),
    ('people.suspend', 'warn, suspend and ban people'),
    ('people.impersonate', 'look at the site as a member'),
    ('mail.view', 'read the mail spool'),
    ('jobs.manage', 'retry, pause and discard jobs'),
    ('settings.manage', 'change platform settings'),
    ('health.view', 'see the state of the system'),
    ('audit.view', 'read the audit log'),
    ('sessions.override', 'move and resolve other people''s sessions'),
    ('safety.resolve', 'resolve reports and disputes');
INSERT INTO role_permission
    SELECT r, 'expert.manage' FROM unnest(ARRAY['mentor', 'concierge',
        'interviewer']) r
    UNION ALL SELECT 'admin', name FROM permission WHERE name <> 'expert.manage'
    UNION ALL SELECT 'moderator', p FROM unnest(ARRAY['people.view',
        'people.suspend', 'safety.resolve']) p;

-- A sign-in.  The token itself is only in the browser's cookie.
CREATE TABLE user_session (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    token_hash bytea NOT NULL,
    user_id bigint NOT NULL REFERENCES users,
    created_at timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    user_agent text,
    remote_addr text,
    sudo_until timestamptz,
    second_factor boolean NOT NULL DEFAULT false,
    roles text[] NOT NULL,          -- copied when signed in and on each change
    permissions text[] NOT NULL,
    impersonator_id bigint REFERENCES users
);
CREATE UNIQUE INDEX user_session_token ON user_session (token_hash);
CREATE INDEX user_session_user ON user_session (user_id, last_seen_at DESC);
CREATE INDEX user_session_expiry ON user_session (expires_at);
CREATE INDEX user_session_impersonator ON user_session (impersonator_id)
    WHERE impersonator_id IS NOT NULL;
ALTER TABLE user_session ENABLE ROW LEVEL SECURITY;

-- Single-use links in mail, by the hash of their token.
CREATE TABLE email_token (
    token_hash bytea PRIMARY KEY,
    user_id bigint NOT NULL REFERENCES users,
    purpose text NOT NULL CHECK (purpose IN
        ('verify', 'reset', 'change_email', 'undo_email', 'cancel_deletion')),
    email text,                 -- the address it is about
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);
CREATE INDEX email_token_user ON email_token (user_id, purpose);
CREATE INDEX email_token_expiry ON email_token (expires_at);
ALTER TABLE email_token ENABLE ROW LEVEL SECURITY;

-- Second factors.
CREATE TABLE totp (
    user_id bigint PRIMARY KEY REFERENCES users,
    secret_sealed text NOT NULL,
    confirmed_at timestamptz,
    last_step bigint NOT NULL DEFAULT 0   -- a code works once
);
ALTER TABLE totp ENABLE ROW LEVEL SECURITY;
CREATE TABLE recovery_code (
    user_id bigint NOT NULL REFERENCES users,
    code_hash bytea NOT NULL,
    used_at timestamptz,
    PRIMARY KEY (user_id, code_hash)
);
ALTER TABLE recovery_code ENABLE ROW LEVEL SECURITY;
CREATE TABLE passkey (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id bigint NOT NULL REFERENCES users,
    credential_id bytea NOT NULL UNIQUE,
    public_key bytea NOT NULL,
    algorithm int NOT NULL,     -- COSE identifier
    counter bigint NOT NULL DEFAULT 0,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
    created_at timestamptz NOT NULL,
    last_used_at timestamptz
);
CREATE INDEX passkey_user ON passkey (user_id);
ALTER TABLE passkey ENABLE ROW LEVEL SECURITY;

-- Something begun that must be finished by the same browser within minutes: a
-- second factor, a passkey ceremony, a sign-in at a provider.
CREATE TABLE challenge (
    token_hash bytea PRIMARY KEY,
    purpose text NOT NULL CHECK (purpose IN
        ('second_factor', 'passkey_add', 'passkey_use', 'provider')),
    user_id bigint REFERENCES users,
    data jsonb NOT NULL DEFAULT '{}',
    attempts int NOT NULL DEFAULT 0,
    expires_at timestamptz NOT NULL
);
CREATE INDEX challenge_user ON challenge (user_id);
CREATE INDEX challenge_expiry ON challenge (expires_at);
ALTER TABLE challenge ENABLE ROW LEVEL SECURITY;

-- Accounts at OpenID Connect providers.
CREATE TABLE identity (
    provider text NOT NULL,
    subject text NOT NULL,
    user_id bigint NOT NULL REFERENCES users,
    email text,
    linked_at timestamptz NOT NULL,
    PRIMARY KEY (provider, subject)
);
CREATE UNIQUE INDEX identity_user ON identity (user_id, provider);
ALTER TABLE identity ENABLE ROW LEVEL SECURITY;

-- Personal access tokens for the JSON API.
CREATE TABLE access_token (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id bigint NOT NULL REFERENCES users,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
    token_hash bytea NOT NULL UNIQUE,
    scopes text[] NOT NULL,     -- 'booking:read', 'account:write', …
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    last_used_at timestamptz,
    revoked_at timestamptz
);
CREATE INDEX access_token_user ON access_token (user_id, id DESC);
ALTER TABLE access_token ENABLE ROW LEVEL SECURITY;

-- Growing delays after wrong passwords, by account and by address.
CREATE TABLE throttle (
    key text PRIMARY KEY,       -- 'account:17', 'address:192.0.2.1'
    failures int NOT NULL,
    last_at timestamptz NOT NULL,
    wait_until timestamptz NOT NULL
);
CREATE INDEX throttle_age ON throttle (last_at);

-- Data exports that a member asked for.
CREATE TABLE data_export (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id bigint NOT NULL REFERENCES users,
    state text NOT NULL DEFAULT 'waiting'
        CHECK (state IN ('waiting', 'running', 'ready', 'failed', 'expired')),
    progress int NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 100),
    path text,
    size_bytes bigint,
    created_at timestamptz NOT NULL,
    expires_at timestamptz
);
CREATE INDEX data_export_user ON data_export (user_id, id DESC);
CREATE UNIQUE INDEX data_export_one ON data_export (user_id)
    WHERE state IN ('waiting', 'running');
ALTER TABLE data_export ENABLE ROW LEVEL SECURITY;

-- Own rows only, for every program; the worker and admin have their own rules.
DO $$
DECLARE
    t text;
    r text;
BEGIN
    FOREACH t IN ARRAY ARRAY['credential', 'resume', 'preference',
            'user_session', 'email_token', 'totp', 'recovery_code', 'passkey',
            'challenge', 'identity', 'access_token', 'data_export'] LOOP
        EXECUTE format('CREATE POLICY own ON %I TO belay_account, belay_booking,
            belay_inbox USING (user_id = app_user_id())', t);
        EXECUTE format('CREATE POLICY worker ON %I TO belay_worker
            USING (true)', t);
    END LOOP;
    CREATE POLICY own ON users TO belay_account, belay_booking, belay_inbox
        USING (id = app_user_id());
    CREATE POLICY worker ON users TO belay_worker USING (true);
    CREATE POLICY admin ON users TO belay_admin USING (true);
    CREATE POLICY admin ON user_session TO belay_admin USING (true);
END
$$;

GRANT SELECT ON users, profile, role, permission, role_permission, user_role
    TO belay_account, belay_booking, belay_inbox, belay_admin, belay_worker;
GRANT UPDATE (email, verified_at, status, status_until, status_reason) ON users
    TO belay_account, belay_worker;
GRANT UPDATE (status, status_until, status_reason) ON users TO belay_admin;
GRANT UPDATE ON profile TO belay_account, belay_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON credential, resume, preference,
    user_session, email_token, totp, recovery_code, passkey, challenge,
    identity, access_token, data_export TO belay_account, belay_worker;
GRANT SELECT ON preference TO belay_booking, belay_inbox;
GRANT UPDATE ON preference TO belay_inbox;
GRANT SELECT, DELETE ON user_session TO belay_admin;
GRANT UPDATE (roles, permissions) ON user_session TO belay_admin;
GRANT INSERT, DELETE ON user_role TO belay_admin;
GRANT SELECT, INSERT, UPDATE, DELETE ON throttle TO belay_account, belay_worker;

INSERT INTO person_data VALUES
    ('users', 'id', 'account', true, 'pseudonym', 'money records keep a pseudonym'),
    ('credential', 'user_id', 'account', false, 'delete', NULL),
    ('profile', 'user_id', 'account', true, 'pseudonym', 'others'' sessions name a pseudonym'),
    ('resume', 'user_id', 'account', true, 'delete', NULL),
    ('preference', 'user_id', 'account', true, 'delete', NULL),
    ('user_role', 'user_id', 'account', true, 'delete', NULL),
    ('user_role', 'granted_by', 'account', false, 'keep', 'security record'),
    ('user_session', 'user_id', 'account', true, 'delete', NULL),
    ('user_session', 'impersonator_id', 'account', false, 'delete', NULL),
    ('email_token', 'user_id', 'account', false, 'delete', NULL),
    ('totp', 'user_id', 'account', false, 'delete', NULL),
    ('recovery_code', 'user_id', 'account', false, 'delete', NULL),
    ('passkey', 'user_id', 'account', true, 'delete', NULL),
    ('challenge', 'user_id', 'account', false, 'delete', NULL),
    ('identity', 'user_id', 'account', true, 'delete', NULL),
    ('access_token', 'user_id', 'account', true, 'delete', NULL),
    ('data_export', 'user_id', 'account', true, 'delete', NULL);

-- --- opening a session ------------------------------------------------------
-- One call per request, in front of the page's reads in the same pipeline.  It
-- sets app.user_id for the transaction and tells who is asking.  plpgsql, since
-- as LANGUAGE sql it costs 70 microseconds more.
CREATE FUNCTION session_open(hash text, OUT session_id bigint,
    OUT user_id bigint, OUT display_name text, OUT handle text, OUT email text,
    OUT verified boolean, OUT suspended boolean, OUT second_factor boolean,
    OUT roles text[], OUT permissions text[], OUT timezone text,
    OUT language text, OUT theme text, OUT text_size text, OUT shortcuts boolean, OUT unread bigint,
    OUT sudo_until timestamptz, OUT stale boolean, OUT impersonator_id bigint,
    OUT picture text, OUT asked_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    asked_at := app_now();
    SELECT s.id, s.user_id, p.display_name, p.handle, u.email,
        u.verified_at IS NOT NULL, u.status IN ('suspended', 'banned'),
        s.second_factor, s.roles, s.permissions, p.timezone, f.language,
        f.theme, f.text_size, f.shortcuts, s.sudo_until,
        s.last_seen_at < asked_at - interval '5 minutes', s.impersonator_id,
        p.picture
    INTO session_id, user_id, display_name, handle, email, verified, suspended,
        second_factor, roles, permissions, timezone, language, theme,
        text_size, shortcuts, sudo_until, stale, impersonator_id, picture
    FROM user_session s
    JOIN users u ON u.id = s.user_id
    JOIN profile p ON p.user_id = s.user_id
    JOIN preference f ON f.user_id = s.user_id
    WHERE s.token_hash = decode(hash, 'hex') AND s.expires_at > asked_at
        AND u.status <> 'erased';
    IF user_id IS NULL THEN
        PERFORM set_config('app.user_id', '', true);
        RETURN;
    END IF;
    PERFORM set_config('app.user_id', user_id::text, true);
    PERFORM set_config('app.zone', timezone, true);
    IF impersonator_id IS NOT NULL THEN
        PERFORM set_config('app.impersonator_id', impersonator_id::text, true);
    END IF;
    SELECT count(*) INTO unread FROM (SELECT FROM notification n
        WHERE n.user_id = session_open.user_id AND n.read_at IS NULL
        LIMIT 100) newest;
END
$$;

-- The same for Authorization: Bearer.
CREATE FUNCTION token_open(hash text, OUT token_id bigint,
    OUT user_id bigint, OUT display_name text, OUT handle text, OUT email text,
    OUT verified boolean, OUT suspended boolean, OUT scopes text[],
    OUT roles text[], OUT permissions text[], OUT timezone text,
    OUT language text, OUT stale boolean, OUT asked_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    asked_at := app_now();
    SELECT t.id, t.user_id, p.display_name, p.handle, u.email,
        u.verified_at IS NOT NULL, u.status IN ('suspended', 'banned'),
        t.scopes, p.timezone, f.language,
        coalesce(t.last_used_at < asked_at - interval '5 minutes', true)
    INTO token_id, user_id, display_name, handle, email, verified, suspended,
        scopes, timezone, language, stale
    FROM access_token t
    JOIN users u ON u.id = t.user_id
    JOIN profile p ON p.user_id = t.user_id
    JOIN preference f ON f.user_id = t.user_id
    WHERE t.token_hash = decode(hash, 'hex') AND t.revoked_at IS NULL
        AND t.expires_at > asked_at AND u.status <> 'erased';
    PERFORM set_config('app.user_id', coalesce(user_id::text, ''), true);
    PERFORM set_config('app.zone', coalesce(timezone, ''), true);
    SELECT r.roles, r.permissions INTO roles, permissions
        FROM rights_of(token_open.user_id) r;
END
$$;

CREATE FUNCTION rights_of(person bigint, OUT roles text[],
    OUT permissions text[]) LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public
AS $$
    SELECT coalesce(array_agg(DISTINCT r.role), '{}') || 'member'::text,
        coalesce(array_agg(DISTINCT rp.permission)
            FILTER (WHERE rp.permission IS NOT NULL), '{}')
    FROM user_role r LEFT JOIN role_permission rp ON rp.role = r.role
    WHERE r.user_id = person
$$;

-- Last seen is written after the answer was sent, not inside a page's read.
-- 30 days sliding; 12 hours for admins and moderators; never for impersonation.
CREATE FUNCTION session_touch(touched bigint, agent text, address text)
RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public
AS $$
    UPDATE user_session SET last_seen_at = app_now(), user_agent = agent,
        remote_addr = address,
        expires_at = CASE WHEN impersonator_id IS NOT NULL THEN expires_at
            WHEN roles && ARRAY['admin', 'moderator']
            THEN app_now() + interval '12 hours'
            ELSE app_now() + interval '30 days' END
    WHERE id = touched
$$;
CREATE FUNCTION token_touch(touched bigint) RETURNS void LANGUAGE sql
SECURITY DEFINER SET search_path = public
AS $$ UPDATE access_token SET last_used_at = app_now() WHERE id = touched $$;

GRANT EXECUTE ON FUNCTION session_open(text), token_open(text),
    rights_of(bigint), session_touch(bigint, text, text), token_touch(bigint)
    TO belay_account, belay_booking, belay_inbox, belay_admin;
GRANT EXECUTE ON FUNCTION rights_of(bigint) TO belay_worker;
