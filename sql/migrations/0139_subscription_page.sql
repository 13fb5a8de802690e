-- What members see of their subscriptions and of their companies'.

-- Own tiers, and what one may buy for; with what is open to be paid.
CREATE VIEW my_subscription AS
SELECT s.id, s.kind, s.company_id, c.name AS company_name, s.journey_id, s.plan,
    subscription_title(s) AS title, s.every, s.price_amount, s.currency,
    s.status, s.period_start, s.period_end, s.trial_end, s.cancel_at_period_end,
    s.cancel_reason, s.pending_plan, s.pending_every, s.pending_amount,
    s.past_due_at, s.provider_ref IS NOT NULL AS renews_itself, s.zone,
    s.created_at, s.ended_at, d.kind AS due_kind, d.amount AS due_amount,
    o.ref AS due_order, o.status AS due_status,
    s.payer_id = app_user_id() AS is_payer,
    CASE s.status WHEN 'past_due' THEN s.past_due_at + make_interval(days =>
        (SELECT x.after_days FROM dunning_step x WHERE x.event = 'suspend'))
    END AS suspend_at,
    CASE WHEN s.status IN ('past_due', 'suspended') THEN s.past_due_at
        + make_interval(days => (SELECT x.after_days FROM dunning_step x
        WHERE x.event = 'give_up')) END AS end_at,
    subscription_moves(s, 'owner') AS moves,
    subscription_order_kind(s) AS order_kind
FROM (SELECT x.id AS sub_id FROM subscription x
        WHERE x.payer_id = app_user_id() AND x.kind = 'tier'
    UNION ALL SELECT x.id FROM company_member m
        JOIN subscription x ON x.company_id = m.company_id
        WHERE m.user_id = app_user_id() AND m.role IN ('owner', 'billing')) mine
JOIN subscription s ON s.id = mine.sub_id
LEFT JOIN company c ON c.id = s.company_id
LEFT JOIN subscription_charge d ON d.subscription_id = s.id
    AND d.status = 'open'
LEFT JOIN orders o ON o.id = d.order_id
    AND o.status IN ('pending', 'processing');

-- What one may use by it.
CREATE FUNCTION my_entitlements(of_subscription bigint)
RETURNS TABLE (what text, allowed bigint, used bigint, resets_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT e.what, e.allowed, e.used, e.resets_at
    FROM my_subscription m, LATERAL entitlements_of(CASE m.kind
            WHEN 'company' THEN 'company' ELSE 'user' END,
        CASE m.kind WHEN 'company' THEN m.company_id ELSE app_user_id() END) e
    WHERE m.id = of_subscription AND e.subscription_id = m.id
        AND e.what <> 'drafts'
$$;
-- Everything it could be changed to, with what that costs now.
CREATE FUNCTION my_plan_options(of_subscription bigint)
RETURNS TABLE (plan text, title text, every text, way text, price_amount bigint,
    credit_amount bigint, rest_amount bigint, due_amount bigint, currency text,
    from_at timestamptz, to_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    s subscription;
    m my_subscription;
BEGIN
    SELECT * INTO m FROM my_subscription x WHERE x.id = of_subscription;
    SELECT * INTO s FROM subscription x WHERE x.id = m.id;
    IF s.id IS NULL OR s.status <> 'active' THEN
        RETURN;
    END IF;
    RETURN QUERY SELECT p.name, p.title, e, c.way, c.price_amount,
        c.credit_amount, c.rest_amount, c.due_amount, c.currency, c.from_at,
        c.to_at
    FROM (SELECT x.name, x.title, x.rank FROM company_plan x
            WHERE s.kind = 'company'
        UNION ALL SELECT t.tier, tier_title(t.tier), tier_rank(t.tier)
            FROM journey_tier t WHERE t.journey_id = s.journey_id
                AND (t.is_on OR t.tier = s.plan) AND t.month_amount > 0) p
    CROSS JOIN unnest(ARRAY['month', 'year']) e
    CROSS JOIN LATERAL plan_change_of(s, p.name, e) c
    WHERE (p.name, e) <> (s.plan, s.every)
        AND (e = s.every OR s.provider_ref IS NULL)
        AND (plan_price(s, p.name, e)).amount IS NOT NULL
    ORDER BY e, p.rank, p.name;
END
$$;
-- What was charged for it so far, the newest first.
CREATE FUNCTION my_subscription_charges(of_subscription bigint, most int)
RETURNS TABLE (id bigint, title text, kind text, amount bigint, currency text,
    order_ref text, order_status text, from_at timestamptz, to_at timestamptz,
    at timestamptz, is_mine boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT c.id, c.title, c.kind, o.total_amount, o.currency, o.ref, o.status,
        c.from_at, c.to_at, coalesce(o.paid_at, o.created_at),
        o.buyer_id = app_user_id()
    FROM my_subscription m JOIN subscription_charge c
        ON c.subscription_id = m.id
    JOIN orders o ON o.id = c.order_id
    WHERE m.id = of_subscription ORDER BY c.id DESC LIMIT most
$$;
GRANT SELECT ON my_subscription TO belay_billing;
GRANT EXECUTE ON FUNCTION my_entitlements(bigint), my_plan_options(bigint),
    my_subscription_charges(bigint, int) TO belay_billing;
-- What these views call, who asks must be allowed to call.
GRANT EXECUTE ON FUNCTION subscription_title(subscription),
    subscription_moves(subscription, text), credit_free(credit_lot),
    subscription_order_kind(subscription) TO belay_billing;
