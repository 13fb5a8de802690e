-- What moderators do with a case (spec: states 4.7): claim it for half an hour,
-- note, decide, undo within a day; and what its author may: appeal, once.  Every
-- function here takes the version that the moderator saw; who comes second is
-- told who was first, and nothing is half done.

CREATE TABLE case_rule (
    event text NOT NULL,
    from_status text NOT NULL,
    to_status text NOT NULL,
    PRIMARY KEY (event, from_status)
);
INSERT INTO case_rule VALUES
    ('claim', 'open', 'assigned'),
    ('assign', 'open', 'assigned'),
    ('assign', 'assigned', 'assigned'),
    ('release', 'assigned', 'open'),
    ('resolve', 'assigned', 'resolved'),
    ('ignore', 'open', 'ignored'),
    ('ignore', 'assigned', 'ignored'),
    ('appeal', 'resolved', 'appealed'),
    ('decide', 'appealed', 'resolved'),
    ('undo', 'resolved', 'assigned'),
    ('undo', 'ignored', 'assigned');
GRANT SELECT ON case_rule TO belay_safety;

CREATE TABLE appeal (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    case_id bigint NOT NULL UNIQUE REFERENCES report_case,  -- once
    author_id bigint NOT NULL REFERENCES users,
    words text NOT NULL CHECK (length(words) BETWEEN 1 AND 4000),
    created_at timestamptz NOT NULL,
    outcome text CHECK (outcome IN ('stands', 'overturned')),
    decided_at timestamptz,
    decided_by bigint REFERENCES users,
    decision_words text CHECK (length(decision_words) <= 4000),
    CHECK ((outcome IS NULL) = (decided_at IS NULL)),
    CHECK ((outcome IS NULL) = (decided_by IS NULL))
);
CREATE INDEX appeal_open ON appeal (created_at) WHERE outcome IS NULL;
CREATE INDEX appeal_author ON appeal (author_id, id DESC);
CREATE INDEX appeal_decided_by ON appeal (decided_by);

