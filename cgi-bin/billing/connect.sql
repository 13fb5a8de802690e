-- connect_begin(country text?, kind text, site text) one
-- id id
SELECT connect_begin($1, $2, $3) AS id;

-- How the last way to Stripe stands.
-- connect_find() one
-- id id, kind text, status text, failure text?, is_late bool
SELECT id, kind, status, failure, coalesce(expires_at, created_at
    + interval '5 minutes') < app_now() AS is_late
FROM payout_visit WHERE user_id = app_user_id() ORDER BY id DESC LIMIT 1;

-- Its address, once.
-- connect_take() one
-- url text?
SELECT connect_take() AS url;

-- connect_look() exec
SELECT connect_look();
