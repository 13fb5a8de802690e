-- What the pages of a session ask on behalf of one of its two people, where the
-- other side's rows are not theirs to read.

-- Free starts for moving this session; none for a stranger.
CREATE FUNCTION session_slots(session_id bigint, from_date date, to_date date,
    viewer_tz text) RETURNS TABLE (start_at timestamptz, end_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public ROWS 200
AS $$
    SELECT x.start_at, x.end_at
    FROM session s, slots(s.expert_id, s.minutes, from_date, to_date, viewer_tz,
        s.client_id, s.id) x
    WHERE s.id = session_slots.session_id AND session_side(s) IS NOT NULL
        AND x.start_at <> s.starts_at
$$;

-- What was agreed for it: whether the expert answers each booking, what a late
-- cancellation gives back, and until when one is not late.
CREATE FUNCTION session_terms(session_id bigint, OUT by_hand boolean,
    OUT late_return_percent int, OUT free_until timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT e.confirm_by_hand, s.late_return_percent,
        s.starts_at - interval '24 hours'
    FROM session s JOIN expert e ON e.user_id = s.expert_id
    WHERE s.id = session_terms.session_id AND session_side(s) IS NOT NULL
$$;

GRANT EXECUTE ON FUNCTION session_slots(bigint, date, date, text),
    session_terms(bigint) TO belay_booking;
