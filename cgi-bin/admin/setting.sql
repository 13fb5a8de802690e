-- setting_list() many
-- name text, value text, kind text, minimum int?, maximum int?, about text, area text, unit text?, changed_at instant?, changer text?
SELECT s.name, s.value::text AS value, s.kind, s.minimum, s.maximum, s.about,
    s.area, s.unit, h.changed_at, p.display_name AS changer
FROM setting s
LEFT JOIN LATERAL (SELECT x.changed_at, x.changed_by FROM setting_history x
    WHERE x.name = s.name ORDER BY x.id DESC LIMIT 1) h ON true
LEFT JOIN profile p ON p.user_id = h.changed_by
ORDER BY array_position(ARRAY['platform', 'features', 'payments', 'payouts',
    'plans', 'credits', 'affiliates', 'limits', 'other'], s.area), s.area, s.name;

-- setting_wrong(name text, value json) one
-- word text?
SELECT setting_wrong($1, $2::jsonb) AS word;

-- setting_find(name text) one
-- name text, value text, kind text, minimum int?, maximum int?, about text, unit text?, version int
SELECT name, value::text AS value, kind, minimum, maximum, about, unit,
    version::bigint AS version FROM setting WHERE name = $1;

-- setting_changes(name text) many
-- id id, before text, after text, changed_at instant, changer text?
SELECT h.id, h.before::text AS before, h.after::text AS after, h.changed_at,
    p.display_name AS changer
FROM setting_history h LEFT JOIN profile p ON p.user_id = h.changed_by
WHERE h.name = $1 ORDER BY h.id DESC LIMIT 50;

-- setting_change(name text, value json, seen int?) exec
SELECT setting_change($1, $2::jsonb, $3::int);

-- setting_undo(name text, change id) exec
SELECT setting_undo($1, $2);
