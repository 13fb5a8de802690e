-- What the pages of sessions ask: for its two people, and for nobody else.
BEGIN;
\ir fixture/booking.psql
SELECT plan(16);

SELECT pg_temp.clock('2027-03-01 08:00:00+00');
SELECT pg_temp.expert(900001), pg_temp.person(900002), pg_temp.person(900003);
SELECT pg_temp.act(900002);
CREATE TEMP TABLE one AS SELECT session_book(9000010, 9000010,
    '2027-03-03 10:00:00+00', NULL, 'free') AS id;
GRANT SELECT ON one TO belay_booking;
UPDATE session SET late_return_percent = 40 WHERE id = (SELECT id FROM one);

SELECT is((SELECT array_agg(s.start_at ORDER BY s.start_at) FROM one,
        session_slots(id, '2027-03-03', '2027-03-04', 'UTC') s
        WHERE s.start_at BETWEEN '2027-03-03 08:00:00+00'
            AND '2027-03-03 11:30:00+00'),
    ARRAY(SELECT generate_series('2027-03-03 08:00:00+00'::timestamptz,
        '2027-03-03 11:30:00+00', '30 minutes')
        EXCEPT SELECT '2027-03-03 10:00:00+00' ORDER BY 1),
    'a session is not in the way of its own move, but its own start is no move');
SELECT results_eq('SELECT t.* FROM one, session_terms(id) t',
    $$VALUES (false, 40, '2027-03-02 10:00:00+00'::timestamptz)$$,
    'the terms as they were agreed');
SELECT pg_temp.act(900001);
SELECT isnt_empty('SELECT FROM one, session_slots(id, ''2027-03-03'',
    ''2027-03-04'', ''UTC'')', 'the expert sees the slots too');
SELECT is((SELECT t.late_return_percent FROM one, session_terms(id) t), 40,
    'and the terms');
SELECT pg_temp.act(900003);
SELECT is_empty('SELECT FROM one, session_slots(id, ''2027-03-03'',
    ''2027-03-04'', ''UTC'')', 'a stranger sees no slots');
SELECT is((SELECT t FROM one, session_terms(id) t)::text, '(,,)',
    'and no terms');
SELECT is((SELECT session_moves_of(id) FROM one), '{}', 'and no moves');
SELECT pg_temp.act(NULL);
SELECT is((SELECT session_moves_of(id) FROM one), '{}', 'nobody has no moves');

SELECT is(calendar_span('month', '2027-02-15')::text, '(2027-02-01,2027-03-01)',
    'a month of four whole weeks');
SELECT is(calendar_span('month', '2027-08-01')::text, '(2027-07-26,2027-09-06)',
    'a month of six');
SELECT is(calendar_span('month', '2027-12-31')::text, '(2027-11-29,2028-01-03)',
    'over the end of a year');
SELECT is(calendar_span('week', '2027-03-07')::text, '(2027-03-01,2027-03-08)',
    'a Sunday belongs to the week that began on Monday');
SELECT is(calendar_span('agenda', '2027-03-07')::text, '(2027-03-07,2027-04-06)',
    'an agenda is thirty days');
SELECT is(calendar_span('day', '2027-03-07')::text, '(2027-03-07,2027-03-08)',
    'a day');
SELECT is(pg_temp.count_as('belay_booking', 900003,
    'session_terms((SELECT id FROM one)) t WHERE t.by_hand IS NOT NULL'),
    0::bigint, 'as the program''s role: nothing for a stranger');
SELECT is(pg_temp.count_as('belay_booking', 900002,
    'session_terms((SELECT id FROM one)) t WHERE t.by_hand IS NOT NULL'),
    1::bigint, 'and the own terms');
SELECT * FROM finish();
ROLLBACK;
