-- Webhooks: stored once, applied once, tried again for about three days, and who
-- may do what.
BEGIN;
\ir fixture/booking.psql
SELECT no_plan();
SELECT pg_temp.clock('2027-06-01 08:00Z');

-- --- who may ----------------------------------------------------------------
SELECT is_empty($$
    SELECT c.relname, p FROM pg_class c, unnest(ARRAY['SELECT', 'INSERT',
        'UPDATE', 'DELETE', 'TRUNCATE']) p
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
        AND c.relname NOT IN ('setting', 'notification_type',
            'moderation_rule', 'moderation_state')
        AND has_table_privilege('belay_webhooks', c.oid, p)
    UNION ALL SELECT 'webhook_event', p FROM unnest(ARRAY['INSERT', 'UPDATE',
        'DELETE', 'TRUNCATE']) p, unnest(ARRAY['belay_admin', 'belay_worker',
        'belay_account', 'belay_booking', 'belay_inbox']) r
    WHERE has_table_privilege(r, 'webhook_event', p)$$,
    'webhooks reads and writes no table; nobody writes events by hand');
SELECT is_empty($$
    SELECT r, f FROM unnest(ARRAY['belay_account', 'belay_booking', 'belay_inbox',
        'belay_webhooks', 'belay_admin']) r, unnest(ARRAY['webhook_claim(bigint)',
        'webhook_apply(bigint)', 'webhook_tick()', 'webhook_clean()']) f
    WHERE has_function_privilege(r, f, 'EXECUTE')$$, 'only the worker applies');
SELECT is_empty($$
    SELECT r, f FROM unnest(ARRAY['belay_account', 'belay_booking', 'belay_inbox',
        'belay_admin', 'belay_worker']) r,
        unnest(ARRAY['webhook_receive(text, text, text, text)']) f
    WHERE has_function_privilege(r, f, 'EXECUTE')$$, 'only webhooks receives');
SELECT ok((SELECT relrowsecurity FROM pg_class
    WHERE oid = 'webhook_event'::regclass), 'bodies are behind row security');
SELECT is_empty($$SELECT FROM unnest(ARRAY['belay_account', 'belay_booking',
    'belay_inbox', 'belay_worker', 'belay_webhooks']) r
    WHERE has_table_privilege(r, 'webhook_event', 'SELECT')$$,
    'and only admins read them');

-- --- receiving ------------------------------------------------------------------
CREATE TEMP TABLE done_with (event_id text, body jsonb);
CREATE FUNCTION pg_temp.act_fine(e webhook_event) RETURNS void LANGUAGE sql
AS $$ INSERT INTO done_with VALUES (e.event_id, e.body) $$;
CREATE FUNCTION pg_temp.act_badly(e webhook_event) RETURNS void LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO done_with VALUES (e.event_id, e.body);
    PERFORM refuse(409, 'order_unknown');
END
$$;
-- A rule that is only looked at when the transaction ends.
CREATE TEMP TABLE late (n int CONSTRAINT late_once UNIQUE DEFERRABLE
    INITIALLY DEFERRED);
CREATE FUNCTION pg_temp.act_late(e webhook_event) RETURNS void LANGUAGE sql
AS $$ INSERT INTO late VALUES (1), (1) $$;
GRANT ALL ON done_with, late TO belay_owner;
GRANT EXECUTE ON FUNCTION pg_temp.act_fine(webhook_event),
    pg_temp.act_badly(webhook_event), pg_temp.act_late(webhook_event)
    TO belay_owner;
INSERT INTO webhook_kind VALUES ('stripe', 'a.fine', 'pg_temp.act_fine'),
    ('stripe', 'a.bad', 'pg_temp.act_badly'),
    ('stripe', 'a.late', 'pg_temp.act_late');
CREATE FUNCTION pg_temp.event(name text) RETURNS webhook_event LANGUAGE sql
AS $$ SELECT * FROM webhook_event WHERE event_id = name $$;
CREATE FUNCTION pg_temp.id(name text) RETURNS bigint LANGUAGE sql
AS $$ SELECT id FROM webhook_event WHERE event_id = name $$;
CREATE FUNCTION pg_temp.waiting(name text) RETURNS timestamptz LANGUAGE sql
AS $$
    SELECT run_at FROM job WHERE kind = 'webhook.apply' AND state = 'waiting'
        AND payload = jsonb_build_object('webhook_id', pg_temp.id(name))
