-- What lists offer, and how many people the directories have.
-- vocabulary_find() one
-- skills texts, industry_slugs texts, industry_names texts, specialisation_slugs texts, specialisation_names texts, mentors int, interviewers int, concierges int
SELECT ARRAY(SELECT name FROM skill WHERE vetted AND retired_at IS NULL
        ORDER BY position, lower(name)) AS skills,
    ARRAY(SELECT slug FROM industry WHERE retired_at IS NULL
        ORDER BY position, lower(name)) AS industry_slugs,
    ARRAY(SELECT name FROM industry WHERE retired_at IS NULL
        ORDER BY position, lower(name)) AS industry_names,
    ARRAY(SELECT slug FROM specialisation WHERE retired_at IS NULL
        ORDER BY position, lower(name)) AS specialisation_slugs,
    ARRAY(SELECT name FROM specialisation WHERE retired_at IS NULL
        ORDER BY position, lower(name)) AS specialisation_names,
    (SELECT count(*) FROM expert_listing WHERE kind = 'mentor') AS mentors,
    (SELECT count(*) FROM expert_listing WHERE kind = 'interviewer')
        AS interviewers,
    (SELECT count(*) FROM expert_listing WHERE kind = 'concierge')
        AS concierges;
