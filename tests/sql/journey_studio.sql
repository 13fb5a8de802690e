-- Sections and fields of drafts: their order, their keys, who may change them.
BEGIN;
\ir fixture/journey.psql
SELECT no_plan();
SELECT pg_temp.clock('2027-03-01 12:00Z');
SELECT pg_temp.person(n) FROM generate_series(940001, 940009) n;
INSERT INTO user_role VALUES (940008, 'admin', NULL, now());
SELECT pg_temp.journey('j', 940001);
CREATE FUNCTION pg_temp.does(statement text) RETURNS text LANGUAGE sql AS $$
    SELECT pg_temp.came(replace(statement, '@j', pg_temp.made('j')::text)) $$;

-- --- sections -----------------------------------------------------------------------
SELECT is(pg_temp.parts('j'), 'home: who since', 'keys are made of words');
SELECT is(section_add(pg_temp.made('j'), 'Home'), 'home_2', 'and are free');
SELECT is(section_add(pg_temp.made('j'), 'Über uns!'), 'uber_uns', 'and plain');
SELECT is(section_add(pg_temp.made('j'), '日本'), 'section', 'or say what it is');
SELECT section_move(pg_temp.made('j'), 'uber_uns', -2);
SELECT is(pg_temp.parts('j'), 'uber_uns:, home: who since, home_2:, section:',
    'two up');
SELECT section_move(pg_temp.made('j'), 'uber_uns', -1);
SELECT section_move(pg_temp.made('j'), 'section', 5);
SELECT is(pg_temp.parts('j'), 'uber_uns:, home: who since, home_2:, section:',
    'no further than the ends');
SELECT section_order(pg_temp.made('j'), '{home,home_2,section,uber_uns}');
SELECT is(pg_temp.parts('j'), 'home: who since, home_2:, section:, uber_uns:',
    'any order');
SELECT is(pg_temp.does($$SELECT section_order(@j, '{home,home_2,section}')$$),
    'BL409 part_changed', 'of all of them');
SELECT is(section_copy(pg_temp.made('j'), 'home'), 'home_copy', 'a copy');
SELECT is(pg_temp.parts('j'),
    'home: who since, home_copy: who since, home_2:, section:, uber_uns:',
    'stands behind, with its fields');
SELECT section_remove(pg_temp.made('j'), k) FROM unnest('{home_copy,home_2,section,
    uber_uns}'::text[]) k;
SELECT is(pg_temp.parts('j'), 'home: who since', 'they go');
SELECT is(pg_temp.does($$SELECT section_remove(@j, 'home_2')$$),
    'BL404 section_unknown', 'once');
SELECT is(pg_temp.does($$SELECT section_save(@j, 'home', 2, ROW('home', 'At home',
    NULL, NULL, NULL, false, 0, 20, 1, NULL)::section_words)$$),
    'BL409 part_changed', 'who saves says what was seen');
SELECT is(pg_temp.does($$SELECT section_save(@j, 'home', 1, ROW('house', 'At home',
    NULL, NULL, NULL, false, 0, 20, 1, NULL)::section_words)$$), 'ok',
    'a key changes while nobody answered under it');
SELECT is(pg_temp.does($$SELECT section_save(@j, 'house', 2, ROW('No', 'x', NULL,
    NULL, NULL, false, 0, 20, 1, NULL)::section_words)$$),
    'BL422 key_malformed', 'and is a key');
SELECT section_save(pg_temp.made('j'), 'house', 2, ROW('home', 'Home', NULL, NULL,
    NULL, false, 0, 20, 1, NULL)::section_words);

-- --- fields --------------------------------------------------------------------------
SELECT field_move(pg_temp.made('j'), 'home', 'since', -1);
SELECT is(pg_temp.parts('j'), 'home: since who', 'up');
SELECT field_order(pg_temp.made('j'), 'home', '{who,since}');
SELECT is(field_copy(pg_temp.made('j'), 'home', 'who'), 'who_2', 'a copy');
SELECT is(pg_temp.parts('j'), 'home: who who_2 since', 'stands behind it');
SELECT is(section_add(pg_temp.made('j'), 'Papers'), 'papers', 'another section');
SELECT is(field_to(pg_temp.made('j'), 'home', 'who_2', 'papers'), 'who_2',
    'a field goes there');
SELECT is(pg_temp.parts('j'), 'home: who since, papers: who_2', 'and is gone here');
SELECT is(pg_temp.does($$SELECT field_to(@j, 'home', 'who', 'nowhere')$$),
    'BL404 section_unknown', 'where there is a section');
SELECT is(pg_temp.does($$SELECT field_save(@j, 'home', 'who', 7, 'who', '{}')$$),
    'BL409 part_changed', 'a field counts its own changes');
SELECT is(field_save(pg_temp.made('j'), 'home', 'who', 1, 'who',
    '{"label": "Who?"}'), 2, 'by one');
SELECT is(pg_temp.does($$SELECT field_save(@j, 'home', 'who', 2, 'since', '{}')$$),
    'BL409 key_is_taken', 'keys are unique');
SELECT is(pg_temp.does($$SELECT field_remove(@j, 'papers', 'who_2')$$), 'ok', 'gone');
SELECT section_remove(pg_temp.made('j'), 'papers');

