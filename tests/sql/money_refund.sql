-- What goes back: refunds by policy and by an admin, by the provider, disputes,
-- and what becomes of everybody's earnings.
BEGIN;
\ir fixture/money.psql
SELECT no_plan();
SELECT pg_temp.clock('2027-06-01 12:00Z');
SELECT pg_temp.person(n) FROM generate_series(920001, 920009) n;
INSERT INTO user_role VALUES (920008, 'admin', NULL, now());
-- Seller 920001, affiliate 920002; 920004 buys.
INSERT INTO shop (item, seller, price, parts) SELECT n, 920001, 10000,
    '[{"kind": "affiliate", "account": "payable", "user_id": 920002,
    "bp": 1000, "hold_days": 30}]' FROM generate_series(1, 40) n;
CREATE FUNCTION pg_temp.sold(noted text, item bigint, code text DEFAULT NULL)
RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_temp.buy(noted, 920004, item, 'stripe', code);
    RETURN pg_temp.pay(noted);
END $$;
CREATE FUNCTION pg_temp.refund(noted text) RETURNS refund LANGUAGE sql AS $$
    SELECT r FROM refund r WHERE r.id = pg_temp.made(noted) $$;
-- What each has of an order: lines that are not reversed.
CREATE FUNCTION pg_temp.lines(noted text) RETURNS text[] LANGUAGE sql AS $$
    SELECT array_agg(format('%s %s %s', e.user_id - 920000, e.amount, e.status)
        ORDER BY e.user_id, e.id) FROM earning e
    WHERE e.order_id = pg_temp.made(noted) $$;

-- --- by policy -------------------------------------------------------------------
SELECT pg_temp.sold('a', 1);
SELECT is(pg_temp.lines('a'), ARRAY['1 7500 pending', '2 1000 pending'],
    'seller and affiliate');
SELECT pg_temp.act(920005);
SELECT is(pg_temp.refusal(format('SELECT refund_request(%s, NULL, NULL)',
    pg_temp.made('a'))), 'BL404 order_unknown', 'nobody asks for another''s money');
SELECT is((SELECT count(by_policy) FROM refund_preview(pg_temp.made('a'))),
    0::bigint, 'or sees what there is');
SELECT pg_temp.act(920004);
UPDATE shop SET policy = 3333 WHERE item = 1;
SELECT results_eq(format('SELECT * FROM refund_preview(%s)', pg_temp.made('a')),
    $$VALUES (3333::bigint, 10000::bigint, 'USD')$$, 'what the policy gives');
SELECT pg_temp.note('r', refund_request(pg_temp.made('a'), NULL, NULL));
SELECT is((pg_temp.refund('r')).status, 'submitted', 'is given at once');
SELECT is((pg_temp.order('a')).status, 'fulfilled', 'not sent yet');
SELECT is(pg_temp.lines('a'), ARRAY['1 5000 pending', '2 667 pending'],
    'everybody gives back in proportion');
SELECT is(pg_temp.balance('platform_revenue'), -1000::bigint, 'the platform, too');
SELECT is(pg_temp.balance('refunds', NULL, 'refund:' || pg_temp.made('r')),
    -3333::bigint, 'it is on its way');
SELECT is(pg_temp.balance('clearing_stripe'), 10000::bigint, 'not gone');
SELECT refund_succeeded(pg_temp.made('r'), 're_1', 3333);
SELECT refund_succeeded(pg_temp.made('r'), 're_1', 3333);
SELECT is(pg_temp.balance('clearing_stripe'), 6667::bigint, 'now it is, once');
SELECT results_eq($$SELECT status, refunded_amount FROM orders
    WHERE id = pg_temp.made('a')$$, $$VALUES ('partially_refunded',
    3333::bigint)$$, 'a part went back');
SELECT is((SELECT number || ' ' || total_amount FROM credit_note
    WHERE order_id = pg_temp.made('a')), 'C-2027-000001 3333', 'a credit note');
UPDATE shop SET policy = NULL WHERE item = 1;
SELECT results_eq(format('SELECT by_policy FROM refund_preview(%s)',
    pg_temp.made('a')), ARRAY[6667::bigint], 'never more than is left');
SELECT is(pg_temp.refusal(format('SELECT refund_request(%s, %s, %L)',
    pg_temp.made('a'), n, 'x')), a, 'asking for ' || n)
FROM (VALUES ('6668', 'BL422 refund_too_much'), ('-1', 'BL422 refund_too_much'),
    ('0', 'BL409 refund_nothing'), ('6667', 'ok')) AS t (n, a);
SELECT pg_temp.note('r2', refund_request(pg_temp.made('a'), NULL, NULL));
SELECT is((SELECT released FROM shop WHERE item = 1), 1,
    'nothing is left: what was bought is let go');
SELECT is(pg_temp.lines('a'), ARRAY['1 0 reversed', '2 0 reversed'],
    'all shares are back');
SELECT is(pg_temp.balance('platform_revenue'), 0::bigint, 'to the cent');
SELECT refund_succeeded(pg_temp.made('r2'), 're_2');
SELECT is((pg_temp.order('a')).status, 'refunded', 'all went back');
SELECT is(pg_temp.refusal(format('SELECT refund_request(%s, NULL, NULL)',
    pg_temp.made('a'))), 'BL409 order_is_refunded', 'there is no more');
