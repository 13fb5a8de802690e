-- mentor_place_list() many
-- id id, journey_id id, title text, slug text, icon text, status text, rate int, currency text, training_left int, waiting int, in_work int, done int
SELECT id, journey_id, title, slug, icon, status, rate, currency, training_left,
    waiting, in_work, done
FROM mentor_places();

-- mentor_month_list() many
-- currency text, amount int
SELECT currency, amount FROM mentor_month();

-- mentor_work_list() many
-- id id, status text, section_title text, journey text, client_name text, client_picture text?, due_at instant, asked_at instant?
SELECT id, status, section_title, journey, client_name, client_picture, due_at,
    asked_at
FROM my_review WHERE side = 'mentor' AND status IN ('claimed', 'info_requested')
ORDER BY due_at, id LIMIT 50;

-- mentor_queue_list(journey id?, kind text?, mine bool, after id?, most int) many
-- id id, journey_id id, journey text, section_title text, section_kind text?, client_name text, picture text?, submitted_at instant, due_at instant, priority int, is_offered bool, is_chosen bool, is_resubmitted bool, pay int, currency text, locked_until instant?, is_locked_by_me bool
SELECT id, journey_id, journey, section_title, section_kind, client_name, picture,
    submitted_at, due_at, priority, is_offered, is_chosen, is_resubmitted, pay,
    currency, locked_until, is_locked_by_me
FROM mentor_queue($1, $2, $3, $4, $5::int);

-- mentor_kind_list() many
-- slug text, name text
SELECT slug, name FROM specialisation WHERE retired_at IS NULL
ORDER BY position, name;

-- mentor_pause(provider id, pause bool) exec
SELECT provider_pause($1, $2);

-- mentor_expertise_list() many
-- slug text, name text, level int
SELECT s.slug, s.name, coalesce(m.level, 0) AS level
FROM specialisation s LEFT JOIN mentor_specialisation m ON m.slug = s.slug
WHERE s.retired_at IS NULL OR m.level IS NOT NULL
ORDER BY s.position, s.name;

-- mentor_self() one
-- ref int?, load int?, takes bool, most int
SELECT ref, review_load AS load, takes_reviews AS takes, most
FROM mentor_self();

-- mentor_expertise_save(slugs text, levels text, load int?, takes bool) exec
SELECT mentor_expertise_save(string_to_array($1, E'\n'),
    string_to_array($2, E'\n')::int[], $3::int, $4);
