-- A worker that dies is noticed at once.  Each of its connections has a number
-- and holds a lock on it, which ends with the connection; what such a worker was
-- doing is given back, without waiting for the lease, which stays for the case
-- that the other end is silent.

ALTER TABLE job ADD worker int; -- who runs it: worker_enter()
CREATE SEQUENCE worker_number AS int CYCLE;

CREATE FUNCTION worker_enter() RETURNS int LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public
AS $$
DECLARE
    number int := nextval('worker_number');
BEGIN
    PERFORM pg_advisory_lock(65, number);
    RETURN number;
END
$$;

DROP FUNCTION job_claim(int);
CREATE FUNCTION job_claim(lease_seconds int, worker_number int, OUT id bigint,
    OUT kind text, OUT payload jsonb, OUT attempts int, OUT max_attempts int)
LANGUAGE sql SECURITY DEFINER SET search_path = public
AS $$
    UPDATE job SET state = 'running', attempts = job.attempts + 1,
        worker = worker_number,
        lease_until = app_now() + make_interval(secs => lease_seconds)
    WHERE job.id = (SELECT due.id FROM job due
        WHERE due.state = 'waiting' AND due.run_at <= app_now()
        ORDER BY due.priority DESC, due.run_at, due.id
        FOR UPDATE SKIP LOCKED LIMIT 1)
    RETURNING job.id, job.kind, job.payload, job.attempts, job.max_attempts
$$;

-- An attempt failed; not when another worker has made one since.
DROP FUNCTION job_failed(bigint, text, boolean);
CREATE FUNCTION job_failed(failed bigint, attempt int, why text,
    never_again boolean) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public
AS $$
    UPDATE job SET last_error = left(why, 500), lease_until = NULL,
        state = CASE WHEN never_again OR attempts >= max_attempts
            THEN 'dead' ELSE 'waiting' END,
        finished_at = CASE WHEN never_again OR attempts >= max_attempts
            THEN app_now() END,
        -- two waiting jobs of one key can't be: the older one is this one's heir
        unique_key = CASE WHEN EXISTS (SELECT FROM job other
            WHERE other.kind = job.kind AND other.unique_key = job.unique_key
                AND other.state = 'waiting') THEN NULL ELSE unique_key END,
        run_at = app_now() + least(interval '1 hour',
            interval '5 seconds' * power(2, attempts - 1))
            * (1 + random() / 4)
    WHERE id = failed AND attempts = attempt AND state = 'running'
$$;

-- A job is not to blame for its worker's end, so it gets that attempt back, up
-- to ten; one that ends its worker each time is given up by who claims it then.
CREATE OR REPLACE FUNCTION job_reap() RETURNS int LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    lost bigint;
    n int := 0;
BEGIN
    FOR lost IN SELECT id FROM job WHERE state = 'running'
            AND (lease_until < app_now() OR pg_try_advisory_xact_lock(65, worker))
            FOR UPDATE SKIP LOCKED LIMIT 100 LOOP
        UPDATE job SET state = 'waiting', last_error = 'the worker died',
            lease_until = NULL,
            max_attempts = greatest(max_attempts, least(max_attempts + 1, 10)),
            unique_key = CASE WHEN EXISTS (SELECT FROM job other
                WHERE other.kind = job.kind
                    AND other.unique_key = job.unique_key
                    AND other.state = 'waiting') THEN NULL ELSE unique_key END,
            run_at = app_now() + least(interval '1 hour',
                interval '2 seconds' * power(2, attempts - 1))
        WHERE id = lost;
        n := n + 1;
    END LOOP;
    RETURN n;
END
$$;

GRANT EXECUTE ON FUNCTION worker_enter(), job_claim(int, int),
    job_failed(bigint, int, text, boolean) TO belay_worker;
