-- The books: what they take, and that nobody changes them.
BEGIN;
\ir fixture/money.psql
SELECT no_plan();
SELECT pg_temp.person(920001), pg_temp.person(920002);

CREATE FUNCTION pg_temp.post(key text, legs leg[], currency text DEFAULT 'USD',
    kind text DEFAULT 'test') RETURNS bigint LANGUAGE sql AS $$
    SELECT ledger_post(kind, key, currency, legs) $$;
CREATE FUNCTION pg_temp.two(a bigint) RETURNS leg[] LANGUAGE sql AS $$
    SELECT ARRAY[ROW('clearing_manual', NULL, NULL, a)::leg,
        ROW('payable', 920001, NULL, -a)::leg] $$;

SELECT ok(pg_temp.post('t:1', pg_temp.two(500)) IS NOT NULL, 'a posting');
SELECT is(pg_temp.post('t:1', pg_temp.two(500)), pg_temp.post('t:1',
    pg_temp.two(500)), 'the same again is the same one');
SELECT is(pg_temp.balance('clearing_manual'), 500::bigint, 'and counts once');
SELECT is(pg_temp.balance('payable', 920001), -500::bigint, 'on either side');
SELECT is(pg_temp.refusal($$SELECT pg_temp.post('t:1', pg_temp.two(501))$$),
    'BL409 ledger_key_used', 'a key that says something else is refused');
SELECT is(pg_temp.refusal($$SELECT pg_temp.post('t:1', pg_temp.two(500),
    'EUR')$$), 'BL409 ledger_key_used', 'another currency, too');
SELECT is(pg_temp.refusal($$SELECT pg_temp.post('t:1', pg_temp.two(500),
    'USD', 'other')$$), 'BL409 ledger_key_used', 'another kind, too');
SELECT is(pg_temp.post('t:2', pg_temp.two(0)), NULL,
    'nothing to book is no transaction');
SELECT pg_temp.post('t:3', pg_temp.two(7) || pg_temp.two(3));
SELECT results_eq($$SELECT abs(e.amount) FROM ledger_entry e
    JOIN ledger_transaction t ON t.id = e.transaction_id WHERE t.key = 't:3'$$,
    ARRAY[10, 10]::bigint[], 'legs of one account are one entry');
SELECT is(pg_temp.refusal($$SELECT pg_temp.post('t:4', ARRAY[
    ROW('payable', NULL, NULL, 5)::leg, ROW('tax', NULL, NULL, -5)::leg])$$)
    ~ '^23514', true, 'a payable account is somebody''s');
SELECT is(pg_temp.refusal($$SELECT pg_temp.post('t:4', ARRAY[
    ROW('gold', NULL, NULL, 5)::leg, ROW('tax', NULL, NULL, -5)::leg])$$)
    ~ '^23514', true, 'of a known kind');
SELECT is(pg_temp.refusal($$SELECT pg_temp.post('t:4', pg_temp.two(5), 'XXX')$$)
    ~ '^23503', true, 'in a known currency');

-- --- sums ----------------------------------------------------------------------
CREATE FUNCTION pg_temp.at_commit(statement text) RETURNS text LANGUAGE plpgsql
AS $$
BEGIN
    BEGIN
        EXECUTE statement;
        SET CONSTRAINTS ALL IMMEDIATE;
        RAISE EXCEPTION USING ERRCODE = 'ZZ000';
    EXCEPTION WHEN SQLSTATE 'ZZ000' THEN
        SET CONSTRAINTS ALL DEFERRED;
        RETURN 'ok';
    WHEN OTHERS THEN
        SET CONSTRAINTS ALL DEFERRED;
        RETURN SQLSTATE || ' ' || regexp_replace(SQLERRM, '[0-9]+', 'N');
    END;
END $$;
SELECT is(pg_temp.at_commit($$SELECT pg_temp.post('t:5', ARRAY[
    ROW('clearing_manual', NULL, NULL, 5)::leg,
    ROW('tax', NULL, NULL, -4)::leg])$$),
    '23000 ledger transaction N does not balance',
    'what does not sum to zero is not committed');
SELECT is(pg_temp.at_commit($$SELECT pg_temp.post('t:5', ARRAY[
    ROW('clearing_manual', NULL, NULL, 5)::leg])$$) ~ '^23514', true,
    'nor what has one side');
SELECT is(pg_temp.at_commit($$INSERT INTO ledger_transaction (at, kind, key,
    legs) VALUES (now(), 'test', 't:6', 2)$$),
    '23000 ledger transaction N does not balance', 'nor what has none');
SELECT pg_temp.post('t:eur', pg_temp.two(10), 'EUR');
SELECT is(pg_temp.at_commit($$
    WITH t AS (INSERT INTO ledger_transaction (at, kind, key, legs)
        VALUES (now(), 'test', 't:7', 2) RETURNING id)
    INSERT INTO ledger_entry (transaction_id, account_id, amount)
    SELECT t.id, a.id, CASE a.currency WHEN 'USD' THEN 5 ELSE -5 END
    FROM t, ledger_account a WHERE a.kind = 'clearing_manual'
        AND a.currency IN ('USD', 'EUR')$$),
    '23000 ledger transaction N does not balance',
    'euros do not balance dollars');
