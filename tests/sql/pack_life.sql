-- A pack from its purchase to its end (spec: booking, states 4.5).
BEGIN;
\ir fixture/packs.psql
SELECT no_plan();
SELECT pg_temp.clock('2027-06-01 08:00Z');
SELECT pg_temp.mentor(900001, 2);
SELECT pg_temp.person(n) FROM generate_series(900002, 900009) n;

-- --- buying --------------------------------------------------------------------
SELECT pg_temp.wants('a', 900002);
SELECT results_eq($$SELECT total_amount, seller_id, title, expires_at
    FROM pg_temp.order('a')$$, $$VALUES (18000::bigint, 900001::bigint,
    'Starter: 4 sessions (mentoring, 60 minutes) with Person 900001',
    timestamptz '2027-06-01 08:35Z')$$, 'an order of a pack');
SELECT results_eq($$SELECT status, number, kept_until FROM seat$$, $$VALUES
    ('reserved', 1, timestamptz '2027-06-01 08:35Z')$$,
    'keeps a seat for as long as its checkout is open');
SELECT is(pg_temp.pay('a'), 'fulfilled', 'it is paid');
SELECT is(pg_temp.seat(900002), 'active', 'the seat is theirs');
SELECT results_eq($$SELECT status, started_at, expires_at, total
    FROM pg_temp.pack('a')$$, $$VALUES ('active', app_now(), app_now()
    + interval '30 days', 4)$$, 'the pack runs from now on');
SELECT is(pg_temp.told(900002, 'pack_bought'), 1::bigint, 'they are told');
SELECT is(pg_temp.told(900001, 'pack_sold', '{"student": "Person 900002"}'),
    1::bigint, 'and so is the mentor');
SELECT is(pg_temp.pay('a'), 'again', 'hearing of it again changes nothing');
SELECT is(pg_temp.due('a'), '15300 waits, 0 due', 'the mentor has yet to earn it');

-- --- booking -------------------------------------------------------------------
SELECT pg_temp.books('s1', 'a', app_now() + interval '2 days');
SELECT results_eq($$SELECT kind, status, paid_by, paid_ref FROM session
    WHERE id = pg_temp.made('s1')$$, $$SELECT 'pack', 'scheduled', 'pack', p.id
    FROM pg_temp.pack('a') p$$, 'a session is paid by the pack');
SELECT is((SELECT kind FROM session_participant WHERE session_id
    = pg_temp.made('s1') LIMIT 1), 'pack', 'and listed as such');
SELECT is(pg_temp.uses('a'), 'active 1+0 of 4', 'one is held');
SELECT is(pg_temp.refusal(format('SELECT pg_temp.books(%L, %L, %L, 9000012)',
    'x', 'a', app_now() + interval '5 days')), 'BL422 pack_covers_other',
    'it pays for its kind of session only');
SELECT is(pg_temp.refusal(format($$SELECT pg_temp.act(900003),
    session_book(9000010, 9000010, %L, NULL, 'pack:%s')$$, app_now()
    + interval '5 days', (pg_temp.pack('a')).id)), 'BL422 pack_unknown',
    'another''s pack pays for nothing');
SELECT is(pg_temp.refusal(format($$SELECT pg_temp.act(900002),
    session_book(9000010, 9000010, %L, NULL, 'package:%s')$$, app_now()
    + interval '5 days', (pg_temp.pack('a')).id)), 'BL422 pack_unknown',
    'nor is a pack a package');
SELECT pg_temp.act(900002);
SELECT results_eq($$SELECT move, return_percent, amount FROM
    session_cancel_preview(pg_temp.made('s1'))$$, $$VALUES ('cancel', 100,
    0::bigint)$$, 'what comes back is the session, not money');
SELECT session_cancel(pg_temp.made('s1'), 'schedule', NULL);
SELECT is(pg_temp.uses('a'), 'active 0+0 of 4', 'canceled in time: given back');
SELECT is(pg_temp.back('a'), 0::bigint, 'as a session, not as money');
SELECT pg_temp.books('s2', 'a', app_now() + interval '10 hours');
SELECT session_cancel(pg_temp.made('s2'), 'schedule', NULL);
SELECT is(pg_temp.uses('a'), 'active 0+1 of 4', 'canceled late: used');
SELECT is(pg_temp.due('a'), '11475 waits, 3825 due', 'a quarter is earned');
SELECT pg_temp.books('s3', 'a', app_now() + interval '10 hours');
SELECT pg_temp.act(900001);
SELECT session_cancel(pg_temp.made('s3'), 'illness', NULL);
SELECT is(pg_temp.uses('a'), 'active 0+1 of 4',
    'canceled by the mentor: given back, however late');
