-- Journeys of cleo's in every state of publication, besides those that members
-- take, and templates to begin with.  Through the functions of the studio.
TRUNCATE demo_mark;
INSERT INTO demo_mark SELECT coalesce(max(id), 0) FROM job;
-- A journey of a few fields, made some days ago.
CREATE FUNCTION pg_temp.studio(named text, words text, days int) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    made bigint;
BEGIN
    PERFORM pg_temp.act(pg_temp.start() - make_interval(days => days), 'cleo');
    made := journey_make(named, words);
    PERFORM journey_write(made, NULL, ROW(named, (SELECT j.slug FROM journey j
        WHERE j.id = made), words, format(E'%s\n\nYou fill in one section after '
        'the other, at your own pace. A mentor looks at what you send, and a '
        'concierge sits down with you where the tier has sessions.', words),
        'route', 90, ARRAY['family', 'planning'], ARRAY[2::bigint])::journey_words);
    PERFORM section_add(made, 'Where you are'), section_add(made, 'What comes next');
    PERFORM field_add(made, 'where_you_are', 'textarea',
            '{"label": "Tell us how it is today", "required": true, "help": "A few sentences are enough."}'),
        field_add(made, 'where_you_are', 'rating',
            '{"label": "How ready do you feel?", "low": "Not at all", "high": "Very"}'),
        field_add(made, 'where_you_are', 'radio', '{"label": "Does somebody help you?", "options": [{"id": "yes", "label": "Yes"}, {"id": "no", "label": "No"}]}'),
        field_add(made, 'where_you_are', 'text', '{"label": "Who helps?", "visible_if": {"field": "does_somebody_help_you", "is": "equals", "value": "yes"}}'),
        field_add(made, 'what_comes_next', 'date', '{"label": "The day it begins"}'),
        field_add(made, 'what_comes_next', 'currency', '{"label": "What it may cost"}');
    PERFORM journey_theme(made, '{"primary": "#0b6650", "secondary": "#7a1f4a", "accent": "#b45309", "font": "serif"}');
    PERFORM tier_save(made, 'essentials', 0, NULL),
        tier_save(made, 'guided', 3900, 39000);
    RETURN made;
END
$$;
CREATE TEMP TABLE demo_studio (name text PRIMARY KEY, id bigint);
INSERT INTO demo_studio VALUES
    ('draft', pg_temp.studio('A garden in a year', 'From bare soil to the first harvest', 3)),
    ('review', pg_temp.studio('Letting go of a house', 'Sell the family home without losing it', 12)),
    ('changes', pg_temp.studio('Learning to rest', 'A month of doing less', 20)),
    ('off', pg_temp.studio('A year of letters', 'Write to those who matter', 150)),
    ('old', pg_temp.studio('The party planner', 'Replaced by the wedding journey', 300));
SELECT pg_temp.act(pg_temp.start() - interval '2 days', 'cleo');
SELECT journey_submit(id, NULL, 'First version') FROM demo_studio
    WHERE name IN ('review', 'changes', 'off');
SELECT pg_temp.act(pg_temp.start() - interval '1 day', 'adam');
SELECT journey_ask_changes(id, 'Please say in the description who this is not for, '
    'and where people turn when rest is not enough.') FROM demo_studio
    WHERE name = 'changes';
SELECT journey_approve(id) FROM demo_studio WHERE name = 'off';
SELECT pg_temp.act(pg_temp.start() - interval '20 hours', 'cleo');
-- a new version waits behind a public one
INSERT INTO demo_studio SELECT 'public', min(j.id) FROM journey j
    WHERE j.creator_id = pg_temp.id_of('cleo') AND j.status = 'published';
SELECT section_add(id, 'The month after'), field_add(id, 'the_month_after',
    'textarea', '{"label": "What do you want to keep up?", "help": "One small thing is enough."}')
    FROM demo_studio WHERE name = 'public';
SELECT journey_submit(id, NULL, 'A section about the month after') FROM demo_studio
    WHERE name = 'public';
SELECT journey_unpublish(id) FROM demo_studio WHERE name = 'off';
SELECT journey_archive(id) FROM demo_studio WHERE name = 'old';
-- templates of cleo's, one of them shared and used
WITH kept AS (SELECT template_keep(d.id, jsonb_build_object('schema', 'journey-1',
        'name', j.title, 'sections', (SELECT jsonb_agg(jsonb_build_object('key', s.key,
        'title', s.title, 'fields', (SELECT jsonb_agg(jsonb_build_object('key', f.key,
        'type', f.type) || f.definition ORDER BY f.position) FROM journey_field f
        WHERE f.section_id = s.id)) ORDER BY s.position) FROM journey_section s
        WHERE s.version_id = journey_latest(j.id))), d.name = 'draft') AS id
    FROM demo_studio d JOIN journey j ON j.id = d.id
    WHERE d.name IN ('draft', 'changes'))
SELECT count(*) FROM kept;
UPDATE notification SET read_at = created_at + interval '1 hour'
    WHERE type = 'journey_status' AND read_at IS NULL
    AND created_at < pg_temp.start() - interval '30 hours';
DELETE FROM job j USING demo_mark m WHERE j.id > m.job;
SELECT set_config('app.clock_offset', '', true), set_config('app.user_id', '', true);
