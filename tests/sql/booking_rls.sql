-- Who sees and touches what of the booking area.
BEGIN;
\ir fixture/booking.psql
SELECT no_plan();
SELECT pg_temp.clock('2027-06-01 08:00Z');
SELECT pg_temp.expert(900001), pg_temp.person(900002), pg_temp.person(900003),
    pg_temp.expert(900004);
INSERT INTO skill (slug, name) VALUES ('rls-test', 'RLS test');
INSERT INTO expert_skill SELECT 900001, id, 3 FROM skill WHERE slug = 'rls-test';
INSERT INTO availability_override VALUES (900001, '2027-07-01', NULL, NULL);
INSERT INTO availability_block (expert_id, from_date, to_date, reason)
    VALUES (900001, '2027-07-02', '2027-07-02', 'private');
INSERT INTO expert_kind_history (user_id, kind, at, from_status, to_status)
    VALUES (900001, 'mentor', now(), 'submitted', 'verified');
SELECT pg_temp.act(900002);
CREATE TEMP TABLE made AS SELECT session_book(9000010, 9000010,
    '2027-06-03 10:00Z', 'g', 'free') AS id;
SELECT session_propose(id, '2027-06-04 10:00Z') FROM made
    WHERE (SELECT pg_temp.act(900001)) IS NOT NULL;
SELECT pg_temp.act(900001);
SELECT session_propose(id, '2027-06-04 10:00Z') FROM made;
SELECT note_write(id, NULL, 'private', 'talks a lot', NULL, NULL),
    note_write(id, NULL, 'shared', 'read chapter 2', NULL, NULL) FROM made;
SELECT pg_temp.act(900002);
SELECT note_write(id, NULL, 'action', 'do it', NULL, NULL) FROM made;
UPDATE session SET status = 'completed', completed_at = app_now()
    WHERE id = (SELECT id FROM made);
SELECT feedback_write(id, 4, 'fine', NULL) FROM made;
UPDATE session SET status = 'scheduled' WHERE id = (SELECT id FROM made);
INSERT INTO calendar_feed VALUES (900001, 'h', now());
INSERT INTO google_account (user_id, refresh_sealed, sync_due_at, connected_at)
    VALUES (900001, 'sealed', now(), now());
INSERT INTO google_event SELECT id, 900001, 'ev', 0 FROM made;
INSERT INTO calendar_busy VALUES (900001, 'ev2', '[2027-06-09, 2027-06-10)');
INSERT INTO expert_rating (expert_id, author_id, subject_kind, subject_id, stars,
    created_at) VALUES (900001, 900002, 'review', 1, 5, now());

-- Every table of the area has row-level security on, or is meant to be public.
SELECT is_empty($$
    SELECT c.relname FROM pg_class c
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
        AND NOT c.relrowsecurity
        AND c.relname ~ '^(expert|session|availability|busy|calendar|google)'
        AND c.relname NOT IN ('expert_listing', 'expert_rank', 'session_rule',
            'expert_kind_rule')$$,
    'no table of people is without row-level security');
SELECT is_empty($$SELECT oid::regclass FROM pg_class WHERE relforcerowsecurity$$,
    'none is forced: owner functions would see nothing');

-- Own tables: the owner of the rows sees them, another member none.
SELECT isnt(pg_temp.count_as('belay_booking', 900001, t), 0::bigint,
    t || ': one''s own rows') FROM unnest(ARRAY['expert', 'expert_kind',
    'expert_kind_history', 'session_type', 'expert_skill', 'availability_rule',
    'availability_override', 'availability_block', 'session_participant',
    'calendar_feed', 'google_account', 'calendar_busy', 'my_session',
    'my_session_history',
    'my_session_note', 'my_proposal']) t;
SELECT is(pg_temp.count_as('belay_booking', 900003, t), 0::bigint,
    t || ': nothing of another''s') FROM unnest(ARRAY['expert', 'expert_kind',
    'expert_kind_history', 'session_type', 'expert_skill', 'availability_rule',
    'availability_override', 'availability_block', 'session_participant',
    'calendar_feed', 'google_account', 'calendar_busy', 'my_session',
    'my_session_history',
    'my_session_note', 'my_session_feedback', 'my_proposal']) t;
SELECT is(pg_temp.count_as('belay_booking', NULL, t), 0::bigint,
    t || ': nothing for nobody') FROM unnest(ARRAY['expert',
    'session_participant', 'my_session', 'my_session_note', 'my_proposal',
    'google_account']) t;
SELECT is(pg_temp.count_as('belay_account', 900003, 'my_session'), 0::bigint,
    'nor on the dashboard');

-- What two share, each as far as it is theirs.
SELECT is(pg_temp.count_as('belay_booking', 900001, 'my_session_note'), 3::bigint,
    'the expert sees shared and private notes');
SELECT is(pg_temp.count_as('belay_booking', 900002, 'my_session_note'), 2::bigint,
    'the client no private ones');
SELECT is(pg_temp.count_as('belay_booking', 900001, 'my_session_feedback'),
    0::bigint, 'feedback is hidden until both wrote');
