-- Tiers of journeys: who gets what of a price, help that is set aside and what
-- becomes of it, sessions that a tier pays, what companies may use.
BEGIN;
\ir fixture/subscription.psql
SELECT no_plan();
SELECT pg_temp.clock('2027-03-01 12:00Z');
SELECT pg_temp.person(n) FROM generate_series(940001, 940009) n;
SELECT pg_temp.expert(940020, 'concierge');
INSERT INTO user_role VALUES (940008, 'admin', NULL, now());
CREATE FUNCTION pg_temp.earned(person bigint) RETURNS SETOF text LANGUAGE sql AS $$
    SELECT format('%s %s %s', e.kind, e.amount, e.status) FROM earning e
    WHERE e.user_id = person ORDER BY e.id $$;
CREATE FUNCTION pg_temp.tier(price bigint, year bigint DEFAULT NULL,
    tier text DEFAULT 'guided', reviews int DEFAULT 1, sessions int DEFAULT 0,
    affiliate int DEFAULT 1000) RETURNS bigint LANGUAGE sql AS $$
    SELECT tier_save(pg_temp.made('j'), tier, price, year, reviews, sessions,
        affiliate) $$;
-- 1 is the creator, 2 a member, 3 a mentor, 4 an affiliate.
WITH j AS (INSERT INTO journey (creator_id, title, review_rate, session_rate,
    commission_bp, status, created_at) VALUES (940001, 'Wedding', 2000, 3000,
    1000, 'published', app_now()) RETURNING id) SELECT pg_temp.note('j', id) FROM j;

-- --- prices ------------------------------------------------------------------------
SELECT pg_temp.act(940001);
SELECT is(pg_temp.refusal('SELECT pg_temp.tier(10000)'), 'ok', 'a tier is sold');
SELECT is(pg_temp.refusal('SELECT pg_temp.tier(2666)'),
    'BL422 split_exceeds_price', 'not for less than what is set aside');
SELECT is(pg_temp.refusal('SELECT pg_temp.tier(2667)'), 'ok',
    'at 26.67 the creator keeps a cent at least: 75 % are 20.00');
SELECT is(pg_temp.refusal('SELECT pg_temp.tier(10000, 20000)'),
    'BL422 split_exceeds_price', 'a year has twelve months of reviews');
SELECT is(pg_temp.refusal('SELECT pg_temp.tier(0)'),
    'BL422 split_exceeds_price', 'nor for nothing');
SELECT is(pg_temp.refusal('SELECT pg_temp.tier(99, NULL, ''essentials'', 0)'),
    'BL422 price_too_low', 'a price is a dollar at least');
SELECT is(pg_temp.refusal('SELECT pg_temp.tier(0, NULL, ''essentials'', 0)'), 'ok',
    'or nothing');
SELECT is(pg_temp.refusal('SELECT pg_temp.tier(500, NULL, ''gold'')'),
    'BL422 tier_unknown', 'there are three');
SELECT pg_temp.tier(10000, 100000), pg_temp.tier(0, NULL, 'essentials', 0),
    pg_temp.tier(40000, 400000, 'premium', 4, 2);
SELECT pg_temp.act(940002);
SELECT is(pg_temp.refusal('SELECT pg_temp.tier(10000)'), 'BL404 journey_unknown',
    'by its creator');
SELECT is(pg_temp.refusal($$SELECT subscription_begin(NULL, pg_temp.made('j'),
    'essentials', 'month')$$), 'BL409 tier_is_free', 'what is free is not sold');
SELECT is(pg_temp.refusal($$SELECT subscription_begin(NULL, 999999, 'guided',
    'month')$$), 'BL404 plan_unknown', 'nor what is not there');

-- --- the worked split ----------------------------------------------------------------
SELECT pg_temp.note('g', (subscription_begin(NULL, pg_temp.made('j'), 'guided',
    'month')).id);
UPDATE subscription SET affiliate_id = 940004, affiliate_bp = 1000
    WHERE id = pg_temp.made('g');
SELECT is(pg_temp.settle('g', 'stripe'), 'fulfilled', '100.00 are paid');
SELECT results_eq($$SELECT kind, account, user_id, amount FROM order_share
    WHERE order_id = pg_temp.made('g order') ORDER BY n$$, $$VALUES
    ('fee', 'platform_revenue', NULL::bigint, 1500::bigint),
    ('affiliate', 'payable', 940004, 1000), ('reserve', 'reserve', NULL, 2000),
    ('seller', 'payable', 940001, 5500)$$,
    'platform 15.00, affiliate 10.00, reserve 20.00, creator 55.00');
