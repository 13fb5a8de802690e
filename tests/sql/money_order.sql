-- Orders and payments: the machine of states 4.5 as a table, and everything that
-- can be heard of money.
BEGIN;
\ir fixture/money.psql
SELECT no_plan();
SELECT pg_temp.clock('2027-06-01 12:00Z');
SELECT pg_temp.person(n) FROM generate_series(920001, 920009) n;
INSERT INTO user_role VALUES (920008, 'admin', NULL, now());
INSERT INTO shop (item, seller, price) SELECT n, 920001, 10000
    FROM generate_series(1, 60) n;
INSERT INTO shop (item, seller, price) VALUES (100, 920001, 0);

-- --- making one ----------------------------------------------------------------
SELECT pg_temp.act(920004);
SELECT pg_temp.note('a', (order_create('company', 1, 'stripe', NULL, 10000)).id);
SELECT results_eq($$SELECT status, buyer_id, seller_id, total_amount, fee_bp,
    shown_total, expires_at, length(ref) FROM orders
    WHERE id = pg_temp.made('a')$$, $$VALUES ('pending', 920004::bigint,
    920001::bigint, 10000::bigint, 1500, 10000::bigint,
    timestamptz '2027-06-01 12:35Z', 32)$$, 'an order waits for 35 minutes');
SELECT results_eq($$SELECT kind, amount FROM order_share
    WHERE order_id = pg_temp.made('a') ORDER BY n$$,
    $$VALUES ('fee', 1500::bigint), ('seller', 8500)$$, 'its split is frozen');
SELECT is((order_create('company', 1, 'stripe', NULL, 10000)).id,
    pg_temp.made('a'), 'asked twice, it is one');
SELECT is((order_create('company', 1, 'paypal', NULL, 10000)).provider,
    'paypal', 'the buyer may pay elsewhere');
SELECT is(pg_temp.refusal($$SELECT order_create('company', 2, 'stripe', NULL,
    9000)$$), 'BL409 price_changed', 'what was shown must be the price');
CREATE FUNCTION pg_temp.detail(statement text) RETURNS jsonb LANGUAGE plpgsql
AS $$
DECLARE
    d text;
BEGIN
    EXECUTE statement;
    RETURN NULL;
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS d = PG_EXCEPTION_DETAIL;
    RETURN d::jsonb;
END $$;
SELECT is(pg_temp.detail($$SELECT order_create('company', 2, 'stripe', NULL,
    9000)$$), '{"price": {"amount": 10000, "currency": "USD"}}',
    'and the new one is told');
UPDATE shop SET price = 12000 WHERE item = 1;
SELECT is((order_create('company', 1, 'stripe', NULL, 12000)).id,
    pg_temp.made('a'), 'an order without a payment is priced anew');
SELECT is((pg_temp.order('a')).total_amount, 12000::bigint, 'at the new price');
SELECT is((SELECT sum(amount) FROM order_share WHERE order_id =
    pg_temp.made('a')), 12000::numeric, 'with a new split');
SELECT payment_begin(pg_temp.made('a'), 'stripe');
UPDATE shop SET price = 9000 WHERE item = 1;
SELECT pg_temp.note('b', (order_create('company', 1, 'stripe', NULL, 9000)).id);
SELECT isnt(pg_temp.made('b'), pg_temp.made('a'),
    'one with a payment under way is replaced');
SELECT is((pg_temp.order('a')).status, 'canceled', 'and canceled');
SELECT is((SELECT status FROM payment WHERE order_id = pg_temp.made('a')),
    'voided', 'with its payment');
SELECT is((SELECT released FROM shop WHERE item = 1), 0,
    'nothing is let go: the new order has it');
SELECT is(pg_temp.pay('a', 'pi_a', 12000), 'refunding',
    'money of the old one goes back');
SELECT is((SELECT array_agg((amount, reason, of_receipt)::text) FROM refund
    WHERE order_id = pg_temp.made('a')), ARRAY['(12000,extra,t)'], 'in full');
SELECT pg_temp.act(920004);
SELECT pg_temp.note('free', (order_create('company', 100, NULL, NULL, 0)).id);
SELECT is((pg_temp.order('free')).status, 'fulfilled',
    'what costs nothing is delivered at once');
