-- Free time.  One function, slots(), serves what is shown and what is accepted.

-- The instant of a wall-clock time: NULL in a skipped hour, the first instant of
-- a repeated one.  (AT TIME ZONE alone gives the second, and something that
-- does not read back as asked for in a skipped hour.)
CREATE FUNCTION local_instant(l timestamp, tz text) RETURNS timestamptz
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    s timestamptz := l AT TIME ZONE tz;
    -- The same with the offset that held a day before.
    e timestamptz := (l AT TIME ZONE 'UTC')
        - (((s - interval '24 hours') AT TIME ZONE tz)
        - ((s - interval '24 hours') AT TIME ZONE 'UTC'));
BEGIN
    RETURN CASE WHEN e AT TIME ZONE tz = l THEN e
        WHEN s AT TIME ZONE tz = l THEN s END;
END
$$;

-- The first instant of a date; of a date that begins in a skipped hour, the
-- instant of the change.
CREATE FUNCTION day_start(day date, tz text) RETURNS timestamptz
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    found timestamptz := local_instant(day::timestamp, tz);
    late timestamptz;
    early timestamptz;
    middle timestamptz;
BEGIN
    IF found IS NOT NULL THEN
        RETURN found;
    END IF;
    late := (day::timestamp AT TIME ZONE tz) + interval '25 hours';
    early := late - interval '50 hours';
    WHILE late - early > interval '1 second' LOOP
        middle := date_trunc('second', early + (late - early) / 2);
        IF (middle AT TIME ZONE tz)::date >= day THEN
            late := middle;
        ELSE
            early := middle;
        END IF;
    END LOOP;
    RETURN late;
END
$$;

