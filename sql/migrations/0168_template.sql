-- Templates of journeys and of single sections: documents that lib/journey has
-- read, the platform's own, public ones of creators, and everybody's own.
CREATE TABLE journey_template (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    owner_id bigint REFERENCES users,       -- NULL: the platform's
    kind text NOT NULL CHECK (kind IN ('journey', 'section')),
    title text NOT NULL CHECK (length(trim(title)) BETWEEN 1 AND 120),
    summary text CHECK (length(summary) <= 200),
    is_public boolean NOT NULL DEFAULT false,
    document jsonb NOT NULL CHECK (jsonb_typeof(document) = 'object'),
    sections int NOT NULL,
    fields int NOT NULL,
    downloads int NOT NULL DEFAULT 0,
    stars int NOT NULL DEFAULT 0,           -- the sum of its ratings
    ratings int NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    CHECK (owner_id IS NOT NULL OR is_public)
);
CREATE INDEX journey_template_owner ON journey_template (owner_id, id)
    WHERE owner_id IS NOT NULL;
CREATE INDEX journey_template_public ON journey_template (kind, downloads DESC)
    WHERE is_public;
CREATE TABLE journey_template_rating (
    template_id bigint NOT NULL REFERENCES journey_template ON DELETE CASCADE,
    user_id bigint NOT NULL REFERENCES users,
    stars int NOT NULL CHECK (stars BETWEEN 1 AND 5),
    PRIMARY KEY (template_id, user_id)
);
CREATE INDEX journey_template_rating_user ON journey_template_rating (user_id);
CREATE TABLE journey_template_use (
    template_id bigint NOT NULL REFERENCES journey_template ON DELETE CASCADE,
    user_id bigint NOT NULL REFERENCES users,
    PRIMARY KEY (template_id, user_id)
);
CREATE INDEX journey_template_use_user ON journey_template_use (user_id);

CREATE FUNCTION template_counts(document jsonb, OUT sections int, OUT fields int)
LANGUAGE sql IMMUTABLE
AS $$
    SELECT count(*)::int, coalesce(sum(jsonb_array_length(coalesce(s -> 'fields',
        '[]'))), 0)::int
    FROM jsonb_array_elements(coalesce(document -> 'sections', '[]')) s
