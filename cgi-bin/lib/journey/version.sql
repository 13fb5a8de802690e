-- The parts of one version, in their order.

-- version_sections(version id) many
-- key text, title text, description text?, guidance text?, kind text?, is_list bool, min_records int, max_records int, weight int, visible_if text?
SELECT key, title, description, guidance, kind, is_list,
    min_records::bigint AS min_records, max_records::bigint AS max_records,
    weight::bigint AS weight, visible_if::text AS visible_if
FROM journey_section WHERE version_id = $1 ORDER BY position;

-- version_fields(version id) many
-- section text, key text, type text, definition text
SELECT s.key AS section, f.key, f.type, f.definition::text AS definition
FROM journey_section s JOIN journey_field f ON f.section_id = s.id
WHERE s.version_id = $1 ORDER BY s.position, f.position;