SELECT is_empty($$SELECT * FROM pg_temp.wrong()$$, 'the books add up');

-- --- before it is delivered ---------------------------------------------------------
-- What is decided back in whole is not delivered by a later try.
UPDATE shop SET stock = 'broken' WHERE item BETWEEN 31 AND 36;
CREATE FUNCTION pg_temp.mended() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE shop SET stock = 'yes' WHERE item BETWEEN 31 AND 36;
    PERFORM pg_temp.wait('2 hours'), order_tick(50);
END $$;
CREATE FUNCTION pg_temp.stands(noted text) RETURNS text LANGUAGE sql AS $$
    SELECT format('%s %s %s %s', o.status, o.failure, s.delivered, s.released)
    FROM orders o JOIN shop s ON s.item = o.item_id
    WHERE o.id = pg_temp.made(noted) $$;
SELECT is(pg_temp.sold('k1', 31), 'paid', 'paid, and the shop is broken');
SELECT pg_temp.sold(n, i) FROM (VALUES ('k2', 32), ('k3', 33), ('k4', 34),
    ('k5', 35)) t (n, i);
INSERT INTO promotion (code, kind, value, status, created_at)
    VALUES ('NONE', 'percent', 100, 'active', app_now());
SELECT pg_temp.buy('k6', 920004, 36, NULL, 'NONE');
SELECT pg_temp.act(920004);
SELECT pg_temp.note('k1r', refund_request(pg_temp.made('k1'), NULL, NULL));
SELECT refund_from_provider('stripe', 'pi_' || pg_temp.made('k2'), 10000);
SELECT dispute_open('stripe', 'dp_k3', 'pi_' || pg_temp.made('k3'), 10000,
    'USD'), dispute_lost('stripe', 'dp_k3');
SELECT dispute_open('stripe', 'dp_k4', 'pi_' || pg_temp.made('k4'), 10000,
    'USD');
SELECT dispute_open('stripe', 'dp_k5', 'pi_' || pg_temp.made('k5'), 4000,
    'USD'), dispute_lost('stripe', 'dp_k5');
SELECT refund_issue(pg_temp.order('k6'), 0, 'canceled');
SELECT pg_temp.mended();
SELECT is(pg_temp.stands('k1'), 'paid returned 0 1', 'a refund on its way');
SELECT refund_succeeded(pg_temp.made('k1r'), 're_k1');
SELECT is(pg_temp.stands('k1'), 'refunded returned 0 1', 'that went out');
SELECT refund_failed(pg_temp.made('k1r'), 'closed'), pg_temp.mended();
SELECT is(pg_temp.stands('k1'), 'paid returned 0 1', 'and came back');
SELECT is(pg_temp.stands('k2'), 'refunded returned 0 1', 'sent by somebody else');
SELECT is(pg_temp.stands('k3'), 'charged_back returned 0 1', 'the bank took all');
SELECT is(pg_temp.stands('k4'), 'disputed  0 0', 'the bank may');
SELECT is(pg_temp.stands('k5'), 'charged_back unavailable 0 1',
    'the bank took a part');
SELECT is((SELECT sum(amount) FROM refund WHERE order_id = pg_temp.made('k5')
    AND status = 'submitted'), 6000::numeric, 'the rest goes back, too');
SELECT is(pg_temp.stands('k6'), 'refunded returned 0 1', 'it had cost nothing');
SELECT dispute_won('stripe', 'dp_k4'), order_tick(50);
SELECT is(pg_temp.stands('k4'), 'fulfilled  1 0', 'the bank did not: delivered');
SELECT pg_temp.clock('2027-06-01 12:00Z');
SELECT is_empty($$SELECT * FROM pg_temp.wrong()$$, 'the books add up');

-- --- by an admin ------------------------------------------------------------------
SELECT pg_temp.sold('b', 2);
UPDATE shop SET policy = 0 WHERE item = 2;
SELECT pg_temp.act(920004);
SELECT is(pg_temp.refusal(format('SELECT refund_request(%s, NULL, NULL)',
    pg_temp.made('b'))), 'BL409 refund_nothing', 'the policy gives nothing');
SELECT is(pg_temp.refusal(format('SELECT refund_request(%s, 5000, %L)',
    pg_temp.made('b'), ' ')), 'BL422 reason_words_missing', 'one says why');
SELECT pg_temp.note('q', refund_request(pg_temp.made('b'), 5000, 'it was bad'));
SELECT is((pg_temp.refund('q')).status, 'requested', 'more waits for an admin');
SELECT is(pg_temp.refusal(format('SELECT refund_request(%s, 100, %L)',
    pg_temp.made('b'), 'x')), 'BL409 refund_is_requested', 'one at a time');
SELECT is((SELECT count(*) FROM notification WHERE user_id = 920008 AND data
    ->> 'what' = 'refund_requested'), 1::bigint, 'who hears of it');
SELECT is(pg_temp.lines('b'), ARRAY['1 7500 pending', '2 1000 pending'],
    'nothing is taken yet');
