-- a()
SELECT 1;