-- What makes and unmakes a slot: windows, overrides, vacation, busy times,
-- buffers, notice, horizon and maxima.  (Zones: slots.test.mjs.)
BEGIN;
\ir fixture/booking.psql
SELECT no_plan();
SELECT pg_temp.clock('2027-06-01 08:00Z');     -- a Tuesday
SELECT pg_temp.expert(900001, 'mentor', 'Europe/Berlin'), pg_temp.person(900002);
DELETE FROM availability_rule WHERE expert_id = 900001;
INSERT INTO availability_rule VALUES (900001, 3, 540, 660), (900001, 3, 780, 870);

-- Starts of a day in Berlin as hh:mm.
CREATE FUNCTION pg_temp.times(minutes int, day date DEFAULT '2027-06-02',
    client bigint DEFAULT NULL) RETURNS text LANGUAGE sql AS $$
    SELECT coalesce(string_agg(to_char(start_at AT TIME ZONE 'Europe/Berlin',
        'HH24:MI'), ' ' ORDER BY start_at), '') FROM slots(900001, minutes, day,
        day + 1, 'Europe/Berlin', client) $$;
CREATE FUNCTION pg_temp.booked(start timestamptz, status text DEFAULT 'scheduled',
    minutes int DEFAULT 30) RETURNS bigint LANGUAGE sql AS $$
    INSERT INTO session (kind, status, client_id, expert_id, type_kind, minutes,
        starts_at, ends_at, expires_at, canceled_at, created_at)
    VALUES ('mentor_call', status, 900002, 900001, 'mentoring', minutes, start,
        start + make_interval(mins => minutes), CASE WHEN status IN ('held',
        'requested') THEN app_now() + interval '10 minutes' END,
        CASE status WHEN 'canceled' THEN app_now() END, app_now())
    RETURNING id $$;

SELECT is(pg_temp.times(30), '09:00 09:30 10:00 10:30 13:00 13:30 14:00',
    'half-hour sessions start every half hour');
SELECT is(pg_temp.times(60), '09:00 09:30 10:00 13:00 13:30',
    'hours too, as long as they end inside the window');
SELECT is(pg_temp.times(15), '09:00 09:15 09:30 09:45 10:00 10:15 10:30 10:45 '
    || '13:00 13:15 13:30 13:45 14:00 14:15', 'quarters every quarter');
SELECT is(pg_temp.times(90), '09:00 09:30 13:00', 'ninety minutes');
SELECT is(pg_temp.times(45), '09:00 09:30 10:00 13:00 13:30', 'forty-five');
SELECT is(pg_temp.times(30, '2027-06-03'), '', 'no hours on Thursday');
SELECT is((SELECT count(*) FROM slots(900001, 30, '2027-06-02', '2027-06-02',
    'UTC')), 0::bigint, 'the last date is not included');
SELECT is((SELECT string_agg(to_char(start_at, 'DD HH24'), ' ') FROM
    slots(900001, 30, '2027-06-02', '2027-06-03', 'Pacific/Kiritimati')
    WHERE start_at < '2027-06-02 10:00Z'), '02 07 02 07 02 08 02 08',
    'the dates are the viewer''s: 2 June there ends at 10:00 UTC');

-- Overrides stand in for the weekday.
INSERT INTO availability_override VALUES
    (900001, '2027-06-09', NULL, NULL), (900001, '2027-06-10', 600, 660);
SELECT is(pg_temp.times(30, '2027-06-09'), '', 'a closed date');
SELECT is(pg_temp.times(30, '2027-06-10'), '10:00 10:30', 'extra hours');
-- Vacation, both ends included.
INSERT INTO availability_block (expert_id, from_date, to_date, reason)
    VALUES (900001, '2027-06-10', '2027-06-16', 'sea');
SELECT is(pg_temp.times(30, '2027-06-10') || pg_temp.times(30, '2027-06-16'), '',
    'nothing in the vacation');
SELECT isnt(pg_temp.times(30, '2027-06-23'), '', 'the Wednesday after it is open');

-- Sessions and buffers; both sides' buffers count.
SELECT lives_ok($$SELECT pg_temp.booked('2027-06-02 07:30Z')$$);
SELECT is(pg_temp.times(30), '09:00 10:00 10:30 13:00 13:30 14:00',
    'a session takes its slot and leaves its neighbours');