SELECT is(pg_temp.holds('s4', 'a'), 'active 0+2 of 4', 'one that took place');
SELECT is(pg_temp.told(900002, 'pack_renew'), 0::bigint, 'nothing to remind of');
-- all of the rest at once; one more is not to be had
SELECT pg_temp.books('s5', 'a', app_now() + interval '2 days'),
    pg_temp.books('s6', 'a', app_now() + interval '3 days');
SELECT is(pg_temp.refusal(format('SELECT pg_temp.books(%L, %L, %L)',
    'x', 'a', app_now() + interval '4 days')), 'BL409 pack_is_used_up',
    'never more than were bought');
SELECT pg_temp.act(900002);
SELECT session_cancel(pg_temp.made('s5'), 'schedule', NULL),
    session_cancel(pg_temp.made('s6'), 'schedule', NULL);

-- --- nearly used up, used up -----------------------------------------------------
SELECT is(pg_temp.holds('s7', 'a'), 'active 0+3 of 4', 'three of four');
SELECT is(pg_temp.told(900002, 'pack_renew', '{"one_left": true}'), 1::bigint,
    'a reminder to renew');
SELECT is(pg_temp.holds('s8', 'a'), 'depleted 0+4 of 4', 'four of four');
SELECT is(pg_temp.told(900002, 'pack_renew', '{"used_up": true}'), 1::bigint,
    'a second one');
SELECT is(pg_temp.told(900002, 'pack_renew'), 2::bigint, 'two in all');
SELECT results_eq($$SELECT status, grace_until FROM seat WHERE student_id
    = 900002$$, $$VALUES ('grace', app_now() + interval '72 hours')$$,
    'the seat is kept for 72 hours');
SELECT is(pg_temp.refusal(format('SELECT pg_temp.books(%L, %L, %L)',
    'x', 'a', app_now() + interval '4 days')), 'BL409 pack_is_used_up',
    'booking is off');
SELECT is(pg_temp.due('a'), '0 waits, 15300 due', 'all is earned');
SELECT pg_temp.wait('59 hours 58 minutes');
SELECT pack_tick(100);
SELECT is(pg_temp.told(900002, 'seat_warning'), 0::bigint, 'not yet');
SELECT pg_temp.wait('3 minutes');
SELECT is(pack_tick(100), 1, 'twelve hours before');
SELECT is(pack_tick(100), 0, 'once');
SELECT is(pg_temp.told(900002, 'seat_warning'), 1::bigint, 'a final warning');
SELECT pg_temp.wait('11 hours 58 minutes');
SELECT is(pack_tick(100), 0, 'still theirs');
SELECT pg_temp.wait('2 minutes');
SELECT is(pack_tick(100), 1, 'after 72 hours');
SELECT is(pg_temp.seat(900002), 'released', 'the seat is released');
SELECT is(pg_temp.told(900002, 'seat_released'), 1::bigint, 'they are told');
SELECT is(pack_tick(100), 0, 'once');
SELECT results_eq($$SELECT from_status, to_status, reason FROM seat_history
    ORDER BY id$$, $$VALUES (NULL, 'reserved', 'checkout'), ('reserved',
    'active', 'paid'), ('active', 'grace', 'pack_depleted'), ('grace',
    'released', 'grace_over')$$, 'its history says so');

-- --- renewed ---------------------------------------------------------------------
SELECT pg_temp.bought('b', 900002);
SELECT is(pg_temp.seat(900002), 'active', 'they come back');
SELECT is(pg_temp.uses('a'), 'renewed 0+4 of 4', 'the old pack is renewed');
SELECT is((pg_temp.pack('a')).renewal_id, (pg_temp.pack('b')).id, 'by the new one');
SELECT pg_temp.bought('c', 900002);
SELECT results_eq($$SELECT status, started_at, expires_at FROM
    pg_temp.pack('c')$$, $$VALUES ('queued', NULL::timestamptz,
    NULL::timestamptz)$$, 'one bought meanwhile stands in line');
