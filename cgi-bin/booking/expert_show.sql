-- One expert, as whoever asks may see them.  A number is found in any of the
-- directories; the one that was asked for is preferred.

-- The card, then what a page has more than that.
-- expert_find(ref id, kind text) one
-- ref id, card text, display_name text, alias_seed text?, timezone text, rating_count int, kind text, bio text?, industries texts, specialisations texts, reliability int?, is_mine bool
SELECT ref, card, display_name, alias_seed, timezone, rating_count, kind, bio,
    ARRAY(SELECT i.name FROM industry i WHERE i.slug = ANY (l.industries)
        ORDER BY i.name) AS industries,
    ARRAY(SELECT s.name FROM specialisation s
        WHERE s.slug = ANY (l.specialisations) ORDER BY s.name)
        AS specialisations,
    reliability, coalesce(expert_id = app_user_id(), false) AS is_mine
FROM expert_listing l
WHERE ref = $1 AND expert_id <> ALL ((SELECT blocked_only())::bigint[])
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
