-- version_status(id id) one
-- status text
SELECT status FROM journey_version WHERE id = $1;

-- version_sections(id id) many
-- id id, key text, title text, description text?, guidance text?, kind text?, is_list bool, min_records int, max_records int, weight int, visible_if json?
SELECT id, key, title, description, guidance, kind, is_list, min_records,
    max_records, weight, visible_if
FROM journey_section WHERE version_id = $1 ORDER BY position;

-- version_fields(id id) many
-- section_id id, key text, type text, definition json
SELECT f.section_id, f.key, f.type, f.definition
FROM journey_section s JOIN journey_field f ON f.section_id = s.id
WHERE s.version_id = $1 ORDER BY s.position, f.position;
