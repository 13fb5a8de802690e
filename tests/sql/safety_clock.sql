-- What time does: silences and warnings end, trust grows and falls, medians over
-- the days on which clocks change, incidents that the system opens.
BEGIN;
\ir fixture/booking.psql
\ir fixture/safety.psql
SELECT no_plan();
CREATE TEMP TABLE made (name text PRIMARY KEY, id bigint);
GRANT ALL ON made TO PUBLIC;
CREATE FUNCTION pg_temp.id(name text) RETURNS bigint LANGUAGE sql AS $$
    SELECT id FROM made m WHERE m.name = id.name $$;

-- --- medians over clock changes -------------------------------------------------
-- Berlin's 28 March 2027 has 23 hours, 31 October has 25.
SELECT pg_temp.clock('2027-01-01 12:00Z');
SELECT pg_temp.moderator(900010), pg_temp.person(900002);
UPDATE setting SET value = '"Europe/Berlin"' WHERE name = 'platform_zone';
CREATE FUNCTION pg_temp.done(n bigint, opened timestamptz, took interval)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    c bigint;
BEGIN
    PERFORM pg_temp.clock(opened);
    PERFORM pg_temp.page(n, 'Words ' || n);
    c := pg_temp.report(900002, 'profile', n);
    PERFORM pg_temp.clock(opened + took);
    PERFORM pg_temp.decide(900010, c, CASE WHEN n % 2 = 0 THEN 'no_violation'
        ELSE 'action_taken' END, CASE WHEN n % 2 = 1
        THEN '[{"kind": "warn"}]'::jsonb END);
END $$;
-- over the hour that is skipped: real time counts
SELECT pg_temp.done(900101, '2027-03-28 01:30 Europe/Berlin', '90 minutes');
SELECT pg_temp.done(900102, '2027-03-28 10:00 Europe/Berlin', '30 minutes');
SELECT pg_temp.done(900103, '2027-03-28 23:59 Europe/Berlin', '4 hours');
-- and over the one that comes twice
SELECT pg_temp.done(900104, '2027-10-31 00:30Z', '60 minutes');
SELECT pg_temp.done(900105, '2027-10-31 00:10 Europe/Berlin', '20 minutes');
SELECT pg_temp.act(900010);
SELECT is((safety_stats('2027-03-28', '2027-03-28')).median_seconds, 5400::bigint,
    'a median on the day of 23 hours is real time');
SELECT is((safety_stats('2027-03-28', '2027-03-28')).opened, 3::bigint,
    'the day is the platform''s');
SELECT is((safety_stats('2027-03-29', '2027-03-29')).opened, 0::bigint,
    'and ends at its midnight');
SELECT is((safety_stats('2027-10-31', '2027-10-31')).median_seconds, 2400::bigint,
    'so it is on the day of 25 hours');
SELECT is((safety_stats('2027-03-28', '2027-10-31')).upheld_percent, 60,
    'three of five were upheld');
SELECT is((SELECT sum(opened)::bigint FROM safety_by_day('2027-03-28',
    '2027-10-31')), 5::bigint, 'days add up to all');
SELECT is((SELECT count(*) FROM safety_by_day('2027-03-20', '2027-04-10')),
    22::bigint, 'no day is missing or double');
UPDATE setting SET value = '"UTC"' WHERE name = 'platform_zone';

-- --- what ends by itself ----------------------------------------------------------
SELECT pg_temp.clock('2027-11-10 12:00Z');
SELECT pg_temp.page(900201, 'Rude');
INSERT INTO made VALUES ('silence', pg_temp.report(900002, 'profile', 900201));
SELECT pg_temp.decide(900010, pg_temp.id('silence'), 'action_taken',
    '[{"kind": "silence", "days": 2}]');
SELECT pg_temp.wait('47 hours');
SELECT enforcement_tick(100);
SELECT is(is_silenced(900201), true, 'not before its time');
SELECT pg_temp.wait('2 hours');
SELECT is(is_silenced(900201), false, 'over, whether or not the clock ran');
SELECT is(enforcement_tick(100), 1, 'one ended');
SELECT is(enforcement_tick(100), 0, 'once');
SELECT is(pg_temp.told(900201, 'enforcement_ended'), 1::bigint, 'and is told');