SELECT results_eq($$SELECT pg_temp.balance('platform_revenue'),
    pg_temp.balance('payable', 940004), pg_temp.balance('reserve', NULL,
    'subscription:' || pg_temp.made('g')), pg_temp.balance('payable', 940001),
    pg_temp.balance('clearing_stripe')$$,
    $$VALUES (-1500::bigint, -1000::bigint, -2000::bigint, -5500::bigint,
    10000::bigint)$$, 'and so the books say');
SELECT results_eq($$SELECT available_at FROM earning WHERE order_id =
    pg_temp.made('g order')$$, $$VALUES (timestamptz '2027-03-31 12:00Z'),
    ('2027-03-31 12:00Z')$$, 'theirs 30 days after the charge');
SELECT results_eq($$SELECT what, allowed, used, access, resets_at
    FROM entitlements_of('user', 940002)$$, $$VALUES
    ('reviews', 1::bigint, 0::bigint, 'full', timestamptz '2027-04-01 11:00Z'),
    ('sessions', 0, 0, 'full', '2027-04-01 11:00Z')$$,
    'one review a month, no session');
SELECT is(pg_temp.refusal($$SELECT allowance_hold(pg_temp.made('g'), 'session',
    'session:1')$$), 'BL409 allowance_used_up', 'so none is given');
SELECT allowance_hold(pg_temp.made('g'), 'review', 'review:1');
SELECT is(allowance_hold(pg_temp.made('g'), 'review', 'review:1'),
    (SELECT id FROM allowance_use WHERE ref = 'review:1'), 'held once');
SELECT is(pg_temp.refusal($$SELECT allowance_hold(pg_temp.made('g'), 'review',
    'review:2')$$), 'BL409 allowance_used_up', 'there is one');
SAVEPOINT here;
SELECT allowance_done('review:1', 940003, 'mentor');
SELECT allowance_done('review:1', 940003, 'mentor');
SELECT results_eq($$SELECT pg_temp.balance('reserve', NULL, 'subscription:'
    || pg_temp.made('g')), pg_temp.balance('payable', 940003),
    pg_temp.balance('payable', 940001), pg_temp.balance('platform_revenue')$$,
    $$VALUES (0::bigint, -1800::bigint, -5700::bigint, -1500::bigint)$$,
    'done: mentor 18.00, creator 2.00, no second fee');
SELECT results_eq('SELECT pg_temp.earned(940003)', $$VALUES
    ('mentor 1800 pending')$$, 'the mentor''s line');
SELECT is((SELECT available_at FROM earning WHERE user_id = 940003),
    timestamptz '2027-03-08 12:00Z', '7 days after the work');
SELECT is((SELECT used FROM entitlements_of('user', 940002)
    WHERE what = 'reviews'), 1::bigint, 'it is used');
-- All of the order goes back: what was worked for stays with who worked.
SELECT pg_temp.act(940008);
SELECT refund_give(pg_temp.made('g order'), 10000, 'Everything');
SELECT is(pg_temp.balance('payable', 940003), -1800::bigint,
    'a refund does not take what the mentor earned');
SELECT is_empty('SELECT pg_temp.wrong()', 'the books are right');
SELECT is(pg_temp.is_now('g'), 'canceled guided month', 'and it has ended');
ROLLBACK TO here;
-- Taken back, the work is neither used nor paid.
SELECT allowance_done('review:1', 940003, 'mentor');
SELECT allowance_return('review:1');
SELECT results_eq($$SELECT pg_temp.balance('reserve', NULL, 'subscription:'
    || pg_temp.made('g')), pg_temp.balance('payable', 940003),
    pg_temp.balance('payable', 940001)$$,
    $$VALUES (-2000::bigint, 0::bigint, -5500::bigint)$$, 'as if it were not');
SELECT is_empty('SELECT pg_temp.wrong()', 'the books are right');
SELECT allowance_hold(pg_temp.made('g'), 'review', 'review:1');
SELECT allowance_done('review:1', 940003, 'mentor', 1500);
SELECT results_eq($$SELECT pg_temp.balance('payable', 940003),
    pg_temp.balance('payable', 940001)$$, $$VALUES (-1350::bigint,
    -6150::bigint)$$, 'who asks for less leaves the rest to the creator');
