-- A mentor's seats and the line of those who wait for one.
--
-- Everything here runs under packs_lock(): who sells and who buys a mentor's
-- packs wait for each other.  Locks: order, session, packs_lock, then packs.

CREATE FUNCTION packs_lock(expert bigint) RETURNS void LANGUAGE sql
AS $$ SELECT pg_advisory_xact_lock(hashtextextended('packs:' || expert, 0)) $$;

-- The name under which an expert is shown.
CREATE FUNCTION expert_name(expert bigint) RETURNS text LANGUAGE sql STABLE
AS $$
    SELECT CASE WHEN e.is_anonymous THEN e.alias ELSE p.display_name END
    FROM expert e LEFT JOIN profile p ON p.user_id = e.user_id
    WHERE e.user_id = expert
$$;
CREATE FUNCTION member_name(person bigint) RETURNS text LANGUAGE sql STABLE
AS $$ SELECT p.display_name FROM profile p WHERE p.user_id = person $$;
-- Tell somebody about a seat.
CREATE FUNCTION seat_tell(person bigint, expert bigint, type text, data jsonb,
    key text, link text DEFAULT '/packs') RETURNS void LANGUAGE sql
AS $$
    SELECT notify(person, type, link, jsonb_build_object('mentor',
        expert_name(expert), 'mentor_ref', (SELECT e.ref::text FROM expert e
        WHERE e.user_id = expert)) || data, type || ':' || key)
$$;

-- --- counting ----------------------------------------------------------------
-- A reservation that ran out takes no seat, whether or not anybody saw it.
CREATE FUNCTION seat_is_taken(s seat) RETURNS boolean LANGUAGE sql STABLE
AS $$
    SELECT (s).status IN ('active', 'grace')
        OR (s).status = 'reserved' AND (s).kept_until > app_now()
$$;
CREATE FUNCTION seats_taken(expert bigint) RETURNS int LANGUAGE sql STABLE
AS $$
    SELECT count(*)::int FROM seat s WHERE s.expert_id = expert
        AND s.number IS NOT NULL AND seat_is_taken(s)
$$;
-- How many come before this student: all who wait, and all to whom a seat is
-- offered that they have not reserved.  For one to whom it is offered, nobody.
CREATE FUNCTION seats_ahead(expert bigint, student bigint) RETURNS int
LANGUAGE sql STABLE
AS $$
    SELECT CASE WHEN EXISTS (SELECT FROM waiting_entry w
            WHERE (w.expert_id, w.student_id) = (expert, student)
                AND w.status = 'offered' AND w.offer_until > app_now()) THEN 0
        ELSE (SELECT count(*)::int FROM waiting_entry w
            WHERE w.expert_id = expert AND w.status IN ('waiting', 'offered')
                AND w.student_id IS DISTINCT FROM student
                AND NOT EXISTS (SELECT FROM seat s
                    WHERE (s.expert_id, s.student_id)
                        = (expert, w.student_id) AND seat_is_taken(s))) END
$$;
-- Why this student can't have a seat; NULL when they can, or have one.
CREATE FUNCTION seat_refusal(expert bigint, student bigint) RETURNS text
LANGUAGE sql STABLE
AS $$
    SELECT CASE WHEN EXISTS (SELECT FROM seat s
            WHERE (s.expert_id, s.student_id) = (expert, student)
                AND seat_is_taken(s)) THEN NULL
        WHEN e.seats_closed THEN 'seats_closed'
        WHEN e.seats - seats_taken(expert) <= seats_ahead(expert, student)
            THEN 'seats_full' END
    FROM expert e WHERE e.user_id = expert
$$;

-- --- moving ------------------------------------------------------------------
CREATE FUNCTION seat_log(s seat, was text, why text) RETURNS void LANGUAGE sql
AS $$
    INSERT INTO seat_history (seat_id, at, actor_id, from_status, to_status,
        reason)
    VALUES ((s).id, app_now(), app_user_id(), was, (s).status, why)
$$;
-- The one place where a seat's status changes.
CREATE FUNCTION seat_move(s seat, target text, why text,
    until timestamptz DEFAULT NULL) RETURNS seat LANGUAGE plpgsql
AS $$
DECLARE
    was text := s.status;
