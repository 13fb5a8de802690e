-- The directory: what is listed, how it is found and ordered, and matching.
BEGIN;
\ir fixture/booking.psql
SELECT no_plan();
SELECT pg_temp.clock('2027-06-01 08:00Z');
SELECT pg_temp.expert(900000 + n, CASE n % 3 WHEN 0 THEN 'interviewer'
    ELSE 'mentor' END) FROM generate_series(1, 9) n;
SELECT pg_temp.person(900020);
DELETE FROM session_type WHERE expert_id BETWEEN 900001 AND 900009
    AND kind = 'introduction' AND expert_id NOT IN (900001, 900003);
INSERT INTO skill (slug, name) VALUES ('fishing', 'Fishing'), ('knots', 'Knots');
INSERT INTO expert_skill SELECT 900000 + n, k.id, 1 + n % 5
    FROM generate_series(1, 9) n, skill k WHERE k.slug = 'fishing'
        OR (k.slug = 'knots' AND n < 4);
UPDATE expert SET languages = '{en,pt}', industries = '{finance}',
    headline = 'Rivers and lakes' WHERE user_id IN (900001, 900002);
INSERT INTO expert_rating (expert_id, author_id, subject_kind, subject_id, stars,
    created_at) SELECT 900000 + n, 900020, 'review', n * 100 + i, 5, now()
    FROM generate_series(2, 5) n, generate_series(1, n) i;
UPDATE session_type SET price_amount = expert_id - 900000 WHERE price_amount = 0
    AND minutes = 60 AND expert_id BETWEEN 900002 AND 900009;
INSERT INTO availability_block (expert_id, from_date, to_date)
    VALUES (900002, '2027-06-01', '2027-06-04');
SELECT pg_temp.work();

-- Numbers of the experts found, after 900000.
CREATE FUNCTION pg_temp.found(kind text, sort text, skill text DEFAULT NULL,
    industry text DEFAULT NULL, language text DEFAULT NULL,
    price bigint DEFAULT NULL, rating float8 DEFAULT NULL,
    type text DEFAULT NULL, free boolean DEFAULT NULL, day date DEFAULT NULL,
    most int DEFAULT 20) RETURNS text LANGUAGE sql AS $$
    SELECT string_agg((expert_id - 900000)::text, ' ' ORDER BY key, expert_id)
    FROM expert_page(kind, sort, skill, industry, language, price, rating, type,
        free, day, 'UTC', NULL, NULL, most) WHERE expert_id > 900000 $$;

SELECT is(pg_temp.found('mentor', 'rating'), '5 4 2 1 7 8',
    'by rating: the Bayesian mean, new ones at 4.0');
SELECT is(pg_temp.found('mentor', 'price'), '1 2 4 5 7 8', 'by price');
SELECT is(pg_temp.found('mentor', 'soonest'), '1 4 5 7 8 2', 'by the first slot');
SELECT is(pg_temp.found('interviewer', 'price'), '3 6 9', 'of another kind');
SELECT is(pg_temp.found('mentor', 'rating', 'knots'), '2 1', 'of a skill');
SELECT is(pg_temp.found('mentor', 'rating', 'juggling'), NULL,
    'of a skill that nobody has');
SELECT is(pg_temp.found('mentor', 'price', industry => 'finance'), '1 2',
    'of an industry');
SELECT is(pg_temp.found('mentor', 'price', language => 'pt'), '1 2',
    'who speak a language');
SELECT is(pg_temp.found('mentor', 'price', price => 4), '1 2 4', 'up to a price');
SELECT is(pg_temp.found('mentor', 'price', rating => 4.3), '4 5',
    'from a rating on, which the new ones do not have');
SELECT is(pg_temp.found('mentor', 'price', type => 'introduction'), '1',
    'with a session type');
SELECT is(pg_temp.found('interviewer', 'price', free => true), '3',
    'with something free');
SELECT is(pg_temp.found('mentor', 'price', day => '2027-06-03'), '1 4 5 7 8',
    'free on a day');
SELECT is(pg_temp.found('mentor', 'rating', 'knots', 'finance', 'en', 5, NULL,
    'mentoring', NULL, '2027-06-05'), '2 1', 'all at once');

