-- What was: first what the demo accounts' people look at, then a year of
-- everybody's.
DO $$
DECLARE
    p record;
BEGIN
    FOR p IN SELECT * FROM (VALUES
        ('mia-noor-3', 'mia', 'noor', 'mentoring', 60, 3, interval '5 days', 'completed'),
        ('mia-noor-2', 'mia', 'noor', 'mentoring', 60, 31, interval '6 days', 'completed'),
        ('mia-noor-1', 'mia', 'noor', 'introduction', 15, 58, interval '3 days', 'completed'),
        ('mia-ines-2', 'mia', 'ines', 'system_design', 60, 11, interval '8 days', 'completed'),
        ('mia-ines-1', 'mia', 'ines', 'technical_coding', 60, 40, interval '4 days', 'completed'),
        ('mia-leila', 'mia', 'leila-farahani', 'system_design', 60, 66, interval '7 days', 'completed'),
        ('mia-samuel', 'mia', 'samuel-adeyemi', 'behavioural', 45, 24, interval '5 days', 'completed'),
        ('mia-charlotte', 'mia', 'charlotte-dubois', 'mentoring', 30, 8, interval '6 days', 'canceled'),
        ('mia-thabo', 'mia', 'thabo-mokoena', 'mentoring', 60, 1, interval '4 days', 'no_show'),
        ('mia-elif', 'mia', 'elif-aydin', 'mentoring', 30, 15, interval '3 days', 'declined'),
        ('mia-carl', 'mia', 'carl', 'concierge', 60, 80, interval '9 days', 'completed'),
        ('milo-noor-1', 'milo', 'noor', 'mentoring', 30, 21, interval '5 days', 'completed'),
        ('milo-jonas', 'milo', 'jonas-vestergaard', 'mentoring', 60, 6, interval '9 days', 'completed'),
        ('milo-ines', 'milo', 'ines', 'behavioural', 45, 18, interval '5 days', 'completed'),
        ('milo-viktor', 'milo', 'viktor-dimov', 'technical_coding', 60, 2, interval '6 days', 'completed'),
        ('milo-carl', 'milo', 'carl', 'concierge', 60, 5, interval '2 days', 'completed'),
        ('milo-marcus', 'milo', 'marcus-bell', 'mentoring', 60, 47, interval '8 days', 'canceled'),
        ('sanna-noor', 'sanna-virtanen', 'noor', 'mentoring', 60, 5, interval '7 days', 'completed'),
        ('deshawn-noor', 'deshawn-pierce', 'noor', 'mentoring', 60, 9, interval '6 days', 'no_show'),
        ('oona-carl', 'oona-byrne', 'carl', 'concierge', 60, 2, interval '9 days', 'completed'),
        ('harvey-carl', 'harvey-lund', 'carl', 'concierge', 90, 12, interval '3 days', 'completed'),
        ('cleo-rosa', 'cleo', 'rosa-delgado', 'concierge', 60, 16, interval '4 days', 'completed'),
        ('remy-patrick', 'remy', 'patrick-oneill', 'behavioural', 45, 28, interval '6 days', 'completed'),
        ('emil-marcus', 'emil', 'marcus-bell', 'mentoring', 60, 13, interval '5 days', 'completed'),
        ('mona-elif', 'mona', 'elif-aydin', 'mentoring', 60, 10, interval '7 days', 'completed'),
        ('adam-mei-lin', 'adam', 'mei-lin', 'mentoring', 60, 19, interval '6 days', 'completed')
        ) AS t (label, client, expert, kind, most, days, ago, status)
    LOOP
        PERFORM pg_temp.plan(p.label, p.client, p.expert, p.kind, p.most,
            pg_temp.hour_past(pg_temp.id_of(p.client),
            pg_temp.id_of(p.expert), p.days), p.ago, p.status);
    END LOOP;
END
$$;
UPDATE demo_session SET side = 'expert', code = 'illness', words =
    'I have lost my voice, which rather ends it. I am very sorry.'
    WHERE key = 'mia-charlotte';
UPDATE demo_session SET side = 'client', code = 'found_other'
    WHERE key = 'milo-marcus';
UPDATE demo_session SET side = 'expert', code = 'not_a_fit', words =
    'For interviews at payments companies, Noor is your person.'
    WHERE key = 'mia-elif';
UPDATE demo_session SET no_show_by = 'provider' WHERE key = 'mia-thabo';
UPDATE demo_session SET no_show_by = 'client' WHERE key = 'deshawn-noor';
UPDATE demo_session SET disputed = true, words =
    'The call broke off after eleven minutes and nobody came back to it.'
    WHERE key = 'milo-viktor';
UPDATE demo_session SET disputed = true, resolution = 'partial', words =
    'We waited twenty-five minutes of the ninety.' WHERE key = 'harvey-carl';
