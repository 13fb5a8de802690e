-- Sessions that a pack or a package pays for, what the clock does to packs and
-- seats, and what students and mentors do with them.

-- --- paying for a session ------------------------------------------------------
CREATE FUNCTION pay_product(s session, ref bigint, by_kind text)
RETURNS session LANGUAGE plpgsql
AS $$
DECLARE
    p pack;
    word text;
BEGIN
    SELECT * INTO p FROM pack x WHERE x.id = ref AND x.student_id = s.client_id
        AND x.kind = by_kind FOR UPDATE;
    word := pack_refusal(p, s);
    IF word IS NOT NULL THEN
        PERFORM refuse(CASE WHEN word IN ('pack_unknown', 'pack_of_another',
            'pack_covers_other') THEN 422 ELSE 409 END, word, 'pay_with');
    END IF;
    UPDATE session x SET paid_by = by_kind, paid_ref = p.id,
        kind = CASE by_kind WHEN 'pack' THEN 'pack' ELSE x.kind END
    WHERE x.id = s.id RETURNING * INTO s;
    RETURN session_agree(s);
END
$$;
-- Why it does not pay for this session; NULL when it does.
CREATE FUNCTION pack_refusal(p pack, s session) RETURNS text
LANGUAGE sql STABLE
AS $$
    SELECT CASE WHEN (p).id IS NULL THEN 'pack_unknown'
        WHEN (p).expert_id <> (s).expert_id THEN 'pack_of_another'
        WHEN ((p).type_kind, (p).minutes) <> ((s).type_kind, (s).minutes)
            THEN 'pack_covers_other'
        WHEN (p).status = 'queued' THEN 'pack_is_queued'
        WHEN (p).status = 'refunded' THEN 'pack_is_refunded'
        WHEN pack_status(p) = 'expired' OR (p).status = 'renewed'
            AND (pack_uses(p)).remaining > 0 THEN 'pack_is_expired'
        WHEN (p).status <> 'active' OR (pack_uses(p)).remaining = 0
            THEN 'pack_is_used_up'
        WHEN (p).kind = 'pack' AND NOT EXISTS (SELECT FROM seat t
            WHERE (t.expert_id, t.student_id)
                = ((p).expert_id, (p).student_id) AND t.status = 'active')
            THEN 'seat_not_active' END
$$;
CREATE FUNCTION pay_pack(s session, ref bigint) RETURNS session LANGUAGE sql
AS $$ SELECT * FROM pay_product(s, ref, 'pack') $$;
CREATE FUNCTION pay_package(s session, ref bigint) RETURNS session LANGUAGE sql
AS $$ SELECT * FROM pay_product(s, ref, 'package') $$;

/*
 * The session went on: what it used follows from its row.  The seller is due a
 * part once it is used.  Given back to a pack that can't be used any more, it is
 * paid back.
 */
CREATE FUNCTION settle_pack(s session, event text, percent int) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    p pack;
    n record;
BEGIN
    PERFORM packs_lock(s.expert_id);
    SELECT * INTO p FROM pack x WHERE x.id = s.paid_ref FOR UPDATE;
    n := pack_uses(p);
    IF event = 'disputed' THEN
        PERFORM earning_freeze(p.order_id, s.id);
        RETURN;
    ELSIF event = 'restored' OR event IN ('returned', 'resolved')
            AND percent = 100 THEN
        PERFORM earning_undeliver(s.id);
    ELSE
        -- this one is counted already
        PERFORM earning_deliver(p.order_id, s.id,
            p.total - p.paid_back - n.consumed + 1);
    END IF;
    p := pack_refresh(p);
    IF event IN ('returned', 'resolved') AND percent > 0 THEN
        PERFORM pack_pay_back(s, p, percent);
    END IF;
    PERFORM earning_unfreeze(p.order_id);
END
$$;
-- Money in place of a use: a part of it, or all where the pack is over.
CREATE FUNCTION pack_pay_back(s session, p pack, percent int) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    o orders;
    amount bigint;
    made bigint;
