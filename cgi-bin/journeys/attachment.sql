-- answer_file_add(slug text, section text, record id, field text, file json, most int) one
-- id id
SELECT answer_file_add($1, $2, $3, $4, $5::jsonb, $6::int) AS id;

-- answer_file_remove(slug text, file id) one
-- path text
SELECT answer_file_remove($1, $2) AS path;

-- answer_file_find(slug text, section text, id id) one
-- path text, name text, type text
SELECT f.path, f.name, f.type
FROM answer_file f
JOIN enrolment e ON e.id = f.enrolment_id
JOIN journey j ON j.id = e.journey_id
WHERE f.id = $3 AND f.section_key = $2 AND j.slug = $1
    AND f.user_id = app_user_id();
