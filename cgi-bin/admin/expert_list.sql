-- Applications of a kind, those waiting longest first.
-- expert_waiting(kind text, status text?, after id?, most int) many
-- ref id, user_id id, display_name text, picture text?, alias text, is_anonymous bool, email text, headline text?, status text, reason text?, application json, submitted_at instant?, decided_at instant?
SELECT e.ref, k.user_id, p.display_name, p.picture, e.alias, e.is_anonymous,
    u.email, e.headline, k.status, k.reason, k.application, k.submitted_at,
    k.decided_at
FROM expert_kind k
JOIN expert e ON e.user_id = k.user_id
JOIN users u ON u.id = k.user_id
JOIN profile p ON p.user_id = k.user_id
WHERE k.kind = $1 AND CASE WHEN $2::text IS NULL
        THEN k.status IN ('submitted', 'in_review') ELSE k.status = $2 END
    AND ($3::bigint IS NULL OR (coalesce(k.submitted_at, 'infinity'), e.ref)
        > (SELECT coalesce(x.submitted_at, 'infinity'), y.ref
        FROM expert_kind x JOIN expert y ON y.user_id = x.user_id
        WHERE y.ref = $3 AND x.kind = $1))
ORDER BY coalesce(k.submitted_at, 'infinity'), e.ref LIMIT $4::int;

-- expert_counts(kind text) many
-- status text, n int
SELECT k.status, count(*) AS n FROM expert_kind k WHERE k.kind = $1
GROUP BY k.status;