BEGIN
    IF percent = 100 AND pack_status(p) IN ('active', 'queued') THEN
        RETURN;
    END IF;
    SELECT * INTO o FROM orders x WHERE x.id = p.order_id FOR UPDATE;
    amount := least(percent_of(pack_value(o, p, 1), percent), order_left(o));
    IF percent = 100 AND p.paid_back < p.total THEN
        UPDATE pack x SET paid_back = x.paid_back + 1 WHERE x.id = p.id;
    END IF;
    IF o.status = 'disputed' THEN
        PERFORM order_attention(o, 'refund_while_disputed');
    ELSIF amount > 0
            AND o.status IN ('paid', 'fulfilled', 'partially_refunded') THEN
        made := refund_issue(o, amount, CASE s.status WHEN 'no_show'
            THEN 'no_show' WHEN 'completed' THEN 'resolved'
            WHEN 'canceled' THEN 'canceled' ELSE 'declined' END);
        UPDATE session x SET refund_id = made,
            refund_amount = coalesce(x.refund_amount, 0) + amount
        WHERE x.id = s.id;
        PERFORM pack_tell(p, 'pack_money_back', jsonb_build_object('amount',
            money_words(amount, o.currency)), s.id::text);
    END IF;
END
$$;
INSERT INTO pay_way VALUES ('pack', 'pay_pack', 'settle_pack'),
    ('package', 'pay_package', 'settle_pack');

-- The order behind a session, whichever way it is paid.
CREATE FUNCTION session_order(s session) RETURNS bigint LANGUAGE sql STABLE
AS $$
    SELECT CASE (s).paid_by WHEN 'order' THEN (s).paid_ref ELSE (SELECT
        p.order_id FROM pack p WHERE (p.kind, p.id)
            = ((s).paid_by, (s).paid_ref)) END
$$;

-- --- the clock -----------------------------------------------------------------
-- Whoever has a mentor's lock is left alone: there is a next minute.
CREATE FUNCTION packs_try(expert bigint) RETURNS boolean LANGUAGE sql
AS $$
    SELECT pg_try_advisory_xact_lock(hashtextextended('packs:' || expert, 0))
$$;
CREATE FUNCTION pack_expire_due(most int) RETURNS int LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    due record;
    p pack;
    n int := 0;
BEGIN
    FOR due IN SELECT x.id, x.expert_id FROM pack x WHERE x.status = 'active'
            AND x.expires_at <= app_now() ORDER BY x.expires_at LIMIT most LOOP
        CONTINUE WHEN NOT packs_try(due.expert_id);
        SELECT * INTO p FROM pack x WHERE x.id = due.id
            AND x.status = 'active' FOR UPDATE SKIP LOCKED;
        IF p.id IS NOT NULL THEN
            PERFORM pack_refresh(p);
            n := n + 1;
        END IF;
    END LOOP;
    RETURN n;
END
$$;
-- A week before it ends, once, when something is left.
CREATE FUNCTION pack_ending_due(most int) RETURNS int LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    p pack;
    n int := 0;
BEGIN
    FOR p IN UPDATE pack x SET ending_told_at = app_now() WHERE x.id IN (
            SELECT y.id FROM pack y WHERE y.status = 'active'
                AND y.ending_told_at IS NULL AND y.expires_at > app_now()
                AND y.expires_at <= app_now() + interval '7 days'
                AND y.valid_days > 7
            ORDER BY y.expires_at LIMIT most FOR UPDATE SKIP LOCKED)
            RETURNING * LOOP
        IF (pack_uses(p)).remaining > 0 THEN
            PERFORM pack_tell(p, 'pack_ending', jsonb_build_object('left',
                (pack_uses(p)).remaining, 'answer_by', rfc3339(p.expires_at)));
        END IF;
        n := n + 1;
    END LOOP;
    RETURN n;
END
$$;
-- May it be released?  Not while a session is still to come, nor while a renewal
-- is being paid.
CREATE FUNCTION seat_is_idle(s seat) RETURNS boolean LANGUAGE sql STABLE
AS $$
    SELECT coalesce((s).kept_until, '-infinity') <= app_now()
        AND NOT EXISTS (SELECT FROM session x JOIN pack p
            ON (p.kind, p.id) = (x.paid_by, x.paid_ref)
            WHERE p.expert_id = (s).expert_id AND p.student_id
                = (s).student_id AND p.kind = 'pack' AND x.status
                IN ('requested', 'scheduled', 'in_progress'))
$$;
-- Final warnings 12 hours before, releases, reservations that ran out, offers.
CREATE FUNCTION seat_tick(most int) RETURNS int LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    due record;
    s seat;
    n int := 0;
