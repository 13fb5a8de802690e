-- Reviews at every stage, on a small journey of cleo's: noor and two others
-- review, mia, milo and a dozen members have sections read.
CREATE TEMP TABLE review_mark_job AS SELECT coalesce(max(id), 0) AS job FROM job;
CREATE TEMP TABLE review_journey AS WITH j AS (INSERT INTO journey (creator_id,
    title, slug, summary, description, icon, estimate_minutes, review_rate,
    commission_bp, created_at, mentor_requirements, mentor_guidelines)
    SELECT pg_temp.id_of('cleo'), 'Changing career at forty', 'changing-career',
        'Find out what carries over, and say it so that others see it.',
        E'Three sections, an evening each. A mentor reads what you wrote and '
        'answers, not with grades but with questions.', 'briefcase', 240, 0, 0,
        pg_temp.start() - interval '150 days',
        E'- You changed your own line of work once.\n- You have time for two '
        'reviews a week.',
        E'Begin with what is strong. Ask for one example where words stay '
        'general. End with **one** next step.' RETURNING id) SELECT id FROM j;
INSERT INTO journey_in_category SELECT j.id, c.id FROM review_journey j,
    journey_category c WHERE c.slug = 'career';
CREATE TEMP TABLE review_version AS SELECT version_draft(id) AS id
    FROM review_journey;
INSERT INTO journey_section (version_id, key, position, title, description,
    guidance, kind)
SELECT v.id, s.key, s.n, s.title, s.about, s.guidance, 'career-coaching'
FROM review_version v, (VALUES
    ('good_at', 1, 'What I am good at', 'Not job titles: things people ask you for.',
        'Look for one scene that could be told in an interview.'),
    ('story', 2, 'My story in five sentences', 'As you would tell it on a train.',
        'Every sentence should carry. Strike one together.'),
    ('next_year', 3, 'The next year', 'What you try, by when, and what it costs.',
        'Is the first step small enough for next week?'))
    AS s (key, n, title, about, guidance);
INSERT INTO journey_field (section_id, key, position, type, definition)
SELECT s.id, f.key, f.n, 'textarea', jsonb_strip_nulls(jsonb_build_object(
    'label', f.label, 'required', f.needed, 'private', f.hidden))
FROM review_version v JOIN journey_section s ON s.version_id = v.id
JOIN (VALUES
    ('good_at', 'asked_for', 1, 'Three things people ask you for', true, NULL),
    ('good_at', 'for_free', 2, 'Work you would do for free', true, NULL),
    ('good_at', 'proof', 3, 'Proof you could show a stranger', NULL, NULL),
    ('story', 'sentences', 1, 'The five sentences', true, NULL),
    ('story', 'doubts', 2, 'What you do not say in it', NULL, true),
    ('next_year', 'tries', 1, 'What you try', true, NULL),
    ('next_year', 'cost', 2, 'What it costs you', NULL, NULL))
    AS f (section, key, n, label, needed, hidden) ON f.section = s.key;
SELECT version_publish(id, 'The first edition') FROM review_version;
UPDATE journey j SET published_at = pg_temp.start() - interval '140 days',
    status = 'published' FROM review_journey r WHERE j.id = r.id;
INSERT INTO journey_tier (journey_id, tier, month_amount, reviews)
SELECT id, 'essentials', 0, 0 FROM review_journey
    UNION ALL SELECT id, 'guided', 0, 6 FROM review_journey;
INSERT INTO review_item (journey_id, kind, words, about, position)
SELECT j.id, i.* FROM review_journey j, (VALUES
    ('check', 'Every answer read', NULL, 1),
    ('check', 'At least one next step', NULL, 2),
    ('check', 'No advice on law or medicine', NULL, 3),
    ('rubric', 'Clear', 'Would a stranger understand it?', 1),
    ('rubric', 'Specific', 'Are there scenes, names, numbers?', 2),
    ('rubric', 'Supported', 'Is there proof?', 3)) AS i;
INSERT INTO training_module (journey_id, title, words, minutes, is_required,
    position, changed_at)
SELECT x.j, x.title, x.words, x.minutes, x.needed, x.n, pg_temp.start()
    - interval '120 days'
