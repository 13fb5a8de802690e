-- marketplace_category_list() many
-- slug text, name text
SELECT slug, name FROM journey_category WHERE retired_at IS NULL ORDER BY position;

-- marketplace_list(q text?, sort text, category text?, price_max int?, rating real?, help text?, after_key real?, after_id id?, most int) many
-- id id, slug text, title text, summary text?, category text?, cover text?, creator text, price_min int?, currency text, estimate_minutes int?, members int, rating_mean real, rating_count int, is_featured bool, key real
SELECT l.journey_id AS id, l.slug, l.title, l.summary, l.category, l.cover,
    l.creator_name AS creator, l.price_min, l.currency, l.estimate_minutes,
    l.members, l.rating_mean::float8 AS rating_mean, l.rating_count,
    l.featured_at IS NOT NULL AS is_featured, f.key
FROM journey_found($1, $2, $3, $4, $5::float8, $6, $7::float8, $8, $9) f
JOIN journey_listing l ON l.journey_id = f.journey_id
ORDER BY f.key, f.journey_id;

-- marketplace_featured_list(most int) many
-- id id, slug text, title text, summary text?, category text?, cover text?, creator text, price_min int?, currency text, estimate_minutes int?, members int, rating_mean real, rating_count int, is_featured bool, key real
SELECT l.journey_id AS id, l.slug, l.title, l.summary, l.category, l.cover,
    l.creator_name AS creator, l.price_min, l.currency, l.estimate_minutes,
    l.members, l.rating_mean::float8 AS rating_mean, l.rating_count, true AS is_featured,
    0::float8 AS key
FROM journey_listing l
WHERE l.featured_at IS NOT NULL AND l.creator_id <> ALL (my_blocked())
ORDER BY l.featured_at DESC LIMIT $1;
