-- The marketplace: what everybody sees of published journeys, made ready so that a
-- page is twenty index lookups; and what members say of a journey they took.
-- No row-level security on the listing: it is public, and its indexes (text,
-- arrays) would not be usable under it.

-- --- what members say ------------------------------------------------------------
CREATE TABLE journey_review (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    journey_id bigint NOT NULL REFERENCES journey,
    user_id bigint NOT NULL REFERENCES users,
    stars int NOT NULL CHECK (stars BETWEEN 1 AND 5),
    words text CHECK (length(words) <= 4000),
    version int NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    reply text CHECK (length(reply) <= 4000),
    replied_at timestamptz,
    hidden_at timestamptz,
    UNIQUE (journey_id, user_id),
    CHECK ((reply IS NULL) = (replied_at IS NULL))
);
CREATE INDEX journey_review_shown ON journey_review (journey_id, id DESC)
    WHERE hidden_at IS NULL;
CREATE INDEX journey_review_user ON journey_review (user_id);

-- --- the listing -------------------------------------------------------------------
CREATE TABLE journey_listing (
    journey_id bigint PRIMARY KEY REFERENCES journey,
    creator_id bigint NOT NULL REFERENCES users,
    slug text NOT NULL,
    title text NOT NULL,
    summary text,
    icon text NOT NULL,
    cover text,
    creator_name text NOT NULL,
    categories text[] NOT NULL,         -- slugs
    category text,                      -- the first one's name
    price_min bigint,                   -- of a month, of any tier; NULL: none is on
    currency text NOT NULL,
    has_reviews boolean NOT NULL,       -- some tier has help by a mentor in it
    has_sessions boolean NOT NULL,
    is_free boolean NOT NULL,
    estimate_minutes int,
    members int NOT NULL,
    rating_sum int NOT NULL,
    rating_count int NOT NULL,
    rating_mean numeric(3, 2) NOT NULL GENERATED ALWAYS AS
        ((5 * 4.0 + rating_sum) / (5 + rating_count)) STORED,
    -- how well it is liked and taken: what a list begins with
    popular float8 NOT NULL GENERATED ALWAYS AS (((5 * 4.0 + rating_sum)
        / (5 + rating_count))::float8 + ln(1 + members)) STORED,
    featured_at timestamptz,
    published_at timestamptz NOT NULL,
    search tsvector NOT NULL,
    search_text text NOT NULL
);
-- one an order, least first, and the key is the keyset
CREATE INDEX journey_listing_popular ON journey_listing
    ((-popular), journey_id);
CREATE INDEX journey_listing_rating ON journey_listing
    ((-rating_mean::float8), journey_id);
CREATE INDEX journey_listing_new ON journey_listing
    ((-extract(epoch FROM published_at AT TIME ZONE 'UTC')::float8), journey_id);
CREATE INDEX journey_listing_price ON journey_listing
    ((coalesce(price_min, 1e15)::float8), journey_id);
CREATE INDEX journey_listing_categories ON journey_listing
    USING gin (categories);
CREATE INDEX journey_listing_search ON journey_listing USING gin (search);
CREATE INDEX journey_listing_trgm
    ON journey_listing USING gin (search_text gin_trgm_ops);
CREATE INDEX journey_listing_creator ON journey_listing (creator_id);
CREATE INDEX journey_listing_featured ON journey_listing (featured_at DESC)
    WHERE featured_at IS NOT NULL;

