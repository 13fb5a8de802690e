-- login_find(email text, client text) one
-- user_id id?, password_hash text?, status text?, second_factor bool?, wait_until instant?
SELECT user_id, password_hash, status, second_factor, wait_until
FROM login_find($1, $2);

-- login_failed(email text, client text) exec
SELECT login_failed($1, $2);

-- session_begin(user_id id, hash text, user_agent text?, client text, second_factor bool) one
-- id id
SELECT session_begin($1, $2, $3, $4, $5) AS id;

-- session_end(id id) exec
DELETE FROM user_session WHERE id = $1 AND user_id = app_user_id();

-- session_rotate(id id, hash text) exec
SELECT session_rotate($1, $2);

-- sudo_until(id id) exec
UPDATE user_session SET sudo_until = app_now() + interval '15 minutes'
WHERE id = $1 AND user_id = app_user_id();

-- password_rehash(user_id id, hash text) exec
SELECT password_rehash($1, $2);

-- challenge_begin(hash text, purpose text, user_id id?, data json, seconds int) exec
SELECT challenge_begin($1, $2, $3, $4::jsonb, $5::int);

-- signed_in_person(user_id id) one
-- id id, display_name text, roles texts
SELECT p.user_id AS id, p.display_name, (rights_of(p.user_id)).roles
FROM profile p WHERE p.user_id = $1;
