-- Journeys with real content, who helps on them and who is in the middle of them,
-- made by the functions that make them on the site, each at its own time.
\ir journey_words.sql
TRUNCATE demo_mark;
INSERT INTO demo_mark SELECT coalesce(max(id), 0) FROM job;
INSERT INTO user_role SELECT pg_temp.id_of('ruth-abernathy'), 'creator',
    pg_temp.id_of('adam'), pg_temp.start() - interval '510 days';

CREATE FUNCTION pg_temp.option_id(label text) RETURNS text LANGUAGE sql
IMMUTABLE AS $$
    SELECT trim('_' FROM regexp_replace(lower(label), '[^a-z0-9]+', '_', 'g'))
$$;
-- A field as it is stored, of [key, type, label, {more}].
CREATE FUNCTION pg_temp.definition_of(f jsonb) RETURNS jsonb LANGUAGE sql
IMMUTABLE AS $$
    SELECT jsonb_build_object('label', f ->> 2, 'required',
            right(f ->> 1, 1) = '!') || coalesce(f -> 3, '{}') - 'o'
        || CASE WHEN f -> 3 -> 'o' IS NULL THEN '{}' ELSE jsonb_build_object(
            'options', (SELECT jsonb_agg(jsonb_build_object('id',
            pg_temp.option_id(o), 'label', o) ORDER BY n)
            FROM jsonb_array_elements_text(f -> 3 -> 'o')
                WITH ORDINALITY AS x (o, n))) END
$$;
CREATE FUNCTION pg_temp.journey(w demo_journey_words) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    made bigint;
    draft bigint;
    part bigint;
    s jsonb;
    i int := 0;
BEGIN
    PERFORM pg_temp.act(pg_temp.start() - make_interval(days => w.days_ago),
        w.creator);
    INSERT INTO journey (creator_id, title, slug, summary, description, icon,
        tags, estimate_minutes, review_rate, session_rate, commission_bp,
        affiliate_bp, created_at)
    VALUES (pg_temp.id_of(w.creator), w.title, w.slug, w.summary, w.description,
        w.icon, w.tags, w.minutes, w.prices[2] / 5, w.prices[3] / 7, 1000, 1000,
        app_now()) RETURNING id INTO made;
    INSERT INTO journey_in_category SELECT made, c.id FROM journey_category c
        WHERE c.slug = w.category;
    PERFORM tier_save(made, t.tier, t.price, CASE WHEN t.price > 0
            THEN t.price * 10 END)
        FROM unnest(ARRAY['essentials', 'guided', 'premium'], w.prices)
            AS t (tier, price);
    draft := version_draft(made);
    FOR s IN SELECT x FROM jsonb_array_elements(w.sections) x LOOP
        i := i + 1;
        INSERT INTO journey_section (version_id, key, position, title,
            description, is_list, min_records, max_records)
        VALUES (draft, s ->> 0, i, s ->> 1, nullif(s ->> 2, ''),
            coalesce((s -> 4 ->> 'list')::boolean, false),
            coalesce((s -> 4 ->> 'min')::int, 0),
            coalesce((s -> 4 ->> 'max')::int, 20)) RETURNING id INTO part;
        INSERT INTO journey_field (section_id, key, position, type, definition)
        SELECT part, f ->> 0, n, rtrim(f ->> 1, '!'), pg_temp.definition_of(f)
        FROM jsonb_array_elements(s -> 3) WITH ORDINALITY AS x (f, n);
    END LOOP;
    PERFORM version_publish(draft, 'First version'),
        journey_move(made, 'in_review', 'creator');
    PERFORM pg_temp.act(app_now() + interval '1 day', 'adam'),
        journey_move(made, 'published', 'admin');
    RETURN made;
END
$$;
SELECT pg_temp.journey(w) FROM demo_journey_words w ORDER BY w.days_ago DESC;
UPDATE journey SET featured_at = pg_temp.start() - interval '3 days'
WHERE slug IN ('caring-for-a-parent', 'first-job', 'a-marathon-after-forty');
-- Who helps.
INSERT INTO journey_provider (journey_id, user_id, kind, status, motivation,
    expertise, submitted_at, decided_at, decided_by, created_at)