SELECT pg_temp.act(920008);
SELECT is(pg_temp.refusal(format('SELECT refund_reject(%s, NULL)',
    pg_temp.made('q'))), 'BL422 reason_words_missing', 'no, but with a reason');
SELECT refund_reject(pg_temp.made('q'), 'it was not');
SELECT is((pg_temp.refund('q')).status, 'rejected', 'refused');
SELECT is((SELECT data ->> 'words' FROM notification WHERE user_id = 920004
    AND type = 'refund_decided'), 'it was not', 'and the buyer reads why');
SELECT pg_temp.act(920004);
SELECT pg_temp.note('q', refund_request(pg_temp.made('b'), 5000, 'it was bad'));
SELECT pg_temp.act(920008);
SELECT is(pg_temp.refusal(format('SELECT refund_approve(%s, 10001)',
    pg_temp.made('q'))), 'BL422 refund_too_much', 'not more than was paid');
SELECT refund_approve(pg_temp.made('q'), 2000, 'a part');
SELECT results_eq($$SELECT status, amount, decided_by FROM refund
    WHERE id = pg_temp.made('q')$$, $$VALUES ('submitted', 2000::bigint,
    920008::bigint)$$, 'granted in part');
SELECT is(pg_temp.refusal(format('SELECT refund_approve(%s)', pg_temp.made('q'))),
    'BL409 refund_is_submitted', 'once');
SELECT pg_temp.note('g', refund_give(pg_temp.made('b'), 1000, 'sorry'));
SELECT is((pg_temp.refund('g')).reason, 'admin', 'unasked, too');
SELECT is(pg_temp.lines('b'), ARRAY['1 5250 pending', '2 700 pending'],
    '30 % of everybody');

-- --- it does not go through -----------------------------------------------------------
SELECT refund_failed(pg_temp.made('q'), 'card is closed');
SELECT is((pg_temp.refund('q')).failure, 'card is closed', 'a failure');
SELECT is(pg_temp.balance('refunds', NULL, 'refund:' || pg_temp.made('q')),
    -2000::bigint, 'it is still owed');
SELECT refund_retry(pg_temp.made('q'));
SELECT is((SELECT count(*) FROM provider_call WHERE key = 'refund:'
    || pg_temp.made('q')), 1::bigint, 'again, by the same key');
SELECT refund_failed(pg_temp.made('q'), 'still closed');
SELECT refund_by_hand(pg_temp.made('q'), 'IBAN 123');
SELECT results_eq($$SELECT status, provider FROM refund
    WHERE id = pg_temp.made('q')$$, $$VALUES ('succeeded', 'manual')$$,
    'sent by hand');
SELECT is(pg_temp.balance('clearing_manual'), -2000::bigint, 'from elsewhere');
SELECT refund_succeeded(pg_temp.made('g'), 're_g');
SELECT refund_failed(pg_temp.made('g'), 'the bank sent it back');
SELECT results_eq($$SELECT status, refunded_amount FROM orders
    WHERE id = pg_temp.made('b')$$, $$VALUES ('partially_refunded',
    2000::bigint)$$, 'a refund that comes back is owed again');
SELECT is((pg_temp.refund('g')).status, 'failed', 'and open');
SELECT refund_succeeded(pg_temp.made('g'), 're_g');
SELECT is((pg_temp.order('b')).refunded_amount, 3000::bigint, 'until it stays');
SELECT is((SELECT count(*) FROM credit_note WHERE order_id = pg_temp.made('b')),
    2::bigint, 'with one credit note each');
SELECT is_empty($$SELECT * FROM pg_temp.wrong()$$, 'the books add up');

-- --- answers of the outbox --------------------------------------------------------------
SELECT pg_temp.sold(n, 2 + i) FROM unnest(ARRAY['o1', 'o2', 'o3', 'o4'])
    WITH ORDINALITY t (n, i);
CREATE FUNCTION pg_temp.answer(noted text, outcome text, said jsonb)
RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    r bigint := refund_give(pg_temp.made(noted), 500, 'x');
BEGIN
    PERFORM provider_answered((SELECT id FROM provider_call
        WHERE key = 'refund:' || r), outcome, said);
    RETURN (SELECT format('%s %s %s', x.status, x.provider_ref, x.failure)
        FROM refund x WHERE x.id = r);
END $$;
SELECT is(pg_temp.answer('o1', 'done', '{"id": "re_o1", "status": "succeeded"}'),
    'succeeded re_o1 ', 'it went out');
SELECT is(pg_temp.answer('o2', 'done', '{"id": "re_o2", "status": "pending"}'),
    'submitted re_o2 ', 'it will');
SELECT is(pg_temp.answer('o3', 'failed',
    '{"error": {"message": "charge is disputed"}}'),
    'failed  charge is disputed', 'it will not');
SELECT is(pg_temp.answer('o4', 'waiting', NULL), 'submitted  ', 'who knows');
SELECT is((SELECT array_agg(status ORDER BY id) FROM provider_call
    WHERE key LIKE 'refund:%' AND body ->> 'amount' = '500'),
    ARRAY['done', 'done', 'failed', 'waiting'], 'the outbox knows the same');