UPDATE demo_session SET reveal = 'offered_by_expert' WHERE key = 'mia-ines-2';
UPDATE demo_session SET reveal = 'mutual' WHERE key = 'mia-leila';
UPDATE demo_session SET goals =
    'I have an on-site at a payments company in December. I freeze when asked to '
    'estimate load. I would like to do one full design with numbers.'
    WHERE key IN ('mia-ines-2', 'mia-noor-3');

-- How sought after an expert is: sessions in a year.
CREATE TEMP TABLE demo_demand AS
SELECT pg_temp.id_of(handle) AS expert, handle, split_part(kinds, ',', 1) AS kind,
    CASE handle WHEN 'noor' THEN 46 WHEN 'ines' THEN 44 WHEN 'carl' THEN 34
        WHEN 'tomas-rey' THEN 52 WHEN 'mei-lin' THEN 38
        ELSE CASE WHEN n % 9 = 4 THEN pg_temp.pick('q' || handle, 3)
            ELSE 5 + pg_temp.pick('q' || handle, 27) END END AS wanted
FROM demo_expert;
CREATE TEMP TABLE demo_client AS
    SELECT row_number() OVER (ORDER BY n) - 1 AS i, pg_temp.id_of(handle) AS id
    FROM demo_member WHERE n > 7;

INSERT INTO demo_session (key, client, expert, type_id, starts, ends, created,
    status, side, code, words, no_show_by, reveal, disputed, resolution, goals)
SELECT s.key, c.id, s.expert, t.id, s.starts,
    s.starts + make_interval(mins => t.minutes),
    s.starts - make_interval(hours => 30 + pg_temp.pick('c' || s.key, 290)),
    o.status, o.side,
    CASE WHEN o.status = 'canceled' THEN (ARRAY['schedule', 'illness',
        'no_longer_needed', 'schedule'])[1 + s.fate % 4]
        WHEN o.status = 'declined' THEN 'schedule' END,
    CASE WHEN o.status = 'canceled' AND s.fate % 2 = 0
        THEN pg_temp.words_of('cancel', 0, s.fate) END,
    CASE o.status WHEN 'no_show' THEN o.side END,
    CASE WHEN s.fate BETWEEN 20 AND 26 THEN 'mutual' ELSE 'none' END, false, NULL,
    CASE WHEN pg_temp.pick('g' || s.key, 3) > 0 THEN pg_temp.words_of('goal:'
        || s.kind, 0, pg_temp.pick('G' || s.key, 60)) END
FROM (
    SELECT d.expert, d.kind, d.handle || ' ' || x.day || ' ' || x.minute AS key,
        local_instant(x.day::timestamp + make_interval(mins => x.minute),
            x.timezone) AS starts,
        pg_temp.pick('f' || d.handle || x.day || x.minute, 1000) AS fate
    FROM demo_demand d
    CROSS JOIN LATERAL (
        SELECT day.day, m AS minute, e.timezone
        FROM expert e
        CROSS JOIN LATERAL (SELECT pg_temp.start()::date - back AS day
            FROM generate_series(2, 320) back) day
        JOIN availability_rule r ON r.expert_id = e.user_id
            AND r.day = extract(isodow FROM day.day)
        CROSS JOIN generate_series(r.start_minute, r.end_minute - 100, 120) m
        WHERE e.user_id = d.expert
        -- More of late than a year ago.
        ORDER BY pg_temp.pick(d.handle || day.day || m, 1000) + pg_temp.start()::date
            - day.day, day.day, m
        LIMIT d.wanted) x) s
CROSS JOIN LATERAL (SELECT id, minutes FROM session_type t
    WHERE t.expert_id = s.expert AND t.kind <> 'introduction'
    ORDER BY pg_temp.pick(s.key || t.kind || t.minutes, 100), id LIMIT 1) t
JOIN demo_client c ON c.i = pg_temp.pick('who' || s.key,
    (SELECT count(*)::int FROM demo_client))
CROSS JOIN LATERAL (SELECT CASE WHEN s.fate < 880 THEN 'completed'
        WHEN s.fate < 950 THEN 'canceled' WHEN s.fate < 975 THEN 'no_show'
        WHEN s.fate < 990 THEN 'declined' ELSE 'expired' END AS status,
    CASE WHEN s.fate < 880 THEN NULL WHEN s.fate < 925 THEN 'client'
        WHEN s.fate < 950 THEN 'expert' WHEN s.fate < 968 THEN 'client'
        WHEN s.fate < 975 THEN 'provider' WHEN s.fate < 990 THEN 'expert'
        END AS side) o
WHERE s.starts IS NOT NULL AND s.starts < pg_temp.start() - interval '40 hours';
-- One place at a time; what is featured stays.
DELETE FROM demo_session a USING demo_session b
WHERE NOT a.featured AND a.key <> b.key AND (a.client = b.client
        OR a.expert = b.expert)
    AND a.starts < b.ends + interval '30 minutes'
    AND b.starts < a.ends + interval '30 minutes'
    AND (b.featured OR b.key < a.key);
