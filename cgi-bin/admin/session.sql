-- booking_find(id id) one
-- id id, uid text, kind text, type_kind text, status text, starts_at instant, ends_at instant, goals text?, paid_by text?, price_amount int, price_currency text, anonymous bool, client_alias text?, expert_alias text, reveal text, no_show_by text?, disputed bool, dispute_words text?, disputed_by text?, disputed_at instant?, resolution text?, cancel_code text?, cancel_words text?, canceled_side text?, return_percent int?, settle_client text?, settle_expert text?, client_id id, client text, client_zone text, expert_id id, expert text, expert_zone text, created_at instant, moves texts
SELECT s.id, s.uid, s.kind, s.type_kind, s.status, s.starts_at, s.ends_at, s.goals, s.paid_by,
    s.price_amount, s.price_currency, s.anonymous, s.client_alias,
    x.alias AS expert_alias, s.reveal, s.no_show_by,
    s.disputed, s.dispute_words, d.display_name AS disputed_by, s.disputed_at,
    s.resolution, s.cancel_code, s.cancel_words, s.canceled_side,
    s.return_percent::bigint AS return_percent, s.settle_client,
    s.settle_expert, s.client_id, c.display_name AS client,
    c.timezone AS client_zone, s.expert_id, e.display_name AS expert,
    e.timezone AS expert_zone, s.created_at, session_admin_moves(s.id) AS moves
FROM session s
JOIN expert x ON x.user_id = s.expert_id
JOIN profile c ON c.user_id = s.client_id
JOIN profile e ON e.user_id = s.expert_id
LEFT JOIN profile d ON d.user_id = s.disputed_by
WHERE s.id = $1;

-- booking_history(id id) many
-- at instant, actor text?, side text, move text, from_status text?, to_status text, reason text?
SELECT h.at, p.display_name AS actor, h.side, h.move, h.from_status,
    h.to_status, h.reason
FROM session_history h LEFT JOIN profile p ON p.user_id = h.actor_id
WHERE h.session_id = $1 ORDER BY h.id DESC LIMIT 100;

-- booking_cancel(id id, why text) exec
SELECT session_admin_cancel($1, $2);

-- booking_move(id id, start instant, why text) exec
SELECT session_admin_move($1, $2, $3);

-- booking_settle(id id, outcome text, why text) exec
SELECT session_admin_settle($1, $2, $3);

-- booking_resolve(id id, verdict text, why text) exec
SELECT session_admin_resolve($1, $2, $3);

-- booking_emergency(id id, why text) exec
SELECT session_admin_emergency($1, $2);

-- Wall-clock time in a zone; nothing in an hour that is skipped.
-- local_start(day date, minute int, zone text) one
-- start instant?
SELECT local_instant($1::date + make_interval(mins => $2::int), $3) AS start;