-- --- the provider says so ------------------------------------------------------------------
SELECT pg_temp.sold('c', 10);
CREATE FUNCTION pg_temp.said(noted text, cumulative bigint) RETURNS boolean
LANGUAGE sql AS $$
    SELECT refund_from_provider('stripe', 'pi_' || pg_temp.made(noted),
        cumulative) $$;
SELECT is(pg_temp.said('c', 4000), true, 'refunded in the provider''s own pages');
SELECT is((pg_temp.order('c')).refunded_amount, 4000::bigint, 'is refunded');
SELECT pg_temp.said('c', 4000), pg_temp.said('c', 1000);
SELECT is((pg_temp.order('c')).refunded_amount, 4000::bigint,
    'told again, or of the past: nothing new');
SELECT pg_temp.note('own', refund_give(pg_temp.made('c'), 2500, 'ours'));
SELECT pg_temp.said('c', 6500);
SELECT is((pg_temp.refund('own')).status, 'succeeded', 'our own is recognised');
SELECT refund_succeeded(pg_temp.made('own'), 're_own');
SELECT is((pg_temp.order('c')).refunded_amount, 6500::bigint, 'and counts once');
SELECT pg_temp.note('own', refund_give(pg_temp.made('c'), 1000, 'ours')),
    pg_temp.note('own2', refund_give(pg_temp.made('c'), 500, 'ours'));
SELECT pg_temp.said('c', 7000);
SELECT is((pg_temp.order('c')).refunded_amount, 6500::bigint,
    'which of two it was is not known yet');
SELECT refund_succeeded(pg_temp.made('own2'), 're_own2');
SELECT is((pg_temp.order('c')).refunded_amount, 7000::bigint, 'now it is');
SELECT pg_temp.said('c', 8200);
SELECT results_eq($$SELECT amount, reason, status FROM refund
    WHERE order_id = pg_temp.made('c') ORDER BY id DESC LIMIT 1$$, $$VALUES
    (200::bigint, 'provider', 'succeeded')$$,
    'what is more than ours was somebody else''s');
SELECT is((pg_temp.order('c')).refunded_amount, 8200::bigint, 'once');
SELECT pg_temp.said('c', 10000);
SELECT is((pg_temp.order('c')).status, 'refunded', 'all');
SELECT is((SELECT released FROM shop WHERE item = 10), 1, 'and let go');
-- Before we have heard of the payment.
SELECT pg_temp.buy('d', 920004, 11);
SELECT is(pg_temp.said('d', 10000), false, 'of a payment that is not known');
SELECT pg_temp.said('d', 3000);
SELECT is(pg_temp.pay('d'), 'fulfilled', 'then it comes');
SELECT is((pg_temp.order('d')).status, 'refunded', 'and has gone back');
SELECT is_empty($$SELECT * FROM pg_temp.wrong()$$, 'the books add up');

-- A bank sends one back that went out while somebody else sent more: what is said
-- of it all before and after is different, so it is looked at afresh.
SELECT pg_temp.sold('j', 22);
SELECT pg_temp.note('jr', refund_give(pg_temp.made('j'), 5000, 'ours'));
SELECT refund_succeeded(pg_temp.made('jr'), 're_j');
CREATE FUNCTION pg_temp.charge(noted text, gone bigint) RETURNS jsonb
LANGUAGE sql AS $$
    SELECT jsonb_build_object('id', 'pi_' || pg_temp.made(noted), 'currency',
        'usd', 'latest_charge', jsonb_build_object('amount_refunded', gone)) $$;
CREATE FUNCTION pg_temp.looks(noted text) RETURNS bigint LANGUAGE sql AS $$
    WITH looked AS (DELETE FROM job WHERE kind = 'provider.look'
        AND payload ->> 'ref' = 'pi_' || pg_temp.made(noted) RETURNING *)
    SELECT number FROM looked, provider_look_begin('stripe', 'payment_intent',
        payload ->> 'ref') $$;
CREATE FUNCTION pg_temp.looked(noted text, number bigint, gone bigint)
RETURNS boolean LANGUAGE sql AS $$
    SELECT provider_look_end('stripe', 'payment_intent', 'pi_'
        || pg_temp.made(noted), number, pg_temp.charge(noted, gone)) $$;
SELECT payment_look(id) FROM payment WHERE order_id = pg_temp.made('j');
SELECT pg_temp.note('early', pg_temp.looks('j'));
SELECT is(pg_temp.said('j', 3000), true, 'heard of before the bank''s word');
SELECT refund_failed(pg_temp.made('jr'), 'the bank sent it back');
SELECT is((pg_temp.order('j')).refunded_amount, 0::bigint, 'nothing is out');
SELECT is(pg_temp.looked('j', pg_temp.made('early'), 8000), false,
    'a look from before is too old');
SELECT is(pg_temp.looked('j', pg_temp.looks('j'), 3000), true, 'one that is new');
SELECT results_eq($$SELECT amount, reason, status FROM refund
    WHERE order_id = pg_temp.made('j') ORDER BY id$$, $$VALUES
    (5000::bigint, 'admin', 'failed'), (3000, 'provider', 'succeeded')$$,
    'finds what somebody else sent');
