-- journey_find(slug text) one
-- id id, slug text, title text, summary text?, description text?, status text, cover text?, category text?, estimate_minutes int?, currency text, shows_split bool, fee_bp int, is_mine bool, creator text, creator_handle text?, creator_picture text?, creator_headline text?, members int, rating_mean real, rating_count int, has_review bool, my_status text?, my_tier text?, my_subscription id?
SELECT j.id, j.slug, j.title, j.summary, j.description, j.status,
    j.theme ->> 'cover' AS cover, l.category, j.estimate_minutes, j.currency,
    j.shows_split,
    coalesce(j.fee_bp, setting_text('platform_fee_bp')::int) AS fee_bp,
    coalesce(j.creator_id = app_user_id(), false) AS is_mine,
    p.display_name AS creator,
    CASE WHEN p.is_public THEN p.handle END AS creator_handle,
    p.picture AS creator_picture, p.headline AS creator_headline,
    coalesce(l.members, 0) AS members,
    coalesce(l.rating_mean, 4)::float8 AS rating_mean,
    coalesce(l.rating_count, 0) AS rating_count,
    EXISTS (SELECT FROM journey_review r WHERE r.journey_id = j.id
        AND r.user_id = app_user_id()) AS has_review,
    e.status AS my_status, e.tier AS my_tier, e.subscription_id AS my_subscription
FROM journey j
JOIN profile p ON p.user_id = j.creator_id
LEFT JOIN journey_listing l ON l.journey_id = j.id
LEFT JOIN enrolment e ON e.journey_id = j.id AND e.user_id = app_user_id()
WHERE (j.slug = $1 OR j.id = (SELECT s.journey_id FROM journey_slug s
        WHERE s.slug = $1 AND NOT EXISTS (SELECT FROM journey x WHERE x.slug = $1)))
    AND (j.status = 'published' OR e.id IS NOT NULL
        OR j.creator_id = app_user_id())
    AND (e.id IS NOT NULL OR j.creator_id <> ALL (my_blocked()));

-- tier_list(slug text) many
-- tier text, title text, month_amount int, year_amount int?, fee_amount int, reviews int, sessions int, session_minutes int
SELECT t.tier, tier_title(t.tier) AS title, t.month_amount, t.year_amount,
    bp_of(t.month_amount, coalesce(j.fee_bp,
        setting_text('platform_fee_bp')::int)) AS fee_amount,
    t.reviews, t.sessions, t.session_minutes
FROM journey j JOIN journey_tier t ON t.journey_id = j.id
WHERE j.slug = $1 AND t.is_on
ORDER BY tier_rank(t.tier);

-- section_outline_list(slug text) many
-- title text, fields int, is_list bool, is_conditional bool
SELECT s.title, count(f.id)::int AS fields, s.is_list,
    s.visible_if IS NOT NULL AS is_conditional
FROM journey j
JOIN journey_version v ON v.journey_id = j.id AND v.status = 'published'
JOIN journey_section s ON s.version_id = v.id
LEFT JOIN journey_field f ON f.section_id = s.id
WHERE j.slug = $1
GROUP BY s.id ORDER BY s.position;

-- helper_list(slug text) many
-- kind text, name text, handle text?, picture text?, headline text?, expert_ref id?, rating_mean real?, rating_count int
SELECT h.kind, h.name, h.handle, h.picture, h.headline, h.expert_ref,
    h.rating_mean, h.rating_count
FROM journey j, journey_helpers(j.id) h WHERE j.slug = $1;

-- journey_said(slug text, before id?, most int) many
-- id id, stars int, words text?, written instant, is_changed bool, reply text?, name text, handle text?, picture text?, is_mine bool
SELECT r.* FROM journey j, journey_review_list(j.id, $2, $3) r
WHERE j.slug = $1;

-- journey_by_slug(slug text) one
-- id id, slug text, title text
SELECT id, slug, title FROM journey WHERE slug = $1 AND status = 'published';

-- enrolment_free(journey id, tier text) one
-- id id
SELECT enrol_free($1, $2) AS id;

-- journey_review_mine(slug text) one
-- stars int, words text?
SELECT r.stars, r.words FROM journey_review r JOIN journey j ON j.id = r.journey_id
WHERE j.slug = $1 AND r.user_id = app_user_id();

-- journey_review_save(journey id, stars int, words text?, progress int) one
-- id id
SELECT journey_review_save($1, $2::int, $3, $4::int) AS id;

-- journey_review_reply(review id, words text) exec
SELECT journey_review_reply($1, $2);
