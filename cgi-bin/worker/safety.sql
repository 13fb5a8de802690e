-- safety_tick(most int) one
-- done int
SELECT (case_tick($1::int) + enforcement_tick($1::int))::bigint AS done;

-- trust_refresh(person_id id) exec
SELECT trust_refresh($1);

-- trust_nightly(most int) one
-- done int
SELECT trust_nightly($1::int)::bigint AS done;
