-- studio_provider_list(journey id) many
-- id id, kind text, status text, name text, handle text?, picture text?, motivation text?, expertise text?, sample text?, proposed_rate int?, rate int?, words text?, submitted_at instant?, rating_mean real?, rating_count int
SELECT p.id, p.kind, p.status, p.name, p.handle, p.picture, p.motivation,
    p.expertise, p.sample, p.proposed_rate, p.rate, p.words, p.submitted_at,
    p.rating_mean::float8 AS rating_mean, p.rating_count::bigint AS rating_count
FROM provider_list($1) p WHERE p.status <> 'draft';

-- studio_provider_decide(id id, decision text, words text?, rate int?) exec
SELECT provider_decide($1, $2, $3, $4);

-- studio_appoint(journey id, handle text, kind text, rate int?) one
-- id id
SELECT provider_appoint($1, $2, $3, $4) AS id;

-- studio_provider_rate(id id, rate int?) exec
SELECT provider_rate($1, $2);
