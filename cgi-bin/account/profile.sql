-- profile_find() one
-- display_name text, handle text, headline text?, about text?, country text?, languages texts, industries texts, skills texts, links texts, years_experience int?, timezone text, picture text?, resume_filename text?, resume_size int?, resume_at instant?
SELECT p.display_name, p.handle, p.headline, p.about, p.country, p.languages,
    p.industries, p.skills, p.links, p.years_experience::bigint, p.timezone,
    coalesce(p.picture_large, p.picture) AS picture,
    r.filename AS resume_filename, r.size_bytes AS resume_size,
    r.uploaded_at AS resume_at
FROM profile p LEFT JOIN resume r ON r.user_id = p.user_id
WHERE p.user_id = app_user_id();

-- industry_list() many
-- slug text, name text
SELECT slug, name FROM industry WHERE retired_at IS NULL OR slug = ANY (SELECT
    unnest(industries) FROM profile WHERE user_id = app_user_id())
ORDER BY position, lower(name);

-- skill_list() many
-- name text
SELECT name FROM skill WHERE vetted AND retired_at IS NULL
ORDER BY position, lower(name);

-- handle_taken(handle text) one
-- taken bool
SELECT EXISTS (SELECT FROM profile WHERE handle = $1
    AND user_id <> app_user_id()) AS taken;

-- profile_save(display_name text, handle text, headline text?, about text?, country text?, languages json, timezone text, industries json, skills json, links json, years_experience int?) exec
UPDATE profile SET display_name = $1, handle = $2, headline = $3, about = $4,
    country = $5, languages = ARRAY(SELECT jsonb_array_elements_text($6::jsonb)),
    timezone = $7, industries = ARRAY(SELECT slug FROM industry WHERE slug IN
        (SELECT jsonb_array_elements_text($8::jsonb)) ORDER BY slug),
    skills = skills_take(ARRAY(SELECT jsonb_array_elements_text($9::jsonb))),
    links = ARRAY(SELECT jsonb_array_elements_text($10::jsonb)),
    years_experience = $11::int
WHERE user_id = app_user_id();

-- picture_find() one
-- picture text?, picture_large text?
SELECT picture, picture_large FROM profile WHERE user_id = app_user_id();

-- picture_save(picture text?, picture_large text?) exec
UPDATE profile SET picture = $1, picture_large = $2
WHERE user_id = app_user_id();

-- resume_find() one
-- path text, filename text
SELECT path, filename FROM resume WHERE user_id = app_user_id();

-- resume_save(path text, filename text, size_bytes int) exec
INSERT INTO resume (user_id, path, filename, size_bytes, uploaded_at)
VALUES (app_user_id(), $1, $2, $3, app_now())
ON CONFLICT (user_id) DO UPDATE SET path = excluded.path,
    filename = excluded.filename, size_bytes = excluded.size_bytes,
    text_content = NULL, uploaded_at = excluded.uploaded_at;

-- resume_remove() exec
DELETE FROM resume WHERE user_id = app_user_id();
