-- Subscriptions: the machine of states 4.4, what is charged and when, changing,
-- cancelling, dunning by the clock, money back.
BEGIN;
\ir fixture/subscription.psql
SELECT no_plan();
SELECT pg_temp.clock('2027-01-31 15:00Z');
SELECT pg_temp.person(n) FROM generate_series(930001, 930009) n;
UPDATE profile SET timezone = 'Europe/Berlin' WHERE user_id > 930000;
INSERT INTO user_role VALUES (930008, 'admin', NULL, now());

-- --- the machine -----------------------------------------------------------------
-- Every event by everybody from every status.
CREATE TEMP TABLE allowed (event text, side text, status text, result text);
INSERT INTO allowed SELECT e, s, f, t FROM (VALUES
    ('start', 'system', 'incomplete', 'active'),
    ('start', 'system', 'incomplete', 'trialing'),
    ('lapse', 'system', 'incomplete', 'incomplete_expired'),
    ('paid', 'system', 'trialing', 'active'),
    ('paid', 'system', 'past_due', 'active'),
    ('paid', 'system', 'suspended', 'active'),
    ('renew', 'system', 'active', 'active'),
    ('fail', 'system', 'trialing', 'past_due'),
    ('fail', 'system', 'active', 'past_due'),
    ('remind', 'system', 'past_due', 'past_due'),
    ('suspend', 'system', 'past_due', 'suspended'),
    ('give_up', 'system', 'suspended', 'canceled'),
    ('upgrade', 'owner', 'active', 'active'),
    ('downgrade', 'owner', 'active', 'active'),
    ('keep', 'owner', 'active', 'active'),
    ('change', 'system', 'active', 'active'),
    ('cancel', 'system', 'active', 'active'),
    ('reactivate', 'system', 'active', 'active'),
    ('cancel', 'owner', 'active', 'active'),
    ('cancel', 'owner', 'trialing', 'canceled'),
    ('reactivate', 'owner', 'active', 'active'),
    ('end', 'system', 'active', 'canceled'),
    ('refund', 'system', 'trialing active past_due suspended', 'canceled'),
    ('gone', 'system', 'trialing active past_due suspended', 'canceled'),
    ('terminate', 'admin', 'incomplete trialing active past_due suspended',
        'canceled')) r (e, s, fs, t), string_to_table(fs, ' ') f;
SELECT set_eq('SELECT event, side, from_status, to_status FROM subscription_rule',
    'SELECT * FROM allowed', 'the machine has these moves and no others');
SELECT is((SELECT count(*) FROM subscription_rule
    WHERE from_status IN ('canceled', 'incomplete_expired')), 0::bigint,
    'what has ended stays so');

-- --- beginning -------------------------------------------------------------------
SELECT pg_temp.company('a', 930001);
SELECT is(company_make('company A'), pg_temp.made('a'),
    'made twice, a company is one');
SELECT pg_temp.note('s', (subscription_begin(pg_temp.made('a'), NULL, 'STARTER',
    'month')).id);
SELECT is(pg_temp.is_now('s'), 'incomplete STARTER month', 'it begins');
SELECT is((price_of('company', pg_temp.made('s'), 930001, NULL)).total,
    9900::bigint, 'it costs what the plan costs');
SELECT is((subscription_begin(pg_temp.made('a'), NULL, 'PROFESSIONAL', 'year')).id,
    pg_temp.made('s'), 'begun again, it is the same one');
SELECT is((price_of('company', pg_temp.made('s'), 930001, NULL)).total,
    299000::bigint, 'of the other plan; a year is ten months');
SELECT is(pg_temp.refusal($$SELECT subscription_begin(pg_temp.made('a'), NULL,
    'GOLD', 'month')$$), 'BL422 plan_unknown', 'only what is sold');
SELECT is(pg_temp.refusal($$SELECT subscription_begin(pg_temp.made('a'), NULL,
    'STARTER', 'week')$$), 'BL422 every_unknown', 'by month or year');