SELECT refund_retry(pg_temp.made('jr'));
SELECT refund_failed(pg_temp.made('jr'), 'refused');
SELECT is(pg_temp.looked('j', pg_temp.looks('j'), 3000), true, 'looked at again');
SELECT is((pg_temp.order('j')).refunded_amount, 3000::bigint, 'nothing new');
SELECT refund_retry(pg_temp.made('jr'));
SELECT pg_temp.said('j', 8000);
SELECT is((pg_temp.order('j')).refunded_amount, 8000::bigint,
    'until it stays');
SELECT is_empty($$SELECT * FROM pg_temp.wrong()$$, 'the books add up');

-- One that went out though nobody answered is not another's.
CREATE FUNCTION pg_temp.call(noted text) RETURNS bigint LANGUAGE sql AS $$
    SELECT id FROM provider_call WHERE key = 'refund:' || pg_temp.made(noted) $$;
SELECT pg_temp.sold('i', 23);
SELECT pg_temp.note('ir', refund_give(pg_temp.made('i'), 4000, 'ours'));
SELECT provider_answered(pg_temp.call('ir'), 'failed',
    '{"error": {"type": "unanswered"}}');
SELECT is((pg_temp.refund('ir')).status, 'failed', 'given up');
SELECT pg_temp.said('i', 4000);
SELECT is((pg_temp.refund('ir')).status, 'succeeded', 'and out');
SELECT refund_heard(pg_temp.made('ir'), 're_i', 'succeeded', 4000, NULL);
SELECT is((pg_temp.order('i')).refunded_amount, 4000::bigint, 'once');
SELECT is(pg_temp.balance('provider_fees'), 0::bigint, 'nobody has lost anything');
-- What is said of an earlier attempt is not about this one.
SELECT pg_temp.sold('l', 24);
SELECT pg_temp.note('lr', refund_give(pg_temp.made('l'), 4000, 'ours'));
SELECT refund_heard(pg_temp.made('lr'), 're_l1', 'failed', 4000, 'closed');
SELECT refund_retry(pg_temp.made('lr'));
SELECT is((provider_call_begin(pg_temp.call('lr'))).key,
    'refund:' || pg_temp.made('lr') || ':1', 'asked for anew');
SELECT refund_heard(pg_temp.made('lr'), 're_l1', 'failed', 4000, 'closed');
SELECT is((pg_temp.refund('lr')).status, 'submitted', 'the old one is known');
SELECT provider_answered(pg_temp.call('lr'), 'done',
    '{"id": "re_l1", "status": "succeeded"}');
SELECT is((pg_temp.refund('lr')).status || ' ' || (provider_call_begin(
    pg_temp.call('lr'))).key, 'submitted refund:' || pg_temp.made('lr') || ':2',
    'its answer, too');
SELECT provider_answered(pg_temp.call('lr'), 'done',
    '{"id": "re_l2", "status": "succeeded"}');
SELECT is((pg_temp.refund('lr')).status, 'succeeded', 'at last');
SELECT is_empty($$SELECT * FROM pg_temp.wrong()$$, 'the books add up');

-- --- after it was paid out ---------------------------------------------------------------------
SELECT pg_temp.sold('e', 12);
SELECT earning_deliver(pg_temp.made('e'), NULL);
SELECT is((SELECT available_at FROM earning WHERE order_id = pg_temp.made('e')
    AND user_id = 920001), timestamptz '2027-06-08 12:00Z', '7 days later');
SELECT pg_temp.wait('6 days 23 hours');
SELECT is(earning_tick(10), 0, 'not before');
SELECT pg_temp.wait('1 hour');
SELECT is(earning_tick(10), 1, 'the seller''s is available');
SELECT is(pg_temp.lines('e'), ARRAY['1 7500 available', '2 1000 pending'],
    'the affiliate''s is after 30 days');
INSERT INTO payout_account (user_id, provider, country, details_sealed, status,
    verified_at, changed_at)
    VALUES (920001, 'manual', 'FR', 'x', 'verified', app_now(), app_now());
UPDATE setting SET value = '0' WHERE name = 'payout_minimum';
SELECT pg_temp.note('p', payout_make(920001, 'USD', 'now', 'x', app_now()));
SELECT pg_temp.act(920008), payout_approve(pg_temp.made('p')),
    payout_mark_paid(pg_temp.made('p'), 'wire');
SELECT is_empty($$SELECT * FROM pg_temp.wrong() w WHERE w ~ 'earnings'$$,
    'what is paid out is not owed');
SELECT refund_give(pg_temp.made('e'), 10000, 'all of it');
SELECT is(pg_temp.lines('e'), ARRAY['1 7500 paid', '1 -7500 available',
    '2 0 reversed'], 'what was paid out is a debt');
SELECT pg_temp.act(920001);
SELECT is((SELECT owed FROM my_earning_balance), (SELECT sum(amount)
    FROM earning WHERE user_id = 920001 AND status <> 'paid'),
    'that is set off against the rest');
SELECT is(money_owed_by(920001), false, 'while there is a rest');
SELECT is((SELECT count(*) FROM earning WHERE claws_back IS NOT NULL),
    1::bigint, 'the line says which it takes back');
