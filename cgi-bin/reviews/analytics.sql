-- analytics_figures() one
-- done int, approved int, mean_hours real?, median_hours real?, p95_hours real?, claim_hours real?, clients int, ratings int, stars real?, on_time int
SELECT done, approved, mean_hours, median_hours, p95_hours, claim_hours, clients,
    ratings, stars, on_time
FROM mentor_figures();

-- analytics_percentiles() one
-- mentors int, speed real, quality real, amount real
SELECT mentors, speed, quality, amount FROM mentor_percentiles();

-- analytics_kinds() many
-- name text?, done int, median_hours real?, stars real?, approved int
SELECT name, done, median_hours, stars, approved FROM mentor_kinds();

-- analytics_months() many
-- month date, currency text, amount int, done int
SELECT month, currency, amount, done FROM mentor_months();

-- analytics_feedback(most int) many
-- stars int, words text?, section_title text, created_at instant
SELECT stars, words, section_title, created_at FROM mentor_feedback($1::int);
