-- Payouts on their way: to Stripe through the outbox, by hand by an admin, and what
-- becomes of them.  At Stripe a payout is a transfer in its transfer group, made under
-- the key "payout:ID:ATTEMPT".  Another attempt has a new key only when the last was
-- surely refused, or the group was looked at and is empty: a key's answer, a refusal
-- too, is repeated for a day, and after that the key means nothing.

INSERT INTO earning_rule VALUES ('paid', 'in_payout');

-- --- sent ------------------------------------------------------------------------
CREATE FUNCTION payout_call(p payout) RETURNS void LANGUAGE sql
AS $$
    SELECT provider_call_put('stripe', 'POST', '/v1/transfers',
        format('payout:%s:%s', (p).id, (p).attempt), jsonb_build_object(
        'amount', provider_amount('stripe', (p).amount, (p).currency), 'currency', lower((p).currency),
        'destination', a.provider_ref, 'transfer_group', 'payout_' || (p).ref,
        'description', 'Payout ' || (p).period, 'metadata', jsonb_build_object(
        'payout_id', (p).id::text, 'user_id', (p).user_id::text)))
    FROM payout_account a WHERE a.user_id = (p).user_id
$$;
-- The account that is sent to, as it is now.
CREATE FUNCTION payout_bind(p payout, side text, event text) RETURNS payout
LANGUAGE plpgsql
AS $$
DECLARE
    a payout_account;
BEGIN
    SELECT * INTO a FROM payout_account x WHERE x.user_id = p.user_id;
    IF NOT payout_account_is_open(a) THEN
        PERFORM refuse(409, CASE WHEN a.held_reason IS NOT NULL
            THEN 'payout_is_held' ELSE 'payout_account_not_ready' END);
    END IF;
    UPDATE payout x SET provider = a.provider, destination = a.hint,
        provider_ref = NULL WHERE x.id = p.id RETURNING * INTO p;
    RETURN payout_move(p, event, side);
END
$$;
-- approved -> processing: asked of Stripe, or to be done by hand.
CREATE FUNCTION payout_send(sent bigint) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    p payout := payout_bind(payout_take(sent), CASE WHEN app_user_id() IS NULL
        THEN 'system' ELSE 'admin' END, 'send');
BEGIN
    IF p.provider = 'stripe' THEN
        PERFORM payout_call(p);
    END IF;
    RETURN p.provider;
END
$$;
-- Those of a list that are approved, are ready and go by Stripe; how many.
CREATE FUNCTION payout_send_all(wanted bigint[]) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    one bigint;
    n int := 0;
BEGIN
    FOR one IN SELECT p.id FROM payout p
            JOIN payout_account a ON a.user_id = p.user_id
            WHERE p.id = ANY (wanted) AND p.status = 'approved'
            AND a.provider = 'stripe' AND payout_account_is_open(a)
            ORDER BY p.id LOOP
        BEGIN
            PERFORM payout_send(one);
            n := n + 1;
        EXCEPTION WHEN SQLSTATE 'BL409' THEN
            NULL;               -- another was quicker, or it is held meanwhile
        END;
    END LOOP;
    RETURN n;
END
$$;

-- --- what became of it -------------------------------------------------------------
-- The money has left: booked, and the lines are paid.
CREATE FUNCTION payout_complete(p payout, money_ref text, side text) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    p := payout_move(p, 'complete', side, money_ref);
    UPDATE payout x SET provider_ref = money_ref, is_refused = false
        WHERE x.id = p.id RETURNING * INTO p;
    PERFORM ledger_post('payout', format('payout:%s:%s', p.id, p.returns),
        p.currency, ARRAY[
        ROW('payable', p.user_id, NULL, p.amount)::leg,
        ROW(clearing_of(p.provider), NULL, NULL, -p.amount)::leg],
        NULL, NULL, p.id);
    UPDATE earning SET status = 'paid' WHERE payout_id = p.id;
    PERFORM payout_tell(p, 'payout_sent',
        jsonb_build_object('by_' || p.provider, true));
