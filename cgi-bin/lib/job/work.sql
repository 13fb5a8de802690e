-- job_claim(lease_seconds int) one
-- id id?, kind text?, payload json?, attempts int?, max_attempts int?
SELECT id, kind, payload, attempts, max_attempts FROM job_claim($1::int);

-- job_done(id id) exec
UPDATE job SET state = 'done', finished_at = app_now(), lease_until = NULL,
    last_error = NULL
WHERE id = $1 AND state = 'running';

-- job_failed(id id, why text?, never_again bool) exec
SELECT job_failed($1, $2, $3);

-- job_renew(id id, lease_seconds int) exec
UPDATE job SET lease_until = app_now() + make_interval(secs => $2::int)
WHERE id = $1 AND state = 'running';

-- job_reap() exec
SELECT job_reap();

-- schedule_run(name text, rule text, kind text) exec
SELECT schedule_run($1, $2, $3);
