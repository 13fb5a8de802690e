-- The best rated of each kind, by three index reads; one who is of two kinds is
-- shown once.
-- home_experts() many
-- base text, ref id, display_name text, alias_seed text?, picture text?, headline text?, rating_mean real?, rating_count int, price_amount int?, price_currency text?, minutes int?
SELECT b.base, b.ref, b.display_name, b.alias_seed, b.picture, b.headline,
    b.rating_mean, b.rating_count, b.price_amount, b.price_currency, b.minutes
FROM (
    SELECT DISTINCT ON (best.expert_id) best.*, k.place, k.base
    FROM (VALUES (1, 'mentor', '/mentors'), (2, 'interviewer', '/interviewers'),
        (3, 'concierge', '/concierges')) AS k (place, kind, base)
    CROSS JOIN LATERAL (
        SELECT l.expert_id, l.ref, l.display_name, l.alias_seed, l.picture,
            l.headline, l.rating_mean::float8, l.rating_count,
            l.type_prices[1] AS price_amount, l.price_currency,
            l.type_minutes[1] AS minutes
        FROM expert_rank r
        JOIN expert_listing l ON l.expert_id = r.expert_id AND l.kind = r.kind
        WHERE r.kind = k.kind AND r.sort = 'rating' AND r.skill_id = 0
            AND r.expert_id <> ALL ((SELECT my_blocked())::bigint[])
        ORDER BY r.key, r.expert_id LIMIT 1) best
    ORDER BY best.expert_id, k.place) b
ORDER BY b.place;

-- Counted up to 101: the page's cost does not grow with the platform.
-- home_counts() one
-- mentors int, interviewers int, concierges int
SELECT (SELECT count(*) FROM (SELECT FROM expert_rank WHERE kind = 'mentor'
        AND sort = 'rating' AND skill_id = 0 LIMIT 101) m) AS mentors,
    (SELECT count(*) FROM (SELECT FROM expert_rank WHERE kind = 'interviewer'
        AND sort = 'rating' AND skill_id = 0 LIMIT 101) i) AS interviewers,
    (SELECT count(*) FROM (SELECT FROM expert_rank WHERE kind = 'concierge'
        AND sort = 'rating' AND skill_id = 0 LIMIT 101) c) AS concierges;
