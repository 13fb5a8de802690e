-- The machine of reviews (spec: states 4.2): which event leads from where to
-- where, who may, and what follows.

CREATE TABLE review_rule (
    event text NOT NULL,
    side text NOT NULL
        CHECK (side IN ('client', 'mentor', 'creator', 'admin', 'system')),
    from_status text NOT NULL,
    to_status text NOT NULL,
    PRIMARY KEY (event, side, from_status, to_status)
);
INSERT INTO review_rule
    SELECT e, s, f, t FROM (VALUES
        ('peek', 'mentor', 'submitted', 'submitted'),
        ('claim', 'mentor', 'submitted', 'claimed'),
        ('assign', 'system creator admin', 'submitted', 'claimed'),
        ('release', 'mentor', 'claimed', 'submitted'),
        ('silence', 'system', 'claimed', 'submitted'),
        -- the mentor is suspended, removed or gone
        ('lose', 'system', 'claimed info_requested', 'submitted'),
        ('ask', 'mentor', 'claimed', 'info_requested'),
        ('nudge', 'system', 'info_requested', 'info_requested'),
        ('answer', 'client', 'info_requested', 'claimed'),
        ('give_up', 'system', 'info_requested', 'expired'),
        ('finish', 'mentor', 'claimed', 'completed'),
        ('resubmit', 'client', 'completed', 'submitted'),
        ('close', 'client system', 'completed', 'closed'),
        ('withdraw', 'client', 'submitted', 'canceled'),
        ('end', 'system admin', 'submitted', 'canceled'),
        ('expire', 'system', 'submitted', 'expired'),
        ('reopen', 'client', 'expired', 'submitted'))
        AS r (e, ss, fs, t), string_to_table(ss, ' ') s,
        string_to_table(fs, ' ') f;
GRANT SELECT ON review_rule TO belay_reviews, belay_admin;

-- --- what follows from the row ---------------------------------------------------
CREATE FUNCTION review_sync() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.mentor_id IS DISTINCT FROM NEW.mentor_id THEN
        DELETE FROM review_participant p WHERE p.review_id = NEW.id
            AND p.user_id = OLD.mentor_id;
    END IF;
    INSERT INTO review_participant AS p
    SELECT NEW.id, x.person, x.side, NEW.status, NEW.due_at, NEW.changed_at
    FROM (VALUES (NEW.client_id, 'client'), (NEW.mentor_id, 'mentor'))
        AS x (person, side) WHERE x.person IS NOT NULL
    ON CONFLICT (review_id, user_id) DO UPDATE SET status = excluded.status,
        due_at = excluded.due_at, changed_at = excluded.changed_at;
    RETURN NULL;
END
$$;
CREATE TRIGGER sync AFTER INSERT OR UPDATE OF status, mentor_id, due_at
    ON review_request FOR EACH ROW EXECUTE FUNCTION review_sync();

CREATE FUNCTION setting_hours(name text) RETURNS interval LANGUAGE sql STABLE
AS $$ SELECT make_interval(hours => setting_text(name)::int) $$;
CREATE FUNCTION setting_days(name text) RETURNS interval LANGUAGE sql STABLE
AS $$ SELECT make_interval(days => setting_text(name)::int) $$;
-- After so many days a question is asked again.
CREATE FUNCTION review_nudge_days(n int) RETURNS int LANGUAGE sql IMMUTABLE
AS $$ SELECT (ARRAY[2, 5, 9])[n + 1] $$;
-- When the clock has to look at it next.
CREATE FUNCTION review_next(r review_request) RETURNS timestamptz
LANGUAGE sql STABLE
AS $$
    SELECT CASE (r).status
        WHEN 'submitted' THEN least((r).lapses_at, (r).offer_at)
        WHEN 'claimed' THEN (r).acted_at + setting_hours('review_silence_hours')
        WHEN 'info_requested' THEN least((r).asked_at
                + setting_days('review_answer_days'), (r).asked_at
                + make_interval(days => review_nudge_days((r).nudges)))
        WHEN 'completed' THEN (r).completed_at
            + setting_days('review_close_days') END
$$;
CREATE FUNCTION review_clock() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
    NEW.next_at := review_next(NEW);
    NEW.changed_at := app_now();
    RETURN NEW;
