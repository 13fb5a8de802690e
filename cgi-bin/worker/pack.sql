-- pack_tick(most int) one
-- done int
SELECT pack_tick($1::int) AS done;
