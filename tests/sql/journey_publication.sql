-- Publication (states 4.8): every move of the machine by every side, then the
-- ways there; versions, offers, migration, safety fixes; prices.
BEGIN;
\ir fixture/journey.psql
SELECT no_plan();
SELECT pg_temp.clock('2027-03-01 12:00Z');
SELECT pg_temp.person(n) FROM generate_series(940001, 940009) n;
INSERT INTO user_role VALUES (940008, 'admin', NULL, now());
SELECT pg_temp.journey('j', 940001);

-- --- every from, to and side -----------------------------------------------------------
CREATE TEMP TABLE allowed (side text, move text);
INSERT INTO allowed VALUES
    ('creator', 'draft in_review'), ('creator', 'changes_requested in_review'),
    ('creator', 'in_review draft'), ('creator', 'published unpublished'),
    ('creator', 'unpublished published'), ('creator', 'unpublished in_review'),
    ('creator', 'draft archived'), ('creator', 'changes_requested archived'),
    ('creator', 'unpublished archived'),
    ('admin', 'in_review published'), ('admin', 'in_review changes_requested'),
    ('admin', 'published unpublished'), ('admin', 'published suspended'),
    ('admin', 'suspended published'), ('admin', 'suspended archived'),
    ('admin', 'unpublished archived'), ('admin', 'draft archived'),
    ('admin', 'changes_requested archived'), ('system', 'in_review published');
CREATE FUNCTION pg_temp.tried(was text, target text, side text) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
    came text;
BEGIN
    UPDATE journey SET status = was, published_at = app_now()
        WHERE id = pg_temp.made('j');
    came := pg_temp.came(format('SELECT journey_move(%s, %L, %L, ''why'')',
        pg_temp.made('j'), target, side));
    IF came = 'ok' AND pg_temp.status('j') <> target THEN
        came := 'it is ' || pg_temp.status('j');
    END IF;
    RETURN came;
END $$;
SELECT is(pg_temp.tried(f, t, s), CASE WHEN EXISTS (SELECT FROM allowed a
        WHERE a.side = s AND a.move = f || ' ' || t) THEN 'ok'
        ELSE 'BL409 journey_is_' || f END, format('%s: %s to %s', s, f, t))
FROM unnest(ARRAY['draft', 'in_review', 'changes_requested', 'published',
        'unpublished', 'suspended', 'archived']) f,
    unnest(ARRAY['draft', 'in_review', 'changes_requested', 'published',
        'unpublished', 'suspended', 'archived']) t,
    unnest(ARRAY['creator', 'admin', 'system']) s;
UPDATE journey SET status = 'draft', published_at = NULL
    WHERE id = pg_temp.made('j');
DELETE FROM journey_history;

-- --- the guard ------------------------------------------------------------------------
CREATE FUNCTION pg_temp.does(statement text, noted text DEFAULT 'j') RETURNS text
LANGUAGE sql AS $$
    SELECT pg_temp.came(replace(statement, '@j', pg_temp.made(noted)::text)) $$;
SELECT pg_temp.act(940001);
SELECT pg_temp.note('bare', journey_make('Bare'));
SELECT results_eq($$SELECT word FROM journey_lacks(pg_temp.made('bare')) ORDER BY 1$$,
    ARRAY['category', 'description', 'field', 'price'], 'what is missing');
SELECT is(pg_temp.does('SELECT journey_submit(@j, NULL, NULL)', 'bare'),
    'BL409 journey_lacks_description', 'nothing goes public like that');
SELECT is_empty($$SELECT FROM journey_lacks(pg_temp.made('j'))$$, 'nothing here');
SELECT is(pg_temp.does('SELECT journey_submit(@j, 1, NULL)'), 'BL409 part_changed',
    'what was checked is what is sent');

-- --- review ---------------------------------------------------------------------------
SELECT is(journey_submit(pg_temp.made('j'), NULL, 'First'), 'waiting', 'it waits');
SELECT is(pg_temp.status('j'), 'in_review', 'in review');
SELECT is((SELECT count(*) FROM notification WHERE type = 'journey_asked'
    AND user_id = 940008), 1::bigint, 'admins are told');
SELECT is(pg_temp.does($$SELECT section_add(@j, 'More')$$),
    'BL409 journey_is_in_review', 'nothing changes meanwhile');
