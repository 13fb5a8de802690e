-- A refusal says in which state the thing is; the status of a problem document
-- is its number.  What a session's page asks keeps its plans.

-- In plpgsql, whose plans are kept: this is on every page of a session.
CREATE OR REPLACE FUNCTION session_moves(s session, by_side text) RETURNS text[]
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN ARRAY(SELECT r.move FROM session_rule r
        WHERE r.side = by_side AND r.status = s.status
            AND session_guard(s, by_side, r.move) IS NULL ORDER BY r.move);
END
$$;

-- For the page's buttons: what the asking member may do; none for a stranger.
CREATE OR REPLACE FUNCTION session_moves_of(session_id bigint) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    s session;
BEGIN
    SELECT * INTO s FROM session x WHERE x.id = session_moves_of.session_id;
    RETURN session_moves(s, session_side(s));
END
$$;

-- Lock a session for a move, or refuse.  `seen` is the version that the asking
-- page showed; NULL does not mind.  by_side is for admins and the system.
CREATE OR REPLACE FUNCTION session_take(session_id bigint, move text, seen int,
    by_side text DEFAULT NULL) RETURNS session LANGUAGE plpgsql
AS $$
DECLARE
    s session;
    word text;
BEGIN
    SELECT * INTO s FROM session x WHERE x.id = session_take.session_id
        FOR UPDATE;
    by_side := coalesce(by_side, session_side(s));
    IF s.id IS NULL OR by_side IS NULL THEN
        PERFORM refuse(404, 'session_unknown');
    END IF;
    IF seen <> s.version THEN
        word := 'session_changed';
    ELSIF NOT EXISTS (SELECT FROM session_rule r WHERE (r.move, r.side, r.status)
            = (session_take.move, by_side, s.status)) THEN
        word := 'session_move_' || s.status;
    ELSE
        word := session_guard(s, by_side, move);
    END IF;
    IF word IS NOT NULL THEN
        PERFORM refuse(409, word, NULL, jsonb_build_object('allowed',
            to_jsonb(session_moves(s, by_side)), 'state', s.status));
    END IF;
    RETURN s;
END
$$;

CREATE OR REPLACE FUNCTION expert_kind_move(person bigint, which text, target text,
    by_side text, why text) RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    k expert_kind;
BEGIN
    SELECT * INTO k FROM expert_kind x WHERE x.user_id = person
        AND x.kind = which FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM refuse(404, 'expert_unknown');
    ELSIF NOT EXISTS (SELECT FROM expert_kind_rule r
            WHERE (r.from_status, r.to_status, r.side)
                = (k.status, target, by_side)) THEN
        PERFORM refuse(409, 'expert_is_' || k.status, NULL,
            jsonb_build_object('state', k.status, 'allowed', (SELECT
            coalesce(jsonb_agg(r.to_status ORDER BY r.to_status), '[]')
            FROM expert_kind_rule r WHERE (r.from_status, r.side)
                = (k.status, by_side))));
    ELSIF k.status = 'rejected' AND 3 <= (SELECT count(*)
            FROM expert_kind_history h WHERE h.user_id = person
                AND h.kind = which AND h.from_status = 'rejected'
                AND h.at > app_now() - interval '30 days') THEN
        PERFORM refuse(409, 'expert_resubmitted_too_often', NULL,
            '{"allowed": []}');
    END IF;
    UPDATE expert_kind x SET status = target,
        reason = CASE WHEN by_side = 'admin' THEN why ELSE x.reason END,
        submitted_at = CASE target WHEN 'submitted' THEN app_now()
            ELSE x.submitted_at END,
        decided_at = CASE by_side WHEN 'admin' THEN app_now()
            ELSE x.decided_at END,
        decided_by = CASE by_side WHEN 'admin' THEN app_user_id()
            ELSE x.decided_by END
    WHERE x.user_id = person AND x.kind = which;
    INSERT INTO expert_kind_history (user_id, kind, at, actor_id, from_status,
        to_status, reason)
    VALUES (person, which, app_now(), app_user_id(), k.status, target, why);
    PERFORM listing_due(person);
END
$$;

-- Free starts for moving this session; none for a stranger.
CREATE OR REPLACE FUNCTION session_slots(session_id bigint, from_date date, to_date date,
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
CREATE OR REPLACE FUNCTION session_terms(session_id bigint, OUT by_hand boolean,
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
