-- Paid sessions: the slot while one pays, and the money when the session is over.
BEGIN;
\ir fixture/money.psql
SELECT no_plan();
SELECT pg_temp.clock('2027-06-01 08:00Z');
-- 900001 an expert, 900011 one who answers by hand, 900021 an anonymous one;
-- type n2 is 60 minutes for 50.00.
SELECT pg_temp.expert(900001), pg_temp.expert(900011),
    pg_temp.expert(900021, 'interviewer');
SELECT pg_temp.person(n) FROM generate_series(900002, 900009) n;
INSERT INTO user_role VALUES (900009, 'admin', NULL, now());
UPDATE expert SET confirm_by_hand = true WHERE user_id = 900011;

CREATE FUNCTION pg_temp.at(hour int, day int DEFAULT 4) RETURNS timestamptz
LANGUAGE sql AS $$
    SELECT timestamptz '2027-06-01 00:00Z' + make_interval(days => day - 1,
        hours => hour) $$;
-- A session that waits for its payment.
CREATE FUNCTION pg_temp.book(noted text, start timestamptz,
    expert bigint DEFAULT 900001, client bigint DEFAULT 900002) RETURNS text
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_temp.act(client), pg_temp.note(noted, session_book(expert * 10,
        expert * 10 + 2, start, NULL, 'order'));
    RETURN pg_temp.status(pg_temp.made(noted));
END $$;
CREATE FUNCTION pg_temp.s(noted text) RETURNS session LANGUAGE sql AS $$
    SELECT s FROM session s WHERE s.id = pg_temp.made(noted) $$;
CREATE FUNCTION pg_temp.o(noted text) RETURNS orders LANGUAGE sql AS $$
    SELECT o FROM orders o WHERE o.id = (SELECT s.paid_ref FROM session s
        WHERE s.id = pg_temp.made(noted) AND s.paid_by = 'order') $$;
CREATE FUNCTION pg_temp.pays(noted text) RETURNS text LANGUAGE sql AS $$
    SELECT order_paid(o.id, 'stripe', 'pi_' || o.id, o.total_amount, o.currency)
    FROM pg_temp.o(noted) o $$;
CREATE FUNCTION pg_temp.booked(noted text, start timestamptz,
    expert bigint DEFAULT 900001, client bigint DEFAULT 900002) RETURNS text
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_temp.book(noted, start, expert, client), pg_temp.pays(noted);
    RETURN pg_temp.status(pg_temp.made(noted));
END $$;
-- What went back and what the expert has: "refund 5000 of 5000; 4250 pending".
CREATE FUNCTION pg_temp.money(noted text) RETURNS text LANGUAGE sql AS $$
    SELECT format('back %s; expert %s %s%s', coalesce((SELECT sum(r.amount)
        FROM refund r WHERE r.order_id = o.id), 0), coalesce(sum(e.amount), 0),
        string_agg(DISTINCT e.status, ' '), CASE WHEN bool_or(e.available_at
        IS NOT NULL AND e.amount > 0) THEN ' due' END)
    FROM pg_temp.o(noted) o LEFT JOIN earning e ON e.order_id = o.id
    GROUP BY o.id $$;
CREATE FUNCTION pg_temp.free(start timestamptz, expert bigint DEFAULT 900001)
RETURNS boolean LANGUAGE sql AS $$
    SELECT slot_is_free(expert, 60, start, 900003) $$;

-- --- booking -------------------------------------------------------------------
SELECT is(pg_temp.book('a', pg_temp.at(10)), 'awaiting_payment',
    'a session with a price waits for its payment');
SELECT results_eq($$SELECT paid_by, expires_at FROM session
    WHERE id = pg_temp.made('a')$$, $$VALUES ('order', timestamptz
    '2027-06-01 08:35Z')$$, 'for 35 minutes');
SELECT results_eq($$SELECT status, buyer_id, seller_id, item_id, total_amount,
    title, expires_at FROM pg_temp.o('a')$$, $$VALUES ('pending', 900002::bigint,
    900001::bigint, pg_temp.made('a'), 5000::bigint,
    'Session: resume, 60 minutes, with Person 900001', timestamptz
    '2027-06-01 08:35Z')$$, 'with its order');