SELECT pg_temp.act(930002);
SELECT is(pg_temp.refusal($$SELECT subscription_begin(pg_temp.made('a'), NULL,
    'STARTER', 'month')$$), 'BL404 company_unknown', 'not by a stranger');
SELECT is(pg_temp.refusal($$SELECT price_of('company', pg_temp.made('s'), 930002,
    NULL)$$), 'BL404 subscription_unknown', 'who sees no price either');
SELECT is(pg_temp.refusal($$SELECT price_of('subscription', pg_temp.made('s'),
    930001, NULL)$$), 'BL404 subscription_unknown',
    'a company''s is not sold as a tier');
INSERT INTO company_member VALUES (pg_temp.made('a'), 930002, 'billing', now()),
    (pg_temp.made('a'), 930003, 'member', now());
SELECT pg_temp.act(930003);
SELECT is(pg_temp.refusal($$SELECT subscription_begin(pg_temp.made('a'), NULL,
    'STARTER', 'month')$$), 'BL404 company_unknown', 'nor by a mere member');
SELECT pg_temp.act(930001);
SELECT subscription_begin(pg_temp.made('a'), NULL, 'STARTER', 'month');
SELECT is(pg_temp.settle('s'), 'fulfilled', 'it is paid');
SELECT is(pg_temp.is_now('s'), 'active STARTER month', 'and runs');
SELECT results_eq($$SELECT period_start, period_end, provider, zone
    FROM subscription WHERE id = pg_temp.made('s')$$, $$VALUES (timestamptz
    '2027-01-31 15:00Z', timestamptz '2027-02-28 15:00Z', 'manual',
    'Europe/Berlin')$$, 'until the same time on the last day of February');
SELECT results_eq($$SELECT l.title, l.amount, l.period, i.status,
    i.buyer ->> 'name' FROM invoice i JOIN invoice_line l ON l.invoice_id = i.id
    WHERE i.order_id = pg_temp.made('s order')$$, $$VALUES
    ('Starter plan, by the month', 9900::bigint, tstzrange('2027-01-31 15:00Z',
    '2027-02-28 15:00Z'), 'paid', 'Company a')$$,
    'the invoice is the company''s and says the period');
SELECT is(pg_temp.balance('platform_revenue'), -9900::bigint,
    'all of it is the platform''s');
SELECT is(pg_temp.refusal($$SELECT subscription_begin(pg_temp.made('a'), NULL,
    'ENTERPRISE', 'month')$$), 'BL409 subscription_exists', 'one at a time');

-- A transfer may take as long as the attempt lasts; a card's page half an hour.
SAVEPOINT here;
SELECT pg_temp.company('m', 930004);
SELECT pg_temp.note('m1', (subscription_begin(pg_temp.made('m'), NULL, 'RAP',
    'month')).id);
SELECT pg_temp.note('m1 order', (order_create('company', pg_temp.made('m1'),
    'manual', NULL, NULL)).id);
SELECT payment_begin(pg_temp.made('m1 order'), 'manual');
SELECT is((pg_temp.order('m1 order')).expires_at, app_now() + interval '1 day',
    'a transfer has a day');
ROLLBACK TO here;
-- An attempt lapses after a day, and money that comes then goes back.
SELECT pg_temp.company('lapse', 930004);
SELECT pg_temp.note('l', (subscription_begin(pg_temp.made('lapse'), NULL, 'RAP',
    'month')).id);
SELECT pg_temp.note('l order', (order_create('company', pg_temp.made('l'),
    'stripe', NULL, NULL)).id);
SELECT payment_begin(pg_temp.made('l order'), 'stripe');
SELECT pg_temp.wait('40 minutes');
SELECT order_tick(10);
SELECT is((pg_temp.order('l order')).status, 'expired', 'its order runs out');
SAVEPOINT here;
SELECT is(order_paid(pg_temp.made('l order'), 'stripe', 'pi_late', 29900, 'USD'),
    'fulfilled', 'money within the day still begins it');
