-- Claiming, finishing and repeating work, and what happens by the clock.

-- The next due job, leased to the caller; its attempt is counted at once, so
-- that a job that kills its worker ends too.
CREATE FUNCTION job_claim(lease_seconds int, OUT id bigint, OUT kind text,
    OUT payload jsonb, OUT attempts int, OUT max_attempts int)
LANGUAGE sql SECURITY DEFINER SET search_path = public
AS $$
    UPDATE job SET state = 'running', attempts = job.attempts + 1,
        lease_until = app_now() + make_interval(secs => lease_seconds)
    WHERE job.id = (SELECT due.id FROM job due
        WHERE due.state = 'waiting' AND due.run_at <= app_now()
        ORDER BY due.priority DESC, due.run_at, due.id
        FOR UPDATE SKIP LOCKED LIMIT 1)
    RETURNING job.id, job.kind, job.payload, job.attempts, job.max_attempts
$$;

-- A failed attempt: again later (doubling from 5 s to an hour, with up to a
-- quarter of jitter), or dead after the last.
CREATE FUNCTION job_failed(failed bigint, why text, never_again boolean)
RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public
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
    WHERE id = failed AND state = 'running'
$$;

-- Jobs whose worker died.
CREATE FUNCTION job_reap() RETURNS int LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public
AS $$
DECLARE
    lost bigint;
    n int := 0;
BEGIN
    FOR lost IN SELECT id FROM job WHERE state = 'running'
            AND lease_until < app_now() FOR UPDATE SKIP LOCKED LIMIT 100 LOOP
        PERFORM job_failed(lost, 'the worker died', false);
        n := n + 1;
    END LOOP;
    RETURN n;
END
$$;

-- When a rule's next time comes, in the platform's zone:
-- 'every 5 minutes', 'daily 00:00', 'weekly 7 01:00' (ISO day), 'monthly 1 02:00'.
CREATE FUNCTION schedule_next(rule text, after_at timestamptz)
RETURNS timestamptz LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public
AS $$
DECLARE
    part text[] := string_to_array(rule, ' ');
    zone text := setting_text('platform_zone');
    local timestamp := after_at AT TIME ZONE zone;
    day date := local::date;
    candidate timestamptz;
    step float8;
BEGIN
    IF part[1] = 'every' THEN
        step := extract(epoch FROM (part[2] || ' ' || part[3])::interval);
        RETURN to_timestamp((floor(extract(epoch FROM after_at) / step) + 1) * step);
    END IF;
    LOOP
        IF part[1] = 'daily'
            OR part[1] = 'weekly' AND extract(isodow FROM day) = part[2]::int
            OR part[1] = 'monthly' AND extract(day FROM day) = part[2]::int THEN
            candidate := (day + part[array_length(part, 1)]::time)
                AT TIME ZONE zone;
            IF candidate > after_at THEN
                RETURN candidate;
            END IF;
        END IF;
        day := day + 1;
    END LOOP;
END
$$;

-- Run what is due: one caller moves the schedule on and enqueues the job in
-- one transaction, so it runs once however many workers ask; times that passed
-- while nobody asked count as one.
CREATE FUNCTION schedule_run(schedule_name text, rule text, job_kind text)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    INSERT INTO schedule (name, next_at)
    VALUES (schedule_name, schedule_next(rule, app_now()))
    ON CONFLICT DO NOTHING;
    UPDATE schedule SET last_at = app_now(),
        next_at = schedule_next(rule, app_now())
    WHERE name = schedule_name AND next_at <= app_now() AND NOT paused;
    IF FOUND THEN
        PERFORM enqueue(job_kind, '{}', schedule_name);
    END IF;
    RETURN FOUND;
END
$$;

-- Done jobs are kept a week, dead ones for ever.
CREATE FUNCTION job_clean() RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path = public
AS $$
    DELETE FROM job WHERE state = 'done'
        AND finished_at < app_now() - interval '7 days'
$$;

GRANT EXECUTE ON FUNCTION job_claim(int), job_failed(bigint, text, boolean),
    job_reap(), schedule_next(text, timestamptz),
    schedule_run(text, text, text), job_clean() TO belay_worker;
