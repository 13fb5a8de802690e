-- Whom a question is about.
-- person_brief(id id) one
-- id id, display_name text, email text, status text, roles texts
SELECT u.id, p.display_name, u.email, u.status,
    ARRAY(SELECT r.role FROM user_role r WHERE r.user_id = u.id
        AND r.role <> 'member' ORDER BY r.role) AS roles
FROM users u JOIN profile p ON p.user_id = u.id WHERE u.id = $1;

-- person_warn(id id, why text) exec
SELECT person_warn($1, $2);

-- person_suspend(id id, days int?, why text) one
-- canceled int
SELECT person_suspend($1, $2::int, $3)::bigint AS canceled;

-- person_ban(id id, why text) one
-- canceled int
SELECT person_ban($1, $2)::bigint AS canceled;

-- person_lift(id id, why text) exec
SELECT person_lift($1, $2);

-- person_sign_out(id id) one
-- ended int
SELECT person_sign_out($1)::bigint AS ended;

-- person_verify(id id, why text) exec
SELECT person_verify($1, $2);
