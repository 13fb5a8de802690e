-- topic_find(name text) one
-- title text
SELECT title FROM notification_type WHERE name = $1 AND NOT required;

-- unsubscribe(user_id id, topic text) exec
SELECT unsubscribe($1, $2);
