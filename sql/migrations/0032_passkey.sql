-- Passkeys: what must be looked at before anybody is known.

-- The credentials of a member who is halfway in, or who is asked again.
CREATE FUNCTION login_passkeys(person bigint) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT encode(credential_id, 'hex') FROM passkey WHERE user_id = person
    ORDER BY id
$$;

-- The key of a credential, and how its owner's account stands.
CREATE FUNCTION login_passkey(credential text, OUT id bigint,
    OUT user_id bigint, OUT public_key text, OUT algorithm bigint,
    OUT status text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    SELECT k.id, k.user_id, encode(k.public_key, 'hex'), k.algorithm, u.status
    INTO id, user_id, public_key, algorithm, status
    FROM passkey k JOIN users u ON u.id = k.user_id
    WHERE k.credential_id = decode(credential, 'hex') AND u.status <> 'erased';
END
$$;

-- Count a use.  False when the authenticator's own count did not go up: there
-- are two of it, and the owner is told.  Many count nothing and stay at 0.
CREATE FUNCTION login_passkey_used(used bigint, new_counter bigint)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    UPDATE passkey SET counter = new_counter, last_used_at = app_now()
    WHERE id = used
        AND (counter < new_counter OR (counter = 0 AND new_counter = 0));
    RETURN FOUND;
END
$$;
CREATE FUNCTION login_passkey_copied(used bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public
AS $$
    SELECT notify(user_id, 'security_changed', '/settings/security',
        '{"what": "passkey_copied"}',
        'passkey_copied:' || id || to_char(app_now(), ':YYYYMMDD'))
    FROM passkey WHERE id = used
$$;
GRANT EXECUTE ON FUNCTION login_passkeys(bigint), login_passkey(text),
    login_passkey_used(bigint, bigint), login_passkey_copied(bigint)
    TO belay_account;
