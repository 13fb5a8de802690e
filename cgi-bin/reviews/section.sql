-- section_enrolment(enrolment id) one
-- id id, journey_id id, version_id id, journey text, slug text, tier text, status text, is_mine bool
SELECT e.id, e.journey_id, e.version_id, j.title AS journey, j.slug, e.tier,
    e.status, true AS is_mine
FROM enrolment e JOIN journey j ON j.id = e.journey_id WHERE e.id = $1;

-- section_parts(version id, only text?) many
-- key text, title text, kind text?, is_list bool, min_records int, max_records int, weight int, visible_if text?
SELECT key, title, kind, is_list, min_records, max_records, weight,
    visible_if::text AS visible_if
FROM journey_section WHERE version_id = $1 AND ($2::text IS NULL OR key = $2)
ORDER BY position;

-- section_fields(version id, only text?) many
-- section text, key text, type text, definition text
SELECT s.key AS section, f.key, f.type, f.definition::text AS definition
FROM journey_section s JOIN journey_field f ON f.section_id = s.id
WHERE s.version_id = $1 AND ($2::text IS NULL OR s.key = $2)
ORDER BY s.position, f.position;

-- section_records(enrolment id) many
-- section text, id int
SELECT section_key AS section, id FROM enrolment_record
WHERE enrolment_id = $1 AND removed_at IS NULL ORDER BY section_key, position, id;

-- section_answers(enrolment id) many
-- section text, record int, field text, value text?, revision int
SELECT section_key AS section, record_id AS record, field_key AS field,
    value::text AS value, revision
FROM answer WHERE enrolment_id = $1;
