-- Choosing a mentor: the worked example, and the work spread on equals.
BEGIN;
\ir fixture/booking.psql
\ir fixture/review.psql
SELECT no_plan();
SELECT pg_temp.clock('2027-03-01 10:00Z');      -- a Monday
\ir fixture/match.psql

-- Gus has one review in work.
SELECT pg_temp.taker(960050, :journey) AS busy \gset
SELECT pg_temp.act(960050);
SELECT pg_temp.hand_in(:busy) AS r \gset
SELECT review_give(x, 960007, 'assign', 'system') FROM review_request x
    WHERE x.id = :r;
-- Six members, who each leave out those who came before, so that the next step
-- has to decide.
CREATE FUNCTION pg_temp.best(client bigint, out_of_it text[]) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
    j bigint := (SELECT id FROM journey WHERE creator_id = 960000);
    e bigint := pg_temp.taker(client, j);
    r bigint;
BEGIN
    PERFORM pg_temp.act(client);
    INSERT INTO client_mentor_block SELECT client, j, t.n FROM ten t
        WHERE t.name = ANY (out_of_it);
    r := pg_temp.hand_in(e);
    PERFORM review_withdraw(r);
    RETURN (SELECT t.name FROM review_match m JOIN ten t ON t.n = m.mentor_id
        WHERE m.review_id = r AND m.rank = 1);
END $$;
INSERT INTO client_mentor_preferences
    SELECT 960061, :journey, 960009, '{}', app_now()
    FROM pg_temp.person(960061);
SELECT is(pg_temp.best(960061, '{}'), 'Ida',
    '1: the preferred mentor, though she knows the least of it');
SELECT is(pg_temp.best(960062, '{}'), 'Ada',
    '2: who knows most, though others are rated higher');
SELECT is(pg_temp.best(960063, '{Ada,Ben}'), 'Cem',
    '3: of Cem and Dao, who know as much, who has open hours now');
SELECT is(pg_temp.best(960064, '{Ada,Ben,Cem,Dao}'), 'Eve',
    '4: of Eve and Fay, who is rated higher');
SELECT is(pg_temp.best(960065, '{Ada,Ben,Cem,Dao,Eve,Fay}'), 'Hao',
    '5: of Gus and Hao, who has less in work');
UPDATE availability_rule SET day = day WHERE expert_id = 960009;
INSERT INTO availability_block (expert_id, from_date, to_date)
VALUES (960009, '2027-02-25', '2027-03-20');
SELECT is(pg_temp.best(960066, '{Ada,Ben,Cem,Dao,Eve,Fay,Gus,Hao}'), 'Jon',
    '6: not who is away');

-- The parts are stored.
SELECT is((SELECT array_agg(excluded ORDER BY excluded) FROM review_match m
    JOIN review_request r ON r.id = m.review_id
    WHERE r.client_id = 960066 AND excluded IS NOT NULL),
    ARRAY['away'] || array_fill('mentor_blocked'::text, ARRAY[8]),
    'with why who was not chosen');
SELECT ok((SELECT bool_and(score = round(score)) IS NOT NULL
    AND bool_and(score > 0) FROM review_match WHERE excluded IS NULL),
    'and a score');
-- Each step of a part weighs more than all that follows it.
SELECT ok(w.p > w.s + w.a + w.r + w.l AND w.s / 5 > w.a + w.r + w.l
    AND w.a / 2 > w.r + w.l AND w.r / 16 > w.l,
    'the weights keep the order')
FROM (SELECT setting_text('match_weight_preferred')::float8 AS p,
    setting_text('match_weight_specialisation')::float8 AS s,
    setting_text('match_weight_availability')::float8 AS a,
    setting_text('match_weight_rating')::float8 AS r,
    setting_text('match_weight_load')::float8 AS l) w;

-- --- equal mentors ------------------------------------------------------------------
SELECT pg_temp.person(970000) AS creator2 \gset
SELECT pg_temp.journey(970000) AS equal \gset
SELECT pg_temp.mentor(n, :equal) FROM generate_series(970001, 970010) n;
UPDATE expert SET review_load = 500 WHERE user_id BETWEEN 970001 AND 970010;
INSERT INTO journey_tier (journey_id, tier, month_amount, reviews)
VALUES (:equal, 'guided', 0, 100);
SELECT pg_temp.person(970100);
INSERT INTO enrolment (journey_id, user_id, version_id, tier, started_at, last_at)
SELECT :equal, 970100, v.id, 'guided', app_now(), app_now()
FROM journey_version v WHERE v.journey_id = :equal;
-- A thousand requests, each to the best of then; some are done meanwhile.
CREATE TEMP TABLE given (n int, mentor bigint);
DO $$
DECLARE
    e enrolment;
    r review_request;
    best bigint;
BEGIN
    SELECT * INTO e FROM enrolment WHERE user_id = 970100;
    FOR i IN 1..1000 LOOP
        INSERT INTO review_request (journey_id, enrolment_id, client_id,
            section_key, section_title, status, paid_by, currency,
            submitted_at, due_at, lapses_at, changed_at)
        VALUES (e.journey_id, e.id, e.user_id, 'plan' || i, 'Plan', 'submitted',
            'free', 'USD', app_now(), app_now() + interval '3 days',
            app_now() + interval '6 days', app_now()) RETURNING * INTO r;
        SELECT m.mentor_id INTO best FROM match_mentors(r.journey_id,
            r.client_id, NULL, NULL, r.due_at) m WHERE m.excluded IS NULL
            ORDER BY m.rank LIMIT 1;
        UPDATE review_request x SET mentor_id = best, status = CASE
                WHEN i % 3 = 0 THEN 'closed' ELSE 'claimed' END,
            acted_at = app_now(), outcome = CASE WHEN i % 3 = 0
                THEN 'approved' END WHERE x.id = r.id;
        INSERT INTO review_history (review_id, at, mentor_id, side, event,
            to_status) VALUES (r.id, app_now(), best, 'system', 'assign',
            'claimed');
        INSERT INTO given VALUES (i, best);
    END LOOP;
END
$$;
SELECT cmp_ok((SELECT max(n) FROM (SELECT count(*) AS n FROM given
    GROUP BY mentor) x), '<=', 120::bigint,
    'of a thousand reviews the busiest of ten equals has at most 1.2 times the mean');
SELECT is((SELECT count(DISTINCT mentor) FROM given), 10::bigint,
    'and everybody has some');

SELECT * FROM finish();
ROLLBACK;
