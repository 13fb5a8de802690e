-- What it costs and who gets what of it.
BEGIN;
\ir fixture/money.psql
SELECT no_plan();
SELECT pg_temp.clock('2027-06-01 12:00Z');
SELECT pg_temp.person(n) FROM generate_series(920001, 920009) n;
-- 920001 the creator, 920002 affiliate, 920003 mentor, 920004 and 5 clients.

-- --- rounding ----------------------------------------------------------------
SELECT is(apportion(t, w), p, format('%s by %s', t, w)) FROM (VALUES
    (100, '{1,1,1}'::bigint[], '{34,33,33}'::bigint[]),
    (1, '{1500,8500}', '{0,1}'), (3, '{1500,8500}', '{0,3}'),
    (4, '{1500,8500}', '{1,3}'), (10, '{0,0,5}', '{0,0,10}'),
    (0, '{3,4}', '{0,0}'), (7, '{0,0}', '{0,0}'),
    (1000000000000000, '{1,2}', '{333333333333333,666666666666667}'),
    (999999999999999, '{999999999999999,1}', '{999999999999998,1}'),
    (5, '{2,2,1}', '{2,2,1}'), (4, '{2,2,1}', '{2,1,1}')) AS t (t, w, p);
-- Property: sums, bounds and monotony of the order, for many random weights.
SELECT is_empty($$
    WITH c AS (SELECT n, 1 + n * 7919 % 1000 AS total, ARRAY[n * 31 % 97,
            n * 17 % 89, n * 13 % 83, n * 5 % 3]::bigint[] AS w
        FROM generate_series(1, 20000) n)
    SELECT n FROM c CROSS JOIN LATERAL (SELECT apportion(total, w) AS p) x
    CROSS JOIN LATERAL (SELECT sum(y) AS s FROM unnest(w) y) z
    WHERE z.s > 0 AND ((SELECT sum(y) FROM unnest(p) y) <> total
        OR EXISTS (SELECT FROM unnest(p, w) u (p, w)
            WHERE abs(u.p - total * u.w / z.s::numeric) >= 1
                OR u.p < 0 OR total <= z.s AND u.p > u.w
                OR u.w = 0 AND u.p <> 0))$$,
    'parts sum to the total, each within one unit of its quota');

-- --- the worked example of the specification -----------------------------------
CREATE FUNCTION pg_temp.guided() RETURNS jsonb LANGUAGE sql AS $$
    SELECT '[{"kind": "affiliate", "account": "payable", "user_id": 920002,
        "bp": 1000, "hold_days": 30}, {"kind": "reserve", "account": "reserve",
        "ref": "enrolment:7", "amount": 2000}]'::jsonb $$;
SELECT results_eq($$SELECT kind, account, user_id, ref, amount, hold_days
    FROM split_of(10000, 0, 1500, 920001, pg_temp.guided(), 30)$$, $$VALUES
    ('fee', 'platform_revenue', NULL::bigint, NULL, 1500::bigint, NULL::int),
    ('affiliate', 'payable', 920002, NULL, 1000, 30),
    ('reserve', 'reserve', NULL, 'enrolment:7', 2000, NULL),
    ('seller', 'payable', 920001, NULL, 5500, 30)$$,
    'Guided 100.00: platform 15, affiliate 10, reserve 20, creator 55');
SELECT is(apportion(2000, ARRAY[9000, 1000]), '{1800,200}'::bigint[],
    'the review is done: mentor 18.00, creator''s commission 2.00, no fee');
SELECT is(pg_temp.refusal($$SELECT split_of(2600, 0, 1500, 920001,
    pg_temp.guided())$$), 'BL422 split_exceeds_price',
    'reserves beyond the creator''s share are refused');
SELECT is(pg_temp.refusal($$SELECT split_of(10000, 0, 9500, 920001,
    pg_temp.guided())$$), 'BL422 split_exceeds_price', 'so are rates beyond it');
SELECT is(pg_temp.refusal($$SELECT split_of(2667, 0, 1500, 920001,
    pg_temp.guided())$$), 'ok', 'what just bears them is not');
