-- What the demo's files share.

-- A number from 0 to n - 1 that a text always gives.
CREATE FUNCTION pg_temp.pick(key text, n int) RETURNS int LANGUAGE sql IMMUTABLE
AS $$ SELECT ('x' || left(md5(key), 7))::bit(28)::int % n $$;

-- The platform's time of the seeding, to the minute.
CREATE TEMP TABLE demo_clock AS SELECT date_trunc('minute', app_now()) AS now;
CREATE FUNCTION pg_temp.start() RETURNS timestamptz LANGUAGE sql STABLE
AS $$ SELECT now FROM demo_clock $$;

CREATE TEMP TABLE demo_member (
    n int GENERATED ALWAYS AS IDENTITY, handle text PRIMARY KEY, name text,
    country text, zone text, languages text, headline text, about text);
CREATE TEMP TABLE demo_expert (
    n int GENERATED ALWAYS AS IDENTITY, handle text PRIMARY KEY, name text,
    alias text,                 -- of who is anonymous
    kinds text, country text, zone text, languages text, industries text,
    specialisations text, skills text, years int, price int, offers text,
    week text, headline text, bio text);
CREATE TEMP TABLE demo_applicant (handle text PRIMARY KEY, kind text,
    status text, days_ago int, reason text, skills text, offers text, price int,
    bio text, application jsonb);
CREATE TEMP TABLE demo_state (handle text PRIMARY KEY, status text, days_ago int,
    until_days int, reason text);
CREATE TEMP TABLE demo_words (
    n int GENERATED ALWAYS AS IDENTITY, pool text, stars int, words text);

-- The n-th words of a pool, around and around; stars 0: of any.
CREATE FUNCTION pg_temp.words_of(from_pool text, of_stars int, nth int)
RETURNS text LANGUAGE sql STABLE
AS $$
    SELECT words FROM (SELECT words, row_number() OVER (ORDER BY n) - 1 AS i,
            count(*) OVER () AS total FROM demo_words
        WHERE pool = from_pool AND (of_stars = 0 OR stars = of_stars)) w
    WHERE i = nth % total
$$;

CREATE FUNCTION pg_temp.id_of(of_handle text) RETURNS bigint LANGUAGE sql STABLE
AS $$ SELECT user_id FROM profile WHERE handle = of_handle $$;

-- Generated names of clients in anonymous sessions.
CREATE FUNCTION pg_temp.alias_of(key text) RETURNS text LANGUAGE sql IMMUTABLE
AS $$
    SELECT a[1 + pg_temp.pick('a' || key, cardinality(a))] || ' '
        || b[1 + pg_temp.pick('b' || key, cardinality(b))] || ' '
        || 10 + pg_temp.pick('n' || key, 90)
    FROM (SELECT ARRAY['Amber', 'Bold', 'Brave', 'Bright', 'Calm', 'Clever',
        'Copper', 'Curious', 'Daring', 'Eager', 'Fair', 'Gentle', 'Golden',
        'Honest', 'Indigo', 'Keen', 'Kind', 'Lively', 'Lucky', 'Mellow',
        'Merry', 'Noble', 'Patient', 'Plucky', 'Quick', 'Quiet', 'Silver',
        'Steady', 'Sunny', 'Swift', 'Violet', 'Warm', 'Witty'] AS a,
        ARRAY['Badger', 'Bear', 'Crane', 'Deer', 'Dolphin', 'Eagle', 'Falcon',
        'Finch', 'Gecko', 'Hare', 'Hawk', 'Heron', 'Ibex', 'Lark', 'Lemur',
        'Lynx', 'Marten', 'Moose', 'Orca', 'Otter', 'Owl', 'Puffin', 'Raven',
        'Robin', 'Seal', 'Stork', 'Swan', 'Toucan', 'Turtle', 'Walrus',
        'Wren'] AS b) words
$$;
