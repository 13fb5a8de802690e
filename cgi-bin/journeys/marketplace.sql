-- marketplace_category_list() many
-- slug text, name text, icon text, journeys int
SELECT c.slug, c.name, c.icon, count(j.id)::int AS journeys
FROM journey_category c
LEFT JOIN journey_in_category i ON i.category_id = c.id
LEFT JOIN journey j ON j.id = i.journey_id AND j.status = 'published'
WHERE c.retired_at IS NULL
GROUP BY c.id ORDER BY c.position;
