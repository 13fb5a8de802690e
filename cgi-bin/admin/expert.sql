-- expert_find(kind text, ref id) one
-- ref id, user_id id, display_name text, picture text?, alias text, is_anonymous bool, email text, headline text?, bio text?, timezone text, languages texts, status text, reason text?, application json, submitted_at instant?, decided_at instant?, decider text?, type_kinds texts, type_minutes ids, type_prices ids, type_currencies texts, skills texts, rating_count int, rating_mean real, reliability int
SELECT e.ref, k.user_id, p.display_name, p.picture, e.alias, e.is_anonymous,
    u.email, e.headline, e.bio, e.timezone, e.languages, k.status, k.reason,
    k.application, k.submitted_at, k.decided_at, d.display_name AS decider,
    t.type_kinds, t.type_minutes, t.type_prices, t.type_currencies,
    ARRAY(SELECT s.name || ' ' || x.level || '/5' FROM expert_skill x
        JOIN skill s ON s.id = x.skill_id WHERE x.expert_id = e.user_id
        ORDER BY x.level DESC, s.name) AS skills,
    e.rating_count::bigint AS rating_count,
    e.rating_mean::float8 AS rating_mean, e.reliability::bigint AS reliability
FROM expert_kind k
JOIN expert e ON e.user_id = k.user_id
JOIN users u ON u.id = k.user_id
JOIN profile p ON p.user_id = k.user_id
LEFT JOIN profile d ON d.user_id = k.decided_by
CROSS JOIN LATERAL (SELECT
    coalesce(array_agg(x.kind ORDER BY x.id), '{}') AS type_kinds,
    coalesce(array_agg(x.minutes::bigint ORDER BY x.id), '{}') AS type_minutes,
    coalesce(array_agg(x.price_amount ORDER BY x.id), '{}') AS type_prices,
    coalesce(array_agg(x.price_currency ORDER BY x.id), '{}')
        AS type_currencies
    FROM session_type x WHERE x.expert_id = e.user_id AND x.active) t
WHERE k.kind = $1 AND e.ref = $2;

-- expert_history(kind text, ref id) many
-- at instant, actor text?, from_status text, to_status text, reason text?
SELECT h.at, p.display_name AS actor, h.from_status, h.to_status, h.reason
FROM expert_kind_history h JOIN expert e ON e.user_id = h.user_id
LEFT JOIN profile p ON p.user_id = h.actor_id
WHERE h.kind = $1 AND e.ref = $2 ORDER BY h.id DESC LIMIT 30;

-- expert_moves(status text) many
-- to_status text
SELECT r.to_status FROM expert_kind_rule r
WHERE r.from_status = $1 AND r.side = 'admin' ORDER BY r.to_status;

-- expert_decide(user_id id, kind text, status text, why text?) exec
SELECT expert_decide($1, $2, $3, $4);
