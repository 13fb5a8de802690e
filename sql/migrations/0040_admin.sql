-- What admins and moderators do to people: warn, suspend, ban, roles, looking
-- as a member.  The handlers check permissions and write the audit rows; rules
-- that must hold whoever asks are here.

INSERT INTO permission VALUES
    ('mail.manage', 'word the mails, send failed ones again');
INSERT INTO role_permission VALUES ('admin', 'mail.manage');
-- Sign-ins carry a copy of what their roles open.
UPDATE user_session s SET permissions = r.permissions
    FROM user_session o, rights_of(o.user_id) r
    WHERE o.id = s.id AND 'admin' = ANY (s.roles);

CREATE INDEX audit_at ON audit (at);
CREATE INDEX expert_alias_trgm ON expert USING gin (alias gin_trgm_ops);

-- What was typed into a search, as a pattern and as a number.
CREATE FUNCTION like_word(q text) RETURNS text LANGUAGE sql IMMUTABLE
AS $$ SELECT '%' || regexp_replace(q, '([\\%_])', '\\\1', 'g') || '%' $$;
CREATE FUNCTION id_word(q text) RETURNS bigint LANGUAGE sql IMMUTABLE
AS $$ SELECT CASE WHEN q ~ '^[0-9]{1,18}$' THEN q::bigint END $$;
GRANT EXECUTE ON FUNCTION like_word(text), id_word(text) TO belay_admin;

-- --- accounts ----------------------------------------------------------------
-- Whoever may no longer hold sessions leaves the directory, and comes back.
CREATE FUNCTION users_listing() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    PERFORM listing_due(NEW.id);
    RETURN NULL;
END
$$;
CREATE TRIGGER users_listing AFTER UPDATE OF status ON users FOR EACH ROW
    WHEN (OLD.status <> NEW.status) EXECUTE FUNCTION users_listing();

