-- What the pages of a session ask on behalf of one of its two people, where the
-- other side's rows are not theirs to read.

-- Free starts for moving this session; none for a stranger.
CREATE FUNCTION session_slots(session_id bigint, from_date date, to_date date,
    viewer_tz text) RETURNS TABLE (start_at timestamptz, end_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public ROWS 200
AS $$
DECLARE
    s session;
BEGIN
    SELECT * INTO s FROM session x WHERE x.id = session_slots.session_id;
    IF session_side(s) IS NOT NULL THEN
        RETURN QUERY SELECT x.start_at, x.end_at FROM slots(s.expert_id,
            s.minutes, from_date, to_date, viewer_tz, s.client_id, s.id) x
        WHERE x.start_at <> s.starts_at;
    END IF;
END
$$;

-- What was agreed for it: whether the expert answers each booking, what a late
-- cancellation gives back, and until when one is not late.
CREATE FUNCTION session_terms(session_id bigint, OUT by_hand boolean,
    OUT late_return_percent int, OUT free_until timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    SELECT e.confirm_by_hand, s.late_return_percent,
        s.starts_at - interval '24 hours'
    INTO session_terms.by_hand, session_terms.late_return_percent,
        session_terms.free_until
    FROM session s JOIN expert e ON e.user_id = s.expert_id
    WHERE s.id = session_terms.session_id AND session_side(s) IS NOT NULL;
END
$$;

GRANT EXECUTE ON FUNCTION session_slots(bigint, date, date, text),
    session_terms(bigint) TO belay_booking;

-- The dates that a view of the calendar shows, `to_date` not included.
CREATE FUNCTION calendar_span(view text, shown date, OUT from_date date,
    OUT to_date date) LANGUAGE sql STABLE
AS $$
    SELECT f.d, CASE view WHEN 'week' THEN f.d + 7 WHEN 'agenda' THEN f.d + 30
        WHEN 'day' THEN f.d + 1 ELSE f.d + 7 * (1 + ((date_trunc('month',
        shown::timestamp) + interval '1 month - 1 day')::date - f.d) / 7) END
    FROM (SELECT CASE view WHEN 'week'
        THEN date_trunc('week', shown::timestamp)::date
        WHEN 'agenda' THEN shown WHEN 'day' THEN shown ELSE date_trunc('week',
        date_trunc('month', shown::timestamp))::date END AS d) f
$$;
GRANT EXECUTE ON FUNCTION calendar_span(text, date) TO belay_booking;
