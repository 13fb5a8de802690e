-- The asking expert's availability.  Row-level security shows the own rows only;
-- one who is no expert has no row.

-- minutes: the length that the directory shows free times for.
-- availability_find() one
-- ref id, timezone text, kind text?, minutes int
SELECT e.ref, e.timezone, (SELECT min(k.kind) FROM expert_kind k
        WHERE k.user_id = e.user_id AND k.status = 'verified') AS kind,
    (SELECT CASE WHEN count(*) = 0 OR bool_or(t.minutes = 30) THEN 30
        ELSE min(t.minutes) END FROM session_type t
        WHERE t.expert_id = e.user_id AND t.active) AS minutes
FROM expert e WHERE e.user_id = app_user_id();

-- availability_rules() many
-- day int, start minute, end minute
SELECT day, start_minute AS start, end_minute AS "end" FROM availability_rule
WHERE expert_id = app_user_id() ORDER BY day, start_minute;

-- A date without hours is closed.
-- availability_overrides() many
-- date date, start minute?, end minute?
SELECT on_date AS date, start_minute AS start, end_minute AS "end"
FROM availability_override
WHERE expert_id = app_user_id() ORDER BY on_date, start_minute;

-- availability_blocks() many
-- from date, to date, reason text?
SELECT from_date AS "from", to_date AS "to", reason FROM availability_block
WHERE expert_id = app_user_id() ORDER BY from_date, to_date, id;

-- What the week from now on has taken already.
-- availability_busy() many
-- start instant, end instant, other text?
SELECT s.starts_at AS start, s.ends_at AS "end", s.client_name AS other
FROM my_session s
WHERE s.side = 'expert' AND s.ends_at > app_now()
    AND s.starts_at < app_now() + interval '7 days'
    AND s.status IN ('awaiting_payment', 'requested', 'scheduled', 'in_progress')
UNION ALL
SELECT lower(c.during), upper(c.during), NULL
FROM calendar_busy c
WHERE c.user_id = app_user_id() AND upper(c.during) > app_now()
    AND lower(c.during) < app_now() + interval '7 days'
ORDER BY 1 LIMIT 50;

-- Two weeks as a member sees them.
-- availability_preview() one
-- today date, starts instants
SELECT d.today, ARRAY(SELECT s.start_at FROM slots(e.user_id, (SELECT CASE
        WHEN count(*) = 0 OR bool_or(t.minutes = 30) THEN 30
        ELSE min(t.minutes) END FROM session_type t
        WHERE t.expert_id = e.user_id AND t.active), d.today, d.today + 14,
        e.timezone) s) AS starts
FROM expert e, LATERAL (SELECT (app_now() AT TIME ZONE e.timezone)::date
    AS today) d
WHERE e.user_id = app_user_id();

-- availability_save(doc json) exec
SELECT availability_save($1::jsonb);

-- The weekly hours and the zone; dates and time off stay as they are.
-- availability_save_week(doc json) exec
SELECT availability_save($1::jsonb || jsonb_build_object(
    'overrides', (SELECT coalesce(jsonb_agg(jsonb_build_object('date', o.on_date,
            'windows', o.windows) ORDER BY o.on_date), '[]')
        FROM (SELECT on_date, coalesce(jsonb_agg(jsonb_build_object(
                'start', to_char(make_interval(mins => start_minute),
                    'HH24:MI'),
                'end', to_char(make_interval(mins => end_minute), 'HH24:MI'))
                ORDER BY start_minute) FILTER (WHERE start_minute IS NOT NULL),
                '[]') AS windows
            FROM availability_override WHERE expert_id = app_user_id()
            GROUP BY on_date) o),
    'blocked', (SELECT coalesce(jsonb_agg(jsonb_build_object('from', from_date,
            'to', to_date, 'reason', reason) ORDER BY from_date), '[]')
        FROM availability_block WHERE expert_id = app_user_id())));
