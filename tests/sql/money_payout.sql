-- Payouts: who is due what and when, who approves, what is sent and what comes back.
BEGIN;
\ir fixture/money.psql
SELECT no_plan();
SELECT pg_temp.clock('2027-06-15 12:00Z');
SELECT pg_temp.person(n) FROM generate_series(930001, 930019) n;
INSERT INTO user_role SELECT n, 'admin', NULL, now()
    FROM generate_series(930018, 930019) n;
UPDATE setting SET value = '"Europe/Lisbon"' WHERE name = 'platform_zone';
-- Sells for so much, less 15 %, which is due after the days that are given.
CREATE FUNCTION pg_temp.earn(noted text, seller bigint, price bigint,
    days int DEFAULT 0, unit text DEFAULT 'USD') RETURNS bigint LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO shop (item, seller, price, hold_days, currency)
        SELECT coalesce(max(item), 0) + 1, $2, $3, $4, $5 FROM shop;
    PERFORM pg_temp.buy(noted, 930010, (SELECT max(item) FROM shop)),
        pg_temp.pay(noted), pg_temp.act(NULL), earning_tick(1000);
    RETURN pg_temp.made(noted);
END $$;
CREATE FUNCTION pg_temp.account(person bigint, provider text DEFAULT 'manual')
RETURNS void LANGUAGE sql AS $$
    INSERT INTO payout_account (user_id, provider, country, hint, provider_ref,
        details_sealed, status, verified_at, changed_at)
    VALUES (person, provider, 'PT', '•••• ' || person % 10000,
        CASE provider WHEN 'stripe' THEN 'acct_' || person END,
        CASE WHEN provider <> 'stripe' THEN 'k1:x' END, 'verified', app_now(),
        app_now()) $$;
CREATE FUNCTION pg_temp.payout(noted text) RETURNS payout LANGUAGE sql AS $$
    SELECT p FROM payout p WHERE p.id = pg_temp.made(noted) $$;
-- What the worker does with the jobs of a period; how many payouts there are then.
CREATE FUNCTION pg_temp.make() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    j jsonb;
BEGIN
    PERFORM pg_temp.act(NULL), payout_tick();
    FOR j IN DELETE FROM job WHERE kind = 'payout.make' RETURNING payload LOOP
        PERFORM payout_make((j ->> 'user_id')::bigint, j ->> 'currency',
            j ->> 'kind', j ->> 'period', to_timestamp((j ->> 'until')::bigint));
    END LOOP;
    RETURN (SELECT count(*) FROM payout);
END $$;
CREATE FUNCTION pg_temp.now(noted text, person bigint, unit text DEFAULT 'USD')
RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_temp.act(person);
    RETURN pg_temp.note(noted, payout_ask(unit));
END $$;
CREATE FUNCTION pg_temp.lines(person bigint) RETURNS text[] LANGUAGE sql AS $$
    SELECT array_agg(amount || ' ' || status ORDER BY id) FROM earning
    WHERE user_id = person $$;
CREATE FUNCTION pg_temp.tries(admin bigint, call text) RETURNS text
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_temp.act(admin);
    RETURN pg_temp.refusal('SELECT ' || call);
END $$;

-- --- periods, in the platform's zone ---------------------------------------------
SELECT results_eq(format($$SELECT period, to_char(ends_at AT TIME ZONE 'UTC',
    'YYYY-MM-DD HH24:MI') FROM payout_period(%L, %L)$$, kind, at),
    format('VALUES (%L, %L)', period, ends), kind || ' at ' || at)
FROM (VALUES
    ('monthly', '2027-06-15 12:00Z', '2027-05', '2027-05-31 23:00'),
    ('monthly', '2027-05-31 22:59Z', '2027-04', '2027-04-30 23:00'),
    ('monthly', '2027-05-31 23:00Z', '2027-05', '2027-05-31 23:00'),
    ('monthly', '2027-01-01 00:00Z', '2026-12', '2027-01-01 00:00'),
    ('weekly', '2027-06-15 12:00Z', '2027-W23', '2027-06-13 23:00'),
    ('weekly', '2027-01-04 00:00Z', '2026-W53', '2027-01-04 00:00'),
    ('weekly', '2027-06-13 22:59Z', '2027-W22', '2027-06-06 23:00'))
    AS t (kind, at, period, ends);
SELECT is((payout_period('now', '2027-06-15 23:30Z')).period, '2027-06-16',
    'a day of the platform''s');

