-- One case with all that is known, and what is done with it.

-- case_find(id id) one
-- id id, kind text, kind_name text, target_id id, status text, resolution text?, version int, category text, label text, rule text, template text, severity int, weight real, people int, title text, shown_name text?, url text?, part_names texts, part_labels texts, part_texts texts, context_labels texts, context_texts texts, finding_rules texts, finding_scores ids, taken_at instant, now_labels texts, now_texts texts, now_hidden bool?, is_gone bool, author_id id?, assignee_id id?, assignee text?, lease_until instant?, is_hidden bool, duplicate_of id?, opened_at instant, first_action_at instant?, resolved_at instant?, resolver text?, decision_words text?, moves texts, actions texts, edits texts, undo_until instant?
SELECT c.id, kind, kind_name, target_id, status, resolution,
    version::bigint AS version, category, label, rule, template,
    severity::bigint AS severity, weight, people::bigint AS people, title,
    shown_name, url,
    ARRAY(SELECT coalesce(p ->> 'part', '') FROM jsonb_array_elements(parts) p)
        AS part_names,
    ARRAY(SELECT p ->> 'label' FROM jsonb_array_elements(parts) p)
        AS part_labels,
    ARRAY(SELECT p ->> 'text' FROM jsonb_array_elements(parts) p) AS part_texts,
    ARRAY(SELECT p ->> 'label' FROM jsonb_array_elements(context) p)
        AS context_labels,
    ARRAY(SELECT p ->> 'text' FROM jsonb_array_elements(context) p)
        AS context_texts,
    ARRAY(SELECT coalesce(f ->> 'rule', f ->> 'category', '')
        FROM jsonb_array_elements(coalesce(findings -> 'reasons', '[]')) f)
        AS finding_rules,
    ARRAY(SELECT coalesce(round((f ->> 'score')::numeric * 100), 0)::bigint
        FROM jsonb_array_elements(coalesce(findings -> 'reasons', '[]')) f)
        AS finding_scores,
    taken_at,
    ARRAY(SELECT p ->> 'label' FROM jsonb_array_elements(
        coalesce(now_parts, '[]')) p) AS now_labels,
    ARRAY(SELECT p ->> 'text' FROM jsonb_array_elements(
        coalesce(now_parts, '[]')) p) AS now_texts,
    now_hidden, is_gone, author_id, assignee_id, assignee, lease_until,
    is_hidden, duplicate_of, opened_at, first_action_at, resolved_at, resolver,
    decision_words, moves, actions, edits, undo_until
FROM case_find($1) c;

-- case_reports(id id) many
-- id id, reporter_id id?, reporter text?, label text, words text?, weight real, created_at instant, withdrawn bool
SELECT id, reporter_id, reporter, label, words, weight, created_at, withdrawn
FROM case_reports($1);

-- case_events(id id) many
-- id id, at instant, actor text?, event text, from_status text?, to_status text, words text?, resolution text?, assignee text?, action_kinds texts
SELECT id, at, actor, event, from_status, to_status, words, resolution,
    assignee, ARRAY(SELECT a ->> 'kind'
        FROM jsonb_array_elements(coalesce(actions, '[]')) a) AS action_kinds
FROM case_events($1);

-- case_enforcements(id id) many
-- id id, kind text, days int?, status text, by_rule bool, starts_at instant, ends_at instant?, ended_at instant?
SELECT id, kind, days::bigint AS days, status, by_rule, starts_at, ends_at,
    ended_at
FROM case_enforcements($1);

-- case_appeal(id id) one
-- words text, created_at instant, outcome text?, decided_at instant?, decider text?, decision_words text?
SELECT words, created_at, outcome, decided_at, decider, decision_words
FROM case_appeal($1);

-- case_people(id id) many
-- person_id id, is_author bool, name text, account_status text, score int, level int, sessions int, upheld int, reports_sent int, reports_right int, joined instant, last_kind text?, last_at instant?, last_rule text?
SELECT person_id, is_author, name, account_status, score::bigint AS score,
    level::bigint AS level, sessions, upheld, reports_sent, reports_right,
    joined, last_kind, last_at, last_rule
FROM case_people($1);

-- case_similar(id id) many
-- id id, title text, label text, status text, resolution text?, same_author bool, opened_at instant, actions texts, appealed bool
SELECT id, title, label, status, resolution, same_author, opened_at, actions,
    appealed
FROM case_similar($1);

-- moderators() many
-- id id, display_name text, held int
SELECT id, display_name, held FROM moderators();

-- case_templates() many
-- name text, rule text, template text
SELECT name, rule, template FROM report_category ORDER BY position;

-- case_patch(id id, version int?, assign_to text?, status text?, resolution text?, actions json?, note text?, words text?, duplicate_of id?) one
-- version int, status text
SELECT version::bigint AS version, status FROM case_patch($1, $2::int, $3, $4,
    $5, $6::jsonb, $7, $8, $9);

-- case_undo(id id, version int?, why text?) one
-- version int, status text
SELECT (c).version::bigint AS version, (c).status AS status
FROM (SELECT case_undo($1, $2::int, $3) AS c OFFSET 0) x;

-- case_next() one
-- id id?
SELECT case_next() AS id;

-- case_bulk(items text, act text) one
-- done ids, failed ids
SELECT done, failed FROM case_bulk(string_to_array($1, ' '), $2);
