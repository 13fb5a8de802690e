-- Versions after publication: an older one comes back as the draft; members are
-- offered the newest and decide; an admin's safety fix applies at once.  Answers
-- go by keys, so none is lost: those of fields that are gone stay readable.

-- The parts of an older version become the draft; what the draft was is gone.
CREATE FUNCTION version_restore(of_journey bigint, source int) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    v journey_version := studio_draft(of_journey);
    old bigint;
BEGIN
    SELECT x.id INTO old FROM journey_version x WHERE x.journey_id = of_journey
        AND x.number = source AND x.status <> 'draft';
    IF old IS NULL THEN
        PERFORM refuse(404, 'version_unknown');
    END IF;
    DELETE FROM journey_section s WHERE s.version_id = v.id;
    PERFORM version_copy(old, v.id);
END
$$;

-- --- offers -----------------------------------------------------------------------------
-- Tell those who are on an older version; once for each version.
CREATE FUNCTION version_offer(of_journey bigint) RETURNS int LANGUAGE plpgsql
AS $$
DECLARE
    j journey;
    v journey_version;
    told int;
BEGIN
    SELECT * INTO j FROM journey x WHERE x.id = of_journey;
    UPDATE journey_version x SET offered_at = coalesce(x.offered_at, app_now())
        WHERE x.journey_id = of_journey AND x.status = 'published'
        RETURNING * INTO v;
    SELECT count(notify(e.user_id, 'journey_version', '/journeys/' || j.slug
            || '/version', jsonb_strip_nulls(jsonb_build_object('title', j.title,
            'offered', true, 'summary', v.summary)),
            'journey_version:' || v.id || ':' || e.id)::text) INTO told
        FROM enrolment e WHERE e.journey_id = of_journey AND e.status <> 'ended'
            AND e.version_id <> v.id;
    RETURN told;
END
$$;
CREATE FUNCTION studio_offer(of_journey bigint) RETURNS int LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    j journey := studio_own(of_journey);
BEGIN
    IF j.status <> 'published' THEN
        PERFORM refuse(409, 'journey_is_' || j.status);
    END IF;
    RETURN version_offer(j.id);
END
$$;
-- The version that an enrolment of the asking member may go on to; NULL: none.
CREATE FUNCTION enrolment_offer(of_enrolment bigint) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT v.id FROM enrolment e
    JOIN journey_version v ON v.journey_id = e.journey_id
        AND v.status = 'published' AND v.offered_at IS NOT NULL
        AND v.id <> e.version_id
        AND v.id IS DISTINCT FROM e.declined_version_id
    WHERE e.id = of_enrolment AND e.user_id = app_user_id()
        AND e.status <> 'ended'
$$;
/*
 * The member decides about the version that was shown, by 'accept' or 'decline'.
 * 409 version_not_offered when that is not the one on offer any more.  A member
 * who declined may still accept; whether a completed enrolment still is one is
 * for the program to find out.
 */
CREATE FUNCTION enrolment_migrate(of_enrolment bigint, to_version bigint,
    decision text) RETURNS enrolment LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    e enrolment;
BEGIN
    SELECT * INTO e FROM enrolment x WHERE x.id = of_enrolment
        AND x.user_id = acting_member() FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM refuse(404, 'enrolment_unknown');
    ELSIF decision NOT IN ('accept', 'decline') THEN
        PERFORM refuse(422, 'decision_unknown', 'decision');
    ELSIF e.status = 'ended' THEN
        PERFORM refuse(409, 'enrolment_is_ended');
    ELSIF e.version_id = to_version AND decision = 'accept' THEN
        RETURN e;
    ELSIF NOT EXISTS (SELECT FROM journey_version v WHERE v.id = to_version
            AND v.journey_id = e.journey_id AND v.status = 'published'
            AND v.offered_at IS NOT NULL AND v.id <> e.version_id) THEN
        PERFORM refuse(409, 'version_not_offered');
    END IF;
    IF decision = 'accept' THEN
        UPDATE enrolment x SET version_id = to_version, declined_version_id = NULL
            WHERE x.id = e.id RETURNING * INTO e;
    ELSE
        UPDATE enrolment x SET declined_version_id = to_version
            WHERE x.id = e.id RETURNING * INTO e;
    END IF;
    RETURN e;
