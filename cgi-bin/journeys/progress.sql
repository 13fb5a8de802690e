-- progress_list() many
-- slug text, title text, icon text, categories text, status text, tier text, version_id id, answered int, started_at instant, last_at instant, active_days int
SELECT j.slug, j.title, j.icon, coalesce((SELECT string_agg(c.name, ', '
    ORDER BY c.position) FROM journey_in_category i JOIN journey_category c
    ON c.id = i.category_id WHERE i.journey_id = j.id), '') AS categories,
    e.status, e.tier, e.version_id, e.answered, e.started_at, e.last_at,
    (SELECT count(*) FROM enrolment_day d WHERE d.enrolment_id = e.id)::int
        AS active_days
FROM enrolment e JOIN journey j ON j.id = e.journey_id
WHERE e.user_id = app_user_id() ORDER BY e.last_at DESC LIMIT 50;

-- progress_days(slug text) many
-- day date, saves int
SELECT d.day, d.saves
FROM enrolment_day d JOIN enrolment e ON e.id = d.enrolment_id
WHERE e.user_id = app_user_id() AND d.day > (app_now() - interval '400 days')::date
    AND e.journey_id = coalesce((SELECT x.id FROM journey x WHERE x.slug = $1),
    (SELECT x.journey_id FROM journey_slug x WHERE x.slug = $1))
ORDER BY d.day DESC;

-- progress_around(slug text) one
-- members int?, average int?, nps bool?
SELECT a.members, a.answered AS average, nps_is_due(e) AS nps
FROM enrolment e, journey_average(e.journey_id) a
WHERE e.user_id = app_user_id() AND e.journey_id = coalesce(
    (SELECT x.id FROM journey x WHERE x.slug = $1),
    (SELECT x.journey_id FROM journey_slug x WHERE x.slug = $1));

-- nps_answer(slug text, score int?, why text?) exec
SELECT nps_answer($1, $2::int, $3);
