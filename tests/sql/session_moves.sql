-- The state machine of sessions (spec: states 4.1) as a table: every move, from
-- every status, by everybody.  What is not in the table is refused and changes
-- nothing.
BEGIN;
\ir fixture/booking.psql
SELECT no_plan();
SELECT pg_temp.expert(900001), pg_temp.person(900002), pg_temp.person(900003);
SELECT pg_temp.clock('2027-06-01 12:00Z');

-- move, who, from, to; the call, and how long before the start the clock stands.
CREATE TEMP TABLE allowed (move text, who text, status text, result text);
INSERT INTO allowed VALUES
    ('confirm', 'client', 'held', 'scheduled'),
    ('leave', 'client', 'held', 'expired'),
    ('accept', 'expert', 'requested', 'scheduled'),
    ('decline', 'expert', 'requested', 'declined'),
    ('cancel', 'client', 'held', 'expired'),
    ('cancel', 'client', 'requested', 'canceled'),
    ('cancel', 'client', 'scheduled', 'canceled'),
    ('cancel', 'expert', 'scheduled', 'canceled'),
    ('reschedule', 'client', 'scheduled', 'scheduled'),
    ('propose', 'expert', 'scheduled', 'scheduled'),
    ('accept_proposal', 'client', 'scheduled', 'scheduled'),
    ('start', 'expert', 'scheduled', 'in_progress'),
    ('complete', 'client', 'scheduled', 'completed'),
    ('complete', 'expert', 'scheduled', 'completed'),
    ('complete', 'client', 'in_progress', 'completed'),
    ('complete', 'expert', 'in_progress', 'completed'),
    ('no_show', 'client', 'scheduled', 'no_show'),
    ('no_show', 'expert', 'scheduled', 'no_show'),
    ('no_show', 'client', 'in_progress', 'no_show'),
    ('no_show', 'expert', 'in_progress', 'no_show'),
    ('take_back', 'expert', 'no_show', 'scheduled'),
    ('dispute', 'client', 'no_show', 'no_show'),
    ('dispute', 'client', 'completed', 'completed'),
    ('settle', 'client', 'no_show', 'no_show'),
    ('settle', 'expert', 'no_show', 'no_show'),
    ('emergency', 'client', 'in_progress', 'completed'),
    ('emergency', 'expert', 'in_progress', 'completed'),
    ('reveal', 'client', 'completed', 'completed'),
    ('reveal', 'expert', 'completed', 'completed'),
    ('feedback', 'client', 'completed', 'completed'),
    ('feedback', 'expert', 'completed', 'completed'),
    ('admin_cancel', 'admin', 'scheduled', 'canceled'),
    ('admin_move', 'admin', 'scheduled', 'scheduled'),
    ('admin_settle', 'admin', 'no_show', 'completed'),
    ('admin_resolve', 'admin', 'completed', 'completed'),
    ('admin_emergency', 'admin', 'in_progress', 'completed'),
    ('expire', 'system', 'held', 'expired'),
    ('expire', 'system', 'awaiting_payment', 'expired'),
    ('expire', 'system', 'requested', 'expired'),
    ('start_due', 'system', 'scheduled', 'in_progress'),
    ('complete_due', 'system', 'scheduled', 'completed'),
    ('complete_due', 'system', 'in_progress', 'completed');
CREATE TEMP TABLE called (move text, call text, before interval);
INSERT INTO called VALUES
    ('confirm', 'session_confirm(%s, NULL, ''free'')', '3 days'),
    ('leave', 'session_leave(%s)', '3 days'),
    ('accept', 'session_accept(%s)', '3 days'),
    ('decline', 'session_decline(%s, ''schedule'', NULL)', '3 days'),
    ('cancel', 'session_cancel(%s, ''schedule'', NULL)', '3 days'),
    ('reschedule', 'session_reschedule(%s, ''2027-06-09 15:00Z'')', '3 days'),
    ('propose', 'session_propose(%s, ''2027-06-09 15:00Z'')', '3 days'),
    ('accept_proposal', 'proposal_accept((SELECT id FROM session_proposal
        WHERE session_id = %s), NULL)', '3 days'),
    ('start', 'session_start(%s)', '5 minutes'),
    ('complete', 'session_complete(%s)', '-30 minutes'),
    ('no_show', 'session_no_show(%s)', '-30 minutes'),
    ('take_back', 'session_take_back(%s)', '-30 minutes'),
    ('dispute', 'session_dispute(%s, ''because'')', '-2 hours'),
    ('settle', 'session_settle(%s, ''completed'')', '-2 hours'),
    ('emergency', 'session_emergency(%s, ''help'')', '-30 minutes'),
    ('reveal', 'session_reveal(%s, ''offer'')', '-2 hours'),
    ('feedback', 'feedback_write(%s, 5, ''good'', NULL)', '-2 hours'),
    ('admin_cancel', 'session_admin_cancel(%s, ''asked'')', '3 days'),
    ('admin_move', 'session_admin_move(%s, ''2027-06-09 15:00Z'', ''asked'')',
        '3 days'),
    ('admin_settle', 'session_admin_settle(%s, ''completed'', ''asked'')',
        '-2 hours'),
    ('admin_resolve', 'session_admin_resolve(%s, ''refund'', ''asked'')',
        '-2 hours'),
    ('admin_emergency', 'session_admin_emergency(%s, ''asked'')',
        '-30 minutes'),
    ('expire', 'session_expire_due(100)', '3 days'),
    ('start_due', 'session_start_due(100)', '-1 minute'),
    ('complete_due', 'session_complete_due(100)', '-25 hours');

