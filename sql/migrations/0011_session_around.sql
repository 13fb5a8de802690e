-- What is said around a session, and the views through which members see what
-- two people share.

-- --- reveal (spec: states 4.3) -----------------------------------------------
-- `answer` is offer, withdraw, agree or refuse; an offer that meets the other's
-- offer is agreement.  The new state of the machine.
CREATE FUNCTION session_reveal(session_id bigint, answer text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    s session;
    by_side text;
    other text;
    word text;
BEGIN
    SELECT * INTO s FROM session x WHERE x.id = session_reveal.session_id
        FOR UPDATE;
    by_side := session_side(s);
    IF by_side IS NULL THEN
        PERFORM refuse(404, 'session_unknown');
    ELSIF answer NOT IN ('offer', 'withdraw', 'agree', 'refuse') THEN
        PERFORM refuse(422, 'answer_unknown', 'answer');
    END IF;
    other := CASE by_side WHEN 'client' THEN 'expert' ELSE 'client' END;
    IF answer = 'offer' AND s.reveal = 'offered_by_' || other THEN
        answer := 'agree';
    END IF;
    IF NOT s.anonymous OR s.status <> 'completed' OR NOT answer
            = ANY (session_reveal_moves(s, by_side)) THEN
        PERFORM refuse(409, 'reveal_not_now', NULL, jsonb_build_object(
            'allowed', to_jsonb(session_reveal_moves(s, by_side)),
            'reveal', s.reveal));
    END IF;
    UPDATE session SET version = version + 1,
        reveal = CASE answer WHEN 'offer' THEN 'offered_by_' || by_side
            WHEN 'withdraw' THEN CASE WHEN reveal_refusals > 0 THEN 'refused'
            ELSE 'none' END
            WHEN 'agree' THEN 'mutual' ELSE 'refused' END,
        reveal_refusals = reveal_refusals + (answer = 'refuse')::int
    WHERE id = s.id RETURNING * INTO s;
    PERFORM session_log(s, by_side, 'reveal_' || answer, s.status);
    IF answer = 'offer' THEN
        PERFORM session_tell(s, other, 'reveal_offered');
    ELSIF answer = 'agree' THEN
        PERFORM session_revealed(s);
    END IF;
    RETURN s.reveal;
END
$$;
CREATE FUNCTION session_reveal_moves(s session, side text) RETURNS text[]
LANGUAGE sql STABLE
AS $$
    SELECT CASE WHEN NOT (s).anonymous OR (s).status <> 'completed' THEN '{}'
        WHEN (s).reveal = 'none' OR ((s).reveal = 'refused'
            AND (s).reveal_refusals < 2) THEN ARRAY['offer']
        WHEN (s).reveal = 'offered_by_' || side THEN ARRAY['withdraw']
        WHEN (s).reveal LIKE 'offered_by_%' THEN ARRAY['agree', 'refuse']
        ELSE '{}' END
$$;
-- Both at once; what was shown is kept.
CREATE FUNCTION session_revealed(s session) RETURNS void LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE session_participant p SET other_alias = NULL, other_seed = NULL,
        other_id = CASE p.side WHEN 'client' THEN s.expert_id
            ELSE s.client_id END
    WHERE p.session_id = s.id;
    UPDATE session x SET reveal_shown = (SELECT jsonb_object_agg(
        CASE p.user_id WHEN s.client_id THEN 'client' ELSE 'expert' END,
        jsonb_build_object('user_id', p.user_id::text, 'display_name',
        p.display_name, 'handle', p.handle, 'picture', p.picture))
        FROM profile p WHERE p.user_id IN (s.client_id, s.expert_id))
    WHERE x.id = s.id;
    PERFORM session_tell_both(s, 'reveal_agreed');
END
$$;

-- --- notes -------------------------------------------------------------------
CREATE FUNCTION note_write(session_id bigint, note_id bigint, note_kind text,
    note_words text, note_link text, note_done boolean) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    s session;
    made bigint := note_id;
BEGIN
    SELECT * INTO s FROM session x WHERE x.id = note_write.session_id;
    IF session_side(s) IS NULL OR s.status IN ('held', 'expired') THEN
        PERFORM refuse(404, 'session_unknown');
    ELSIF note_kind = 'private' AND session_side(s) <> 'expert' THEN
        PERFORM refuse(403, 'note_private_is_the_experts');
    ELSIF note_kind = 'recording' AND session_side(s) <> 'expert' THEN
        PERFORM refuse(403, 'note_recording_is_the_experts');
    ELSIF note_id IS NULL THEN
        INSERT INTO session_note (session_id, author_id, kind, words, link,
            done, created_at, changed_at)
        VALUES (s.id, app_user_id(), note_kind, note_words, note_link,
            coalesce(note_done, false), app_now(), app_now())
        RETURNING id INTO made;
        RETURN made;
    END IF;
    -- An action item is ticked by either; the rest is its author's.
    UPDATE session_note n SET changed_at = app_now(),
        done = coalesce(note_done, n.done),
        words = CASE WHEN n.author_id = app_user_id()
            THEN coalesce(note_words, n.words) ELSE n.words END,
        link = CASE WHEN n.author_id = app_user_id()
            THEN coalesce(note_link, n.link) ELSE n.link END
    WHERE n.id = note_id AND n.session_id = s.id
        AND (n.author_id = app_user_id() OR n.kind = 'action');
    IF NOT FOUND THEN
        PERFORM refuse(404, 'note_unknown');
    END IF;
    RETURN made;
END
$$;
CREATE FUNCTION note_delete(note_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    DELETE FROM session_note WHERE id = note_id AND author_id = app_user_id();
    IF NOT FOUND THEN
        PERFORM refuse(404, 'note_unknown');
    END IF;
END
$$;

-- --- feedback and ratings ----------------------------------------------------
-- Write or change one's own until it is shown: when both wrote, or 14 days after
-- the session was completed.
CREATE FUNCTION feedback_write(session_id bigint, feedback_stars int,
    feedback_words text, feedback_rubric jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    s session;
    by_side text;
BEGIN
    SELECT * INTO s FROM session x WHERE x.id = feedback_write.session_id
        FOR UPDATE;
    by_side := session_side(s);
    IF by_side IS NULL THEN
        PERFORM refuse(404, 'session_unknown');
    ELSIF s.status <> 'completed' THEN
        PERFORM refuse(409, 'feedback_not_yet', NULL, jsonb_build_object(
            'allowed', to_jsonb(session_moves(s, by_side))));
    ELSIF feedback_stars IS NULL OR feedback_stars NOT BETWEEN 1 AND 5 THEN
        PERFORM refuse(422, 'stars_range', 'rating');
    ELSIF EXISTS (SELECT FROM jsonb_each(coalesce(feedback_rubric, '{}')) r
            WHERE r.value NOT IN ('1', '2', '3', '4', '5')
                OR NOT r.key = ANY (rubric_of(s.type_kind, by_side))) THEN
        PERFORM refuse(422, 'rubric_unknown', 'rubric');
    END IF;
    INSERT INTO session_feedback AS f (session_id, author_id, side, stars,
        words, rubric, created_at, show_at)
    VALUES (s.id, app_user_id(), by_side, feedback_stars,
        nullif(trim(feedback_words), ''), coalesce(feedback_rubric, '{}'),
        app_now(), s.completed_at + interval '14 days')
    ON CONFLICT ON CONSTRAINT session_feedback_pkey DO UPDATE SET
        stars = excluded.stars, words = excluded.words,
        rubric = excluded.rubric, created_at = excluded.created_at
        WHERE f.shown_at IS NULL;
    IF NOT FOUND THEN
        PERFORM refuse(409, 'feedback_shown');
    END IF;
    IF s.completed_at + interval '14 days' <= app_now() OR (SELECT count(*) = 2
            FROM session_feedback f WHERE f.session_id = s.id) THEN
        PERFORM feedback_show(s.id);
    END IF;
END
$$;
-- What a side is asked to judge, by session type.
CREATE FUNCTION rubric_of(type_kind text, side text) RETURNS text[]
LANGUAGE sql IMMUTABLE
AS $$
    SELECT CASE WHEN side = 'client'
        THEN ARRAY['preparation', 'clarity', 'usefulness', 'kindness']
        WHEN type_kind = 'technical_coding' THEN ARRAY['problem_solving',
            'correctness', 'code_quality', 'testing', 'communication']
        WHEN type_kind = 'system_design' THEN ARRAY['requirements',
            'architecture', 'trade_offs', 'depth', 'communication']
        WHEN type_kind = 'behavioural' THEN ARRAY['structure', 'substance',
            'reflection', 'communication']
        WHEN type_kind = 'resume' THEN ARRAY['clarity', 'relevance',
            'evidence', 'layout']
        ELSE ARRAY['preparation', 'engagement', 'progress', 'communication']
        END
$$;
CREATE FUNCTION feedback_show(shown_session bigint) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    s session;
BEGIN
    SELECT * INTO s FROM session WHERE id = shown_session;
    INSERT INTO expert_rating (expert_id, author_id, author_alias, subject_kind,
        subject_id, stars, words, created_at)
    SELECT s.expert_id, s.client_id, s.client_alias, 'session', s.id, f.stars,
        f.words, app_now()
    FROM session_feedback f WHERE f.session_id = s.id AND f.side = 'client'
        AND f.shown_at IS NULL
    ON CONFLICT DO NOTHING;
    PERFORM session_tell(s, CASE f.side WHEN 'client' THEN 'expert'
        ELSE 'client' END, 'feedback_shown', jsonb_build_object('stars', f.stars))
    FROM session_feedback f WHERE f.session_id = s.id AND f.shown_at IS NULL;
    UPDATE session_feedback f SET shown_at = app_now()
        WHERE f.session_id = s.id AND f.shown_at IS NULL;
END
$$;
-- The expert answers a rating, once.
CREATE FUNCTION rating_reply(rating_id bigint, reply_words text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    r expert_rating;
BEGIN
    SELECT * INTO r FROM expert_rating WHERE id = rating_id
        AND expert_id = app_user_id() FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM refuse(404, 'rating_unknown');
    ELSIF r.reply IS NOT NULL THEN
        PERFORM refuse(409, 'rating_answered');
    ELSIF coalesce(trim(reply_words), '') = '' THEN
        PERFORM refuse(422, 'reason_words_missing', 'reply');
    END IF;
    UPDATE expert_rating SET reply = trim(reply_words), replied_at = app_now()
        WHERE id = rating_id;
END
$$;
-- Moderation takes a rating away or gives it back.
CREATE FUNCTION rating_hide(rating_id bigint, hide boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    UPDATE expert_rating SET hidden_at = CASE WHEN hide THEN app_now() END
        WHERE id = rating_id;
END
$$;

-- --- what members see of what two share --------------------------------------
-- The views belong to belay_owner and show the asking member's own sessions
-- only; in an anonymous one the other side is an alias until both are revealed.
CREATE VIEW my_session AS
SELECT p.session_id AS id, p.side, p.kind, p.status, p.starts_at, p.ends_at,
    s.version, s.uid, s.sequence, s.session_type_id, s.type_kind, s.minutes,
    s.price_amount, s.price_currency, s.goals, s.paid_by, s.paid_ref,
    s.expires_at, s.anonymous, s.reveal, s.no_show_by, s.no_show_at, s.disputed,
    s.disputed_at, s.dispute_words, s.resolution, s.canceled_at,
    s.canceled_side, s.cancel_code, s.cancel_words, s.return_percent,
    s.refund_id, s.refund_amount, s.started_at, s.completed_at, s.created_at,
    greatest(0, 2 - s.client_moves) AS reschedules_left,
    greatest(0, 2 - s.expert_proposals) AS proposals_left,
    CASE p.side WHEN 'client' THEN s.settle_client ELSE s.settle_expert
        END AS settle_mine,
    CASE p.side WHEN 'client' THEN s.settle_expert ELSE s.settle_client
        END AS settle_other,
    s.starts_at - interval '10 minutes' AS join_opens_at,
    s.ends_at + interval '30 minutes' AS join_closes_at,
    CASE WHEN p.status IN ('scheduled', 'in_progress') THEN s.meeting_link
        END AS meeting_link,
    e.ref AS expert_ref,
    CASE WHEN s.anonymous AND s.reveal <> 'mutual' THEN e.alias
        ELSE ep.display_name END AS expert_name,
    CASE WHEN s.anonymous AND s.reveal <> 'mutual' THEN e.alias_seed
        END AS expert_seed,
    CASE WHEN s.anonymous AND s.reveal <> 'mutual' THEN NULL
        ELSE ep.picture END AS expert_picture,
    CASE WHEN ep.is_public AND NOT (s.anonymous AND s.reveal <> 'mutual')
        THEN ep.handle END AS expert_handle,
    CASE WHEN p.side = 'client' THEN p.person_id ELSE p.other_id
        END AS client_id,
    CASE WHEN s.anonymous AND s.reveal <> 'mutual' THEN s.client_alias
        ELSE cp.display_name END AS client_name,
    CASE WHEN s.anonymous AND s.reveal <> 'mutual' THEN s.client_seed
        END AS client_seed,
    CASE WHEN s.anonymous AND s.reveal <> 'mutual' THEN NULL
        ELSE cp.picture END AS client_picture,
    CASE WHEN cp.is_public AND NOT (s.anonymous AND s.reveal <> 'mutual')
        THEN cp.handle END AS client_handle,
    p.other_id
FROM session_participant p
JOIN session s ON s.id = p.session_id
JOIN expert e ON e.user_id = s.expert_id
JOIN profile ep ON ep.user_id = s.expert_id
JOIN profile cp ON cp.user_id = s.client_id
WHERE p.person_id = app_user_id();

CREATE VIEW my_session_history AS
SELECT h.id, h.session_id, h.at, h.side, h.move, h.from_status, h.to_status,
    h.reason, h.data
FROM session_participant p
JOIN session_history h ON h.session_id = p.session_id
WHERE p.person_id = app_user_id();

CREATE VIEW my_session_note AS
SELECT n.id, n.session_id, n.kind, n.words, n.link, n.done, n.created_at,
    n.changed_at, n.author_id = p.person_id AS mine,
    CASE WHEN n.author_id = p.person_id THEN p.side
        WHEN p.side = 'client' THEN 'expert' ELSE 'client' END AS side
FROM session_participant p
JOIN session_note n ON n.session_id = p.session_id
WHERE p.person_id = app_user_id()
    AND (n.author_id = p.person_id OR n.kind <> 'private');

CREATE VIEW my_session_feedback AS
SELECT f.session_id, f.side, f.author_id = p.person_id AS mine, f.stars,
    f.words, f.rubric, f.created_at, f.show_at, f.shown_at
FROM session_participant p
JOIN session_feedback f ON f.session_id = p.session_id
WHERE p.person_id = app_user_id()
    AND (f.author_id = p.person_id OR f.shown_at IS NOT NULL);

CREATE VIEW my_proposal AS
SELECT r.id, r.session_id, r.from_session_id, p.side, r.session_type_id,
    coalesce(t.kind, s.type_kind) AS type_kind,
    coalesce(t.minutes, s.minutes) AS minutes,
    coalesce(t.price_amount, s.price_amount) AS price_amount,
    coalesce(t.price_currency, s.price_currency) AS price_currency,
    r.starts, r.words, r.created_at, r.expires_at, r.decided_at,
    CASE WHEN r.status = 'open' AND r.expires_at <= app_now() THEN 'expired'
        ELSE r.status END AS status
FROM session_participant p
JOIN session s ON s.id = p.session_id
JOIN session_proposal r ON r.from_session_id = p.session_id
LEFT JOIN session_type t ON t.id = r.session_type_id
WHERE p.person_id = app_user_id();

-- Public: what people said about an expert.
CREATE VIEW public_rating AS
SELECT r.id, e.ref AS expert_ref, r.stars, r.words, r.reply, r.replied_at,
    r.created_at, coalesce(r.author_alias, p.display_name) AS author_name
FROM expert_rating r
JOIN expert e ON e.user_id = r.expert_id
JOIN profile p ON p.user_id = r.author_id
WHERE r.hidden_at IS NULL;

-- --- calendars ---------------------------------------------------------------
-- For the invitation: one row per person, nothing of the other that is hidden.
CREATE FUNCTION session_invitation(session_id bigint) RETURNS TABLE (
    person_id bigint, side text, address text, person_name text,
    other_name text, anonymous boolean, uid text, sequence int, status text,
    kind text, type_kind text, starts_at timestamptz, ends_at timestamptz,
    timezone text, goals text, meeting_link text, changed_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT p.person_id, p.side, u.email, session_name(s, p.side),
        session_name(s, CASE p.side WHEN 'client' THEN 'expert'
            ELSE 'client' END),
        s.anonymous AND s.reveal <> 'mutual', s.uid, s.sequence, s.status,
        s.kind, s.type_kind, s.starts_at, s.ends_at, f.timezone, s.goals,
        s.meeting_link, app_now()
    FROM session s
    JOIN session_participant p ON p.session_id = s.id
    JOIN users u ON u.id = p.person_id
    JOIN profile f ON f.user_id = p.person_id
    WHERE s.id = session_invitation.session_id
$$;
-- The private feed: sessions of the person whose token it is, from 90 days ago.
-- No row of a feed that was revoked; `known` tells an empty calendar from none.
CREATE FUNCTION calendar_feed_of(hash text) RETURNS TABLE (known boolean,
    session_id bigint, side text, other_name text, uid text, sequence int,
    status text, kind text, type_kind text, starts_at timestamptz,
    ends_at timestamptz, meeting_link text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT true, p.session_id, p.side, session_name(s, CASE p.side
            WHEN 'client' THEN 'expert' ELSE 'client' END), s.uid, s.sequence,
        s.status, s.kind, s.type_kind, s.starts_at, s.ends_at, s.meeting_link
    FROM calendar_feed f
    JOIN users u ON u.id = f.user_id AND u.status <> 'erased'
    LEFT JOIN session_participant p ON p.person_id = f.user_id
        AND p.starts_at > app_now() - interval '90 days'
        AND p.status IN ('scheduled', 'in_progress', 'completed', 'canceled')
    LEFT JOIN session s ON s.id = p.session_id
    WHERE f.token_hash = hash
    ORDER BY p.starts_at
$$;
-- Google withdrew its consent: say so once, keep what was known to be busy.
CREATE FUNCTION google_revoked(person bigint, why text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    UPDATE google_account SET state = 'revoked', state_reason = why,
        access_sealed = NULL WHERE user_id = person AND state <> 'revoked';
    IF FOUND THEN
        PERFORM notify(person, 'calendar_disconnected', '/calendar',
            jsonb_build_object('reason', why), NULL);
    END IF;
END
$$;

-- The expert disconnects: nothing of that calendar is kept.
CREATE FUNCTION google_disconnect() RETURNS void LANGUAGE sql
SECURITY DEFINER SET search_path = public
AS $$
    DELETE FROM calendar_busy WHERE user_id = app_user_id();
    DELETE FROM google_event WHERE user_id = app_user_id();
    DELETE FROM google_account WHERE user_id = app_user_id();
$$;

-- --- who may -----------------------------------------------------------------
GRANT SELECT ON my_session, my_session_history, my_session_note,
    my_session_feedback, my_proposal TO belay_booking, belay_account;
GRANT SELECT ON my_session TO belay_inbox;
GRANT SELECT ON public_rating TO belay_booking, belay_account, belay_admin;
GRANT EXECUTE ON FUNCTION session_reveal(bigint, text),
    note_write(bigint, bigint, text, text, text, boolean), note_delete(bigint),
    feedback_write(bigint, int, text, jsonb), rubric_of(text, text),
    rating_reply(bigint, text), calendar_feed_of(text), google_disconnect()
    TO belay_booking;
GRANT EXECUTE ON FUNCTION rating_hide(bigint, boolean) TO belay_admin;
GRANT EXECUTE ON FUNCTION session_invitation(bigint),
    google_revoked(bigint, text) TO belay_worker;
