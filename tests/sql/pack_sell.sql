-- Coaching packages, what sellers change, codes, and what pages are told.
BEGIN;
\ir fixture/packs.psql
SELECT no_plan();
SELECT pg_temp.clock('2027-06-01 08:00Z');
SELECT pg_temp.mentor(900001, 2);
SELECT pg_temp.person(n) FROM generate_series(900002, 900009) n;
INSERT INTO user_role VALUES (900009, 'admin', NULL, now()),
    (900001, 'mentor', NULL, now());
SELECT pg_temp.expert(900020, 'interviewer');
UPDATE session_type SET price_amount = 9900 WHERE id = 9000200;

-- --- coaching packages ---------------------------------------------------------------
SELECT pg_temp.act(900020);
SELECT is(pg_temp.refusal($$SELECT packages_set('{9000010:3}')$$),
    'BL422 session_type_unknown', 'of one''s own session types only');
SELECT is(pg_temp.refusal($$SELECT packages_set('{9000201:3}')$$),
    'BL422 session_type_unknown', 'and not of free ones');
SELECT is(pg_temp.refusal($$SELECT packages_set('{9000200:4}')$$),
    'BL422 session_type_unknown', 'three, five or ten');
SELECT packages_set('{9000200:3,9000200:5,9000200:10,9000202:3}');
SELECT results_eq($$SELECT sessions, (product_price(p)).amount, valid_days
    FROM pack_product p WHERE expert_id = 900020 AND type_kind
    = 'technical_coding' ORDER BY 1$$, $$VALUES (3, 28215::bigint, 180),
    (5, 44550, 180), (10, 84150, 180)$$, '5, 10 and 15 percent off');
SELECT packages_set('{9000200:3,9000200:5}');
SELECT results_eq($$SELECT sessions FROM pack_product WHERE expert_id = 900020
    AND active ORDER BY 1$$, ARRAY[3, 5], 'what is not ticked is not sold');
SELECT pg_temp.work();
SELECT pg_temp.note('three', (SELECT id FROM pack_product WHERE expert_id
    = 900020 AND sessions = 3 AND type_kind = 'technical_coding'));
SELECT pg_temp.act(NULL);
SELECT results_eq($$SELECT expert_name, sizes, amounts, single_amount
    FROM coaching_list(NULL, NULL, NULL, 10)$$, $$VALUES ('Quiet Otter 900020',
    '{3,5}'::bigint[], '{28215,44550}'::bigint[], 9900::bigint)$$,
    'listed under the interviewer''s alias');
SELECT is(pg_temp.bought('p', 900002, 'three', 'package'), 'fulfilled', 'bought');
SELECT is((pg_temp.order('p')).title, 'Coaching package: 3 sessions '
    '(technical coding, 60 minutes) with Quiet Otter 900020', 'by the alias');
SELECT is((SELECT data ->> 'student' FROM notification WHERE user_id = 900020
    AND type = 'pack_sold'), NULL, 'and the interviewer is not told who');
SELECT results_eq($$SELECT status, expires_at FROM pg_temp.pack('p')$$,
    $$VALUES ('active', app_now() + interval '180 days')$$, 'for 180 days');
SELECT pg_temp.books('p1', 'p', app_now() + interval '3 days');
SELECT results_eq($$SELECT kind, status, paid_by, anonymous FROM session
    WHERE id = pg_temp.made('p1')$$, $$VALUES ('interview', 'scheduled',
    'package', true)$$, 'it pays for an interview');
SELECT is(pg_temp.refusal(format('SELECT pg_temp.books(%L, %L, %L, 9000202)',
    'x', 'p', app_now() + interval '5 days')), 'BL422 pack_covers_other',
    'of its kind');
SELECT session_cancel(pg_temp.made('p1'), 'schedule', NULL);
SELECT is(pg_temp.uses('p'), 'active 0+0 of 3', 'in time: given back');
SELECT is(pg_temp.holds('p2', 'p'), 'active 0+1 of 3', 'used');
SELECT is(pg_temp.due('p'), '15988 waits, 7995 due',
    'each use pays a third of the price');
SELECT pg_temp.act(900002);
SELECT is((SELECT by_policy FROM refund_preview(pg_temp.made('p'))),
    18810::bigint, 'two thirds can come back');
SELECT pg_temp.bought('q', 900002, 'three', 'package');
SELECT is((pg_temp.pack('q')).status, 'queued', 'the second waits for the first');
SELECT pg_temp.holds('p' || n, 'p') FROM generate_series(3, 4) n;
SELECT is(pg_temp.uses('p') || ', ' || pg_temp.uses('q'),
    'renewed 0+3 of 3, active 0+0 of 3', 'and follows it');
SELECT is(pg_temp.due('p'), '0 waits, 23983 due', 'all of it is earned');
SELECT is((SELECT count(*) FROM seat), 0::bigint, 'packages take no seats');
SELECT pg_temp.wait('180 days');
SELECT is(pg_temp.refusal(format('SELECT pg_temp.books(%L, %L, %L)',
    'x', 'q', app_now() + interval '5 days')), 'BL409 pack_is_expired',
    'over by its date, whoever looks');
