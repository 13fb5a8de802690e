-- Every session that the demo has, before it is written: session_past.sql and
-- session_coming.sql add to this list, sessions.sql writes it.
CREATE TEMP TABLE demo_session (
    key text PRIMARY KEY, client bigint NOT NULL, expert bigint NOT NULL,
    type_id bigint NOT NULL, starts timestamptz NOT NULL, ends timestamptz,
    created timestamptz NOT NULL, status text NOT NULL,
    side text,                  -- who ended it: client, expert, system
    code text, words text, no_show_by text, reveal text DEFAULT 'none',
    disputed boolean DEFAULT false, resolution text, goals text,
    featured boolean DEFAULT false);

-- The wall-clock window of the expert that begins `days` from now (0: today) or
-- nearest after; for the past, nearest before.
CREATE FUNCTION pg_temp.opening(expert bigint, days int) RETURNS timestamptz
LANGUAGE sql STABLE
AS $$
    SELECT local_instant(d::timestamp + make_interval(mins => r.start_minute),
        e.timezone)
    FROM expert e
    CROSS JOIN generate_series(0, 9) i
    CROSS JOIN LATERAL (SELECT (pg_temp.now() AT TIME ZONE e.timezone)::date
        + days + CASE WHEN days < 0 THEN -i ELSE i END AS d) x
    JOIN availability_rule r ON r.expert_id = e.user_id
        AND r.day = extract(isodow FROM x.d)
    WHERE e.user_id = expert
    ORDER BY i, r.start_minute LIMIT 1
$$;
-- Of the expert: the active type of a kind, the longest that is at most this.
CREATE FUNCTION pg_temp.type_of(expert bigint, of_kind text, most int)
RETURNS bigint LANGUAGE sql STABLE
AS $$
    SELECT id FROM session_type t WHERE t.expert_id = expert
        AND t.kind = of_kind AND t.minutes <= most
    ORDER BY minutes DESC LIMIT 1
$$;
CREATE FUNCTION pg_temp.plan(label text, client_handle text, expert_handle text,
    of_kind text, most int, starts timestamptz, booked_before interval,
    status text) RETURNS void LANGUAGE sql
AS $$
    INSERT INTO demo_session (key, client, expert, type_id, starts, ends, created,
        status, featured, goals)
    SELECT label, pg_temp.id_of(client_handle), e, t.id, plan.starts,
        plan.starts + make_interval(mins => t.minutes),
        plan.starts - booked_before, plan.status, true,
        pg_temp.words_of('goal:' || split_part(d.kinds, ',', 1), 0,
            pg_temp.pick(label, 100))
    FROM pg_temp.id_of(expert_handle) e
    JOIN demo_expert d ON d.handle = expert_handle
    JOIN session_type t ON t.id = pg_temp.type_of(e, of_kind, most)
$$;
