-- What everybody sees on a journey's page of people who are not theirs.

-- Who helps on it: the mentors and concierges that are verified for it.
CREATE FUNCTION journey_helpers(of_journey bigint)
RETURNS TABLE (kind text, name text, handle text, picture text, headline text,
    expert_ref bigint, rating_mean float8, rating_count int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT p.kind, f.display_name, CASE WHEN f.is_public THEN f.handle END,
        f.picture, f.headline, l.ref, l.rating_mean::float8,
        coalesce(l.rating_count, 0)
    FROM journey_provider p
    JOIN users u ON u.id = p.user_id AND u.status = 'active'
    JOIN profile f ON f.user_id = p.user_id
    LEFT JOIN expert_listing l ON l.expert_id = p.user_id AND l.kind = p.kind
    WHERE p.journey_id = of_journey AND p.status = 'verified'
        AND p.user_id <> ALL (my_blocked())
    ORDER BY p.kind DESC, l.rating_order DESC NULLS LAST, p.id
    LIMIT 24
$$;
GRANT EXECUTE ON FUNCTION journey_helpers(bigint), bp_of(bigint, int),
    tier_rank(text), tier_title(text) TO belay_journeys;
