-- Packs and coaching packages as kinds of order: what they cost, the seat that is
-- kept meanwhile, and the pack that is made once it is paid.

-- --- prices ------------------------------------------------------------------
CREATE FUNCTION package_percent_off(sessions int) RETURNS int LANGUAGE sql
IMMUTABLE
AS $$ SELECT CASE sessions WHEN 3 THEN 5 WHEN 5 THEN 10 WHEN 10 THEN 15 END $$;
-- What it costs and would without the bundle; NULL: nothing of the kind is sold.
CREATE FUNCTION product_price(p pack_product, OUT amount bigint,
    OUT plain_amount bigint, OUT currency text) LANGUAGE sql STABLE
AS $$
    SELECT CASE (p).kind WHEN 'pack' THEN (p).price_amount
            ELSE n.plain - percent_of(n.plain, package_percent_off((p).sessions))
            END,
        CASE (p).kind WHEN 'pack' THEN (p).price_amount ELSE n.plain END,
        CASE (p).kind WHEN 'pack' THEN (p).price_currency
            ELSE n.price_currency END
    FROM (SELECT t.price_amount * (p).sessions AS plain, t.price_currency
        FROM (SELECT 1) one LEFT JOIN session_type t
            ON (t.expert_id, t.kind, t.minutes)
                = ((p).expert_id, (p).type_kind, (p).minutes) AND t.active) n
$$;
-- May this expert sell it now?
CREATE FUNCTION product_is_sold(p pack_product) RETURNS boolean
LANGUAGE sql STABLE
AS $$
    SELECT (p).active AND EXISTS (SELECT FROM expert e
        JOIN users u ON u.id = e.user_id AND u.status = 'active'
        JOIN expert_kind k ON k.user_id = e.user_id AND k.status = 'verified'
            AND k.kind = CASE (p).kind WHEN 'pack' THEN 'mentor'
                ELSE 'interviewer' END
        WHERE e.user_id = (p).expert_id AND ((p).kind = 'package'
            OR e.sells_packs AND NOT e.is_anonymous))
        AND coalesce((product_price(p)).amount, 0) > 0
$$;
CREATE FUNCTION quote_product(sold text, item bigint, buyer bigint) RETURNS quote
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    p pack_product;
    q quote;
BEGIN
    SELECT * INTO p FROM pack_product x WHERE x.id = item AND x.kind = sold;
    IF NOT FOUND THEN
        PERFORM refuse(404, 'pack_unknown');
    ELSIF NOT product_is_sold(p) THEN
        PERFORM refuse(409, 'pack_not_sold');
    ELSIF buyer IS NOT NULL THEN
        PERFORM bookable_expert((SELECT e.ref FROM expert e
            WHERE e.user_id = p.expert_id), buyer);
    END IF;
    q.seller_id := p.expert_id;
    SELECT x.amount, x.currency INTO q.list_amount, q.currency
        FROM product_price(p) x;
    q.special_amount := (SELECT s.price_amount FROM pack_special s
        WHERE (s.product_id, s.student_id) = (p.id, buyer)
            AND s.price_amount <> q.list_amount);
    q.title := format('%s: %s sessions (%s, %s minutes) with %s', CASE sold
        WHEN 'pack' THEN p.name ELSE 'Coaching package' END, p.sessions,
        replace(p.type_kind, '_', ' '), p.minutes, expert_name(p.expert_id));
    q.policy := jsonb_build_object('name', coalesce(p.name,
        'Coaching package'), 'sessions', p.sessions, 'days', p.valid_days,
        'type_kind', p.type_kind, 'minutes', p.minutes);
    RETURN q;
END
$$;
CREATE FUNCTION quote_pack(item bigint, buyer bigint, detail jsonb)
RETURNS quote LANGUAGE sql STABLE
AS $$ SELECT quote_product('pack', item, buyer) $$;
CREATE FUNCTION quote_package(item bigint, buyer bigint, detail jsonb)
RETURNS quote LANGUAGE sql STABLE
AS $$ SELECT quote_product('package', item, buyer) $$;

