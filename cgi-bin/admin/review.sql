-- desk_review_list(status text?, after id?, most int) many
-- id id, status text, outcome text?, section_title text, journey text, client_name text, mentor_name text?, due_at instant, priority int
SELECT r.id, r.status, r.outcome, r.section_title, j.title AS journey,
    c.display_name AS client_name, m.display_name AS mentor_name, r.due_at,
    r.priority
FROM review_request r JOIN journey j ON j.id = r.journey_id
JOIN profile c ON c.user_id = r.client_id
LEFT JOIN profile m ON m.user_id = r.mentor_id
WHERE ($1::text IS NULL OR r.status = $1) AND ($2::bigint IS NULL OR r.id < $2)
ORDER BY r.id DESC LIMIT $3;

-- desk_review_find(id id) one
-- id id, status text, outcome text?, section_title text, section_kind text?, journey text, client_name text, mentor_name text?, submitted_at instant, due_at instant, paid_by text, priority int
SELECT r.id, r.status, r.outcome, r.section_title, r.section_kind,
    j.title AS journey, c.display_name AS client_name,
    m.display_name AS mentor_name, r.submitted_at, r.due_at, r.paid_by, r.priority
FROM review_request r JOIN journey j ON j.id = r.journey_id
JOIN profile c ON c.user_id = r.client_id
LEFT JOIN profile m ON m.user_id = r.mentor_id
WHERE r.id = $1;

-- desk_review_matches(id id) many
-- mentor_id id, name text, rank int, score real, preferred real, specialisation real, availability real, rating real, load real, excluded text?, offered_at instant?
SELECT x.mentor_id, p.display_name AS name, x.rank, x.score, x.preferred,
    x.specialisation, x.availability, x.rating, x.load, x.excluded, x.offered_at
FROM review_match x JOIN profile p ON p.user_id = x.mentor_id
WHERE x.review_id = $1 ORDER BY x.rank;

-- desk_review_steps(id id) many
-- at instant, event text, side text, who text?, words text?
SELECT h.at, h.event, h.side, p.display_name AS who, h.words
FROM review_history h LEFT JOIN profile p ON p.user_id = h.mentor_id
WHERE h.review_id = $1 ORDER BY h.id;

-- desk_review_assign(id id, mentor id, words text) exec
SELECT review_assign($1, $2, $3);
