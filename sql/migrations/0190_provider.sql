-- Becoming a journey's mentor or concierge (spec: reviews, states 4.11): who
-- applies, who decides, and what follows for their roles.

GRANT EXECUTE ON FUNCTION session_open(text), token_open(text),
    rights_of(bigint), session_touch(bigint, text, text), token_touch(bigint),
    session_renew(text, text) TO belay_reviews;

INSERT INTO notification_type (name, area, title, email, push, discord, urgent,
    required, can_wait) VALUES
    ('application_received', 'reviews', 'Somebody applies to help on your journey',
        true, true, false, false, false, true),
    ('application_approved', 'reviews', 'Your application is approved',
        true, true, false, false, true, false),
    ('application_rejected', 'reviews', 'Your application is not approved',
        true, true, false, false, true, false),
    ('provider_appointed', 'reviews', 'A new journey is assigned to you',
        true, true, false, false, true, false),
    ('provider_changed', 'reviews', 'Your place on a journey changes',
        true, true, false, false, true, false);

-- What a journey asks of who applies, as its creator words it (Markdown).
ALTER TABLE journey
    ADD mentor_requirements text CHECK (length(mentor_requirements) <= 5000),
    ADD mentor_guidelines text CHECK (length(mentor_guidelines) <= 10000),
    ADD concierge_requirements text
        CHECK (length(concierge_requirements) <= 5000),
    ADD concierge_guidelines text CHECK (length(concierge_guidelines) <= 10000),
    ADD takes_applications boolean NOT NULL DEFAULT true;

-- --- the machine ---------------------------------------------------------------
CREATE TABLE provider_rule (
    from_status text NOT NULL,
    to_status text NOT NULL,
    side text NOT NULL CHECK (side IN ('provider', 'decider')),
    PRIMARY KEY (from_status, to_status, side)
);
INSERT INTO provider_rule
    SELECT f, t, s FROM (VALUES
        ('draft rejected', 'submitted', 'provider'),
        ('verified', 'paused', 'provider'), ('paused', 'verified', 'provider'),
        ('submitted', 'in_review', 'decider'),
        ('submitted in_review', 'verified rejected', 'decider'),
        ('verified paused', 'suspended', 'decider'),
        ('suspended', 'verified', 'decider'),
        ('verified paused suspended', 'removed', 'decider'))
        AS r (fs, ts, s), string_to_table(fs, ' ') f, string_to_table(ts, ' ') t;
CREATE TABLE journey_provider_history (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    provider_id bigint NOT NULL REFERENCES journey_provider ON DELETE CASCADE,
    at timestamptz NOT NULL,
    actor_id bigint REFERENCES users,
    from_status text NOT NULL,
    to_status text NOT NULL,
    words text
);
CREATE INDEX journey_provider_history_of ON journey_provider_history
    (provider_id, id);
CREATE INDEX journey_provider_history_actor ON journey_provider_history
    (actor_id) WHERE actor_id IS NOT NULL;

CREATE FUNCTION provider_move(p journey_provider, target text, by_side text,
    why text) RETURNS journey_provider LANGUAGE plpgsql
AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM provider_rule r WHERE (r.from_status,
            r.to_status, r.side) = (p.status, target, by_side)) THEN
        PERFORM refuse(409, 'provider_is_' || p.status, NULL,
            jsonb_build_object('state', p.status, 'allowed', (SELECT
            coalesce(jsonb_agg(r.to_status ORDER BY r.to_status), '[]')
            FROM provider_rule r
            WHERE (r.from_status, r.side) = (p.status, by_side))));
    ELSIF p.status = 'rejected' AND 3 <= (SELECT count(*)
            FROM journey_provider_history h WHERE h.provider_id = p.id
                AND h.from_status = 'rejected'
                AND h.at > app_now() - interval '30 days') THEN
        PERFORM refuse(409, 'provider_applied_too_often', NULL,
            '{"allowed": []}');
    END IF;
    INSERT INTO journey_provider_history (provider_id, at, actor_id,
        from_status, to_status, words)
    VALUES (p.id, app_now(), app_user_id(), p.status, target, why);
    UPDATE journey_provider x SET status = target,
        words = CASE by_side WHEN 'decider' THEN why ELSE x.words END,
        tries = x.tries + (target = 'submitted')::int,
        submitted_at = CASE target WHEN 'submitted' THEN app_now()
            ELSE x.submitted_at END,
        decided_at = CASE by_side WHEN 'decider' THEN app_now()
            ELSE x.decided_at END,
        decided_by = CASE by_side WHEN 'decider' THEN app_user_id()
            ELSE x.decided_by END
    WHERE x.id = p.id RETURNING * INTO p;
    RETURN p;
