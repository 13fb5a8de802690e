-- Reports and the cases they make: one case per version of a thing, with a copy
-- of it taken at once, so that later edits hide nothing (spec: states 4.7).

INSERT INTO setting (name, value, kind, minimum, maximum, about) VALUES
    ('report_hide_weight', '3', 'int', 1, 100,
        'Weight of reports, from two people, at which a thing is hidden'),
    ('report_hide_score', '90', 'int', 50, 100,
        'Percent of certainty at which a finding hides a thing until reviewed'),
    ('case_lease_minutes', '30', 'int', 5, 480,
        'Minutes that a claimed case stays with its moderator without activity');

CREATE TABLE report_case (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL REFERENCES report_kind,
    target_id bigint NOT NULL,
    target_version text NOT NULL,
    author_id bigint REFERENCES users,      -- NULL: nobody in particular
    status text NOT NULL DEFAULT 'open' CHECK (status IN
        ('open', 'assigned', 'resolved', 'ignored', 'appealed')),
    resolution text CHECK (resolution IN
        ('action_taken', 'no_violation', 'duplicate')),
    version int NOT NULL DEFAULT 1,         -- compare and swap
    category text NOT NULL REFERENCES report_category,
    severity int NOT NULL,
    weight numeric(8, 2) NOT NULL DEFAULT 0,
    people int NOT NULL DEFAULT 0,          -- who reported it
    -- severity x weight, in quarters: all of the queue's order but the age
    priority int NOT NULL GENERATED ALWAYS AS ((severity * weight * 4)::int)
        STORED,
    title text NOT NULL,
    shown_name text,
    excerpt text NOT NULL,
    url text,
    snapshot jsonb NOT NULL,                -- {"parts", "context", "taken_at"}
    findings jsonb,                         -- of automated moderation
    hidden_at timestamptz,                  -- until it is reviewed
    assignee_id bigint REFERENCES users,
    lease_until timestamptz,
    duplicate_of bigint REFERENCES report_case,
    opened_at timestamptz NOT NULL,
    first_action_at timestamptz,
    resolved_at timestamptz,
    resolved_by bigint REFERENCES users,    -- NULL: by itself
    decision_words text CHECK (length(decision_words) <= 4000), -- to the author
    CHECK ((status = 'assigned') = (assignee_id IS NOT NULL)),
    CHECK ((assignee_id IS NULL) = (lease_until IS NULL)),
    CHECK ((status IN ('resolved', 'appealed')) = (resolution IS NOT NULL)),
    CHECK ((status IN ('resolved', 'ignored', 'appealed'))
        = (resolved_at IS NOT NULL)),
    CHECK ((resolution = 'duplicate') >= (duplicate_of IS NOT NULL))
);
-- A spam report must not shield what it named: another case may follow.
CREATE UNIQUE INDEX report_case_one ON report_case
    (kind, target_id, target_version, coalesce(author_id, 0))
    WHERE status <> 'ignored';
CREATE INDEX report_case_queue ON report_case (priority DESC, opened_at, id)
    WHERE status IN ('open', 'assigned', 'appealed');
CREATE INDEX report_case_closed ON report_case (resolved_at DESC, id DESC)
    WHERE status IN ('resolved', 'ignored');
CREATE INDEX report_case_assignee ON report_case (assignee_id, lease_until)
    WHERE assignee_id IS NOT NULL;
CREATE INDEX report_case_target ON report_case (kind, target_id, id DESC);
CREATE INDEX report_case_author ON report_case (author_id, id DESC);
CREATE INDEX report_case_category ON report_case (category, id DESC);
CREATE INDEX report_case_opened ON report_case (opened_at);
CREATE INDEX report_case_resolved_by ON report_case (resolved_by);
CREATE INDEX report_case_duplicate ON report_case (duplicate_of)
    WHERE duplicate_of IS NOT NULL;

CREATE TABLE report (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    case_id bigint NOT NULL REFERENCES report_case,
    reporter_id bigint REFERENCES users,    -- NULL: automated moderation
    category text NOT NULL REFERENCES report_category,
    words text CHECK (length(words) <= 2000),
    weight numeric(4, 2) NOT NULL,
    created_at timestamptz NOT NULL,
    withdrawn_at timestamptz
);
CREATE UNIQUE INDEX report_once ON report (case_id, reporter_id, category)
    WHERE withdrawn_at IS NULL AND reporter_id IS NOT NULL;
