-- Match me: the best bookable interviewers for a wish.  skills: slugs on lines of
-- their own; windows: a tstzmultirange as text, or absent for any time.
-- match_find(type text, skills text?, level int?, language text?, windows text?, most int) many
-- card text, reasons texts, type_id id, minutes int, starts instants
SELECT l.card, m.reasons, m.session_type_id AS type_id, m.minutes, m.starts
FROM match_experts('interviewer', $1, string_to_array($2, E'\n'), $3::int, $4,
    $5::text::tstzmultirange, $6::int) m
JOIN expert_listing l ON l.expert_id = m.expert_id AND l.kind = 'interviewer'
ORDER BY m.score DESC, m.expert_id;