BEGIN
    FOR due IN SELECT x.id, x.expert_id FROM seat x WHERE x.status = 'grace'
            AND x.grace_until <= app_now() + interval '12 hours'
            AND (x.warned_at IS NULL OR x.grace_until <= app_now()
                AND seat_is_idle(x))
            ORDER BY x.grace_until LIMIT most LOOP
        CONTINUE WHEN NOT packs_try(due.expert_id);
        SELECT * INTO s FROM seat x WHERE x.id = due.id AND x.status = 'grace'
            AND x.grace_until <= app_now() + interval '12 hours' FOR UPDATE;
        CONTINUE WHEN s.id IS NULL;
        IF s.grace_until <= app_now() AND seat_is_idle(s) THEN
            PERFORM seat_release(s, 'grace_over');
            PERFORM seat_tell(s.student_id, s.expert_id, 'seat_released', '{}',
                format('seat:%s:%s', s.id, s.grace_until));
        ELSIF s.warned_at IS NULL THEN
            UPDATE seat x SET warned_at = app_now() WHERE x.id = s.id;
            PERFORM seat_tell(s.student_id, s.expert_id, 'seat_warning',
                jsonb_build_object('answer_by', rfc3339(s.grace_until)),
                format('seat:%s:%s', s.id, s.grace_until));
        ELSE
            CONTINUE;
        END IF;
        n := n + 1;
    END LOOP;
    FOR due IN SELECT x.expert_id FROM seat x WHERE x.status = 'reserved'
                AND x.kept_until <= app_now()
            UNION SELECT w.expert_id FROM waiting_entry w
                WHERE w.status = 'offered' AND w.offer_until <= app_now()
            UNION SELECT w.expert_id FROM waiting_entry w JOIN expert e
                ON e.user_id = w.expert_id WHERE w.status = 'waiting'
                AND NOT e.seats_closed AND e.seats > seats_taken(e.user_id)
            LIMIT most LOOP
        CONTINUE WHEN NOT packs_try(due.expert_id);
        n := n + seat_sweep(due.expert_id) + waiting_sweep(due.expert_id);
    END LOOP;
    RETURN n;
END
$$;
-- All of it; how much was done.
CREATE FUNCTION pack_tick(most int) RETURNS int LANGUAGE sql
SECURITY DEFINER SET search_path = public
AS $$
    SELECT pack_expire_due(most) + pack_ending_due(most) + seat_tick(most)
$$;
GRANT EXECUTE ON FUNCTION pack_tick(int) TO belay_worker;

-- --- what students do ------------------------------------------------------------
CREATE FUNCTION packs_seller(mentor_ref bigint, student bigint) RETURNS bigint
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    mentor bigint := bookable_expert(mentor_ref, student);
BEGIN
    IF NOT EXISTS (SELECT FROM pack_product p WHERE p.expert_id = mentor
            AND p.kind = 'pack' AND product_is_sold(p)) THEN
        PERFORM refuse(409, 'pack_not_sold');
    END IF;
    RETURN mentor;