SELECT is(pg_temp.is_now('l'), 'active RAP month', 'from then');
ROLLBACK TO here;
SELECT pg_temp.until('2027-02-02 15:00Z');
SELECT is(pg_temp.is_now('l'), 'incomplete_expired RAP month', 'it lapses');
SELECT is(order_paid(pg_temp.made('l order'), 'stripe', 'pi_late', 29900, 'USD'),
    'refunding', 'and money goes back');

-- --- changing ----------------------------------------------------------------------
SELECT pg_temp.clock('2027-02-14 09:00Z');
SELECT pg_temp.act(930002);
-- 31 January to 28 February: 28 days, 14 of them left.
SELECT is(subscription_preview(pg_temp.made('s'), 'PROFESSIONAL', 'month'),
    ROW('upgrade', 'PROFESSIONAL', 'month', 29900, 4950, 14950, 10000, 'USD',
    '2027-02-14 09:00Z', '2027-02-28 15:00Z')::plan_change,
    'an upgrade costs the difference for the days that are left');
SELECT is((subscription_preview(pg_temp.made('s'), 'STARTER', 'year')).due_amount,
    94050::bigint, 'a year, less what is left of the month');
SELECT is(pg_temp.refusal($$SELECT subscription_change(pg_temp.made('s'),
    'PROFESSIONAL', 'month', 9999)$$), 'BL409 price_changed',
    'what was shown must be what it costs');
SELECT is(pg_temp.refusal($$SELECT subscription_change(pg_temp.made('s'),
    'STARTER', 'month')$$), 'BL409 plan_is_yours', 'something else');
SELECT subscription_change(pg_temp.made('s'), 'PROFESSIONAL', 'month', 10000);
SELECT is(pg_temp.is_now('s'), 'active STARTER month', 'nothing yet');
UPDATE subscription SET payer_id = 930002 WHERE id = pg_temp.made('s');
SELECT is(pg_temp.settle('s'), 'fulfilled', 'it is paid');
SELECT is(pg_temp.is_now('s'), 'active PROFESSIONAL month', 'it is there');
SELECT is((pg_temp.sub('s')).period_end, timestamptz '2027-02-28 15:00Z',
    'in the same period');
SELECT is((pg_temp.order('s order')).total_amount, 10000::bigint, 'for that');
SELECT is((subscription_preview(pg_temp.made('s'), 'RAP', 'month')).due_amount,
    0::bigint, 'what costs the same costs nothing');
SAVEPOINT here;
SELECT subscription_change(pg_temp.made('s'), 'RAP', 'month', 0);
SELECT is(pg_temp.is_now('s'), 'active RAP month', 'and is there at once');
ROLLBACK TO here;
SELECT is((subscription_change(pg_temp.made('s'), 'STARTER', 'month')).way,
    'downgrade', 'less waits');
SELECT is(pg_temp.is_now('s'), 'active PROFESSIONAL month then STARTER month',
    'for the period''s end');
SELECT subscription_keep(pg_temp.made('s'));
SELECT is(pg_temp.is_now('s'), 'active PROFESSIONAL month', 'or not after all');
SELECT is(pg_temp.refusal($$SELECT subscription_keep(pg_temp.made('s'))$$),
    'BL409 subscription_is_active', 'once');
SELECT subscription_change(pg_temp.made('s'), 'STARTER', 'month');

-- --- renewing --------------------------------------------------------------------
SELECT pg_temp.until('2027-02-22 00:00Z');
SELECT results_eq($$SELECT c.kind, c.plan, c.amount, o.status, i.status, p.status
    FROM subscription_charge c JOIN orders o ON o.id = c.order_id
    JOIN invoice i ON i.order_id = o.id JOIN payment p ON p.order_id = o.id
    WHERE c.subscription_id = pg_temp.made('s') AND c.status = 'open'$$,
    $$VALUES ('renewal', 'STARTER', 9900::bigint, 'processing', 'open',
    'created')$$, 'a week before, the next period is invoiced');
