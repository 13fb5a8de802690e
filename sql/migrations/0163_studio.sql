-- The creator's side of journeys (spec: journeys.md, Builder): what a journey is
-- called and how it looks.  Programs call these functions; nothing else writes a
-- journey's rows.

-- The asking member's journey, locked; 404 for everybody else's.
CREATE FUNCTION studio_own(of_journey bigint) RETURNS journey LANGUAGE plpgsql
AS $$
DECLARE
    j journey;
BEGIN
    SELECT * INTO j FROM journey x WHERE x.id = of_journey
        AND x.creator_id = acting_member() FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM refuse(404, 'journey_unknown');
    END IF;
    RETURN j;
END
$$;

-- --- addresses --------------------------------------------------------------------
-- A name leads to one journey, whether it is its present one or one it had.
CREATE FUNCTION journey_slug_guard() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('journey_slug:' || NEW.slug, 0));
    IF TG_TABLE_NAME = 'journey' THEN
        IF EXISTS (SELECT FROM journey_slug s WHERE s.slug = NEW.slug
                AND s.journey_id <> NEW.id)
            OR EXISTS (SELECT FROM journey j WHERE j.slug = NEW.slug
                AND j.id <> NEW.id) THEN
            PERFORM refuse(409, 'journey_slug_taken', 'slug');
        END IF;
    ELSIF EXISTS (SELECT FROM journey j WHERE j.slug = NEW.slug
            AND j.id <> NEW.journey_id) THEN
        PERFORM refuse(409, 'journey_slug_taken', 'slug');
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER slug_guard BEFORE INSERT OR UPDATE OF slug ON journey
    FOR EACH ROW EXECUTE FUNCTION journey_slug_guard();
CREATE TRIGGER slug_guard BEFORE INSERT OR UPDATE ON journey_slug
    FOR EACH ROW EXECUTE FUNCTION journey_slug_guard();

-- A free address made of a name: "care-for-a-parent", "care-for-a-parent-2".
CREATE FUNCTION journey_slug_for(name text) RETURNS text LANGUAGE plpgsql
AS $$
DECLARE
    base text := trim(BOTH '-' FROM left(regexp_replace(lower(
        translate(normalize(name, NFKD), U&'\0300\0301\0302\0303\0308\0327', '')),
        '[^a-z0-9]+', '-', 'g'), 50));
    tried text;
BEGIN
    IF length(base) < 2 THEN
        base := 'journey';
    END IF;
    tried := base;
    FOR n IN 2 .. 1000 LOOP
        IF NOT EXISTS (SELECT FROM journey j WHERE j.slug = tried)
                AND NOT EXISTS (SELECT FROM journey_slug s
                WHERE s.slug = tried) THEN
            RETURN tried;
        END IF;
        tried := base || '-' || n;
    END LOOP;
    RETURN 'journey-' || gen_random_uuid();
END
$$;

-- --- making and naming -------------------------------------------------------------
CREATE FUNCTION journey_make(name text, words text DEFAULT NULL)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    made bigint;
BEGIN
    IF (SELECT count(*) FROM journey j WHERE j.creator_id = acting_member()
            AND j.status <> 'archived') >= 200 THEN
        PERFORM refuse(409, 'journeys_too_many');
    END IF;
    INSERT INTO journey (creator_id, title, slug, summary, created_at)
    VALUES (acting_member(), trim(name), journey_slug_for(name),
        nullif(trim(words), ''), app_now()) RETURNING id INTO made;
    PERFORM version_draft(made);
    RETURN made;
END
$$;

CREATE TYPE journey_words AS (
    title text, slug text, summary text, description text, icon text,
    estimate_minutes int, tags text[], categories bigint[]
);
-- `seen` is the revision that was edited; NULL: whichever there is.
CREATE FUNCTION journey_write(of_journey bigint, seen int, w journey_words)
RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    j journey := studio_own(of_journey);
BEGIN
    IF seen IS NOT NULL AND seen <> j.revision THEN
        PERFORM refuse(409, 'journey_changed', NULL,
            jsonb_build_object('revision', j.revision));
    ELSIF j.status IN ('in_review', 'archived') THEN
        PERFORM refuse(409, 'journey_is_' || j.status);
    ELSIF w.slug !~ '^[a-z0-9][a-z0-9-]{1,59}$' OR w.slug ~ '^draft-' THEN
        PERFORM refuse(422, 'journey_slug_malformed', 'slug');
    ELSIF cardinality(w.tags) > 12 OR EXISTS (SELECT FROM unnest(w.tags) t
            WHERE length(t) NOT BETWEEN 1 AND 40) THEN
        PERFORM refuse(422, 'journey_tags', 'tags');
    ELSIF cardinality(w.categories) > 3 OR EXISTS (
            SELECT FROM unnest(w.categories) c WHERE NOT EXISTS (
            SELECT FROM journey_category k WHERE k.id = c
            AND k.retired_at IS NULL)) THEN
        PERFORM refuse(422, 'journey_categories', 'categories');
    END IF;
    IF w.slug <> j.slug AND j.published_at IS NOT NULL THEN
        INSERT INTO journey_slug VALUES (j.slug, j.id) ON CONFLICT DO NOTHING;
    END IF;
    DELETE FROM journey_slug s WHERE s.slug = w.slug AND s.journey_id = j.id;
    UPDATE journey x SET title = trim(w.title), slug = w.slug,
        summary = nullif(trim(w.summary), ''),
        description = nullif(trim(w.description), ''),
        icon = coalesce(nullif(w.icon, ''), 'compass'),
        estimate_minutes = w.estimate_minutes, tags = coalesce(w.tags, '{}'),
        revision = x.revision + 1, changed_at = app_now()
    WHERE x.id = j.id;
    DELETE FROM journey_in_category c WHERE c.journey_id = j.id
        AND c.category_id <> ALL (coalesce(w.categories, '{}'));
    INSERT INTO journey_in_category SELECT j.id, c
        FROM unnest(w.categories) c ON CONFLICT DO NOTHING;
    RETURN j.revision + 1;
