-- Exports, erasure and unsubscribing: who may, and what stays hidden.
BEGIN;
\ir fixture/booking.psql
SELECT no_plan();
SELECT pg_temp.clock('2027-06-01 08:00Z');
SELECT pg_temp.expert(910001), pg_temp.person(910002), pg_temp.person(910003);

-- --- who may ----------------------------------------------------------------
SELECT is_empty($$
    SELECT r, f FROM unnest(ARRAY['belay_account', 'belay_booking', 'belay_inbox',
        'belay_admin']) r,
        unnest(ARRAY['person_export(bigint, text, text, bigint, int)',
            'person_paths(bigint)', 'account_erase(bigint)', 'account_clean()',
            'account_tick()', 'erase_rows(bigint)', 'erase_users(bigint)']) f
    WHERE has_function_privilege(r, f, 'EXECUTE')$$,
    'only the worker exports and erases');
SELECT is_empty($$
    SELECT f FROM unnest(ARRAY['erase_rows(bigint)', 'erase_users(bigint)',
        'erase_profile(bigint)', 'erase_session(bigint)']) f
    WHERE has_function_privilege('belay_worker', f, 'EXECUTE')$$,
    'and only as a whole');
SELECT is_empty($$
    SELECT r FROM unnest(ARRAY['belay_account', 'belay_booking', 'belay_inbox']) r
    WHERE has_table_privilege(r, 'email_notification', 'SELECT')
        OR has_table_privilege(r, 'email_suppression', 'SELECT')$$,
    'pages don''t read mails');

-- --- the registry says what becomes of everything ----------------------------
SELECT is_empty($$
    SELECT table_name, column_name FROM person_data
    WHERE to_regclass(table_name) IS NULL OR NOT EXISTS (SELECT FROM pg_attribute
        WHERE attrelid = to_regclass(table_name) AND attname = column_name)$$,
    'every registered column is there');
SELECT is_empty($$
    SELECT DISTINCT table_name FROM person_data
    WHERE erasure = 'pseudonym'
        AND to_regprocedure(format('erase_%s(bigint)', table_name)) IS NULL$$,
    'every table under a pseudonym says what of it is cleared');
SELECT is_empty($$
    SELECT f.table_name, f.path_column FROM person_file f
    WHERE NOT EXISTS (SELECT FROM pg_attribute
        WHERE attrelid = to_regclass(f.table_name) AND attname = f.path_column)$$,
    'every registered file column is there');

-- --- an export ------------------------------------------------------------------
SELECT lives_ok(format('SELECT * FROM person_export(910001, %L, %L, 0, 10)',
    table_name, column_name), table_name || '.' || column_name || ' is read')
    FROM person_data WHERE exported;
SELECT throws_like($$SELECT person_export(910001, 'credential', 'user_id', 0, 10)$$,
    '%not exported%', 'a table that is not exported');
SELECT throws_like($$SELECT person_export(910001, 'pg_authid', 'oid', 0, 10)$$,
    '%not exported%', 'a table of the system');
SELECT throws_like($$SELECT person_export(910001, 'profile', 'handle', 0, 10)$$,
    '%not exported%', 'another column');
INSERT INTO access_token (user_id, name, token_hash, scopes, created_at, expires_at)
    SELECT 910002, 't' || i, decode(md5(i::text), 'hex'), '{}', app_now(), app_now()
    FROM generate_series(1, 5) i;
SELECT is((SELECT array_agg(k ORDER BY k) FROM person_export(910002, 'access_token',
    'user_id', 0, 1) e, jsonb_object_keys(e.data -> 0) k),
    ARRAY['created_at', 'expires_at', 'id', 'last_used_at', 'name', 'revoked_at',
    'scopes', 'user_id'], 'no hash of a token');
SELECT is((SELECT array_agg(r ->> 'name') FROM generate_series(0, 4, 2) at,
    person_export(910002, 'access_token', 'user_id', at, 2) e,
    jsonb_array_elements(e.data) r), ARRAY['t1', 't2', 't3', 't4', 't5'],
    'pieces make a whole');
SELECT pg_temp.act(910002);
CREATE TEMP TABLE made AS SELECT session_book(9100010, 9100010,
    '2027-06-03 10:00Z', 'my goals', 'free') AS id;
SELECT ok(NOT (data -> 0) ? 'expert_id' AND (data -> 0) ? 'client_id'
    AND data -> 0 ->> 'goals' = 'my goals', 'a session without the other''s id')
    FROM person_export(910002, 'session', 'client_id', 0, 10);

-- --- erasure ----------------------------------------------------------------------
UPDATE users SET status = 'deletion_requested', status_until = app_now() + '1 s'
    WHERE id IN (910001, 910002);
SELECT is(outcome, 'not_due', 'not before its time') FROM account_erase(910002);
SELECT is(outcome, 'not_due', 'nor who never asked') FROM account_erase(910003);
UPDATE users SET status_until = app_now() WHERE id IN (910001, 910002);
SELECT is(outcome, 'session_due', 'a session is due') FROM account_erase(910002);
SELECT is(outcome, 'session_due', 'for both sides') FROM account_erase(910001);
SELECT is(status, 'deletion_requested', 'nothing happened') FROM users
    WHERE id = 910002;
UPDATE session SET status = 'completed', completed_at = app_now()
    WHERE id = (SELECT id FROM made);
SELECT feedback_write(id, 2, 'private words', NULL) FROM made;
SELECT is(outcome, 'erased', 'the client goes') FROM account_erase(910002);
SELECT is(outcome, 'not_due', 'once') FROM account_erase(910002);
SELECT is(s.goals, NULL, 'goals are gone, the session stays')
    FROM session s JOIN made USING (id);
SELECT is(words, NULL, 'words are gone, the stars stay') FROM session_feedback
    JOIN made ON id = session_id WHERE author_id = 910002;
SELECT is(session_name(s, 'client'), 'Former member', 'a pseudonym stays')
    FROM session s JOIN made USING (id);
SELECT is(outcome, 'erased', 'the expert goes') FROM account_erase(910001);
SELECT is_empty($$SELECT FROM expert_listing WHERE expert_id = 910001$$,
    'an erased expert is not listed');
SELECT is_empty($$SELECT FROM availability_rule WHERE expert_id = 910001$$,
    'nor available');
SELECT is_empty($$SELECT FROM user_session WHERE user_id IN (910001, 910002)$$,
    'nobody is signed in as them');

-- --- unsubscribing ------------------------------------------------------------------
SET LOCAL ROLE belay_inbox;
SELECT unsubscribe(910003, 'session_booked'), unsubscribe(910003, 'new_sign_in'),
    unsubscribe(910003, 'no_such_type'), unsubscribe(999999, 'session_booked'),
    unsubscribe(910003, 'session_booked'), unsubscribe(910003, 'marketing');
RESET ROLE;
SELECT results_eq($$SELECT user_id, type, channel, wanted FROM notification_preference
    WHERE user_id >= 910000$$, $$VALUES (910003::bigint, 'session_booked', 'email',
    false)$$, 'only what can be switched off, only off');
SELECT unsubscribe(910003, 'digest');
SELECT set_eq($$SELECT type FROM notification_preference WHERE user_id = 910003$$,
    $$SELECT name FROM notification_type WHERE can_wait$$,
    'the digest''s link ends all that would be in one');
SELECT is_empty($$SELECT name FROM notification_type WHERE can_wait
    AND (urgent OR required)$$, 'what is urgent or required never waits');

SELECT * FROM finish();
ROLLBACK;
