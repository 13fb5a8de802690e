-- What the two write: threads on the submission, replies, marks, drafts; and what
-- mentors and members set for themselves.

-- --- who one is to a review -----------------------------------------------------
-- client, mentor; looker: holds the lock; candidate: may look and claim; NULL.
CREATE FUNCTION review_side(of_review bigint) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    me bigint := app_user_id();
    r review_request;
BEGIN
    SELECT * INTO r FROM review_request x WHERE x.id = of_review;
    RETURN CASE WHEN r.client_id = me THEN 'client'
        WHEN r.mentor_id = me THEN 'mentor'
        WHEN r.status <> 'submitted' THEN NULL
        WHEN coalesce(mentor_refusal(me, r.journey_id, r.client_id), '') NOT IN
            ('', 'mentor_not_trained', 'mentor_full') THEN NULL
        WHEN r.locked_by = me AND r.locked_until > app_now() THEN 'looker'
        ELSE 'candidate' END;
END
$$;
CREATE FUNCTION review_party(of_review bigint, OUT r review_request,
    OUT side text) LANGUAGE plpgsql
AS $$
BEGIN
    SELECT * INTO r FROM review_request x WHERE x.id = of_review FOR UPDATE;
    side := CASE acting_member() WHEN r.client_id THEN 'client'
        WHEN r.mentor_id THEN 'mentor' END;
    IF side IS NULL THEN
        PERFORM refuse(404, 'review_unknown');
    ELSIF r.status NOT IN ('claimed', 'info_requested', 'completed') THEN
        PERFORM refuse(409, 'review_is_' || r.status, NULL,
            jsonb_build_object('state', r.status));
    END IF;
END
$$;

