-- Sections and fields of a draft, which go by their keys: a draft is a copy of
-- what is published, so ids change and keys don't.  Each part counts its own
-- changes, and two editors collide where both changed the same one.  What a field
-- is beyond key and type was checked by lib/journey before it comes here.

ALTER TABLE journey_section ADD revision int NOT NULL DEFAULT 1,
    -- as long as lib/journey lets them be
    DROP CONSTRAINT journey_section_title_check,
    ADD CHECK (length(trim(title)) BETWEEN 1 AND 200),
    DROP CONSTRAINT journey_section_description_check,
    ADD CHECK (length(description) <= 20000),
    DROP CONSTRAINT journey_section_guidance_check,
    ADD CHECK (length(guidance) <= 20000);
ALTER TABLE journey_field ADD revision int NOT NULL DEFAULT 1;
-- A version waits for approval while its journey stays as it is.
ALTER TABLE journey_version
    ADD asked_at timestamptz,
    ADD answer text CHECK (length(answer) <= 5000),     -- why it must change
    ADD offered_at timestamptz,     -- to those who are on an older one
    ADD CHECK (asked_at IS NULL OR status = 'draft'),
    ADD CHECK (offered_at IS NULL OR status <> 'draft');
CREATE INDEX journey_version_asked ON journey_version (asked_at)
    WHERE asked_at IS NOT NULL;

-- --- the draft ----------------------------------------------------------------------
-- What is shown and edited: the draft, else what is published.
CREATE FUNCTION journey_latest(of_journey bigint) RETURNS bigint
LANGUAGE sql STABLE
AS $$
    SELECT v.id FROM journey_version v WHERE v.journey_id = of_journey
    ORDER BY v.number DESC LIMIT 1
$$;
-- The asking member's draft, locked and about to change.
CREATE FUNCTION studio_draft(of_journey bigint) RETURNS journey_version
LANGUAGE plpgsql
AS $$
DECLARE
    j journey := studio_own(of_journey);
    draft bigint;
    v journey_version;
BEGIN
    IF j.status IN ('in_review', 'archived') THEN
        PERFORM refuse(409, 'journey_is_' || j.status);
    END IF;
    draft := version_draft(j.id);
    UPDATE journey_version x SET revision = x.revision + 1,
        changed_at = app_now() WHERE x.id = draft RETURNING * INTO v;
    IF v.asked_at IS NOT NULL THEN
        PERFORM refuse(409, 'version_is_asked');
    END IF;
    UPDATE journey x SET changed_at = app_now() WHERE x.id = j.id;
    RETURN v;
END
$$;
CREATE FUNCTION studio_section(v journey_version, named text)
RETURNS journey_section LANGUAGE plpgsql
AS $$
DECLARE
    s journey_section;
BEGIN
    SELECT * INTO s FROM journey_section x
        WHERE x.version_id = v.id AND x.key = named;
    IF NOT FOUND THEN
        PERFORM refuse(404, 'section_unknown');
    END IF;
    RETURN s;
END
$$;
CREATE FUNCTION studio_field(v journey_version, section text, named text)
RETURNS journey_field LANGUAGE plpgsql
AS $$
DECLARE
    f journey_field;
BEGIN
    SELECT x.* INTO f FROM journey_section s JOIN journey_field x
        ON x.section_id = s.id WHERE s.version_id = v.id AND s.key = section
        AND x.key = named;
    IF NOT FOUND THEN
        PERFORM refuse(404, 'field_unknown');
    END IF;
    RETURN f;
END
$$;

-- --- keys ------------------------------------------------------------------------------
-- A key made of words, free among those given.
CREATE FUNCTION studio_key(words text, taken text[], otherwise text) RETURNS text
LANGUAGE plpgsql IMMUTABLE
AS $$
DECLARE
    base text := trim(BOTH '_' FROM left(regexp_replace(lower(translate(
        normalize(coalesce(words, ''), NFKD),
        U&'\0300\0301\0302\0303\0308\0327', '')), '[^a-z0-9]+', '_', 'g'), 34));
    tried text;
