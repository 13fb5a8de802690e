-- account_state() one
-- status text, status_until instant?, expected bool
SELECT status, status_until, is_expected(id) AS expected
FROM users WHERE id = app_user_id();

-- export_list() many
-- id id, state text, progress int, created_at instant, expires_at instant?
SELECT id, CASE WHEN state = 'ready' AND expires_at <= app_now() THEN 'expired'
    ELSE state END AS state, progress::bigint, created_at, expires_at
FROM data_export WHERE user_id = app_user_id() ORDER BY id DESC LIMIT 20;

-- export_add() one
-- id id
INSERT INTO data_export (user_id, created_at) VALUES (app_user_id(), app_now())
ON CONFLICT (user_id) WHERE state IN ('waiting', 'running') DO NOTHING
RETURNING id;

-- export_file(id id) one
-- path text?, fresh bool
SELECT path, state = 'ready' AND expires_at > app_now() AS fresh
FROM data_export WHERE id = $1 AND user_id = app_user_id()
    AND state IN ('ready', 'expired');

-- deletion_request(kept_session id) one
-- until instant
SELECT deletion_request($1) AS until;

-- deletion_keep(user_id id) one
-- kept bool
SELECT deletion_keep($1) AS kept;
