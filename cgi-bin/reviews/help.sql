-- template_list() many
-- id id, name text, words text, section_kind text?, is_shared bool, is_mine bool, owner text, uses int
SELECT id, name, words, section_kind, is_shared, is_mine, owner, uses
FROM mentor_templates(NULL);

-- template_find(id id) one
-- id id, name text, words text, section_kind text?, is_shared bool
SELECT id, name, words, section_kind, is_shared FROM review_template WHERE id = $1;

-- template_add(name text, words text, kind text?, shared bool) exec
INSERT INTO review_template (owner_id, name, words, section_kind, is_shared,
    created_at, changed_at)
VALUES (app_user_id(), $1, $2, $3, $4, app_now(), app_now());

-- template_save(id id, name text, words text, kind text?, shared bool) exec
UPDATE review_template SET name = $2, words = $3, section_kind = $4,
    is_shared = $5, changed_at = app_now() WHERE id = $1;

-- template_remove(id id) exec
DELETE FROM review_template WHERE id = $1;

-- training_list() many
-- id id, title text, journey text?, minutes int, is_required bool, has_video bool, opened_at instant?, done_at instant?
SELECT id, title, journey, minutes, is_required, has_video, opened_at, done_at
FROM my_training();

-- training_find(id id) one
-- id id, title text, journey text?, words text, video text?, minutes int, is_required bool, done_at instant?
SELECT m.id, m.title, t.journey, m.words, m.video, m.minutes, m.is_required,
    t.done_at
FROM my_training() t JOIN training_module m ON m.id = t.id WHERE m.id = $1;

-- training_mark(id id, done bool) exec
SELECT training_mark($1, $2);
