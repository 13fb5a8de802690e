-- incident_list(status text?, before id?, most int) many
-- id id, kind text, title text, severity int, status text, false_positive bool, version int, cases int, opener text?, opened_at instant, ended_at instant?
SELECT id, kind, title, severity::bigint AS severity, status, false_positive,
    version::bigint AS version, cases, opener, opened_at, ended_at
FROM incident_list($1, $2, $3::int);

-- incident_find(id id) one
-- id id, kind text, title text, words text?, severity int, status text, false_positive bool, version int, person_id id?, person text?, opener text?, opened_at instant, ended_at instant?, moves texts
SELECT id, kind, title, words, severity::bigint AS severity, status,
    false_positive, version::bigint AS version, person_id, person, opener,
    opened_at, ended_at, moves
FROM incident_find($1);

-- incident_cases(id id) many
-- id id, title text, label text, status text, resolution text?, severity int, opened_at instant
SELECT id, title, label, status, resolution, severity::bigint AS severity,
    opened_at
FROM incident_cases($1);

-- incident_events(id id) many
-- at instant, actor text?, event text, words text?
SELECT at, actor, event, words FROM incident_events($1);

-- incident_open(kind text, title text, words text?, severity int, cases text) one
-- id id
SELECT incident_open($1, $2, $3, $4::int,
    string_to_array(nullif($5, ''), ' ')::bigint[]) AS id;

-- incident_patch(id id, version int, status text?, note text?, cases text) one
-- version int, status text
SELECT version::bigint AS version, status FROM incident_patch($1, $2::int, $3,
    $4, string_to_array(nullif($5, ''), ' ')::bigint[]);
