-- What the pages of sessions read.  The views show the asking member's own.

-- session_find(id id) one
-- id id, side text, kind text, status text, starts_at instant, ends_at instant, version int, uid text, sequence int, session_type_id id?, type_kind text, minutes int, price_amount int, price_currency text, goals text?, paid_by text?, paid_ref id?, expires_at instant?, anonymous bool, reveal text, no_show_by text?, disputed bool, resolution text?, completed_at instant?, canceled_at instant?, canceled_side text?, cancel_code text?, cancel_words text?, return_percent int?, reschedules_left int, proposals_left int, join_opens_at instant, join_closes_at instant, meeting_link text?, expert_ref id, expert_name text, expert_seed text?, expert_picture text?, expert_handle text?, client_id id?, client_name text, client_seed text?, client_picture text?, client_handle text?
SELECT id, side, kind, CASE WHEN status = 'held' AND expires_at <= app_now()
        THEN 'expired' ELSE status END AS status,
    starts_at, ends_at, version, uid, sequence, session_type_id, type_kind,
    minutes, price_amount, price_currency, goals, paid_by, paid_ref, expires_at,
    anonymous, reveal, no_show_by, disputed, resolution, completed_at,
    canceled_at, canceled_side, cancel_code, cancel_words, return_percent, reschedules_left, proposals_left,
    join_opens_at, join_closes_at, meeting_link, expert_ref, expert_name,
    expert_seed, expert_picture, expert_handle, client_id, client_name,
    client_seed, client_picture, client_handle
FROM my_session WHERE id = $1;

-- The same columns for lists: those to come, soonest first, and those that ended,
-- latest first.  `show` is upcoming, requests or agreed; kind, side and status narrow.

-- session_upcoming(show text, status text?, kind text?, side text?, after_at instant?, after_id id?, most int) many
-- id id, side text, kind text, status text, starts_at instant, ends_at instant, version int, uid text, sequence int, session_type_id id?, type_kind text, minutes int, price_amount int, price_currency text, goals text?, paid_by text?, paid_ref id?, expires_at instant?, anonymous bool, reveal text, no_show_by text?, disputed bool, resolution text?, completed_at instant?, canceled_at instant?, canceled_side text?, cancel_code text?, cancel_words text?, return_percent int?, reschedules_left int, proposals_left int, join_opens_at instant, join_closes_at instant, meeting_link text?, expert_ref id, expert_name text, expert_seed text?, expert_picture text?, expert_handle text?, client_id id?, client_name text, client_seed text?, client_picture text?, client_handle text?
SELECT id, side, kind, status, starts_at, ends_at, version, uid, sequence,
    session_type_id, type_kind, minutes, price_amount, price_currency, goals,
    paid_by, paid_ref, expires_at, anonymous, reveal, no_show_by, disputed,
    resolution, completed_at, canceled_at, canceled_side, cancel_code, cancel_words, return_percent,
    reschedules_left, proposals_left, join_opens_at, join_closes_at,
    meeting_link, expert_ref, expert_name, expert_seed, expert_picture,
    expert_handle, client_id, client_name, client_seed, client_picture,
    client_handle
FROM my_session
WHERE starts_at > app_now() - interval '3 days'
    AND status = ANY (CASE $1 WHEN 'requests' THEN ARRAY['requested']
        WHEN 'agreed' THEN ARRAY['scheduled', 'in_progress'] ELSE ARRAY['held', 'awaiting_payment', 'requested', 'scheduled',
        'in_progress'] END)
    AND ($2::text IS NULL OR status = $2) AND ($3::text IS NULL OR kind = $3)
    AND ($4::text IS NULL OR side = $4)
    AND (expires_at IS NULL OR expires_at > app_now())
    AND (status <> 'held' OR side = 'client')
    AND (starts_at, id) > (coalesce($5::timestamptz, '-infinity'),
        coalesce($6, 0))
ORDER BY starts_at, id LIMIT $7;

