-- role_list(id id) many
-- name text, about text, held bool
SELECT r.name, r.about, EXISTS (SELECT FROM user_role u
    WHERE (u.user_id, u.role) = ($1, r.name)) AS held
FROM role r WHERE r.name <> 'member' ORDER BY held DESC, r.name;

-- role_grant(id id, role text, why text) exec
SELECT role_grant($1, $2, $3);

-- role_revoke(id id, role text, why text) exec
SELECT role_revoke($1, $2, $3);
