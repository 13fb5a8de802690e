-- What the pages of experts ask beyond their own rows.

-- Whose public number it is; pages carry numbers, indexes the people.
CREATE FUNCTION expert_of_ref(ref bigint) RETURNS bigint LANGUAGE sql STABLE STRICT
SECURITY DEFINER SET search_path = public
AS $$
    SELECT e.user_id FROM expert e WHERE e.ref = expert_of_ref.ref
$$;
GRANT EXECUTE ON FUNCTION expert_of_ref(bigint) TO belay_booking;
