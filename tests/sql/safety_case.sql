-- A report's whole life: case, weight, claim, decision, effect, undo, appeal.
BEGIN;
\ir fixture/booking.psql
\ir fixture/safety.psql
SELECT no_plan();
SELECT pg_temp.clock('2027-03-10 12:00Z');
SELECT pg_temp.page(900001, 'Buy my pills'), pg_temp.person(900002),
    pg_temp.person(900003), pg_temp.person(900004), pg_temp.moderator(900010),
    pg_temp.moderator(900011), pg_temp.moderator(900012, 'admin');

-- --- reporting ------------------------------------------------------------------
SELECT pg_temp.act(900002);
SELECT is(pg_temp.refusal($$SELECT report_send('profile', 1, 'spam', '')$$),
    'BL404 report_target_unknown', 'nothing there');
SELECT is(pg_temp.refusal($$SELECT report_send('no', 1, 'spam', '')$$),
    'BL404 report_target_unknown', 'no such kind');
SELECT is(pg_temp.refusal($$SELECT report_send('profile', 900003, 'spam', '')$$),
    'BL404 report_target_unknown', 'nor what one does not see');
SELECT is(pg_temp.refusal($$SELECT report_send('profile', 900001, 'x', '')$$),
    'BL422 report_category_unknown', 'a reason is one of the list');
SELECT is(pg_temp.refusal($$SELECT report_send('profile', 900001, 'other', '')$$),
    'BL422 report_words_missing', '"other" wants words');
SELECT pg_temp.act(900001);
SELECT is(pg_temp.refusal($$SELECT report_send('profile', 900001, 'spam', '')$$),
    'BL409 report_own', 'not one''s own');
CREATE TEMP TABLE made (name text PRIMARY KEY, id bigint);
GRANT ALL ON made TO PUBLIC;
CREATE FUNCTION pg_temp.id(name text) RETURNS bigint LANGUAGE sql AS $$
    SELECT id FROM made m WHERE m.name = id.name $$;
INSERT INTO made VALUES ('case', pg_temp.report(900002, 'profile', 900001,
    'spam'));
SELECT is((pg_temp.c(pg_temp.id('case'))).weight, 0.75,
    'a new member weighs 0.5 + 0.25 x 1');
SELECT is((pg_temp.c(pg_temp.id('case'))).priority, 6, 'severity 2 x 0.75 x 4');
SELECT is(pg_temp.refusal($$SELECT report_send('profile', 900001, 'spam', '')$$),
    'BL409 report_again', 'once for a version and reason');
SELECT is(pg_temp.report(900002, 'profile', 900001, 'abuse'),
    pg_temp.id('case'), 'another reason joins the case');
SELECT is((pg_temp.c(pg_temp.id('case'))).weight, 0.75,
    'and the person counts once');
SELECT is((pg_temp.c(pg_temp.id('case'))).category, 'abuse',
    'the graver reason is the case''s');
-- the snapshot is taken at once
UPDATE profile SET about = 'Harmless' WHERE user_id = 900001;
SELECT matches((pg_temp.c(pg_temp.id('case'))).snapshot::text, 'Buy my pills',
    'an edit hides nothing');
INSERT INTO made VALUES ('other version', pg_temp.report(900003, 'profile',
    900001, 'spam'));
SELECT isnt(pg_temp.id('other version'), pg_temp.id('case'),
    'other words, other case');
UPDATE profile SET about = 'Buy my pills' WHERE user_id = 900001;

-- --- weight hides -----------------------------------------------------------------
SELECT pg_temp.level(900003, 90);
SELECT is(report_weight(900003), 1.50, 'level 4 weighs 1.5');
SELECT is(pg_temp.report(900003, 'profile', 900001, 'spam'),
    pg_temp.id('case'), 'the same version again');
SELECT is((SELECT user_id FROM public_profile('booking-900001')), 900001::bigint,
    '2.25 of two people is not enough');
