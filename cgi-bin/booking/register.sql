-- Applying to be an expert of one kind.  expert and expert_kind show the own rows.
-- has_hours: a kind is verified already, and the editor keeps the hours.
-- register_find(kind text) one
-- ref id?, status text?, reason text?, experience text?, companies text?, years int?, headline text?, bio text?, timezone text, has_hours bool, again_at instant?
SELECT e.ref, k.status, k.reason, k.application ->> 'experience' AS experience,
    (SELECT string_agg(c, ', ') FROM jsonb_array_elements_text(
        k.application -> 'companies') c) AS companies,
    (k.application ->> 'years')::bigint AS years,
    coalesce(e.headline, p.headline) AS headline, e.bio,
    coalesce(e.timezone, p.timezone) AS timezone,
    EXISTS (SELECT FROM expert_kind x WHERE x.user_id = e.user_id
        AND x.status IN ('verified', 'paused', 'suspended')) AS has_hours,
    CASE WHEN k.status = 'rejected' THEN (SELECT h.at + interval '30 days'
        FROM expert_kind_history h
        WHERE h.user_id = e.user_id AND h.kind = $1
            AND h.from_status = 'rejected'
            AND h.at > app_now() - interval '30 days'
        ORDER BY h.at DESC OFFSET 2 LIMIT 1) END AS again_at
FROM profile p
LEFT JOIN expert e ON e.user_id = p.user_id
LEFT JOIN expert_kind k ON k.user_id = p.user_id AND k.kind = $1
WHERE p.user_id = app_user_id();

-- register_save(kind text, application json, submit bool) one
-- ref id
SELECT expert_register($1, $2::jsonb, $3) AS ref;
