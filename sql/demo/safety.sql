-- What members reported and what moderators decided, over two months, through the
-- functions that pages use.  What broke a rule was there when it was reported; its
-- author has written it anew since, so that the site shows none of it.
CREATE TEMP TABLE demo_bad (n int GENERATED ALWAYS AS IDENTITY, category text,
    words text, said text);
INSERT INTO demo_bad (category, words, said) VALUES
    ('violence', 'I know where your office is, and next time we settle this outside.', 'He means it. He wrote the same to a friend of mine.'),
    ('contact', 'Write to me at h-a-n-s at mail dot com, it is quicker than here.', 'He asked for my mail twice. I did not answer.'),
    ('sexual', 'You looked better than your code, honestly. Wear the red one again.', 'This is about a friend and she is upset.'),
    ('scam', 'Send it by transfer instead, that is 15 % cheaper for both of us.', 'Wanted me to pay outside.'),
    ('copyright', 'Eleven steps to a new career, each with a worksheet of its own.', 'Word for word from my own guide of last year.'),
    ('spam', 'Best CV templates on the market, visit my shop and save 70 % today!!!', NULL),
    ('abuse', 'This was a waste of an hour of my life. What a fool.', 'Rude, not helpful to anybody.'),
    ('impersonation', 'Principal engineer, ex everything. I wrote the scheduler you all use.', 'I worked there. This person did not.'),
    ('hate', 'People from there should not be allowed to interview anyone.', 'Please look at the second sentence.'),
    ('other', 'Backend engineer, sometimes gardener, mostly tired.', 'This is the wrong headline for a coach, I think.'),
    ('link', 'My notes are here: free-certificates.example/claim', 'The link asks for a password.'),
    ('self_harm', 'I do not see why I should go on after this week.', 'I am worried about this person.');

-- Day by day: `reporters` people report it, `hours` later somebody acts.
CREATE TEMP TABLE demo_case (n int GENERATED ALWAYS AS IDENTITY, kind text,
    bad int, author text, days_ago numeric, reporters int, hours numeric,
    outcome text, actions jsonb, appeal text, appealed text);
INSERT INTO demo_case (kind, bad, author, days_ago, reporters, hours, outcome,
    actions, appeal, appealed)