-- Without filters it is the same list, by a statement of its own.
CREATE FUNCTION pg_temp.agree(sort text, skill text) RETURNS boolean
LANGUAGE sql AS $$
    SELECT (SELECT array_agg((card, key)::text) FROM expert_sorted('mentor', sort,
            skill, NULL, NULL, 20))
        = (SELECT array_agg((card, key)::text) FROM expert_page('mentor', sort,
            skill, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'UTC', NULL, NULL,
            20)) $$;
SELECT ok(pg_temp.agree(sort, skill), format('%s %s, without filters', sort, skill))
FROM unnest(ARRAY['best', 'rating', 'price', 'soonest']) AS s (sort),
    unnest(ARRAY[NULL, 'knots']) AS k (skill);

-- A card is of its row as it is now.
UPDATE expert_listing SET display_name = E'Ann\x1f\x1eB', headline = NULL,
    skill_names = '{Knots,Rope}', next_slots = '{2027-06-01 09:00Z}'
WHERE expert_id = 900001;
SELECT is(string_to_array(card, E'\x1f'), ARRAY[ref::text, kinds[1], 'AnnB', '',
    '', '', timezone, array_to_string(languages, E'\x1e'), E'Knots\x1eRope',
    array_to_string(skill_levels, E'\x1e'), array_to_string(type_ids, E'\x1e'),
    array_to_string(type_names, E'\x1e'), array_to_string(type_minutes, E'\x1e'),
    array_to_string(type_prices, E'\x1e'), price_currency,
    coalesce(rating_mean::text, ''), rating_count::text, '1811840400000000'],
    'its fields, with empty ones for what is absent')
FROM expert_listing WHERE expert_id = 900001 AND kind = 'mentor';
SELECT expert_listing_refresh(900001);