CREATE FUNCTION has_role(person bigint, which text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT EXISTS (SELECT FROM user_role r
        WHERE (r.user_id, r.role) = (person, which))
$$;

-- Lock a person for a decision about them.  Nobody decides about themselves,
-- only admins about moderators, nobody about admins: their role goes first.
CREATE FUNCTION person_take(person bigint) RETURNS users LANGUAGE plpgsql
AS $$
DECLARE
    u users;
BEGIN
    SELECT * INTO u FROM users x WHERE x.id = person FOR NO KEY UPDATE;
    IF u.id IS NULL OR u.status = 'erased' THEN
        PERFORM refuse(404, 'person_unknown');
    ELSIF u.id = app_user_id() THEN
        PERFORM refuse(409, 'person_is_you');
    ELSIF has_role(person, 'admin') THEN
        PERFORM refuse(409, 'person_is_admin');
    ELSIF has_role(person, 'moderator')
            AND NOT has_role(app_user_id(), 'admin') THEN
        PERFORM refuse(403, 'person_is_moderator');
    END IF;
    RETURN u;
END
$$;

-- states 4.12: active -> suspended | banned; suspended | banned -> active.
CREATE FUNCTION person_move(u users, target text, until timestamptz, why text)
RETURNS void LANGUAGE plpgsql
AS $$
BEGIN
    IF NOT (u.status = 'active' AND target IN ('suspended', 'banned')
            OR u.status IN ('suspended', 'banned') AND target = 'active') THEN
        PERFORM refuse(409, 'account_is_' || u.status, NULL,
            jsonb_build_object('status', u.status, 'allowed', CASE u.status
            WHEN 'active' THEN '["ban", "suspend", "warn"]'
            WHEN 'deletion_requested' THEN '["warn"]'
            ELSE '["lift"]' END::jsonb));
    END IF;
    UPDATE users SET status = target, status_until = until,
        status_reason = CASE WHEN target <> 'active' THEN why END
    WHERE id = u.id;
    PERFORM notify(u.id, 'account_status', CASE target WHEN 'active'
        THEN '/dashboard' ELSE '/notifications' END,
        jsonb_strip_nulls(jsonb_build_object('status', target, 'until',
        rfc3339(until), 'reason', why)), NULL);
END
$$;

-- Each gives how many sessions to come were cancelled.  A suspended member's
-- sign-ins stay, so that they read why; a banned one's end.
CREATE FUNCTION person_suspend(person bigint, days int, why text,
    OUT canceled int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    IF days IS NULL OR days NOT BETWEEN 1 AND 365 THEN
        PERFORM refuse(422, 'days_range', 'days');
    END IF;
    PERFORM person_move(person_take(person), 'suspended', app_now()
        + make_interval(days => days), admin_reason(why));
    DELETE FROM user_session s WHERE s.impersonator_id = person
        OR s.user_id = person AND s.impersonator_id IS NOT NULL;
    canceled := session_cancel_all(person, 'suspended', NULL);
END
$$;
CREATE FUNCTION person_ban(person bigint, why text, OUT canceled int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    PERFORM person_move(person_take(person), 'banned', NULL,
        admin_reason(why));
    DELETE FROM user_session s
        WHERE person IN (s.user_id, s.impersonator_id);
    canceled := session_cancel_all(person, 'suspended', NULL);
END
$$;
CREATE FUNCTION person_lift(person bigint, why text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public
AS $$
    SELECT person_move(person_take(person), 'active', NULL, admin_reason(why))
$$;
CREATE FUNCTION person_warn(person bigint, why text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    PERFORM person_take(person);
    PERFORM notify(person, 'account_status', '/notifications',
        jsonb_build_object('status', 'warned', 'reason', admin_reason(why)),
        NULL);
END
$$;
-- Gives how many sign-ins ended.  Also of oneself and of admins: it only asks
-- for the password again.
CREATE FUNCTION person_sign_out(person bigint, OUT ended int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM users u WHERE u.id = person
            AND u.status <> 'erased') THEN
        PERFORM refuse(404, 'person_unknown');
    END IF;
    DELETE FROM user_session s
        WHERE person IN (s.user_id, s.impersonator_id);
    GET DIAGNOSTICS ended = ROW_COUNT;
END
$$;
-- The address is taken for confirmed on an admin's word.
CREATE FUNCTION person_verify(person bigint, why text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    u users;
BEGIN
    SELECT * INTO u FROM users x WHERE x.id = person FOR NO KEY UPDATE;
    IF u.id IS NULL OR u.status = 'erased' THEN
        PERFORM refuse(404, 'person_unknown');
    ELSIF u.verified_at IS NOT NULL THEN
        PERFORM refuse(409, 'address_is_verified');
    END IF;
    PERFORM admin_reason(why);
    PERFORM account_verify(u.id, u.email);
END
$$;

-- How a person's account is guarded, without what it is guarded by.
CREATE FUNCTION person_guard(person bigint, OUT has_password boolean,
    OUT has_app boolean, OUT passkeys int, OUT tokens int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT EXISTS (SELECT FROM credential c WHERE c.user_id = person
            AND c.password_hash IS NOT NULL),
        EXISTS (SELECT FROM totp t WHERE t.user_id = person
            AND t.confirmed_at IS NOT NULL),
        (SELECT count(*)::int FROM passkey k WHERE k.user_id = person),
        (SELECT count(*)::int FROM access_token t WHERE t.user_id = person
            AND t.revoked_at IS NULL AND t.expires_at > app_now())
$$;

-- --- roles -------------------------------------------------------------------
-- Sessions that begin to carry a staff role last as long as a staff sign-in.
CREATE FUNCTION rights_follow(person bigint, which text, given boolean)
RETURNS void LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM session_rights_changed(person);
    UPDATE user_session s SET expires_at = least(s.expires_at,
            app_now() + interval '12 hours')
        WHERE s.user_id = person AND s.roles && ARRAY['admin', 'moderator'];
    PERFORM notify(person, 'role_changed', '/dashboard',
        jsonb_build_object('role', which, 'given', given), NULL);
END
$$;

-- Make somebody an expert without their application: what they would have
-- written is empty, the rest is as if they had applied and been verified.
CREATE FUNCTION expert_appoint(person bigint, which text, why text)
RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    p profile;
    was text;
BEGIN
    SELECT * INTO p FROM profile WHERE user_id = person;
    WHILE NOT EXISTS (SELECT FROM expert WHERE user_id = person) LOOP
        INSERT INTO expert (user_id, alias, alias_seed, is_anonymous, headline,
            timezone, languages, created_at)
        VALUES (person, alias_new(), gen_random_uuid()::text,
            which = 'interviewer', p.headline,
            CASE WHEN is_zone(p.timezone) THEN p.timezone ELSE 'UTC' END,
            p.languages, app_now())
        ON CONFLICT DO NOTHING;         -- again when the alias is somebody's
    END LOOP;
    INSERT INTO expert_kind (user_id, kind) VALUES (person, which)
        ON CONFLICT DO NOTHING;
    SELECT status INTO was FROM expert_kind k
        WHERE (k.user_id, k.kind) = (person, which);
    IF was IN ('draft', 'rejected') THEN
        PERFORM expert_kind_move(person, which, 'submitted', 'expert', why);
    END IF;
    PERFORM expert_decide(person, which, 'verified', why);
END
$$;

-- mentor, concierge and interviewer follow verification: to grant one appoints,
-- to revoke one removes the expert of that kind.
CREATE FUNCTION role_grant(person bigint, which text, why text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    u users;
BEGIN
    IF which IS NULL OR which = 'member'
            OR NOT EXISTS (SELECT FROM role WHERE name = which) THEN
        PERFORM refuse(422, 'role_unknown', 'role');
    END IF;
    SELECT * INTO u FROM users x WHERE x.id = person FOR NO KEY UPDATE;
    IF u.id IS NULL OR u.status = 'erased' THEN
        PERFORM refuse(404, 'person_unknown');
    ELSIF u.status <> 'active' THEN
        PERFORM refuse(409, 'account_is_' || u.status);
    ELSIF has_role(person, which) THEN
        PERFORM refuse(409, 'role_is_held');
    END IF;
    PERFORM admin_reason(why);
    IF which IN ('mentor', 'concierge', 'interviewer') THEN
        PERFORM expert_appoint(person, which, admin_reason(why));
    ELSE
        INSERT INTO user_role VALUES (person, which, app_user_id(), app_now());
    END IF;
    PERFORM rights_follow(person, which, true);
END
$$;
CREATE FUNCTION role_revoke(person bigint, which text, why text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    -- two admins revoking each other's role at once wait here
    PERFORM FROM role WHERE name = 'admin' FOR UPDATE;
    IF NOT has_role(person, which) OR which = 'member' THEN
        PERFORM refuse(409, 'role_is_not_held');
    ELSIF which = 'admin' AND person = app_user_id() THEN
        PERFORM refuse(409, 'role_own_admin');
    ELSIF which = 'admin' AND NOT EXISTS (SELECT FROM user_role r
            JOIN users u ON u.id = r.user_id WHERE r.role = 'admin'
            AND r.user_id <> person AND u.status = 'active') THEN
        PERFORM refuse(409, 'role_last_admin');
    END IF;
    PERFORM admin_reason(why);
    IF EXISTS (SELECT FROM expert_kind k WHERE (k.user_id, k.kind)
            = (person, which) AND k.status IN ('verified', 'paused',
            'suspended')) THEN
        PERFORM expert_decide(person, which, 'removed', admin_reason(why));
    ELSE
        DELETE FROM user_role r WHERE (r.user_id, r.role) = (person, which);
    END IF;
    IF which = 'admin' THEN
        DELETE FROM user_session s WHERE s.impersonator_id = person;
    END IF;
    PERFORM rights_follow(person, which, false);
END
$$;

-- --- looking at the site as a member -----------------------------------------
-- Thirty minutes, read only, without sudo; never as staff.
CREATE FUNCTION impersonation_begin(person bigint, hash text, agent text,
    client text, why text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    u users := person_take(person);
BEGIN
    IF has_role(person, 'moderator') THEN
        PERFORM refuse(409, 'person_is_staff');
    ELSIF u.status NOT IN ('active', 'deletion_requested') THEN
        PERFORM refuse(409, 'account_is_' || u.status);
    END IF;
    PERFORM admin_reason(why);
    INSERT INTO user_session (token_hash, user_id, created_at, last_seen_at,
        expires_at, user_agent, remote_addr, roles, permissions,
        impersonator_id)
    SELECT decode(hash, 'hex'), person, app_now(), app_now(),
        app_now() + interval '30 minutes', agent, client, r.roles,
        r.permissions, app_user_id()
    FROM rights_of(person) r;
END
$$;
-- Ends the session that is looked through; gives whom it showed.
CREATE FUNCTION impersonation_end(hash text, OUT user_id bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    DELETE FROM user_session s WHERE s.token_hash = decode(hash, 'hex')
        AND s.impersonator_id IS NOT NULL
        RETURNING s.user_id INTO impersonation_end.user_id;
END
$$;
-- The member is told afterwards, however it ended.
CREATE FUNCTION impersonation_tell() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    IF EXISTS (SELECT FROM users u WHERE u.id = OLD.user_id
            AND u.status NOT IN ('erased', 'banned')) THEN
        PERFORM notify(OLD.user_id, 'system', NULL, jsonb_build_object(
            'title', 'An administrator looked at your account', 'words', format(
            'On %s, from %s to %s (%s), an administrator saw the site as you '
            'see it. They could read, not change.',
            to_char(t.from_at, 'FMDD FMMonth YYYY'),
            to_char(t.from_at, 'HH24:MI'), to_char(t.to_at, 'HH24:MI'),
            t.zone)), 'impersonation:' || OLD.id)
        FROM (SELECT p.timezone AS zone,
            OLD.created_at AT TIME ZONE p.timezone AS from_at,
            least(app_now(), OLD.expires_at) AT TIME ZONE p.timezone AS to_at
            FROM profile p WHERE p.user_id = OLD.user_id) t;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER impersonation_tell AFTER DELETE ON user_session FOR EACH ROW
    WHEN (OLD.impersonator_id IS NOT NULL)
    EXECUTE FUNCTION impersonation_tell();

GRANT EXECUTE ON FUNCTION has_role(bigint, text),
    person_suspend(bigint, int, text), person_ban(bigint, text),
    person_lift(bigint, text), person_warn(bigint, text),
    person_sign_out(bigint), person_verify(bigint, text),
    person_guard(bigint), role_grant(bigint, text, text),
    role_revoke(bigint, text, text),
    impersonation_begin(bigint, text, text, text, text),
    impersonation_end(text) TO belay_admin;

-- --- sessions ----------------------------------------------------------------
-- What an admin may do with a session as it is.
CREATE FUNCTION session_admin_moves(session_id bigint) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT session_moves(s, 'admin') FROM session s
    WHERE s.id = session_admin_moves.session_id
$$;
GRANT EXECUTE ON FUNCTION session_admin_moves(bigint) TO belay_admin;

-- --- mail and work -----------------------------------------------------------
-- A failed mail once more; one that waits, at once.  One whose link was cleared
-- when it failed would be of no use.
CREATE FUNCTION mail_again(mail bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    m email_notification;
BEGIN
    SELECT * INTO m FROM email_notification x WHERE x.id = mail FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM refuse(404, 'mail_unknown');
    ELSIF m.state NOT IN ('failed', 'deferred') THEN
        PERFORM refuse(409, 'mail_is_' || m.state);
    ELSIF m.template IN ('verify', 'reset', 'change_email', 'undo_email',
            'cancel_deletion') AND NOT m.data ? 'link' THEN
        PERFORM refuse(409, 'mail_link_is_gone');
    END IF;
    UPDATE job SET run_at = app_now() WHERE kind = 'mail.send'
        AND state = 'waiting' AND payload = jsonb_build_object('mail_id', mail);
    IF FOUND THEN
        PERFORM pg_notify('job', '');
    ELSE
        PERFORM enqueue('mail.send', jsonb_build_object('mail_id', mail), NULL,
            NULL, 30);
    END IF;
    UPDATE email_notification SET state = 'queued', bounced_at = NULL
        WHERE id = mail;
END
$$;

-- A dead job once more, or a waiting one at once.
CREATE FUNCTION job_again(again bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    j job;
BEGIN
    SELECT * INTO j FROM job x WHERE x.id = again FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM refuse(404, 'job_unknown');
    ELSIF j.state NOT IN ('dead', 'waiting') THEN
        PERFORM refuse(409, 'job_is_' || j.state);
    ELSIF j.state = 'dead' AND j.unique_key IS NOT NULL AND EXISTS (
            SELECT FROM job x WHERE (x.kind, x.unique_key, x.state)
                = (j.kind, j.unique_key, 'waiting')) THEN
        PERFORM refuse(409, 'job_waits_already');
    ELSIF j.state = 'dead' AND j.kind = 'mail.send' THEN
        DELETE FROM job WHERE id = again;       -- the mail gets another
        PERFORM mail_again((j.payload ->> 'mail_id')::bigint);
        RETURN;
    END IF;
    UPDATE job SET state = 'waiting', run_at = app_now(), finished_at = NULL,
        attempts = CASE state WHEN 'dead' THEN 0 ELSE attempts END
    WHERE id = again;
    PERFORM pg_notify('job', '');
END
$$;
CREATE FUNCTION job_discard(discarded bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    was text;
BEGIN
    SELECT state INTO was FROM job x WHERE x.id = discarded FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM refuse(404, 'job_unknown');
    ELSIF was <> 'dead' THEN
        PERFORM refuse(409, 'job_is_' || was);
    END IF;
    DELETE FROM job WHERE id = discarded;
END
$$;
CREATE FUNCTION schedule_now(which text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    UPDATE schedule SET next_at = app_now() WHERE name = which AND NOT paused;
    IF FOUND THEN
        PERFORM pg_notify('job', '');
    ELSIF EXISTS (SELECT FROM schedule WHERE name = which) THEN
        PERFORM refuse(409, 'schedule_is_paused');
    ELSE
        PERFORM refuse(404, 'schedule_unknown');
    END IF;
END
$$;
CREATE FUNCTION schedule_pause(which text, pause boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    UPDATE schedule SET paused = pause WHERE name = which;
    IF NOT FOUND THEN
        PERFORM refuse(404, 'schedule_unknown');
    END IF;
END
$$;
GRANT EXECUTE ON FUNCTION mail_again(bigint), job_again(bigint),
    job_discard(bigint), schedule_now(text), schedule_pause(text, boolean)
    TO belay_admin;

-- --- settings ----------------------------------------------------------------
-- What is wrong with a value; NULL when it fits the setting.
CREATE FUNCTION setting_refusal(s setting, value jsonb) RETURNS text
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    words text := value #>> '{}';
    form text := jsonb_typeof(value);
    size bigint;
BEGIN
    IF s.kind = 'bool' THEN
        RETURN CASE WHEN form IS DISTINCT FROM 'boolean'
            THEN 'not_true_or_false' END;
    ELSIF s.kind = 'int' AND (form IS DISTINCT FROM 'number'
            OR words !~ '^-?[0-9]{1,15}$') THEN
        RETURN 'not_a_number';
    ELSIF s.kind = 'list' AND (form IS DISTINCT FROM 'array' OR EXISTS (
            SELECT FROM jsonb_array_elements(CASE form WHEN 'array' THEN value
                ELSE '[]' END) x WHERE jsonb_typeof(x) <> 'string'
                OR length(x #>> '{}') NOT BETWEEN 1 AND 200)) THEN
        RETURN 'not_a_list';
    ELSIF s.kind IN ('text', 'zone') AND form IS DISTINCT FROM 'string' THEN
        RETURN 'not_a_text';
    ELSIF s.kind = 'zone' THEN
        RETURN CASE WHEN NOT is_zone(words) THEN 'unknown_zone' END;
    END IF;
    size := CASE s.kind WHEN 'int' THEN words::bigint
        WHEN 'list' THEN jsonb_array_length(value) ELSE length(words) END;
    RETURN CASE WHEN size < s.minimum OR size > s.maximum
        THEN 'out_of_range' END;
END
$$;
-- Change a setting that nobody changed since `seen`.
CREATE FUNCTION setting_change(which text, new_value jsonb, seen int)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    s setting;
    word text;
BEGIN
    SELECT * INTO s FROM setting x WHERE x.name = which FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM refuse(404, 'setting_unknown');
    ELSIF seen <> s.version THEN
        PERFORM refuse(409, 'setting_changed');
    END IF;
    word := setting_refusal(s, new_value);
    IF word IS NOT NULL THEN
        PERFORM refuse(422, word, 'value');
    ELSIF s.value = new_value THEN
        RETURN;
    END IF;
    INSERT INTO setting_history (name, before, after, changed_by, changed_at)
        VALUES (which, s.value, new_value, app_user_id(), app_now());
    UPDATE setting SET value = new_value, version = version + 1
        WHERE name = which;
END
$$;
-- Back to what it was before one of its changes.
CREATE FUNCTION setting_undo(which text, change bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    was jsonb;
BEGIN
    SELECT h.before INTO was FROM setting_history h
        WHERE h.id = change AND h.name = which;
    IF NOT FOUND THEN
        PERFORM refuse(404, 'setting_unknown');
    END IF;
    PERFORM setting_change(which, was, NULL);
END
$$;
GRANT EXECUTE ON FUNCTION setting_change(text, jsonb, int),
    setting_undo(text, bigint) TO belay_admin;
-- From here on only by these.
REVOKE UPDATE ON setting FROM belay_admin;
REVOKE INSERT ON setting_history FROM belay_admin;

-- --- the state of the system -------------------------------------------------
-- How many connections each program holds.
CREATE FUNCTION health_programs() RETURNS TABLE (program text, connections int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT r.rolname::text, count(a.pid)::int
    FROM pg_roles r LEFT JOIN pg_stat_activity a
        ON a.usesysid = r.oid AND a.datname = current_database()
    WHERE r.rolname LIKE 'belay\_%' AND r.rolcanlogin
    GROUP BY r.rolname ORDER BY r.rolname
$$;

-- The newest release of the zone data that PostgreSQL shows to know, told by
-- what changed in it; '' when it knows none of these.
CREATE FUNCTION tzdata_seen() RETURNS text LANGUAGE sql STABLE
AS $$
    SELECT CASE
        WHEN EXISTS (SELECT FROM pg_timezone_names
            WHERE name = 'America/Coyhaique') THEN '2025b'
        WHEN timestamptz '2025-06-15 12:00Z' AT TIME ZONE 'America/Asuncion'
            = timestamp '2025-06-15 09:00' THEN '2025a'
        WHEN timestamptz '2024-06-15 12:00Z' AT TIME ZONE 'Asia/Almaty'
            = timestamp '2024-06-15 17:00' THEN '2024a'
        WHEN timestamptz '2023-06-15 12:00Z' AT TIME ZONE 'Africa/Cairo'
            = timestamp '2023-06-15 15:00' THEN '2023c'
        ELSE '' END
$$;

CREATE FUNCTION health_database(OUT version text, OUT size_bytes bigint,
    OUT connections int, OUT connections_max int, OUT migrations int,
    OUT newest_migration text, OUT tzdata text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT current_setting('server_version'),
        pg_database_size(current_database()),
        (SELECT count(*)::int FROM pg_stat_activity
            WHERE datname IS NOT NULL),
        current_setting('max_connections')::int,
        (SELECT count(*)::int FROM schema_migration),
        (SELECT max(name) FROM schema_migration), tzdata_seen()
$$;
GRANT EXECUTE ON FUNCTION health_programs(), health_database(), tzdata_seen()
    TO belay_admin;