END
$$;

-- --- what follows for who helps ---------------------------------------------------
-- An expert's row: the name, the rating and the calendar go by it.
CREATE FUNCTION expert_ensure(person bigint) RETURNS void LANGUAGE plpgsql
AS $$
BEGIN
    WHILE NOT EXISTS (SELECT FROM expert e WHERE e.user_id = person) LOOP
        INSERT INTO expert (user_id, alias, alias_seed, headline, timezone,
            languages, created_at)
        SELECT person, alias_new(), gen_random_uuid()::text, p.headline,
            CASE WHEN is_zone(p.timezone) THEN p.timezone ELSE 'UTC' END,
            p.languages, app_now() FROM profile p WHERE p.user_id = person
        ON CONFLICT DO NOTHING;     -- again when the alias is somebody's
    END LOOP;
END
$$;
-- The role goes with the first place and leaves with the last, unless the person
-- is an expert of that kind beside journeys.
CREATE FUNCTION provider_role(person bigint, which text) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    holds boolean := EXISTS (SELECT FROM journey_provider p
            WHERE (p.user_id, p.kind) = (person, which)
                AND p.status IN ('verified', 'paused', 'suspended'))
        OR EXISTS (SELECT FROM expert_kind k WHERE (k.user_id, k.kind)
            = (person, which) AND k.status IN ('verified', 'paused',
            'suspended'));
BEGIN
    IF holds <> EXISTS (SELECT FROM user_role r
            WHERE (r.user_id, r.role) = (person, which)) THEN
        PERFORM expert_role(person, which, holds);
    END IF;
END
$$;
-- What else hangs on a place that is lost or found: reviews say so (0192).
CREATE FUNCTION provider_changed(p journey_provider, was text) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    NULL;
END
$$;

-- --- applying --------------------------------------------------------------------
CREATE FUNCTION journey_open_for(of_journey bigint, person bigint)
RETURNS journey LANGUAGE plpgsql STABLE
AS $$
DECLARE
    j journey;
BEGIN
    SELECT * INTO j FROM journey x WHERE x.id = of_journey
        AND x.status = 'published';
    IF NOT FOUND THEN
        PERFORM refuse(404, 'journey_unknown');
    ELSIF j.creator_id = person THEN
        PERFORM refuse(409, 'provider_own_journey');
    ELSIF is_blocked(j.creator_id, person) THEN
        PERFORM refuse(404, 'journey_unknown');
    END IF;
    RETURN j;
END
$$;
/*
 * The asking member applies to help on a journey, or saves what they have so far
 * (`submit` false).  The application's id.
 */
CREATE FUNCTION provider_apply(of_journey bigint, which text, why text,
    knows text, example text, wanted_rate bigint, submit boolean DEFAULT true)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    me bigint := acting_member();
    j journey := journey_open_for(of_journey, me);
    p journey_provider;
BEGIN
    IF which NOT IN ('mentor', 'concierge') THEN
        PERFORM refuse(422, 'provider_kind_unknown', 'kind');
    ELSIF submit AND coalesce(trim(why), '') = '' THEN
        PERFORM refuse(422, 'provider_words_missing', 'motivation');
    ELSIF submit AND coalesce(trim(knows), '') = '' THEN
        PERFORM refuse(422, 'provider_words_missing', 'expertise');
    ELSIF submit AND which = 'mentor' AND coalesce(trim(example), '') = '' THEN
        PERFORM refuse(422, 'provider_words_missing', 'sample');
    ELSIF NOT j.takes_applications THEN
        PERFORM refuse(409, 'journey_takes_no_applications');
    END IF;
    INSERT INTO journey_provider (journey_id, user_id, kind, status, created_at)
    VALUES (j.id, me, which, 'draft', app_now()) ON CONFLICT DO NOTHING;
    SELECT * INTO p FROM journey_provider x WHERE (x.journey_id, x.user_id,
        x.kind) = (j.id, me, which) FOR UPDATE;
    IF submit THEN
        p := provider_move(p, 'submitted', 'provider', NULL);
    ELSIF p.status NOT IN ('draft', 'rejected') THEN
        PERFORM refuse(409, 'provider_is_' || p.status, NULL,
            jsonb_build_object('state', p.status));
    END IF;
    UPDATE journey_provider x SET motivation = why, expertise = knows,
        sample = example, proposed_rate = wanted_rate WHERE x.id = p.id;
    IF submit THEN
        PERFORM notify(j.creator_id, 'application_received', format(
            '/creator/journeys/%s/providers', j.id), jsonb_build_object(
            'journey', j.title, 'name', member_name(me), 'kind', which,
            'is_mentor', which = 'mentor'),
            format('application:%s:%s', p.id, p.tries));
    END IF;
    RETURN p.id;
