-- Who is offered a review: the member's preferred mentor, then what mentors are
-- good at, their open hours, their rating, and how little they have in work.
-- Each part is 0 to 1; the weights (settings) keep the order, since the smallest
-- step of each part weighs more than all that follow it together.  What was
-- computed is stored, for who asks why.

-- The date where the expert is, with the offset in days.
CREATE FUNCTION expert_day(e expert, after int) RETURNS date LANGUAGE sql STABLE
AS $$ SELECT (app_now() AT TIME ZONE (e).timezone)::date + after $$;
CREATE FUNCTION expert_is_away(e expert) RETURNS boolean LANGUAGE sql STABLE
AS $$
    SELECT EXISTS (SELECT FROM availability_block b
        WHERE b.expert_id = (e).user_id
            AND expert_day(e, 0) BETWEEN b.from_date AND b.to_date)
$$;
-- 1: there are open hours today or tomorrow; 0.5: before it is due, or who keeps
-- no calendar; 0: none.
CREATE FUNCTION expert_openness(e expert, due timestamptz) RETURNS float8
LANGUAGE sql STABLE
AS $$
    SELECT CASE WHEN NOT EXISTS (SELECT FROM availability_rule w
            WHERE w.expert_id = (e).user_id) THEN 0.5
        ELSE coalesce((SELECT CASE WHEN min(n) <= 1 THEN 1.0 ELSE 0.5 END
            FROM generate_series(0, least(31, greatest(1, (due AT TIME ZONE
                (e).timezone)::date - expert_day(e, 0)))) n
            WHERE CASE WHEN EXISTS (SELECT FROM availability_override o
                    WHERE (o.expert_id, o.on_date)
                        = ((e).user_id, expert_day(e, n)))
                THEN EXISTS (SELECT FROM availability_override o
                    WHERE (o.expert_id, o.on_date)
                        = ((e).user_id, expert_day(e, n))
                    AND o.start_minute IS NOT NULL)
                ELSE EXISTS (SELECT FROM availability_rule w
                    WHERE w.expert_id = (e).user_id
                    AND w.day = extract(isodow FROM expert_day(e, n))) END
            AND NOT EXISTS (SELECT FROM availability_block b
                WHERE b.expert_id = (e).user_id
                AND expert_day(e, n) BETWEEN b.from_date AND b.to_date)
            HAVING count(*) > 0), 0.0) END
$$;
/*
 * Every mentor of a journey for a member's work, the best first.  `wanted` is the
 * mentor that was chosen, if any; without a kind of section the member's own
 * preferred specialisations count.  Equal scores: who had less in the last thirty
 * days, then who waits longest.
 */
CREATE FUNCTION match_mentors(of_journey bigint, client bigint, kind text,
    wanted bigint, due timestamptz)
RETURNS TABLE (mentor_id bigint, rank bigint, preferred float8,
    specialisation float8, availability float8, rating float8, load float8,
    score float8, excluded text)