SELECT is(pg_temp.times(60), '10:00 13:00 13:30', 'and what would overlap it');
UPDATE expert SET buffer_before_minutes = 10, buffer_after_minutes = 15
    WHERE user_id = 900001;
SELECT is(pg_temp.times(30), '10:30 13:00 13:30 14:00',
    'with buffers no slot comes too near');
UPDATE expert SET buffer_before_minutes = 0, buffer_after_minutes = 0
    WHERE user_id = 900001;
SELECT lives_ok($$SELECT pg_temp.booked('2027-06-02 11:00Z', 'held')$$);
SELECT is(pg_temp.times(30), '09:00 10:00 10:30 13:30 14:00',
    'a hold is not shown to others');
SELECT pg_temp.wait('10 minutes');
SELECT is(pg_temp.times(30), '09:00 10:00 10:30 13:00 13:30 14:00',
    'until it runs out, whether or not the worker was there');
SELECT pg_temp.clock('2027-06-01 08:00Z');
INSERT INTO calendar_busy VALUES (900001, 'dentist',
    '[2027-06-02 08:10Z, 2027-06-02 08:20Z)');
SELECT is(pg_temp.times(30), '09:00 10:30 13:30 14:00',
    'another calendar''s event is in the way');
DELETE FROM calendar_busy;

-- The client's own sessions elsewhere.
SELECT pg_temp.expert(900003);
INSERT INTO session (kind, status, client_id, expert_id, type_kind, minutes,
    starts_at, ends_at, created_at) VALUES ('mentor_call', 'scheduled', 900002,
    900003, 'mentoring', 30, '2027-06-02 12:00Z', '2027-06-02 12:30Z', app_now());
SELECT is(pg_temp.times(30, '2027-06-02', 900002), '09:00 10:00 10:30 13:30',
    'a client who is elsewhere at 14:00 is not offered it');
SELECT is(slot_refusal(900001, 30, '2027-06-02 12:00Z', 900002),
    'slot_client_busy', 'and is told why');
INSERT INTO session (kind, status, client_id, expert_id, type_kind, minutes,
    starts_at, ends_at, created_at) VALUES ('mentor_call', 'scheduled', 900001,
    900003, 'mentoring', 30, '2027-06-02 08:00Z', '2027-06-02 08:30Z', app_now());
SELECT is(pg_temp.times(30), '09:00 10:30 13:30 14:00',
    'an expert who is somebody''s client is busy too');

-- Notice and horizon.
UPDATE expert SET min_notice_hours = 25 WHERE user_id = 900001;
SELECT is(pg_temp.times(30), '13:30 14:00', 'not within the notice');
SELECT is(slot_refusal(900001, 30, '2027-06-02 07:00Z', 900002),
    'slot_too_soon', 'and told so');
UPDATE expert SET min_notice_hours = 23 WHERE user_id = 900001;
SELECT is(pg_temp.times(30), '09:00 10:30 13:30 14:00', 'exactly the notice will do');
UPDATE expert SET min_notice_hours = 0, horizon_days = 1 WHERE user_id = 900001;
SELECT is(pg_temp.times(30), '09:00 10:30 13:30 14:00', 'the whole last day is open');
UPDATE expert SET horizon_days = 21 WHERE user_id = 900001;
SELECT is(pg_temp.times(30, '2027-06-23'), '', 'no further');
SELECT is(slot_refusal(900001, 30, '2027-06-23 07:00Z', 900002),
    'slot_too_far', 'and told so');
UPDATE expert SET horizon_days = 366 WHERE user_id = 900001;
SELECT is(slot_refusal(900001, 30, '2027-05-26 07:00Z', 900002), 'slot_past',
    'not in the past');
SELECT is(slot_refusal(900001, 30, '2027-06-23 07:05Z', 900002),
    'slot_not_offered', 'not off the grid');
SELECT is(slot_refusal(900001, 30, '2027-06-02 07:30Z', 900002), 'slot_taken',
    'not what is taken');