SELECT is_empty($$SELECT * FROM pg_temp.wrong()$$, 'the books add up');

-- --- codes of the platform, and what cost nothing ------------------------------------------------
INSERT INTO promotion (code, kind, value, status, created_at) VALUES
    ('HALF', 'percent', 50, 'active', app_now()),
    ('GIFT', 'percent', 100, 'active', app_now());
SELECT pg_temp.sold('h', 13, 'HALF');
SELECT is(pg_temp.lines('h'), ARRAY['1 7500 pending', '2 1000 pending'],
    'the seller gets all though half was paid');
SELECT is(pg_temp.balance('promotion_cost'), 5000::bigint, 'the platform bears it');
SELECT refund_give(pg_temp.made('h'), 1000, 'x');
SELECT is(pg_temp.lines('h'), ARRAY['1 6000 pending', '2 800 pending'],
    'a fifth of what was paid is a fifth of the shares');
SELECT is(pg_temp.balance('promotion_cost'), 4000::bigint, 'and of the cost');
SELECT refund_give(pg_temp.made('h'), 4000, 'x');
SELECT is(pg_temp.balance('promotion_cost'), 0::bigint, 'to the cent');
SELECT pg_temp.buy('n', 920004, 14, NULL, 'GIFT');
SELECT is((pg_temp.order('n')).status, 'fulfilled', 'a gift');
SELECT is_empty($$SELECT FROM notification WHERE type = 'order_paid' AND link LIKE
    '%' || (pg_temp.order('n')).ref$$, 'for which nothing was received');
SELECT is(pg_temp.lines('n'), ARRAY['1 7500 pending', '2 1000 pending'],
    'is paid to the seller');
SELECT refund_issue(pg_temp.order('n'), 0, 'canceled');
SELECT is((pg_temp.order('n')).status, 'refunded', 'and can be taken back');
SELECT is(pg_temp.lines('n'), ARRAY['1 0 reversed', '2 0 reversed'], 'whole');
SELECT is_empty($$SELECT * FROM pg_temp.wrong()$$, 'the books add up');

-- --- tax -------------------------------------------------------------------------------------------
INSERT INTO tax_rate VALUES ('DE', 'VAT', 1900);
UPDATE profile SET country = 'DE' WHERE user_id = 920004;
SELECT pg_temp.sold('t', 15);
SELECT is(pg_temp.balance('tax'), -1900::bigint, 'tax is nobody''s earning');
SELECT refund_succeeded(refund_give(pg_temp.made('t'), 5000, 'x'), 're_t1');
SELECT refund_succeeded(refund_give(pg_temp.made('t'), 6900, 'x'), 're_t2');
SELECT is(pg_temp.balance('tax'), 0::bigint, 'and goes back with the rest');
SELECT results_eq($$SELECT sum(net_amount), sum(tax_amount), sum(total_amount)
    FROM credit_note WHERE order_id = pg_temp.made('t')$$,
    $$VALUES (10000::numeric, 1900::numeric, 11900::numeric)$$,
    'the credit notes say the same');
UPDATE profile SET country = NULL WHERE user_id = 920004;

-- --- in a provider's own decimals -------------------------------------------------------------------
INSERT INTO shop (item, seller, price, currency) VALUES (60, 920001, 50000, 'ISK'),
    (61, 920001, 50000, 'UGX'), (62, 920001, 500000, 'HUF'),
    (63, 920001, 50000, 'TWD'), (64, 920001, 50000, 'JPY');
SELECT pg_temp.buy('d60', 920004, 60), pg_temp.buy('d61', 920004, 61),
    pg_temp.buy('d62', 920004, 62, 'paypal'),
    pg_temp.buy('d63', 920004, 63, 'paypal'), pg_temp.buy('d64', 920004, 64);
SELECT pg_temp.pay('d' || n), refund_give(pg_temp.made('d' || n), 1200, 'x')
    FROM generate_series(60, 64) n;
SELECT is((SELECT c.body ->> 'amount' FROM refund r JOIN provider_call c
    ON c.key = 'refund:' || r.id WHERE r.order_id = pg_temp.made('d' || n)), a,
    'a refund of item ' || n)
FROM (VALUES (60, '120000'), (61, '120000'), (62, '{"value": "12", '
    '"currency_code": "HUF"}'), (63, '{"value": "12", "currency_code": "TWD"}'),
    (64, '1200')) t (n, a);
SELECT is_empty($$SELECT * FROM pg_temp.wrong()$$, 'the books add up');

-- --- disputes ------------------------------------------------------------------------------------------
CREATE FUNCTION pg_temp.dispute(noted text, amount bigint DEFAULT 10000)
RETURNS bigint LANGUAGE sql AS $$
    SELECT dispute_open('stripe', 'dp_' || noted, 'pi_' || pg_temp.made(noted),
        amount, 'USD', 'fraudulent') $$;
SELECT pg_temp.sold('u', 16), pg_temp.sold('v', 17), pg_temp.sold('w', 18),
    pg_temp.sold('x', 19), pg_temp.sold('y', 20);
