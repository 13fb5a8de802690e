-- impersonation_begin(id id, hash text, user_agent text?, client text, why text) exec
SELECT impersonation_begin($1, $2, $3, $4, $5);

-- impersonation_end(hash text) one
-- id id?
SELECT impersonation_end($1) AS id;