-- Make a journey's row anew from what is true now.
CREATE FUNCTION journey_listing_refresh(of_journey bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    j journey;
BEGIN
    -- one at a time: the older view must not be written last
    PERFORM pg_advisory_xact_lock((3::bigint << 61) | of_journey);
    SELECT * INTO j FROM journey x WHERE x.id = of_journey;
    DELETE FROM journey_listing l WHERE l.journey_id = of_journey;
    IF j.status IS DISTINCT FROM 'published' THEN
        RETURN;
    END IF;
    INSERT INTO journey_listing (journey_id, creator_id, slug, title, summary,
        icon, cover, creator_name, categories, category, price_min, currency,
        has_reviews, has_sessions, is_free, estimate_minutes, members,
        rating_sum, rating_count, featured_at, published_at, search, search_text)
    SELECT j.id, j.creator_id, j.slug, j.title, j.summary, j.icon,
        j.theme ->> 'cover', p.display_name, c.slugs, c.first, t.price,
        j.currency, t.reviews, t.sessions, coalesce(t.price = 0, false),
        j.estimate_minutes, m.n, r.total, r.n, j.featured_at,
        coalesce(j.published_at, j.created_at),
        setweight(to_tsvector('simple', j.title), 'A')
        || setweight(to_tsvector('simple', concat_ws(' ', j.summary,
            array_to_string(j.tags, ' '), c.names, p.display_name)), 'B')
        || setweight(to_tsvector('simple', left(coalesce(j.description, ''),
            5000)), 'D'),
        lower(concat_ws(' ', j.title, p.display_name, array_to_string(j.tags, ' '),
            c.names, j.summary))
    FROM profile p,
        (SELECT coalesce(array_agg(k.slug ORDER BY k.position), '{}') AS slugs,
            (array_agg(k.name ORDER BY k.position))[1] AS first,
            string_agg(k.name, ' ') AS names
        FROM journey_in_category i JOIN journey_category k
            ON k.id = i.category_id WHERE i.journey_id = j.id) c,
        (SELECT min(x.month_amount) AS price,
            coalesce(bool_or(x.reviews > 0), false) AS reviews,
            coalesce(bool_or(x.sessions > 0), false) AS sessions
        FROM journey_tier x WHERE x.journey_id = j.id AND x.is_on) t,
        (SELECT count(*)::int AS n FROM enrolment e
            WHERE e.journey_id = j.id) m,
        (SELECT count(*)::int AS n, coalesce(sum(x.stars), 0)::int AS total
        FROM journey_review x WHERE x.journey_id = j.id
            AND x.hidden_at IS NULL) r
    WHERE p.user_id = j.creator_id;
END
$$;
CREATE FUNCTION journey_listing_trigger() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    row jsonb := to_jsonb(CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END);
BEGIN
    PERFORM journey_listing_refresh((row ->> CASE TG_TABLE_NAME
        WHEN 'journey' THEN 'id' ELSE 'journey_id' END)::bigint);
    RETURN NULL;
END
$$;
CREATE TRIGGER listing AFTER UPDATE OF status, slug, title, summary, description,
    icon, tags, theme, featured_at, estimate_minutes, currency ON journey
    FOR EACH ROW EXECUTE FUNCTION journey_listing_trigger();
CREATE TRIGGER listing AFTER INSERT OR UPDATE OR DELETE ON journey_tier
    FOR EACH ROW EXECUTE FUNCTION journey_listing_trigger();
CREATE TRIGGER listing AFTER INSERT OR DELETE ON journey_in_category
    FOR EACH ROW EXECUTE FUNCTION journey_listing_trigger();
CREATE FUNCTION journey_listing_creator() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    PERFORM journey_listing_refresh(l.journey_id) FROM journey_listing l
        WHERE l.creator_id = NEW.user_id;
    RETURN NULL;
END
$$;
CREATE TRIGGER journey_listing AFTER UPDATE OF display_name ON profile
    FOR EACH ROW WHEN (OLD.display_name <> NEW.display_name)
    EXECUTE FUNCTION journey_listing_creator();
CREATE FUNCTION journey_category_trigger() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    PERFORM journey_listing_refresh(i.journey_id) FROM journey_in_category i
        WHERE i.category_id = NEW.id;
    RETURN NULL;
END
$$;
CREATE TRIGGER listing AFTER UPDATE OF slug, name, position ON journey_category
    FOR EACH ROW EXECUTE FUNCTION journey_category_trigger();
-- What changes with every member is only counted.
CREATE FUNCTION journey_listing_count() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    UPDATE journey_listing l SET members = l.members + 1
        WHERE l.journey_id = NEW.journey_id;
    RETURN NULL;
END
$$;
CREATE TRIGGER listing_count AFTER INSERT ON enrolment
    FOR EACH ROW EXECUTE FUNCTION journey_listing_count();
CREATE FUNCTION journey_listing_rate() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    was int := CASE WHEN TG_OP = 'UPDATE' AND OLD.hidden_at IS NULL
        THEN OLD.stars END;
    now int := CASE WHEN NEW.hidden_at IS NULL THEN NEW.stars END;
BEGIN
    UPDATE journey_listing l SET
        rating_sum = l.rating_sum + coalesce(now, 0) - coalesce(was, 0),
        rating_count = l.rating_count + (now IS NOT NULL)::int
            - (was IS NOT NULL)::int
    WHERE l.journey_id = NEW.journey_id;
    RETURN NULL;
END
$$;
CREATE TRIGGER listing_rate AFTER INSERT OR UPDATE OF stars, hidden_at
    ON journey_review FOR EACH ROW EXECUTE FUNCTION journey_listing_rate();
SELECT journey_listing_refresh(j.id) FROM journey j;

-- --- asking --------------------------------------------------------------------------
-- A page by an order alone or with filters, after (after_key, after_id).  A text
-- finds by its words, and by likeness when no journey has them; of very many the
-- most popular ones are looked at.
CREATE FUNCTION journey_found(q text, by_sort text, with_category text,
    price_max bigint, rating_min float8, with_help text, after_key float8,
    after_id bigint, most bigint)
RETURNS TABLE (journey_id bigint, key float8) LANGUAGE plpgsql STABLE
AS $$
DECLARE
    asked text := concat_ws(' AND ', 'l.creator_id <> ALL ($1)',
        CASE WHEN with_category IS NOT NULL THEN 'l.categories @> ARRAY[$2]' END,
        CASE WHEN price_max IS NOT NULL THEN 'l.price_min <= $3' END,
        CASE WHEN rating_min IS NOT NULL
            THEN 'l.rating_count >= 3 AND l.rating_mean >= $4' END,
        CASE with_help WHEN 'reviews' THEN 'l.has_reviews'
            WHEN 'sessions' THEN 'l.has_sessions'
            WHEN 'free' THEN 'l.is_free' END);
    -- least first, whatever the order
    sorted text := CASE by_sort WHEN 'rating' THEN '-l.rating_mean::float8'
        WHEN 'new' THEN
            '-extract(epoch FROM l.published_at AT TIME ZONE ''UTC'')::float8'
        WHEN 'price' THEN 'coalesce(l.price_min, 1e15)::float8'
        ELSE '-l.popular' END;
    source text := 'journey_listing l';
BEGIN
    IF q IS NOT NULL THEN
        source := '(SELECT * FROM journey_listing x WHERE '
            || CASE WHEN EXISTS (SELECT FROM journey_listing x
                WHERE x.search @@ websearch_to_tsquery('simple', q))
            THEN 'x.search @@ websearch_to_tsquery(''simple'', $5)'
            ELSE 'lower($5) <% x.search_text' END
            || ' ORDER BY x.popular DESC LIMIT 1000) l';
        IF by_sort = 'best' THEN
            sorted := '-(10 * ts_rank(l.search, websearch_to_tsquery(''simple'','
                ' $5)) + 5 * word_similarity(lower($5), l.search_text)'
                ' + l.popular / 10)::float8';
        END IF;
    END IF;
    RETURN QUERY EXECUTE format('SELECT l.journey_id, %1$s AS key FROM %2$s '
        'WHERE %3$s %4$s ORDER BY %1$s, l.journey_id LIMIT $8', sorted, source,
        asked, CASE WHEN after_key IS NOT NULL
            THEN format('AND (%s, l.journey_id) > ($6, $7)', sorted) END)
    USING my_blocked(), with_category, price_max, rating_min, q, after_key,
        after_id, most;
END
$$;

-- --- saying ----------------------------------------------------------------------------
-- The acting member says how a journey is; `progress` (percent) is what they have
-- done of it.
CREATE FUNCTION journey_review_save(of_journey bigint, given int, said text,
    progress int) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    me bigint := acting_member();
    e enrolment;
    made bigint;
BEGIN
    SELECT * INTO e FROM enrolment x
        WHERE (x.journey_id, x.user_id) = (of_journey, me);
    IF e.id IS NULL THEN
        PERFORM refuse(403, 'journey_not_taken');
    ELSIF e.started_at > app_now() - interval '7 days' THEN
        PERFORM refuse(409, 'journey_too_new', NULL, jsonb_build_object('from',
            rfc3339(e.started_at + interval '7 days')));
    ELSIF progress < 25 THEN
        PERFORM refuse(409, 'journey_too_little', NULL,
            jsonb_build_object('progress', progress));
    END IF;
    INSERT INTO journey_review AS r (journey_id, user_id, stars, words,
        created_at, changed_at)
    VALUES (of_journey, me, given, nullif(trim(said), ''), app_now(), app_now())
    ON CONFLICT (journey_id, user_id) DO UPDATE SET stars = excluded.stars,
        words = excluded.words, changed_at = app_now(), version = r.version + 1
    RETURNING id INTO made;
    PERFORM notify(j.creator_id, 'journey_reviewed', '/marketplace/' || j.slug
            || '#reviews', jsonb_build_object('title', j.title, 'stars', given),
            'journey_review:' || made)
        FROM journey j WHERE j.id = of_journey AND j.creator_id <> me;
    RETURN made;
END
$$;
-- Its creator answers, once.
CREATE FUNCTION journey_review_reply(of_review bigint, said text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    me bigint := acting_member();
    r journey_review;
BEGIN
    SELECT x.* INTO r FROM journey_review x JOIN journey j ON j.id = x.journey_id
        WHERE x.id = of_review AND j.creator_id = me FOR UPDATE OF x;
    IF r.id IS NULL THEN
        PERFORM refuse(404, 'review_unknown');
    ELSIF r.reply IS NOT NULL THEN
        PERFORM refuse(409, 'review_replied');
    END IF;
    UPDATE journey_review x SET reply = trim(said), replied_at = app_now()
        WHERE x.id = r.id;
    PERFORM notify(r.user_id, 'journey_answered', '/marketplace/' || j.slug
            || '#reviews', jsonb_build_object('title', j.title),
            'journey_reply:' || r.id)
        FROM journey j WHERE j.id = r.journey_id;
END
$$;
-- A page of them, the newest first; without who does not want to be seen.
CREATE FUNCTION journey_review_list(of_journey bigint, before_id bigint,
    most bigint)
RETURNS TABLE (id bigint, stars int, words text, written timestamptz,
    is_changed boolean, reply text, name text, handle text, picture text,
    is_mine boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT r.id, r.stars, r.words, r.created_at, r.changed_at > r.created_at,
        r.reply, p.display_name, CASE WHEN p.is_public THEN p.handle END,
        p.picture, coalesce(r.user_id = app_user_id(), false)
    FROM journey_review r JOIN profile p ON p.user_id = r.user_id
    WHERE r.journey_id = of_journey AND r.hidden_at IS NULL
        AND (before_id IS NULL OR r.id < before_id)
        AND r.user_id <> ALL (my_blocked())
    ORDER BY r.id DESC LIMIT most
$$;

INSERT INTO notification_type (name, area, title, email, push, discord, urgent,
    required, can_wait) VALUES
    ('journey_reviewed', 'journeys', 'A member rates your journey', true, false,
        false, false, false, true),
    ('journey_answered', 'journeys', 'A creator answers you', true, false, false,
        false, false, true);
ALTER TABLE journey_review ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON journey_review TO belay_journeys
    USING (user_id = app_user_id());
CREATE POLICY admin ON journey_review TO belay_admin USING (true);
CREATE POLICY worker ON journey_review TO belay_worker USING (true);
GRANT SELECT ON journey_review TO belay_journeys, belay_admin, belay_worker;
GRANT SELECT ON journey_listing TO belay_journeys, belay_account, belay_admin,
    belay_worker;
GRANT SELECT ON profile TO belay_journeys, belay_reviews;
GRANT EXECUTE ON FUNCTION my_blocked(), blocked_with_me(),
    journey_found(text, text, text, bigint, float8, text, float8, bigint, bigint),
    journey_review_save(bigint, int, text, int),
    journey_review_reply(bigint, text),
    journey_review_list(bigint, bigint, bigint) TO belay_journeys;
INSERT INTO person_data VALUES
    ('journey_review', 'user_id', 'journeys', true, 'keep',
        'others went by it; the name is gone'),
    ('journey_listing', 'creator_id', 'journeys', false, 'keep',
        'others bought it');