BEGIN
    IF base = '' THEN
        base := otherwise;
    END IF;
    tried := base;
    FOR n IN 2 .. 3000 LOOP
        EXIT WHEN tried <> ALL (taken);
        tried := base || '_' || n;
    END LOOP;
    RETURN tried;
END
$$;
-- Answers go by keys: what was published under one stays of its type.
CREATE FUNCTION studio_key_type(of_journey bigint, section text, named text,
    wanted text) RETURNS void LANGUAGE plpgsql
AS $$
BEGIN
    IF EXISTS (SELECT FROM journey_version v
            JOIN journey_section s ON s.version_id = v.id AND s.key = section
            JOIN journey_field f ON f.section_id = s.id AND f.key = named
            WHERE v.journey_id = of_journey AND v.status <> 'draft'
            AND f.type <> wanted) THEN
        PERFORM refuse(409, 'key_of_another_type', 'key');
    END IF;
END
$$;
CREATE FUNCTION studio_key_is_public(of_journey bigint, section text,
    field text DEFAULT NULL) RETURNS boolean LANGUAGE sql STABLE
AS $$
    SELECT EXISTS (SELECT FROM journey_version v
        JOIN journey_section s ON s.version_id = v.id AND s.key = section
        LEFT JOIN journey_field f ON f.section_id = s.id
        WHERE v.journey_id = of_journey AND v.status <> 'draft'
        AND (field IS NULL OR f.key = field))
$$;
CREATE FUNCTION studio_key_check(named text) RETURNS void LANGUAGE plpgsql
AS $$
BEGIN
    IF named !~ '^[a-z0-9_]{1,40}$' THEN
        PERFORM refuse(422, 'key_malformed', 'key');
    END IF;
END
$$;

