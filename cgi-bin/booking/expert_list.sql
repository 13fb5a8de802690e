-- expert_sorted(kind text, sort text, skill text?, after_key real?, after_ref id?, most int) many
-- card text, key real
SELECT card, key
FROM expert_sorted($1, $2, $3, $4::float8, expert_of_ref($5), $6);

-- expert_page(kind text, sort text, skill text?, industry text?, language text?, price_max int?, rating real?, type text?, free bool, day date?, tz text, after_key real?, after_ref id?, most int) many
-- card text, key real
SELECT card, key
FROM expert_page($1, $2, $3, $4, $5, $6, $7::float8, $8, $9, $10::date,
    coalesce(app_zone(), $11), $12::float8, expert_of_ref($13), $14);

-- expert_search(q text, kind text, sort text, skill text?, industry text?, language text?, price_max int?, rating real?, type text?, free bool, day date?, tz text, after_key real?, after_ref id?, most int) many
-- card text, key real
SELECT card, key
FROM expert_search($1, $2, $3, $4, $5, $6, $7, $8::float8, $9, $10, $11::date,
    coalesce(app_zone(), $12), $13::float8, expert_of_ref($14), $15);
