-- A large platform for measuring: 10,000 experts and 100,000 sessions among
-- 30,000 people.  Into a migrated, otherwise empty database, as its owner:
--   psql -v ON_ERROR_STOP=1 -v large=1 -f tests/sql/large_seed.sql
-- The same every time (no random()), relative to the clock.
\if :{?large}
\else
\echo 1..0 # SKIP not asked for with -v large=1
\quit
\endif
SET client_min_messages = warning;
SET synchronous_commit = off;
SET search_path = public;

INSERT INTO users (email, verified_at, created_at)
    SELECT 'large' || n || '@seed.test', app_now(), app_now()
    FROM generate_series(1, 30000) n;
CREATE TEMP TABLE member AS
    SELECT id, row_number() OVER (ORDER BY id) AS n FROM users
    WHERE email LIKE 'large%';
CREATE UNIQUE INDEX ON member (n);
INSERT INTO profile (user_id, handle, display_name, timezone)
    SELECT id, 'large-' || n, (ARRAY['Ada', 'Björn', 'Chen', 'Dara', 'Elif',
        'Farid', 'Grace', 'Hana', 'Ivo', 'Joana', 'Kofi', 'Lena', 'Mads', 'Nuri',
        'Olga', 'Pavel', 'Quinn', 'Rosa', 'Sven', 'Tara'])[1 + n % 20] || ' '
        || (ARRAY['Abel', 'Baker', 'Costa', 'Duarte', 'Eriksen', 'Fischer',
        'Greene', 'Haddad', 'Ito', 'Jensen', 'Kovacs', 'Lund', 'Moreau', 'Novak',
        'Okafor', 'Petrov', 'Reyes', 'Silva', 'Tanaka', 'Weber'])
        [1 + n / 20 % 20], 'Europe/Berlin' FROM member;
INSERT INTO preference (user_id) SELECT id FROM member;

-- The first 10,000 are experts; a third each of a kind.
INSERT INTO expert (user_id, alias, alias_seed, is_anonymous, headline, bio,
    timezone, languages, industries, min_notice_hours, horizon_days,
    rating_count, rating_sum, kept_count)
SELECT id, 'Seed Alias ' || n, n::text, n % 3 = 0, 'Seasoned helper no. ' || n,
    repeat('Long words about a long career. ', 10),
    (ARRAY['Europe/Berlin', 'America/New_York', 'Asia/Kolkata',
        'Australia/Sydney', 'America/Sao_Paulo'])[1 + n % 5],
    (ARRAY['{en}', '{en,de}', '{pt}', '{fr,en}'])[1 + n % 4]::text[],
    (ARRAY['{software}', '{finance}', '{education,software}', '{law}'])
        [1 + n / 4 % 4]::text[], 4, 60, n % 40, n % 40 * 4 + n % 7, n % 25
FROM member WHERE n <= 10000;
INSERT INTO expert_skill
    SELECT m.id, k.id, 1 + (m.n + k.id) % 5
    FROM member m JOIN skill k ON (m.n * 7 + k.id * 13) % 51 < 4
    WHERE m.n <= 10000 AND k.vetted;
INSERT INTO session_type (expert_id, kind, minutes, price_amount)
    SELECT m.id, CASE m.n % 3 WHEN 0 THEN t.i WHEN 1 THEN t.m ELSE t.c END,
        t.minutes, CASE WHEN t.minutes = 15 THEN 0 ELSE 1000 * (1 + m.n % 30) END
    FROM member m, (VALUES ('technical_coding', 'mentoring', 'concierge', 60),
        ('system_design', 'resume', 'resume', 90), ('introduction',
        'introduction', 'introduction', 15)) AS t (i, m, c, minutes)
    WHERE m.n <= 10000;
INSERT INTO availability_rule
    SELECT m.id, d, w.lo, w.hi FROM member m, generate_series(1, 5) d,
        (VALUES (540, 720), (780, 1020)) AS w (lo, hi)
    WHERE m.n <= 10000;

-- Ten sessions per expert, at hours of their own: seven past, three to come.
INSERT INTO session (kind, status, client_id, expert_id, session_type_id,
    type_kind, minutes, starts_at, ends_at, completed_at, paid_by, anonymous,
    client_alias, created_at)
SELECT CASE x.n % 3 WHEN 0 THEN 'interview' WHEN 1 THEN 'mentor_call'
        ELSE 'concierge' END,
    CASE WHEN k < 7 THEN 'completed' ELSE 'scheduled' END, c.id, x.id, t.id,
    t.kind, 60, s.at, s.at + interval '1 hour',
    CASE WHEN k < 7 THEN s.at + interval '1 hour' END, 'free', x.n % 3 = 0,
    CASE WHEN x.n % 3 = 0 THEN 'Calm Newt ' || k END, s.at - interval '9 days'
FROM member x
CROSS JOIN generate_series(0, 9) k
JOIN session_type t ON t.expert_id = x.id AND t.minutes = 60
-- Clients are other people, and each is in one place at a time: the hour of the
-- day tells the k-th sessions apart.
JOIN member c ON c.n = 10001 + (x.n + k * 2000) % 20000
CROSS JOIN LATERAL (SELECT date_trunc('day', app_now())
    + make_interval(days => CASE WHEN k < 7 THEN -60 + 8 * k ELSE -52 + 8 * k END,
        hours => (8 + k)::int) AS at) s
WHERE x.n <= 10000;
INSERT INTO session_history (session_id, at, side, move, to_status)
    SELECT id, created_at, 'client', 'confirm', 'scheduled' FROM session;

-- Verified last, so that none of the above asks for a listing.
INSERT INTO expert_kind (user_id, kind, status)
    SELECT id, (ARRAY['interviewer', 'mentor', 'concierge'])[1 + n % 3],
        'verified' FROM member WHERE n <= 10000;
INSERT INTO user_role SELECT user_id, kind, NULL, app_now() FROM expert_kind
    WHERE status = 'verified' ON CONFLICT DO NOTHING;
SELECT count(expert_listing_refresh(id)) FROM member WHERE n <= 10000;
ANALYZE;
SELECT (SELECT count(*) FROM expert_listing) AS listings,
    (SELECT count(*) FROM expert_rank) AS ranks,
    (SELECT count(*) FROM session) AS sessions, (SELECT count(*) FROM busy) AS busy;
