-- What the asking mentor has said about how much they take.
CREATE FUNCTION mentor_self(OUT ref bigint, OUT review_load int,
    OUT takes_reviews boolean, OUT most int) LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = public
AS $$
    SELECT e.ref, e.review_load, coalesce(e.takes_reviews, true),
        setting_text('review_load')::int
    FROM (SELECT 1) one LEFT JOIN expert e ON e.user_id = app_user_id()
$$;
GRANT EXECUTE ON FUNCTION mentor_self() TO belay_reviews;