SELECT j.id, pg_temp.id_of(h.handle), h.kind, 'verified',
    'I went this way myself and remember where it hurt.',
    'Twelve years of it, and patience.', j.created_at + interval '5 days',
    j.created_at + interval '8 days', j.creator_id, j.created_at + interval '5 days'
FROM journey j, (VALUES ('noor', 'mentor'), ('tomas-rey', 'mentor'),
    ('amara-diallo', 'mentor'), ('sofia-lindqvist', 'mentor'),
    ('carl', 'concierge'), ('bridget-nolan', 'concierge')) AS h (handle, kind)
WHERE h.handle IN ('noor', 'carl') OR pg_temp.pick(j.slug || h.handle, 3) = 0;

-- --- members -----------------------------------------------------------------------
-- A stored answer that fits a field; `n` tells whose.
CREATE FUNCTION pg_temp.answer_of(f journey_field, n int) RETURNS jsonb
LANGUAGE sql STABLE AS $$
    SELECT CASE f.type
        WHEN 'text' THEN to_jsonb((ARRAY['Rosa and Jonah', 'The blue one',
            'At the window', 'My sister', 'A friend from school', 'Lisbon',
            'The green folder'])[1 + n % 7] || CASE WHEN f.definition
            ? 'unique_in_list' THEN ' ' || n ELSE '' END)
        WHEN 'textarea' THEN to_jsonb((ARRAY['Quiet, with people who know us.',
            'I wrote it down and it got smaller.', 'Ask again in a week.',
            'We talked until two, and it was good.',
            'Less than I thought, and more than last year.'])[1 + n % 5])
        WHEN 'email' THEN to_jsonb(format('guest%s@example.org', n))
        WHEN 'phone' THEN jsonb_build_object('e164', '+35191234' || 1000 + n % 9000,
            'typed', '+351 91234 ' || 1000 + n % 9000)
        WHEN 'url' THEN to_jsonb('https://example.org/' || n)
        WHEN 'number' THEN jsonb_build_object('decimal',
            greatest(7, coalesce((f.definition ->> 'min')::numeric, 0))::int::text,
            'scale', 0)
        WHEN 'currency' THEN jsonb_build_object('minor', 10000 * (1 + n % 90),
            'currency', f.definition -> 'currencies' ->> 0)
        WHEN 'time' THEN to_jsonb('18:30'::text)
        WHEN 'select' THEN f.definition -> 'options' -> 0 -> 'id'
        WHEN 'radio' THEN f.definition -> 'options' -> 0 -> 'id'
        WHEN 'multiselect' THEN jsonb_build_array(
            f.definition -> 'options' -> 0 -> 'id',
            f.definition -> 'options' -> 1 -> 'id')
        WHEN 'checkbox' THEN jsonb_build_object('checked', true, 'at',
            rfc3339(app_now()))
        WHEN 'date' THEN to_jsonb(((app_now() AT TIME ZONE 'UTC')::date
            + CASE WHEN f.definition ->> 'max' = 'today' THEN -9000 ELSE 130 END)
            ::text)
        WHEN 'rating' THEN to_jsonb(3 + n % 3) END
$$;
-- A member answers the first `most` sections of a journey, one every few days, the
-- last one in part; what is sensitive or a file they leave.
CREATE FUNCTION pg_temp.fill(member text, of_slug text, ago interval, most int)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    e enrolment;
    s journey_section;
    who int := pg_temp.pick(member || of_slug, 100000);
