-- Decisions about what the asking member made, and their appeal.

-- decision_list(id id?) many
-- id id, title text, kind_name text, rule text, words text?, part_labels texts, part_texts texts, status text, resolution text?, decided_at instant?, appeal_until instant?, refusal text?, appeal_words text?, appealed_at instant?, outcome text?, outcome_at instant?, outcome_words text?, action_kinds texts, action_days ids, action_states texts, action_ends instants
SELECT id, title, kind_name, rule, words,
    ARRAY(SELECT p ->> 'label' FROM jsonb_array_elements(parts) p
        WHERE p ->> 'part' <> 'picture') AS part_labels,
    ARRAY(SELECT p ->> 'text' FROM jsonb_array_elements(parts) p
        WHERE p ->> 'part' <> 'picture') AS part_texts,
    status, resolution, decided_at, appeal_until, refusal, appeal_words,
    appealed_at, outcome, outcome_at, outcome_words,
    ARRAY(SELECT a ->> 'kind' FROM jsonb_array_elements(actions) a)
        AS action_kinds,
    ARRAY(SELECT coalesce((a ->> 'days')::bigint, 0)
        FROM jsonb_array_elements(actions) a) AS action_days,
    ARRAY(SELECT a ->> 'status' FROM jsonb_array_elements(actions) a)
        AS action_states,
    ARRAY(SELECT coalesce((a ->> 'ends_at')::timestamptz, 'epoch')
        FROM jsonb_array_elements(actions) a) AS action_ends
FROM my_decisions($1);

-- appeal_send(id id, words text) exec
SELECT appeal_send($1, $2);
