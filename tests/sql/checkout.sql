-- What the buyer's pages ask: the price with its refusals, an order begun in one
-- call, another look at a payment.
BEGIN;
\ir fixture/money.psql
SELECT no_plan();
SELECT pg_temp.clock('2027-06-01 12:00Z');
SELECT pg_temp.person(n) FROM generate_series(930001, 930003) n;
INSERT INTO shop (item, seller, price, special) VALUES (1, 930001, 10000, NULL),
    (2, 930001, 10000, 8000), (3, 930001, 0, NULL);
INSERT INTO promotion (code, kind, value, status, created_at)
    VALUES ('TEN', 'percent', 10, 'active', now()),
    ('OVER', 'percent', 10, 'ended', now());
SELECT pg_temp.act(930002);

SELECT is(order_number(17), 'P-000017', 'a short reference');
SELECT is(order_number(12345678), 'P-12345678', 'as long as it takes');

-- --- the price ------------------------------------------------------------------
SELECT results_eq($$SELECT title, list, price, discount, total, code_refusal,
        refusal FROM checkout_price('company', 1, NULL, '{}')$$,
    $$VALUES ('Item 1', 10000::bigint, 10000::bigint, 0::bigint, 10000::bigint,
        NULL::text, NULL::text)$$, 'as it is');
SELECT results_eq($$SELECT list, price, discount, discount_code, total
        FROM checkout_price('company', 2, ' ten ', '{}')$$,
    $$VALUES (10000::bigint, 8000::bigint, 800::bigint, 'TEN', 7200::bigint)$$,
    'an earlier price, less a code');
SELECT results_eq($$SELECT code_refusal, total, refusal
        FROM (VALUES (1, 'OVER'), (2, 'NONE')) AS x (i, w),
            checkout_price('company', 1, w, '{}') ORDER BY i$$,
    $$VALUES ('promotion_ended', 10000::bigint, NULL::text),
        ('promotion_unknown', 10000, NULL)$$,
    'a code that is refused leaves the price without it');
SELECT results_eq($$SELECT refusal, answer, total
        FROM (VALUES (1, 'company'), (2, 'tier'), (3, 'session'))
            AS x (i, k), checkout_price(k, 77, NULL, '{}') ORDER BY i$$,
    $$VALUES ('order_item_unknown', 404, NULL::bigint),
        ('order_kind_unknown', 404, NULL), ('session_unknown', 404, NULL)$$,
    'what is not sold says so');
SELECT throws_like($$SELECT * FROM checkout_price('company', 1, NULL,
    'nonsense')$$, '%json%', 'other errors are errors');

-- --- an order and its payment ------------------------------------------------------
SELECT throws_ok($$SELECT checkout_begin('company', 1, 'stripe', NULL, 9999,
    'USD', '{}')$$, 'BL409', 'price_changed', 'another amount was shown');
SELECT throws_ok($$SELECT checkout_begin('company', 1, 'stripe', NULL, 10000,
    'EUR', '{}')$$, 'BL409', 'price_changed', 'another currency was shown');
SELECT is((SELECT count(*) FROM orders WHERE buyer_id = 930002), 0::bigint,
    'nothing of it is there');
SELECT is((checkout_begin('company', 1, NULL, NULL, 10000, 'USD', '{}')).status,
    'pending', 'to be chosen later');
SELECT is((SELECT count(*) FROM payment WHERE buyer_id = 930002), 0::bigint,
    'without an attempt');
SELECT is((checkout_begin('company', 1, 'stripe', NULL, 10000, 'USD',
    '{}')).status, 'processing', 'begun');
CREATE TEMP VIEW attempt AS SELECT p.* FROM payment p
    WHERE p.buyer_id = 930002 ORDER BY p.id DESC LIMIT 1;
GRANT SELECT ON attempt TO PUBLIC;
SELECT is((SELECT count(*) FROM job WHERE kind = 'payment.begin'
    AND payload ->> 'payment_id' = (SELECT id::text FROM attempt)), 1::bigint,
    'the worker makes the page');
SELECT is((checkout_begin('company', 1, 'stripe', NULL, 10000, 'USD',
    '{}')).status, 'processing', 'again is the same');
SELECT is((SELECT count(*) FROM payment WHERE buyer_id = 930002), 1::bigint,
    'one attempt');
SELECT checkout_begin('company', 1, 'manual', NULL, 10000, 'USD', '{}');
SELECT is((SELECT count(*) FROM job WHERE kind = 'payment.begin'), 1::bigint,
    'by hand there is no page to make');
SELECT is((checkout_begin('company', 3, NULL, NULL, 0, 'USD', '{}')).status,
    'fulfilled', 'what costs nothing is done at once');

-- --- another look ------------------------------------------------------------------
SELECT checkout_begin('company', 2, 'stripe', NULL, 8000, 'USD', '{}');
SELECT pg_temp.note('two', (SELECT order_id FROM attempt));
SELECT is(order_check(pg_temp.made('two')), false,
    'nothing to ask before there is a page');
SELECT payment_ready((SELECT id FROM attempt), 'cs_1', 'https://pay.test/1');
SELECT is(order_check(pg_temp.made('two')), true, 'asked');
SELECT is(order_check(pg_temp.made('two')), false, 'not again at once');
SELECT pg_temp.clock('2027-06-01 12:00:05Z');
SELECT is(order_check(pg_temp.made('two')), true, 'a few seconds later');
SELECT pg_temp.act(930003);
SELECT pg_temp.clock('2027-06-01 12:01Z');
SELECT is(order_check(pg_temp.made('two')), false, 'not by others');
SELECT is(order_about('session', 1), '{}', 'nothing of others’ sessions');
SELECT is(order_about('nothing', 1), '{}', 'nor of kinds without such words');

SELECT * FROM finish();
ROLLBACK;
