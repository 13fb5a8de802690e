-- login_identity(provider text, subject text) one
-- user_id id?, status text?, second_factor bool?
SELECT user_id, status, second_factor FROM login_identity($1, $2);

-- identity_sign_up(provider text, subject text, email text, name text, zone text) one
-- made id?
SELECT identity_sign_up($1, $2, $3, $4, $5) AS made;

-- identity_connect(provider text, subject text, email text?) one
-- connected bool
SELECT identity_connect($1, $2, $3) AS connected;

-- identity_list() many
-- provider text, email text?, linked_at instant
SELECT provider, email, linked_at FROM identity
WHERE user_id = app_user_id() ORDER BY provider;

-- identity_remove(provider text) exec
DELETE FROM identity WHERE user_id = app_user_id() AND provider = $1;

-- What is left to sign in by, without one of these.
-- ways_in(provider text?, passkey id?) one
-- n int
SELECT (SELECT count(*) FROM credential WHERE user_id = app_user_id()
        AND password_hash IS NOT NULL)
    + (SELECT count(*) FROM passkey WHERE user_id = app_user_id()
        AND id IS DISTINCT FROM $2)
    + (SELECT count(*) FROM identity WHERE user_id = app_user_id()
        AND provider IS DISTINCT FROM $1) AS n;
