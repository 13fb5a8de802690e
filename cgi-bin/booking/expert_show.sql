-- One expert, as whoever asks may see them.  A number is found in any of the
-- directories; the one that was asked for is preferred.

-- The columns of expert_page(), then what a page has more than a card.
-- expert_find(ref id, kind text) one
-- ref id, kinds texts, display_name text, alias_seed text?, picture text?, headline text?, timezone text, languages texts, skill_names texts, skill_levels ids, type_ids ids, type_names texts, type_minutes ids, type_prices ids, price_currency text?, rating_mean real?, rating_count int, next_slots instants, key real, kind text, bio text?, industries texts, specialisations texts, reliability int?, is_mine bool
SELECT ref, kinds, display_name, alias_seed, picture, headline,
    timezone, languages, skill_names, skill_levels, type_ids, type_names,
    type_minutes, type_prices, price_currency,
    rating_mean::float8 AS rating_mean, rating_count, next_slots,
    0::float8 AS key, kind, bio,
    ARRAY(SELECT i.name FROM industry i WHERE i.slug = ANY (l.industries)
        ORDER BY i.name) AS industries,
    ARRAY(SELECT s.name FROM specialisation s
        WHERE s.slug = ANY (l.specialisations) ORDER BY s.name)
        AS specialisations,
    reliability, coalesce(expert_id = app_user_id(), false) AS is_mine
FROM expert_listing l
WHERE ref = $1 AND expert_id <> ALL ((SELECT blocked_with_me())::bigint[])
ORDER BY l.kind = $2 DESC, l.kind LIMIT 1;

-- Some free times of the first few days that have any.
-- expert_free(ref id, tz text) many
-- start instant
SELECT f.start FROM (
    SELECT s.start_at AS start,
        row_number() OVER (PARTITION BY (s.start_at AT TIME ZONE e.zone)::date
            ORDER BY s.start_at) AS of_day,
        dense_rank() OVER (ORDER BY (s.start_at AT TIME ZONE e.zone)::date)
            AS day
    FROM (SELECT expert_id, slot_minutes, coalesce(app_zone(), $2) AS zone,
            next_slots[1] AS soonest
        FROM expert_listing WHERE ref = $1 LIMIT 1) e,
    slots(e.expert_id, e.slot_minutes,
        greatest((e.soonest AT TIME ZONE e.zone)::date - 1,
            (app_now() AT TIME ZONE e.zone)::date),
        greatest((e.soonest AT TIME ZONE e.zone)::date - 1,
            (app_now() AT TIME ZONE e.zone)::date) + 14, e.zone, app_user_id())
        s) f
WHERE f.of_day <= 6 AND f.day <= 4
ORDER BY 1;