SELECT is((SELECT array_agg(amount) FROM split_of(10000, 1900, 1500, 920001)),
    '{1500,8500,1900}'::bigint[], 'tax is on top of what is split');
SELECT is((SELECT array_agg(amount) FROM split_of(10000, 0, 1500, NULL)),
    '{10000,0}'::bigint[], 'what the platform sells is the platform''s');

-- --- every amount ----------------------------------------------------------------
-- 1 to 100,000 minor units, with every mix of fee, affiliate, commissions and
-- reserve: the legs sum to what was paid, none is negative, and each share is
-- within one minor unit of its exact part.
CREATE TEMP TABLE mix (name text, fee int, every int, rates int, parts jsonb);
INSERT INTO mix VALUES
    ('alone', 1500, 1, 0, '[]'),
    ('free of fee', 0, 11, 0, '[]'),
    ('all fee', 10000, 11, 0, '[]'),
    ('thirds', 3333, 11, 3333, '[{"kind": "affiliate", "account": "payable",
        "user_id": 920002, "bp": 3333}]'),
    ('everybody', 1500, 1, 2308, '[{"kind": "affiliate", "account": "payable",
        "user_id": 920002, "bp": 725}, {"kind": "mentor", "account": "payable",
        "user_id": 920003, "bp": 1250}, {"kind": "concierge", "account":
        "payable", "user_id": 920004, "bp": 333}, {"kind": "reserve",
        "account": "reserve", "ref": "x", "amount": "%s"}]');
CREATE TEMP TABLE splits AS
SELECT m.name, n AS base, x.*,
    abs(x.fee - n * m.fee / 10000.0) AS fee_off,
    abs(seller + reserve - n * (10000 - m.fee - m.rates) / 10000.0) AS rest_off
FROM mix m CROSS JOIN generate_series(1, 100000) n
CROSS JOIN LATERAL (SELECT sum(s.amount) AS total, min(s.amount) AS least,
        sum(s.amount) FILTER (WHERE s.kind = 'fee') AS fee,
        sum(s.amount) FILTER (WHERE s.kind = 'seller') AS seller,
        coalesce(sum(s.amount) FILTER (WHERE s.kind = 'reserve'), 0) AS reserve
    FROM split_of(n, 0, m.fee, 920001, format(m.parts::text, n / 5)::jsonb) s) x
WHERE n % m.every = 0;
SELECT is((SELECT count(*) FROM splits), 227270::bigint,
    'every amount from 1 to 100,000');
SELECT is_empty($$SELECT name, base FROM splits
    WHERE total <> base OR least < 0$$,
    'the legs sum to what was paid, and none is negative');
SELECT is_empty($$SELECT name, base, fee FROM splits WHERE fee_off >= 1$$,
    'the fee is right to the unit');
SELECT is_empty($$SELECT name, base, seller FROM splits WHERE rest_off >= 1$$,
    'and so is the seller''s share');

-- --- prices --------------------------------------------------------------------
INSERT INTO shop (item, seller, price, special, currency) VALUES
    (1, 920001, 10000, NULL, 'USD'), (2, 920001, 10000, 8000, 'USD'),
    (3, 920001, 500, NULL, 'JPY'), (4, 920001, 12345, NULL, 'KWD'),
    (5, NULL, 9900, NULL, 'USD'), (6, 920001, 80, NULL, 'USD'),
    (7, 920009, 10000, NULL, 'USD'), (8, 920001, 0, NULL, 'USD');
INSERT INTO promotion (code, owner_id, for_user_id, kind, value, currency,
    product_kind, product_id, max_uses, max_per_buyer, starts_at, ends_at,
    status, auto_apply, created_at)
