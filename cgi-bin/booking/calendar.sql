-- The calendar shows what takes, took or may take place.

-- The dates a view shows, around a date or today.
-- calendar_range(view text, shown date?, tz text) one
-- shown date, from_date date, to_date date
SELECT d.shown, c.from_date, c.to_date
FROM (SELECT coalesce($2::date, (app_now() AT TIME ZONE
    coalesce(app_zone(), $3))::date) AS shown) d, calendar_span($1, d.shown) c;

-- The columns of session_find.
-- calendar_list(view text, shown date?, tz text, side text?, kind text?) many
-- id id, side text, kind text, status text, starts_at instant, ends_at instant, version int, uid text, sequence int, session_type_id id?, type_kind text, minutes int, price_amount int, price_currency text, goals text?, paid_by text?, paid_ref id?, expires_at instant?, anonymous bool, reveal text, no_show_by text?, disputed bool, resolution text?, completed_at instant?, canceled_at instant?, canceled_side text?, cancel_code text?, cancel_words text?, return_percent int?, reschedules_left int, proposals_left int, join_opens_at instant, join_closes_at instant, meeting_link text?, expert_ref id, expert_name text, expert_seed text?, expert_picture text?, expert_handle text?, client_id id?, client_name text, client_seed text?, client_picture text?, client_handle text?
SELECT id, side, kind, status, starts_at, ends_at, version, uid, sequence,
    session_type_id, type_kind, minutes, price_amount, price_currency, goals,
    paid_by, paid_ref, expires_at, anonymous, reveal, no_show_by, disputed,
    resolution, completed_at, canceled_at, canceled_side, cancel_code,
    cancel_words, return_percent, reschedules_left, proposals_left,
    join_opens_at, join_closes_at, meeting_link, expert_ref, expert_name,
    expert_seed, expert_picture, expert_handle, client_id, client_name,
    client_seed, client_picture, client_handle
FROM my_session,
    (SELECT day_start(c.from_date, z.zone) AS lo,
        day_start(c.to_date, z.zone) AS hi
    FROM (SELECT coalesce(app_zone(), $3) AS zone) z,
        calendar_span($1, coalesce($2::date,
            (app_now() AT TIME ZONE z.zone)::date)) c) span
WHERE starts_at >= span.lo AND starts_at < span.hi
    AND status IN ('awaiting_payment', 'requested', 'scheduled', 'in_progress',
        'completed', 'no_show')
    AND (expires_at IS NULL OR expires_at > app_now())
    AND ($4::text IS NULL OR side = $4) AND ($5::text IS NULL OR kind = $5)
ORDER BY starts_at, id LIMIT 1000;

-- calendar_feed_find() one
-- created_at instant
SELECT created_at FROM calendar_feed WHERE user_id = app_user_id();

-- A new secret takes the place of the old one.
-- calendar_feed_make(hash text) exec
INSERT INTO calendar_feed (user_id, token_hash, created_at)
VALUES (app_user_id(), $1, app_now())
ON CONFLICT (user_id) DO UPDATE SET token_hash = excluded.token_hash,
    created_at = excluded.created_at;

-- calendar_feed_revoke() exec
DELETE FROM calendar_feed WHERE user_id = app_user_id();

-- For whoever has the secret: no row when nobody's, one without a session when
-- there is none.
-- calendar_feed_list(hash text) many
-- session_id id?, other_name text?, uid text?, sequence int?, status text?, type_kind text?, starts_at instant?, ends_at instant?, meeting_link text?, asked_at instant
SELECT session_id, other_name, uid, sequence, status, type_kind, starts_at,
    ends_at, meeting_link, app_now() AS asked_at
FROM calendar_feed_of($1);
