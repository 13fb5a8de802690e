-- moderation_version() one
-- version int
SELECT version FROM moderation_state;

-- moderation_rule_list() many
-- id id, code text, kind text, category text, language text?, decisions text, score real, terms text, allowed text
SELECT id, code, kind, category, language, decisions, score::float8 AS score,
    terms, allowed
FROM moderation_rule WHERE is_active ORDER BY id;

-- moderation_signals(bins json) one
-- posts_minute int, account_minutes int, own_copies int, other_copies int
SELECT posts_minute, account_minutes, own_copies, other_copies
FROM moderation_signals($1::jsonb);

-- moderation_record(kind text, ref id, context text, body text, bins json, reasons json, decision text) exec
SELECT moderation_record($1, $2, $3, $4, $5::jsonb, $6::jsonb, $7);