FROM review_journey r, LATERAL (VALUES
    (NULL::bigint, 'How we give feedback', E'**Three rules**\n\n1. Begin with what '
        'works.\n2. Ask before you advise.\n3. One next step, not five.\n\nA '
        'review is a letter, not a grade.', 10, true, 1),
    (NULL, 'What stays private', E'What a member writes is theirs. Do not copy '
        'it, do not quote it elsewhere, and do not ask for what they kept '
        'private.', 5, true, 2),
    (NULL, 'Reviews that members thank for', E'Read the question first. Quote '
        'the words you mean. Sleep over a hard sentence.', 8, false, 3),
    (r.id, 'Careers are not ladders', E'Most members here fear that they start '
        'from zero. Show them what carries over.', 7, false, 4))
    AS x (j, title, words, minutes, needed, n);

-- Three mentors; one more has applied.
SELECT pg_temp.stand(pg_temp.start() - interval '130 days', 'cleo');
SELECT provider_appoint(j.id, m, 'mentor') FROM review_journey j,
    unnest(ARRAY['noor', 'jonas', 'liam-okeefe']) m
    WHERE EXISTS (SELECT FROM profile p WHERE p.handle = m);
CREATE TEMP TABLE review_mentor AS SELECT p.user_id AS id, f.handle,
    row_number() OVER (ORDER BY p.id) - 1 AS n
    FROM journey_provider p JOIN profile f ON f.user_id = p.user_id
    JOIN review_journey j ON j.id = p.journey_id;
INSERT INTO mentor_specialisation SELECT id, 'career-coaching', 5 - n
    FROM review_mentor;
INSERT INTO training_progress SELECT m.id, t.id, pg_temp.start()
    - interval '119 days', pg_temp.start() - interval '119 days'
    FROM review_mentor m, training_module t
    WHERE t.is_required OR m.handle <> 'noor';
INSERT INTO review_template (owner_id, name, words, section_kind, is_shared,
    uses, created_at, changed_at)
SELECT pg_temp.id_of('noor'), t.*, pg_temp.start() - interval '90 days',
    pg_temp.start() - interval '60 days' FROM (VALUES
    ('Strong second round', E'{client}, this is much stronger than the first '
        'round. Keep the scene; it is your opening.', NULL, true, 7),
    ('Ask for one example', E'Can you give me one moment when this happened, '
        'with names changed, and what you said?', 'career-coaching', false, 12),
    ('Ready for the next section', E'You are ready to go on, {client}. One '
        'next step before: read *{section}* aloud to a friend.', NULL, true, 4))
    AS t (name, words, kind, shared, uses);

-- --- members -------------------------------------------------------------------
CREATE FUNCTION pg_temp.on_career(who text, since interval) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    e bigint;
BEGIN
    SELECT x.id INTO e FROM enrolment x JOIN review_journey j
        ON j.id = x.journey_id WHERE x.user_id = pg_temp.id_of(who);
    IF e IS NOT NULL THEN
        RETURN e;
    END IF;
    PERFORM pg_temp.stand(pg_temp.start() - since, who);
    e := enrol_free(j.id, 'guided') FROM review_journey j;
    INSERT INTO answer (enrolment_id, section_key, field_key, user_id, value,
        saved_at, saved_by)
    SELECT e, a.section, a.field, pg_temp.id_of(who), to_jsonb(a.words),
        app_now(), pg_temp.id_of(who)
    FROM (VALUES ('good_at', 'asked_for', 'Sorting out timetables. Explaining '
            'forms to parents. Calming down meetings that go wrong.'),
        ('good_at', 'for_free', 'Helping people who were told they cannot do maths.'),
        ('good_at', 'proof', 'The evening school''s report. Two letters.'),
        ('story', 'sentences', 'I taught for eighteen years. I learned to stay '
            'calm when thirty people do not. Then the school closed. I ran its '
            'last budget. I want to run the next one from the start.'),
        ('story', 'doubts', 'That nobody hires a teacher for this.'),
        ('next_year', 'tries', 'Two days a month in the finance office of the '
            'evening school, from January.'),
        ('next_year', 'cost', 'Two free days, and my pride.'))
        AS a (section, field, words);
    RETURN e;
