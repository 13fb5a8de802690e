-- Being on a journey: how it begins, and how it follows what is paid for it.

INSERT INTO notification_type (name, area, title, email, push, discord, urgent,
    required, can_wait) VALUES
    ('journey_started', 'journeys', 'A journey of yours begins', true, false,
        false, false, false, false),
    ('journey_joined', 'journeys', 'Somebody begins your journey', false, false,
        false, false, false, true);

/*
 * A person is on a journey at a tier from now on: for the first time, again, or
 * at another tier than before.  The version stays the one they know.
 */
CREATE FUNCTION enrol(person bigint, of_journey bigint, of_tier text,
    of_subscription bigint DEFAULT NULL) RETURNS enrolment LANGUAGE plpgsql
AS $$
DECLARE
    e enrolment;
    was text := (SELECT x.status FROM enrolment x
        WHERE (x.journey_id, x.user_id) = (of_journey, person));
BEGIN
    INSERT INTO enrolment AS x (journey_id, user_id, version_id, tier,
        subscription_id, started_at, last_at)
    SELECT of_journey, person, v.id, of_tier, of_subscription, app_now(),
        app_now()
    FROM journey_version v WHERE v.journey_id = of_journey
        AND v.status = 'published'
    ON CONFLICT (journey_id, user_id) DO UPDATE SET tier = excluded.tier,
        subscription_id = excluded.subscription_id, ended_at = NULL,
        status = CASE WHEN x.completed_at IS NULL THEN 'active'
            ELSE 'completed' END
    RETURNING * INTO e;
    IF e.id IS NULL OR was IS NOT NULL THEN
        RETURN e;
    END IF;
    PERFORM notify(person, 'journey_started', '/journeys/' || j.slug,
            jsonb_build_object('title', j.title, 'tier', tier_title(of_tier)),
            'enrolment:' || e.id),
        notify(j.creator_id, 'journey_joined', '/creator/journeys/' || j.id,
            jsonb_build_object('title', j.title, 'tier', tier_title(of_tier)),
            'enrolment:' || e.id)
    FROM journey j WHERE j.id = of_journey;
    RETURN e;
END
$$;
-- The acting member begins at a tier that costs nothing.
CREATE FUNCTION enrol_free(of_journey bigint, of_tier text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    me bigint := acting_member();
    j journey;
    t journey_tier;
BEGIN
    SELECT * INTO j FROM journey x WHERE x.id = of_journey;
    IF j.id IS NULL OR j.status <> 'published' OR is_blocked(me, j.creator_id)
            THEN
        PERFORM refuse(404, 'journey_unknown');
    END IF;
    SELECT * INTO t FROM journey_tier x
        WHERE (x.journey_id, x.tier) = (of_journey, of_tier) AND x.is_on;
    IF t.id IS NULL THEN
        PERFORM refuse(422, 'tier_unknown', 'tier');
    ELSIF t.month_amount > 0 THEN
        PERFORM refuse(409, 'tier_is_paid');
    ELSIF EXISTS (SELECT FROM subscription s WHERE s.payer_id = me
            AND s.journey_id = j.id AND s.status IN ('trialing', 'active',
            'past_due', 'suspended')) THEN
        PERFORM refuse(409, 'subscription_exists');
    END IF;
    RETURN (enrol(me, j.id, of_tier)).id;
END
$$;

-- --- what is paid ----------------------------------------------------------------
-- Paid: on it; suspended: paused; ended: ended, unless another one goes on.
CREATE FUNCTION enrolment_follow() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    IF NEW.status IN ('trialing', 'active', 'past_due') THEN
        PERFORM enrol(NEW.payer_id, NEW.journey_id, NEW.plan, NEW.id);
    ELSIF NEW.status = 'suspended' THEN
        UPDATE enrolment e SET status = 'paused'
            WHERE e.subscription_id = NEW.id AND e.status = 'active';
    ELSIF NEW.status = 'canceled' THEN
        UPDATE enrolment e SET status = 'ended', ended_at = app_now()
            WHERE e.subscription_id = NEW.id AND e.status <> 'ended';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER enrolment_follow AFTER UPDATE OF status, plan ON subscription
    FOR EACH ROW WHEN (NEW.kind = 'tier' AND (OLD.status, OLD.plan)
        IS DISTINCT FROM (NEW.status, NEW.plan))
    EXECUTE FUNCTION enrolment_follow();
-- Whoever is not on it yet finds it only while it is sold, and not between two
-- who blocked each other.
CREATE FUNCTION subscription_guard() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    j journey;
BEGIN
    SELECT * INTO j FROM journey x WHERE x.id = NEW.journey_id;
    IF j.status <> 'published' THEN
        PERFORM refuse(409, 'journey_not_sold');
    ELSIF j.creator_id = NEW.payer_id THEN
        PERFORM refuse(409, 'journey_is_yours');
    ELSIF is_blocked(NEW.payer_id, j.creator_id) THEN
        PERFORM refuse(404, 'journey_unknown');
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER subscription_guard BEFORE INSERT ON subscription
    FOR EACH ROW WHEN (NEW.kind = 'tier')
    EXECUTE FUNCTION subscription_guard();
-- A journey that is sold no more is not paid for again: what is paid runs out.
-- Sold again in time, what ended for that alone goes on.
INSERT INTO subscription_rule VALUES ('cancel', 'system', 'active', 'active'),
    ('reactivate', 'system', 'active', 'active');
ALTER TABLE subscription ADD ends_with_journey boolean NOT NULL DEFAULT false;
CREATE FUNCTION journey_unsold() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    s subscription;
    ends boolean := NEW.status <> 'published';
BEGIN
    FOR s IN SELECT * FROM subscription x WHERE x.journey_id = NEW.id
            AND x.status = 'active' AND CASE WHEN ends
            THEN NOT x.cancel_at_period_end ELSE x.ends_with_journey
                AND x.cancel_at_period_end AND x.period_end > app_now() END
            ORDER BY x.id FOR UPDATE LOOP
        IF ends THEN
            PERFORM charge_void(charge_of(s), 'canceled');
        END IF;
        UPDATE subscription x SET cancel_at_period_end = ends,
            ends_with_journey = ends, pending_plan = NULL, pending_every = NULL,
            pending_amount = NULL WHERE x.id = s.id RETURNING * INTO s;
        s := subscription_move(s, CASE WHEN ends THEN 'cancel'
            ELSE 'reactivate' END, 'system', 'active');
        PERFORM subscription_provider_cancel(s);
        PERFORM subscription_tell(s, 'subscription_changed', jsonb_build_object(
            CASE WHEN ends THEN 'is_cancel' ELSE 'is_reactivate' END, true,
            'until', rfc3339(s.period_end)));
        PERFORM subscription_plan_clock(s);
    END LOOP;
    RETURN NULL;
END
$$;
CREATE TRIGGER journey_unsold AFTER UPDATE OF status ON journey
    FOR EACH ROW WHEN (OLD.status = 'published'
        AND NEW.status IN ('unpublished', 'archived')
        OR NEW.status = 'published' AND OLD.status = 'unpublished')
    EXECUTE FUNCTION journey_unsold();

GRANT EXECUTE ON FUNCTION enrol_free(bigint, text), is_blocked(bigint, bigint)
    TO belay_journeys;