-- A session in a status, with what that status has.
CREATE FUNCTION pg_temp.session_in(status text, starts timestamptz, move text)
RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    made bigint;
BEGIN
    INSERT INTO session (kind, status, client_id, expert_id, session_type_id,
        type_kind, minutes, starts_at, ends_at, expires_at, anonymous,
        client_alias, canceled_at, completed_at, no_show_by, no_show_at,
        no_show_reported_by, disputed, disputed_at, created_at)
    VALUES ('mentor_call', status, 900002, 900001, 9000010, 'mentoring', 60,
        starts, starts + interval '1 hour', CASE WHEN status IN ('held',
        'awaiting_payment', 'requested') THEN app_now() + CASE move
            WHEN 'expire' THEN interval '0' ELSE interval '5 minutes' END END,
        move = 'reveal', CASE move WHEN 'reveal' THEN 'Calm Newt 11' END,
        CASE WHEN status IN ('canceled', 'declined') THEN app_now() END,
        CASE status WHEN 'completed' THEN app_now() - interval '1 hour' END,
        CASE status WHEN 'no_show' THEN 'client' END,
        CASE status WHEN 'no_show' THEN app_now() - interval '10 minutes' END,
        CASE status WHEN 'no_show' THEN 900001 END,
        move = 'admin_resolve' AND status = 'completed',
        CASE WHEN move = 'admin_resolve' THEN app_now() END,
        app_now() - interval '1 day')
    RETURNING id INTO made;
    IF move = 'accept_proposal' THEN
        INSERT INTO session_proposal (session_id, from_session_id, expert_id,
            client_id, starts, created_at, expires_at)
        VALUES (made, made, 900001, 900002, ARRAY[timestamptz
            '2027-06-09 15:00Z'], app_now(), app_now() + interval '1 day');
    END IF;
    RETURN made;
END $$;

-- Try one cell of the table in a subtransaction: what came of it.
CREATE FUNCTION pg_temp.try(move text, call text, before interval, who text,
    status text, OUT answer text, OUT result text, OUT changed boolean,
    OUT logged boolean) LANGUAGE plpgsql AS $$
DECLARE
    made bigint;
    row_before jsonb;
BEGIN
    BEGIN
        made := pg_temp.session_in(status, app_now() + before, move);
        SELECT to_jsonb(s) INTO row_before FROM session s WHERE s.id = made;
        PERFORM pg_temp.act(CASE who WHEN 'client' THEN 900002
            WHEN 'expert' THEN 900001 WHEN 'system' THEN NULL ELSE 900003 END);
        BEGIN
            EXECUTE 'SELECT ' || format(call, made);
            answer := 'ok';
        EXCEPTION WHEN OTHERS THEN
            answer := SQLSTATE || ' ' || SQLERRM;
        END;
        SELECT s.status, to_jsonb(s) <> row_before INTO result, changed
            FROM session s WHERE s.id = made;
        logged := EXISTS (SELECT FROM session_history h
            WHERE h.session_id = made);
        RAISE EXCEPTION USING ERRCODE = 'ZZ000';
    EXCEPTION WHEN SQLSTATE 'ZZ000' THEN
        RETURN;
    END;
END $$;

CREATE TEMP TABLE tried AS
SELECT c.move, w.who, s.status, a.result AS expected, t.*
FROM called c
CROSS JOIN unnest(ARRAY['held', 'awaiting_payment', 'requested', 'scheduled',
    'in_progress', 'completed', 'canceled', 'no_show', 'declined', 'expired'])
    AS s (status)