ROLLBACK TO here;
-- A part of the price that went back does not take the help that is promised.
SELECT allowance_return('review:1');
SELECT pg_temp.act(940008), refund_give(pg_temp.made('g order'), 1000, 'Sorry');
SELECT allowance_hold(pg_temp.made('g'), 'review', 'review:1');
SELECT results_eq($$SELECT pg_temp.balance('reserve', NULL, 'subscription:'
    || pg_temp.made('g')), pg_temp.balance('platform_revenue')$$,
    $$VALUES (-2000::bigint, -1150::bigint)$$, 'the platform''s fee pays it');
SELECT refund_give(pg_temp.made('g order'), 9000, 'Everything');
SELECT allowance_return('review:1');
SELECT results_eq($$SELECT pg_temp.balance('reserve', NULL, 'subscription:'
    || pg_temp.made('g')), pg_temp.balance('payable', 940001),
    pg_temp.balance('platform_revenue')$$, $$VALUES (0::bigint, 0::bigint,
    0::bigint)$$, 'of all that went back nothing is the creator''s');
SELECT is_empty('SELECT pg_temp.wrong()', 'the books are right');
ROLLBACK TO here;
SELECT allowance_return('review:1');
SELECT pg_temp.act(940008), refund_give(pg_temp.made('g order'), 6000, 'Sorry');
SELECT is(pg_temp.refusal($$SELECT allowance_hold(pg_temp.made('g'), 'review',
    'review:1')$$), 'BL409 allowance_used_up', 'as far as it goes');
ROLLBACK TO here;

-- --- what is not used ----------------------------------------------------------------
SELECT allowance_return('review:1');
SELECT pg_temp.until('2027-03-26 00:00Z');
SELECT is(order_paid((charge_of(pg_temp.sub('g'))).order_id, 'manual', 'wire_g',
    10000, 'USD'), 'fulfilled', 'the next month is paid');
SELECT pg_temp.until('2027-04-01 12:00Z');
SELECT results_eq($$SELECT pg_temp.balance('reserve', NULL, 'subscription:'
    || pg_temp.made('g')), pg_temp.balance('payable', 940001)$$,
    $$VALUES (-2000::bigint, -13000::bigint)$$,
    'an unused review is the creator''s at the month''s end: 75.00 and 55.00');
SELECT results_eq('SELECT pg_temp.earned(940001)', $$VALUES
    ('seller 5500 pending'), ('seller 5500 pending'), ('seller 2000 pending')$$,
    'a line of its own');
SELECT is((SELECT used FROM entitlements_of('user', 940002)
    WHERE what = 'reviews'), 0::bigint, 'there is a new one');
SELECT is_empty('SELECT pg_temp.wrong()', 'the books are right');
-- Work that began before the end is paid after it; what comes to nothing then is
-- the creator's.
SELECT allowance_hold(pg_temp.made('g'), 'review', 'review:5');
SELECT subscription_cancel(pg_temp.made('g'), 'other');
SELECT pg_temp.until('2027-05-02 00:00Z');
SELECT is(pg_temp.is_now('g'), 'canceled guided month ends', 'it has ended');
SELECT is(pg_temp.balance('reserve', NULL, 'subscription:' || pg_temp.made('g')),
    -2000::bigint, 'what is being worked on is kept');
SAVEPOINT here;
SELECT allowance_done('review:5', 940003, 'mentor');
SELECT is(pg_temp.balance('payable', 940003), -1800::bigint, 'and paid');
ROLLBACK TO here;
SELECT allowance_return('review:5');
SELECT is(pg_temp.balance('reserve', NULL, 'subscription:' || pg_temp.made('g')),
    0::bigint, 'or is the creator''s');
SELECT is(pg_temp.balance('payable', 940001), -15000::bigint,
    'who has 75.00 of each month then');
SELECT is_empty('SELECT entitlements_of(''user'', 940002)', 'nothing is left');
SELECT is_empty('SELECT pg_temp.wrong()', 'the books are right');

-- --- more in the middle --------------------------------------------------------------
-- May has 31 days; on the 17th 15 are left.
SELECT pg_temp.clock('2027-05-01 08:00Z');
SELECT pg_temp.subscribe('u', NULL, 940005, 'guided', 'month', pg_temp.made('j'));
SELECT allowance_hold(pg_temp.made('u'), 'review', 'review:7');
SELECT pg_temp.clock('2027-05-17 08:00Z');
SELECT is((subscription_change(pg_temp.made('u'), 'premium', 'month')).due_amount,
    14516::bigint, '300.00 more for 15 of 31 days');
