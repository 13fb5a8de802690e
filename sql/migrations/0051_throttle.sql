-- Wrong codes slow an account down as wrong passwords do, and a new password by
-- mail ends the wait.

CREATE FUNCTION challenge_missed(hash text, client text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    address text;
BEGIN
    PERFORM challenge_miss(hash);
    SELECT u.email INTO address FROM challenge c JOIN users u ON u.id = c.user_id
    WHERE c.token_hash = decode(hash, 'hex');
    IF address IS NOT NULL THEN
        PERFORM login_failed(address, client);
    END IF;
END
$$;
GRANT EXECUTE ON FUNCTION challenge_missed(text, text) TO belay_account;

CREATE OR REPLACE FUNCTION password_reset(person bigint, hash text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    UPDATE credential SET password_hash = hash, changed_at = app_now()
    WHERE user_id = person;
    UPDATE users SET verified_at = coalesce(verified_at, app_now())
    WHERE id = person;      -- whoever reads the mail owns the address
    DELETE FROM user_session WHERE user_id = person;
    DELETE FROM throttle WHERE key = 'account:' ||
        (SELECT lower(email) FROM users WHERE id = person);
    PERFORM notify(person, 'security_changed', '/settings/security',
        '{"what": "password"}', NULL);
    INSERT INTO audit (at, actor_id, action, target_kind, target_id)
        VALUES (app_now(), person, 'password.reset', 'user', person);
END
$$;
