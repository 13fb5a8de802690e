-- Who sees and does what with money.
BEGIN;
\ir fixture/money.psql
SELECT no_plan();
SELECT pg_temp.clock('2027-06-01 12:00Z');
SELECT pg_temp.person(n) FROM generate_series(920001, 920009) n;
INSERT INTO user_role VALUES (920008, 'admin', NULL, now());
INSERT INTO shop (item, seller, price) VALUES (1, 920001, 10000),
    (2, 920001, 10000);
INSERT INTO promotion (code, owner_id, for_user_id, kind, value, status,
    created_at) VALUES ('MINE', 920001, 920004, 'percent', 10, 'active', now());
INSERT INTO billing_identity VALUES (920004, 'Firm', 'Street 1', 'FR', 'X', now());
SELECT pg_temp.buy('a', 920004, 1, 'stripe', 'MINE'), pg_temp.pay('a'),
    pg_temp.buy('b', 920004, 2);
SELECT refund_succeeded(refund_give(pg_temp.made('a'), 100, 'x'), 're_1');
SELECT dispute_open('stripe', 'dp_1', 'pi_' || pg_temp.made('a'), 100, 'USD');
SELECT refund_from_provider('stripe', 'pi_unknown', 5);
SELECT pg_temp.act(920008);
SELECT order_receive(pg_temp.made('b'), 1, 'USD', 'x'), ledger_snapshot();

-- Every table of the area has row-level security on, or is meant to be public.
CREATE TEMP TABLE ours AS SELECT unnest(ARRAY['ledger_account',
    'ledger_transaction', 'ledger_entry', 'ledger_balance', 'promotion',
    'billing_identity', 'orders', 'order_share', 'order_history', 'payment',
    'invoice', 'invoice_line', 'credit_note', 'refund', 'refund_seen', 'dispute',
    'earning', 'provider_call', 'receipt']) AS t;
SELECT is_empty($$SELECT t FROM ours JOIN pg_class c ON c.oid = t::regclass
    WHERE NOT c.relrowsecurity$$, 'no table of money is without it');
SELECT is_empty($$SELECT t FROM ours WHERE (SELECT c.relrowsecurity
    FROM pg_class c WHERE c.oid = t::regclass) AND pg_temp.count_as('postgres',
    NULL, t) = 0$$, 'each has rows here');

CREATE FUNCTION pg_temp.seen(role name, person bigint, t text) RETURNS text
LANGUAGE plpgsql AS $$
BEGIN
    RETURN pg_temp.count_as(role, person, t);
EXCEPTION WHEN insufficient_privilege THEN
    PERFORM set_config('role', 'none', true);
    RETURN 'no';
END $$;
-- What is whose: the buyer's, the earner's, nobody's.
SELECT is(pg_temp.seen('belay_billing', 920004, t) || ' '
    || pg_temp.seen('belay_billing', 920001, t), a, t || ': buyer and seller')
FROM (VALUES ('orders', '2 0'), ('payment', '3 0'), ('invoice', '1 0'),
    ('credit_note', '1 0'), ('refund', '1 0'), ('billing_identity', '1 0'),
    ('earning', '0 1'), ('ledger_account', '0 1'), ('promotion', '0 1'),
    ('order_share', '0 2'), ('my_invoice_line', '2 0'),
    ('my_order_history', '8 0'), ('my_sale', '0 1'), ('my_ledger', '0 2'),
    ('my_earning_balance', '0 1'), ('ledger_entry', 'no no'),
    ('ledger_transaction', 'no no'), ('order_history', 'no no'),
    ('invoice_line', '2 0'), ('dispute', 'no no'), ('receipt', 'no no'),
    ('provider_call', 'no no'), ('refund_seen', 'no no'),
    ('invoice_number', 'no no')) AS x (t, a);
SELECT is(pg_temp.seen('belay_billing', who, t), '0', t || ': nothing of theirs')
FROM unnest(ARRAY['orders', 'payment', 'invoice', 'credit_note', 'refund',
    'billing_identity', 'earning', 'ledger_account', 'promotion', 'order_share',
    'my_invoice_line', 'my_order_history', 'my_sale', 'my_ledger',
    'my_earning_balance']) t, unnest(ARRAY[920005, NULL]::bigint[]) who;
SELECT is_empty($$SELECT r, t FROM ours, unnest(ARRAY['belay_account',
        'belay_booking', 'belay_inbox']) r
    WHERE has_table_privilege(r, t, 'SELECT') AND pg_temp.seen(r::name, 920005, t)
        <> '0'$$, 'nor through another program');
SELECT is_empty($$SELECT t FROM ours, unnest(ARRAY['belay_billing',
        'belay_webhooks', 'belay_booking', 'belay_account']) r
    WHERE has_table_privilege(r, t, 'INSERT, UPDATE, DELETE')
        AND (r, t) <> ('belay_billing', 'billing_identity')$$,
    'nobody writes but by functions');
CREATE FUNCTION pg_temp.as_role(role name, person bigint, statement text)
RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    n bigint;
BEGIN
    PERFORM pg_temp.act(person), set_config('role', role, true);
    EXECUTE statement;
    GET DIAGNOSTICS n = ROW_COUNT;
    PERFORM set_config('role', 'none', true);
    RETURN n;
EXCEPTION WHEN OTHERS THEN
    RETURN SQLSTATE;
