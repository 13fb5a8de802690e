-- a(x int,
--     y int?,
--z text
-- )
--   many
-- p int,
-- q
--   text?
SELECT $1 + $2, $3;