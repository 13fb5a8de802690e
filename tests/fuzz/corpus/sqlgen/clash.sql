-- a() one
-- tags texts, ntags int
SELECT '