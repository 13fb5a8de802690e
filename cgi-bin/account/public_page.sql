-- public_profile(handle text) one
-- user_id id?, handle text?, display_name text?, headline text?, about text?, country text?, languages texts?, industries texts?, skills texts?, links texts?, years_experience int?, timezone text?, picture text?, since instant?, i_block bool?
SELECT user_id, handle, display_name, headline, about, country, languages,
    industries, skills, links, years_experience, timezone, picture, since,
    i_block
FROM public_profile($1);

-- block_find(handle text) one
-- user_id id?, display_name text?, blocked bool?
SELECT user_id, display_name, blocked FROM block_target($1);

-- block_add(user_id id) exec
INSERT INTO block (blocker_id, blocked_id, created_at)
VALUES (app_user_id(), $1, app_now()) ON CONFLICT DO NOTHING;

-- block_remove(user_id id) exec
DELETE FROM block WHERE blocker_id = app_user_id() AND blocked_id = $1;

-- block_list() many
-- handle text, display_name text, picture text?, created_at instant
SELECT p.handle, p.display_name, p.picture, b.created_at
FROM block b JOIN profile p ON p.user_id = b.blocked_id
WHERE b.blocker_id = app_user_id() ORDER BY b.created_at DESC LIMIT 500;