SELECT journey_withdraw(pg_temp.made('j'));
SELECT is(pg_temp.status('j'), 'draft', 'it is taken back');
SELECT is(pg_temp.does('SELECT journey_withdraw(@j)'), 'BL409 journey_is_draft', 'once');
SELECT journey_submit(pg_temp.made('j'), NULL, 'First');
SELECT pg_temp.act(940008);
SELECT is(pg_temp.does($$SELECT journey_ask_changes(@j, ' ')$$),
    'BL422 reason_words_missing', 'with words');
SELECT journey_ask_changes(pg_temp.made('j'), 'Say who it is for');
SELECT is((SELECT status || ': ' || status_words FROM journey
    WHERE id = pg_temp.made('j')), 'changes_requested: Say who it is for', 'changes');
SELECT pg_temp.act(940001);
SELECT is(pg_temp.does('SELECT section_add(@j, ''More'')'), 'ok', 'are made');
SELECT section_remove(pg_temp.made('j'), 'more');
SELECT journey_submit(pg_temp.made('j'), NULL, 'First');
SELECT is(pg_temp.does('SELECT journey_approve(@j)'), 'BL409 journey_own',
    'nobody approves the own');
SELECT pg_temp.act(940008);
SELECT journey_approve(pg_temp.made('j'));
SELECT is(pg_temp.status('j') || ' ' || pg_temp.versions('j'),
    'published 1 published', 'approved');
SELECT is((SELECT string_agg(data ->> 'decision', ' ' ORDER BY id)
    FROM notification WHERE type = 'journey_status' AND user_id = 940001),
    'changes approved', 'the creator hears of each step');

-- --- small and large changes ------------------------------------------------------------
SELECT pg_temp.act(940001);
SELECT is(pg_temp.does('SELECT journey_submit(@j, NULL, NULL)'),
    'BL409 journey_is_published', 'nothing new');
SELECT field_save(pg_temp.made('j'), 'home', 'who', NULL, 'who', '{"label": "Who?"}');
SELECT field_save(pg_temp.made('j'), 'home', 'who', NULL, 'who', '{"label": "Who"}');
SELECT ok(version_is_same(journey_latest(pg_temp.made('j'))), 'there and back');
SELECT is(pg_temp.does('SELECT journey_submit(@j, NULL, NULL)'),
    'BL409 version_is_same', 'is no new version');
SELECT field_order(pg_temp.made('j'), 'home', '{since,who}');
SELECT ok(NOT version_is_same(journey_latest(pg_temp.made('j'))), 'another order is');
SELECT is(journey_submit(pg_temp.made('j'), NULL, 'Other order'), 'published',
    'a small one is public at once');
SELECT is(pg_temp.versions('j'), '1 superseded, 2 published', 'as a version');
SELECT section_add(pg_temp.made('j'), 'Papers');
SELECT is(journey_submit(pg_temp.made('j'), NULL, 'Papers'), 'waiting',
    'a section more waits');
SELECT is(pg_temp.status('j') || ' ' || pg_temp.versions('j'),
    'published 1 superseded, 2 published, 3 draft', 'behind what is public');
SELECT is(pg_temp.does($$SELECT section_add(@j, 'More')$$), 'BL409 version_is_asked',
    'and stays as it is');
SELECT is(pg_temp.does('SELECT journey_submit(@j, NULL, NULL)'),
    'BL409 version_is_asked', 'once');
SELECT pg_temp.act(940008);
SELECT journey_ask_changes(pg_temp.made('j'), 'An empty section');
SELECT is((SELECT answer FROM journey_version WHERE status = 'draft'
    AND journey_id = pg_temp.made('j')), 'An empty section', 'an answer to a version');
SELECT is(pg_temp.status('j'), 'published', 'its journey stays public');
SELECT pg_temp.act(940001);
SELECT field_add(pg_temp.made('j'), 'papers', 'file', '{"label": "Will"}');
SELECT is(journey_submit(pg_temp.made('j'), NULL, 'Papers'), 'waiting', 'again');
SELECT journey_withdraw(pg_temp.made('j'));
SELECT is(pg_temp.does($$SELECT section_add(@j, 'More')$$), 'ok', 'taken back');
SELECT section_remove(pg_temp.made('j'), 'more');
SELECT journey_submit(pg_temp.made('j'), NULL, 'Papers');
SELECT pg_temp.act(940008);
SELECT journey_approve(pg_temp.made('j'));
SELECT is(pg_temp.versions('j'), '1 superseded, 2 superseded, 3 published', 'approved');
UPDATE setting SET value = 'false' WHERE name = 'journeys.require_approval';
SELECT pg_temp.act(940001);
SELECT section_add(pg_temp.made('j'), 'Also');
SELECT is(journey_submit(pg_temp.made('j'), NULL, 'Also'), 'published',
    'unless nothing needs approval');
