-- worker_enter() one
-- number int
SELECT worker_enter() AS number;

-- job_claim(lease_seconds int, worker int) one
-- id id?, kind text?, payload json?, attempts int?, max_attempts int?
SELECT id, kind, payload, attempts, max_attempts
FROM job_claim($1::int, $2::int);

-- Unless another worker has made an attempt since; one that was given back and
-- waits is still this one's.
-- job_done(id id, attempt int) exec
UPDATE job SET state = 'done', finished_at = app_now(), lease_until = NULL,
    last_error = NULL
WHERE id = $1 AND attempts = $2 AND state IN ('running', 'waiting');

-- job_failed(id id, attempt int, why text?, never_again bool) exec
SELECT job_failed($1, $2::int, $3, $4);

-- job_renew(id id, lease_seconds int) exec
UPDATE job SET lease_until = app_now() + make_interval(secs => $2::int)
WHERE id = $1 AND state = 'running';

-- job_reap() exec
SELECT job_reap();

-- schedule_run(name text, rule text, kind text) exec
SELECT schedule_run($1, $2, $3);
