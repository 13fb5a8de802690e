-- job_list(state text?, kind text?, after id?, most int) many
-- id id, kind text, state text, attempts int, max_attempts int, run_at instant, created_at instant, finished_at instant?, last_error text?
SELECT id, kind, state, attempts::bigint AS attempts,
    max_attempts::bigint AS max_attempts, run_at, created_at, finished_at,
    last_error
FROM job
WHERE ($1::text IS NULL OR state = $1) AND ($2::text IS NULL OR kind = $2)
    AND ($3::bigint IS NULL OR id < $3)
ORDER BY id DESC LIMIT $4::int;

-- job_kinds() many
-- kind text, waiting int, running int, done int, dead int
SELECT kind, count(*) FILTER (WHERE state = 'waiting') AS waiting,
    count(*) FILTER (WHERE state = 'running') AS running,
    count(*) FILTER (WHERE state = 'done') AS done,
    count(*) FILTER (WHERE state = 'dead') AS dead
FROM job GROUP BY kind ORDER BY dead DESC, kind;

-- job_find(id id) one
-- id id, kind text, state text, payload text, unique_key text?, attempts int, max_attempts int, run_at instant, lease_until instant?, created_at instant, finished_at instant?, last_error text?
SELECT id, kind, state, payload::text AS payload, unique_key,
    attempts::bigint AS attempts, max_attempts::bigint AS max_attempts, run_at,
    lease_until, created_at, finished_at, last_error
FROM job WHERE id = $1;

-- job_again(id id) exec
SELECT job_again($1);

-- job_discard(id id) exec
SELECT job_discard($1);

-- job_again_all(kind text, most int) one
-- n int
SELECT job_again_all($1, $2::int)::bigint AS n;

-- schedule_list() many
-- name text, next_at instant, last_at instant?, paused bool
SELECT name, next_at, last_at, paused FROM schedule ORDER BY name;

-- schedule_now(name text) exec
SELECT schedule_now($1);

-- schedule_pause(name text, pause bool) exec
SELECT schedule_pause($1, $2);
