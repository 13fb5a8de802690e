-- The queue and the closed cases, by key.

-- case_list(closed bool, at instant, after_key int?, after_id id?, statuses text, category text?, severity int?, assignee id?, kind text?, from date?, to date?, most int) many
-- id id, key int, kind text, kind_name text, status text, resolution text?, version int, category text, label text, severity int, weight real, people int, by_rule bool, title text, shown_name text?, excerpt text, author_id id?, assignee_id id?, assignee text?, lease_until instant?, is_hidden bool, opened_at instant, resolved_at instant?
SELECT id, key, kind, kind_name, status, resolution, version::bigint, category,
    label, severity::bigint, weight, people::bigint, by_rule, title, shown_name,
    excerpt, author_id, assignee_id, assignee, lease_until, is_hidden,
    opened_at, resolved_at
FROM case_list($1, $2, $3, $4, string_to_array($5, ' '), $6, $7::int, $8, $9,
    $10, $11, $12::int);

-- case_counts() one
-- open int, severe int, mine int, appealed int, incidents int, oldest instant?, median_seconds int?, upheld_percent int?
SELECT open, severe, mine, appealed, incidents, oldest, median_seconds,
    upheld_percent::bigint
FROM case_counts();

-- case_kinds() many
-- kind text, name text
SELECT kind, name FROM report_kind ORDER BY position, kind;

-- case_categories() many
-- name text, label text
SELECT name, label FROM report_category ORDER BY position, name;