SELECT is(pg_temp.count_as('belay_booking', 900002, 'my_session_feedback'),
    1::bigint, 'but from its author');

-- No statement of a program reads or writes past the functions.
SELECT is(pg_temp.refusal(format('SELECT pg_temp.count_as(%L, 900001, %L)',
    'belay_booking', t)), '42501 permission denied for table ' || t,
    t || ' itself is closed')
    FROM unnest(ARRAY['session', 'session_history', 'session_proposal', 'busy',
        'session_note', 'session_feedback', 'expert_rating', 'google_event']) t;
SELECT is_empty($$
    SELECT r.role, t.relname, p.privilege
    FROM unnest(ARRAY['belay_booking', 'belay_account', 'belay_inbox',
            'belay_admin']) AS r (role),
        unnest(ARRAY['INSERT', 'UPDATE', 'DELETE']) AS p (privilege), pg_class t
    WHERE t.relnamespace = 'public'::regnamespace AND t.relkind = 'r'
        AND t.relname ~ '^(session|busy|expert)' AND has_table_privilege(r.role,
            t.oid, p.privilege)$$,
    'sessions and experts change by functions only');
SELECT is_empty($$
    SELECT r.role, p.proname FROM pg_proc p, unnest(ARRAY['belay_booking',
        'belay_account', 'belay_inbox']) AS r (role)
    WHERE p.pronamespace = 'public'::regnamespace
        AND p.proname ~ '^session_(admin|tick|expire|start_due|complete_due|take|make|log|tell|end|finish|missed|move_to|publish|cancel_all)'
        AND p.proname <> 'session_take_back'
        AND has_function_privilege(r.role, p.oid, 'EXECUTE')$$,
    'what is the admin''s, the worker''s or a part is not callable by members');
SELECT is_empty($$
    SELECT p.proname FROM pg_proc p
    WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef
        AND p.proowner = 'belay_owner'::regrole
        AND NOT coalesce(p.proconfig, '{}') @> ARRAY['search_path=public']$$,
    'every SECURITY DEFINER function has its search path fixed');
SELECT is_empty($$
    SELECT c.conrelid::regclass, c.conname FROM pg_constraint c
    WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace
        AND c.conrelid::regclass::text
            ~ '^(expert|session|availability|busy|calendar|google)'
        AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.conrelid
            AND i.indkey[0] = c.conkey[1])
        -- Its own number is the key; it is looked up from the other side.
        AND NOT (c.conrelid = 'expert_rank'::regclass)$$,
    'every foreign key begins an index');
SELECT is_empty($$
    SELECT c.conrelid::regclass::text, a.attname::text FROM pg_constraint c
    JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
    WHERE c.contype = 'f' AND c.confrelid IN ('users'::regclass,
            'expert'::regclass)
        AND NOT EXISTS (SELECT FROM person_data d
            WHERE (d.table_name, d.column_name)
                = (c.conrelid::regclass::text, a.attname::text))$$,
    'every column that names a person is registered for export and erasure');

-- Another's rows can't be written.
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
SELECT is(pg_temp.as_role('belay_booking', 900003,
    'DELETE FROM availability_rule'), '0', 'not deleted');
SELECT is(pg_temp.as_role('belay_booking', 900003, 'INSERT INTO
    availability_rule VALUES (900001, 1, 0, 1)'), '42501', 'not put in');
SELECT is(pg_temp.as_role('belay_booking', 900003, $$INSERT INTO calendar_feed
    VALUES (900001, 'x', now())$$), '42501', 'no feed of another''s');
SELECT is(pg_temp.as_role('belay_booking', 900003, $$UPDATE google_account
    SET state = 'revoked'$$), '0', 'no other calendar');
SELECT is(pg_temp.as_role('belay_booking', 900001,
    'DELETE FROM availability_rule'), '7', 'one''s own can');
SELECT is(pg_temp.refusal($$SELECT pg_temp.act(900002), note_write((SELECT id
    FROM made), (SELECT min(id) FROM session_note), NULL, 'mine now', NULL,
    NULL)$$), 'BL404 note_unknown', 'nobody rewrites another''s note');
SELECT is(pg_temp.refusal($$SELECT pg_temp.act(900003), note_write((SELECT id
    FROM made), NULL, 'shared', 'hello', NULL, NULL)$$),
    'BL404 session_unknown', 'nor writes in another''s session');

-- slots() tells times, not whose they are, and works for everybody.
SELECT is(pg_temp.count_as('belay_booking', NULL, $$slots(900004, 60,
    '2027-06-02', '2027-06-03', 'UTC')$$), 47::bigint,
    'visitors see free slots');
SELECT is((SELECT array_agg(a.attname::text ORDER BY a.attname)
    FROM pg_attribute a WHERE a.attrelid = 'expert_listing'::regclass
        AND a.attname IN ('email', 'meeting_link', 'user_id', 'alias')), NULL,
    'the directory has nothing private');

SELECT * FROM finish();
ROLLBACK;
