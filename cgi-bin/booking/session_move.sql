-- The moves of a session; each refuses by itself what is not allowed.

-- session_accept(id id, seen int?) exec
SELECT session_accept($1, $2::int);

-- session_decline(id id, reason text?, words text?, seen int?) exec
SELECT session_decline($1, $2, $3, $4::int);

-- session_cancel(id id, reason text?, words text?, seen int?) exec
SELECT session_cancel($1, $2, $3, $4::int);

-- session_cancel_preview(id id) one
-- move text?, return_percent int?, amount int?, currency text?, late bool?
SELECT move, return_percent, amount, currency, late
FROM session_cancel_preview($1);

-- session_reschedule(id id, start instant, seen int?) exec
SELECT session_reschedule($1, $2::timestamptz, $3::int);

-- session_start(id id, seen int?) exec
SELECT session_start($1, $2::int);

-- session_complete(id id, seen int?) exec
SELECT session_complete($1, $2::int);

-- session_no_show(id id, seen int?) exec
SELECT session_no_show($1, $2::int);

-- session_take_back(id id, seen int?) exec
SELECT session_take_back($1, $2::int);

-- session_dispute(id id, words text?, seen int?) exec
SELECT session_dispute($1, $2, $3::int);

-- session_settle(id id, outcome text, seen int?) one
-- settled bool
SELECT session_settle($1, $2, $3::int) AS settled;

-- session_emergency(id id, words text?) exec
SELECT session_emergency($1, $2);

-- session_reveal(id id, answer text) one
-- reveal text
SELECT session_reveal($1, $2) AS reveal;

-- The free starts of one month for moving it, the month as in book_slots.
-- session_move_slots(id id, day date?, tz text) one
-- month date, starts instants
WITH month AS (
    SELECT date_trunc('month', coalesce($2::date,
        (greatest(s.starts_at, app_now()) AT TIME ZONE z.zone)::date)::timestamp)
        ::date AS first, z.zone
    FROM my_session s, (SELECT coalesce(app_zone(), $3) AS zone) z
    WHERE s.id = $1
)
SELECT m.first AS month, ARRAY(SELECT x.start_at FROM session_slots($1,
    m.first, (m.first + interval '1 month')::date, m.zone) x) AS starts
FROM month m;

-- The instant of a wall-clock time on the viewer's clock; none in a skipped hour.
-- session_local_instant(day date, clock minute, tz text) one
-- at instant?
SELECT local_instant($1::date::timestamp + $2::time,
    coalesce(app_zone(), $3)) AS at;