END
$$;
-- Colours, font, pictures; the program has checked them.  What is not named in
-- `changes` stays, what is null there goes.
CREATE FUNCTION journey_theme(of_journey bigint, changes jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    j journey := studio_own(of_journey);
BEGIN
    IF j.status IN ('in_review', 'archived') THEN
        PERFORM refuse(409, 'journey_is_' || j.status);
    END IF;
    UPDATE journey x SET theme = jsonb_strip_nulls(x.theme || changes),
        revision = x.revision + 1, changed_at = app_now() WHERE x.id = j.id;
END
$$;

-- --- copies and ends ----------------------------------------------------------------
-- The parts of the latest version go into a new draft of the asking member's.
CREATE FUNCTION journey_duplicate(source bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    j journey := studio_own(source);
    made bigint := journey_make(left(j.title, 110) || ' (copy)', j.summary);
BEGIN
    UPDATE journey x SET description = j.description, icon = j.icon,
        estimate_minutes = j.estimate_minutes, tags = j.tags,
        theme = j.theme - 'cover' - 'logo', review_rate = j.review_rate,
        session_rate = j.session_rate, commission_bp = j.commission_bp,
        currency = j.currency, review_due_hours = j.review_due_hours,
        affiliate_bp = j.affiliate_bp, shows_split = j.shows_split
    WHERE x.id = made;
    INSERT INTO journey_in_category SELECT made, c.category_id
        FROM journey_in_category c WHERE c.journey_id = j.id;
    INSERT INTO journey_tier (journey_id, tier, is_on, month_amount, year_amount,
        reviews, sessions, session_minutes)
    SELECT made, t.tier, t.is_on, t.month_amount, t.year_amount, t.reviews,
        t.sessions, t.session_minutes
    FROM journey_tier t WHERE t.journey_id = j.id;
    PERFORM version_copy(v.id, version_draft(made)) FROM journey_version v
        WHERE v.journey_id = j.id ORDER BY v.number DESC LIMIT 1;
    RETURN made;
END
$$;
CREATE FUNCTION journey_has_members(of_journey bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT EXISTS (SELECT FROM enrolment e WHERE e.journey_id = of_journey
        AND e.status <> 'ended')
$$;
-- Only what nobody was ever on, or paid for.
CREATE FUNCTION journey_delete(of_journey bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    j journey := studio_own(of_journey);
BEGIN
    IF j.status IN ('published', 'in_review', 'suspended') THEN
        PERFORM refuse(409, 'journey_is_' || j.status);
    ELSIF EXISTS (SELECT FROM enrolment e WHERE e.journey_id = j.id)
            OR EXISTS (SELECT FROM subscription s WHERE s.journey_id = j.id) THEN
        PERFORM refuse(409, 'journey_was_taken');
    END IF;
    DELETE FROM journey_tier t WHERE t.journey_id = j.id;
    DELETE FROM journey x WHERE x.id = j.id;
EXCEPTION WHEN foreign_key_violation THEN
    PERFORM refuse(409, 'journey_was_taken');
END
$$;
-- --- what a creator has ---------------------------------------------------------------
-- The asking member's journeys, newest work first, with who is on them and what
-- came in since the first of the month.
CREATE FUNCTION studio_mine(of_journey bigint DEFAULT NULL)
RETURNS TABLE (id bigint, title text, slug text, status text, summary text,
    icon text, cover text, changed_at timestamptz, members bigint, ended bigint,
    currency text, income bigint, waiting bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    WITH came AS (SELECT s.journey_id, o.currency,
            sum(h.amount - h.reversed)::bigint AS income
        FROM order_share h JOIN orders o ON o.id = h.order_id
        JOIN subscription s ON o.kind = 'subscription' AND s.id = o.item_id
        WHERE h.user_id = app_user_id() AND h.account = 'payable'
            AND h.kind = 'seller'
            AND o.paid_at >= date_trunc('month', app_now(), 'UTC')
            AND s.journey_id IS NOT NULL
        GROUP BY s.journey_id, o.currency)
    SELECT j.id, j.title, j.slug, j.status, j.summary, j.icon,
        j.theme ->> 'cover', j.changed_at,
        (SELECT count(*) FROM enrolment e WHERE e.journey_id = j.id
            AND e.status <> 'ended'),
        (SELECT count(*) FROM enrolment e WHERE e.journey_id = j.id
            AND e.status = 'ended'),
        j.currency, coalesce(c.income, 0),
        (SELECT count(*) FROM journey_provider p WHERE p.journey_id = j.id
            AND p.status IN ('submitted', 'in_review'))
    FROM journey j LEFT JOIN came c ON c.journey_id = j.id
        AND c.currency = j.currency
    WHERE j.creator_id = app_user_id()
        AND (of_journey IS NULL OR j.id = of_journey)
    ORDER BY j.changed_at DESC, j.id DESC LIMIT 300
$$;

GRANT EXECUTE ON FUNCTION studio_mine(bigint) TO belay_journeys;
GRANT EXECUTE ON FUNCTION journey_make(text, text),
    journey_write(bigint, int, journey_words), journey_theme(bigint, jsonb),
    journey_duplicate(bigint), journey_delete(bigint),
    journey_has_members(bigint) TO belay_journeys;
GRANT SELECT ON journey_history TO belay_journeys;
GRANT SELECT ON currency TO belay_journeys;
