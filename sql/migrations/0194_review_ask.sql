-- Asking for a review: what it costs, the frozen submission, buying one by
-- itself, handing in again; and the money of it all.

-- --- what it costs -------------------------------------------------------------
-- Bought by itself: as the creator says, or so that the rate is left of it.
CREATE FUNCTION review_price(j journey) RETURNS bigint LANGUAGE sql STABLE
AS $$
    SELECT coalesce((j).review_price, CASE WHEN (j).review_rate = 0 THEN 0
        WHEN f.bp >= 10000 THEN 0
        ELSE greatest((SELECT c.minimum FROM currency c
            WHERE c.code = (j).currency),
            div((j).review_rate * 10000 + 9999 - f.bp, 10000 - f.bp)) END)
    FROM (SELECT coalesce((j).fee_bp,
        setting_text('platform_fee_bp')::int)::bigint AS bp) f
$$;
/*
 * How the asking member can have a section reviewed: `way` is tier, free or
 * order; or a `refusal`.  The section's completeness is for the evaluator.
 */
CREATE FUNCTION review_terms(of_enrolment bigint, section text, OUT way text,
    OUT allowed bigint, OUT used bigint, OUT resets_at timestamptz,
    OUT price bigint, OUT currency text, OUT refusal text,
    OUT open_review bigint) LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    e enrolment;
    j journey;
    month timestamptz := date_trunc('month', app_now(), 'UTC');
BEGIN
    SELECT * INTO e FROM enrolment x WHERE x.id = of_enrolment
        AND x.user_id = app_user_id();
    IF NOT FOUND THEN
        refusal := 'enrolment_unknown';
        RETURN;
    END IF;
    SELECT * INTO j FROM journey x WHERE x.id = e.journey_id;
    currency := j.currency;
    price := review_price(j);
    SELECT r.id INTO open_review FROM review_request r
        WHERE (r.enrolment_id, r.section_key) = (e.id, section)
            AND r.status IN ('submitted', 'claimed', 'info_requested');
    IF e.subscription_id IS NOT NULL THEN
        SELECT x.allowed, x.used, x.resets_at INTO allowed, used, resets_at
            FROM entitlements_of('member', e.user_id) x
            WHERE x.subscription_id = e.subscription_id AND x.what = 'reviews'
                AND x.access = 'full';
    ELSE
        SELECT t.reviews INTO allowed FROM journey_tier t
            WHERE (t.journey_id, t.tier) = (j.id, e.tier);
        SELECT count(*) INTO used FROM review_request r
            WHERE r.enrolment_id = e.id AND r.paid_by = 'free'
                AND r.status NOT IN ('canceled', 'expired')
                AND r.submitted_at >= month;
        resets_at := month + interval '1 month';
    END IF;
    way := CASE WHEN coalesce(allowed, 0) > coalesce(used, 0)
            THEN CASE WHEN e.subscription_id IS NULL THEN 'free' ELSE 'tier' END
        WHEN price > 0 THEN 'order' END;
    refusal := CASE WHEN e.status NOT IN ('active', 'completed')
            THEN 'enrolment_is_' || e.status
        WHEN j.status NOT IN ('published', 'unpublished')
            THEN 'journey_is_' || j.status
        WHEN open_review IS NOT NULL THEN 'review_is_open'
        WHEN NOT EXISTS (SELECT FROM journey_provider p WHERE (p.journey_id,
            p.kind, p.status) = (j.id, 'mentor', 'verified')
            AND p.user_id <> e.user_id) THEN 'journey_has_no_mentors'
        WHEN way IS NOT NULL THEN NULL
        WHEN coalesce(allowed, 0) > 0 THEN 'allowance_used_up'
        ELSE 'review_not_in_tier' END;
END
$$;

-- --- the submission --------------------------------------------------------------
/*
 * The answers of a section as they are, without private fields, and without what
 * is sealed: `fields` names
 * what the evaluator found visible, each "RECORD:KEY" (record 0 outside of
 * lists), and `revisions` is the sum of the revisions it has seen.
 */
