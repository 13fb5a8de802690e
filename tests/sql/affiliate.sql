-- Affiliates: joining, clicks, whose link earns, and what becomes of it.
BEGIN;
\ir fixture/money.psql
SELECT no_plan();
SELECT pg_temp.clock('2027-06-01 12:00Z');
-- 1 and 2 sell, 3 to 5 send, 6 to 8 buy.
SELECT pg_temp.person(n) FROM generate_series(920001, 920009) n;
INSERT INTO expert (user_id, alias, alias_seed, timezone)
    SELECT n, 'Alias ' || n, n::text, 'UTC' FROM generate_series(920001, 920005) n;
INSERT INTO expert_kind (user_id, kind, status)
    SELECT n, 'mentor', 'verified' FROM generate_series(920001, 920005) n;
INSERT INTO shop (item, seller, price, special) VALUES (1, 920001, 10000, NULL),
    (2, 920002, 10000, NULL), (3, 920001, 5000, NULL), (4, NULL, 5000, NULL);
UPDATE users SET created_at = app_now() - interval '1 year'
    WHERE id BETWEEN 920001 AND 920009;

CREATE FUNCTION pg_temp.ref(person bigint) RETURNS bigint LANGUAGE sql AS $$
    SELECT ref FROM expert WHERE user_id = person $$;

-- --- joining -------------------------------------------------------------------
SELECT pg_temp.act(920003);
SELECT throws_ok('SELECT affiliate_ask(pg_temp.ref(920001), NULL)', 'BL404',
    'affiliate_program_closed', 'no programme, no affiliates');
SELECT pg_temp.act(920009);
SELECT throws_ok($$SELECT affiliate_program_save(true, 10, NULL)$$, 'BL403',
    'affiliate_for_experts', 'who sells nothing offers nothing');
SELECT pg_temp.act(920001);
SELECT affiliate_program_save(true, 10, 'Be kind');
SELECT throws_ok('SELECT affiliate_ask(pg_temp.ref(920001), NULL)', 'BL409', 'affiliate_self',
    'nobody is their own affiliate');
SELECT pg_temp.act(920009);
SELECT throws_ok('SELECT affiliate_ask(pg_temp.ref(920001), NULL)', 'BL403',
    'affiliate_for_experts', 'only experts');
SELECT pg_temp.act(920003);
SELECT pg_temp.note('a3', affiliate_ask(pg_temp.ref(920001), 'I know many'));
SELECT throws_ok('SELECT affiliate_ask(pg_temp.ref(920001), NULL)', 'BL409',
    'affiliate_is_requested', 'once');
SELECT throws_ok(format('SELECT affiliate_decide(%s, %L, NULL)',
    pg_temp.made('a3'), 'active'), 'BL404', 'affiliate_unknown',
    'the seller decides');
SELECT throws_ok(format('SELECT affiliate_link_add(%s, NULL)',
    pg_temp.made('a3')), 'BL409', 'affiliate_is_requested', 'no link before that');
SELECT pg_temp.act(920001);
SELECT affiliate_decide(pg_temp.made('a3'), 'active', 10);
SELECT is(count(*), 1::bigint, 'agreeing makes the link')
    FROM affiliate_link WHERE affiliate_id = pg_temp.made('a3');
SELECT pg_temp.act(920004);
SELECT pg_temp.note('a4', affiliate_ask(pg_temp.ref(920001), NULL));
SELECT pg_temp.act(920001);
SELECT affiliate_decide(pg_temp.made('a4'), 'active', 20);
CREATE FUNCTION pg_temp.code(noted text) RETURNS text LANGUAGE sql AS $$
    SELECT code FROM affiliate_link WHERE affiliate_id = pg_temp.made(noted)
    AND ended_at IS NULL ORDER BY id LIMIT 1 $$;

-- --- clicks ----------------------------------------------------------------------
SELECT pg_temp.act(NULL);
SELECT ok(location ~ '^/mentors/[0-9]+$' AND counts, 'a click leads to the seller')
    FROM referral_click(pg_temp.code('a3'), 'visitor-1');
SELECT referral_click(upper(pg_temp.code('a3')), 'visitor-1'),
    referral_click(pg_temp.code('a3'), 'visitor-2');
SELECT is(counts, false, 'a robot counts for nothing')
    FROM referral_click(pg_temp.code('a3'), NULL);
SELECT is(location, NULL, 'no such link') FROM referral_click('zzzzzz', 'visitor-1');
SELECT is(clicks, 2::bigint, 'once a day each') FROM affiliate_link
    WHERE code = pg_temp.code('a3');
