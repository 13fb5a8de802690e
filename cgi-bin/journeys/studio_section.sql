-- Sections and fields of a journey's draft, else of what is published.

-- studio_section_list(journey id) many
-- key text, title text, is_list bool, min_records int, max_records int, weight int, is_conditional bool, fields int
SELECT s.key, s.title, s.is_list, s.min_records::bigint AS min_records,
    s.max_records::bigint AS max_records, s.weight::bigint AS weight,
    s.visible_if IS NOT NULL AS is_conditional, count(f.id) AS fields
FROM journey j JOIN journey_section s ON s.version_id = journey_latest(j.id)
LEFT JOIN journey_field f ON f.section_id = s.id
WHERE j.id = $1 AND j.creator_id = app_user_id()
GROUP BY s.id ORDER BY s.position;

-- studio_section_find(journey id, key text) one
-- key text, title text, description text?, guidance text?, kind text?, is_list bool, min_records int, max_records int, weight int, visible_if text?, revision int, is_public bool
SELECT s.key, s.title, s.description, s.guidance, s.kind, s.is_list,
    s.min_records::bigint AS min_records, s.max_records::bigint AS max_records,
    s.weight::bigint AS weight, s.visible_if::text AS visible_if,
    s.revision::bigint AS revision, studio_key_is_public(j.id, s.key)
        AS is_public
FROM journey j JOIN journey_section s ON s.version_id = journey_latest(j.id)
WHERE j.id = $1 AND j.creator_id = app_user_id() AND s.key = $2;

-- studio_field_list(journey id, section text) many
-- key text, type text, label text, is_required bool, is_sensitive bool, is_private bool, is_conditional bool
SELECT f.key, f.type, coalesce(f.definition ->> 'label', f.key) AS label,
    coalesce((f.definition ->> 'required')::boolean, false) AS is_required,
    coalesce((f.definition ->> 'sensitive')::boolean, false) AS is_sensitive,
    coalesce((f.definition ->> 'private')::boolean, false) AS is_private,
    f.definition ? 'visible_if' AS is_conditional
FROM journey j JOIN journey_section s ON s.version_id = journey_latest(j.id)
JOIN journey_field f ON f.section_id = s.id
WHERE j.id = $1 AND j.creator_id = app_user_id() AND s.key = $2
ORDER BY f.position;

-- studio_field_find(journey id, section text, key text) one
-- key text, type text, definition text, revision int, is_public bool, section_title text, is_list bool, nth int, fields int, previous text?, following text?, public_options text?
SELECT f.key, f.type, f.definition::text AS definition, f.revision, f.is_public,
    f.section_title, f.is_list, f.nth, f.fields, f.previous, f.following,
    f.public_options
FROM (SELECT x.key, x.type, x.definition, x.revision::bigint AS revision,
        studio_key_is_public(j.id, s.key, x.key) AS is_public,
        s.title AS section_title, s.is_list,
        row_number() OVER w AS nth, count(*) OVER () AS fields,
        lag(x.key) OVER w AS previous, lead(x.key) OVER w AS following,
        (SELECT (pf.definition -> 'options')::text FROM journey_version pv
            JOIN journey_section ps ON ps.version_id = pv.id AND ps.key = s.key
            JOIN journey_field pf ON pf.section_id = ps.id AND pf.key = x.key
            WHERE pv.journey_id = j.id AND pv.status = 'published')
            AS public_options
    FROM journey j JOIN journey_section s ON s.version_id = journey_latest(j.id)
    JOIN journey_field x ON x.section_id = s.id
    WHERE j.id = $1 AND j.creator_id = app_user_id() AND s.key = $2
    WINDOW w AS (ORDER BY x.position)) f
WHERE f.key = $3;

-- What conditions may ask about.
-- studio_source_list(journey id) many
-- section text, title text, is_list bool, key text?, type text?, label text?, options text?
SELECT s.key AS section, s.title, s.is_list, f.key, f.type,
    f.definition ->> 'label' AS label, (f.definition -> 'options')::text AS options
FROM journey j JOIN journey_section s ON s.version_id = journey_latest(j.id)
LEFT JOIN journey_field f ON f.section_id = s.id
WHERE j.id = $1 AND j.creator_id = app_user_id()
ORDER BY s.position, f.position;

-- studio_kind_list() many
-- slug text, name text
SELECT slug, name FROM specialisation ORDER BY name;

-- studio_section_add(journey id, title text) one
-- key text
SELECT section_add($1, $2) AS key;

-- studio_section_save(journey id, key text, seen int?, new_key text, title text, description text?, guidance text?, kind text?, is_list bool, min_records int, max_records int, weight int, visible_if text?) one
-- revision int
SELECT section_save($1, $2, $3::int, ROW($4, $5, $6, $7, $8, $9, $10::int,
    $11::int, $12::int, $13::jsonb)::section_words)::bigint AS revision;

-- studio_section_move(journey id, key text, places int) exec
SELECT section_move($1, $2, $3::int);

-- studio_section_order(journey id, keys text) exec
SELECT section_order($1, string_to_array($2, ','));

-- studio_section_copy(journey id, key text) one
-- key text
SELECT section_copy($1, $2) AS key;

-- studio_section_remove(journey id, key text) exec
SELECT section_remove($1, $2);

-- studio_field_add(journey id, section text, type text, definition text) one
-- key text
SELECT field_add($1, $2, $3, $4::jsonb) AS key;

-- studio_field_save(journey id, section text, key text, seen int?, new_key text, definition text) one
-- revision int
SELECT field_save($1, $2, $3, $4::int, $5, $6::jsonb)::bigint AS revision;

-- studio_field_move(journey id, section text, key text, places int) exec
SELECT field_move($1, $2, $3, $4::int);

-- studio_field_order(journey id, section text, keys text) exec
SELECT field_order($1, $2, string_to_array($3, ','));

-- studio_field_to(journey id, section text, key text, other text) one
-- key text
SELECT field_to($1, $2, $3, $4) AS key;

-- studio_field_copy(journey id, section text, key text) one
-- key text
SELECT field_copy($1, $2, $3) AS key;

-- studio_field_remove(journey id, section text, key text) exec
SELECT field_remove($1, $2, $3);