-- --- sections ---------------------------------------------------------------------------
CREATE FUNCTION section_add(of_journey bigint, words text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    v journey_version := studio_draft(of_journey);
    keys text[] := ARRAY(SELECT s.key FROM journey_section s
        WHERE s.version_id = v.id);
    made text := studio_key(words, keys, 'section');
BEGIN
    IF cardinality(keys) >= 100 THEN
        PERFORM refuse(409, 'sections_too_many');
    END IF;
    INSERT INTO journey_section (version_id, key, position, title, max_records)
    SELECT v.id, made, coalesce(max(s.position), 0) + 1, trim(words), 20
        FROM journey_section s WHERE s.version_id = v.id;
    RETURN made;
END
$$;
CREATE TYPE section_words AS (
    key text, title text, description text, guidance text, kind text,
    is_list boolean, min_records int, max_records int, weight int,
    visible_if jsonb
);
CREATE FUNCTION section_save(of_journey bigint, named text, seen int,
    w section_words) RETURNS int LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    v journey_version := studio_draft(of_journey);
    s journey_section := studio_section(v, named);
BEGIN
    PERFORM studio_key_check(w.key);
    IF seen IS NOT NULL AND seen <> s.revision THEN
        PERFORM refuse(409, 'part_changed', NULL,
            jsonb_build_object('revision', s.revision));
    ELSIF w.is_list <> s.is_list AND studio_key_is_public(of_journey, named) THEN
        PERFORM refuse(409, 'section_kind_is_fixed', 'is_list');
    ELSIF w.key <> s.key THEN
        IF studio_key_is_public(of_journey, named) THEN
            PERFORM refuse(409, 'key_is_public', 'key');
        ELSIF EXISTS (SELECT FROM journey_section x WHERE x.version_id = v.id
                AND x.key = w.key) OR studio_key_is_public(of_journey, w.key) THEN
            PERFORM refuse(409, 'key_is_taken', 'key');
        END IF;
    END IF;
    UPDATE journey_section x SET key = w.key, title = trim(w.title),
        description = nullif(trim(w.description), ''),
        guidance = nullif(trim(w.guidance), ''), kind = nullif(w.kind, ''),
        is_list = w.is_list, min_records = w.min_records,
        max_records = w.max_records, weight = w.weight,
        visible_if = w.visible_if, revision = x.revision + 1
    WHERE x.id = s.id;
    RETURN s.revision + 1;
END
$$;
-- Past `places` neighbours: -1 is up.
CREATE FUNCTION section_move(of_journey bigint, named text, places int)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    v journey_version := studio_draft(of_journey);
    s journey_section := studio_section(v, named);
BEGIN
    UPDATE journey_section x SET position = o.n
    FROM (SELECT y.id, row_number() OVER (ORDER BY CASE WHEN y.id = s.id
            THEN y.rank + places + sign(places) * 0.5 ELSE y.rank END) AS n
        FROM (SELECT z.id, row_number() OVER (ORDER BY z.position) AS rank
            FROM journey_section z WHERE z.version_id = v.id) y) o
    WHERE x.id = o.id AND x.position <> o.n;
END
$$;
-- All of them in this order; refused when others came or went meanwhile.
CREATE FUNCTION section_order(of_journey bigint, keys text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    v journey_version := studio_draft(of_journey);
BEGIN
    IF ARRAY(SELECT unnest(keys) ORDER BY 1) IS DISTINCT FROM
            ARRAY(SELECT s.key FROM journey_section s WHERE s.version_id = v.id
            ORDER BY 1) THEN
        PERFORM refuse(409, 'part_changed');
    END IF;
    UPDATE journey_section s SET position = o.n
    FROM unnest(keys) WITH ORDINALITY o (key, n)
    WHERE s.version_id = v.id AND s.key = o.key;
END
$$;
CREATE FUNCTION section_copy(of_journey bigint, named text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    v journey_version := studio_draft(of_journey);
    s journey_section := studio_section(v, named);
    made text := section_add(of_journey, left(s.title, 110) || ' (copy)');
    copy bigint;
BEGIN
    UPDATE journey_section x SET description = s.description,
        guidance = s.guidance, kind = s.kind, is_list = s.is_list,
        min_records = s.min_records, max_records = s.max_records,
        weight = s.weight, visible_if = s.visible_if
    WHERE x.version_id = v.id AND x.key = made RETURNING x.id INTO copy;
    INSERT INTO journey_field (section_id, key, position, type, definition)
    SELECT copy, f.key, f.position, f.type, f.definition
        FROM journey_field f WHERE f.section_id = s.id;
    PERFORM section_move(of_journey, made, s.position + 1 - (SELECT x.position
        FROM journey_section x WHERE x.id = copy));
    RETURN made;
END
$$;
CREATE FUNCTION section_remove(of_journey bigint, named text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    v journey_version := studio_draft(of_journey);
    s journey_section := studio_section(v, named);
BEGIN
    DELETE FROM journey_section x WHERE x.id = s.id;
END
$$;

-- --- fields -------------------------------------------------------------------------------
CREATE FUNCTION studio_room(s journey_section) RETURNS void LANGUAGE plpgsql
AS $$
BEGIN
    IF (SELECT count(*) FROM journey_field f WHERE f.section_id = s.id) >= 200
            OR (SELECT count(*) FROM journey_section x JOIN journey_field f
            ON f.section_id = x.id WHERE x.version_id = s.version_id) >= 2000 THEN
        PERFORM refuse(409, 'fields_too_many');
    END IF;
END
$$;
CREATE FUNCTION studio_keys(s journey_section) RETURNS text[]
LANGUAGE sql STABLE
AS $$
    -- those of older versions too: their answers may be there
    SELECT coalesce(array_agg(DISTINCT f.key), '{}') FROM journey_version v
    JOIN journey_version o ON o.journey_id = v.journey_id
    JOIN journey_section x ON x.version_id = o.id AND x.key = (s).key
    JOIN journey_field f ON f.section_id = x.id
    WHERE v.id = (s).version_id
$$;
CREATE FUNCTION field_add(of_journey bigint, section text, of_type text,
    definition jsonb) RETURNS text LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    v journey_version := studio_draft(of_journey);
    s journey_section := studio_section(v, section);
    made text := studio_key(definition ->> 'label', studio_keys(s), of_type);
BEGIN
    PERFORM studio_room(s);
    INSERT INTO journey_field (section_id, key, position, type, definition)
    SELECT s.id, made, coalesce(max(f.position), 0) + 1, of_type,
        field_add.definition
        FROM journey_field f WHERE f.section_id = s.id;
    RETURN made;
END
$$;
CREATE FUNCTION field_save(of_journey bigint, section text, named text, seen int,
    new_key text, definition jsonb) RETURNS int LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    v journey_version := studio_draft(of_journey);
    f journey_field := studio_field(v, section, named);
BEGIN
    PERFORM studio_key_check(new_key);
    IF seen IS NOT NULL AND seen <> f.revision THEN
        PERFORM refuse(409, 'part_changed', NULL,
            jsonb_build_object('revision', f.revision));
    ELSIF new_key <> f.key THEN
        IF studio_key_is_public(of_journey, section, named) THEN
            PERFORM refuse(409, 'key_is_public', 'key');
        ELSIF EXISTS (SELECT FROM journey_field x WHERE x.section_id
                = f.section_id AND x.key = new_key) THEN
            PERFORM refuse(409, 'key_is_taken', 'key');
        END IF;
        PERFORM studio_key_type(of_journey, section, new_key, f.type);
    END IF;
    UPDATE journey_field x SET key = new_key,
        definition = field_save.definition, revision = x.revision + 1
    WHERE x.id = f.id;
    RETURN f.revision + 1;
END
$$;
CREATE FUNCTION field_move(of_journey bigint, section text, named text,
    places int) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    v journey_version := studio_draft(of_journey);
    f journey_field := studio_field(v, section, named);
BEGIN
    UPDATE journey_field x SET position = o.n
    FROM (SELECT y.id, row_number() OVER (ORDER BY CASE WHEN y.id = f.id
            THEN y.rank + places + sign(places) * 0.5 ELSE y.rank END) AS n
        FROM (SELECT z.id, row_number() OVER (ORDER BY z.position) AS rank
            FROM journey_field z WHERE z.section_id = f.section_id) y) o
    WHERE x.id = o.id AND x.position <> o.n;
END
$$;
CREATE FUNCTION field_order(of_journey bigint, section text, keys text[])
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    v journey_version := studio_draft(of_journey);
    s journey_section := studio_section(v, section);
BEGIN
    IF ARRAY(SELECT unnest(keys) ORDER BY 1) IS DISTINCT FROM
            ARRAY(SELECT f.key FROM journey_field f WHERE f.section_id = s.id
            ORDER BY 1) THEN
        PERFORM refuse(409, 'part_changed');
    END IF;
    UPDATE journey_field f SET position = o.n
    FROM unnest(keys) WITH ORDINALITY o (key, n)
    WHERE f.section_id = s.id AND f.key = o.key;
END
$$;
-- To the end of another section, under its own key or a free one.
CREATE FUNCTION field_to(of_journey bigint, section text, named text,
    other text) RETURNS text LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    v journey_version := studio_draft(of_journey);
    f journey_field := studio_field(v, section, named);
    s journey_section := studio_section(v, other);
    made text := studio_key(f.key, studio_keys(s), f.type);
BEGIN
    IF s.id = f.section_id THEN
        RETURN f.key;
    END IF;
    PERFORM studio_room(s);
    UPDATE journey_field x SET section_id = s.id, key = made,
        revision = x.revision + 1, position = (SELECT coalesce(max(y.position), 0)
        + 1 FROM journey_field y WHERE y.section_id = s.id) WHERE x.id = f.id;
    RETURN made;
END
$$;
CREATE FUNCTION field_copy(of_journey bigint, section text, named text)
RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    v journey_version := studio_draft(of_journey);
    f journey_field := studio_field(v, section, named);
    made text := field_add(of_journey, section, f.type, f.definition);
BEGIN
    PERFORM field_move(of_journey, section, made, f.position + 1
        - (SELECT x.position FROM journey_field x
            WHERE x.section_id = f.section_id AND x.key = made));
    RETURN made;
END
$$;
CREATE FUNCTION field_remove(of_journey bigint, section text, named text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    v journey_version := studio_draft(of_journey);
    f journey_field := studio_field(v, section, named);
BEGIN
    DELETE FROM journey_field x WHERE x.id = f.id;
END
$$;

-- --- documents ----------------------------------------------------------------------------
-- Sections of a document, which lib/journey has read, behind those of a version.
CREATE FUNCTION version_fill(v bigint, sections jsonb) RETURNS void
LANGUAGE sql
AS $$
    INSERT INTO journey_section (version_id, key, position, title, description,
        guidance, kind, is_list, min_records, max_records, weight, visible_if)
    SELECT v, s.j ->> 'key', coalesce((SELECT max(x.position)
            FROM journey_section x WHERE x.version_id = v), 0) + s.n,
        s.j ->> 'title', s.j ->> 'description', s.j ->> 'guidance',
        substring(s.j ->> 'kind' FROM '^[a-z0-9-]{1,40}$'),
        coalesce((s.j ->> 'is_list')::boolean, false),
        coalesce((s.j ->> 'min_records')::int, 0),
        coalesce((s.j ->> 'max_records')::int, 20),
        coalesce((s.j ->> 'weight')::int, 1), s.j -> 'visible_if'
    FROM jsonb_array_elements(sections) WITH ORDINALITY s (j, n);
    INSERT INTO journey_field (section_id, key, position, type, definition)
    SELECT x.id, f.j ->> 'key', f.n, f.j ->> 'type', f.j - 'key' - 'type'
    FROM jsonb_array_elements(sections) s (j)
    JOIN journey_section x ON x.version_id = v AND x.key = s.j ->> 'key'
    CROSS JOIN jsonb_array_elements(coalesce(s.j -> 'fields', '[]'))
        WITH ORDINALITY f (j, n)
$$;
-- A journey out of a document (static/schema/journey-1.json): for the program,
-- which has read it strictly, and for filling a database by hand:
--   SELECT journey_from_document(id, :'content'::jsonb) FROM users WHERE …
CREATE FUNCTION journey_from_document(creator bigint, document jsonb)
RETURNS bigint LANGUAGE plpgsql
AS $$
DECLARE
    made bigint;
BEGIN
    INSERT INTO journey (creator_id, title, slug, description, icon,
        estimate_minutes, tags, theme, created_at)
    VALUES (creator, left(trim(document ->> 'name'), 120),
        journey_slug_for(document ->> 'name'),
        nullif(trim(document ->> 'description'), ''),
        coalesce(document ->> 'icon', 'compass'),
        (document ->> 'estimated_minutes')::int,
        ARRAY(SELECT left(t, 40) FROM jsonb_array_elements_text(coalesce(
            document -> 'tags', '[]')) t LIMIT 12),
        coalesce(document -> 'theme', '{}'), app_now()) RETURNING id INTO made;
    INSERT INTO journey_in_category SELECT made, c.id FROM journey_category c
        WHERE c.slug IN (SELECT jsonb_array_elements_text(coalesce(
            document -> 'categories', '[]'))) ORDER BY c.position LIMIT 3;
    PERFORM version_fill(version_draft(made),
        coalesce(document -> 'sections', '[]'));
    RETURN made;
END
$$;
CREATE FUNCTION journey_import(document jsonb) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    IF (SELECT count(*) FROM journey j WHERE j.creator_id = acting_member()
            AND j.status <> 'archived') >= 200 THEN
        PERFORM refuse(409, 'journeys_too_many');
    END IF;
    RETURN journey_from_document(acting_member(), document);
END
$$;

GRANT EXECUTE ON FUNCTION journey_latest(bigint),
    studio_key_is_public(bigint, text, text) TO belay_journeys, belay_admin;
GRANT EXECUTE ON FUNCTION section_add(bigint, text),
    section_save(bigint, text, int, section_words),
    section_move(bigint, text, int), section_order(bigint, text[]),
    section_copy(bigint, text), section_remove(bigint, text),
    field_add(bigint, text, text, jsonb),
    field_save(bigint, text, text, int, text, jsonb),
    field_move(bigint, text, text, int), field_order(bigint, text, text[]),
    field_to(bigint, text, text, text), field_copy(bigint, text, text),
    field_remove(bigint, text, text), journey_import(jsonb) TO belay_journeys;
GRANT SELECT ON specialisation TO belay_journeys, belay_reviews;
