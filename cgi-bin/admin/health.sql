-- health_database() one
-- version text, size_bytes int, connections int, connections_max int, migrations int, newest_migration text?, tzdata text
SELECT version, size_bytes, connections::bigint AS connections,
    connections_max::bigint AS connections_max,
    migrations::bigint AS migrations, newest_migration, tzdata
FROM health_database();

-- health_programs() many
-- program text, connections int
SELECT replace(program, 'belay_', '') AS program,
    connections::bigint AS connections FROM health_programs();

-- Events of other systems that were given up, and when a whole copy was taken.
-- health_more() one
-- webhooks_dead int, backup_at instant?, backup_size text?
SELECT (SELECT count(*) FROM webhook_event WHERE status = 'dead')
        AS webhooks_dead, b.at AS backup_at, b.size AS backup_size
FROM (SELECT 1) one LEFT JOIN LATERAL (SELECT a.at, a.detail ->> 'size' AS size
    FROM audit a WHERE a.action = 'backup.taken' ORDER BY a.id DESC LIMIT 1) b
    ON true;

-- The worker moves schedules on every minute.
-- health_work() one
-- scheduled_at instant?, waiting int, dead int, oldest_due instant?, paused int, mails_failed int, mails_waiting int
SELECT (SELECT max(last_at) FROM schedule) AS scheduled_at,
    (SELECT count(*) FROM job WHERE state = 'waiting' AND run_at <= app_now())
        AS waiting,
    (SELECT count(*) FROM job WHERE state = 'dead') AS dead,
    (SELECT min(run_at) FROM job WHERE state = 'waiting'
        AND run_at <= app_now()) AS oldest_due,
    (SELECT count(*) FROM schedule WHERE paused) AS paused,
    (SELECT count(*) FROM email_notification WHERE state = 'failed'
        AND created_at > app_now() - interval '1 day') AS mails_failed,
    (SELECT count(*) FROM email_notification
        WHERE state IN ('queued', 'sending', 'deferred')) AS mails_waiting;
