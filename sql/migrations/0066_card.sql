-- A listing's card: what the directory shows of it, in one text.  PostgreSQL
-- spends a quarter of a microsecond on every value it sends and a whole one on
-- an array; a page of twenty cards had 380 values, 180 of them arrays.

-- Fields end with U+001F, items of a list with U+001E; forms refuse both in what
-- people write.  booking/expert_row.c reads it, in this order.  IMMUTABLE, since
-- no setting changes how these types are written.
CREATE FUNCTION expert_card(ref bigint, kinds text[], display_name text,
    alias_seed text, picture text, headline text, timezone text,
    languages text[], skill_names text[], skill_levels bigint[],
    type_ids bigint[], type_names text[], type_minutes bigint[],
    type_prices bigint[], price_currency text, rating_mean numeric,
    rating_count int, next_slots timestamptz[]) RETURNS text
LANGUAGE sql IMMUTABLE
AS $$
    SELECT array_to_string(ARRAY[ref::text, array_to_string(kinds, U&'\001E'),
        translate(display_name, U&'\001E\001F', ''), alias_seed, picture,
        translate(headline, U&'\001E\001F', ''), timezone,
        array_to_string(languages, U&'\001E'),
        array_to_string(skill_names, U&'\001E'),
        array_to_string(skill_levels, U&'\001E'),
        array_to_string(type_ids, U&'\001E'),
        array_to_string(type_names, U&'\001E'),
        array_to_string(type_minutes, U&'\001E'),
        array_to_string(type_prices, U&'\001E'), price_currency,
        rating_mean::text, rating_count::text,
        (SELECT string_agg((extract(epoch FROM s) * 1000000)::bigint::text,
            U&'\001E' ORDER BY s) FROM unnest(next_slots) s)], U&'\001F', '')
$$;
-- Made by PostgreSQL whenever the row is written, so it can't be another's or an
-- older one; kept in the row and as it is, since it is all that a page reads.
ALTER TABLE expert_listing ADD card text NOT NULL GENERATED ALWAYS AS (
    expert_card(ref, kinds, display_name, alias_seed, picture, headline,
    timezone, languages, skill_names, skill_levels, type_ids, type_names,
    type_minutes, type_prices, price_currency, rating_mean, rating_count,
    next_slots)) STORED;
ALTER TABLE expert_listing ALTER card SET STORAGE MAIN;

DROP FUNCTION expert_page(text, text, text, text, text, bigint, float8, text,
    boolean, date, text, float8, bigint, bigint);
DROP FUNCTION expert_search(text, text, text, text, text, text, bigint, float8,
    text, boolean, date, text, float8, bigint, bigint);

-- blocked_with_me() without the price of calling it for who is not signed in; it
-- inlines.
CREATE FUNCTION my_blocked() RETURNS bigint[] LANGUAGE sql STABLE
AS $$
    SELECT CASE WHEN app_user_id() IS NULL THEN '{}' ELSE blocked_with_me() END
$$;

-- What most visitors ask for, by order and skill only: the filters that are not
-- set would take a third of the time.
CREATE FUNCTION expert_sorted(of_kind text, by_sort text, with_skill text,
    after_key float8, after_id bigint, most bigint)
RETURNS TABLE (card text, key float8)
LANGUAGE sql STABLE
AS $$
    SELECT l.card, r.key
    FROM expert_rank r
    JOIN expert_listing l ON l.expert_id = r.expert_id AND l.kind = r.kind
    WHERE r.kind = of_kind AND r.sort = by_sort
        AND r.skill_id = CASE WHEN with_skill IS NULL THEN 0 ELSE coalesce(
            (SELECT k.id FROM skill k WHERE k.slug = with_skill), -1) END
        AND (r.key, r.expert_id) > (coalesce(after_key, '-infinity'),
            coalesce(after_id, 0))
        AND l.expert_id <> ALL ((SELECT my_blocked())::bigint[])
    ORDER BY r.key, r.expert_id
    LIMIT most
$$;

-- The same with filters, and by a search text: as before, with the card.
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
    slot_minutes int, next_slots timestamptz[], card text, key float8)
LANGUAGE sql STABLE
AS $$
    SELECT l.expert_id, l.ref, l.kinds, l.display_name, l.alias_seed, l.picture,
        l.handle, l.headline, l.timezone, l.languages, l.skill_names,
        l.skill_levels, l.type_ids, l.type_names, l.type_minutes,
        l.type_prices, l.price_min, l.price_currency, l.is_free,
        l.rating_mean::float8, l.rating_count, l.slot_minutes, l.next_slots,
        l.card, r.key
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
        AND l.expert_id <> ALL ((SELECT my_blocked())::bigint[])
    ORDER BY r.key, r.expert_id
    LIMIT most
$$;

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
    slot_minutes int, next_slots timestamptz[], card text, key float8)
LANGUAGE sql STABLE
AS $$
    SELECT h.expert_id, h.ref, h.kinds, h.display_name, h.alias_seed, h.picture,
        h.handle, h.headline, h.timezone, h.languages, h.skill_names,
        h.skill_levels, h.type_ids, h.type_names, h.type_minutes,
        h.type_prices, h.price_min, h.price_currency, h.is_free,
        h.rating_mean::float8, h.rating_count, h.slot_minutes, h.next_slots,
        h.card, h.key
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
            AND l.expert_id <> ALL ((SELECT my_blocked())::bigint[])
        OFFSET 0) h             -- the key is computed once
    WHERE (h.key, h.expert_id) > (coalesce(after_key, '-infinity'),
        coalesce(after_id, 0))
    ORDER BY h.key, h.expert_id
    LIMIT most
$$;
GRANT EXECUTE ON FUNCTION my_blocked(), expert_sorted(text, text, text, float8,
    bigint, bigint), expert_page(text, text, text, text, text, bigint,
    float8, text, boolean, date, text, float8, bigint, bigint),
    expert_search(text, text, text, text, text, text, bigint, float8, text,
    boolean, date, text, float8, bigint, bigint)
    TO belay_booking, belay_account;
