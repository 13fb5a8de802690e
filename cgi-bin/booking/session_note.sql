-- Notes, tasks and links around a session.

-- session_note_list(id id) many
-- id id, kind text, words text, link text?, done bool, created_at instant, changed_at instant, mine bool, side text
SELECT id, kind, words, link, done, created_at, changed_at, mine, side
FROM my_session_note WHERE session_id = $1 ORDER BY id LIMIT 500;

-- session_note_find(session_id id, id id) one
-- id id, kind text, words text, link text?, done bool, created_at instant, changed_at instant, mine bool, side text
SELECT id, kind, words, link, done, created_at, changed_at, mine, side
FROM my_session_note WHERE session_id = $1 AND id = $2;

-- The asking expert's own note of a kind, the newest.
-- session_note_own(session_id id, kind text) one
-- id id
SELECT id FROM my_session_note
WHERE session_id = $1 AND kind = $2 AND mine ORDER BY id DESC LIMIT 1;

-- `done` is true, false or absent.
-- session_note_write(session_id id, id id?, kind text?, words text?, link text?, done text?) one
-- id id
SELECT note_write($1, $2, $3, $4, $5, $6::text::boolean) AS id;

-- session_note_delete(id id) exec
SELECT note_delete($1);

-- Are the sides of the asking member's session hidden from each other?
-- session_hidden(id id) one
-- hidden bool
SELECT anonymous AND reveal <> 'mutual' AS hidden FROM my_session WHERE id = $1;
