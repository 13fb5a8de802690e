-- export_find(id id) one
-- id id, user_id id, display_name text, created_at instant
SELECT e.id, e.user_id, f.display_name, e.created_at
FROM data_export e JOIN profile f ON f.user_id = e.user_id
WHERE e.id = $1 AND e.state IN ('waiting', 'running');

-- export_running(id id, progress int) exec
UPDATE data_export SET state = 'running', progress = $2::int WHERE id = $1;

-- export_tables() many
-- table_name text, column_name text, area text, is_only bool
SELECT d.table_name, d.column_name, d.area,
    count(*) OVER (PARTITION BY d.table_name) = 1 AS is_only
FROM person_data d WHERE d.exported ORDER BY d.area, d.table_name, d.column_name;

-- person_export(user_id id, of_table text, of_column text, after_rows int, most int) one
-- data json, n int
SELECT data, n FROM person_export($1, $2, $3, $4, $5::int);

-- person_paths(user_id id) one
-- paths texts
SELECT person_paths($1) AS paths;

-- export_ready(id id, path text, size_bytes int) exec
UPDATE data_export SET state = 'ready', progress = 100, path = $2,
    size_bytes = $3, expires_at = app_now() + interval '7 days'
WHERE id = $1;

-- export_failed(id id) exec
UPDATE data_export SET state = 'failed'
WHERE id = $1 AND state IN ('waiting', 'running');
