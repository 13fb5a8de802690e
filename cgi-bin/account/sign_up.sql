-- account_create(email text, hash text, name text, zone text) one
-- made id?, owner_id id?
SELECT made, owner_id FROM account_create($1, $2, $3, $4);

-- first_admin_look(hash text) one
-- fine bool
SELECT first_admin_look($1) AS fine;

-- first_admin_use(hash text, user_id id) one
-- used bool
SELECT first_admin_use($1, $2) AS used;

-- feature_find(feature text) one
-- is_on bool
SELECT feature_is_on($1) AS is_on;