-- --- accounts ----------------------------------------------------------------------
SELECT pg_temp.act(930001);
SELECT is(pg_temp.refusal(s), a, s) FROM (VALUES
    ('SELECT payout_ask(''USD'')', 'BL409 payout_account_missing'),
    ('SELECT payout_weekly_set(true)', 'BL409 payout_account_missing'),
    ('SELECT payout_account_set(''stripe'', ''PT'', ''A'', ''x'', ''k'')',
        'BL422 payout_provider_unknown'),
    ('SELECT connect_begin(NULL, ''onboarding'', ''https://x'')',
        'BL422 country_missing')) AS t (s, a);
SELECT payout_account_set('manual', 'PT', 'Ada', '•••• 0001', 'k1:x');
SELECT is((SELECT status FROM payout_account WHERE user_id = 930001), 'checking',
    'an admin looks at it');
SELECT is(pg_temp.refusal('SELECT payout_ask(''USD'')'),
    'BL409 payout_account_checking', 'nothing goes there before');
SELECT is((SELECT count(*) FROM notification WHERE user_id IN (930018, 930019)
    AND type = 'money_attention' AND link = '/admin/payouts/people/930001'),
    2::bigint, 'admins are told');
SELECT is(pg_temp.tries(930018, 'payout_account_decide(930001, false, '''')'),
    'BL422 reason_words_missing', 'no is said with a reason');
SELECT pg_temp.act(930018);
SELECT payout_account_decide(930001, true, NULL);
SELECT is((SELECT status || verified_by FROM payout_account WHERE user_id = 930001),
    'verified930018', 'now it may');
SELECT is(pg_temp.tries(930018, s), a, s) FROM (VALUES
    ('payout_account_decide(930001, true, NULL)', 'BL409 payout_account_is_verified'),
    ('payout_account_decide(930002, true, NULL)', 'BL404 payout_account_missing'),
    ('payout_hold(930001, NULL)', 'BL409 payout_not_held'),
    ('payout_hold(930001, ''fraud?'')', 'ok')) AS t (s, a);
SELECT pg_temp.act(930001);
SELECT payout_account_set('paypal', 'PT', 'Ada', 'a•••@x.test', 'k1:y');
SELECT results_eq('SELECT status, provider, verified_by FROM payout_account
    WHERE user_id = 930001', $$VALUES ('checking', 'paypal', NULL::bigint)$$,
    'a change is looked at anew');
UPDATE payout_account SET status = 'verified', verified_at = app_now(),
    provider = 'manual' WHERE user_id = 930001;

-- --- too little, too early, enough --------------------------------------------------
SELECT pg_temp.earn('a', 930001, 11764);        -- 99.99
SELECT pg_temp.account(930002), pg_temp.account(930003);
SELECT pg_temp.earn('b', 930002, 20000, 3);     -- 170.00, not due yet
SELECT is(pg_temp.tries(930001, 'payout_ask(''USD'')'), 'BL409 payout_too_little',
    '99.99');
SELECT is(pg_temp.tries(930002, 'payout_ask(''USD'')'), 'BL409 payout_too_little',
    'what is pending is not to be paid');
SELECT pg_temp.earn('a2', 930001, 1, 0);
SELECT is(pg_temp.lines(930001), ARRAY['9999 available', '1 available'], '100.00');
SELECT pg_temp.now('p', 930001);
SELECT is((SELECT ROW(kind, period, amount, fee_amount, lines, status)::text
    FROM payout WHERE id = pg_temp.made('p')),
    '(now,2027-06-15,10000,1765,2,pending)', 'all of it');
SELECT is(pg_temp.lines(930001), ARRAY['9999 in_payout', '1 in_payout'],
    'and it is in there');
SELECT is(pg_temp.balance('payable', 930001), -10000::bigint, 'still owed');
SELECT pg_temp.earn('a3', 930001, 50000, 0);
SELECT is(pg_temp.tries(930001, 'payout_ask(''USD'')'), 'BL409 payout_was_today',
    'once a day');
SELECT pg_temp.clock('2027-06-16 12:00Z');
SELECT pg_temp.now('p2', 930001);
SELECT is((pg_temp.payout('p2')).amount, 42500::bigint, 'the next day again');
SELECT is(pg_temp.refusal(format('INSERT INTO payout (user_id, kind, period,
    currency, amount, fee_amount, lines, created_at) VALUES (930001, %L, %L, %L,
    1, 0, 1, now())', 'now', '2027-06-16', 'USD')) ~ '^23505', true,
    'twice in a period is impossible');
SELECT pg_temp.earn('y', 930001, 100000, 0, 'JPY'), pg_temp.now('pj', 930001, 'JPY');
SELECT is((SELECT currency || amount FROM payout WHERE id = pg_temp.made('pj')),
    'JPY85000', 'currencies never mix');

-- --- approved -------------------------------------------------------------------------
SELECT is(pg_temp.tries(930018, format('payout_%s(%s%s)', f, pg_temp.made('p'),
    CASE WHEN f IN ('mark_paid', 'returned') THEN ', ''x''' END)),
    'BL409 payout_is_pending', f || ' of a pending one')
