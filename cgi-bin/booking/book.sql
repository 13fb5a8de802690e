-- Booking: whom, what, when; the moves that make a session.

-- book_expert(ref id) one
-- expert_id id, ref id, kinds texts, display_name text, alias_seed text?, picture text?, headline text?, timezone text, languages texts, rating_mean real?, rating_count int, type_ids ids, type_names texts, type_minutes ids, type_prices ids, price_currency text?
SELECT expert_id, ref, kinds, display_name, alias_seed, picture, headline,
    timezone, languages, rating_mean::float8 AS rating_mean, rating_count,
    type_ids, type_names, type_minutes, type_prices, price_currency
FROM expert_listing WHERE ref = $1
    AND expert_id <> ALL ((SELECT blocked_only())::bigint[])
ORDER BY kind LIMIT 1;

-- The free starts of one month, as the viewer's clock counts it: the month of
-- `day`, else of `start`, else of the next free slot, else this one.
-- book_slots(ref id, type id?, day date?, start instant?, tz text) one
-- month date, starts instants
WITH expert AS (
    SELECT l.expert_id, l.next_slots, coalesce(app_zone(), $5) AS zone,
        l.type_minutes[CASE WHEN cardinality(l.type_ids) = 1 THEN 1
            ELSE array_position(l.type_ids, $2) END] AS minutes
    FROM expert_listing l WHERE l.ref = $1 ORDER BY l.kind LIMIT 1
), month AS (
    SELECT date_trunc('month', coalesce($3::date,
        (coalesce($4::timestamptz, e.next_slots[1], app_now())
            AT TIME ZONE e.zone)::date)::timestamp)::date AS first
    FROM expert e
)
SELECT m.first AS month, ARRAY(SELECT s.start_at
        FROM slots(e.expert_id, e.minutes::int, m.first,
            (m.first + interval '1 month')::date, e.zone, app_user_id()) s
        WHERE e.minutes IS NOT NULL) AS starts
FROM expert e, month m;

-- book_alternatives(ref id, type id, near instant) one
-- starts instants
SELECT ARRAY(SELECT s.start_at FROM (SELECT l.expert_id,
        l.type_minutes[array_position(l.type_ids, $2)] AS minutes
    FROM expert_listing l WHERE l.ref = $1 ORDER BY l.kind LIMIT 1) e,
    slot_alternatives(e.expert_id, e.minutes::int, $3::timestamptz, 3,
        app_user_id()) s) AS starts;

-- session_hold(ref id, type id, start instant, goals text?) one
-- id id
SELECT session_hold($1, $2, $3::timestamptz, $4) AS id;

-- session_confirm(id id, goals text?, pay_with text, seen int?) one
-- id id
SELECT session_confirm($1, $2, $3, $4::int) AS id;

-- session_book(ref id, type id, start instant, goals text?, pay_with text) one
-- id id
SELECT session_book($1, $2, $3::timestamptz, $4, $5) AS id;

-- session_leave(id id) exec
SELECT session_leave($1);

-- The member's hold with this expert.
-- session_held(ref id) one
-- id id, version int, type_kind text, minutes int, starts_at instant, ends_at instant, price_amount int, price_currency text, goals text?, expires_at instant, session_type_id id?, by_hand bool?, late_return_percent int?, free_until instant?
SELECT s.id, s.version, s.type_kind, s.minutes, s.starts_at, s.ends_at,
    s.price_amount, s.price_currency, s.goals, s.expires_at, s.session_type_id,
    t.by_hand, t.late_return_percent, t.free_until
FROM my_session s CROSS JOIN session_terms(s.id) t
WHERE s.expert_ref = $1 AND s.side = 'client' AND s.status = 'held'
    AND s.starts_at > app_now() AND s.expires_at > app_now()
LIMIT 1;
