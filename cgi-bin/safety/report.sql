-- Reporting, and one's own reports.

-- A thing as the asking member sees it.
-- report_target(kind text, id id) one
-- kind_name text?, title text?, shown_name text?, url text?, labels texts, texts texts, is_mine bool, exists bool
SELECT k.name AS kind_name, t.title, t.shown_name, t.url,
    ARRAY(SELECT p ->> 'label' FROM jsonb_array_elements(
        coalesce(t.parts, '[]')) p WHERE p ->> 'part' <> 'picture') AS labels,
    ARRAY(SELECT left(p ->> 'text', 400) FROM jsonb_array_elements(
        coalesce(t.parts, '[]')) p WHERE p ->> 'part' <> 'picture') AS texts,
    coalesce(t.author_id = app_user_id(), false) AS is_mine,
    t.version IS NOT NULL AS exists
FROM kind_look($1, $2, app_user_id(), NULL) t
LEFT JOIN report_kind k ON k.kind = $1;

-- report_categories() many
-- name text, label text, about text
SELECT name, label, about FROM report_category WHERE offered ORDER BY position;

-- report_room() one
-- room int
SELECT report_room() AS room;

-- report_send(kind text, id id, category text, words text?) one
-- report_id id, case_id id, hidden bool, author_handle text?
SELECT report_id, case_id, hidden, author_handle
FROM report_send($1, $2, $3, $4);

-- One of the asking member's own.
-- report_find(id id) one
-- id id, case_id id
SELECT id, case_id FROM report WHERE id = $1 AND reporter_id = app_user_id();

-- report_withdraw(id id) exec
SELECT report_withdraw($1);

-- report_list(before id?, most int) many
-- id id, case_id id, kind text, kind_name text, category text, label text, words text?, title text, url text?, created_at instant, status text, outcome text?, decided_at instant?, can_withdraw bool
SELECT id, case_id, kind, kind_name, category, label, words, title, url,
    created_at, status, outcome, decided_at, can_withdraw
FROM my_reports($1, $2::int);