FROM unnest(ARRAY['send', 'retry', 'mark_paid', 'returned']) f;
SELECT is(pg_temp.tries(930018, 'payout_approve(0)'), 'BL404 payout_unknown',
    'none');
SELECT payout_approve(pg_temp.made('p'));
SELECT is((SELECT status || approved_by FROM payout WHERE id = pg_temp.made('p')),
    'approved930018', 'by an admin');
SELECT is(pg_temp.tries(930019, format('payout_approve(%s)', pg_temp.made('p'))),
    'BL409 payout_is_approved', 'once');
UPDATE setting SET value = '400' WHERE name = 'payout_second_admin';
SELECT pg_temp.act(930018);
SELECT is(payout_approve(pg_temp.made('p2')), 'waiting', 'a large one wants two');
SELECT is(pg_temp.tries(930018, format('payout_approve(%s)', pg_temp.made('p2'))),
    'BL403 payout_wants_another', 'two people');
SELECT is((pg_temp.payout('p2')).due_at, NULL, 'there are two');
SELECT pg_temp.act(930019);
SELECT is(payout_approve(pg_temp.made('p2')), 'approved', 'the other agrees');
-- one admin alone: a day
SELECT pg_temp.account(930004), pg_temp.earn('c', 930004, 100000),
    pg_temp.now('pc', 930004);
DELETE FROM user_role WHERE user_id = 930019;
SELECT pg_temp.act(930018);
SELECT is(payout_approve(pg_temp.made('pc')), 'waiting', 'alone');
SELECT pg_temp.act(NULL), pg_temp.wait('23 hours'), payout_tick();
SELECT is((pg_temp.payout('pc')).status, 'pending', 'less than a day');
SELECT pg_temp.wait('2 hours'), payout_tick();
SELECT is((pg_temp.payout('pc')).status, 'approved', 'a day');
SELECT pg_temp.account(930018), pg_temp.earn('own', 930018, 20000),
    pg_temp.now('own', 930018);
SELECT is(payout_approve(pg_temp.made('own')), 'waiting', 'one''s own, alone');
INSERT INTO user_role VALUES (930019, 'admin', NULL, now());
SELECT pg_temp.act(NULL), pg_temp.wait('25 hours'), payout_tick();
SELECT is((pg_temp.payout('own')).status, 'pending', 'another came: theirs to see');
SELECT is(pg_temp.tries(930018, format('payout_approve(%s)', pg_temp.made('own'))),
    'BL403 payout_is_own', 'nobody their own');
SELECT pg_temp.act(930019);
SELECT is(payout_approve(pg_temp.made('own')), 'approved', 'the other does');
-- a list
SELECT pg_temp.account(930005), pg_temp.earn('d', 930005, 20000),
    pg_temp.now('pd', 930005);
SELECT pg_temp.act(930018);
SELECT is(payout_approve_all(ARRAY[pg_temp.made('pd'), pg_temp.made('p'),
    pg_temp.made('pd'), 0])::text, '(1,0,2)', 'what can be of a list');

-- --- by hand ----------------------------------------------------------------------------
SELECT is(pg_temp.tries(930018, format('payout_mark_paid(%s, %L)',
    pg_temp.made('p'), ' ')), 'BL422 reason_words_missing', 'with the bank''s words');
SELECT payout_hold(930001, 'wait');
SELECT is(pg_temp.tries(930018, format('payout_mark_paid(%s, %L)',
    pg_temp.made('p'), 'x')), 'BL409 payout_is_held', 'not while it is held');
SELECT payout_hold(930001, NULL);
UPDATE payout_account SET status = 'checking', verified_at = NULL
    WHERE user_id = 930001;
SELECT is(pg_temp.tries(930018, format('payout_mark_paid(%s, %L)',
    pg_temp.made('p'), 'x')), 'BL409 payout_account_not_ready',
    'not to an account that was changed meanwhile');
UPDATE payout_account SET status = 'verified', verified_at = app_now()
    WHERE user_id = 930001;
