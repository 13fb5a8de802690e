-- enrolment_find(slug text) one
-- id id, journey_id id, slug text, title text, summary text?, icon text, estimate_minutes int?, theme json, journey_status text, status text, tier text, version_id id, version int, offered_id id?, offered int?, offered_is_fix bool?, started_at instant, completed_at instant?, ended_at instant?, last_at instant, answered int
SELECT e.id, j.id AS journey_id, j.slug, j.title, j.summary, j.icon,
    j.estimate_minutes, j.theme, j.status AS journey_status, e.status, e.tier,
    e.version_id, v.number AS version, o.id AS offered_id, o.number AS offered,
    o.is_safety_fix AS offered_is_fix, e.started_at, e.completed_at,
    e.ended_at, e.last_at, e.answered
FROM enrolment e
JOIN journey j ON j.id = e.journey_id
JOIN journey_version v ON v.id = e.version_id
LEFT JOIN journey_version o ON o.journey_id = j.id AND o.status = 'published'
    AND o.number > v.number AND o.offered_at IS NOT NULL
    AND o.id IS DISTINCT FROM e.declined_version_id AND e.status <> 'ended'
WHERE e.user_id = app_user_id() AND e.journey_id = coalesce(
    (SELECT x.id FROM journey x WHERE x.slug = $1),
    (SELECT x.journey_id FROM journey_slug x WHERE x.slug = $1));

-- enrolment_records(slug text) many
-- id id, section_key text, made_ref text?
SELECT r.id, r.section_key, r.made_ref
FROM enrolment_record r
JOIN enrolment e ON e.id = r.enrolment_id
WHERE e.user_id = app_user_id() AND r.removed_at IS NULL
    AND e.journey_id = coalesce((SELECT x.id FROM journey x WHERE x.slug = $1),
    (SELECT x.journey_id FROM journey_slug x WHERE x.slug = $1))
ORDER BY r.section_key, r.position, r.id;

-- enrolment_answers(slug text) many
-- section_key text, record_id id, field_key text, value json?, revision int, first_at instant?
SELECT a.section_key, a.record_id, a.field_key, a.value, a.revision, a.first_at
FROM answer a
JOIN enrolment e ON e.id = a.enrolment_id
WHERE e.user_id = app_user_id() AND e.journey_id = coalesce(
    (SELECT x.id FROM journey x WHERE x.slug = $1),
    (SELECT x.journey_id FROM journey_slug x WHERE x.slug = $1));

-- enrolment_settle(slug text, complete bool) one
-- status text
SELECT enrolment_settle($1, $2) AS status;
