-- account_by_email(email text) one
-- user_id id?, display_name text?
SELECT user_id, display_name FROM account_by_email($1);

-- email_token_make(user_id id, purpose text, hash text, email text, seconds int) exec
SELECT email_token_make($1, $2, $3, $4, $5::int);

-- account_tick() one
-- done int
SELECT account_tick() AS done;

-- account_clean() one
-- paths texts
SELECT account_clean() AS paths;

-- job_clean() exec
SELECT job_clean();

-- account_erase(user_id id) one
-- outcome text, paths texts, address text?
SELECT outcome, paths, address FROM account_erase($1);
