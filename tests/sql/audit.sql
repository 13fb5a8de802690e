-- The audit log is only added to, whoever asks.
BEGIN;
SELECT plan(13);
INSERT INTO audit (at, action, remote_addr) VALUES (app_now(), 'test.new', '192.0.2.1'),
    (app_now() - interval '11 years', 'test.old', '192.0.2.1');
CREATE FUNCTION pg_temp.refused(who text, what text) RETURNS text LANGUAGE plpgsql
AS $$
BEGIN
    EXECUTE format('SET LOCAL ROLE %I', who);
    EXECUTE what;
    RESET ROLE;
    RETURN 'taken';
EXCEPTION WHEN insufficient_privilege THEN
    RESET ROLE;
    RETURN 'refused';
END
$$;
CREATE TEMP TABLE roles AS SELECT rolname::text AS r FROM pg_roles
    WHERE rolname LIKE 'belay\_%' OR rolname = 'postgres';
SELECT cmp_ok(count(*), '>=', 8::bigint, 'every program has a role') FROM roles;
SELECT is(array_agg(r) FILTER (WHERE pg_temp.refused(r, $$UPDATE audit SET
    action = 'test.other' WHERE action = 'test.new'$$) <> 'refused'), NULL,
    'nobody changes what was done') FROM roles;
SELECT is(array_agg(r) FILTER (WHERE pg_temp.refused(r, $$UPDATE audit SET
    actor_id = 1, remote_addr = NULL WHERE action = 'test.new'$$) <> 'refused'), NULL,
    'nor who did it') FROM roles;
SELECT is(array_agg(r) FILTER (WHERE pg_temp.refused(r, $$DELETE FROM audit
    WHERE action = 'test.new'$$) <> 'refused'), NULL, 'nobody deletes a row') FROM roles;
SELECT is(array_agg(r) FILTER (WHERE pg_temp.refused(r, 'TRUNCATE audit') <> 'refused'),
    NULL, 'nor all of them') FROM roles;
SELECT is((SELECT count(*)::int FROM audit WHERE action = 'test.new'), 1, 'it is there');
SELECT is(pg_temp.refused('postgres', $$UPDATE audit SET remote_addr = NULL
    WHERE action = 'test.new'$$), 'taken', 'an erased person''s address goes');
SELECT is(pg_temp.refused('belay_owner', $$DELETE FROM audit WHERE action = 'test.old'$$),
    'taken', 'and what was kept for as long as it has to be');
SELECT is(array_agg(r) FILTER (WHERE r <> 'postgres' AND r <> 'belay_owner'
    AND has_table_privilege(r, 'audit', 'INSERT, UPDATE, DELETE, TRUNCATE')), NULL,
    'no program has more than SELECT on it') FROM roles;
SET LOCAL session_replication_role = replica;
SELECT is(pg_temp.refused('postgres', $$DELETE FROM audit WHERE action = 'test.new'$$),
    'refused', 'also where triggers are off');
SET LOCAL session_replication_role = origin;

-- --- whether this transaction wrote a row ---------------------------------------
SELECT set_config('app.audited', '', true);
SELECT is(audit_is_written(), false, 'nothing so far');
SELECT audit_write('test.more', NULL, NULL, NULL, NULL, NULL);
SELECT is(audit_is_written(), true, 'now there is one');
SELECT is((SELECT count(*)::int FROM pg_indexes WHERE tablename = 'audit'
    AND indexname IN ('audit_at', 'audit_actor', 'audit_target', 'audit_action')), 4,
    'each filter of the page has its index');
SELECT finish();
ROLLBACK;
