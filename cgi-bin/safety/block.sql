-- Whom the asking member blocked or muted.

-- block_add(handle text?, expert id?, session id?) one
-- person_id id, shown_name text, is_new bool
SELECT person_id, shown_name, is_new FROM block_add($1, $2, $3);

-- block_remove(handle text) one
-- person_id id?, shown_name text?
WITH gone AS (DELETE FROM block b WHERE b.blocker_id = app_user_id()
    AND b.shown_as IS NULL AND b.blocked_id
        = (SELECT user_id FROM block_target($1)) RETURNING b.blocked_id)
SELECT t.user_id AS person_id, t.display_name AS shown_name
FROM block_target($1) t LEFT JOIN gone ON true;

-- block_drop(ref id) one
-- person_id id
DELETE FROM block WHERE blocker_id = app_user_id() AND ref = $1
RETURNING blocked_id AS person_id;

-- block_list() many
-- ref id, handle text?, display_name text, picture text?, is_alias bool, created_at instant
SELECT ref, handle, display_name, picture, is_alias, created_at
FROM my_blocks();

-- mute_add(handle text?, expert id?, session id?) one
-- person_id id, shown_name text, is_new bool
SELECT person_id, shown_name, is_new FROM mute_add($1, $2, $3);

-- mute_drop(ref id) one
-- person_id id
DELETE FROM mute WHERE muter_id = app_user_id() AND ref = $1
RETURNING muted_id AS person_id;

-- mute_list() many
-- ref id, handle text?, display_name text, picture text?, is_alias bool, created_at instant
SELECT ref, handle, display_name, picture, is_alias, created_at
FROM my_mutes();
