-- The demo is whole: it has what it promises and every rule holds for what was
-- written past the functions that usually keep it.
BEGIN;
SET client_min_messages = warning;
SET search_path = public, pg_temp;
SELECT no_plan();

CREATE FUNCTION pg_temp.id_of(name text) RETURNS bigint LANGUAGE sql AS $$
    SELECT user_id FROM profile WHERE handle = name $$;
CREATE FUNCTION pg_temp.has(found bigint, wanted bigint, what text) RETURNS text
LANGUAGE sql AS $$
    SELECT cmp_ok(found, '>=', wanted, what || ', at least ' || wanted) $$;

-- --- people -------------------------------------------------------------------
SELECT set_eq($$ SELECT split_part(u.email, '@', 1), coalesce(min(r.role), '')
        FROM users u LEFT JOIN user_role r ON r.user_id = u.id
        WHERE u.email ~ '^(mia|milo|noor|ines|carl|cleo|remy|emil|mona|adam)@'
        GROUP BY 1 $$,
    $$ VALUES ('mia', ''), ('milo', ''), ('noor', 'mentor'),
        ('ines', 'interviewer'), ('carl', 'concierge'), ('cleo', 'creator'),
        ('remy', 'recruiter'), ('emil', 'employer'), ('mona', 'moderator'),
        ('adam', 'admin') $$, 'the ten accounts, each in its role');
SELECT is_empty($$ SELECT u.email FROM users u
    LEFT JOIN credential c ON c.user_id = u.id
    LEFT JOIN profile p ON p.user_id = u.id
    LEFT JOIN preference f ON f.user_id = u.id
    WHERE u.verified_at IS NULL OR c.password_hash IS NULL
        OR p.user_id IS NULL OR f.user_id IS NULL OR NOT is_zone(p.timezone) $$,
    'everybody can sign in');
SELECT pg_temp.has(count(*), 40, 'members who are no experts') FROM users u
    WHERE NOT EXISTS (SELECT FROM expert_listing l WHERE l.expert_id = u.id);
SELECT pg_temp.has(count(*), 40, 'portraits of experts') FROM expert e
    JOIN profile p USING (user_id) WHERE p.picture IS NOT NULL;
SELECT is_empty($$ SELECT picture FROM profile
    WHERE picture !~ '^avatars/[A-Za-z0-9_-]{43}[.]webp$' $$,
    'their paths are such as are served');

-- --- experts ------------------------------------------------------------------
SELECT pg_temp.has(count(DISTINCT expert_id), 60, 'experts')
    FROM expert_listing;
SELECT pg_temp.has(count(*), 12, k) FROM unnest(ARRAY['mentor', 'interviewer',
        'concierge']) k JOIN expert_listing l ON l.kind = k GROUP BY k;
SELECT pg_temp.has(count(DISTINCT timezone), 20, 'zones') FROM expert_listing;
SELECT is_empty($$ SELECT display_name FROM expert_listing
    WHERE next_slots = '{}' $$, 'all of them have free times');
SELECT is_empty($$ SELECT user_id FROM expert e WHERE EXISTS (SELECT FROM
        expert_kind k WHERE k.user_id = e.user_id AND k.status = 'verified')
    AND (headline IS NULL OR length(bio) < 100 OR NOT is_zone(timezone)
        OR (SELECT count(*) FROM expert_skill x
            WHERE x.expert_id = e.user_id) < 3
        OR NOT EXISTS (SELECT FROM session_type t
            WHERE t.expert_id = e.user_id AND t.active)
        OR NOT EXISTS (SELECT FROM industry i WHERE i.slug = ANY (industries))
        OR NOT EXISTS (SELECT FROM specialisation s
            WHERE s.slug = ANY (specialisations))
        OR (SELECT count(*) FROM unnest(industries) i
            WHERE i NOT IN (SELECT slug FROM industry)) > 0
        OR (SELECT count(*) FROM unnest(specialisations) s
            WHERE s NOT IN (SELECT slug FROM specialisation)) > 0) $$,
    'every profile is filled in, with words of the vocabularies');
SELECT is(count(DISTINCT bio), count(*), 'no two bios are the same')
    FROM expert WHERE bio IS NOT NULL;
SELECT ok(count(*) > 15, 'interviewers under another name') FROM expert_listing
    WHERE alias_seed IS NOT NULL AND kind = 'interviewer';
SELECT is_empty($$ SELECT l.display_name FROM expert_listing l
    JOIN profile p ON p.user_id = l.expert_id JOIN expert e ON e.user_id = p.user_id
    WHERE e.is_anonymous AND (l.display_name = p.display_name
        OR l.picture IS NOT NULL OR l.handle IS NOT NULL) $$,
    'whose own names nobody sees');
