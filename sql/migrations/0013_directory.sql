-- The directory: what visitors see of verified experts, made ready so that a
-- page of twenty cards is twenty index lookups.  No row-level security here:
-- these rows are public, and their indexes (text, arrays, ranges) would not be
-- usable under it.

CREATE TABLE expert_listing (
    expert_id bigint NOT NULL REFERENCES expert,
    kind text NOT NULL,
    ref bigint NOT NULL,
    kinds text[] NOT NULL,          -- all that this expert is verified for
    display_name text NOT NULL,     -- the alias of an anonymous interviewer
    alias_seed text,                -- of the drawn avatar; NULL: the picture
    picture text,
    handle text,                    -- of the public page; NULL: has none
    headline text,
    bio text,
    timezone text NOT NULL,
    languages text[] NOT NULL,
    industries text[] NOT NULL,
    specialisations text[] NOT NULL,
    skill_names text[] NOT NULL,    -- best first, with their levels
    skill_levels bigint[] NOT NULL,
    skill_slugs text[] NOT NULL,
    type_ids bigint[] NOT NULL,     -- what can be booked, member by member
    type_names text[] NOT NULL,     -- technical_coding, mentoring …
    type_minutes bigint[] NOT NULL,
    type_prices bigint[] NOT NULL,  -- minor units of price_currency
    type_kinds text[] NOT NULL,
    price_min bigint,               -- of any type; NULL: offers none
    price_currency text,
    is_free boolean NOT NULL,       -- has a type at price 0
    rating_mean numeric(3, 2),      -- NULL below three ratings: "new"
    rating_count int NOT NULL,
    rating_order numeric(3, 2) NOT NULL,
    reliability int,                -- NULL before the first sessions
    slot_minutes int NOT NULL,      -- what next_slots are slots of
    next_slots timestamptz[] NOT NULL,
    free_spans tstzmultirange NOT NULL, -- starts, each as long as their step
    search tsvector NOT NULL,
    search_text text NOT NULL,
    stale_at timestamptz NOT NULL,  -- when time alone makes this row wrong
    PRIMARY KEY (expert_id, kind)
);
CREATE INDEX expert_listing_ref ON expert_listing (ref);
CREATE INDEX expert_listing_stale ON expert_listing (stale_at);
CREATE INDEX expert_listing_search ON expert_listing USING gin (search);
CREATE INDEX expert_listing_trgm
    ON expert_listing USING gin (search_text gin_trgm_ops);

-- One row per listing, order and skill (0: any): filter and order come from one
-- index, and the key is the keyset.
CREATE TABLE expert_rank (
    expert_id bigint NOT NULL REFERENCES expert,
    kind text NOT NULL,
    skill_id bigint NOT NULL,
    sort text NOT NULL
        CHECK (sort IN ('best', 'rating', 'price', 'soonest')),
    key float8 NOT NULL,            -- least first
    PRIMARY KEY (expert_id, kind, skill_id, sort)
);
CREATE UNIQUE INDEX expert_rank_page
    ON expert_rank (kind, sort, skill_id, key, expert_id);

