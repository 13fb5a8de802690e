-- thread_add(review id, field text?, record int, quote text?, before text?, after text?, words text) one
-- id id
SELECT thread_add($1, $2, $3, $4, $5, $6, $7) AS id;

-- thread_reply(thread id, words text) exec
SELECT thread_reply($1, $2);

-- thread_mark(thread id, target text) exec
SELECT thread_mark($1, $2);

-- thread_comment_edit(comment id, words text) exec
SELECT comment_edit($1, $2);

-- thread_comment_remove(comment id) exec
SELECT comment_remove($1);