-- --- how many are left: counted, never kept ------------------------------------
-- held: agreed and still to come; consumed: took place, or was not given back.
CREATE FUNCTION pack_uses(p pack, OUT held int, OUT consumed int,
    OUT remaining int) LANGUAGE sql STABLE
AS $$
    SELECT n.held, n.consumed, greatest(0,
        (p).total - n.held - n.consumed - (p).paid_back)
    FROM (SELECT count(*) FILTER (WHERE s.status IN ('requested', 'scheduled',
            'in_progress'))::int AS held,
        count(*) FILTER (WHERE s.status IN ('completed', 'no_show', 'canceled',
            'declined') AND coalesce(s.return_percent, 0) < 100)::int
            AS consumed
        FROM session s WHERE s.paid_by = (p).kind AND s.paid_ref = (p).id) n
$$;
-- What it is at this moment, also when nobody has looked yet.
CREATE FUNCTION pack_status(p pack) RETURNS text LANGUAGE sql STABLE
AS $$
    SELECT CASE WHEN (p).status = 'active' AND (p).expires_at <= app_now()
        THEN 'expired' ELSE (p).status END
$$;
CREATE FUNCTION pack_move(p pack, target text) RETURNS pack LANGUAGE plpgsql
AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM pack_rule r
            WHERE (r.from_status, r.to_status) = (p.status, target)) THEN
        PERFORM refuse(409, 'pack_is_' || p.status, NULL,
            jsonb_build_object('state', p.status));
    END IF;
    UPDATE pack x SET status = target,
        started_at = CASE WHEN target = 'active'
            THEN coalesce(x.started_at, app_now()) ELSE x.started_at END,
        expires_at = CASE WHEN target = 'active' THEN coalesce(x.expires_at,
            app_now() + make_interval(days => x.valid_days))
            ELSE x.expires_at END,
        ended_at = CASE WHEN target <> 'active'
            THEN coalesce(x.ended_at, app_now()) END
    WHERE x.id = p.id RETURNING * INTO p;
    RETURN p;
END
$$;
CREATE FUNCTION pack_tell(p pack, type text, data jsonb DEFAULT '{}',
    key text DEFAULT '') RETURNS void LANGUAGE sql
AS $$
    SELECT seat_tell((p).student_id, (p).expert_id, type, jsonb_build_object(
        'pack_id', (p).id::text, 'name', (p).name, 'total', (p).total,
        'package', (p).kind = 'package', 'expires_at',
        rfc3339((p).expires_at), 'product_id', (p).product_id::text) || data,
        format('pack:%s:%s', (p).id, key))
$$;

-- --- begins and ends -----------------------------------------------------------
-- Packs of one student with one mentor follow each other; packages of one
-- session type do.
CREATE FUNCTION pack_is_same_line(p pack, other pack) RETURNS boolean
LANGUAGE sql IMMUTABLE
AS $$
    SELECT (p.student_id, p.expert_id, p.kind)
            = (other.student_id, other.expert_id, other.kind)
        AND (p.kind = 'pack' OR (p.type_kind, p.minutes)
            = (other.type_kind, other.minutes))
$$;
-- Begin a queued pack; the one before it, if it ended, is renewed by it.
CREATE FUNCTION pack_start(p pack) RETURNS pack LANGUAGE plpgsql
AS $$
BEGIN
    p := pack_move(p, 'active');
    UPDATE pack x SET status = 'renewed', renewal_id = p.id
    WHERE x.id = (SELECT y.id FROM pack y WHERE pack_is_same_line(p, y)
            AND (y.student_id, y.expert_id) = (p.student_id, p.expert_id)
            AND y.status IN ('depleted', 'expired') ORDER BY y.id DESC LIMIT 1);
    PERFORM pack_tell(p, 'pack_bought', jsonb_build_object('answer_by',
        rfc3339(p.expires_at)));
    RETURN p;
END
$$;
CREATE FUNCTION seat_give_grace(p pack, ended timestamptz) RETURNS void
LANGUAGE sql
AS $$
    SELECT seat_move(s, 'grace', 'pack_' || (p).status,
        ended + interval '72 hours')
    FROM seat s WHERE (s.expert_id, s.student_id)
        = ((p).expert_id, (p).student_id) AND s.status = 'active'