-- Maxima, as the expert's days and weeks go.
UPDATE expert SET max_per_day = 1 WHERE user_id = 900001;
SELECT is(pg_temp.times(30), '', 'one a day is there already');
SELECT is(slot_refusal(900001, 30, '2027-06-02 07:00Z', 900002),
    'slot_day_full', 'and told so');
UPDATE expert SET max_per_day = 3 WHERE user_id = 900001;
SELECT isnt(pg_temp.times(30), '', 'two of three leave room');
INSERT INTO availability_rule VALUES (900001, 7, 540, 600);
UPDATE expert SET max_per_day = NULL, max_per_week = 2 WHERE user_id = 900001;
DELETE FROM availability_block;
SELECT is(pg_temp.times(30, '2027-06-06'), '', 'the week is full on Sunday too');
SELECT is(pg_temp.times(30, '2027-06-13'), '09:00 09:30', 'and open in the next');
UPDATE session SET status = 'canceled', canceled_at = app_now(),
    expires_at = NULL WHERE status = 'held';
SELECT is(pg_temp.times(30, '2027-06-06'), '09:00 09:30',
    'what was given up counts no more');
UPDATE expert SET max_per_week = NULL WHERE user_id = 900001;

-- Acceptance is the same function; a session that moves is not in its own way.
SELECT is((SELECT count(*) FROM generate_series(timestamptz
    '2027-06-02 00:00Z', '2027-06-02 23:45Z', '15 minutes') u
    WHERE slot_is_free(900001, 30, u) <> (u IN (SELECT start_at FROM
    slots(900001, 30, '2027-06-01', '2027-06-04', 'UTC')))), 0::bigint,
    'what is shown is what is accepted');
SELECT is(slot_is_free(900001, 30, '2027-06-02 07:30Z', 900002, (SELECT id
    FROM session WHERE starts_at = '2027-06-02 07:30Z')), true,
    'a session may be moved to overlap its own old time');

SELECT is((SELECT string_agg(to_char(start_at AT TIME ZONE 'Europe/Berlin',
    'DD HH24:MI'), ', ') FROM slot_alternatives(900001, 30, '2027-06-02 07:30Z',
    3)), '02 09:00, 02 10:30, 02 13:00', 'the nearest free ones, in order');
SELECT is((SELECT count(*) FROM slot_alternatives(900001, 30,
    '2028-05-20 07:30Z', 3)), 3::bigint, 'also when they are far away');
SELECT is((SELECT count(*) FROM slots(42, 30, '2027-06-01', '2027-07-01',
    'UTC')), 0::bigint, 'nobody has no slots');

-- Zones.
SELECT is(is_zone(z), fine, z) FROM (VALUES ('Europe/Berlin', true),
    ('UTC', true), ('America/Argentina/Buenos_Aires', true),
    ('America/Port-au-Prince', true), ('Etc/GMT+5', true), ('CET', false),
    ('Foo/Bar', false), ('Foo/Bar5', false), ('EST5EDT', true),
    ('Etc/GMT+99', false), ('', false), ('../etc/passwd', false),
    ('Europe/Berlin; DROP', false)) AS t (z, fine);
SELECT is(is_zone(NULL), false, 'no zone');
SELECT is(local_instant('2027-03-28 02:30', 'Europe/Berlin'), NULL,
    'a skipped hour has no instant');
SELECT is(local_instant('2027-10-31 02:30', 'Europe/Berlin'),
    '2027-10-31 00:30Z', 'of a repeated hour the first');
SELECT is(day_start('2027-03-14', 'America/Havana'), '2027-03-14 05:00Z',
    'a day that begins in a skipped hour begins with the change');
SELECT is(day_start('2011-12-30', 'Pacific/Apia'), '2011-12-30 10:00Z',
    'a day that never was begins where the next does');

-- Two transactions that did not lock would still not both get it.
SELECT throws_ok($$SELECT pg_temp.booked('2027-06-02 07:45Z')$$, '23P01',
    NULL, 'two sessions at once are impossible in the database');
SELECT throws_ok($$INSERT INTO busy VALUES (900002,
    '[2027-06-02 07:00Z, 2027-06-02 07:31Z)', (SELECT min(id) FROM session
    WHERE expert_id = 900003))$$, NULL, NULL, 'for the client too');

SELECT * FROM finish();
ROLLBACK;