SELECT pg_temp.has(count(*), 4, 'applications that wait') FROM expert_kind
    WHERE status = 'submitted';
SELECT is(count(*), 1::bigint, 'one was rejected, with a reason')
    FROM expert_kind WHERE status = 'rejected' AND reason <> '';

-- --- sessions -----------------------------------------------------------------
SELECT pg_temp.has(count(*), wanted, status) FROM session JOIN (VALUES
        ('completed', 500), ('scheduled', 60), ('canceled', 20),
        ('no_show', 10), ('requested', 5), ('declined', 2),
        ('in_progress', 1)) AS x (status, wanted) USING (status)
    GROUP BY status, wanted;
SELECT pg_temp.has(count(*), 4, 'affiliates') FROM affiliate
    WHERE status = 'active';
SELECT pg_temp.has(count(*), 3, 'conversions') FROM affiliate_conversion;
SELECT pg_temp.has(count(*), 1, 'payments by hand for a second admin')
    FROM receipt WHERE status = 'waiting';
SELECT pg_temp.has(count(DISTINCT status), 3, 'states of refunds') FROM refund;
SELECT is_empty('SELECT * FROM money_roll_verify()', 'the sums are the books');
SELECT is_empty('SELECT * FROM ledger_verify()', 'and the books add up');
SELECT pg_temp.has(count(*), 2, 'disputed') FROM session WHERE disputed;
SELECT pg_temp.has(count(*), 3, 'open proposals') FROM session_proposal
    WHERE status = 'open' AND expires_at > app_now();
SELECT pg_temp.has(count(*), 2, 'to come for ' || handle)
    FROM session_participant s JOIN profile p ON p.user_id = s.person_id
    WHERE handle IN ('mia', 'milo', 'noor', 'ines', 'carl')
        AND s.status = 'scheduled' AND s.starts_at > app_now()
    GROUP BY handle;
SELECT pg_temp.has(count(*), 3, 'past for ' || handle)
    FROM session_participant s JOIN profile p ON p.user_id = s.person_id
    WHERE handle IN ('mia', 'milo', 'noor', 'ines', 'carl')
        AND s.status = 'completed'
    GROUP BY handle;
SELECT is_empty($$ SELECT a.session_id FROM busy a JOIN busy b
        ON a.person_id = b.person_id AND a.session_id < b.session_id
        AND a.during && b.during $$, 'nobody is in two places');
SELECT is_empty($$ SELECT a.session_id FROM session_participant a
    JOIN session_participant b ON a.person_id = b.person_id
        AND a.session_id < b.session_id AND a.starts_at < b.ends_at
        AND b.starts_at < a.ends_at
    WHERE a.status IN ('completed', 'no_show')
        AND b.status IN ('completed', 'no_show') $$, 'nor was');
SELECT is((SELECT count(*) FROM busy), 2 * (SELECT count(*) FROM session
        WHERE status IN ('scheduled', 'requested', 'in_progress',
            'awaiting_payment')),
    'a busy row for each person of what is live');
SELECT is_empty($$ SELECT s.id FROM session s
    WHERE (status IN ('scheduled', 'requested') AND starts_at <= app_now())
        OR (status IN ('completed', 'no_show') AND ends_at > app_now())
        OR created_at > least(starts_at, app_now())
        OR completed_at NOT BETWEEN starts_at AND app_now()
        OR canceled_at NOT BETWEEN created_at AND starts_at
        OR expires_at <= app_now() $$, 'times are in order');
SELECT is_empty($$ SELECT s.id FROM session s JOIN session_type t
        ON t.id = s.session_type_id
    WHERE (s.expert_id, s.type_kind, s.minutes) IS DISTINCT FROM
            (t.expert_id, t.kind, t.minutes)
        OR s.kind <> CASE s.paid_by WHEN 'pack' THEN 'pack'
            ELSE session_kind_of(t.kind) END
        OR s.ends_at - s.starts_at <> make_interval(mins => s.minutes) $$,
    'of a type that the expert has');

-- The last move led to where the session is, each from where the one before was.
SELECT is_empty($$ SELECT session_id FROM (SELECT h.*, lag(to_status) OVER w AS was,
            lag(at) OVER w AS before, lead(id) OVER w IS NULL AS is_last
        FROM session_history h WINDOW w AS (PARTITION BY session_id ORDER BY id)) h
    JOIN session s ON s.id = h.session_id
    WHERE h.from_status IS DISTINCT FROM h.was OR h.at < h.before
        OR h.at > app_now() OR (h.is_last AND h.to_status <> s.status) $$,
    'histories hang together');