SELECT is((SELECT total_amount FROM invoice WHERE order_id =
    pg_temp.made('free')), 0::bigint, 'with an invoice over nothing');
SELECT pg_temp.act(NULL);
SELECT is(pg_temp.refusal($$SELECT order_create('company', 2, 'stripe', NULL,
    10000)$$), 'BL403 member_not_active', 'a visitor buys nothing');

-- --- the machine -----------------------------------------------------------------
-- Every event by everybody from every status.
CREATE TEMP TABLE allowed (event text, side text, status text, result text);
INSERT INTO allowed VALUES
    ('start', 'buyer', 'pending', 'processing'),
    ('start', 'system', 'pending', 'processing'),
    ('pay', 'system', 'pending', 'paid'), ('pay', 'system', 'processing', 'paid'),
    ('pay', 'admin', 'pending', 'paid'), ('pay', 'admin', 'processing', 'paid'),
    ('late', 'system', 'expired', 'paid'), ('late', 'system', 'failed', 'paid'),
    ('late', 'admin', 'expired', 'paid'), ('late', 'admin', 'failed', 'paid'),
    ('fulfil', 'system', 'paid', 'fulfilled'),
    ('expire', 'system', 'pending', 'expired'),
    ('expire', 'system', 'processing', 'expired'),
    ('fail', 'system', 'pending', 'failed'),
    ('fail', 'system', 'processing', 'failed'),
    ('cancel', 'buyer', 'pending', 'canceled'),
    ('cancel', 'buyer', 'processing', 'canceled'),
    ('cancel', 'system', 'pending', 'canceled'),
    ('cancel', 'system', 'processing', 'canceled'),
    ('cancel', 'admin', 'pending', 'canceled'),
    ('cancel', 'admin', 'processing', 'canceled'),
    ('refund', 'system', 'paid', 'refunded'),
    ('refund', 'system', 'fulfilled', 'refunded'),
    ('refund', 'system', 'fulfilled', 'partially_refunded'),
    ('refund', 'system', 'partially_refunded', 'refunded'),
    ('bounce', 'system', 'refunded', 'paid'),
    ('bounce', 'system', 'refunded', 'fulfilled'),
    ('bounce', 'system', 'refunded', 'partially_refunded'),
    ('bounce', 'system', 'partially_refunded', 'paid'),
    ('bounce', 'system', 'partially_refunded', 'fulfilled'),
    ('bounce', 'system', 'partially_refunded', 'partially_refunded'),
    ('dispute', 'system', 'paid', 'disputed'),
    ('dispute', 'system', 'fulfilled', 'disputed'),
    ('dispute', 'system', 'partially_refunded', 'disputed'),
    ('win', 'system', 'disputed', 'paid'),
    ('win', 'system', 'disputed', 'fulfilled'),
    ('win', 'system', 'disputed', 'partially_refunded'),
    ('win', 'system', 'disputed', 'refunded'),
    ('lose', 'system', 'disputed', 'charged_back');
CREATE FUNCTION pg_temp.order_in(status text) RETURNS orders LANGUAGE sql AS $$
    INSERT INTO orders (buyer_id, kind, item_id, seller_id, title, status,
        currency, list_amount, base_amount, total_amount, fee_bp, paid_amount,
        refunded_amount, expires_at, created_at, paid_at)
    SELECT 920005, 'company', 50, 920001, 'x', order_in.status, 'USD', 100, 100,
        100, 1500, paid * 100, CASE order_in.status WHEN 'refunded' THEN 100
        ELSE 0 END, CASE WHEN order_in.status IN ('pending', 'processing')
        THEN app_now() + interval '1 hour' END, app_now(),
        CASE paid WHEN 1 THEN app_now() END
    FROM (SELECT (order_in.status NOT IN ('pending', 'processing', 'failed',
        'canceled', 'expired'))::int AS paid) x RETURNING orders $$;
CREATE FUNCTION pg_temp.try(event text, side text, was text, target text,
    OUT answer text, OUT result text, OUT logged boolean) LANGUAGE plpgsql AS $$
DECLARE
    o orders;