CREATE FUNCTION submission_take(e enrolment, section text, fields text[],
    revisions bigint, of_review bigint DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql
AS $$
DECLARE
    made bigint;
    part bigint;
    n bigint;
BEGIN
    SELECT s.id INTO part FROM journey_section s
        WHERE (s.version_id, s.key) = (e.version_id, section);
    IF part IS NULL THEN
        PERFORM refuse(404, 'section_unknown');
    END IF;
    PERFORM FROM answer a WHERE (a.enrolment_id, a.section_key)
        = (e.id, section) FOR SHARE;
    SELECT coalesce(sum(a.revision), 0) INTO n FROM answer a
        WHERE (a.enrolment_id, a.section_key) = (e.id, section);
    IF n <> revisions THEN
        PERFORM refuse(409, 'section_changed');
    END IF;
    INSERT INTO review_submission (review_id, client_id, number, version_id,
        content, taken_at, waiting_at)
    SELECT of_review, e.user_id, 1 + coalesce((SELECT max(y.number)
            FROM review_submission y WHERE y.review_id = of_review), 0),
        e.version_id, coalesce(jsonb_agg(jsonb_build_object(
            'record', x.record, 'at', x.at, 'field', f.key, 'type', f.type,
            'label', f.definition ->> 'label', 'value', CASE WHEN NOT coalesce(
                (f.definition ->> 'sensitive')::boolean, false) THEN a.value END)
            ORDER BY x.at, x.record, f.position), '[]'), app_now(), app_now()
    FROM (SELECT split_part(y, ':', 1)::bigint AS record,
            split_part(y, ':', 2) AS key, coalesce((SELECT k.position
                FROM enrolment_record k WHERE k.id = split_part(y, ':', 1)::bigint
                AND k.enrolment_id = e.id), 0) AS at
        FROM unnest(fields) y) x
    JOIN journey_field f ON f.section_id = part AND f.key = x.key
        AND NOT coalesce((f.definition ->> 'private')::boolean, false)
    LEFT JOIN answer a ON (a.enrolment_id, a.section_key, a.record_id,
        a.field_key) = (e.id, section, x.record, f.key)
    RETURNING id INTO made;
    RETURN made;
END
$$;
CREATE FUNCTION enrolment_take(of_enrolment bigint) RETURNS enrolment
LANGUAGE plpgsql
AS $$
DECLARE
    e enrolment;
BEGIN
    SELECT * INTO e FROM enrolment x WHERE x.id = of_enrolment
        AND x.user_id = acting_member() FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM refuse(404, 'enrolment_unknown');
    END IF;
    RETURN e;
END
$$;
-- May this mentor be chosen?
CREATE FUNCTION mentor_choose(e enrolment, mentor bigint) RETURNS void
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    word text := mentor_refusal(mentor, e.journey_id, e.user_id);
BEGIN
    IF mentor IS NOT NULL AND (word IN ('mentor_not_on_journey',
            'mentor_blocked', 'mentor_not_active', 'review_own_work')
            OR EXISTS (SELECT FROM expert x WHERE x.user_id = mentor
            AND (NOT x.takes_reviews OR expert_is_away(x)))) THEN
        PERFORM refuse(422, 'mentor_not_free', 'mentor');
    END IF;
END
$$;
-- The request of a submission, into the queue.
CREATE FUNCTION review_open(e enrolment, section text, submission bigint,
    mentor bigint, said text, way text, of_order bigint, set_aside bigint)
RETURNS review_request LANGUAGE plpgsql
AS $$
DECLARE
    j journey;
    r review_request;
BEGIN
    SELECT * INTO j FROM journey x WHERE x.id = e.journey_id;
    INSERT INTO review_request (journey_id, enrolment_id, client_id,
        section_key, section_title, section_kind, status, words,
        first_mentor_id, first_until, paid_by, order_id, rate, currency,
        submitted_at, due_at, lapses_at, offer_at, changed_at)
    SELECT j.id, e.id, e.user_id, s.key, s.title, s.kind, 'submitted',
        nullif(trim(said), ''), mentor, CASE WHEN mentor IS NOT NULL THEN
        app_now() + setting_hours('review_first_hours') END, way, of_order,
        set_aside, j.currency, app_now(),
        app_now() + make_interval(hours => j.review_due_hours),
        app_now() + make_interval(hours => 2 * j.review_due_hours), app_now(),
        app_now()
    FROM review_submission b JOIN journey_section s
        ON (s.version_id, s.key) = (b.version_id, section)
    WHERE b.id = submission
    RETURNING * INTO r;
    UPDATE review_submission b SET review_id = r.id, waiting_at = app_now()
        WHERE b.id = submission;
    INSERT INTO review_history (review_id, at, actor_id, side, event, to_status,
        words)
    VALUES (r.id, app_now(), e.user_id, 'client', 'submit', 'submitted',
        r.words);
    PERFORM review_match_make(r);
    RETURN r;
END
$$;
CREATE FUNCTION review_terms_check(of_enrolment bigint, section text,
    OUT way text) LANGUAGE plpgsql STABLE
AS $$
DECLARE
    t record := review_terms(of_enrolment, section);
BEGIN
    IF t.refusal IS NOT NULL THEN
        PERFORM refuse(409, t.refusal, NULL, jsonb_build_object('review',
            t.open_review));
    END IF;
    way := t.way;
END
$$;
/*
 * Ask for a review of a complete section that the tier pays for.  Its id.
 */
CREATE FUNCTION review_submit(of_enrolment bigint, section text,
    fields text[], revisions bigint, mentor bigint, said text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    e enrolment := enrolment_take(of_enrolment);
    way text := review_terms_check(of_enrolment, section);
    r review_request;
BEGIN
    PERFORM mentor_choose(e, mentor);
    IF way = 'order' THEN
        PERFORM refuse(409, 'allowance_used_up');
    END IF;
    r := review_open(e, section, submission_take(e, section, fields, revisions),
        mentor, said, way, NULL, 0);
    IF way = 'tier' THEN
        PERFORM allowance_hold(e.subscription_id, 'review', 'review:' || r.id);
        UPDATE review_request x SET rate = a.rate
        FROM allowance_use u JOIN subscription_allowance a
            ON a.id = u.allowance_id
        WHERE x.id = r.id AND u.ref = 'review:' || r.id;
    END IF;
    RETURN r.id;
END
$$;
-- The same where it is bought: the submission is taken now, the review begins
-- when it is paid.  The purchase's id, which is the item of its checkout.
CREATE FUNCTION review_buy(of_enrolment bigint, section text, fields text[],
    revisions bigint, mentor bigint, said text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    e enrolment := enrolment_take(of_enrolment);
    way text := review_terms_check(of_enrolment, section);
    made bigint;
BEGIN
    PERFORM mentor_choose(e, mentor);
    INSERT INTO review_purchase (client_id, enrolment_id, section_key,
        asked_mentor_id, words, submission_id, created_at)
    VALUES (e.user_id, e.id, section, mentor, nullif(trim(said), ''),
        submission_take(e, section, fields, revisions), app_now())
    RETURNING id INTO made;
    RETURN made;
END
$$;

-- --- the kind of order -------------------------------------------------------------
CREATE FUNCTION quote_review(item bigint, buyer bigint, detail jsonb)
RETURNS quote LANGUAGE plpgsql STABLE
AS $$
DECLARE
    p review_purchase;
    e enrolment;
    j journey;
    q quote;
    fee bigint;
BEGIN
    SELECT * INTO p FROM review_purchase x WHERE x.id = item
        AND x.client_id = buyer;
    SELECT * INTO e FROM enrolment x WHERE x.id = p.enrolment_id;
    SELECT * INTO j FROM journey x WHERE x.id = e.journey_id;
    IF p.id IS NULL THEN
        PERFORM refuse(404, 'review_unknown');
    ELSIF p.review_id IS NOT NULL OR e.status NOT IN ('active', 'completed')
            OR review_price(j) = 0 OR EXISTS (SELECT FROM review_request r
            WHERE (r.enrolment_id, r.section_key) = (e.id, p.section_key)
            AND r.status IN ('submitted', 'claimed', 'info_requested')) THEN
        PERFORM refuse(409, 'review_is_open');
    END IF;
    q.seller_id := j.creator_id;
    q.list_amount := review_price(j);
    q.currency := j.currency;
    q.fee_bp := j.fee_bp;
    q.title := format('Review: %s, %s', (SELECT s.title FROM journey_section s
        WHERE (s.version_id, s.key) = (e.version_id, p.section_key)), j.title);
    fee := coalesce(j.fee_bp, setting_text('platform_fee_bp')::int);
    -- what is for who reviews it, at most what the fee leaves
    q.parts := jsonb_build_array(jsonb_build_object('kind', 'reserve',
        'account', 'reserve', 'ref', 'review:' || p.id, 'amount',
        least(j.review_rate, q.list_amount
            - div(q.list_amount * fee + 9999, 10000))));
    q.policy := jsonb_build_object('name', 'Review', 'before', 'claim');
    RETURN q;
END
$$;
CREATE FUNCTION fulfil_review(o orders) RETURNS boolean LANGUAGE plpgsql
AS $$
DECLARE
    p review_purchase;
    e enrolment;
    r review_request;
BEGIN
    SELECT * INTO p FROM review_purchase x WHERE x.id = o.item_id FOR UPDATE;
    IF p.review_id IS NOT NULL THEN
        RETURN true;
    END IF;
    SELECT * INTO e FROM enrolment x WHERE x.id = p.enrolment_id FOR UPDATE;
    IF e.status NOT IN ('active', 'completed') OR EXISTS (SELECT
            FROM review_request x WHERE (x.enrolment_id, x.section_key)
                = (e.id, p.section_key)
            AND x.status IN ('submitted', 'claimed', 'info_requested')) THEN
        RETURN false;
    END IF;
    r := review_open(e, p.section_key, p.submission_id, CASE WHEN mentor_refusal(
            p.asked_mentor_id, e.journey_id, e.user_id) IS NULL
        THEN p.asked_mentor_id END, p.words, 'order', o.id, coalesce((SELECT
        s.amount FROM order_share s WHERE s.order_id = o.id
            AND s.account = 'reserve'), 0));
    UPDATE review_purchase x SET review_id = r.id WHERE x.id = p.id;
    RETURN true;
END
$$;
-- All of it went back: what waits is withdrawn.
CREATE FUNCTION release_review(o orders) RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    r review_request;
BEGIN
    SELECT * INTO r FROM review_request x WHERE x.order_id = o.id FOR UPDATE;
    IF r.status = 'submitted' THEN
        PERFORM review_move(r, 'end', 'system', 'canceled');
    END IF;
END
$$;
-- A review before it is claimed.
CREATE FUNCTION returnable_review(o orders) RETURNS bigint LANGUAGE sql STABLE
AS $$
    SELECT CASE WHEN r.id IS NULL OR r.status = 'submitted' AND r.paid_percent = 0
        THEN (o).paid_amount ELSE 0 END
    FROM (SELECT 1) one LEFT JOIN review_request r ON r.order_id = (o).id
$$;
INSERT INTO order_kind VALUES ('review', 'quote_review', NULL, 'fulfil_review',
    'release_review', 'returnable_review');
CREATE FUNCTION about_review(item bigint, buyer bigint) RETURNS jsonb
LANGUAGE sql STABLE
AS $$
    SELECT jsonb_strip_nulls(jsonb_build_object('href', CASE
        WHEN p.review_id IS NOT NULL THEN '/reviews/' || p.review_id
        ELSE '/reviews' END, 'person', expert_name(p.asked_mentor_id)))
    FROM review_purchase p WHERE p.id = item AND p.client_id = buyer
$$;
-- A review's seller is the creator; the mentor's part has a line of its own.
CREATE OR REPLACE FUNCTION earning_type(kind text, order_kind text,
    session_kind text) RETURNS text LANGUAGE sql IMMUTABLE
AS $$
    SELECT CASE WHEN kind <> 'seller' THEN kind
        WHEN order_kind = 'package' OR session_kind IN ('interview',
            'talent_interview') THEN 'interviewer'
        WHEN session_kind = 'concierge' THEN 'concierge'
        WHEN order_kind IN ('session', 'pack') THEN 'mentor'
        ELSE 'creator' END
$$;

-- --- money -------------------------------------------------------------------------
CREATE FUNCTION review_money_back(r review_request, why text) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    o orders;
BEGIN
    IF r.paid_percent > 0 THEN
        RETURN;
    ELSIF r.paid_by = 'tier' THEN
        PERFORM allowance_return('review:' || r.id);
    ELSIF r.paid_by = 'order' THEN
        SELECT * INTO o FROM orders x WHERE x.id = r.order_id FOR UPDATE;
        IF o.status IN ('paid', 'fulfilled', 'partially_refunded')
                AND order_left(o) > 0 THEN
            PERFORM refund_whole(o, why);
        END IF;
    END IF;
END
$$;
-- What a mentor's work on this journey costs, at most what was set aside.
CREATE FUNCTION review_rate_of(r review_request) RETURNS bigint
LANGUAGE sql STABLE
AS $$
    SELECT least((r).rate, coalesce((SELECT p.rate FROM journey_provider p
        WHERE (p.journey_id, p.user_id, p.kind)
            = ((r).journey_id, (r).mentor_id, 'mentor')), (r).rate))
$$;
-- Out of the reserve of an order that bought just this.
CREATE FUNCTION review_pay_order(r review_request, paid bigint) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    o orders;
    ref text := 'review:' || (SELECT p.id FROM review_purchase p
        WHERE p.review_id = r.id);
    due timestamptz := app_now() + make_interval(days =>
        setting_text('earning_hold_days')::int);
BEGIN
    SELECT * INTO o FROM orders x WHERE x.id = r.order_id FOR UPDATE;
    IF r.rate > 0 THEN
        PERFORM order_share_use(o.id, ref, r.rate);
        PERFORM ledger_post('review', 'review:' || r.id, o.currency, ARRAY[
            ROW('reserve', NULL, ref, r.rate)::leg,
            ROW('payable', r.mentor_id, NULL, -paid)::leg,
            ROW('payable', o.seller_id, NULL, paid - r.rate)::leg], o.id);
        INSERT INTO earning (user_id, order_id, kind, made_amount, amount,
            currency, available_at, created_at, changed_at)
        SELECT e.who, o.id, e.kind, e.amount, e.amount, o.currency, due,
            app_now(), app_now()
        FROM (VALUES (r.mentor_id, 'mentor', paid),
            (o.seller_id, 'commission', r.rate - paid)) AS e (who, kind, amount)
        WHERE e.amount > 0;
    END IF;
    PERFORM earning_deliver(o.id, NULL);
END
$$;
-- The rest for work that was half paid, or handed in again to another mentor:
-- the creator has it, and gives it.
CREATE FUNCTION review_pay_rest(r review_request, wanted bigint) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    o orders;
BEGIN
    SELECT * INTO o FROM orders x WHERE x.id = coalesce(r.order_id, (SELECT
        c.order_id FROM allowance_use u JOIN subscription_allowance a
            ON a.id = u.allowance_id
        JOIN subscription_charge c ON c.id = a.charge_id
        WHERE u.ref = 'review:' || r.id)) FOR UPDATE;
    IF wanted <= 0 OR o.id IS NULL THEN
        RETURN;
    END IF;
    PERFORM ledger_post('review', format('review:%s:rest:%s', r.id, r.version),
        o.currency, ARRAY[ROW('payable', o.seller_id, NULL, wanted)::leg,
        ROW('payable', r.mentor_id, NULL, -wanted)::leg], o.id);
    PERFORM earning_take_back(o.id, o.seller_id, wanted, o.currency);
    INSERT INTO earning (user_id, order_id, kind, made_amount, amount, currency,
        available_at, created_at, changed_at)
    VALUES (r.mentor_id, o.id, 'mentor', wanted, wanted, o.currency,
        app_now() + make_interval(days => setting_text('earning_hold_days')::int),
        app_now(), app_now());
END
$$;
/*
 * Pay the mentor: all of the rate when a review is done for the first time, half
 * of it when the member never answered.  Handed in again it is part of the
 * first; another mentor gets half.
 */
CREATE FUNCTION review_pay(r review_request, percent int)
RETURNS review_request LANGUAGE plpgsql
AS $$
DECLARE
    rate bigint := review_rate_of(r);
    commission int := coalesce((SELECT a.commission_bp FROM allowance_use u
        JOIN subscription_allowance a ON a.id = u.allowance_id
        WHERE u.ref = 'review:' || r.id),
        (SELECT j.commission_bp FROM journey j WHERE j.id = r.journey_id));
    part bigint := percent_of(rate, percent);
BEGIN
    IF r.paid_percent = 0 AND r.paid_by = 'tier' THEN
        PERFORM allowance_done('review:' || r.id, r.mentor_id, 'mentor', part);
    ELSIF r.paid_percent = 0 AND r.paid_by = 'order' THEN
        PERFORM review_pay_order(r, part - bp_of(part, commission));
    ELSIF r.paid_percent > 0 AND r.paid_percent < 100 AND percent = 100 THEN
        part := percent_of(rate, 100 - r.paid_percent);
        PERFORM review_pay_rest(r, part - bp_of(part, commission));
    ELSIF r.paid_percent >= 100 AND percent = 100 AND NOT EXISTS (SELECT
            FROM review_submission s WHERE s.review_id = r.id
            AND s.mentor_id = r.mentor_id AND s.outcome IS NOT NULL
            AND s.number < (review_submission_of(r)).number) THEN
        part := percent_of(rate, 50);
        PERFORM review_pay_rest(r, part - bp_of(part, commission));
    END IF;
    r.paid_percent := greatest(r.paid_percent, percent);
    RETURN r;
END
$$;
-- A code for less on the next one, for who waited in vain.
CREATE FUNCTION review_apology(r review_request) RETURNS text LANGUAGE sql
AS $$
    INSERT INTO promotion (code, for_user_id, kind, value, product_kind,
        max_uses, ends_at, status, auto_apply, created_at)
    VALUES ('SORRY-' || upper(left(replace(gen_random_uuid()::text, '-', ''), 10)),
        (r).client_id, 'percent', setting_text('review_apology_percent')::int,
        'review', 1, app_now() + interval '180 days', 'active', true, app_now())
    RETURNING code
$$;

-- --- answering, handing in again, taking up again --------------------------------------
-- The next submission of the same review.
CREATE FUNCTION submission_next(r review_request, fields text[],
    revisions bigint) RETURNS bigint LANGUAGE plpgsql
AS $$
DECLARE
    e enrolment;
BEGIN
    SELECT * INTO e FROM enrolment x WHERE x.id = r.enrolment_id;
    RETURN submission_take(e, r.section_key, fields, revisions, r.id);
END
$$;
/*
 * The member answers the mentor's question; with `fields`, the section as it is
 * now takes the place of what was handed in.
 */
CREATE FUNCTION review_answer(of_review bigint, said text, fields text[],
    revisions bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    r review_request := review_take(of_review, 'answer', 'client');
    s review_submission := review_submission_of(r);
    stopped interval := app_now() - r.asked_at;
    fresh bigint;
BEGIN
    PERFORM acting_member();
    IF coalesce(trim(said), '') = '' THEN
        PERFORM refuse(422, 'review_words_missing', 'answer');
    END IF;
    INSERT INTO review_comment (thread_id, review_id, author_id, side, words,
        created_at)
    SELECT max(t.id), r.id, r.client_id, 'client', trim(said), app_now()
        FROM review_thread t WHERE t.review_id = r.id AND t.kind = 'question';
    UPDATE review_submission x SET stopped_seconds = x.stopped_seconds
        + extract(epoch FROM stopped)::bigint WHERE x.id = s.id;
    IF fields IS NOT NULL THEN
        fresh := submission_next(r, fields, revisions);
        UPDATE review_submission x SET mentor_id = s.mentor_id,
            waiting_at = s.waiting_at, claimed_at = s.claimed_at,
            stopped_seconds = s.stopped_seconds
                + extract(epoch FROM stopped)::bigint,
            draft = s.draft, draft_revision = s.draft_revision
        WHERE x.id = fresh;
        UPDATE review_submission x SET mentor_id = NULL WHERE x.id = s.id;
    END IF;
    r.due_at := r.due_at + stopped;
    r.acted_at := app_now();
    r := review_move(r, 'answer', 'client', 'claimed');
    PERFORM review_tell(r, r.mentor_id, 'review_answered', jsonb_build_object(
        'words', left(trim(said), 500)));
END
$$;
-- After changes were suggested: once, to the same mentor first.
CREATE FUNCTION review_resubmit(of_review bigint, said text, fields text[],
    revisions bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    r review_request := review_take(of_review, 'resubmit', 'client');
BEGIN
    PERFORM acting_member();
    IF r.outcome <> 'changes_requested' THEN
        PERFORM refuse(409, 'review_is_approved');
    ELSIF r.resubmits >= 1 THEN
        PERFORM refuse(409, 'review_resubmitted');
    ELSIF EXISTS (SELECT FROM review_request x WHERE (x.enrolment_id,
            x.section_key) = (r.enrolment_id, r.section_key)
            AND x.status IN ('submitted', 'claimed', 'info_requested')) THEN
        PERFORM refuse(409, 'review_is_open');
    END IF;
    PERFORM submission_next(r, fields, revisions);
    r.resubmits := r.resubmits + 1;
    PERFORM review_queue(r, 'resubmit', 'client', CASE WHEN mentor_refusal(
            r.mentor_id, r.journey_id, r.client_id) IS NULL
            OR mentor_refusal(r.mentor_id, r.journey_id, r.client_id)
                = 'mentor_full' THEN r.mentor_id END,
        nullif(trim(said), ''));
END
$$;
-- After it ran out for want of an answer: once, without paying again.
CREATE FUNCTION review_reopen(of_review bigint, said text, fields text[],
    revisions bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    r review_request := review_take(of_review, 'reopen', 'client');
BEGIN
    PERFORM acting_member();
    IF r.mentor_id IS NULL OR r.reopened THEN
        PERFORM refuse(409, 'review_is_expired');
    ELSIF EXISTS (SELECT FROM review_request x WHERE (x.enrolment_id,
            x.section_key) = (r.enrolment_id, r.section_key)
            AND x.status IN ('submitted', 'claimed', 'info_requested')) THEN
        PERFORM refuse(409, 'review_is_open');
    END IF;
    PERFORM submission_next(r, fields, revisions);
    r.reopened := true;
    PERFORM review_queue(r, 'reopen', 'client', CASE WHEN mentor_refusal(
        r.mentor_id, r.journey_id, r.client_id) IS NULL THEN r.mentor_id END,
        nullif(trim(said), ''));
END
$$;

GRANT EXECUTE ON FUNCTION review_terms(bigint, text),
    review_submit(bigint, text, text[], bigint, bigint, text),
    review_buy(bigint, text, text[], bigint, bigint, text),
    review_answer(bigint, text, text[], bigint),
    review_resubmit(bigint, text, text[], bigint),
    review_reopen(bigint, text, text[], bigint) TO belay_reviews;
GRANT EXECUTE ON FUNCTION review_terms(bigint, text) TO belay_journeys;