-- --- who may -----------------------------------------------------------------------
CREATE FUNCTION is_moderator(person bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT EXISTS (SELECT FROM user_role r JOIN role_permission p
        ON p.role = r.role JOIN users u ON u.id = r.user_id
        WHERE r.user_id = person AND p.permission = 'safety.resolve'
            AND u.status = 'active')
$$;
CREATE FUNCTION acting_moderator() RETURNS bigint LANGUAGE plpgsql STABLE
AS $$
BEGIN
    IF NOT is_moderator(app_user_id())
            OR nullif(current_setting('app.impersonator_id', true), '')
            IS NOT NULL THEN
        PERFORM refuse(403, 'not_a_moderator');
    END IF;
    RETURN app_user_id();
END
$$;
CREATE FUNCTION case_is_held(c report_case) RETURNS boolean LANGUAGE sql STABLE
AS $$ SELECT (c).status = 'assigned' AND (c).lease_until > app_now() $$;
-- NULL when the person may, else the word for why not.
CREATE FUNCTION case_guard(c report_case, event text, me bigint) RETURNS text
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    is_admin boolean := has_role(me, 'admin');
BEGIN
    IF event <> 'release' AND (c.author_id = me OR EXISTS (SELECT FROM report r
            WHERE r.case_id = c.id AND r.reporter_id = me
            AND r.withdrawn_at IS NULL)) THEN
        RETURN 'case_is_yours';
    ELSIF c.status = 'assigned' AND c.assignee_id <> me AND case_is_held(c)
            AND NOT is_admin THEN
        RETURN 'case_held';
    ELSIF event = 'decide' AND c.resolved_by = me THEN
        RETURN 'appeal_wants_another';
    ELSIF event = 'undo' THEN
        RETURN CASE WHEN c.resolved_by IS DISTINCT FROM me AND NOT is_admin
                THEN 'undo_not_yours'
            WHEN c.resolved_at < app_now() - interval '24 hours'
                THEN 'undo_too_late'
            WHEN EXISTS (SELECT FROM appeal a WHERE a.case_id = c.id)
                THEN 'undo_appealed'
            WHEN EXISTS (SELECT FROM enforcement e WHERE e.case_id = c.id
                AND e.kind = 'refund' AND e.starts_at >= c.resolved_at)
                OR c.kind = 'session' AND EXISTS (SELECT FROM session s
                    WHERE s.id = c.target_id AND s.disputed
                    AND s.resolution IS NOT NULL)
                THEN 'undo_money' END;
    END IF;
    RETURN NULL;
END
$$;
-- Besides notes, what the person may do with the case as it is.
CREATE FUNCTION case_moves(c report_case, me bigint) RETURNS text[]
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN ARRAY(SELECT r.event FROM case_rule r
        WHERE r.event <> 'appeal' AND (r.from_status = c.status
            OR c.status = 'assigned' AND NOT case_is_held(c)
                AND r.event = 'claim'
            OR c.status = 'open' AND r.event = 'resolve')
            AND case_guard(c, r.event, me) IS NULL ORDER BY r.event);
END
$$;

-- What a refusal says: who was there, and what may be done.
CREATE FUNCTION case_refuse(c report_case, word text) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    last record;
BEGIN
    SELECT e.actor_id, e.event, e.at, p.display_name INTO last
        FROM case_event e LEFT JOIN profile p ON p.user_id = e.actor_id
        WHERE e.case_id = c.id ORDER BY e.id DESC LIMIT 1;
    PERFORM refuse(409, word, NULL, jsonb_build_object('state', c.status,
        'version', c.version, 'what', last.event, 'at', rfc3339(last.at),
        'by', CASE WHEN last.actor_id IS NOT NULL THEN jsonb_build_object('id',
            last.actor_id::text, 'display_name', last.display_name) END,
        'allowed', to_jsonb(case_moves(c, app_user_id()))));
END
$$;
-- Lock a case as the moderator saw it, and check a move.
CREATE FUNCTION case_take(taken bigint, seen int) RETURNS report_case
LANGUAGE plpgsql
AS $$
DECLARE
    c report_case;
BEGIN
    PERFORM acting_moderator();
    SELECT * INTO c FROM report_case x WHERE x.id = taken FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM refuse(404, 'case_unknown');
    ELSIF seen IS NULL THEN
        PERFORM refuse(422, 'version_missing', 'version');
    ELSIF seen <> c.version THEN
        PERFORM case_refuse(c, 'case_changed');
    END IF;
    RETURN c;
END
$$;
CREATE FUNCTION case_check(c report_case, event text) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    word text;
BEGIN
    word := CASE WHEN NOT EXISTS (SELECT FROM case_rule r
            WHERE (r.event, r.from_status) = (case_check.event, c.status))
            THEN 'case_is_' || c.status
        ELSE case_guard(c, event, app_user_id()) END;
    IF word IS NOT NULL THEN
        PERFORM case_refuse(c, word);
    END IF;
END
$$;

-- --- moves -------------------------------------------------------------------------
CREATE FUNCTION case_assign(c report_case, person bigint) RETURNS report_case
LANGUAGE plpgsql
AS $$
DECLARE
    was text := c.status;
    event text := CASE WHEN person = app_user_id() THEN 'claim'
        ELSE 'assign' END;
BEGIN
    IF person IS NULL OR NOT is_moderator(person) THEN
        PERFORM refuse(422, 'assignee_unknown', 'assign_to');
    ELSIF c.status = 'assigned' AND (c.assignee_id = person
            AND case_is_held(c)) THEN
        RETURN c;
    END IF;
    PERFORM case_check(c, 'assign');
    UPDATE report_case x SET status = 'assigned', assignee_id = person,
        version = x.version + 1,
        lease_until = app_now() + make_interval(mins =>
            setting_text('case_lease_minutes')::int),
        first_action_at = coalesce(x.first_action_at, app_now())
    WHERE x.id = c.id RETURNING * INTO c;
    PERFORM case_log(c, event, was, NULL, jsonb_build_object('assignee',
        person::text));
    RETURN c;
END
$$;
CREATE FUNCTION case_release(c report_case) RETURNS report_case
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM case_check(c, 'release');
    UPDATE report_case x SET status = 'open', assignee_id = NULL,
        lease_until = NULL, version = x.version + 1
    WHERE x.id = c.id RETURNING * INTO c;
    PERFORM case_log(c, 'release', 'assigned');
    RETURN c;
END
$$;

-- What the system did until somebody looked; `kept`: the decision keeps it.
CREATE FUNCTION case_unhide(c report_case, kept boolean) RETURNS report_case
LANGUAGE plpgsql
AS $$
DECLARE
    e enforcement;
BEGIN
    IF c.hidden_at IS NOT NULL AND NOT kept THEN
        PERFORM kind_hide(c.kind, c.target_id, c.author_id, false);
    END IF;
    UPDATE report_case x SET hidden_at = NULL WHERE x.id = c.id
        RETURNING * INTO c;
    FOR e IN SELECT * FROM enforcement x WHERE x.case_id = c.id
            AND x.imposed_by IS NULL AND x.status = 'active' LOOP
        PERFORM enforcement_lift(e, c);
    END LOOP;
    RETURN c;
END
$$;

-- Over: resolved or ignored; reporters hear it.
CREATE FUNCTION case_end(c report_case, ended text, outcome text, words text,
    data jsonb DEFAULT '{}') RETURNS report_case LANGUAGE plpgsql
AS $$
DECLARE
    was text := c.status;
BEGIN
    UPDATE report_case x SET status = ended, resolution = outcome,
        version = x.version + 1, assignee_id = NULL, lease_until = NULL,
        resolved_at = app_now(), resolved_by = app_user_id(),
        first_action_at = coalesce(x.first_action_at, app_now()),
        decision_words = words
    WHERE x.id = c.id RETURNING * INTO c;
    PERFORM case_log(c, CASE ended WHEN 'ignored' THEN 'ignore'
        ELSE 'resolve' END, was, words, data);
    PERFORM notify(r.reporter_id, 'report_outcome', '/safety/reports',
        jsonb_build_object('title', c.title, 'outcome',
            coalesce(outcome, ended)), format('case:%s:%s', c.id, c.version))
    FROM (SELECT DISTINCT x.reporter_id FROM report x WHERE x.case_id = c.id
        AND x.withdrawn_at IS NULL AND x.reporter_id IS NOT NULL) r;
    RETURN c;
END
$$;

CREATE FUNCTION case_ignore(c report_case) RETURNS report_case LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM case_check(c, 'ignore');
    RETURN case_end(case_unhide(c, false), 'ignored', NULL, NULL);
END
$$;

-- [{"kind", "days", "parts"}]: in the order in which they are done.
CREATE FUNCTION actions_checked(c report_case, outcome text, actions jsonb)
RETURNS TABLE (kind text, days int, parts jsonb) LANGUAGE plpgsql
AS $$
DECLARE
    kinds text[];
    can text[] := case_actions(c);
BEGIN
    IF jsonb_typeof(coalesce(actions, '[]')) <> 'array' THEN
        PERFORM refuse(422, 'actions_unknown', 'actions');
    END IF;
    kinds := ARRAY(SELECT a ->> 'kind' FROM jsonb_array_elements(
        coalesce(actions, '[]')) a);
    IF EXISTS (SELECT FROM unnest(kinds) k WHERE k IS NULL OR k <> ALL
            (ARRAY['none', 'hide', 'edit', 'remove', 'warn', 'silence',
            'suspend', 'ban', 'refund'])) THEN
        PERFORM refuse(422, 'actions_unknown', 'actions');
    ELSIF NOT kinds <@ can THEN
        PERFORM refuse(422, 'action_impossible', 'actions',
            jsonb_build_object('possible', to_jsonb(can)));
    ELSIF cardinality(kinds) <> (SELECT count(DISTINCT k)
            FROM unnest(kinds) k) OR 'none' = ANY (kinds)
            AND cardinality(kinds) > 1 OR 1 < (SELECT count(*)
            FROM unnest(kinds) k WHERE k IN ('hide', 'edit', 'remove'))
            OR 1 < (SELECT count(*) FROM unnest(kinds) k
            WHERE k IN ('silence', 'suspend', 'ban')) THEN
        PERFORM refuse(422, 'actions_collide', 'actions');
    ELSIF outcome = 'action_taken' AND kinds = '{}' THEN
        PERFORM refuse(422, 'actions_missing', 'actions');
    ELSIF outcome <> 'action_taken' AND NOT kinds <@ ARRAY['none'] THEN
        PERFORM refuse(422, 'actions_without_reason', 'actions');
    END IF;
    IF EXISTS (SELECT FROM jsonb_array_elements(coalesce(actions, '[]')) a
            WHERE a ->> 'kind' IN ('silence', 'suspend')
            AND (a ->> 'days' IS NULL OR a ->> 'days' !~ '^[0-9]{1,3}$'
            OR (a ->> 'days')::int NOT BETWEEN 1 AND 365)) THEN
        PERFORM refuse(422, 'days_range', 'days');
    END IF;
    RETURN QUERY SELECT a ->> 'kind', CASE WHEN a ->> 'kind' IN ('silence',
            'suspend') THEN (a ->> 'days')::int END, a -> 'parts'
        FROM jsonb_array_elements(coalesce(actions, '[]')) a
        WHERE a ->> 'kind' <> 'none'
        ORDER BY array_position(ARRAY['refund', 'edit', 'hide', 'remove',
            'warn', 'silence', 'suspend', 'ban'], a ->> 'kind');
END
$$;

-- What the author is told, once for a decision.
CREATE FUNCTION case_tell(c report_case, type text, data jsonb) RETURNS void
LANGUAGE sql
AS $$
    SELECT notify((c).author_id, type, '/safety/appeals/' || (c).id,
        jsonb_strip_nulls(jsonb_build_object('title', (c).title,
            'rule', k.rule, 'words', (c).decision_words) || data),
        format('case:%s:%s:%s', (c).id, type, (c).version))
    FROM report_category k WHERE k.name = (c).category
        AND (c).author_id IS NOT NULL
$$;
CREATE FUNCTION case_words(c report_case, words text) RETURNS text
LANGUAGE sql STABLE
AS $$
    SELECT coalesce(nullif(trim(words), ''), (SELECT k.template
        FROM report_category k WHERE k.name = (c).category))
$$;

CREATE FUNCTION case_resolve(c report_case, outcome text, actions jsonb,
    author_words text, other bigint) RETURNS report_case LANGUAGE plpgsql
AS $$
DECLARE
    a record;
    e record;
    was_hidden boolean := c.hidden_at IS NOT NULL;
    words text := case_words(c, author_words);
    done jsonb := '[]';
    told jsonb := '{}';
    f regproc;
BEGIN
    IF outcome IS NULL OR outcome NOT IN ('action_taken', 'no_violation',
            'duplicate') THEN
        PERFORM refuse(422, 'resolution_unknown', 'resolution');
    ELSIF other IS NOT NULL AND (outcome <> 'duplicate' OR other = c.id
            OR NOT EXISTS (SELECT FROM report_case x WHERE x.id = other)) THEN
        PERFORM refuse(422, 'duplicate_unknown', 'duplicate_of');
    END IF;
    -- nobody decides what nobody holds: who decides has claimed it
    IF c.status = 'open' OR c.status = 'assigned' AND NOT case_is_held(c)
            AND c.assignee_id <> app_user_id() THEN
        c := case_assign(c, app_user_id());
    END IF;
    PERFORM case_check(c, 'resolve');
    PERFORM set_config('app.case_decides', 'on', true);
    FOR a IN SELECT * FROM actions_checked(c, outcome, actions) LOOP
        PERFORM enforce(c, a.kind, a.days, words, a.parts);
        done := done || jsonb_strip_nulls(jsonb_build_object('kind', a.kind,
            'days', a.days));
        told := told || jsonb_build_object('did_' || a.kind, true)
            || CASE WHEN a.days IS NOT NULL
                THEN jsonb_build_object('days', a.days) ELSE '{}' END;
    END LOOP;
    c := case_unhide(c, done @> '[{"kind": "hide"}]'
        OR done @> '[{"kind": "remove"}]');
    IF NOT done @> '[{"kind": "refund"}]' THEN
        SELECT k.decided INTO f FROM report_kind k WHERE k.kind = c.kind;
        IF f IS NOT NULL THEN
            EXECUTE format('SELECT %s($1, $2, $3, $4)', f) USING c.target_id,
                c.author_id, outcome, words;
        END IF;
    END IF;
    PERFORM set_config('app.case_decides', '', true);
    c := case_end(c, 'resolved', outcome,
        CASE WHEN outcome = 'action_taken' THEN words END,
        jsonb_build_object('resolution', outcome, 'actions', done,
            'duplicate_of', other::text));
    UPDATE report_case x SET duplicate_of = other WHERE x.id = c.id
        RETURNING * INTO c;
    IF outcome = 'action_taken' AND done <> '[]' THEN
        PERFORM case_tell(c, 'moderation_decision', told);
    ELSIF outcome = 'no_violation' AND was_hidden THEN
        PERFORM case_tell(c, 'moderation_decision', '{"restored": true}');
    END IF;
    PERFORM trust_due(c.author_id);
    RETURN c;
END
$$;

-- Taken back by who decided, or an admin, within a day; it is theirs again.
CREATE FUNCTION case_undo(undone bigint, seen int, why text) RETURNS report_case
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    c report_case := case_take(undone, seen);
    was report_case := c;
    e enforcement;
    n int := 0;
BEGIN
    PERFORM case_check(c, 'undo');
    PERFORM set_config('app.case_decides', 'on', true);
    FOR e IN SELECT * FROM enforcement x WHERE x.case_id = c.id
            AND x.status = 'active' ORDER BY x.id DESC LOOP
        PERFORM enforcement_lift(e, c);
        n := n + 1;
    END LOOP;
    PERFORM set_config('app.case_decides', '', true);
    UPDATE report_case x SET status = 'assigned', resolution = NULL,
        duplicate_of = NULL, resolved_at = NULL, resolved_by = NULL,
        decision_words = NULL, assignee_id = app_user_id(),
        lease_until = app_now() + make_interval(mins =>
            setting_text('case_lease_minutes')::int), version = x.version + 1
    WHERE x.id = c.id RETURNING * INTO c;
    PERFORM case_log(c, 'undo', was.status, nullif(trim(why), ''),
        jsonb_build_object('resolution', was.resolution, 'lifted', n));
    IF n > 0 THEN
        PERFORM case_tell(c, 'moderation_decision', '{"undone": true}');
    END IF;
    PERFORM trust_due(c.author_id);
    RETURN c;
END
$$;

-- --- appeals -------------------------------------------------------------------------
CREATE FUNCTION appeal_refusal(c report_case, me bigint) RETURNS text
LANGUAGE sql STABLE
AS $$
    SELECT CASE WHEN EXISTS (SELECT FROM appeal a WHERE a.case_id = (c).id)
            THEN 'appeal_once'
        WHEN (c).status <> 'resolved' OR (c).resolution <> 'action_taken'
            THEN 'appeal_nothing'
        WHEN (c).resolved_at < app_now() - interval '14 days'
            THEN 'appeal_too_late' END
$$;
CREATE FUNCTION appeal_send(about bigint, appeal_words text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    me bigint := app_user_id();
    c report_case;
    word text;
BEGIN
    SELECT * INTO c FROM report_case x WHERE x.id = about AND x.author_id = me
        AND x.resolved_at IS NOT NULL FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM refuse(404, 'case_unknown');
    ELSIF coalesce(trim(appeal_words), '') = '' THEN
        PERFORM refuse(422, 'appeal_words_missing', 'words');
    END IF;
    word := appeal_refusal(c, me);
    IF word IS NOT NULL THEN
        PERFORM refuse(409, word);
    END IF;
    INSERT INTO appeal (case_id, author_id, words, created_at)
        VALUES (c.id, me, trim(appeal_words), app_now());
    UPDATE report_case x SET status = 'appealed', version = x.version + 1
        WHERE x.id = c.id RETURNING * INTO c;
    PERFORM case_log(c, 'appeal', 'resolved');
END
$$;
-- By another moderator: the decision stands, or nothing of it does.
CREATE FUNCTION appeal_decide(c report_case, outcome text, author_words text)
RETURNS report_case LANGUAGE plpgsql
AS $$
DECLARE
    e enforcement;
    said text := nullif(trim(author_words), '');
BEGIN
    PERFORM case_check(c, 'decide');
    IF outcome IS NULL OR outcome NOT IN ('action_taken', 'no_violation') THEN
        PERFORM refuse(422, 'resolution_unknown', 'resolution');
    END IF;
    IF outcome = 'no_violation' THEN
        PERFORM set_config('app.case_decides', 'on', true);
        FOR e IN SELECT * FROM enforcement x WHERE x.case_id = c.id
                AND x.status = 'active' ORDER BY x.id DESC LOOP
            PERFORM enforcement_lift(e, c);
        END LOOP;
        PERFORM set_config('app.case_decides', '', true);
    END IF;
    UPDATE appeal a SET outcome = CASE appeal_decide.outcome
            WHEN 'no_violation' THEN 'overturned' ELSE 'stands' END,
        decided_at = app_now(), decided_by = app_user_id(),
        decision_words = said WHERE a.case_id = c.id;
    UPDATE report_case x SET status = 'resolved', resolution = outcome,
        version = x.version + 1 WHERE x.id = c.id RETURNING * INTO c;
    PERFORM case_log(c, 'decide', 'appealed', said,
        jsonb_build_object('resolution', outcome));
    PERFORM case_tell(c, 'appeal_decided', jsonb_strip_nulls(
        jsonb_build_object('overturned', outcome = 'no_violation', 'words',
        coalesce(said, ''))));
    PERFORM trust_due(c.author_id);
    RETURN c;
END
$$;

-- --- all of it in one call: PATCH /safety/admin/reports/{id} -------------------------
CREATE FUNCTION case_patch(patched bigint, seen int, assign_to text,
    new_status text, outcome text, actions jsonb, note text, author_words text,
    other bigint, OUT version int, OUT status text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    c report_case := case_take(patched, seen);
    me bigint := app_user_id();
BEGIN
    IF coalesce(trim(note), '') <> '' THEN
        PERFORM case_log(c, 'note', c.status, trim(note));
        UPDATE report_case x SET version = x.version + 1,
            lease_until = CASE WHEN x.assignee_id = me THEN app_now()
                + make_interval(mins => setting_text('case_lease_minutes')::int)
                ELSE x.lease_until END
        WHERE x.id = c.id RETURNING * INTO c;
    END IF;
    IF assign_to IS NOT NULL AND assign_to <> '' THEN
        IF assign_to !~ '^(me|[0-9]{1,18})$' THEN
            PERFORM refuse(422, 'assignee_unknown', 'assign_to');
        END IF;
        c := case_assign(c, CASE assign_to WHEN 'me' THEN me
            ELSE assign_to::bigint END);
    ELSIF new_status = 'assigned' THEN
        c := case_assign(c, me);
    END IF;
    IF new_status = 'open' AND c.status <> 'open' THEN
        c := case_release(c);
    ELSIF new_status = 'ignored' THEN
        c := case_ignore(c);
    ELSIF c.status = 'appealed' AND (new_status = 'resolved'
            OR outcome IS NOT NULL) THEN
        c := appeal_decide(c, outcome, author_words);
    ELSIF new_status = 'resolved' OR outcome IS NOT NULL THEN
        c := case_resolve(c, outcome, actions, author_words, other);
    ELSIF new_status = 'appealed' THEN
        PERFORM case_refuse(c, 'case_is_' || c.status);
    END IF;
    version := c.version;
    status := c.status;
END
$$;

-- The same for several, "ID:VERSION" each; what somebody else changed meanwhile is
-- left as it is and named.
CREATE FUNCTION case_bulk(items text[], act text, OUT done bigint[],
    OUT failed bigint[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    item text;
    n bigint;
BEGIN
    PERFORM acting_moderator();
    done := '{}';
    failed := '{}';
    FOR item IN SELECT DISTINCT i FROM unnest(items) i
            WHERE i ~ '^[0-9]{1,18}:[0-9]{1,9}$' ORDER BY 1 LOOP
        n := split_part(item, ':', 1)::bigint;
        BEGIN
            PERFORM case_patch(n, split_part(item, ':', 2)::int,
                CASE act WHEN 'claim' THEN 'me' END,
                CASE act WHEN 'release' THEN 'open'
                    WHEN 'ignore' THEN 'ignored' END,
                CASE act WHEN 'no_violation' THEN 'no_violation' END,
                NULL, NULL, NULL, NULL);
            done := done || n;
        EXCEPTION WHEN SQLSTATE 'BL409' OR SQLSTATE 'BL404'
                OR SQLSTATE 'BL403' THEN
            failed := failed || n;
        END;
    END LOOP;
END
$$;

-- The most urgent case that nobody holds becomes the asking moderator's; no two
-- get the same.  NULL: there is none.
CREATE FUNCTION case_next() RETURNS bigint LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    me bigint := acting_moderator();
    candidate bigint;
    c report_case;
BEGIN
    FOR candidate IN SELECT q.id FROM case_queue(app_now(), NULL, NULL,
            ARRAY['open'], NULL, NULL, NULL, NULL, NULL, NULL, 60) q LOOP
        SELECT * INTO c FROM report_case x WHERE x.id = candidate
            AND x.status = 'open' FOR UPDATE SKIP LOCKED;
        CONTINUE WHEN c.id IS NULL OR case_guard(c, 'claim', me) IS NOT NULL;
        RETURN (case_assign(c, me)).id;
    END LOOP;
    RETURN NULL;
END
$$;
-- The holder looks at it: the lease begins again.
CREATE FUNCTION case_seen(seen bigint) RETURNS void LANGUAGE sql
SECURITY DEFINER SET search_path = public
AS $$
    UPDATE report_case c SET lease_until = app_now() + make_interval(mins =>
            setting_text('case_lease_minutes')::int)
    WHERE c.id = seen AND c.assignee_id = app_user_id()
        AND c.lease_until BETWEEN app_now() AND app_now()
            + make_interval(mins => setting_text('case_lease_minutes')::int - 1)
$$;
-- Leases that are over; how many.
CREATE FUNCTION case_tick(most int) RETURNS int LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    c report_case;
    n int := 0;
BEGIN
    FOR c IN SELECT * FROM report_case x WHERE x.assignee_id IS NOT NULL
            AND x.lease_until <= app_now() LIMIT most
            FOR UPDATE SKIP LOCKED LOOP
        UPDATE report_case x SET status = 'open', assignee_id = NULL,
            lease_until = NULL, version = x.version + 1
        WHERE x.id = c.id RETURNING * INTO c;
        PERFORM case_log(c, 'lease_over', 'assigned');
        n := n + 1;
    END LOOP;
    RETURN n;
END
$$;

-- --- trust: what was upheld --------------------------------------------------------
CREATE OR REPLACE FUNCTION trust_of_reports(person bigint) RETURNS int
LANGUAGE sql STABLE
AS $$
    SELECT -least(80, coalesce(round(sum(15 * (1 - least(1,
        extract(epoch FROM app_now() - c.resolved_at) / 86400 / 365)))), 0))::int
    FROM report_case c WHERE c.author_id = person
        AND c.resolution = 'action_taken' AND c.status = 'resolved'
        AND EXISTS (SELECT FROM enforcement e WHERE e.case_id = c.id
            AND e.status <> 'lifted' AND e.kind <> 'refund')
$$;

-- --- automated moderation and sessions -----------------------------------------------
/*
 * What a rule found in a thing that is there.  certainty: 0 to 100 percent; at
 * report_hide_score it is hidden until somebody looks, and somebody new who seems
 * to spam is silent until then.  findings: {"reasons": […], "sanitized":
 * {"part": "words"}}.  The case's number, NULL when it was decided before.
 */
CREATE FUNCTION report_automatic(what text, target bigint, author bigint,
    reason text, certainty int, findings jsonb) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    t report_target := kind_look(what, target, NULL, author);
    c report_case;
BEGIN
    IF t.version IS NULL THEN
        RETURN NULL;
    END IF;
    c := case_of(what, target, t, reason);
    IF c.status NOT IN ('open', 'assigned') OR EXISTS (SELECT FROM report r
            WHERE r.case_id = c.id AND r.reporter_id IS NULL
            AND r.category = reason) THEN
        RETURN NULL;
    END IF;
    INSERT INTO report (case_id, category, weight, created_at)
    VALUES (c.id, reason, greatest(0.5, floor(certainty / 12.5) / 4), app_now());
    -- who wrote it is no part of what the rules did
    PERFORM set_config('app.case_alone', 'on', true);
    UPDATE report_case x SET findings = coalesce(report_automatic.findings,
        x.findings) WHERE x.id = c.id RETURNING * INTO c;
    c := case_reported(c, certainty);
    PERFORM set_config('app.case_alone', '', true);
    IF reason IN ('spam', 'scam', 'link') AND certainty >= 80
            AND c.author_id IS NOT NULL AND trust_level(c.author_id) <= 1
            AND EXISTS (SELECT FROM users u WHERE u.id = c.author_id
                AND u.created_at > app_now() - interval '7 days')
            AND NOT is_silenced(c.author_id) THEN
        INSERT INTO enforcement (case_id, person_id, kind, starts_at)
            VALUES (c.id, c.author_id, 'silence', app_now());
        PERFORM case_tell(c, 'moderation_decision', '{"until_reviewed": true}');
        INSERT INTO case_event (case_id, at, event, from_status, to_status)
            VALUES (c.id, app_now(), 'silenced', c.status, c.status);
    END IF;
    RETURN c.id;
END
$$;
-- A dispute or an emergency makes a case about the other side; when nobody said
-- it, about the session.
CREATE FUNCTION session_case(s session, ended_early boolean) RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    accused bigint := CASE s.disputed_by WHEN s.client_id THEN s.expert_id
        WHEN s.expert_id THEN s.client_id END;
    t report_target := session_look(s.id, NULL, accused);
    c report_case;
BEGIN
    t.version := 'dispute:' || t.version;
    c := case_of('session', s.id, t, CASE WHEN s.status = 'no_show'
        THEN 'no_show' WHEN ended_early THEN 'emergency'
        ELSE 'dispute' END);
    IF c.status IN ('open', 'assigned') AND NOT EXISTS (SELECT FROM report r
            WHERE r.case_id = c.id) THEN
        INSERT INTO report (case_id, reporter_id, category, words, weight,
            created_at)
        VALUES (c.id, CASE WHEN accused IS NOT NULL THEN s.disputed_by END,
            c.category, s.dispute_words, CASE WHEN accused IS NULL THEN 1
            ELSE greatest(1, report_weight(s.disputed_by)) END, app_now());
        PERFORM case_reported(c, NULL);
    END IF;
END
$$;
CREATE FUNCTION session_case_trigger() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    c report_case;
BEGIN
    IF NEW.disputed AND (TG_OP = 'INSERT' OR NOT OLD.disputed)
            AND NEW.resolution IS NULL THEN
        -- somebody ends a session at once by disputing it in the same step
        PERFORM session_case(NEW, TG_OP = 'UPDATE' AND NEW.disputed_by
            IS NOT NULL AND OLD.status = 'in_progress'
            AND NEW.status = 'completed');
    ELSIF coalesce(current_setting('app.case_decides', true), '') <> 'on'
            AND TG_OP = 'UPDATE' AND (NEW.resolution IS NOT NULL
            AND OLD.resolution IS NULL OR OLD.disputed
            AND NOT NEW.disputed OR OLD.status = 'no_show'
            AND NEW.status <> 'no_show') THEN
        -- decided elsewhere: by an admin, or by the two themselves
        FOR c IN SELECT * FROM report_case x WHERE x.kind = 'session'
                AND x.target_id = NEW.id AND x.target_version LIKE 'dispute:%'
                AND x.status IN ('open', 'assigned') FOR UPDATE LOOP
            PERFORM case_end(c, 'resolved', CASE WHEN NEW.resolution IN
                ('refund', 'partial') THEN 'action_taken'
                ELSE 'no_violation' END, NULL, jsonb_build_object('by',
                'session', 'resolution', NEW.resolution));
        END LOOP;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER session_case AFTER INSERT OR UPDATE OF disputed, resolution,
    status ON session FOR EACH ROW
    WHEN (NEW.disputed OR NEW.dispute_words IS NOT NULL
        OR NEW.no_show_at IS NOT NULL) EXECUTE FUNCTION session_case_trigger();

-- --- grants ------------------------------------------------------------------------
ALTER TABLE appeal ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON appeal TO belay_safety, belay_account
    USING (author_id = app_user_id());
CREATE POLICY admin ON appeal TO belay_admin USING (true);
CREATE POLICY worker ON appeal TO belay_worker USING (true);
GRANT SELECT ON appeal TO belay_safety, belay_admin, belay_worker;
GRANT EXECUTE ON FUNCTION case_patch(bigint, int, text, text, text, jsonb, text,
    text, bigint), case_bulk(text[], text), case_undo(bigint, int, text),
    case_next(), case_seen(bigint),
    appeal_send(bigint, text) TO belay_safety;
GRANT EXECUTE ON FUNCTION report_automatic(text, bigint, bigint, text, int,
    jsonb) TO belay_account, belay_booking, belay_safety, belay_inbox,
    belay_worker, belay_billing;
GRANT EXECUTE ON FUNCTION case_tick(int) TO belay_worker;
CREATE FUNCTION erase_appeal(person bigint) RETURNS void LANGUAGE sql
AS $$ UPDATE appeal SET words = 'erased' WHERE author_id = person $$;
INSERT INTO person_data VALUES
    ('appeal', 'author_id', 'safety', true, 'pseudonym', 'record of a decision'),
    ('appeal', 'decided_by', 'safety', false, 'keep', 'record of a decision');
