-- What pages show and change of packs, packages and seats.  Two people's rows:
-- every function here answers for the asking member only.

-- What the checkout says beside the title.
CREATE FUNCTION about_pack(item bigint, buyer bigint) RETURNS jsonb
LANGUAGE sql STABLE
AS $$
    SELECT jsonb_build_object('href', format(CASE p.kind WHEN 'pack'
            THEN '/mentors/%s/packs' ELSE '/coaching?expert=%s' END, e.ref),
        'person', expert_name(p.expert_id), 'type_kind', p.type_kind,
        'minutes', p.minutes, 'sessions', p.sessions, 'days', p.valid_days)
    FROM pack_product p JOIN expert e ON e.user_id = p.expert_id
    WHERE p.id = item
$$;
CREATE FUNCTION about_package(item bigint, buyer bigint) RETURNS jsonb
LANGUAGE sql STABLE
AS $$ SELECT about_pack(item, buyer) $$;

-- --- what students see -----------------------------------------------------------
CREATE FUNCTION my_packs(of_kind text, before_id bigint, most int)
RETURNS TABLE (id bigint, kind text, status text, name text, expert_ref bigint,
    expert_name text, expert_seed text, expert_picture text, type_kind text,
    minutes int, total int, held int, consumed int, remaining int,
    started_at timestamptz, expires_at timestamptz, valid_days int,
    order_ref text, seat_status text, grace_until timestamptz,
    session_type_id bigint, product_id bigint, is_sold boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT p.id, p.kind, pack_status(p), p.name, e.ref, expert_name(e.user_id),
        CASE WHEN e.is_anonymous THEN e.alias_seed END,
        CASE WHEN NOT e.is_anonymous THEN f.picture END, p.type_kind,
        p.minutes, p.total, u.held, u.consumed, u.remaining, p.started_at,
        p.expires_at, p.valid_days, o.ref, s.status, s.grace_until,
        (SELECT t.id FROM session_type t WHERE (t.expert_id, t.kind, t.minutes)
            = (p.expert_id, p.type_kind, p.minutes) AND t.active), d.id,
        product_is_sold(d)
    FROM pack p CROSS JOIN LATERAL pack_uses(p) u
    JOIN expert e ON e.user_id = p.expert_id
    JOIN profile f ON f.user_id = p.expert_id
    JOIN orders o ON o.id = p.order_id
    JOIN pack_product d ON d.id = p.product_id
    LEFT JOIN seat s ON p.kind = 'pack' AND (s.expert_id, s.student_id)
        = (p.expert_id, p.student_id)
    WHERE p.student_id = app_user_id()
        AND p.kind = coalesce(of_kind, p.kind)
        AND p.id < coalesce(before_id, 9223372036854775807)
    ORDER BY p.id DESC LIMIT most
$$;
-- The sessions of one's own packs, for its usage.
CREATE FUNCTION my_pack_sessions(packs bigint[]) RETURNS TABLE (pack_id bigint,
    session_id bigint, starts_at timestamptz, status text, used boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT p.id, s.id, s.starts_at, s.status, s.status IN ('completed',
        'no_show', 'canceled', 'declined')
        AND coalesce(s.return_percent, 0) < 100
    FROM pack p JOIN session s ON (s.paid_by, s.paid_ref) = (p.kind, p.id)
    WHERE p.id = ANY (packs) AND p.student_id = app_user_id()
        AND s.status NOT IN ('held', 'expired')
    ORDER BY p.id, s.starts_at
$$;
-- What pays for a held session of one's own; `refusal` says why it does not.
CREATE FUNCTION my_pack_choices(held_session bigint) RETURNS TABLE (id bigint,
    kind text, name text, total int, remaining int, expires_at timestamptz,
    refusal text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT p.id, p.kind, p.name, p.total, (pack_uses(p)).remaining,
        p.expires_at, pack_refusal(p, s)
    FROM session s JOIN pack p ON p.student_id = s.client_id
        AND p.expert_id = s.expert_id AND p.status = 'active'
    WHERE s.id = held_session AND s.client_id = app_user_id()
    ORDER BY pack_refusal(p, s) IS NOT NULL, p.expires_at, p.id
$$;
-- The seats one has or waits for.
CREATE FUNCTION my_seats() RETURNS TABLE (expert_ref bigint, expert_name text,
    expert_picture text, status text, grace_until timestamptz,
    offer_until timestamptz, ahead int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT e.ref, expert_name(e.user_id), f.picture, x.status, x.grace_until,
        x.offer_until, x.ahead
    FROM (SELECT s.expert_id, s.status, s.grace_until,
            NULL::timestamptz AS offer_until, NULL::int AS ahead
        FROM seat s WHERE s.student_id = app_user_id()
            AND s.status IN ('active', 'grace')
        UNION ALL
        SELECT w.expert_id, CASE WHEN w.offer_until <= app_now() THEN 'passed'
            ELSE w.status END, NULL, w.offer_until, (SELECT count(*)::int
            FROM waiting_entry y WHERE y.expert_id = w.expert_id
                AND y.status = 'waiting' AND y.id < w.id)
        FROM waiting_entry w WHERE w.student_id = app_user_id()
            AND w.status IN ('waiting', 'offered')) x
    JOIN expert e ON e.user_id = x.expert_id
    JOIN profile f ON f.user_id = x.expert_id
    ORDER BY x.status <> 'offered', x.status <> 'grace', e.ref
$$;
-- How full a mentor is, and what one has there; nothing for who sells no packs.
CREATE FUNCTION seat_availability(mentor_ref bigint, OUT total int,
    OUT taken int, OUT available int, OUT waiting int, OUT closed boolean,
    OUT your_status text, OUT grace_until timestamptz, OUT your_line text,
    OUT offer_until timestamptz, OUT ahead int, OUT can_buy boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    me bigint := app_user_id();
    e expert;
    w waiting_entry;
BEGIN
    SELECT x.* INTO e FROM expert x JOIN users u ON u.id = x.user_id
        WHERE x.ref = mentor_ref AND u.status = 'active' AND EXISTS (SELECT
        FROM expert_kind k WHERE (k.user_id, k.kind, k.status)
            = (x.user_id, 'mentor', 'verified'));
    IF e.user_id IS NULL OR me IS NOT NULL AND is_blocked(e.user_id, me) THEN
        RETURN;
    END IF;
    total := e.seats;
    taken := seats_taken(e.user_id);
    closed := e.seats_closed;
    SELECT count(*) INTO waiting FROM waiting_entry x
        WHERE x.expert_id = e.user_id AND x.status IN ('waiting', 'offered');
    -- what somebody else may buy: none while people wait
    available := CASE WHEN closed THEN 0 ELSE greatest(0, total - taken
        - seats_ahead(e.user_id, NULL)) END;
    SELECT s.status, s.grace_until INTO your_status, grace_until FROM seat s
        WHERE (s.expert_id, s.student_id) = (e.user_id, me)
            AND seat_is_taken(s);
    SELECT * INTO w FROM waiting_entry x WHERE (x.expert_id, x.student_id)
        = (e.user_id, me) AND (x.status = 'waiting' OR x.status = 'offered'
        AND x.offer_until > app_now());
    your_line := w.status;
    offer_until := w.offer_until;
    IF w.id IS NOT NULL THEN
        SELECT count(*) INTO ahead FROM waiting_entry x
            WHERE x.expert_id = e.user_id AND x.status = 'waiting'
                AND x.id < w.id;
    END IF;
    can_buy := seat_refusal(e.user_id, me) IS NULL;
END
$$;
/*
 * What an expert sells of a kind, at the price that the asking member (or a
 * visitor) pays with this code: `code_refusal` says why it does not count.
 */
CREATE FUNCTION product_offers(of_ref bigint, of_kind text, code text)
RETURNS TABLE (id bigint, name text, about text, type_kind text, minutes int,
    sessions int, valid_days int, plain_amount bigint, list_amount bigint,
    amount bigint, discount_code text, currency text, code_refusal text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    p pack_product;
    x record;
BEGIN
    FOR p IN SELECT d.* FROM pack_product d JOIN expert e
            ON e.user_id = d.expert_id WHERE e.ref = of_ref
            AND d.kind = of_kind AND d.active
            AND (app_user_id() IS NULL OR NOT is_blocked(e.user_id,
                app_user_id()))
            ORDER BY d.type_kind, d.minutes, d.sessions, d.id LOOP
        CONTINUE WHEN NOT product_is_sold(p);
        code_refusal := NULL;
        BEGIN
            x := price_of(p.kind, p.id, nullif(app_user_id(), p.expert_id),
                code);
        EXCEPTION WHEN SQLSTATE 'BL422' THEN
            code_refusal := SQLERRM;
            x := price_of(p.kind, p.id, nullif(app_user_id(), p.expert_id),
                NULL);
        END;
        id := p.id;
        name := p.name;
        about := p.about;
        type_kind := p.type_kind;
        minutes := p.minutes;
        sessions := p.sessions;
        valid_days := p.valid_days;
        plain_amount := (product_price(p)).plain_amount;
        list_amount := x.list;
        amount := x.total;
        discount_code := x.discount_code;
        currency := x.currency;
        RETURN NEXT;
    END LOOP;
END
$$;
-- Interviewers' packages, one row for each session type; by its first package.
CREATE FUNCTION coaching_list(of_ref bigint, of_type text, after_id bigint,
    most int) RETURNS TABLE (key bigint, expert_ref bigint, expert_name text,
    expert_seed text, expert_picture text, headline text, type_kind text,
    minutes int, currency text, single_amount bigint, ids bigint[],
    sizes bigint[], amounts bigint[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT x.* FROM (SELECT min(p.id) AS key, l.ref, l.display_name,
            l.alias_seed, l.picture, l.headline, p.type_kind, p.minutes,
            min(c.currency), min(c.plain_amount / p.sessions),
            array_agg(p.id ORDER BY p.sessions),
            array_agg(p.sessions::bigint ORDER BY p.sessions),
            array_agg(c.amount ORDER BY p.sessions)
        FROM pack_product p CROSS JOIN LATERAL product_price(p) c
        JOIN expert_listing l ON l.expert_id = p.expert_id
            AND l.kind = 'interviewer'
        WHERE p.kind = 'package' AND p.active AND c.amount > 0
            AND (of_ref IS NULL OR l.ref = of_ref)
            AND (of_type IS NULL OR p.type_kind = of_type)
            AND l.expert_id <> ALL (blocked_with_me())
        GROUP BY l.ref, l.display_name, l.alias_seed, l.picture, l.headline,
            p.type_kind, p.minutes) x
    WHERE x.key > coalesce(after_id, 0) ORDER BY x.key LIMIT most
$$;

-- --- what sellers see --------------------------------------------------------------
CREATE FUNCTION my_products(of_kind text) RETURNS TABLE (id bigint, name text,
    about text, type_kind text, minutes int, sessions int, valid_days int,
    amount bigint, currency text, active boolean, is_sold boolean,
    version int, sold int, running int, specials int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT p.id, p.name, p.about, p.type_kind, p.minutes, p.sessions,
        p.valid_days, c.amount, c.currency, p.active, product_is_sold(p),
        p.version, n.sold, n.running, (SELECT count(*)::int
            FROM pack_special s WHERE s.product_id = p.id)
    FROM pack_product p CROSS JOIN LATERAL product_price(p) c
    CROSS JOIN LATERAL (SELECT count(*)::int AS sold, count(*) FILTER (
            WHERE pack_status(k) = 'active')::int AS running
        FROM pack k WHERE k.product_id = p.id) n
    WHERE p.expert_id = app_user_id() AND p.kind = of_kind
    ORDER BY p.active DESC, p.type_kind, p.minutes, p.sessions, p.id
$$;
-- Those with a seat, those whose packs go on without one, then those who had.
CREATE FUNCTION my_students(of_seat bigint, former boolean, before_id bigint,
    most int) RETURNS TABLE (seat_id bigint, student_id bigint, name text,
    handle text, picture text, status text, since timestamptz,
    grace_until timestamptz, extended_days int, pack_id bigint,
    pack_name text, pack_status text, total int, held int, consumed int,
    remaining int, expires_at timestamptz, queued int, packs int,
    special_amount bigint, special_currency text, product_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT s.id, s.student_id, f.display_name, CASE WHEN f.is_public
            THEN f.handle END, f.picture, s.status, s.since, s.grace_until,
        s.extended_days, p.id, p.name, pack_status(p), p.total, u.held,
        u.consumed, u.remaining, p.expires_at,
        (SELECT count(*)::int FROM pack q WHERE (q.expert_id, q.student_id,
            q.kind, q.status) = (s.expert_id, s.student_id, 'pack', 'queued')),
        (SELECT count(*)::int FROM pack q WHERE (q.expert_id, q.student_id,
            q.kind) = (s.expert_id, s.student_id, 'pack')),
        x.price_amount, d.price_currency, d.id
    FROM seat s JOIN profile f ON f.user_id = s.student_id
    LEFT JOIN LATERAL (SELECT q.* FROM pack q WHERE (q.expert_id, q.student_id,
            q.kind) = (s.expert_id, s.student_id, 'pack')
            AND q.status <> 'queued'
        ORDER BY q.status = 'active' DESC, q.id DESC LIMIT 1) p ON true
    LEFT JOIN LATERAL pack_uses(p) u ON p.id IS NOT NULL
    LEFT JOIN pack_product d ON d.id = p.product_id
    LEFT JOIN pack_special x ON (x.product_id, x.student_id)
        = (d.id, s.student_id)
    WHERE s.expert_id = app_user_id() AND s.id = coalesce(of_seat, s.id)
        AND (of_seat IS NOT NULL OR former = (s.status = 'released'))
        AND s.status <> 'reserved' AND p.id IS NOT NULL
        AND s.id < coalesce(before_id, 9223372036854775807)
    ORDER BY s.id DESC LIMIT most
$$;
CREATE FUNCTION my_waiting_list(most int) RETURNS TABLE (id bigint, name text,
    picture text, status text, joined_at timestamptz, offer_until timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT w.id, f.display_name, f.picture, w.status, w.joined_at,
        w.offer_until
    FROM waiting_entry w JOIN profile f ON f.user_id = w.student_id
    WHERE w.expert_id = app_user_id() AND w.status IN ('waiting', 'offered')
    ORDER BY w.status = 'waiting', w.id LIMIT most
$$;
-- Of the asking mentor; active: those with a seat that is paid for.
CREATE FUNCTION my_seat_counts(OUT total int, OUT taken int, OUT active int,
    OUT grace int, OUT waiting int, OUT closed boolean, OUT sells boolean,
    OUT anonymous boolean, OUT ref bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT e.seats, seats_taken(e.user_id), (SELECT count(*)::int FROM seat s
            WHERE s.expert_id = e.user_id AND s.status = 'active'),
        (SELECT count(*)::int FROM seat s WHERE s.expert_id = e.user_id
            AND s.status = 'grace'),
        (SELECT count(*)::int FROM waiting_entry w WHERE w.expert_id = e.user_id
            AND w.status IN ('waiting', 'offered')),
        e.seats_closed, e.sells_packs AND EXISTS (SELECT FROM expert_kind k
            WHERE (k.user_id, k.kind, k.status)
                = (e.user_id, 'mentor', 'verified')), e.is_anonymous, e.ref
    FROM expert e WHERE e.user_id = app_user_id()
$$;

-- --- what sellers change -----------------------------------------------------------
-- An amount that can be paid in its currency.
CREATE FUNCTION product_price_check(amount bigint, unit text) RETURNS void
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM currency c WHERE c.code = unit) THEN
        PERFORM refuse(422, 'unknown_currency', 'currency');
    ELSIF amount IS NULL OR amount < (SELECT c.minimum FROM currency c
            WHERE c.code = unit) OR amount > 100000000 THEN
        PERFORM refuse(422, 'pack_price', 'price');
    END IF;
END
$$;
/*
 * A new pack (changed NULL), or another one's terms for those who buy from now
 * on.  `keep_price`: students who have it keep what it cost until now.
 */
CREATE FUNCTION product_save(changed bigint, new_name text, new_about text,
    type_id bigint, new_sessions int, new_days int, new_amount bigint,
    new_currency text, is_active boolean, keep_price boolean, seen int)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    me bigint := acting_member();
    e expert;
    t session_type;
    p pack_product;
BEGIN
    SELECT * INTO e FROM expert x WHERE x.user_id = me FOR NO KEY UPDATE;
    IF NOT EXISTS (SELECT FROM expert_kind k WHERE (k.user_id, k.kind,
            k.status) = (me, 'mentor', 'verified')) THEN
        PERFORM refuse(403, 'packs_are_mentors');
    ELSIF e.is_anonymous THEN
        PERFORM refuse(409, 'packs_want_a_name');
    END IF;
    PERFORM product_price_check(new_amount, new_currency);
    SELECT * INTO t FROM session_type x WHERE x.id = type_id
        AND x.expert_id = me;
    IF NOT FOUND THEN
        PERFORM refuse(422, 'session_type_unknown', 'session_type_id');
    END IF;
    IF changed IS NULL THEN
        IF (SELECT count(*) >= 20 FROM pack_product x
                WHERE x.expert_id = me AND x.kind = 'pack') THEN
            PERFORM refuse(409, 'packs_too_many');
        END IF;
        INSERT INTO pack_product (kind, expert_id, name, about, type_kind,
            minutes, sessions, valid_days, price_amount, price_currency,
            active, created_at)
        VALUES ('pack', me, new_name, new_about, t.kind, t.minutes,
            new_sessions, new_days, new_amount, new_currency,
            coalesce(is_active, true), app_now()) RETURNING * INTO p;
        RETURN p.id;
    END IF;
    SELECT * INTO p FROM pack_product x WHERE x.id = changed
        AND x.expert_id = me AND x.kind = 'pack' FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM refuse(404, 'pack_unknown');
    ELSIF seen <> p.version THEN
        PERFORM refuse(409, 'pack_changed');
    END IF;
    IF new_currency <> p.price_currency THEN
        DELETE FROM pack_special s WHERE s.product_id = p.id;
    ELSIF keep_price AND new_amount <> p.price_amount THEN
        INSERT INTO pack_special (product_id, student_id, price_amount,
            made_at)
        SELECT DISTINCT p.id, k.student_id, p.price_amount, app_now()
        FROM pack k JOIN seat s ON (s.expert_id, s.student_id)
            = (k.expert_id, k.student_id) AND s.status IN ('active', 'grace')
        WHERE k.product_id = p.id ON CONFLICT DO NOTHING;
    END IF;
    UPDATE pack_product x SET name = new_name, about = new_about,
        type_kind = t.kind, minutes = t.minutes, sessions = new_sessions,
        valid_days = new_days, price_amount = new_amount,
        price_currency = new_currency, active = coalesce(is_active, x.active),
        version = x.version + 1 WHERE x.id = p.id;
    RETURN p.id;
END
$$;
-- What one student pays for a pack; NULL: what everybody does.
CREATE FUNCTION special_set(product bigint, of_seat bigint, amount bigint)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    p pack_product;
    s seat;
BEGIN
    SELECT * INTO p FROM pack_product x WHERE x.id = product
        AND x.expert_id = app_user_id() AND x.kind = 'pack';
    SELECT * INTO s FROM seat x WHERE x.id = of_seat
        AND x.expert_id = app_user_id();
    IF p.id IS NULL THEN
        PERFORM refuse(404, 'pack_unknown');
    ELSIF s.id IS NULL THEN
        PERFORM refuse(404, 'seat_unknown');
    ELSIF amount IS NULL THEN
        DELETE FROM pack_special x WHERE (x.product_id, x.student_id)
            = (p.id, s.student_id);
        RETURN;
    END IF;
    PERFORM product_price_check(amount, p.price_currency);
    INSERT INTO pack_special VALUES (p.id, s.student_id, amount, app_now())
    ON CONFLICT (product_id, student_id) DO UPDATE
        SET price_amount = excluded.price_amount, made_at = excluded.made_at;
END
$$;
-- Which packages an interviewer sells: "TYPE_ID:SESSIONS" of each; the others
-- are not offered any more.
CREATE FUNCTION packages_set(offered text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    me bigint := acting_member();
BEGIN
    IF NOT EXISTS (SELECT FROM expert_kind k WHERE (k.user_id, k.kind,
            k.status) = (me, 'interviewer', 'verified')) THEN
        PERFORM refuse(403, 'packages_are_interviewers');
    ELSIF EXISTS (SELECT FROM unnest(offered) x WHERE x !~
            '^[0-9]{1,18}:(3|5|10)$' OR NOT EXISTS (SELECT FROM session_type t
            WHERE t.id = split_part(x, ':', 1)::bigint AND t.expert_id = me
                AND t.active AND t.price_amount > 0)) THEN
        PERFORM refuse(422, 'session_type_unknown', 'packages');
    END IF;
    UPDATE pack_product p SET active = false, version = p.version + 1
        WHERE p.expert_id = me AND p.kind = 'package' AND p.active;
    INSERT INTO pack_product (kind, expert_id, type_kind, minutes, sessions,
        valid_days, created_at)
    SELECT DISTINCT 'package', me, t.kind, t.minutes,
        split_part(x, ':', 2)::int, 180, app_now()
    FROM unnest(offered) x
    JOIN session_type t ON t.id = split_part(x, ':', 1)::bigint
    ON CONFLICT (expert_id, type_kind, minutes, sessions)
        WHERE kind = 'package' DO UPDATE SET active = true;
END
$$;
-- An interviewer's session types with a price, and which sizes are offered.
CREATE FUNCTION my_package_types() RETURNS TABLE (session_type_id bigint,
    type_kind text, minutes int, amount bigint, currency text,
    sizes bigint[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT t.id, t.kind, t.minutes, t.price_amount, t.price_currency,
        ARRAY(SELECT p.sessions::bigint FROM pack_product p
            WHERE (p.expert_id, p.kind, p.type_kind, p.minutes)
                = (t.expert_id, 'package', t.kind, t.minutes) AND p.active
            ORDER BY p.sessions)
    FROM session_type t WHERE t.expert_id = app_user_id() AND t.active
        AND t.price_amount > 0 AND EXISTS (SELECT FROM expert_kind k
            WHERE (k.user_id, k.kind, k.status)
                = (t.expert_id, 'interviewer', 'verified'))
    ORDER BY t.kind, t.minutes
$$;

-- --- for other parts of the platform -------------------------------------------------
CREATE FUNCTION money_manager() RETURNS void LANGUAGE plpgsql STABLE
AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM user_role r
            JOIN role_permission p ON p.role = r.role
            WHERE r.user_id = app_user_id()
                AND p.permission = 'money.manage') THEN
        PERFORM refuse(403, 'not_yours_to_do');
    END IF;
END
$$;
-- Deliver a paid order of a pack or package that is not yet: the pack.
CREATE FUNCTION pack_provide(of_order text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    o orders;
    made bigint;
BEGIN
    PERFORM money_manager();
    SELECT * INTO o FROM orders x WHERE x.kind IN ('pack', 'package')
        AND (x.ref = of_order OR x.id::text = of_order);
    IF o.id IS NULL THEN
        PERFORM refuse(404, 'order_unknown');
    ELSIF o.status = 'paid' THEN
        PERFORM order_fulfil(o.id);
    END IF;
    SELECT p.id INTO made FROM pack p WHERE p.order_id = o.id;
    IF made IS NULL THEN
        PERFORM refuse(409, 'order_is_' || (SELECT x.status FROM orders x
            WHERE x.id = o.id));
    END IF;
    RETURN made;
END
$$;
-- Look at one anew, after something happened to a session of it.
CREATE FUNCTION pack_recount(counted bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    p pack;
BEGIN
    PERFORM money_manager();
    SELECT * INTO p FROM pack x WHERE x.id = counted;
    IF p.id IS NULL THEN
        PERFORM refuse(404, 'pack_unknown');
    END IF;
    PERFORM pack_lock(p);
    SELECT * INTO p FROM pack x WHERE x.id = counted FOR UPDATE;
    PERFORM pack_refresh(p);
END
$$;
-- One pack, for those who may look at all of them.
CREATE FUNCTION pack_seen(looked_at bigint, OUT id bigint, OUT kind text,
    OUT status text, OUT expert_ref bigint, OUT expert_name text,
    OUT total int, OUT held int, OUT consumed int, OUT remaining int,
    OUT expires_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    PERFORM money_manager();
    SELECT p.id, p.kind, pack_status(p), e.ref, expert_name(p.expert_id),
        p.total, u.held, u.consumed, u.remaining, p.expires_at
    INTO id, kind, status, expert_ref, expert_name, total, held, consumed,
        remaining, expires_at
    FROM pack p CROSS JOIN LATERAL pack_uses(p) u
    JOIN expert e ON e.user_id = p.expert_id WHERE p.id = looked_at;
END
$$;

GRANT EXECUTE ON FUNCTION my_packs(text, bigint, int),
    my_pack_sessions(bigint[]), my_pack_choices(bigint), my_seats(),
    seat_availability(bigint), product_offers(bigint, text, text),
    coaching_list(bigint, text, bigint, int), my_products(text),
    my_students(bigint, boolean, bigint, int), my_waiting_list(int),
    my_seat_counts(), product_save(bigint, text, text, bigint, int, int,
        bigint, text, boolean, boolean, int),
    special_set(bigint, bigint, bigint), packages_set(text[]),
    my_package_types(), pack_provide(text), pack_recount(bigint),
    pack_seen(bigint), order_create(text, bigint, text, text, bigint, jsonb)
    TO belay_booking;
