-- Becoming an expert, and saving profile and availability.
BEGIN;
\ir fixture/booking.psql
SELECT no_plan();
SELECT pg_temp.clock('2027-06-01 08:00Z');
SELECT pg_temp.person(900001), pg_temp.person(900002), pg_temp.person(900009);
INSERT INTO user_session (token_hash, user_id, created_at, last_seen_at,
    expires_at, roles, permissions)
    VALUES ('\x01', 900001, now(), now(), now(), '{member}', '{}');
CREATE FUNCTION pg_temp.state(k text) RETURNS text LANGUAGE sql AS $$
    SELECT status FROM expert_kind WHERE user_id = 900001 AND kind = k $$;

-- --- provider application ----------------------------------------------------
SELECT pg_temp.act(900001);
SELECT is(pg_temp.refusal($$SELECT expert_register('wizard', '{}')$$),
    'BL422 expert_kind_unknown', 'three kinds');
SELECT is(pg_temp.refusal($$SELECT expert_register('mentor', '[]')$$),
    'BL422 expert_application', 'an application is an object');
SELECT isnt(expert_register('interviewer', '{"companies": ["A"]}'), 900001::bigint,
    'an expert''s public number is not the user''s');
SELECT is((SELECT (is_anonymous, alias ~ '^[A-Z][a-z]+ [A-Z][a-z]+ [0-9]+$',
    timezone, min_notice_hours, horizon_days, buffer_before_minutes,
    max_per_day)::text FROM expert WHERE user_id = 900001),
    '(t,t,Europe/Lisbon,4,60,0,)',
    'interviewers begin anonymous, with the decided defaults');
SELECT is(pg_temp.refusal($$SELECT expert_register('interviewer', '{}')$$),
    'BL409 expert_is_submitted', 'once is enough');
SELECT is(pg_temp.refusal($$SELECT expert_pause('interviewer', true)$$),
    'BL409 expert_is_submitted', 'nothing to pause yet');
SELECT pg_temp.act(900009);
SELECT is(pg_temp.refusal($$SELECT expert_decide(900001, 'interviewer',
    'rejected', ' ')$$), 'BL422 reason_words_missing', 'a rejection gives its reason');
SELECT expert_decide(900001, 'interviewer', 'in_review', NULL);
SELECT expert_decide(900001, 'interviewer', 'rejected', 'no sample');
SELECT is((SELECT reason FROM expert_kind WHERE user_id = 900001), 'no sample',
    'which is kept');
SELECT is((SELECT data ->> 'reason' FROM notification WHERE user_id = 900001),
    'no sample', 'and told');
SELECT pg_temp.act(900001);
SELECT expert_register('interviewer', '{"try": 2}');
SELECT is((SELECT application ->> 'try' FROM expert_kind WHERE user_id = 900001),
    '2', 'at once again, with other words');
DO $$
BEGIN
    FOR i IN 3..4 LOOP
        PERFORM pg_temp.act(900009);
        PERFORM expert_decide(900001, 'interviewer', 'rejected', 'still not');
        PERFORM pg_temp.act(900001);
        PERFORM expert_register('interviewer', '{}');
    END LOOP;
    PERFORM pg_temp.act(900009);
    PERFORM expert_decide(900001, 'interviewer', 'rejected', 'still not');
    PERFORM pg_temp.act(900001);
END $$;
SELECT is(pg_temp.refusal($$SELECT expert_register('interviewer', '{}')$$),
    'BL409 expert_resubmitted_too_often', 'three times in 30 days');
SELECT pg_temp.wait('31 days');
SELECT lives_ok($$SELECT expert_register('interviewer', '{}')$$, 'then again');
SELECT expert_register('mentor', '{}');
SELECT pg_temp.act(900009);
SELECT expert_decide(900001, 'interviewer', 'verified', NULL),
    expert_decide(900001, 'mentor', 'verified', NULL);
SELECT is((SELECT array_agg(role ORDER BY role) FROM user_role
    WHERE user_id = 900001), ARRAY['interviewer', 'mentor'],
    'verification grants the role');
SELECT is((SELECT roles @> ARRAY['interviewer', 'mentor']
    AND 'expert.manage' = ANY (permissions) FROM user_session
    WHERE user_id = 900001), true, 'also of who is signed in');
SELECT is(pg_temp.refusal($$SELECT expert_decide(900001, 'mentor', 'rejected',
    'late')$$), 'BL409 expert_is_verified', 'what is decided is decided');
SELECT expert_decide(900001, 'mentor', 'suspended', 'complaints');
SELECT pg_temp.act(900001);
SELECT is(pg_temp.refusal($$SELECT expert_pause('mentor', false)$$),
    'BL409 expert_is_suspended', 'the suspended can not let themselves back');