BEGIN
    BEGIN
        o := pg_temp.order_in(was);
        BEGIN
            PERFORM order_move(o, event, side, target);
            answer := 'ok';
        EXCEPTION WHEN OTHERS THEN
            answer := SQLSTATE || ' ' || SQLERRM;
        END;
        result := (SELECT x.status FROM orders x WHERE x.id = o.id);
        logged := EXISTS (SELECT FROM order_history h WHERE h.order_id = o.id);
        RAISE EXCEPTION USING ERRCODE = 'ZZ000';
    EXCEPTION WHEN SQLSTATE 'ZZ000' THEN
        RETURN;
    END;
END $$;
CREATE TEMP TABLE status AS SELECT s FROM unnest(ARRAY['pending', 'processing',
    'paid', 'fulfilled', 'partially_refunded', 'refunded', 'failed', 'canceled',
    'expired', 'disputed', 'charged_back']) s;
CREATE TEMP TABLE tried AS
SELECT e.event, w.side, f.s AS was, t.s AS target, a.result IS NOT NULL AS may, x.*
FROM (SELECT DISTINCT event FROM allowed) e
CROSS JOIN unnest(ARRAY['buyer', 'admin', 'system']) w (side)
CROSS JOIN status f CROSS JOIN status t
LEFT JOIN allowed a ON (a.event, a.side, a.status, a.result)
    = (e.event, w.side, f.s, t.s)
CROSS JOIN LATERAL pg_temp.try(e.event, w.side, f.s, t.s) x;
SELECT cmp_ok((SELECT count(*) FROM tried), '>', 4000::bigint,
    'every event from everywhere to everywhere was tried');
SELECT is_empty($$SELECT event, side, was, target, answer FROM tried WHERE may
    AND (answer <> 'ok' OR result <> target OR NOT logged)
    -- whole refunds and their undoing have conditions of their own
    AND NOT (answer ~ '^23514' AND target = 'refunded')$$,
    'what is allowed happens and is in the history');
SELECT is_empty($$SELECT event, side, was, target, answer FROM tried
    WHERE NOT may AND (answer !~ '^BL409 order_is_' OR result <> was
        OR logged)$$, 'everything else is refused and changes nothing');
SELECT is(pg_temp.detail($$SELECT order_move(pg_temp.order('free'), 'pay',
    'system', 'paid')$$) -> 'state', '"fulfilled"', 'a refusal says where it is');

-- --- paying ---------------------------------------------------------------------
SELECT pg_temp.buy('c', 920004, 3);
SELECT is((pg_temp.order('c')).status, 'processing', 'at the provider');
SELECT is(pg_temp.pay('c'), 'fulfilled', 'the money is there');
SELECT results_eq($$SELECT status, paid_amount, paid_at, fulfilled_at, expires_at
    FROM orders WHERE id = pg_temp.made('c')$$, $$VALUES ('fulfilled',
    10000::bigint, app_now(), app_now(), NULL::timestamptz)$$, 'as it says');
SELECT is((SELECT delivered FROM shop WHERE item = 3), 1, 'delivered');
SELECT is((SELECT array_agg(format('%s %s %s', a.kind, a.user_id, e.amount)
    ORDER BY a.kind) FROM ledger_entry e JOIN ledger_account a
    ON a.id = e.account_id JOIN ledger_transaction t ON t.id = e.transaction_id
    WHERE t.order_id = pg_temp.made('c')), ARRAY['clearing_stripe  10000',
    'payable 920001 -8500', 'platform_revenue  -1500'], 'and booked');
SELECT results_eq($$SELECT user_id, kind, amount, status, available_at
    FROM earning WHERE order_id = pg_temp.made('c')$$, $$VALUES (920001::bigint,
    'seller', 8500::bigint, 'pending', NULL::timestamptz)$$,
    'the seller''s line waits for the delivery');
SELECT is(pg_temp.pay('c'), 'again', 'told again');
SELECT is((SELECT delivered FROM shop WHERE item = 3), 1, 'delivered once');
SELECT is((SELECT count(*) FROM invoice WHERE order_id = pg_temp.made('c')),
    1::bigint, 'one invoice');
