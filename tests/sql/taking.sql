-- Answers are saved by who saw which revision, and nothing typed is ever lost.
BEGIN;
\ir fixture/taking.psql
SELECT no_plan();
SELECT pg_temp.clock('2027-03-01 23:30Z');
SELECT pg_temp.person(n) FROM generate_series(950101, 950104) n;
SELECT pg_temp.journey('taken', 950101) AS j \gset
SELECT pg_temp.takes(:j, 950102) AS e \gset
SELECT pg_temp.takes(:j, 950103);
SELECT pg_temp.act(950102);
SELECT set_config('app.zone', 'Europe/Lisbon', true);

-- --- one tab ---------------------------------------------------------------------
SELECT is(pg_temp.save('a', 1, 0, '"Mi"'), 'saved 1', 'a first answer');
SELECT is(pg_temp.save('a', 1, 0, '"Mi"'), 'behind 1 "Mi"',
    'sent again after its answer got lost: nothing happens');
SELECT is(pg_temp.save('a', 3, 0, '"Mia"'), 'saved 2',
    'a tab that missed its answer goes on from its own save');
SELECT is(pg_temp.save('a', 2, 0, '"Mii"'), 'behind 2 "Mia"',
    'what comes late does not undo what came after it');
SELECT is(pg_temp.save('a', 4, 2, '"Mia"'), 'same 2 "Mia"', 'no change');
SELECT is((SELECT count(*) FROM answer_kept), 0::bigint,
    'typing on is no history');
SELECT is((SELECT answered FROM enrolment WHERE id = :e), 1, 'one is answered');
SELECT results_eq('SELECT day, saves FROM enrolment_day',
    $$VALUES (date '2027-03-01', 2)$$, 'a day with two saves');
SELECT pg_temp.wait('11 minutes');
SELECT is(pg_temp.save('a', 5, 2, '"Mia R."'), 'saved 3', 'later');
SELECT results_eq('SELECT value #>> $${}$$, revision FROM answer_kept',
    $$VALUES ('Mia', 2)$$, 'what stood for ten minutes is kept');

-- --- two -------------------------------------------------------------------------
SELECT is(pg_temp.save('b', 1, 3, '"Mia Reis"'), 'saved 4', 'another tab, up to date');
SELECT is(pg_temp.save('a', 6, 3, '"Mia R"'), 'conflict 4 "Mia Reis"',
    'one that is not is told what there is');
SELECT is(pg_temp.save('a', 6, 3, '"Mia R"'), 'conflict 4 "Mia Reis"', 'again');
SELECT is(pg_temp.save('a', 5, 2, '"Mia R."'), 'behind 4 "Mia Reis"',
    'what it saved before the other came is no conflict');
SELECT results_eq($$SELECT value #>> '{}', revision FROM answer_kept ORDER BY id$$,
    $$VALUES ('Mia', 2), ('Mia R.', 3), ('Mia R', NULL)$$,
    'all are kept, once each');
SELECT is((SELECT count(*) FROM answer_kept WHERE settled_at IS NULL), 1::bigint,
    'one waits for a choice');
SELECT is((answer_choose('taken', id, false)).settled_at, NULL,
    'the other is chosen') FROM answer_kept WHERE settled_at IS NULL;
SELECT is((SELECT count(*) FROM answer_kept WHERE settled_at IS NULL), 0::bigint,
    'none waits');