$$;
CREATE FUNCTION template_list(wanted text)
RETURNS TABLE (id bigint, kind text, title text, summary text, is_public boolean,
    is_mine boolean, owner text, sections int, fields int, downloads int,
    stars int, ratings int, my_stars int, is_used boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT t.id, t.kind, t.title, t.summary, t.is_public,
        coalesce(t.owner_id = app_user_id(), false), p.display_name, t.sections,
        t.fields, t.downloads, t.stars, t.ratings, r.stars,
        EXISTS (SELECT FROM journey_template_use u WHERE u.template_id = t.id
            AND u.user_id = app_user_id())
    FROM journey_template t LEFT JOIN profile p ON p.user_id = t.owner_id
    LEFT JOIN journey_template_rating r ON r.template_id = t.id
        AND r.user_id = app_user_id()
    WHERE (t.is_public OR t.owner_id = app_user_id())
        AND (wanted IS NULL OR t.kind = wanted)
    ORDER BY t.owner_id = app_user_id() DESC NULLS LAST, t.downloads DESC, t.id
    LIMIT 200
$$;
-- The asking member's journey, or one section of it, as a document.
CREATE FUNCTION template_keep(of_journey bigint, document jsonb, shared boolean)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    j journey := studio_own(of_journey);
    n record := template_counts(document);
    made bigint;
BEGIN
    IF n.sections = 0 THEN
        PERFORM refuse(409, 'journey_lacks_field');
    ELSIF (SELECT count(*) FROM journey_template t
            WHERE t.owner_id = j.creator_id) >= 100 THEN
        PERFORM refuse(409, 'templates_too_many');
    END IF;
    INSERT INTO journey_template (owner_id, kind, title, summary, is_public,
        document, sections, fields, created_at)
    VALUES (j.creator_id, 'journey', j.title, j.summary, shared, document,
        n.sections, n.fields, app_now()) RETURNING id INTO made;
    RETURN made;
END
$$;
CREATE FUNCTION template_open(wanted bigint) RETURNS journey_template
LANGUAGE plpgsql
AS $$
DECLARE
    t journey_template;
BEGIN
    SELECT * INTO t FROM journey_template x WHERE x.id = wanted
        AND (x.is_public OR x.owner_id = acting_member()) FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM refuse(404, 'template_unknown');
    END IF;
    RETURN t;
END
$$;
-- A new journey of it, or its sections behind those of a journey's draft; keys
-- that are taken there get a number.
CREATE FUNCTION template_use(wanted bigint, into_journey bigint DEFAULT NULL)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    t journey_template := template_open(wanted);
    v journey_version;
    s jsonb;
    k text;
    made bigint := into_journey;
BEGIN
    IF into_journey IS NULL THEN
        made := journey_import(t.document);
    ELSE
        v := studio_draft(into_journey);
        FOR s IN SELECT x FROM jsonb_array_elements(t.document -> 'sections') x LOOP
            k := studio_key(s ->> 'key', ARRAY(SELECT x.key FROM journey_version o
                JOIN journey_section x ON x.version_id = o.id
                WHERE o.journey_id = into_journey), 'section');
            IF (SELECT count(*) FROM journey_section x
                    WHERE x.version_id = v.id) >= 100 THEN
                PERFORM refuse(409, 'sections_too_many');
            END IF;
            PERFORM version_fill(v.id,
                jsonb_build_array(s || jsonb_build_object('key', k)));
        END LOOP;
    END IF;
    INSERT INTO journey_template_use VALUES (t.id, acting_member())
        ON CONFLICT DO NOTHING;
    IF FOUND AND t.owner_id IS DISTINCT FROM acting_member() THEN
        UPDATE journey_template x SET downloads = x.downloads + 1
            WHERE x.id = t.id;
    END IF;
    RETURN made;
END
$$;
-- By who used it, and not the own.
CREATE FUNCTION template_rate(wanted bigint, given int) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    t journey_template := template_open(wanted);
BEGIN
    IF t.owner_id = acting_member() OR NOT EXISTS (
            SELECT FROM journey_template_use u WHERE u.template_id = t.id
            AND u.user_id = acting_member()) THEN
        PERFORM refuse(409, 'template_not_used');
    END IF;
    INSERT INTO journey_template_rating VALUES (t.id, acting_member(), given)
        ON CONFLICT (template_id, user_id) DO UPDATE SET stars = excluded.stars;
    UPDATE journey_template x SET (stars, ratings) = (SELECT sum(r.stars), count(*)
        FROM journey_template_rating r WHERE r.template_id = t.id)
        WHERE x.id = t.id;
END
$$;
CREATE FUNCTION template_share(wanted bigint, shared boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    UPDATE journey_template t SET is_public = shared WHERE t.id = wanted
        AND t.owner_id = acting_member();
    IF NOT FOUND THEN
        PERFORM refuse(404, 'template_unknown');
    END IF;
END
$$;
CREATE FUNCTION template_remove(wanted bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    DELETE FROM journey_template t WHERE t.id = wanted
        AND t.owner_id = acting_member();
    IF NOT FOUND THEN
        PERFORM refuse(404, 'template_unknown');
    END IF;
END
$$;

-- --- the platform's own sections -----------------------------------------------------
INSERT INTO journey_template (kind, title, summary, is_public, document, sections,
    fields, created_at)
SELECT 'section', d ->> 'title', d ->> 'summary', true,
    jsonb_build_object('schema', 'journey-1', 'name', d ->> 'title', 'sections',
        jsonb_build_array((d - 'summary'))),
    1, jsonb_array_length(d -> 'fields'), '2026-01-01Z'
FROM unnest(ARRAY[
'{"key": "address", "title": "Address", "summary": "Street, town and country", "fields": [
 {"key": "street", "type": "text", "label": "Street and number", "required": true},
 {"key": "more", "type": "text", "label": "Flat, floor, care of"},
 {"key": "postcode", "type": "text", "label": "Postcode", "max_len": 20},
 {"key": "town", "type": "text", "label": "Town", "required": true},
 {"key": "region", "type": "text", "label": "Region or state"},
 {"key": "country", "type": "text", "label": "Country", "required": true}]}',
'{"key": "people_to_call", "title": "People to call", "summary": "Who helps in an emergency", "is_list": true, "max_records": 10, "fields": [
 {"key": "name", "type": "text", "label": "Name", "required": true},
 {"key": "relation", "type": "text", "label": "Who they are to you"},
 {"key": "phone", "type": "phone", "label": "Phone", "required": true},
 {"key": "email", "type": "email", "label": "E-mail"},
 {"key": "has_key", "type": "checkbox", "label": "Has a key to the home"}]}',
'{"key": "documents", "title": "Documents", "summary": "Where papers are, and a copy of each", "is_list": true, "max_records": 30, "fields": [
 {"key": "what", "type": "text", "label": "What it is", "required": true},
 {"key": "where", "type": "text", "label": "Where the original is"},
 {"key": "valid_until", "type": "date", "label": "Valid until"},
 {"key": "copy", "type": "file", "label": "A copy", "sensitive": true}]}',
