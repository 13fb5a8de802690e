-- Recruiters' credits: bought, held, spent, expired and paid back, in the books.
BEGIN;
\ir fixture/subscription.psql
SELECT no_plan();
SELECT pg_temp.clock('2027-03-01 12:00Z');
SELECT pg_temp.person(n) FROM generate_series(950001, 950004) n;
INSERT INTO user_role VALUES (950001, 'recruiter', NULL, now());
CREATE FUNCTION pg_temp.buy_credits(noted text, n int) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
    o orders;
BEGIN
    PERFORM pg_temp.act(950001);
    o := order_create('credits', n, 'stripe', NULL, NULL);
    PERFORM payment_begin(o.id, 'stripe');
    PERFORM pg_temp.note(noted, o.id);
    RETURN order_paid(o.id, 'stripe', 'pi_' || o.id, o.total_amount, 'USD');
END $$;
CREATE FUNCTION pg_temp.lot(noted text) RETURNS text LANGUAGE sql AS $$
    SELECT format('%s free, %s held, %s spent, %s lapsed, %s returned',
        credit_free(l), held, spent, lapsed, returned)
    FROM credit_lot l WHERE l.order_id = pg_temp.made(noted) $$;

SELECT pg_temp.act(950002);
SELECT is(pg_temp.refusal($$SELECT order_create('credits', 5, 'stripe', NULL,
    NULL)$$), 'BL403 credits_are_for_recruiters', 'only recruiters buy them');
SELECT pg_temp.act(950001);
SELECT is(pg_temp.refusal($$SELECT order_create('credits', 7, 'stripe', NULL,
    NULL)$$), 'BL404 credit_pack_unknown', 'in packs of 5, 20 and 50');
SELECT results_eq('SELECT credits, amount FROM credit_pack', $$VALUES
    (5, 9500::bigint), (20, 34000), (50, 75000)$$, 'at their prices');
SELECT is(pg_temp.buy_credits('a', 5), 'fulfilled', 'five are bought');
SELECT pg_temp.wait('1 day');
SELECT is(pg_temp.buy_credits('b', 20), 'fulfilled', 'and twenty');
SELECT results_eq($$SELECT pg_temp.balance('credits', 950001),
    pg_temp.balance('platform_revenue')$$, $$VALUES (-43500::bigint, 0::bigint)$$,
    'they are owed, not earned');
SELECT credit_hold(950001, 'request:1'), credit_hold(950001, 'request:2'),
    credit_hold(950001, 'request:2');
SELECT is(pg_temp.lot('a'), '3 free, 2 held, 0 spent, 0 lapsed, 0 returned',
    'the oldest first, once a request');
SELECT credit_settle('request:1', 'spent'), credit_settle('request:1', 'spent'),
    credit_settle('request:2', 'released');
SELECT is(pg_temp.lot('a'), '4 free, 0 held, 1 spent, 0 lapsed, 0 returned',
    'spent once, and one is back');
SELECT is(pg_temp.balance('platform_revenue'), -1900::bigint, 'one is earned');
SELECT is(pg_temp.refusal($$SELECT credit_settle('request:1', 'released')$$),
    'BL409 credit_is_spent', 'for good');
SELECT results_eq('SELECT free, held, spent, next_expiry FROM my_credits',
    $$VALUES (24::bigint, 0::bigint, 1::bigint,
    timestamptz '2028-03-01 12:00Z')$$, 'what one has');

-- --- paid back -----------------------------------------------------------------
SELECT is((refund_preview(pg_temp.made('a'))).by_policy, 7600::bigint,
    'what is not used, within 14 days');
SAVEPOINT here;
SELECT refund_request(pg_temp.made('a'), NULL, NULL);
SELECT is(pg_temp.lot('a'), '0 free, 0 held, 1 spent, 0 lapsed, 4 returned',
    'it is not there any more');
SELECT results_eq($$SELECT pg_temp.balance('credits', 950001),
    pg_temp.balance('platform_revenue')$$, $$VALUES (-34000::bigint,
    -1900::bigint)$$, 'nor owed');
SELECT is_empty('SELECT pg_temp.wrong()', 'the books are right');
ROLLBACK TO here;
SELECT refund_request(pg_temp.made('a'), 2000, NULL);
SELECT is(pg_temp.lot('a'), '2 free, 0 held, 1 spent, 0 lapsed, 2 returned',
    'or a part: as many as that buys, and begun ones whole');
ROLLBACK TO here;
SELECT pg_temp.clock('2027-03-15 12:00Z');
SELECT is((refund_preview(pg_temp.made('a'))).by_policy, 0::bigint, 'not later');

-- --- expired -------------------------------------------------------------------
SELECT credit_hold(950001, 'request:3');
SELECT pg_temp.clock('2028-02-10 12:00Z');
SELECT credit_tick(10);
SELECT is((SELECT count(*) FROM notification WHERE type = 'credits_expiring'),
    2::bigint, 'word a month before, of each pack');
SELECT pg_temp.clock('2028-03-01 12:00Z');
SELECT is(credit_tick(10), 1, 'after twelve months');
SELECT is(credit_tick(10), 0, 'once');
SELECT is(pg_temp.lot('a'), '0 free, 1 held, 1 spent, 3 lapsed, 0 returned',
    'they expire, but for those in requests');
SAVEPOINT here;
SELECT credit_settle('request:3', 'spent');
SELECT is(pg_temp.balance('credits', 950001), -34000::bigint, 'which are spent');
ROLLBACK TO here;
SELECT credit_settle('request:3', 'released');
SELECT is(pg_temp.lot('a'), '0 free, 0 held, 1 spent, 4 lapsed, 0 returned',
    'or have expired when they come back');
SELECT pg_temp.clock('2029-03-01 12:00Z');
SELECT credit_tick(10);
SELECT is(pg_temp.refusal($$SELECT credit_hold(950001, 'request:9')$$),
    'BL409 credits_used_up', 'then there are none');
SELECT results_eq($$SELECT pg_temp.balance('credits', 950001),
    pg_temp.balance('platform_revenue')$$, $$VALUES (0::bigint,
    -43500::bigint)$$, 'and nothing is owed');
SELECT is_empty('SELECT pg_temp.wrong()', 'the books are right');
-- All of an order goes back, by an admin.
INSERT INTO user_role VALUES (950003, 'admin', NULL, now());
SELECT pg_temp.buy_credits('c', 50);
SELECT credit_hold(950001, 'request:4');
SELECT pg_temp.act(950003);
SELECT refund_give(pg_temp.made('c'), 75000, 'A mistake of ours');
SELECT is(pg_temp.lot('c'), '0 free, 1 held, 0 spent, 0 lapsed, 49 returned',
    'everything, but for what is held');
SELECT is_empty('SELECT pg_temp.wrong()', 'the books are right');
SELECT * FROM finish();
ROLLBACK;
