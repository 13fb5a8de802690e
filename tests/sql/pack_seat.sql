-- Seats: never more than there are, and the line of those who wait (spec: booking,
-- states 4.5 and 4.12).
BEGIN;
\ir fixture/packs.psql
SELECT no_plan();
SELECT pg_temp.clock('2027-06-01 08:00Z');
SELECT pg_temp.mentor(900001, 1), pg_temp.mentor(900030, 3);
SELECT pg_temp.person(n) FROM generate_series(900002, 900019) n;

-- --- the last one ----------------------------------------------------------------
SELECT pg_temp.wants('a', 900002);
SELECT is(pg_temp.refusal($$SELECT pg_temp.wants('x', 900003)$$),
    'BL409 seats_full', 'while it is kept, nobody else gets it');
SELECT is(pg_temp.refusal($$SELECT pg_temp.act(900002),
    waiting_join(9000010)$$), 'BL409 seat_is_yours', 'who has it does not wait');
SELECT pg_temp.act(900003), waiting_join(9000010);
SELECT is(pg_temp.refusal('SELECT waiting_join(9000010)'),
    'BL409 waiting_already', 'one waits once');
SELECT pg_temp.act(900004), waiting_join(9000010);
SELECT pg_temp.wait('35 minutes');
SELECT order_tick(100);
SELECT is(pg_temp.seat(900002), 'released', 'not paid: let go');
SELECT is(pg_temp.line(900003) || ' ' || pg_temp.line(900004),
    'offered waiting', 'and offered to the first in line');
SELECT is(pg_temp.told(900003, 'waiting_offered'), 1::bigint, 'who is told');
SELECT is(pg_temp.refusal($$SELECT pg_temp.wants('x', 900005)$$),
    'BL409 seats_full', 'it is theirs only');
SELECT is(pg_temp.refusal($$SELECT pg_temp.wants('x', 900004)$$),
    'BL409 seats_full', 'not the second''s');
SELECT is(pg_temp.pay('a'), 'refunding',
    'nor that of the one who pays too late');
SELECT is(pg_temp.back('a'), 18000::bigint, 'who has all of it back');
SELECT is(pg_temp.told(900002, 'order_late'), 1::bigint, 'and is told');
SELECT is((SELECT count(*) FROM pack), 0::bigint, 'and has no pack');
SELECT pg_temp.wait('24 hours');
SELECT pack_tick(100);
SELECT is(pg_temp.line(900003) || ' ' || pg_temp.line(900004),
    'passed offered', 'after 24 hours the next has it');
SELECT is(pg_temp.told(900003, 'waiting_passed'), 1::bigint, 'the first is told');
SELECT pg_temp.wait('23 hours 50 minutes');
SELECT pg_temp.wants('b', 900004);
SELECT pg_temp.wait('20 minutes');
SELECT pack_tick(100);
SELECT is(pg_temp.line(900004), 'offered', 'who is paying just now keeps it');
SELECT is(pg_temp.pay('b'), 'fulfilled', 'and has it');
SELECT is(pg_temp.line(900004) || ' ' || pg_temp.seat(900004), 'taken active',
    'taken');
SELECT pg_temp.act(900003), waiting_join(9000010);
SELECT pg_temp.act(900005), waiting_join(9000010);
SELECT pg_temp.act(900003), waiting_leave(9000010);
SELECT is(pg_temp.line(900003), 'left', 'one may leave the line');
SELECT is(pg_temp.refusal('SELECT waiting_leave(9000010)'),
    'BL404 waiting_unknown', 'once');

-- --- given up --------------------------------------------------------------------
SELECT pg_temp.books('b1', 'b', app_now() + interval '3 days');
SELECT is(pg_temp.refusal('SELECT seat_leave(9000010)'),
    'BL409 seat_has_sessions', 'what is booked is canceled first');
SELECT session_cancel(pg_temp.made('b1'), 'schedule', NULL);
SELECT pg_temp.holds('b2', 'b');
SELECT pg_temp.act(900004), seat_leave(9000010);
SELECT is(pg_temp.uses('b') || ' ' || pg_temp.seat(900004) || ' '
    || pg_temp.back('b'), 'refunded 0+1 of 4 released 13500',
    'who leaves has the unused part back');