SELECT is((SELECT count(*) FROM notification WHERE type = 'subscription_due'
    AND user_id IN (930001, 930002)), 2::bigint, 'who may pay hears of it');
SELECT pg_temp.note('open', (charge_of(pg_temp.sub('s'))).order_id);
SELECT is(order_paid(pg_temp.made('open'), 'manual', 'wire', 9900, 'USD'),
    'fulfilled', 'paid ahead');
SELECT is(pg_temp.is_now('s'), 'active PROFESSIONAL month then STARTER month',
    'it waits for its time');
SELECT results_eq($$SELECT status, number IS NOT NULL, paid_at IS NOT NULL
    FROM invoice WHERE order_id = pg_temp.made('open')$$,
    $$VALUES ('paid', true, true)$$, 'the open invoice is the paid one');
SELECT is(pg_temp.refusal($$SELECT subscription_keep(pg_temp.made('s'))$$),
    'ok', 'what was chosen can be kept');
SELECT is(pg_temp.refusal($$SELECT subscription_change(pg_temp.made('s'),
    'ENTERPRISE', 'month')$$), 'BL409 subscription_is_renewed',
    'what is paid ahead is settled');
SELECT pg_temp.until('2027-02-28 15:00Z', '1 hour');
SELECT is(pg_temp.is_now('s'), 'active STARTER month', 'then it is');
SELECT results_eq($$SELECT period_start, period_end FROM subscription
    WHERE id = pg_temp.made('s')$$, $$VALUES (timestamptz '2027-02-28 15:00Z',
    timestamptz '2027-03-31 14:00Z')$$, 'until the 31st, in summer time');

-- --- cancelling -------------------------------------------------------------------
SELECT is(pg_temp.refusal($$SELECT subscription_cancel(pg_temp.made('s'), NULL)$$),
    'BL422 cancel_reason_missing', 'why?');
SELECT pg_temp.until('2027-03-25 00:00Z');
SELECT pg_temp.note('open', (charge_of(pg_temp.sub('s'))).order_id);
SELECT subscription_cancel(pg_temp.made('s'), 'not_used', 'We hire nobody');
SELECT is(pg_temp.is_now('s'), 'active STARTER month ends', 'it is to end');
SELECT is((pg_temp.order('open')).status, 'canceled',
    'the next period is not to be paid');
SELECT is((SELECT status FROM invoice WHERE order_id = pg_temp.made('open')),
    'void', 'its invoice is void');
SELECT is(pg_temp.refusal($$SELECT subscription_cancel(pg_temp.made('s'),
    'other')$$), 'BL409 subscription_is_active', 'once');
SELECT subscription_reactivate(pg_temp.made('s'));
SELECT is(pg_temp.is_now('s'), 'active STARTER month', 'or not');
SELECT is(pg_temp.refusal($$SELECT subscription_reactivate(pg_temp.made('s'))$$),
    'BL409 subscription_is_active', 'once');
SELECT subscription_tick(100);
SELECT isnt((charge_of(pg_temp.sub('s'))).order_id, pg_temp.made('open'),
    'then it is invoiced again');
SELECT subscription_cancel(pg_temp.made('s'), 'not_used');
SELECT pg_temp.until('2027-04-01 00:00Z');
SELECT is(pg_temp.is_now('s'), 'canceled STARTER month ends', 'it has ended');
SELECT is(pg_temp.refusal($$SELECT subscription_reactivate(pg_temp.made('s'))$$),
    'BL409 subscription_is_canceled', 'for good');
SELECT is(pg_temp.events('s'), 'begin start upgrade change downgrade keep '
    || 'downgrade renew cancel reactivate cancel end', 'all of it is written');