END
$$;
CREATE FUNCTION payout_fail(p payout, side text, why text, surely boolean)
RETURNS void LANGUAGE plpgsql
AS $$
BEGIN
    p := payout_move(p, 'fail', side, why);
    UPDATE payout x SET is_refused = surely WHERE x.id = p.id;
    PERFORM payout_tell(p, 'payout_failed', jsonb_build_object('words', why));
    PERFORM money_attention('payout_failed', '/admin/payouts/' || p.id,
        jsonb_build_object('words', why, 'amount', money_words(p.amount,
        p.currency)), format('payout:%s:%s', p.id, p.version));
END
$$;
-- What Stripe said to "payout:ID:ATTEMPT".  An error document is a refusal; no
-- answer at all is not: the transfer may be there.
CREATE FUNCTION payout_answered(answered bigint, outcome text, said jsonb)
RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    p payout := payout_take(answered);
BEGIN
    IF p.status <> 'processing' THEN
        RETURN;
    ELSIF outcome = 'done' THEN
        PERFORM payout_complete(p, said ->> 'id', 'system');
    ELSE
        PERFORM payout_fail(p, 'system', coalesce(said #>> '{error,message}',
            'Stripe did not answer'), coalesce(said #>> '{error,type}', '')
            IN ('invalid_request_error', 'card_error'));
        -- what comes next is the payout's business, not the call's
        UPDATE provider_call c SET status = 'done' WHERE c.status = 'failed'
            AND c.key = format('payout:%s:%s', p.id, p.attempt);
    END IF;
END
$$;
-- What Stripe said to "payout_look:ID:VERSION": the transfers of the group, those
-- that came back among them.
CREATE FUNCTION payout_looked(looked bigint, outcome text, said jsonb)
RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    p payout := payout_take(looked);
    made text := (SELECT t ->> 'id' FROM jsonb_array_elements(said -> 'data') t
        WHERE NOT (t ->> 'reversed')::boolean LIMIT 1);
BEGIN
    IF p.status <> 'processing' THEN
        RETURN;
    ELSIF outcome <> 'done' THEN
        PERFORM payout_fail(p, 'system', 'Stripe did not answer', false);
    ELSIF made IS NOT NULL THEN
        PERFORM payout_complete(p, made, 'system');
    ELSE
        UPDATE payout x SET attempt = x.attempt + 1 WHERE x.id = p.id
            RETURNING * INTO p;
        PERFORM payout_call(p);
    END IF;
END
$$;
CREATE FUNCTION payout_wanted(asked bigint) RETURNS boolean LANGUAGE sql STABLE
AS $$ SELECT p.status = 'processing' FROM payout p WHERE p.id = asked $$;
INSERT INTO provider_answer (prefix, apply, wanted) VALUES
    ('payout', 'payout_answered', 'payout_wanted'),
    ('payout_look', 'payout_looked', 'payout_wanted');

-- failed -> processing, once more.
CREATE FUNCTION payout_retry(retried bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    p payout := payout_take(retried);
    was_refused boolean := p.is_refused OR p.provider <> 'stripe';
BEGIN
    IF p.status <> 'failed' THEN
        PERFORM refuse(409, 'payout_is_' || p.status, NULL,
            jsonb_build_object('state', p.status));
    END IF;
    IF was_refused THEN
        p := payout_bind(p, 'admin', 'retry');
    ELSE
        p := payout_move(p, 'retry', 'admin');
    END IF;
    IF p.provider <> 'stripe' THEN
        RETURN;
    ELSIF was_refused THEN
        UPDATE payout x SET attempt = x.attempt + 1 WHERE x.id = p.id
            RETURNING * INTO p;
        PERFORM payout_call(p);
    ELSE
        PERFORM provider_call_put('stripe', 'GET',
            '/v1/transfers?limit=100&transfer_group=payout_' || p.ref,
            format('payout_look:%s:%s', p.id, p.version), '{}');
    END IF;
END
$$;
-- An admin has paid it: by the bank, at PayPal, or in place of a transfer that was
-- surely refused.  `ref` is what the bank's statement will say.
CREATE FUNCTION payout_mark_paid(paid bigint, bank_ref text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    p payout := payout_take(paid);
    a payout_account;
BEGIN
    SELECT * INTO a FROM payout_account x WHERE x.user_id = p.user_id;
    IF a.held_reason IS NOT NULL THEN
        PERFORM refuse(409, 'payout_is_held');
    ELSIF a.provider = 'stripe' AND p.status NOT IN ('failed', 'completed')
            OR p.provider = 'stripe' AND p.status = 'processing' THEN
        PERFORM refuse(409, 'payout_goes_by_stripe');
    ELSIF p.status = 'failed' AND NOT p.is_refused THEN
        PERFORM refuse(409, 'payout_is_unsure');
    ELSIF a.provider <> 'stripe' AND p.status IN ('approved', 'failed') THEN
        p := payout_bind(p, 'admin', CASE p.status WHEN 'approved' THEN 'send'
            ELSE 'retry' END);
    ELSIF p.status = 'failed' THEN
        p := payout_move(p, 'retry', 'admin');
    END IF;
    IF p.provider = 'stripe' THEN
        UPDATE payout x SET provider = 'manual' WHERE x.id = p.id
            RETURNING * INTO p;
    END IF;
    PERFORM payout_complete(p, left(admin_reason(bank_ref), 100), 'admin');
END
$$;
-- The money came back: owed again, until it is sent once more or canceled.
CREATE FUNCTION payout_return(p payout, side text, why text) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    p := payout_move(p, 'return', side, why);
    UPDATE earning SET status = 'in_payout' WHERE payout_id = p.id;
    PERFORM ledger_reverse(t.id, why) FROM ledger_transaction t
        WHERE t.key = format('payout:%s:%s', p.id, p.returns);
    UPDATE payout x SET returns = x.returns + 1, provider_ref = NULL
        WHERE x.id = p.id RETURNING * INTO p;
    PERFORM payout_fail(p, side, why, true);
END
$$;
CREATE FUNCTION payout_returned(returned bigint, why text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    PERFORM payout_return(payout_take(returned), 'admin', admin_reason(why));
END
$$;
-- Stripe took a transfer back, whole (once, however often it is told).
CREATE FUNCTION webhook_transfer_reversed(e webhook_event) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    t jsonb := e.body #> '{data,object}';
    one bigint := (SELECT p.id FROM payout p WHERE p.provider = 'stripe'
        AND p.provider_ref = t ->> 'id');
    p payout;
BEGIN
    IF one IS NULL THEN
        RETURN;
    END IF;
    p := payout_take(one);
    IF p.status = 'completed' AND p.provider_ref = t ->> 'id'
            AND (t ->> 'reversed')::boolean THEN
        PERFORM payout_return(p, 'system', 'Stripe took the transfer back');
    ELSIF p.status = 'completed' THEN
        PERFORM money_attention('payout_part', '/admin/payouts/' || p.id,
            jsonb_build_object('amount', money_words(provider_said('stripe',
            (t ->> 'amount_reversed')::bigint, p.currency), p.currency)), format('payout_part:%s:%s', p.id,
            t ->> 'amount_reversed'));
    END IF;
END
$$;
INSERT INTO webhook_kind VALUES
    ('stripe', 'transfer.reversed', 'webhook_transfer_reversed')
ON CONFLICT (provider, kind) DO UPDATE SET apply = excluded.apply;

-- --- the clock ---------------------------------------------------------------------
-- Periods that were made: each once, however often the clock is looked at.
CREATE TABLE payout_period_made (
    kind text NOT NULL,
    period text NOT NULL,
    made_at timestamptz NOT NULL,
    PRIMARY KEY (kind, period)
);
-- Who may be due something of a kind: it is worked out when it is made.
CREATE FUNCTION payout_due(of_kind text, until timestamptz)
RETURNS TABLE (person bigint, unit text) LANGUAGE sql STABLE
AS $$
    SELECT e.user_id, e.currency FROM earning e
    JOIN payout_account a ON a.user_id = e.user_id
    JOIN users u ON u.id = e.user_id
    WHERE e.status = 'available' AND payout_account_is_open(a)
        AND payout_takes(e, of_kind, until) AND CASE of_kind
            WHEN 'monthly' THEN NOT a.weekly AND u.status = 'active'
            WHEN 'weekly' THEN a.weekly AND u.status = 'active'
            WHEN 'closing' THEN u.status IN ('deletion_requested', 'erased')
            ELSE u.status = 'active' AND a.changed_at < app_now()
                    - interval '12 months'
                AND NOT EXISTS (SELECT FROM user_session s
                    WHERE s.user_id = u.id AND s.last_seen_at > app_now()
                        - interval '12 months')
                AND NOT EXISTS (SELECT FROM earning x WHERE x.user_id = u.id
                    AND x.created_at > app_now() - interval '12 months')
            END
    GROUP BY e.user_id, e.currency
    HAVING sum(e.amount) > 0 AND (sum(e.amount) >= payout_minimum(e.currency)
        OR of_kind IN ('closing', 'dormant'))
$$;
-- A job for everybody who is due; false: that period was made.
CREATE FUNCTION payout_begin(of_kind text) RETURNS boolean LANGUAGE plpgsql
AS $$
DECLARE
    now_period record := payout_period(of_kind, app_now());
BEGIN
    INSERT INTO payout_period_made VALUES (of_kind, now_period.period, app_now())
    ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    PERFORM enqueue('payout.make', jsonb_build_object('user_id', d.person,
        'currency', d.unit, 'kind', of_kind, 'period', now_period.period, 'until',
        extract(epoch FROM now_period.ends_at)::bigint), format('%s:%s:%s:%s',
        d.person, d.unit, of_kind, now_period.period), NULL, 10)
    FROM payout_due(of_kind, now_period.ends_at) d;
    RETURN true;
END
$$;
-- Approved for a day by the only admin there is; one more may have come since.
CREATE FUNCTION payout_second_tick() RETURNS int LANGUAGE plpgsql
AS $$
DECLARE
    due bigint;
    p payout;
    n int := 0;
BEGIN
    FOR due IN SELECT x.id FROM payout x WHERE x.status = 'pending'
            AND x.due_at <= app_now() ORDER BY x.due_at LIMIT 20 LOOP
        p := payout_take(due);
        CONTINUE WHEN p.status <> 'pending' OR p.due_at IS NULL;
        IF other_money_admins(p.first_by) THEN
            UPDATE payout x SET due_at = NULL WHERE x.id = p.id;
        ELSE
            PERFORM payout_move(p, 'approve', 'system', 'a day has passed');
        END IF;
        n := n + 1;
    END LOOP;
    RETURN n;
END
$$;
-- All that happens to payouts by itself; how much was done.
CREATE FUNCTION payout_tick() RETURNS int LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    n int;
BEGIN
    n := payout_begin('monthly')::int + payout_begin('weekly')::int
        + payout_begin('closing')::int + payout_begin('dormant')::int
        + payout_second_tick();
    IF setting_text('payout_send_by_itself')::boolean THEN
        n := n + payout_send_all(ARRAY(SELECT p.id FROM payout p
            WHERE p.status = 'approved' ORDER BY p.id LIMIT 50));
    END IF;
    -- where erased people were paid, once nothing is owed to them
    DELETE FROM payout_account a USING users u WHERE u.id = a.user_id
        AND u.status = 'erased' AND NOT EXISTS (SELECT FROM earning e
            WHERE e.user_id = a.user_id AND e.status IN ('pending',
                'available', 'frozen', 'in_payout'));
    RETURN n;
END
$$;

GRANT EXECUTE ON FUNCTION payout_send(bigint), payout_send_all(bigint[]),
    payout_retry(bigint), payout_mark_paid(bigint, text),
    payout_returned(bigint, text) TO belay_admin;
GRANT EXECUTE ON FUNCTION payout_tick() TO belay_worker;
