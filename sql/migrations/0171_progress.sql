-- How it goes on a journey: beside the others, and what its members say of it.

-- How many are on it, and what they answered on average; nobody is told of fewer
-- than twenty.
CREATE FUNCTION journey_average(of_journey bigint, OUT members int,
    OUT answered int) LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public
AS $$
    SELECT CASE WHEN count(*) >= 20 THEN count(*)::int END,
        CASE WHEN count(*) >= 20 THEN round(avg(e.answered))::int END
    FROM enrolment e WHERE e.journey_id = of_journey
$$;

-- "How likely is it that you recommend this journey?"  Skipped: no score.
CREATE TABLE journey_nps (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    enrolment_id bigint NOT NULL REFERENCES enrolment,
    journey_id bigint NOT NULL REFERENCES journey,
    user_id bigint NOT NULL REFERENCES users,
    score int CHECK (score BETWEEN 0 AND 10),
    why text CHECK (length(why) <= 2000),
    at_completion boolean NOT NULL,
    answered_at timestamptz NOT NULL
);
CREATE INDEX journey_nps_user ON journey_nps (user_id, answered_at DESC);
CREATE INDEX journey_nps_journey ON journey_nps (journey_id, answered_at DESC);
CREATE INDEX journey_nps_enrolment ON journey_nps (enrolment_id, at_completion);

-- Once after thirty days, once at completion; never twice within ninety days.
CREATE FUNCTION nps_is_due(e enrolment) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = public
AS $$
    SELECT (e).user_id = app_user_id() AND (e).status IN ('active', 'completed')
        AND ((e).status = 'completed'
            OR (e).started_at <= app_now() - interval '30 days')
        AND NOT EXISTS (SELECT FROM journey_nps n WHERE n.enrolment_id = (e).id
            AND n.at_completion >= ((e).status = 'completed'))
        AND NOT EXISTS (SELECT FROM journey_nps n
            WHERE n.user_id = (e).user_id
            AND n.answered_at > app_now() - interval '90 days')
$$;
CREATE FUNCTION nps_answer(of_slug text, score int, why text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    e enrolment := enrolment_lock(of_slug);
BEGIN
    PERFORM FROM users u WHERE u.id = e.user_id FOR NO KEY UPDATE;
    IF NOT nps_is_due(e) THEN
        PERFORM refuse(409, 'nps_not_due');
    END IF;
    INSERT INTO journey_nps (enrolment_id, journey_id, user_id, score, why,
        at_completion, answered_at)
    VALUES (e.id, e.journey_id, e.user_id, nps_answer.score,
        CASE WHEN nps_answer.score IS NOT NULL THEN nullif(nps_answer.why, '')
        END, e.status = 'completed', app_now());
END
$$;
ALTER TABLE journey_nps ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON journey_nps TO belay_journeys
    USING (user_id = app_user_id());
CREATE POLICY worker ON journey_nps TO belay_worker USING (true);
CREATE POLICY admin ON journey_nps TO belay_admin USING (true);
GRANT SELECT ON journey_nps TO belay_journeys, belay_worker, belay_admin;
GRANT EXECUTE ON FUNCTION journey_average(bigint), nps_is_due(enrolment),
    nps_answer(text, int, text) TO belay_journeys;
INSERT INTO person_data VALUES ('journey_nps', 'user_id', 'journeys', true,
    'delete', NULL);