SELECT expert_pause('interviewer', true);
SELECT is(pg_temp.state('interviewer'), 'paused', 'paused');
SELECT expert_pause('interviewer', false);
SELECT pg_temp.act(900009);
SELECT expert_decide(900001, 'mentor', 'removed', 'complaints');
SELECT is((SELECT array_agg(role) FROM user_role WHERE user_id = 900001),
    ARRAY['interviewer'], 'a removal takes its own role only');
SELECT is((SELECT count(*) FROM expert_kind_history WHERE user_id = 900001),
    17::bigint, 'all of it is in the history');
SELECT is_empty($$
    SELECT f, t, s FROM unnest(ARRAY['draft', 'submitted', 'in_review',
            'verified', 'rejected', 'paused', 'suspended', 'removed']) f,
        unnest(ARRAY['draft', 'submitted', 'in_review', 'verified', 'rejected',
            'paused', 'suspended', 'removed']) t,
        unnest(ARRAY['expert', 'admin']) s
    WHERE EXISTS (SELECT FROM expert_kind_rule r
            WHERE (r.from_status, r.to_status, r.side) = (f, t, s))
        <> (CASE s WHEN 'expert' THEN (f || '>' || t) IN ('draft>submitted',
            'rejected>submitted', 'verified>paused', 'paused>verified')
            ELSE (f || '>' || t) IN ('submitted>in_review',
            'submitted>verified', 'submitted>rejected', 'in_review>verified',
            'in_review>rejected', 'verified>suspended', 'paused>suspended',
            'suspended>verified', 'verified>removed', 'paused>removed',
            'suspended>removed') END)$$, 'the machine of states 4.11');

-- --- profile -----------------------------------------------------------------
SELECT pg_temp.act(900002);
SELECT is(pg_temp.refusal($$SELECT expert_save('{}')$$), 'BL404 expert_unknown',
    'a member who is no expert has no expert profile');
SELECT pg_temp.act(900001);
SELECT expert_save('{"headline": " Go ", "bio": "b", "timezone":
    "America/New_York", "languages": ["en", "de"], "industries": ["finance"],
    "skills": [{"name": "Go", "level": 5}, {"name": "Yak shaving", "level": 1}],
    "session_types": [{"kind": "technical_coding", "minutes": 60, "price":
    {"amount": 9000, "currency": "EUR"}}, {"kind": "introduction", "minutes": 15,
    "price": {"amount": 0}}], "booking": {"horizon_days": 366, "max_per_day": 2,
    "min_notice_hours": 0, "confirm_by_hand": true}}');
SELECT is((SELECT (headline, timezone, languages, industries, horizon_days,
    max_per_day, max_per_week, confirm_by_hand)::text FROM expert
    WHERE user_id = 900001),
    '(Go,America/New_York,"{de,en}",{finance},366,2,,t)', 'saved');
SELECT is((SELECT string_agg(k.name || ' ' || x.level || ' ' || k.vetted, ', '
    ORDER BY k.name) FROM expert_skill x JOIN skill k ON k.id = x.skill_id
    WHERE x.expert_id = 900001), 'Go 5 true, Yak shaving 1 false',
    'skills from the vocabulary, with free additions');
CREATE TEMP TABLE type_before AS SELECT id FROM session_type
    WHERE expert_id = 900001 AND kind = 'technical_coding';
SELECT expert_save('{"session_types": [{"kind": "technical_coding", "minutes":
    60, "price": {"amount": 9500}}], "booking": {"max_per_day": null}}');
SELECT is((SELECT (t.price_amount, t.active, b.id IS NOT NULL)::text
    FROM session_type t LEFT JOIN type_before b USING (id)
    WHERE t.expert_id = 900001 AND t.kind = 'technical_coding'), '(9500,t,t)',
    'a type keeps its number when its price changes');
SELECT is((SELECT active FROM session_type WHERE expert_id = 900001
    AND kind = 'introduction'), false, 'what is left out is retired');
SELECT is((SELECT (max_per_day, headline)::text FROM expert
    WHERE user_id = 900001), '(,Go)', 'null clears, absence leaves');