SELECT is(pg_temp.told(900001, 'seat_left'), 1::bigint, 'the mentor is told');
SELECT is(pg_temp.line(900005), 'offered', 'and the next has the seat');
SELECT pg_temp.bought('c', 900005);
SELECT pg_temp.act(900001);
SELECT is(pg_temp.refusal(format('SELECT seat_dismiss(%s, %L)', (SELECT id
    FROM seat WHERE student_id = 900005), ' ')), 'BL422 reason_words_missing',
    'a mentor says why');
SELECT pg_temp.act(900030);
SELECT is(pg_temp.refusal(format('SELECT seat_dismiss(%s, %L)', (SELECT id
    FROM seat WHERE student_id = 900005), 'no')), 'BL404 seat_unknown',
    'and of one''s own students only');
SELECT pg_temp.act(900001), seat_dismiss((SELECT id FROM seat
    WHERE student_id = 900005), 'I am moving');
SELECT is(pg_temp.seat(900005) || ' ' || pg_temp.back('c'), 'released 18000',
    'the student has all that is unused back');
SELECT is(pg_temp.told(900005, 'seat_released', '{"by_mentor": true,
    "words": "I am moving"}'), 1::bigint, 'and is told');

-- --- paid late ---------------------------------------------------------------------
SELECT pg_temp.wants('d', 900006);
SELECT pg_temp.wait('40 minutes');
SELECT order_tick(100);
SELECT is(pg_temp.pay('d'), 'fulfilled', 'late, but free, and nobody waits');
SELECT is(pg_temp.seat(900006), 'active', 'so it is theirs');
SELECT pg_temp.act(900006), seat_leave(9000010);
-- the checkout is over, but nobody has noticed yet
SELECT pg_temp.wants('e', 900006);
SELECT pg_temp.wait('36 minutes');
SELECT pg_temp.wants('f', 900007);
SELECT is(pg_temp.seat(900006) || ' ' || pg_temp.seat(900007),
    'released reserved', 'a checkout that is over keeps nothing');
SELECT is(pg_temp.pay('e') || ' ' || pg_temp.pay('f'), 'refunding fulfilled',
    'who pays second has it');

-- --- grace, extended, and renewed --------------------------------------------------
SELECT pg_temp.holds('f' || n, 'f') FROM generate_series(1, 4) n;
SELECT is(pg_temp.seat(900007), 'grace', 'used up');
SELECT is(pg_temp.refusal($$SELECT pg_temp.wants('x', 900008)$$),
    'BL409 seats_full', 'a seat in grace is taken');
SELECT pg_temp.act(900001);
SELECT is(pg_temp.refusal(format('SELECT seat_extend(%s, 8)', (SELECT id
    FROM seat WHERE student_id = 900007))), 'BL422 seat_extend_days',
    'a mentor extends it by seven days at most');
SELECT pg_temp.wait('61 hours');
SELECT pack_tick(100);
SELECT seat_extend((SELECT id FROM seat WHERE student_id = 900007), 5);
SELECT is((SELECT grace_until - since FROM seat WHERE student_id = 900007),
    interval '8 days', 'by five');
SELECT is(pg_temp.refusal(format('SELECT seat_extend(%s, 3)', (SELECT id
    FROM seat WHERE student_id = 900007))), 'BL422 seat_extend_days',
    'in all');
SELECT is(pg_temp.told(900007, 'seat_extended'), 1::bigint, 'they are told');
SELECT pg_temp.wait('5 days');
SELECT pack_tick(100);
SELECT is(pg_temp.told(900007, 'seat_warning'), 2::bigint,
    'warned before the new end, too');
-- a renewal that is begun in grace keeps the seat until it is over
SELECT pg_temp.wait('10 hours 50 minutes');
SELECT pg_temp.wants('g', 900007);
SELECT pg_temp.wait('30 minutes');
SELECT pack_tick(100);
SELECT is(pg_temp.seat(900007), 'grace', 'the grace is over, but they are paying');
SELECT is(pg_temp.pay('g') || ' ' || pg_temp.seat(900007), 'fulfilled active',
    'renewed');
SELECT is((pg_temp.pack('f')).status, 'renewed', 'the old pack says so');
SELECT pg_temp.holds('g' || n, 'g') FROM generate_series(1, 4) n;
SELECT pg_temp.wait('71 hours 50 minutes');
SELECT pack_tick(100);
SELECT pg_temp.wants('h', 900007);
SELECT pg_temp.wait('40 minutes');
SELECT order_tick(100), pack_tick(100);
SELECT is(pg_temp.seat(900007), 'released', 'not paid for: released after all');

-- --- several; closed ----------------------------------------------------------------
SELECT pg_temp.bought('m' || n, n, 'product 900030')
    FROM generate_series(900010, 900012) n;
SELECT is((SELECT array_agg(number ORDER BY number) FROM seat
    WHERE expert_id = 900030), '{1,2,3}', 'three of three');
SELECT is(pg_temp.refusal($$SELECT pg_temp.wants('x', 900013,
    'product 900030')$$), 'BL409 seats_full', 'not four');
SELECT pg_temp.act(900011), seat_leave(9000300);
SELECT pg_temp.act(900030), seats_set(NULL, true);
SELECT is(pg_temp.refusal($$SELECT pg_temp.wants('x', 900013,
    'product 900030')$$), 'BL409 seats_closed', 'closed for new people');
SELECT pg_temp.wants('n', 900010, 'product 900030');
SELECT is(pg_temp.pay('n'), 'fulfilled', 'not for those who have one');
SELECT pg_temp.act(900013), waiting_join(9000300);
SELECT is(pg_temp.line(900013, 900030), 'waiting', 'one may wait meanwhile');
SELECT pg_temp.act(900030), seats_set(NULL, false);
SELECT is(pg_temp.line(900013, 900030), 'offered', 'and is asked when it opens');
SELECT seats_set(1, NULL);
SELECT is((SELECT count(*) FROM seat WHERE expert_id = 900030
    AND status = 'active'), 2::bigint, 'fewer seats take none away');
SELECT pg_temp.act(900012), seat_leave(9000300);
SELECT is(pg_temp.refusal($$SELECT pg_temp.wants('x', 900013,
    'product 900030')$$), 'BL409 seats_full', 'but are full');
SELECT pg_temp.act(900030), seats_set(4, NULL);
UPDATE expert SET seats = 1 WHERE user_id = 900030;
SELECT throws_ok($$INSERT INTO seat (expert_id, student_id, status, number,
    since) VALUES (900030, 900014, 'active', 4, app_now())$$, '23514', NULL,
    'the database keeps the number');

-- --- what cost nothing ------------------------------------------------------------------
-- The seller of what a code of the platform paid for has a share; it does not wait
-- for a pack that is over.
INSERT INTO promotion (code, kind, value, status, created_at)
    VALUES ('GIFT', 'percent', 100, 'active', app_now());
UPDATE expert SET seats = 9 WHERE user_id = 900030;
SELECT pg_temp.act(900015), pg_temp.note('gift', (order_create('pack',
    pg_temp.made('product 900030'), NULL, 'GIFT', NULL)).id);
SELECT is(pg_temp.due('gift'), '15300 waits, 0 due', 'a gift is to be delivered');
SELECT pg_temp.holds('gift1', 'gift');
SELECT pg_temp.act(900030), seat_dismiss((SELECT id FROM seat
    WHERE student_id = 900015), 'moved away');
SELECT is((pg_temp.pack('gift')).status || ' ' || pg_temp.due('gift'),
    'refunded 0 waits, 3825 due', 'of one that ends, what was held is');

-- --- what others see -------------------------------------------------------------------
SELECT is(pg_temp.refusal('SET LOCAL ROLE belay_booking; SELECT 1 FROM seat'),
    '42501 permission denied for table seat', 'seats are behind functions');
SELECT is(pg_temp.refusal('SET LOCAL ROLE belay_booking; SELECT 1 FROM pack'),
    '42501 permission denied for table pack', 'and so are packs');
SELECT is_empty($$SELECT * FROM pg_temp.wrong()$$, 'the books add up');
SELECT * FROM finish();
ROLLBACK;
