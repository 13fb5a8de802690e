-- Sessions from the first hold to the last word, with the clock moved.
BEGIN;
\ir fixture/booking.psql
SELECT no_plan();
SELECT pg_temp.clock('2027-06-01 08:00Z');
SELECT pg_temp.expert(900001), pg_temp.person(900002), pg_temp.person(900003),
    pg_temp.expert(900004, 'interviewer'), pg_temp.expert(900005, 'concierge');
CREATE TEMP TABLE made (name text PRIMARY KEY, id bigint);
GRANT ALL ON made TO PUBLIC;
CREATE FUNCTION pg_temp.s(name text) RETURNS bigint LANGUAGE sql AS $$
    SELECT id FROM made m WHERE m.name = s.name $$;
CREATE FUNCTION pg_temp.session(name text) RETURNS session LANGUAGE sql AS $$
    SELECT x FROM session x WHERE x.id = pg_temp.s(name) $$;
CREATE FUNCTION pg_temp.jobs(wanted text, name text) RETURNS bigint LANGUAGE sql
AS $$ SELECT count(*) FROM job WHERE kind = wanted
    AND payload ->> 'session_id' = pg_temp.s(name)::text $$;
CREATE FUNCTION pg_temp.told(who bigint, wanted text) RETURNS bigint LANGUAGE sql
AS $$ SELECT count(*) FROM notification WHERE user_id = who AND type = wanted $$;

-- --- who may book ------------------------------------------------------------
SELECT pg_temp.act(NULL);
SELECT is(pg_temp.refusal($$SELECT session_hold(9000010, 9000010,
    '2027-06-03 10:00Z')$$), 'BL403 member_not_active', 'nobody may not');
SELECT pg_temp.act(900002);
UPDATE users SET verified_at = NULL WHERE id = 900002;
SELECT is(pg_temp.refusal($$SELECT session_hold(9000010, 9000010,
    '2027-06-03 10:00Z')$$), 'BL403 member_not_verified', 'nor an unverified');
UPDATE users SET verified_at = now() WHERE id = 900002;
SELECT is(pg_temp.refusal($$SELECT session_hold(1, 9000010,
    '2027-06-03 10:00Z')$$), 'BL404 expert_unknown', 'nobody to book');
UPDATE expert_kind SET status = 'paused' WHERE user_id = 900001;
SELECT is(pg_temp.refusal($$SELECT session_hold(9000010, 9000010,
    '2027-06-03 10:00Z')$$), 'BL404 expert_unknown', 'not while paused');
UPDATE expert_kind SET status = 'verified' WHERE user_id = 900001;
SELECT is(pg_temp.refusal($$SELECT session_hold(9000010, 9000040,
    '2027-06-03 10:00Z')$$), 'BL422 session_type_unknown',
    'not another''s session type');
INSERT INTO block VALUES (900001, 900002, now());
SELECT is(pg_temp.refusal($$SELECT session_hold(9000010, 9000010,
    '2027-06-03 10:00Z')$$), 'BL403 session_blocked', 'not across a block');
DELETE FROM block;
SELECT pg_temp.act(900001);
SELECT is(pg_temp.refusal($$SELECT session_hold(9000010, 9000010,
    '2027-06-03 10:00Z')$$), 'BL409 session_with_oneself', 'not oneself');

-- --- hold --------------------------------------------------------------------
SELECT pg_temp.act(900002);
INSERT INTO made SELECT 'hold', session_hold(9000010, 9000010,
    '2027-06-03 10:00Z', 'closures');
SELECT is(session_hold(9000010, 9000010, '2027-06-03 10:00Z'),
    pg_temp.s('hold'), 'asking again gives the same hold');
SELECT is((pg_temp.session('hold')).expires_at, '2027-06-01 08:10Z',
    'for ten minutes');
SELECT pg_temp.act(900003);
SELECT is(pg_temp.refusal($$SELECT session_hold(9000010, 9000010,
    '2027-06-03 10:30Z')$$), 'BL409 slot_taken', 'it keeps others out');
SELECT pg_temp.act(900002);
INSERT INTO made SELECT 'other hold', session_hold(9000010, 9000010,
    '2027-06-03 14:00Z');