END
$$;
-- An admin's: everybody goes on at once, also who declined, and is told.
CREATE FUNCTION version_safety_fix(of_journey bigint) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    j journey := journey_admin_one(of_journey);
    v journey_version;
    moved int;
BEGIN
    UPDATE journey_version x SET is_safety_fix = true,
        offered_at = coalesce(x.offered_at, app_now())
        WHERE x.journey_id = j.id AND x.status = 'published' RETURNING * INTO v;
    IF v.id IS NULL THEN
        PERFORM refuse(409, 'journey_is_' || j.status);
    END IF;
    WITH gone AS (UPDATE enrolment e SET version_id = v.id,
            declined_version_id = NULL
        WHERE e.journey_id = j.id AND e.status <> 'ended'
            AND e.version_id <> v.id RETURNING e.id, e.user_id)
    SELECT count(notify(g.user_id, 'journey_version', '/journeys/' || j.slug,
        jsonb_strip_nulls(jsonb_build_object('title', j.title, 'fixed', true,
        'summary', v.summary)), 'journey_fixed:' || v.id || ':' || g.id)::text)
        INTO moved FROM gone g;
    RETURN moved;
END
$$;

-- --- what is left of older versions --------------------------------------------------------
-- Answers of the asking member whose field is not in their version any more, each
-- with the newest definition that there was of it.
CREATE FUNCTION enrolment_removed_answers(of_enrolment bigint)
RETURNS TABLE (section_key text, section_title text, record_id bigint,
    field_key text, type text, definition jsonb, value jsonb,
    saved_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT a.section_key, was.title, a.record_id, a.field_key, was.type,
        was.definition, a.value, a.saved_at
    FROM enrolment e JOIN answer a ON a.enrolment_id = e.id
        AND a.value IS NOT NULL
    CROSS JOIN LATERAL (SELECT s.title, f.type, f.definition
        FROM journey_version v
        JOIN journey_section s ON s.version_id = v.id AND s.key = a.section_key
        JOIN journey_field f ON f.section_id = s.id AND f.key = a.field_key
        WHERE v.journey_id = e.journey_id AND v.status <> 'draft'
        ORDER BY v.number DESC LIMIT 1) was
    WHERE e.id = of_enrolment AND e.user_id = app_user_id()
        AND NOT EXISTS (SELECT FROM journey_section s JOIN journey_field f
            ON f.section_id = s.id AND f.key = a.field_key
            WHERE s.version_id = e.version_id AND s.key = a.section_key)
    ORDER BY a.section_key, a.record_id, a.field_key
$$;

-- --- who is on which ------------------------------------------------------------------------
CREATE FUNCTION studio_versions(of_journey bigint)
RETURNS TABLE (id bigint, number int, status text, summary text,
    is_safety_fix boolean, published_at timestamptz, changed_at timestamptz,
    offered_at timestamptz, asked_at timestamptz, sections bigint, fields bigint,
    members bigint, declined bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT v.id, v.number, v.status, v.summary, v.is_safety_fix, v.published_at,
        v.changed_at, v.offered_at, v.asked_at,
        (SELECT count(*) FROM journey_section s WHERE s.version_id = v.id),
        (SELECT count(*) FROM journey_section s JOIN journey_field f
            ON f.section_id = s.id WHERE s.version_id = v.id),
        (SELECT count(*) FROM enrolment e WHERE e.version_id = v.id
            AND e.status <> 'ended'),
        (SELECT count(*) FROM enrolment e WHERE e.declined_version_id = v.id
            AND e.status <> 'ended')
    FROM journey_version v JOIN journey j ON j.id = v.journey_id
    WHERE v.journey_id = of_journey AND j.creator_id = app_user_id()
    ORDER BY v.number DESC
$$;

GRANT EXECUTE ON FUNCTION version_restore(bigint, int), studio_offer(bigint),
    enrolment_offer(bigint), enrolment_migrate(bigint, bigint, text),
    enrolment_removed_answers(bigint), studio_versions(bigint)
    TO belay_journeys;
GRANT EXECUTE ON FUNCTION version_safety_fix(bigint) TO belay_admin;
