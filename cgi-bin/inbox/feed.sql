-- feed_list(only_unread bool, after id?, most int) many
-- id id, type text, about text, link text?, data json, created_at instant, read_at instant?
SELECT n.id, n.type, t.title AS about, n.link, n.data, n.created_at, n.read_at
FROM notification n JOIN notification_type t ON t.name = n.type
WHERE n.user_id = app_user_id() AND ($2::bigint IS NULL OR n.id < $2)
    AND (NOT $1 OR n.read_at IS NULL)
ORDER BY n.id DESC LIMIT $3::int;