SELECT pg_temp.settle('u');
SELECT results_eq($$SELECT now_reviews, now_sessions, months
    FROM subscription_charge WHERE order_id = pg_temp.made('u order')$$,
    $$VALUES (1, 0, 0)$$, 'and of its three reviews and two sessions the half');
SELECT results_eq($$SELECT what, allowed, used
    FROM entitlements_of('user', 940005)$$, $$VALUES
    ('reviews', 2::bigint, 1::bigint), ('sessions', 0, 0)$$,
    'nobody has the help of two tiers for the price of one');
SELECT is((SELECT amount FROM order_share WHERE kind = 'reserve' AND order_id =
    pg_temp.made('u order')), 2000::bigint, 'set aside for that');
SELECT pg_temp.until('2027-05-26 00:00Z');
SELECT order_paid((charge_of(pg_temp.sub('u'))).order_id, 'manual', 'wire_u',
    40000, 'USD');
SELECT pg_temp.until('2027-06-01 08:00Z');
SELECT results_eq($$SELECT what, allowed, used
    FROM entitlements_of('user', 940005)$$, $$VALUES
    ('reviews', 4::bigint, 0::bigint), ('sessions', 2, 0)$$, 'then all of it');

-- --- a year --------------------------------------------------------------------------
SELECT pg_temp.subscribe('y', NULL, 940006, 'guided', 'year', pg_temp.made('j'));
SELECT is((SELECT amount FROM order_share WHERE kind = 'reserve' AND order_id =
    pg_temp.made('y order')), 24000::bigint, 'twelve reviews are set aside');
SELECT allowance_hold(pg_temp.made('y'), 'review', 'review:20');
SELECT allowance_done('review:20', 940003, 'mentor');
SELECT pg_temp.until('2027-07-02 08:00Z', '1 day');
SELECT is(pg_temp.balance('reserve', NULL, 'subscription:' || pg_temp.made('y')),
    -22000::bigint, 'the first is used');
SELECT pg_temp.until('2027-08-02 08:00Z', '1 day');
SELECT is(pg_temp.balance('reserve', NULL, 'subscription:' || pg_temp.made('y')),
    -20000::bigint, 'the second lapses');
SELECT is((SELECT resets_at FROM entitlements_of('user', 940006) LIMIT 1),
    timestamptz '2027-09-01 08:00Z', 'there is a third');
SELECT pg_temp.until('2028-06-02 08:00Z', '1 day');
SELECT is(pg_temp.balance('reserve', NULL, 'subscription:' || pg_temp.made('y')),
    0::bigint, 'in the end nothing is left of it');
SELECT is((SELECT count(*) FROM subscription_allowance a WHERE a.subscription_id
    = pg_temp.made('y')), 12::bigint, 'twelve months there were');
SELECT is_empty('SELECT pg_temp.wrong()', 'the books are right');

-- --- the price stays --------------------------------------------------------------------
SELECT pg_temp.clock('2028-07-01 08:00Z');
SELECT pg_temp.subscribe('p', NULL, 940007, 'guided', 'month', pg_temp.made('j'));
SELECT pg_temp.act(940001);
SELECT pg_temp.tier(15000, 150000);
SELECT pg_temp.until('2028-07-28 08:00Z');
SELECT results_eq($$SELECT list_amount, total_amount, grandfathered FROM orders
    WHERE id = (charge_of(pg_temp.sub('p'))).order_id$$,
    $$VALUES (15000::bigint, 10000::bigint, true)$$,
    'present subscribers keep their price');

-- --- a session that a tier pays -----------------------------------------------------------
SELECT pg_temp.clock('2028-09-01 08:00Z');
SELECT pg_temp.subscribe('t', NULL, 940002, 'premium', 'month',
    pg_temp.made('j'));
INSERT INTO session_type (id, expert_id, kind, minutes, price_amount)
    OVERRIDING SYSTEM VALUE VALUES (9400209, 940020, 'concierge', 45, 6000);
SELECT is(pg_temp.refusal(format($$SELECT session_book((SELECT ref FROM expert
    WHERE user_id = 940020), 9400202, '2028-09-05 10:00Z', NULL, 'tier:%s')$$,
    pg_temp.made('t'))), 'BL422 allowance_too_long', '45 minutes at most');
