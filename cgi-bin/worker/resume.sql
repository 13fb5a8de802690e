-- resume_text_save(user_id id, path text, words text?) exec
UPDATE resume SET text_content = $3 WHERE user_id = $1 AND path = $2;