SELECT pg_temp.act(900002);
SELECT results_eq($$SELECT status, remaining FROM my_packs('package', NULL, 1)$$,
    $$VALUES ('expired', 3)$$, 'as the page says');
SELECT pack_tick(10);
SELECT is(pg_temp.uses('q') || ' ' || pg_temp.due('q'),
    'expired 0+0 of 3 0 waits, 23983 due', 'the job agrees');
SELECT is_empty($$SELECT * FROM pg_temp.wrong()$$, 'the books add up');

-- --- a mentor's products -----------------------------------------------------------------
SELECT pg_temp.act(900001);
SELECT pg_temp.note('new', product_save(NULL, 'Deep dive', 'Six calls', 9000010,
    6, 90, 30000, 'USD', true, false, NULL));
SELECT is(pg_temp.refusal($$SELECT product_save(NULL, 'x', NULL, 9000010, 4, 30,
    1, 'USD', true, false, NULL)$$), 'BL422 pack_price', 'not below the minimum');
SELECT is(pg_temp.refusal($$SELECT product_save(NULL, 'x', NULL, 9000200, 4, 30,
    5000, 'USD', true, false, NULL)$$), 'BL422 session_type_unknown',
    'of one''s own sessions');
SELECT is(pg_temp.refusal(format($$SELECT product_save(%s, 'x', NULL, 9000010,
    4, 30, 5000, 'USD', true, false, 9)$$, pg_temp.made('new'))),
    'BL409 pack_changed', 'of the version that was seen');
SELECT pg_temp.bought('a', 900003);
SELECT pg_temp.act(900001);
SELECT product_save(pg_temp.made('product 900001'), 'Starter', NULL, 9000010, 4,
    30, 20000, 'USD', true, true, 1);
SELECT results_eq($$SELECT student_id, price_amount FROM pack_special$$,
    $$VALUES (900003::bigint, 18000::bigint)$$,
    'who has a seat keeps the earlier price');
SELECT pg_temp.wants('b', 900003), pg_temp.wants('c', 900004);
SELECT is((pg_temp.order('b')).total_amount || ' '
    || (pg_temp.order('c')).total_amount, '18000 20000', 'others do not');
SELECT pg_temp.act(900001);
SELECT special_set(pg_temp.made('product 900001'), (SELECT id FROM seat
    WHERE student_id = 900003), NULL);
SELECT is_empty('SELECT FROM pack_special', 'or is taken off it');
SELECT pg_temp.act(900020);
SELECT is(pg_temp.refusal(format('SELECT special_set(%s, %s, 100)',
    pg_temp.made('product 900001'), (SELECT id FROM seat LIMIT 1))),
    'BL404 pack_unknown', 'by the mentor only');
SELECT is(pg_temp.refusal($$SELECT product_save(NULL, 'x', NULL, 9000200, 4, 30,
    5000, 'USD', true, false, NULL)$$), 'BL403 packs_are_mentors',
    'interviewers sell packages');

-- --- what pages are told ------------------------------------------------------------------
SELECT pg_temp.act(900005);
SELECT results_eq('SELECT total, taken, available, waiting, your_status, can_buy
    FROM seat_availability(9000010)', $$VALUES (2, 2, 0, 0, NULL, false)$$,
    'full');
SELECT pg_temp.act(900003);
SELECT results_eq('SELECT your_status, can_buy FROM seat_availability(9000010)',
    $$VALUES ('active', true)$$, 'but not for a student');
SELECT is((SELECT total FROM seat_availability(9000200)), NULL,
    'an interviewer has none');
SELECT results_eq($$SELECT name, amount FROM product_offers(9000010, 'pack',
    NULL)$$, $$VALUES ('Starter', 20000::bigint), ('Deep dive', 30000)$$,
    'what is sold');
SELECT is((SELECT count(*) FROM my_packs(NULL, NULL, 10)), 1::bigint,
    'one''s own packs');
SELECT is((SELECT remaining FROM my_packs(NULL, NULL, 10)), 4, 'and what is left');
SELECT pg_temp.act(900004);
SELECT is((SELECT count(*) FROM my_packs(NULL, NULL, 10)), 0::bigint,
    'nobody else''s');
SELECT pg_temp.act(900001);
SELECT results_eq('SELECT name, status, remaining FROM my_students(NULL, false,
    NULL, 10)', $$VALUES ('Person 900003', 'active', 4)$$, 'a mentor''s students');
SELECT results_eq('SELECT total, taken, active FROM my_seat_counts()',
    'VALUES (2, 2, 1)', 'and seats');
SELECT is(pg_temp.refusal($$SELECT pack_provide('1')$$), 'BL403 not_yours_to_do',
    'what is internal is not theirs');