-- While it is paid for, the order moves it.
SELECT is_empty($$ SELECT h.id FROM session_history h
    WHERE h.from_status <> 'awaiting_payment' AND h.move <> 'checkout'
        AND NOT EXISTS (SELECT FROM session_rule r
        WHERE (r.move, r.side, r.status) = (h.move, h.side, h.from_status)) $$,
    'of moves that there are, by whom may make them');
SELECT is_empty($$ SELECT id FROM session s WHERE version <> (SELECT count(*)
        FROM session_history h WHERE h.session_id = s.id) $$,
    'and as many as the version says');

-- --- feedback and ratings -------------------------------------------------------
SELECT is_empty($$ SELECT f.session_id FROM session_feedback f
    JOIN session s ON s.id = f.session_id
    WHERE s.status <> 'completed' OR f.created_at NOT BETWEEN s.completed_at
            AND app_now()
        OR f.author_id <> CASE f.side WHEN 'client' THEN s.client_id
            ELSE s.expert_id END
        OR (f.shown_at IS NOT NULL) IS DISTINCT FROM (f.show_at <= app_now()
            OR 2 = (SELECT count(*) FROM session_feedback x
                WHERE x.session_id = s.id)) $$,
    'feedback is of completed sessions, shown when both wrote or after 14 days');
SELECT is_empty($$ SELECT f.session_id FROM session_feedback f
    JOIN session s ON s.id = f.session_id, jsonb_each(f.rubric) r
    WHERE NOT r.key = ANY (rubric_of(s.type_kind, f.side))
        OR r.value::text::int NOT BETWEEN 1 AND 5 $$, 'by the rubric');
SELECT set_eq($$ SELECT s.expert_id, s.client_id, s.client_alias, s.id, f.stars
        FROM session_feedback f JOIN session s ON s.id = f.session_id
        WHERE f.side = 'client' AND f.shown_at IS NOT NULL $$,
    $$ SELECT expert_id, author_id, author_alias, subject_id, stars
        FROM expert_rating WHERE subject_kind = 'session' $$,
    'and each that is shown is a rating');
SELECT is_empty($$ SELECT e.user_id FROM expert e WHERE (rating_count, rating_sum,
        kept_count) <> (SELECT (count(*))::int,
        coalesce(sum(stars), 0)::bigint, (SELECT count(*)::int FROM session s
            WHERE s.expert_id = e.user_id AND s.status = 'completed')
        FROM expert_rating r WHERE r.expert_id = e.user_id
            AND r.hidden_at IS NULL) $$,    -- by moderation: not counted
    'figures are those of the rows');
SELECT pg_temp.has(count(*), 50, 'experts with a rating') FROM expert
    WHERE rating_count >= 3;
SELECT pg_temp.has(count(*), 1, 'new experts') FROM expert_listing
    WHERE rating_mean IS NULL;

-- --- what is around ---------------------------------------------------------------
SELECT pg_temp.has(count(*) FILTER (WHERE read_at IS NULL), 1,
        'unread notices of ' || handle)
    FROM notification JOIN profile USING (user_id)
    WHERE handle IN ('mia', 'milo', 'noor', 'ines', 'carl', 'adam')
    GROUP BY handle;
SELECT pg_temp.has(count(*), 10, 'read notices of mia') FROM notification
    WHERE user_id = pg_temp.id_of('mia') AND read_at IS NOT NULL;
SELECT is_empty($$ SELECT id FROM (SELECT id, created_at, lag(created_at) OVER
        (ORDER BY id) AS before FROM notification) n
    WHERE created_at < before OR created_at > app_now() $$,
    'notices are in the order of time');
SELECT is_empty($$ SELECT n.id FROM notification n
    JOIN session s ON n.data ->> 'session_id' = s.id::text
    JOIN session_participant p ON p.session_id = s.id
        AND p.side = n.data ->> 'side'
    WHERE p.person_id <> n.user_id OR n.data ->> 'other' <> session_name(s,
        CASE p.side WHEN 'client' THEN 'expert' ELSE 'client' END) $$,
    'and show each side the other''s name as it may be known');
SELECT pg_temp.has(count(*), 5, 'kinds of notes: ' || count(DISTINCT kind))
    FROM session_note;
-- --- packs and seats -----------------------------------------------------------
SELECT pg_temp.has(count(*), 7, 'packs and packages') FROM pack;
SELECT results_eq($$ SELECT total, taken, available, waiting FROM
    seat_availability((SELECT ref FROM expert WHERE user_id
        = pg_temp.id_of('noor'))) $$, $$ VALUES (6, 5, 0, 4) $$,
    'noor has a nearly full house, and people wait');
SELECT results_eq($$ SELECT s.status, p.status FROM seat s JOIN pack p
        ON (p.expert_id, p.student_id) = (s.expert_id, s.student_id)
    WHERE s.student_id IN (pg_temp.id_of('mia'), pg_temp.id_of('milo'))
    ORDER BY 1 $$, $$ VALUES ('active', 'active'), ('grace', 'depleted') $$,
    'mia''s pack runs, milo is in grace');