'{"key": "budget", "title": "Budget", "summary": "What comes in and what goes out", "is_list": true, "max_records": 50, "fields": [
 {"key": "item", "type": "text", "label": "Item", "required": true},
 {"key": "direction", "type": "radio", "label": "Comes in or goes out", "required": true, "options": [{"id": "in", "label": "Comes in"}, {"id": "out", "label": "Goes out"}]},
 {"key": "amount", "type": "currency", "label": "Amount a month", "required": true},
 {"key": "sure", "type": "rating", "label": "How sure is it?", "low": "A guess", "high": "Certain"}]}',
'{"key": "consent", "title": "Consent", "summary": "What members agree to before they begin", "fields": [
 {"key": "agree", "type": "checkbox", "label": "I agree that my mentor reads what I write here", "must_be_true": true, "required": true},
 {"key": "words", "type": "textarea", "label": "What should stay between us?"}]}'
]::jsonb[]) d;

ALTER TABLE journey_template ENABLE ROW LEVEL SECURITY;
ALTER TABLE journey_template_rating ENABLE ROW LEVEL SECURITY;
ALTER TABLE journey_template_use ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON journey_template TO belay_journeys
    USING (owner_id = app_user_id());
CREATE POLICY own ON journey_template_rating TO belay_journeys
    USING (user_id = app_user_id());
CREATE POLICY own ON journey_template_use TO belay_journeys
    USING (user_id = app_user_id());
CREATE POLICY worker ON journey_template TO belay_worker USING (true);
CREATE POLICY worker ON journey_template_rating TO belay_worker USING (true);
CREATE POLICY worker ON journey_template_use TO belay_worker USING (true);
GRANT SELECT ON journey_template, journey_template_rating, journey_template_use
    TO belay_worker;
GRANT EXECUTE ON FUNCTION template_list(text), template_keep(bigint, jsonb,
    boolean), template_use(bigint, bigint), template_rate(bigint, int),
    template_share(bigint, boolean), template_remove(bigint) TO belay_journeys;
INSERT INTO person_data VALUES
    ('journey_template', 'owner_id', 'journeys', true, 'keep',
        'others build with it'),
    ('journey_template_rating', 'user_id', 'journeys', true, 'delete', NULL),
    ('journey_template_use', 'user_id', 'journeys', true, 'delete', NULL);
