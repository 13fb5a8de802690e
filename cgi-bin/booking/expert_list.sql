-- expert_page(kind text, sort text, skill text?, industry text?, language text?, price_max int?, rating real?, type text?, free bool, day date?, tz text, after_key real?, after_ref id?, most int) many
-- ref id, kinds texts, display_name text, alias_seed text?, picture text?, headline text?, timezone text, languages texts, skill_names texts, skill_levels ids, type_ids ids, type_names texts, type_minutes ids, type_prices ids, price_currency text?, rating_mean real?, rating_count int, next_slots instants, key real
SELECT ref, kinds, display_name, alias_seed, picture, headline,
    timezone, languages, skill_names, skill_levels, type_ids, type_names,
    type_minutes, type_prices, price_currency, rating_mean,
    rating_count, next_slots, key
FROM expert_page($1, $2, $3, $4, $5, $6, $7::float8, $8, $9, $10::date,
    coalesce(app_zone(), $11), $12::float8, expert_of_ref($13), $14);

-- expert_search(q text, kind text, sort text, skill text?, industry text?, language text?, price_max int?, rating real?, type text?, free bool, day date?, tz text, after_key real?, after_ref id?, most int) many
-- ref id, kinds texts, display_name text, alias_seed text?, picture text?, headline text?, timezone text, languages texts, skill_names texts, skill_levels ids, type_ids ids, type_names texts, type_minutes ids, type_prices ids, price_currency text?, rating_mean real?, rating_count int, next_slots instants, key real
SELECT ref, kinds, display_name, alias_seed, picture, headline,
    timezone, languages, skill_names, skill_levels, type_ids, type_names,
    type_minutes, type_prices, price_currency, rating_mean,
    rating_count, next_slots, key
FROM expert_search($1, $2, $3, $4, $5, $6, $7, $8::float8, $9, $10, $11::date,
    coalesce(app_zone(), $12), $13::float8, expert_of_ref($14), $15);