SELECT is((SELECT count(*) FROM seat WHERE student_id = 900002), 1::bigint,
    'and takes no second seat');
SELECT is(pg_temp.refusal(format('SELECT pg_temp.books(%L, %L, %L)',
    'x', 'c', app_now() + interval '4 days')), 'BL409 pack_is_queued',
    'it pays for nothing yet');
SELECT pg_temp.holds('t' || n, 'b') FROM generate_series(1, 3) n;
SELECT is(pg_temp.told(900002, 'pack_renew', jsonb_build_object('pack_id',
    (pg_temp.pack('b')).id::text)), 0::bigint,
    'who has renewed is not reminded to');
SELECT pg_temp.holds('t4', 'b');
SELECT is(pg_temp.uses('b') || ', ' || pg_temp.uses('c'),
    'renewed 0+4 of 4, active 0+0 of 4', 'the next begins when this one ends');
SELECT is((pg_temp.pack('c')).expires_at, app_now() + interval '30 days',
    'and its days, too');
SELECT is(pg_temp.seat(900002), 'active', 'without grace between');

-- --- ended by its date -------------------------------------------------------------
SELECT pg_temp.wait('23 days 1 minute');
SELECT is(pack_tick(100), 1, 'a week before');
SELECT is(pg_temp.told(900002, 'pack_ending', '{"left": 4}'), 1::bigint,
    'they are reminded of what is left');
SELECT is(pack_tick(100), 0, 'once');
SELECT pg_temp.books('u1', 'c', app_now() + interval '9 days');
SELECT pg_temp.wait('7 days');
SELECT is(pg_temp.refusal(format('SELECT pg_temp.books(%L, %L, %L)',
    'x', 'c', app_now() + interval '4 days')), 'BL409 pack_is_expired',
    'over is over, whether or not the worker has seen it');
SELECT is(pack_tick(100), 1, 'it sees it');
SELECT is(pg_temp.uses('c'), 'expired 1+0 of 4', 'what is booked is honoured');
SELECT is(pg_temp.told(900002, 'pack_expired', '{"left": 3}'), 1::bigint,
    'they are told');
SELECT is(pg_temp.seat(900002), 'grace', 'the seat has its grace');
SELECT pg_temp.wait('61 hours');
SELECT is(pack_tick(100), 1, 'warned');
SELECT is(pg_temp.due('c'), '15300 waits, 0 due', 'nothing is earned yet');
SELECT pg_temp.wait('12 hours');
SELECT pg_temp.clock((SELECT ends_at FROM session
    WHERE id = pg_temp.made('u1')));
SELECT pg_temp.act(900001), session_complete(pg_temp.made('u1'));
SELECT is(pg_temp.uses('c'), 'expired 0+1 of 4', 'the booked one took place');
SELECT is(pg_temp.due('c'), '0 waits, 15300 due',
    'then what was not used is the mentor''s');
SELECT is_empty($$SELECT * FROM pg_temp.wrong()$$, 'the books add up');

-- --- a session to come keeps the seat -----------------------------------------------
SELECT pg_temp.bought('d', 900003);
SELECT pg_temp.books('d1', 'd', app_now() + interval '36 days');
SELECT pg_temp.wait('30 days 1 minute');
SELECT pack_tick(100);
SELECT pg_temp.wait('4 days');
SELECT pack_tick(100);
SELECT is(pg_temp.seat(900003), 'grace', 'not released before their session');
SELECT pg_temp.act(900003);
SELECT is((SELECT amount FROM session_cancel_preview(pg_temp.made('d1'))),
    4500::bigint, 'the page says what comes back');
SELECT session_cancel(pg_temp.made('d1'), 'schedule', NULL);
SELECT is((SELECT count(*) FROM refund WHERE order_id = pg_temp.made('d')
    AND amount = 4500), 1::bigint,
    'given back to a pack that is over: its money');
