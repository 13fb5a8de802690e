-- Taking a journey (spec: journeys.md, states 4.8): answers are saved one by one,
-- by who saw which revision, and nothing that was ever typed is lost by it; the
-- records of a list; the days on which somebody was at it.

-- Who saved an answer last: a page that is open somewhere (`tab`) counts its own
-- saves (`seq`), so that one that comes twice or late is known as such.
ALTER TABLE answer ADD tab text CHECK (length(tab) <= 40),
    ADD seq bigint NOT NULL DEFAULT 0,
    ADD first_at timestamptz;       -- since it is answered
ALTER TABLE enrolment ADD answered int NOT NULL DEFAULT 0;

-- What an answer was, and what was not taken for one because another was newer
-- than the one that its writer saw (revision NULL).
CREATE TABLE answer_kept (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    enrolment_id bigint NOT NULL REFERENCES enrolment,
    section_key text NOT NULL,
    record_id bigint NOT NULL,
    field_key text NOT NULL,
    user_id bigint NOT NULL REFERENCES users,       -- whose enrolment it is
    value jsonb,
    revision int,
    saved_at timestamptz NOT NULL,
    saved_by bigint NOT NULL REFERENCES users,
    tab text,
    seq bigint NOT NULL,
    settled_at timestamptz,     -- NULL: the member has yet to choose
    CHECK (revision IS NULL OR settled_at IS NOT NULL)
);
CREATE INDEX answer_kept_open ON answer_kept (enrolment_id, section_key)
    WHERE settled_at IS NULL;
CREATE INDEX answer_kept_of ON answer_kept (enrolment_id, section_key,
    record_id, field_key, id);
CREATE INDEX answer_kept_user ON answer_kept (user_id);
CREATE INDEX answer_kept_saved_by ON answer_kept (saved_by);

-- The days, as the member's calendar had them, and how many saves each saw.
CREATE TABLE enrolment_day (
    enrolment_id bigint NOT NULL REFERENCES enrolment,
    day date NOT NULL,
    user_id bigint NOT NULL REFERENCES users,
    saves int NOT NULL DEFAULT 0,
    PRIMARY KEY (enrolment_id, day)
);
CREATE INDEX enrolment_day_user ON enrolment_day (user_id, day);

-- --- where an enrolment may go by what is answered ---------------------------------
CREATE TABLE enrolment_rule (
    from_status text NOT NULL,
    to_status text NOT NULL,
    PRIMARY KEY (from_status, to_status)
);
INSERT INTO enrolment_rule VALUES ('active', 'completed'),
    ('completed', 'active');
INSERT INTO notification_type (name, area, title, email, push, discord, urgent,
    required, can_wait) VALUES ('journey_completed', 'journeys',
    'A journey of yours is complete', true, false, false, false, false, true);

-- The acting member's enrolment in a journey, by any name the journey had; locked,
-- so that two who save come one after the other.  404 when there is none.
CREATE FUNCTION enrolment_lock(of_slug text) RETURNS enrolment
LANGUAGE plpgsql
AS $$
DECLARE
    e enrolment;
    me bigint := acting_member();
BEGIN
    IF nullif(current_setting('app.impersonator_id', true), '') IS NOT NULL THEN
        PERFORM refuse(403, 'not_for_others');
    END IF;
    SELECT x.* INTO e FROM enrolment x WHERE x.user_id = me
        AND x.journey_id = coalesce((SELECT j.id FROM journey j
        WHERE j.slug = of_slug), (SELECT s.journey_id FROM journey_slug s
        WHERE s.slug = of_slug)) FOR NO KEY UPDATE;
    IF e.id IS NULL THEN
        PERFORM refuse(404, 'journey_unknown');
    END IF;
    RETURN e;
END
$$;
-- The same, to be written to.
CREATE FUNCTION enrolment_open(of_slug text) RETURNS enrolment
LANGUAGE plpgsql
AS $$
DECLARE
    e enrolment := enrolment_lock(of_slug);
BEGIN
    IF e.status IN ('paused', 'ended') THEN
        PERFORM refuse(409, 'enrolment_is_' || e.status);
    ELSIF EXISTS (SELECT FROM journey j WHERE j.id = e.journey_id
            AND j.status = 'suspended') THEN
        PERFORM refuse(409, 'journey_is_suspended');
    END IF;
    RETURN e;
