-- email_token_make(user_id id, purpose text, hash text, email text, seconds int) exec
SELECT email_token_make($1, $2, $3, $4, $5::int);

-- email_token_look(hash text, purpose text) one
-- state text, user_id id?, email text?
SELECT state, user_id, email FROM email_token_look($1, $2);

-- email_token_use(hash text, purpose text) one
-- used bool
SELECT email_token_use($1, $2) AS used;

-- account_verify(user_id id, email text) exec
SELECT account_verify($1, $2);

-- password_reset(user_id id, hash text) exec
SELECT password_reset($1, $2);

-- account_by_email(email text) one
-- user_id id?, display_name text?, verified bool?
SELECT user_id, display_name, verified FROM account_by_email($1);
