-- account_create(email text, hash text, name text, zone text) one
-- made id?, owner_id id?
SELECT made, owner_id FROM account_create($1, $2, $3, $4);