SELECT pg_temp.journey('free', 940001);
SELECT is(journey_submit(pg_temp.made('free'), NULL, NULL), 'published', 'nor a first');
SELECT is((SELECT string_agg(side, ' ' ORDER BY id) FROM journey_history
    WHERE journey_id = pg_temp.made('free')), 'creator system', 'by the system');
UPDATE setting SET value = 'true' WHERE name = 'journeys.require_approval';

-- --- trust ---------------------------------------------------------------------------------
SELECT ok(NOT creator_is_trusted(940001), 'one approved journey is not enough');
SELECT pg_temp.journey('t' || n, 940002) FROM generate_series(1, 4) n;
SELECT is(pg_temp.publish('t' || n, 940008), 'waiting', 'the first three wait')
    FROM generate_series(1, 3) n;
SELECT ok(NOT creator_is_trusted(940002), 'approvals alone are not trust')
    WHERE to_regprocedure('trust_level(bigint)') IS NULL;
DO $$ BEGIN
    IF to_regprocedure('trust_level(bigint)') IS NULL THEN
        CREATE FUNCTION trust_level(person bigint) RETURNS int LANGUAGE sql
        AS 'SELECT 2';
    ELSE
        CREATE OR REPLACE FUNCTION trust_level(person bigint) RETURNS int
        LANGUAGE sql AS 'SELECT 2';
    END IF;
END $$;
SELECT ok(creator_is_trusted(940002), 'with the trust of a regular');
SELECT is(pg_temp.publish('t4', 940008), 'published', 'the fourth is public at once');
SELECT ok(NOT creator_is_trusted(940001), 'trust without approvals is none');

-- --- unpublished, suspended, archived --------------------------------------------------------
SELECT pg_temp.act(940001);
SELECT journey_unpublish(pg_temp.made('j'));
SELECT is(journey_submit(pg_temp.made('j'), NULL, NULL), 'published',
    'unchanged it comes back at once');
SELECT journey_unpublish(pg_temp.made('j'));
SELECT section_add(pg_temp.made('j'), 'Big');
SELECT is(journey_submit(pg_temp.made('j'), NULL, 'Big'), 'waiting', 'else by review');
SELECT is(pg_temp.status('j'), 'in_review', 'of the journey');
SELECT pg_temp.act(940008);
SELECT journey_approve(pg_temp.made('j'));
SELECT journey_feature(pg_temp.made('j'), true);
SELECT journey_decide(pg_temp.made('j'), 'suspended', 'Reported');
SELECT is((SELECT status || ' ' || (featured_at IS NULL) FROM journey
    WHERE id = pg_temp.made('j')), 'suspended true', 'suspended, not featured');
SELECT is(pg_temp.does('SELECT journey_feature(@j, true)'),
    'BL409 journey_is_suspended', 'nor can it be');
SELECT pg_temp.act(940001);
SELECT is(pg_temp.does('SELECT journey_submit(@j, NULL, NULL)'),
    'BL409 journey_is_suspended', 'the creator does not undo that');
SELECT pg_temp.act(940008);
SELECT is(pg_temp.does($$SELECT journey_decide(@j, 'archived', '')$$),
    'BL422 reason_words_missing', 'decisions say why');
SELECT journey_decide(pg_temp.made('j'), 'published', NULL);

-- --- members -----------------------------------------------------------------------------------
CREATE FUNCTION pg_temp.enrol(noted text, person bigint, version int DEFAULT NULL)
RETURNS bigint LANGUAGE sql AS $$
    WITH e AS (INSERT INTO enrolment (journey_id, user_id, version_id, tier,
            started_at, last_at)
        SELECT v.journey_id, person, v.id, 'essentials', app_now(), app_now()
        FROM journey_version v WHERE v.journey_id = pg_temp.made(noted)
            AND CASE WHEN version IS NULL THEN v.status = 'published'
            ELSE v.number = version END RETURNING id)
    SELECT pg_temp.note('e' || person, id) FROM e $$;
SELECT pg_temp.journey('m', 940001);
SELECT pg_temp.publish('m', 940008);
SELECT pg_temp.enrol('m', n) FROM generate_series(940003, 940005) n;
INSERT INTO answer (enrolment_id, section_key, field_key, user_id, value, saved_at,
    saved_by) SELECT pg_temp.made('e940003'), 'home', f, 940003, v::jsonb,
    app_now(), 940003 FROM (VALUES ('who', '"Ada"'), ('since', '"2020-02-02"'))
    x (f, v);