SELECT results_eq($$SELECT move, from_status, to_status FROM session_history
    WHERE session_id = pg_temp.made('a') ORDER BY id$$, $$VALUES ('hold', NULL,
    'held'), ('checkout', 'held', 'awaiting_payment')$$, 'and its history');
SELECT ok(NOT pg_temp.free(pg_temp.at(10)), 'nobody else gets the time');
SELECT is(pg_temp.refusal(format('SELECT session_confirm(%s, NULL, %L)',
    pg_temp.made('a'), 'free')), 'BL409 session_move_awaiting_payment',
    'nor is it confirmed otherwise');
SELECT is(pg_temp.refusal(format('SELECT order_create(%L, %s, %L, NULL, 4999)',
    'session', pg_temp.made('a'), 'stripe')), 'BL409 price_changed',
    'the checkout shows its price');
SELECT is((order_create('session', pg_temp.made('a'), 'stripe', NULL, 5000)).id,
    (pg_temp.o('a')).id, 'and goes on with its order');
SELECT pg_temp.act(900003);
SELECT is(pg_temp.refusal(format('SELECT order_create(%L, %s, %L, NULL, 5000)',
    'session', pg_temp.made('a'), 'stripe')), 'BL404 session_unknown',
    'which is nobody else''s');
SELECT is(pg_temp.pays('a'), 'fulfilled', 'paid');
SELECT results_eq($$SELECT status, paid_by, expires_at, refund_id FROM session
    WHERE id = pg_temp.made('a')$$, $$VALUES ('scheduled', 'order',
    NULL::timestamptz, NULL::bigint)$$, 'it is booked');
SELECT is((SELECT array_agg(DISTINCT user_id ORDER BY user_id) FROM notification
    WHERE type = 'session_booked'), ARRAY[900001, 900002]::bigint[],
    'both are told');
SELECT is((SELECT count(*) FROM job WHERE kind = 'session.remind' AND
    payload ->> 'session_id' = pg_temp.made('a')::text), 3::bigint, 'reminded');
SELECT is(pg_temp.money('a'), 'back 0; expert 4250 pending',
    '85 % wait for the session');
SELECT is(pg_temp.pays('a'), 'again', 'a second word of it changes nothing');
-- The alias stands on everything of an anonymous one.
SELECT pg_temp.book('anon', pg_temp.at(9), 900021);
SELECT ok((pg_temp.o('anon')).title ~ 'with Quiet Otter', 'an alias is sold');
-- Proposed by the expert.
SELECT pg_temp.act(900001);
SELECT pg_temp.note('proposal', session_propose_new(pg_temp.made('a'), 9000012,
    ARRAY[pg_temp.at(3, 5)]));
SELECT pg_temp.act(900002);
SELECT pg_temp.note('p', proposal_accept(pg_temp.made('proposal'), NULL, 'order'));
SELECT is(pg_temp.status(pg_temp.made('p')), 'awaiting_payment',
    'a proposal is paid for, too');
SELECT is(pg_temp.pays('p'), 'fulfilled', 'and then booked');

-- --- running out -------------------------------------------------------------------
SELECT pg_temp.book('b', pg_temp.at(12)), pg_temp.book('c', pg_temp.at(14)),
    pg_temp.book('d', pg_temp.at(16)), pg_temp.book('e', pg_temp.at(18));
SELECT pg_temp.wait('35 minutes');
SELECT is(pg_temp.pays('e'), 'fulfilled', 'in the last second, nobody came yet');
SELECT session_tick(100);
SELECT is(pg_temp.status(pg_temp.made('b')), 'expired', 'it runs out');
SELECT ok(pg_temp.free(pg_temp.at(12)), 'and the time is free');
SELECT order_tick(100);
SELECT is((pg_temp.o('b')).status, 'expired', 'so does the order');
SELECT is(pg_temp.pays('b'), 'fulfilled', 'late money, a free time');
SELECT is(pg_temp.status(pg_temp.made('b')), 'scheduled', 'is still booked');
SELECT is(pg_temp.booked('c2', pg_temp.at(14), 900001, 900003), 'scheduled',
    'somebody else is quicker');
