-- studio_export_find(id id) one
-- version_id id, title text, slug text, description text?, icon text, estimate_minutes int?, tags text, categories text, theme text
SELECT journey_latest(j.id) AS version_id, j.title, j.slug, j.description, j.icon,
    j.estimate_minutes::bigint AS estimate_minutes, to_jsonb(j.tags)::text AS tags,
    (SELECT coalesce(jsonb_agg(c.slug ORDER BY c.position), '[]')
        FROM journey_in_category i JOIN journey_category c ON c.id = i.category_id
        WHERE i.journey_id = j.id)::text AS categories,
    j.theme::text AS theme
FROM journey j WHERE j.id = $1 AND j.creator_id = app_user_id();

-- studio_import(document text) one
-- id id
SELECT journey_import($1::jsonb) AS id;
