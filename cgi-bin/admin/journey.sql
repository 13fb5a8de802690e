-- Journeys as admins see them: what waits, what is public, what changes.

-- journey_list(status text?, waiting bool, after id?, most int) many
-- id id, title text, status text, creator text, creator_id id, is_asked bool, featured_at instant?, changed_at instant, members int
SELECT j.id, j.title, j.status, p.display_name AS creator, j.creator_id,
    v.asked_at IS NOT NULL AS is_asked, j.featured_at, j.changed_at,
    (SELECT count(*) FROM enrolment e WHERE e.journey_id = j.id
        AND e.status <> 'ended') AS members
FROM journey j JOIN profile p ON p.user_id = j.creator_id
JOIN journey_version v ON v.id = journey_latest(j.id)
WHERE ($1::text IS NULL OR j.status = $1)
    AND (NOT $2 OR j.status = 'in_review' OR v.asked_at IS NOT NULL)
    AND ($3::bigint IS NULL OR j.id < $3)
ORDER BY j.id DESC LIMIT $4::int;

-- journey_find(id id) one
-- id id, title text, slug text, status text, status_words text?, summary text?, description text?, creator text, creator_id id, featured_at instant?, fee_bp int?, currency text, latest_id id, latest int, latest_status text, latest_summary text?, is_asked bool, published_id id?, published int?, is_safety_fix bool, members int, behind int, lacks int
SELECT j.id, j.title, j.slug, j.status, j.status_words, j.summary, j.description,
    p.display_name AS creator, j.creator_id, j.featured_at,
    j.fee_bp::bigint AS fee_bp, j.currency, v.id AS latest_id,
    v.number::bigint AS latest, v.status AS latest_status,
    v.summary AS latest_summary, v.asked_at IS NOT NULL AS is_asked,
    o.id AS published_id, o.number::bigint AS published,
    coalesce(o.is_safety_fix, false) AS is_safety_fix,
    (SELECT count(*) FROM enrolment e WHERE e.journey_id = j.id
        AND e.status <> 'ended') AS members,
    (SELECT count(*) FROM enrolment e WHERE e.journey_id = j.id
        AND e.status <> 'ended' AND e.version_id IS DISTINCT FROM o.id) AS behind,
    (SELECT count(*) FROM journey_lacks(j.id)) AS lacks
FROM journey j JOIN profile p ON p.user_id = j.creator_id
JOIN journey_version v ON v.id = journey_latest(j.id)
LEFT JOIN journey_version o ON o.journey_id = j.id AND o.status = 'published'
WHERE j.id = $1;

-- journey_tier_list(id id) many
-- tier text, is_on bool, month_amount int, year_amount int?, reviews int, sessions int
SELECT t.tier, t.is_on, t.month_amount, t.year_amount,
    t.reviews::bigint AS reviews, t.sessions::bigint AS sessions
FROM journey_tier t WHERE t.journey_id = $1 ORDER BY t.month_amount;

-- journey_history_list(id id) many
-- from_status text, to_status text, side text, words text?, at instant
SELECT from_status, to_status, side, words, at FROM journey_history
WHERE journey_id = $1 ORDER BY id DESC LIMIT 50;

-- journey_approve(id id, safety bool) exec
SELECT journey_approve($1, $2);

-- journey_ask_changes(id id, words text?) exec
SELECT journey_ask_changes($1, $2);

-- journey_decide(id id, target text, words text?) exec
SELECT journey_decide($1, $2, $3);

-- journey_feature(id id, is_on bool) exec
SELECT journey_feature($1, $2);

-- journey_fee_save(id id, bp int?) exec
SELECT journey_fee($1, $2::int);

-- journey_safety_fix(id id) one
-- moved int
SELECT version_safety_fix($1)::bigint AS moved;