END
$$;
-- Everything that is asked for is there, or is no longer.
CREATE FUNCTION enrolment_settle(of_slug text, is_complete boolean)
RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    e enrolment := enrolment_open(of_slug);
    target text := CASE WHEN is_complete THEN 'completed' ELSE 'active' END;
BEGIN
    IF e.status = target THEN
        RETURN e.status;
    ELSIF NOT EXISTS (SELECT FROM enrolment_rule r
            WHERE (r.from_status, r.to_status) = (e.status, target)) THEN
        PERFORM refuse(409, 'enrolment_is_' || e.status);
    END IF;
    UPDATE enrolment x SET status = target,
        completed_at = CASE WHEN is_complete THEN app_now() END
        WHERE x.id = e.id;
    IF is_complete THEN
        PERFORM notify(e.user_id, 'journey_completed', '/journeys/' || j.slug,
            jsonb_build_object('title', j.title), 'enrolment:' || e.id)
            FROM journey j WHERE j.id = e.journey_id;
    END IF;
    RETURN target;
END
$$;

-- --- answers ------------------------------------------------------------------------
-- Keep what an answer was, or what waits for the member's choice; the last fifty
-- of each.
CREATE FUNCTION answer_keep(a answer, at_revision int, waits boolean)
RETURNS void LANGUAGE sql
AS $$
    INSERT INTO answer_kept (enrolment_id, section_key, record_id, field_key,
        user_id, value, revision, saved_at, saved_by, tab, seq, settled_at)
    VALUES (a.enrolment_id, a.section_key, a.record_id, a.field_key, a.user_id,
        a.value, at_revision, a.saved_at, a.saved_by, a.tab, a.seq,
        CASE WHEN NOT waits THEN app_now() END);
    DELETE FROM answer_kept k WHERE (k.enrolment_id, k.section_key, k.record_id,
        k.field_key) = (a.enrolment_id, a.section_key, a.record_id, a.field_key)
        AND k.id <= (SELECT o.id FROM answer_kept o WHERE (o.enrolment_id,
        o.section_key, o.record_id, o.field_key) = (a.enrolment_id,
        a.section_key, a.record_id, a.field_key)
        ORDER BY o.id DESC OFFSET 50 LIMIT 1)
$$;
/*
 * One answer, whose writer saw revision `base` of it.  What becomes of it:
 *   saved     it is the answer now
 *   same      it was already
 *   behind    the tab has saved this one, or a later one of its own, before
 *   conflict  somebody else's is newer: it is kept, and the member chooses
 *   gone      its record was removed: it is kept
 */
CREATE FUNCTION answer_put(made answer, base int, OUT outcome text,
    OUT revision int, OUT value jsonb, OUT saved_at timestamptz)
LANGUAGE plpgsql
AS $$
DECLARE
    old answer;
