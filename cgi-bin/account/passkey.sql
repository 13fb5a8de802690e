-- login_passkeys(user_id id) many
-- id text
SELECT login_passkeys($1) AS id;

-- login_passkey(credential text) one
-- id id?, user_id id?, public_key text?, algorithm int?, status text?
SELECT id, user_id, public_key, algorithm, status FROM login_passkey($1);

-- login_passkey_used(id id, counter int) one
-- fresh bool
SELECT login_passkey_used($1, $2) AS fresh;

-- login_passkey_copied(id id) exec
SELECT login_passkey_copied($1);

-- passkey_add(credential text, public_key text, algorithm int, counter int, name text) one
-- id id
INSERT INTO passkey (user_id, credential_id, public_key, algorithm, counter,
    name, created_at)
SELECT app_user_id(), decode($1, 'hex'), decode($2, 'hex'), $3::int, $4, $5,
    app_now()
WHERE (SELECT count(*) FROM passkey WHERE user_id = app_user_id()) < 20
RETURNING id;

-- passkey_rename(id id, name text) exec
UPDATE passkey SET name = $2 WHERE id = $1 AND user_id = app_user_id();

-- passkey_remove(id id) exec
DELETE FROM passkey WHERE id = $1 AND user_id = app_user_id();