SELECT pg_temp.act(940001);
SELECT field_remove(pg_temp.made('m'), 'home', 'since');
SELECT is(journey_submit(pg_temp.made('m'), NULL, 'Shorter', false), 'published',
    'a version that is not offered');
SELECT pg_temp.act(940003);
SELECT is(enrolment_offer(pg_temp.made('e940003')), NULL, 'nobody is asked');
SELECT pg_temp.act(940001);
SELECT is(studio_offer(pg_temp.made('m')), 3, 'the creator offers it');
SELECT is((SELECT count(*) FROM notification WHERE type = 'journey_version'), 3::bigint,
    'to all three');
SELECT studio_offer(pg_temp.made('m'));
SELECT is((SELECT count(*) FROM notification WHERE type = 'journey_version'), 3::bigint,
    'once');
SELECT pg_temp.note('v2', (SELECT id FROM journey_version
    WHERE journey_id = pg_temp.made('m') AND number = 2));
SELECT pg_temp.act(940003);
SELECT is(enrolment_offer(pg_temp.made('e940003')), pg_temp.made('v2'), 'on offer');
CREATE FUNCTION pg_temp.migrate(person bigint, version text, decision text)
RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_temp.act(person);
    RETURN pg_temp.came(format('SELECT enrolment_migrate(%s, %s, %L)',
        pg_temp.made('e' || person), pg_temp.made(version), decision));
END $$;
SELECT is_empty($$SELECT FROM enrolment_removed_answers(pg_temp.made('e940003'))$$,
    'nothing is removed yet');
SELECT is(pg_temp.migrate(940003, 'v2', 'perhaps'), 'BL422 decision_unknown', 'yes or no');
SELECT is(pg_temp.migrate(940003, 'v2', 'accept'), 'ok', 'accepted');
SELECT is(pg_temp.migrate(940003, 'v2', 'accept'), 'ok', 'twice is once');
SELECT results_eq($$SELECT section_title, field_key, type, definition ->> 'label',
    value FROM enrolment_removed_answers(pg_temp.made('e940003'))$$,
    $$VALUES ('Home', 'since', 'date', 'Since', '"2020-02-02"'::jsonb)$$,
    'the answer that has no field any more is there');
SELECT is((SELECT count(*) FROM answer WHERE enrolment_id = pg_temp.made('e940003')),
    2::bigint, 'none is lost');
SELECT is(pg_temp.migrate(940004, 'v2', 'decline'), 'ok', 'declined');
SELECT is(enrolment_offer(pg_temp.made('e940004')), NULL, 'and not asked again');
SELECT is(pg_temp.migrate(940004, 'v2', 'accept'), 'ok', 'but may think again');
UPDATE enrolment SET version_id = (SELECT id FROM journey_version WHERE journey_id
    = pg_temp.made('m') AND number = 1), declined_version_id = pg_temp.made('v2')
    WHERE id = pg_temp.made('e940004');
SELECT pg_temp.act(940006);
SELECT is(pg_temp.came(format('SELECT enrolment_migrate(%s, %s, ''accept'')',
    pg_temp.made('e940003'), pg_temp.made('v2'))), 'BL404 enrolment_unknown',
    'nobody decides for another');
SELECT is_empty($$SELECT FROM enrolment_removed_answers(pg_temp.made('e940003'))$$,
    'nor reads');
SELECT pg_temp.act(940001);
SELECT field_save(pg_temp.made('m'), 'home', 'who', NULL, 'who', '{"label": "Whom"}');
SELECT is(journey_submit(pg_temp.made('m'), NULL, 'Whom'), 'published', 'a third');
SELECT is(pg_temp.migrate(940005, 'v2', 'accept'), 'BL409 version_not_offered',
    'what was shown is old');
SELECT pg_temp.act(940004);
SELECT isnt(enrolment_offer(pg_temp.made('e940004')), NULL, 'a newer one asks again');
SELECT is_empty($$SELECT FROM studio_versions(pg_temp.made('m'))$$,
    'members see nothing of who is where');
SELECT pg_temp.act(940001);
SELECT results_eq($$SELECT number, members FROM studio_versions(pg_temp.made('m'))$$,
    $$VALUES (3, 0::bigint), (2, 1), (1, 2)$$, 'who is on which');

-- --- restored ---------------------------------------------------------------------------------
SELECT version_restore(pg_temp.made('m'), 1);
SELECT is(pg_temp.parts('m'), 'home: who since', 'an old version is the draft');
SELECT is(pg_temp.versions('m'),
    '1 superseded, 2 superseded, 3 published, 4 draft', 'and nothing else changes');
