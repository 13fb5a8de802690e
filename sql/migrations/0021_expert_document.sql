-- What is wrong with an expert's documents, told by member: a mistake in the
-- third window of the week is weekly.2.end's, not the list's.

-- IANA names, links included, as the system's zone data has them.  Not CET, EET,
-- MET and WET: AT TIME ZONE takes those for fixed offsets.
CREATE OR REPLACE FUNCTION is_zone(name text) RETURNS boolean LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    IF name IS NULL OR name !~ ('^(([A-Z][A-Za-z_-]*/)+[A-Za-z_-]+'
            || '|Etc/GMT0|Etc/GMT[+]([0-9]|1[0-2])|Etc/GMT-([0-9]|1[0-4])'
            || '|UTC|UCT|GMT|GMT0|GMT[+]0|GMT-0|Greenwich|Universal|Zulu'
            || '|EST|HST|MST|EST5EDT|CST6CDT|MST7MDT|PST8PDT|Navajo'
            || '|Cuba|Egypt|Eire|GB|GB-Eire|Hongkong|Iceland|Iran|Israel'
            || '|Jamaica|Japan|Kwajalein|Libya|NZ|NZ-CHAT|Poland|Portugal|PRC'
            || '|ROC|ROK|Singapore|Turkey|W-SU)$') THEN
        RETURN false;
    END IF;
    PERFORM timestamp '2000-01-01' AT TIME ZONE name;
    RETURN true;
EXCEPTION WHEN invalid_parameter_value THEN
    RETURN false;
END
$$;