SELECT is(pg_temp.report(900004, 'profile', 900001, 'spam'),
    pg_temp.id('case'), 'a third');
SELECT is((pg_temp.c(pg_temp.id('case'))).weight, 3.00, 'makes 3');
SELECT is((SELECT user_id FROM public_profile('booking-900001')), NULL,
    'and the page is gone until reviewed');
SELECT is(pg_temp.refusal($$SELECT report_send('profile', 900001, 'hate', '')$$),
    'BL404 report_target_unknown', 'what is hidden is not reported');

-- one person alone never hides, however heavy
SELECT pg_temp.page(900021, 'Alone');
UPDATE setting SET value = '1' WHERE name = 'report_hide_weight';
SELECT pg_temp.report(900003, 'profile', 900021);
SELECT pg_temp.act(900002);
SELECT is((SELECT user_id FROM public_profile('booking-900021')), 900021::bigint,
    'one person alone hides nothing');
UPDATE setting SET value = '3' WHERE name = 'report_hide_weight';

-- --- claim and lease ---------------------------------------------------------------
SELECT pg_temp.act(900002);
SELECT is(pg_temp.refusal(format('SELECT case_patch(%s, 1, ''me'', NULL, NULL,
    NULL, NULL, NULL, NULL)', pg_temp.id('case'))), 'BL403 not_a_moderator',
    'members decide nothing');
SELECT pg_temp.act(900010);
SELECT is(pg_temp.refusal(format('SELECT case_patch(%s, NULL, ''me'', NULL,
    NULL, NULL, NULL, NULL, NULL)', pg_temp.id('case'))),
    'BL422 version_missing', 'the version is wanted');
SELECT results_eq(format('SELECT version, status FROM case_patch(%s, 1, ''me'',
    NULL, NULL, NULL, NULL, NULL, NULL)', pg_temp.id('case')),
    $$VALUES (2, 'assigned')$$, 'claimed');
SELECT pg_temp.act(900011);
SELECT is(pg_temp.refusal(format('SELECT case_patch(%s, 1, ''me'', NULL, NULL,
    NULL, NULL, NULL, NULL)', pg_temp.id('case'))), 'BL409 case_changed',
    'who saw the old version is told');
SELECT is(pg_temp.refusal(format('SELECT case_patch(%s, 2, ''me'', NULL, NULL,
    NULL, NULL, NULL, NULL)', pg_temp.id('case'))), 'BL409 case_held',
    'and who saw the new one may not take it');
SELECT pg_temp.wait('29 minutes');
SELECT is(case_tick(10), 0, 'the lease is not over');
SELECT pg_temp.act(900010);
SELECT case_seen(pg_temp.id('case'));
SELECT pg_temp.wait('29 minutes');
SELECT is(case_tick(10), 0, 'looking at it renews it');
SELECT pg_temp.wait('2 minutes');
SELECT is(case_tick(10), 1, 'half an hour without activity ends it');
SELECT is((pg_temp.c(pg_temp.id('case'))).status, 'open', 'it is open again');

-- --- deciding ----------------------------------------------------------------------
SELECT is(pg_temp.refusal(format($$SELECT pg_temp.decide(900010, %s,
    'action_taken')$$, pg_temp.id('case'))), 'BL422 actions_missing',
    'an action is wanted');
SELECT is(pg_temp.refusal(format($$SELECT pg_temp.decide(900010, %s,
    'action_taken', '[{"kind": "refund"}]')$$, pg_temp.id('case'))),
    'BL422 action_impossible', 'one that the kind has');
SELECT is(pg_temp.refusal(format($$SELECT pg_temp.decide(900010, %s,
    'action_taken', '[{"kind": "silence"}]')$$, pg_temp.id('case'))),
    'BL422 days_range', 'days are wanted');
SELECT is(pg_temp.refusal(format($$SELECT pg_temp.decide(900010, %s,
    'action_taken', '[{"kind": "hide"}, {"kind": "remove"}]')$$,
    pg_temp.id('case'))), 'BL422 actions_collide', 'not two that collide');
SELECT is(pg_temp.refusal(format($$SELECT pg_temp.decide(900010, %s,
    'no_violation', '[{"kind": "hide"}]')$$, pg_temp.id('case'))),
    'BL422 actions_without_reason', 'none without a violation');
SELECT is(pg_temp.refusal(format($$SELECT pg_temp.decide(900002, %s,
    'no_violation')$$, pg_temp.id('case'))), 'BL403 not_a_moderator',
    'by a moderator');
INSERT INTO user_role (user_id, role, granted_at)
    VALUES (900003, 'moderator', app_now());
SELECT is(pg_temp.refusal(format($$SELECT pg_temp.decide(900003, %s,
    'no_violation')$$, pg_temp.id('case'))), 'BL409 case_is_yours',
    'not by who reported it');
DELETE FROM user_role WHERE user_id = 900003;
SELECT is(pg_temp.decide(900010, pg_temp.id('case'), 'action_taken',
    '[{"kind": "hide"}, {"kind": "silence", "days": 7}]'), 'resolved',
    'hidden and silenced');
SELECT is((SELECT user_id FROM public_profile('booking-900001')), NULL,
    'the page stays away');
SELECT is(is_silenced(900001), true, 'the author is silent');
SELECT pg_temp.act(900001);
SELECT is(pg_temp.refusal($$UPDATE profile SET about = 'New'
    WHERE user_id = 900001$$), 'BL403 member_silenced', 'and writes nothing');
SELECT is(pg_temp.told(900001, 'moderation_decision'), 1::bigint,
    'the author is told once');
SELECT is(pg_temp.told(900001, 'account_status'), 0::bigint, 'and not twice');
SELECT is((SELECT count(*) FROM notification WHERE type = 'report_outcome'
    AND user_id IN (900002, 900003, 900004)), 3::bigint,
    'each reporter hears of it');
SELECT is((SELECT count(*) FROM notification n WHERE n.user_id = 900001
    AND n.data::text ~ 'Person 90000[234]'), 0::bigint,
    'the author is not told who they are');
SELECT is(pg_temp.refusal(format($$SELECT pg_temp.report(900004, 'profile',
    900001, 'hate')$$)), 'BL404 report_target_unknown', 'hidden: not reported');

-- --- undo ---------------------------------------------------------------------------
SELECT pg_temp.act(900011);
SELECT is(pg_temp.refusal(format('SELECT case_undo(%s, %s, NULL)',
    pg_temp.id('case'), (pg_temp.c(pg_temp.id('case'))).version)),
    'BL409 undo_not_yours', 'only who decided, or an admin, takes it back');
SELECT pg_temp.act(900010);
SELECT (case_undo(pg_temp.id('case'),
    (pg_temp.c(pg_temp.id('case'))).version, 'too hard')).status;
SELECT is(is_silenced(900001), false, 'the author may write again');
SELECT is((SELECT user_id FROM public_profile('booking-900001')), 900001::bigint,
    'the page is back');
SELECT is((pg_temp.c(pg_temp.id('case'))).assignee_id, 900010::bigint,
    'and the case is theirs again');
SELECT is(pg_temp.decide(900010, pg_temp.id('case'), 'action_taken',
    '[{"kind": "remove"}, {"kind": "warn"}]'), 'resolved', 'removed');
SELECT is((SELECT about FROM profile WHERE user_id = 900001), NULL,
    'the words are gone');
SELECT pg_temp.wait('25 hours');
SELECT is(pg_temp.refusal(format('SELECT case_undo(%s, %s, NULL)',
    pg_temp.id('case'), (pg_temp.c(pg_temp.id('case'))).version)),
    'BL409 undo_too_late', 'within a day');

-- --- appeal -------------------------------------------------------------------------
SELECT pg_temp.act(900002);
SELECT is(pg_temp.refusal(format('SELECT appeal_send(%s, ''No'')',
    pg_temp.id('case'))), 'BL404 case_unknown', 'not by somebody else');
SELECT pg_temp.act(900001);
SELECT is(pg_temp.refusal(format('SELECT appeal_send(%s, '' '')',
    pg_temp.id('case'))), 'BL422 appeal_words_missing', 'with words');
SELECT appeal_send(pg_temp.id('case'), 'It was a joke');
SELECT is((pg_temp.c(pg_temp.id('case'))).status, 'appealed', 'appealed');
SELECT is(pg_temp.refusal(format('SELECT appeal_send(%s, ''Again'')',
    pg_temp.id('case'))), 'BL409 appeal_once', 'once');
SELECT is(pg_temp.refusal(format($$SELECT pg_temp.decide(900010, %s,
    'no_violation')$$, pg_temp.id('case'))), 'BL409 appeal_wants_another',
    'not decided by who decided');
SELECT is(pg_temp.decide(900011, pg_temp.id('case'), 'no_violation'),
    'resolved', 'by another moderator');
SELECT is((SELECT about FROM profile WHERE user_id = 900001), 'Buy my pills',
    'the words are back');
SELECT is((SELECT user_id FROM public_profile('booking-900001')), 900001::bigint,
    'so is the page');
SELECT is((SELECT outcome FROM appeal WHERE case_id = pg_temp.id('case')),
    'overturned', 'the appeal says so');
SELECT is(pg_temp.told(900001, 'appeal_decided'), 1::bigint, 'and is told');
SELECT is(pg_temp.refusal($$SELECT pg_temp.report(900004, 'profile', 900001,
    'hate')$$), 'BL409 report_decided', 'a decided version is not reported');
UPDATE profile SET about = 'Buy more pills' WHERE user_id = 900001;
SELECT isnt(pg_temp.report(900004, 'profile', 900001, 'hate'),
    pg_temp.id('case'), 'a changed one is');
-- too late
SELECT pg_temp.page(900031, 'Late');
INSERT INTO made VALUES ('late', pg_temp.report(900002, 'profile', 900031));
SELECT pg_temp.decide(900010, pg_temp.id('late'), 'action_taken',
    '[{"kind": "warn"}]');
SELECT pg_temp.wait('15 days');
SELECT pg_temp.act(900031);
SELECT is(pg_temp.refusal(format('SELECT appeal_send(%s, ''Late'')',
    pg_temp.id('late'))), 'BL409 appeal_too_late', 'within 14 days');

-- --- spam reports weigh less, and shield nothing ---------------------------------------
SELECT pg_temp.page(900041, 'Nice');
INSERT INTO made VALUES ('spam', pg_temp.report(900003, 'profile', 900041));
SELECT pg_temp.act(900010);
SELECT case_patch(pg_temp.id('spam'), 1, NULL, 'ignored', NULL, NULL, NULL, NULL,
    NULL);
SELECT is(report_weight(900003), 0.75, 'a spam report halves the weight');
SELECT isnt(pg_temp.report(900002, 'profile', 900041), pg_temp.id('spam'),
    'others can still report it');
-- withdraw
SELECT pg_temp.page(900042, 'Mistaken');
INSERT INTO made VALUES ('withdrawn', pg_temp.report(900002, 'profile', 900042));
SELECT pg_temp.act(900003);
SELECT is(pg_temp.refusal(format('SELECT report_withdraw(%s)', (SELECT id
    FROM report WHERE case_id = pg_temp.id('withdrawn')))),
    'BL404 report_unknown', 'not another''s');
SELECT pg_temp.act(900002);
SELECT report_withdraw(id) FROM report
    WHERE case_id = pg_temp.id('withdrawn');
SELECT is((pg_temp.c(pg_temp.id('withdrawn'))).status, 'ignored',
    'nobody stands behind it');
-- the limit of a day
SELECT pg_temp.level(900004, 10);
SELECT is((trust_rights(trust_level(900004))).reports_a_day, 5, 'five a day');
SELECT pg_temp.page(n, 'P' || n), pg_temp.report(900004, 'profile', n)
    FROM generate_series(900051, 900055) n;
SELECT pg_temp.page(900056, 'P');
SELECT is(pg_temp.refusal($$SELECT pg_temp.report(900004, 'profile', 900056)$$),
    'BL409 report_too_many', 'and no sixth');

-- --- people ---------------------------------------------------------------------------
SELECT pg_temp.page(900061, 'Bad'), pg_temp.page(900062, 'Worse');
INSERT INTO made VALUES ('suspend', pg_temp.report(900002, 'profile', 900061)),
    ('ban', pg_temp.report(900002, 'profile', 900062));
SELECT pg_temp.decide(900010, pg_temp.id('suspend'), 'action_taken',
    '[{"kind": "suspend", "days": 3}]');
SELECT is((SELECT status FROM users WHERE id = 900061), 'suspended',
    'suspended');
SELECT is((SELECT user_id FROM public_profile('booking-900061')), NULL,
    'nobody sees who is');
SELECT pg_temp.decide(900010, pg_temp.id('ban'), 'action_taken',
    '[{"kind": "ban"}]');
SELECT is((SELECT status FROM users WHERE id = 900062), 'banned', 'banned');
SELECT pg_temp.wait('3 days 1 minute');
SELECT account_tick(), enforcement_tick(100);
SELECT is((SELECT status FROM users WHERE id = 900061), 'active',
    'it ends by itself');
SELECT is((SELECT status FROM enforcement WHERE case_id
    = pg_temp.id('suspend')), 'expired', 'and says so');
SELECT pg_temp.act(900012);
SELECT is(pg_temp.refusal(format($$SELECT pg_temp.decide(900012, %s,
    'no_violation')$$, pg_temp.id('ban'))), 'BL409 case_is_resolved',
    'what is decided is decided');
SELECT case_undo(pg_temp.id('ban'), (pg_temp.c(pg_temp.id('ban'))).version, 'x')
    WHERE false;
-- an admin is not touched, and nothing is half done
SELECT pg_temp.act(NULL);
UPDATE profile SET is_public = true, about = 'Boss' WHERE user_id = 900012;
INSERT INTO made VALUES ('boss', pg_temp.report(900002, 'profile', 900012));
SELECT is(pg_temp.refusal(format($$SELECT pg_temp.decide(900010, %s,
    'action_taken', '[{"kind": "hide"}, {"kind": "ban"}]')$$,
    pg_temp.id('boss'))), 'BL409 person_is_admin', 'admins are not banned');
SELECT is((SELECT hidden_at FROM profile WHERE user_id = 900012), NULL,
    'and nothing is half done');

-- --- automated moderation ----------------------------------------------------------------
SELECT pg_temp.act(NULL);
SELECT pg_temp.page(900071, 'Cheap watches');
INSERT INTO made VALUES ('rule', report_automatic('profile', 900071, 900071,
    'spam', 95, '{"reasons": []}'));
SELECT is((pg_temp.c(pg_temp.id('rule'))).hidden_at IS NOT NULL, true,
    'sure enough: hidden until reviewed');
SELECT is(is_silenced(900071), true, 'somebody new is silent until then');
SELECT is(pg_temp.decide(900010, pg_temp.id('rule'), 'no_violation'),
    'resolved', 'it was harmless');
SELECT is(is_silenced(900071), false, 'and may write');
SELECT pg_temp.act(900002);
SELECT is((SELECT user_id FROM public_profile('booking-900071')), 900071::bigint,
    'and is seen');
SELECT is(pg_temp.told(900071, 'moderation_decision'), 2::bigint,
    'told of both');

SELECT is((SELECT count(*) FROM case_event e WHERE NOT EXISTS (SELECT
    FROM report_case c WHERE c.id = e.case_id)), 0::bigint, 'history is whole');
SELECT * FROM finish();
ROLLBACK;