SELECT is(pg_temp.does('SELECT version_restore(@j, 9)', 'm'), 'BL404 version_unknown',
    'where there is one');
SELECT is(pg_temp.does('SELECT version_restore(@j, 4)', 'm'), 'BL404 version_unknown',
    'not itself');

-- --- a safety fix ----------------------------------------------------------------------------
SELECT is(journey_submit(pg_temp.made('m'), NULL, 'As it was'), 'published', 'a fourth');
UPDATE enrolment SET status = 'ended', ended_at = app_now()
    WHERE id = pg_temp.made('e940005');
SELECT pg_temp.act(940008);
SELECT is(version_safety_fix(pg_temp.made('m')), 2, 'moves who is on it at once');
SELECT is((SELECT count(DISTINCT version_id) FROM enrolment WHERE journey_id
    = pg_temp.made('m') AND status <> 'ended'), 1::bigint, 'all to the same');
SELECT is((SELECT count(*) FROM notification WHERE type = 'journey_version'
    AND data ? 'fixed'), 2::bigint, 'and tells them');
SELECT is(version_safety_fix(pg_temp.made('m')), 0, 'once');

-- --- the end -----------------------------------------------------------------------------------
SELECT pg_temp.act(940001);
SELECT journey_unpublish(pg_temp.made('m'));
SELECT is(pg_temp.does('SELECT journey_archive(@j)', 'm'), 'BL409 journey_has_members',
    'not while members are on it');
SELECT is(pg_temp.does('SELECT journey_delete(@j)', 'm'), 'BL409 journey_was_taken',
    'never gone once somebody was');
UPDATE enrolment SET status = 'ended', ended_at = app_now()
    WHERE journey_id = pg_temp.made('m') AND status <> 'ended';
SELECT is(pg_temp.does('SELECT journey_archive(@j)', 'm'), 'ok', 'archived');
SELECT is(pg_temp.does('SELECT section_add(@j, ''x'')', 'm'),
    'BL409 journey_is_archived', 'for good');

-- --- prices -----------------------------------------------------------------------------------
SELECT pg_temp.journey('p', 940001);
SELECT is(pg_temp.does($$SELECT journey_rates(@j, 2000, 3000, 1000, 1000, 'USD', true,
    48)$$, 'p'), 'ok', 'rates');
SELECT is(pg_temp.does($$SELECT studio_tier_save(@j, 'guided', true, 10000, 100000, 1,
    0, 45)$$, 'p'), 'ok', 'a tier');
SELECT results_eq($$SELECT every, price, fee, reserve, affiliate, seller, without
    FROM studio_split(pg_temp.made('p')) WHERE tier = 'guided'$$, $$VALUES
    ('month', 10000::bigint, 1500::bigint, 2000::bigint, 1000::bigint, 5500::bigint,
        6500::bigint),
    ('year', 100000, 15000, 24000, 10000, 51000, 61000)$$,
    'the split of the books: 55.00 of 100.00 are left');
SELECT is(pg_temp.does($$SELECT journey_rates(@j, 9000, 3000, 1000, 1000, 'USD', true,
    48)$$, 'p'), 'BL422 split_exceeds_price', 'a rate that no price bears');
SELECT is(pg_temp.does($$SELECT journey_rates(@j, 2000, 3000, 1000, 1000, 'EUR', true,
    48)$$, 'p'), 'BL409 journey_currency_fixed', 'prices keep their currency');
SELECT is(pg_temp.does($$SELECT studio_tier_save(@j, 'guided', true, 50, NULL, 0, 0,
    45)$$, 'p'), 'BL422 price_too_low', 'a price is a dollar');
SELECT pg_temp.act(940008);
SELECT is(pg_temp.does('SELECT journey_fee(@j, 10001)', 'p'), 'BL422 journey_fee_range',
    'a fee is a part');
SELECT is(pg_temp.does('SELECT journey_fee(@j, 8000)', 'p'), 'BL422 split_exceeds_price',
    'that the tiers bear');
SELECT is(pg_temp.does('SELECT journey_fee(@j, 1000)', 'p'), 'ok', 'less than usual');
SELECT pg_temp.act(940001);
SELECT is((SELECT fee FROM studio_split(pg_temp.made('p')) WHERE tier = 'guided'
    AND every = 'month'), 1000::bigint, 'is in the split');
SELECT * FROM finish();
ROLLBACK;