CREATE OR REPLACE FUNCTION skills_refusal(list jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    IF list IS NULL THEN
        RETURN '{}';
    ELSIF jsonb_typeof(list) <> 'array' THEN
        RETURN '{"skills": ["not_a_list"]}';
    ELSIF jsonb_array_length(list) > 30 THEN
        RETURN '{"skills": ["too_many"]}';
    END IF;
    RETURN (SELECT coalesce(jsonb_object_agg(format('skills.%s%s', n - 1,
            f.name), jsonb_build_array(f.word)), '{}')
        FROM jsonb_array_elements(list) WITH ORDINALITY AS l (x, n),
            LATERAL (VALUES
                ('', CASE WHEN jsonb_typeof(x) <> 'object'
                    THEN 'not_an_object' END),
                ('.name', CASE WHEN jsonb_typeof(x) = 'object' THEN coalesce(
                    CASE WHEN x -> 'name' IS NULL THEN 'incomplete' END,
                    field_refusal(x -> 'name', 'text', 1, 40),
                    CASE WHEN slug_of(x ->> 'name') !~ '^[a-z0-9]'
                        THEN 'skill_name' END) END),
                ('.level', CASE WHEN jsonb_typeof(x) = 'object' THEN coalesce(
                    CASE WHEN x -> 'level' IS NULL THEN 'incomplete' END,
                    field_refusal(x -> 'level', 'int', 1, 5)) END))
                AS f (name, word)
        WHERE f.word IS NOT NULL);
END
$$;

CREATE OR REPLACE FUNCTION session_types_refusal(list jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    IF list IS NULL THEN
        RETURN '{}';
    ELSIF jsonb_typeof(list) <> 'array' THEN
        RETURN '{"session_types": ["not_a_list"]}';
    ELSIF jsonb_array_length(list) > 35 THEN
        RETURN '{"session_types": ["too_many"]}';
    END IF;
    RETURN (SELECT coalesce(jsonb_object_agg(format('session_types.%s%s', n - 1,
            f.name), jsonb_build_array(f.word)), '{}')
        FROM (SELECT x, n, count(*) OVER (PARTITION BY x ->> 'kind',
                x ->> 'minutes' ORDER BY n) AS nth
            FROM jsonb_array_elements(list) WITH ORDINALITY AS l (x, n)) l,
            LATERAL (VALUES
                ('', CASE WHEN jsonb_typeof(x) <> 'object'
                    THEN 'not_an_object' END),
                ('.kind', CASE WHEN jsonb_typeof(x) = 'object'
                    AND coalesce(x ->> 'kind', '') NOT IN ('technical_coding',
                        'system_design', 'behavioural', 'resume', 'mentoring',
                        'concierge', 'introduction')
                    THEN 'unknown_kind' END),
                ('.minutes', CASE WHEN jsonb_typeof(x) <> 'object' THEN NULL
                    WHEN coalesce(x ->> 'minutes', '')
                        NOT IN ('15', '30', '45', '60', '90')
                    THEN 'unknown_minutes'
                    WHEN nth > 1 THEN 'twice' END),
                ('.price.amount', CASE WHEN jsonb_typeof(x) = 'object'
                    THEN coalesce(CASE WHEN x -> 'price' -> 'amount' IS NULL
                        THEN 'price_missing' END,
                    field_refusal(x -> 'price' -> 'amount', 'int', 0,
                        100000000)) END),
                ('.price.currency', CASE WHEN jsonb_typeof(x) = 'object'
                    AND coalesce(x -> 'price' ->> 'currency', 'USD')
                        !~ '^[A-Z]{3}$' THEN 'unknown_currency' END))
                AS f (name, word)
        WHERE f.word IS NOT NULL);
END
$$;

CREATE OR REPLACE FUNCTION availability_refusal(doc jsonb) RETURNS jsonb
LANGUAGE sql STABLE
AS $$
    WITH override AS (
        SELECT x, n, CASE WHEN jsonb_typeof(x -> 'windows') = 'array'
            THEN x -> 'windows' ELSE '[]' END AS windows
        FROM jsonb_array_elements(doc -> 'overrides')
            WITH ORDINALITY AS l (x, n)
    ), timed AS (
        SELECT w.name, w.of_day, w.n, minute_of(w.x ->> 'start', false) AS s,
            minute_of(w.x ->> 'end', true) AS e
        FROM (SELECT format('weekly.%s', n - 1) AS name, x ->> 'day' AS of_day,
                n, x
            FROM jsonb_array_elements(doc -> 'weekly')
                WITH ORDINALITY AS l (x, n)
            UNION ALL
            SELECT format('overrides.%s.windows.%s', o.n - 1, k.m - 1),
                o.x ->> 'date', k.m, k.w
            FROM override o, jsonb_array_elements(o.windows)
                WITH ORDINALITY AS k (w, m)) w
    )
    SELECT coalesce(jsonb_object_agg(f.field, jsonb_build_array(f.word)), '{}')
    FROM (
        SELECT format('weekly.%s.day', n - 1) AS field,
            CASE WHEN coalesce(x ->> 'day', '') !~ '^[1-7]$'
                THEN 'day_range' END AS word
        FROM jsonb_array_elements(doc -> 'weekly') WITH ORDINALITY AS l (x, n)
        UNION ALL
        SELECT t.name || '.start', CASE WHEN t.s IS NULL THEN 'not_a_time'
            WHEN EXISTS (SELECT FROM timed b WHERE b.of_day = t.of_day
                AND b.n < t.n AND b.s < t.e AND t.s < b.e)
            THEN 'windows_overlap' END
        FROM timed t
        UNION ALL
        SELECT name || '.end', CASE WHEN e IS NULL THEN 'not_a_time'
            WHEN s >= e THEN 'ends_before_it_starts' END
        FROM timed
        UNION ALL
        SELECT format('overrides.%s.date', n - 1),
            CASE WHEN date_of(x ->> 'date') IS NULL THEN 'not_a_date'
            WHEN count(*) OVER (PARTITION BY x ->> 'date' ORDER BY n) > 1
                THEN 'twice' END
        FROM override
        UNION ALL
        SELECT format('overrides.%s.windows', n - 1),
            CASE WHEN jsonb_typeof(x -> 'windows') NOT IN ('array', 'null')
                THEN 'not_a_list' END
        FROM override
        UNION ALL
        SELECT format('blocked.%s.%s', n - 1, k.name), k.word
        FROM jsonb_array_elements(doc -> 'blocked') WITH ORDINALITY AS l (x, n),
            LATERAL (VALUES
                ('from', CASE WHEN date_of(x ->> 'from') IS NULL
                    THEN 'not_a_date' END),
                ('to', CASE WHEN date_of(x ->> 'to') IS NULL THEN 'not_a_date'
                    WHEN x ->> 'from' > x ->> 'to'
                    THEN 'ends_before_it_starts' END),
                ('reason', field_refusal(x -> 'reason', 'text?', 0, 200)))
                AS k (name, word)) f
    WHERE f.word IS NOT NULL
$$;
DROP FUNCTION window_refusal(jsonb);

-- The editor shows what a connected calendar has taken.
GRANT SELECT ON calendar_busy TO belay_booking;
