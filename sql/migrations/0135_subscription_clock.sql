-- What time does to subscriptions: they lapse, renew, change, end, and what comes
-- after a renewal that failed.  Each subscription by itself: what another one owes
-- does not matter here.

-- When the clock has something to do for it next.
CREATE FUNCTION subscription_plan_clock(s subscription) RETURNS subscription
LANGUAGE plpgsql
AS $$
DECLARE
    c subscription_charge := charge_of(s);
    at timestamptz;
BEGIN
    at := CASE s.status
        WHEN 'trialing' THEN s.period_end
        WHEN 'active' THEN s.period_end
        WHEN 'past_due' THEN dunning_at(s)
        WHEN 'suspended' THEN dunning_at(s)
        WHEN 'incomplete' THEN s.next_at END;
    IF s.status IN ('active', 'trialing') AND NOT s.cancel_at_period_end
            AND s.provider_ref IS NULL
            AND c.kind IS DISTINCT FROM 'renewal'
            AND NOT EXISTS (SELECT FROM subscription_charge x
                WHERE x.subscription_id = s.id AND x.status = 'paid'
                    AND x.applied_at IS NULL) THEN
        at := s.period_end - make_interval(days =>
            setting_text('renewal_open_days')::int);
    END IF;
    at := least(at, (SELECT min(a.ends_at) FROM subscription_allowance a
        WHERE a.subscription_id = s.id AND a.closed_at IS NULL));
    UPDATE subscription x SET next_at = at WHERE x.id = s.id
        RETURNING * INTO s;
    RETURN s;
END
$$;
-- The next step of one that is past due; NULL: none.
CREATE FUNCTION dunning_at(s subscription) RETURNS timestamptz
LANGUAGE sql STABLE
AS $$
    SELECT min((s).past_due_at + make_interval(days => d.after_days))
    FROM dunning_step d WHERE d.n > (s).dunning_step
$$;

-- --- renewing ------------------------------------------------------------------------
-- The charge of the next period, with its order; where nothing is charged by
-- itself, also with instructions and an invoice that is open.
CREATE FUNCTION renewal_open(s subscription, by_invoice boolean)
RETURNS orders LANGUAGE plpgsql
AS $$
DECLARE
    plan text := coalesce(s.pending_plan, s.plan);
    every text := coalesce(s.pending_every, s.every);
    price bigint := coalesce(s.pending_amount, s.price_amount);
    c subscription_charge;
    o orders;
BEGIN
    c := charge_open(s, 'renewal', plan, every, price, price, s.period_end,
        period_end(s.anchor_at, s.periods + months_of(every), s.zone));
    SELECT * INTO o FROM orders x WHERE x.id = c.order_id
        AND x.status IN ('pending', 'processing');
    IF o.id IS NULL THEN
        o := order_write(NULL, s.payer_id, subscription_order_kind(s), s.id,
            CASE WHEN by_invoice THEN 'manual' END, NULL, '{}',
            price_of(subscription_order_kind(s), s.id, s.payer_id, NULL));
        PERFORM opened_subscription(o);
        SELECT * INTO o FROM orders x WHERE x.id = o.id;
        IF o.total_amount = 0 THEN
            o := order_sell(o, 'pay', 'system', '{}');
            PERFORM order_settle(o);
            RETURN o;
        END IF;
        IF by_invoice THEN
            o := order_move(o, 'start', 'system', 'processing');
            INSERT INTO payment (order_id, buyer_id, provider, amount, currency,
                created_at, changed_at)
            VALUES (o.id, o.buyer_id, 'manual', o.total_amount, o.currency,
                app_now(), app_now());
            PERFORM invoice_make(o, 'open');
            PERFORM subscription_tell(s, 'subscription_due', jsonb_build_object(
                'amount', money_words(o.total_amount, o.currency), 'order', o.ref,
                'by', rfc3339(s.period_end)), c.id::text);
        END IF;
    END IF;
    RETURN o;
END
$$;
-- The period is over: what was paid ahead is taken, or it is past due.
CREATE FUNCTION subscription_period_over(s subscription) RETURNS subscription
LANGUAGE plpgsql
AS $$
DECLARE
    c subscription_charge;