-- session_past(status text?, kind text?, side text?, after_at instant?, after_id id?, most int) many
-- id id, side text, kind text, status text, starts_at instant, ends_at instant, version int, uid text, sequence int, session_type_id id?, type_kind text, minutes int, price_amount int, price_currency text, goals text?, paid_by text?, paid_ref id?, expires_at instant?, anonymous bool, reveal text, no_show_by text?, disputed bool, resolution text?, completed_at instant?, canceled_at instant?, canceled_side text?, cancel_code text?, cancel_words text?, return_percent int?, reschedules_left int, proposals_left int, join_opens_at instant, join_closes_at instant, meeting_link text?, expert_ref id, expert_name text, expert_seed text?, expert_picture text?, expert_handle text?, client_id id?, client_name text, client_seed text?, client_picture text?, client_handle text?
SELECT id, side, kind, status, starts_at, ends_at, version, uid, sequence,
    session_type_id, type_kind, minutes, price_amount, price_currency, goals,
    paid_by, paid_ref, expires_at, anonymous, reveal, no_show_by, disputed,
    resolution, completed_at, canceled_at, canceled_side, cancel_code, cancel_words, return_percent,
    reschedules_left, proposals_left, join_opens_at, join_closes_at,
    meeting_link, expert_ref, expert_name, expert_seed, expert_picture,
    expert_handle, client_id, client_name, client_seed, client_picture,
    client_handle
FROM my_session
WHERE status IN ('completed', 'canceled', 'no_show', 'declined', 'expired')
    AND (status <> 'expired' OR paid_by IS NOT NULL)
    AND ($1::text IS NULL OR status = $1) AND ($2::text IS NULL OR kind = $2)
    AND ($3::text IS NULL OR side = $3)
    AND (starts_at, id) < (coalesce($4::timestamptz, 'infinity'),
        coalesce($5, 9223372036854775807))
ORDER BY starts_at DESC, id DESC LIMIT $6;

-- session_counts() one
-- upcoming int, requests int
SELECT count(*) AS upcoming,
    count(*) FILTER (WHERE status = 'requested') AS requests
FROM session_participant
WHERE person_id = app_user_id() AND starts_at > app_now() - interval '3 days'
    AND status IN ('awaiting_payment', 'requested', 'scheduled',
        'in_progress');

-- What only the session's own page shows: what may be done now, the terms, the
-- other side's clock, the expert as the directory has one, who settles how.
-- session_around(id id) one
-- moves texts, by_hand bool?, late_return_percent int?, free_until instant?, other_zone text?, headline text?, settle_mine text?, settle_other text?, can_propose_new bool, order_ref text?, order_number text?, refund_amount int?
SELECT session_moves_of(s.id) AS moves, t.by_hand, t.late_return_percent,
    t.free_until, coalesce(p.timezone, CASE s.side WHEN 'client'
        THEN l.timezone END) AS other_zone,
    CASE s.side WHEN 'client' THEN l.headline END AS headline,
    s.settle_mine, s.settle_other, s.side = 'expert' AND s.status IN
        ('scheduled', 'in_progress', 'completed', 'canceled', 'no_show',
        'declined') AS can_propose_new,
    o.ref AS order_ref, order_number(o.id) AS order_number,
    CASE WHEN o.id IS NOT NULL THEN s.refund_amount END AS refund_amount
FROM my_session s
CROSS JOIN session_terms(s.id) t
LEFT JOIN profile p ON p.user_id = s.other_id
LEFT JOIN orders o ON o.id = s.paid_ref AND s.paid_by = 'order'
    AND o.buyer_id = app_user_id()
LEFT JOIN LATERAL (SELECT x.timezone, x.headline FROM expert_listing x
    WHERE x.ref = s.expert_ref ORDER BY x.kind LIMIT 1) l ON true
WHERE s.id = $1;

-- session_history_list(id id) many
-- at instant, side text, move text, from_status text?, to_status text, reason text?, no_show_by text?, moved_from instant?, moved_to instant?, words text?
SELECT at, side, move, from_status, to_status, reason,
    data ->> 'no_show_by' AS no_show_by,
    (data ->> 'from')::timestamptz AS moved_from,
    (data ->> 'to')::timestamptz AS moved_to, data ->> 'words' AS words
FROM my_session_history WHERE session_id = $1 ORDER BY id LIMIT 200;
