-- What is to come: the demo accounts' first.
CREATE FUNCTION pg_temp.free(client_handle text, expert_handle text, minutes int,
    hours int)
RETURNS timestamptz LANGUAGE sql STABLE
AS $$
    SELECT s.start_at
    FROM slots(pg_temp.id_of(expert_handle), minutes, pg_temp.start()::date,
        pg_temp.start()::date + 28, 'UTC') s
    WHERE s.start_at >= pg_temp.start() + make_interval(hours => hours)
        AND NOT EXISTS (SELECT FROM demo_session d
            WHERE (d.expert = pg_temp.id_of(expert_handle)
                    OR d.client = pg_temp.id_of(client_handle))
                AND d.starts < s.end_at + interval '1 hour'
                AND s.start_at < d.ends + interval '1 hour')
    ORDER BY s.start_at LIMIT 1
$$;
DO $$
DECLARE
    p record;
BEGIN
    FOR p IN SELECT * FROM (VALUES
        ('soon-mia-noor', 'mia', 'noor', 'mentoring', 60, 20, 90, 'scheduled'),
        ('soon-mia-ines', 'mia', 'ines', 'system_design', 60, 80, 70, 'scheduled'),
        ('soon-mia-tomas', 'mia', 'tomas-rey', 'mentoring', 30, 100, 3, 'requested'),
        ('soon-mia-mei-lin', 'mia', 'mei-lin', 'mentoring', 45, 130, 50, 'scheduled'),
        ('soon-mia-carl', 'mia', 'carl', 'concierge', 60, 190, 30, 'scheduled'),
        ('soon-milo-ines', 'milo', 'ines', 'technical_coding', 60, 44, 60, 'scheduled'),
        ('soon-milo-noor', 'milo', 'noor', 'mentoring', 60, 60, 4, 'requested'),
        ('soon-milo-carl', 'milo', 'carl', 'concierge', 60, 70, 40, 'scheduled'),
        ('soon-milo-jonas', 'milo', 'jonas-vestergaard', 'resume', 45, 150, 20, 'scheduled'),
        ('soon-sanna-noor', 'sanna-virtanen', 'noor', 'mentoring', 60, 90, 8, 'requested'),
        ('soon-emma-noor', 'emma-kowalski', 'noor', 'resume', 45, 30, 70, 'scheduled'),
        ('soon-zara-noor', 'zara-malik', 'noor', 'mentoring', 30, 120, 55, 'scheduled'),
        ('soon-leo-carl', 'leo-brandt', 'carl', 'concierge', 90, 26, 80, 'scheduled'),
        ('soon-nora-carl', 'nora-bauer', 'carl', 'concierge', 60, 50, 6, 'requested'),
        ('soon-maya-ines', 'maya-iyer', 'ines', 'system_design', 60, 28, 90, 'scheduled'),
        ('soon-imani-ines', 'imani-okoro', 'ines', 'behavioural', 45, 60, 5, 'requested'),
        ('soon-cleo-mei-lin', 'cleo', 'mei-lin', 'mentoring', 60, 60, 44, 'scheduled'),
        ('soon-cleo-rosa', 'cleo', 'rosa-delgado', 'concierge', 60, 150, 12, 'scheduled'),
        ('soon-remy-elif', 'remy', 'elif-aydin', 'mentoring', 60, 75, 40, 'scheduled'),
        ('soon-remy-patrick', 'remy', 'patrick-oneill', 'behavioural', 45, 130, 26, 'scheduled'),
        ('soon-emil-marcus', 'emil', 'marcus-bell', 'mentoring', 60, 95, 48, 'scheduled'),
        ('soon-emil-jonas', 'emil', 'jonas-vestergaard', 'mentoring', 60, 160, 9, 'scheduled'),
        ('soon-mona-marcus', 'mona', 'marcus-bell', 'mentoring', 60, 45, 60, 'scheduled'),
        ('soon-mona-elif', 'mona', 'elif-aydin', 'mentoring', 30, 140, 15, 'scheduled'),
        ('soon-adam-mei-lin', 'adam', 'mei-lin', 'mentoring', 45, 40, 72, 'scheduled'),
        ('soon-adam-rosa', 'adam', 'rosa-delgado', 'concierge', 60, 170, 18, 'scheduled'))
        AS t (label, client, expert, kind, most, hours, booked, status)
    LOOP
        PERFORM pg_temp.plan(p.label, p.client, p.expert, p.kind, p.most, s,
            s - pg_temp.start() + make_interval(hours => p.booked), p.status)
        FROM pg_temp.free(p.client, p.expert, p.most, p.hours) s WHERE s IS NOT NULL;
    END LOOP;
