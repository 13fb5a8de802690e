-- Signing up and in: what must be looked at before anybody is known, as
-- functions of the owner, so that the account program can't read other people.

-- A handle that is free, made from a name: "Ana Sá" becomes ana-sa, ana-sa-2 …
CREATE FUNCTION handle_from(name text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    stem text := trim(BOTH '-' FROM left(regexp_replace(
        lower(translate(name, 'áàâäãåéèêëíìîïóòôöõúùûüçñýÿšžÁÀÂÄÃÅÉÈÊËÍÌÎÏÓÒÔÖÕÚÙÛÜÇÑ',
            'aaaaaaeeeeiiiiooooouuuucnyyszaaaaaaeeeeiiiiooooouuuucn')),
        '[^a-z0-9]+', '-', 'g'), 24));
    n int := 1;
    candidate text;
BEGIN
    IF length(stem) < 2 THEN
        stem := 'member';
    END IF;
    candidate := stem;
    WHILE EXISTS (SELECT FROM profile WHERE handle = candidate) LOOP
        n := n + 1;
        candidate := stem || '-' || CASE WHEN n < 20 THEN n
            ELSE (random() * 1000000)::int END;
    END LOOP;
    RETURN candidate;
END
$$;

-- NULL when the address has an account already: the caller answers the same
-- and tells the owner.
CREATE FUNCTION account_create(address text, hash text, name text, zone text,
    OUT made bigint, OUT owner_id bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    SELECT id INTO owner_id FROM users WHERE lower(users.email) = lower(address);
    IF owner_id IS NOT NULL THEN
        RETURN;
    END IF;
    INSERT INTO users (email, created_at) VALUES (address, app_now())
    ON CONFLICT DO NOTHING RETURNING id INTO made;
    IF made IS NULL THEN        -- another request was faster
        SELECT id INTO owner_id FROM users
        WHERE lower(users.email) = lower(address);
        RETURN;
    END IF;
    INSERT INTO credential VALUES (made, hash, app_now());
    INSERT INTO profile (user_id, handle, display_name, timezone)
        VALUES (made, handle_from(name), name, zone);
    INSERT INTO preference (user_id) VALUES (made);
    INSERT INTO audit (at, actor_id, action, target_kind, target_id)
        VALUES (app_now(), made, 'account.create', 'user', made);
END
$$;

-- What sign-in needs of an address.  wait_until: the later of the account's
-- and the client address's throttle.
CREATE FUNCTION login_find(address text, client text, OUT user_id bigint,
    OUT password_hash text, OUT status text, OUT second_factor boolean,
    OUT wait_until timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    SELECT u.id, c.password_hash, u.status,
        EXISTS (SELECT FROM totp t WHERE t.user_id = u.id
            AND t.confirmed_at IS NOT NULL)
        OR EXISTS (SELECT FROM passkey k WHERE k.user_id = u.id)
    INTO user_id, password_hash, status, second_factor
    FROM users u JOIN credential c ON c.user_id = u.id
    WHERE lower(u.email) = lower(address) AND u.status <> 'erased';
    SELECT max(t.wait_until) INTO wait_until FROM throttle t
    WHERE t.key IN ('account:' || lower(address), 'address:' || client);
END
$$;

-- A wrong password: the next try of this account or from this address has to
-- wait longer, up to a quarter of an hour; never for ever.  The owner is told
-- at the fifth.
CREATE FUNCTION login_failed(address text, client text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    k text;
    fails int;
    person bigint;
BEGIN
    FOREACH k IN ARRAY ARRAY['account:' || lower(address), 'address:' || client] LOOP
        INSERT INTO throttle AS t (key, failures, last_at, wait_until)
        VALUES (k, 1, app_now(), app_now())
        ON CONFLICT (key) DO UPDATE SET
            failures = CASE WHEN t.last_at < app_now() - interval '1 day'
                THEN 1 ELSE t.failures + 1 END,
            last_at = app_now()
        RETURNING failures INTO fails;
        -- an address may be many people's: it is slowed down later
        UPDATE throttle SET wait_until = app_now() + CASE
            WHEN fails < CASE WHEN k LIKE 'account:%' THEN 5 ELSE 20 END
            THEN interval '0'
            ELSE least(interval '15 minutes', interval '2 seconds' *
                power(2, least(fails - CASE WHEN k LIKE 'account:%'
                    THEN 5 ELSE 20 END, 10))) END
        WHERE key = k;
        IF k LIKE 'account:%' AND fails = 5 THEN
            SELECT id INTO person FROM users WHERE lower(email) = lower(address)
                AND users.status <> 'erased';
            IF person IS NOT NULL THEN
                PERFORM notify(person, 'sign_in_trouble', '/settings/security',
                    jsonb_build_object('address', client),
                    'sign_in_trouble:' || to_char(app_now(), 'YYYYMMDD'));
            END IF;
        END IF;
    END LOOP;
    INSERT INTO audit (at, action, target_kind, target_id, detail, remote_addr)
    SELECT app_now(), 'sign_in.failed', 'user',
        (SELECT id FROM users WHERE lower(email) = lower(address)), NULL, client;
END
$$;

-- Begin a session.  The owner is told when the browser is a new one.
CREATE FUNCTION session_begin(person bigint, hash text, agent text, client text,
    with_second_factor boolean) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    made bigint;
    mine text[];
    may text[];
    known boolean;
    first_one boolean;
BEGIN
    SELECT r.roles, r.permissions INTO mine, may FROM rights_of(person) r;
    SELECT NOT EXISTS (SELECT FROM user_session WHERE user_id = person),
        EXISTS (SELECT FROM user_session WHERE user_id = person
            AND user_agent IS NOT DISTINCT FROM agent)
    INTO first_one, known;
    INSERT INTO user_session (token_hash, user_id, created_at, last_seen_at,
        expires_at, user_agent, remote_addr, sudo_until, second_factor, roles,
        permissions)
    VALUES (decode(hash, 'hex'), person, app_now(), app_now(), app_now() +
        CASE WHEN mine && ARRAY['admin', 'moderator'] THEN interval '12 hours'
            ELSE interval '30 days' END,
        agent, client, app_now() + interval '15 minutes', with_second_factor,
        mine, may)
    RETURNING id INTO made;
    DELETE FROM throttle WHERE key = 'account:' ||
        (SELECT lower(email) FROM users WHERE id = person);
    -- signing in again is how a member takes back a deletion
    PERFORM set_config('app.user_id', person::text, true);
    INSERT INTO audit (at, actor_id, action, target_kind, target_id, remote_addr)
        VALUES (app_now(), person, 'sign_in', 'session', made, client);
    IF NOT first_one AND NOT known THEN
        PERFORM notify(person, 'new_sign_in', '/settings/devices',
            jsonb_build_object('agent', agent, 'address', client),
            'sign_in:' || made);
    END IF;
    RETURN made;
END
$$;

-- The rights of a member changed: every session carries the new ones, under a
-- token that the browser gets with its next answer (session_rotate).
CREATE FUNCTION session_rights_changed(person bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public
AS $$
    UPDATE user_session s SET roles = r.roles, permissions = r.permissions
    FROM rights_of(person) r WHERE s.user_id = person
$$;

-- Change a session's token in place: after the password, a second factor or
-- roles changed.
CREATE FUNCTION session_rotate(rotated bigint, hash text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public
AS $$
    UPDATE user_session SET token_hash = decode(hash, 'hex')
    WHERE id = rotated AND user_id = app_user_id()
$$;

-- A single-use link: the purpose's older ones of the same person end.
CREATE FUNCTION email_token_make(person bigint, why text, hash text,
    about text, seconds int) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public
AS $$
    UPDATE email_token SET used_at = app_now()
    WHERE user_id = person AND purpose = why AND used_at IS NULL
        AND why <> 'undo_email';
    INSERT INTO email_token (token_hash, user_id, purpose, email, expires_at)
    VALUES (decode(hash, 'hex'), person, why, about,
        app_now() + make_interval(secs => seconds))
$$;

-- Look at a link without using it: state is fine, used, expired or unknown.
CREATE FUNCTION email_token_look(hash text, why text, OUT state text,
    OUT user_id bigint, OUT email text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    SELECT CASE WHEN t.used_at IS NOT NULL THEN 'used'
            WHEN t.expires_at <= app_now() THEN 'expired' ELSE 'fine' END,
        t.user_id, t.email
    INTO state, user_id, email
    FROM email_token t WHERE t.token_hash = decode(hash, 'hex')
        AND t.purpose = why;
    state := coalesce(state, 'unknown');
END
$$;

-- Use it up: true for exactly one caller.
CREATE FUNCTION email_token_use(hash text, why text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    UPDATE email_token SET used_at = app_now()
    WHERE token_hash = decode(hash, 'hex') AND purpose = why
        AND used_at IS NULL AND expires_at > app_now();
    RETURN FOUND;
END
$$;

CREATE FUNCTION account_verify(person bigint, address text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public
AS $$
    UPDATE users SET verified_at = app_now()
    WHERE id = person AND lower(email) = lower(address)
$$;

-- A new password by mail link: every session of the account ends.
CREATE FUNCTION password_reset(person bigint, hash text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    UPDATE credential SET password_hash = hash, changed_at = app_now()
    WHERE user_id = person;
    UPDATE users SET verified_at = coalesce(verified_at, app_now())
    WHERE id = person;      -- whoever reads the mail owns the address
    DELETE FROM user_session WHERE user_id = person;
    PERFORM notify(person, 'security_changed', '/settings/security',
        '{"what": "password"}', NULL);
    INSERT INTO audit (at, actor_id, action, target_kind, target_id)
        VALUES (app_now(), person, 'password.reset', 'user', person);
END
$$;

-- The owner of an address, for mails that answer the same in any case.
CREATE FUNCTION account_by_email(address text, OUT user_id bigint,
    OUT display_name text, OUT verified boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    SELECT u.id, p.display_name, u.verified_at IS NOT NULL
    INTO user_id, display_name, verified
    FROM users u JOIN profile p ON p.user_id = u.id
    WHERE lower(u.email) = lower(address)
        AND u.status IN ('active', 'deletion_requested', 'suspended');
END
$$;

CREATE FUNCTION password_rehash(person bigint, hash text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public
AS $$ UPDATE credential SET password_hash = hash WHERE user_id = person $$;

-- Begin and finish something in two steps by the same browser.
CREATE FUNCTION challenge_begin(hash text, why text, person bigint,
    about jsonb, seconds int) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public
AS $$
    INSERT INTO challenge (token_hash, purpose, user_id, data, expires_at)
    VALUES (decode(hash, 'hex'), why, person, about,
        app_now() + make_interval(secs => seconds))
$$;
CREATE FUNCTION challenge_look(hash text, why text, OUT user_id bigint,
    OUT data jsonb, OUT attempts int, OUT has_passkey boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    SELECT c.user_id, c.data, c.attempts,
        EXISTS (SELECT FROM passkey k WHERE k.user_id = c.user_id)
    INTO user_id, data, attempts, has_passkey
    FROM challenge c WHERE c.token_hash = decode(hash, 'hex')
        AND c.purpose = why AND c.expires_at > app_now() AND c.attempts < 5;
END
$$;
CREATE FUNCTION challenge_miss(hash text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public
AS $$
    UPDATE challenge SET attempts = attempts + 1
    WHERE token_hash = decode(hash, 'hex')
$$;
CREATE FUNCTION challenge_end(hash text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    DELETE FROM challenge WHERE token_hash = decode(hash, 'hex');
    RETURN FOUND;
END
$$;

GRANT EXECUTE ON FUNCTION account_create(text, text, text, text),
    login_find(text, text), login_failed(text, text),
    session_begin(bigint, text, text, text, boolean),
    session_rotate(bigint, text),
    email_token_make(bigint, text, text, text, int),
    email_token_look(text, text), email_token_use(text, text),
    account_verify(bigint, text), password_reset(bigint, text),
    account_by_email(text), password_rehash(bigint, text),
    challenge_begin(text, text, bigint, jsonb, int),
    challenge_look(text, text), challenge_miss(text), challenge_end(text)
    TO belay_account;
GRANT EXECUTE ON FUNCTION session_rights_changed(bigint)
    TO belay_admin, belay_worker;

-- The second step of signing in: nobody is signed in yet.
CREATE FUNCTION login_totp(person bigint, OUT secret_sealed text,
    OUT last_step bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    SELECT t.secret_sealed, t.last_step INTO secret_sealed, last_step
    FROM totp t WHERE t.user_id = person AND t.confirmed_at IS NOT NULL;
END
$$;
-- A code works once: true for exactly one caller of a step.
CREATE FUNCTION login_totp_used(person bigint, step bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    UPDATE totp SET last_step = step
    WHERE user_id = person AND last_step < step AND confirmed_at IS NOT NULL;
    RETURN FOUND;
END
$$;
CREATE FUNCTION login_recovery_used(person bigint, hash text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    UPDATE recovery_code SET used_at = app_now()
    WHERE user_id = person AND code_hash = decode(hash, 'hex')
        AND used_at IS NULL;
    IF FOUND THEN
        PERFORM notify(person, 'security_changed', '/settings/security',
            '{"what": "recovery_code_used"}', NULL);
    END IF;
    RETURN FOUND;
END
$$;
GRANT EXECUTE ON FUNCTION login_totp(bigint), login_totp_used(bigint, bigint),
    login_recovery_used(bigint, text) TO belay_account;

-- Take a new address into use, or take the old one back, by a mailed link.
-- `changed` is false when the address got an account of its own meanwhile.
CREATE FUNCTION email_change(hash text, why text, OUT changed boolean,
    OUT old_email text, OUT user_id bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    link email_token;
BEGIN
    changed := false;
    UPDATE email_token SET used_at = app_now()
    WHERE token_hash = decode(hash, 'hex') AND purpose = why
        AND why IN ('change_email', 'undo_email')
        AND used_at IS NULL AND expires_at > app_now()
    RETURNING * INTO link;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    user_id := link.user_id;
    SELECT u.email INTO old_email FROM users u WHERE u.id = link.user_id;
    IF EXISTS (SELECT FROM users u WHERE lower(u.email) = lower(link.email)
            AND u.id <> link.user_id) THEN
        RETURN;
    END IF;
    UPDATE users SET email = link.email, verified_at = app_now()
    WHERE id = link.user_id;
    changed := true;
    IF why = 'undo_email' THEN  -- somebody else was in: end what they hold
        DELETE FROM user_session s WHERE s.user_id = link.user_id;
        UPDATE email_token t SET used_at = app_now()
        WHERE t.user_id = link.user_id AND t.used_at IS NULL;
    END IF;
    INSERT INTO audit (at, actor_id, action, target_kind, target_id)
        VALUES (app_now(), link.user_id, 'email.' || why, 'user', link.user_id);
END
$$;
GRANT EXECUTE ON FUNCTION email_change(text, text) TO belay_account;
