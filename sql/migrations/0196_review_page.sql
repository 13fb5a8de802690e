-- What the pages of reviews read: each function and view tells what the asking
-- member may see and nothing else.

-- --- lists ---------------------------------------------------------------------
CREATE VIEW my_review AS
SELECT p.review_id AS id, p.side, r.status, r.outcome, r.section_title,
    r.journey_id, j.title AS journey, j.icon, r.submitted_at, r.due_at,
    r.claimed_at, r.asked_at, r.completed_at, r.changed_at, r.resubmits,
    r.priority, c.display_name AS client_name, c.picture AS client_picture,
    m.display_name AS mentor_name, m.picture AS mentor_picture,
    (SELECT count(*) FROM review_thread t WHERE t.review_id = r.id
        AND t.kind = 'comment' AND t.shown_at IS NOT NULL
        AND t.status IN ('open', 'reopened')) AS open_comments
FROM review_participant p JOIN review_request r ON r.id = p.review_id
JOIN journey j ON j.id = r.journey_id
JOIN profile c ON c.user_id = r.client_id
LEFT JOIN profile m ON m.user_id = r.mentor_id
WHERE p.user_id = app_user_id();
-- What waits on the journeys that the asking mentor is on, by priority and due
-- time; `refusal` says why one could not be claimed now.
CREATE FUNCTION mentor_queue(only_journey bigint, only_kind text,
    only_mine boolean, after_id bigint, most int)