SELECT is(pg_temp.pay('c', 'pi_second'), 'refunding', 'paid a second time');
SELECT results_eq($$SELECT r.amount, r.status, r.of_receipt, p.provider_ref
    FROM refund r JOIN payment p ON p.id = r.payment_id
    WHERE r.order_id = pg_temp.made('c')$$, $$VALUES (10000::bigint, 'submitted',
    true, 'pi_second')$$, 'that money goes back');
SELECT is((SELECT body FROM provider_call WHERE key = 'refund:' || (SELECT id
    FROM refund WHERE order_id = pg_temp.made('c'))) - 'metadata',
    '{"payment_intent": "pi_second", "amount": 10000}',
    'the provider is asked to send it');
SELECT is((pg_temp.order('c')).status, 'fulfilled', 'the first one stays');
SELECT is(pg_temp.refusal($$SELECT pg_temp.buy('x', 920004, 4),
    pg_temp.pay('x', 'pi_' || pg_temp.made('c'))$$),
    'BL409 payment_of_another_order', 'nobody pays with another''s money');
SELECT is(pg_temp.refusal($$SELECT order_paid(999999999, 'stripe', 'pi_x', 5,
    'USD')$$), 'BL404 order_unknown', 'no such order');
SELECT is(pg_temp.refusal(format('SELECT order_paid(%s, %L, %L, %s, %L)',
    pg_temp.made('free'), 'stripe', r, a, c)), 'BL422 payment_invalid',
    coalesce(a::text, 'no') || coalesce(c, ' amount'))
FROM (VALUES ('x', '0', 'USD'), ('x', '-5', 'USD'), ('x', '5', 'XXX'),
    (NULL, '5', 'USD'), ('x', 'NULL', 'USD')) AS t (r, a, c);

-- One live attempt; another provider takes its place.
SELECT pg_temp.buy('d', 920004, 5);
SELECT pg_temp.note('p1', (payment_begin(pg_temp.made('d'), 'stripe')).id);
SELECT is((payment_begin(pg_temp.made('d'), 'stripe')).id, pg_temp.made('p1'),
    'the same attempt is gone on with');
SELECT payment_ready(pg_temp.made('p1'), 'cs_1', 'https://pay.test/1');
SELECT results_eq($$SELECT status, url FROM payment
    WHERE id = pg_temp.made('p1')$$, $$VALUES ('requires_action',
    'https://pay.test/1')$$, 'the checkout is there');
SELECT is((payment_find('stripe', 'cs_1')).order_id, pg_temp.made('d'),
    'and is found by the provider''s reference');
SELECT pg_temp.note('p2', (payment_begin(pg_temp.made('d'), 'paypal')).id);
SELECT is((SELECT array_agg(status ORDER BY id) FROM payment WHERE order_id =
    pg_temp.made('d')), ARRAY['voided', 'created'], 'one is live');
SELECT is((SELECT resource FROM provider_call WHERE key = 'expire:'
    || pg_temp.made('p1')), '/v1/checkout/sessions/cs_1/expire',
    'the other''s checkout is ended');
SELECT is(pg_temp.refusal(format($$INSERT INTO payment (order_id, buyer_id,
    provider, amount, currency, created_at, changed_at) VALUES (%s, 920004,
    'manual', 5, 'USD', now(), now())$$, pg_temp.made('d'))) ~ '^23505', true,
    'the database has no room for two');
SELECT payment_failed(pg_temp.made('p2'), 'declined');
SELECT is((pg_temp.order('d')).status, 'processing',
    'a card that is declined is not the end');
SELECT isnt((payment_begin(pg_temp.made('d'), 'paypal')).id, pg_temp.made('p2'),
    'one tries again');
SELECT is(order_paid(pg_temp.made('d'), 'stripe', 'pi_old', 10000, 'USD',
    'cs_1'), 'fulfilled', 'money of the first attempt is money');
SELECT is(order_paid(pg_temp.made('d'), 'paypal', 'CAP2', 10000, 'USD'),
    'refunding', 'the other''s then goes back');
