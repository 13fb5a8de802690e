-- The marketplace: what is listed, found, sorted and paged, what members say of a
-- journey, and how it looks with 10,000 of them.
BEGIN;
\ir fixture/subscription.psql
SELECT no_plan();
SELECT pg_temp.clock('2027-03-01 12:00Z');
SELECT pg_temp.person(n) FROM generate_series(940001, 940009) n;
INSERT INTO journey (id, creator_id, title, slug, summary, tags, created_at)
    OVERRIDING SYSTEM VALUE
    SELECT 950000 + n, 940001, initcap(word) || ' journey ' || n, word || '-' || n,
        'About ' || word, ARRAY[word], app_now()
    FROM generate_series(1, 10000) n, LATERAL (SELECT (ARRAY['wedding', 'baby',
        'care', 'marathon', 'moving'])[1 + n % 5] AS word) w;
INSERT INTO journey_tier (journey_id, tier, month_amount)
    SELECT id, 'essentials', (id % 40) * 100 FROM journey WHERE id > 950000;
INSERT INTO journey_in_category SELECT j.id, c.id FROM journey j
    JOIN journey_category c ON c.slug = CASE WHEN j.tags[1] IN ('wedding', 'baby',
        'care', 'moving') THEN j.tags[1] ELSE 'health' END
    WHERE j.id > 950000;
SELECT is((SELECT count(*) FROM journey_listing WHERE journey_id > 950000),
    0::bigint, 'drafts are not listed');
UPDATE journey SET status = 'published',
    published_at = app_now() - make_interval(hours => id::int % 5000)
    WHERE id > 950000;
UPDATE journey_listing SET members = journey_id % 97, rating_count = journey_id % 11,
    rating_sum = (journey_id % 11) * (1 + journey_id % 5)
    WHERE journey_id > 950000;
ANALYZE journey_listing;
SELECT is((SELECT count(*) FROM journey_listing WHERE journey_id > 950000),
    10000::bigint, 'what is published is');
CREATE FUNCTION pg_temp.found(q text, sort text DEFAULT 'best',
    category text DEFAULT NULL, most int DEFAULT 20, price bigint DEFAULT NULL,
    help text DEFAULT NULL) RETURNS SETOF bigint LANGUAGE sql AS $$
    SELECT journey_id FROM journey_found(q, sort, category, price, NULL, help,
        NULL, NULL, most) $$;
-- Every order is paged by its key without losing or doubling any.
CREATE FUNCTION pg_temp.walk(sort text, category text, q text DEFAULT NULL)
RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    seen bigint[] := '{}';
    batch record;
    k float8;
    i bigint;
BEGIN
    LOOP
        SELECT array_agg(f.journey_id ORDER BY f.key, f.journey_id) AS ids,
            (array_agg(f.key ORDER BY f.key DESC, f.journey_id DESC))[1] AS key,
            (array_agg(f.journey_id ORDER BY f.key DESC, f.journey_id DESC))[1]
                AS id INTO batch
        FROM journey_found(q, sort, category, NULL, NULL, NULL, k, i, 700) f;
        EXIT WHEN batch.ids IS NULL;
        seen := seen || batch.ids;
        k := batch.key;
        i := batch.id;
    END LOOP;
    RETURN format('%s %s', cardinality(seen), (SELECT count(DISTINCT x)
        FROM unnest(seen) x));
END $$;
SELECT is(pg_temp.walk(s, NULL), '10000 10000', 'all of them by ' || s)
    FROM unnest(ARRAY['best', 'rating', 'new', 'price']) s;
SELECT is(pg_temp.walk('best', 'wedding'), '2000 2000', 'those of a category');
SELECT is(pg_temp.walk('best', NULL, 'marathon'), '1000 1000',
    'of a text that very many have, the most popular ones');
SELECT is((SELECT array_agg(DISTINCT tags[1]) FROM journey
    WHERE id IN (SELECT pg_temp.found('marathn'))), ARRAY['marathon'],
    'a slip of the finger is forgiven');
SELECT is((SELECT pg_temp.found('"wedding journey 5005"', most => 1)),
    955005::bigint, 'the one that is meant comes first');
SELECT is((SELECT count(*) FROM pg_temp.found('zzzzqqqq')), 0::bigint, 'or none');
SELECT is((SELECT count(*) FROM pg_temp.found(NULL, help => 'free', most => 500)),
    250::bigint, 'those for nothing');
SELECT is((SELECT count(*) FROM pg_temp.found(NULL, price => 100, most => 900)),
    500::bigint, 'or up to a price');
SELECT is((SELECT max(l.price_min) <= min(m.price_min) FROM journey_listing l,
    journey_listing m WHERE l.journey_id IN (SELECT pg_temp.found(NULL, 'price'))
    AND m.journey_id NOT IN (SELECT pg_temp.found(NULL, 'price'))), true,
    'the cheapest first');