BEGIN
    IF NOT EXISTS (SELECT FROM seat_rule r
            WHERE (r.from_status, r.to_status) = (was, target)) THEN
        PERFORM refuse(409, 'seat_is_' || was, NULL,
            jsonb_build_object('state', was));
    END IF;
    UPDATE seat x SET status = target, since = app_now(),
        number = CASE WHEN target = 'released' THEN NULL
            ELSE coalesce(x.number, seat_number_next(x.expert_id)) END,
        order_id = CASE WHEN target IN ('reserved', 'grace') THEN x.order_id
            END,
        kept_until = CASE target WHEN 'reserved' THEN until
            WHEN 'grace' THEN x.kept_until END,
        grace_until = CASE target WHEN 'grace' THEN until END,
        extended_days = 0, warned_at = NULL
    WHERE x.id = s.id RETURNING * INTO s;
    PERFORM seat_log(s, was, why);
    RETURN s;
END
$$;
-- The smallest number that is free.
CREATE FUNCTION seat_number_next(expert bigint) RETURNS int LANGUAGE sql STABLE
AS $$
    SELECT min(n)::int FROM generate_series(1, 1 + (SELECT count(*)
        FROM seat s WHERE s.expert_id = expert AND s.number IS NOT NULL)) n
    WHERE NOT EXISTS (SELECT FROM seat s WHERE s.expert_id = expert
        AND s.number = n)
$$;
-- Never more than there are: what the rules above promise, kept by the database.
CREATE FUNCTION seat_bound() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
    IF NEW.number IS NOT NULL AND (TG_OP = 'INSERT' OR OLD.number IS NULL)
            AND seats_taken(NEW.expert_id) > (SELECT e.seats FROM expert e
                WHERE e.user_id = NEW.expert_id) THEN
        RAISE EXCEPTION 'more seats than the mentor has' USING
            ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER seat_bound AFTER INSERT OR UPDATE ON seat
    FOR EACH ROW EXECUTE FUNCTION seat_bound();

-- --- the waiting list --------------------------------------------------------
-- Each seat that is free is offered to the first who waits, for 24 hours.
CREATE FUNCTION seat_offer(expert bigint) RETURNS int LANGUAGE plpgsql
AS $$
DECLARE
    w waiting_entry;
    n int := 0;
BEGIN
    LOOP
        EXIT WHEN (SELECT e.seats_closed OR e.seats - seats_taken(expert)
            <= (SELECT count(*) FROM waiting_entry x WHERE x.expert_id = expert
                AND x.status = 'offered' AND NOT EXISTS (SELECT FROM seat s
                    WHERE (s.expert_id, s.student_id)
                        = (expert, x.student_id) AND seat_is_taken(s)))
            FROM expert e WHERE e.user_id = expert);
        UPDATE waiting_entry x SET status = 'offered', offered_at = app_now(),
            offer_until = app_now() + interval '24 hours'
        WHERE x.id = (SELECT y.id FROM waiting_entry y JOIN users u
                ON u.id = y.student_id AND u.status = 'active'
            WHERE y.expert_id = expert AND y.status = 'waiting'
            ORDER BY y.id LIMIT 1)
        RETURNING * INTO w;
        EXIT WHEN NOT FOUND;
        PERFORM seat_tell(w.student_id, expert, 'waiting_offered',
            jsonb_build_object('answer_by', rfc3339(w.offer_until)),
            'waiting:' || w.id, format('/mentors/%s/packs',
                (SELECT e.ref FROM expert e WHERE e.user_id = expert)));
        n := n + 1;
    END LOOP;
    RETURN n;
END
$$;
CREATE FUNCTION seat_release(s seat, why text) RETURNS void LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM seat_move(s, 'released', why);
    PERFORM seat_offer(s.expert_id);
END
$$;
-- Reservations that ran out.
CREATE FUNCTION seat_sweep(expert bigint) RETURNS int LANGUAGE plpgsql
AS $$
DECLARE
    s seat;
    n int := 0;
BEGIN
    FOR s IN SELECT * FROM seat x WHERE x.expert_id = expert
            AND x.status = 'reserved' AND x.kept_until <= app_now()
            ORDER BY x.id LOOP
        PERFORM seat_release(s, 'checkout_over');
        n := n + 1;
    END LOOP;
    RETURN n;
END
$$;
-- Offers that nobody took, unless a checkout of theirs is open.
CREATE FUNCTION waiting_sweep(expert bigint) RETURNS int LANGUAGE plpgsql
AS $$
DECLARE
    w waiting_entry;
    n int := 0;
BEGIN
    FOR w IN UPDATE waiting_entry x SET status = 'passed', ended_at = app_now()
            WHERE x.expert_id = expert AND x.status = 'offered'
                AND x.offer_until <= app_now() AND NOT EXISTS (SELECT
                FROM seat s WHERE (s.expert_id, s.student_id)
                    = (expert, x.student_id) AND seat_is_taken(s))
            RETURNING * LOOP
        PERFORM seat_tell(w.student_id, expert, 'waiting_passed', '{}',
            'waiting:' || w.id);
        n := n + 1;
    END LOOP;
    RETURN n + seat_offer(expert);
