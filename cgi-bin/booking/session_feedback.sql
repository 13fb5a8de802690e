-- session_feedback_list(id id) many
-- side text, mine bool, stars int, words text?, criteria texts, marks ids, created_at instant, shown_at instant?
SELECT side, mine, stars, words,
    ARRAY(SELECT x.key FROM jsonb_each(rubric) x ORDER BY x.key) AS criteria,
    ARRAY(SELECT (x.value #>> '{}')::bigint FROM jsonb_each(rubric) x
        ORDER BY x.key) AS marks,
    created_at, shown_at
FROM my_session_feedback WHERE session_id = $1 ORDER BY created_at;

-- session_feedback_criteria(id id) one
-- criteria texts
SELECT rubric_of(type_kind, side) AS criteria FROM my_session WHERE id = $1;

-- session_feedback_write(id id, stars int, words text?, rubric json) exec
SELECT feedback_write($1, $2::int, $3, $4::jsonb);
