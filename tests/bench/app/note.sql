-- A shared note; the other side gets a notice, and the worker a job to deliver
-- it: the domain row, the notification and the outbox row of W3.
-- note_write(session_id id, words text) one
-- id id
SELECT bench_note($1, $2) AS id;