SELECT is((SELECT resource FROM provider_call c JOIN refund r ON c.key =
    'refund:' || r.id WHERE r.order_id = pg_temp.made('d')),
    '/v2/payments/captures/CAP2/refund', 'to PayPal');
SELECT is((SELECT body -> 'amount' FROM provider_call c JOIN refund r ON c.key =
    'refund:' || r.id WHERE r.order_id = pg_temp.made('d')),
    '{"value": "100.00", "currency_code": "USD"}', 'in its words');
SELECT pg_temp.act(920005);
SELECT is(pg_temp.refusal(format('SELECT payment_begin(%s, %L)',
    pg_temp.made('d'), 'stripe')), 'BL404 order_unknown',
    'nobody else''s order can be paid by one');
SELECT is(pg_temp.refusal(format('SELECT order_cancel(%s)', pg_temp.made('d'))),
    'BL404 order_unknown', 'or canceled');
SELECT pg_temp.act(920004);
SELECT is(pg_temp.refusal(format('SELECT payment_begin(%s, %L)',
    pg_temp.made('d'), 'stripe')), 'BL409 order_is_fulfilled',
    'a paid one is not paid again');
SELECT is(pg_temp.refusal(format('SELECT order_cancel(%s)', pg_temp.made('d'))),
    'BL409 order_is_fulfilled', 'nor canceled');

-- --- running out, failing, leaving ------------------------------------------------
SELECT order_cancel(pg_temp.made('b'));
SELECT pg_temp.buy('e', 920004, 6), pg_temp.buy('f', 920004, 7),
    pg_temp.buy('g', 920004, 8), pg_temp.buy('h', 920004, 9);
SELECT is(order_tick(100), 0, 'nothing is due');
SELECT pg_temp.wait('34 minutes 59 seconds');
SELECT is(order_tick(100), 0, 'nor a second before');
SELECT order_fail(pg_temp.made('g'), 'the bank said no');
SELECT order_cancel(pg_temp.made('h'));
SELECT pg_temp.wait('1 second');
SELECT is(order_tick(1) + order_tick(100), 2, 'then both that were left');
SELECT is((SELECT array_agg((pg_temp.order(n)).status ORDER BY n)
    FROM unnest(ARRAY['e', 'f', 'g', 'h']) n), ARRAY['expired', 'expired',
    'failed', 'canceled'], 'each as it ended');
SELECT is((SELECT array_agg(released ORDER BY item) FROM shop
    WHERE item BETWEEN 6 AND 9), ARRAY[1, 1, 1, 1], 'all is let go, once');
SELECT order_fail(pg_temp.made('h'), 'late word');
SELECT is((pg_temp.order('h')).status, 'canceled', 'what is over stays so');
SELECT is(pg_temp.refusal(format('SELECT payment_begin(%s, %L)',
    pg_temp.made('e'), 'stripe')), 'BL409 order_is_expired', 'too late to begin');
-- Money that comes after all.
SELECT is(pg_temp.pay('e'), 'fulfilled', 'late, but it can still be had');
UPDATE shop SET stock = 'no' WHERE item = 7;
SELECT is(pg_temp.pay('f'), 'refunding', 'late, and it can not');
SELECT results_eq($$SELECT o.status, o.failure, r.amount, r.reason, r.of_receipt
    FROM orders o JOIN refund r ON r.order_id = o.id
    WHERE o.id = pg_temp.made('f')$$, $$VALUES ('paid', 'late', 10000::bigint,
    'late', false)$$, 'all goes back');
SELECT is((SELECT count(*) FROM notification WHERE user_id = 920004 AND type =
    'order_late'), 1::bigint, 'and the buyer is told');
SELECT refund_succeeded((SELECT id FROM refund WHERE order_id =
    pg_temp.made('f')), 're_f');
SELECT is((pg_temp.order('f')).status, 'refunded', 'once it went out');
SELECT is(order_tick(100), 0, 'nobody tries to deliver it');
SELECT is(pg_temp.pay('g'), 'fulfilled', 'after a failure, too');
SELECT is(pg_temp.pay('h'), 'refunding', 'not after it was canceled');
SELECT is((pg_temp.order('h')).status, 'canceled', 'which it stays');
SELECT is((SELECT delivered FROM shop WHERE item = 9), 0, 'undelivered');