SELECT is(pg_temp.at_commit($$
    WITH t AS (INSERT INTO ledger_transaction (at, kind, key, legs)
        VALUES (now(), 'test', 't:8', 4) RETURNING id)
    INSERT INTO ledger_entry (transaction_id, account_id, amount)
    SELECT t.id, a.id, CASE a.kind WHEN 'payable' THEN -5 ELSE 5 END
    FROM t, ledger_account a WHERE a.kind IN ('clearing_manual', 'payable')
        AND a.currency IN ('USD', 'EUR')
        AND a.user_id IS NOT DISTINCT FROM CASE a.kind WHEN 'payable'
            THEN 920001 END$$), 'ok', 'two currencies may, each by itself');
SELECT is(pg_temp.at_commit($$
    INSERT INTO ledger_entry (transaction_id, account_id, amount)
    SELECT t.id, a.id, CASE a.currency WHEN 'USD' THEN 5 ELSE -5 END
    FROM ledger_transaction t, ledger_account a WHERE t.key = 't:eur'
        AND a.kind IN ('payable', 'clearing_manual') AND a.currency = 'USD'$$),
    '23000 ledger transaction N does not balance',
    'nothing is added to a transaction later, even if it balances');

-- --- for ever ------------------------------------------------------------------
SELECT is(pg_temp.refusal(statement), '42501 ' || t || ' is append-only',
    statement)
FROM (VALUES ('ledger_entry', 'UPDATE ledger_entry SET amount = 1'),
    ('ledger_entry', 'DELETE FROM ledger_entry'),
    ('ledger_transaction', 'UPDATE ledger_transaction SET words = ''x'''),
    ('ledger_transaction', 'DELETE FROM ledger_transaction'),
    ('ledger_account', 'UPDATE ledger_account SET kind = ''tax'''),
    ('ledger_account', 'DELETE FROM ledger_account'),
    ('order_history', 'DELETE FROM order_history'),
    ('credit_note', 'UPDATE credit_note SET words = ''x'''),
    ('invoice_line', 'UPDATE invoice_line SET amount = 1'))
    AS s (t, statement);
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
SELECT is(pg_temp.refusal('TRUNCATE ledger_entry'),
    '42501 ledger_entry is append-only', 'TRUNCATE');
SELECT is_empty($$
    SELECT r, t, p FROM unnest(ARRAY['belay_account', 'belay_booking',
        'belay_inbox', 'belay_admin', 'belay_worker', 'belay_billing',
        'belay_webhooks']) r, unnest(ARRAY['ledger_account',
        'ledger_transaction', 'ledger_entry', 'ledger_balance', 'orders',
        'order_share', 'order_history', 'payment', 'refund', 'dispute',
        'earning', 'invoice', 'invoice_line', 'invoice_number', 'credit_note',
        'provider_call', 'receipt', 'promotion', 'order_kind', 'order_rule']) t,
        unnest(ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) p
    WHERE has_table_privilege(r, t, p)$$, 'no program writes to the books');
SELECT is_empty($$
    SELECT r, p.proname FROM pg_proc p, unnest(ARRAY['belay_account',
        'belay_booking', 'belay_inbox', 'belay_billing', 'belay_webhooks',
        'belay_admin', 'belay_worker']) r
    WHERE p.pronamespace = 'public'::regnamespace AND p.proname ~
        '^(ledger_post|ledger_again|order_(sell|settle|move|end|write|unsell)|refund_(issue|book|write|done|whole)|earning_(open|take_back))$'
        AND has_function_privilege(r, p.oid, 'EXECUTE')$$,
    'nor calls a part of what does');

-- --- reversals -------------------------------------------------------------------
SELECT pg_temp.note('t1', (SELECT id FROM ledger_transaction WHERE key = 't:1'));
SELECT pg_temp.note('back', ledger_reverse(pg_temp.made('t1'), 'a mistake'));
SELECT is(ledger_reverse(pg_temp.made('t1'), 'again'), pg_temp.made('back'),
    'a transaction is reversed once');
SELECT results_eq($$SELECT reverses, words FROM ledger_transaction
    WHERE id = pg_temp.made('back')$$,
    $$VALUES (pg_temp.made('t1'), 'a mistake')$$, 'and says which and why');
SELECT is(pg_temp.balance('payable', 920001), -10::bigint,
    'as if it had not been');

-- --- snapshots -------------------------------------------------------------------
SELECT isnt(ledger_snapshot(), 0, 'balances are noted');
SELECT is(ledger_snapshot(), 0, 'and are up to date');
SELECT pg_temp.post('t:9', pg_temp.two(90));
SELECT is(pg_temp.balance('payable', 920001), -100::bigint,
    'what came since counts on top');
SELECT is(ledger_snapshot(), 2, 'two accounts moved');
SELECT is(pg_temp.balance('payable', 920001), -100::bigint, 'nothing changes');
SELECT is(pg_temp.balance('payable', 920002), 0::bigint,
    'an account that is not there is empty');
SELECT is_empty($$SELECT * FROM ledger_verify() WHERE problem = 'snapshot'$$,
    'the night finds nothing');
UPDATE ledger_balance SET amount = amount + 1;
SELECT is((SELECT count(*) FROM ledger_verify() WHERE problem = 'snapshot'),
    (SELECT count(*) FROM ledger_balance), 'but a wrong snapshot');

SELECT * FROM finish();
ROLLBACK;
