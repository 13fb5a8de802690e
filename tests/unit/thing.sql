-- Statements of db_test.c, on a table thing of every kind of column.

-- thing_add(name text, size int?, price real?, at instant?, day date?,
--     alarm minute?, done bool, owner id?, data json?) one
-- id id
INSERT INTO thing (name, size, price, at, day, alarm, done, owner, data)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id;

-- thing_find(id id) one
-- id id, name text, size int?, price real?, at instant?, day date?,
--     alarm minute?, done bool, owner id?, data json?, tags texts,
--     friends ids?, times instants?
SELECT id, name, size, price, at, day, alarm, done, owner, data, tags,
    friends, times
FROM thing WHERE id = $1;

-- thing_list(least int) many
-- id id, name text
SELECT id, name FROM thing WHERE size >= $1 ORDER BY id;

-- thing_rename(id id, name text) exec
UPDATE thing SET name = $2 WHERE id = $1;

-- thing_tag(id id, tags text, friends text?, times text?) exec
UPDATE thing SET tags = $2::text[], friends = $3::text::bigint[],
    times = $4::text::timestamptz[]
WHERE id = $1;

-- thing_all() one
-- id id
SELECT id FROM thing ORDER BY id;

-- thing_size(id id) one
-- size int
SELECT size FROM thing WHERE id = $1;

-- echo(i int, b bool, r real, t instant, d date, m minute, s text) one
-- i int, b bool, r real, t instant, d date, m minute, s text
SELECT $1 AS i, $2 AS b, $3 AS r, $4 AS t, $5 AS d, $6 AS m, $7::text AS s;

-- refuse(state text, word text) exec
SELECT refuse($1, $2);

-- divide() exec
SELECT 1 / (SELECT count(*) FROM thing WHERE id = -1);

-- thing_grow(id id) exec
UPDATE thing SET size = coalesce(size, 0) + 1 WHERE id = $1;

-- my_pid() one
-- pid int
SELECT pg_backend_pid() AS pid;

-- mode_show() one
-- on_off text
SELECT current_setting('transaction_read_only') || ' '
    || current_setting('transaction_isolation') AS on_off;

-- note_keep(s text) one
-- s text
SELECT set_config('test.note', $1, true) AS s;

-- note_kept() one
-- s text
SELECT coalesce(current_setting('test.note', true), '') AS s;

-- late_add(id id) exec
INSERT INTO late (thing) VALUES ($1);

-- date_text(d date) one
-- s text
SELECT to_char($1, 'YYYY-MM-DD') AS s;

-- instant_text(t instant) one
-- s text
SELECT ($1 AT TIME ZONE 'UTC')::text AS s;

-- minute_text(m minute) one
-- s text
SELECT $1::text AS s;