-- --- delivery that does not work ---------------------------------------------------
UPDATE shop SET stock = 'refuse' WHERE item = 10;
UPDATE shop SET stock = 'broken' WHERE item = 11;
SELECT pg_temp.buy('i', 920004, 10), pg_temp.buy('j', 920004, 11);
SELECT is(pg_temp.pay('i'), 'refunding', 'refused: the money goes back');
SELECT is((pg_temp.order('i')).failure, 'unavailable', 'it says why');
SELECT is(pg_temp.pay('j'), 'paid', 'an error: it stays paid');
SELECT ok((pg_temp.order('j')).fulfil_error ~ 'shop is on fire', 'and is noted');
SELECT is((SELECT count(*) FROM refund WHERE order_id = pg_temp.made('j')),
    0::bigint, 'nothing goes back');
SELECT is(order_tick(100), 0, 'not at once');
SELECT pg_temp.wait('1 minute');
SELECT is(order_tick(100), 1, 'but a minute later');
SELECT is((pg_temp.order('j')).status, 'paid', 'in vain');
UPDATE shop SET stock = 'yes' WHERE item = 11;
SELECT pg_temp.wait('2 minutes');
SELECT order_tick(100);
SELECT is((pg_temp.order('j')).status, 'fulfilled', 'until it works');
SELECT is((SELECT delivered FROM shop WHERE item = 11), 1, 'once');
SELECT is_empty($$SELECT * FROM pg_temp.wrong()$$, 'the books add up');

-- --- what does not fit ---------------------------------------------------------------
SELECT pg_temp.buy('k', 920004, 12), pg_temp.buy('l', 920004, 13),
    pg_temp.buy('m', 920004, 14), pg_temp.buy('n', 920004, 15);
SELECT is(pg_temp.pay('k', NULL, 9999), 'held', 'a cent too little');
SELECT is(pg_temp.pay('l', NULL, 10001), 'held', 'a cent too much');
SELECT is(pg_temp.pay('m', NULL, 10000, 'EUR'), 'held', 'another currency');
SELECT is((SELECT array_agg(held_for_admin ORDER BY id) FROM orders
    WHERE held_for_admin IS NOT NULL), ARRAY['amount', 'amount', 'currency'],
    'an admin must look');
SELECT is((SELECT count(*) FROM notification WHERE user_id = 920008
    AND type = 'money_attention'), 3::bigint, 'and hears of it');
SELECT is((SELECT sum(delivered) FROM shop WHERE item BETWEEN 12 AND 14),
    0::bigint, 'nothing is delivered');
SELECT is(pg_temp.balance('refunds', NULL, 'order:' || pg_temp.made('k')),
    -9999::bigint, 'the money is the buyer''s');
SELECT is(pg_temp.balance('clearing_stripe', NULL, NULL, 'EUR'), 10000::bigint,
    'wherever it lies');
SELECT pg_temp.act(920008);
SELECT is(pg_temp.refusal(format('SELECT order_hold_decide(%s, %L, NULL)',
    pg_temp.made('k'), 'accept')), 'BL422 reason_words_missing', 'with a reason');
SELECT is(order_hold_decide(pg_temp.made('k'), 'accept', 'a bank''s fee'),
    'fulfilled', 'accepted: the platform bears the cent');
SELECT results_eq($$SELECT total_amount, paid_amount, promotion_cost,
    base_amount FROM orders WHERE id = pg_temp.made('k')$$, $$VALUES
    (9999::bigint, 9999::bigint, 1::bigint, 10000::bigint)$$,
    'the seller gets all of theirs');
SELECT is(order_hold_decide(pg_temp.made('l'), 'accept', 'fine'), 'fulfilled',
    'accepted: what is too much goes back');
SELECT is((SELECT array_agg((amount, of_receipt)::text) FROM refund
    WHERE order_id = pg_temp.made('l')), ARRAY['(1,t)'], 'the cent');
SELECT is(order_hold_decide(pg_temp.made('m'), 'return', 'euros'), 'refunding',
    'sent back');
