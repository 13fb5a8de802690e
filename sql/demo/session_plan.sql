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

-- An hour of the expert's week when neither has anything else, `days` ago or
-- before that.
CREATE FUNCTION pg_temp.hour_past(client bigint, expert bigint, days int)
RETURNS timestamptz LANGUAGE sql STABLE
AS $$
    SELECT u FROM expert e
    CROSS JOIN generate_series(0, 20) i
    CROSS JOIN LATERAL (SELECT (pg_temp.start() AT TIME ZONE e.timezone)::date
        - days - i AS d) x
    JOIN availability_rule r ON r.expert_id = e.user_id
        AND r.day = extract(isodow FROM x.d)
    CROSS JOIN generate_series(r.start_minute, r.end_minute - 90, 60) m
    CROSS JOIN LATERAL (SELECT local_instant(x.d::timestamp
        + make_interval(mins => m), e.timezone) AS u) y
    WHERE e.user_id = hour_past.expert
        AND u < pg_temp.start() - interval '4 hours'
        AND NOT EXISTS (SELECT FROM demo_session s
            WHERE (s.client = hour_past.client OR s.expert = hour_past.expert)
                AND s.starts < u + interval '2 hours'
                AND u < s.ends + interval '30 minutes')
    ORDER BY i, m LIMIT 1
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