SELECT c, o, f, k, v, u, pk, pi, mu, mb, s::timestamptz, e::timestamptz, st, false, app_now()
FROM (VALUES
    ('TEN', 920001, NULL::bigint, 'percent', 10, NULL, NULL, NULL::bigint, NULL::int, NULL::int, NULL, NULL, 'active'),
    ('HOUSE25', NULL, NULL, 'percent', 25, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'active'),
    ('FIVE', 920001, NULL, 'amount', 500, 'USD', NULL, NULL, NULL, NULL, NULL, NULL, 'active'),
    ('GIFT', NULL, NULL, 'percent', 100, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'active'),
    ('ALMOST', NULL, NULL, 'percent', 99, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'active'),
    ('ONLY2', 920001, NULL, 'percent', 50, NULL, 'company', 2, NULL, NULL, NULL, NULL, 'active'),
    ('OLD', 920001, NULL, 'percent', 50, NULL, NULL, NULL, NULL, NULL, NULL, '2027-06-01 12:00Z', 'active'),
    ('SOON', 920001, NULL, 'percent', 50, NULL, NULL, NULL, NULL, NULL, '2027-06-01 12:00:01Z', NULL, 'active'),
    ('ENDED', 920001, NULL, 'percent', 50, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'ended'),
    ('DRAFT', 920001, NULL, 'percent', 50, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'draft'),
    ('MINE', 920001, 920004, 'percent', 50, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'active'),
    ('ONCE', 920001, NULL, 'percent', 50, NULL, NULL, NULL, 1, NULL, NULL, NULL, 'active'),
    ('EACH', 920001, NULL, 'percent', 50, NULL, NULL, NULL, NULL, 1, NULL, NULL, 'active'))
    AS t (c, o, f, k, v, u, pk, pi, mu, mb, s, e, st);
CREATE FUNCTION pg_temp.price(item bigint, code text DEFAULT NULL,
    buyer bigint DEFAULT 920004) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    p record;
BEGIN
    p := price_of('company', item, buyer, code);
    RETURN format('%s -%s %s+%s =%s %s%s', p.list, p.discount, p.base, p.tax,
        p.total, p.currency, CASE WHEN p.grandfathered THEN ' kept' END);
EXCEPTION WHEN OTHERS THEN
    RETURN SQLSTATE || ' ' || SQLERRM;
END $$;
SELECT is(pg_temp.price(i, c), a, coalesce(c, 'no code') || ' for ' || i)
FROM (VALUES (1, NULL, '10000 -0 10000+0 =10000 USD'),
    (1, 'TEN', '10000 -1000 9000+0 =9000 USD'),
    (1, ' ten ', '10000 -1000 9000+0 =9000 USD'),
    (2, NULL, '10000 -0 8000+0 =8000 USD kept'),
    (2, 'TEN', '10000 -800 7200+0 =7200 USD kept'),
    (1, 'HOUSE25', '10000 -2500 10000+0 =7500 USD'),
    (1, 'FIVE', '10000 -500 9500+0 =9500 USD'),
    (3, 'FIVE', 'BL422 promotion_not_for_this'),
    (3, 'TEN', '500 -50 450+0 =450 JPY'),
    (4, 'TEN', '12345 -1235 11110+0 =11110 KWD'),
    (1, 'GIFT', '10000 -10000 10000+0 =0 USD'),
    (3, 'ALMOST', '500 -400 500+0 =100 JPY'),
    (6, 'TEN', '80 -0 80+0 =80 USD'),
    (6, 'GIFT', '80 -80 80+0 =0 USD'),
    (1, 'ONLY2', 'BL422 promotion_not_for_this'),
    (2, 'ONLY2', '10000 -4000 4000+0 =4000 USD kept'),
    (7, 'TEN', 'BL422 promotion_not_for_this'),
    (5, 'TEN', 'BL422 promotion_not_for_this'),
    (5, 'HOUSE25', '9900 -2475 9900+0 =7425 USD'),
    (1, 'OLD', 'BL422 promotion_ended'), (1, 'SOON', 'BL422 promotion_not_yet'),
    (1, 'ENDED', 'BL422 promotion_ended'),
    (1, 'DRAFT', 'BL422 promotion_unknown'),
    (1, 'NOSUCH', 'BL422 promotion_unknown'), (1, '', '10000 -0 10000+0 =10000 USD'),
    (8, NULL, '0 -0 0+0 =0 USD')) AS t (i, c, a);