SELECT results_eq($$SELECT o.status, r.amount, r.currency FROM orders o
    JOIN refund r ON r.order_id = o.id WHERE o.id = pg_temp.made('m')$$,
    $$VALUES ('canceled', 10000::bigint, 'EUR')$$, 'in its currency');
SELECT is(pg_temp.refusal(format('SELECT order_hold_decide(%s, %L, %L)',
    pg_temp.made('m'), 'return', 'x')), 'BL409 order_not_held', 'once');
SELECT is(pg_temp.pay('n', 'pi_n', 4000), 'held', 'a part, by card');
SELECT is(pg_temp.pay('n', 'pi_n2', 6000), 'held', 'and the rest is looked at');
SELECT is(order_hold_decide(pg_temp.made('n'), 'accept', 'two cards'),
    'fulfilled', 'and taken');
SELECT is_empty($$SELECT * FROM pg_temp.wrong()$$, 'the books add up');

-- --- by hand ----------------------------------------------------------------------------
SELECT pg_temp.buy('q', 920004, 16, 'manual'), pg_temp.buy('r', 920004, 17,
    'manual'), pg_temp.buy('s', 920004, 18, 'manual');
SELECT pg_temp.act(920008);
SELECT is(order_receive(pg_temp.made('q'), 4000, 'USD', 'first half'), 'part',
    'a part of it');
SELECT is((pg_temp.order('q')).status, 'processing', 'the rest is awaited');
SELECT is(order_receive(pg_temp.made('q'), 6000, 'USD', 'second half'),
    'fulfilled', 'all of it');
SELECT is((SELECT array_agg(amount ORDER BY id) FROM payment
    WHERE order_id = pg_temp.made('q') AND status = 'captured'),
    ARRAY[4000, 6000]::bigint[], 'in two payments');
SELECT is(pg_temp.balance('refunds', NULL, 'order:' || pg_temp.made('q')),
    0::bigint, 'nothing is left over');
SELECT order_receive(pg_temp.made('r'), 4000, 'USD', NULL);
SELECT pg_temp.wait('36 minutes');
SELECT order_tick(100);
SELECT results_eq($$SELECT status, held_for_admin, held_amount FROM orders
    WHERE id = pg_temp.made('r')$$, $$VALUES ('expired', 'part_paid',
    4000::bigint)$$, 'half paid and run out: an admin looks');
SELECT order_hold_decide(pg_temp.made('r'), 'return', 'too late');
SELECT is((SELECT array_agg((amount, status, provider)::text) FROM refund
    WHERE order_id = pg_temp.made('r')), ARRAY['(4000,submitted,manual)'],
    'and sends it back by hand');
SELECT is(order_receive(pg_temp.made('s'), 10000, 'USD', 'late'), 'fulfilled',
    'late, by hand');
-- Above 1,000.00 a second admin looks.
INSERT INTO shop (item, seller, price) VALUES (200, 920001, 100001),
    (201, 920001, 100001), (202, 920001, 100000);
SELECT pg_temp.buy('t', 920004, 200, 'manual'), pg_temp.buy('u', 920004, 201,
    'manual'), pg_temp.buy('v', 920004, 202, 'manual');
SELECT pg_temp.act(920008);
SELECT is(order_receive(pg_temp.made('v'), 100000, 'USD', NULL), 'fulfilled',
    '1,000.00 is not above it');
SELECT is(order_receive(pg_temp.made('t'), 100001, 'USD', 'x'), 'waiting',
    'a cent more is');
SELECT is((pg_temp.order('t')).status, 'processing', 'it waits');
SELECT is(pg_temp.refusal(format('SELECT order_receive(%s, 5, %L, NULL)',
    pg_temp.made('t'), 'USD')), 'BL409 receipt_waiting', 'one at a time');
SELECT is((SELECT due_at - marked_at FROM receipt WHERE order_id =
    pg_temp.made('t')), interval '24 hours', 'one admin alone: a day');
SELECT pg_temp.wait('23 hours 59 minutes');
SELECT is(receipt_tick(), 0, 'not before');
SELECT pg_temp.wait('1 minute');
SELECT is(receipt_tick(), 1, 'then by itself');
SELECT is((pg_temp.order('t')).status, 'fulfilled', 'paid, the slot was kept');
INSERT INTO user_role VALUES (920009, 'admin', NULL, now());
SELECT pg_temp.act(920008);
SELECT is(order_receive(pg_temp.made('u'), 100001, 'USD', 'x'), 'waiting',
    'two admins: the other decides');