END $$;
CREATE FUNCTION pg_temp.hand_in(who text, section text, ago interval,
    mentor text DEFAULT NULL, said text DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    e bigint := pg_temp.on_career(who, ago + interval '9 days');
BEGIN
    PERFORM pg_temp.stand(pg_temp.start() - ago, who);
    RETURN review_submit(e, section, ARRAY(SELECT '0:' || f.key
            FROM journey_field f JOIN journey_section s ON s.id = f.section_id
            JOIN review_version v ON v.id = s.version_id
            WHERE s.key = section ORDER BY f.position),
        (SELECT sum(a.revision)::bigint FROM answer a
            WHERE (a.enrolment_id, a.section_key) = (e, section)),
        pg_temp.id_of(mentor), said);
END $$;
CREATE FUNCTION pg_temp.work(review bigint, mentor text, ago interval)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_temp.stand(pg_temp.start() - ago, mentor);
    PERFORM review_claim(review);
    PERFORM review_mark_set(review, i.id, true, 3 + pg_temp.pick(
        review || ':' || i.id, 3)) FROM review_item i, review_journey j
        WHERE i.journey_id = j.id;
END $$;
-- A year's worth of work that is over: each member's section with each mentor.
DO $$
DECLARE
    m record;
    r bigint;
    ago interval;
BEGIN
    FOR m IN SELECT d.handle, d.n, w.handle AS mentor,
            (ARRAY['good_at', 'story', 'next_year'])[1 + d.n % 3] AS section
            FROM (SELECT handle, row_number() OVER (ORDER BY n) AS n
                FROM demo_member WHERE handle NOT IN ('mia', 'milo')
                ORDER BY demo_member.n LIMIT 14) d
            JOIN review_mentor w ON w.n = d.n % (SELECT count(*)
                FROM review_mentor) LOOP
        ago := make_interval(days => 8 + (7 * m.n)::int,
            hours => pg_temp.pick(m.handle, 12));
        r := pg_temp.hand_in(m.handle, m.section, ago, NULL,
            'Would this convince you?');
        PERFORM pg_temp.work(r, m.mentor, ago - make_interval(hours =>
            2 + pg_temp.pick('c' || m.handle, 14)));
        PERFORM thread_add(r, CASE m.section WHEN 'good_at' THEN 'asked_for'
            WHEN 'story' THEN 'sentences' ELSE 'tries' END, 0, NULL, NULL, NULL,
            'This is the part I would build on. Can you give me one scene?');
        PERFORM pg_temp.stand(pg_temp.start() - ago + make_interval(hours =>
            20 + pg_temp.pick('f' || m.handle, 40)), m.mentor);
        PERFORM review_finish(r, 'approved', E'Clear and warm. **One next '
            'step:** read it aloud to somebody who does not know you.');
        PERFORM pg_temp.stand(pg_temp.start() - ago + interval '4 days',
            m.handle);
        PERFORM thread_mark(t.id, 'addressed') FROM review_thread t
            WHERE t.review_id = r;
        IF m.n % 4 <> 0 THEN
            PERFORM review_rate(r, 4 + (m.n % 3 > 0)::int, CASE WHEN m.n % 2 = 0
                THEN 'Questions that I still think about.' END);
        END IF;
    END LOOP;
END
$$;
-- mia: approved and rated, changes suggested, and one that waits.
CREATE TEMP TABLE review_made AS SELECT 'mia-story' AS key,
    pg_temp.hand_in('mia', 'story', interval '25 days', 'noor',
        'Is it too sad?') AS id;
SELECT pg_temp.work(id, 'noor', interval '24 days 20 hours') FROM review_made;
SELECT thread_add(id, 'sentences', 0, 'Then the school closed.',
    ' when thirty people do not. ', ' I ran its last budget.',
    'The turning point. Say what you did that week.') FROM review_made;
SELECT pg_temp.stand(pg_temp.start() - interval '23 days', 'noor');
SELECT review_finish(id, 'approved', E'Not sad: honest. **Keep the budget '
    'sentence**, it is why somebody will hire you.') FROM review_made;
SELECT pg_temp.stand(pg_temp.start() - interval '22 days', 'mia');
SELECT thread_mark(t.id, 'addressed'), review_rate(m.id, 5,
    'Noor found the sentence I had hidden.')
    FROM review_made m JOIN review_thread t ON t.review_id = m.id;
INSERT INTO review_made SELECT 'mia-good', pg_temp.hand_in('mia', 'good_at',
    interval '3 days', NULL, 'Which of the three is the strongest?');
SELECT pg_temp.work(id, 'noor', interval '2 days 20 hours') FROM review_made
    WHERE key = 'mia-good';
SELECT thread_add(id, 'asked_for', 0, 'Calming down meetings', 'to parents. ',
        ' that go wrong.', 'The one I would build on. Give me one meeting, '
        'with names changed, and what you said.'),
    thread_add(id, 'for_free', 0, NULL, NULL, NULL, 'Whom, and with what?'),
    thread_add(id, NULL, 0, NULL, NULL, NULL,
        'Is there somebody who would say this about you in writing?')
    FROM review_made WHERE key = 'mia-good';
SELECT pg_temp.stand(pg_temp.start() - interval '1 day 3 hours', 'noor');
SELECT review_finish(id, 'changes_requested', E'A good start, Mia. The first '
    'answer has three jobs in it; I would show one of them *at work*.')
    FROM review_made WHERE key = 'mia-good';
SELECT pg_temp.stand(pg_temp.start() - interval '20 hours', 'mia');
SELECT thread_reply(t.id, 'The budget evening in May: I asked each of the four '
    'to say the worst case aloud.') FROM review_made m
    JOIN review_thread t ON t.review_id = m.id WHERE key = 'mia-good'
    AND t.field_key = 'asked_for';
INSERT INTO review_made SELECT 'mia-next', pg_temp.hand_in('mia', 'next_year',
    interval '5 hours', NULL, 'Is January too soon?');
-- milo: a question of noor's, and one that she has in work with a draft.
INSERT INTO review_made SELECT 'milo-story', pg_temp.hand_in('milo', 'story',
    interval '4 days', 'noor');
SELECT pg_temp.work(id, 'noor', interval '3 days 18 hours') FROM review_made
    WHERE key = 'milo-story';
SELECT review_ask(id, 'For whom do you tell it: an employer, or the people at '
    'the evening school?') FROM review_made WHERE key = 'milo-story';
INSERT INTO review_made SELECT 'milo-good', pg_temp.hand_in('milo', 'good_at',
    interval '30 hours');
SELECT pg_temp.work(id, 'noor', interval '9 hours') FROM review_made
    WHERE key = 'milo-good';
SELECT thread_add(id, 'proof', 0, 'Two letters', NULL, NULL,
    'From whom? One line of each would do.'), review_draft_save(id,
    'Milo, three things stand out. First, ', 0) FROM review_made
    WHERE key = 'milo-good';
-- Some more wait; one came back after silence, one was withdrawn.
DO $$
DECLARE
    m record;
    r bigint;
BEGIN
    FOR m IN SELECT handle, row_number() OVER (ORDER BY n) AS n FROM demo_member
            WHERE handle NOT IN ('mia', 'milo') ORDER BY demo_member.n
            OFFSET 14 LIMIT 4 LOOP
        r := pg_temp.hand_in(m.handle, 'good_at', make_interval(hours =>
            (18 * m.n)::int), CASE WHEN m.n = 2 THEN 'noor' END,
            'What would you cut?');
        IF m.n = 3 THEN
            PERFORM pg_temp.work(r, (SELECT handle FROM review_mentor
                WHERE handle <> 'noor' ORDER BY n LIMIT 1), interval '50 hours');
            PERFORM review_release(r, 'A full week');
        ELSIF m.n = 4 THEN
            PERFORM pg_temp.stand(pg_temp.start() - interval '40 hours',
                m.handle);
            PERFORM review_withdraw(r);
        END IF;
    END LOOP;
END
$$;
SELECT pg_temp.stand(pg_temp.start() - interval '8 days', 'mia');
SELECT mentor_preferences_save(j.id, e.ref, '{}', '{career-coaching}')
    FROM review_journey j, expert e WHERE e.user_id = pg_temp.id_of('noor');
-- Somebody wants to help as well.
SELECT pg_temp.stand(pg_temp.start() - interval '2 days', x.handle)
    FROM (SELECT d.handle FROM demo_member d JOIN users u
        ON u.id = pg_temp.id_of(d.handle) WHERE d.handle NOT IN ('mia', 'milo')
        AND u.status = 'active' AND u.verified_at IS NOT NULL
        ORDER BY d.n DESC LIMIT 1) x;
SELECT provider_apply(id, 'mentor', 'I went from nursing to software at 43.',
    'Two years of peer groups for people who change.',
    'Dear Ana, the strongest line is your third. Begin with it …', 2000)
    FROM review_journey;
DELETE FROM job j USING review_mark_job m WHERE j.id > m.job;
SELECT set_config('app.clock_offset', '', true),
    set_config('app.user_id', '', true);