JOIN unnest(ARRAY['client', 'expert', 'stranger', 'admin', 'system'])
    AS w (who) ON (w.who = 'admin') = (c.move LIKE 'admin%')
        AND (w.who = 'system') = (c.move IN ('expire', 'start_due',
            'complete_due'))
LEFT JOIN allowed a ON (a.move, a.who, a.status) = (c.move, w.who, s.status)
CROSS JOIN LATERAL pg_temp.try(c.move, c.call, c.before, w.who, s.status)
    AS t (answer, actual, changed, logged);

SELECT cmp_ok((SELECT count(*) FROM tried), '>=', 540::bigint,
    'every move from every status by everybody was tried');
SELECT is_empty($$SELECT move, who, status, answer, actual FROM tried
    WHERE expected IS NOT NULL AND (answer <> 'ok' OR actual <> expected
        OR (NOT changed AND move <> 'feedback')
        OR (NOT logged AND move <> 'feedback'))$$,
    'what is allowed happens and is in the history');
SELECT is_empty($$SELECT move, who, status, answer, actual FROM tried
    WHERE expected IS NULL AND who <> 'system' AND answer !~ '^BL(409|404) '$$,
    'everything else is refused with 409, or 404 for who is no party');
SELECT is_empty($$SELECT move, who, status, answer FROM tried
    WHERE who = 'stranger' AND answer !~ '^BL404 '$$,
    'a stranger does not learn that the session exists');
SELECT is_empty($$SELECT move, who, status, answer FROM tried
    WHERE expected IS NULL AND (changed OR logged OR actual <> status)$$,
    'a refusal changes nothing');

-- The list in a refusal is what would be allowed.
SELECT pg_temp.act(900002);
CREATE TEMP TABLE one AS SELECT pg_temp.session_in('scheduled',
    app_now() + interval '3 days', '') AS id;
CREATE FUNCTION pg_temp.detail(statement text) RETURNS jsonb LANGUAGE plpgsql
AS $$
DECLARE
    d text;
BEGIN
    EXECUTE statement;
    RETURN NULL;
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS d = PG_EXCEPTION_DETAIL;
    RETURN d::jsonb;
END $$;
SELECT is(pg_temp.detail(format('SELECT session_accept(%s)', id)),
    '{"state": "scheduled", "allowed": ["cancel", "reschedule"]}',
    'a refusal lists what the client may do') FROM one;
SELECT pg_temp.act(900001);
SELECT is(pg_temp.detail(format('SELECT session_accept(%s)', id)),
    '{"state": "scheduled", "allowed": ["cancel", "propose"]}',
    'and what the expert may do') FROM one;
SELECT is(session_moves_of(id), ARRAY['cancel', 'propose'],
    'the page asks the same') FROM one;
