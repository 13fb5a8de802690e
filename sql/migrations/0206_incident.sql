-- Incidents: what is more than one case (spec: states 4.7).  Moderators open and
-- look into them, admins resolve and close them, the system opens some itself.

CREATE TABLE incident (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('abuse', 'spam_wave', 'trust_drop',
        'payment_fraud', 'sandbox_escape', 'account_takeover', 'other')),
    title text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
    words text CHECK (length(words) <= 4000),
    severity int NOT NULL CHECK (severity BETWEEN 1 AND 5),
    status text NOT NULL DEFAULT 'open' CHECK (status IN ('open',
        'investigating', 'mitigated', 'resolved', 'closed')),
    false_positive boolean NOT NULL DEFAULT false,
    version int NOT NULL DEFAULT 1,
    unique_key text,                        -- the system's: one that is open
    person_id bigint REFERENCES users,      -- whom it is about; NULL: several
    opened_by bigint REFERENCES users,      -- NULL: the system
    opened_at timestamptz NOT NULL,
    ended_at timestamptz,
    CHECK (NOT false_positive OR status = 'closed')
);
CREATE UNIQUE INDEX incident_once ON incident (unique_key)
    WHERE unique_key IS NOT NULL AND status <> 'closed';
CREATE INDEX incident_status ON incident (status, id DESC);
CREATE INDEX incident_person ON incident (person_id);
CREATE INDEX incident_opened_by ON incident (opened_by);
CREATE TABLE incident_case (
    incident_id bigint NOT NULL REFERENCES incident,
    case_id bigint NOT NULL REFERENCES report_case,
    PRIMARY KEY (incident_id, case_id)
);
CREATE INDEX incident_case_case ON incident_case (case_id);
CREATE TABLE incident_event (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    incident_id bigint NOT NULL REFERENCES incident,
    at timestamptz NOT NULL,
    actor_id bigint REFERENCES users,
    event text NOT NULL,
    to_status text NOT NULL,
    words text CHECK (length(words) <= 4000)
);
CREATE INDEX incident_event_incident ON incident_event (incident_id, id);
CREATE INDEX incident_event_actor ON incident_event (actor_id);

CREATE TABLE incident_rule (
    from_status text NOT NULL,
    to_status text NOT NULL,
    only_admin boolean NOT NULL,
    PRIMARY KEY (from_status, to_status)
);
INSERT INTO incident_rule VALUES
    ('open', 'investigating', false),
    ('investigating', 'mitigated', false),
    ('mitigated', 'resolved', true),
    ('resolved', 'closed', true),
    ('open', 'false_positive', true),
    ('investigating', 'false_positive', true),
    ('mitigated', 'false_positive', true),
    ('resolved', 'false_positive', true);
GRANT SELECT ON incident_rule TO belay_safety;

CREATE FUNCTION incidents_open() RETURNS bigint LANGUAGE sql STABLE
AS $$
    SELECT count(*) FROM incident i
        WHERE i.status IN ('open', 'investigating', 'mitigated')
$$;
CREATE FUNCTION incident_log(i incident, event text, words text) RETURNS void
LANGUAGE sql
AS $$
    INSERT INTO incident_event (incident_id, at, actor_id, event, to_status,
        words)
    VALUES ((i).id, app_now(), app_user_id(), event, (i).status, words)
$$;
CREATE FUNCTION incident_tell(i incident) RETURNS void LANGUAGE sql
AS $$
    SELECT notify(m.user_id, 'incident_opened', '/safety/admin/incidents/'
        || (i).id, jsonb_build_object('title', (i).title, 'severity',
        (i).severity), 'incident:' || (i).id)
    FROM (SELECT DISTINCT r.user_id FROM user_role r JOIN role_permission x
        ON x.role = r.role AND x.permission = 'safety.resolve') m
    WHERE m.user_id IS DISTINCT FROM app_user_id()
$$;