$$;
-- As the worker does: both halves, and the job's end.
CREATE FUNCTION pg_temp.work(name text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM job WHERE kind = 'webhook.apply' AND state = 'waiting'
        AND unique_key = pg_temp.id(name)::text;
    RETURN CASE WHEN webhook_claim(pg_temp.id(name))
        THEN webhook_apply(pg_temp.id(name)) ELSE 'nothing' END;
END $$;

SET ROLE belay_webhooks;
SELECT is(webhook_receive('stripe', 'e1', 'a.fine', '{"a": 1}'), true,
    'an event is stored');
SELECT is(webhook_receive('stripe', 'e1', 'a.fine', '{"a": 2}'), false,
    'once by its id');
SELECT is(webhook_receive('paypal', 'e1', 'a.fine', '{"a": 3}'), true,
    'which is the provider''s own');
SELECT is(webhook_receive('stripe', 'e0', 'a.fine', bad), NULL, bad)
    FROM unnest(ARRAY['{"a": ', '', '{"a": 1e999999}', '{"a": "\ud800"}',
        '{"a": "\u0000"}', repeat('[', 100000)]) bad;
SELECT throws_ok($$SELECT webhook_receive('nobody', 'e', 'k', '{}'::text)$$, '23514',
    NULL, 'a provider nobody knows');
SELECT throws_ok($$SELECT webhook_receive('stripe', repeat('e', 256), 'k',
    '{}'::text)$$, '23514', NULL, 'an id without end');
SELECT is(webhook_is_known('stripe', 'a.fine'), true, 'something acts on it');
SELECT is(webhook_is_known('paypal', 'a.fine'), false, 'nothing acts on it');
RESET ROLE;
SELECT is((SELECT count(*) FROM webhook_event), 2::bigint, 'nothing else is kept');
SELECT is((pg_temp.event('e1')).body, '{"a": 1}', 'the first body stays')
    FROM webhook_event WHERE provider = 'stripe';
SELECT is((SELECT array_agg(unique_key ORDER BY id) FROM job
    WHERE kind = 'webhook.apply' AND state = 'waiting'),
    (SELECT array_agg(id::text ORDER BY id) FROM webhook_event),
    'each has one job');
DELETE FROM webhook_event WHERE provider = 'paypal';

-- --- applying ---------------------------------------------------------------------
SELECT is(webhook_apply(pg_temp.id('e1')), 'received', 'not before it is claimed');
SELECT is(webhook_claim(pg_temp.id('e1')), true, 'it is claimed');
SELECT is((pg_temp.event('e1')).status, 'processing', 'and being worked on');
SELECT is(webhook_claim(pg_temp.id('e1')), true,
    'again, when the worker ended before it was applied');
SELECT is(webhook_apply(pg_temp.id('e1')), 'done', 'it is applied');
SELECT is(webhook_apply(pg_temp.id('e1')), 'done', 'once');
SELECT is(webhook_claim(pg_temp.id('e1')), false, 'and never claimed again');
SELECT results_eq('SELECT event_id, body FROM done_with',
    $$VALUES ('e1', '{"a": 1}'::jsonb)$$, 'its effect is there once');
SELECT is((pg_temp.event('e1')).attempts, 2, 'attempts are counted');
SELECT ok((pg_temp.event('e1')).applied_by LIKE '%act_fine', 'by whom it is known');
SELECT is((pg_temp.event('e1')).finished_at, app_now(), 'and when');
SELECT is(webhook_claim(-1), false, 'an event that is not there');
SELECT is(webhook_apply(-1), NULL, 'is nothing to apply');

SELECT webhook_receive('stripe', 'e2', 'a.unknown', '{"b": 1}'::jsonb);
SELECT is(pg_temp.work('e2'), 'done', 'a kind that nothing acts on is kept');
SELECT is((pg_temp.event('e2')).applied_by, NULL, 'and says so');
SELECT is((pg_temp.event('e2')).body, '{"b": 1}', 'with its body');

-- --- failing -----------------------------------------------------------------------
TRUNCATE done_with;
SELECT webhook_receive('stripe', 'e3', 'a.bad', '{}'::jsonb);
CREATE TEMP TABLE tries AS SELECT 0 AS n, app_now() AS at, ''::text AS status;
DO $$
DECLARE
    was text := 'failed';
BEGIN
    FOR i IN 1 .. 20 LOOP
        was := pg_temp.work('e3');
        INSERT INTO tries VALUES (i, app_now(), was);
        EXIT WHEN was <> 'failed';
        PERFORM pg_temp.clock(pg_temp.waiting('e3'));
    END LOOP;
END $$;
SELECT is((SELECT max(n) FROM tries), 11, 'an attempt and ten more');
SELECT is((SELECT array_agg(DISTINCT status) FROM tries WHERE n BETWEEN 1 AND 10),
    ARRAY['failed'], 'each fails');
SELECT ok((SELECT t.at - f.at < interval '10 minutes' FROM tries t, tries f
    WHERE t.n = 4 AND f.n = 1), 'the first three come within ten minutes');
SELECT ok((SELECT t.at - f.at BETWEEN interval '70 hours' AND interval '80 hours'
    FROM tries t, tries f WHERE t.n = 11 AND f.n = 1), 'all in about three days');
SELECT ok((SELECT bool_and(later > sooner) FROM (SELECT at - lag(at) OVER w AS later,
    lag(at) OVER w - lag(at, 2) OVER w AS sooner FROM tries WHERE n > 0
    WINDOW w AS (ORDER BY n)) x WHERE sooner IS NOT NULL),
    'each wait is longer than the one before');
SELECT is((pg_temp.event('e3')).status, 'dead', 'then it is dead');
SELECT is((pg_temp.event('e3')).error, 'order_unknown (BL409)', 'and says why');
SELECT is(pg_temp.waiting('e3'), NULL, 'nothing waits for it');
SELECT is(webhook_claim(pg_temp.id('e3')), false, 'and nobody claims it');
SELECT is_empty('SELECT * FROM done_with', 'what failed left nothing');

SELECT webhook_receive('stripe', 'e4', 'a.late', '{}'::jsonb);
SELECT is(pg_temp.work('e4'), 'failed',
    'what only shows when the transaction ends is a failure too');
SELECT is_empty('SELECT * FROM late', 'and leaves nothing');
SELECT matches((pg_temp.event('e4')).error, 'late_once.*23505', 'and says what');

-- --- lost on the way -----------------------------------------------------------------
SELECT webhook_receive('stripe', 'e5', 'a.fine', '{}'::jsonb);
SELECT webhook_claim(pg_temp.id('e5'));
DELETE FROM job WHERE kind = 'webhook.apply';
SELECT pg_temp.wait('9 minutes');
SELECT webhook_tick();
SELECT is((pg_temp.event('e5')).status, 'processing', 'nine minutes are fine');
SELECT pg_temp.wait('2 minutes');
SELECT webhook_tick();
SELECT is((pg_temp.event('e5')).status, 'received', 'eleven are not');
SELECT is(pg_temp.waiting('e5'), app_now(), 'it gets another job');
SELECT webhook_tick();
SELECT is((SELECT count(*) FROM job WHERE kind = 'webhook.apply'
    AND unique_key = pg_temp.id('e5')::text), 1::bigint, 'one');
SELECT is(pg_temp.work('e5'), 'done', 'and is applied');
DO $$
BEGIN
    PERFORM webhook_receive('stripe', 'e6', 'a.fine', '{}'::jsonb);
    FOR i IN 1 .. 11 LOOP
        PERFORM webhook_claim(pg_temp.id('e6'));
    END LOOP;
END $$;
SELECT is(webhook_claim(pg_temp.id('e6')), false,
    'one that ends its worker each time');
SELECT is((pg_temp.event('e6')).status, 'dead', 'is dead after as many attempts');

-- --- admins ----------------------------------------------------------------------
SET ROLE belay_admin;
SELECT throws_ok('SELECT webhook_again(-1)', 'BL404', 'webhook_unknown');
RESET ROLE;
SELECT throws_ok($$SELECT webhook_again(pg_temp.id('e1'))$$, 'BL409',
    'webhook_is_done', 'what was applied is not applied again');
SELECT throws_ok($$SELECT webhook_again(pg_temp.id('e2'))$$, 'BL409',
    'webhook_is_for_nobody', 'what nothing acts on can''t be');
INSERT INTO webhook_kind VALUES ('stripe', 'a.unknown', 'pg_temp.act_fine');
SELECT webhook_again(pg_temp.id('e2'));
SELECT is(pg_temp.work('e2'), 'done', 'until something does');
SELECT ok((pg_temp.event('e2')).applied_by LIKE '%act_fine', 'which then did');
UPDATE webhook_kind SET apply = 'pg_temp.act_fine' WHERE kind = 'a.bad';
SELECT webhook_again(pg_temp.id('e3'));
SELECT is((pg_temp.event('e3')).attempts, 0, 'a dead one begins anew');
SELECT is(pg_temp.waiting('e3'), app_now(), 'at once');
SELECT is(pg_temp.work('e3'), 'done', 'and is applied');
SELECT webhook_again(pg_temp.id('e4'));
SELECT is((pg_temp.event('e4')).attempts, 1, 'one that waits goes on counting');
SELECT is(pg_temp.waiting('e4'), app_now(), 'and comes at once');
SELECT webhook_claim(pg_temp.id('e4'));
SELECT throws_ok($$SELECT webhook_again(pg_temp.id('e4'))$$, 'BL409',
    'webhook_is_processing', 'not while it is being worked on');

-- --- keeping ---------------------------------------------------------------------
SELECT webhook_receive('stripe', 'e7', 'a.fine', '{"name": "Ada"}'::jsonb);
SELECT pg_temp.work('e7');
SELECT pg_temp.wait('89 days');
SELECT webhook_clean();
SELECT is((pg_temp.event('e7')).body, '{"name": "Ada"}', 'bodies are kept');
SELECT pg_temp.wait('2 days');
SELECT webhook_clean();
SELECT is((pg_temp.event('e7')).body, '{}', 'for a time');
SELECT is(webhook_receive('stripe', 'e7', 'a.fine', '{"name": "Ada"}'::jsonb), false,
    'but an event is known for ever');
SELECT isnt((pg_temp.event('e4')).status, 'done', 'what is not applied');
SELECT is((SELECT setting_text('webhook_keep_days')), '90', 'by a setting');

-- --- mail ------------------------------------------------------------------------
SELECT mail_queue(NULL, 'ann@mail.test', 'verify', '{}', 'webhook-test');
UPDATE email_notification SET state = 'sent' WHERE unique_key = 'webhook-test';
CREATE FUNCTION pg_temp.mail(kind text, data jsonb) RETURNS text LANGUAGE plpgsql
AS $$
DECLARE
    name text := gen_random_uuid()::text;
BEGIN
    PERFORM webhook_receive('resend', name, kind, jsonb_build_object('type', kind,
        'created_at', '2027-05-28T20:26:40.000Z', 'data', data));
    RETURN pg_temp.work(name);
END $$;
CREATE FUNCTION pg_temp.reason(who text) RETURNS text LANGUAGE sql
AS $$ SELECT reason FROM email_suppression WHERE address = who $$;
SELECT is(pg_temp.mail('email.bounced', jsonb_build_object('to',
    '["Ann <Ann@Mail.test>"]'::jsonb, 'message_id', '<' || m.message_id || '@x>',
    'bounce', '{"type": "Permanent", "message": "no such user"}'::jsonb)), 'done',
    'a bounce') FROM email_notification m WHERE unique_key = 'webhook-test';
SELECT is(pg_temp.reason('ann@mail.test'), 'bounce', 'ends mails to an address');
SELECT is((SELECT format('%s %s %s', state, last_error, bounced_at AT TIME ZONE 'UTC')
    FROM email_notification WHERE unique_key = 'webhook-test'),
    'failed no such user 2027-05-28 20:26:40', 'and the mail says so');
SELECT pg_temp.mail('email.bounced', '{"to": ["full@mail.test"],
    "bounce": {"type": "Transient"}}');
SELECT is(pg_temp.reason('full@mail.test'), NULL, 'a full mailbox does not');
SELECT pg_temp.mail('email.complained', '{"to": ["ann@mail.test", "bob@mail.test"]}');
SELECT is(pg_temp.reason('ann@mail.test'), 'complaint', 'a complaint weighs more');
SELECT is(pg_temp.reason('bob@mail.test'), 'complaint', 'for each address');
SELECT pg_temp.mail('email.bounced', '{"to": "bob@mail.test"}');
SELECT is(pg_temp.reason('bob@mail.test'), 'complaint', 'than a bounce after it');
SELECT is(pg_temp.mail('email.bounced', data::jsonb), 'done', data)
    FROM unnest(ARRAY['{}', '[]', 'null', '{"to": 7}', '{"to": [7, null, "x"]}',
        '{"to": {}}', '{"message_id": "<>"}', '{"bounce": 1}']) data;
SELECT is((SELECT count(*) FROM email_suppression), 2::bigint, 'odd ones do nothing');

SELECT * FROM finish();
ROLLBACK;