END
$$;
CREATE TRIGGER clock BEFORE INSERT OR UPDATE ON review_request
    FOR EACH ROW EXECUTE FUNCTION review_clock();

-- --- moving ----------------------------------------------------------------------
CREATE FUNCTION review_moves(r review_request, by_side text) RETURNS text[]
LANGUAGE sql STABLE
AS $$
    SELECT coalesce(array_agg(DISTINCT x.event ORDER BY x.event), '{}')
    FROM review_rule x WHERE (x.side, x.from_status) = (by_side, (r).status)
$$;
-- Lock a review for an event of a side, if that is what it may do now.  `seen`
-- is the version that the page showed, or NULL.
CREATE FUNCTION review_take(of_review bigint, wanted text, by_side text,
    seen int DEFAULT NULL) RETURNS review_request LANGUAGE plpgsql
AS $$
DECLARE
    r review_request;
    me bigint := app_user_id();
BEGIN
    SELECT * INTO r FROM review_request x WHERE x.id = of_review FOR UPDATE;
    IF NOT FOUND OR by_side = 'client' AND r.client_id IS DISTINCT FROM me THEN
        PERFORM refuse(404, 'review_unknown');
    ELSIF NOT EXISTS (SELECT FROM review_rule x WHERE (x.event, x.side,
            x.from_status) = (wanted, by_side, r.status)) THEN
        PERFORM refuse(409, CASE WHEN wanted IN ('claim', 'peek')
                AND r.status = 'claimed' THEN 'review_taken'
            ELSE 'review_is_' || r.status END, NULL, jsonb_build_object(
            'state', r.status, 'allowed', review_moves(r, by_side)));
    ELSIF by_side = 'mentor' AND r.status <> 'submitted'
            AND r.mentor_id IS DISTINCT FROM me THEN
        PERFORM refuse(404, 'review_unknown');
    ELSIF seen <> r.version THEN
        PERFORM refuse(409, 'review_changed', NULL, jsonb_build_object('state',
            r.status, 'allowed', review_moves(r, by_side)));
    END IF;
    RETURN r;
END
$$;
-- The one place where the status changes; the row carries what else is new.
CREATE FUNCTION review_move(r review_request, wanted text, by_side text,
    target text, said text DEFAULT NULL) RETURNS review_request
LANGUAGE plpgsql
AS $$
DECLARE
    was text;
BEGIN
    SELECT x.status INTO was FROM review_request x WHERE x.id = r.id;
    IF NOT EXISTS (SELECT FROM review_rule x WHERE (x.event, x.side,
            x.from_status, x.to_status) = (wanted, by_side, was, target)) THEN
        PERFORM refuse(409, 'review_is_' || was, NULL, jsonb_build_object(
            'state', was));
    END IF;
    INSERT INTO review_history (review_id, at, actor_id, mentor_id, side, event,
        from_status, to_status, words)
    VALUES (r.id, app_now(), CASE WHEN by_side <> 'system' THEN app_user_id()
        END, coalesce(r.mentor_id, (SELECT x.mentor_id FROM review_request x
            WHERE x.id = r.id)), by_side, wanted, was, target, said);
    UPDATE review_request x SET status = target, version = x.version + 1,
        outcome = r.outcome, priority = r.priority, mentor_id = r.mentor_id,
        first_mentor_id = r.first_mentor_id, first_until = r.first_until,
        locked_by = r.locked_by, locked_until = r.locked_until,
        paid_percent = r.paid_percent, submitted_at = r.submitted_at,
        due_at = r.due_at, lapses_at = r.lapses_at, offer_at = r.offer_at,
        claimed_at = r.claimed_at, acted_at = r.acted_at,
        asked_at = CASE target WHEN 'info_requested' THEN r.asked_at END,
        nudges = CASE target WHEN 'info_requested' THEN r.nudges ELSE 0 END,
        completed_at = r.completed_at, resubmits = r.resubmits,
        reopened = r.reopened
    WHERE x.id = r.id RETURNING * INTO r;
    RETURN r;
END
$$;
CREATE FUNCTION review_tell(r review_request, person bigint, type text,
    data jsonb DEFAULT '{}', more_key text DEFAULT '') RETURNS void
