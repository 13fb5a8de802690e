-- Reviews: the machine of states 4.2 with its guards, clocks and who may.
BEGIN;
\ir fixture/booking.psql
\ir fixture/review.psql
SELECT no_plan();
SELECT pg_temp.clock('2027-03-01 10:00Z');

-- --- the machine -------------------------------------------------------------------
SELECT set_eq('SELECT event, side, from_status, to_status FROM review_rule',
    $$SELECT e, s, f, t FROM (VALUES
    ('peek', 'mentor', 'submitted', 'submitted'),
    ('claim', 'mentor', 'submitted', 'claimed'),
    ('assign', 'system creator admin', 'submitted', 'claimed'),
    ('release', 'mentor', 'claimed', 'submitted'),
    ('silence', 'system', 'claimed', 'submitted'),
    ('lose', 'system', 'claimed info_requested', 'submitted'),
    ('ask', 'mentor', 'claimed', 'info_requested'),
    ('nudge', 'system', 'info_requested', 'info_requested'),
    ('answer', 'client', 'info_requested', 'claimed'),
    ('give_up', 'system', 'info_requested', 'expired'),
    ('finish', 'mentor', 'claimed', 'completed'),
    ('resubmit', 'client', 'completed', 'submitted'),
    ('close', 'client system', 'completed', 'closed'),
    ('withdraw', 'client', 'submitted', 'canceled'),
    ('end', 'system admin', 'submitted', 'canceled'),
    ('expire', 'system', 'submitted', 'expired'),
    ('reopen', 'client', 'expired', 'submitted')) r (e, ss, fs, t),
    string_to_table(ss, ' ') s, string_to_table(fs, ' ') f$$,
    'the machine has these moves and no others');

SELECT pg_temp.person(950001) AS creator \gset
SELECT pg_temp.journey(950001) AS journey \gset
INSERT INTO journey_tier (journey_id, tier, month_amount, reviews)
VALUES (:journey, 'guided', 0, 50), (:journey, 'essentials', 0, 0);
SELECT pg_temp.mentor(n, :journey) FROM generate_series(950011, 950013) n;
SELECT pg_temp.taker(950021, :journey) AS e \gset

-- --- asking ------------------------------------------------------------------------
SELECT pg_temp.act(950021);
SELECT is((review_terms(:e, 'plan')).way, 'free', 'a free tier has its reviews');
SELECT is(pg_temp.refusal(format($$SELECT review_submit(%s, 'plan', '{0:why}', 1,
    NULL, NULL)$$, :e)), 'BL409 section_changed',
    'what was written meanwhile is not handed in unseen');
SELECT pg_temp.hand_in(:e) AS r \gset
SELECT is(pg_temp.review_status(:r), 'submitted', 'it waits');
SELECT is((SELECT jsonb_path_query_array(content, '$[*].field')::text
    FROM review_submission WHERE review_id = :r), '["why", "when"]',
    'a private field never reaches a mentor');
SELECT is(pg_temp.refusal(format('SELECT pg_temp.hand_in(%s)', :e)),
    'BL409 review_is_open', 'one open review for a section');
SELECT is((SELECT due_at FROM review_request WHERE id = :r),
    '2027-03-04 10:00Z', 'due after 72 hours');
SELECT pg_temp.taker(950022, :journey, 'essentials') AS plain \gset
SELECT pg_temp.act(950022);
SELECT is((review_terms(:plain, 'plan')).way, 'order',
    'a tier without reviews: they are bought');
SELECT is((review_terms(:plain, 'plan')).price, 2353::bigint,
    'at the rate and the fee on it');
SELECT is((review_terms(:e, 'plan')).refusal, 'enrolment_unknown',
    'nobody asks for another');

-- --- looking and claiming --------------------------------------------------------------
SELECT is(review_side(:r), NULL, 'a stranger has no part in it');
SELECT pg_temp.act(950011);
SELECT is(review_side(:r), 'candidate', 'a mentor of the journey may look');
SELECT is(review_peek(:r), '2027-03-01 10:30Z', 'for thirty minutes');
SELECT is(review_side(:r), 'looker', 'and sees it');
SELECT pg_temp.act(950012);
SELECT is(pg_temp.refusal(format('SELECT review_claim(%s)', :r)),
    'BL409 review_locked', 'meanwhile nobody else takes it');