BEGIN
    SELECT * INTO old FROM answer a WHERE (a.enrolment_id, a.section_key,
        a.record_id, a.field_key) = (made.enrolment_id, made.section_key,
        made.record_id, made.field_key);
    outcome := CASE
        WHEN made.record_id > 0 AND NOT EXISTS (SELECT FROM enrolment_record r
            WHERE r.id = made.record_id AND r.removed_at IS NULL) THEN 'gone'
        WHEN old.tab = made.tab AND made.seq <= old.seq
            OR EXISTS (SELECT FROM answer_kept k WHERE (k.enrolment_id,
            k.section_key, k.record_id, k.field_key) = (made.enrolment_id,
            made.section_key, made.record_id, made.field_key)
            AND k.revision IS NOT NULL AND k.tab = made.tab
            AND k.seq >= made.seq) THEN 'behind'
        WHEN old.value IS NOT DISTINCT FROM made.value THEN 'same'
        WHEN coalesce(old.revision, 0) = coalesce(base, 0)
            OR old.tab = made.tab THEN 'saved'
        ELSE 'conflict' END;
    -- What the tab wrote before this does not wait any more.
    IF outcome IN ('saved', 'same', 'conflict') THEN
        UPDATE answer_kept k SET settled_at = app_now()
        WHERE (k.enrolment_id, k.section_key, k.record_id, k.field_key)
            = (made.enrolment_id, made.section_key, made.record_id,
            made.field_key) AND k.settled_at IS NULL AND k.tab = made.tab
            AND k.seq < made.seq;
    END IF;
    IF outcome = 'saved' AND old.revision IS NULL THEN
        INSERT INTO answer SELECT (made).*;
    ELSIF outcome = 'saved' THEN
        IF old.value IS NOT NULL AND (old.tab IS DISTINCT FROM made.tab
                OR old.saved_at < app_now() - interval '10 minutes') THEN
            PERFORM answer_keep(old, old.revision, false);
        END IF;
        UPDATE answer a SET value = made.value, revision = old.revision + 1,
            saved_at = made.saved_at, saved_by = made.saved_by, tab = made.tab,
            seq = made.seq, first_at = CASE WHEN made.value IS NOT NULL
                THEN coalesce(old.first_at, made.saved_at) END
        WHERE (a.enrolment_id, a.section_key, a.record_id, a.field_key)
            = (made.enrolment_id, made.section_key, made.record_id,
            made.field_key);
    ELSIF outcome IN ('conflict', 'gone') AND NOT EXISTS (SELECT
            FROM answer_kept k WHERE (k.enrolment_id, k.section_key,
            k.record_id, k.field_key) = (made.enrolment_id, made.section_key,
            made.record_id, made.field_key) AND k.tab = made.tab
            AND k.seq = made.seq) THEN
        PERFORM answer_keep(made, NULL, outcome = 'conflict');
    END IF;
    IF outcome = 'saved' THEN
        UPDATE enrolment e SET answered = e.answered
            + (made.value IS NOT NULL)::int - (old.value IS NOT NULL)::int
        WHERE e.id = made.enrolment_id
            AND (made.value IS NULL) <> (old.value IS NULL);
        revision := coalesce(old.revision, 0) + 1;
        value := made.value;
        saved_at := made.saved_at;
    ELSE
        revision := coalesce(old.revision, 0);
        value := old.value;
        saved_at := coalesce(old.saved_at, app_now());
    END IF;
END
$$;
-- They were at it today, as their own calendar says.
CREATE FUNCTION enrolment_seen(e enrolment, saves int) RETURNS void
LANGUAGE sql
AS $$
    UPDATE enrolment x SET last_at = app_now() WHERE x.id = e.id;
    INSERT INTO enrolment_day AS d (enrolment_id, day, user_id, saves)
    VALUES (e.id, (app_now() AT TIME ZONE coalesce(app_zone(), 'UTC'))::date,
        e.user_id, enrolment_seen.saves)
    ON CONFLICT (enrolment_id, day) DO UPDATE SET saves = d.saves
        + excluded.saves
$$;

-- --- the records of a list ------------------------------------------------------------
-- Made once, however often it is asked for by the same name; NULL: there are as
-- many as there may be.
CREATE FUNCTION record_made(e enrolment, of_section text, ref text)
RETURNS bigint LANGUAGE plpgsql
AS $$
DECLARE
    r enrolment_record;
    s journey_section;
    n int;
BEGIN
    SELECT * INTO r FROM enrolment_record x
        WHERE (x.enrolment_id, x.made_ref) = (e.id, ref);
    IF r.id IS NOT NULL AND r.section_key = of_section THEN
        RETURN r.id;
    END IF;
    SELECT * INTO s FROM journey_section x
        WHERE (x.version_id, x.key) = (e.version_id, of_section);
    IF r.id IS NOT NULL OR s.id IS NULL OR NOT s.is_list THEN
        PERFORM refuse(404, 'record_unknown');
    END IF;
    SELECT count(*) INTO n FROM enrolment_record x WHERE (x.enrolment_id,
        x.section_key) = (e.id, of_section) AND x.removed_at IS NULL;
    IF n >= s.max_records THEN
        RETURN NULL;
    END IF;
    INSERT INTO enrolment_record (enrolment_id, user_id, section_key, position,
        made_ref, created_at)
    SELECT e.id, e.user_id, of_section, coalesce(max(x.position), 0) + 1, ref,
        app_now()
    FROM enrolment_record x WHERE (x.enrolment_id, x.section_key)
        = (e.id, of_section)
    RETURNING * INTO r;
    RETURN r.id;
END
$$;
CREATE FUNCTION record_add(of_slug text, of_section text, ref text)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    e enrolment := enrolment_open(of_slug);
    made bigint := record_made(e, of_section, ref);