SELECT payout_mark_paid(pg_temp.made('p'), 'wire 17');
SELECT results_eq(format($$SELECT status, provider, destination, provider_ref
    FROM payout WHERE id = %s$$, pg_temp.made('p')), $$VALUES ('completed', 'manual',
    'a•••@x.test', 'wire 17')$$, 'paid');
SELECT is(pg_temp.balance('payable', 930001), -42500::bigint, 'no longer owed');
SELECT is(pg_temp.balance('clearing_manual'), -10000::bigint, 'it left the bank');
SELECT is(pg_temp.lines(930001), ARRAY['9999 paid', '1 paid', '42500 in_payout',
    '85000 in_payout'], 'its lines are paid');
SELECT is(pg_temp.tries(930018, format('payout_mark_paid(%s, %L)',
    pg_temp.made('p'), 'x')), 'BL409 payout_is_completed', 'once');
SELECT ok(EXISTS (SELECT FROM notification WHERE user_id = 930001
    AND type = 'payout_sent'), 'they hear of it');
-- the bank sends it back
SELECT payout_returned(pg_temp.made('p'), 'no such account');
SELECT results_eq(format($$SELECT status, failure, returns FROM payout WHERE id = %s$$,
    pg_temp.made('p')), $$VALUES ('failed', 'no such account', 1)$$, 'returned: failed');
SELECT is(pg_temp.balance('payable', 930001), -52500::bigint, 'owed again');
SELECT is(pg_temp.balance('clearing_manual'), 0::bigint, 'and there');
SELECT results_eq(format($$SELECT event, to_status FROM payout_history
    WHERE payout_id = %s ORDER BY id DESC LIMIT 2$$, pg_temp.made('p')),
    $$VALUES ('fail', 'failed'), ('return', 'returned')$$, 'step by step');
SELECT payout_mark_paid(pg_temp.made('p'), 'wire 18');
SELECT is(pg_temp.balance('payable', 930001), -42500::bigint, 'paid after all');
SELECT payout_returned(pg_temp.made('p'), 'again');
SELECT payout_cancel(pg_temp.made('p'), 'a new account first');
SELECT is(pg_temp.lines(930001), ARRAY['9999 available', '1 available',
    '42500 in_payout', '85000 in_payout'], 'canceled: back in the balance');
SELECT is_empty($$SELECT * FROM pg_temp.wrong()$$, 'the books add up');

-- --- by Stripe ---------------------------------------------------------------------------
SELECT pg_temp.act(NULL), pg_temp.account(930006, 'stripe'),
    pg_temp.earn('e', 930006, 30000), pg_temp.now('pe', 930006);
SELECT pg_temp.act(930018);
SELECT payout_approve(pg_temp.made('pe'));
SELECT is(pg_temp.tries(930018, format('payout_mark_paid(%s, %L)',
    pg_temp.made('pe'), 'x')), 'BL409 payout_goes_by_stripe', 'not by hand as well');
SELECT is(payout_send(pg_temp.made('pe')), 'stripe', 'sent');
CREATE FUNCTION pg_temp.call(noted text) RETURNS provider_call LANGUAGE sql AS $$
    SELECT c FROM provider_call c WHERE c.key LIKE 'payout%:'
        || pg_temp.made(noted) || ':%' ORDER BY c.id DESC LIMIT 1 $$;
SELECT is((pg_temp.call('pe')).key, format('payout:%s:1', pg_temp.made('pe')),
    'under a key of its own');
SELECT is((SELECT c.body - 'metadata' - 'transfer_group' FROM pg_temp.call('pe') c),
    '{"amount": 25500, "currency": "usd", "destination": "acct_930006",
    "description": "Payout 2027-06-18"}'::jsonb, 'so much, to there');
SELECT is((SELECT count(payout_send_all(ARRAY[pg_temp.made('pe')]))), 1::bigint, 'again');
SELECT is((SELECT count(*) FROM provider_call WHERE key LIKE 'payout:%'), 1::bigint,
    'is not twice');
SELECT is(pg_temp.tries(930018, format('payout_cancel(%s, %L)', pg_temp.made('pe'),
    'x')), 'BL409 payout_is_processing', 'too late');
SELECT provider_answered((pg_temp.call('pe')).id, 'failed', '{"error": {"type":
    "invalid_request_error", "message": "insufficient funds"}}', 'no');
SELECT results_eq(format($$SELECT status, failure, is_refused FROM payout
    WHERE id = %s$$, pg_temp.made('pe')), $$VALUES ('failed', 'insufficient funds',
    true)$$, 'refused');