-- Make an expert's rows anew from what is true now.
CREATE FUNCTION expert_listing_refresh(expert_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    me bigint := expert_listing_refresh.expert_id;
    verified text[];
    e expert;
    step int;
    starts timestamptz[];
    length_shown int;
BEGIN
    -- One at a time per expert: the older view must not be written last.
    PERFORM pg_advisory_xact_lock((1::bigint << 61) | me);
    PERFORM expert_recount(me);
    verified := ARRAY(SELECT k.kind FROM expert_kind k JOIN users u
        ON u.id = k.user_id WHERE k.user_id = me AND k.status = 'verified'
            AND u.status = 'active' ORDER BY k.kind);
    DELETE FROM expert_listing l
        WHERE l.expert_id = me AND l.kind <> ALL (verified);
    DELETE FROM expert_rank r WHERE r.expert_id = me AND r.kind <> ALL (verified);
    IF verified = '{}' THEN
        RETURN;
    END IF;
    SELECT * INTO e FROM expert x WHERE x.user_id = me;
    -- As the availability's default; the shortest where 30 is not offered.
    SELECT CASE WHEN count(*) = 0 OR bool_or(t.minutes = 30) THEN 30
        ELSE min(t.minutes) END INTO length_shown
    FROM session_type t WHERE t.expert_id = me AND t.active;
    step := least(length_shown, 30);
    starts := ARRAY(SELECT s.start_at FROM slots(me, length_shown,
        (app_now() AT TIME ZONE 'UTC')::date, (app_now() AT TIME ZONE 'UTC')::date
        + e.horizon_days + 3, 'UTC') s);
    PERFORM expert_listing_write(e, verified, length_shown, step, starts);
    PERFORM expert_rank_write(e, verified);
END
$$;

CREATE FUNCTION expert_listing_write(e expert, verified text[], shown int,
    step int, starts timestamptz[]) RETURNS void LANGUAGE sql
AS $$
    INSERT INTO expert_listing
    SELECT (e).user_id, k, (e).ref, verified,
        CASE WHEN (e).is_anonymous THEN (e).alias ELSE p.display_name END,
        CASE WHEN (e).is_anonymous THEN (e).alias_seed END,
        CASE WHEN NOT (e).is_anonymous THEN p.picture END,
        CASE WHEN NOT (e).is_anonymous AND p.is_public THEN p.handle END,
        (e).headline, (e).bio, (e).timezone, (e).languages, (e).industries,
        (e).specialisations, s.names, s.levels, s.slugs, t.ids, t.names,
        t.minutes, t.prices, t.kinds, t.price_min,
        t.currency, coalesce(t.price_min = 0, false),
        CASE WHEN (e).rating_count >= 3 THEN (e).rating_mean END,
        (e).rating_count, (e).rating_mean,
        CASE WHEN (e).kept_count + (e).cancel_count + (e).no_show_count > 0
            THEN (e).reliability END,
        expert_listing_write.shown, starts[1:3], f.spans,
        setweight(to_tsvector('simple', s.words || ' ' || CASE
            WHEN (e).is_anonymous THEN (e).alias ELSE p.display_name END), 'A')
        || setweight(to_tsvector('simple', coalesce((e).headline, '') || ' '
            || array_to_string((e).specialisations || (e).industries, ' ')), 'B')
        || setweight(to_tsvector('simple', coalesce((e).bio, '')), 'D'),
        lower(concat_ws(' ', CASE WHEN (e).is_anonymous THEN (e).alias
            ELSE p.display_name END, (e).headline, s.words,
            array_to_string((e).specialisations || (e).industries, ' '))),
        least(app_now() + interval '24 hours',
            starts[1] - make_interval(hours => (e).min_notice_hours))
    FROM unnest(verified) k, profile p,
        (SELECT coalesce(array_agg(k.name ORDER BY x.level DESC, k.name), '{}')
                AS names,
            coalesce(array_agg(x.level::bigint ORDER BY x.level DESC, k.name),
                '{}') AS levels,
            coalesce(array_agg(k.slug), '{}') AS slugs,
            coalesce(string_agg(k.name, ' '), '') AS words
        FROM expert_skill x JOIN skill k ON k.id = x.skill_id
        WHERE x.expert_id = (e).user_id) s,
        (SELECT coalesce(array_agg(x.id ORDER BY x.id), '{}') AS ids,
            coalesce(array_agg(x.kind ORDER BY x.id), '{}') AS names,
            coalesce(array_agg(x.minutes::bigint ORDER BY x.id), '{}')
                AS minutes,
            coalesce(array_agg(x.price_amount::bigint ORDER BY x.id), '{}')
                AS prices,
            coalesce(array_agg(DISTINCT x.kind), '{}') AS kinds,
            min(x.price_amount) AS price_min, min(x.price_currency) AS currency
        FROM session_type x WHERE x.expert_id = (e).user_id AND x.active) t,
        (SELECT coalesce(range_agg(tstzrange(u,
            u + make_interval(mins => step))), '{}') AS spans
        FROM unnest(starts) u) f
    WHERE p.user_id = (e).user_id
    ON CONFLICT (expert_id, kind) DO UPDATE SET ref = excluded.ref,
        kinds = excluded.kinds, display_name = excluded.display_name,
        alias_seed = excluded.alias_seed, picture = excluded.picture,
        handle = excluded.handle, headline = excluded.headline,
        bio = excluded.bio, timezone = excluded.timezone,
        languages = excluded.languages, industries = excluded.industries,
        specialisations = excluded.specialisations,
        skill_names = excluded.skill_names,
        skill_levels = excluded.skill_levels,
        skill_slugs = excluded.skill_slugs,
        type_ids = excluded.type_ids, type_names = excluded.type_names,
        type_minutes = excluded.type_minutes,
        type_prices = excluded.type_prices,
        type_kinds = excluded.type_kinds, price_min = excluded.price_min,
        price_currency = excluded.price_currency, is_free = excluded.is_free,
        rating_mean = excluded.rating_mean,
        rating_count = excluded.rating_count,
        rating_order = excluded.rating_order,
        reliability = excluded.reliability,
        slot_minutes = excluded.slot_minutes, next_slots = excluded.next_slots,
        free_spans = excluded.free_spans, search = excluded.search,
        search_text = excluded.search_text, stale_at = excluded.stale_at
$$;

CREATE FUNCTION expert_rank_write(e expert, verified text[]) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    DELETE FROM expert_rank r WHERE r.expert_id = e.user_id AND r.skill_id <> 0
        AND NOT EXISTS (SELECT FROM expert_skill x
            WHERE x.expert_id = e.user_id AND x.skill_id = r.skill_id);
    INSERT INTO expert_rank AS r (expert_id, kind, skill_id, sort, key)
    SELECT e.user_id, l.kind, k.skill_id, o.sort, CASE o.sort
        WHEN 'rating' THEN -l.rating_order::float8
        WHEN 'price' THEN coalesce(l.price_min::float8, 'infinity')
        WHEN 'soonest' THEN coalesce(extract(epoch FROM l.next_slots[1]),
            'infinity')
        ELSE -(20 * l.rating_order + 5 * ln(1 + l.rating_count)
            + coalesce(l.reliability, 100) / 10.0 + 2 * coalesce(k.level, 0)
            + CASE WHEN l.next_slots = '{}' THEN -50
                WHEN l.next_slots[1] < app_now() + interval '7 days' THEN 10
                ELSE 0 END)::float8 END
    FROM expert_listing l,
        (SELECT 0::bigint AS skill_id, NULL::int AS level UNION ALL
        SELECT x.skill_id, x.level FROM expert_skill x
            WHERE x.expert_id = e.user_id) k,
        unnest(ARRAY['best', 'rating', 'price', 'soonest']) AS o (sort)
    WHERE l.expert_id = e.user_id AND l.kind = ANY (verified)
    ON CONFLICT (expert_id, kind, skill_id, sort) DO UPDATE
        SET key = excluded.key WHERE r.key <> excluded.key;
END
$$;

-- What time alone made wrong: the first slot passed, a day was added.
CREATE FUNCTION expert_listing_tick(most int) RETURNS int LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    due bigint;
    n int := 0;
BEGIN
    FOR due IN SELECT DISTINCT x.expert_id FROM (
            SELECT l.expert_id FROM expert_listing l
            WHERE l.stale_at <= app_now() ORDER BY l.stale_at LIMIT most) x
            ORDER BY 1 LOOP
        PERFORM expert_listing_refresh(due);
        n := n + 1;
    END LOOP;
    RETURN n;
END
$$;

-- --- what makes a listing due ------------------------------------------------
CREATE FUNCTION listing_due_trigger() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    IF TG_TABLE_NAME = 'users' THEN
        PERFORM listing_due(NEW.id);
    ELSIF TG_TABLE_NAME IN ('profile', 'calendar_busy') THEN
        PERFORM listing_due(coalesce(NEW.user_id, OLD.user_id));
    ELSE
        PERFORM listing_due(coalesce(NEW.expert_id, OLD.expert_id));
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER listing_due AFTER UPDATE OF status ON users FOR EACH ROW
    EXECUTE FUNCTION listing_due_trigger();
CREATE TRIGGER listing_due AFTER UPDATE OF display_name, picture, handle,
    is_public ON profile FOR EACH ROW EXECUTE FUNCTION listing_due_trigger();
CREATE TRIGGER listing_due AFTER INSERT OR UPDATE OR DELETE ON calendar_busy
    FOR EACH ROW EXECUTE FUNCTION listing_due_trigger();
CREATE TRIGGER listing_due AFTER INSERT OR UPDATE OR DELETE
    ON availability_rule FOR EACH ROW EXECUTE FUNCTION listing_due_trigger();
CREATE TRIGGER listing_due AFTER INSERT OR UPDATE OR DELETE
    ON availability_override FOR EACH ROW
    EXECUTE FUNCTION listing_due_trigger();
CREATE TRIGGER listing_due AFTER INSERT OR UPDATE OR DELETE
    ON availability_block FOR EACH ROW EXECUTE FUNCTION listing_due_trigger();

CREATE TRIGGER listing_due AFTER INSERT OR UPDATE OF hidden_at, stars
    ON expert_rating FOR EACH ROW EXECUTE FUNCTION listing_due_trigger();

-- --- asking ------------------------------------------------------------------
-- Whom the asking member does not see and is not seen by.
CREATE FUNCTION blocked_with_me() RETURNS bigint[] LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    me bigint := app_user_id();
BEGIN
    IF me IS NULL THEN
        RETURN '{}';
    END IF;
    RETURN ARRAY(SELECT blocked_id FROM block WHERE blocker_id = me
        UNION ALL SELECT blocker_id FROM block WHERE blocked_id = me);
END
$$;

-- A page of the directory without a search text, after (after_key, after_id).
-- It inlines: no SECURITY DEFINER, no SET.  NULL leaves a filter out.
CREATE FUNCTION expert_page(of_kind text, by_sort text, with_skill text,
    with_industry text, with_language text, price_max bigint,
    rating_min float8, with_type text, only_free boolean, on_day date,
    tz text, after_key float8, after_id bigint, most bigint)
RETURNS TABLE (expert_id bigint, ref bigint, kinds text[], display_name text,
    alias_seed text, picture text, handle text, headline text, timezone text,
    languages text[], skill_names text[], skill_levels bigint[],
    type_ids bigint[], type_names text[], type_minutes bigint[],
    type_prices bigint[], price_min bigint,
    price_currency text, is_free boolean, rating_mean float8, rating_count int,
    slot_minutes int, next_slots timestamptz[], key float8)
LANGUAGE sql STABLE
AS $$
    SELECT l.expert_id, l.ref, l.kinds, l.display_name, l.alias_seed, l.picture,
        l.handle, l.headline, l.timezone, l.languages, l.skill_names,
        l.skill_levels, l.type_ids, l.type_names, l.type_minutes,
        l.type_prices, l.price_min, l.price_currency, l.is_free,
        l.rating_mean::float8, l.rating_count, l.slot_minutes, l.next_slots,
        r.key
    FROM expert_rank r
    JOIN expert_listing l ON l.expert_id = r.expert_id AND l.kind = r.kind
    WHERE r.kind = of_kind AND r.sort = by_sort
        AND r.skill_id = CASE WHEN with_skill IS NULL THEN 0 ELSE coalesce(
            (SELECT k.id FROM skill k WHERE k.slug = with_skill), -1) END
        AND (r.key, r.expert_id) > (coalesce(after_key, '-infinity'),
            coalesce(after_id, 0))
        AND (with_industry IS NULL OR with_industry = ANY (l.industries))
        AND (with_language IS NULL OR with_language = ANY (l.languages))
        AND (price_max IS NULL OR l.price_min <= price_max)
        AND (rating_min IS NULL OR l.rating_mean >= rating_min)
        AND (with_type IS NULL OR with_type = ANY (l.type_kinds))
        AND (only_free IS NOT TRUE OR l.is_free)
        AND (on_day IS NULL OR (l.free_spans && tstzrange(day_start(on_day, tz),
                day_start(on_day + 1, tz))
            AND EXISTS (SELECT FROM slots(l.expert_id, l.slot_minutes, on_day,
                on_day + 1, tz))))
        AND l.expert_id <> ALL ((SELECT blocked_with_me())::bigint[])
    ORDER BY r.key, r.expert_id
    LIMIT most
$$;

-- The same with a search text: words by full text; when no listing has them,
-- what they may have been meant to be, by trigrams.
CREATE FUNCTION expert_search(q text, of_kind text, by_sort text,
    with_skill text, with_industry text, with_language text, price_max bigint,
    rating_min float8, with_type text, only_free boolean, on_day date, tz text,
    after_key float8, after_id bigint, most bigint)
RETURNS TABLE (expert_id bigint, ref bigint, kinds text[], display_name text,
    alias_seed text, picture text, handle text, headline text, timezone text,
    languages text[], skill_names text[], skill_levels bigint[],
    type_ids bigint[], type_names text[], type_minutes bigint[],
    type_prices bigint[], price_min bigint,
    price_currency text, is_free boolean, rating_mean float8, rating_count int,
    slot_minutes int, next_slots timestamptz[], key float8)
LANGUAGE sql STABLE
AS $$
    SELECT h.expert_id, h.ref, h.kinds, h.display_name, h.alias_seed, h.picture,
        h.handle, h.headline, h.timezone, h.languages, h.skill_names,
        h.skill_levels, h.type_ids, h.type_names, h.type_minutes,
        h.type_prices, h.price_min, h.price_currency, h.is_free,
        h.rating_mean::float8, h.rating_count, h.slot_minutes, h.next_slots,
        h.key
    FROM (
        SELECT l.*, CASE by_sort
            WHEN 'rating' THEN -l.rating_order::float8
            WHEN 'price' THEN coalesce(l.price_min::float8, 'infinity')
            WHEN 'soonest' THEN coalesce(extract(epoch FROM l.next_slots[1]),
                'infinity')
            ELSE -(10 * ts_rank(l.search, websearch_to_tsquery('simple', q))
                + 5 * word_similarity(lower(q), l.search_text)
                + l.rating_order / 5)::float8 END AS key
        FROM expert_listing l
        WHERE l.kind = of_kind
            AND (l.search @@ websearch_to_tsquery('simple', q)
                OR (NOT (SELECT EXISTS (SELECT FROM expert_listing x
                    WHERE x.kind = of_kind
                        AND x.search @@ websearch_to_tsquery('simple', q)))
                    AND lower(q) <% l.search_text))
            AND (with_skill IS NULL OR with_skill = ANY (l.skill_slugs))
            AND (with_industry IS NULL OR with_industry = ANY (l.industries))
            AND (with_language IS NULL OR with_language = ANY (l.languages))
            AND (price_max IS NULL OR l.price_min <= price_max)
            AND (rating_min IS NULL OR l.rating_mean >= rating_min)
            AND (with_type IS NULL OR with_type = ANY (l.type_kinds))
            AND (only_free IS NOT TRUE OR l.is_free)
            AND (on_day IS NULL OR (l.free_spans && tstzrange(
                    day_start(on_day, tz), day_start(on_day + 1, tz))
                AND EXISTS (SELECT FROM slots(l.expert_id, l.slot_minutes,
                    on_day, on_day + 1, tz))))
            AND l.expert_id <> ALL ((SELECT blocked_with_me())::bigint[])
        OFFSET 0) h             -- the key is computed once
    WHERE (h.key, h.expert_id) > (coalesce(after_key, '-infinity'),
        coalesce(after_id, 0))
    ORDER BY h.key, h.expert_id
    LIMIT most
$$;

-- Match me: the best bookable ones for a wish, with reasons and free slots.
-- `windows` are the times that suit (NULL: any in the next two weeks).
CREATE FUNCTION match_experts(of_kind text, with_type text, with_skills text[],
    with_level int, with_language text, windows tstzmultirange, most int)
RETURNS TABLE (expert_id bigint, ref bigint, score float8, reasons text[],
    session_type_id bigint, minutes int, starts timestamptz[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    today date := (app_now() AT TIME ZONE 'UTC')::date;
BEGIN
    RETURN QUERY
    WITH wish AS (
        SELECT k.id, k.name FROM skill k WHERE k.slug = ANY (with_skills)
    ), likely AS MATERIALIZED (
        SELECT l.expert_id, l.ref, l.rating_mean, l.rating_order,
            l.reliability, t.id AS type_id, t.minutes, s.names,
            40 * coalesce(s.fit / nullif((SELECT count(*) FROM wish), 0), 1)
            + 8 * l.rating_order + coalesce(l.reliability, 90) / 10.0 AS score
        FROM expert_listing l
        JOIN LATERAL (SELECT x.id, x.minutes FROM session_type x
            WHERE x.expert_id = l.expert_id AND x.active AND x.kind = with_type
            ORDER BY abs(x.minutes - 60), x.id LIMIT 1) t ON true
        CROSS JOIN LATERAL (SELECT array_agg(w.name ORDER BY w.name)
                FILTER (WHERE x.level >= coalesce(with_level, 1)) AS names,
            sum(least(1.0, x.level::float8 / coalesce(with_level, 1))) AS fit
            FROM wish w JOIN expert_skill x ON x.skill_id = w.id
                AND x.expert_id = l.expert_id) s
        WHERE l.kind = of_kind AND l.next_slots <> '{}'
            AND with_type = ANY (l.type_kinds)
            AND (with_language IS NULL OR with_language = ANY (l.languages))
            AND (windows IS NULL OR l.free_spans && windows)
            AND l.expert_id <> ALL (blocked_with_me())
            AND l.expert_id IS DISTINCT FROM app_user_id()
        ORDER BY score DESC, l.expert_id LIMIT 8 * most
    ), bookable AS (
        SELECT c.*, ARRAY(SELECT s.start_at FROM slots(c.expert_id, c.minutes,
                today, today + 15, 'UTC', app_user_id()) s
            WHERE windows IS NULL
                OR windows @> tstzrange(s.start_at, s.end_at)
            ORDER BY s.start_at LIMIT 3) AS free
        FROM likely c
    )
    SELECT c.expert_id, c.ref, c.score::float8, array_remove(ARRAY[
            'skills:' || array_to_string(c.names, ', '),
            'language:' || with_language,
            'rating:' || c.rating_mean,
            CASE WHEN c.reliability >= 95 THEN 'reliable' END,
            CASE WHEN c.free[1] < app_now() + interval '48 hours'
                THEN 'soon' END,
            CASE WHEN windows IS NOT NULL THEN 'fits_your_times' END], NULL),
        c.type_id, c.minutes, c.free
    FROM bookable c WHERE c.free <> '{}'
    ORDER BY c.score DESC, c.expert_id LIMIT most;
END
$$;

-- Public parts of experts as rows, for pages that show more than a card.
CREATE VIEW public_session_type AS
SELECT t.id, l.ref AS expert_ref, t.expert_id, t.kind, t.minutes,
    t.price_amount, t.price_currency
FROM session_type t
JOIN (SELECT DISTINCT expert_id, ref FROM expert_listing) l
    ON l.expert_id = t.expert_id
WHERE t.active;
CREATE VIEW public_expert_skill AS
SELECT l.ref AS expert_ref, x.expert_id, k.slug, k.name, x.level
FROM expert_skill x
JOIN skill k ON k.id = x.skill_id
JOIN (SELECT DISTINCT expert_id, ref FROM expert_listing) l
    ON l.expert_id = x.expert_id;

GRANT SELECT ON expert_listing, expert_rank, public_session_type,
    public_expert_skill
    TO belay_account, belay_booking, belay_inbox, belay_admin, belay_worker;
GRANT INSERT, UPDATE, DELETE ON availability_rule, availability_override,
    availability_block TO belay_booking;
GRANT EXECUTE ON FUNCTION blocked_with_me(), expert_page(text, text, text, text,
    text, bigint, float8, text, boolean, date, text, float8, bigint, bigint),
    expert_search(text, text, text, text, text, text, bigint, float8, text,
    boolean, date, text, float8, bigint, bigint),
    match_experts(text, text, text[], int, text, tstzmultirange, int)
    TO belay_booking, belay_account;
GRANT EXECUTE ON FUNCTION slots(bigint, int, date, date, text, bigint, bigint)
    TO belay_account;
GRANT EXECUTE ON FUNCTION expert_listing_refresh(bigint),
    expert_listing_tick(int) TO belay_worker;

INSERT INTO person_data VALUES
    ('expert_listing', 'expert_id', 'booking', false, 'delete', NULL),
    ('expert_rank', 'expert_id', 'booking', false, 'delete', NULL);
