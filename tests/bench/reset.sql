-- Undo what W3 wrote, so that every round meets the same tables.
DELETE FROM session_note;
DELETE FROM notification WHERE id > (SELECT notification FROM bench_seeded);
TRUNCATE job;
VACUUM (ANALYZE) session_note;
VACUUM (ANALYZE) notification;
CHECKPOINT;
