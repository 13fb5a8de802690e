-- Trust: 0 to 100 for every member, with the parts it is made of, so that it can
-- be explained to who has it.  Levels 0 to 4 begin at 0, 20, 40, 60 and 80; they
-- open abilities and weigh reports.  What nobody has looked at never lowers it.

CREATE TABLE trust (
    person_id bigint PRIMARY KEY REFERENCES users,
    start int NOT NULL DEFAULT 20,
    age int NOT NULL,           -- 0 to 15
    verification int NOT NULL,  -- 0 to 15
    sessions int NOT NULL,      -- 0 to 20
    ratings int NOT NULL,       -- -10 to 15
    reports int NOT NULL,       -- 0 or less: what was upheld
    refunds int NOT NULL,       -- 0 or less: payments taken back
    score int NOT NULL GENERATED ALWAYS AS (greatest(0, least(100, start + age
        + verification + sessions + ratings + reports + refunds))) STORED,
    level int NOT NULL GENERATED ALWAYS AS (greatest(0, least(100, start + age
        + verification + sessions + ratings + reports + refunds)) / 20
        - greatest(0, least(100, start + age + verification + sessions
        + ratings + reports + refunds)) / 100) STORED,
    highest int NOT NULL DEFAULT 20,    -- of the last 30 days, at `highest_at`
    highest_at timestamptz NOT NULL,
    computed_at timestamptz NOT NULL
);
CREATE INDEX trust_computed ON trust (computed_at, person_id);
CREATE INDEX trust_level ON trust (level, person_id);

-- Nobody computed it yet: as everybody begins.
CREATE FUNCTION trust_level(person bigint) RETURNS int
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT coalesce((SELECT t.level FROM trust t WHERE t.person_id = person), 1)
$$;
-- What a level opens; lib/domain/trust.h says the same in C.
CREATE FUNCTION trust_rights(level int, OUT links boolean,
    OUT attachments boolean, OUT messages_a_day int, OUT reports_a_day int)
LANGUAGE sql IMMUTABLE
AS $$
    SELECT level > 0, level > 0, CASE level WHEN 0 THEN 20 WHEN 1 THEN 100
        ELSE 500 END, 5 * (1 << greatest(0, least(4, level)))
$$;
GRANT EXECUTE ON FUNCTION trust_level(bigint), trust_rights(int) TO PUBLIC;

-- --- computing ---------------------------------------------------------------------
-- What upheld reports cost: 15 each, less with time, gone after a year.  The
-- cases are a later migration's; until then nothing was upheld.
CREATE FUNCTION trust_of_reports(person bigint) RETURNS int LANGUAGE sql STABLE
AS $$ SELECT 0 $$;

CREATE FUNCTION trust_parts(person bigint, OUT age int, OUT verification int,
    OUT sessions int, OUT ratings int, OUT reports int, OUT refunds int)
LANGUAGE sql STABLE
AS $$
    SELECT least(15, floor(extract(epoch FROM app_now() - u.created_at)
            / 86400 / 14))::int,
        (CASE WHEN u.verified_at IS NOT NULL THEN 5 ELSE 0 END
        + CASE WHEN EXISTS (SELECT FROM totp t WHERE t.user_id = u.id
            AND t.confirmed_at IS NOT NULL) OR EXISTS (SELECT FROM passkey k
            WHERE k.user_id = u.id) THEN 5 ELSE 0 END
        + CASE WHEN EXISTS (SELECT FROM expert_kind k WHERE k.user_id = u.id
            AND k.status IN ('verified', 'paused')) THEN 5 ELSE 0 END),
        (SELECT least(20, count(*)::int) FROM (SELECT
            FROM session_participant p WHERE p.person_id = u.id
                AND p.status = 'completed' LIMIT 20) x),
        (SELECT coalesce(round(least(count(*), 10) / 10.0
                * greatest(-10, least(15, (avg(r.stars) - 3) * 7.5))), 0)::int
            FROM expert_rating r WHERE r.expert_id = u.id
                AND r.hidden_at IS NULL),
        trust_of_reports(u.id),
        -(SELECT least(30, 15 * count(*)::int) FROM dispute d
            JOIN orders o ON o.id = d.order_id
            WHERE o.buyer_id = u.id AND d.status = 'lost')
        - (SELECT least(10, 2 * greatest(0, count(*)::int - 2)) FROM refund r
            WHERE r.buyer_id = u.id AND r.status = 'succeeded'
                AND r.reason = 'asked'
                AND r.created_at > app_now() - interval '180 days')
    FROM users u WHERE u.id = person
$$;

-- Who fell by this much within 30 days is looked at; the incidents are a later
-- migration's.
CREATE FUNCTION trust_dropped(t trust) RETURNS void LANGUAGE sql
AS $$ SELECT NULL::void $$;

CREATE FUNCTION trust_refresh(person bigint) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    p record;
    was trust;
    t trust;