SELECT pg_temp.wait('31 minutes');
SELECT is(review_peek(:r), '2027-03-01 11:01Z', 'the lock ends by itself');
SELECT pg_temp.act(950021);
SELECT is(pg_temp.refusal(format('SELECT review_claim(%s)', :r)),
    'BL409 review_own_work', 'nobody reviews their own work');
SELECT pg_temp.act(950012);
INSERT INTO training_module (journey_id, title, words, is_required, changed_at)
VALUES (NULL, 'Kindness', 'Be kind.', true, app_now()) RETURNING id AS module \gset
SELECT is(pg_temp.refusal(format('SELECT review_claim(%s)', :r)),
    'BL409 mentor_not_trained', 'a required module comes first');
SELECT training_mark(m.id, true) FROM training_module m WHERE m.is_required;
UPDATE expert SET review_load = 1 WHERE user_id = 950012;
SELECT review_claim(:r);
SELECT is(pg_temp.review_status(:r), 'claimed', 'claimed');
SELECT is((SELECT count(*) FROM review_participant WHERE review_id = :r), 2::bigint,
    'two take part');
SELECT pg_temp.act(950013);
SELECT training_mark(m.id, true) FROM training_module m WHERE m.is_required;
SELECT is(pg_temp.refusal(format('SELECT review_claim(%s)', :r)),
    'BL409 review_taken', 'the second is told who was first');

-- --- talking, asking, answering -----------------------------------------------------
SELECT pg_temp.act(950012);
SELECT thread_add(:r, 'why', 0, 'the light', 'The sea and ', ' of Lisbon.',
    'Lovely. And the work?') AS t \gset
SELECT is(pg_temp.refusal(format($$SELECT thread_add(%s, 'secret', 0, NULL, NULL,
    NULL, 'x')$$, :r)), 'BL422 review_field_unknown',
    'only what was handed in is commented');
SELECT pg_temp.act(950021);
SELECT is(pg_temp.refusal(format($$SELECT thread_reply(%s, 'x')$$, :t)),
    'BL404 review_unknown', 'a draft is the mentor''s own');
SELECT pg_temp.act(950012);
SELECT is(review_draft_save(:r, 'Half a thought', 0), 1, 'a draft is kept');
SELECT is(pg_temp.refusal(format($$SELECT review_draft_save(%s, 'Old tab', 0)$$,
    :r)), 'BL409 review_draft_changed', 'and not overwritten by an older tab');
SELECT review_ask(:r, 'Do you have a visa?');
SELECT pg_temp.wait('3 days');
SELECT review_tick(10);
SELECT is((SELECT nudges FROM review_request WHERE id = :r), 1, 'asked again');
SELECT is((SELECT status FROM review_request WHERE id = :r), 'info_requested',
    'the mentor''s silence does not count meanwhile');
SELECT pg_temp.act(950021);
SELECT review_answer(:r, 'Yes.', NULL, NULL);
SELECT is((SELECT due_at FROM review_request WHERE id = :r),
    '2027-03-07 10:00Z', 'the mentor''s clock had stopped');

-- --- finishing, handing in again ------------------------------------------------------
SELECT pg_temp.act(950012);
SELECT is(pg_temp.refusal(format($$SELECT review_finish(%s, 'approved', NULL)$$,
    :r)), 'ok', 'the draft is the general comment');
SELECT is(pg_temp.refusal(format($$SELECT review_finish(%s, 'perhaps', 'x')$$,
    :r)), 'BL422 review_outcome_missing', 'with an outcome');
SELECT review_finish(:r, 'changes_requested', 'A good start.');
SELECT is((SELECT count(*) FROM review_thread WHERE review_id = :r
    AND shown_at IS NULL), 0::bigint, 'the member sees the comments');