SELECT pg_temp.note('clearing', pg_temp.balance('clearing_stripe'));
SELECT is(pg_temp.dispute('u'), pg_temp.dispute('u'), 'a dispute is known once');
SELECT is((pg_temp.order('u')).status, 'disputed', 'disputed');
SELECT is(pg_temp.lines('u'), ARRAY['1 7500 frozen', '2 1000 frozen'],
    'what was earned is frozen');
SELECT is(pg_temp.balance('clearing_stripe'), pg_temp.made('clearing') - 10000,
    'the bank has the money');
SELECT earning_deliver(pg_temp.made('u'), NULL);
SELECT pg_temp.wait('40 days');
SELECT earning_tick(100);
SELECT is(pg_temp.lines('u'), ARRAY['1 7500 frozen', '2 1000 frozen'],
    'no time thaws it');
SELECT pg_temp.act(920004);
SELECT is(pg_temp.refusal(format('SELECT refund_request(%s, NULL, NULL)',
    pg_temp.made('u'))), 'BL409 order_is_disputed', 'no refund meanwhile');
SELECT is(pg_temp.refusal(format('SELECT refund_give(%s, 5, %L)',
    pg_temp.made('u'), 'x')), 'BL409 order_is_disputed', 'by nobody');
SELECT dispute_won('stripe', 'dp_u');
SELECT is((pg_temp.order('u')).status, 'fulfilled', 'won');
SELECT is(pg_temp.lines('u'), ARRAY['1 7500 available', '2 1000 available'],
    'all is as it would be');
SELECT is(pg_temp.balance('clearing_stripe'), pg_temp.made('clearing'),
    'the money is back');
SELECT dispute_lost('stripe', 'dp_u');
SELECT is((pg_temp.order('u')).status, 'fulfilled', 'what is decided stays');
SELECT pg_temp.dispute('v');
SELECT dispute_lost('stripe', 'dp_v');
SELECT is((pg_temp.order('v')).status, 'charged_back', 'lost');
SELECT is(pg_temp.lines('v'), ARRAY['1 0 reversed', '2 0 reversed'],
    'everybody loses theirs');
SELECT is((SELECT total_amount FROM credit_note WHERE order_id =
    pg_temp.made('v')), 10000::bigint, 'with a credit note');
SELECT is((SELECT released FROM shop WHERE item = 17), 1, 'what was bought, too');
SELECT is(pg_temp.balance('clearing_stripe'), pg_temp.made('clearing') - 10000,
    'the money is gone');
-- In part, after a part went back.
SELECT refund_succeeded(refund_give(pg_temp.made('w'), 4000, 'x'), 're_w');
SELECT pg_temp.dispute('w', 3000);
SELECT dispute_lost('stripe', 'dp_w');
SELECT results_eq($$SELECT status, refunded_amount, charged_back_amount
    FROM orders WHERE id = pg_temp.made('w')$$, $$VALUES ('charged_back',
    4000::bigint, 3000::bigint)$$, 'a part each');
SELECT is(pg_temp.lines('w'), ARRAY['1 2250 pending', '2 300 available'],
    '30 % are left to everybody');
SELECT is((SELECT released FROM shop WHERE item = 18), 0, 'and to the buyer');
-- More than is left is the platform's loss.
SELECT refund_succeeded(refund_give(pg_temp.made('x'), 9000, 'x'), 're_x');
SELECT pg_temp.dispute('x', 10000), dispute_lost('stripe', 'dp_x');
SELECT is(pg_temp.balance('provider_fees'), 9000::bigint, 'paid back twice');
SELECT is((pg_temp.order('x')).charged_back_amount, 1000::bigint,
    'a dispute takes no more from them than they had');
-- Its end first, and before the payment.
SELECT dispute_lost('stripe', 'dp_y', 'pi_' || pg_temp.made('y'), 10000, 'USD');
SELECT is(pg_temp.dispute('y') IS NOT NULL
    AND (pg_temp.order('y')).status = 'charged_back', true,
    'the end of a dispute may be heard before its beginning');
SELECT pg_temp.buy('z', 920004, 21);
SELECT dispute_lost('stripe', 'dp_z', 'pi_' || pg_temp.made('z'), 10000, 'USD');
SELECT is(pg_temp.pay('z'), 'fulfilled', 'and even before the payment');
SELECT is((pg_temp.order('z')).status, 'charged_back', 'all the same');
SELECT is_empty($$SELECT * FROM pg_temp.wrong()$$, 'the books add up');

-- --- piece by piece -----------------------------------------------------------------------------------
-- 7,501 in four deliveries; a fifth is nothing.
INSERT INTO shop (item, seller, price, fee_bp) VALUES (50, 920001, 7501, 0);
SELECT pg_temp.sold('pack', 50);
SELECT pg_temp.expert(920011);
INSERT INTO session (id, kind, status, client_id, expert_id, type_kind, minutes,
    starts_at, ends_at, completed_at, created_at)
OVERRIDING SYSTEM VALUE SELECT n, 'mentor_call', 'completed', 920004, 920011,
    'mentoring', 60, app_now(), app_now() + interval '1 hour', app_now(), app_now()
FROM generate_series(990001, 990005) n;
SELECT earning_deliver(pg_temp.made('pack'), 990000 + n, 5 - n)
    FROM generate_series(1, 3) n;
