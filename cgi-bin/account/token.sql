-- access_token_list() many
-- id id, name text, scopes texts, created_at instant, expires_at instant, last_used_at instant?
SELECT id, name, scopes, created_at, expires_at, last_used_at
FROM access_token
WHERE user_id = app_user_id() AND revoked_at IS NULL
ORDER BY id DESC LIMIT 100;

-- access_token_add(name text, hash text, scopes json, days int) one
-- id id, name text, scopes texts, created_at instant, expires_at instant
INSERT INTO access_token (user_id, name, token_hash, scopes, created_at,
    expires_at)
VALUES (app_user_id(), $1, decode($2, 'hex'),
    ARRAY(SELECT jsonb_array_elements_text($3::jsonb)), app_now(),
    app_now() + make_interval(days => $4::int))
RETURNING id, name, scopes, created_at, expires_at;

-- access_token_revoke(id id) exec
UPDATE access_token SET revoked_at = app_now()
WHERE id = $1 AND user_id = app_user_id() AND revoked_at IS NULL;
