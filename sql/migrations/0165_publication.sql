-- Publication of journeys (spec: states 4.8; journeys.md, Decided): what a creator
-- asks for, what an admin decides, and who is told.  What only lib/journey can
-- see (circles of conditions, colours) the program has checked on the revision
-- that it names; the rest is checked here.

INSERT INTO setting (name, value, kind, minimum, maximum, about) VALUES
    ('journeys.require_approval', 'true', 'bool', NULL, NULL,
        'An admin approves a journey before it is public');
INSERT INTO notification_type (name, area, title, email, push, discord, urgent,
    required, can_wait) VALUES
    ('journey_status', 'journeys', 'A journey of yours is decided about', true,
        false, false, false, false, false),
    ('journey_asked', 'journeys', 'A journey waits for approval', true, false,
        false, false, false, true),
    ('journey_version', 'journeys', 'A journey of yours has a new version', true,
        false, false, false, false, true);

-- Three journeys that an admin approved, and the trust of a regular.
CREATE FUNCTION creator_is_trusted(person bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    level int := 0;
BEGIN
    IF (SELECT count(DISTINCT h.journey_id) FROM journey_history h
            JOIN journey j ON j.id = h.journey_id AND j.creator_id = person
            WHERE h.side = 'admin' AND h.to_status = 'published'
            AND h.from_status = 'in_review') < 3 THEN
        RETURN false;
    ELSIF to_regprocedure('trust_level(bigint)') IS NOT NULL THEN
        EXECUTE 'SELECT trust_level($1)' INTO level USING person;
    END IF;
    RETURN coalesce(level, 0) >= 2;
END
$$;
/*
 * A change of what is published that needs nobody's approval: no section comes,
 * and of its fields no more than five, or a tenth, come or ask something else.
 */
CREATE FUNCTION version_is_small(draft bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    WITH v AS (SELECT d.id AS new, p.id AS old FROM journey_version d
        JOIN journey_version p ON p.journey_id = d.journey_id
            AND p.status = 'published' WHERE d.id = draft),
    old AS (SELECT s.key AS section, f.key, f.type, f.definition FROM v
        JOIN journey_section s ON s.version_id = v.old
        JOIN journey_field f ON f.section_id = s.id),
    new AS (SELECT s.key AS section, f.key, f.type, f.definition FROM v
        JOIN journey_section s ON s.version_id = v.new
        JOIN journey_field f ON f.section_id = s.id)
    SELECT EXISTS (SELECT FROM v) AND NOT EXISTS (
            SELECT FROM v JOIN journey_section s ON s.version_id = v.new
            WHERE NOT EXISTS (SELECT FROM journey_section o
                WHERE o.version_id = v.old AND o.key = s.key))
        AND (SELECT count(*) FROM new LEFT JOIN old USING (section, key)
            WHERE (old.type, old.definition)
                IS DISTINCT FROM (new.type, new.definition))
            <= greatest(5, (SELECT count(*) FROM old) / 10)
$$;
-- Is the draft what is published?
CREATE FUNCTION version_is_same(draft bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    WITH v AS (SELECT d.id AS new, p.id AS old FROM journey_version d
        JOIN journey_version p ON p.journey_id = d.journey_id
            AND p.status = 'published' WHERE d.id = draft),
    part AS (SELECT s.version_id, s.key, NULL::text AS field, s.position,
            jsonb_build_array(s.title, s.description, s.guidance, s.kind,
                s.is_list, s.min_records, s.max_records, s.weight,
                s.visible_if) AS says
        FROM v JOIN journey_section s ON s.version_id IN (v.old, v.new)
        UNION ALL
        SELECT s.version_id, s.key, f.key, f.position,
            jsonb_build_array(f.type, f.definition)
        FROM v JOIN journey_section s ON s.version_id IN (v.old, v.new)
        JOIN journey_field f ON f.section_id = s.id),
    ranked AS (SELECT p.version_id, p.key, p.field, p.says, row_number() OVER
            (PARTITION BY p.version_id, CASE WHEN p.field IS NOT NULL
            THEN p.key END ORDER BY p.position) AS n FROM part p)
    SELECT EXISTS (SELECT FROM v) AND NOT EXISTS (
        SELECT FROM v, LATERAL ((SELECT r.key, r.field, r.says, r.n FROM ranked r
            WHERE r.version_id = v.new EXCEPT SELECT r.key, r.field, r.says, r.n
            FROM ranked r WHERE r.version_id = v.old)
        UNION ALL (SELECT r.key, r.field, r.says, r.n FROM ranked r
            WHERE r.version_id = v.old EXCEPT SELECT r.key, r.field, r.says, r.n
            FROM ranked r WHERE r.version_id = v.new)) d)
$$;

-- What SQL can see of the guard: a word for each thing that is missing.
CREATE FUNCTION journey_lacks(of_journey bigint)
RETURNS TABLE (word text, place text) LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = public
AS $$
    SELECT x.word, x.place FROM journey j, LATERAL (VALUES
        ('description', 'about', coalesce(trim(j.description), '') = ''),
        ('category', 'about', NOT EXISTS (SELECT FROM journey_in_category c
            WHERE c.journey_id = j.id)),
        ('price', 'pricing', NOT EXISTS (SELECT FROM journey_tier t
            WHERE t.journey_id = j.id AND t.is_on)),
        ('field', '', NOT EXISTS (SELECT FROM journey_section s
            JOIN journey_field f ON f.section_id = s.id
            WHERE s.version_id = journey_latest(j.id)))) x (word, place, lacks)
    WHERE j.id = of_journey AND x.lacks
$$;

CREATE FUNCTION journey_tell(j journey, decision text, why text DEFAULT NULL)
RETURNS void LANGUAGE sql
AS $$
    SELECT notify((j).creator_id, 'journey_status', '/creator/journeys/'
        || (j).id || '/publish', jsonb_strip_nulls(jsonb_build_object(
        'title', (j).title, 'decision', decision, 'reason', why)), NULL)
$$;
CREATE FUNCTION journey_ask_admins(j journey, key text) RETURNS void
LANGUAGE sql
AS $$
    SELECT notify(r.user_id, 'journey_asked', '/admin/journeys/' || (j).id,
        jsonb_build_object('title', (j).title), key || ':' || r.user_id)
    FROM (SELECT DISTINCT u.user_id FROM user_role u
        JOIN role_permission p ON p.role = u.role
            AND p.permission = 'journeys.manage') r
    WHERE r.user_id <> (j).creator_id
$$;

-- --- the creator's side ----------------------------------------------------------------
/*
 * Publish, or ask for it.  `seen` is the draft's revision that was checked.
 * Returns what came of it: 'published' or 'waiting'.
 */
CREATE FUNCTION journey_submit(of_journey bigint, seen int, words text,
    offers boolean DEFAULT true) RETURNS text LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    j journey := studio_own(of_journey);
    v journey_version;
    lacks text := (SELECT l.word FROM journey_lacks(of_journey) l LIMIT 1);
    needs boolean;
BEGIN
    SELECT * INTO v FROM journey_version x WHERE x.journey_id = j.id
        ORDER BY x.number DESC LIMIT 1 FOR UPDATE;
    IF v.asked_at IS NOT NULL THEN
        PERFORM refuse(409, 'version_is_asked');
    ELSIF seen IS NOT NULL AND seen <> v.revision THEN
        PERFORM refuse(409, 'part_changed');
    ELSIF v.status <> 'draft' AND j.status = 'unpublished' THEN
        j := journey_move(j.id, 'published', 'creator', words);
        RETURN 'published';
    ELSIF v.status <> 'draft' OR j.status IN ('in_review', 'suspended',
            'archived') THEN
        PERFORM refuse(409, 'journey_is_' || j.status);
    ELSIF lacks IS NOT NULL THEN
        PERFORM refuse(409, 'journey_lacks_' || lacks);
    ELSIF version_is_same(v.id) AND j.status = 'published' THEN
        PERFORM refuse(409, 'version_is_same');
    END IF;
    needs := setting_text('journeys.require_approval')::boolean
        AND NOT creator_is_trusted(j.creator_id)
        AND (j.published_at IS NULL OR NOT version_is_small(v.id));
    UPDATE journey_version x SET summary = nullif(trim(words), ''),
        answer = NULL WHERE x.id = v.id;
    IF j.status = 'published' AND needs THEN
        UPDATE journey_version x SET asked_at = app_now() WHERE x.id = v.id;
    ELSIF j.status = 'unpublished' AND NOT needs THEN
        j := journey_move(j.id, 'published', 'creator', words);
    ELSIF j.status <> 'published' THEN
        j := journey_move(j.id, 'in_review', 'creator', words);
    END IF;
    IF needs THEN
        PERFORM journey_ask_admins(j, 'journey_asked:' || v.id || ':'
            || v.revision);
        RETURN 'waiting';
    ELSIF j.status = 'in_review' THEN
        j := journey_move(j.id, 'published', 'system', words);
    END IF;
    PERFORM version_publish(v.id, nullif(trim(words), ''));
    IF offers THEN
        PERFORM version_offer(j.id);
    END IF;
    RETURN 'published';
END
$$;
CREATE FUNCTION journey_withdraw(of_journey bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    j journey := studio_own(of_journey);
BEGIN
    UPDATE journey_version v SET asked_at = NULL
        WHERE v.journey_id = j.id AND v.asked_at IS NOT NULL;
    IF NOT FOUND THEN
        PERFORM journey_move(j.id, 'draft', 'creator');
    END IF;
END
$$;
CREATE FUNCTION journey_unpublish(of_journey bigint, why text DEFAULT NULL)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    j journey := studio_own(of_journey);
BEGIN
    PERFORM journey_move(j.id, 'unpublished', 'creator', why);
    UPDATE journey_version v SET asked_at = NULL
        WHERE v.journey_id = j.id AND v.asked_at IS NOT NULL;
END
$$;
CREATE FUNCTION journey_archive(of_journey bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    j journey := studio_own(of_journey);
BEGIN
    IF journey_has_members(j.id) THEN
        PERFORM refuse(409, 'journey_has_members');
    END IF;
    PERFORM journey_move(j.id, 'archived', 'creator');
END
$$;

-- --- the admin's side ---------------------------------------------------------------------
CREATE FUNCTION journey_admin_one(of_journey bigint) RETURNS journey
LANGUAGE plpgsql
AS $$
DECLARE
    j journey;
BEGIN
    PERFORM acting_member();
    SELECT * INTO j FROM journey x WHERE x.id = of_journey FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM refuse(404, 'journey_unknown');
    END IF;
    RETURN j;
END
$$;
-- A journey in review, or a version that waits behind the public one.  Nobody
-- approves what is theirs.
CREATE FUNCTION journey_approve(of_journey bigint, safety_fix boolean
    DEFAULT false) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    j journey := journey_admin_one(of_journey);
    v journey_version;
BEGIN
    SELECT * INTO v FROM journey_version x WHERE x.journey_id = j.id
        AND x.status = 'draft' FOR UPDATE;
    IF j.creator_id = app_user_id() THEN
        PERFORM refuse(409, 'journey_own');
    ELSIF v.asked_at IS NULL THEN
        j := journey_move(j.id, 'published', 'admin');
    END IF;
    UPDATE journey_version x SET asked_at = NULL, answer = NULL
        WHERE x.id = v.id;
    IF v.id IS NOT NULL THEN
        PERFORM version_publish(v.id, v.summary, safety_fix);
        PERFORM version_offer(j.id);
    END IF;
    PERFORM journey_tell(j, 'approved');
    IF safety_fix THEN
        PERFORM version_safety_fix(j.id);
    END IF;
END
$$;
CREATE FUNCTION journey_needs_words(why text) RETURNS void LANGUAGE plpgsql
AS $$
BEGIN
    IF coalesce(trim(why), '') = '' THEN
        PERFORM refuse(422, 'reason_words_missing', 'reason');
    END IF;
END
$$;
CREATE FUNCTION journey_ask_changes(of_journey bigint, why text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    j journey := journey_admin_one(of_journey);
BEGIN
    PERFORM journey_needs_words(why);
    UPDATE journey_version v SET asked_at = NULL, answer = why
        WHERE v.journey_id = j.id AND v.asked_at IS NOT NULL;
    IF NOT FOUND THEN
        j := journey_move(j.id, 'changes_requested', 'admin', why);
    END IF;
    PERFORM journey_tell(j, 'changes', why);
END
$$;
-- unpublished, suspended, published again, archived.
CREATE FUNCTION journey_decide(of_journey bigint, target text, why text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    j journey := journey_admin_one(of_journey);
BEGIN
    IF target NOT IN ('unpublished', 'suspended', 'published', 'archived')
            OR j.status = 'in_review' AND target = 'published' THEN
        PERFORM refuse(409, 'journey_is_' || j.status);
    ELSIF target <> 'published' THEN
        PERFORM journey_needs_words(why);
    END IF;
    IF target = 'archived' AND journey_has_members(j.id) THEN
        PERFORM refuse(409, 'journey_has_members');
    END IF;
    j := journey_move(j.id, target, 'admin', why);
    IF target <> 'published' THEN
        UPDATE journey x SET featured_at = NULL WHERE x.id = j.id;
    END IF;
    PERFORM journey_tell(j, target, why);
END
$$;
CREATE FUNCTION journey_feature(of_journey bigint, is_on boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    j journey := journey_admin_one(of_journey);
BEGIN
    IF is_on AND j.status <> 'published' THEN
        PERFORM refuse(409, 'journey_is_' || j.status);
    END IF;
    UPDATE journey x SET featured_at = CASE WHEN is_on
        THEN coalesce(x.featured_at, app_now()) END WHERE x.id = j.id;
    IF is_on AND j.featured_at IS NULL THEN
        PERFORM journey_tell(j, 'featured');
    END IF;
END
$$;
-- The platform's part of what this journey sells; NULL: as everywhere.
CREATE FUNCTION journey_fee(of_journey bigint, bp int) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    j journey := journey_admin_one(of_journey);
BEGIN
    IF bp NOT BETWEEN 0 AND 10000 THEN
        PERFORM refuse(422, 'journey_fee_range', 'fee_bp');
    END IF;
    UPDATE journey x SET fee_bp = bp WHERE x.id = j.id;
    PERFORM tier_check(j.id);
END
$$;

-- What the page of publication shows of the asking member's journey.
CREATE FUNCTION studio_publication(of_journey bigint)
RETURNS TABLE (version_id bigint, number int, revision int, version_status text,
    published_id bigint, is_asked boolean, answer text, summary text,
    is_small boolean, is_same boolean, needs_approval boolean,
    has_members boolean, was_taken boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT v.id, v.number, v.revision, v.status, p.id, v.asked_at IS NOT NULL,
        v.answer, v.summary, x.small,
        v.status = 'draft' AND version_is_same(v.id),
        setting_text('journeys.require_approval')::boolean
            AND NOT creator_is_trusted(j.creator_id)
            AND (j.published_at IS NULL OR NOT x.small),
        journey_has_members(j.id),
        EXISTS (SELECT FROM enrolment e WHERE e.journey_id = j.id)
            OR EXISTS (SELECT FROM subscription s WHERE s.journey_id = j.id)
    FROM journey j JOIN journey_version v ON v.id = journey_latest(j.id)
    LEFT JOIN journey_version p ON p.journey_id = j.id
        AND p.status = 'published'
    CROSS JOIN LATERAL (SELECT v.status <> 'draft' OR version_is_small(v.id)
        AS small) x
    WHERE j.id = of_journey AND j.creator_id = app_user_id()
$$;
GRANT EXECUTE ON FUNCTION studio_publication(bigint) TO belay_journeys;
GRANT EXECUTE ON FUNCTION creator_is_trusted(bigint), version_is_small(bigint),
    version_is_same(bigint), journey_lacks(bigint)
    TO belay_journeys, belay_admin;
GRANT EXECUTE ON FUNCTION journey_submit(bigint, int, text, boolean),
    journey_withdraw(bigint), journey_unpublish(bigint, text),
    journey_archive(bigint) TO belay_journeys;
GRANT EXECUTE ON FUNCTION journey_approve(bigint, boolean),
    journey_ask_changes(bigint, text), journey_decide(bigint, text, text),
    journey_feature(bigint, boolean), journey_fee(bigint, int),
    journey_has_members(bigint), journey_latest(bigint) TO belay_admin;
GRANT SELECT ON journey_in_category, journey_slug TO belay_admin;