$$;
-- After a pack's end: the next one begins, or the seat has its grace; nothing
-- that was paid for is left for which the seller would have to wait.
CREATE FUNCTION pack_ended(p pack) RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    next pack;
BEGIN
    SELECT * INTO next FROM pack x WHERE pack_is_same_line(p, x)
        AND (x.student_id, x.expert_id) = (p.student_id, p.expert_id)
        AND x.status = 'queued' AND NOT EXISTS (SELECT FROM pack y
            WHERE pack_is_same_line(p, y) AND (y.student_id, y.expert_id)
                = (p.student_id, p.expert_id) AND y.status = 'active')
        ORDER BY x.id LIMIT 1 FOR UPDATE;
    IF next.id IS NOT NULL THEN
        PERFORM pack_start(next);
    ELSIF p.kind = 'pack' AND p.status = 'refunded' THEN
        PERFORM seat_release(s, 'refunded') FROM seat s
            WHERE (s.expert_id, s.student_id) = (p.expert_id, p.student_id)
                AND s.status IN ('active', 'grace') AND NOT EXISTS (SELECT
                FROM pack x WHERE (x.expert_id, x.student_id, x.kind)
                    = (p.expert_id, p.student_id, 'pack')
                    AND x.status IN ('active', 'queued'));
    ELSIF p.kind = 'pack' THEN
        -- as of then, if that was just now; nobody loses hours of ours
        PERFORM seat_give_grace(p, CASE WHEN p.status = 'expired'
            AND p.expires_at > app_now() - interval '1 hour'
            THEN p.expires_at ELSE app_now() END);
    END IF;
END
$$;
/*
 * What follows from the sessions and the clock.  Under packs_lock() and with the
 * pack's row locked, after whatever may have changed them.
 */
CREATE FUNCTION pack_refresh(p pack) RETURNS pack LANGUAGE plpgsql
AS $$
DECLARE
    n record := pack_uses(p);
    used int := n.consumed + p.paid_back;
BEGIN
    IF p.status = 'active' AND used >= p.total THEN
        p := pack_move(p, 'depleted');
        PERFORM pack_ended(p);
        SELECT * INTO p FROM pack x WHERE x.id = p.id;
        IF p.kind = 'pack' AND p.status = 'depleted' THEN
            PERFORM pack_tell(p, 'pack_renew', jsonb_build_object('used_up',
                true, 'answer_by', rfc3339(s.grace_until)), 'used_up')
            FROM seat s WHERE (s.expert_id, s.student_id)
                = (p.expert_id, p.student_id);
        END IF;
    ELSIF p.status = 'active' AND p.expires_at <= app_now() THEN
        p := pack_move(p, 'expired');
        PERFORM pack_ended(p);
        SELECT * INTO p FROM pack x WHERE x.id = p.id;
        PERFORM pack_tell(p, 'pack_expired', jsonb_build_object('left',
            n.remaining, 'none_left', n.remaining = 0, 'held', n.held,
            'renewed', p.status = 'renewed', 'answer_by', (SELECT
            rfc3339(s.grace_until) FROM seat s WHERE p.kind = 'pack'
            AND (s.expert_id, s.student_id) = (p.expert_id, p.student_id))));
    ELSIF p.status = 'active' AND p.kind = 'pack' AND p.total > 1
            AND used = p.total - 1 AND NOT EXISTS (SELECT FROM pack x
            WHERE (x.student_id, x.expert_id, x.kind, x.status)
                = (p.student_id, p.expert_id, 'pack', 'queued')) THEN
        PERFORM pack_tell(p, 'pack_renew', '{"one_left": true}', 'one_left');
    ELSIF p.status = 'depleted' AND used < p.total
            AND p.expires_at > app_now() AND (p.kind = 'package' OR EXISTS
            (SELECT FROM seat s WHERE (s.expert_id, s.student_id)
                = (p.expert_id, p.student_id) AND s.status = 'grace')) THEN
        p := pack_move(p, 'active');
        PERFORM seat_move(s, 'active', 'given_back') FROM seat s
            WHERE (s.expert_id, s.student_id) = (p.expert_id, p.student_id)
                AND s.status = 'grace' AND p.kind = 'pack';
    END IF;
    IF p.status NOT IN ('queued', 'active') AND n.held = 0 THEN
        -- what was not used is the seller's
        PERFORM earning_deliver(p.order_id, NULL);
    END IF;
    RETURN p;