SELECT payout_retry(pg_temp.made('pe'));
SELECT is((pg_temp.call('pe')).key, format('payout:%s:2', pg_temp.made('pe')),
    'a refusal would be repeated under the old key');
SELECT provider_answered((pg_temp.call('pe')).id, 'failed', NULL, 'gone');
SELECT is(pg_temp.tries(930018, format('payout_cancel(%s, %L)', pg_temp.made('pe'),
    'x')), 'BL409 payout_is_unsure', 'no answer is not a refusal');
SELECT is(pg_temp.tries(930018, format('payout_mark_paid(%s, %L)',
    pg_temp.made('pe'), 'x')), 'BL409 payout_is_unsure', 'it may have gone out');
SELECT payout_retry(pg_temp.made('pe'));
SELECT is((SELECT method || split_part(resource, '?', 1) FROM pg_temp.call('pe')),
    'GET/v1/transfers', 'one looks first');
SELECT provider_answered((pg_temp.call('pe')).id, 'done',
    '{"data": [{"id": "tr_old", "reversed": true}]}');
SELECT is((pg_temp.call('pe')).key, format('payout:%s:3', pg_temp.made('pe')),
    'nothing is there: once more');
SELECT provider_answered((pg_temp.call('pe')).id, 'failed', '{"error": {"type":
    "unanswered", "message": "503"}}', '503');
SELECT payout_retry(pg_temp.made('pe'));
SELECT provider_answered((pg_temp.call('pe')).id, 'done',
    '{"data": [{"id": "tr_1", "reversed": false}]}');
SELECT results_eq(format($$SELECT status, provider_ref FROM payout WHERE id = %s$$,
    pg_temp.made('pe')), $$VALUES ('completed', 'tr_1')$$, 'it was there');
SELECT is(pg_temp.balance('payable', 930006), 0::bigint, 'paid once');
-- Stripe takes it back
CREATE FUNCTION pg_temp.told(kind text, body jsonb) RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    e webhook_event;
BEGIN
    INSERT INTO webhook_event (provider, event_id, kind, body, received_at, status,
        next_at) VALUES ('stripe', 'evt_' || gen_random_uuid(), kind, body,
        app_now(), 'received', app_now()) RETURNING * INTO e;
    EXECUTE format('SELECT %s($1)', (SELECT k.apply FROM webhook_kind k
        WHERE k.provider = 'stripe' AND k.kind = e.kind)) USING e;
END $$;
SELECT pg_temp.act(NULL), pg_temp.told('transfer.reversed', '{"data": {"object":
    {"id": "tr_1", "amount_reversed": 100, "reversed": false}}}');
SELECT is((pg_temp.payout('pe')).status, 'completed', 'a part is looked at by an admin');
SELECT pg_temp.told('transfer.reversed', '{"data": {"object": {"id": "tr_1",
    "amount_reversed": 25500, "reversed": true}}}') FROM generate_series(1, 2);
SELECT results_eq(format($$SELECT status, returns FROM payout WHERE id = %s$$,
    pg_temp.made('pe')), $$VALUES ('failed', 1)$$, 'all of it: failed, once');
SELECT pg_temp.act(930018), payout_mark_paid(pg_temp.made('pe'), 'by wire');
SELECT results_eq(format($$SELECT status, provider FROM payout WHERE id = %s$$,
    pg_temp.made('pe')), $$VALUES ('completed', 'manual')$$, 'by hand after all');
SELECT is_empty($$SELECT * FROM pg_temp.wrong()$$, 'the books add up');

-- --- by the calendar ---------------------------------------------------------------------
SELECT pg_temp.clock('2027-06-30 21:59Z');      -- 22:59 in Lisbon
SELECT pg_temp.earn('f', 930003, 20000);
SELECT pg_temp.account(930007), pg_temp.account(930008),
    pg_temp.earn('g', 930007, 20000), pg_temp.earn('h', 930008, 5000);
UPDATE payout_account SET weekly = true WHERE user_id = 930007;
SELECT pg_temp.note('before', pg_temp.make());
SELECT pg_temp.clock('2027-06-30 23:05Z');      -- the first of July there
SELECT pg_temp.earn('late', 930003, 7000);      -- July's
SELECT is(pg_temp.make() - pg_temp.made('before') >= 2, true, 'June is made');
SELECT results_eq('SELECT kind, period, amount FROM payout WHERE user_id = 930003',
    $$VALUES ('monthly', '2027-06', 17000::bigint)$$, 'what was due in June');
SELECT is_empty('SELECT FROM payout WHERE user_id IN (930007, 930008)',
    'not who is paid weekly, nor too little');