SELECT pg_temp.act(950021);
SELECT is(pg_temp.refusal(format('SELECT review_close(%s)', :r)),
    'BL409 review_comments_open', 'not closed over open comments');
SELECT thread_mark(:t, 'addressed');
SELECT is(pg_temp.refusal(format($$SELECT thread_mark(%s, 'confirmed')$$, :t)),
    'BL409 thread_is_addressed', 'to confirm is the mentor''s');
UPDATE answer SET value = '"The sea, and a job."', revision = 2
    WHERE enrolment_id = :e AND field_key = 'why';
SELECT review_resubmit(:r, 'Better?', '{0:why,0:when}', 4);
SELECT is((SELECT array_agg(content -> 0 ->> 'value' ORDER BY number)
    FROM review_submission WHERE review_id = :r),
    ARRAY['The sea and the light of Lisbon.', 'The sea, and a job.'],
    'the first submission stays as it was');
SELECT is(pg_temp.refusal($$UPDATE review_submission SET content = '[]'$$),
    'BL409 submission_is_frozen', 'and can''t be changed');
SELECT pg_temp.act(950013);
SELECT is(pg_temp.refusal(format('SELECT review_claim(%s)', :r)),
    'BL409 review_waits_for_another', 'the same mentor first');
SELECT pg_temp.wait('25 hours');
SELECT review_claim(:r);
SELECT review_finish(:r, 'approved', 'Now it holds.');
SELECT pg_temp.act(950021);
SELECT is(pg_temp.refusal(format($$SELECT review_resubmit(%s, 'x', '{}', 4)$$,
    :r)), 'BL409 review_is_approved', 'nothing to hand in again');
SELECT review_rate(:r, 5, 'Kind and clear');
SELECT is(pg_temp.review_status(:r), 'closed', 'rated and all addressed: closed');
SELECT is((SELECT stars FROM expert_rating WHERE (subject_kind, subject_id)
    = ('review', :r)), 5, 'the rating is the mentor''s');

-- --- silence, suspension, time ---------------------------------------------------------
SELECT pg_temp.hand_in(:e) AS r2 \gset
SELECT pg_temp.act(950013);
SELECT review_claim(:r2);
SELECT pg_temp.wait('47 hours');
SELECT review_tick(10);
SELECT is(pg_temp.review_status(:r2), 'claimed', 'not yet');
SELECT pg_temp.wait('2 hours');
SELECT review_tick(10);
SELECT is((SELECT (status, priority, mentor_id)::text FROM review_request
    WHERE id = :r2), '(submitted,1,)', '48 hours of silence: back, and first');
SELECT pg_temp.act(950011);
SELECT training_mark(m.id, true) FROM training_module m WHERE m.is_required;
SELECT review_claim(:r2);
SELECT thread_add(:r2, NULL, 0, NULL, NULL, NULL, 'Draft');
UPDATE users SET status = 'suspended', status_until = app_now() + interval '9 days'
    WHERE id = 950011;
SELECT is((SELECT (status, priority, mentor_id)::text FROM review_request
    WHERE id = :r2), '(submitted,1,)', 'a suspended mentor''s work is free, first');
SELECT is((SELECT count(*) FROM review_thread WHERE review_id = :r2), 0::bigint,
    'with none of their drafts');
UPDATE users SET status = 'active', status_until = NULL WHERE id = 950011;
SELECT pg_temp.wait('7 days');
SELECT review_tick(10);
SELECT is(pg_temp.review_status(:r2), 'expired', 'nobody took it in twice the time');
SELECT is((SELECT count(*) FROM promotion WHERE for_user_id = 950021
    AND product_kind = 'review'), 1::bigint, 'with an apology');
SELECT is((SELECT count(*) FROM notification WHERE user_id = 950001
    AND type = 'review_ended'), 1::bigint, 'the creator is told');
SELECT pg_temp.act(950021);
SELECT is(pg_temp.refusal(format($$SELECT review_reopen(%s, 'x', '{}', 4)$$,
    :r2)), 'BL409 review_is_expired', 'that is no reopening');