LANGUAGE sql
AS $$
    SELECT notify(person, type, '/reviews/' || (r).id, jsonb_build_object(
        'review_id', (r).id::text, 'journey', j.title, 'section',
        (r).section_title, 'client', member_name((r).client_id), 'mentor',
        expert_name((r).mentor_id), 'answer_by', rfc3339((r).due_at)) || data,
        format('%s:%s:%s:%s', type, (r).id, (r).version, more_key))
    FROM journey j WHERE j.id = (r).journey_id
$$;
-- The submission that is worked on.
CREATE FUNCTION review_submission_of(r review_request)
RETURNS review_submission LANGUAGE sql STABLE
AS $$
    SELECT s.* FROM review_submission s WHERE s.review_id = (r).id
    ORDER BY s.number DESC LIMIT 1
$$;

-- --- the queue -------------------------------------------------------------------
-- Into the queue: a fresh due time, who comes first, who hears of it.
CREATE FUNCTION review_queue(r review_request, event text, by_side text,
    first bigint, said text DEFAULT NULL) RETURNS review_request
LANGUAGE plpgsql
AS $$
DECLARE
    due interval := make_interval(hours => (SELECT j.review_due_hours
        FROM journey j WHERE j.id = r.journey_id));
    was bigint := r.mentor_id;
BEGIN
    r.mentor_id := NULL;
    r.outcome := NULL;
    r.locked_by := NULL;
    r.locked_until := NULL;
    r.first_mentor_id := first;
    r.first_until := CASE WHEN first IS NOT NULL
        THEN app_now() + setting_hours('review_first_hours') END;
    r.offer_at := app_now();
    IF event IN ('resubmit', 'reopen') THEN
        r.submitted_at := app_now();
        r.due_at := app_now() + due;
        r.lapses_at := app_now() + 2 * due;
        r.completed_at := NULL;
    ELSE
        -- comes back: first in line, with a day at least before it is given up
        r.priority := 1;
        r.lapses_at := greatest(r.lapses_at, app_now() + interval '1 day');
    END IF;
    UPDATE review_submission s SET mentor_id = NULL, claimed_at = NULL,
        waiting_at = app_now()
    WHERE s.id = (review_submission_of(r)).id AND s.completed_at IS NULL;
    -- comments that nobody has seen yet go with their author
    DELETE FROM review_thread t WHERE t.review_id = r.id AND t.shown_at IS NULL
        AND t.author_id = was;
    r := review_move(r, event, by_side, 'submitted', said);
    PERFORM review_match_make(r);
    RETURN r;
END
$$;

-- --- who may claim -----------------------------------------------------------------
CREATE FUNCTION training_left(mentor bigint, of_journey bigint) RETURNS int
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT count(*)::int FROM training_module m
    WHERE (m.journey_id IS NULL OR m.journey_id = of_journey)
        AND m.is_required AND m.retired_at IS NULL
        AND NOT EXISTS (SELECT FROM training_progress p WHERE p.done_at IS NOT NULL
            AND (p.mentor_id, p.module_id) = (mentor, m.id))
$$;
CREATE FUNCTION review_load_of(mentor bigint) RETURNS int LANGUAGE sql STABLE
AS $$
    SELECT count(*)::int FROM review_request r WHERE r.mentor_id = mentor
        AND r.status IN ('claimed', 'info_requested')
$$;
CREATE FUNCTION review_load_most(mentor bigint) RETURNS int LANGUAGE sql STABLE
AS $$
    SELECT coalesce((SELECT e.review_load FROM expert e
        WHERE e.user_id = mentor), setting_text('review_load')::int)
$$;
-- The word for why this mentor can't have this member's work; NULL: they can.
CREATE FUNCTION mentor_refusal(mentor bigint, of_journey bigint, client bigint)
RETURNS text LANGUAGE sql STABLE
AS $$
    SELECT CASE WHEN mentor = client THEN 'review_own_work'
        WHEN NOT account_is_active(mentor) THEN 'mentor_not_active'
        WHEN NOT EXISTS (SELECT FROM journey_provider p WHERE (p.journey_id,
            p.user_id, p.kind, p.status) = (of_journey, mentor, 'mentor',
            'verified')) THEN 'mentor_not_on_journey'
        WHEN is_blocked(mentor, client) OR EXISTS (SELECT
            FROM client_mentor_block b WHERE (b.client_id, b.journey_id,
            b.mentor_id) = (client, of_journey, mentor)) THEN 'mentor_blocked'
        WHEN training_left(mentor, of_journey) > 0 THEN 'mentor_not_trained'
        WHEN review_load_of(mentor) >= review_load_most(mentor)
            THEN 'mentor_full' END