-- Keyset: page by page it is the whole, each once.
CREATE FUNCTION pg_temp.pages(sort text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    r record;
    k float8;
    i bigint;
    all_found text := '';
BEGIN
    LOOP
        FOR r IN SELECT * FROM expert_page('mentor', sort, NULL, NULL, NULL,
                NULL, NULL, NULL, NULL, NULL, 'UTC', k, i, 2) LOOP
            all_found := all_found || ' ' || r.expert_id - 900000;
            k := r.key;
            i := r.expert_id;
        END LOOP;
        EXIT WHEN NOT FOUND;
    END LOOP;
    RETURN ltrim(all_found);
END $$;
SELECT is(pg_temp.pages(s), pg_temp.found('mentor', s), 'by pages: ' || s)
    FROM unnest(ARRAY['best', 'rating', 'price', 'soonest']) s;

-- The card.
SELECT is((SELECT (ref, display_name, kinds, rating_mean, rating_count,
    slot_minutes, price_min, is_free)::text FROM expert_listing
    WHERE expert_id = 900002),
    '(9000020,"Person 900002",{mentor},,2,60,2,f)', 'below three ratings no mean');
SELECT is((SELECT next_slots FROM expert_listing WHERE expert_id = 900002),
    '{2027-06-05 00:00Z, 2027-06-05 00:30Z, 2027-06-05 01:00Z}'::timestamptz[],
    'the next three free slots');
SELECT is((SELECT slot_minutes FROM expert_listing WHERE expert_id = 900001), 30,
    'of half an hour where that is offered');
SELECT is((SELECT (display_name, picture, handle, alias_seed IS NOT NULL,
    search_text ~ 'person')::text FROM expert_listing WHERE expert_id = 900003),
    '("Quiet Otter 900003",,,t,f)',
    'an anonymous interviewer is an alias, also to the search');
SELECT is((SELECT skill_names[1] || ' ' || skill_levels[1] FROM expert_listing
    WHERE expert_id = 900003), 'Fishing 4', 'skills with their level');

-- What is found by words.
CREATE FUNCTION pg_temp.search(q text, kind text DEFAULT 'mentor') RETURNS text
LANGUAGE sql AS $$
    SELECT string_agg((expert_id - 900000)::text, ' ' ORDER BY expert_id)
    FROM expert_search(q, kind, 'best', NULL, NULL, NULL, NULL, NULL, NULL, NULL,
        NULL, 'UTC', NULL, NULL, 20) $$;
SELECT is(pg_temp.search('knots'), '1 2', 'a word');
SELECT is(pg_temp.search('rivers finance'), '1 2', 'two words');
SELECT is(pg_temp.search('fishin'), '1 2 4 5 7 8', 'a misspelt one');
SELECT is(pg_temp.search('Person 900004'), '4', 'a name');
SELECT is(pg_temp.search('Person 900003', 'interviewer'), NULL,
    'but not the one behind an alias');
SELECT is(pg_temp.search('zzzz'), NULL, 'nothing');
SELECT is(pg_temp.search(q), NULL, 'no error for ' || q)
    FROM unnest(ARRAY['"', '''', '& | !', '\', 'a:*', '<->']) q;

-- Listings follow what changes.
UPDATE profile SET display_name = 'Renamed' WHERE user_id = 900001;
SELECT pg_temp.work();
SELECT is((SELECT display_name FROM expert_listing WHERE expert_id = 900001),
    'Renamed', 'a new name');
SELECT pg_temp.act(900020);
CREATE TEMP TABLE made AS SELECT session_book(9000010, 9000011,
    '2027-06-01 08:30Z', NULL, 'free') AS id;
SELECT is((SELECT count(*) FROM job WHERE kind = 'expert.listing'), 1::bigint,
    'a booking asks for one job');
SELECT pg_temp.work();
SELECT is((SELECT next_slots[1] FROM expert_listing WHERE expert_id = 900001),
    '2027-06-01 08:00Z', 'a booking takes its slot');
SELECT is((SELECT '2027-06-01 08:30Z'::timestamptz = ANY (next_slots)
    FROM expert_listing WHERE expert_id = 900001), false, 'from the card');
SELECT pg_temp.wait('1 minute');
SELECT is(expert_listing_tick(100) >= 8, true, 'time makes them stale');
SELECT is((SELECT next_slots[1] FROM expert_listing WHERE expert_id = 900001),
    '2027-06-01 09:00Z', 'and the next slot comes up');
SELECT is(expert_listing_tick(100), 0, 'once');
UPDATE users SET status = 'suspended' WHERE id = 900001;
SELECT pg_temp.act(900007);
SELECT expert_pause('mentor', true);
SELECT pg_temp.work();
SELECT is((SELECT count(*) FROM expert_listing WHERE expert_id IN (900001,
    900007)) + (SELECT count(*) FROM expert_rank WHERE expert_id IN (900001,
    900007)), 0::bigint, 'who is suspended or pauses is not listed');

-- Blocks, both ways.
INSERT INTO block VALUES (900020, 900004, now()), (900005, 900020, now());
SELECT pg_temp.act(900020);
SELECT is(pg_temp.found('mentor', 'price'), '2 8', 'blocked ones are not shown');
SELECT is(pg_temp.search('fishing'), '2 8', 'nor found');
SELECT pg_temp.act(NULL);
SELECT is(pg_temp.found('mentor', 'price'), '2 4 5 8', 'visitors see all');

-- Match me.
SELECT pg_temp.act(900020);
CREATE FUNCTION pg_temp.matched(skills text[], level int, language text,
    windows tstzmultirange) RETURNS text LANGUAGE sql AS $$
    SELECT string_agg(expert_id - 900000 || ' ' || array_to_string(reasons, ';')
        || ' ' || to_char(starts[1], 'DD HH24:MI'), ' | ' ORDER BY score DESC)
    FROM match_experts('mentor', 'mentoring', skills, level, language, windows,
        3) $$;
SELECT is(pg_temp.matched('{knots}', 2, NULL, NULL),
    '2 skills:Knots 05 00:00 | 8 soon 01 09:00',
    'the one with the skill first, with reasons, when the client is free too');
SELECT is(pg_temp.matched('{fishing}', 3, 'pt', '{[2027-06-06 10:00Z,
    2027-06-06 11:00Z)}'), '2 skills:Fishing;language:pt;fits_your_times 06 10:00',
    'who speaks the language, at the times that suit');
SELECT is(pg_temp.matched('{fishing}', 3, 'ja', NULL), NULL, 'nobody');
SELECT is((SELECT count(*) FROM match_experts('interviewer', 'technical_coding',
    NULL, NULL, NULL, NULL, 3)), 3::bigint, 'any skill will do');

SELECT * FROM finish();
ROLLBACK;
