-- Free times between two dates.  No row: no such expert.  Without minutes: the
-- expert offers no such type.
-- slot_list(ref id, type id?, from date, to date, tz text) one
-- minutes int?, starts instants
SELECT m.minutes, ARRAY(SELECT s.start_at FROM slots(l.expert_id, m.minutes,
        $3::date, $4::date, $5, app_user_id()) s) AS starts
FROM (SELECT expert_id FROM expert_listing WHERE ref = $1
        AND expert_id <> ALL ((SELECT blocked_only())::bigint[]) LIMIT 1) l,
    (SELECT CASE WHEN $2::bigint IS NULL THEN 30 ELSE (SELECT t.minutes
        FROM public_session_type t WHERE t.id = $2 AND t.expert_ref = $1) END
        AS minutes) m;