-- By the system: one for each key that is not closed; the number of what there is.
CREATE FUNCTION incident_raise(of_kind text, key text, about bigint,
    severe int, named text, said text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    i incident;
BEGIN
    INSERT INTO incident (kind, title, words, severity, unique_key, person_id,
        opened_at)
    VALUES (of_kind, left(named, 200), left(said, 4000), severe, key, about,
        app_now())
    ON CONFLICT (unique_key) WHERE unique_key IS NOT NULL
        AND status <> 'closed' DO NOTHING RETURNING * INTO i;
    IF i.id IS NULL THEN
        RETURN (SELECT x.id FROM incident x WHERE x.unique_key = key
            AND x.status <> 'closed');
    END IF;
    INSERT INTO incident_event (incident_id, at, event, to_status)
        VALUES (i.id, app_now(), 'opened', 'open');
    INSERT INTO incident_case SELECT i.id, c.id FROM report_case c
        WHERE c.author_id = about AND c.opened_at
            > app_now() - interval '30 days' ORDER BY c.id DESC LIMIT 20;
    PERFORM incident_tell(i);
    RETURN i.id;
END
$$;
-- By a moderator, of some cases.
CREATE FUNCTION incident_open(of_kind text, named text, said text, severe int,
    cases bigint[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    i incident;
BEGIN
    PERFORM acting_moderator();
    INSERT INTO incident (kind, title, words, severity, opened_by, opened_at)
    VALUES (of_kind, trim(named), nullif(trim(said), ''), severe, app_user_id(),
        app_now()) RETURNING * INTO i;
    PERFORM incident_log(i, 'opened', NULL);
    PERFORM incident_add(i, cases);
    PERFORM incident_tell(i);
    RETURN i.id;
END
$$;
CREATE FUNCTION incident_add(i incident, cases bigint[]) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    IF EXISTS (SELECT FROM unnest(cases) x WHERE NOT EXISTS (SELECT
            FROM report_case c WHERE c.id = x)) THEN
        PERFORM refuse(422, 'case_unknown', 'reports');
    END IF;
    INSERT INTO incident_case SELECT i.id, x FROM unnest(cases) x
        ON CONFLICT DO NOTHING;
END
$$;
CREATE FUNCTION incident_moves(i incident, me bigint) RETURNS text[]
LANGUAGE sql STABLE
AS $$
    SELECT coalesce(array_agg(r.to_status ORDER BY r.to_status), '{}')
    FROM incident_rule r WHERE r.from_status = (i).status
        AND (NOT r.only_admin OR has_role(me, 'admin'))
$$;
-- PATCH: note, further cases, a move.
CREATE FUNCTION incident_patch(patched bigint, seen int, target text, note text,
    cases bigint[], OUT version int, OUT status text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    i incident;
    who text;
BEGIN
    PERFORM acting_moderator();
    SELECT * INTO i FROM incident x WHERE x.id = patched FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM refuse(404, 'incident_unknown');
    ELSIF seen IS NULL THEN
        PERFORM refuse(422, 'version_missing', 'version');
    ELSIF seen <> i.version OR target IS NOT NULL
            AND target <> ALL (incident_moves(i, app_user_id())) THEN
        SELECT p.display_name INTO who FROM incident_event e
            JOIN profile p ON p.user_id = e.actor_id
            WHERE e.incident_id = i.id ORDER BY e.id DESC LIMIT 1;
        PERFORM refuse(409, CASE WHEN seen <> i.version THEN 'incident_changed'
            WHEN EXISTS (SELECT FROM incident_rule r WHERE (r.from_status,
                r.to_status) = (i.status, target)) THEN 'incident_for_admins'
            ELSE 'incident_is_' || i.status END, NULL, jsonb_build_object(
            'state', i.status, 'version', i.version, 'by', who, 'allowed',
            to_jsonb(incident_moves(i, app_user_id()))));
    END IF;
    PERFORM incident_add(i, coalesce(cases, '{}'));
    IF target IS NOT NULL THEN
        UPDATE incident x SET status = CASE target WHEN 'false_positive'
                THEN 'closed' ELSE target END,
            false_positive = target = 'false_positive',
            ended_at = CASE WHEN target IN ('resolved', 'closed',
                'false_positive') THEN coalesce(x.ended_at, app_now()) END
        WHERE x.id = i.id RETURNING * INTO i;
        PERFORM incident_log(i, target, nullif(trim(note), ''));
    ELSIF coalesce(trim(note), '') <> '' THEN
        PERFORM incident_log(i, 'note', trim(note));
    END IF;
    UPDATE incident x SET version = x.version + 1 WHERE x.id = i.id
        RETURNING * INTO i;
    version := i.version;
    status := i.status;
END
$$;

-- --- what the system opens ----------------------------------------------------------
CREATE OR REPLACE FUNCTION trust_dropped(t trust) RETURNS void LANGUAGE sql
AS $$
    SELECT incident_raise('trust_drop', 'trust:' || (t).person_id,
        (t).person_id, 3, format('Trust of %s fell from %s to %s',
        p.display_name, (t).highest, (t).score), format(
        'Reports %s, refunds %s, ratings %s.', (t).reports, (t).refunds,
        (t).ratings))
    FROM profile p WHERE p.user_id = (t).person_id
$$;
CREATE FUNCTION dispute_trigger() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    buyer bigint := (SELECT o.buyer_id FROM orders o WHERE o.id = NEW.order_id);
BEGIN
    IF buyer IS NOT NULL AND (NEW.reason ILIKE '%fraud%'
            OR NEW.reason ILIKE '%unauthori%') THEN
        PERFORM incident_raise('payment_fraud', 'fraud:' || buyer, buyer, 4,
            format('Payments of %s are disputed as fraud', p.display_name),
            format('%s disputes a payment: %s.', initcap(NEW.provider),
            NEW.reason)) FROM profile p WHERE p.user_id = buyer;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER incident AFTER INSERT OR UPDATE OF order_id, reason ON dispute
    FOR EACH ROW EXECUTE FUNCTION dispute_trigger();

-- --- what the pages read -------------------------------------------------------------
CREATE FUNCTION incident_list(of_status text, before_id bigint, most int)
RETURNS TABLE (id bigint, kind text, title text, severity int, status text,
    false_positive boolean, version int, cases bigint, opener text,
    opened_at timestamptz, ended_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    PERFORM acting_moderator();
    RETURN QUERY
    SELECT i.id, i.kind, i.title, i.severity, i.status, i.false_positive,
        i.version, (SELECT count(*) FROM incident_case c
            WHERE c.incident_id = i.id), p.display_name, i.opened_at, i.ended_at
    FROM incident i LEFT JOIN profile p ON p.user_id = i.opened_by
    WHERE (of_status IS NULL OR i.status = of_status)
        AND (before_id IS NULL OR i.id < before_id)
    ORDER BY i.id DESC LIMIT most;
END
$$;
CREATE FUNCTION incident_find(asked bigint) RETURNS TABLE (id bigint, kind text,
    title text, words text, severity int, status text, false_positive boolean,
    version int, person_id bigint, person text, opener text,
    opened_at timestamptz, ended_at timestamptz, moves text[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    PERFORM acting_moderator();
    RETURN QUERY
    SELECT i.id, i.kind, i.title, i.words, i.severity, i.status,
        i.false_positive, i.version, i.person_id, s.display_name,
        p.display_name, i.opened_at, i.ended_at,
        incident_moves(i, app_user_id())
    FROM incident i LEFT JOIN profile p ON p.user_id = i.opened_by
    LEFT JOIN profile s ON s.user_id = i.person_id WHERE i.id = asked;
END
$$;
CREATE FUNCTION incident_cases(asked bigint) RETURNS TABLE (id bigint,
    title text, label text, status text, resolution text, severity int,
    opened_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    PERFORM acting_moderator();
    RETURN QUERY
    SELECT c.id, c.title, g.label, c.status, c.resolution, c.severity,
        c.opened_at
    FROM incident_case i JOIN report_case c ON c.id = i.case_id
    JOIN report_category g ON g.name = c.category
    WHERE i.incident_id = asked ORDER BY c.id LIMIT 200;
END
$$;
CREATE FUNCTION incident_events(asked bigint) RETURNS TABLE (at timestamptz,
    actor text, event text, words text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    PERFORM acting_moderator();
    RETURN QUERY
    SELECT e.at, p.display_name, e.event, e.words
    FROM incident_event e LEFT JOIN profile p ON p.user_id = e.actor_id
    WHERE e.incident_id = asked ORDER BY e.id LIMIT 200;
END
$$;

ALTER TABLE incident ENABLE ROW LEVEL SECURITY;
ALTER TABLE incident_event ENABLE ROW LEVEL SECURITY;
CREATE POLICY admin ON incident TO belay_admin USING (true);
CREATE POLICY worker ON incident TO belay_worker USING (true);
CREATE POLICY admin ON incident_event TO belay_admin USING (true);
GRANT SELECT ON incident TO belay_admin, belay_worker;
GRANT SELECT ON incident_event, incident_case TO belay_admin;
GRANT EXECUTE ON FUNCTION incident_open(text, text, text, int, bigint[]),
    incident_patch(bigint, int, text, text, bigint[]),
    incident_list(text, bigint, int), incident_find(bigint),
    incident_cases(bigint), incident_events(bigint) TO belay_safety;
GRANT EXECUTE ON FUNCTION incident_raise(text, text, bigint, int, text, text)
    TO belay_worker;
INSERT INTO person_data VALUES
    ('incident', 'person_id', 'safety', false, 'keep', 'security record'),
    ('incident', 'opened_by', 'safety', false, 'keep', 'security record'),
    ('incident_event', 'actor_id', 'safety', false, 'keep', 'security record');
