-- What people said of an expert, newest first.

-- rating_list(ref id, before id?, most int) many
-- id id, stars int, words text?, reply text?, created_at instant, author text, seed text?
SELECT id, stars, words, reply, created_at, author_name AS author,
    author_seed AS seed
FROM public_rating
WHERE expert_ref = $1 AND ($2::bigint IS NULL OR id < $2)
ORDER BY id DESC LIMIT $3;

-- One of the asking expert's own.
-- rating_find(ref id, id id) one
-- id id, stars int, words text?, reply text?, created_at instant, author text, seed text?
SELECT id, stars, words, reply, created_at, author_name AS author,
    author_seed AS seed
FROM public_rating
WHERE id = $2 AND expert_ref = $1
    AND expert_of_ref(expert_ref) = app_user_id();

-- rating_reply_save(id id, words text) exec
SELECT rating_reply($1, $2);