SELECT * FROM (VALUES
    -- decided
    ('profile', 6, 'finn-sorensen', 58, 1, 2.0, 'action_taken', '[{"kind": "edit"}]'::jsonb, NULL, NULL),
    ('rating', 7, NULL, 55, 1, 0.6, 'no_violation', NULL, NULL, NULL),
    ('profile', 4, 'nikolai-berg', 52, 2, 1.1, 'action_taken', '[{"kind": "remove"}, {"kind": "silence", "days": 14}]', 'I meant my own invoice.', 'action_taken'),
    ('rating', 3, NULL, 49, 2, 0.4, 'action_taken', '[{"kind": "hide"}, {"kind": "warn"}]', NULL, NULL),
    ('profile', 10, 'karin-holm', 47, 1, 9.0, 'no_violation', NULL, NULL, NULL),
    ('profile', 8, 'isaac-ferguson', 44, 1, 5.5, 'action_taken', '[{"kind": "warn"}]', 'I did work there, on a contract.', 'no_violation'),
    ('rating', 7, NULL, 42, 1, 0.7, 'no_violation', NULL, NULL, NULL),
    ('profile', 6, 'theo-martens', 40, 2, 3.0, 'ignored', NULL, NULL, NULL),
    ('rating', 9, NULL, 37, 3, 0.3, 'action_taken', '[{"kind": "remove"}, {"kind": "silence", "days": 30}]', NULL, NULL),
    ('profile', 11, 'paula-reyes', 35, 1, 6.0, 'action_taken', '[{"kind": "edit"}]', NULL, NULL),
    ('profile', 5, 'leo-brandt', 33, 1, 12.0, 'duplicate', NULL, NULL, NULL),
    ('rating', 2, NULL, 31, 2, 0.5, 'action_taken', '[{"kind": "hide"}]', NULL, NULL),
    ('profile', 1, 'connor-walsh', 28, 4, 0.2, 'action_taken', '[{"kind": "hide"}, {"kind": "silence", "days": 60}]', 'It is the line of a film.', 'action_taken'),
    ('rating', 7, NULL, 26, 1, 2.5, 'no_violation', NULL, NULL, NULL),
    ('profile', 12, 'gift-banda', 24, 1, 0.1, 'action_taken', '[{"kind": "warn"}]', NULL, NULL),
    ('rating', 6, NULL, 22, 1, 4.0, 'action_taken', '[{"kind": "remove"}]', NULL, NULL),
    ('profile', 10, 'jasmine-tan', 20, 1, 8.0, 'no_violation', NULL, NULL, NULL),
    ('rating', 3, NULL, 18, 2, 0.6, 'action_taken', '[{"kind": "hide"}, {"kind": "silence", "days": 7}]', NULL, NULL),
    ('profile', 4, 'mateus-rocha', 15, 2, 1.4, 'action_taken', '[{"kind": "edit"}, {"kind": "warn"}]', NULL, NULL),
    ('rating', 10, NULL, 13, 1, 3.3, 'ignored', NULL, NULL, NULL),
    -- appeals that wait
    ('profile', 7, 'milo', 9, 2, 0.9, 'action_taken', '[{"kind": "warn"}, {"kind": "edit"}]', 'It was about my own code, not about a person.', NULL),
    ('rating', 8, NULL, 8, 1, 1.6, 'action_taken', '[{"kind": "hide"}]', 'Every word of it is true.', NULL),
    ('profile', 11, 'omar-haddad', 6, 1, 2.2, 'action_taken', '[{"kind": "edit"}]', 'The link was to my own page.', NULL),
    ('rating', 6, NULL, 5, 1, 0.8, 'action_taken', '[{"kind": "remove"}]', NULL, NULL),
    ('profile', 9, 'beatriz-lima', 4, 2, 0.5, 'action_taken', '[{"kind": "silence", "days": 14}, {"kind": "edit"}]', NULL, NULL),
    ('rating', 7, NULL, 3, 1, 1.0, 'no_violation', NULL, NULL, NULL),
    -- held by somebody
    ('profile', 3, 'elena-marin', 1.3, 3, NULL, 'mona', NULL, NULL, NULL),
    ('rating', 4, NULL, 1.1, 1, NULL, 'mona', NULL, NULL, NULL),
    ('profile', 1, 'harvey-lund', 0.5, 2, NULL, 'adam', NULL, NULL, NULL),
    -- open
    ('rating', 2, NULL, 1.9, 2, NULL, NULL, NULL, NULL, NULL),
    ('profile', 5, 'sienna-brooks', 1.6, 1, NULL, NULL, NULL, NULL, NULL),
    ('rating', 9, NULL, 1.2, 4, NULL, NULL, NULL, NULL, NULL),
    ('profile', 6, 'anton-weiss', 0.95, 1, NULL, NULL, NULL, NULL, NULL),
    ('rating', 7, NULL, 0.9, 1, NULL, NULL, NULL, NULL, NULL),
    ('profile', 8, 'lucia-ortega', 0.8, 1, NULL, NULL, NULL, NULL, NULL),
    ('rating', 3, NULL, 0.7, 2, NULL, NULL, NULL, NULL, NULL),
    ('profile', 2, 'usman-ali', 0.6, 1, NULL, NULL, NULL, NULL, NULL),
    ('rating', 10, NULL, 0.5, 1, NULL, NULL, NULL, NULL, NULL),
    ('profile', 12, 'dilara-kaya', 0.4, 1, NULL, NULL, NULL, NULL, NULL),
    ('rating', 6, NULL, 0.35, 1, NULL, NULL, NULL, NULL, NULL),
    ('profile', 11, 'kofi-mensah', 0.3, 1, NULL, NULL, NULL, NULL, NULL),
    ('rating', 7, NULL, 0.2, 1, NULL, NULL, NULL, NULL, NULL),
    ('profile', 4, 'nora-bauer', 0.1, 1, NULL, NULL, NULL, NULL, NULL),
    ('rating', 4, NULL, 0.05, 1, NULL, NULL, NULL, NULL, NULL)) AS v;

CREATE FUNCTION pg_temp.as_of(who bigint, ago interval) RETURNS void LANGUAGE sql
AS $$
    SELECT set_config('app.user_id', coalesce(who::text, ''), true),
        set_config('app.clock_offset', extract(epoch FROM pg_temp.start() - ago
            - now())::text, true);  -- real clock: of the demo
$$;

DO $$
DECLARE
    d demo_case;
    b demo_bad;
    person profile;
    rated expert_rating;
    whose bigint;
    thing bigint;
    was text;
    visible boolean;
    c bigint;
    seen int;
    whom bigint[];
    judge bigint;