-- --- whose it is ------------------------------------------------------------------------
SELECT pg_temp.act(940002);
SELECT is(pg_temp.does(s), 'BL404 journey_unknown', s) FROM unnest(ARRAY[
    $$SELECT section_add(@j, 'Mine')$$, $$SELECT section_move(@j, 'home', 1)$$,
    $$SELECT section_order(@j, '{home}')$$, $$SELECT section_copy(@j, 'home')$$,
    $$SELECT section_remove(@j, 'home')$$,
    $$SELECT field_add(@j, 'home', 'text', '{"label": "x"}')$$,
    $$SELECT field_save(@j, 'home', 'who', NULL, 'who', '{}')$$,
    $$SELECT field_move(@j, 'home', 'who', 1)$$,
    $$SELECT field_order(@j, 'home', '{who}')$$,
    $$SELECT field_to(@j, 'home', 'who', 'home')$$,
    $$SELECT field_copy(@j, 'home', 'who')$$,
    $$SELECT field_remove(@j, 'home', 'who')$$, $$SELECT journey_duplicate(@j)$$,
    $$SELECT journey_delete(@j)$$, $$SELECT journey_theme(@j, '{}')$$,
    $$SELECT journey_submit(@j, NULL, NULL)$$, $$SELECT journey_withdraw(@j)$$,
    $$SELECT journey_unpublish(@j)$$, $$SELECT journey_archive(@j)$$,
    $$SELECT version_restore(@j, 1)$$, $$SELECT studio_offer(@j)$$,
    $$SELECT journey_rates(@j, 0, 0, 0, 0, 'USD', false, 72)$$,
    $$SELECT studio_tier_save(@j, 'guided', true, 0, 0, 0, 0, 45)$$]) s;

-- --- what is published ------------------------------------------------------------------
SELECT is(pg_temp.publish('j', 940008, 'First'), 'waiting', 'a first one is approved');
SELECT is(pg_temp.versions('j'), '1 published', 'a version');
SELECT pg_temp.act(940001);
SELECT field_remove(pg_temp.made('j'), 'home', 'since');
SELECT is(pg_temp.versions('j'), '1 published, 2 draft', 'a change makes a draft');
SELECT is(pg_temp.parts('j'), 'home: who', 'of what was there');
SELECT is(pg_temp.does($$SELECT field_save(@j, 'home', 'who', 1, 'whom', '{}')$$),
    'BL409 key_is_public', 'answers are there by this key');
SELECT is(pg_temp.does($$SELECT section_save(@j, 'home', 1, ROW('home', 'Home', NULL,
    NULL, NULL, true, 0, 20, 1, NULL)::section_words)$$),
    'BL409 section_kind_is_fixed', 'and not as a list');
SELECT is(field_add(pg_temp.made('j'), 'home', 'text', '{"label": "Since"}'),
    'since_2', 'the key of another type is not given again');
SELECT is(pg_temp.does($$SELECT field_save(@j, 'home', 'since_2', 1, 'since', '{}')$$),
    'BL409 key_of_another_type', 'nor taken');

-- --- copies, names, ends --------------------------------------------------------------------
SELECT pg_temp.note('copy', journey_duplicate(pg_temp.made('j')));
SELECT is(pg_temp.parts('copy'), 'home: who since_2', 'a copy of the latest');
SELECT is((SELECT title || ' ' || slug FROM journey WHERE id = pg_temp.made('copy')),
    'j (copy) j-copy', 'under another name');
SELECT is(pg_temp.came(format('SELECT journey_write(%s, NULL, ROW(''c'', ''j'',
    NULL, NULL, NULL, NULL, ''{}'', ''{}'')::journey_words)', pg_temp.made('copy'))),
    'BL422 journey_slug_malformed', 'an address has two letters');
CREATE FUNCTION pg_temp.named(noted text, address text) RETURNS text
LANGUAGE sql AS $$ SELECT pg_temp.came(format('SELECT journey_write(%s, NULL,
    ROW(''Name'', %L, NULL, NULL, NULL, NULL, ''{}'', ''{}'')::journey_words)',
    pg_temp.made(noted), address)) $$;
SELECT is(pg_temp.named('j', 'one-name'), 'ok', 'it is named');
SELECT is(pg_temp.named('j', 'another-name'), 'ok', 'anew');
SELECT is(pg_temp.named('copy', 'one-name'), 'BL409 journey_slug_taken',
    'a name that was public leads where it led');
SELECT is(pg_temp.named('copy', 'another-name'), 'BL409 journey_slug_taken',
    'and so does the present one');
SELECT is(pg_temp.named('j', 'one-name'), 'ok', 'its own may come back');
SELECT is(pg_temp.came(format('SELECT journey_delete(%s)', pg_temp.made('copy'))),
    'ok', 'what nobody was on goes');
SELECT is((SELECT count(*) FROM journey WHERE id = pg_temp.made('copy')), 0::bigint,
    'with all its parts');
SELECT is(pg_temp.does('SELECT journey_delete(@j)'), 'BL409 journey_is_published',
    'not what is public');
SELECT * FROM finish();
ROLLBACK;