SELECT pg_temp.save('a', 7, 3, '"Mia R?"');
SELECT pg_temp.save('a', 8, 3, '"Mia R"');
SELECT is((SELECT string_agg(value #>> '{}', ' ') FROM answer_kept
    WHERE settled_at IS NULL), 'Mia R', 'a tab''s last waits, not all of them');
SELECT pg_temp.act(950103);
SELECT is(pg_temp.refusal(format($$SELECT answer_choose('taken', %s, true)$$,
    max(id))), 'BL404 answer_unknown', 'another''s is nobody''s to choose')
    FROM answer_kept;
SELECT pg_temp.act(950102);
SELECT answer_choose('taken', id, true) FROM answer_kept
    WHERE settled_at IS NULL;
SELECT results_eq($$SELECT value #>> '{}', revision FROM answer
    WHERE field_key = 'name'$$, $$VALUES ('Mia R', 5)$$, 'mine, chosen');
SELECT is(pg_temp.save('a', 9, 5, 'null'), 'saved 6', 'taken away');
SELECT is((SELECT answered FROM enrolment WHERE id = :e), 0, 'none is answered');
SELECT is((SELECT first_at FROM answer), NULL, 'nor since when');
SELECT is(pg_temp.save('b', 2, 4, '"Mia!"'), 'conflict 6',
    'an answer that was taken away is newer as well');
SELECT pg_temp.save('c', n, NULL, to_jsonb(n::text), 'notes')
    FROM generate_series(1, 60) n;
SELECT is((SELECT count(*) FROM answer_kept WHERE field_key = 'notes'), 0::bigint,
    'a tab that says no revision goes on from its own');
SELECT pg_temp.save('d' || n, 1, 59 + n, to_jsonb(n::text || '!'), 'notes')
    FROM generate_series(1, 60) n;
SELECT is((SELECT count(*) FROM answer_kept WHERE field_key = 'notes'),
    50::bigint, 'fifty are kept');
SELECT is((SELECT max(value #>> '{}') FROM answer_kept WHERE field_key = 'notes'
    AND revision = 119), '59!', 'the newest');

-- --- records ---------------------------------------------------------------------
SELECT record_add('taken', 'kids', 'r1') AS r1 \gset
SELECT is(record_add('taken', 'kids', 'r1'), :r1::bigint, 'made once');
SELECT is(pg_temp.save_in('r2', '"Ben"', 1), 'saved 1',
    'a save makes the record of its device');
SELECT is(pg_temp.save_in('r2', '"Ben"', 1), 'behind 1 "Ben"', 'once');
SELECT record_add('taken', 'kids', 'r2') AS r2 \gset
SELECT record_add('taken', 'kids', 'r3') AS r3 \gset
SELECT is(pg_temp.refusal($$SELECT record_add('taken', 'kids', 'r4')$$),
    'BL409 records_are_full', 'three at most');
SELECT is(pg_temp.save_in('r4', '"Late"', 1), 'full 0', 'nor by a save');
SELECT is(pg_temp.refusal($$SELECT record_add('taken', 'about', 'r5')$$),
    'BL404 record_unknown', 'not in a section that is no list');
SELECT is(pg_temp.refusal($$SELECT record_add('taken', 'kinds', 'r5')$$),
    'BL404 record_unknown', 'nor in none');
CREATE FUNCTION pg_temp.listed() RETURNS text LANGUAGE sql AS $$
    SELECT string_agg(made_ref, ' ' ORDER BY position) FROM enrolment_record
    WHERE removed_at IS NULL $$;
SELECT record_move('taken', 'kids', :r3, 1);
SELECT is(pg_temp.listed(), 'r3 r1 r2', 'moved to the front');
SELECT record_move('taken', 'kids', :r3, 1);
SELECT is(pg_temp.listed(), 'r3 r1 r2', 'once more is the same');
SELECT record_move('taken', 'kids', :r3, 9);
SELECT is(pg_temp.listed(), 'r1 r2 r3', 'to the end');
SELECT record_move('taken', 'kids', :r3, 2);
SELECT is(pg_temp.listed(), 'r1 r3 r2', 'in between');
SELECT record_remove('taken', 'kids', :r2);
SELECT record_remove('taken', 'kids', :r2);
SELECT is(pg_temp.listed(), 'r1 r3', 'removed');
SELECT is((SELECT answered FROM enrolment WHERE id = :e), 1,
    'its answer counts no more');
SELECT is(pg_temp.save_in(:'r2', '"Benny"', 2, 1), 'gone 1 "Ben"',
    'what another tab still types into it is kept');
SELECT is((SELECT value #>> '{}' FROM answer_kept WHERE record_id = :r2),
    'Benny', 'is kept');
SELECT record_add('taken', 'kids', 'r6');
SELECT is(pg_temp.refusal(format($$SELECT record_remove('taken', 'kids', %s,
    true)$$, :r2)), 'BL409 records_are_full', 'no room to come back');
SELECT record_remove('taken', 'kids', (SELECT id FROM enrolment_record
    WHERE made_ref = 'r6'));
SELECT record_remove('taken', 'kids', :r2, true);
SELECT is((SELECT answered FROM enrolment WHERE id = :e), 2, 'back, with it all');
SELECT pg_temp.act(950103);
SELECT is(pg_temp.refusal(format($$SELECT record_remove('taken', 'kids', %s)$$,
    :r2)), 'BL404 record_unknown', 'another''s record is nobody''s');
SELECT is(pg_temp.refusal(format('SELECT pg_temp.save_in(%L, %L, 9)', :r2,
    '"Eve"')), 'BL404 record_unknown', 'nor can it be saved to');

-- --- who and when ----------------------------------------------------------------
SELECT pg_temp.act(950104);
SELECT is(pg_temp.refusal($$SELECT pg_temp.save('a', 1, 0, '"x"')$$),
    'BL404 journey_unknown', 'who is not on it finds nothing');
SELECT pg_temp.act(950102);
SELECT set_config('app.impersonator_id', '950101', true);
SELECT is(pg_temp.refusal($$SELECT pg_temp.save('a', 9, 6, '"x"')$$),
    'BL403 not_for_others', 'an admin who looks as a member writes nothing');
SELECT set_config('app.impersonator_id', '', true);
SELECT is(pg_temp.refusal($$SELECT * FROM answers_save('taken', 0, 'a', '[]')$$),
    'BL409 version_changed', 'checked against another version');
INSERT INTO journey_slug SELECT 'was-taken', :j;
SELECT is((SELECT count(*) FROM answers_save('was-taken',
    pg_temp.version_of('taken'), 'a', '[]')), 0::bigint,
    'a name that it had leads to it');
SELECT is(enrolment_settle('taken', true), 'completed', 'complete');
SELECT is(enrolment_settle('taken', true), 'completed', 'once');
SELECT is((SELECT count(*) FROM notification WHERE user_id = 950102
    AND type = 'journey_completed'), 1::bigint, 'they are told');
SELECT is(pg_temp.save('a', 10, 6, '"Mia"'), 'saved 7', 'it is still theirs');
SELECT is(enrolment_settle('taken', false), 'active', 'open again');
SELECT is((SELECT completed_at FROM enrolment WHERE id = :e), NULL, 'and not done');
UPDATE enrolment SET status = 'paused' WHERE id = :e;
SELECT is(pg_temp.refusal($$SELECT pg_temp.save('a', 11, 7, '"x"')$$),
    'BL409 enrolment_is_paused', 'paused: read only');
SELECT is(pg_temp.refusal($$SELECT enrolment_settle('taken', true)$$),
    'BL409 enrolment_is_paused', 'also to its end');
SELECT is(pg_temp.refusal($$SELECT record_add('taken', 'kids', 'x')$$),
    'BL409 enrolment_is_paused', 'and its lists');
UPDATE enrolment SET status = 'ended', ended_at = app_now() WHERE id = :e;
SELECT is(pg_temp.refusal($$SELECT pg_temp.save('a', 11, 7, '"x"')$$),
    'BL409 enrolment_is_ended', 'ended too');
UPDATE enrolment SET status = 'active', ended_at = NULL WHERE id = :e;
UPDATE journey SET status = 'suspended' WHERE id = :j;
SELECT is(pg_temp.refusal($$SELECT pg_temp.save('a', 11, 7, '"x"')$$),
    'BL409 journey_is_suspended', 'and what is suspended');
UPDATE journey SET status = 'unpublished' WHERE id = :j;
SELECT is(pg_temp.save('a', 11, 7, '"x"'), 'saved 8',
    'what is sold no more goes on for who is on it');

-- --- row by row ------------------------------------------------------------------
SET LOCAL ROLE belay_journeys;
SELECT isnt((SELECT count(*) FROM answer_kept), 0::bigint, 'mine');
SELECT isnt((SELECT count(*) FROM enrolment_day), 0::bigint, 'my days');
SELECT pg_temp.act(950103);
SELECT is((SELECT count(*) FROM answer) + (SELECT count(*) FROM answer_kept)
    + (SELECT count(*) FROM enrolment_record) + (SELECT count(*)
    FROM enrolment_day) + (SELECT count(*) FROM enrolment
    WHERE user_id <> 950103), 0::bigint, 'another''s are no rows at all');
SELECT throws_ok($$INSERT INTO answer_kept DEFAULT VALUES$$, '42501', NULL,
    'and nobody writes but the functions');
RESET ROLE;
SELECT * FROM finish();
ROLLBACK;
