-- Accounts and profiles of everybody.  All sign in with belay-demo-2026: one
-- hash of it, made with the account program's limits.
INSERT INTO users (email, verified_at, created_at)
SELECT p.handle || '@demo.belay.test', p.since + interval '7 minutes', p.since
FROM (
    SELECT handle, CASE WHEN handle = 'adam' THEN 0 WHEN n <= 7 THEN 1 ELSE 3
            END AS rank, n, pg_temp.start() - make_interval(days => CASE
            WHEN n <= 7 THEN 402 - n ELSE 20 + pg_temp.pick('d' || handle, 330)
            END, mins => pg_temp.pick('m' || handle, 1440)) AS since
    FROM demo_member
    UNION ALL
    SELECT handle, 2, n, pg_temp.start() - make_interval(
        days => 345 + pg_temp.pick('d' || handle, 50),
        mins => pg_temp.pick('m' || handle, 1440))
    FROM demo_expert) p
ORDER BY p.rank, p.n;

INSERT INTO credential (user_id, password_hash, changed_at)
SELECT id, '$argon2id$v=19$m=65536,t=2,p=1$KCxaSEX6FFR+1WaYa7J3Ig$9UM0/u++NAGxCxsPb2Wd5XOcJVsneGbphXaVsBr+t/4',
    created_at FROM users;

INSERT INTO profile (user_id, handle, display_name, headline, about, country,
    languages, industries, skills, years_experience, timezone, is_public)
SELECT u.id, p.*
FROM (
    SELECT handle, name, headline, about, country,
        string_to_array(languages, ','), '{}'::text[], '{}'::text[],
        NULL::int, zone, about IS NOT NULL
    FROM demo_member
    UNION ALL
    SELECT handle, name, headline, bio, country,
        string_to_array(languages, ','), string_to_array(industries, ','),
        ARRAY(SELECT split_part(s, ':', 1) FROM unnest(
            string_to_array(skills, ',')) s), years, zone, alias IS NULL
    FROM demo_expert) p
JOIN users u ON u.email = p.handle || '@demo.belay.test';

INSERT INTO preference (user_id) SELECT id FROM users;
UPDATE preference SET quiet_from = 1320, quiet_to = 420
    WHERE user_id = pg_temp.id_of('mia');
UPDATE preference SET digest = 'daily' WHERE user_id = pg_temp.id_of('carl');

-- Pictures are drawn beside this by the tool portrait, from the same list.
CREATE TEMP TABLE demo_portrait (handle text PRIMARY KEY, look text);
\copy demo_portrait FROM 'sql/demo/portraits.tsv'
UPDATE profile p SET picture = 'avatars/' || rtrim(translate(encode(sha256(
    convert_to('portrait of ' || p.handle, 'UTF8')), 'base64'), '+/', '-_'), '=')
    || '.webp'
FROM demo_portrait d WHERE d.handle = p.handle;
UPDATE profile SET picture_large = replace(picture, '.webp', '-512.webp')
    WHERE picture IS NOT NULL;

INSERT INTO user_role (user_id, role, granted_by, granted_at)
SELECT pg_temp.id_of(r.handle), r.role, pg_temp.id_of('adam'),
    u.created_at + interval '1 day'
FROM (VALUES ('cleo', 'creator'), ('remy', 'recruiter'), ('emil', 'employer'),
    ('mona', 'moderator'), ('adam', 'admin')) AS r (handle, role)
JOIN users u ON u.id = pg_temp.id_of(r.handle);

UPDATE users u SET status = s.status, status_reason = s.reason,
    status_until = pg_temp.start() + make_interval(days => s.until_days)
FROM demo_state s WHERE u.id = pg_temp.id_of(s.handle);
