-- webhook_claim(id id) one
-- due bool
SELECT webhook_claim($1) AS due;

-- webhook_apply(id id) one
-- status text?
SELECT webhook_apply($1) AS status;

-- webhook_tick() one
-- done int
SELECT webhook_tick()::bigint AS done;

-- webhook_clean() one
-- done int
SELECT webhook_clean()::bigint AS done;
