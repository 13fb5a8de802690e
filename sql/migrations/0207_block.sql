-- Blocks and mutes between members.  A block holds both ways and everywhere: the
-- two do not find, book or meet each other.  A mute is one's own quiet: who is
-- muted is not suggested any more and makes no mail, and does not learn of it.

-- Somebody who is known under an alias is blocked under it: no list says who.
ALTER TABLE block ADD ref bigint NOT NULL UNIQUE DEFAULT random_ref(),
    ADD shown_as text;          -- NULL: as the profile says
GRANT SELECT, INSERT, DELETE ON block TO belay_safety;
CREATE POLICY own_safety ON block TO belay_safety
    USING (blocker_id = app_user_id());
REVOKE INSERT, DELETE ON block FROM belay_account;

CREATE TABLE mute (
    muter_id bigint NOT NULL REFERENCES users,
    muted_id bigint NOT NULL REFERENCES users,
    ref bigint NOT NULL UNIQUE DEFAULT random_ref(),
    shown_as text,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (muter_id, muted_id),
    CHECK (muter_id <> muted_id)
);
CREATE INDEX mute_muted ON mute (muted_id, muter_id);
ALTER TABLE mute ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON mute TO belay_safety, belay_booking, belay_account
    USING (muter_id = app_user_id());
CREATE POLICY worker ON mute TO belay_worker USING (true);
GRANT SELECT, INSERT, DELETE ON mute TO belay_safety;
GRANT SELECT, DELETE ON mute TO belay_worker;
INSERT INTO person_data VALUES
    ('mute', 'muter_id', 'safety', true, 'delete', NULL),
    ('mute', 'muted_id', 'safety', false, 'delete', NULL);