BEGIN
    SELECT x.* INTO e FROM enrolment x JOIN journey j ON j.id = x.journey_id
        WHERE j.slug = of_slug AND x.user_id = pg_temp.id_of(member);
    FOR s IN SELECT * FROM journey_section x WHERE x.version_id = e.version_id
            ORDER BY x.position LIMIT most LOOP
        PERFORM pg_temp.act(pg_temp.start() - ago + make_interval(days =>
            s.position * 3 + who % 3, hours => who % 9), member);
        PERFORM answers_save(of_slug, e.version_id, 'demo', (SELECT jsonb_agg(
            jsonb_build_object('section', s.key, 'field', f.key, 'value',
            pg_temp.answer_of(f, who + f.id::int + r), 'base', 0, 'seq',
            100 * f.position + r) || CASE WHEN s.is_list
            THEN jsonb_build_object('ref', 'demo-' || r) ELSE '{}' END)
            FROM journey_field f, generate_series(1, CASE WHEN s.is_list
                THEN greatest(3, s.min_records) ELSE 1 END) r
            WHERE f.section_id = s.id AND f.type <> 'file'
                AND NOT f.definition ? 'sensitive'
                AND NOT f.definition ? 'visible_if'
                AND (s.position < most OR f.position < 3)));
    END LOOP;
END
$$;
-- The free tiers are well visited; some of those who came have something to say.
CREATE TEMP TABLE demo_walk AS
SELECT w.slug, m.handle, 10 + pg_temp.pick(w.slug || m.handle, w.days_ago - 20)
        AS days, 1 + pg_temp.pick(m.handle || w.slug, 4) AS parts,
    row_number() OVER (ORDER BY w.n, m.handle) AS n
FROM demo_journey_words w, demo_member m
WHERE w.prices[1] = 0 AND m.handle NOT IN ('cleo', 'mona', 'adam')
    AND pg_temp.pick('walks ' || w.slug || m.handle, 10) < 8;
SELECT pg_temp.act(pg_temp.start() - make_interval(days => w.days), w.handle),
    enrol_free(j.id, 'essentials')
FROM demo_walk w JOIN journey j ON j.slug = w.slug
JOIN users u ON u.id = pg_temp.id_of(w.handle) AND u.status = 'active'
    AND u.verified_at IS NOT NULL
    AND u.created_at < pg_temp.start() - make_interval(days => w.days)
ORDER BY w.days DESC;
SELECT pg_temp.fill(w.handle, w.slug, make_interval(days => w.days), w.parts)
FROM demo_walk w JOIN journey j ON j.slug = w.slug
JOIN enrolment e ON e.journey_id = j.id AND e.user_id = pg_temp.id_of(w.handle)
WHERE pg_temp.pick('writes ' || w.slug || w.handle, 3) = 0
    OR w.handle IN ('mia', 'milo');
SELECT pg_temp.act(pg_temp.start() - make_interval(days => w.days - 8), w.handle),
    journey_review_save(j.id, CASE WHEN pg_temp.pick(w.handle, 7) = 0 THEN 3
        ELSE 4 + pg_temp.pick(w.handle || w.slug, 2) END, (ARRAY[
        'I stopped twice and came back twice. That says it.',
        'Short, honest, and the questions are the right ones.',
        'Wish I had had this two years ago.',
        'The third section is worth it alone.', NULL,
        'A little long in the middle. The mentor made the difference.',
        'Calm. I recommend the evenings it suggests.'])[1 + w.n % 7], 60)
FROM demo_walk w JOIN journey j ON j.slug = w.slug
JOIN enrolment e ON e.journey_id = j.id AND e.user_id = pg_temp.id_of(w.handle)
WHERE w.days > 18 AND pg_temp.pick('says ' || w.slug || w.handle, 3) = 0;
SELECT pg_temp.act(r.created_at + interval '2 days', p.handle),
    journey_review_reply(r.id, 'Thank you. I shortened that part since.')
FROM journey_review r JOIN journey j ON j.id = r.journey_id
JOIN profile p ON p.user_id = j.creator_id WHERE r.stars = 3;
SELECT pg_temp.act(pg_temp.start());
SELECT set_config('app.clock_offset', '', true), set_config('app.user_id', '', true);
UPDATE notification SET read_at = created_at + interval '3 hours'
WHERE type LIKE 'journey%' AND read_at IS NULL
    AND created_at < pg_temp.start() - interval '40 hours';
DELETE FROM job j USING demo_mark m WHERE j.id > m.job;