SELECT pg_temp.act(920003);
SELECT is(counts, false, 'not one''s own') FROM referral_click(
    pg_temp.code('a3'), 'visitor-3');

-- --- whose link earns ------------------------------------------------------------
CREATE FUNCTION pg_temp.who(buyer bigint, item bigint, code text DEFAULT NULL)
RETURNS text LANGUAGE sql AS $$
    SELECT string_agg((p ->> 'user_id') || ' ' || (p ->> 'bp'), ',')
    FROM price_of('company', item, buyer, code) x,
        jsonb_array_elements((x.quote).parts) p $$;
SELECT is(pg_temp.who(920006, 1), NULL, 'nobody clicked, nobody earns');
SELECT pg_temp.act(920006);
SELECT referral_click(pg_temp.code('a3'), 'visitor-6');
SELECT is(pg_temp.who(920006, 1), '920003 1000', 'the click of a member counts');
SELECT is(pg_temp.who(920006, 2), NULL, 'for that seller only');
SELECT pg_temp.clock('2027-06-02 12:00Z');
SELECT referral_click(pg_temp.code('a4'), 'visitor-6');
SELECT is(pg_temp.who(920006, 1), '920004 2000', 'the last click wins');
SELECT is(pg_temp.who(920006, 1, upper(pg_temp.code('a3'))), '920003 1000',
    'a code that is typed beats it');
SELECT is(discount, 0::bigint, 'and is no discount') FROM price_of('company', 1, 920006,
    pg_temp.code('a3'));
SELECT is(pg_temp.who(920003, 1, pg_temp.code('a3')), NULL,
    'nobody earns of themselves');
SELECT throws_ok($$SELECT * FROM price_of('company', 1, 920006, 'nonsense')$$,
    'BL422', 'promotion_unknown', 'other codes are what they were');
SELECT pg_temp.act(920001);
SELECT affiliate_decide(pg_temp.made('a4'), 'paused', NULL);
SELECT is(pg_temp.who(920006, 1), '920003 1000', 'who is paused earns nothing');
SELECT affiliate_decide(pg_temp.made('a4'), 'active', NULL);
SELECT pg_temp.clock('2027-07-02 11:59Z');
SELECT is(pg_temp.who(920006, 1), '920004 2000', 'for 30 days');
SELECT pg_temp.clock('2027-07-02 12:01Z');
SELECT is(pg_temp.who(920006, 1), NULL, 'and no longer');
-- At sign-up.
UPDATE users SET created_at = app_now() WHERE id = 920007;
SELECT referral_claim(920007, pg_temp.code('a3'), app_now() - interval '29 days'),
    referral_claim(920007, pg_temp.code('a4'), app_now() - interval '31 days'),
    referral_claim(920007, pg_temp.code('a4'), app_now() + interval '1 day'),
    referral_claim(920007, 'zzzzzz', app_now()),
    referral_claim(920007, NULL, app_now());
SELECT referral_claim(920007, pg_temp.code('a3'), app_now() - interval '20 days');
SELECT is(signups, 1::bigint, 'a sign-up counts once') FROM affiliate_link
    WHERE code = pg_temp.code('a3');
SELECT pg_temp.clock('2028-05-01 12:00Z');
SELECT is(pg_temp.who(920007, 1), '920003 1000', 'who signed up by it is known longer');
-- A link of one kind, and none when the share does not bear it.
SELECT pg_temp.act(920003);
SELECT affiliate_link_add(pg_temp.made('a3'), 'pack');
SELECT pg_temp.note('packs', (SELECT id FROM affiliate_link WHERE kind = 'pack'));
SELECT is(affiliate_link_add(pg_temp.made('a3'), 'pack'), (SELECT code
    FROM affiliate_link WHERE id = pg_temp.made('packs')), 'one link of a kind');
SELECT throws_ok(format('SELECT affiliate_link_add(%s, %L)', pg_temp.made('a3'),
    'credits'), 'BL422', 'affiliate_kind_unknown', 'of what is sold by experts');
SELECT is(pg_temp.who(920006, 1, (SELECT code FROM affiliate_link
    WHERE id = pg_temp.made('packs'))), NULL, 'a link for packs is for packs');
UPDATE shop SET parts = '[{"kind": "reserve", "account": "reserve", "ref": "x:1",
    "amount": 7000}]' WHERE item = 1;
SELECT is((SELECT count(*) FROM price_of('company', 1, 920007, NULL) x,
    jsonb_array_elements((x.quote).parts) p WHERE p ->> 'kind' = 'affiliate'),
    1::bigint, 'beside a reserve');
