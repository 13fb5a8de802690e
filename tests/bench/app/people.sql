-- people_list(skill text) many
-- id id, name text, headline text?, rating real?, reviews int, price_cents int?, tags texts
SELECT ref AS id, display_name AS name, headline, rating_mean AS rating,
    rating_count AS reviews, price_min AS price_cents, skill_names AS tags
FROM expert_page('mentor', 'rating', $1, NULL, NULL, NULL, NULL, NULL, NULL,
    NULL, 'UTC', NULL, NULL, 20);
