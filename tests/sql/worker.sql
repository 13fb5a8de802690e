-- Who may say that a job is done or failed: the one that made the last attempt.
BEGIN;
SELECT plan(9);

INSERT INTO job (kind, run_at, created_at)
    VALUES ('test.job', app_now() - interval '1 year', app_now());
CREATE TEMP VIEW it AS SELECT * FROM job WHERE kind = 'test.job';
GRANT SELECT ON it TO belay_worker;

SET LOCAL ROLE belay_worker;
SELECT is(worker_enter() + 1, worker_enter(), 'each connection has its number');
SELECT results_eq('SELECT kind, attempts FROM job_claim(300, 1000000)',
    $$VALUES ('test.job', 1)$$, 'the oldest one that is due');
SELECT results_eq('SELECT state, worker FROM it',
    $$VALUES ('running', 1000000)$$, 'is leased to the worker');
SELECT is(job_reap(), 1, 'nobody holds that number: it is given back');
SELECT results_eq($$SELECT state, attempts, max_attempts, last_error,
    run_at > app_now() FROM it$$,
    $$VALUES ('waiting', 1, 4, 'the worker died', true)$$,
    'with an attempt more, a little later');

SELECT job_failed((SELECT id FROM it), 1, 'late', false);
SELECT is((SELECT last_error FROM it), 'the worker died',
    'who lost it can not fail it');
UPDATE job SET run_at = app_now() - interval '1 year'
    WHERE id = (SELECT id FROM it);
SELECT is((SELECT attempts FROM job_claim(300, 1000001)), 2, 'the next attempt');
SELECT job_failed((SELECT id FROM it), 1, 'late', false);
SELECT is((SELECT state FROM it), 'running', 'nor fail that of another');
SELECT job_failed((SELECT id FROM it), 2, 'no luck', false);
SELECT results_eq('SELECT state, last_error FROM it',
    $$VALUES ('waiting', 'no luck')$$, 'its own it can');

SELECT * FROM finish();
ROLLBACK;
