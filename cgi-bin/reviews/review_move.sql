-- review_peek(id id) one
-- until instant
SELECT review_peek($1) AS until;

-- review_claim(id id, seen int?) exec
SELECT review_claim($1, $2::int);

-- review_release(id id, words text?) exec
SELECT review_release($1, $2);

-- review_ask(id id, question text) exec
SELECT review_ask($1, $2);

-- review_answer(id id, words text, fields text?, revisions int?) exec
SELECT review_answer($1, $2, string_to_array($3, E'\n'), $4);

-- review_finish(id id, outcome text, general text?, seen int?) exec
SELECT review_finish($1, $2, $3, $4::int);

-- review_withdraw(id id) exec
SELECT review_withdraw($1);

-- review_resubmit(id id, words text?, fields text, revisions int) exec
SELECT review_resubmit($1, $2, string_to_array($3, E'\n'), $4);

-- review_reopen(id id, words text?, fields text, revisions int) exec
SELECT review_reopen($1, $2, string_to_array($3, E'\n'), $4);

-- review_rate(id id, stars int, words text?) exec
SELECT review_rate($1, $2::int, $3);

-- review_close(id id) exec
SELECT review_close($1);

-- review_draft(id id, words text?, seen int) one
-- revision int
SELECT review_draft_save($1, $2, $3::int) AS revision;

-- review_mark_set(id id, item id, met bool, stars int?) exec
SELECT review_mark_set($1, $2, $3, $4::int);

-- review_template_use(template id) one
-- words text
SELECT words FROM (SELECT review_template_text($1) AS words) t WHERE words IS NOT NULL;