SELECT is(pg_temp.uses('d'), 'expired 0+0 of 4', 'it stays over');
SELECT is((pack_uses(pg_temp.pack('d'))).remaining, 3, 'and counts once');
SELECT pack_tick(100);
SELECT is(pg_temp.seat(900003), 'released', 'then it is');
SELECT is_empty($$SELECT * FROM pg_temp.wrong()$$, 'the books add up');

-- --- a mentor who answers by hand -----------------------------------------------------
UPDATE expert SET confirm_by_hand = true WHERE user_id = 900001;
SELECT pg_temp.bought('e', 900004);
SELECT pg_temp.books('e1', 'e', app_now() + interval '5 days');
SELECT is(pg_temp.status(pg_temp.made('e1')) || ' ' || pg_temp.uses('e'),
    'requested active 1+0 of 4', 'a request holds one');
SELECT pg_temp.act(900001);
SELECT session_decline(pg_temp.made('e1'), 'schedule', NULL);
SELECT is(pg_temp.uses('e'), 'active 0+0 of 4', 'declined: given back');
SELECT pg_temp.books('e2', 'e', app_now() + interval '5 days');
SELECT pg_temp.wait('25 hours');
SELECT session_tick(100);
SELECT is(pg_temp.uses('e'), 'active 0+0 of 4', 'nor answered: given back');
UPDATE expert SET confirm_by_hand = false WHERE user_id = 900001;

-- --- who did not come -----------------------------------------------------------------
SELECT pg_temp.books('e3', 'e', date_trunc('hour', app_now()) + interval '2 hours');
SELECT pg_temp.wait('3 hours');
SELECT pg_temp.act(900001), session_no_show(pg_temp.made('e3'));
SELECT is(pg_temp.uses('e'), 'active 0+1 of 4', 'the student: used');
SELECT is(pg_temp.due('e'), '11475 waits, 3825 due', 'and earned');
SELECT session_take_back(pg_temp.made('e3'));
SELECT is(pg_temp.uses('e') || ', ' || pg_temp.due('e'),
    'active 1+0 of 4, 15300 waits, 0 due', 'taken back: held again');
SELECT pg_temp.act(900004), session_no_show(pg_temp.made('e3'));
SELECT is(pg_temp.uses('e'), 'active 0+0 of 4', 'the mentor: given back');
SELECT is(pg_temp.holds('e4', 'e'), 'active 0+1 of 4', 'one that took place');
SELECT pg_temp.act(900004), session_dispute(pg_temp.made('e4'), 'bad');
INSERT INTO user_role VALUES (900009, 'admin', NULL, now());
SELECT pg_temp.act(900009),
    session_admin_resolve(pg_temp.made('e4'), 'partial', 'so so', 50);
SELECT is(pg_temp.uses('e') || ', back ' || pg_temp.back('e'),
    'active 0+1 of 4, back 2250', 'half of it in money, where half is decided');
SELECT is(pg_temp.holds('e5', 'e'), 'active 0+2 of 4', 'one more');
SELECT pg_temp.act(900004), session_dispute(pg_temp.made('e5'), 'bad');
SELECT pg_temp.act(900009),
    session_admin_resolve(pg_temp.made('e5'), 'refund', 'bad');
SELECT is(pg_temp.uses('e'), 'active 0+1 of 4', 'all of it: given back');
SELECT pg_temp.holds('f' || n, 'e') FROM generate_series(1, 3) n;
SELECT is(pg_temp.uses('e') || ' ' || pg_temp.seat(900004),
    'depleted 0+4 of 4 grace', 'used up');
SELECT pg_temp.act(900004), session_dispute(pg_temp.made('f3'), 'bad');
SELECT pg_temp.act(900009),
    session_admin_resolve(pg_temp.made('f3'), 'refund', 'bad');
SELECT is(pg_temp.uses('e') || ' ' || pg_temp.seat(900004),
    'active 0+3 of 4 active', 'given back after all: it goes on');
SELECT is(pg_temp.told(900004, 'pack_renew'), 2::bigint, 'reminded once of each');
SELECT pg_temp.holds('f4', 'e');
SELECT is(pg_temp.uses('e') || ' ' || pg_temp.due('e'),
    'depleted 0+4 of 4 0 waits, 13388 due', 'and ends');
SELECT is_empty($$SELECT * FROM pg_temp.wrong()$$, 'the books add up');