CREATE FUNCTION pg_temp.errors(call text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    d text;
BEGIN
    EXECUTE call;
    RETURN '"fine"';
EXCEPTION WHEN SQLSTATE 'BL422' THEN
    GET STACKED DIAGNOSTICS d = PG_EXCEPTION_DETAIL;
    RETURN d::jsonb -> 'errors';
END $$;
SELECT is(pg_temp.errors(format('SELECT expert_save(%L)', doc)), errors::jsonb,
    regexp_replace(doc, '\s+', ' ', 'g'))
FROM (VALUES
    ('{"headline": 5, "booking": {"horizon_days": 367, "max_per_day": 0}}',
        '{"headline": ["not_text"], "booking.horizon_days": ["out_of_range"],
        "booking.max_per_day": ["out_of_range"]}'),
    ('{"booking": {"horizon_days": 1.5}}',
        '{"booking.horizon_days": ["not_a_number"]}'),
    ('{"booking": {"horizon_days": "30"}}',
        '{"booking.horizon_days": ["not_a_number"]}'),
    ('{"booking": {"horizon_days": null}}',
        '{"booking.horizon_days": ["not_a_number"]}'),
    ('{"booking": {"horizon_days": 99999999999999999999}}',
        '{"booking.horizon_days": ["not_a_number"]}'),
    ('{"timezone": "CET"}', '{"timezone": ["unknown_zone"]}'),
    ('{"languages": ["english"]}', '{"languages": ["unknown"]}'),
    ('{"industries": ["magic"]}', '{"industries": ["unknown"]}'),
    ('{"meeting_link": "javascript:alert(1)"}', '{"meeting_link": ["not_a_link"]}'),
    ('{"skills": {}}', '{"skills": ["not_a_list"]}'),
    ('{"skills": [5]}', '{"skills.0": ["not_an_object"]}'),
    ('{"skills": [{"name": "Go"}]}', '{"skills.0.level": ["incomplete"]}'),
    ('{"skills": [{"name": "Go", "level": 5}, {"name": "C", "level": 6}]}',
        '{"skills.1.level": ["out_of_range"]}'),
    ('{"skills": [{"name": "日本", "level": 1}]}',
        '{"skills.0.name": ["skill_name"]}'),
    ('{"session_types": [{"kind": "dance", "minutes": 60, "price":
        {"amount": 1}}]}', '{"session_types.0.kind": ["unknown_kind"]}'),
    ('{"session_types": [{"kind": "resume", "minutes": 50, "price":
        {"amount": 1}}]}', '{"session_types.0.minutes": ["unknown_minutes"]}'),
    ('{"session_types": [{"kind": "resume", "minutes": 60}]}',
        '{"session_types.0.price.amount": ["price_missing"]}'),
    ('{"session_types": [{"kind": "resume", "minutes": 60, "price":
        {"amount": -1}}]}', '{"session_types.0.price.amount": ["out_of_range"]}'),
    ('{"session_types": [{"kind": "resume", "minutes": 60, "price":
        {"amount": 1}}, {"kind": "resume", "minutes": 60, "price":
        {"amount": 2}}]}', '{"session_types.1.minutes": ["twice"]}'))
    AS t (doc, errors);
SELECT is(pg_temp.refusal($$SELECT expert_save('{"booking": []}')$$),
    'BL422 not_an_object', 'an object');
SELECT is(pg_temp.refusal($$SELECT expert_save('{"industries": null}')$$),
    'BL422 not_a_list', 'no list is not a list');

SELECT set_eq($$SELECT name FROM pg_timezone_names WHERE name ~ '^[A-Z]'
    AND name NOT LIKE 'Factory' AND NOT is_zone(name)$$,
    ARRAY['CET', 'EET', 'MET', 'WET'], 'every zone of the system, links too');
SELECT is((SELECT count(*) FROM unnest(ARRAY['europe/berlin', 'Foo/Bar5',
    'posix/Europe/Berlin', 'localtime', 'PST', 'Mars/Base', 'Etc/GMT+13', '',
    'Europe/Berlin ', 'Japan;']) n WHERE is_zone(n)), 0::bigint,
    'and nothing else');

-- --- availability ------------------------------------------------------------
SELECT availability_save('{"timezone": "Europe/Berlin", "weekly": [{"day": 1,
    "start": "09:00", "end": "12:30"}, {"day": 1, "start": "13:00", "end":
    "24:00"}], "overrides": [{"date": "2027-08-14", "windows": []}, {"date":
    "2027-08-15", "windows": [{"start": "10:00", "end": "11:00"}]}], "blocked":
    [{"from": "2027-08-20", "to": "2027-08-22", "reason": "sea"}]}');
SELECT is((SELECT string_agg(day || ' ' || start_minute || '-' || end_minute,
    ', ' ORDER BY start_minute) FROM availability_rule
    WHERE expert_id = 900001), '1 540-750, 1 780-1440', 'weekly');
SELECT is((SELECT count(*) FROM availability_override WHERE expert_id = 900001),
    2::bigint, 'overrides, one without hours');
SELECT is((SELECT reason FROM availability_block WHERE expert_id = 900001), 'sea',
    'vacation');
SELECT is((SELECT timezone FROM expert WHERE user_id = 900001), 'Europe/Berlin',
    'and the zone');