SELECT is(pg_temp.make(), (SELECT count(*) FROM payout), 'and once');
SELECT pg_temp.clock('2027-07-02 09:00Z');
SELECT is(pg_temp.make(), (SELECT count(*) FROM payout), 'for the month');
SELECT pg_temp.clock('2027-07-04 23:00Z');
SELECT pg_temp.make();
SELECT results_eq('SELECT kind, period, amount FROM payout WHERE user_id = 930007',
    $$VALUES ('weekly', '2027-W26', 17000::bigint)$$, 'weekly, on request');
-- leaving: any balance, however little
UPDATE users SET status = 'deletion_requested',
    status_until = app_now() + interval '14 days' WHERE id = 930008;
SELECT pg_temp.make();
SELECT is_empty('SELECT FROM payout WHERE user_id = 930008', 'was looked at today');
SELECT pg_temp.clock('2027-07-06 02:00Z');
SELECT pg_temp.make();
SELECT results_eq('SELECT kind, amount FROM payout WHERE user_id = 930008',
    $$VALUES ('closing', 4250::bigint)$$, 'whoever leaves is paid what there is');
-- a year of silence
SELECT pg_temp.account(930009), pg_temp.earn('i', 930009, 1000);
SELECT pg_temp.clock('2028-07-05 12:00Z');
SELECT pg_temp.make();
SELECT is_empty('SELECT FROM payout WHERE user_id = 930009', 'not quite a year');
SELECT pg_temp.clock('2028-07-07 12:00Z');
SELECT pg_temp.make();
SELECT results_eq('SELECT kind, amount FROM payout WHERE user_id = 930009',
    $$VALUES ('dormant', 850::bigint)$$, 'after a year, too');

-- --- disputes and refunds meanwhile -------------------------------------------------------
SELECT pg_temp.account(930011), pg_temp.earn('j', 930011, 20000),
    pg_temp.earn('k', 930011, 30000), pg_temp.now('pk', 930011);
SELECT is((pg_temp.payout('pk')).amount, 42500::bigint, 'two sales');
SELECT dispute_open('stripe', 'dp_j', 'pi_' || pg_temp.made('j'), 20000, 'USD');
SELECT is((SELECT ROW(amount, lines, fee_amount, status)::text FROM payout
    WHERE id = pg_temp.made('pk')), '(25500,1,4500,pending)',
    'the disputed one leaves it');
SELECT is(pg_temp.lines(930011), ARRAY['17000 frozen', '25500 in_payout'], 'frozen');
SELECT pg_temp.act(930018), refund_give(pg_temp.made('k'), 30000, 'x');
SELECT is((pg_temp.payout('pk')).status, 'canceled', 'nothing is left of it');
SELECT is(pg_temp.lines(930011), ARRAY['17000 frozen', '0 reversed'], 'given back');
SELECT dispute_won('stripe', 'dp_j');
SELECT is(pg_temp.lines(930011), ARRAY['17000 available', '0 reversed'], 'won');
-- once it is sent, it is a debt, and set off
SELECT pg_temp.wait('1 day'), pg_temp.now('pl', 930011);
SELECT pg_temp.act(930018), payout_approve(pg_temp.made('pl')),
    payout_mark_paid(pg_temp.made('pl'), 'wire');
SELECT refund_give(pg_temp.made('j'), 20000, 'sorry');
SELECT is(pg_temp.lines(930011), ARRAY['17000 paid', '0 reversed',
    '-17000 available'], 'owed by them now');
SELECT is(pg_temp.balance('payable', 930011), 17000::bigint, 'a debt');
SELECT pg_temp.earn('m', 930011, 30000), pg_temp.wait('1 day');
SELECT is(pg_temp.tries(930011, 'payout_ask(''USD'')'), 'BL409 payout_too_little',
    '85.00 is left');
SELECT pg_temp.earn('n', 930011, 20000), pg_temp.now('pm', 930011);
SELECT is((SELECT ROW(amount, lines)::text FROM payout WHERE id = pg_temp.made('pm')),
    '(25500,3)', 'set off against what came since');
SELECT is_empty($$SELECT * FROM pg_temp.wrong()$$, 'the books add up');

-- --- trust --------------------------------------------------------------------------------
UPDATE setting SET value = '2' WHERE name = 'payout_trusted_after';
UPDATE setting SET value = '200' WHERE name = 'payout_trusted_most';
SELECT pg_temp.account(930012, 'stripe');
CREATE FUNCTION pg_temp.goes_well(n int, price bigint DEFAULT 20000) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
    status text;