CREATE INDEX report_reporter ON report (reporter_id, id DESC);
CREATE INDEX report_case_reports ON report (case_id, id);
CREATE INDEX report_category_fk ON report (category);

-- Everything that happened to a case, append-only.
CREATE TABLE case_event (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    case_id bigint NOT NULL REFERENCES report_case,
    at timestamptz NOT NULL,
    actor_id bigint REFERENCES users,       -- NULL: the system
    event text NOT NULL,
    from_status text,
    to_status text NOT NULL,
    words text CHECK (length(words) <= 4000),
    data jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX case_event_case ON case_event (case_id, id);
CREATE INDEX case_event_actor ON case_event (actor_id, id DESC);

CREATE FUNCTION case_log(c report_case, event text, was text,
    words text DEFAULT NULL, data jsonb DEFAULT '{}') RETURNS void
LANGUAGE sql
AS $$
    INSERT INTO case_event (case_id, at, actor_id, event, from_status,
        to_status, words, data)
    VALUES ((c).id, app_now(), CASE WHEN coalesce(current_setting(
        'app.case_alone', true), '') = '' THEN app_user_id() END, event, was,
        (c).status, words,
        coalesce(data, '{}'))
$$;

-- --- weights -----------------------------------------------------------------------
-- 0.5 + 0.25 x level, halved for each report of the last half year that was
-- spam, and once for somebody of whose many reports few were right.
CREATE FUNCTION report_weight(person bigint) RETURNS numeric
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT greatest(0.25, floor(4 * (0.5 + 0.25 * trust_level(person))
        * power(0.5, least(4, s.spam)) * CASE WHEN s.wrong + s.right >= 5
            AND s.right * 5 < s.wrong + s.right THEN 0.5 ELSE 1 END) / 4)
        ::numeric(4, 2)
    FROM (SELECT count(*) FILTER (WHERE c.status = 'ignored') AS spam,
            count(*) FILTER (WHERE c.resolution = 'no_violation') AS wrong,
            count(*) FILTER (WHERE c.resolution = 'action_taken') AS right
        FROM report r JOIN report_case c ON c.id = r.case_id
        WHERE r.reporter_id = person AND r.withdrawn_at IS NULL
            AND r.created_at > app_now() - interval '180 days') s
$$;
-- How many reports the asking member may still send today.
CREATE FUNCTION report_room() RETURNS int
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT greatest(0, (trust_rights(trust_level(app_user_id()))).reports_a_day
        - count(*)::int)
    FROM report r WHERE r.reporter_id = app_user_id()
        AND r.created_at > app_now() - interval '24 hours'
$$;

-- What the reports of a case come to; each person counts once.
CREATE FUNCTION case_count(counted bigint) RETURNS report_case
LANGUAGE sql
AS $$
    UPDATE report_case c SET weight = n.weight, people = n.people,
        category = coalesce(n.category, c.category),
        severity = coalesce(n.severity, c.severity)
    FROM (SELECT coalesce(sum(p.weight), 0) AS weight,
            count(*) FILTER (WHERE p.reporter_id IS NOT NULL)::int AS people,
            (SELECT k.name FROM report r JOIN report_category k
                ON k.name = r.category WHERE r.case_id = counted
                AND r.withdrawn_at IS NULL
                ORDER BY k.severity DESC, r.id LIMIT 1) AS category,
            (SELECT max(k.severity) FROM report r JOIN report_category k
                ON k.name = r.category WHERE r.case_id = counted
                AND r.withdrawn_at IS NULL) AS severity
        FROM (SELECT r.reporter_id, max(r.weight) AS weight FROM report r
            WHERE r.case_id = counted AND r.withdrawn_at IS NULL
            GROUP BY r.reporter_id) p) n
    WHERE c.id = counted RETURNING c.*
$$;

-- Hide what a case is about, or give it back.
CREATE FUNCTION kind_hide(what text, target bigint, author bigint, hide boolean)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    f regproc := (SELECT k.hide FROM report_kind k WHERE k.kind = what);
BEGIN
    IF f IS NULL THEN
        RETURN false;
    END IF;
    EXECUTE format('SELECT %s($1, $2, $3)', f) USING target, author, hide;
    RETURN true;
END
$$;

-- --- a case begins ------------------------------------------------------------------
-- The case of a thing as it is now, made when there is none; locked.  Two who
-- report at once wait for each other.
CREATE FUNCTION case_of(what text, target bigint, t report_target,
    reason text) RETURNS report_case LANGUAGE plpgsql
AS $$
DECLARE
    c report_case;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(
        format('case:%s:%s', what, target), 0));
    SELECT * INTO c FROM report_case x WHERE (x.kind, x.target_id,
            x.target_version, coalesce(x.author_id, 0)) = (what, target,
            t.version, coalesce(t.author_id, 0)) AND x.status <> 'ignored'
        FOR UPDATE;
    IF FOUND THEN
        RETURN c;
    END IF;
    INSERT INTO report_case (kind, target_id, target_version, author_id,
        category, severity, title, shown_name, excerpt, url, snapshot,
        opened_at)
    SELECT what, target, t.version, t.author_id, k.name, k.severity, t.title,
        t.shown_name, left(coalesce((SELECT string_agg(p ->> 'text', ' … ')
            FROM jsonb_array_elements(t.parts) p
            WHERE p ->> 'part' NOT IN ('picture', 'display_name')),
            ''), 300), t.url,
        jsonb_build_object('parts', t.parts, 'context', t.context,
            'taken_at', rfc3339(app_now())), app_now()
    FROM report_category k WHERE k.name = reason
    RETURNING * INTO c;
    RETURN c;
