-- section_waiting(slug text, section text) many
-- id id, record_id id, field_key text, value json?, saved_at instant
SELECT k.id, k.record_id, k.field_key, k.value, k.saved_at
FROM answer_kept k
JOIN enrolment e ON e.id = k.enrolment_id
WHERE e.user_id = app_user_id() AND k.settled_at IS NULL AND k.section_key = $2
    AND e.journey_id = coalesce((SELECT x.id FROM journey x WHERE x.slug = $1),
    (SELECT x.journey_id FROM journey_slug x WHERE x.slug = $1))
ORDER BY k.id;

-- section_removed(slug text, section text) many
-- id id, removed_at instant
SELECT r.id, r.removed_at
FROM enrolment_record r
JOIN enrolment e ON e.id = r.enrolment_id
WHERE e.user_id = app_user_id() AND r.section_key = $2
    AND r.removed_at > app_now() - interval '30 days'
    AND e.journey_id = coalesce((SELECT x.id FROM journey x WHERE x.slug = $1),
    (SELECT x.journey_id FROM journey_slug x WHERE x.slug = $1))
ORDER BY r.removed_at DESC LIMIT 5;

-- answers_save(slug text, version id, tab text, saves json) many
-- n int, record_id id, outcome text, revision int, value json?, saved_at instant
SELECT n, record_id, outcome, revision, value, saved_at
FROM answers_save($1, $2, $3, $4::jsonb) WHERE app_user_id() IS NOT NULL;

-- answer_choose(slug text, kept id, takes bool) one
-- section_key text, record_id id, field_key text
SELECT section_key, record_id, field_key FROM answer_choose($1, $2, $3);

-- record_add(slug text, section text, ref text) one
-- id id
SELECT record_add($1, $2, $3) AS id;

-- record_remove(slug text, section text, record id, back bool) exec
SELECT record_remove($1, $2, $3, $4);

-- record_move(slug text, section text, record id, place int) exec
SELECT record_move($1, $2, $3, $4::int);