SELECT pg_temp.has(count(*), 3, 'packages of ines') FROM pack_product
    WHERE kind = 'package' AND active AND expert_id = pg_temp.id_of('ines');
SELECT is(pack_tick(1000), 0, 'nothing of them is due at once');
SELECT is_empty($$ SELECT p.id FROM pack p, pack_uses(p) u
    WHERE p.total < u.held + u.consumed + p.paid_back $$,
    'nobody has used more than they bought');
-- --- subscriptions ---------------------------------------------------------------
SELECT results_eq($$ SELECT c.name, s.plan, s.status FROM subscription s
    JOIN company c ON c.id = s.company_id ORDER BY c.name $$, $$ VALUES
    ('Harbour Talent', 'STARTER', 'past_due'),
    ('Nordlicht Logistics', 'PROFESSIONAL', 'active'),
    ('Quiet Rooms Studio', 'RAP', 'active') $$, 'companies with plans');
SELECT results_eq($$ SELECT s.plan, s.cancel_at_period_end FROM subscription s
    WHERE s.kind = 'tier' AND s.payer_id IN (SELECT user_id FROM profile
        WHERE handle IN ('mia', 'milo')) ORDER BY s.plan $$,
    $$ VALUES ('guided', false), ('premium', true) $$, 'members with tiers');
SELECT is((SELECT count(*) FROM journey_listing), 13::bigint, 'thirteen journeys');
SELECT pg_temp.has(count(*), 140, 'people on journeys') FROM enrolment;
SELECT pg_temp.has(count(*), 500, 'answers of theirs') FROM answer;
SELECT pg_temp.has(count(*), 20, 'reviews of journeys') FROM journey_review;
SELECT is_empty($$ SELECT e.id FROM enrolment e JOIN journey_tier t
    ON (t.journey_id, t.tier) = (e.journey_id, e.tier)
    WHERE (t.month_amount > 0) <> (e.subscription_id IS NOT NULL) $$,
    'nobody has for nothing what has a price');
SELECT is(subscription_tick(1000), 0, 'nothing of them is due at once');
SELECT is((SELECT credit_free(l) FROM credit_lot l), 16, 'remy has credits');
SELECT pg_temp.has(count(*), 10, 'webhooks') FROM webhook_event;
SELECT pg_temp.has(count(*), 3, 'blocks') FROM block;
SELECT pg_temp.has(count(*), 5, 'devices') FROM user_session;
SELECT pg_temp.has(count(*), 200, 'audit rows') FROM audit;
SELECT is_empty($$ SELECT id FROM (SELECT id, at, lag(at) OVER (ORDER BY id)
        AS before FROM audit) a WHERE at < before OR at > app_now() $$,
    'in the order of time');
SELECT pg_temp.has(count(DISTINCT state), 3, 'states of mails')
    FROM email_notification;
SELECT is_empty($$ SELECT id FROM job j WHERE state = 'waiting'
    AND run_at < app_now() - interval '1 minute'
    AND kind NOT IN ('session.invite') $$, 'no work is late');

-- --- the clock goes on ------------------------------------------------------------
SELECT is(session_tick(1000), 0, 'nothing is due at once');
SELECT set_config('app.clock_offset', extract(epoch FROM app_now() - now()
    + interval '40 days')::text, true);
SELECT pg_temp.has(session_tick(1000), 60, 'in forty days all that is over ends');
SELECT is(count(*), 0::bigint, 'nothing live is left behind') FROM session
    WHERE status IN ('scheduled', 'requested', 'in_progress')
        AND ends_at < app_now() - interval '2 days';

-- --- safety --------------------------------------------------------------------
SELECT pg_temp.has(count(*), 40, 'cases') FROM report_case;
SELECT pg_temp.has(count(*), 40, 'reports') FROM report;
SELECT set_eq('SELECT DISTINCT status FROM report_case', ARRAY['open', 'assigned',
    'resolved', 'ignored', 'appealed'], 'in all states');
SELECT pg_temp.has(count(*), 2, 'cases in the moderator''s hand')
    FROM report_case WHERE assignee_id = pg_temp.id_of('mona');
SELECT pg_temp.has(count(*), 4, 'incidents') FROM incident;
SELECT pg_temp.has(count(*), 3, 'appeals that wait') FROM appeal
    WHERE outcome IS NULL;
SELECT is_empty($$ SELECT u.id FROM users u WHERE u.status <> 'erased'
    AND NOT EXISTS (SELECT FROM trust t WHERE t.person_id = u.id) $$,
    'everybody''s trust is computed');

SELECT * FROM finish();
ROLLBACK;