END
$$;

-- The asking member reports a thing.
CREATE FUNCTION report_send(what text, target bigint, reason text,
    report_words text, OUT report_id bigint, OUT case_id bigint,
    OUT hidden boolean, OUT author_handle text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    me bigint := app_user_id();
    t report_target := kind_look(what, target, me, NULL);
    c report_case;
BEGIN
    IF NOT EXISTS (SELECT FROM users u WHERE u.id = me
            AND u.status IN ('active', 'deletion_requested')) THEN
        PERFORM refuse(403, 'member_not_active');
    ELSIF t.version IS NULL THEN
        PERFORM refuse(404, 'report_target_unknown');
    ELSIF t.author_id = me THEN
        PERFORM refuse(409, 'report_own');
    ELSIF NOT EXISTS (SELECT FROM report_category k WHERE k.name = reason
            AND k.offered) THEN
        PERFORM refuse(422, 'report_category_unknown', 'category');
    ELSIF reason = 'other' AND coalesce(trim(report_words), '') = '' THEN
        PERFORM refuse(422, 'report_words_missing', 'words');
    ELSIF report_room() = 0 THEN
        PERFORM refuse(409, 'report_too_many');
    END IF;
    c := case_of(what, target, t, reason);
    IF c.status IN ('resolved', 'appealed') THEN
        PERFORM refuse(409, 'report_decided', NULL, jsonb_build_object(
            'resolution', c.resolution, 'allowed', '[]'::jsonb));
    ELSIF EXISTS (SELECT FROM report r JOIN report_case x ON x.id = r.case_id
            WHERE r.reporter_id = me AND r.category = reason
            AND r.withdrawn_at IS NULL AND (x.kind, x.target_id,
            x.target_version) = (what, target, t.version)) THEN
        PERFORM refuse(409, 'report_again');
    END IF;
    INSERT INTO report (case_id, reporter_id, category, words, weight,
        created_at)
    VALUES (c.id, me, reason, nullif(trim(report_words), ''),
        report_weight(me), app_now()) RETURNING id INTO report_id;
    c := case_reported(c, NULL);
    case_id := c.id;
    hidden := c.hidden_at IS NOT NULL;
    SELECT p.handle INTO author_handle FROM profile p
        WHERE p.user_id = t.author_id AND p.display_name = t.shown_name
            AND NOT is_blocked(me, p.user_id);
END
$$;
-- A report came in: count anew, hide when it is enough, tell the history.
CREATE FUNCTION case_reported(c report_case, certainty int) RETURNS report_case
LANGUAGE plpgsql
AS $$
DECLARE
    is_new boolean := c.weight = 0 AND c.people = 0;
BEGIN
    c := case_count(c.id);
    PERFORM case_log(c, CASE WHEN is_new THEN 'opened' ELSE 'reported' END,
        CASE WHEN is_new THEN NULL ELSE c.status END);
    IF c.hidden_at IS NULL AND (c.people >= 2 AND c.weight
            >= setting_text('report_hide_weight')::int
            OR coalesce(certainty, 0)
            >= setting_text('report_hide_score')::int) THEN
        IF NOT kind_hide(c.kind, c.target_id, c.author_id, true) THEN
            RETURN c;
        END IF;
        UPDATE report_case x SET hidden_at = app_now() WHERE x.id = c.id
            RETURNING * INTO c;
        INSERT INTO case_event (case_id, at, event, from_status, to_status)
            VALUES (c.id, app_now(), 'hidden', c.status, c.status);
    END IF;
    RETURN c;
END
$$;

-- The reporter takes it back while nobody has decided; a case that nobody stands
-- behind any more is over.
CREATE FUNCTION report_withdraw(withdrawn bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    r report;
    c report_case;
BEGIN
    SELECT * INTO r FROM report x WHERE x.id = withdrawn
        AND x.reporter_id = app_user_id();
    IF NOT FOUND THEN
        PERFORM refuse(404, 'report_unknown');
    END IF;
    SELECT * INTO c FROM report_case x WHERE x.id = r.case_id FOR UPDATE;
    SELECT * INTO r FROM report x WHERE x.id = withdrawn FOR UPDATE;
    IF r.withdrawn_at IS NOT NULL THEN
        RETURN;
    ELSIF c.status NOT IN ('open', 'assigned') THEN
        PERFORM refuse(409, 'report_decided');
    END IF;
    UPDATE report x SET withdrawn_at = app_now() WHERE x.id = withdrawn;
    c := case_count(c.id);
    PERFORM case_log(c, 'withdrawn', c.status);
    IF NOT EXISTS (SELECT FROM report x WHERE x.case_id = c.id
            AND x.withdrawn_at IS NULL) THEN
        PERFORM case_end(c, 'ignored', NULL, NULL);
    END IF;
END
$$;

-- --- who may -----------------------------------------------------------------------
ALTER TABLE report_case ENABLE ROW LEVEL SECURITY;
ALTER TABLE report ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_event ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON report TO belay_safety, belay_account
    USING (reporter_id = app_user_id());
DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['report_case', 'report', 'case_event'] LOOP
        EXECUTE format('CREATE POLICY admin ON %I TO belay_admin USING (true)',
            t);
        EXECUTE format('CREATE POLICY worker ON %I TO belay_worker USING (true)',
            t);
        EXECUTE format('GRANT SELECT ON %I TO belay_admin, belay_worker', t);
    END LOOP;
END
$$;
GRANT SELECT ON report TO belay_safety;
GRANT EXECUTE ON FUNCTION kind_look(text, bigint, bigint, bigint),
    report_send(text, bigint, text, text), report_room(),
    report_withdraw(bigint) TO belay_safety;

CREATE FUNCTION erase_report(person bigint) RETURNS void LANGUAGE sql
AS $$ UPDATE report SET words = NULL WHERE reporter_id = person $$;
CREATE FUNCTION erase_report_case(person bigint) RETURNS void LANGUAGE sql
AS $$
    UPDATE report_case SET snapshot = '{"parts": [], "context": []}',
        excerpt = '', shown_name = 'Former member', title = 'Erased'
    WHERE author_id = person AND status IN ('resolved', 'ignored')
$$;
INSERT INTO person_data VALUES
    ('report', 'reporter_id', 'safety', true, 'pseudonym', 'a decision rests on it'),
    ('report_case', 'author_id', 'safety', false, 'pseudonym', 'record of a decision'),
    ('report_case', 'assignee_id', 'safety', false, 'keep', 'record of a decision'),
    ('report_case', 'resolved_by', 'safety', false, 'keep', 'record of a decision'),
    ('case_event', 'actor_id', 'safety', false, 'keep', 'record of a decision');
