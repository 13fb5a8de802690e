-- What the moderators' pages read.  belay_safety reaches no case but by these
-- functions, and they answer nobody but moderators.

/*
 * The queue, by severity x weight x age.  The age goes on, so that no index has
 * this order; but among cases of one severity x weight the oldest is always
 * first, and there are few such products: of each the index gives its first rows,
 * and the best of these are the page.  `at` is when the first page was asked for:
 * later pages go on from there, so that no row comes twice and none is lost.
 */
CREATE FUNCTION case_queue(at timestamptz, after_key bigint, after_id bigint,
    statuses text[], of_category text, of_severity int, of_assignee bigint,
    of_kind text, from_at timestamptz, to_at timestamptz, most int)
RETURNS TABLE (id bigint, key bigint) LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    RETURN QUERY
    WITH RECURSIVE level AS (
        (SELECT c.priority FROM report_case c
            WHERE c.status IN ('open', 'assigned', 'appealed')
            ORDER BY c.priority DESC LIMIT 1)
        UNION ALL
        SELECT (SELECT c.priority FROM report_case c
            WHERE c.status IN ('open', 'assigned', 'appealed')
                AND c.priority < l.priority
            ORDER BY c.priority DESC LIMIT 1)
        FROM level l WHERE l.priority IS NOT NULL
    )
    SELECT q.id, q.key
    FROM level l CROSS JOIN LATERAL (
        SELECT c.id, greatest(c.priority, 1) * (extract(epoch FROM
            case_queue.at - c.opened_at) * 1000000)::bigint AS key
        FROM report_case c
        WHERE c.status IN ('open', 'assigned', 'appealed')
            AND c.priority = l.priority
            AND c.opened_at <= case_queue.at
            AND c.opened_at >= CASE WHEN after_key IS NULL THEN '-infinity'
                ELSE case_queue.at - (after_key / greatest(l.priority, 1) + 2)
                    * interval '1 microsecond' END
            AND (after_key IS NULL OR (-greatest(c.priority, 1)
                * (extract(epoch FROM case_queue.at - c.opened_at)
                    * 1000000)::bigint, c.id) > (-after_key, after_id))
            AND c.status = ANY (statuses)
            AND (of_category IS NULL OR c.category = of_category)
            AND (of_severity IS NULL OR c.severity = of_severity)
            AND (of_assignee IS NULL OR c.assignee_id = of_assignee)
            AND (of_kind IS NULL OR c.kind = of_kind)
            AND (from_at IS NULL OR c.opened_at >= from_at)
            AND (to_at IS NULL OR c.opened_at < to_at)
        ORDER BY c.opened_at, c.id LIMIT most) q
    ORDER BY q.key DESC, q.id LIMIT most;
END
$$;
-- Closed cases, the latest first, after one of them.
CREATE FUNCTION case_closed(after_id bigint, statuses text[], of_category text,
    of_severity int, of_assignee bigint, of_kind text, from_at timestamptz,
    to_at timestamptz, most int)
RETURNS TABLE (id bigint, key bigint) LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    last report_case;
BEGIN
    SELECT * INTO last FROM report_case c WHERE c.id = after_id;
    RETURN QUERY
    SELECT c.id, 0::bigint FROM report_case c
    WHERE c.status IN ('resolved', 'ignored') AND c.status = ANY (statuses)
        AND (last.id IS NULL
            OR (c.resolved_at, c.id) < (last.resolved_at, last.id))
        AND (of_category IS NULL OR c.category = of_category)
        AND (of_severity IS NULL OR c.severity = of_severity)
        AND (of_assignee IS NULL OR c.resolved_by = of_assignee)
        AND (of_kind IS NULL OR c.kind = of_kind)
        AND (from_at IS NULL OR c.opened_at >= from_at)
        AND (to_at IS NULL OR c.opened_at < to_at)
    ORDER BY c.resolved_at DESC, c.id DESC LIMIT most;
END
$$;

-- A page of either: `at`, `after_key` and `after_id` are what the page before
-- ended with.
CREATE FUNCTION case_list(is_closed boolean, at timestamptz, after_key bigint,
    after_id bigint, statuses text[], of_category text, of_severity int,
    of_assignee bigint, of_kind text, from_day date, to_day date, most int)
