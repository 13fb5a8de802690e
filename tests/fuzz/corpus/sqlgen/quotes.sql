-- a(x int) exec
SELECT $1, E'it\'s; $2', $q$;$$;$2$q$, "a""b" /* $9; /* x */ */ -- ;
;
