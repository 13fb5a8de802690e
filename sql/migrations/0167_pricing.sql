-- What a journey costs and what is left of it (spec: money.md, tiers and splits).
-- Every figure is split_of()'s, the one function that divides a price.

-- The parts of one tier's price, as a sale would split them.
CREATE FUNCTION tier_parts(t journey_tier, j journey, months int) RETURNS jsonb
LANGUAGE sql IMMUTABLE
AS $$
    SELECT jsonb_build_array(jsonb_build_object('kind', 'affiliate', 'account',
            'payable', 'user_id', (j).creator_id, 'bp', (j).affiliate_bp),
        jsonb_build_object('kind', 'reserve', 'account', 'reserve', 'amount',
            tier_reserve(t, j) * months))
$$;
-- Does every tier bear its reserve and the affiliate's part?  Refused as by
-- tier_save().
CREATE FUNCTION tier_check(of_journey bigint) RETURNS void LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM split_of(p.price, 0, coalesce(j.fee_bp,
            setting_text('platform_fee_bp')::int), j.creator_id,
            tier_parts(t, j, p.months))
        FROM journey j JOIN journey_tier t ON t.journey_id = j.id
        CROSS JOIN LATERAL (VALUES (t.month_amount, 1), (t.year_amount, 12))
            AS p (price, months)
        WHERE j.id = of_journey AND t.is_on AND p.price IS NOT NULL
            AND (p.price > 0 OR tier_reserve(t, j) > 0);
END
$$;
-- Who gets what of a month and of a year; the affiliate only where one brought
-- the sale, so `seller` is what is left with and `without` one.
CREATE FUNCTION studio_split(of_journey bigint)
RETURNS TABLE (tier text, every text, price bigint, fee bigint, reserve bigint,
    affiliate bigint, seller bigint, without bigint, currency text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT t.tier, p.every, p.price, s.fee, s.reserve, s.affiliate, s.seller,
        (SELECT sum(x.amount)::bigint FROM split_of(p.price, 0, f.bp,
            j.creator_id, tier_parts(t, j, p.months) - 0) x
            WHERE x.kind = 'seller'), j.currency
    FROM journey j JOIN journey_tier t ON t.journey_id = j.id
    CROSS JOIN LATERAL (VALUES ('month', t.month_amount, 1),
        ('year', t.year_amount, 12)) AS p (every, price, months)
    CROSS JOIN LATERAL (SELECT coalesce(j.fee_bp,
        setting_text('platform_fee_bp')::int) AS bp) f
    CROSS JOIN LATERAL (SELECT
            sum(x.amount) FILTER (WHERE x.kind = 'fee')::bigint AS fee,
            sum(x.amount) FILTER (WHERE x.kind = 'reserve')::bigint AS reserve,
            sum(x.amount) FILTER (WHERE x.kind = 'affiliate')::bigint
                AS affiliate,
            sum(x.amount) FILTER (WHERE x.kind = 'seller')::bigint AS seller
        FROM split_of(p.price, 0, f.bp, j.creator_id,
            tier_parts(t, j, p.months)) x) s
    WHERE j.id = of_journey AND j.creator_id = app_user_id() AND p.price > 0
    ORDER BY tier_rank(t.tier), p.every
$$;
/*
 * What help costs and who brings members.  A currency changes only while no tier
 * has a price, else every amount would mean something else.
 */
CREATE FUNCTION journey_rates(of_journey bigint, per_review bigint,
    per_session bigint, creators_bp int, affiliates_bp int, unit text,
    shows boolean, due_hours int) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    j journey := studio_own(of_journey);
BEGIN
    IF j.status = 'archived' THEN
        PERFORM refuse(409, 'journey_is_archived');
    ELSIF unit <> j.currency AND (EXISTS (SELECT FROM journey_tier t
            WHERE t.journey_id = j.id AND t.month_amount > 0)
            OR EXISTS (SELECT FROM subscription s WHERE s.journey_id = j.id)) THEN
        PERFORM refuse(409, 'journey_currency_fixed', 'currency');
    ELSIF NOT EXISTS (SELECT FROM currency c WHERE c.code = unit) THEN
        PERFORM refuse(422, 'unknown_currency', 'currency');
    END IF;
    UPDATE journey x SET review_rate = per_review, session_rate = per_session,
        commission_bp = creators_bp, affiliate_bp = affiliates_bp,
        currency = unit, shows_split = shows, review_due_hours = due_hours,
        changed_at = app_now() WHERE x.id = j.id;
    PERFORM tier_check(j.id);
END
$$;
-- One tier, with what this journey gives to affiliates.
CREATE FUNCTION studio_tier_save(of_journey bigint, named text, is_on boolean,
    month_price bigint, year_price bigint, in_reviews int, in_sessions int,
    minutes int) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    j journey := studio_own(of_journey);
BEGIN
    IF j.status = 'archived' THEN
        PERFORM refuse(409, 'journey_is_archived');
    ELSIF NOT is_on AND j.status = 'published' AND NOT EXISTS (
            SELECT FROM journey_tier t WHERE t.journey_id = j.id AND t.is_on
            AND t.tier <> named) THEN
        PERFORM refuse(409, 'tier_is_the_last', 'is_on');
    END IF;
    PERFORM tier_save(j.id, named, month_price, year_price, in_reviews,
        in_sessions, j.affiliate_bp, is_on);
    UPDATE journey_tier t SET session_minutes = minutes
        WHERE t.journey_id = j.id AND t.tier = named;
    UPDATE journey x SET changed_at = app_now() WHERE x.id = j.id;
END
$$;

GRANT EXECUTE ON FUNCTION studio_split(bigint), journey_rates(bigint, bigint,
    bigint, int, int, text, boolean, int), studio_tier_save(bigint, text,
    boolean, bigint, bigint, int, int, int), setting_text(text),
    tier_rank(text) TO belay_journeys;