SELECT is((pg_temp.session('hold')).status, 'expired',
    'one hold per member and expert: the newest');
SELECT isnt(session_hold(9000050, 9000050, '2027-06-03 18:00Z'),
    pg_temp.s('other hold'), 'and one with each expert');
SELECT is((pg_temp.session('other hold')).status, 'held', 'both stand');
SELECT pg_temp.wait('10 minutes');
SELECT is(pg_temp.refusal(format('SELECT session_confirm(%s, NULL, ''free'')',
    pg_temp.s('other hold'))), 'BL409 session_expired',
    'an old hold is worth nothing, though no worker came');
SELECT pg_temp.act(900003);
INSERT INTO made SELECT 'taken over', session_book(9000010, 9000010,
    '2027-06-03 14:00Z', 'mine', 'free');
SELECT is((pg_temp.session('other hold')).status, 'expired',
    'and gives way to who comes next');
SELECT is((pg_temp.session('taken over')).status, 'scheduled', 'who has it');

-- --- booking -----------------------------------------------------------------
SELECT pg_temp.act(900002);
SELECT is(pg_temp.refusal(format('SELECT session_book(9000010, %s,
    ''2027-06-04 18:00Z'', NULL, %L)', t, p)), a, format('pay with %s', p))
FROM (VALUES (9000010, 'free', 'ok'), (9000012, 'free',
        'BL422 pay_with_has_a_price'), (9000012, 'order', 'ok'),
    (9000010, 'order', 'BL422 pay_with_is_free'), (9000010, 'pack:3',
        'BL422 pack_unknown'), (9000010, 'pack:x',
        'BL422 pay_with_unknown'), (9000010, NULL,
        'BL422 pay_with_unknown')) AS t (t, p, a);
INSERT INTO made SELECT 'one', session_book(9000010, 9000010,
    '2027-06-05 10:00Z', 'closures', 'free');
SELECT results_eq($$SELECT status, kind, minutes, sequence, paid_by, goals,
    expires_at, ends_at FROM session WHERE id = pg_temp.s('one')$$,
    $$VALUES ('scheduled', 'mentor_call', 60, 0, 'free', 'closures',
    NULL::timestamptz, timestamptz '2027-06-05 11:00Z')$$, 'a booked session');
SELECT results_eq($$SELECT move, side, from_status, to_status
    FROM session_history WHERE session_id = pg_temp.s('one') ORDER BY id$$,
    $$VALUES ('hold', 'client', NULL, 'held'),
        ('confirm', 'client', 'held', 'scheduled')$$, 'its history');
SELECT results_eq($$SELECT payload ->> 'what', run_at FROM job
    WHERE kind = 'session.remind' AND payload ->> 'session_id'
        = pg_temp.s('one')::text ORDER BY run_at$$,
    $$VALUES ('day', timestamptz '2027-06-04 10:00Z'), ('hour',
    '2027-06-05 09:00Z'), ('end', '2027-06-05 11:00Z')$$, 'its reminders');
SELECT is(pg_temp.jobs('session.invite', 'one'), 1::bigint, 'its invitation');
SELECT is(array[pg_temp.told(900001, 'session_booked'),
    pg_temp.told(900002, 'session_booked')], array[2, 1]::bigint[],
    'both are told of what concerns them');
SELECT is((SELECT data ->> 'other' FROM notification WHERE user_id = 900001
    AND link = '/sessions/' || pg_temp.s('one') LIMIT 1), 'Person 900002',
    'by name');

-- --- moving ------------------------------------------------------------------
SELECT is((session_reschedule(pg_temp.s('one'), '2027-06-05 10:30Z'),
    (pg_temp.session('one')).sequence)::text, '("",1)',
    'moved to overlap its own old time');
SELECT is((SELECT during FROM busy WHERE person_id = 900002
    AND session_id = pg_temp.s('one')),
    '[2027-06-05 10:30Z, 2027-06-05 11:30Z)', 'the busy time moved with it');
SELECT is((SELECT starts_at FROM session_participant WHERE person_id = 900001
    AND session_id = pg_temp.s('one')), '2027-06-05 10:30Z', 'the lists too');
SELECT is(pg_temp.jobs('session.remind', 'one'), 6::bigint,
    'with reminders of its own');
SELECT is(pg_temp.refusal(format('SELECT session_reschedule(%s,
    ''2027-06-03 14:00Z'')', pg_temp.s('one'))), 'BL409 slot_taken',
    'not on to another session');
SELECT session_reschedule(pg_temp.s('one'), '2027-06-07 10:00Z');
SELECT is(pg_temp.refusal(format('SELECT session_reschedule(%s,
    ''2027-06-08 10:00Z'')', pg_temp.s('one'))), 'BL409 session_moves_used',
    'twice, not a third time');
SELECT results_eq($$SELECT uid = (SELECT uid FROM session_invitation(
    pg_temp.s('one')) LIMIT 1), sequence FROM session
    WHERE id = pg_temp.s('one')$$, 'VALUES (true, 2)', 'one UID for life');

-- Proposals: the old time stands until the client accepts.
SELECT pg_temp.act(900001);
INSERT INTO made SELECT 'proposal', session_propose(pg_temp.s('one'),
    '2027-06-07 15:00Z', 'a flight');
SELECT is((pg_temp.session('one')).starts_at, '2027-06-07 10:00Z', 'it stands');
SELECT pg_temp.act(900003);
SELECT is(pg_temp.refusal(format('SELECT proposal_accept(%s, NULL)',
    pg_temp.s('proposal'))), 'BL404 proposal_unknown', 'not a stranger''s');
SELECT pg_temp.act(900002);
SELECT is(pg_temp.refusal(format('SELECT proposal_accept(%s,
    ''2027-06-07 16:00Z'')', pg_temp.s('proposal'))), 'BL422 proposal_start',
    'only what was proposed');
SELECT pg_temp.wait('24 hours');
SELECT is(pg_temp.refusal(format('SELECT proposal_accept(%s, NULL)',
    pg_temp.s('proposal'))), 'BL409 session_no_proposal', 'within 24 hours');
SELECT is(session_tick(50) > 0, true, 'the worker cleans up');
SELECT is((SELECT status FROM session_proposal WHERE id = pg_temp.s('proposal')),
    'expired', 'and closes it');
SELECT pg_temp.act(900001);
UPDATE made SET id = session_propose(pg_temp.s('one'), '2027-06-07 15:00Z')
    WHERE name = 'proposal';
SELECT is(pg_temp.refusal(format('SELECT session_propose(%s,
    ''2027-06-07 16:00Z'')', pg_temp.s('one'))), 'BL409 session_proposals_used',
    'twice, not a third time');
SELECT pg_temp.act(900002);
SELECT is(proposal_accept(pg_temp.s('proposal'), NULL), pg_temp.s('one'),
    'accepted');
SELECT is(((pg_temp.session('one')).starts_at, (pg_temp.session('one')).sequence,
    (pg_temp.session('one')).client_moves)::text,
    '("2027-06-07 15:00:00+00",3,2)', 'moved, and not as the client''s move');

-- Up to three starts of a new session.
SELECT pg_temp.act(900001);
SELECT is(pg_temp.refusal(format('SELECT session_propose_new(%s, 9000010,
    %L::timestamptz[])', pg_temp.s('one'), starts)), answer, starts)
FROM (VALUES ('{}', 'BL422 proposal_starts'),
    ('{2027-06-08 10:00Z,2027-06-08 12:00Z,2027-06-08 14:00Z,2027-06-09 10:00Z}',
        'BL422 proposal_starts'), ('{2027-06-07 15:30Z}', 'BL409 slot_taken'),
    ('{2027-05-08 10:00Z}', 'BL409 slot_past')) AS t (starts, answer);
INSERT INTO made SELECT 'offer', session_propose_new(pg_temp.s('one'), 9000010,
    '{2027-06-08 10:00Z, 2027-06-08 12:00Z}', 'again?');
SELECT pg_temp.act(900003);
INSERT INTO made SELECT 'between', session_book(9000010, 9000010,
    '2027-06-08 10:00Z', NULL, 'free');
SELECT pg_temp.act(900002);
SELECT is(pg_temp.refusal(format('SELECT proposal_accept(%s,
    ''2027-06-08 10:00Z'')', pg_temp.s('offer'))), 'BL409 slot_taken',
    'a proposal holds nothing');
INSERT INTO made SELECT 'two', proposal_accept(pg_temp.s('offer'),
    '2027-06-08 12:00Z');
SELECT is((pg_temp.session('two')).status, 'scheduled', 'one click books it');
SELECT is(pg_temp.refusal(format('SELECT proposal_accept(%s,
    ''2027-06-08 12:00Z'')', pg_temp.s('offer'))), 'BL409 session_no_proposal',
    'a second does not');
SELECT pg_temp.act(900001);
INSERT INTO made SELECT 'offer 2', session_propose_new(pg_temp.s('one'), 9000010,
    '{2027-06-08 14:00Z}');
SELECT pg_temp.act(900002);
SELECT proposal_close(pg_temp.s('offer 2'));
SELECT is((SELECT status FROM session_proposal WHERE id = pg_temp.s('offer 2')),
    'refused', 'or is refused');

-- --- cancelling --------------------------------------------------------------
SELECT is((SELECT (move, return_percent, late)::text FROM
    session_cancel_preview(pg_temp.s('two'))), '(cancel,100,f)',
    'what comes back is said first');
SELECT is(pg_temp.refusal(format('SELECT session_cancel(%s, ''other'', '' '')',
    pg_temp.s('two'))), 'BL422 reason_words_missing', 'other needs words');
SELECT is(pg_temp.refusal(format('SELECT session_cancel(%s, ''suspended'', '''')',
    pg_temp.s('two'))), 'BL422 reason_unknown', 'the system''s reasons are its own');
SELECT session_cancel(pg_temp.s('two'), 'schedule', 'sorry');
SELECT results_eq($$SELECT status, canceled_side, canceled_by, cancel_code,
    cancel_words, return_percent, sequence FROM session
    WHERE id = pg_temp.s('two')$$, $$VALUES ('canceled', 'client', 900002::bigint,
    'schedule', 'sorry', 100, 1)$$, 'who, why and what went back is kept');
SELECT is((SELECT count(*) FROM busy WHERE session_id = pg_temp.s('two')),
    0::bigint, 'the time is free again');
SELECT is((SELECT payload ->> 'method' FROM job WHERE kind = 'session.invite'
    AND payload ->> 'session_id' = pg_temp.s('two')::text ORDER BY id DESC
    LIMIT 1), 'CANCEL', 'calendars are told');
SELECT pg_temp.act(900003);
SELECT pg_temp.clock('2027-06-02 15:00Z');
UPDATE session SET late_return_percent = 25 WHERE id = pg_temp.s('taken over');
SELECT session_cancel(pg_temp.s('taken over'), 'illness', NULL);
SELECT is((pg_temp.session('taken over')).return_percent, 25,
    'late: the expert''s own policy');
SELECT pg_temp.act(900001);
SELECT session_cancel(pg_temp.s('one'), 'illness', NULL);
SELECT pg_temp.work();
SELECT results_eq('SELECT cancel_count, reliability FROM expert
    WHERE user_id = 900001', 'VALUES (1, 0)',
    'an expert''s own counts against reliability');
SELECT is((pg_temp.session('one')).return_percent, 100, 'and returns all');
SELECT session_remind(pg_temp.s('one'), 3, 'day');
SELECT is(pg_temp.told(900002, 'session_reminder'), 0::bigint,
    'nobody is reminded of what is off');

SELECT pg_temp.act(900003);
SELECT session_cancel(pg_temp.s('between'), 'mistake', NULL);

-- --- confirmed by hand -------------------------------------------------------
SELECT pg_temp.clock('2027-06-10 08:00Z');
UPDATE expert SET confirm_by_hand = true WHERE user_id = 900001;
SELECT pg_temp.act(900002);
INSERT INTO made SELECT 'asked', session_book(9000010, 9000010,
    '2027-06-10 20:00Z', NULL, 'free');
SELECT is(((pg_temp.session('asked')).status,
    (pg_temp.session('asked')).expires_at)::text,
    '(requested,"2027-06-10 18:00:00+00")', 'until two hours before');
INSERT INTO made SELECT 'asked late', session_book(9000010, 9000010,
    '2027-06-20 20:00Z', NULL, 'free');
SELECT is((pg_temp.session('asked late')).expires_at, '2027-06-11 08:00Z',
    'or a day');
SELECT is(pg_temp.refusal($$SELECT session_book(9000010, 9000010,
    '2027-06-10 09:30Z', NULL, 'free')$$), 'BL409 session_too_late_to_ask',
    'not when there is no time to answer');
SELECT pg_temp.act(900003);
SELECT is(pg_temp.refusal($$SELECT session_book(9000010, 9000010,
    '2027-06-10 20:00Z', NULL, 'free')$$), 'BL409 slot_taken',
    'two can not ask for one slot');
SELECT pg_temp.act(900001);
SELECT session_accept(pg_temp.s('asked'));
SELECT is((pg_temp.session('asked')).status, 'scheduled', 'accepted');
SELECT is(pg_temp.refusal(format('SELECT session_decline(%s, NULL, NULL)',
    pg_temp.s('asked late'))), 'BL422 reason_unknown', 'declined with a reason');
SELECT pg_temp.clock('2027-06-11 08:00Z');
SELECT is(pg_temp.refusal(format('SELECT session_accept(%s)',
    pg_temp.s('asked late'))), 'BL409 session_expired', 'too late to accept');
SELECT session_expire_due(10);
SELECT is((pg_temp.session('asked late')).status, 'expired', 'it ran out');
SELECT is(pg_temp.told(900002, 'session_declined'), 1::bigint,
    'and the client is told');
SELECT is(session_expire_due(10), 0, 'once');
UPDATE expert SET confirm_by_hand = false WHERE user_id = 900001;

-- --- the day itself ----------------------------------------------------------
SELECT pg_temp.clock('2027-06-10 20:00Z');
SELECT is(session_start_due(10), 1, 'it begins by the clock');
SELECT is(session_start_due(10), 0, 'once');
SELECT is((pg_temp.session('asked')).status, 'in_progress', 'and is going on');
SELECT pg_temp.clock('2027-06-10 21:00Z');
SELECT session_remind(pg_temp.s('asked'), 0, 'end');
SELECT is((SELECT data -> 'ask' FROM notification WHERE user_id = 900002
    AND type = 'session_completed'), 'true', 'at the end both are asked');
SELECT pg_temp.clock('2027-06-11 20:59:59Z');
SELECT is(session_complete_due(10), 0, 'silence is not yet consent');
SELECT pg_temp.clock('2027-06-11 21:00Z');
SELECT is(session_complete_due(10), 1, 'after a day it is');
SELECT is(session_complete_due(10), 0, 'once');
SELECT pg_temp.work();
SELECT is((SELECT kept_count FROM expert WHERE user_id = 900001), 1,
    'it counts for the expert');

-- --- feedback ----------------------------------------------------------------
SELECT pg_temp.act(900002);
SELECT is(pg_temp.refusal(format('SELECT feedback_write(%s, 6, NULL, NULL)',
    pg_temp.s('asked'))), 'BL422 stars_range', 'one to five');
SELECT is(pg_temp.refusal(format('SELECT feedback_write(%s, 5, NULL,
    ''{"beauty": 5}'')', pg_temp.s('asked'))), 'BL422 rubric_unknown',
    'by the rubric');
SELECT feedback_write(pg_temp.s('asked'), 4, 'helped', '{"clarity": 5}');
SELECT feedback_write(pg_temp.s('asked'), 5, 'helped much', '{"clarity": 5}');
SELECT pg_temp.work();
SELECT is((SELECT rating_count FROM expert WHERE user_id = 900001), 0,
    'not shown while the other has not written');
SELECT pg_temp.act(900001);
SELECT is((SELECT count(*) FROM my_session_feedback), 0::bigint, 'nor to them');
SELECT feedback_write(pg_temp.s('asked'), 5, 'came prepared', NULL);
SELECT is((SELECT count(*) FROM my_session_feedback), 2::bigint, 'then both are');
SELECT pg_temp.work();
SELECT is((SELECT (rating_count, rating_mean)::text FROM expert
    WHERE user_id = 900001), '(1,4.17)', '(5 x 4.0 + 5) / 6');
SELECT is(pg_temp.refusal(format('SELECT feedback_write(%s, 1, NULL, NULL)',
    pg_temp.s('asked'))), 'BL409 feedback_shown', 'what is shown stays');
SELECT rating_reply((SELECT max(id) FROM expert_rating), 'thank you');
SELECT is(pg_temp.refusal('SELECT rating_reply((SELECT max(id)
    FROM expert_rating), ''again'')'), 'BL409 rating_answered', 'one reply');
SELECT is((SELECT (author_name, reply)::text FROM public_rating),
    '("Person 900002","thank you")', 'as everybody sees it');
SELECT rating_hide((SELECT max(id) FROM expert_rating), true);
SELECT pg_temp.work();
SELECT is((SELECT rating_count FROM expert WHERE user_id = 900001), 0,
    'moderation takes it out of the figure');

-- --- nobody came -------------------------------------------------------------
SELECT pg_temp.clock('2027-07-01 08:00Z');
SELECT pg_temp.act(900002);
INSERT INTO made SELECT 'missed', session_book(9000010, 9000010,
    '2027-07-02 10:00Z', NULL, 'free');
SELECT pg_temp.clock('2027-07-02 10:10Z');
SELECT session_start_due(10);
SELECT pg_temp.act(900001);
SELECT session_no_show(pg_temp.s('missed'));
SELECT is(((pg_temp.session('missed')).status,
    (pg_temp.session('missed')).no_show_by,
    (pg_temp.session('missed')).return_percent)::text, '(no_show,client,0)',
    'the client did not come');
SELECT session_take_back(pg_temp.s('missed'));
SELECT is((pg_temp.session('missed')).status, 'scheduled', 'they did after all');
SELECT pg_temp.act(900002);
SELECT session_no_show(pg_temp.s('missed'));
SELECT pg_temp.work();
SELECT is((SELECT no_show_count FROM expert WHERE user_id = 900001), 1,
    'the expert did not: a mark');
SELECT pg_temp.act(900001);
SELECT is(pg_temp.refusal(format('SELECT session_take_back(%s)',
    pg_temp.s('missed'))), 'BL409 session_not_yours', 'not theirs to take back');
SELECT session_dispute(pg_temp.s('missed'), 'I waited');
SELECT is((SELECT count(*) FROM job WHERE kind = 'session.disputed'), 1::bigint,
    'safety hears of it');
SELECT is(session_settle(pg_temp.s('missed'), 'canceled'), false, 'one says');
SELECT pg_temp.act(900002);
SELECT is(session_settle(pg_temp.s('missed'), 'completed'), false,
    'the other says otherwise');
SELECT is(session_settle(pg_temp.s('missed'), 'canceled'), true, 'they agree');
SELECT pg_temp.work();
SELECT is((SELECT (no_show_count, cancel_count)::text FROM expert
    WHERE user_id = 900001), '(0,1)', 'and no mark remains');

-- --- anonymous ---------------------------------------------------------------
SELECT pg_temp.act(900002);
UPDATE expert SET meeting_link = 'https://zoom.example/ines'
    WHERE user_id = 900004;
INSERT INTO made SELECT 'mock', session_book(9000040, 9000040,
    '2027-07-05 10:00Z', NULL, 'free');
SELECT results_eq($$SELECT expert_name, expert_handle, other_id, meeting_link
    FROM my_session WHERE id = pg_temp.s('mock')$$, $$VALUES
    ('Quiet Otter 900004', NULL, NULL::bigint, NULL)$$,
    'the client sees the alias, and no link that tells');
SELECT pg_temp.act(900004);
SELECT is((SELECT m.client_id IS NULL AND m.client_name = s.client_alias
    FROM my_session m JOIN session s USING (id) WHERE id = pg_temp.s('mock')), true,
    'the interviewer sees the client''s');
SELECT is((SELECT count(*) FROM notification WHERE user_id IN (900002, 900004)
    AND link = '/sessions/' || pg_temp.s('mock') AND data::text
    ~ 'Person 90000[24]'), 0::bigint, 'no notice names anybody');
SELECT is((SELECT count(*) FROM session_invitation(pg_temp.s('mock')) i
    WHERE i.person_name ~ 'Person' OR i.other_name ~ 'Person'), 0::bigint,
    'nor does the invitation');
SELECT is(pg_temp.refusal(format('SELECT session_reveal(%s, ''offer'')',
    pg_temp.s('mock'))), 'BL409 reveal_not_now', 'no reveal before the end');
SELECT pg_temp.clock('2027-07-05 10:50Z');
SELECT session_complete(pg_temp.s('mock'));
SELECT is(session_reveal(pg_temp.s('mock'), 'offer'), 'offered_by_expert', 'offer');
SELECT is(pg_temp.refusal(format('SELECT session_reveal(%s, ''agree'')',
    pg_temp.s('mock'))), 'BL409 reveal_not_now', 'not to oneself');
SELECT is(session_reveal(pg_temp.s('mock'), 'withdraw'), 'none', 'withdraw');
SELECT session_reveal(pg_temp.s('mock'), 'offer');
SELECT pg_temp.act(900002);
SELECT is(session_reveal(pg_temp.s('mock'), 'refuse'), 'refused', 'refuse');
SELECT pg_temp.act(900004);
SELECT is(session_reveal(pg_temp.s('mock'), 'offer'), 'offered_by_expert',
    'once more');
SELECT is((SELECT count(*) FROM my_session WHERE id = pg_temp.s('mock')
    AND (other_id IS NOT NULL OR client_name ~ 'Person')), 0::bigint,
    'an offer shows nothing');
SELECT pg_temp.act(900002);
SELECT is(session_reveal(pg_temp.s('mock'), 'offer'), 'mutual',
    'an offer that meets one is agreement');
SELECT is((SELECT (expert_name, client_name, other_id)::text FROM my_session
    WHERE id = pg_temp.s('mock')), '("Person 900004","Person 900002",900004)',
    'both are shown');
SELECT is((pg_temp.session('mock')).reveal_shown #>> '{client,display_name}',
    'Person 900002', 'what was shown is kept');
SELECT is(pg_temp.refusal(format('SELECT session_reveal(%s, ''withdraw'')',
    pg_temp.s('mock'))), 'BL409 reveal_not_now', 'for good');
SELECT feedback_write(pg_temp.s('mock'), 3, NULL, NULL);
SELECT pg_temp.wait('14 days');
SELECT is(feedback_show_due(10), 1, 'after 14 days one side''s is shown too');
SELECT isnt((SELECT author_name FROM public_rating WHERE expert_ref = 9000040),
    'Person 900002', 'to the public under the alias');

-- --- suspension --------------------------------------------------------------
SELECT pg_temp.act(900002);
INSERT INTO made SELECT 'later', session_book(9000010, 9000010,
    '2027-08-05 10:00Z', NULL, 'free');
SELECT pg_temp.act(900003);
SELECT expert_decide(900001, 'mentor', 'suspended', 'complaints');
SELECT is(((pg_temp.session('later')).status,
    (pg_temp.session('later')).canceled_side,
    (pg_temp.session('later')).cancel_code)::text,
    '(canceled,system,suspended)', 'a suspended expert''s sessions are off');
SELECT pg_temp.work();
SELECT is((SELECT cancel_count FROM expert WHERE user_id = 900001), 1,
    'without a mark for each');

-- --- calendars ---------------------------------------------------------------
INSERT INTO calendar_feed VALUES (900002, 'hash', now());
SELECT is((SELECT count(*) > 0 AND bool_and(known) FROM calendar_feed_of('hash')),
    true, 'a feed');
SELECT is((SELECT count(*) FROM calendar_feed_of('hush')), 0::bigint,
    'no feed without its token');
INSERT INTO google_account (user_id, sync_due_at, connected_at)
    VALUES (900005, now(), now());
SELECT pg_temp.act(900002);
INSERT INTO made SELECT 'forms', session_book(9000050, 9000050,
    '2027-08-06 10:00Z', NULL, 'free');
SELECT is(pg_temp.jobs('calendar.push', 'forms'), 1::bigint,
    'a connected calendar is written to');
SELECT google_revoked(900005, 'invalid_grant'), google_revoked(900005, 'again');
SELECT is(pg_temp.told(900005, 'calendar_disconnected'), 1::bigint,
    'a lost connection is told once');

SELECT * FROM finish();
ROLLBACK;