UPDATE shop SET parts = jsonb_set(parts, '{0,amount}', '8000') WHERE item = 1;
SELECT is((SELECT count(*) FROM price_of('company', 1, 920007, NULL) x,
    jsonb_array_elements((x.quote).parts) p WHERE p ->> 'kind' = 'affiliate'),
    0::bigint, 'but not where nothing is left for it');
UPDATE shop SET parts = NULL WHERE item = 1;

-- --- money --------------------------------------------------------------------------
SELECT pg_temp.clock('2028-05-02 12:00Z');
SELECT pg_temp.buy('one', 920007, 1), pg_temp.pay('one');
SELECT results_eq($$SELECT kind, amount FROM order_share
    WHERE order_id = pg_temp.made('one') ORDER BY n$$,
    $$VALUES ('fee', 1500::bigint), ('affiliate', 1000), ('seller', 7500)$$,
    'out of the seller''s share');
SELECT pg_temp.act(920003);
SELECT results_eq('SELECT status, amount, base_amount FROM my_affiliate_conversion',
    $$VALUES ('pending', 1000::bigint, 10000::bigint)$$, 'a conversion');
SELECT pg_temp.clock('2028-06-01 12:00Z');
SELECT earning_tick(100);
SELECT is((SELECT status FROM my_affiliate_conversion), 'matured', 'after 30 days');
SELECT refund_give(pg_temp.made('one'), 5000, 'half');
SELECT is((SELECT left_amount FROM my_affiliate_conversion), 500::bigint,
    'half goes back, half of it too');
SELECT refund_give(pg_temp.made('one'), 5000, 'the rest');
SELECT is((SELECT status FROM my_affiliate_conversion), 'reversed', 'all of it');
SELECT is_empty('SELECT * FROM pg_temp.wrong()', 'the books add up');
-- Inactive when it is paid.
SELECT pg_temp.buy('two', 920007, 3);
SELECT is((SELECT amount FROM order_share WHERE order_id = pg_temp.made('two')
    AND kind = 'affiliate'), 500::bigint, 'agreed with the order');
SELECT pg_temp.act(920001);
SELECT affiliate_decide(pg_temp.made('a3'), 'ended', NULL);
SELECT pg_temp.pay('two');
SELECT results_eq($$SELECT kind, amount FROM order_share
    WHERE order_id = pg_temp.made('two') ORDER BY n$$,
    $$VALUES ('fee', 750::bigint), ('affiliate', 0), ('seller', 4250)$$,
    'whose affair ended earns nothing');
SELECT is((SELECT count(*) FROM affiliate_conversion
    WHERE order_id = pg_temp.made('two')), 0::bigint, 'and no conversion');
SELECT is_empty('SELECT * FROM pg_temp.wrong()', 'the books add up');
-- A typed code stays with the order, and what goes on earns on.
SELECT pg_temp.buy('three', 920008, 1, 'stripe', pg_temp.code('a4'));
SELECT is((SELECT detail ->> 'affiliate' FROM orders
    WHERE id = pg_temp.made('three')), pg_temp.code('a4'), 'kept');
SELECT is((SELECT discount_code FROM orders WHERE id = pg_temp.made('three')),
    NULL, 'as no discount');
SELECT pg_temp.pay('three');
SELECT pg_temp.clock('2029-05-02 12:00Z');
SELECT is(pg_temp.who(920008, 1), '920004 2000', 'the next charge of the same thing');
SELECT is(pg_temp.who(920008, 3), NULL, 'not of another');
UPDATE users SET status = 'banned' WHERE id = 920004;
SELECT is(pg_temp.who(920008, 1), NULL, 'nor for who is banned');
SELECT is_empty('SELECT * FROM pg_temp.wrong()', 'the books add up');

-- --- who sees what ---------------------------------------------------------------------
SELECT pg_temp.act(920005);
SELECT is((SELECT count(*) FROM my_affiliate) + (SELECT count(*)
    FROM my_affiliate_conversion) + (SELECT count(*) FROM my_affiliate_partner)
    + (SELECT count(*) FROM my_affiliate_link), 0::bigint, 'nothing of others');
SELECT is((SELECT count(*) FROM affiliate_offer), 1::bigint, 'but the offer');
SELECT pg_temp.act(920001);
SELECT is((SELECT count(*) FROM my_affiliate_partner), 2::bigint,
    'the seller sees both');
SELECT is((SELECT count(*) FROM affiliate_offer), 0::bigint, 'not one''s own');
SELECT ok(affiliate_clean() > 0, 'clicks are');
SELECT is_empty('SELECT FROM affiliate_click', 'forgotten');
SELECT * FROM finish();
ROLLBACK;
