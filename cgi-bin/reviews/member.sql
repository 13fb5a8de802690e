-- preference_journeys() many
-- journey_id id, title text
SELECT e.journey_id, j.title FROM enrolment e JOIN journey j ON j.id = e.journey_id
WHERE e.status <> 'ended' ORDER BY e.last_at DESC LIMIT 50;

-- preference_find(journey id) one
-- specialisations texts
SELECT coalesce((SELECT p.specialisations FROM client_mentor_preferences p
    WHERE p.journey_id = $1), '{}') AS specialisations;

-- preference_save(journey id, preferred int?, blocked text, kinds text) exec
SELECT mentor_preferences_save($1, $2, string_to_array($3, E'\n')::bigint[],
    string_to_array($4, E'\n'));

-- application_journey(journey id) one
-- id id, title text, slug text, currency text, review_rate int, session_rate int, is_mine bool, takes bool, mentor_requirements text?, mentor_guidelines text?, concierge_requirements text?, concierge_guidelines text?
SELECT id, title, slug, currency, review_rate, session_rate,
    creator_id = app_user_id() AS is_mine, takes_applications AS takes,
    mentor_requirements, mentor_guidelines, concierge_requirements,
    concierge_guidelines
FROM journey WHERE id = $1 AND status = 'published';

-- application_find(journey id, kind text) one
-- id id, status text, motivation text?, expertise text?, sample text?, proposed_rate int?, words text?
SELECT id, status, motivation, expertise, sample, proposed_rate, words
FROM my_provider WHERE journey_id = $1 AND kind = $2;

-- application_send(journey id, kind text, motivation text?, expertise text?, sample text?, rate int?, submit bool) one
-- id id
SELECT provider_apply($1, $2, $3, $4, $5, $6, $7) AS id;