BEGIN
    PERFORM pg_temp.wait('8 days'), pg_temp.earn('t' || n, 930012, price),
        pg_temp.now('pt' || n, 930012);
    status := (pg_temp.payout('pt' || n)).status;
    IF status = 'pending' THEN
        PERFORM pg_temp.act(930018), payout_approve(pg_temp.made('pt' || n));
    END IF;
    PERFORM pg_temp.act(NULL), payout_tick(), provider_answered(
        (pg_temp.call('pt' || n)).id, 'done', format('{"id": "tr_t%s"}', n)::jsonb);
    RETURN status || ' ' || (pg_temp.payout('pt' || n)).status;
END $$;
SELECT is(pg_temp.goes_well(n), a, n || ' payouts') FROM (VALUES
    (1, 'pending completed'), (2, 'pending completed'), (3, 'approved completed'))
    AS t (n, a);
SELECT is(pg_temp.goes_well(4, 30000), 'pending completed', 'a large one not');
SELECT pg_temp.told('transfer.reversed', '{"data": {"object": {"id": "tr_t4",
    "reversed": true}}}');
SELECT is(pg_temp.goes_well(5), 'pending completed', 'nor after one that came back');

-- --- accounts at Stripe ----------------------------------------------------------------------
SELECT pg_temp.act(930013);
SELECT pg_temp.note('v', connect_begin('PT', 'onboarding', 'https://site'));
SELECT is(connect_begin('PT', 'onboarding', 'https://site'), pg_temp.made('v'),
    'twice is one way there');
CREATE FUNCTION pg_temp.connect() RETURNS provider_call LANGUAGE sql AS $$
    SELECT c FROM provider_call c WHERE c.key LIKE 'connect%'
        ORDER BY c.id DESC LIMIT 1 $$;
CREATE FUNCTION pg_temp.status_of(person bigint) RETURNS text LANGUAGE sql AS $$
    SELECT status FROM payout_account WHERE user_id = person $$;
SELECT is((SELECT resource || (body ->> 'country') FROM pg_temp.connect()),
    '/v1/accountsPT', 'an account');
SELECT provider_answered((pg_temp.connect()).id, 'done', '{"id": "acct_n",
    "country": "PT", "payouts_enabled": false, "details_submitted": false,
    "requirements": {"currently_due": ["external_account"]}}');
SELECT is((SELECT resource FROM pg_temp.connect()), '/v1/account_links',
    'then the way to its questions');
SELECT is(connect_take(), NULL, 'not there yet');
SELECT provider_answered((pg_temp.connect()).id, 'done',
    '{"url": "https://connect.test/x"}');
SELECT is(connect_take(), 'https://connect.test/x', 'now');
SELECT is(connect_take(), NULL, 'once');
SELECT results_eq('SELECT status, needs FROM payout_account WHERE user_id = 930013',
    $$VALUES ('incomplete', ARRAY['external_account'])$$, 'what is asked for');
CREATE FUNCTION pg_temp.looked(said jsonb) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_temp.act(930013), pg_temp.wait('1 minute'), connect_look(),
        provider_answered((pg_temp.connect()).id, 'done',
        '{"id": "acct_n"}'::jsonb || said);
    RETURN pg_temp.status_of(930013);
END $$;
SELECT is(pg_temp.looked(s::jsonb), a, s) FROM (VALUES
    ('{"payouts_enabled": false, "details_submitted": true}', 'restricted'),
    ('{"payouts_enabled": true, "capabilities": {"transfers": "inactive"}}',
        'restricted'),
    ('{"payouts_enabled": true, "capabilities": {"transfers": "active"},
        "external_accounts": {"data": [{"bank_name": "BCP", "last4": "6789"}]}}',
        'verified'),
    ('{"payouts_enabled": false, "capabilities": {"transfers": "active"},
        "requirements": {"disabled_reason": "requirements.past_due"}}',
        'restricted'),
    ('{"payouts_enabled": true, "capabilities": {"transfers": "active"}}',
        'verified')) AS t (s, a);
SELECT is((SELECT hint FROM payout_account WHERE user_id = 930013), 'BCP •••• 6789',
    'what may be shown');
SELECT pg_temp.told('account.updated', '{"account": "acct_n", "data": {"object":
    {"id": "acct_n", "payouts_enabled": false}}}');
SELECT is(pg_temp.status_of(930013), 'verified', 'an event may be old');
SELECT is((SELECT method || resource FROM pg_temp.connect()),
    'GET/v1/accounts/acct_n', 'so Stripe is asked');
