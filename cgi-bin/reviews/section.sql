-- section_enrolment(enrolment id) one
-- id id, journey_id id, version_id id, journey text, slug text, tier text, status text, is_mine bool
SELECT e.id, e.journey_id, e.version_id, j.title AS journey, j.slug, e.tier,
    e.status, true AS is_mine
FROM enrolment e JOIN journey j ON j.id = e.journey_id WHERE e.id = $1;

-- section_records(enrolment id) many
-- section text, id int
SELECT section_key AS section, id FROM enrolment_record
WHERE enrolment_id = $1 AND removed_at IS NULL ORDER BY section_key, position, id;

-- section_answers(enrolment id) many
-- section text, record int, field text, value text?, revision int
SELECT section_key AS section, record_id AS record, field_key AS field,
    value::text AS value, revision
FROM answer WHERE enrolment_id = $1;
