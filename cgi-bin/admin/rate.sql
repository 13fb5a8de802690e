-- tax_rates() many
-- country text, name text, bp int
SELECT country, name, bp::bigint AS bp FROM tax_rate ORDER BY country;

-- tax_rate_find(country text) one
-- name text, bp int
SELECT name, bp::bigint AS bp FROM tax_rate WHERE country = $1;

-- tax_rate_save(country text, name text, bp int) exec
SELECT tax_rate_save($1, $2, $3::int);

-- tax_rate_remove(country text) exec
SELECT tax_rate_remove($1);

-- currencies(q text?) many
-- code text, digits int, minimum int
SELECT code, digits::bigint AS digits, minimum FROM currency
WHERE $1::text IS NULL OR strpos(code, upper($1)) > 0 ORDER BY code;

-- currency_find(code text) one
-- digits int, minimum int
SELECT digits::bigint AS digits, minimum FROM currency WHERE code = $1;

-- currency_minimum_save(code text, minimum int) exec
SELECT currency_minimum_save($1, $2);

-- rate_changes(kind text, name text) many
-- at instant, who text?, action text, was text?, becomes text?, was_name text?
SELECT a.at, p.display_name AS who, a.action, a.detail ->> 'was' AS was,
    a.detail ->> 'becomes' AS becomes, a.detail ->> 'was_name' AS was_name
FROM audit a LEFT JOIN profile p ON p.user_id = a.actor_id
WHERE a.target_kind = $1 AND a.target_id IS NULL AND a.detail ->> 'of' = $2
ORDER BY a.id DESC LIMIT 20;