-- --- dunning -------------------------------------------------------------------------
SELECT pg_temp.company('b', 930005);
SELECT is(pg_temp.subscribe('d', pg_temp.made('b'), 930005, 'PROFESSIONAL'),
    'fulfilled', 'another one');
SELECT pg_temp.company('c', 930005);
SELECT is(pg_temp.subscribe('e', pg_temp.made('c'), 930005, 'STARTER'),
    'fulfilled', 'and another of the same person');
SELECT is((pg_temp.sub('d')).period_end, timestamptz '2027-05-01 00:00Z',
    'until the first of May, on the 30 days of April');
SELECT pg_temp.until('2027-04-25 00:00Z');
SELECT is(order_paid((charge_of(pg_temp.sub('e'))).order_id, 'manual', 'wire_e',
    9900, 'USD'), 'fulfilled', 'the other one is paid');
SELECT pg_temp.until('2027-05-01 00:00Z');
SELECT is(pg_temp.is_now('d'), 'past_due PROFESSIONAL month',
    'not paid, it is past due');
SELECT is((SELECT count(*) FROM subscription_charge c WHERE c.subscription_id
    = pg_temp.made('d') AND c.kind = 'renewal'), 1::bigint,
    'what was invoiced is what is to be paid');
SELECT is(pg_temp.is_now('e'), 'active STARTER month', 'not the other one');
SELECT is((SELECT access FROM entitlements_of('company', pg_temp.made('b'))
    LIMIT 1), 'full', 'access stays');
SAVEPOINT here;
SELECT pg_temp.until('2027-05-23 00:00Z', '30 minutes');
SELECT results_eq($$SELECT event, at FROM subscription_history
    WHERE subscription_id = pg_temp.made('d') AND event <> 'begin'
    ORDER BY id OFFSET 1$$, $$VALUES
    ('fail', timestamptz '2027-05-01 00:00Z'),
    ('remind', '2027-05-02 00:00Z'), ('remind', '2027-05-04 00:00Z'),
    ('remind', '2027-05-08 00:00Z'), ('suspend', '2027-05-15 00:00Z'),
    ('give_up', '2027-05-22 00:00Z')$$,
    'days 1, 3, 7, 14 and 21, each once');
SELECT is((SELECT count(*) FROM notification WHERE user_id = 930005
    AND type = 'subscription_failed'), 5::bigint, 'a mail each');
SELECT is((SELECT count(*) FROM notification WHERE user_id = 930005
    AND type = 'subscription_ended'), 1::bigint, 'and one at the end');
SELECT is((SELECT status FROM orders WHERE kind = 'company'
    AND item_id = pg_temp.made('d') ORDER BY id DESC LIMIT 1), 'canceled',
    'what was to be paid is not any more');
SELECT is(order_paid((SELECT max(id) FROM orders WHERE kind = 'company'
    AND item_id = pg_temp.made('d')), 'manual', 'wire_too_late', 29900, 'USD'),
    'refunding', 'money that comes then goes back');
SELECT is(pg_temp.is_now('e'), 'active STARTER month', 'the other one runs on');
ROLLBACK TO here;
SELECT pg_temp.until('2027-05-16 00:00Z');
SELECT is(pg_temp.is_now('d'), 'suspended PROFESSIONAL month', 'suspended');
SELECT is((SELECT access FROM entitlements_of('company', pg_temp.made('b'))
    LIMIT 1), 'read_only', 'one may read');
SELECT is(pg_temp.refusal($$SELECT company_use(pg_temp.made('b'), 'searches')$$),
    'BL409 subscription_is_suspended', 'no more');
SELECT is(pg_temp.refusal($$SELECT subscription_change(pg_temp.made('d'),
    'ENTERPRISE', 'month')$$), 'BL409 subscription_is_suspended', 'nor change');