-- --- trust -------------------------------------------------------------------------
SELECT pg_temp.clock('2028-01-01 12:00Z');
SELECT pg_temp.person(900301);
SELECT is(trust_level(900301), 1, 'everybody begins at level 1');
SELECT trust_refresh(900301);
SELECT is((SELECT score FROM trust WHERE person_id = 900301), 25,
    '20, and 5 for the address');
SELECT pg_temp.wait('210 days');
SELECT trust_refresh(900301);
SELECT is((SELECT score FROM trust WHERE person_id = 900301), 40,
    '15 more for half a year');
SELECT is(trust_level(900301), 2, 'that is level 2');
SELECT is(pg_temp.told(900301, 'trust_level'), 1::bigint, 'and is told');
UPDATE profile SET is_public = true, about = 'One' WHERE user_id = 900301;
INSERT INTO made VALUES ('upheld', pg_temp.report(900002, 'profile', 900301));
SELECT trust_refresh(900301);
SELECT is((SELECT score FROM trust WHERE person_id = 900301), 40,
    'a report that nobody looked at lowers nothing');
SELECT pg_temp.decide(900010, pg_temp.id('upheld'), 'action_taken',
    '[{"kind": "warn"}]');
SELECT trust_refresh(900301);
SELECT is((SELECT reports FROM trust WHERE person_id = 900301), -15,
    'one that was upheld costs 15');
SELECT pg_temp.wait('183 days');
SELECT trust_refresh(900301);
SELECT is((SELECT reports FROM trust WHERE person_id = 900301), -7,
    'half of it half a year later');
SELECT is((SELECT count(*) FROM generate_series(0, 100) s
    WHERE (SELECT level FROM (SELECT s / 20 - s / 100 AS level) l)
        <> CASE WHEN s < 20 THEN 0 WHEN s < 40 THEN 1 WHEN s < 60 THEN 2
        WHEN s < 80 THEN 3 ELSE 4 END), 0::bigint, 'levels begin at 20, 40, 60, 80');

-- --- the system opens incidents --------------------------------------------------------
UPDATE trust SET highest = 90, highest_at = app_now() WHERE person_id = 900301;
UPDATE profile SET about = 'Two' WHERE user_id = 900301;
INSERT INTO made VALUES ('again', pg_temp.report(900002, 'profile', 900301));
SELECT pg_temp.decide(900010, pg_temp.id('again'), 'action_taken',
    '[{"kind": "warn"}]');
SELECT pg_temp.act(NULL);
SELECT trust_refresh(900301), trust_refresh(900301);
SELECT is((SELECT count(*) FROM incident WHERE kind = 'trust_drop'), 1::bigint,
    'a fall of 30 within a month is looked at, once');
SELECT is(pg_temp.told(900010, 'incident_opened'), 1::bigint,
    'moderators are told');
SELECT isnt((SELECT count(*) FROM incident_case), 0::bigint,
    'with the cases of that person');
SELECT is(incident_raise('payment_fraud', 'fraud:1', 900301, 4, 'F', 'W'),
    incident_raise('payment_fraud', 'fraud:1', 900301, 4, 'F', 'W'),
    'one for each key');

-- --- who may read what --------------------------------------------------------------------
SELECT pg_temp.act(900002);
SELECT is(pg_temp.refusal('SELECT * FROM case_find(1)'), 'BL403 not_a_moderator',
    'members read no case');
SELECT is(pg_temp.refusal('SELECT * FROM case_list(false, now(), NULL, NULL,
    ''{open}'', NULL, NULL, NULL, NULL, NULL, NULL, 1)'),
    'BL403 not_a_moderator', 'nor the queue');
SELECT is(pg_temp.refusal('SELECT * FROM safety_stats(''2028-01-01'',
    ''2028-01-02'')'), 'BL403 not_a_moderator', 'nor figures');
SELECT is(pg_temp.count_as('belay_safety', 900301, 'report'), 0::bigint,
    'nor what others reported');
SELECT throws_ok('SET LOCAL ROLE belay_safety; SELECT * FROM report_case',
    '42501', NULL, 'the program reads no case but by its functions');
SELECT * FROM finish();
ROLLBACK;