SELECT is(pg_temp.errors(format('SELECT availability_save(%L)', doc)),
    errors::jsonb, regexp_replace(doc, '\s+', ' ', 'g'))
FROM (VALUES
    ('{"weekly": [{"day": 8, "start": "09:00", "end": "10:00"}]}',
        '{"weekly.0.day": ["day_range"]}'),
    ('{"weekly": [{"day": 1, "start": "9:00", "end": "10:00"}]}',
        '{"weekly.0.start": ["not_a_time"]}'),
    ('{"weekly": [{"day": 1, "start": "24:00", "end": "24:00"}]}',
        '{"weekly.0.start": ["not_a_time"]}'),
    ('{"weekly": [{"day": 1, "start": "10:00", "end": "10:00"}]}',
        '{"weekly.0.end": ["ends_before_it_starts"]}'),
    ('{"weekly": [{"day": 1, "start": "09:00", "end": "11:00"}, {"day": 1,
        "start": "10:00", "end": "12:00"}]}', '{"weekly.1.start": ["windows_overlap"]}'),
    ('{"overrides": [{"date": "2027-02-29"}]}',
        '{"overrides.0.date": ["not_a_date"]}'),
    ('{"overrides": [{"date": "2027-02-28"}, {"date": "2027-02-28"}]}',
        '{"overrides.1.date": ["twice"]}'),
    ('{"overrides": [{"date": "2027-02-28", "windows": [{"start": "x"}]}]}',
        '{"overrides.0.windows.0.start": ["not_a_time"],
        "overrides.0.windows.0.end": ["not_a_time"]}'),
    ('{"overrides": [{"date": "2027-02-28", "windows": 3}]}',
        '{"overrides.0.windows": ["not_a_list"]}'),
    ('{"blocked": [{"from": "2027-02-28", "to": "2027-02-27"}]}',
        '{"blocked.0.to": ["ends_before_it_starts"]}'),
    ('{"overrides": [{"date": "2027-02-28", "windows": [{"start": "09:00",
        "end": "11:00"}, {"start": "11:00", "end": "12:00"}, {"start": "10:59",
        "end": "11:30"}]}]}',
        '{"overrides.0.windows.2.start": ["windows_overlap"]}'),
    ('{"blocked": 5, "timezone": "Mars/Base"}',
        '{"blocked": ["not_a_list"], "timezone": ["unknown_zone"]}'),
    ('{"weekly": ["x"]}', '{"weekly": ["not_a_list"]}')) AS t (doc, errors);
SELECT is((SELECT count(*) FROM availability_rule WHERE expert_id = 900001),
    2::bigint, 'a refusal leaves what was there');
SELECT availability_save('{}');
SELECT is((SELECT count(*) FROM availability_rule WHERE expert_id = 900001)
    + (SELECT count(*) FROM availability_block WHERE expert_id = 900001), 0::bigint,
    'the document is the whole of it');

-- --- constraints -------------------------------------------------------------
SELECT throws_ok(format('UPDATE expert SET %s WHERE user_id = 900001', change),
    '23514', NULL, change)
FROM unnest(ARRAY['horizon_days = 0', 'horizon_days = 367',
    'min_notice_hours = -1', 'buffer_after_minutes = 241', 'max_per_week = 0',
    'meeting_link = ''http://x.example''', 'late_return_percent = 101']) change;
SELECT throws_ok(format('INSERT INTO availability_rule VALUES (900001, %s)', v),
    NULL, NULL, v) FROM unnest(ARRAY['0, 0, 60', '8, 0, 60', '1, 60, 60',
    '1, 0, 1441', '1, -1, 60']) v;
SELECT lives_ok('INSERT INTO availability_rule VALUES (900001, 1, 0, 60),
    (900001, 1, 60, 120)', 'windows may touch');
SELECT throws_ok('INSERT INTO availability_rule VALUES (900001, 1, 90, 150)',
    '23P01', NULL, 'not overlap');
SELECT throws_ok('INSERT INTO session_type (expert_id, kind, minutes,
    price_amount) VALUES (900001, ''resume'', 20, 0)', '23514', NULL,
    'a session type has one of five lengths');
SELECT throws_ok('INSERT INTO expert_skill SELECT 900001, min(id), 6 FROM skill',
    '23514', NULL, 'skills from one to five');

-- Bayesian mean, shown from three.
SELECT is((SELECT rating_mean FROM expert WHERE user_id = 900001), 4.00,
    'without ratings 4.0');
UPDATE expert SET rating_count = 3, rating_sum = 15 WHERE user_id = 900001;
SELECT is((SELECT rating_mean FROM expert WHERE user_id = 900001), 4.38,
    '(20 + 15) / 8');

SELECT * FROM finish();
ROLLBACK;