BEGIN
    PERFORM pg_advisory_xact_lock((1::bigint << 60) | person);
    IF NOT EXISTS (SELECT FROM users u WHERE u.id = person
            AND u.status <> 'erased') THEN
        RETURN;
    END IF;
    SELECT * INTO p FROM trust_parts(person);
    SELECT * INTO was FROM trust x WHERE x.person_id = person;
    INSERT INTO trust AS x (person_id, age, verification, sessions, ratings,
        reports, refunds, highest_at, computed_at)
    VALUES (person, p.age, p.verification, p.sessions, p.ratings, p.reports,
        p.refunds, app_now(), app_now())
    ON CONFLICT (person_id) DO UPDATE SET age = excluded.age,
        verification = excluded.verification, sessions = excluded.sessions,
        ratings = excluded.ratings, reports = excluded.reports,
        refunds = excluded.refunds, computed_at = excluded.computed_at
    RETURNING * INTO t;
    IF was.person_id IS NULL OR t.score >= was.highest
            OR was.highest_at < app_now() - interval '30 days' THEN
        UPDATE trust x SET highest = t.score, highest_at = app_now()
            WHERE x.person_id = person;
    ELSIF was.highest - t.score >= 30 AND t.score < was.score THEN
        PERFORM trust_dropped(t);
    END IF;
    IF was.person_id IS NOT NULL AND was.level <> t.level THEN
        PERFORM notify(person, 'trust_level', '/safety/trust',
            jsonb_build_object('level', t.level, 'up', t.level > was.level),
            format('trust:%s:%s', t.level, app_now()::date));
    END IF;
END
$$;

-- Compute it soon: once, however often it is asked.
CREATE FUNCTION trust_due(person bigint) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    asked text := coalesce(current_setting('app.trust_due', true), '');
BEGIN
    IF person IS NULL OR asked LIKE '%,' || person || ',%' THEN
        RETURN;
    END IF;
    IF length(asked) < 1000 THEN
        PERFORM set_config('app.trust_due', asked || ',' || person || ',',
            true);
    END IF;
    -- no unique key: transactions must not wait for each other's job
    PERFORM enqueue('trust.refresh', jsonb_build_object('person_id', person));
END
$$;
-- The oldest computed anew, and who was never; how many.
CREATE FUNCTION trust_nightly(most int) RETURNS int LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    due bigint;
    n int := 0;
BEGIN
    FOR due IN SELECT u.id FROM users u LEFT JOIN trust t
            ON t.person_id = u.id WHERE u.status <> 'erased'
            AND (t.person_id IS NULL
                OR t.computed_at < app_now() - interval '20 hours')
            ORDER BY u.id LIMIT most LOOP
        PERFORM trust_refresh(due);
        n := n + 1;
    END LOOP;
    RETURN n;
END
$$;
GRANT EXECUTE ON FUNCTION trust_refresh(bigint), trust_nightly(int)
    TO belay_worker;

-- --- what makes it due -------------------------------------------------------------
CREATE FUNCTION trust_due_trigger() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    IF TG_TABLE_NAME = 'session' THEN
        PERFORM trust_due(NEW.client_id), trust_due(NEW.expert_id);
    ELSIF TG_TABLE_NAME = 'expert_rating' THEN
        PERFORM trust_due(NEW.expert_id);
    ELSIF TG_TABLE_NAME = 'users' THEN
        PERFORM trust_due(NEW.id);
    ELSIF TG_TABLE_NAME = 'refund' THEN
        PERFORM trust_due(NEW.buyer_id);
    ELSIF TG_TABLE_NAME = 'dispute' THEN
        PERFORM trust_due(o.buyer_id) FROM orders o WHERE o.id = NEW.order_id;
    ELSE
        PERFORM trust_due(NEW.user_id);
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER trust_due AFTER UPDATE OF status ON session FOR EACH ROW
    WHEN (NEW.status <> OLD.status AND (NEW.status = 'completed'
        OR OLD.status = 'completed')) EXECUTE FUNCTION trust_due_trigger();
CREATE TRIGGER trust_due AFTER INSERT OR UPDATE OF hidden_at, stars
    ON expert_rating FOR EACH ROW EXECUTE FUNCTION trust_due_trigger();
CREATE TRIGGER trust_due AFTER UPDATE OF verified_at ON users FOR EACH ROW
    WHEN (NEW.verified_at IS DISTINCT FROM OLD.verified_at
        AND NEW.status <> 'erased') EXECUTE FUNCTION trust_due_trigger();
CREATE TRIGGER trust_due AFTER UPDATE OF status ON expert_kind FOR EACH ROW
    WHEN (NEW.status <> OLD.status) EXECUTE FUNCTION trust_due_trigger();
CREATE TRIGGER trust_due AFTER UPDATE OF status ON refund FOR EACH ROW
    WHEN (NEW.status = 'succeeded' AND OLD.status <> 'succeeded')
    EXECUTE FUNCTION trust_due_trigger();
CREATE TRIGGER trust_due AFTER UPDATE OF status ON dispute FOR EACH ROW
    WHEN (NEW.status <> OLD.status) EXECUTE FUNCTION trust_due_trigger();

-- --- who may ---------------------------------------------------------------------
ALTER TABLE trust ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON trust TO belay_safety, belay_account
    USING (person_id = app_user_id());
CREATE POLICY admin ON trust TO belay_admin USING (true);
CREATE POLICY worker ON trust TO belay_worker USING (true);
GRANT SELECT ON trust TO belay_safety, belay_account, belay_admin,
    belay_worker;
GRANT DELETE ON trust TO belay_worker;
INSERT INTO person_data VALUES
    ('trust', 'person_id', 'safety', true, 'delete', NULL);

INSERT INTO notification_type (name, area, title, email, push, discord, urgent,
    required, can_wait) VALUES
    ('trust_level', 'safety', 'Your trust level', false, false, false, false, false, true),
    ('report_outcome', 'safety', 'What came of your report', true, false, false, false, false, true),
    ('moderation_decision', 'safety', 'A decision about something of yours', true, true, false, true, true, false),
    ('appeal_decided', 'safety', 'Your appeal is decided', true, true, false, true, true, false),
    ('enforcement_ended', 'safety', 'A restriction has ended', true, false, false, false, true, false),
    ('incident_opened', 'safety', 'An incident is opened', true, true, false, true, false, false);
