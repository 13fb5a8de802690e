-- What was made by day and month: sums of the books, kept and added to.
BEGIN;
\ir fixture/money.psql
SELECT no_plan();
UPDATE setting SET value = '"America/New_York"' WHERE name = 'platform_zone';
SELECT pg_temp.clock('2027-06-30 12:00Z');
SELECT pg_temp.person(n) FROM generate_series(920001, 920009) n;
INSERT INTO shop (item, seller, price) VALUES (1, 920001, 10000),
    (2, 920002, 20000), (3, NULL, 5000);
CREATE FUNCTION pg_temp.fees(by text) RETURNS text LANGUAGE sql AS $$
    SELECT string_agg(format('%s %s %s-%s', start, sales, fees, returned), ', '
        ORDER BY start) FROM revenue_report(by, '2027-01-01', 'USD') $$;

SELECT is(pg_temp.fees('month'), NULL, 'nothing yet');
SELECT is(money_roll(), 0::bigint, 'nothing to sum');
SELECT pg_temp.buy('a', 920004, 1), pg_temp.pay('a');
SELECT is(pg_temp.fees('month'), '2027-06-01 1 1500-0', 'at once');
SELECT is(money_roll(), 3::bigint, 'three entries');
SELECT is(pg_temp.fees('month'), '2027-06-01 1 1500-0', 'the same from the sums');
SELECT is(money_roll(), 0::bigint, 'none twice');
-- Half past midnight in UTC is the day before, and the month before, there.
SELECT pg_temp.clock('2027-07-01 00:30Z');
SELECT pg_temp.buy('b', 920004, 2), pg_temp.pay('b');
SELECT is(pg_temp.fees('month'), '2027-06-01 2 4500-0', 'sums and what is new');
SELECT money_roll();
SELECT pg_temp.clock('2027-07-01 12:00Z');
SELECT pg_temp.buy('c', 920004, 3), pg_temp.pay('c');
SELECT refund_give(pg_temp.made('b'), 10000, 'half');
SELECT is(pg_temp.fees('month'), '2027-06-01 2 4500-0, 2027-07-01 1 5000-1500',
    'a refund is of the day when it was given');
SELECT is(pg_temp.fees('quarter'), '2027-04-01 2 4500-0, 2027-07-01 1 5000-1500',
    'by quarter');
SELECT is(pg_temp.fees('year'), '2027-01-01 3 9500-1500', 'by year');
SELECT money_roll();
SELECT is(pg_temp.fees('year'), '2027-01-01 3 9500-1500', 'and when it is summed');
SELECT results_eq($$SELECT month, person_id, sum(amount)::bigint FROM money_by_month
    WHERE account = 'platform_revenue' AND person_id IS NOT NULL
    GROUP BY 1, 2 ORDER BY 1, 2$$, $$VALUES
    ('2027-06-01'::date, 920001::bigint, 1500::bigint),
    ('2027-06-01', 920002, 3000), ('2027-07-01', 920002, -1500)$$,
    'fees by whose sales they are of');
SELECT results_eq($$SELECT person_id, sum(amount)::bigint FROM money_by_month
    WHERE account = 'payable' GROUP BY 1 ORDER BY 1$$, $$VALUES
    (920001::bigint, 8500::bigint), (920002, 8500)$$, 'and what earners have');
SELECT is_empty('SELECT * FROM money_roll_verify()', 'the sums are the books');
SELECT is((SELECT count(*) FROM money_move), 0::bigint, 'nothing is left over');
-- A programme that may not, can't.
SELECT is(pg_temp.refusal('SET LOCAL ROLE belay_billing;
    SELECT * FROM money_month'), '42501 permission denied for table money_month',
    'not for everybody');
UPDATE money_day SET amount = amount + 1 WHERE account = 'platform_revenue'
    AND day = '2027-06-30' AND order_kind = 'company' AND source = 'sale';
SELECT is((SELECT count(*) FROM money_roll_verify()), 1::bigint,
    'a sum that is wrong is found');
SELECT is_empty('SELECT * FROM pg_temp.wrong()', 'the books add up');
SELECT * FROM finish();
ROLLBACK;