RETURNS TABLE (id bigint, journey_id bigint, journey text, icon text,
    section_title text, section_kind text, client_name text, picture text,
    submitted_at timestamptz, due_at timestamptz, priority int,
    is_offered boolean, is_chosen boolean, is_resubmitted boolean,
    pay bigint, currency text, locked_until timestamptz, is_locked_by_me boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT r.id, r.journey_id, j.title, j.icon, r.section_title, r.section_kind,
        c.display_name, c.picture, r.submitted_at, r.due_at, r.priority,
        m.offered_at IS NOT NULL, r.first_mentor_id IS NOT DISTINCT FROM
            app_user_id(), r.resubmits > 0,
        CASE WHEN r.paid_percent = 0 THEN least(r.rate, coalesce(p.rate, r.rate))
            - bp_of(least(r.rate, coalesce(p.rate, r.rate)), j.commission_bp)
            ELSE 0 END, r.currency,
        CASE WHEN r.locked_until > app_now() THEN r.locked_until END,
        coalesce(r.locked_by = app_user_id() AND r.locked_until > app_now(),
            false)
    FROM journey_provider p JOIN review_request r
        ON r.journey_id = p.journey_id AND r.status = 'submitted'
    JOIN journey j ON j.id = r.journey_id
    JOIN profile c ON c.user_id = r.client_id
    LEFT JOIN review_match m ON (m.review_id, m.mentor_id)
        = (r.id, app_user_id())
    WHERE (p.user_id, p.kind, p.status)
            = (app_user_id(), 'mentor', 'verified')
        AND r.client_id <> app_user_id()
        AND (only_journey IS NULL OR r.journey_id = only_journey)
        AND (only_kind IS NULL OR r.section_kind = only_kind)
        AND (NOT only_mine OR m.offered_at IS NOT NULL)
        AND (r.first_until IS NULL OR r.first_until <= app_now()
            OR r.first_mentor_id = app_user_id())
        AND NOT EXISTS (SELECT FROM client_mentor_block b WHERE (b.client_id,
            b.journey_id, b.mentor_id) = (r.client_id, r.journey_id,
            app_user_id()))
        AND NOT is_blocked(r.client_id, app_user_id())
        AND (after_id IS NULL OR (-r.priority, r.due_at, r.id) > (SELECT
            -x.priority, x.due_at, x.id FROM review_request x
            WHERE x.id = after_id))
    ORDER BY r.priority DESC, r.due_at, r.id LIMIT most
$$;
-- What the asking member may have reviewed: sections of the journeys they are on.
CREATE FUNCTION my_sections() RETURNS TABLE (enrolment_id bigint, journey text,
    slug text, icon text, tier text, section_key text, section_title text,
    open_review bigint, reviews bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT e.id, j.title, j.slug, j.icon, e.tier, s.key, s.title,
        max(r.id) FILTER (WHERE r.status IN ('submitted', 'claimed',
            'info_requested')), count(r.id)
    FROM enrolment e JOIN journey j ON j.id = e.journey_id
    JOIN journey_section s ON s.version_id = e.version_id
    LEFT JOIN review_request r ON (r.enrolment_id, r.section_key) = (e.id, s.key)
    WHERE e.user_id = app_user_id() AND e.status IN ('active', 'completed')
        AND EXISTS (SELECT FROM answer a WHERE (a.enrolment_id, a.section_key)
            = (e.id, s.key))
    GROUP BY e.id, j.id, s.id ORDER BY e.last_at DESC, s.position
$$;
-- Mentors of a journey as a member chooses among them.
CREATE FUNCTION journey_mentors(of_journey bigint) RETURNS TABLE (ref bigint,
    name text, picture text, headline text, rating_mean float8,
    rating_count int, reviews bigint, median_hours float8, is_away boolean,
    is_preferred boolean, is_blocked boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT e.ref, f.display_name, f.picture, coalesce(e.headline, f.headline),
        CASE WHEN e.rating_count >= 3 THEN e.rating_mean::float8 END,
        e.rating_count, d.n, d.median,
        NOT e.takes_reviews OR expert_is_away(e),
        coalesce(w.preferred_id = p.user_id, false), EXISTS (SELECT
            FROM client_mentor_block b WHERE (b.client_id, b.journey_id,
            b.mentor_id) = (app_user_id(), of_journey, p.user_id))
    FROM journey_provider p JOIN expert e ON e.user_id = p.user_id
    JOIN profile f ON f.user_id = p.user_id
    LEFT JOIN client_mentor_preferences w ON (w.client_id, w.journey_id)
        = (app_user_id(), of_journey)
    CROSS JOIN LATERAL (SELECT count(*) AS n, percentile_cont(0.5) WITHIN GROUP
            (ORDER BY extract(epoch FROM s.completed_at - s.claimed_at)
            - s.stopped_seconds) / 3600 AS median
        FROM review_submission s WHERE s.mentor_id = p.user_id
            AND s.completed_at IS NOT NULL) d
    WHERE (p.journey_id, p.kind, p.status) = (of_journey, 'mentor', 'verified')
        AND p.user_id <> app_user_id()
        AND NOT is_blocked(p.user_id, app_user_id())
        AND account_is_active(p.user_id)
    ORDER BY coalesce(w.preferred_id = p.user_id, false) DESC,
        e.rating_mean DESC, f.display_name LIMIT 50
$$;

-- --- one review --------------------------------------------------------------------
CREATE FUNCTION review_page(of_review bigint) RETURNS TABLE (id bigint,
    side text, status text, outcome text, version int, words text,
    journey_id bigint, journey text, slug text, icon text, enrolment_id bigint,
    section_key text, section_title text, section_kind text, guidance text,
    paid_by text, submitted_at timestamptz, due_at timestamptz,
    lapses_at timestamptz, claimed_at timestamptz, asked_at timestamptz,
    completed_at timestamptz, first_until timestamptz, first_name text,
    locked_until timestamptz, is_locked boolean, resubmits int,
    reopened boolean, silent_at timestamptz, answer_until timestamptz,
    closes_at timestamptz, client_name text, client_picture text,
    mentor_name text, mentor_picture text, mentor_ref bigint, pay bigint,
    currency text, refusal text, stars int, rating_words text,
    rating_reply text, has_mentor boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    me bigint := app_user_id();
    as_who text := review_side(of_review);
BEGIN
    IF as_who IS NULL THEN
        RETURN;
    END IF;
    RETURN QUERY SELECT r.id, as_who, r.status, r.outcome, r.version, r.words,
        r.journey_id, j.title, j.slug, j.icon, CASE as_who WHEN 'client'
            THEN r.enrolment_id END, r.section_key, r.section_title,
        r.section_kind, CASE WHEN as_who <> 'client' THEN s.guidance END,
        r.paid_by, r.submitted_at, r.due_at, r.lapses_at, r.claimed_at,
        r.asked_at, r.completed_at, CASE WHEN r.first_until > app_now()
            THEN r.first_until END, CASE WHEN r.first_until > app_now()
            THEN expert_name(r.first_mentor_id) END,
        CASE WHEN r.locked_until > app_now() THEN r.locked_until END,
        coalesce(r.locked_until > app_now() AND r.locked_by <> me, false),
        r.resubmits, r.reopened,
        r.acted_at + setting_hours('review_silence_hours'),
        r.asked_at + setting_days('review_answer_days'),
        r.completed_at + setting_days('review_close_days'),
        c.display_name, c.picture, m.display_name, m.picture, e.ref,
        CASE WHEN as_who <> 'client' AND (r.paid_percent = 0) THEN
            least(r.rate, coalesce(p.rate, r.rate)) - bp_of(least(r.rate,
                coalesce(p.rate, r.rate)), j.commission_bp) END, r.currency,
        CASE WHEN as_who IN ('looker', 'candidate') THEN coalesce(
            mentor_refusal(me, r.journey_id, r.client_id),
            CASE WHEN r.first_mentor_id <> me AND r.first_until > app_now()
                THEN 'review_waits_for_another'
            WHEN r.locked_by <> me AND r.locked_until > app_now()
                THEN 'review_locked' END) END,
        x.stars, x.words, x.reply, r.mentor_id IS NOT NULL
    FROM review_request r JOIN journey j ON j.id = r.journey_id
    JOIN profile c ON c.user_id = r.client_id
    LEFT JOIN profile m ON m.user_id = r.mentor_id
    LEFT JOIN expert e ON e.user_id = r.mentor_id
    LEFT JOIN journey_provider p ON (p.journey_id, p.user_id, p.kind)
        = (r.journey_id, me, 'mentor')
    LEFT JOIN expert_rating x ON (x.subject_kind, x.subject_id)
        = ('review', r.id) AND x.hidden_at IS NULL
    LEFT JOIN journey_section s ON (s.version_id, s.key)
        = ((review_submission_of(r)).version_id, r.section_key)
    WHERE r.id = of_review;
END
$$;
-- What was handed in, the last first; with the answers, for who may see them.
CREATE FUNCTION review_submissions(of_review bigint) RETURNS TABLE (id bigint,
    number int, version_id bigint, content text, taken_at timestamptz,
    completed_at timestamptz, outcome text, summary text, draft text,
    draft_revision int, draft_at timestamptz, mentor_name text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    as_who text := review_side(of_review);
BEGIN
    IF as_who NOT IN ('client', 'mentor', 'looker') THEN
        RETURN;
    END IF;
    RETURN QUERY SELECT s.id, s.number, s.version_id, s.content::text,
        s.taken_at, s.completed_at, s.outcome, s.summary,
        CASE as_who WHEN 'mentor' THEN s.draft END, s.draft_revision,
        CASE as_who WHEN 'mentor' THEN s.draft_at END, p.display_name
    FROM review_submission s LEFT JOIN profile p ON p.user_id = s.mentor_id
    WHERE s.review_id = of_review ORDER BY s.number DESC;
END
$$;
CREATE FUNCTION review_comments(of_review bigint) RETURNS TABLE (
    thread_id bigint, submission_number int, kind text, field_key text,
    record_id bigint, quote text, quote_before text, quote_after text,
    status text, shown_at timestamptz, id bigint, side text, author text,
    picture text, words text, created_at timestamptz, edited_at timestamptz,
    is_mine boolean, may_edit boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    IF review_side(of_review) NOT IN ('client', 'mentor', 'looker') THEN
        RETURN;
    END IF;
    RETURN QUERY SELECT t.id, s.number, t.kind, t.field_key, t.record_id,
        t.quote, t.quote_before, t.quote_after, t.status, t.shown_at, c.id,
        c.side, p.display_name, p.picture, c.words, c.created_at, c.edited_at,
        c.author_id = app_user_id(), c.author_id = app_user_id()
            AND (t.shown_at IS NULL
                OR c.created_at > app_now() - interval '15 minutes')
            AND r.status IN ('claimed', 'info_requested', 'completed')
    FROM review_comment c JOIN review_thread t ON t.id = c.thread_id
    JOIN review_submission s ON s.id = t.submission_id
    JOIN review_request r ON r.id = t.review_id
    JOIN profile p ON p.user_id = c.author_id
    WHERE c.review_id = of_review
        AND (t.shown_at IS NOT NULL OR t.author_id = app_user_id())
    ORDER BY t.id, c.id;
END
$$;
-- Checklist and rubric of the submission in work (for who works on it), and as
-- they stood for the ones that are done.
CREATE FUNCTION review_marks(of_review bigint) RETURNS TABLE (number int,
    item_id bigint, kind text, words text, about text, is_met boolean,
    stars int)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    as_who text := review_side(of_review);
    r review_request;
    s review_submission;
BEGIN
    IF as_who NOT IN ('client', 'mentor') THEN
        RETURN;
    END IF;
    SELECT * INTO r FROM review_request x WHERE x.id = of_review;
    s := review_submission_of(r);
    RETURN QUERY SELECT s.number, i.id, i.kind, i.words, i.about, m.is_met,
        m.stars
    FROM review_item i LEFT JOIN review_mark m
        ON (m.submission_id, m.item_id) = (s.id, i.id)
    WHERE as_who = 'mentor' AND r.status IN ('claimed', 'info_requested')
        AND i.journey_id = r.journey_id AND i.retired_at IS NULL
        AND coalesce(i.section_key, r.section_key) = r.section_key
    ORDER BY i.kind, i.position, i.id;
    RETURN QUERY SELECT x.number, m.item_id, m.kind, m.words, NULL::text,
        m.is_met, m.stars
    FROM review_submission x JOIN review_mark m ON m.submission_id = x.id
    WHERE x.review_id = r.id AND x.outcome IS NOT NULL
    ORDER BY x.number DESC, m.kind, m.position, m.item_id;
END
$$;
CREATE FUNCTION review_steps(of_review bigint) RETURNS TABLE (at timestamptz,
    event text, side text, words text, is_mine boolean, who text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    IF review_side(of_review) NOT IN ('client', 'mentor') THEN
        RETURN;
    END IF;
    RETURN QUERY SELECT h.at, h.event, h.side, CASE WHEN h.event IN ('submit',
            'resubmit', 'reopen') THEN h.words END,
        h.actor_id IS NOT DISTINCT FROM app_user_id(), p.display_name
    FROM review_history h LEFT JOIN profile p ON p.user_id = h.mentor_id
    WHERE h.review_id = of_review AND h.event NOT IN ('peek', 'nudge')
    ORDER BY h.id;
END
$$;

-- --- the mentor's desk -----------------------------------------------------------
CREATE FUNCTION mentor_places() RETURNS TABLE (id bigint, journey_id bigint,
    title text, slug text, icon text, status text, rate bigint, currency text,
    training_left int, waiting bigint, in_work bigint, done bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT p.id, j.id, j.title, j.slug, j.icon, p.status,
        coalesce(p.rate, j.review_rate), j.currency,
        training_left(app_user_id(), j.id),
        (SELECT count(*) FROM review_request r WHERE r.journey_id = j.id
            AND r.status = 'submitted' AND p.status = 'verified'),
        (SELECT count(*) FROM review_request r WHERE r.journey_id = j.id
            AND r.mentor_id = app_user_id()
            AND r.status IN ('claimed', 'info_requested')),
        (SELECT count(*) FROM review_submission s JOIN review_request r
            ON r.id = s.review_id WHERE r.journey_id = j.id
            AND s.mentor_id = app_user_id() AND s.completed_at IS NOT NULL)
    FROM journey_provider p JOIN journey j ON j.id = p.journey_id
    WHERE p.user_id = app_user_id() AND p.kind = 'mentor'
    ORDER BY array_position(ARRAY['verified', 'paused', 'submitted',
        'in_review', 'draft', 'rejected', 'suspended', 'removed'], p.status),
        j.title
$$;
-- This month in the platform's zone: done, and earned with reviews by currency.
CREATE FUNCTION mentor_month() RETURNS TABLE (currency text, amount bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT e.currency, sum(e.made_amount)::bigint FROM earning e
    WHERE e.user_id = app_user_id() AND e.kind = 'mentor'
        AND e.status <> 'reversed' AND e.created_at >= date_trunc('month',
            app_now(), setting_text('platform_zone'))
    GROUP BY e.currency ORDER BY e.currency
$$;
-- Hours of a piece of work, without the time that questions waited.
CREATE FUNCTION review_hours(s review_submission) RETURNS float8
LANGUAGE sql IMMUTABLE
AS $$
    SELECT greatest(0, extract(epoch FROM (s).completed_at - (s).claimed_at)
        - (s).stopped_seconds)::float8 / 3600
$$;
CREATE FUNCTION mentor_figures() RETURNS TABLE (done bigint, approved bigint,
    mean_hours float8, median_hours float8, p95_hours float8,
    claim_hours float8, clients bigint, ratings bigint, stars float8,
    on_time bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT count(*), count(*) FILTER (WHERE s.outcome = 'approved'),
        avg(review_hours(s)),
        percentile_cont(0.5) WITHIN GROUP (ORDER BY review_hours(s)),
        percentile_cont(0.95) WITHIN GROUP (ORDER BY review_hours(s)),
        percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM
            s.claimed_at - s.waiting_at)::float8 / 3600),
        count(DISTINCT s.client_id) FILTER (WHERE s.completed_at
            > app_now() - interval '90 days'),
        (SELECT count(*) FROM expert_rating x WHERE x.expert_id = app_user_id()
            AND x.subject_kind = 'review' AND x.hidden_at IS NULL),
        (SELECT avg(x.stars)::float8 FROM expert_rating x
            WHERE x.expert_id = app_user_id() AND x.subject_kind = 'review'
            AND x.hidden_at IS NULL),
        count(*) FILTER (WHERE s.completed_at <= s.waiting_at
            + make_interval(hours => j.review_due_hours)
            + make_interval(secs => s.stopped_seconds))
    FROM review_submission s JOIN review_request r ON r.id = s.review_id
    JOIN journey j ON j.id = r.journey_id
    WHERE s.mentor_id = app_user_id() AND s.completed_at IS NOT NULL
$$;
-- How the asking mentor stands among all who did three reviews or more in the last
-- 180 days: percent of the others that are not better.  Nobody is named.
CREATE FUNCTION mentor_percentiles() RETURNS TABLE (mentors bigint,
    speed float8, quality float8, amount float8)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    WITH each AS (
        SELECT s.mentor_id, count(*) AS n, percentile_cont(0.5) WITHIN GROUP
                (ORDER BY review_hours(s)) AS median,
            max(e.rating_mean) AS rating
        FROM review_submission s JOIN expert e ON e.user_id = s.mentor_id
        WHERE s.completed_at > app_now() - interval '180 days'
        GROUP BY s.mentor_id HAVING count(*) >= 3
    ), ranked AS (
        SELECT x.mentor_id, count(*) OVER () AS mentors,
            percent_rank() OVER (ORDER BY x.median DESC) * 100 AS speed,
            percent_rank() OVER (ORDER BY x.rating) * 100 AS quality,
            percent_rank() OVER (ORDER BY x.n) * 100 AS amount
        FROM each x
    )
    SELECT r.mentors, r.speed, r.quality, r.amount FROM ranked r
    WHERE r.mentor_id = app_user_id() AND r.mentors >= 3
$$;
CREATE FUNCTION mentor_kinds() RETURNS TABLE (name text, done bigint,
    median_hours float8, stars float8, approved bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT k.name, count(*), percentile_cont(0.5) WITHIN GROUP
            (ORDER BY review_hours(s)), avg(x.stars)::float8,
        count(*) FILTER (WHERE s.outcome = 'approved')
    FROM review_submission s JOIN review_request r ON r.id = s.review_id
    LEFT JOIN specialisation k ON k.slug = r.section_kind
    LEFT JOIN expert_rating x ON (x.subject_kind, x.subject_id)
        = ('review', r.id)
    WHERE s.mentor_id = app_user_id() AND s.completed_at IS NOT NULL
    GROUP BY k.name ORDER BY count(*) DESC, k.name LIMIT 20
$$;
-- The last twelve months, by the currency that earned most.
CREATE FUNCTION mentor_months() RETURNS TABLE (month date, currency text,
    amount bigint, done bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    WITH unit AS (
        SELECT coalesce((SELECT e.currency FROM earning e
            WHERE e.user_id = app_user_id() AND e.kind = 'mentor'
            GROUP BY e.currency ORDER BY sum(e.made_amount) DESC LIMIT 1), 'USD')
            AS code
    ), m AS (
        SELECT d::date AS month, d AT TIME ZONE z.zone AS from_at,
            (d + interval '1 month') AT TIME ZONE z.zone AS to_at
        FROM (SELECT setting_text('platform_zone') AS zone) z,
            generate_series(date_trunc('month', app_now() AT TIME ZONE z.zone)
                - interval '11 months', app_now() AT TIME ZONE z.zone,
                interval '1 month') d
    )
    SELECT m.month, u.code, coalesce((SELECT sum(e.made_amount) FROM earning e
            WHERE e.user_id = app_user_id() AND e.kind = 'mentor'
            AND e.currency = u.code AND e.status <> 'reversed'
            AND e.created_at >= m.from_at AND e.created_at < m.to_at), 0)
            ::bigint,
        (SELECT count(*) FROM review_submission s
            WHERE s.mentor_id = app_user_id() AND s.completed_at >= m.from_at
            AND s.completed_at < m.to_at)
    FROM m, unit u ORDER BY m.month
$$;
CREATE FUNCTION mentor_feedback(most int) RETURNS TABLE (stars int, words text,
    section_title text, created_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT x.stars, x.words, r.section_title, x.created_at
    FROM expert_rating x JOIN review_request r ON r.id = x.subject_id
    WHERE x.expert_id = app_user_id() AND x.subject_kind = 'review'
        AND x.hidden_at IS NULL
    ORDER BY x.id DESC LIMIT most
$$;
-- What anybody sees of a mentor: reviews done, and how long one usually takes.
CREATE FUNCTION reviewer_figures(of_ref bigint, OUT done bigint,
    OUT median_hours float8) LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = public
AS $$
    SELECT count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY review_hours(s))
    FROM expert e JOIN review_submission s ON s.mentor_id = e.user_id
        AND s.completed_at IS NOT NULL
    WHERE e.ref = of_ref AND NOT e.is_anonymous
$$;

-- --- templates and training -----------------------------------------------------
CREATE FUNCTION mentor_templates(for_kind text) RETURNS TABLE (id bigint,
    name text, words text, section_kind text, is_shared boolean,
    is_mine boolean, owner text, uses int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT t.id, t.name, t.words, t.section_kind, t.is_shared,
        t.owner_id = app_user_id(), p.display_name, t.uses
    FROM review_template t JOIN profile p ON p.user_id = t.owner_id
    WHERE (t.owner_id = app_user_id() OR t.is_shared
            AND account_is_active(t.owner_id)
            AND NOT is_blocked(t.owner_id, app_user_id()))
        AND (for_kind IS NULL OR t.section_kind IS NULL
            OR t.section_kind = for_kind)
    ORDER BY t.owner_id = app_user_id() DESC, t.uses DESC, t.id LIMIT 200
$$;
-- One that is to be inserted: counted.
CREATE FUNCTION review_template_text(template bigint) RETURNS text
LANGUAGE sql SECURITY DEFINER SET search_path = public
AS $$
    UPDATE review_template t SET uses = t.uses + 1 WHERE t.id = template
        AND (t.owner_id = app_user_id() OR t.is_shared) RETURNING t.words
$$;
CREATE FUNCTION my_training() RETURNS TABLE (id bigint, title text,
    journey text, minutes int, is_required boolean, has_video boolean,
    opened_at timestamptz, done_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT m.id, m.title, j.title, m.minutes, m.is_required,
        m.video IS NOT NULL, p.opened_at, p.done_at
    FROM training_module m LEFT JOIN journey j ON j.id = m.journey_id
    LEFT JOIN training_progress p ON (p.mentor_id, p.module_id)
        = (app_user_id(), m.id)
    WHERE m.retired_at IS NULL AND (m.journey_id IS NULL OR EXISTS (SELECT
        FROM journey_provider x WHERE (x.journey_id, x.user_id)
            = (m.journey_id, app_user_id())
        AND x.status IN ('verified', 'paused')))
    ORDER BY m.is_required DESC, m.journey_id NULLS FIRST, m.position, m.id
$$;

GRANT SELECT ON my_review TO belay_reviews, belay_account;
GRANT EXECUTE ON FUNCTION mentor_queue(bigint, text, boolean, bigint, int),
    my_sections(), journey_mentors(bigint), review_page(bigint),
    review_submissions(bigint), review_comments(bigint), review_marks(bigint),
    review_steps(bigint), mentor_places(), mentor_month(), mentor_figures(),
    mentor_percentiles(), mentor_kinds(), mentor_months(),
    mentor_feedback(int), reviewer_figures(bigint), mentor_templates(text),
    review_template_text(bigint), my_training() TO belay_reviews;
GRANT EXECUTE ON FUNCTION reviewer_figures(bigint) TO belay_booking;
GRANT SELECT ON my_provider, journey, profile TO belay_reviews;
