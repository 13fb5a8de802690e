-- migration_offer(enrolment id) one
-- id id, number int, summary text?
SELECT v.id, v.number, v.summary FROM journey_version v
WHERE v.id = enrolment_offer($1);

-- migration_decide(enrolment id, version id, decision text) exec
SELECT enrolment_migrate($1, $2, $3);