SELECT is(pg_temp.pays('c'), 'refunding', 'late money, a time that is taken');
SELECT is(pg_temp.money('c'), 'back 5000; expert 0 reversed', 'all goes back');
SELECT is((SELECT count(*) FROM notification WHERE user_id = 900002
    AND type = 'order_late'), 1::bigint, 'and the buyer is told');
SELECT is(pg_temp.status(pg_temp.made('c')), 'expired', 'it stays as it was');
SELECT pg_temp.clock(pg_temp.at(16));
SELECT is(pg_temp.pays('d'), 'refunding', 'money at the session''s very time');
SELECT pg_temp.clock('2027-06-01 09:00Z');
-- Unless nobody looked, the order alone decides.
SELECT pg_temp.book('f', pg_temp.at(20));
SELECT pg_temp.wait('36 minutes');
SELECT order_tick(100);
SELECT is(pg_temp.status(pg_temp.made('f')), 'expired', 'the order takes it along');
SELECT pg_temp.book('g', pg_temp.at(20));
SELECT order_cancel((pg_temp.o('g')).id);
SELECT is(pg_temp.status(pg_temp.made('g')), 'expired', 'one may leave the checkout');
SELECT ok(pg_temp.free(pg_temp.at(20)), 'and the time is free');
SELECT is(pg_temp.pays('g'), 'refunding', 'money then goes back');
-- The expert is gone.
SELECT pg_temp.book('h', pg_temp.at(21));
UPDATE users SET status = 'suspended' WHERE id = 900001;
SELECT is(pg_temp.pays('h'), 'refunding', 'nothing is sold for who is suspended');
UPDATE users SET status = 'active' WHERE id = 900001;
SELECT is_empty($$SELECT * FROM pg_temp.wrong()$$, 'the books add up');

-- --- codes -----------------------------------------------------------------------------
INSERT INTO promotion (code, owner_id, kind, value, status, created_at) VALUES
    ('HALF', 900001, 'percent', 50, 'active', app_now()),
    ('GIFT', NULL, 'percent', 100, 'active', app_now());
SELECT pg_temp.book('i', pg_temp.at(22));
SELECT is((order_create('session', pg_temp.made('i'), 'stripe', 'half', 2500)).id,
    (pg_temp.o('i')).id, 'a code makes the same order cheaper');
SELECT payment_begin((pg_temp.o('i')).id, 'stripe');
SELECT pg_temp.note('old', (pg_temp.o('i')).id);
SELECT order_create('session', pg_temp.made('i'), 'stripe', NULL, 5000);
SELECT isnt((pg_temp.o('i')).id, pg_temp.made('old'),
    'after a payment was begun it is another');
SELECT is(pg_temp.status(pg_temp.made('i')), 'awaiting_payment', 'it waits on');
SELECT is(order_paid(pg_temp.made('old'), 'stripe', 'pi_old', 2500, 'USD'),
    'refunding', 'money of the old one goes back');
SELECT is(pg_temp.pays('i'), 'fulfilled', 'of the new one it books');
SELECT pg_temp.book('j', pg_temp.at(23));
SELECT order_create('session', pg_temp.made('j'), NULL, 'GIFT', 0);
SELECT is(pg_temp.status(pg_temp.made('j')), 'scheduled', 'a gift needs no payment');
SELECT is(pg_temp.money('j'), 'back 0; expert 4250 pending', 'the expert is paid');
SELECT pg_temp.act(900002);
SELECT session_cancel(pg_temp.made('j'), 'schedule', NULL);
SELECT is(pg_temp.money('j'), 'back 0; expert 0 reversed',
    'unless it does not take place');

-- --- by hand ---------------------------------------------------------------------------
SELECT is(pg_temp.booked('k', pg_temp.at(10, 10), 900011), 'requested',
    'paid, and now the expert answers');
