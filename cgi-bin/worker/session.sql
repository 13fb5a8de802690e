-- session_tick(most int) one
-- done int
SELECT session_tick($1::int) AS done;

-- session_remind(session_id id, sequence int, what text) exec
SELECT session_remind($1, $2::int, $3);

-- expert_listing_refresh(expert_id id) exec
SELECT expert_listing_refresh($1);

-- expert_listing_tick(most int) one
-- done int
SELECT expert_listing_tick($1::int) AS done;
