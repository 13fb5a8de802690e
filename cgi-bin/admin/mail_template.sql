-- mail_template_find(name text) one
-- subject text, text_body text, html_body text
SELECT subject, text_body, html_body FROM mail_template WHERE name = $1;

-- mail_template_list() many
-- name text, changed_at instant, changer text?
SELECT t.name, t.changed_at, p.display_name AS changer
FROM mail_template t LEFT JOIN profile p ON p.user_id = t.changed_by;

-- mail_template_save(name text, subject text, text_body text, html_body text) exec
INSERT INTO mail_template (name, subject, text_body, html_body, changed_by,
    changed_at)
VALUES ($1, $2, $3, $4, app_user_id(), app_now())
ON CONFLICT (name) DO UPDATE SET subject = excluded.subject,
    text_body = excluded.text_body, html_body = excluded.html_body,
    changed_by = excluded.changed_by, changed_at = excluded.changed_at;

-- mail_template_reset(name text) exec
DELETE FROM mail_template WHERE name = $1;

-- mail_platform() one
-- name text
SELECT setting_text('platform_name') AS name;