END $$;
SELECT is(pg_temp.as_role('belay_billing', 920005, s), a, s)
FROM (VALUES ('UPDATE billing_identity SET name = ''x''', '0'),
    ('DELETE FROM billing_identity', '0'),
    ('INSERT INTO billing_identity VALUES (920004, ''x'', NULL, NULL, NULL,
        now())', '42501')) AS t (s, a);

-- --- who may call what --------------------------------------------------------
CREATE TEMP TABLE callable AS
SELECT r.rolname::text AS role, p.proname::text AS name FROM pg_proc p
CROSS JOIN pg_roles r
WHERE p.pronamespace = 'public'::regnamespace
    AND r.rolname IN ('belay_account', 'belay_booking', 'belay_inbox',
        'belay_billing', 'belay_webhooks', 'belay_admin', 'belay_worker')
    AND p.proname <> 'order_number'     -- a formula
    -- these provide help on journeys
    AND p.proname !~ '^provider_(apply|appoint|decide|list|pause|rate)$'
    AND p.proname ~ '^(order|payment|refund|dispute|ledger|earning|receipt|invoice|credit_note|provider|price|quote|split|money|promotion|session_pay|pay|quote|opened|fulfil|release|returnable|settle)(_|$)'
    AND has_function_privilege(r.rolname, p.oid, 'EXECUTE');
SELECT set_eq($$SELECT name COLLATE "C", string_agg(substr(role, 7), ' ' ORDER BY role) COLLATE "C"
    FROM callable WHERE name NOT IN ('money_words', 'money_owed_by')
        AND name ~ '^(order|payment|refund|dispute|ledger|earning|receipt|provider|invoice|credit_note)_'
    GROUP BY name$$, $$VALUES
    ('dispute_lost', 'worker'), ('dispute_open', 'worker'),
    ('dispute_won', 'worker'), ('earning_tick', 'worker'),
    ('earning_type', 'admin billing worker'),
    ('ledger_balance_for', 'admin worker'), ('ledger_balance_of', 'admin worker'),
    ('ledger_nightly', 'worker'), ('ledger_reverse', 'admin'),
    ('ledger_snapshot', 'worker'), ('ledger_verify', 'admin worker'),
    ('order_about', 'billing'), ('order_cancel', 'billing'),
    ('order_check', 'billing'), ('order_create', 'billing booking'),
    ('order_expire', 'worker'),
    ('order_fail', 'admin billing worker'),
    ('order_fulfil', 'worker'), ('order_hold_decide', 'admin'),
    ('order_left', 'admin'), ('order_paid', 'admin billing worker'),
    ('order_receive', 'admin'), ('order_tick', 'worker'),
    ('payment_ask', 'worker'), ('payment_authorized', 'admin billing worker'),
    ('payment_begin', 'billing'), ('payment_check', 'admin billing worker'),
    ('payment_failed', 'admin billing worker'), ('payment_fee', 'worker'),
    ('payment_find', 'admin billing worker'),
    ('payment_look', 'worker'), ('payment_ready', 'admin billing worker'),
    ('provider_answered', 'worker'), ('provider_call_begin', 'worker'),
    ('provider_call_unanswered', 'worker'), ('provider_clean', 'worker'),
    ('provider_list_end', 'worker'), ('provider_look_begin', 'worker'),
    ('provider_look_end', 'worker'), ('provider_reconcile', 'worker'),
    ('provider_call_put', 'billing worker'),
    ('provider_call_retry', 'admin'), ('receipt_decide', 'admin'),
    ('receipt_tick', 'worker'), ('refund_approve', 'admin'),
    ('refund_by_hand', 'admin'), ('refund_failed', 'worker'),
    ('refund_from_provider', 'worker'), ('refund_give', 'admin'),
    ('refund_policy', 'admin'), ('refund_preview', 'billing'), ('refund_reject', 'admin'),
    ('refund_request', 'billing'), ('refund_retry', 'admin'),
    ('refund_submitted', 'worker'),
    ('refund_succeeded', 'worker')$$,
    'every function of money, and who may call it');
SELECT is_empty($$SELECT role, name FROM callable WHERE name ~
    '^(session_pay|pay_|quote_|opened_|fulfil_|release_|returnable_|settle_)'
    OR name ~ '^promotion_' AND name !~ '^promotion_(save|end|admin_save|admin_end)$'$$,
    'and no part of one');

-- --- the schema ---------------------------------------------------------------
SELECT is_empty($$
    SELECT c.conrelid::regclass, c.conname FROM pg_constraint c
    JOIN ours ON c.conrelid = t::regclass
    WHERE c.contype = 'f' AND NOT EXISTS (SELECT FROM pg_index i
        WHERE i.indrelid = c.conrelid AND i.indkey[0] = c.conkey[1])
        AND c.confrelid <> 'currency'::regclass     -- never deleted$$,
    'every foreign key begins an index');
SELECT is_empty($$SELECT t, c.column_name FROM ours JOIN information_schema.columns c
    ON c.table_name = t WHERE c.column_name ~ '(amount|total|price)$'
    AND c.data_type <> 'bigint'$$, 'money is whole minor units');
SELECT is_empty($$SELECT name FROM setting WHERE kind = 'int' AND NOT
    (value::text)::bigint BETWEEN minimum AND maximum$$, 'settings are in range');

SELECT * FROM finish();
ROLLBACK;
