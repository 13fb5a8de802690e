-- What a decision does, to a thing or to a person, until its time is over or it
-- is lifted (spec: states 4.7).  Each is really effective: things go from pages
-- and figures by their kind's functions, people by those of 0040_admin.

CREATE TABLE enforcement (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    case_id bigint NOT NULL REFERENCES report_case,
    person_id bigint REFERENCES users,
    kind text NOT NULL CHECK (kind IN ('hide', 'edit', 'remove', 'warn',
        'silence', 'suspend', 'ban', 'refund')),
    days int CHECK (days BETWEEN 1 AND 365),
    status text NOT NULL DEFAULT 'active'
        CHECK (status IN ('active', 'expired', 'lifted')),
    imposed_by bigint REFERENCES users,     -- NULL: by itself, until reviewed
    before jsonb,               -- {"part": "words"} as they were
    starts_at timestamptz NOT NULL,
    ends_at timestamptz,        -- NULL: until it is lifted
    ended_at timestamptz,
    ended_by bigint REFERENCES users,
    CHECK ((status = 'active') = (ended_at IS NULL)),
    CHECK ((kind IN ('silence', 'suspend') AND imposed_by IS NOT NULL)
        = (days IS NOT NULL)),
    CHECK (kind IN ('hide', 'edit', 'remove', 'refund')
        OR person_id IS NOT NULL)
);
CREATE INDEX enforcement_case ON enforcement (case_id, id);
CREATE INDEX enforcement_person ON enforcement (person_id, id DESC);
CREATE INDEX enforcement_silence ON enforcement (person_id)
    WHERE kind = 'silence' AND status = 'active';
CREATE INDEX enforcement_due ON enforcement (ends_at)
    WHERE status = 'active' AND ends_at IS NOT NULL;
CREATE INDEX enforcement_removed ON enforcement (starts_at)
    WHERE kind = 'remove' AND status = 'active' AND before IS NOT NULL;
CREATE INDEX enforcement_imposed_by ON enforcement (imposed_by);
CREATE INDEX enforcement_ended_by ON enforcement (ended_by);