SELECT pg_temp.note('receipt', (SELECT id FROM receipt WHERE order_id =
    pg_temp.made('u')));
SELECT is((SELECT due_at FROM receipt WHERE id = pg_temp.made('receipt')), NULL,
    'not the clock');
SELECT is(pg_temp.refusal(format('SELECT receipt_decide(%s, true)',
    pg_temp.made('receipt'))), 'BL403 receipt_wants_another', 'nor oneself');
SELECT pg_temp.act(920009);
SELECT is(receipt_decide(pg_temp.made('receipt'), true), 'fulfilled', 'agreed');
SELECT is(pg_temp.refusal(format('SELECT receipt_decide(%s, true)',
    pg_temp.made('receipt'))), 'BL409 receipt_is_done', 'once');
SELECT is_empty($$SELECT * FROM pg_temp.wrong()$$, 'the books add up');

-- --- invoices --------------------------------------------------------------------------
SELECT is_empty($$SELECT o.id FROM orders o LEFT JOIN invoice i ON i.order_id
    = o.id WHERE o.paid_at IS NOT NULL GROUP BY o.id HAVING count(i.id) <> 1$$,
    'each paid order has one');
SELECT results_eq($$SELECT number FROM invoice WHERE buyer_id = 920004
    ORDER BY id LIMIT 3$$, $$VALUES ('B-2027-000001'), ('B-2027-000002'),
    ('B-2027-000003')$$, 'numbers from one on');
SELECT results_eq($$SELECT l.title, l.amount FROM invoice_line l JOIN invoice i
    ON i.id = l.invoice_id WHERE i.order_id = pg_temp.made('k') ORDER BY l.id$$,
    $$VALUES ('Item 12', 10000::bigint), ('rounding', -1)$$,
    'lines say what was bought and what was taken off');
SELECT results_eq($$SELECT seller ->> 'name', buyer ->> 'name' FROM invoice
    WHERE order_id = pg_temp.made('c')$$, $$VALUES ('Belay', 'Person 920004')$$,
    'and both sides as they were');
UPDATE profile SET display_name = 'Somebody Else' WHERE user_id = 920004;
SELECT is((SELECT buyer ->> 'name' FROM invoice WHERE order_id =
    pg_temp.made('c')), 'Person 920004', 'which does not change');
SELECT is(pg_temp.refusal(format('UPDATE invoice SET %s', s)),
    '42501 an invoice is never edited', s)
FROM unnest(ARRAY['total_amount = 1, net_amount = 1', 'status = ''void''',
    'number = number || ''x''', 'buyer = ''{}''']) s;
SELECT is(pg_temp.refusal('DELETE FROM invoice'),
    '42501 an invoice is never edited', 'nor thrown away');
SELECT pg_temp.note('open', (invoice_make(pg_temp.order('e'), 'open')).id);
SELECT is(pg_temp.refusal(format('UPDATE invoice SET status = %L WHERE id = %s',
    s, pg_temp.made('open'))), a, 'open to ' || s)
FROM (VALUES ('paid', 'ok'), ('void', 'ok'), ('uncollectible', 'ok'),
    ('draft', '42501 an invoice is never edited')) AS t (s, a);
-- The year is the platform's.
UPDATE setting SET value = '"Pacific/Auckland"' WHERE name = 'platform_zone';
SELECT pg_temp.clock('2027-12-31 10:59Z');
SELECT ok(invoice_number_next('B') ~ '^B-2027-0000[0-9]{2}$', 'in the old year');
SELECT pg_temp.clock('2027-12-31 11:00Z');
SELECT is(invoice_number_next('B'), 'B-2028-000001', 'a new one begins at one');
UPDATE invoice_number SET last = 999999 WHERE year = 2028;
SELECT is(invoice_number_next('B'), 'B-2028-1000000', 'numbers may grow');

SELECT * FROM finish();
ROLLBACK;