SELECT is(pg_temp.price(1, 'MINE', 920004), '10000 -5000 5000+0 =5000 USD',
    'a code for one member');
SELECT is(pg_temp.price(1, 'MINE', 920005), 'BL422 promotion_not_yours',
    'is nobody else''s');
SELECT is(pg_temp.price(1, 'MINE', NULL), 'BL422 promotion_not_yours',
    'nor a visitor''s');
SELECT is(pg_temp.refusal($$SELECT price_of('company', 99, 920004, NULL)$$),
    'BL404 order_item_unknown', 'what is not there has no price');
SELECT is(pg_temp.refusal($$SELECT price_of('gold', 1, 920004, NULL)$$),
    'BL404 order_kind_unknown', 'of no kind');

-- Limits count orders that are open or paid, and come free again.
SELECT pg_temp.buy('once', 920004, 1, 'stripe', 'ONCE');
SELECT is(pg_temp.price(1, 'ONCE', 920005), 'BL422 promotion_used_up',
    'a code for one use is used by an open order');
SELECT is(pg_temp.price(1, 'ONCE', 920004), '10000 -5000 5000+0 =5000 USD',
    'but its own buyer may look at the price again');
SELECT is(pg_temp.price(2, 'ONCE', 920004), 'BL422 promotion_used_up',
    'not for something else');
SELECT pg_temp.act(920004), order_cancel(pg_temp.made('once'));
SELECT is(pg_temp.price(1, 'ONCE', 920005), '10000 -5000 5000+0 =5000 USD',
    'and free again once it is canceled');
SELECT pg_temp.buy('each', 920004, 1, 'stripe', 'EACH'), pg_temp.pay('each');
SELECT is(pg_temp.price(1, 'EACH', 920004), 'BL422 promotion_used_up',
    'once for each buyer');
SELECT is(pg_temp.price(1, 'EACH', 920005), '10000 -5000 5000+0 =5000 USD',
    'for each');

-- By themselves, the best that applies.
UPDATE promotion SET auto_apply = true WHERE code IN ('TEN', 'FIVE', 'ONLY2',
    'DRAFT');
SELECT is(pg_temp.price(1), '10000 -1000 9000+0 =9000 USD', 'the best code');
SELECT is(pg_temp.price(7), '10000 -0 10000+0 =10000 USD', 'if it applies');
SELECT is(pg_temp.price(1, 'FIVE'), '10000 -500 9500+0 =9500 USD',
    'what is typed counts first');

-- --- tax -------------------------------------------------------------------------
INSERT INTO tax_rate VALUES ('DE', 'VAT', 1900);
UPDATE profile SET country = 'DE' WHERE user_id = 920005;
SELECT is(pg_temp.price(7, NULL, 920005), '10000 -0 10000+1900 =11900 USD',
    'tax by the buyer''s country');
SELECT is(pg_temp.price(1, 'HOUSE25', 920005), '10000 -2500 10000+1425 =8925 USD',
    'on what is really paid');
INSERT INTO billing_identity VALUES (920005, 'Firm', NULL, 'FR', NULL, now());
SELECT is(pg_temp.price(7, NULL, 920005), '10000 -0 10000+0 =10000 USD',
    'and by the address on the invoice, if there is one');
SELECT is(money_words(a, c), w, w) FROM (VALUES (1250::bigint, 'USD', 'USD 12.50'),
    (500, 'JPY', 'JPY 500'), (12345, 'KWD', 'KWD 12.345'), (5, 'USD', 'USD 0.05'),
    (-300, 'USD', 'USD -3.00')) AS t (a, c, w);
SELECT is_empty($$SELECT code FROM currency WHERE digits NOT IN (0, 2, 3, 4)
    OR minimum < 1$$, 'currencies are sound');

SELECT * FROM finish();
ROLLBACK;