SELECT is(pg_temp.lines('pack'), ARRAY['1 1875 pending', '1 1876 pending',
    '1 1875 pending', '1 1875 pending'], 'a quarter each');
SELECT earning_deliver(pg_temp.made('pack'), 990001, 1);
SELECT is(pg_temp.lines('pack'), ARRAY['1 1875 pending', '1 1876 pending',
    '1 1875 pending', '1 1875 pending'], 'one session is delivered once');
SELECT is((SELECT count(*) FROM earning WHERE order_id = pg_temp.made('pack')
    AND available_at IS NULL), 1::bigint, 'one is to come');
SELECT refund_give(pg_temp.made('pack'), 1875, 'the unused one');
SELECT is((SELECT array_agg(amount ORDER BY id) FROM earning WHERE order_id
    = pg_temp.made('pack')), ARRAY[0, 1876, 1875, 1875]::bigint[],
    'what is unused goes back first');
SELECT earning_undeliver(990003);
SELECT earning_deliver(pg_temp.made('pack'), 990004, 1);
SELECT is((SELECT array_agg(session_id - 990000 ORDER BY id) FROM earning
    WHERE order_id = pg_temp.made('pack') AND amount > 0),
    ARRAY[1, 2, 4]::bigint[], 'one that did not happen waits for another');
SELECT is_empty($$SELECT * FROM pg_temp.wrong()$$, 'the books add up');

-- --- fees, and everything in one list -----------------------------------------------
SELECT pg_temp.note('fees', pg_temp.balance('provider_fees'));
SELECT payment_fee((SELECT id FROM payment WHERE order_id = pg_temp.made('pack')
    AND status = 'captured'), 250) FROM generate_series(1, 2);
SELECT is(pg_temp.balance('provider_fees') - pg_temp.made('fees'), 250::bigint,
    'what the provider keeps counts once');
SELECT results_eq($$SELECT type, amount, returned_amount, fee_amount,
    creator_amount, affiliate_amount, provider_ref, status FROM money_transaction
    WHERE order_id = pg_temp.made('b') ORDER BY type DESC$$, $$VALUES
    ('company', 10000::bigint, 3000::bigint, 1050::bigint, 5250::bigint,
    700::bigint, 'pi_' || pg_temp.made('b'), 'completed'),
    ('affiliate', 1000, 300, NULL, NULL, 700, NULL, 'completed')$$,
    'who has what of it');
SELECT is((SELECT string_agg(DISTINCT status, ' ' ORDER BY status)
    FROM money_transaction), 'completed refunded', 'and what became of it');
SELECT is((SELECT count(*) FROM money_transaction WHERE type <> 'affiliate'),
    (SELECT count(*) FROM orders), 'a row an order');

-- --- leaving --------------------------------------------------------------------------
SELECT is(money_owed_by(920004), false, 'a buyer owes nothing');
INSERT INTO earning (user_id, kind, made_amount, amount, currency, status,
    available_at, created_at, changed_at) VALUES (920006, 'clawback', -5, -5,
    'USD', 'available', now(), now(), now());
SELECT pg_temp.act(920006);
SELECT is(pg_temp.refusal('SELECT deletion_request(0)'), 'BL409 money_owed',
    'whoever owes something stays');
DELETE FROM earning WHERE user_id = 920006;
SELECT is(pg_temp.refusal('SELECT deletion_request(0)'), 'ok', 'until it is paid');

-- --- reserves --------------------------------------------------------------------------------------------
INSERT INTO shop (item, seller, price, parts) VALUES (51, 920001, 10000,
    '[{"kind": "reserve", "account": "reserve", "ref": "enrolment:7",
    "amount": 2000}]');
SELECT pg_temp.sold('tier', 51);
SELECT is(pg_temp.balance('reserve', NULL, 'enrolment:7'), -2000::bigint,
    'set aside');
SELECT order_share_use(pg_temp.made('tier'), 'enrolment:7', 2000);
SELECT refund_give(pg_temp.made('tier'), 10000, 'all');
SELECT is(pg_temp.balance('reserve', NULL, 'enrolment:7'), -2000::bigint,
    'what was used stays');
SELECT is(pg_temp.lines('tier'), ARRAY['1 0 reversed'], 'the seller gives all');
SELECT is_empty($$SELECT * FROM pg_temp.wrong()$$, 'the books add up');

-- --- a bank takes back what was only held ---------------------------------------------------------
SELECT pg_temp.buy('held', 920004, 39);
SELECT is(pg_temp.pay('held', 'pi_held', 9000), 'held', 'not what was asked for');
SELECT dispute_open('stripe', 'dp_held', 'pi_held', 9000, 'USD');
SELECT dispute_lost('stripe', 'dp_held');
SELECT is(pg_temp.balance('refunds', NULL, 'order:' || pg_temp.made('held')),
    0::bigint, 'the buyer has it: nothing is held for them any more');
SELECT is((pg_temp.order('held')).held_amount, 0::bigint, 'nor counted');
SELECT is_empty($$SELECT * FROM pg_temp.wrong()$$, 'the books add up');

SELECT * FROM finish();
ROLLBACK;
