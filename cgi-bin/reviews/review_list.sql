-- review_list(open bool, after int?, most int) many
-- id id, status text, outcome text?, section_title text, journey text, icon text, submitted_at instant, due_at instant, completed_at instant?, mentor_name text?, mentor_picture text?, open_comments int
SELECT id, status, outcome, section_title, journey, icon, submitted_at, due_at,
    completed_at, mentor_name, mentor_picture, open_comments
FROM my_review
WHERE side = 'client' AND ($2::bigint IS NULL OR id < $2)
    AND (status IN ('submitted', 'claimed', 'info_requested', 'completed')) = $1
ORDER BY id DESC LIMIT $3;

-- review_section_list() many
-- enrolment_id id, journey text, icon text, section_key text, section_title text, open_review id?, reviews int
SELECT enrolment_id, journey, icon, section_key, section_title, open_review,
    reviews
FROM my_sections();
