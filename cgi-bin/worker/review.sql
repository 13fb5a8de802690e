-- review_tick(most int) one
-- done int
SELECT review_tick($1::int) AS done;