-- --- threads ----------------------------------------------------------------------
-- By the mentor who has it in work: about a field, words of it, or all of it.
CREATE FUNCTION thread_add(of_review bigint, field text, record bigint,
    quoted text, before text, after text, said text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    p record := review_party(of_review);
    r review_request := p.r;
    s review_submission := review_submission_of(r);
    made bigint;
BEGIN
    IF p.side <> 'mentor' THEN
        PERFORM refuse(404, 'review_unknown');
    ELSIF r.status <> 'claimed' THEN
        PERFORM refuse(409, 'review_is_' || r.status, NULL,
            jsonb_build_object('state', r.status));
    ELSIF coalesce(trim(said), '') = '' THEN
        PERFORM refuse(422, 'review_words_missing', 'words');
    ELSIF field IS NOT NULL AND NOT s.content @> jsonb_build_array(
            jsonb_build_object('field', field, 'record', record)) THEN
        PERFORM refuse(422, 'review_field_unknown', 'field');
    ELSIF (SELECT count(*) FROM review_thread t WHERE t.review_id = r.id) >= 200
            THEN
        PERFORM refuse(409, 'review_too_many_comments');
    END IF;
    INSERT INTO review_thread (review_id, submission_id, kind, author_id,
        field_key, record_id, quote, quote_before, quote_after, created_at,
        changed_at)
    VALUES (r.id, s.id, 'comment', r.mentor_id, field, record,
        CASE WHEN field IS NOT NULL THEN nullif(quoted, '') END,
        CASE WHEN quoted <> '' THEN right(before, 60) END,
        CASE WHEN quoted <> '' THEN left(after, 60) END, app_now(), app_now())
    RETURNING id INTO made;
    INSERT INTO review_comment (thread_id, review_id, author_id, side, words,
        created_at)
    VALUES (made, r.id, r.mentor_id, 'mentor', trim(said), app_now());
    PERFORM review_touch(r.id);
    RETURN made;
END
$$;
CREATE FUNCTION thread_take(of_thread bigint, OUT t review_thread,
    OUT r review_request, OUT side text) LANGUAGE plpgsql
AS $$
DECLARE
    p record := review_party((SELECT y.review_id FROM review_thread y
        WHERE y.id = of_thread));
BEGIN
    r := p.r;
    side := p.side;
    SELECT * INTO t FROM review_thread x WHERE x.id = of_thread FOR UPDATE;
    IF t.shown_at IS NULL AND side = 'client' THEN
        PERFORM refuse(404, 'review_unknown');
    END IF;
END
$$;
CREATE FUNCTION thread_reply(of_thread bigint, said text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    x record := thread_take(of_thread);
    r review_request := x.r;
    t review_thread := x.t;
BEGIN
    IF coalesce(trim(said), '') = '' THEN
        PERFORM refuse(422, 'review_words_missing', 'words');
    END IF;
    INSERT INTO review_comment (thread_id, review_id, author_id, side, words,
        created_at)
    VALUES (of_thread, r.id, app_user_id(), x.side, trim(said), app_now());
    UPDATE review_thread y SET changed_at = app_now() WHERE y.id = of_thread;
    IF x.side = 'mentor' THEN
        PERFORM review_touch(r.id);
    END IF;
    IF t.shown_at IS NOT NULL THEN
        -- one notice an hour is enough
        PERFORM review_tell(r, CASE x.side WHEN 'client' THEN r.mentor_id
            ELSE r.client_id END, 'review_reply', jsonb_build_object('by',
            member_name(app_user_id()), 'words', left(trim(said), 300)),
            x.side || to_char(app_now(), 'YYMMDDHH24'));
    END IF;
END
$$;
-- Own words: a draft at any time, else for fifteen minutes.
CREATE FUNCTION comment_take(of_comment bigint) RETURNS review_comment
LANGUAGE plpgsql
AS $$
DECLARE
    c review_comment;
    x record;
BEGIN
    SELECT * INTO c FROM review_comment y WHERE y.id = of_comment
        AND y.author_id = app_user_id();
    IF NOT FOUND THEN
        PERFORM refuse(404, 'review_unknown');
    END IF;
    x := thread_take(c.thread_id);
    IF (x.t).shown_at IS NOT NULL
            AND c.created_at < app_now() - interval '15 minutes' THEN
        PERFORM refuse(409, 'review_comment_fixed');
    END IF;
    RETURN c;
END
$$;
CREATE FUNCTION comment_edit(of_comment bigint, said text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    c review_comment := comment_take(of_comment);
BEGIN
    IF coalesce(trim(said), '') = '' THEN
        PERFORM refuse(422, 'review_words_missing', 'words');
    END IF;
    UPDATE review_comment x SET words = trim(said), edited_at = app_now()
        WHERE x.id = c.id;
END
$$;
-- A thread that loses its first words is gone.
CREATE FUNCTION comment_remove(of_comment bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    c review_comment := comment_take(of_comment);
BEGIN
    IF c.id > (SELECT min(x.id) FROM review_comment x
            WHERE x.thread_id = c.thread_id) THEN
        DELETE FROM review_comment x WHERE x.id = c.id;
    ELSIF EXISTS (SELECT FROM review_comment x WHERE x.thread_id = c.thread_id
            AND x.author_id <> c.author_id) OR EXISTS (SELECT
            FROM review_thread t WHERE t.id = c.thread_id
            AND t.kind = 'question') THEN
        PERFORM refuse(409, 'review_comment_fixed');
    ELSE
        DELETE FROM review_thread x WHERE x.id = c.thread_id;
    END IF;
END
$$;
-- open -> addressed (client) -> confirmed | reopened (mentor)
CREATE TABLE thread_rule (
    side text NOT NULL,
    from_status text NOT NULL,
    to_status text NOT NULL,
    PRIMARY KEY (side, from_status, to_status)
);
INSERT INTO thread_rule VALUES ('client', 'open', 'addressed'),
    ('client', 'reopened', 'addressed'), ('mentor', 'addressed', 'confirmed'),
    ('mentor', 'addressed', 'reopened');
GRANT SELECT ON thread_rule TO belay_reviews;
CREATE FUNCTION thread_mark(of_thread bigint, target text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    x record := thread_take(of_thread);
    t review_thread := x.t;
    r review_request := x.r;
BEGIN
    IF t.kind <> 'comment' OR NOT EXISTS (SELECT FROM thread_rule y
            WHERE (y.side, y.from_status, y.to_status)
                = (x.side, t.status, target)) THEN
        PERFORM refuse(409, 'thread_is_' || t.status, NULL, jsonb_build_object(
            'state', t.status, 'allowed', (SELECT coalesce(jsonb_agg(
            y.to_status ORDER BY y.to_status), '[]') FROM thread_rule y
            WHERE (y.side, y.from_status) = (x.side, t.status))));
    END IF;
    UPDATE review_thread y SET status = target, changed_at = app_now()
        WHERE y.id = t.id;
    IF x.side = 'mentor' THEN
        PERFORM review_touch(r.id);
    END IF;
END
$$;

-- --- the mentor's general comment, checklist and rubric, as they come about ----------
-- `seen` is the revision that the page has; the new one.
CREATE FUNCTION review_draft_save(of_review bigint, general text, seen int)
RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    r review_request;
    s review_submission;
BEGIN
    SELECT * INTO r FROM review_request x WHERE x.id = of_review
        AND x.mentor_id = acting_member() FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM refuse(404, 'review_unknown');
    ELSIF r.status NOT IN ('claimed', 'info_requested') THEN
        PERFORM refuse(409, 'review_is_' || r.status, NULL,
            jsonb_build_object('state', r.status));
    END IF;
    s := review_submission_of(r);
    IF s.draft_revision <> seen THEN
        PERFORM refuse(409, 'review_draft_changed', NULL, jsonb_build_object(
            'revision', s.draft_revision, 'draft', s.draft));
    END IF;
    UPDATE review_submission x SET draft = general, draft_at = app_now(),
        draft_revision = x.draft_revision + 1 WHERE x.id = s.id;
    PERFORM review_touch(r.id);
    RETURN s.draft_revision + 1;
END
$$;
CREATE FUNCTION review_mark_set(of_review bigint, item bigint, met boolean,
    given int) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    r review_request;
    i review_item;
BEGIN
    SELECT * INTO r FROM review_request x WHERE x.id = of_review
        AND x.mentor_id = acting_member() AND x.status = 'claimed' FOR UPDATE;
    SELECT * INTO i FROM review_item x WHERE x.id = item
        AND x.journey_id = r.journey_id AND x.retired_at IS NULL
        AND coalesce(x.section_key, r.section_key) = r.section_key;
    IF r.id IS NULL OR i.id IS NULL THEN
        PERFORM refuse(404, 'review_unknown');
    END IF;
    INSERT INTO review_mark (submission_id, item_id, kind, words, position,
        is_met, stars)
    VALUES ((review_submission_of(r)).id, i.id, i.kind, i.words, i.position,
        CASE i.kind WHEN 'check' THEN coalesce(met, false) END,
        CASE i.kind WHEN 'rubric' THEN given END)
    ON CONFLICT (submission_id, item_id) DO UPDATE SET words = excluded.words,
        position = excluded.position, is_met = excluded.is_met,
        stars = excluded.stars;
    PERFORM review_touch(r.id);
END
$$;

-- --- standards, by the creator -----------------------------------------------------
CREATE FUNCTION review_item_save(of_journey bigint, item bigint, of_kind text,
    section text, said text, more text, at int) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    made bigint;
BEGIN
    PERFORM decides_on(of_journey);
    IF coalesce(trim(said), '') = '' THEN
        PERFORM refuse(422, 'review_words_missing', 'words');
    ELSIF item IS NULL AND 50 <= (SELECT count(*) FROM review_item i
            WHERE i.journey_id = of_journey AND i.retired_at IS NULL) THEN
        PERFORM refuse(409, 'review_too_many_items');
    ELSIF item IS NULL THEN
        INSERT INTO review_item (journey_id, kind, section_key, words, about,
            position)
        VALUES (of_journey, of_kind, section, trim(said),
            nullif(trim(more), ''), coalesce(at, 1 + coalesce((SELECT
                max(i.position) FROM review_item i
                WHERE i.journey_id = of_journey), 0)))
        RETURNING id INTO made;
    ELSE
        UPDATE review_item i SET words = trim(said), section_key = section,
            about = nullif(trim(more), ''),
            position = coalesce(at, i.position)
        WHERE i.id = item AND i.journey_id = of_journey RETURNING i.id INTO made;
    END IF;
    RETURN made;
END
$$;
CREATE FUNCTION review_item_retire(of_journey bigint, item bigint)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    PERFORM decides_on(of_journey);
    UPDATE review_item i SET retired_at = app_now() WHERE i.id = item
        AND i.journey_id = of_journey;
END
$$;
-- A module of a journey by who decides on it, of all mentors by an admin.
CREATE FUNCTION training_decides(of_journey bigint) RETURNS void
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    IF of_journey IS NOT NULL THEN
        PERFORM decides_on(of_journey);
    ELSIF NOT has_role(app_user_id(), 'admin') THEN
        PERFORM refuse(404, 'training_unknown');
    END IF;
END
$$;
CREATE FUNCTION training_save(module bigint, of_journey bigint, called text,
    said text, shown_video text, takes int, required boolean, at int)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    made bigint := module;
BEGIN
    PERFORM training_decides(of_journey);
    IF nullif(shown_video, '') IS NOT NULL AND NOT EXISTS (SELECT FROM setting s,
            jsonb_array_elements_text(s.value) h
            WHERE s.name = 'training_video_hosts'
            AND starts_with(shown_video, 'https://' || h || '/')) THEN
        PERFORM refuse(422, 'training_video_host', 'video');
    ELSIF module IS NULL THEN
        INSERT INTO training_module (journey_id, title, words, video, minutes,
            is_required, position, changed_at)
        VALUES (of_journey, trim(called), said, nullif(shown_video, ''), takes,
            required, at, app_now()) RETURNING id INTO made;
    ELSE
        UPDATE training_module m SET title = trim(called), words = said,
            video = nullif(shown_video, ''), minutes = takes,
            is_required = required, position = at, changed_at = app_now()
        WHERE m.id = module AND m.journey_id IS NOT DISTINCT FROM of_journey
        RETURNING m.id INTO made;
        IF made IS NULL THEN
            PERFORM refuse(404, 'training_unknown');
        END IF;
    END IF;
    RETURN made;
END
$$;
CREATE FUNCTION training_retire(module bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    PERFORM training_decides((SELECT m.journey_id FROM training_module m
        WHERE m.id = module));
    UPDATE training_module m SET retired_at = app_now() WHERE m.id = module;
END
$$;

-- --- mentors about themselves ------------------------------------------------------
CREATE FUNCTION training_mark(module bigint, done boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    me bigint := acting_member();
BEGIN
    IF NOT EXISTS (SELECT FROM training_module m WHERE m.id = module
            AND m.retired_at IS NULL AND (m.journey_id IS NULL OR EXISTS (SELECT
            FROM journey_provider p WHERE (p.journey_id, p.user_id)
                = (m.journey_id, me)))) THEN
        PERFORM refuse(404, 'training_unknown');
    END IF;
    INSERT INTO training_progress AS p (mentor_id, module_id, opened_at, done_at)
    VALUES (me, module, app_now(), CASE WHEN done THEN app_now() END)
    ON CONFLICT (mentor_id, module_id) DO UPDATE
        SET done_at = CASE WHEN done THEN coalesce(p.done_at, app_now())
            ELSE p.done_at END;
END
$$;
CREATE FUNCTION mentor_expertise_save(slugs text[], levels int[],
    most_open int, takes boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    me bigint := acting_member();
BEGIN
    IF cardinality(slugs) > 20 THEN
        PERFORM refuse(422, 'too_many', 'levels');
    END IF;
    PERFORM expert_ensure(me);
    DELETE FROM mentor_specialisation s WHERE s.mentor_id = me;
    INSERT INTO mentor_specialisation
        SELECT me, x.slug, x.level FROM unnest(slugs, levels) AS x (slug, level)
        JOIN specialisation s ON s.slug = x.slug
        WHERE x.level BETWEEN 1 AND 5 AND s.retired_at IS NULL;
    UPDATE expert e SET review_load = most_open, takes_reviews = takes
        WHERE e.user_id = me;
END
$$;

-- --- members about mentors ---------------------------------------------------------
-- By the number that pages show; NULL for none.
CREATE FUNCTION mentor_of_ref(of_ref bigint) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT e.user_id FROM expert e WHERE e.ref = of_ref AND NOT e.is_anonymous
$$;
CREATE FUNCTION mentor_preferences_save(of_journey bigint, preferred bigint,
    blocked bigint[], slugs text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    me bigint := acting_member();
    wanted bigint := mentor_of_ref(preferred);
BEGIN
    IF NOT EXISTS (SELECT FROM enrolment e WHERE (e.journey_id, e.user_id)
            = (of_journey, me)) THEN
        PERFORM refuse(404, 'journey_unknown');
    ELSIF preferred IS NOT NULL AND NOT EXISTS (SELECT FROM journey_provider p
            WHERE (p.journey_id, p.user_id, p.kind)
                = (of_journey, wanted, 'mentor')
            AND p.status IN ('verified', 'paused')) THEN
        PERFORM refuse(422, 'mentor_not_free', 'preferred');
    ELSIF preferred = ANY (blocked) THEN
        PERFORM refuse(422, 'mentor_wanted_and_not', 'preferred');
    END IF;
    INSERT INTO client_mentor_preferences AS p (client_id, journey_id,
        preferred_id, specialisations, changed_at)
    VALUES (me, of_journey, wanted, ARRAY(SELECT s.slug FROM specialisation s
        WHERE s.slug = ANY (slugs) ORDER BY s.slug), app_now())
    ON CONFLICT (client_id, journey_id) DO UPDATE
        SET preferred_id = excluded.preferred_id,
            specialisations = excluded.specialisations,
            changed_at = excluded.changed_at;
    DELETE FROM client_mentor_block b WHERE (b.client_id, b.journey_id)
        = (me, of_journey);
    INSERT INTO client_mentor_block
        SELECT DISTINCT me, of_journey, p.user_id
        FROM unnest(blocked) x JOIN journey_provider p
            ON p.journey_id = of_journey AND p.kind = 'mentor'
            AND p.user_id = mentor_of_ref(x);
    -- who is not wanted any more does not keep what waits for them
    UPDATE review_request r SET first_mentor_id = NULL, first_until = NULL
    WHERE r.client_id = me AND r.journey_id = of_journey
        AND r.status = 'submitted' AND EXISTS (SELECT FROM client_mentor_block b
            WHERE (b.client_id, b.journey_id, b.mentor_id)
                = (me, of_journey, r.first_mentor_id));
END
$$;

GRANT EXECUTE ON FUNCTION review_side(bigint), thread_add(bigint, text, bigint,
    text, text, text, text), thread_reply(bigint, text),
    comment_edit(bigint, text), comment_remove(bigint),
    thread_mark(bigint, text), review_draft_save(bigint, text, int),
    review_mark_set(bigint, bigint, boolean, int),
    review_item_save(bigint, bigint, text, text, text, text, int),
    review_item_retire(bigint, bigint), training_mark(bigint, boolean),
    mentor_expertise_save(text[], int[], int, boolean), mentor_of_ref(bigint),
    mentor_preferences_save(bigint, bigint, bigint[], text[])
    TO belay_reviews;
GRANT EXECUTE ON FUNCTION training_save(bigint, bigint, text, text, text, int,
    boolean, int), training_retire(bigint) TO belay_reviews, belay_admin;