SELECT is(pg_temp.refusal(format('SELECT session_cancel(%s, ''illness'', NULL,
    7)', id)), 'BL409 session_changed', 'a page that is out of date is refused')
    FROM one;
SELECT is(pg_temp.refusal(format('SELECT session_cancel(%s, ''illness'', NULL,
    1)', id)), 'ok', 'one that is not, is not') FROM one;

-- --- edges of time -----------------------------------------------------------
CREATE FUNCTION pg_temp.at(status text, move text, before interval, who bigint,
    call text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    made bigint;
    answer text;
BEGIN
    BEGIN
        PERFORM pg_temp.act(who);
        made := pg_temp.session_in(status, app_now() + before, move);
        answer := pg_temp.refusal('SELECT ' || format(call, made));
        RAISE EXCEPTION USING ERRCODE = 'ZZ000';
    EXCEPTION WHEN SQLSTATE 'ZZ000' THEN
        RETURN answer;
    END;
END $$;
SELECT is(pg_temp.at('scheduled', '', before::interval, who, call), answer,
    format('%s, %s before the start', call, before))
FROM (VALUES
    ('24:00:00', 900002, 'session_reschedule(%s, ''2027-06-09 15:00Z'')', 'ok'),
    ('23:59:59', 900002, 'session_reschedule(%s, ''2027-06-09 15:00Z'')',
        'BL409 session_too_late'),
    ('00:00:01', 900001, 'session_propose(%s, ''2027-06-09 15:00Z'')', 'ok'),
    ('00:00:00', 900001, 'session_propose(%s, ''2027-06-09 15:00Z'')',
        'BL409 session_started'),
    ('00:00:01', 900002, 'session_cancel(%s, ''illness'', NULL)', 'ok'),
    ('00:00:00', 900002, 'session_cancel(%s, ''illness'', NULL)',
        'BL409 session_started'),
    ('00:10:01', 900001, 'session_start(%s)', 'BL409 session_too_early'),
    ('00:10:00', 900001, 'session_start(%s)', 'ok'),
    ('-00:59:59', 900001, 'session_start(%s)', 'ok'),
    ('-01:00:00', 900001, 'session_start(%s)', 'BL409 session_over'),
    ('-00:09:59', 900002, 'session_complete(%s)', 'BL409 session_too_early'),
    ('-00:10:00', 900002, 'session_complete(%s)', 'ok'),
    ('-00:09:59', 900001, 'session_no_show(%s)', 'BL409 session_too_early'),
    ('-00:10:00', 900001, 'session_no_show(%s)', 'ok'),
    ('-25:00:00', 900001, 'session_no_show(%s)', 'ok'),
    ('-25:00:01', 900001, 'session_no_show(%s)', 'BL409 session_too_late'))
    AS t (before, who, call, answer);

-- What was reported at 12:00 by the expert.
CREATE TEMP TABLE missed AS SELECT pg_temp.session_in('no_show',
    app_now() - interval '2 hours', '') AS id;
UPDATE session SET no_show_at = '2027-06-01 12:00Z'
    WHERE id = (SELECT id FROM missed);
SELECT is(pg_temp.refusal(format('SELECT pg_temp.clock(%L), pg_temp.act(%s),
    %s', at, who, format(call, id))), answer, format('%s at %s', call, at))
FROM missed, (VALUES
    ('2027-06-01 13:00:00Z', 900001, 'session_take_back(%s)', 'ok'),
    ('2027-06-01 13:00:01Z', 900001, 'session_take_back(%s)',
        'BL409 session_too_late'),
    ('2027-06-04 12:00:00Z', 900002, 'session_dispute(%s, ''no'')', 'ok'),
    ('2027-06-04 12:00:01Z', 900002, 'session_dispute(%s, ''no'')',
        'BL409 session_too_late'),
    ('2027-06-01 12:00:00Z', 900001, 'session_dispute(%s, ''no'')',
        'BL409 session_not_yours'),
    ('2027-06-04 12:00:00Z', 900001, 'session_settle(%s, ''canceled'')', 'ok'),
    ('2027-06-04 12:00:01Z', 900001, 'session_settle(%s, ''canceled'')',
        'BL409 session_too_late')) AS t (at, who, call, answer);
SELECT pg_temp.clock('2027-06-01 12:00Z');

-- A session whose room measures attendance is decided by the room.
CREATE TEMP TABLE room AS SELECT pg_temp.session_in('in_progress',
    app_now() - interval '75 minutes', '') AS id;
UPDATE session SET by_presence = true WHERE id = (SELECT id FROM room);
SELECT pg_temp.act(900002);
SELECT is(pg_temp.refusal(format(c, id)), 'BL409 session_room_decides', c)
    FROM room, unnest(ARRAY['SELECT session_complete(%s)',
    'SELECT session_no_show(%s)']) c;
SELECT is(session_complete_due(10) + session_start_due(10), 0,
    'the clock leaves it alone');
CREATE FUNCTION pg_temp.room(client int, expert int, overlap int) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
    answer text;
BEGIN
    PERFORM session_room_closed((SELECT id FROM room), client, expert, overlap);
    SELECT concat_ws(' ', s.status, s.no_show_by, CASE WHEN s.disputed
        THEN 'disputed' END) INTO answer FROM session s JOIN room USING (id);
    RAISE EXCEPTION USING ERRCODE = 'ZZ000', MESSAGE = answer;
EXCEPTION WHEN SQLSTATE 'ZZ000' THEN
    RETURN SQLERRM;
END $$;
SELECT is(pg_temp.room(3000, 3300, 2900), 'completed', 'both were there');
SELECT is(pg_temp.room(600, 600, 600), 'completed', 'ten minutes are enough');
SELECT is(pg_temp.room(599, 700, 599), 'completed disputed', 'nine are not');
SELECT is(pg_temp.room(0, 900, 0), 'no_show client', 'the client never came');
SELECT is(pg_temp.room(900, 0, 0), 'no_show provider', 'nor the expert');
SELECT is(pg_temp.room(0, 0, 0), 'no_show both', 'nobody came');

SELECT * FROM finish();
ROLLBACK;