$$;
CREATE FUNCTION mentor_check(r review_request, mentor bigint) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    word text;
BEGIN
    -- two claims of one mentor count one another
    PERFORM FROM expert e WHERE e.user_id = mentor FOR UPDATE;
    word := mentor_refusal(mentor, r.journey_id, r.client_id);
    IF word IN ('mentor_blocked', 'mentor_not_on_journey') THEN
        PERFORM refuse(404, 'review_unknown');
    ELSIF word IS NOT NULL THEN
        PERFORM refuse(409, word, NULL, jsonb_build_object('state', r.status));
    ELSIF r.first_mentor_id <> mentor AND r.first_until > app_now() THEN
        PERFORM refuse(409, 'review_waits_for_another', NULL,
            jsonb_build_object('until', rfc3339(r.first_until)));
    ELSIF r.locked_by <> mentor AND r.locked_until > app_now() THEN
        PERFORM refuse(409, 'review_locked', NULL, jsonb_build_object('until',
            rfc3339(r.locked_until)));
    END IF;
END
$$;

-- --- mentors ---------------------------------------------------------------------
-- Look at it for half an hour; nobody else can take it meanwhile.
CREATE FUNCTION review_peek(of_review bigint) RETURNS timestamptz
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    r review_request := review_take(of_review, 'peek', 'mentor');
    me bigint := acting_member();
BEGIN
    PERFORM mentor_check(r, me);
    IF r.locked_by = me AND r.locked_until > app_now() THEN
        RETURN r.locked_until;
    ELSIF (SELECT count(*) FROM review_request x WHERE x.locked_by = me
            AND x.locked_until > app_now() AND x.status = 'submitted')
            >= setting_text('review_lock_most')::int THEN
        PERFORM refuse(409, 'review_locks_used', NULL,
            jsonb_build_object('limit', setting_text('review_lock_most')::int));
    END IF;
    r.locked_by := me;
    r.locked_until := app_now() + make_interval(mins =>
        setting_text('review_lock_minutes')::int);
    r := review_move(r, 'peek', 'mentor', 'submitted');
    RETURN r.locked_until;
END
$$;
CREATE FUNCTION review_give(r review_request, mentor bigint, event text,
    by_side text, said text DEFAULT NULL) RETURNS review_request
LANGUAGE plpgsql
AS $$
BEGIN
    r.mentor_id := mentor;
    r.locked_by := NULL;
    r.locked_until := NULL;
    r.offer_at := NULL;
    r.claimed_at := app_now();
    r.acted_at := app_now();
    r := review_move(r, event, by_side, 'claimed', said);
    UPDATE review_submission s SET mentor_id = mentor, claimed_at = app_now()
        WHERE s.id = (review_submission_of(r)).id;
    PERFORM review_tell(r, r.client_id, 'review_claimed');
    RETURN r;
END
$$;
CREATE FUNCTION review_claim(of_review bigint, seen int DEFAULT NULL)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    me bigint := acting_member();
    r review_request := review_take(of_review, 'claim', 'mentor', seen);
BEGIN
    PERFORM mentor_check(r, me);
    PERFORM review_give(r, me, 'claim', 'mentor');
