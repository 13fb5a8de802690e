-- Match me: who has none of the wanted skills fits them not at all.
CREATE OR REPLACE FUNCTION match_experts(of_kind text, with_type text,
    with_skills text[], with_level int, with_language text,
    windows tstzmultirange, most int)
RETURNS TABLE (expert_id bigint, ref bigint, score float8, reasons text[],
    session_type_id bigint, minutes int, starts timestamptz[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    today date := (app_now() AT TIME ZONE 'UTC')::date;
BEGIN
    RETURN QUERY
    WITH wish AS (
        SELECT k.id, k.name FROM skill k WHERE k.slug = ANY (with_skills)
    ), likely AS MATERIALIZED (
        SELECT l.expert_id, l.ref, l.rating_mean, l.rating_order,
            l.reliability, t.id AS type_id, t.minutes, s.names,
            40 * coalesce(s.fit / nullif((SELECT count(*) FROM wish), 0), 1)
            + 8 * l.rating_order + coalesce(l.reliability, 90) / 10.0 AS score
        FROM expert_listing l
        JOIN LATERAL (SELECT x.id, x.minutes FROM session_type x
            WHERE x.expert_id = l.expert_id AND x.active AND x.kind = with_type
            ORDER BY abs(x.minutes - 60), x.id LIMIT 1) t ON true
        CROSS JOIN LATERAL (SELECT array_agg(w.name ORDER BY w.name)
                FILTER (WHERE x.level >= coalesce(with_level, 1)) AS names,
            coalesce(sum(least(1.0, x.level::float8 / coalesce(with_level, 1))),
                0) AS fit
            FROM wish w JOIN expert_skill x ON x.skill_id = w.id
                AND x.expert_id = l.expert_id) s
        WHERE l.kind = of_kind AND l.next_slots <> '{}'
            AND with_type = ANY (l.type_kinds)
            AND (with_language IS NULL OR with_language = ANY (l.languages))
            AND (windows IS NULL OR l.free_spans && windows)
            AND l.expert_id <> ALL (blocked_with_me())
            AND l.expert_id IS DISTINCT FROM app_user_id()
        ORDER BY score DESC, l.expert_id LIMIT 8 * most
    ), bookable AS (
        SELECT c.*, ARRAY(SELECT s.start_at FROM slots(c.expert_id, c.minutes,
                today, today + 15, 'UTC', app_user_id()) s
            WHERE windows IS NULL
                OR windows @> tstzrange(s.start_at, s.end_at)
            ORDER BY s.start_at LIMIT 3) AS free
        FROM likely c
    )
    SELECT c.expert_id, c.ref, c.score::float8, array_remove(ARRAY[
            'skills:' || array_to_string(c.names, ', '),
            'language:' || with_language,
            'rating:' || c.rating_mean,
            CASE WHEN c.reliability >= 95 THEN 'reliable' END,
            CASE WHEN c.free[1] < app_now() + interval '48 hours'
                THEN 'soon' END,
            CASE WHEN windows IS NOT NULL THEN 'fits_your_times' END], NULL),
        c.type_id, c.minutes, c.free
    FROM bookable c WHERE c.free <> '{}'
    ORDER BY c.score DESC, c.expert_id LIMIT most;
END
$$;
