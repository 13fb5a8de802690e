-- Who rated under a generated name keeps that session's picture.
CREATE OR REPLACE VIEW public_rating AS
SELECT r.id, e.ref AS expert_ref, r.stars, r.words, r.reply, r.replied_at,
    r.created_at, coalesce(r.author_alias, p.display_name) AS author_name,
    CASE WHEN r.author_alias IS NOT NULL THEN s.client_seed END AS author_seed
FROM expert_rating r
JOIN expert e ON e.user_id = r.expert_id
JOIN profile p ON p.user_id = r.author_id
LEFT JOIN session s ON r.subject_kind = 'session' AND s.id = r.subject_id
WHERE r.hidden_at IS NULL;
