-- A member's data: asking to be forgotten, and taking that back.

-- Is the member expected somewhere?  Such an account can't be deleted.
CREATE FUNCTION is_expected(person bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT EXISTS (SELECT FROM session_participant p
        WHERE p.person_id = person AND p.status IN ('held', 'awaiting_payment',
            'requested', 'scheduled', 'in_progress'))
$$;
GRANT EXECUTE ON FUNCTION is_expected(bigint) TO belay_account;

-- The account of the asking member is erased in 14 days.  Every other sign-in
-- and every access token ends: signing in again is a way to take it back.
CREATE FUNCTION deletion_request(kept_session bigint) RETURNS timestamptz
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    me bigint := app_user_id();
    due timestamptz := app_now() + interval '14 days';
BEGIN
    PERFORM FROM users WHERE id = me AND status = 'active' FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM refuse(409, 'account_not_active');
    END IF;
    IF is_expected(me) THEN
        PERFORM refuse(409, 'session_due');
    END IF;
    UPDATE users SET status = 'deletion_requested', status_until = due
    WHERE id = me;
    DELETE FROM user_session WHERE user_id = me AND id <> kept_session;
    UPDATE access_token SET revoked_at = app_now()
    WHERE user_id = me AND revoked_at IS NULL;
    INSERT INTO audit (at, actor_id, action, target_kind, target_id)
        VALUES (app_now(), me, 'account.delete', 'user', me);
    RETURN due;
END
$$;

-- Taken back; true when there was something to take back.
CREATE FUNCTION deletion_keep(person bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    UPDATE users SET status = 'active', status_until = NULL
    WHERE id = person AND status = 'deletion_requested';
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    UPDATE email_token SET used_at = app_now()
    WHERE user_id = person AND purpose = 'cancel_deletion' AND used_at IS NULL;
    INSERT INTO audit (at, actor_id, action, target_kind, target_id)
        VALUES (app_now(), person, 'account.keep', 'user', person);
    RETURN true;
END
$$;
GRANT EXECUTE ON FUNCTION deletion_request(bigint), deletion_keep(bigint)
    TO belay_account;

CREATE OR REPLACE FUNCTION session_begin(person bigint, hash text, agent text,
    client text, with_second_factor boolean) RETURNS bigint
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
    PERFORM set_config('app.user_id', person::text, true);
    INSERT INTO audit (at, actor_id, action, target_kind, target_id, remote_addr)
        VALUES (app_now(), person, 'sign_in', 'session', made, client);
    -- signing in again is how a member takes back a deletion
    PERFORM deletion_keep(person);
    IF NOT first_one AND NOT known THEN
        PERFORM notify(person, 'new_sign_in', '/settings/devices',
            jsonb_build_object('agent', agent, 'address', client),
            'sign_in:' || made);
    END IF;
    RETURN made;
END
$$;