SELECT is(pg_temp.booked('l', pg_temp.at(12, 10), 900011), 'requested', 'again');
SELECT is(pg_temp.booked('m', pg_temp.at(14, 10), 900011), 'requested', 'again');
SELECT is(pg_temp.booked('n', pg_temp.at(16, 10), 900011), 'requested', 'again');
SELECT pg_temp.act(900011);
SELECT session_accept(pg_temp.made('k'));
SELECT is(pg_temp.money('k'), 'back 0; expert 4250 pending', 'yes');
SELECT session_decline(pg_temp.made('l'), 'schedule', NULL);
SELECT is(pg_temp.money('l'), 'back 5000; expert 0 reversed', 'no');
SELECT pg_temp.act(900002);
SELECT session_cancel(pg_temp.made('m'), 'schedule', NULL);
SELECT is(pg_temp.money('m'), 'back 5000; expert 0 reversed', 'withdrawn');
SELECT pg_temp.wait('24 hours');
SELECT session_tick(100);
SELECT is(pg_temp.status(pg_temp.made('n')), 'expired', 'no answer');
SELECT is(pg_temp.money('n'), 'back 5000; expert 0 reversed', 'all goes back');
SELECT results_eq($$SELECT refund_amount, return_percent, refund_id IS NOT NULL
    FROM session WHERE id = pg_temp.made('n')$$,
    $$VALUES (5000::bigint, 100, true)$$, 'and the session says so');
SELECT pg_temp.clock(pg_temp.at(8));
SELECT is(pg_temp.refusal($$SELECT pg_temp.book('x', pg_temp.at(10), 900011,
    900003)$$),
    'BL409 session_too_late_to_ask', 'too late to ask is told before one pays');
SELECT is(pg_temp.book('late', pg_temp.at(11), 900011, 900003), 'awaiting_payment',
    'in time to ask');
SELECT pg_temp.clock(pg_temp.at(9));
SELECT is(pg_temp.pays('late'), 'refunding', 'paid too late to ask');
SELECT pg_temp.clock('2027-06-01 09:00Z');