RETURNS TABLE (id bigint, key bigint, kind text, kind_name text, status text,
    resolution text, version int, category text, label text, severity int,
    weight float8, people int, by_rule boolean, title text, shown_name text,
    excerpt text, author_id bigint, assignee_id bigint, assignee text,
    lease_until timestamptz, is_hidden boolean, opened_at timestamptz,
    resolved_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    zone text := coalesce(app_zone(), setting_text('platform_zone'));
    from_at timestamptz := CASE WHEN from_day IS NOT NULL
        THEN day_start(from_day, zone) END;
    to_at timestamptz := CASE WHEN to_day IS NOT NULL
        THEN day_start(to_day + 1, zone) END;
BEGIN
    PERFORM acting_moderator();
    RETURN QUERY
    SELECT c.id, q.key, c.kind, k.name, c.status, c.resolution, c.version,
        c.category, g.label, c.severity, c.weight::float8, c.people,
        c.findings IS NOT NULL, c.title, c.shown_name, c.excerpt, c.author_id,
        coalesce(c.assignee_id, c.resolved_by), p.display_name, c.lease_until,
        c.hidden_at IS NOT NULL, c.opened_at, c.resolved_at
    FROM (SELECT x.* FROM case_queue(case_list.at, after_key,
                case_list.after_id, statuses, of_category, of_severity,
                of_assignee, of_kind, from_at, to_at, most) x
            WHERE NOT is_closed
        UNION ALL
        SELECT x.* FROM case_closed(case_list.after_id, statuses, of_category,
                of_severity, of_assignee, of_kind, from_at, to_at, most) x
            WHERE is_closed) q
    JOIN report_case c ON c.id = q.id
    JOIN report_kind k ON k.kind = c.kind
    JOIN report_category g ON g.name = c.category
    LEFT JOIN profile p ON p.user_id = coalesce(c.assignee_id, c.resolved_by)
    ORDER BY q.key DESC, CASE WHEN is_closed THEN c.resolved_at END DESC,
        CASE WHEN is_closed THEN -c.id ELSE c.id END;
END
$$;

-- What stands above the queue and beside it.
CREATE FUNCTION case_counts(OUT open bigint, OUT severe bigint,
    OUT mine bigint, OUT appealed bigint, OUT incidents bigint,
    OUT oldest timestamptz, OUT median_seconds bigint, OUT upheld_percent int)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    me bigint := acting_moderator();
BEGIN
    SELECT count(*) FILTER (WHERE c.status <> 'appealed'),
        count(*) FILTER (WHERE c.status <> 'appealed' AND c.severity >= 4),
        count(*) FILTER (WHERE c.assignee_id = me),
        count(*) FILTER (WHERE c.status = 'appealed'),
        min(c.opened_at) FILTER (WHERE c.status <> 'appealed')
    INTO open, severe, mine, appealed, oldest
    FROM report_case c WHERE c.status IN ('open', 'assigned', 'appealed');
    incidents := incidents_open();
    SELECT s.median_seconds, s.upheld_percent INTO median_seconds,
        upheld_percent FROM case_figures(app_now() - interval '30 days',
        app_now()) s;
END
$$;

-- --- one case ----------------------------------------------------------------------
CREATE FUNCTION case_find(asked bigint) RETURNS TABLE (id bigint, kind text,
    kind_name text, target_id bigint, status text, resolution text, version int,
    category text, label text, rule text, template text, severity int,
    weight float8, people int, title text, shown_name text, url text,
    parts jsonb, context jsonb, findings jsonb, taken_at timestamptz,
    now_parts jsonb, now_hidden boolean, is_gone boolean, author_id bigint,
    assignee_id bigint, assignee text, lease_until timestamptz,
    is_hidden boolean, duplicate_of bigint, opened_at timestamptz,
    first_action_at timestamptz, resolved_at timestamptz, resolver text,
    decision_words text, moves text[], actions text[], edits text[],
    undo_until timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    me bigint := acting_moderator();
    c report_case;
    t report_target;
BEGIN
    SELECT * INTO c FROM report_case x WHERE x.id = asked;
    IF c.id IS NULL THEN
        RETURN;
    END IF;
    t := kind_look(c.kind, c.target_id, NULL, c.author_id);
    RETURN QUERY
    SELECT c.id, c.kind, k.name, c.target_id, c.status, c.resolution, c.version,
        c.category, g.label, g.rule, g.template, c.severity, c.weight::float8,
        c.people, c.title, c.shown_name, c.url, c.snapshot -> 'parts',
        c.snapshot -> 'context', c.findings,
        (c.snapshot ->> 'taken_at')::timestamptz,
        CASE WHEN t.parts IS DISTINCT FROM c.snapshot -> 'parts'
            THEN t.parts END, t.is_hidden, t.version IS NULL, c.author_id,
        c.assignee_id, p.display_name, c.lease_until, c.hidden_at IS NOT NULL,
        c.duplicate_of, c.opened_at, c.first_action_at, c.resolved_at,
        r.display_name, c.decision_words, case_moves(c, me), case_actions(c),
        ARRAY(SELECT x ->> 'part' FROM jsonb_array_elements(t.parts) x
            WHERE x ? 'part' AND k.edit IS NOT NULL),
        CASE WHEN c.status IN ('resolved', 'ignored')
            THEN c.resolved_at + interval '24 hours' END
    FROM report_kind k, report_category g, (SELECT 1) one
    LEFT JOIN profile p ON p.user_id = c.assignee_id
    LEFT JOIN profile r ON r.user_id = c.resolved_by
    WHERE k.kind = c.kind AND g.name = c.category;
END
$$;
CREATE FUNCTION case_reports(asked bigint) RETURNS TABLE (id bigint,
    reporter_id bigint, reporter text, label text, words text, weight float8,
    created_at timestamptz, withdrawn boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    PERFORM acting_moderator();
    RETURN QUERY
    SELECT r.id, r.reporter_id, p.display_name, g.label, r.words,
        r.weight::float8, r.created_at, r.withdrawn_at IS NOT NULL
    FROM report r JOIN report_category g ON g.name = r.category
    LEFT JOIN profile p ON p.user_id = r.reporter_id
    WHERE r.case_id = asked ORDER BY r.id LIMIT 100;
END
$$;
CREATE FUNCTION case_events(asked bigint) RETURNS TABLE (id bigint,
    at timestamptz, actor text, event text, from_status text, to_status text,
    words text, resolution text, assignee text, actions jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    PERFORM acting_moderator();
    RETURN QUERY
    SELECT e.id, e.at, p.display_name, e.event, e.from_status, e.to_status,
        e.words, e.data ->> 'resolution', a.display_name, e.data -> 'actions'
    FROM case_event e
    LEFT JOIN profile p ON p.user_id = e.actor_id
    LEFT JOIN profile a ON e.event = 'assign'
        AND a.user_id = (e.data ->> 'assignee')::bigint
    WHERE e.case_id = asked ORDER BY e.id LIMIT 200;
END
$$;
CREATE FUNCTION case_enforcements(asked bigint) RETURNS TABLE (id bigint,
    kind text, days int, status text, by_rule boolean, starts_at timestamptz,
    ends_at timestamptz, ended_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    PERFORM acting_moderator();
    RETURN QUERY
    SELECT e.id, e.kind, e.days, e.status, e.imposed_by IS NULL, e.starts_at,
        e.ends_at, e.ended_at
    FROM enforcement e WHERE e.case_id = asked ORDER BY e.id;
END
$$;
CREATE FUNCTION case_appeal(asked bigint) RETURNS TABLE (words text,
    created_at timestamptz, outcome text, decided_at timestamptz,
    decider text, decision_words text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    PERFORM acting_moderator();
    RETURN QUERY
    SELECT a.words, a.created_at, a.outcome, a.decided_at, p.display_name,
        a.decision_words
    FROM appeal a LEFT JOIN profile p ON p.user_id = a.decided_by
    WHERE a.case_id = asked;
END
$$;
-- The author and who reported: what is known of each.
CREATE FUNCTION case_people(asked bigint) RETURNS TABLE (person_id bigint,
    is_author boolean, name text, account_status text, score int, level int,
    sessions bigint, upheld bigint, reports_sent bigint, reports_right bigint,
    joined timestamptz, last_kind text, last_at timestamptz, last_rule text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    PERFORM acting_moderator();
    RETURN QUERY
    SELECT x.id, x.author, CASE WHEN x.author THEN coalesce(x.shown,
            p.display_name) ELSE p.display_name END, u.status,
        coalesce(t.score, 20), coalesce(t.level, 1),
        (SELECT count(*) FROM session_participant s WHERE s.person_id = x.id
            AND s.status = 'completed'),
        (SELECT count(*) FROM report_case c WHERE c.author_id = x.id
            AND c.resolution = 'action_taken'),
        (SELECT count(*) FROM report r WHERE r.reporter_id = x.id),
        (SELECT count(*) FROM report r JOIN report_case c ON c.id = r.case_id
            WHERE r.reporter_id = x.id AND c.resolution = 'action_taken'),
        u.created_at, l.kind, l.starts_at, l.rule
    FROM (SELECT c.author_id AS id, true AS author, c.shown_name AS shown
            FROM report_case c WHERE c.id = asked AND c.author_id IS NOT NULL
        UNION ALL (SELECT DISTINCT r.reporter_id, false, NULL FROM report r
            WHERE r.case_id = asked AND r.reporter_id IS NOT NULL
            ORDER BY 1 LIMIT 10)) x
    JOIN users u ON u.id = x.id
    JOIN profile p ON p.user_id = x.id
    LEFT JOIN trust t ON t.person_id = x.id
    LEFT JOIN LATERAL (SELECT e.kind, e.starts_at, g.rule FROM enforcement e
        JOIN report_case c ON c.id = e.case_id
        JOIN report_category g ON g.name = c.category
        WHERE e.person_id = x.id ORDER BY e.id DESC LIMIT 1) l ON true
    ORDER BY x.author DESC, x.id;
END
$$;
-- Others about the same author, then of the same kind and category.
CREATE FUNCTION case_similar(asked bigint) RETURNS TABLE (id bigint, title text,
    label text, status text, resolution text, same_author boolean,
    opened_at timestamptz, actions text[], appealed boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    c report_case;
BEGIN
    PERFORM acting_moderator();
    SELECT * INTO c FROM report_case x WHERE x.id = asked;
    RETURN QUERY
    SELECT s.id, s.title, g.label, s.status, s.resolution, s.same, s.opened_at,
        ARRAY(SELECT e.kind FROM enforcement e WHERE e.case_id = s.id
            AND e.imposed_by IS NOT NULL ORDER BY e.id),
        EXISTS (SELECT FROM appeal a WHERE a.case_id = s.id)
    FROM ((SELECT x.id, x.title, x.category, x.status, x.resolution,
                true AS same, x.opened_at FROM report_case x
            WHERE x.author_id = c.author_id AND x.id <> c.id
            ORDER BY x.id DESC LIMIT 5)
        UNION ALL (SELECT x.id, x.title, x.category, x.status, x.resolution,
                false, x.opened_at FROM report_case x
            WHERE x.category = c.category AND x.kind = c.kind
                AND x.author_id IS DISTINCT FROM c.author_id
                AND x.status = 'resolved' ORDER BY x.id DESC LIMIT 5)) s
    JOIN report_category g ON g.name = s.category
    ORDER BY s.same DESC, s.id DESC LIMIT 8;
END
$$;
-- Whom a case may be given to.
CREATE FUNCTION moderators() RETURNS TABLE (id bigint, display_name text,
    held bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    PERFORM acting_moderator();
    RETURN QUERY
    SELECT p.user_id, p.display_name, (SELECT count(*) FROM report_case c
            WHERE c.assignee_id = p.user_id AND c.lease_until > app_now())
    FROM (SELECT DISTINCT r.user_id FROM user_role r JOIN role_permission x
            ON x.role = r.role AND x.permission = 'safety.resolve') m
    JOIN users u ON u.id = m.user_id AND u.status = 'active'
    JOIN profile p ON p.user_id = m.user_id ORDER BY p.display_name, p.user_id;
END
$$;

-- --- figures -----------------------------------------------------------------------
/*
 * Of the cases opened in a span.  The time to the first action is real time, an
 * hour that clocks skip or repeat counts as what it was; days are the platform's.
 */
CREATE FUNCTION case_figures(from_at timestamptz, to_at timestamptz,
    OUT opened bigint, OUT waiting bigint, OUT resolved bigint,
    OUT upheld bigint, OUT dismissed bigint, OUT duplicates bigint,
    OUT ignored bigint, OUT appealed bigint, OUT overturned bigint,
    OUT median_seconds bigint, OUT upheld_percent int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT count(*), count(*) FILTER (WHERE c.status IN ('open', 'assigned')),
        count(*) FILTER (WHERE c.status IN ('resolved', 'appealed')),
        count(*) FILTER (WHERE c.resolution = 'action_taken'),
        count(*) FILTER (WHERE c.resolution = 'no_violation'),
        count(*) FILTER (WHERE c.resolution = 'duplicate'),
        count(*) FILTER (WHERE c.status = 'ignored'),
        count(a.id), count(a.id) FILTER (WHERE a.outcome = 'overturned'),
        round(percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM
            c.first_action_at - c.opened_at))
            FILTER (WHERE c.first_action_at IS NOT NULL))::bigint,
        round(100.0 * count(*) FILTER (WHERE c.resolution = 'action_taken')
            / nullif(count(*) FILTER (WHERE c.resolution IN ('action_taken',
            'no_violation')), 0))::int
    FROM report_case c LEFT JOIN appeal a ON a.case_id = c.id
    WHERE c.opened_at >= from_at AND c.opened_at < to_at
$$;
CREATE FUNCTION safety_stats(from_day date, to_day date, OUT open bigint,
    OUT assigned bigint, OUT appeals_open bigint, OUT oldest timestamptz,
    OUT opened bigint, OUT waiting bigint, OUT resolved bigint,
    OUT upheld bigint, OUT dismissed bigint, OUT duplicates bigint,
    OUT ignored bigint, OUT appealed bigint, OUT overturned bigint,
    OUT median_seconds bigint, OUT upheld_percent int, OUT zone text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    PERFORM acting_moderator();
    zone := setting_text('platform_zone');
    SELECT count(*) FILTER (WHERE c.status = 'open'),
        count(*) FILTER (WHERE c.status = 'assigned'),
        count(*) FILTER (WHERE c.status = 'appealed'), min(c.opened_at)
            FILTER (WHERE c.status IN ('open', 'assigned'))
        INTO open, assigned, appeals_open, oldest FROM report_case c
        WHERE c.status IN ('open', 'assigned', 'appealed');
    SELECT f.opened, f.waiting, f.resolved, f.upheld, f.dismissed, f.duplicates,
        f.ignored, f.appealed, f.overturned, f.median_seconds, f.upheld_percent
        INTO opened, waiting, resolved, upheld, dismissed, duplicates, ignored,
        appealed, overturned, median_seconds, upheld_percent
        FROM case_figures(day_start(from_day, zone),
            day_start(to_day + 1, zone)) f;
END
$$;
CREATE FUNCTION safety_by_category(from_day date, to_day date)
RETURNS TABLE (category text, label text, severity int, opened bigint,
    waiting bigint, upheld bigint, dismissed bigint, median_seconds bigint,
    upheld_percent int)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    zone text := setting_text('platform_zone');
BEGIN
    PERFORM acting_moderator();
    RETURN QUERY
    SELECT g.name, g.label, g.severity, count(*),
        count(*) FILTER (WHERE c.status IN ('open', 'assigned')),
        count(*) FILTER (WHERE c.resolution = 'action_taken'),
        count(*) FILTER (WHERE c.resolution = 'no_violation'),
        round(percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM
            c.first_action_at - c.opened_at))
            FILTER (WHERE c.first_action_at IS NOT NULL))::bigint,
        round(100.0 * count(*) FILTER (WHERE c.resolution = 'action_taken')
            / nullif(count(*) FILTER (WHERE c.resolution IN ('action_taken',
            'no_violation')), 0))::int
    FROM report_case c JOIN report_category g ON g.name = c.category
    WHERE c.opened_at >= day_start(from_day, zone)
        AND c.opened_at < day_start(to_day + 1, zone)
    GROUP BY g.name ORDER BY count(*) DESC, g.position;
END
$$;
CREATE FUNCTION safety_by_day(from_day date, to_day date)
RETURNS TABLE (day date, opened bigint, closed bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    zone text := setting_text('platform_zone');
BEGIN
    PERFORM acting_moderator();
    RETURN QUERY
    WITH days AS (SELECT from_day + n AS d
            FROM generate_series(0, least(to_day - from_day, 400)) n),
        o AS (SELECT (c.opened_at AT TIME ZONE zone)::date AS d, count(*) AS n
            FROM report_case c WHERE c.opened_at >= day_start(from_day, zone)
            AND c.opened_at < day_start(to_day + 1, zone) GROUP BY 1),
        e AS (SELECT (c.resolved_at AT TIME ZONE zone)::date AS d,
                count(*) AS n FROM report_case c
            WHERE c.resolved_at >= day_start(from_day, zone)
            AND c.resolved_at < day_start(to_day + 1, zone) GROUP BY 1)
    SELECT days.d, coalesce(o.n, 0), coalesce(e.n, 0)
    FROM days LEFT JOIN o ON o.d = days.d LEFT JOIN e ON e.d = days.d
    ORDER BY days.d;
END
$$;
CREATE FUNCTION safety_by_moderator(from_day date, to_day date)
RETURNS TABLE (id bigint, display_name text, resolved bigint, upheld bigint,
    overturned bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    zone text := setting_text('platform_zone');
BEGIN
    PERFORM acting_moderator();
    RETURN QUERY
    SELECT p.user_id, p.display_name, count(*),
        count(*) FILTER (WHERE c.resolution = 'action_taken'),
        count(*) FILTER (WHERE a.outcome = 'overturned')
    FROM report_case c JOIN profile p ON p.user_id = c.resolved_by
    LEFT JOIN appeal a ON a.case_id = c.id
    WHERE c.resolved_at >= day_start(from_day, zone)
        AND c.resolved_at < day_start(to_day + 1, zone)
    GROUP BY p.user_id, p.display_name ORDER BY count(*) DESC, p.user_id;
END
$$;

-- --- what members read of their own --------------------------------------------------
-- Reports that the asking member sent, with what came of them.
CREATE FUNCTION my_reports(before_id bigint, most int) RETURNS TABLE (id bigint,
    case_id bigint, kind text, kind_name text, category text, label text,
    words text, title text, url text, created_at timestamptz, status text,
    outcome text, decided_at timestamptz, can_withdraw boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT r.id, c.id, c.kind, k.name, r.category, g.label, r.words, c.title,
        c.url, r.created_at, CASE WHEN r.withdrawn_at IS NOT NULL
            THEN 'withdrawn' WHEN c.status = 'appealed' THEN 'resolved'
            ELSE c.status END, c.resolution,
        CASE WHEN c.status IN ('resolved', 'ignored', 'appealed')
            THEN c.resolved_at END,
        r.withdrawn_at IS NULL AND c.status IN ('open', 'assigned')
    FROM report r JOIN report_case c ON c.id = r.case_id
    JOIN report_kind k ON k.kind = c.kind
    JOIN report_category g ON g.name = r.category
    WHERE r.reporter_id = app_user_id()
        AND (before_id IS NULL OR r.id < before_id)
    ORDER BY r.id DESC LIMIT most
$$;
-- Decisions about what the asking member made, or one of them.
CREATE FUNCTION my_decisions(only_id bigint) RETURNS TABLE (id bigint,
    title text, kind_name text, rule text, words text, parts jsonb, status text,
    resolution text, decided_at timestamptz, appeal_until timestamptz,
    refusal text, appeal_words text, appealed_at timestamptz, outcome text,
    outcome_at timestamptz, outcome_words text, actions jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT c.id, c.title, k.name, g.rule, c.decision_words,
        c.snapshot -> 'parts', c.status, c.resolution, c.resolved_at,
        c.resolved_at + interval '14 days', appeal_refusal(c, app_user_id()),
        a.words, a.created_at, a.outcome, a.decided_at, a.decision_words,
        (SELECT coalesce(jsonb_agg(jsonb_build_object('kind', e.kind, 'days',
            e.days, 'status', e.status, 'ends_at', rfc3339(e.ends_at))
            ORDER BY e.id), '[]') FROM enforcement e WHERE e.case_id = c.id)
    FROM report_case c JOIN report_kind k ON k.kind = c.kind
    JOIN report_category g ON g.name = c.category
    LEFT JOIN appeal a ON a.case_id = c.id
    WHERE c.author_id = app_user_id() AND (only_id IS NULL OR c.id = only_id)
        AND (c.status IN ('resolved', 'appealed')
            AND (c.resolution = 'action_taken' OR a.id IS NOT NULL)
            OR EXISTS (SELECT FROM enforcement e WHERE e.case_id = c.id))
    ORDER BY c.id DESC LIMIT 100
$$;

GRANT EXECUTE ON FUNCTION case_list(boolean, timestamptz, bigint, bigint,
    text[], text, int, bigint, text, date, date, int), case_counts(),
    case_find(bigint), case_reports(bigint), case_events(bigint),
    case_enforcements(bigint), case_appeal(bigint), case_people(bigint),
    case_similar(bigint), moderators(), safety_stats(date, date),
    safety_by_category(date, date), safety_by_day(date, date),
    safety_by_moderator(date, date), my_reports(bigint, int),
    my_decisions(bigint) TO belay_safety;