-- a question that nobody answers
SELECT pg_temp.hand_in(:e) AS r3 \gset
SELECT pg_temp.act(950013);
SELECT review_claim(:r3);
SELECT review_ask(:r3, 'And the money?');
SELECT pg_temp.wait('15 days');
SELECT review_tick(10), review_tick(10), review_tick(10), review_tick(10);
SELECT is(pg_temp.review_status(:r3), 'expired', 'fourteen days are enough');
SELECT is((SELECT paid_percent FROM review_request WHERE id = :r3), 50,
    'half is the mentor''s');
SELECT pg_temp.act(950021);
SELECT review_reopen(:r3, 'I am back', '{0:why,0:when}', 4);
SELECT is((SELECT first_mentor_id FROM review_request WHERE id = :r3), 950013::bigint,
    'once, with the same mentor first');
SELECT review_withdraw(:r3);
SELECT is(pg_temp.review_status(:r3), 'canceled', 'withdrawn');

-- --- locks, load, blocks -----------------------------------------------------------------
SELECT pg_temp.taker(950030 + n, :journey) FROM generate_series(1, 5) n;
CREATE TEMP TABLE work AS SELECT user_id AS client, id AS e, NULL::bigint AS r
    FROM enrolment WHERE user_id BETWEEN 950031 AND 950035 ORDER BY id;
DO $$
DECLARE
    w work;
BEGIN
    FOR w IN SELECT * FROM work LOOP
        PERFORM pg_temp.act(w.client);
        UPDATE work SET r = pg_temp.hand_in(w.e) WHERE e = w.e;
    END LOOP;
END
$$;
SELECT pg_temp.act(950011);
SELECT review_peek(r) FROM (SELECT r FROM work ORDER BY r LIMIT 4) x;
SELECT is(pg_temp.refusal('SELECT review_peek(max(r)) FROM work'),
    'BL409 review_locks_used', 'four at a time');
SELECT pg_temp.act(950012);
SELECT review_claim(max(r)) FROM work;
SELECT pg_temp.wait('1 hour');
SELECT is(pg_temp.refusal('SELECT review_claim(min(r)) FROM work'),
    'BL409 mentor_full', 'no more than they said they can');
SELECT pg_temp.act(950031);
SELECT mentor_preferences_save(:journey, NULL, ARRAY[9500110], '{}');
SELECT pg_temp.act(950011);
SELECT is(pg_temp.refusal('SELECT review_claim(r) FROM work WHERE client = 950031'),
    'BL404 review_unknown', 'who is blocked does not find it');

-- --- places ------------------------------------------------------------------------------
SELECT pg_temp.person(950041);
SELECT pg_temp.act(950041);
SELECT is(pg_temp.refusal(format($$SELECT provider_apply(%s, 'mentor', 'I care', '',
    'x', 100)$$, :journey)), 'BL422 provider_words_missing', 'words are needed');
SELECT provider_apply(:journey, 'mentor', 'I care', 'I moved thrice', 'Dear …',
    1500) AS p \gset
SELECT is(pg_temp.refusal(format('SELECT provider_decide(%s, ''verified'')', :p)),
    'BL404 journey_unknown', 'not for themselves');
SELECT pg_temp.act(950001);
SELECT provider_decide(:p, 'rejected', 'Too short');
SELECT pg_temp.act(950041);
SELECT provider_apply(:journey, 'mentor', 'I care', 'I moved', 'Dear you …', 1500);
SELECT pg_temp.act(950001);
SELECT is((SELECT count(*) FROM provider_list(:journey)), 4::bigint,
    'the creator sees who helps and who wants to');
SELECT provider_decide(:p, 'verified', NULL, 1500);
SELECT ok(has_role(950041, 'mentor'), 'verified: a mentor');
SELECT provider_decide(:p, 'removed', 'It did not work out');
SELECT ok(NOT has_role(950041, 'mentor'), 'and not any more');
SELECT is(pg_temp.refusal(format('SELECT provider_decide(%s, ''verified'')', :p)),
    'BL409 provider_is_removed', 'for good');

SELECT * FROM finish();
ROLLBACK;