SELECT pg_temp.act(940002);
INSERT INTO block VALUES (940002, 940001, app_now());
SELECT is((SELECT count(*) FROM pg_temp.found(NULL)), 0::bigint,
    'nothing of whom one blocked');
DELETE FROM block;

-- A page is index lookups, whatever the table's size.
CREATE FUNCTION pg_temp.plan(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    line text;
    all_lines text := '';
BEGIN
    FOR line IN EXECUTE 'EXPLAIN ' || statement LOOP
        all_lines := all_lines || line || E'\n';
    END LOOP;
    RETURN all_lines;
END $$;
SELECT matches(pg_temp.plan(format('SELECT l.journey_id FROM journey_listing l '
    'WHERE l.creator_id <> ALL (''{1}'') ORDER BY %s, l.journey_id LIMIT 21',
    o.by)), 'Index Scan using ' || o.index, 'sorted by ' || o.index)
FROM (VALUES ('-l.popular', 'journey_listing_popular'),
    ('-l.rating_mean::float8', 'journey_listing_rating'),
    ('-extract(epoch FROM l.published_at AT TIME ZONE ''UTC'')::float8',
        'journey_listing_new'),
    ('coalesce(l.price_min, 1e15)::float8', 'journey_listing_price'))
    AS o (by, index);

-- --- what members say -----------------------------------------------------------------
SELECT pg_temp.note('j', 950001);
WITH v AS (INSERT INTO journey_version (journey_id, number, status, created_at,
    changed_at, published_at) VALUES (950001, 1, 'published', app_now(), app_now(),
    app_now()) RETURNING id)
INSERT INTO enrolment (journey_id, user_id, version_id, tier, started_at, last_at)
    SELECT 950001, n, v.id, 'essentials', app_now() - make_interval(days => n - 940000),
        app_now() FROM v, generate_series(940003, 940009) n;
SELECT is((SELECT members FROM journey_listing WHERE journey_id = 950001),
    (950001 % 97 + 7)::int, 'members are counted');
CREATE FUNCTION pg_temp.say(person bigint, stars int, progress int) RETURNS text
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_temp.act(person);
    PERFORM journey_review_save(950001, stars, 'Good', progress);
    RETURN 'ok';
EXCEPTION WHEN OTHERS THEN
    RETURN SQLSTATE || ' ' || SQLERRM;
END $$;
UPDATE journey_listing SET rating_sum = 0, rating_count = 0
    WHERE journey_id = 950001;
SELECT is(pg_temp.say(940002, 5, 80), 'BL403 journey_not_taken', 'not of hearsay');
SELECT is(pg_temp.say(940006, 5, 80), 'BL409 journey_too_new', 'not after six days');
SELECT is(pg_temp.say(940007, 5, 24), 'BL409 journey_too_little', 'not by a glance');
SELECT is(pg_temp.say(940007, 5, 25), 'ok', 'seven days and a quarter do');
SELECT is(pg_temp.say(940008, 2, 25), 'ok', 'another one');
SELECT is(pg_temp.say(940007, 4, 25), 'ok', 'one may change it');
SELECT is((SELECT format('%s %s %s', rating_count, rating_sum, rating_mean)
    FROM journey_listing WHERE journey_id = 950001), '2 6 3.71',
    '(5 × 4.0 + 4 + 2) ÷ 7');
UPDATE journey_review SET hidden_at = app_now() WHERE user_id = 940008;
SELECT is((SELECT format('%s %s', rating_count, rating_sum) FROM journey_listing
    WHERE journey_id = 950001), '1 4', 'what is hidden does not count');
SELECT is((SELECT count(*) FROM journey_review_list(950001, NULL, 20)), 1::bigint,
    'nor show');
CREATE FUNCTION pg_temp.reply(person bigint) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_temp.act(person);
    PERFORM journey_review_reply((SELECT id FROM journey_review
        WHERE user_id = 940007), 'Thank you');
    RETURN 'ok';
EXCEPTION WHEN OTHERS THEN
    RETURN SQLSTATE || ' ' || SQLERRM;
END $$;
SELECT is(pg_temp.reply(940003), 'BL404 review_unknown', 'its creator answers');
SELECT is(pg_temp.reply(940001), 'ok', 'once');
SELECT is(pg_temp.reply(940001), 'BL409 review_replied', 'and not again');
UPDATE journey SET status = 'unpublished' WHERE id = 950001;
SELECT is((SELECT count(*) FROM journey_listing WHERE journey_id = 950001),
    0::bigint, 'off the market, off the list');
SELECT * FROM finish();
ROLLBACK;