BEGIN
    IF made IS NULL THEN
        PERFORM refuse(409, 'records_are_full');
    END IF;
    PERFORM enrolment_seen(e, 1);
    RETURN made;
END
$$;
CREATE FUNCTION record_find(e enrolment, of_section text, wanted bigint)
RETURNS enrolment_record LANGUAGE plpgsql
AS $$
DECLARE
    r enrolment_record;
BEGIN
    SELECT * INTO r FROM enrolment_record x WHERE x.id = wanted
        AND (x.enrolment_id, x.section_key) = (e.id, of_section);
    IF r.id IS NULL THEN
        PERFORM refuse(404, 'record_unknown');
    END IF;
    RETURN r;
END
$$;
-- Away, and back again at its place: what was answered in it stays with it.
CREATE FUNCTION record_remove(of_slug text, of_section text, removed bigint,
    back boolean DEFAULT false) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    e enrolment := enrolment_open(of_slug);
    r enrolment_record := record_find(e, of_section, removed);
BEGIN
    IF (r.removed_at IS NULL) = back THEN
        RETURN;
    END IF;
    IF back AND (SELECT count(*) FROM enrolment_record x WHERE (x.enrolment_id,
            x.section_key) = (e.id, of_section) AND x.removed_at IS NULL)
            >= (SELECT s.max_records FROM journey_section s
            WHERE (s.version_id, s.key) = (e.version_id, of_section)) THEN
        PERFORM refuse(409, 'records_are_full');
    END IF;
    UPDATE enrolment_record x SET revision = x.revision + 1,
        removed_at = CASE WHEN NOT back THEN app_now() END WHERE x.id = r.id;
    UPDATE enrolment x SET answered = x.answered + (SELECT count(*)
        FROM answer a WHERE (a.enrolment_id, a.section_key, a.record_id)
        = (e.id, of_section, r.id) AND a.value IS NOT NULL)
        * CASE WHEN back THEN 1 ELSE -1 END WHERE x.id = e.id;
    PERFORM enrolment_seen(e, 1);
END
$$;
-- To a place counted from 1; the others make room.
CREATE FUNCTION record_move(of_slug text, of_section text, moved bigint,
    to_place int) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    e enrolment := enrolment_open(of_slug);
    r enrolment_record := record_find(e, of_section, moved);
BEGIN
    WITH others AS (SELECT x.id, row_number() OVER (ORDER BY x.position, x.id)
        AS place FROM enrolment_record x WHERE (x.enrolment_id, x.section_key)
        = (e.id, of_section) AND x.removed_at IS NULL AND x.id <> r.id),
    placed AS (SELECT o.id, o.place + (o.place >= to_place)::int AS place
        FROM others o UNION ALL
        SELECT r.id, least(greatest(to_place, 1), (SELECT count(*) + 1
            FROM others)))
    UPDATE enrolment_record x SET position = p.place, revision = x.revision + 1
        FROM placed p WHERE p.id = x.id AND x.position <> p.place;
    PERFORM enrolment_seen(e, 1);
END
$$;

-- Where a save of a page is to go; record_id NULL: it has no place.
CREATE FUNCTION answer_meant(e enrolment, v jsonb, of_tab text) RETURNS answer
LANGUAGE plpgsql
AS $$
DECLARE
    a answer;
BEGIN
    a.enrolment_id := e.id;
    a.section_key := v ->> 'section';
    a.record_id := CASE
        WHEN v ->> 'ref' IS NOT NULL
        THEN record_made(e, a.section_key, v ->> 'ref')
        WHEN v ->> 'record' IS NOT NULL
        THEN (record_find(e, a.section_key, (v ->> 'record')::bigint)).id
        ELSE 0 END;
    a.field_key := v ->> 'field';
    a.user_id := e.user_id;
    a.value := nullif(v -> 'value', 'null');
    a.revision := 1;
    a.saved_at := app_now();
    a.saved_by := app_user_id();
    a.tab := of_tab;
    a.seq := (v ->> 'seq')::bigint;
    a.first_at := CASE WHEN a.value IS NOT NULL THEN a.saved_at END;
    RETURN a;