END
$$;
-- The provider takes a break on this journey, or is back.
CREATE FUNCTION provider_pause(of_provider bigint, pause boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    p journey_provider;
    was text;
BEGIN
    SELECT * INTO p FROM journey_provider x WHERE x.id = of_provider
        AND x.user_id = acting_member() FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM refuse(404, 'provider_unknown');
    END IF;
    was := p.status;
    p := provider_move(p, CASE WHEN pause THEN 'paused' ELSE 'verified' END,
        'provider', NULL);
    PERFORM provider_changed(p, was);
END
$$;

-- --- deciding --------------------------------------------------------------------
-- The creator of the journey, or an admin.
CREATE FUNCTION decides_on(of_journey bigint) RETURNS journey
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    j journey;
BEGIN
    SELECT * INTO j FROM journey x WHERE x.id = of_journey
        AND (x.creator_id = app_user_id() OR has_role(app_user_id(), 'admin'));
    IF NOT FOUND THEN
        PERFORM refuse(404, 'journey_unknown');
    END IF;
    RETURN j;
END
$$;
CREATE FUNCTION provider_take(of_provider bigint) RETURNS journey_provider
LANGUAGE plpgsql
AS $$
DECLARE
    p journey_provider;
BEGIN
    SELECT * INTO p FROM journey_provider x WHERE x.id = of_provider FOR UPDATE;
    IF NOT FOUND OR p.status = 'draft' THEN
        PERFORM refuse(404, 'provider_unknown');
    END IF;
    PERFORM decides_on(p.journey_id);
    IF p.user_id = app_user_id() THEN
        PERFORM refuse(409, 'provider_own_place');
    END IF;
    RETURN p;
END
$$;
CREATE FUNCTION provider_tell(p journey_provider, type text) RETURNS void
LANGUAGE sql
AS $$
    SELECT notify((p).user_id, type, CASE (p).kind WHEN 'mentor'
        THEN '/mentor/dashboard' ELSE '/concierge/dashboard' END,
        jsonb_build_object('journey', j.title, 'kind', (p).kind, 'is_mentor',
            (p).kind = 'mentor', 'words', (p).words, 'status', (p).status,
            'is_' || (p).status, true),
        format('provider:%s:%s', (p).id, (SELECT max(h.id)
            FROM journey_provider_history h WHERE h.provider_id = (p).id)))
    FROM journey j WHERE j.id = (p).journey_id
$$;
/*
 * in_review, verified, rejected, suspended or removed; with the words that the
 * provider is told (needed but for verified and in_review) and, when verified,
 * the rate of a review or session (NULL: as it was, or the journey's).
 */
CREATE FUNCTION provider_decide(of_provider bigint, decision text,
    why text DEFAULT NULL, agreed_rate bigint DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    p journey_provider := provider_take(of_provider);
    was text := p.status;
BEGIN
    why := nullif(trim(why), '');
    IF decision IN ('rejected', 'suspended', 'removed') AND why IS NULL THEN
        PERFORM refuse(422, 'reason_words_missing', 'words');
    END IF;
    p := provider_move(p, decision, 'decider', why);
    IF agreed_rate IS NOT NULL THEN
        UPDATE journey_provider x SET rate = agreed_rate WHERE x.id = p.id;
    END IF;
    IF decision = 'in_review' THEN
        RETURN;
    ELSIF decision = 'verified' THEN
        PERFORM expert_ensure(p.user_id);
    END IF;
    PERFORM provider_role(p.user_id, p.kind);
    PERFORM provider_changed(p, was);
    PERFORM provider_tell(p, CASE
        WHEN decision = 'verified' AND was <> 'suspended'
            THEN 'application_approved'
        WHEN decision = 'rejected' THEN 'application_rejected'
        ELSE 'provider_changed' END);
END
$$;
-- Somebody who did not ask: found by their handle, told, free to pause.
CREATE FUNCTION provider_appoint(of_journey bigint, by_handle text, which text,
    agreed_rate bigint DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    j journey := decides_on(of_journey);
    person bigint;
    p journey_provider;
BEGIN
    SELECT f.user_id INTO person FROM profile f JOIN users u ON u.id = f.user_id
        WHERE f.handle = lower(trim(LEADING '@' FROM trim(by_handle)))
            AND u.status = 'active' AND NOT is_blocked(u.id, j.creator_id);
    IF person IS NULL THEN
        PERFORM refuse(422, 'person_unknown', 'handle');
    ELSIF person = j.creator_id THEN
        PERFORM refuse(422, 'provider_own_journey', 'handle');
    ELSIF which NOT IN ('mentor', 'concierge') THEN
        PERFORM refuse(422, 'provider_kind_unknown', 'kind');
    END IF;
    INSERT INTO journey_provider (journey_id, user_id, kind, status, created_at)
    VALUES (j.id, person, which, 'draft', app_now()) ON CONFLICT DO NOTHING;
    SELECT * INTO p FROM journey_provider x WHERE (x.journey_id, x.user_id,
        x.kind) = (j.id, person, which) FOR UPDATE;
    IF p.status IN ('draft', 'rejected') THEN
        p := provider_move(p, 'submitted', 'provider', NULL);
    END IF;
    p := provider_move(p, 'verified', 'decider', NULL);
    UPDATE journey_provider x SET rate = coalesce(agreed_rate, x.rate)
        WHERE x.id = p.id;
    PERFORM expert_ensure(p.user_id), provider_role(p.user_id, p.kind);
    PERFORM provider_changed(p, 'submitted');
    PERFORM provider_tell(p, 'provider_appointed');
    RETURN p.id;
END
$$;
-- What a review or session of this provider costs the journey; NULL: its own rate.
CREATE FUNCTION provider_rate(of_provider bigint, agreed_rate bigint)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    p journey_provider := provider_take(of_provider);
BEGIN
    UPDATE journey_provider x SET rate = agreed_rate WHERE x.id = p.id;
END
$$;

-- --- reading ---------------------------------------------------------------------
-- Who helps or wants to, for the creator and admins: those that wait come first.
CREATE FUNCTION provider_list(of_journey bigint) RETURNS TABLE (id bigint,
    kind text, status text, user_id bigint, name text, handle text,
    picture text, motivation text, expertise text, sample text,
    proposed_rate bigint, rate bigint, words text, tries int,
    submitted_at timestamptz, decided_at timestamptz, rating_mean float8,
    rating_count int)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    PERFORM decides_on(of_journey);
    RETURN QUERY SELECT p.id, p.kind, p.status, p.user_id, f.display_name,
        f.handle, f.picture, p.motivation, p.expertise, p.sample,
        p.proposed_rate, p.rate, p.words, p.tries, p.submitted_at,
        p.decided_at, e.rating_mean::float8, coalesce(e.rating_count, 0)
    FROM journey_provider p JOIN profile f ON f.user_id = p.user_id
    LEFT JOIN expert e ON e.user_id = p.user_id
    WHERE p.journey_id = of_journey AND p.status <> 'draft'
    ORDER BY array_position(ARRAY['submitted', 'in_review', 'verified',
        'paused', 'suspended', 'rejected', 'removed'], p.status), p.id;
END
$$;
-- The asking member's own places and applications.
CREATE VIEW my_provider AS
SELECT p.id, p.kind, p.status, p.words, p.motivation, p.expertise, p.sample,
    p.proposed_rate, p.rate, p.tries, p.submitted_at, p.decided_at,
    p.journey_id, j.title, j.slug, j.icon, j.currency, j.review_rate,
    j.session_rate, j.status AS journey_status
FROM journey_provider p JOIN journey j ON j.id = p.journey_id
WHERE p.user_id = app_user_id();

-- --- who may see and do what --------------------------------------------------------
ALTER TABLE journey_provider_history ENABLE ROW LEVEL SECURITY;
CREATE POLICY admin ON journey_provider_history TO belay_admin USING (true);
CREATE POLICY worker ON journey_provider_history TO belay_worker USING (true);
GRANT SELECT ON journey_provider_history TO belay_admin, belay_worker;
GRANT SELECT ON provider_rule TO belay_journeys, belay_reviews, belay_booking,
    belay_admin;
GRANT SELECT ON my_provider TO belay_reviews, belay_booking, belay_account;
GRANT EXECUTE ON FUNCTION provider_apply(bigint, text, text, text, text, bigint,
    boolean), provider_pause(bigint, boolean) TO belay_reviews, belay_booking;
GRANT EXECUTE ON FUNCTION provider_decide(bigint, text, text, bigint),
    provider_appoint(bigint, text, text, bigint),
    provider_rate(bigint, bigint), provider_list(bigint)
    TO belay_journeys, belay_reviews, belay_admin;
INSERT INTO person_data VALUES
    ('journey_provider_history', 'actor_id', 'reviews', false, 'keep',
        'record of who may help');