END
$$;
-- Whoever may end its sessions takes them first, in order.
CREATE FUNCTION pack_lock(p pack) RETURNS void LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM FROM session x WHERE (x.paid_by, x.paid_ref) = (p.kind, p.id)
        AND x.status IN ('requested', 'scheduled') ORDER BY x.id FOR UPDATE;
    PERFORM packs_lock(p.expert_id);
END
$$;
-- Its unused part went back.
CREATE FUNCTION pack_close(p pack) RETURNS void LANGUAGE plpgsql
AS $$
BEGIN
    IF p.status <> 'refunded' THEN
        UPDATE pack x SET renewal_id = NULL, status = CASE x.status
            WHEN 'renewed' THEN 'expired' ELSE x.status END WHERE x.id = p.id
            RETURNING * INTO p;
        p := pack_move(p, 'refunded');
        UPDATE pack x SET paid_back = x.paid_back + (pack_uses(x)).remaining
            WHERE x.id = p.id RETURNING * INTO p;
        PERFORM pack_ended(p), pack_refresh(p);
    END IF;
END
$$;

-- --- the kinds of order --------------------------------------------------------
CREATE FUNCTION opened_pack(o orders) RETURNS void LANGUAGE sql
AS $$
    SELECT seat_reserve((o).seller_id, (o).buyer_id, (o).id, (o).expires_at)
$$;
-- Paid: the pack is made.  False when the seat is gone meanwhile.
CREATE FUNCTION fulfil_pack(o orders) RETURNS boolean LANGUAGE plpgsql
AS $$
DECLARE
    p pack;
    was pack;
BEGIN
    IF NOT EXISTS (SELECT FROM users u WHERE u.id = o.buyer_id
            AND u.status IN ('active', 'deletion_requested')) THEN
        RETURN false;
    END IF;
    PERFORM bookable_expert((SELECT e.ref FROM expert e
        WHERE e.user_id = o.seller_id), o.buyer_id);
    PERFORM packs_lock(o.seller_id);
    IF EXISTS (SELECT FROM pack x WHERE x.order_id = o.id) THEN
        RETURN true;
    END IF;
    FOR was IN SELECT * FROM pack x WHERE (x.expert_id, x.student_id, x.kind)
            = (o.seller_id, o.buyer_id, o.kind) AND x.status = 'active'
            AND x.expires_at <= app_now() ORDER BY x.id FOR UPDATE LOOP
        PERFORM pack_refresh(was);
    END LOOP;
    IF o.kind = 'pack' THEN
        PERFORM seat_sweep(o.seller_id), waiting_sweep(o.seller_id);
        IF NOT seat_claim(o.seller_id, o.buyer_id) THEN
            RETURN false;
        END IF;
    END IF;
    INSERT INTO pack (kind, student_id, expert_id, product_id, order_id, name,
        type_kind, minutes, total, valid_days, status, created_at)
    VALUES (o.kind, o.buyer_id, o.seller_id, o.item_id, o.id,
        o.policy ->> 'name', o.policy ->> 'type_kind',
        (o.policy ->> 'minutes')::int, (o.policy ->> 'sessions')::int,
        (o.policy ->> 'days')::int, 'queued', app_now()) RETURNING * INTO p;
    IF EXISTS (SELECT FROM pack x WHERE pack_is_same_line(p, x)
            AND (x.student_id, x.expert_id) = (p.student_id, p.expert_id)
            AND x.id <> p.id AND x.status IN ('active', 'queued')) THEN
        PERFORM pack_tell(p, 'pack_bought', '{"queued": true}', 'queued');
    ELSE
        p := pack_start(p);
    END IF;
    PERFORM notify(p.expert_id, 'pack_sold', CASE p.kind WHEN 'pack'
        THEN '/instructor/students' ELSE '/instructor/packs' END,
        jsonb_build_object('name', p.name, 'total', p.total, 'student',
            CASE WHEN e.is_anonymous THEN NULL ELSE member_name(p.student_id)
            END, 'package', p.kind = 'package'), 'pack:' || p.id)
    FROM expert e WHERE e.user_id = p.expert_id;
    RETURN true;
