-- Files that members attach to their answers: private, on disk by a random name.
CREATE TABLE answer_file (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    enrolment_id bigint NOT NULL REFERENCES enrolment,
    section_key text NOT NULL,
    record_id bigint NOT NULL,
    field_key text NOT NULL,
    user_id bigint NOT NULL REFERENCES users,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 255)
        CHECK (name !~ '[/\\[:cntrl:]]'),
    size bigint NOT NULL CHECK (size > 0),
    sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    type text NOT NULL,
    path text NOT NULL UNIQUE,
    made_at timestamptz NOT NULL
);
CREATE INDEX answer_file_of ON answer_file (enrolment_id, section_key);
CREATE INDEX answer_file_user ON answer_file (user_id);

-- The answer is what it was, and one file more; 409 when it has `most` already.
CREATE FUNCTION answer_file_add(of_slug text, of_section text, of_record bigint,
    of_field text, file jsonb, most int) RETURNS bigint LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    e enrolment := enrolment_open(of_slug);
    a answer;
    made bigint;
    old answer;
BEGIN
    IF of_record > 0 THEN
        PERFORM record_find(e, of_section, of_record);
    END IF;
    SELECT * INTO old FROM answer x WHERE (x.enrolment_id, x.section_key,
        x.record_id, x.field_key) = (e.id, of_section, of_record, of_field);
    IF coalesce(jsonb_array_length(old.value), 0) >= most THEN
        PERFORM refuse(409, 'files_are_full');
    END IF;
    INSERT INTO answer_file (enrolment_id, section_key, record_id, field_key,
        user_id, name, size, sha256, type, path, made_at)
    VALUES (e.id, of_section, of_record, of_field, e.user_id, file ->> 'name',
        (file ->> 'size')::bigint, file ->> 'sha256', file ->> 'type',
        file ->> 'path', app_now()) RETURNING id INTO made;
    a := answer_meant(e, jsonb_build_object('section', of_section, 'field',
        of_field, 'seq', 1, 'value', coalesce(old.value, '[]')
        || jsonb_build_array((file - 'path')
        || jsonb_build_object('id', made::text))), 'file:' || made);
    a.record_id := of_record;
    PERFORM answer_put(a, coalesce(old.revision, 0));
    PERFORM enrolment_seen(e, 1);
    RETURN made;
END
$$;
-- Away, from the answer and from the disk; gives its path.
CREATE FUNCTION answer_file_remove(of_slug text, removed bigint) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    e enrolment := enrolment_open(of_slug);
    f answer_file;
    a answer;
    old answer;
    rest jsonb;
BEGIN
    SELECT * INTO f FROM answer_file x WHERE (x.id, x.enrolment_id)
        = (removed, e.id);
    IF f.id IS NULL THEN
        PERFORM refuse(404, 'file_unknown');
    END IF;
    SELECT * INTO old FROM answer x WHERE (x.enrolment_id, x.section_key,
        x.record_id, x.field_key) = (e.id, f.section_key, f.record_id,
        f.field_key);
    SELECT jsonb_agg(i ORDER BY n) INTO rest
        FROM jsonb_array_elements(old.value) WITH ORDINALITY x (i, n)
        WHERE i ->> 'id' <> removed::text;
    a := answer_meant(e, jsonb_build_object('section', f.section_key, 'field',
        f.field_key, 'seq', 2, 'value', rest), 'file:' || removed);
    a.record_id := f.record_id;
    PERFORM answer_put(a, coalesce(old.revision, 0));
    DELETE FROM answer_kept k WHERE (k.enrolment_id, k.section_key, k.record_id,
        k.field_key) = (e.id, f.section_key, f.record_id, f.field_key);
    DELETE FROM answer_file x WHERE x.id = f.id;
    PERFORM enrolment_seen(e, 1);
    RETURN f.path;
END
$$;
ALTER TABLE answer_file ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON answer_file TO belay_journeys, belay_reviews
    USING (user_id = app_user_id());
CREATE POLICY worker ON answer_file TO belay_worker USING (true);
GRANT SELECT ON answer_file TO belay_journeys, belay_reviews, belay_worker;
GRANT EXECUTE ON FUNCTION answer_file_remove(text, bigint),
    answer_file_add(text, text, bigint, text, jsonb, int) TO belay_journeys;
INSERT INTO person_data VALUES ('answer_file', 'user_id', 'journeys', true,
    'delete', NULL);
INSERT INTO person_file (table_name, column_name, path_column)
    VALUES ('answer_file', 'user_id', 'path');