SELECT pg_temp.told('payout.failed', '{"account": "acct_n", "data": {"object":
    {"id": "po_1", "amount": 500, "currency": "usd",
    "failure_message": "The bank account has been closed."}}}');
SELECT is((SELECT data ->> 'words' FROM notification WHERE user_id = 930013
    AND unique_key = 'payout_bank:po_1'), 'The bank account has been closed.',
    'a bank refused it: they are told');
SELECT pg_temp.told('account.application.deauthorized', '{"account": "acct_n"}');
SELECT is(pg_temp.status_of(930013), 'restricted', 'they left');

-- --- a year's payments -------------------------------------------------------------------------
SELECT pg_temp.act(930012);
SELECT results_eq('SELECT currency, type, amount, payouts FROM my_tax(2028)',
    $$VALUES ('USD', 'creator', 68000::bigint, 4::bigint)$$, 'what was paid');
SELECT is_empty('SELECT * FROM my_tax(2027)', 'in a year');
SELECT results_eq('SELECT year, payouts FROM my_tax_years()',
    'VALUES (2028, 4::bigint)', 'with payments');
SELECT is((SELECT sum(amount) FROM tax_report(2028) WHERE currency = 'USD'),
    (SELECT sum(amount)::numeric FROM payout WHERE status = 'completed'
        AND platform_year(completed_at) = 2028 AND currency = 'USD'),
    'everybody''s, to the cent');

-- --- who sees what -----------------------------------------------------------------------------
SELECT is(pg_temp.count_as('belay_billing', who, t), n, format('%s of %s', t, who))
FROM (VALUES ('payout_account', 930012::bigint, 1::bigint), ('payout', 930012, 5),
    ('payout_visit', 930013, 1), ('my_earning', 930012, 5), ('my_earning', 930013, 0),
    ('payout', NULL, 0), ('payout_account', NULL, 0), ('my_earning', NULL, 0))
    AS x (t, who, n);
SELECT is(has_any_column_privilege('belay_billing', t, 'INSERT, UPDATE'), false,
    t || ' is written by functions')
FROM unnest(ARRAY['payout', 'payout_account', 'payout_visit']) t;
SELECT is(has_column_privilege('belay_billing', 'payout_account', 'details_sealed',
    'SELECT'), false, 'a bank''s number is for admins');
SELECT is_empty($$SELECT c.conrelid::regclass, c.conname FROM pg_constraint c
    WHERE c.conrelid::regclass::text ~ '^payout' AND c.contype = 'f'
        AND c.confrelid <> 'currency'::regclass AND NOT EXISTS (SELECT
        FROM pg_index i WHERE i.indrelid = c.conrelid
            AND i.indkey[0] = c.conkey[1])$$, 'every foreign key begins an index');
SELECT set_eq($$SELECT p.proname::text, string_agg(substr(r.rolname, 7), ' '
        ORDER BY r.rolname) FROM pg_proc p JOIN pg_roles r
        ON r.rolname ~ '^belay_' AND r.rolname <> 'belay_owner'
    WHERE p.pronamespace = 'public'::regnamespace
        AND p.proname ~ '^(payout|connect|my_tax|tax|my_payout|webhook_transfer)(_|$)'
        AND has_function_privilege(r.rolname, p.oid, 'EXECUTE') GROUP BY 1$$,
    $$VALUES ('tax_rate_save', 'admin'), ('tax_rate_remove', 'admin'),
    ('connect_begin', 'billing'), ('connect_look', 'billing'),
    ('connect_take', 'billing'), ('my_payout_next', 'billing'),
    ('my_tax', 'billing'), ('my_tax_parties', 'billing'),
    ('my_tax_years', 'billing'), ('payout_account_decide', 'admin'),
    ('payout_account_set', 'billing'), ('payout_approve', 'admin'),
    ('payout_approve_all', 'admin'), ('payout_ask', 'billing'),
    ('payout_cancel', 'admin'), ('payout_hold', 'admin'),
    ('payout_make', 'worker'), ('payout_mark_paid', 'admin'),
    ('payout_minimum', 'admin billing'), ('payout_retry', 'admin'),
    ('payout_returned', 'admin'), ('payout_send', 'admin'),
    ('payout_send_all', 'admin'), ('payout_tick', 'worker'),
    ('payout_today', 'billing'), ('payout_wants_two', 'admin'), ('payout_weekly_set', 'billing'),
    ('tax_report', 'admin')$$, 'who may do what');

SELECT * FROM finish();
ROLLBACK;
