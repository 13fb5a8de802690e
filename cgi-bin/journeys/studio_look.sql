-- studio_look_find(id id) one
-- theme text, revision int
SELECT theme::text AS theme, revision::bigint AS revision FROM journey
WHERE id = $1 AND creator_id = app_user_id();

-- studio_look_save(id id, changes text) exec
SELECT journey_theme($1, $2::jsonb);