END
$$;
-- Join the line; where a seat is free and nobody waits, one buys instead.
CREATE FUNCTION waiting_join(mentor_ref bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    me bigint := acting_member();
    mentor bigint := packs_seller(mentor_ref, me);
    made bigint;
BEGIN
    PERFORM packs_lock(mentor);
    PERFORM seat_sweep(mentor), waiting_sweep(mentor);
    IF EXISTS (SELECT FROM seat s WHERE (s.expert_id, s.student_id)
            = (mentor, me) AND seat_is_taken(s)) THEN
        PERFORM refuse(409, 'seat_is_yours');
    ELSIF EXISTS (SELECT FROM waiting_entry w WHERE (w.expert_id, w.student_id)
            = (mentor, me) AND w.status IN ('waiting', 'offered')) THEN
        PERFORM refuse(409, 'waiting_already');
    ELSIF seat_refusal(mentor, me) IS NULL THEN
        PERFORM refuse(409, 'seat_is_free');
    END IF;
    INSERT INTO waiting_entry (expert_id, student_id, joined_at)
        VALUES (mentor, me, app_now()) RETURNING id INTO made;
    RETURN made;
END
$$;
CREATE FUNCTION waiting_leave(mentor_ref bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    mentor bigint := (SELECT e.user_id FROM expert e WHERE e.ref = mentor_ref);
BEGIN
    PERFORM packs_lock(mentor);
    IF NOT coalesce(waiting_end(mentor, app_user_id(), 'left'), false) THEN
        PERFORM refuse(404, 'waiting_unknown');
    END IF;
    PERFORM seat_offer(mentor);
END
$$;
/*
 * End what one student has with one mentor: what is unused goes back by the
 * policy, and the seat is free.  Sessions to come are canceled first, by
 * themselves, since that has rules of its own.
 */
CREATE FUNCTION seat_end(mentor bigint, student bigint, why text)
RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    o orders;
    s seat;
    p pack;
BEGIN
    PERFORM FROM orders x JOIN pack k ON k.order_id = x.id
        WHERE (k.expert_id, k.student_id, k.kind) = (mentor, student, 'pack')
            AND k.status IN ('active', 'queued') ORDER BY x.id FOR UPDATE OF x;
    PERFORM packs_lock(mentor);
    SELECT * INTO s FROM seat x WHERE (x.expert_id, x.student_id)
        = (mentor, student) AND x.status IN ('active', 'grace');
    IF s.id IS NULL THEN
        PERFORM refuse(409, 'seat_not_active');
    ELSIF EXISTS (SELECT FROM session x JOIN pack k
            ON (k.kind, k.id) = (x.paid_by, x.paid_ref)
            WHERE (k.expert_id, k.student_id, k.kind)
                = (mentor, student, 'pack') AND x.status IN ('requested',
                'scheduled', 'in_progress')) THEN
        PERFORM refuse(409, 'seat_has_sessions');
    END IF;
    -- those in line first, so that none of them begins
    FOR p IN SELECT * FROM pack x WHERE (x.expert_id, x.student_id, x.kind)
            = (mentor, student, 'pack') AND x.status IN ('active', 'queued')
            ORDER BY x.id DESC FOR UPDATE LOOP
        SELECT * INTO o FROM orders x WHERE x.id = p.order_id;
        IF o.status = 'disputed' THEN
            PERFORM refuse(409, 'order_is_disputed');
        END IF;
        IF order_returnable(o) > 0 OR o.paid_amount = 0
                AND pack_status(p) IN ('active', 'queued') THEN
            -- of one that cost nothing the seller has a share all the same
            PERFORM refund_issue(o, order_returnable(o), 'policy', NULL, why,
                (pack_uses(p)).remaining * 100 / p.total);
        END IF;
        SELECT * INTO p FROM pack x WHERE x.id = p.id;
        PERFORM pack_close(p);
    END LOOP;
    SELECT * INTO s FROM seat x WHERE x.id = s.id AND x.status <> 'released';
    IF s.id IS NOT NULL THEN
        PERFORM seat_release(s, why);
    END IF;
END
$$;
CREATE FUNCTION seat_leave(mentor_ref bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    mentor bigint := (SELECT e.user_id FROM expert e WHERE e.ref = mentor_ref);
BEGIN
    PERFORM seat_end(mentor, app_user_id(), 'left');
    PERFORM notify(mentor, 'seat_left', '/instructor/students',
        jsonb_build_object('student', member_name(app_user_id())),
        format('left:%s:%s', app_user_id(), app_now()));
END
$$;

-- --- what mentors do --------------------------------------------------------------
CREATE FUNCTION seat_of_student(student_seat bigint) RETURNS seat
LANGUAGE plpgsql
AS $$
DECLARE
    s seat;
BEGIN
    PERFORM packs_lock(app_user_id());
    SELECT * INTO s FROM seat x WHERE x.id = student_seat
        AND x.expert_id = app_user_id() FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM refuse(404, 'seat_unknown');
    END IF;
    RETURN s;
END
$$;
CREATE FUNCTION seat_extend(extended bigint, days int) RETURNS timestamptz
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    s seat := seat_of_student(extended);
BEGIN
    IF s.status <> 'grace' THEN
        PERFORM refuse(409, 'seat_is_' || s.status, NULL,
            jsonb_build_object('state', s.status));
    ELSIF days IS NULL OR days < 1 OR s.extended_days + days > 7 THEN
        PERFORM refuse(422, 'seat_extend_days', 'days');
    END IF;
    UPDATE seat x SET extended_days = x.extended_days + days,
        grace_until = x.grace_until + make_interval(days => days),
        warned_at = NULL WHERE x.id = s.id RETURNING * INTO s;
    PERFORM seat_log(s, s.status, 'extended');
    PERFORM seat_tell(s.student_id, s.expert_id, 'seat_extended',
        jsonb_build_object('answer_by', rfc3339(s.grace_until)),
        format('seat:%s:%s', s.id, s.grace_until));
    RETURN s.grace_until;
END
$$;
CREATE FUNCTION seat_dismiss(dismissed bigint, why text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    s seat;
BEGIN
    SELECT * INTO s FROM seat x WHERE x.id = dismissed
        AND x.expert_id = app_user_id();
    IF s.id IS NULL THEN
        PERFORM refuse(404, 'seat_unknown');
    ELSIF nullif(trim(why), '') IS NULL THEN
        PERFORM refuse(422, 'reason_words_missing', 'reason');
    END IF;
    PERFORM seat_end(s.expert_id, s.student_id, 'by_mentor');
    PERFORM seat_tell(s.student_id, s.expert_id, 'seat_released',
        jsonb_build_object('by_mentor', true, 'words', trim(why)),
        format('seat:%s:%s', s.id, app_now()));
END
$$;
-- How many seats, and whether people who have none may get one.
CREATE FUNCTION seats_set(new_seats int, closed boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    me bigint := acting_member();
BEGIN
    PERFORM packs_lock(me);
    IF new_seats NOT BETWEEN 0 AND 1000 THEN
        PERFORM refuse(422, 'seats_range', 'seats');
    END IF;
    UPDATE expert e SET seats = coalesce(new_seats, e.seats),
        seats_closed = coalesce(closed, e.seats_closed) WHERE e.user_id = me;
    IF NOT FOUND THEN
        PERFORM refuse(404, 'expert_unknown');
    END IF;
    PERFORM waiting_sweep(me);
END
$$;

GRANT EXECUTE ON FUNCTION waiting_join(bigint), waiting_leave(bigint),
    seat_leave(bigint), seat_extend(bigint, int), seat_dismiss(bigint, text),
    seats_set(int, boolean) TO belay_booking;

-- --- do they add up? ---------------------------------------------------------------
CREATE FUNCTION ledger_check_packs() RETURNS TABLE (problem text, ref text,
    expected numeric, found numeric) LANGUAGE sql STABLE
AS $$
    -- never more used and paid back than there was; all of it, and it is over
    SELECT 'pack uses', p.id::text, p.total, n.held + n.consumed + p.paid_back
    FROM pack p, pack_uses(p) n
    WHERE n.held + n.consumed + p.paid_back > p.total
        OR p.status = 'active' AND n.consumed + p.paid_back = p.total
    UNION ALL
    -- a pack that runs or waits for its turn has a seat
    SELECT 'pack without seat', p.id::text, 1, 0 FROM pack p
    WHERE p.kind = 'pack' AND p.status IN ('active', 'queued')
        AND NOT EXISTS (SELECT FROM seat s WHERE (s.expert_id, s.student_id)
            = (p.expert_id, p.student_id) AND s.status = 'active')
    UNION ALL
    -- and the other way round
    SELECT 'seat without pack', s.id::text, 0, 1 FROM seat s
    WHERE s.status = 'active' AND NOT EXISTS (SELECT FROM pack p
        WHERE (p.expert_id, p.student_id, p.kind)
            = (s.expert_id, s.student_id, 'pack')
            AND p.status IN ('active', 'queued'))
    UNION ALL
    -- nothing waits for its turn behind nothing
    SELECT 'pack in line', p.id::text, 1, 0 FROM pack p
    WHERE p.status = 'queued' AND NOT EXISTS (SELECT FROM pack x
        WHERE pack_is_same_line(p, x) AND (x.student_id, x.expert_id)
            = (p.student_id, p.expert_id) AND x.status = 'active')
    UNION ALL
    -- once it is over, and no session is to come, all of it is the seller's
    SELECT 'pack earnings', p.id::text, 0, sum(e.amount)
    FROM pack p JOIN earning e ON e.order_id = p.order_id
        AND e.available_at IS NULL AND e.status IN ('pending', 'frozen')
    WHERE p.status NOT IN ('queued', 'active') AND (pack_uses(p)).held = 0
    GROUP BY p.id
$$;
INSERT INTO ledger_check VALUES ('packs', 'ledger_check_packs');