SELECT is(pg_temp.settle('d', 'stripe'), 'fulfilled',
    'paid after all, by another way');
SELECT is(pg_temp.is_now('d'), 'active PROFESSIONAL month', 'it runs again');
SELECT results_eq($$SELECT period_start, period_end, past_due_at, dunning_step
    FROM subscription WHERE id = pg_temp.made('d')$$, $$VALUES
    (timestamptz '2027-05-01 00:00Z', timestamptz '2027-06-01 00:00Z',
    NULL::timestamptz, 0)$$, 'from when it was due');
-- Nobody was there for a month: no status is passed over.
SAVEPOINT here;
SELECT pg_temp.clock('2027-07-01 00:00Z');
SELECT subscription_tick(100);
SELECT is(pg_temp.is_now('d'), 'past_due PROFESSIONAL month',
    'after a long sleep it is past due from now');
SELECT is((pg_temp.sub('d')).past_due_at, app_now(), 'not from then');
SELECT is(subscription_tick(100), 0, 'and everybody has the time to pay');
ROLLBACK TO here;

-- --- money back -----------------------------------------------------------------------
-- e runs from 1 May to 1 June; paid on 25 April.
SELECT pg_temp.clock('2027-05-20 12:00Z');
SELECT pg_temp.act(930005);
SELECT pg_temp.note('r', (SELECT order_id FROM subscription_charge
    WHERE subscription_id = pg_temp.made('e') AND kind = 'renewal'
    AND applied_at IS NOT NULL));
SELECT is((refund_preview(pg_temp.made('r'))).by_policy, 3513::bigint,
    'of 99.00 for 31 days, 11 whole ones are left');
SAVEPOINT here;
SELECT pg_temp.clock('2027-05-25 10:00Z');
SELECT is((refund_preview(pg_temp.made('r'))).by_policy, 0::bigint,
    'not after 30 days');
ROLLBACK TO here;
SELECT subscription_change(pg_temp.made('e'), 'PROFESSIONAL', 'month');
SELECT is(pg_temp.settle('e'), 'fulfilled', 'with an upgrade');
SELECT is((pg_temp.order('e order')).total_amount, 7742::bigint,
    'of 12 days');
SELECT refund_request(pg_temp.made('r'), NULL, 'We are done');
SELECT is(pg_temp.is_now('e'), 'canceled PROFESSIONAL month', 'it ends at once');
SELECT results_eq($$SELECT r.amount FROM refund r JOIN subscription_charge c
    ON c.order_id = r.order_id WHERE c.subscription_id = pg_temp.made('e')
    ORDER BY r.amount$$, $$VALUES (3513::bigint), (7097)$$,
    'and what the upgrade cost goes back too, by its days');
SELECT is((SELECT count(*) FROM refund r JOIN subscription_charge c
    ON c.order_id = r.order_id WHERE c.subscription_id = pg_temp.made('d')),
    0::bigint, 'the other subscription has nothing to do with it');
SELECT is((refund_preview(pg_temp.made('r'))).by_policy, 0::bigint, 'once');
-- Goodwill ends nothing; everything does.
SELECT pg_temp.act(930008);
SELECT pg_temp.note('d paid', (SELECT max(id) FROM orders
    WHERE kind = 'company' AND item_id = pg_temp.made('d')
    AND status = 'fulfilled'));
SELECT refund_give(pg_temp.made('d paid'), 5000, 'Sorry for the noise');
SELECT is(pg_temp.is_now('d'), 'active PROFESSIONAL month',
    'an admin''s goodwill ends nothing');
SELECT refund_give(pg_temp.made('d paid'), 24900, 'Sorry for everything');
SELECT is(pg_temp.is_now('d'), 'canceled PROFESSIONAL month', 'everything does');
SELECT is_empty('SELECT pg_temp.wrong()', 'the books are right');

