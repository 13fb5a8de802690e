-- What experts offer, and when.  Their kinds are verified last (listing.sql), so
-- that nothing before asks for a listing.
INSERT INTO expert (user_id, ref, alias, alias_seed, is_anonymous, headline, bio,
    timezone, languages, industries, specialisations, meeting_link,
    buffer_before_minutes, buffer_after_minutes, min_notice_hours,
    horizon_days, max_per_day, confirm_by_hand, late_return_percent, created_at)
SELECT u.id, ('x' || left(md5('ref of ' || d.handle), 12))::bit(48)::bigint,
    coalesce(d.alias, pg_temp.alias_of(d.handle)), md5('seed of ' || d.handle),
    d.alias IS NOT NULL, d.headline, d.bio, d.zone,
    string_to_array(d.languages, ','), string_to_array(d.industries, ','),
    string_to_array(d.specialisations, ','),
    CASE WHEN d.alias IS NULL AND (d.handle IN ('noor', 'liam-okeefe')
        OR d.n % 3 = 0) THEN 'https://meet.example.com/' || d.handle END,
    CASE d.n % 4 WHEN 1 THEN 5 WHEN 2 THEN 10 ELSE 0 END,
    CASE d.n % 3 WHEN 0 THEN 15 WHEN 1 THEN 10 ELSE 0 END,
    (ARRAY[4, 2, 12, 24, 6])[1 + d.n % 5], (ARRAY[60, 45, 90, 30])[1 + d.n % 4],
    CASE WHEN d.n % 5 = 0 THEN 4 END, d.handle IN ('tomas-rey', 'ravi-fernando',
    'patrick-oneill', 'aisha-khan', 'charlotte-dubois', 'catherine-muller'),
    CASE d.n % 3 WHEN 0 THEN 50 ELSE 0 END, u.created_at + interval '2 days'
FROM demo_expert d JOIN users u ON u.email = d.handle || '@demo.belay.test'
ORDER BY d.n;

INSERT INTO expert (user_id, ref, alias, alias_seed, is_anonymous, headline, bio,
    timezone, languages, created_at)
SELECT p.user_id, ('x' || left(md5('ref of ' || p.handle), 12))::bit(48)::bigint,
    pg_temp.alias_of('applicant ' || p.handle), md5('seed of ' || p.handle),
    a.kind = 'interviewer', p.headline, a.bio, p.timezone, p.languages,
    pg_temp.start() - make_interval(days => a.days_ago, hours => 4)
FROM demo_applicant a JOIN profile p ON p.handle = a.handle
ORDER BY p.user_id;

CREATE TEMP TABLE demo_offer AS
    SELECT pg_temp.id_of(handle) AS expert_id, handle, n, skills, offers, price
    FROM demo_expert
    UNION ALL
    SELECT pg_temp.id_of(handle), handle, 1000, skills, offers, price
    FROM demo_applicant;
CREATE TEMP TABLE demo_skill AS
    SELECT d.expert_id, split_part(s, ':', 1) AS name,
        split_part(s, ':', 2)::int AS level
    FROM demo_offer d, unnest(string_to_array(d.skills, ',')) s;
INSERT INTO skill (slug, name, vetted)
    SELECT DISTINCT slug_of(name), name, true FROM demo_skill
    ON CONFLICT DO NOTHING;
INSERT INTO expert_skill
    SELECT d.expert_id, k.id, d.level
    FROM demo_skill d JOIN skill k ON k.slug = slug_of(d.name);

-- Prices by the hour, to five dollars; an introduction is free.
INSERT INTO session_type (expert_id, kind, minutes, price_amount)
SELECT d.expert_id, CASE o[1] WHEN 'm' THEN 'mentoring'
        WHEN 'r' THEN 'resume' WHEN 'i' THEN 'introduction'
        WHEN 't' THEN 'technical_coding' WHEN 's' THEN 'system_design'
        WHEN 'b' THEN 'behavioural' ELSE 'concierge' END,
    o[2]::int, CASE WHEN o[3] = '!' THEN 0
        ELSE 500 * round(d.price * o[2]::int / 300.0) END
FROM demo_offer d CROSS JOIN LATERAL
    regexp_matches(d.offers, '([a-z])([0-9]+)(!?)', 'g') o
-- Not everybody has time for introductions.
WHERE o[1] <> 'i' OR d.handle IN ('noor', 'ines', 'carl') OR d.n % 3 = 0
ORDER BY d.n, d.expert_id;

-- Weeks: in the expert's own zone.
INSERT INTO availability_rule (expert_id, day, start_minute, end_minute)
SELECT pg_temp.id_of(d.handle), day, h.lo * 60, h.hi * 60
FROM (VALUES ('office', '{1,2,3,4,5}'::int[], 9, 12),
    ('office', '{1,2,3,4}', 13, 17),
    ('evenings', '{1,2,3,4}', 18, 22), ('evenings', '{6}', 10, 14),
    ('mornings', '{1,2,3,4,5}', 7, 11), ('mornings', '{6}', 8, 11),
    ('split', '{1,3,5}', 9, 12), ('split', '{2,4}', 14, 18),
    ('split', '{3}', 18, 21),
    ('late', '{1,2,3,4,7}', 20, 24), ('weekend', '{6,7}', 9, 13),
    ('weekend', '{6,7}', 14, 18), ('weekend', '{4}', 18, 21),
    ('three', '{2,3,4}', 10, 16)) AS h (week, days, lo, hi)
JOIN (SELECT handle, week FROM demo_expert UNION ALL SELECT handle, 'evenings'
    FROM demo_applicant WHERE status <> 'draft') d ON d.week = h.week,
    unnest(h.days) day;

-- A closed day and a Saturday for some, a holiday that was and one to come.
INSERT INTO availability_override (expert_id, on_date, start_minute, end_minute)
SELECT pg_temp.id_of(handle), pg_temp.start()::date + 8 + n % 17, NULL, NULL
FROM demo_expert WHERE n % 4 = 1;
INSERT INTO availability_override (expert_id, on_date, start_minute, end_minute)
SELECT pg_temp.id_of(handle), pg_temp.start()::date + 6
        - extract(isodow FROM pg_temp.start())::int + 7 * (1 + n % 3), 600, 840
FROM demo_expert WHERE n % 4 = 3;
INSERT INTO availability_block (expert_id, from_date, to_date, reason)
SELECT pg_temp.id_of(handle), pg_temp.start()::date + b.first + n % 11,
    pg_temp.start()::date + b.first + n % 11 + b.days, b.reason
FROM demo_expert JOIN (VALUES (0, 23, 6, 'Holiday'), (1, 12, 2, 'Conference'),
    (2, -70, 13, 'Summer'), (3, 30, 9, NULL), (4, 16, 1, 'Family'))
    AS b (pick, first, days, reason) ON b.pick = n % 7;