END
$$;
/*
 * What a page saves: [{"section", "record" (an id, or absent), "ref" (of a new
 * record), "field", "value" (null: none), "base", "seq"}, …], each with what
 * became of it, in order: the outcomes of answer_put(), and "full" for what has
 * no record to be in.  Their fields were checked against `of_version`.
 */
CREATE FUNCTION answers_save(of_slug text, of_version bigint, of_tab text,
    saves jsonb) RETURNS TABLE (n int, record_id bigint, outcome text,
    revision int, value jsonb, saved_at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    e enrolment := enrolment_open(of_slug);
    a answer;
    v jsonb;
    done int := 0;
BEGIN
    IF e.version_id <> of_version THEN
        PERFORM refuse(409, 'version_changed');
    END IF;
    n := 0;
    FOR v IN SELECT i FROM jsonb_array_elements(saves) i LOOP
        n := n + 1;
        a := answer_meant(e, v, of_tab);
        record_id := coalesce(a.record_id, 0);
        IF a.record_id IS NULL THEN
            SELECT 'full', 0, NULL, app_now()
                INTO outcome, revision, value, saved_at;
        ELSE
            SELECT p.outcome, p.revision, p.value, p.saved_at
                INTO outcome, revision, value, saved_at
                FROM answer_put(a, (v ->> 'base')::int) p;
        END IF;
        done := done + (outcome = 'saved')::int;
        RETURN NEXT;
    END LOOP;
    IF done > 0 THEN
        PERFORM enrolment_seen(e, done);
    END IF;
END
$$;

/*
 * The member chooses what was kept: it is the answer from now on, or it is not.
 * What waited waits no more.
 */
CREATE FUNCTION answer_choose(of_slug text, chosen bigint, takes boolean)
RETURNS answer_kept LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    e enrolment := enrolment_open(of_slug);
    k answer_kept;
    a answer;
    at_revision int;
BEGIN
    SELECT * INTO k FROM answer_kept x WHERE x.id = chosen
        AND x.enrolment_id = e.id;
    IF k.id IS NULL THEN
        PERFORM refuse(404, 'answer_unknown');
    END IF;
    UPDATE answer_kept x SET settled_at = coalesce(x.settled_at, app_now())
        WHERE x.id = k.id;
    IF takes THEN
        at_revision := coalesce((SELECT x.revision FROM answer x
            WHERE (x.enrolment_id, x.section_key, x.record_id, x.field_key)
            = (k.enrolment_id, k.section_key, k.record_id, k.field_key)), 0);
        SELECT k.enrolment_id, k.section_key, k.record_id, k.field_key,
            k.user_id, k.value, 1, app_now(), app_user_id(), 'kept:' || k.id,
            at_revision, app_now()
        INTO a.enrolment_id, a.section_key, a.record_id, a.field_key, a.user_id,
            a.value, a.revision, a.saved_at, a.saved_by, a.tab, a.seq,
            a.first_at;
        PERFORM answer_put(a, at_revision);
        PERFORM enrolment_seen(e, 1);
    END IF;
    RETURN k;
END
$$;

ALTER TABLE answer_kept ENABLE ROW LEVEL SECURITY;
ALTER TABLE enrolment_day ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON answer_kept TO belay_journeys, belay_reviews
    USING (user_id = app_user_id());
CREATE POLICY own ON enrolment_day TO belay_journeys, belay_account
    USING (user_id = app_user_id());
CREATE POLICY worker ON answer_kept TO belay_worker USING (true);
CREATE POLICY worker ON enrolment_day TO belay_worker USING (true);
GRANT SELECT ON answer_kept TO belay_journeys, belay_reviews, belay_worker;
GRANT SELECT ON enrolment_day TO belay_journeys, belay_account, belay_worker;
GRANT EXECUTE ON FUNCTION answers_save(text, bigint, text, jsonb),
    record_add(text, text, text), record_remove(text, text, bigint, boolean),
    record_move(text, text, bigint, int), enrolment_settle(text, boolean),
    answer_choose(text, bigint, boolean) TO belay_journeys;
INSERT INTO person_data VALUES
    ('answer_kept', 'user_id', 'journeys', true, 'delete', NULL),
    ('answer_kept', 'saved_by', 'journeys', false, 'keep',
        'a helper''s words are the member''s'),
    ('enrolment_day', 'user_id', 'journeys', true, 'delete', NULL);