-- --- canceling -------------------------------------------------------------------------
SELECT pg_temp.booked('q' || n, pg_temp.at(n, 6)) FROM generate_series(1, 6) n;
SELECT pg_temp.clock(pg_temp.at(1, 5));
SELECT pg_temp.act(900002);
SELECT results_eq(format('SELECT return_percent, amount, currency, late
    FROM session_cancel_preview(%s)', pg_temp.made('q1')),
    $$VALUES (100, 5000::bigint, 'USD', false)$$, '24 hours before: all');
SELECT session_cancel(pg_temp.made('q1'), 'schedule', NULL);
SELECT is(pg_temp.money('q1'), 'back 5000; expert 0 reversed', 'comes back');
SELECT results_eq($$SELECT return_percent, refund_amount, refund_id = (SELECT id
    FROM refund WHERE order_id = (pg_temp.o('q1')).id) FROM session
    WHERE id = pg_temp.made('q1')$$, $$VALUES (100, 5000::bigint, true)$$,
    'and the session says so');
SELECT pg_temp.clock(pg_temp.at(4, 5));
SELECT results_eq(format('SELECT return_percent, amount, late
    FROM session_cancel_preview(%s)', pg_temp.made('q2')),
    $$VALUES (0, 0::bigint, true)$$, 'later: nothing');
SELECT session_cancel(pg_temp.made('q2'), 'schedule', NULL);
SELECT is(pg_temp.money('q2'), 'back 0; expert 4250 pending due',
    'the expert is paid for it');
UPDATE session SET late_return_percent = 30 WHERE id = pg_temp.made('q3');
SELECT is((SELECT amount FROM session_cancel_preview(pg_temp.made('q3'))),
    1500::bigint, 'an expert may be kinder');
SELECT session_cancel(pg_temp.made('q3'), 'schedule', NULL);
SELECT is(pg_temp.money('q3'), 'back 1500; expert 2975 pending due',
    'a part each');
SELECT pg_temp.act(900001);
SELECT session_cancel(pg_temp.made('q4'), 'illness', NULL);
SELECT is(pg_temp.money('q4'), 'back 5000; expert 0 reversed',
    'the expert cancels: all comes back, however late');
SELECT pg_temp.act(900009);
SELECT session_admin_cancel(pg_temp.made('q5'), 'asked');
SELECT is(pg_temp.money('q5'), 'back 5000; expert 0 reversed', 'an admin cancels');
SELECT session_cancel_all(900001, 'suspended');
SELECT is(pg_temp.money('q6'), 'back 5000; expert 0 reversed',
    'an expert who is suspended');
SELECT is_empty($$SELECT * FROM pg_temp.wrong()$$, 'the books add up');

-- --- after it ----------------------------------------------------------------------------
SELECT pg_temp.clock('2027-06-01 09:00Z');
SELECT pg_temp.booked('t' || n, pg_temp.at(n, 8)) FROM generate_series(1, 12) n;
SELECT pg_temp.clock(pg_temp.at(20, 8));
SELECT pg_temp.act(900001);
SELECT session_complete(pg_temp.made('t1'));
SELECT is(pg_temp.money('t1'), 'back 0; expert 4250 pending due',
    'it took place: the expert is paid');
SELECT is((SELECT available_at FROM earning WHERE session_id = pg_temp.made('t1')),
    app_now() + interval '7 days', 'in 7 days');
SELECT session_no_show(pg_temp.made('t2'));
SELECT is(pg_temp.money('t2'), 'back 0; expert 4250 pending due',
    'the client did not come: the expert is paid');
SELECT session_take_back(pg_temp.made('t2'));
SELECT is(pg_temp.money('t2'), 'back 0; expert 4250 pending',
    'taken back: not yet');
SELECT session_complete(pg_temp.made('t2'));
SELECT is(pg_temp.money('t2'), 'back 0; expert 4250 pending due', 'but then');
SELECT session_no_show(pg_temp.made('t3'));
SELECT pg_temp.act(900002);
SELECT session_dispute(pg_temp.made('t3'), 'I was there');
SELECT is(pg_temp.money('t3'), 'back 0; expert 4250 frozen due',
    'the client says otherwise: it waits');
SELECT pg_temp.act(900009);
SELECT session_admin_settle(pg_temp.made('t3'), 'canceled', 'seen the log');
SELECT is(pg_temp.money('t3'), 'back 5000; expert 0 reversed', 'and goes back');
SELECT pg_temp.act(900001);
SELECT session_no_show(pg_temp.made('t4'));
SELECT pg_temp.act(900002);
SELECT session_dispute(pg_temp.made('t4'), 'I was there');
SELECT pg_temp.act(900009);
SELECT session_admin_settle(pg_temp.made('t4'), 'completed', 'seen the log');
SELECT is(pg_temp.money('t4'), 'back 0; expert 4250 pending due', 'or does not');
SELECT pg_temp.act(900002);
SELECT session_no_show(pg_temp.made('t5'));
SELECT is(pg_temp.money('t5'), 'back 5000; expert 0 reversed',
    'the expert did not come: all comes back');
SELECT results_eq($$SELECT return_percent, refund_amount FROM session
    WHERE id = pg_temp.made('t5')$$, $$VALUES (100, 5000::bigint)$$, 'as it says');
SELECT session_settle(pg_temp.made('t5'), 'canceled');
SELECT pg_temp.act(900001);
SELECT session_settle(pg_temp.made('t5'), 'canceled');
SELECT is(pg_temp.money('t5'), 'back 5000; expert 0 reversed', 'once');
SELECT pg_temp.act(900001);
SELECT session_complete(pg_temp.made('t' || n)) FROM generate_series(6, 9) n;
SELECT pg_temp.act(900002);
SELECT session_dispute(pg_temp.made('t' || n), 'bad') FROM generate_series(6, 9) n;
SELECT is(pg_temp.money('t6'), 'back 0; expert 4250 frozen due',
    'a dispute freezes what was earned');
SELECT pg_temp.wait('8 days');
SELECT earning_tick(100);
SELECT is(pg_temp.money('t6'), 'back 0; expert 4250 frozen due', 'for as long');
SELECT pg_temp.act(900009);
SELECT session_admin_resolve(pg_temp.made('t6'), 'uphold', 'fine');
SELECT is(pg_temp.money('t6'), 'back 0; expert 4250 available due', 'upheld');
SELECT session_admin_resolve(pg_temp.made('t7'), 'partial', 'so so');
SELECT is(pg_temp.money('t7'), 'back 2500; expert 2125 available due', 'half');
SELECT session_admin_resolve(pg_temp.made('t8'), 'partial', 'so so', 20);
SELECT is(pg_temp.money('t8'), 'back 1000; expert 3400 available due', 'a fifth');
SELECT session_admin_resolve(pg_temp.made('t9'), 'refund', 'bad');
SELECT is(pg_temp.money('t9'), 'back 5000; expert 0 reversed', 'all');
SELECT results_eq($$SELECT resolution, return_percent, refund_amount FROM session
    WHERE id = pg_temp.made('t8')$$, $$VALUES ('partial', 20, 1000::bigint)$$,
    'as the session says');
-- The bank has it: nothing goes back twice.
SELECT pg_temp.act(900001);
SELECT session_tick(100);
SELECT dispute_open('stripe', 'dp_1', 'pi_' || (pg_temp.o('t10')).id, 5000, 'USD');
SELECT is(pg_temp.money('t10'), 'back 0; expert 4250 frozen due',
    'the bank freezes it, too');
SELECT pg_temp.act(900002);
SELECT session_dispute(pg_temp.made('t10'), 'bad');
SELECT pg_temp.act(900009);
SELECT session_admin_resolve(pg_temp.made('t10'), 'refund', 'bad');
SELECT is(pg_temp.money('t10'), 'back 0; expert 4250 frozen due',
    'an admin does not send what the bank has');
SELECT is((SELECT count(*) FROM notification WHERE data ->> 'what' =
    'refund_while_disputed'), 1::bigint, 'but is told');
SELECT dispute_lost('stripe', 'dp_1');
SELECT is(pg_temp.money('t10'), 'back 0; expert 0 reversed', 'then it is gone');
SELECT is_empty($$SELECT * FROM pg_temp.wrong()$$, 'the books add up');

-- --- from the order's side ------------------------------------------------------------------
SELECT pg_temp.booked('u' || n, pg_temp.at(n, 25)) FROM generate_series(1, 4) n;
SELECT pg_temp.act(900002);
SELECT results_eq(format('SELECT by_policy, at_most FROM refund_preview(%s)',
    (pg_temp.o('u1')).id), $$VALUES (5000::bigint, 5000::bigint)$$,
    'in time a refund is a cancellation');
SELECT refund_request((pg_temp.o('u1')).id, NULL, NULL);
SELECT results_eq($$SELECT status, canceled_side, cancel_code FROM session
    WHERE id = pg_temp.made('u1')$$, $$VALUES ('canceled', 'system',
    'refunded')$$, 'the session goes with it');
SELECT ok(pg_temp.free(pg_temp.at(1, 25)), 'and the time is free');
SELECT refund_from_provider('stripe', 'pi_' || (pg_temp.o('u2')).id, 2000);
SELECT is(pg_temp.status(pg_temp.made('u2')), 'scheduled', 'a part leaves it');
SELECT refund_from_provider('stripe', 'pi_' || (pg_temp.o('u2')).id, 5000);
SELECT is(pg_temp.status(pg_temp.made('u2')), 'canceled', 'the whole does not');
SELECT is(pg_temp.money('u2'), 'back 5000; expert 0 reversed', 'once');
SELECT refund_give((pg_temp.o('u3')).id, 1000, 'sorry');
SELECT session_cancel(pg_temp.made('u3'), 'schedule', NULL);
SELECT is(pg_temp.money('u3'), 'back 5000; expert 0 reversed',
    'never more than was paid');
SELECT pg_temp.clock(pg_temp.at(1, 25));
SELECT results_eq(format('SELECT by_policy FROM refund_preview(%s)',
    (pg_temp.o('u4')).id), ARRAY[0::bigint], 'late, the policy gives nothing');
SELECT is_empty($$SELECT * FROM pg_temp.wrong()$$, 'the books add up');
SELECT is_empty($$SELECT s.id FROM session s JOIN orders o ON o.id = s.paid_ref
    WHERE s.paid_by = 'order' AND s.status IN ('requested', 'scheduled',
        'in_progress', 'completed') AND o.status NOT IN ('fulfilled',
        'partially_refunded', 'refunded', 'charged_back', 'disputed')$$,
    'nobody has a session that is not paid');

SELECT * FROM finish();
ROLLBACK;