END
$$;
-- By an admin or the journey's creator; the load limit binds them too.
CREATE FUNCTION review_assign(of_review bigint, mentor bigint,
    why text DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    side text := CASE WHEN has_role(app_user_id(), 'admin') THEN 'admin'
        ELSE 'creator' END;
    r review_request := review_take(of_review, 'assign', side);
    word text;
BEGIN
    PERFORM decides_on(r.journey_id);
    word := mentor_refusal(mentor, r.journey_id, r.client_id);
    IF word IS NOT NULL THEN
        PERFORM refuse(409, word, 'mentor');
    END IF;
    r := review_give(r, mentor, 'assign', side, why);
    PERFORM review_tell(r, mentor, 'review_assigned');
END
$$;
CREATE FUNCTION review_release(of_review bigint, why text DEFAULT NULL)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    PERFORM review_queue(review_take(of_review, 'release', 'mentor'), 'release',
        'mentor', NULL, nullif(trim(why), ''));
END
$$;
-- A sign of the mentor: the 48 hours begin anew.
CREATE FUNCTION review_touch(of_review bigint) RETURNS void LANGUAGE sql
AS $$
    UPDATE review_request r SET acted_at = app_now() WHERE r.id = of_review
        AND r.status = 'claimed' AND r.acted_at < app_now() - interval '1 minute'
$$;
-- What the mentor wrote so far is the member's to read.
CREATE FUNCTION review_show(r review_request) RETURNS void LANGUAGE sql
AS $$
    UPDATE review_thread t SET shown_at = app_now(), changed_at = app_now()
    WHERE t.review_id = (r).id AND t.shown_at IS NULL
$$;
-- The mentor's clock stops until the member has answered.
CREATE FUNCTION review_ask(of_review bigint, question text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    r review_request := review_take(of_review, 'ask', 'mentor');
    thread bigint;
BEGIN
    IF coalesce(trim(question), '') = '' THEN
        PERFORM refuse(422, 'review_words_missing', 'question');
    END IF;
    INSERT INTO review_thread (review_id, submission_id, kind, author_id,
        shown_at, created_at, changed_at)
    VALUES (r.id, (review_submission_of(r)).id, 'question', r.mentor_id,
        app_now(), app_now(), app_now()) RETURNING id INTO thread;
    INSERT INTO review_comment (thread_id, review_id, author_id, side, words,
        created_at)
    VALUES (thread, r.id, r.mentor_id, 'mentor', trim(question), app_now());
    r.asked_at := app_now();
    r.acted_at := app_now();
    r := review_move(r, 'ask', 'mentor', 'info_requested');
    PERFORM review_tell(r, r.client_id, 'review_question', jsonb_build_object(
        'words', left(trim(question), 500)));
END
$$;
CREATE FUNCTION review_finish(of_review bigint, result text, general text,
    seen int DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    r review_request := review_take(of_review, 'finish', 'mentor', seen);
    s review_submission := review_submission_of(r);
BEGIN
    general := coalesce(nullif(trim(general), ''), nullif(trim(s.draft), ''));
    IF general IS NULL THEN
        PERFORM refuse(422, 'review_words_missing', 'general');
    ELSIF result IS NULL OR result NOT IN ('approved', 'changes_requested') THEN
        PERFORM refuse(422, 'review_outcome_missing', 'outcome');
    END IF;
    UPDATE review_submission x SET summary = general, draft = NULL,
        outcome = result, completed_at = app_now() WHERE x.id = s.id;
    PERFORM review_show(r);
    r := review_pay(r, 100);
    r.outcome := result;
    r.completed_at := app_now();
    r.priority := 0;
    r := review_move(r, 'finish', 'mentor', 'completed');
    PERFORM review_tell(r, r.client_id, CASE result WHEN 'approved'
        THEN 'review_completed' ELSE 'review_changes_requested' END);
END
$$;

-- --- members ---------------------------------------------------------------------
CREATE FUNCTION review_withdraw(of_review bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    r review_request := review_take(of_review, 'withdraw', 'client');
BEGIN
    r := review_move(r, 'withdraw', 'client', 'canceled');
    PERFORM review_money_back(r, 'canceled');
END
$$;
-- Rate the mentor, or not at all, and close: when all is addressed.
CREATE FUNCTION review_close(of_review bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    r review_request := review_take(of_review, 'close', 'client');
BEGIN
    IF EXISTS (SELECT FROM review_thread t WHERE t.review_id = r.id
            AND t.kind = 'comment' AND t.shown_at IS NOT NULL
            AND t.status IN ('open', 'reopened')) THEN
        PERFORM refuse(409, 'review_comments_open');
    ELSIF NOT EXISTS (SELECT FROM expert_rating x
            WHERE (x.subject_kind, x.subject_id) = ('review', r.id)) THEN
        PERFORM refuse(409, 'review_not_rated');
    END IF;
    PERFORM review_move(r, 'close', 'client', 'closed');
END
$$;
CREATE FUNCTION review_rate(of_review bigint, given int, said text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    r review_request;
BEGIN
    SELECT * INTO r FROM review_request x WHERE x.id = of_review
        AND x.client_id = acting_member() FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM refuse(404, 'review_unknown');
    ELSIF r.status NOT IN ('completed', 'closed') THEN
        PERFORM refuse(409, 'review_is_' || r.status, NULL,
            jsonb_build_object('state', r.status));
    ELSIF given IS NULL OR given NOT BETWEEN 1 AND 5 THEN
        PERFORM refuse(422, 'review_stars', 'stars');
    END IF;
    INSERT INTO expert_rating AS x (expert_id, author_id, subject_kind,
        subject_id, stars, words, created_at)
    VALUES (r.mentor_id, r.client_id, 'review', r.id, given,
        nullif(trim(said), ''), app_now())
    ON CONFLICT (subject_kind, subject_id) DO UPDATE SET stars = excluded.stars,
        words = excluded.words
    WHERE x.replied_at IS NULL;
    IF NOT FOUND THEN
        PERFORM refuse(409, 'review_rating_answered');
    END IF;
    IF r.status = 'completed' AND NOT EXISTS (SELECT FROM review_thread t
            WHERE t.review_id = r.id AND t.kind = 'comment'
            AND t.shown_at IS NOT NULL AND t.status IN ('open', 'reopened'))
            THEN
        PERFORM review_move(r, 'close', 'client', 'closed');
    END IF;
END
$$;

-- --- work in hand of who is gone -----------------------------------------------------
CREATE FUNCTION review_lose(mentor bigint, of_journey bigint, why text)
RETURNS int LANGUAGE plpgsql
AS $$
DECLARE
    r review_request;
    n int := 0;
BEGIN
    UPDATE review_request x SET locked_by = NULL, locked_until = NULL
        WHERE x.locked_by = mentor AND x.status = 'submitted'
            AND x.journey_id = coalesce(of_journey, x.journey_id);
    UPDATE review_request x SET first_mentor_id = NULL, first_until = NULL
        WHERE x.first_mentor_id = mentor AND x.status = 'submitted'
            AND x.journey_id = coalesce(of_journey, x.journey_id);
    FOR r IN SELECT * FROM review_request x WHERE x.mentor_id = mentor
            AND x.status IN ('claimed', 'info_requested')
            AND x.journey_id = coalesce(of_journey, x.journey_id)
            ORDER BY x.id FOR UPDATE LOOP
        r := review_queue(r, 'lose', 'system', NULL, why);
        PERFORM review_tell(r, r.client_id, 'review_returned',
            jsonb_build_object('for_client', true));
        n := n + 1;
    END LOOP;
    RETURN n;
END
$$;
CREATE OR REPLACE FUNCTION provider_changed(p journey_provider, was text)
RETURNS void LANGUAGE plpgsql
AS $$
BEGIN
    IF p.kind = 'mentor' AND p.status IN ('suspended', 'removed') THEN
        PERFORM review_lose(p.user_id, p.journey_id, p.status);
    END IF;
END
$$;
CREATE FUNCTION review_person_gone() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    IF TG_TABLE_NAME = 'user_role' THEN
        PERFORM review_lose(OLD.user_id, NULL, 'removed');
        RETURN NULL;
    END IF;
    PERFORM review_lose(NEW.id, NULL, NEW.status);
    IF NEW.status = 'erased' THEN
        -- what they handed in goes; the mentor's work and its pay stay
        PERFORM set_config('app.erasing', 'on', true);
        UPDATE review_submission s SET content = '[]', draft = NULL
            WHERE s.client_id = NEW.id;
        PERFORM set_config('app.erasing', '', true);
        UPDATE review_request r SET words = NULL WHERE r.client_id = NEW.id
            AND r.words IS NOT NULL;
        UPDATE review_thread t SET quote = NULL, quote_before = NULL,
            quote_after = NULL FROM review_request r
            WHERE r.id = t.review_id AND r.client_id = NEW.id;
        UPDATE review_comment c SET words = '…' WHERE c.author_id = NEW.id
            AND c.side = 'client';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER review_person_gone AFTER UPDATE OF status ON users FOR EACH ROW
    WHEN (NEW.status IN ('suspended', 'banned', 'erased',
        'deletion_requested') AND NEW.status <> OLD.status)
    EXECUTE FUNCTION review_person_gone();
CREATE TRIGGER review_person_gone AFTER DELETE ON user_role FOR EACH ROW
    WHEN (OLD.role = 'mentor') EXECUTE FUNCTION review_person_gone();

-- --- the clock -------------------------------------------------------------------
-- What is due of one review.
CREATE FUNCTION review_due(r review_request) RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    creator bigint := (SELECT j.creator_id FROM journey j
        WHERE j.id = r.journey_id);
    was bigint := r.mentor_id;
BEGIN
    IF r.status = 'submitted' AND r.lapses_at <= app_now() THEN
        r.offer_at := NULL;
        r := review_move(r, 'expire', 'system', 'expired');
        PERFORM review_money_back(r, 'unavailable');
        PERFORM review_tell(r, r.client_id, 'review_ended', jsonb_build_object(
            'is_late', true, 'code', review_apology(r)));
        PERFORM review_tell(r, creator, 'review_ended',
            '{"for_creator": true}');
    ELSIF r.status = 'submitted' THEN
        PERFORM review_offer_next(r);
    ELSIF r.status = 'claimed' THEN
        r := review_queue(r, 'silence', 'system', NULL);
        PERFORM review_tell(r, was, 'review_returned', '{"for_mentor": true}');
        PERFORM review_tell(r, r.client_id, 'review_returned',
            '{"for_client": true}');
    ELSIF r.status = 'info_requested' AND app_now() < r.asked_at
            + setting_days('review_answer_days') THEN
        r.nudges := r.nudges + 1;
        r := review_move(r, 'nudge', 'system', 'info_requested');
        PERFORM review_tell(r, r.client_id, 'review_question',
            '{"again": true}', 'nudge' || r.nudges);
    ELSIF r.status = 'info_requested' THEN
        r := review_pay(r, 50);
        r := review_move(r, 'give_up', 'system', 'expired');
        PERFORM review_tell(r, r.client_id, 'review_ended', jsonb_build_object(
            'is_unanswered', true, 'may_reopen', NOT r.reopened));
        PERFORM review_tell(r, was, 'review_ended', '{"for_mentor": true}');
    ELSE
        PERFORM review_move(r, 'close', 'system', 'closed');
    END IF;
END
$$;
CREATE FUNCTION review_tick(most int) RETURNS int LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    r review_request;
    n int := 0;
BEGIN
    FOR r IN SELECT * FROM review_request x WHERE x.next_at <= app_now()
            ORDER BY x.next_at LIMIT most FOR UPDATE SKIP LOCKED LOOP
        PERFORM review_due(r);
        n := n + 1;
    END LOOP;
    RETURN n;
END
$$;
-- A journey that ends takes what waits with it.
CREATE FUNCTION review_journey_ended() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    r review_request;
BEGIN
    FOR r IN SELECT * FROM review_request x WHERE x.journey_id = NEW.id
            AND x.status = 'submitted' ORDER BY x.id FOR UPDATE LOOP
        r := review_move(r, 'end', 'system', 'canceled');
        PERFORM review_money_back(r, 'unavailable');
        PERFORM review_tell(r, r.client_id, 'review_ended',
            '{"is_over": true}');
    END LOOP;
    RETURN NULL;
END
$$;
CREATE TRIGGER review_journey_ended AFTER UPDATE OF status ON journey
    FOR EACH ROW WHEN (NEW.status = 'archived' AND OLD.status <> 'archived')
    EXECUTE FUNCTION review_journey_ended();

GRANT EXECUTE ON FUNCTION review_peek(bigint), review_claim(bigint, int),
    review_release(bigint, text), review_ask(bigint, text),
    review_finish(bigint, text, text, int), review_withdraw(bigint),
    review_close(bigint), review_rate(bigint, int, text),
    review_assign(bigint, bigint, text) TO belay_reviews;
GRANT EXECUTE ON FUNCTION review_assign(bigint, bigint, text) TO belay_admin;
GRANT EXECUTE ON FUNCTION review_tick(int) TO belay_worker;