END
$$;
CREATE FUNCTION waiting_end(expert bigint, student bigint, target text)
RETURNS boolean LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE waiting_entry w SET status = target, ended_at = app_now()
    WHERE (w.expert_id, w.student_id) = (expert, student)
        AND w.status IN ('waiting', 'offered');
    RETURN FOUND;
END
$$;

-- What a refusal says beside its word: how full it is, how many wait.
CREATE FUNCTION seats_json(expert bigint) RETURNS jsonb LANGUAGE sql STABLE
AS $$
    SELECT jsonb_build_object('total', e.seats, 'taken', seats_taken(expert),
        'waiting', (SELECT count(*) FROM waiting_entry w
            WHERE w.expert_id = expert AND w.status IN ('waiting', 'offered')),
        'waiting_list', format('/mentors/%s/packs', e.ref))
    FROM expert e WHERE e.user_id = expert
$$;

-- --- a checkout keeps a seat -------------------------------------------------
-- A student who has one keeps it at least as long as the checkout is open.
CREATE FUNCTION seat_reserve(expert bigint, student bigint, of_order bigint,
    until timestamptz) RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    s seat;
    word text;
BEGIN
    PERFORM packs_lock(expert);
    PERFORM seat_sweep(expert), waiting_sweep(expert);
    word := seat_refusal(expert, student);
    IF word IS NOT NULL THEN
        PERFORM refuse(409, word, NULL, seats_json(expert));
    END IF;
    SELECT * INTO s FROM seat x
        WHERE (x.expert_id, x.student_id) = (expert, student);
    IF s.id IS NULL THEN
        INSERT INTO seat (expert_id, student_id, status, number, order_id,
            kept_until, since)
        VALUES (expert, student, 'reserved', seat_number_next(expert),
            of_order, until, app_now()) RETURNING * INTO s;
        PERFORM seat_log(s, NULL, 'checkout');
    ELSIF s.status = 'released' THEN
        s := seat_move(s, 'reserved', 'checkout', until);
        UPDATE seat x SET order_id = of_order WHERE x.id = s.id;
    ELSE
        UPDATE seat x SET order_id = of_order, kept_until = until
            WHERE x.id = s.id;
    END IF;
END
$$;
-- The checkout is over without a sale.
CREATE FUNCTION seat_let_go(expert bigint, student bigint, of_order bigint)
RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    s seat;
    other orders;
BEGIN
    PERFORM packs_lock(expert);
    SELECT * INTO s FROM seat x WHERE (x.expert_id, x.student_id)
        = (expert, student) AND x.order_id = of_order;
    IF s.id IS NULL THEN
        RETURN;
    END IF;
    -- another product of the same mentor may be in a checkout, too
    SELECT * INTO other FROM orders o WHERE o.buyer_id = student
        AND o.seller_id = expert AND o.kind = 'pack' AND o.id <> of_order
        AND o.status IN ('pending', 'processing') AND o.expires_at > app_now()
        ORDER BY o.expires_at DESC LIMIT 1;
    IF other.id IS NOT NULL OR s.status <> 'reserved' THEN
        UPDATE seat x SET order_id = other.id, kept_until = other.expires_at
            WHERE x.id = s.id;
    ELSE
        PERFORM seat_release(s, 'checkout_over');
    END IF;
END
$$;
-- Paid: the seat is theirs.  False when it is gone, or others wait for it.
CREATE FUNCTION seat_claim(expert bigint, student bigint) RETURNS boolean
LANGUAGE plpgsql
AS $$
DECLARE
    s seat;
BEGIN
    IF seat_refusal(expert, student) IS NOT NULL THEN
        RETURN false;
    END IF;
    SELECT * INTO s FROM seat x
        WHERE (x.expert_id, x.student_id) = (expert, student);
    IF s.id IS NULL THEN
        INSERT INTO seat (expert_id, student_id, status, number, since)
        VALUES (expert, student, 'active', seat_number_next(expert), app_now())
        RETURNING * INTO s;
        PERFORM seat_log(s, NULL, 'paid');
    ELSIF s.status = 'active' THEN
        UPDATE seat x SET order_id = NULL, kept_until = NULL
            WHERE x.id = s.id;
    ELSE
        PERFORM seat_move(s, 'active', CASE s.status WHEN 'grace'
            THEN 'renewed' ELSE 'paid' END);
    END IF;
    PERFORM waiting_end(expert, student, 'taken');
    RETURN true;
END
$$;