BEGIN
    SELECT * INTO c FROM subscription_charge x WHERE x.subscription_id = s.id
        AND x.status = 'paid' AND x.applied_at IS NULL
        ORDER BY x.id LIMIT 1 FOR UPDATE;
    IF c.id IS NOT NULL THEN
        RETURN charge_apply(s, c);
    ELSIF s.cancel_at_period_end THEN
        RETURN subscription_end(s, 'end', 'system');
    ELSIF s.provider_ref IS NOT NULL THEN
        -- it renews there; what came of it is asked until it is known
        PERFORM stripe_ask(s.provider_ref);
        UPDATE subscription x SET next_at = app_now() + interval '1 hour'
            WHERE x.id = s.id RETURNING * INTO s;
        RETURN s;
    END IF;
    RETURN subscription_failed(s, true);
END
$$;
-- A renewal was not paid: dunning begins.
CREATE FUNCTION subscription_failed(s subscription, by_invoice boolean)
RETURNS subscription LANGUAGE plpgsql
AS $$
DECLARE
    o orders := renewal_open(s, by_invoice);
BEGIN
    IF o.total_amount = 0 THEN
        SELECT * INTO s FROM subscription x WHERE x.id = s.id;
        RETURN s;
    END IF;
    s := subscription_move(s, 'fail', 'system', 'past_due');
    s := subscription_plan_clock(s);
    PERFORM subscription_tell(s, 'subscription_failed', jsonb_build_object(
        'is_first', true, 'amount', money_words(o.total_amount, o.currency),
        'order', o.ref, 'suspended', rfc3339(s.past_due_at
        + (SELECT make_interval(days => d.after_days) FROM dunning_step d
            WHERE d.event = 'suspend'))));
    RETURN s;
END
$$;

-- --- dunning -------------------------------------------------------------------------
/*
 * The last step that is due, once; the ones before it that nobody was there for
 * are passed over, but no status is.  With every one but the last, the provider is
 * asked to charge again.
 */
CREATE FUNCTION subscription_dun(s subscription) RETURNS subscription
LANGUAGE plpgsql
AS $$
DECLARE
    d dunning_step;
    o orders;
BEGIN
    SELECT * INTO d FROM dunning_step x WHERE x.n > s.dunning_step
        AND s.past_due_at + make_interval(days => x.after_days) <= app_now()
        AND (s.status <> 'past_due' OR x.event <> 'give_up')
        ORDER BY x.n DESC LIMIT 1;
    IF d.n IS NULL THEN
        RETURN subscription_plan_clock(s);
    ELSIF d.event = 'give_up' THEN
        RETURN subscription_end(s, 'give_up', 'system');
    END IF;
    SELECT x.* INTO o FROM subscription_charge c JOIN orders x
        ON x.id = c.order_id WHERE c.subscription_id = s.id
        AND c.status = 'open';
    UPDATE subscription x SET dunning_step = d.n WHERE x.id = s.id
        RETURNING * INTO s;
    s := subscription_move(s, d.event, 'system', CASE d.event
        WHEN 'suspend' THEN 'suspended' ELSE 'past_due' END, NULL,
        jsonb_build_object('day', d.after_days));
    PERFORM subscription_provider_retry(s, d.n);
    PERFORM subscription_tell(s, 'subscription_failed', jsonb_build_object(
        'is_' || d.event, true, 'amount', money_words(o.total_amount,
        o.currency), 'order', o.ref, 'suspended', rfc3339(s.past_due_at
        + (SELECT make_interval(days => x.after_days) FROM dunning_step x
            WHERE x.event = 'suspend')), 'ended', rfc3339(s.past_due_at
        + (SELECT make_interval(days => x.after_days) FROM dunning_step x
            WHERE x.event = 'give_up'))), d.n::text);
    RETURN subscription_plan_clock(s);
END
$$;

