-- notice_open(id id, marks bool) one
-- link text?
UPDATE notification SET read_at =
    CASE WHEN $2 THEN coalesce(read_at, app_now()) ELSE read_at END
WHERE id = $1 AND user_id = app_user_id()
RETURNING link;

-- The ids are a JSON list.
-- notice_read(ids json) exec
UPDATE notification SET read_at = app_now()
WHERE user_id = app_user_id() AND read_at IS NULL
    AND id IN (SELECT i::bigint FROM jsonb_array_elements_text($1::jsonb) i);

-- notice_read_all() exec
UPDATE notification SET read_at = app_now()
WHERE user_id = app_user_id() AND read_at IS NULL;