BEGIN
    FOR d IN SELECT * FROM demo_case ORDER BY days_ago DESC, n LOOP
        SELECT * INTO b FROM demo_bad x WHERE x.n = d.bad;
        IF d.kind = 'profile' THEN
            SELECT * INTO person FROM profile WHERE handle = d.author;
            whose := person.user_id;
            thing := whose;
            was := person.about;
            visible := person.is_public;
            PERFORM pg_temp.as_of(NULL, '1 year');
            UPDATE profile SET is_public = true, about = b.words
                WHERE user_id = whose;
        ELSE
            SELECT r.* INTO rated FROM expert_rating r JOIN users u
                ON u.id = r.author_id WHERE r.hidden_at IS NULL
                AND r.words IS NOT NULL AND u.status = 'active'
                AND u.email !~ '^(mia|milo|mona|adam)@' AND NOT EXISTS (SELECT
                FROM report_case x WHERE (x.kind, x.target_id)
                    = ('rating', r.id) OR x.author_id = r.author_id)
                AND r.created_at < pg_temp.start()
                    - make_interval(hours => (24 * d.days_ago)::int)
                ORDER BY pg_temp.pick('rating' || r.id, 100000) LIMIT 1;
            whose := rated.author_id;
            thing := rated.id;
            was := rated.words;
            PERFORM pg_temp.as_of(NULL, '1 year');
            UPDATE expert_rating SET words = b.words WHERE id = thing;
        END IF;
        whom := ARRAY(SELECT m.user_id FROM (SELECT pg_temp.id_of(x.handle)
                AS user_id, x.n FROM demo_member x
            WHERE x.handle NOT IN ('mona', 'adam', 'emil', 'remy')) m
            JOIN users u ON u.id = m.user_id AND u.status = 'active'
            WHERE m.user_id <> whose
            -- every fourth is Mia's
            ORDER BY d.n % 4 = 0 AND m.n = 1 DESC,
                pg_temp.pick(d.n || 'reporter' || m.n, 100000)
            LIMIT d.reporters);
        FOR i IN 1 .. cardinality(whom) LOOP
            PERFORM pg_temp.as_of(whom[i], make_interval(secs =>
                86400 * d.days_ago::float8 - 120 * i));
            SELECT r.case_id INTO c FROM report_send(CASE WHEN d.kind = 'profile'
                THEN 'profile' ELSE 'rating' END, thing, b.category,
                CASE WHEN i = 1 THEN coalesce(b.said, 'Please look at this.')
                END) r;
        END LOOP;
        IF d.hours IS NOT NULL THEN
            judge := pg_temp.id_of(CASE WHEN d.n % 5 = 0 THEN 'adam'
                ELSE 'mona' END);
            PERFORM pg_temp.as_of(judge, make_interval(secs => 86400
                * d.days_ago::float8 - 3600 * d.hours::float8 - 600));
            PERFORM case_patch(c, 1, 'me', NULL, NULL, NULL, CASE WHEN d.n % 6
                = 0 THEN 'Looked at what else they wrote: nothing.' END, NULL,
                NULL);
            PERFORM pg_temp.as_of(judge, make_interval(secs => 86400
                * d.days_ago::float8 - 3600 * d.hours::float8 - 1500));
            SELECT version INTO seen FROM report_case WHERE id = c;
            PERFORM case_patch(c, seen, NULL, CASE WHEN d.outcome = 'ignored'
                THEN 'ignored' END, nullif(d.outcome, 'ignored'), d.actions,
                NULL, NULL, NULL);
        ELSIF d.outcome IS NOT NULL THEN
            PERFORM pg_temp.as_of(pg_temp.id_of(d.outcome), '6 minutes');
            PERFORM case_patch(c, 1, 'me', NULL, NULL, NULL, CASE WHEN d.n % 2
                = 0 THEN 'I ask the client what was said before.' END, NULL,
                NULL);
        END IF;
        IF d.appeal IS NOT NULL THEN
            PERFORM pg_temp.as_of(whose, make_interval(secs => 86400
                * d.days_ago::float8 * 0.8));
            PERFORM appeal_send(c, d.appeal);
        END IF;
        IF d.appealed IS NOT NULL THEN
            PERFORM pg_temp.as_of(pg_temp.id_of(CASE WHEN d.n % 5 = 0
                THEN 'mona' ELSE 'adam' END), make_interval(secs => 86400
                * d.days_ago::float8 * 0.7));
            SELECT version INTO seen FROM report_case WHERE id = c;
            PERFORM case_patch(c, seen, NULL, 'resolved', d.appealed, NULL,
                NULL, CASE d.appealed WHEN 'no_violation'
                THEN 'You are right, and we are sorry.'
                ELSE 'The words are what counts, and they stood there.' END,
                NULL);
        END IF;
        -- written anew since
        PERFORM pg_temp.as_of(NULL, '0 s');
        IF d.kind = 'profile' THEN
            UPDATE profile SET about = was, is_public = visible
                WHERE user_id = whose;
        ELSE
            UPDATE expert_rating SET words = was WHERE id = thing;
        END IF;
    END LOOP;