-- Sessions that count towards an expert's daily and weekly maxima.
CREATE FUNCTION full_days(expert bigint, moving bigint, span tstzrange)
RETURNS date[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    WITH held AS (
        SELECT (s.starts_at AT TIME ZONE e.timezone)::date AS day,
            date_trunc('week', s.starts_at AT TIME ZONE e.timezone)::date AS week
        FROM session s JOIN expert e ON e.user_id = s.expert_id
        WHERE s.expert_id = full_days.expert AND s.id IS DISTINCT FROM moving
            AND s.starts_at >= lower(span) - interval '200 hours'
            AND s.starts_at < upper(span) + interval '200 hours'
            AND s.status NOT IN ('canceled', 'declined', 'expired')
            AND coalesce(s.expires_at > app_now(), true)
    )
    SELECT array_agg(x.day) FROM expert e CROSS JOIN LATERAL (
        SELECT day FROM held GROUP BY day HAVING count(*) >= e.max_per_day
        UNION ALL
        SELECT week + n FROM (SELECT week FROM held GROUP BY week
            HAVING count(*) >= e.max_per_week) w, generate_series(0, 6) n
    ) x
    WHERE e.user_id = full_days.expert
$$;

/*
 * The free slots of an expert: starts at every min(minutes, 30) from each
 * window's start, on dates from `from_date` to before `to_date` as the viewer's
 * zone counts them.  A slot's length is real minutes and its end lies inside the
 * window by local time and by instant.  With `client`, that member's own
 * sessions are in the way too; `moving` is a session that is not.
 */
CREATE FUNCTION slots(expert bigint, minutes int, from_date date, to_date date,
    viewer_tz text, client bigint DEFAULT NULL, moving bigint DEFAULT NULL)
RETURNS TABLE (start_at timestamptz, end_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public ROWS 200
AS $$
DECLARE
    e expert;
    tz text;
    lo timestamptz;
    hi timestamptz;
    first_date date;
    last_date date;
    len interval := make_interval(mins => minutes);
    step int := least(minutes, 30);
    span tstzrange;
    taken tstzmultirange;       -- the buffers must not touch these
    closed tstzmultirange;      -- the session itself must not touch these
    full_dates date[];
BEGIN
    SELECT * INTO e FROM expert x WHERE x.user_id = slots.expert;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    tz := e.timezone;
    lo := greatest(day_start(from_date, viewer_tz),
        app_now() + make_interval(hours => e.min_notice_hours));
    hi := least(day_start(to_date, viewer_tz), day_start(
        (app_now() AT TIME ZONE tz)::date + e.horizon_days + 1, tz));
    IF lo >= hi THEN
        RETURN;
    END IF;
    span := tstzrange(lo - interval '5 hours', hi + interval '7 hours');
    first_date := (lo AT TIME ZONE tz)::date;
    last_date := (hi AT TIME ZONE tz)::date;

    SELECT coalesce(range_agg(r.during), '{}') INTO taken FROM (
        SELECT b.during FROM busy b WHERE b.person_id = slots.expert
            AND b.during && span AND b.until > app_now()
            AND b.session_id IS DISTINCT FROM moving
        UNION ALL
        SELECT c.during FROM calendar_busy c WHERE c.user_id = slots.expert
            AND c.during && span) r;
    SELECT coalesce(range_agg(r.during), '{}') INTO closed FROM (
        SELECT tstzrange(day_start(k.from_date, tz),
            day_start(k.to_date + 1, tz)) AS during
        FROM availability_block k WHERE k.expert_id = slots.expert
            AND k.to_date >= first_date - 1 AND k.from_date <= last_date + 1
        UNION ALL
        SELECT b.during FROM busy b WHERE b.person_id = client
            AND b.during && span AND b.until > app_now()
            AND b.session_id IS DISTINCT FROM moving) r;
    IF e.max_per_day IS NOT NULL OR e.max_per_week IS NOT NULL THEN
        full_dates := full_days(slots.expert, moving, span);
    END IF;

    RETURN QUERY
    WITH opening AS (
        SELECT o.on_date, o.start_minute, o.end_minute
        FROM availability_override o
        WHERE o.expert_id = slots.expert
            AND o.on_date BETWEEN first_date AND last_date
            AND o.start_minute IS NOT NULL
        UNION ALL
        SELECT d.on_date, r.start_minute, r.end_minute
        FROM availability_rule r
        JOIN (SELECT first_date + n AS on_date
            FROM generate_series(0, last_date - first_date) n) d
            ON r.day = extract(isodow FROM d.on_date)
        WHERE r.expert_id = slots.expert
            AND NOT EXISTS (SELECT FROM availability_override o
                WHERE o.expert_id = slots.expert AND o.on_date = d.on_date)
    ), dated AS MATERIALIZED (
        -- The offset is looked up once per date, unless it changes around it.
        SELECT w.*, w.on_date::timestamp AS midnight,
            (w.on_date - interval '6 hours') AT TIME ZONE tz AS a,
            ((w.on_date + interval '30 hours') AT TIME ZONE tz)
                - ((w.on_date - interval '6 hours') AT TIME ZONE tz)
                = interval '36 hours' AS steady
        FROM opening w
        WHERE full_dates IS NULL OR w.on_date <> ALL (full_dates)
    ), instant AS (
        SELECT w.a + make_interval(mins => 360 + m) AS u
        FROM dated w, generate_series(w.start_minute, w.end_minute - minutes,
            step) m
        WHERE w.steady
        UNION ALL
        SELECT l.u
        FROM dated w, generate_series(w.start_minute, w.end_minute - 1, step) m,
            LATERAL (SELECT local_instant(w.midnight
                + make_interval(mins => m), tz) AS u) l
        WHERE NOT w.steady AND (l.u + len) AT TIME ZONE tz
                <= w.midnight + make_interval(mins => w.end_minute)
            AND l.u + len <= coalesce(local_instant(w.midnight
                + make_interval(mins => w.end_minute), tz), 'infinity')
    )
    SELECT i.u, i.u + len FROM instant i
    WHERE i.u >= lo AND i.u < hi
        AND NOT closed && tstzrange(i.u, i.u + len)
        AND NOT taken && tstzrange(
            i.u - make_interval(mins => e.buffer_before_minutes),
            i.u + len + make_interval(mins => e.buffer_after_minutes))
    ORDER BY 1;
END
$$;

-- Acceptance asks the same function for the one date.
CREATE FUNCTION slot_is_free(expert bigint, minutes int, start timestamptz,
    client bigint DEFAULT NULL, moving bigint DEFAULT NULL) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT EXISTS (SELECT FROM slots(slot_is_free.expert, slot_is_free.minutes,
        (start AT TIME ZONE 'UTC')::date, (start AT TIME ZONE 'UTC')::date + 1,
        'UTC', client, moving) s WHERE s.start_at = start)
$$;

-- The word for why a start can't be had; NULL when it can.
CREATE FUNCTION slot_refusal(expert bigint, minutes int, start timestamptz,
    client bigint, moving bigint DEFAULT NULL) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    e expert;
    wanted tstzrange := tstzrange(start,
        start + make_interval(mins => minutes));
    buffered tstzrange;
    day date;
BEGIN
    IF slot_is_free(expert, minutes, start, client, moving) THEN
        RETURN NULL;
    END IF;
    SELECT * INTO e FROM expert x WHERE x.user_id = slot_refusal.expert;
    buffered := tstzrange(
        start - make_interval(mins => e.buffer_before_minutes),
        upper(wanted) + make_interval(mins => e.buffer_after_minutes));
    day := (start AT TIME ZONE e.timezone)::date;
    IF start <= app_now() THEN
        RETURN 'slot_past';
    ELSIF EXISTS (SELECT FROM busy b WHERE b.person_id = slot_refusal.expert
            AND b.during && buffered AND b.until > app_now()
            AND b.session_id IS DISTINCT FROM moving) THEN
        RETURN 'slot_taken';
    ELSIF EXISTS (SELECT FROM busy b WHERE b.person_id = client
            AND b.during && wanted AND b.until > app_now()
            AND b.session_id IS DISTINCT FROM moving) THEN
        RETURN 'slot_client_busy';
    ELSIF start < app_now() + make_interval(hours => e.min_notice_hours) THEN
        RETURN 'slot_too_soon';
    ELSIF day > (app_now() AT TIME ZONE e.timezone)::date + e.horizon_days THEN
        RETURN 'slot_too_far';
    ELSIF day = ANY (full_days(expert, moving, wanted)) THEN
        RETURN 'slot_day_full';
    END IF;
    RETURN 'slot_not_offered';
END
$$;

-- The nearest free slots to an instant, earliest first.
CREATE FUNCTION slot_alternatives(expert bigint, minutes int, near timestamptz,
    wanted int DEFAULT 3, client bigint DEFAULT NULL)
RETURNS TABLE (start_at timestamptz, end_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public ROWS 3
AS $$
DECLARE
    day date := (greatest(near, app_now()) AT TIME ZONE 'UTC')::date;
    reach int;
    nearest timestamptz[];
BEGIN
    FOREACH reach IN ARRAY ARRAY[3, 14, 62] LOOP
        nearest := ARRAY(
            SELECT s.start_at FROM slots(slot_alternatives.expert,
                slot_alternatives.minutes, day - reach, day + reach + 1, 'UTC',
                client) s
            WHERE s.start_at <> near
            ORDER BY abs(extract(epoch FROM s.start_at - near)), s.start_at
            LIMIT wanted);
        EXIT WHEN cardinality(nearest) = wanted;
    END LOOP;
    RETURN QUERY SELECT n, n + make_interval(mins => slot_alternatives.minutes)
        FROM unnest(nearest) n ORDER BY 1;
END
$$;

GRANT EXECUTE ON FUNCTION local_instant(timestamp, text), day_start(date, text)
    TO belay_account, belay_booking, belay_inbox, belay_admin, belay_worker;
GRANT EXECUTE ON FUNCTION slots(bigint, int, date, date, text, bigint, bigint),
    slot_is_free(bigint, int, timestamptz, bigint, bigint),
    slot_refusal(bigint, int, timestamptz, bigint, bigint),
    slot_alternatives(bigint, int, timestamptz, int, bigint)
    TO belay_booking, belay_worker;
