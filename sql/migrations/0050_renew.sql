-- A session whose roles changed gets a new token with its next page; and the
-- link by which an empty platform gets its first admin.

ALTER TABLE user_session ADD rotate boolean NOT NULL DEFAULT false;

-- Each role once, whether 'member' has a row of its own or not.
CREATE OR REPLACE FUNCTION rights_of(person bigint, OUT roles text[],
    OUT permissions text[]) LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public
AS $$
    SELECT ARRAY(SELECT role FROM user_role WHERE user_id = person
            UNION SELECT 'member' ORDER BY 1),
        ARRAY(SELECT DISTINCT rp.permission FROM user_role r
            JOIN role_permission rp ON rp.role = r.role
            WHERE r.user_id = person ORDER BY 1)
$$;

-- However the roles came to change.
CREATE FUNCTION session_roles_changed() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
    NEW.rotate := true;
    RETURN NEW;
END
$$;
CREATE TRIGGER session_roles_changed BEFORE UPDATE OF roles, permissions
    ON user_session FOR EACH ROW
    WHEN (OLD.roles IS DISTINCT FROM NEW.roles
        OR OLD.permissions IS DISTINCT FROM NEW.permissions)
    EXECUTE FUNCTION session_roles_changed();

DROP FUNCTION session_open(text);
CREATE FUNCTION session_open(hash text, OUT session_id bigint,
    OUT user_id bigint, OUT display_name text, OUT handle text, OUT email text,
    OUT verified boolean, OUT suspended boolean, OUT second_factor boolean,
    OUT roles text[], OUT permissions text[], OUT timezone text,
    OUT language text, OUT theme text, OUT text_size text,
    OUT shortcuts boolean, OUT unread bigint, OUT sudo_until timestamptz,
    OUT stale boolean, OUT impersonator_id bigint, OUT picture text,
    OUT rotate boolean, OUT asked_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    asked_at := app_now();
    SELECT s.id, s.user_id, p.display_name, p.handle, u.email,
        u.verified_at IS NOT NULL, u.status IN ('suspended', 'banned'),
        s.second_factor, s.roles, s.permissions, p.timezone, f.language,
        f.theme, f.text_size, f.shortcuts, s.sudo_until,
        s.last_seen_at < asked_at - interval '5 minutes', s.impersonator_id,
        p.picture, s.rotate
    INTO session_id, user_id, display_name, handle, email, verified, suspended,
        second_factor, roles, permissions, timezone, language, theme,
        text_size, shortcuts, sudo_until, stale, impersonator_id, picture,
        rotate
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

-- The new token in place of the old one: for one of the pages that are asked
-- for at the same time.
CREATE FUNCTION session_renew(old_hash text, new_hash text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    UPDATE user_session SET token_hash = decode(new_hash, 'hex'),
        rotate = false
    WHERE token_hash = decode(old_hash, 'hex') AND rotate;
    RETURN FOUND;
END
$$;
CREATE OR REPLACE FUNCTION session_rotate(rotated bigint, hash text)
RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public
AS $$
    UPDATE user_session SET token_hash = decode(hash, 'hex'), rotate = false
    WHERE id = rotated AND user_id = app_user_id()
$$;
GRANT EXECUTE ON FUNCTION session_open(text), session_renew(text, text)
    TO belay_account, belay_booking, belay_inbox, belay_admin;

-- --- the first admin ----------------------------------------------------------
CREATE TABLE first_admin (
    token_hash bytea PRIMARY KEY,
    made_at timestamptz NOT NULL
);

-- Who has the server's database makes the link; false once there is an admin.
-- A newer one ends the older.
CREATE FUNCTION first_admin_invite(hash text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    IF EXISTS (SELECT FROM user_role WHERE role = 'admin') THEN
        RETURN false;
    END IF;
    DELETE FROM first_admin;
    INSERT INTO first_admin VALUES (decode(hash, 'hex'), app_now());
    RETURN true;
END
$$;
CREATE FUNCTION first_admin_look(hash text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT EXISTS (SELECT FROM first_admin
        WHERE token_hash = decode(hash, 'hex'))
$$;
-- The account just made becomes the admin, its address believed: whoever reads
-- the server's console needs no mail to prove it.
CREATE FUNCTION first_admin_use(hash text, person bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    DELETE FROM first_admin WHERE token_hash = decode(hash, 'hex');
    IF NOT FOUND OR EXISTS (SELECT FROM user_role WHERE role = 'admin') THEN
        RETURN false;
    END IF;
    UPDATE users SET verified_at = app_now() WHERE id = person;
    INSERT INTO user_role (user_id, role, granted_at)
        VALUES (person, 'admin', app_now());
    INSERT INTO audit (at, actor_id, action, target_kind, target_id, detail)
        VALUES (app_now(), person, 'role.grant', 'user', person,
            '{"role": "admin", "by": "first_admin"}');
    RETURN true;
END
$$;
GRANT EXECUTE ON FUNCTION first_admin_look(text), first_admin_use(text, bigint)
    TO belay_account;
