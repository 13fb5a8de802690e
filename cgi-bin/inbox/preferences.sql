-- preference_find() one
-- quiet_from minute?, quiet_to minute?, digest text, email_marketing bool
SELECT quiet_from, quiet_to, digest, email_marketing
FROM preference WHERE user_id = app_user_id();

-- preference_types() many
-- name text, title text, area text, required bool, wanted bool
SELECT t.name, t.title, t.area, t.required,
    t.required OR coalesce(p.wanted, t.email) AS wanted
FROM notification_type t
LEFT JOIN notification_preference p
    ON (p.user_id, p.type, p.channel) = (app_user_id(), t.name, 'email')
ORDER BY t.area = 'house', t.area DESC, t.required, t.title;

-- preference_save(quiet_from minute?, quiet_to minute?, digest text, email_marketing bool) exec
UPDATE preference SET quiet_from = extract(epoch FROM $1::time)::int / 60,
    quiet_to = extract(epoch FROM $2::time)::int / 60, digest = $3,
    email_marketing = $4
WHERE user_id = app_user_id();

-- Only what differs from a type's own setting is kept, so that a type's change
-- reaches those who never chose.  The names are a JSON list.
-- preference_types_clear() exec
DELETE FROM notification_preference
WHERE user_id = app_user_id() AND channel = 'email';

-- preference_types_save(names json) exec
INSERT INTO notification_preference (user_id, type, channel, wanted)
SELECT app_user_id(), t.name, 'email', $1::jsonb ? t.name
FROM notification_type t
WHERE NOT t.required AND ($1::jsonb ? t.name) <> t.email;