-- --- refunds ------------------------------------------------------------------------
SELECT pg_temp.bought('g', 900005);
SELECT pg_temp.holds('g1', 'g');
SELECT pg_temp.books('g2', 'g', app_now() + interval '5 days');
SELECT pg_temp.act(900005);
SELECT results_eq(format('SELECT by_policy FROM refund_preview(%s)',
    pg_temp.made('g')), ARRAY[9000::bigint],
    'what is neither used nor booked');
SELECT refund_request(pg_temp.made('g'), NULL, NULL);
SELECT is(pg_temp.uses('g') || ' ' || pg_temp.seat(900005),
    'refunded 1+1 of 4 released', 'it is over, and the seat is free');
SELECT is((pack_uses(pg_temp.pack('g'))).remaining, 0, 'nothing is left of it');
SELECT is(pg_temp.status(pg_temp.made('g2')), 'scheduled',
    'what is booked stays booked');
SELECT is(pg_temp.due('g'), '3825 waits, 3825 due', 'and will be earned');
SELECT pg_temp.clock((SELECT ends_at FROM session WHERE id = pg_temp.made('g2')));
SELECT pg_temp.act(900001), session_complete(pg_temp.made('g2'));
SELECT is(pg_temp.due('g'), '0 waits, 7650 due', 'as it is');
SELECT pg_temp.bought('h', 900005), pg_temp.bought('i', 900005);
SELECT pg_temp.act(900005), refund_request(pg_temp.made('i'), NULL, NULL);
SELECT is(pg_temp.uses('h') || ', ' || pg_temp.uses('i') || ' '
    || pg_temp.seat(900005), 'active 0+0 of 4, refunded 0+0 of 4 active',
    'one in line goes back by itself');
SELECT pg_temp.bought('j', 900005);
SELECT pg_temp.act(900005), refund_request(pg_temp.made('h'), NULL, NULL);
SELECT is(pg_temp.uses('h') || ', ' || pg_temp.uses('j') || ' '
    || pg_temp.seat(900005), 'refunded 0+0 of 4, active 0+0 of 4 active',
    'or makes place for the next');
SELECT pg_temp.act(900009);
SELECT refund_give(pg_temp.made('j'), 1000, 'sorry');
SELECT is(pg_temp.uses('j'), 'active 0+0 of 4', 'a gift leaves it as it is');
SELECT pg_temp.books('j1', 'j', app_now() + interval '5 days');
SELECT refund_from_provider('stripe', 'pi_' || pg_temp.made('j'), 18000);
SELECT is(pg_temp.uses('j') || ' ' || pg_temp.status(pg_temp.made('j1')) || ' '
    || pg_temp.seat(900005), 'refunded 0+0 of 4 canceled released',
    'all of it went back: what was booked goes, too');
SELECT is_empty($$SELECT * FROM pg_temp.wrong()$$, 'the books add up');
SELECT is_empty($$SELECT p.id FROM pack p, pack_uses(p) u
    WHERE p.total - u.held - u.consumed - p.paid_back < 0$$,
    'nobody has used more than they bought');

-- --- what a pack costs -----------------------------------------------------------------
INSERT INTO pack_special SELECT pg_temp.made('product 900001'), 900006, 15000,
    app_now();
SELECT pg_temp.wants('k', 900006);
SELECT results_eq($$SELECT list_amount, total_amount, grandfathered FROM
    pg_temp.order('k')$$, $$VALUES (18000::bigint, 15000::bigint, true)$$,
    'an earlier price is kept');
UPDATE pack_product SET active = false;
SELECT is(pg_temp.refusal($$SELECT pg_temp.wants('x', 900007)$$),
    'BL409 pack_not_sold', 'what is not offered is not sold');
UPDATE pack_product SET active = true;
UPDATE expert SET sells_packs = false WHERE user_id = 900001;
SELECT is(pg_temp.refusal($$SELECT pg_temp.wants('x', 900007)$$),
    'BL409 pack_not_sold', 'nor by one who sells none');
UPDATE expert SET sells_packs = true WHERE user_id = 900001;
SELECT is(pg_temp.refusal($$SELECT pg_temp.wants('x', 900001)$$),
    'BL409 session_with_oneself', 'nor to oneself');

SELECT * FROM finish();
ROLLBACK;