END
$$;
-- The order is over without a sale, or all of it went back.
CREATE FUNCTION release_pack(o orders) RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    p pack;
    s session;
BEGIN
    SELECT * INTO p FROM pack x WHERE x.order_id = o.id;
    IF p.id IS NULL THEN
        IF o.kind = 'pack' THEN
            PERFORM seat_let_go(o.seller_id, o.buyer_id, o.id);
        END IF;
        RETURN;
    END IF;
    PERFORM pack_lock(p);
    SELECT * INTO p FROM pack x WHERE x.id = p.id FOR UPDATE;
    PERFORM pack_close(p);
    FOR s IN SELECT * FROM session x WHERE (x.paid_by, x.paid_ref)
            = (p.kind, p.id) AND x.status IN ('requested', 'scheduled')
            AND x.starts_at > app_now() ORDER BY x.id LOOP
        s := session_end_early(s, 'system', 'cancel', 'refunded', NULL);
        PERFORM session_tell_both(s, 'session_canceled', jsonb_build_object(
            'by', 'system', 'reason', 'refunded', 'invite', true));
    END LOOP;
END
$$;
-- What so many of its sessions cost.
CREATE FUNCTION pack_value(o orders, p pack, sessions int) RETURNS bigint
LANGUAGE sql IMMUTABLE
AS $$ SELECT round((o).paid_amount::numeric * sessions / (p).total)::bigint $$;
-- paid x unused sessions / sessions, until it expires.
CREATE FUNCTION returnable_pack(o orders) RETURNS bigint LANGUAGE sql STABLE
AS $$
    SELECT CASE WHEN p.id IS NULL THEN (o).paid_amount
        WHEN pack_status(p) NOT IN ('active', 'queued') THEN 0
        ELSE pack_value(o, p, (pack_uses(p)).remaining) END
    FROM (SELECT 1) one LEFT JOIN pack p ON p.order_id = (o).id
$$;
INSERT INTO order_kind VALUES
    ('pack', 'quote_pack', 'opened_pack', 'fulfil_pack', 'release_pack',
        'returnable_pack'),
    ('package', 'quote_package', NULL, 'fulfil_pack', 'release_pack',
        'returnable_pack');

-- A refund of everything that is unused ends the pack; the rest of its sessions
-- stay as they are.
CREATE FUNCTION pack_refunded() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    o orders;
    p pack;
    unused int;
BEGIN
    SELECT * INTO p FROM pack x WHERE x.order_id = NEW.order_id;
    IF p.id IS NULL THEN
        RETURN NULL;
    END IF;
    PERFORM pack_lock(p);
    SELECT * INTO p FROM pack x WHERE x.id = p.id FOR UPDATE;
    SELECT * INTO o FROM orders x WHERE x.id = NEW.order_id;
    unused := (pack_uses(p)).remaining;
    IF p.status = 'refunded' THEN
        PERFORM pack_refresh(p);
    ELSIF unused > 0 AND o.paid_amount > 0 AND order_left(o)
            <= o.paid_amount - pack_value(o, p, unused + p.paid_back) THEN
        PERFORM pack_close(p);
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER pack_refunded AFTER INSERT OR UPDATE OF status ON refund
    FOR EACH ROW WHEN (NEW.status IN ('approved', 'succeeded')
        AND NOT NEW.of_receipt AND NEW.reason IN ('asked', 'policy', 'admin',
        'provider')) EXECUTE FUNCTION pack_refunded();