-- --- the clock -------------------------------------------------------------------------
-- One thing that is due for one subscription; false: nothing was.
CREATE FUNCTION subscription_step(due bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    s subscription := subscription_take(due);
BEGIN
    IF s.next_at IS NULL OR s.next_at > app_now() THEN
        RETURN false;
    END IF;
    IF s.status = 'incomplete' THEN
        PERFORM charge_void(charge_of(s), 'lapsed');
        PERFORM subscription_move(s, 'lapse', 'system', 'incomplete_expired');
        RETURN true;
    END IF;
    PERFORM allowance_roll(s);
    IF s.status IN ('past_due', 'suspended') THEN
        PERFORM subscription_dun(s);
    ELSIF s.period_end <= app_now() THEN
        PERFORM subscription_period_over(s);
    ELSE
        IF NOT s.cancel_at_period_end AND s.provider_ref IS NULL
                AND s.period_end - make_interval(days =>
                setting_text('renewal_open_days')::int) <= app_now() THEN
            PERFORM subscription_not_upgrading(s);
            PERFORM renewal_open(s, true);
        END IF;
        SELECT * INTO s FROM subscription x WHERE x.id = s.id;
        PERFORM subscription_plan_clock(s);
    END IF;
    RETURN true;
END
$$;
-- An upgrade that nobody pays makes room for the renewal.
CREATE FUNCTION subscription_not_upgrading(s subscription) RETURNS void
LANGUAGE sql
AS $$
    SELECT charge_void(c, 'replaced') FROM charge_of(s) c
    WHERE c.kind = 'upgrade'
$$;
-- As many as `most`; how many there were.  A few, since each may take an
-- invoice's number, for which others wait.
CREATE FUNCTION subscription_tick(most int) RETURNS int LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    due bigint;
    n int := 0;
BEGIN
    FOR due IN SELECT s.id FROM subscription s WHERE s.next_at <= app_now()
            ORDER BY s.next_at LIMIT most LOOP
        n := n + subscription_step(due)::int;
    END LOOP;
    RETURN n;
END
$$;
GRANT EXECUTE ON FUNCTION subscription_tick(int) TO belay_worker;

-- --- whoever leaves ----------------------------------------------------------------------
-- What a person pays ends with their account: at the period's end once they ask for
-- it, at once when they are gone.  A company's goes on with another who may buy.
CREATE FUNCTION subscription_leave(person bigint, is_gone boolean) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    of_person bigint;
    s subscription;
    heir bigint;
BEGIN
    FOR of_person IN SELECT x.id FROM subscription x WHERE x.payer_id = person
            AND x.ended_at IS NULL ORDER BY x.id LOOP
        s := subscription_take(of_person);
        SELECT m.user_id INTO heir FROM company_member m JOIN users u
            ON u.id = m.user_id AND u.status = 'active'
            WHERE m.company_id = s.company_id AND m.user_id <> person
                AND m.role IN ('owner', 'billing')
            ORDER BY m.role = 'owner' DESC, m.joined_at, m.user_id LIMIT 1;
        IF s.status = 'incomplete' THEN
            PERFORM charge_void(charge_of(s), 'lapsed');
            PERFORM subscription_move(s, 'lapse', 'system', 'incomplete_expired');
        ELSIF heir IS NOT NULL THEN
            PERFORM charge_void(charge_of(s), 'replaced');
            UPDATE subscription x SET payer_id = heir WHERE x.id = s.id
                RETURNING * INTO s;
            PERFORM subscription_plan_clock(s);
        ELSIF is_gone OR s.status = 'trialing' THEN
            PERFORM subscription_end(s, 'gone', 'system');
        ELSIF s.status = 'active' AND NOT s.cancel_at_period_end THEN
            PERFORM charge_void(charge_of(s), 'canceled');
            UPDATE subscription x SET cancel_at_period_end = true,
                cancel_reason = 'other', pending_plan = NULL,
                pending_every = NULL, pending_amount = NULL WHERE x.id = s.id
                RETURNING * INTO s;
            s := subscription_move(s, 'cancel', 'owner', 'active', 'account');
            PERFORM subscription_provider_cancel(s), subscription_plan_clock(s);
        END IF;
    END LOOP;
END
$$;
CREATE FUNCTION subscription_left() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    PERFORM subscription_leave(NEW.id, NEW.status = 'erased');
    RETURN NULL;
END
$$;
CREATE TRIGGER subscription_left AFTER UPDATE OF status ON users
    FOR EACH ROW WHEN (NEW.status IN ('deletion_requested', 'erased')
        AND OLD.status <> NEW.status) EXECUTE FUNCTION subscription_left();