END
$$;
-- Disputes of sessions are as old as the sessions' history says.
UPDATE report_case c SET opened_at = s.disputed_at, status = 'open'
    FROM session s WHERE c.kind = 'session' AND s.id = c.target_id;
UPDATE report r SET created_at = c.opened_at FROM report_case c
    WHERE c.kind = 'session' AND c.id = r.case_id;
UPDATE case_event e SET at = c.opened_at FROM report_case c
    WHERE c.kind = 'session' AND c.id = e.case_id;

-- Incidents of all states.
SELECT pg_temp.as_of(pg_temp.id_of('mona'), '21 days');
SELECT incident_open('spam_wave', 'Advertising for CV templates',
    'The same words from five accounts within an hour.', 3,
    ARRAY(SELECT id FROM report_case WHERE category = 'spam' ORDER BY id LIMIT 3))
    AS wave \gset
SELECT incident_patch(:wave, 1, 'investigating', 'All of them signed up on one day.', NULL);
SELECT incident_patch(:wave, 2, 'mitigated', 'A rule holds these words now.', NULL);
SELECT pg_temp.as_of(pg_temp.id_of('adam'), '19 days');
SELECT incident_patch(:wave, 3, 'resolved', NULL, NULL);
SELECT incident_patch(:wave, 4, 'closed', 'Nothing new for two days.', NULL);
SELECT pg_temp.as_of(pg_temp.id_of('mona'), '3 days');
SELECT incident_open('account_takeover', 'Two sign-ins at once from far away',
    'The member says that it was not them.', 4, NULL) AS taken \gset
SELECT incident_patch(:taken, 1, 'investigating', 'Asked the member to change the password.', NULL);
SELECT pg_temp.as_of(pg_temp.id_of('mona'), '9 hours');
SELECT incident_open('abuse', 'Threats in profiles', 'Two cases with the same words.', 5,
    ARRAY(SELECT id FROM report_case WHERE category = 'violence' ORDER BY id DESC LIMIT 2));
SELECT pg_temp.as_of(NULL, '40 hours');
SELECT incident_raise('payment_fraud', 'fraud:demo', pg_temp.id_of('wei-zhang'), 4,
    'Payments of Zhang Wei are disputed as fraud', 'Stripe disputes a payment: fraudulent.');
SELECT pg_temp.as_of(pg_temp.id_of('mona'), '0 s');
-- her page says what it is about the moment it is opened
UPDATE report_case SET lease_until = app_now() + interval '24 minutes'
    WHERE assignee_id IS NOT NULL;

SELECT pg_temp.as_of(NULL, '0 s');
SELECT enforcement_tick(1000);
INSERT INTO mute (muter_id, muted_id, created_at) VALUES
    (pg_temp.id_of('mia'), pg_temp.id_of('connor-walsh'),
        pg_temp.start() - interval '12 days');
INSERT INTO audit (at, actor_id, action, target_kind, target_id, detail,
    remote_addr)
SELECT e.at, e.actor_id, 'case.' || e.event, 'case', e.case_id,
    nullif(e.data, '{}'), '198.51.100.21'
FROM case_event e JOIN user_role r ON r.user_id = e.actor_id
    AND r.role IN ('moderator', 'admin')
WHERE e.event IN ('claim', 'note', 'resolve', 'ignore', 'decide');
DELETE FROM job j USING notification n WHERE j.kind = 'notice.deliver'
    AND (j.payload ->> 'notification_id')::bigint = n.id
    AND n.type IN (SELECT t.name FROM notification_type t
        WHERE t.area = 'safety');       -- they were told then
DELETE FROM job WHERE kind IN ('trust.refresh', 'expert.listing');
SELECT count(trust_refresh(id)) FROM users;
SELECT set_config('app.clock_offset', '', true), set_config('app.user_id', '', true);
