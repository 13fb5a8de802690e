-- NOTIFY at every job let one commit at a time through, each waiting for the
-- disk alone.  The worker looks ten times a second instead, and only what an
-- admin asks for at once still wakes it.
CREATE OR REPLACE FUNCTION enqueue(job_kind text, job_payload jsonb DEFAULT '{}',
    job_key text DEFAULT NULL, job_run_at timestamptz DEFAULT NULL,
    job_max_attempts int DEFAULT 3) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    INSERT INTO job (kind, payload, unique_key, run_at, max_attempts, created_at)
    VALUES (job_kind, coalesce(job_payload, '{}'), job_key,
        coalesce(job_run_at, app_now()), job_max_attempts, app_now())
    ON CONFLICT (kind, unique_key)
        WHERE state = 'waiting' AND unique_key IS NOT NULL
        DO UPDATE SET run_at = least(job.run_at, excluded.run_at);
END
$$;

-- As before, in plpgsql: a SQL function is planned anew at every call.
CREATE OR REPLACE FUNCTION job_claim(lease_seconds int, worker_number int,
    OUT id bigint, OUT kind text, OUT payload jsonb, OUT attempts int,
    OUT max_attempts int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
#variable_conflict use_column
BEGIN
    UPDATE job SET state = 'running', attempts = job.attempts + 1,
        worker = worker_number,
        lease_until = app_now() + make_interval(secs => lease_seconds)
    WHERE job.id = (SELECT due.id FROM job due
        WHERE due.state = 'waiting' AND due.run_at <= app_now()
        ORDER BY due.priority DESC, due.run_at, due.id
        FOR UPDATE SKIP LOCKED LIMIT 1)
    RETURNING job.id, job.kind, job.payload, job.attempts, job.max_attempts
    INTO id, kind, payload, attempts, max_attempts;
END
$$;