CREATE FUNCTION is_muted(one bigint, other bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT EXISTS (SELECT FROM mute WHERE (muter_id, muted_id) = (one, other))
$$;
GRANT EXECUTE ON FUNCTION is_muted(bigint, bigint) TO belay_account,
    belay_booking, belay_inbox, belay_worker, belay_safety;
GRANT EXECUTE ON FUNCTION is_blocked(bigint, bigint) TO belay_safety,
    belay_billing;

-- Whom pages of one person do not show to the asking member, and who does not
-- see them.
CREATE FUNCTION blocked_only() RETURNS bigint[] LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    me bigint := app_user_id();
BEGIN
    IF me IS NULL THEN
        RETURN '{}';
    END IF;
    RETURN ARRAY(SELECT blocked_id FROM block WHERE blocker_id = me
        UNION ALL SELECT blocker_id FROM block WHERE blocked_id = me);
END
$$;
-- Lists and suggestions leave out whom the member muted as well.
CREATE OR REPLACE FUNCTION blocked_with_me() RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    me bigint := app_user_id();
BEGIN
    IF me IS NULL THEN
        RETURN '{}';
    END IF;
    RETURN ARRAY(SELECT blocked_id FROM block WHERE blocker_id = me
        UNION ALL SELECT blocker_id FROM block WHERE blocked_id = me
        UNION ALL SELECT muted_id FROM mute WHERE muter_id = me);
END
$$;
GRANT EXECUTE ON FUNCTION blocked_only() TO belay_booking, belay_account,
    belay_safety;

-- What somebody wrote is not read by whom they blocked; under an alias it is, or
-- a block would tell whose it is.
CREATE OR REPLACE VIEW public_rating AS
SELECT r.id, e.ref AS expert_ref, r.stars, r.words,
    CASE WHEN r.reply_hidden_at IS NULL THEN r.reply END AS reply,
    r.replied_at,
    r.created_at, coalesce(r.author_alias, p.display_name) AS author_name,
    CASE WHEN r.author_alias IS NOT NULL THEN s.client_seed END AS author_seed
FROM expert_rating r
JOIN expert e ON e.user_id = r.expert_id
JOIN profile p ON p.user_id = r.author_id
LEFT JOIN session s ON r.subject_kind = 'session' AND s.id = r.subject_id
WHERE r.hidden_at IS NULL AND (r.author_alias IS NOT NULL
    OR app_user_id() IS NULL OR r.author_id = app_user_id()
    OR NOT is_blocked(r.author_id, app_user_id()));

-- Whom the asking member means, by what their page knows of them: a handle, an
-- expert's public number, or a session with them.  NULL: nobody they can see.
CREATE FUNCTION person_meant(by_handle text, by_expert bigint,
    by_session bigint, OUT person_id bigint, OUT shown_name text,
    OUT alias text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    me bigint := app_user_id();
BEGIN
    IF by_session IS NOT NULL THEN
        SELECT CASE WHEN s.client_id = me THEN s.expert_id
                ELSE s.client_id END,
            session_name(s, CASE WHEN s.client_id = me THEN 'expert'
                ELSE 'client' END),
            CASE WHEN s.anonymous AND s.reveal <> 'mutual'
                THEN session_name(s, CASE WHEN s.client_id = me THEN 'expert'
                ELSE 'client' END) END
        INTO person_id, shown_name, alias FROM session s
        WHERE s.id = by_session AND me IN (s.client_id, s.expert_id)
            AND s.status NOT IN ('held', 'awaiting_payment', 'expired');
    ELSIF by_expert IS NOT NULL THEN
        SELECT e.user_id, CASE WHEN e.is_anonymous THEN e.alias
                ELSE p.display_name END,
            CASE WHEN e.is_anonymous THEN e.alias END
        INTO person_id, shown_name, alias
        FROM expert e JOIN profile p ON p.user_id = e.user_id
        WHERE e.ref = by_expert AND e.user_id <> me AND (EXISTS (SELECT
            FROM expert_listing l WHERE l.ref = by_expert)
            OR EXISTS (SELECT FROM block b WHERE (b.blocker_id, b.blocked_id)
                = (me, e.user_id)));
    ELSE
        SELECT t.user_id, t.display_name INTO person_id, shown_name
            FROM block_target(by_handle) t;
    END IF;
END
$$;
CREATE FUNCTION block_add(by_handle text, by_expert bigint, by_session bigint,
    OUT person_id bigint, OUT shown_name text, OUT is_new boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    m record := person_meant(by_handle, by_expert, by_session);
BEGIN
    IF m.person_id IS NULL OR app_user_id() IS NULL THEN
        PERFORM refuse(404, 'person_unknown');
    END IF;
    INSERT INTO block (blocker_id, blocked_id, created_at, shown_as)
    VALUES (app_user_id(), m.person_id, app_now(), m.alias)
    ON CONFLICT DO NOTHING;
    is_new := FOUND;
    person_id := m.person_id;
    shown_name := m.shown_name;
END
$$;
CREATE FUNCTION mute_add(by_handle text, by_expert bigint, by_session bigint,
    OUT person_id bigint, OUT shown_name text, OUT is_new boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    m record := person_meant(by_handle, by_expert, by_session);
BEGIN
    IF m.person_id IS NULL OR app_user_id() IS NULL THEN
        PERFORM refuse(404, 'person_unknown');
    END IF;
    INSERT INTO mute (muter_id, muted_id, created_at, shown_as)
    VALUES (app_user_id(), m.person_id, app_now(), m.alias)
    ON CONFLICT DO NOTHING;
    is_new := FOUND;
    person_id := m.person_id;
    shown_name := m.shown_name;
END
$$;
-- The lists, the latest first; who has an alias is shown by nothing else.
CREATE FUNCTION my_blocks() RETURNS TABLE (ref bigint, handle text,
    display_name text, picture text, is_alias boolean, created_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT b.ref, CASE WHEN b.shown_as IS NULL THEN p.handle END,
        coalesce(b.shown_as, p.display_name),
        CASE WHEN b.shown_as IS NULL THEN p.picture END,
        b.shown_as IS NOT NULL, b.created_at
    FROM block b JOIN profile p ON p.user_id = b.blocked_id
    WHERE b.blocker_id = app_user_id()
    ORDER BY b.created_at DESC, b.ref LIMIT 500
$$;
CREATE FUNCTION my_mutes() RETURNS TABLE (ref bigint, handle text,
    display_name text, picture text, is_alias boolean, created_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT m.ref, CASE WHEN m.shown_as IS NULL THEN p.handle END,
        coalesce(m.shown_as, p.display_name),
        CASE WHEN m.shown_as IS NULL THEN p.picture END,
        m.shown_as IS NOT NULL, m.created_at
    FROM mute m JOIN profile p ON p.user_id = m.muted_id
    WHERE m.muter_id = app_user_id()
    ORDER BY m.created_at DESC, m.ref LIMIT 500
$$;
GRANT EXECUTE ON FUNCTION block_add(text, bigint, bigint),
    mute_add(text, bigint, bigint), my_blocks(), my_mutes(),
    block_target(text) TO belay_safety;

-- A notice of a session with somebody who is muted or blocked waits in the list
-- and makes no mail, unless it is urgent.
CREATE FUNCTION notice_is_muted(n notification) RETURNS boolean
LANGUAGE sql STABLE
AS $$
    SELECT coalesce((SELECT is_muted(n.user_id, o.id)
            OR is_blocked(n.user_id, o.id)
        FROM (SELECT CASE s.client_id WHEN n.user_id THEN s.expert_id
                ELSE s.client_id END AS id
            FROM session s WHERE n.data ->> 'session_id' ~ '^[0-9]{1,18}$'
            AND s.id = (n.data ->> 'session_id')::bigint) o), false)
$$;
GRANT EXECUTE ON FUNCTION notice_is_muted(notification) TO belay_worker;

-- --- nobody sells to, waits for or books whom they blocked --------------------------
-- Whatever way leads there: a backstop behind what the pages already leave out.
CREATE FUNCTION blocked_trigger() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    IF is_blocked((to_jsonb(NEW) ->> TG_ARGV[0])::bigint,
            (to_jsonb(NEW) ->> TG_ARGV[1])::bigint) THEN
        PERFORM refuse(403, 'session_blocked');
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER blocked BEFORE INSERT ON orders FOR EACH ROW
    WHEN (NEW.seller_id IS NOT NULL)
    EXECUTE FUNCTION blocked_trigger('buyer_id', 'seller_id');
CREATE TRIGGER blocked BEFORE INSERT ON waiting_entry FOR EACH ROW
    EXECUTE FUNCTION blocked_trigger('student_id', 'expert_id');
CREATE TRIGGER blocked BEFORE INSERT ON session FOR EACH ROW
    EXECUTE FUNCTION blocked_trigger('client_id', 'expert_id');
CREATE TRIGGER blocked BEFORE INSERT ON session_proposal FOR EACH ROW
    EXECUTE FUNCTION blocked_trigger('client_id', 'expert_id');
-- What hangs between the two falls with the block; what is agreed stays, and is
-- cancelled as any other.
CREATE FUNCTION block_ends() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    UPDATE session_proposal p SET status = 'withdrawn', decided_at = app_now()
    WHERE p.status = 'open' AND (p.client_id, p.expert_id) IN (
        (NEW.blocker_id, NEW.blocked_id), (NEW.blocked_id, NEW.blocker_id));
    UPDATE waiting_entry w SET status = 'left', ended_at = app_now()
    WHERE w.status IN ('waiting', 'offered') AND (w.student_id, w.expert_id) IN (
        (NEW.blocker_id, NEW.blocked_id), (NEW.blocked_id, NEW.blocker_id));
    RETURN NULL;
END
$$;
CREATE TRIGGER block_ends AFTER INSERT ON block FOR EACH ROW
    EXECUTE FUNCTION block_ends();
