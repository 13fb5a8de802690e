-- settings_find() one
-- shortcuts bool, language text, email_marketing bool, is_public bool, theme text, text_size text, timezone text
SELECT f.shortcuts, f.language, f.email_marketing, p.is_public, f.theme,
    f.text_size, p.timezone
FROM preference f JOIN profile p ON p.user_id = f.user_id
WHERE f.user_id = app_user_id();

-- settings_save(shortcuts bool, language text, email_marketing bool) exec
UPDATE preference SET shortcuts = $1, language = $2, email_marketing = $3
WHERE user_id = app_user_id();

-- settings_publish(is_public bool) exec
UPDATE profile SET is_public = $1 WHERE user_id = app_user_id();

-- appearance_save(theme text?, text_size text?) exec
UPDATE preference SET theme = coalesce($1, theme),
    text_size = coalesce($2, text_size)
WHERE user_id = app_user_id();

-- timezone_save(timezone text) exec
UPDATE profile SET timezone = $1 WHERE user_id = app_user_id();
