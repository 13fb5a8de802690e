-- security_find() one
-- email text, password_changed_at instant?, has_password bool
SELECT u.email, c.changed_at AS password_changed_at,
    c.password_hash IS NOT NULL AS has_password
FROM users u JOIN credential c ON c.user_id = u.id WHERE u.id = app_user_id();

-- password_set(hash text) exec
UPDATE credential SET password_hash = $1, changed_at = app_now()
WHERE user_id = app_user_id();

-- sessions_end_others(kept id) exec
DELETE FROM user_session WHERE user_id = app_user_id() AND id <> $1;

-- device_list() many
-- id id, user_agent text?, remote_addr text?, created_at instant, last_seen_at instant
SELECT id, user_agent, remote_addr, created_at, last_seen_at
FROM user_session
WHERE user_id = app_user_id() AND expires_at > app_now()
    AND impersonator_id IS NULL
ORDER BY last_seen_at DESC LIMIT 100;

-- device_end(id id) exec
DELETE FROM user_session WHERE user_id = app_user_id() AND id = $1;

-- passkey_list() many
-- id id, name text, created_at instant, last_used_at instant?
SELECT id, name, created_at, last_used_at
FROM passkey WHERE user_id = app_user_id() ORDER BY id;

-- email_change(hash text, purpose text) one
-- changed bool, old_email text?, user_id id?
SELECT changed, old_email, user_id FROM email_change($1, $2);
