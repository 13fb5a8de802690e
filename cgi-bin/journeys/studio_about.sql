-- What a journey is called, and where it is found.

-- studio_about_find(id id) one
-- title text, slug text, summary text?, description text?, icon text, estimate_minutes int?, tags text?, revision int
SELECT title, slug, summary, description, icon, estimate_minutes::bigint
    AS estimate_minutes, nullif(array_to_string(tags, ', '), '') AS tags,
    revision::bigint AS revision
FROM journey WHERE id = $1 AND creator_id = app_user_id();

-- studio_category_list(journey id) many
-- id id, name text, is_in bool
SELECT c.id, c.name, i.journey_id IS NOT NULL AS is_in
FROM journey_category c
LEFT JOIN journey_in_category i ON i.category_id = c.id AND i.journey_id = $1
WHERE c.retired_at IS NULL OR i.journey_id IS NOT NULL ORDER BY c.position;

-- studio_about_save(id id, seen int?, title text, slug text, summary text?, description text?, icon text?, estimate_minutes int?, tags text, categories text) one
-- revision int
SELECT journey_write($1, $2::int, ROW($3, $4, $5, $6, $7, $8::int,
    ARRAY(SELECT DISTINCT trim(t) FROM unnest(string_to_array($9, ',')) t
        WHERE trim(t) <> ''),
    string_to_array($10, ',')::bigint[])::journey_words)::bigint AS revision;
