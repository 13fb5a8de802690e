-- The expert's desk: what they hold, and for whom.

-- Figures of the last 90 days and of what is to come; kind NULL: all kinds.
-- desk_counts(kind text?) one
-- students int, upcoming int, requests int, kept int, rating real?, ratings int, seats int?
SELECT count(DISTINCT coalesce(p.other_id, -p.session_id)) FILTER (WHERE
        p.status IN ('scheduled', 'in_progress', 'completed')) AS students,
    count(*) FILTER (WHERE p.status IN ('scheduled', 'in_progress')) AS upcoming,
    count(*) FILTER (WHERE p.status = 'requested') AS requests,
    count(*) FILTER (WHERE p.status = 'completed') AS kept,
    (SELECT CASE WHEN e.rating_count >= 3 THEN e.rating_mean::float8 END
        FROM expert e WHERE e.user_id = app_user_id()) AS rating,
    coalesce((SELECT e.rating_count FROM expert e
        WHERE e.user_id = app_user_id()), 0) AS ratings,
    (SELECT e.seats FROM expert e WHERE e.user_id = app_user_id()) AS seats
FROM session_participant p
WHERE p.person_id = app_user_id() AND p.side = 'expert'
    AND p.starts_at > app_now() - interval '90 days'
    AND ($1::text IS NULL OR p.kind = $1);

-- Those who are known by name, whom the expert saw or will see.
-- desk_people(kind text?, most int) many
-- id id, display_name text, handle text?, picture text?, kept int, last_at instant?, next_at instant?, session_id id
SELECT p.other_id AS id, f.display_name,
    CASE WHEN f.is_public THEN f.handle END AS handle, f.picture,
    count(*) FILTER (WHERE p.status = 'completed') AS kept,
    max(p.starts_at) FILTER (WHERE p.status = 'completed') AS last_at,
    min(p.starts_at) FILTER (WHERE p.status = 'scheduled') AS next_at,
    max(p.session_id) AS session_id
FROM session_participant p JOIN profile f ON f.user_id = p.other_id
WHERE p.person_id = app_user_id() AND p.side = 'expert'
    AND p.starts_at > app_now() - interval '90 days'
    AND p.status IN ('scheduled', 'in_progress', 'completed')
    AND ($1::text IS NULL OR p.kind = $1)
GROUP BY p.other_id, f.display_name, f.is_public, f.handle, f.picture
ORDER BY next_at NULLS LAST, last_at DESC LIMIT $2;

-- desk_statuses() many
-- status text, n int
SELECT status, count(*) AS n FROM session_participant
WHERE person_id = app_user_id() AND side = 'expert'
    AND status NOT IN ('held', 'expired')
GROUP BY status;

-- The columns of session_find, and how many notes and recordings there are.
-- desk_session_list(status text, after_at instant?, after_id id?, most int) many
-- id id, side text, kind text, status text, starts_at instant, ends_at instant, version int, uid text, sequence int, session_type_id id?, type_kind text, minutes int, price_amount int, price_currency text, goals text?, paid_by text?, paid_ref id?, expires_at instant?, anonymous bool, reveal text, no_show_by text?, disputed bool, resolution text?, completed_at instant?, canceled_at instant?, canceled_side text?, cancel_code text?, cancel_words text?, return_percent int?, reschedules_left int, proposals_left int, join_opens_at instant, join_closes_at instant, meeting_link text?, expert_ref id, expert_name text, expert_seed text?, expert_picture text?, expert_handle text?, client_id id?, client_name text, client_seed text?, client_picture text?, client_handle text?, notes int, recordings int
SELECT x.*, n.notes, n.recordings FROM (
SELECT id, side, kind, status, starts_at, ends_at, version, uid, sequence,
    session_type_id, type_kind, minutes, price_amount, price_currency, goals,
    paid_by, paid_ref, expires_at, anonymous, reveal, no_show_by, disputed,
    resolution, completed_at, canceled_at, canceled_side, cancel_code,
    cancel_words, return_percent, reschedules_left, proposals_left,
    join_opens_at, join_closes_at, meeting_link, expert_ref, expert_name,
    expert_seed, expert_picture, expert_handle, client_id, client_name,
    client_seed, client_picture, client_handle
FROM my_session
WHERE side = 'expert' AND status = $1
    AND (expires_at IS NULL OR expires_at > app_now())
    AND (starts_at, id) < (coalesce($2::timestamptz, 'infinity'),
        coalesce($3, 9223372036854775807))
ORDER BY starts_at DESC, id DESC LIMIT $4) x
CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE o.kind <> 'recording') AS notes,
    count(*) FILTER (WHERE o.kind = 'recording') AS recordings
    FROM my_session_note o WHERE o.session_id = x.id) n
ORDER BY x.starts_at DESC, x.id DESC;

-- The same of what is still to come, the soonest first.
-- desk_session_coming(status text, after_at instant?, after_id id?, most int) many
-- id id, side text, kind text, status text, starts_at instant, ends_at instant, version int, uid text, sequence int, session_type_id id?, type_kind text, minutes int, price_amount int, price_currency text, goals text?, paid_by text?, paid_ref id?, expires_at instant?, anonymous bool, reveal text, no_show_by text?, disputed bool, resolution text?, completed_at instant?, canceled_at instant?, canceled_side text?, cancel_code text?, cancel_words text?, return_percent int?, reschedules_left int, proposals_left int, join_opens_at instant, join_closes_at instant, meeting_link text?, expert_ref id, expert_name text, expert_seed text?, expert_picture text?, expert_handle text?, client_id id?, client_name text, client_seed text?, client_picture text?, client_handle text?, notes int, recordings int
SELECT x.*, n.notes, n.recordings FROM (
SELECT id, side, kind, status, starts_at, ends_at, version, uid, sequence,
    session_type_id, type_kind, minutes, price_amount, price_currency, goals,
    paid_by, paid_ref, expires_at, anonymous, reveal, no_show_by, disputed,
    resolution, completed_at, canceled_at, canceled_side, cancel_code,
    cancel_words, return_percent, reschedules_left, proposals_left,
    join_opens_at, join_closes_at, meeting_link, expert_ref, expert_name,
    expert_seed, expert_picture, expert_handle, client_id, client_name,
    client_seed, client_picture, client_handle
FROM my_session
WHERE side = 'expert' AND status = $1
    AND (expires_at IS NULL OR expires_at > app_now())
    AND (starts_at, id) > (coalesce($2::timestamptz, '-infinity'),
        coalesce($3, 0))
ORDER BY starts_at, id LIMIT $4) x
CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE o.kind <> 'recording') AS notes,
    count(*) FILTER (WHERE o.kind = 'recording') AS recordings
    FROM my_session_note o WHERE o.session_id = x.id) n
ORDER BY x.starts_at, x.id;
