-- moderation_model_text(id id) one
-- body text, length int
SELECT body, length(body)::bigint AS length FROM moderation_text
WHERE id = $1 AND setting_text('moderation_model') = 'true';

-- moderation_model_said(id id, reasons json) one
-- decision text?
SELECT moderation_model_said($1, $2::jsonb) AS decision;

-- moderation_clean() one
-- deleted int
SELECT moderation_clean()::bigint AS deleted;
