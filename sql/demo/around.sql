-- Feedback, ratings, notes and proposals.
-- A client's stars follow how good the expert is; words come from the pools, no
-- two the same at one expert while the pool lasts.
CREATE TEMP TABLE demo_feedback AS
SELECT s.id AS session_id, f.*, s.type_kind, s.completed_at,
    least(s.completed_at + make_interval(mins => 20 + pg_temp.pick(f.side || m.key,
        2900)), pg_temp.start() - interval '2 minutes') AS written
FROM session s
JOIN demo_made m ON m.id = s.id
JOIN demo_demand d ON d.expert = s.expert_id
CROSS JOIN LATERAL (
    SELECT 'client' AS side, s.client_id AS author, d.kind AS pool,
        CASE WHEN x.luck < 58 + 11 * x.good THEN 5 WHEN x.luck < 86 + 4 * x.good
            THEN 4 WHEN x.luck < 97 THEN 3 ELSE 2 END AS stars
    FROM (SELECT pg_temp.pick('stars' || m.key, 100) AS luck,
        pg_temp.pick('good' || d.handle, 4) AS good) x
    WHERE m.featured OR pg_temp.pick('rated' || m.key, 100) < 78
    UNION ALL
    SELECT 'expert', s.expert_id, 'of_client',
        CASE WHEN x.luck < 62 THEN 5 WHEN x.luck < 94 THEN 4 ELSE 3 END
    FROM (SELECT pg_temp.pick('of' || m.key, 100) AS luck) x
    WHERE m.featured OR pg_temp.pick('answered' || m.key, 100) < 66) f
WHERE s.status = 'completed' AND NOT s.disputed
    -- Those that still wait for somebody's words.
    AND (m.key, f.side) NOT IN (('mia-noor-3', 'client'),
        ('sanna-noor', 'expert'), ('milo-jonas', 'client'), ('milo-carl', 'expert'),
        ('oona-carl', 'expert'), ('milo-ines', 'expert'));
UPDATE demo_feedback SET stars = 5 FROM demo_made m
    WHERE m.id = session_id AND m.featured AND stars < 4;

INSERT INTO session_feedback (session_id, author_id, side, stars, words, rubric,
    created_at, show_at, shown_at)
SELECT f.session_id, f.author, f.side, f.stars,
    CASE WHEN m.featured OR pg_temp.pick('say' || f.side || m.key, 100) < 72
        THEN pg_temp.words_of(f.pool, f.stars, (row_number() OVER (PARTITION BY
            s.expert_id, f.side, f.stars ORDER BY s.id)
            + pg_temp.pick('from' || s.expert_id, 20))::int) END,
    (SELECT jsonb_object_agg(c, greatest(1, least(5, f.stars - 1
            + pg_temp.pick(c || f.side || m.key, 3))))
        FROM unnest(rubric_of(f.type_kind, f.side)) c),
    f.written, f.completed_at + interval '14 days',
    CASE WHEN count(*) OVER pair = 2 THEN max(f.written) OVER pair
        WHEN f.completed_at + interval '14 days' <= pg_temp.start()
        THEN f.completed_at + interval '14 days' END
FROM demo_feedback f
JOIN session s ON s.id = f.session_id
JOIN demo_made m ON m.id = s.id
WINDOW pair AS (PARTITION BY f.session_id);

-- Where a pool was too small, the second is without words.
UPDATE session_feedback f SET words = NULL
FROM (SELECT x.session_id, x.side, row_number() OVER (PARTITION BY s.expert_id,
        x.side, x.words ORDER BY s.id) AS nth
    FROM session_feedback x JOIN session s ON s.id = x.session_id
    WHERE x.words IS NOT NULL AND x.side = 'client') again
WHERE again.nth > 1 AND again.session_id = f.session_id AND again.side = f.side;

INSERT INTO expert_rating (expert_id, author_id, author_alias, subject_kind,
    subject_id, stars, words, reply, replied_at, created_at)
SELECT s.expert_id, s.client_id, s.client_alias, 'session', s.id, f.stars, f.words,
    r.words, CASE WHEN r.words IS NOT NULL THEN least(f.shown_at
        + interval '9 hours', pg_temp.start()) END, f.shown_at
FROM session_feedback f
JOIN session s ON s.id = f.session_id
LEFT JOIN LATERAL (SELECT pg_temp.words_of('reply', f.stars,
        pg_temp.pick('R' || s.uid, 6)) AS words
    WHERE f.words IS NOT NULL AND pg_temp.pick('r' || s.uid, 100) < 22) r ON true
WHERE f.side = 'client' AND f.shown_at IS NOT NULL
ORDER BY f.shown_at, s.id;

-- Notes of both, of the expert alone, things to do, links.
INSERT INTO session_note (session_id, author_id, kind, words, link, done,
    created_at, changed_at)
SELECT s.id, CASE n.side WHEN 'client' THEN s.client_id ELSE s.expert_id END,
    n.kind, n.words, n.link, n.done, n.at, n.at