SELECT pg_temp.note('s', session_book((SELECT ref FROM expert
    WHERE user_id = 940020), 9400209, '2028-09-04 10:00Z', NULL,
    'tier:' || pg_temp.made('t')));
SELECT is((SELECT status || ' ' || paid_by FROM session
    WHERE id = pg_temp.made('s')), 'scheduled tier', 'a tier books a session');
SELECT is((SELECT used FROM entitlements_of('user', 940002)
    WHERE what = 'sessions'), 1::bigint, 'of its two');
SELECT is(pg_temp.refusal(format($$SELECT session_book((SELECT ref FROM expert
    WHERE user_id = 940020), 9400209, '2028-09-06 10:00Z', NULL, 'tier:%s')$$,
    pg_temp.made('u'))), 'BL422 pay_with_unknown', 'not by another''s tier');
SAVEPOINT here;
SELECT session_cancel(pg_temp.made('s'), 'schedule', NULL);
SELECT is((SELECT used FROM entitlements_of('user', 940002)
    WHERE what = 'sessions'), 0::bigint, 'canceled in time, it is back');
ROLLBACK TO here;
SELECT session_pay_event(s, 'consumed', 0) FROM session s
    WHERE s.id = pg_temp.made('s');
SELECT is(pg_temp.balance('payable', 940020), -2700::bigint,
    'held: 30.00 less 10 % for the creator');
SELECT session_pay_event(s, 'disputed', 0) FROM session s
    WHERE s.id = pg_temp.made('s');
SELECT results_eq('SELECT pg_temp.earned(940020)', $$VALUES
    ('concierge 2700 frozen')$$, 'disputed, it is frozen');
SELECT session_pay_event(s, 'resolved', 100) FROM session s
    WHERE s.id = pg_temp.made('s');
SELECT is(pg_temp.balance('payable', 940020), 0::bigint, 'and taken back');
SELECT is_empty('SELECT pg_temp.wrong()', 'the books are right');

-- --- what companies may use ------------------------------------------------------------------
SELECT pg_temp.company('c', 940009);
SELECT results_eq($$SELECT what, allowed, access
    FROM entitlements_of('company', pg_temp.made('c'))$$, $$VALUES
    ('jobs', 0::bigint, 'none'), ('drafts', 1, 'none'), ('seats', 1, 'none'),
    ('searches', 0, 'none')$$, 'without a plan one draft');
SELECT is(pg_temp.refusal($$SELECT company_use(pg_temp.made('c'), 'jobs')$$),
    'BL409 plan_limit', 'and no more');
SELECT pg_temp.subscribe('k', pg_temp.made('c'), 940009, 'STARTER', 'year');
SELECT company_use(pg_temp.made('c'), 'jobs', 3),
    company_use(pg_temp.made('c'), 'searches', 50);
SELECT is(pg_temp.refusal($$SELECT company_use(pg_temp.made('c'), 'jobs')$$),
    'BL409 plan_limit', 'three jobs');
SELECT is(pg_temp.refusal($$SELECT company_use(pg_temp.made('c'), 'searches')$$),
    'BL409 plan_limit', '50 searches');
SELECT results_eq($$SELECT what, allowed, used
    FROM entitlements_of('company', pg_temp.made('c'))$$, $$VALUES
    ('jobs', 3::bigint, 3::bigint), ('drafts', NULL, 0), ('seats', 2, 1),
    ('searches', 50, 50)$$, 'used up');
SELECT pg_temp.until('2028-10-02 08:00Z', '1 day');
SELECT results_eq($$SELECT what, used FROM entitlements_of('company',
    pg_temp.made('c')) WHERE what IN ('jobs', 'searches')$$, $$VALUES
    ('jobs', 3::bigint), ('searches', 0)$$,
    'searches are by the month, also in a year; jobs just are');
SELECT company_use(pg_temp.made('c'), 'jobs', -1);
SELECT is(pg_temp.refusal($$SELECT company_use(pg_temp.made('c'), 'jobs')$$), 'ok',
    'one less, one more');
UPDATE setting SET value = '-1' WHERE name = 'plan_starter_jobs';
SELECT company_use(pg_temp.made('c'), 'jobs', 1000);
SELECT is((SELECT allowed FROM entitlements_of('company', pg_temp.made('c'))
    WHERE what = 'jobs'), NULL::bigint, 'or without limit');
SELECT is_empty('SELECT pg_temp.wrong()', 'the books are right');
SELECT * FROM finish();
ROLLBACK;
