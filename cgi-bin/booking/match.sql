-- Match me: the best bookable interviewers for a wish.  skills: slugs on lines of
-- their own; windows: a tstzmultirange as text, or absent for any time.
-- match_find(type text, skills text?, level int?, language text?, windows text?, most int) many
-- ref id, kinds texts, display_name text, alias_seed text?, picture text?, headline text?, timezone text, languages texts, skill_names texts, skill_levels ids, type_ids ids, type_names texts, type_minutes ids, type_prices ids, price_currency text?, rating_mean real?, rating_count int, next_slots instants, key real, reasons texts, type_id id, minutes int, starts instants
SELECT l.ref, l.kinds, l.display_name, l.alias_seed, l.picture,
    l.headline, l.timezone, l.languages, l.skill_names, l.skill_levels,
    l.type_ids, l.type_names, l.type_minutes, l.type_prices,
    l.price_currency, l.rating_mean::float8 AS rating_mean, l.rating_count,
    l.next_slots, m.score AS key, m.reasons, m.session_type_id AS type_id,
    m.minutes, m.starts
FROM match_experts('interviewer', $1, string_to_array($2, E'\n'), $3::int, $4,
    $5::text::tstzmultirange, $6::int) m
JOIN expert_listing l ON l.expert_id = m.expert_id AND l.kind = 'interviewer'
ORDER BY m.score DESC, m.expert_id;
