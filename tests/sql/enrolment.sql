-- Being on a journey: at a free tier, at one that is paid, and what becomes of it
-- when the money or the journey ends.
BEGIN;
\ir fixture/subscription.psql
SELECT no_plan();
SELECT pg_temp.clock('2027-03-01 12:00Z');
SELECT pg_temp.person(n) FROM generate_series(940001, 940009) n;
WITH j AS (INSERT INTO journey (creator_id, title, created_at)
    VALUES (940001, 'Wedding', app_now()) RETURNING id)
    SELECT pg_temp.note('j', id) FROM j;
SELECT pg_temp.act(940001);
SELECT tier_save(pg_temp.made('j'), 'essentials', 0, NULL),
    tier_save(pg_temp.made('j'), 'guided', 10000, 100000),
    tier_save(pg_temp.made('j'), 'premium', 20000, 200000);
CREATE FUNCTION pg_temp.on_it(person bigint) RETURNS text LANGUAGE sql AS $$
    SELECT concat_ws(' ', e.status, e.tier, CASE WHEN e.subscription_id
        IS NOT NULL THEN 'paid' END) FROM enrolment e
    WHERE e.user_id = person AND e.journey_id = pg_temp.made('j') $$;
CREATE FUNCTION pg_temp.free(person bigint, tier text DEFAULT 'essentials')
RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_temp.act(person);
    PERFORM enrol_free(pg_temp.made('j'), tier);
    RETURN 'ok';
EXCEPTION WHEN OTHERS THEN
    RETURN SQLSTATE || ' ' || SQLERRM;
END $$;

-- --- what is published -----------------------------------------------------------
SELECT is(pg_temp.free(940002), 'BL404 journey_unknown', 'a draft has nobody on it');
SELECT is(pg_temp.refusal(format($$SELECT pg_temp.subscribe('early', NULL, 940002,
    'guided', 'month', %s)$$, pg_temp.made('j'))), 'BL409 journey_not_sold',
    'nor is it sold');
SELECT pg_temp.note('v1', version_draft(pg_temp.made('j')));
INSERT INTO journey_section (version_id, key, position, title)
    VALUES (pg_temp.made('v1'), 'day', 1, 'The day');
INSERT INTO journey_field (section_id, key, position, type, definition)
    SELECT s.id, 'when', 1, 'date', '{"label": "When"}' FROM journey_section s
    WHERE s.version_id = pg_temp.made('v1');
SELECT version_publish(pg_temp.made('v1'), 'First');
SELECT journey_move(pg_temp.made('j'), 'in_review', 'creator'),
    journey_move(pg_temp.made('j'), 'published', 'admin');
SELECT is(pg_temp.refusal('UPDATE journey_field SET position = 2'),
    'BL409 version_is_published', 'what is published stays as it is');
SELECT is(pg_temp.refusal('DELETE FROM journey_section'),
    'BL409 version_is_published', 'and all of it');

-- --- free -------------------------------------------------------------------------
SELECT is(pg_temp.free(940002, 'gold'), 'BL422 tier_unknown', 'three tiers');
SELECT is(pg_temp.free(940002, 'guided'), 'BL409 tier_is_paid',
    'what has a price is not had without');
SELECT is(pg_temp.free(940002), 'ok', 'free is free');
SELECT is(pg_temp.on_it(940002), 'active essentials', 'and one is on it');
SELECT is(pg_temp.free(940002), 'ok', 'twice is once');
SELECT is((SELECT count(*) FROM notification n WHERE n.type = 'journey_started'
    AND n.user_id = 940002), 1::bigint, 'told once');
INSERT INTO block VALUES (940001, 940003, app_now());
SELECT is(pg_temp.free(940003), 'BL404 journey_unknown',
    'not between two who are blocked');
SELECT is(pg_temp.refusal(format($$SELECT pg_temp.subscribe('b', NULL, 940003,
    'guided', 'month', %s)$$, pg_temp.made('j'))), 'BL404 journey_unknown',
    'nor for money');
SELECT is(pg_temp.refusal(format($$SELECT pg_temp.subscribe('own', NULL, 940001,
    'guided', 'month', %s)$$, pg_temp.made('j'))), 'BL409 journey_is_yours',
    'nobody pays themselves');

-- --- paid -------------------------------------------------------------------------
SELECT is(pg_temp.subscribe('s', NULL, 940002, 'guided', 'month',
    pg_temp.made('j')), 'fulfilled', 'a tier is paid');
SELECT is(pg_temp.on_it(940002), 'active guided paid', 'the tier is had');
SELECT is(pg_temp.free(940002), 'BL409 subscription_exists',
    'and not given up by a free one');
UPDATE enrolment SET completed_at = app_now(), status = 'completed'
    WHERE user_id = 940002;
SELECT pg_temp.act(940002);
SELECT subscription_cancel(pg_temp.made('s'), 'not_used');
SELECT is(pg_temp.on_it(940002), 'completed guided paid', 'until the period ends');
SELECT pg_temp.until('2027-04-02 12:00Z');
SELECT is(pg_temp.on_it(940002), 'ended guided paid', 'then it is over');
SELECT is(pg_temp.free(940002), 'ok', 'what is free one may go back to');
SELECT is(pg_temp.on_it(940002), 'completed essentials', 'as far as one came');
SELECT pg_temp.subscribe('t', NULL, 940004, 'premium', 'month', pg_temp.made('j'));
SELECT pg_temp.until('2027-05-30 12:00Z');
SELECT is(pg_temp.on_it(940004), 'ended premium paid', 'nobody paid any more');
SELECT pg_temp.subscribe('u', NULL, 940005, 'premium', 'month', pg_temp.made('j'));
SELECT pg_temp.until('2027-07-15 12:00Z');
SELECT is(pg_temp.on_it(940005), 'paused premium paid', 'suspended is paused');
SELECT is(pg_temp.settle('u'), 'fulfilled', 'paid after all');
SELECT is(pg_temp.on_it(940005), 'active premium paid', 'it goes on');

-- --- the journey is taken off the market --------------------------------------------
SELECT pg_temp.subscribe('w', NULL, 940006, 'guided', 'month', pg_temp.made('j'));
SELECT pg_temp.subscribe('x', NULL, 940007, 'guided', 'month', pg_temp.made('j'));
SELECT pg_temp.act(940007);
SELECT subscription_cancel(pg_temp.made('x'), 'other');
SELECT journey_move(pg_temp.made('j'), 'unpublished', 'creator');
SELECT is(pg_temp.is_now('w'), 'active guided month ends', 'it is not renewed');
SELECT is(pg_temp.on_it(940006), 'active guided paid', 'but had as it is paid');
SELECT is(pg_temp.free(940008), 'BL404 journey_unknown', 'nobody new');
SELECT journey_move(pg_temp.made('j'), 'published', 'creator');
SELECT is(pg_temp.is_now('w'), 'active guided month', 'back in time, it goes on');
SELECT is(pg_temp.is_now('x'), 'active guided month ends',
    'who left of their own will stays away');
SELECT is(pg_temp.refusal(format('SELECT journey_move(%s, %L, %L)',
    pg_temp.made('j'), 'draft', 'creator')), 'BL409 journey_is_published',
    'a move that is no rule');
SELECT is((SELECT count(*) FROM ledger_verify()), 0::bigint, 'the books add up');
SELECT * FROM finish();
ROLLBACK;