FROM session s
JOIN demo_made m ON m.id = s.id
JOIN demo_demand d ON d.expert = s.expert_id
CROSS JOIN LATERAL (
    SELECT 'expert' AS side, 'shared' AS kind, NULL AS link, false AS done,
        pg_temp.words_of('note:' || d.kind, 0, pg_temp.pick('n' || m.key, 50))
            AS words,
        s.completed_at + interval '30 minutes' AS at
    WHERE s.completed_at IS NOT NULL
    UNION ALL
    SELECT 'expert', 'action', NULL, i = 1 OR s.ends_at < pg_temp.start()
            - interval '30 days', pg_temp.words_of('action:' || d.kind, 0,
        pg_temp.pick('a' || m.key, 50) + i), s.completed_at
        + make_interval(mins => 31 + i)
    FROM generate_series(1, 2) i WHERE s.completed_at IS NOT NULL
    UNION ALL
    SELECT 'expert', 'private', NULL, false,
        pg_temp.words_of('private:' || d.kind, 0, 0),
        s.completed_at + interval '40 minutes'
    WHERE s.completed_at IS NOT NULL AND pg_temp.pick('p' || m.key, 2) = 0) n
WHERE m.featured OR pg_temp.pick('noted' || m.key, 100) < 25
ORDER BY n.at, s.id;
INSERT INTO session_note (session_id, author_id, kind, words, link, done,
    created_at, changed_at)
SELECT m.id, pg_temp.id_of(v.author), v.kind, v.words, v.link, false,
    pg_temp.start() - v.ago, pg_temp.start() - v.ago
FROM (VALUES
    ('soon-mia-ines', 'mia', 'preparation',
        'A card terminal network. My sister runs eleven tills, so the numbers are real.',
        NULL, interval '26 hours'),
    ('soon-mia-ines', 'ines', 'shared',
        'Before we start, write down: **requests a second**, number of clients, and what “limit” means for them.',
        NULL, interval '19 hours'),
    ('soon-mia-ines', 'mia', 'resource', 'Load of a till, worked out',
        'https://example.com/tills', interval '3 hours'),
    ('soon-mia-noor', 'mia', 'preparation',
        'The job description, and the two questions I do not dare to ask.', NULL,
        interval '9 hours'),
    ('soon-mia-noor', 'noor', 'action', 'Bring the three numbers you would walk away from',
        NULL, interval '7 hours'),
    ('soon-milo-jonas', 'milo', 'resource', 'Résumé, version 4',
        'https://example.com/milo-resume', interval '30 hours'),
    ('soon-leo-carl', 'leo-brandt', 'preparation',
        'Lease, letter from the orchestra, and no idea about the cello.', NULL,
        interval '20 hours')) AS v (key, author, kind, words, link, ago)
JOIN demo_made m ON m.key = v.key;

-- Another time for two sessions, and times for a new one.
INSERT INTO session_proposal (session_id, from_session_id, expert_id, client_id,
    starts, words, created_at, expires_at)
SELECT s.id, s.id, s.expert_id, s.client_id, ARRAY[p.start], p.words,
    pg_temp.start() - interval '3 hours',
    least(pg_temp.start() + interval '21 hours', s.starts_at)
FROM (SELECT m.id, v.words, (SELECT f.start_at FROM session x,
        slots(x.expert_id, x.minutes, (x.starts_at + interval '1 day')::date,
            (x.starts_at + interval '12 days')::date, 'UTC', x.client_id, x.id) f
        WHERE x.id = m.id ORDER BY f.start_at LIMIT 1) AS start
    FROM (VALUES ('soon-mia-mei-lin',
            'A client moved their review onto our hour. Would this suit you instead?'),
        ('soon-zara-noor', 'I could give you a full hour then, same price.'))
        AS v (key, words) JOIN demo_made m ON m.key = v.key) p
JOIN session s ON s.id = p.id
WHERE p.start IS NOT NULL;
UPDATE session s SET expert_proposals = 1, version = version + 1
    FROM session_proposal p WHERE p.session_id = s.id;
INSERT INTO session_history (session_id, at, actor_id, side, move, from_status,
    to_status, data)
SELECT p.session_id, p.created_at, p.expert_id, 'expert', 'propose', 'scheduled',
    'scheduled', jsonb_build_object('to', rfc3339(p.starts[1]))
FROM session_proposal p;
INSERT INTO session_proposal (from_session_id, expert_id, client_id,
    session_type_id, starts, words, created_at, expires_at)
SELECT s.id, s.expert_id, s.client_id, pg_temp.type_of(s.expert_id, 'behavioural',
        45), x.starts, 'Same again, with the harder stories? Any of these is fine.',
    pg_temp.start() - interval '1 day', pg_temp.start() + interval '5 days'
FROM demo_made m JOIN session s ON s.id = m.id
CROSS JOIN LATERAL (SELECT array_agg(f.start_at ORDER BY f.start_at) AS starts
    FROM (SELECT DISTINCT ON (start_at::date) start_at FROM slots(s.expert_id, 45,
        pg_temp.start()::date + 6, pg_temp.start()::date + 27, 'UTC', s.client_id)
        ORDER BY start_at::date, start_at LIMIT 3) f) x
WHERE m.key = 'mia-samuel' AND x.starts IS NOT NULL;
