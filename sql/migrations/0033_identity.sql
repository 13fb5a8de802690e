-- Signing in by an OpenID Connect provider.

-- Whose identity it is, and what signing in needs of the account.
CREATE FUNCTION login_identity(at_provider text, who text, OUT user_id bigint,
    OUT status text, OUT second_factor boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    SELECT u.id, u.status,
        EXISTS (SELECT FROM totp t WHERE t.user_id = u.id
            AND t.confirmed_at IS NOT NULL)
        OR EXISTS (SELECT FROM passkey k WHERE k.user_id = u.id)
    INTO user_id, status, second_factor
    FROM identity i JOIN users u ON u.id = i.user_id
    WHERE i.provider = at_provider AND i.subject = who AND u.status <> 'erased';
END
$$;

-- A new account out of an identity whose address the provider has verified.
-- NULL when the address has an account: its owner must sign in to connect them.
CREATE FUNCTION identity_sign_up(at_provider text, who text, address text,
    name text, zone text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    made bigint;
BEGIN
    INSERT INTO users (email, verified_at, created_at)
    VALUES (address, app_now(), app_now())
    ON CONFLICT DO NOTHING RETURNING id INTO made;
    IF made IS NULL THEN
        RETURN NULL;
    END IF;
    INSERT INTO credential VALUES (made, NULL, app_now());
    INSERT INTO profile (user_id, handle, display_name, timezone)
        VALUES (made, handle_from(name), name, zone);
    INSERT INTO preference (user_id) VALUES (made);
    INSERT INTO identity VALUES (at_provider, who, made, address, app_now());
    INSERT INTO audit (at, actor_id, action, target_kind, target_id, detail)
        VALUES (app_now(), made, 'account.create', 'user', made,
            jsonb_build_object('provider', at_provider));
    PERFORM mail_queue(made, address, 'welcome', '{}', 'welcome:' || made);
    RETURN made;
END
$$;

-- Connect an identity to the asking member; false when it is another's, or the
-- member has one there already.
CREATE FUNCTION identity_connect(at_provider text, who text, address text)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    INSERT INTO identity VALUES (at_provider, who, app_user_id(), address,
        app_now())
    ON CONFLICT DO NOTHING;
    RETURN FOUND OR EXISTS (SELECT FROM identity i
        WHERE i.provider = at_provider AND i.subject = who
            AND i.user_id = app_user_id());
END
$$;
GRANT EXECUTE ON FUNCTION login_identity(text, text),
    identity_sign_up(text, text, text, text, text),
    identity_connect(text, text, text) TO belay_account;