-- --- silence: what somebody writes is shown to nobody, since they can't write ----
CREATE FUNCTION is_silenced(person bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT EXISTS (SELECT FROM enforcement e WHERE e.person_id = person
        AND e.kind = 'silence' AND e.status = 'active'
        AND (e.ends_at IS NULL OR e.ends_at > app_now()))
$$;
GRANT EXECUTE ON FUNCTION is_silenced(bigint) TO PUBLIC;
-- Before a member writes something that others read.
CREATE FUNCTION writing_allowed() RETURNS void LANGUAGE plpgsql STABLE
AS $$
BEGIN
    IF app_user_id() IS NOT NULL AND is_silenced(app_user_id()) THEN
        PERFORM refuse(403, 'member_silenced');
    END IF;
END
$$;
GRANT EXECUTE ON FUNCTION writing_allowed() TO PUBLIC;

CREATE FUNCTION silence_trigger() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    IF TG_ARGV[0] IS NULL OR (to_jsonb(NEW) ->> TG_ARGV[0])::bigint
            = app_user_id() THEN
        PERFORM writing_allowed();
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER silence BEFORE UPDATE ON profile FOR EACH ROW
    WHEN (NEW.display_name IS DISTINCT FROM OLD.display_name
        OR NEW.headline IS DISTINCT FROM OLD.headline
        OR NEW.about IS DISTINCT FROM OLD.about
        OR NEW.links IS DISTINCT FROM OLD.links
        OR NEW.picture IS DISTINCT FROM OLD.picture) EXECUTE FUNCTION silence_trigger('user_id');
CREATE TRIGGER silence BEFORE UPDATE ON expert FOR EACH ROW
    WHEN ((NEW.headline, NEW.bio) IS DISTINCT FROM (OLD.headline, OLD.bio))
    EXECUTE FUNCTION silence_trigger('user_id');
CREATE TRIGGER silence BEFORE INSERT OR UPDATE OF words ON session_feedback
    FOR EACH ROW WHEN (NEW.words IS NOT NULL)
    EXECUTE FUNCTION silence_trigger('author_id');
CREATE TRIGGER silence BEFORE UPDATE OF reply ON expert_rating FOR EACH ROW
    WHEN (NEW.reply IS DISTINCT FROM OLD.reply)
    EXECUTE FUNCTION silence_trigger('expert_id');
CREATE TRIGGER silence BEFORE INSERT OR UPDATE OF words, link ON session_note
    FOR EACH ROW WHEN (NEW.kind <> 'private')
    EXECUTE FUNCTION silence_trigger('author_id');

-- Links are open from level 1 on.
CREATE FUNCTION links_trigger() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    IF (to_jsonb(NEW) ->> TG_ARGV[0])::bigint = app_user_id()
            AND NOT (trust_rights(trust_level(app_user_id()))).links THEN
        PERFORM refuse(422, 'trust_links', TG_ARGV[1]);
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER trust_links BEFORE UPDATE OF links ON profile FOR EACH ROW
    WHEN (NEW.links <> '{}' AND NEW.links IS DISTINCT FROM OLD.links)
    EXECUTE FUNCTION links_trigger('user_id', 'links');
CREATE TRIGGER trust_links BEFORE INSERT OR UPDATE OF link ON session_note
    FOR EACH ROW WHEN (NEW.link IS NOT NULL)
    EXECUTE FUNCTION links_trigger('author_id', 'link');

-- --- people: one message for one decision -------------------------------------------
CREATE OR REPLACE FUNCTION person_move(u users, target text,
    until timestamptz, why text)
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
    -- a decision of moderation tells all of it in one notice
    IF current_setting('app.case_decides', true) = 'on' THEN
        RETURN;
    END IF;
    PERFORM notify(u.id, 'account_status', CASE target WHEN 'active'
        THEN '/dashboard' ELSE '/notifications' END,
        jsonb_strip_nulls(jsonb_build_object('status', target, 'until',
        rfc3339(until), 'reason', why)), NULL);
END
$$;
CREATE OR REPLACE FUNCTION person_warn(person bigint, why text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    PERFORM person_take(person);
    PERFORM admin_reason(why);
    IF current_setting('app.case_decides', true) = 'on' THEN
        RETURN;
    END IF;
    PERFORM notify(person, 'account_status', '/notifications',
        jsonb_build_object('status', 'warned', 'reason', admin_reason(why)),
        NULL);
END
$$;

-- --- imposing --------------------------------------------------------------------
CREATE FUNCTION kind_edit(what text, target bigint, author bigint, parts jsonb)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    f regproc := (SELECT k.edit FROM report_kind k WHERE k.kind = what);
BEGIN
    EXECUTE format('SELECT %s($1, $2, $3)', f) USING target, author, parts;
END
$$;
-- {"part": "words"} of what a thing says now.
CREATE FUNCTION parts_now(c report_case) RETURNS jsonb LANGUAGE sql STABLE
AS $$
    SELECT coalesce(jsonb_object_agg(p ->> 'part', p ->> 'text'), '{}')
    FROM jsonb_array_elements((kind_look((c).kind, (c).target_id, NULL,
        (c).author_id)).parts) p WHERE p ? 'part'
$$;
-- What can be done about a case at all.
CREATE FUNCTION case_actions(c report_case) RETURNS text[] LANGUAGE sql STABLE
AS $$
    SELECT array_remove(ARRAY['none',
        CASE WHEN k.hide IS NOT NULL THEN 'hide' END,
        CASE WHEN k.edit IS NOT NULL THEN 'edit' END,
        CASE WHEN k.hide IS NOT NULL OR k.edit IS NOT NULL THEN 'remove' END]
        || CASE WHEN (c).author_id IS NOT NULL
            THEN ARRAY['warn', 'silence', 'suspend', 'ban'] ELSE '{}' END
        || CASE WHEN k.refund IS NOT NULL THEN ARRAY['refund'] ELSE '{}' END,
        NULL)
    FROM report_kind k WHERE k.kind = (c).kind
$$;

-- Of what is shown now; gives what it was.
CREATE FUNCTION enforce_thing(c report_case, what text, edit jsonb)
RETURNS jsonb LANGUAGE plpgsql
AS $$
DECLARE
    was jsonb := parts_now(c);
    has_edit boolean := (SELECT k.edit IS NOT NULL FROM report_kind k
        WHERE k.kind = c.kind);
    wanted jsonb := edit;
BEGIN
    IF what = 'edit' AND coalesce(edit, '{}') = '{}' THEN
        -- nothing said how: what the rules found is masked, else all of it
        SELECT coalesce(jsonb_object_agg(p.key, CASE WHEN p.key
            = 'display_name' THEN p.value ELSE coalesce(
            c.findings #>> ARRAY['sanitized', p.key], '[removed]') END), '{}')
            INTO wanted FROM jsonb_each_text(was) p;
    ELSIF what = 'remove' THEN
        SELECT coalesce(jsonb_object_agg(p.key, CASE p.key
            WHEN 'display_name' THEN 'Member' ELSE '' END), '{}')
            INTO wanted FROM jsonb_each_text(was) p;
    END IF;
    IF what IN ('hide', 'remove') THEN
        PERFORM kind_hide(c.kind, c.target_id, c.author_id, true);
    END IF;
    IF what IN ('edit', 'remove') AND has_edit THEN
        PERFORM kind_edit(c.kind, c.target_id, c.author_id, wanted);
    END IF;
    RETURN was;
END
$$;

-- One action of a decision about a case, by the asking moderator.
CREATE FUNCTION enforce(c report_case, what text, for_days int, why text,
    edit jsonb) RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    was jsonb;
    f regproc;
BEGIN
    CASE what
    WHEN 'hide', 'edit', 'remove' THEN
        was := enforce_thing(c, what, edit);
    WHEN 'warn' THEN
        PERFORM person_warn(c.author_id, why);
    WHEN 'silence' THEN
        PERFORM person_take(c.author_id);
    WHEN 'suspend' THEN
        PERFORM person_suspend(c.author_id, for_days, why);
    WHEN 'ban' THEN
        PERFORM person_ban(c.author_id, why);
    WHEN 'refund' THEN
        SELECT k.refund INTO f FROM report_kind k WHERE k.kind = c.kind;
        EXECUTE format('SELECT %s($1, $2)', f) USING c.target_id, why;
    END CASE;
    INSERT INTO enforcement (case_id, person_id, kind, days, imposed_by, before,
        starts_at, ends_at)
    VALUES (c.id, c.author_id, what,
        CASE WHEN what IN ('silence', 'suspend') THEN for_days END,
        app_user_id(), was, app_now(), app_now()
        + CASE WHEN what IN ('silence', 'suspend')
            THEN make_interval(days => for_days)
            WHEN what = 'warn' THEN interval '180 days' END);
END
$$;

-- As it was before; money that went back stays there.
CREATE FUNCTION enforcement_lift(e enforcement, c report_case) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    has_edit boolean := (SELECT k.edit IS NOT NULL FROM report_kind k
        WHERE k.kind = c.kind);
BEGIN
    UPDATE enforcement x SET status = 'lifted', ended_at = app_now(),
        ended_by = app_user_id() WHERE x.id = e.id AND x.status = 'active';
    IF NOT FOUND THEN
        RETURN;
    END IF;
    IF e.kind IN ('edit', 'remove') AND has_edit AND e.before IS NOT NULL THEN
        PERFORM kind_edit(c.kind, c.target_id, c.author_id, e.before);
    END IF;
    IF e.kind IN ('hide', 'remove') AND NOT EXISTS (SELECT FROM enforcement x
            JOIN report_case o ON o.id = x.case_id
            WHERE x.kind IN ('hide', 'remove') AND x.status = 'active'
            AND (o.kind, o.target_id) = (c.kind, c.target_id)
            AND o.author_id IS NOT DISTINCT FROM c.author_id) THEN
        PERFORM kind_hide(c.kind, c.target_id, c.author_id, false);
    ELSIF e.kind IN ('suspend', 'ban') AND EXISTS (SELECT FROM users u
            WHERE u.id = e.person_id AND u.status = CASE e.kind
            WHEN 'ban' THEN 'banned' ELSE 'suspended' END) THEN
        PERFORM person_lift(e.person_id, 'lifted by moderation');
    END IF;
END
$$;

-- --- the clock -------------------------------------------------------------------
-- What is over, and words that were removed for good; how many.
CREATE FUNCTION enforcement_tick(most int) RETURNS int LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    e enforcement;
    c report_case;
    paths text[];
    n int := 0;
BEGIN
    FOR e IN SELECT * FROM enforcement x WHERE x.status = 'active'
            AND x.ends_at <= app_now() ORDER BY x.ends_at LIMIT most
            FOR UPDATE SKIP LOCKED LOOP
        UPDATE enforcement x SET status = 'expired', ended_at = app_now()
            WHERE x.id = e.id;
        -- the account's own clock opens it again and says so
        IF e.kind = 'silence' AND NOT is_silenced(e.person_id) THEN
            PERFORM notify(e.person_id, 'enforcement_ended', '/dashboard',
                '{"kind": "silence"}', 'enforcement:' || e.id);
        END IF;
        n := n + 1;
    END LOOP;
    -- after the time of an appeal nothing is kept to be given back
    FOR e IN SELECT x.* FROM enforcement x JOIN report_case o
            ON o.id = x.case_id WHERE x.kind = 'remove' AND x.status = 'active'
            AND x.before IS NOT NULL AND x.starts_at
                < app_now() - interval '15 days' AND o.status = 'resolved'
            LIMIT most FOR UPDATE OF x SKIP LOCKED LOOP
        SELECT * INTO c FROM report_case x WHERE x.id = e.case_id;
        UPDATE enforcement x SET before = NULL WHERE x.id = e.id;
        IF c.kind IN ('picture', 'expert_picture') THEN
            SELECT array_remove(ARRAY[p.picture_hidden,
                p.picture_large_hidden], NULL) INTO paths FROM profile p
                WHERE p.user_id = c.author_id;
            UPDATE profile p SET picture_hidden = NULL,
                picture_large_hidden = NULL WHERE p.user_id = c.author_id;
            PERFORM enqueue('files.remove', jsonb_build_object('paths',
                to_jsonb(paths)));
        END IF;
        n := n + 1;
    END LOOP;
    RETURN n;
END
$$;
GRANT EXECUTE ON FUNCTION enforcement_tick(int) TO belay_worker;

ALTER TABLE enforcement ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON enforcement TO belay_safety, belay_account
    USING (person_id = app_user_id());
CREATE POLICY admin ON enforcement TO belay_admin USING (true);
CREATE POLICY worker ON enforcement TO belay_worker USING (true);
GRANT SELECT ON enforcement TO belay_safety, belay_account, belay_admin,
    belay_worker;
INSERT INTO person_data VALUES
    ('enforcement', 'person_id', 'safety', true, 'keep', 'record of a decision'),
    ('enforcement', 'imposed_by', 'safety', false, 'keep', 'record of a decision'),
    ('enforcement', 'ended_by', 'safety', false, 'keep', 'record of a decision');