-- --- a trial, an admin ------------------------------------------------------------------
UPDATE setting SET value = '14' WHERE name = 'plan_trial_days';
SELECT pg_temp.clock('2027-08-01 12:00Z');
SELECT pg_temp.company('t', 930006);
SELECT pg_temp.note('t1', (subscription_begin(pg_temp.made('t'), NULL, 'STARTER',
    'month')).id);
SELECT is(pg_temp.is_now('t1'), 'trialing STARTER month', 'the first is free');
SELECT pg_temp.until('2027-08-10 00:00Z');
SELECT is(order_paid((charge_of(pg_temp.sub('t1'))).order_id, 'manual', 'wire_t',
    9900, 'USD'), 'fulfilled', 'paid before it is over');
SELECT is(pg_temp.is_now('t1'), 'trialing STARTER month', 'the trial goes on');
SELECT pg_temp.until('2027-08-15 12:00Z');
SELECT results_eq($$SELECT status, period_start, period_end FROM subscription
    WHERE id = pg_temp.made('t1')$$, $$VALUES ('active', timestamptz
    '2027-08-15 12:00Z', timestamptz '2027-09-15 12:00Z')$$, 'then it is paid');
SELECT pg_temp.act(930008);
SELECT is(pg_temp.refusal($$SELECT subscription_terminate(pg_temp.made('t1'),
    ' ')$$), 'BL422 reason_words_missing', 'an admin says why');
SELECT subscription_terminate(pg_temp.made('t1'), 'Stolen card');
SELECT is(pg_temp.is_now('t1'), 'canceled STARTER month', 'and ends it');
SELECT pg_temp.act(930006);
SELECT pg_temp.note('t2', (subscription_begin(pg_temp.made('t'), NULL, 'STARTER',
    'month')).id);
SELECT is(pg_temp.is_now('t2'), 'incomplete STARTER month', 'a second is not free');
SELECT is_empty('SELECT pg_temp.wrong()', 'the books are right');

-- --- after the period, before the clock ------------------------------------------------
-- Whoever comes first finds what the clock would have left.
UPDATE setting SET value = '0' WHERE name = 'plan_trial_days';
SELECT pg_temp.person(940990);
SELECT pg_temp.company('late', 940990);
SELECT pg_temp.subscribe('late', pg_temp.made('late'), 940990);
SELECT pg_temp.clock((pg_temp.sub('late')).period_end + interval '5 seconds');
SELECT is(pg_temp.refusal(format('SELECT subscription_change(%s, %L, %L)',
    pg_temp.made('late'), 'PROFESSIONAL', 'month')),
    'BL409 subscription_is_past_due', 'nothing is changed that is not paid');

-- --- whoever leaves --------------------------------------------------------------------
SELECT pg_temp.person(n) FROM generate_series(940991, 940993) n;
SELECT pg_temp.company('alone', 940991), pg_temp.company('two', 940992);
INSERT INTO company_member VALUES (pg_temp.made('two'), 940993, 'billing', app_now());
SELECT pg_temp.subscribe('alone', pg_temp.made('alone'), 940991),
    pg_temp.subscribe('two', pg_temp.made('two'), 940992);
SELECT pg_temp.act(940991), deletion_request(0);
SELECT pg_temp.act(940992), deletion_request(0);
SELECT is(pg_temp.is_now('alone'), 'active STARTER month ends',
    'an account that is to go renews nothing');
SELECT is(pg_temp.is_now('two') || ' ' || (pg_temp.sub('two')).payer_id,
    'active STARTER month 940993', 'unless another may pay for the company');
SELECT pg_temp.clock(app_now() + interval '14 days 1 minute');
SELECT is(outcome, 'erased', 'gone') FROM account_erase(940991);
SELECT is(pg_temp.is_now('alone'), 'canceled STARTER month ends', 'at once then');
SELECT is_empty('SELECT pg_temp.wrong()', 'the books are right');
SELECT * FROM finish();
ROLLBACK;