END
$$;
UPDATE demo_session d SET goals = v.goals
FROM (VALUES
    ('soon-mia-ines', 'I have an on-site at a payments company in December. I freeze when asked to estimate load. I would like to do one full design with numbers.'),
    ('soon-mia-noor', 'The round with the manager. What do they want to hear from somebody who comes out of support?'),
    ('soon-mia-tomas', 'How to tell my team that I am looking, and when.'),
    ('soon-mia-mei-lin', 'I want to show an incident review as a piece of work, not as a confession.'),
    ('soon-mia-carl', 'A year back in Sweden: what to do first, and what can wait.'),
    ('soon-milo-noor', 'My best engineer has stopped talking in meetings.'),
    ('soon-milo-ines', 'Keeping my hand in. I have not written code against a clock for a year.'),
    ('soon-milo-carl', 'My sister moves to Malmö in spring and I do the papers.'),
    ('soon-milo-jonas', 'Version 4. Does it read like a lead?'),
    ('soon-sanna-noor', 'Last one before the garden centre. I would like to say thank you, and one thing more.'))
    AS v (key, goals) WHERE v.key = d.key;
-- Later today, whatever the weekday: agreed outside the usual hours.
SELECT pg_temp.plan('today-' || e, c, e, k, 60, date_trunc('hour',
    pg_temp.start()) + make_interval(hours => h), '5 days', 'scheduled')
FROM (VALUES ('zara-malik', 'noor', 'mentoring', 2),
    ('maya-iyer', 'ines', 'system_design', 3),
    ('oona-byrne', 'carl', 'concierge', 2)) AS t (c, e, k, h);
-- One that is running now.
SELECT pg_temp.plan('now-milo-liam', 'milo', 'liam-okeefe', 'mentoring', 60,
    pg_temp.start() - interval '12 minutes', '3 days', 'in_progress');

-- Everybody else's next weeks: on up to four days an expert, the first slot.
INSERT INTO demo_session (key, client, expert, type_id, starts, ends, created,
    status, goals)
SELECT 'next ' || d.handle || ' ' || x.i, c.id, d.expert, t.id, x.start_at,
    x.start_at + make_interval(mins => t.minutes),
    pg_temp.start() - make_interval(hours => 2 + pg_temp.pick('b' || d.handle || x.i,
        150)),
    CASE WHEN e.confirm_by_hand AND x.i = 0 AND x.start_at > pg_temp.start()
        + interval '40 hours' THEN 'requested' ELSE 'scheduled' END,
    pg_temp.words_of('goal:' || d.kind, 0, pg_temp.pick('G' || d.handle || x.i,
        60))
FROM demo_demand d
JOIN expert e ON e.user_id = d.expert
CROSS JOIN LATERAL (
    SELECT row_number() OVER (ORDER BY md5(d.handle || y.day)) - 1 AS i, y.*
    FROM (SELECT DISTINCT ON (s.start_at::date) s.start_at::date AS day,
            s.start_at
        FROM slots(d.expert, 90, pg_temp.start()::date, pg_temp.start()::date + 20,
            'UTC') s
        ORDER BY s.start_at::date, md5(d.handle || s.start_at)) y
    ORDER BY i LIMIT least(4, d.wanted / 8)) x
CROSS JOIN LATERAL (SELECT id, minutes FROM session_type t
    WHERE t.expert_id = d.expert
    ORDER BY pg_temp.pick(d.handle || x.i || t.kind || t.minutes, 100), id
    LIMIT 1) t
JOIN demo_client c ON c.i = pg_temp.pick('next' || d.handle || x.i,
    (SELECT count(*)::int FROM demo_client));
UPDATE demo_session SET created = pg_temp.start() - interval '5 hours'
    WHERE status = 'requested' AND created < pg_temp.start() - interval '20 hours';
DELETE FROM demo_session WHERE starts > pg_temp.start()
    AND client IN (SELECT pg_temp.id_of(handle) FROM demo_state);
DELETE FROM demo_session a USING demo_session b
WHERE NOT a.featured AND a.key <> b.key AND (a.client = b.client
        OR a.expert = b.expert)
    AND a.starts < b.ends + interval '30 minutes'
    AND b.starts < a.ends + interval '30 minutes'
    AND (b.featured OR b.key < a.key);