SELECT pg_temp.act(900009);
SELECT is(pack_provide(pg_temp.made('a')::text), (pg_temp.pack('a')).id,
    'what is delivered is delivered');

-- --- codes ----------------------------------------------------------------------------------
SELECT pg_temp.act(900001);
SELECT pg_temp.note('spring', promotion_save(NULL, 'SPRING', 'percent', 25, NULL,
    'pack', NULL, 10, 1, NULL, app_now() + interval '10 days', false, true));
SELECT is(pg_temp.refusal($$SELECT promotion_save(NULL, 'spring', 'percent', 25,
    NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, true)$$),
    'BL422 promotion_code_taken', 'a code is there once');
SELECT is(pg_temp.refusal(format($$SELECT promotion_save(NULL, 'MINE', 'percent',
    25, NULL, 'package', %s, NULL, NULL, NULL, NULL, false, true)$$,
    pg_temp.made('three'))), 'BL422 promotion_product',
    'for one''s own products only');
SELECT is(pg_temp.refusal($$SELECT promotion_save(NULL, 'MINE', 'percent', 101,
    NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, true)$$),
    'BL422 promotion_value', 'at most all of it');
SELECT is(pg_temp.refusal($$SELECT promotion_save(NULL, 'MINE', 'percent', 10,
    NULL, NULL, NULL, NULL, NULL, app_now(), app_now() - interval '1 day',
    false, true)$$), 'BL422 promotion_dates', 'ends after it begins');
SELECT pg_temp.act(900005);
SELECT results_eq($$SELECT name, list_amount, amount, discount_code
    FROM product_offers(9000010, 'pack', 'spring') LIMIT 1$$,
    $$VALUES ('Starter', 20000::bigint, 15000::bigint, 'SPRING')$$,
    'a link applies it');
SELECT is((SELECT code_refusal FROM product_offers(9000010, 'pack', 'nope')
    LIMIT 1), 'promotion_unknown', 'or says why not');
SELECT is(pg_temp.refusal($$SELECT promotion_save(NULL, 'MINE', 'percent', 10,
    NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, true)$$),
    'BL403 promotions_are_sellers', 'buyers make none');
UPDATE expert SET seats = 5 WHERE user_id = 900001;
SELECT pg_temp.note('d', (order_create('pack', pg_temp.made('product 900001'),
    'stripe', 'SPRING', 15000)).id);
SELECT payment_begin(pg_temp.made('d'), 'stripe'), pg_temp.pay('d');
SELECT results_eq($$SELECT list_amount, discount_amount, discount_code,
    total_amount FROM pg_temp.order('d')$$, $$VALUES (20000::bigint,
    5000::bigint, 'SPRING', 15000::bigint)$$, 'the order keeps what it was');
SELECT pg_temp.act(900001);
SELECT results_eq('SELECT code, uses, given, link FROM my_promotions(NULL, NULL,
    10)', $$VALUES ('SPRING', 1, 5000::bigint,
    '/mentors/9000010/packs?code=SPRING')$$, 'its giver sees what it did');
SELECT promotion_save(pg_temp.made('spring'), 'OTHER', 'percent', 90, NULL, NULL,
    NULL, 20, NULL, NULL, NULL, true, true);
SELECT results_eq($$SELECT code, value, max_uses, auto_apply FROM promotion
    WHERE owner_id = 900001$$, $$VALUES ('SPRING', 25::bigint, 20, true)$$,
    'what people saw stays; limits change');
SELECT pg_temp.act(900005);
SELECT is((SELECT discount_code FROM product_offers(9000010, 'pack', NULL)
    LIMIT 1), 'SPRING', 'it applies by itself');
SELECT pg_temp.act(900001), promotion_end(pg_temp.made('spring'));
SELECT is(pg_temp.refusal(format('SELECT promotion_end(%s)',
    pg_temp.made('spring'))), 'BL409 promotion_is_ended', 'once');
SELECT pg_temp.act(900009);
SELECT pg_temp.note('all', promotion_admin_save(NULL, 'WELCOME', 'amount', 1000,
    'USD', NULL, NULL, NULL, 1, NULL, NULL, false, true));
SELECT is((SELECT count(*) FROM admin_promotions(NULL, NULL, 10)), 2::bigint,
    'admins see all');
SELECT pg_temp.act(900006);
SELECT pg_temp.note('e', (order_create('package', pg_temp.made('three'),
    'stripe', 'welcome', NULL)).id);
SELECT payment_begin(pg_temp.made('e'), 'stripe'), pg_temp.pay('e');
SELECT results_eq($$SELECT total_amount, promotion_cost FROM pg_temp.order('e')$$,
    'VALUES (27215::bigint, 1000::bigint)', 'the platform bears its own');
SELECT is(pg_temp.due('e'), '23983 waits, 0 due', 'the seller is paid in full');
SELECT is_empty($$SELECT * FROM pg_temp.wrong()$$, 'the books add up');
SELECT * FROM finish();
ROLLBACK;
