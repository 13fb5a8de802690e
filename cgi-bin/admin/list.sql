-- list_counts() many
-- name text, title text, about text, offered int, added int, retired int, is_open bool
SELECT name, title, about, offered, added, retired, is_open FROM list_counts();

-- list_find(list text) one
-- name text, title text, about text, name_max int, has_icon bool, is_open bool
SELECT name, title, about, name_max::bigint AS name_max, has_icon, is_open
FROM word_list WHERE name = $1;

-- list_items(list text, state text, q text?, after int?, most int) many
-- id id, slug text, name text, icon text?, n int, state text, uses int, is_first bool, is_last bool
SELECT id, slug, name, icon, n, state, uses, is_first, is_last
FROM list_items($1, $2, $3, $4, $5::int);

-- list_item(list text, item id) one
-- id id, slug text, name text, icon text?, state text, uses int
SELECT id, slug, name, icon, state, uses FROM list_item($1, $2);

-- list_add(list text, name text, icon text?) one
-- id id
SELECT list_add($1, $2, $3) AS id;

-- list_rename(list text, item id, name text, icon text?) one
-- was text
SELECT list_rename($1, $2, $3, $4) AS was;

-- list_move(list text, item id, up bool) exec
SELECT list_move($1, $2, $3);

-- list_retire(list text, item id, retire bool) exec
SELECT list_retire($1, $2, $3);

-- list_merge(list text, item id, target id) one
-- moved int
SELECT list_merge($1, $2, $3) AS moved;

-- list_history(list text) many
-- at instant, who text?, action text, name text, into text?
SELECT a.at, p.display_name AS who, a.action,
    coalesce(a.detail ->> 'name', '') AS name, a.detail ->> 'into' AS into
FROM audit a LEFT JOIN profile p ON p.user_id = a.actor_id
WHERE a.target_kind = $1 ORDER BY a.id DESC LIMIT 10;