LANGUAGE sql STABLE
AS $$
    WITH wish AS MATERIALIZED (
        SELECT coalesce(wanted, (SELECT p.preferred_id
                FROM client_mentor_preferences p WHERE (p.client_id,
                p.journey_id) = (client, of_journey))) AS mentor,
            CASE WHEN kind IS NOT NULL THEN ARRAY[kind] ELSE coalesce((SELECT
                p.specialisations FROM client_mentor_preferences p
                WHERE (p.client_id, p.journey_id) = (client, of_journey)),
                '{}') END AS kinds
    ), part AS MATERIALIZED (
        SELECT p.user_id AS mentor,
            (p.user_id IS NOT DISTINCT FROM w.mentor)::int::float8 AS preferred,
            coalesce((SELECT max(s.level) FROM mentor_specialisation s
                WHERE s.mentor_id = p.user_id AND s.slug = ANY (w.kinds)), 0)
                / 5.0::float8 AS specialisation,
            expert_openness(e, due) AS availability,
            -- in steps of a quarter of a star
            (round(e.rating_mean * 4) - 4)::float8 / 16 AS rating,
            1 - least(1, review_load_of(p.user_id)::float8
                / review_load_most(p.user_id)) AS load,
            CASE WHEN NOT e.takes_reviews THEN 'takes_none'
                WHEN expert_is_away(e) THEN 'away'
                ELSE mentor_refusal(p.user_id, of_journey, client)
                END AS excluded,
            m.n AS had, m.last_at
        FROM journey_provider p JOIN expert e ON e.user_id = p.user_id
        CROSS JOIN wish w
        CROSS JOIN LATERAL (SELECT count(*) AS n, max(h.at) AS last_at
            FROM review_history h WHERE h.mentor_id = p.user_id
                AND h.event IN ('claim', 'assign')
                AND h.at > app_now() - interval '30 days') m
        WHERE (p.journey_id, p.kind, p.status)
            = (of_journey, 'mentor', 'verified')
    ), scored AS (
        SELECT x.*, x.preferred * w.preferred + x.specialisation * w.specialisation
            + x.availability * w.availability + x.rating * w.rating
            + x.load * w.load AS score
        FROM part x, (SELECT
            setting_text('match_weight_preferred')::float8 AS preferred,
            setting_text('match_weight_specialisation')::float8
                AS specialisation,
            setting_text('match_weight_availability')::float8 AS availability,
            setting_text('match_weight_rating')::float8 AS rating,
            setting_text('match_weight_load')::float8 AS load) w
    )
    SELECT x.mentor, row_number() OVER (ORDER BY x.excluded IS NOT NULL,
        round(x.score::numeric, 6) DESC, x.had, x.last_at NULLS FIRST,
        x.mentor),
        x.preferred, x.specialisation, x.availability, x.rating, x.load,
        x.score, x.excluded
    FROM scored x ORDER BY 2
$$;
-- Compute and store it for a review that waits, and offer it to the first.
CREATE FUNCTION review_match_make(r review_request) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    DELETE FROM review_match m WHERE m.review_id = r.id;
    INSERT INTO review_match (review_id, mentor_id, rank, preferred,
        specialisation, availability, rating, load, score, excluded, made_at)
    SELECT r.id, m.mentor_id, m.rank, m.preferred, m.specialisation,
        m.availability, m.rating, m.load, m.score, m.excluded, app_now()
    FROM match_mentors(r.journey_id, r.client_id, r.section_kind,
        r.first_mentor_id, r.due_at) m;
    PERFORM review_offer_next(r);
END
$$;
-- The next best hears of it; while somebody comes first, only they do.
CREATE FUNCTION review_offer_next(r review_request) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    m review_match;
BEGIN
    SELECT * INTO m FROM review_match x WHERE x.review_id = r.id
        AND x.offered_at IS NULL AND x.excluded IS NULL
        AND (r.first_until IS NULL OR r.first_until <= app_now()
            OR x.mentor_id = r.first_mentor_id)
        ORDER BY x.rank LIMIT 1 FOR UPDATE;
    UPDATE review_request x SET offer_at = CASE
            WHEN r.first_until > app_now() THEN r.first_until
            WHEN m.mentor_id IS NOT NULL
                THEN app_now() + setting_hours('review_offer_hours') END
        WHERE x.id = r.id;
    IF m.mentor_id IS NOT NULL THEN
        UPDATE review_match x SET offered_at = app_now()
            WHERE (x.review_id, x.mentor_id) = (r.id, m.mentor_id);
        PERFORM review_tell(r, m.mentor_id, 'review_requested',
            jsonb_build_object('chosen', r.first_mentor_id = m.mentor_id,
            'returned', r.priority > 0), m.mentor_id::text);
    END IF;
END
$$;
-- Claimed for the best of them, without asking: what an admin's button does when
-- no name is given.
CREATE FUNCTION review_assign_best(of_review bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    r review_request := review_take(of_review, 'assign', 'system');
    best bigint;
BEGIN
    PERFORM decides_on(r.journey_id);
    SELECT m.mentor_id INTO best FROM match_mentors(r.journey_id, r.client_id,
        r.section_kind, r.first_mentor_id, r.due_at) m
        WHERE m.excluded IS NULL ORDER BY m.rank LIMIT 1;
    IF best IS NULL THEN
        PERFORM refuse(409, 'review_nobody_free');
    END IF;
    r := review_give(r, best, 'assign', 'system');
    PERFORM review_tell(r, best, 'review_assigned');
    RETURN best;
END
$$;
GRANT EXECUTE ON FUNCTION review_assign_best(bigint) TO belay_reviews,
    belay_admin;
