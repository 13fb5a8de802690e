-- The login roles: one per program, each with what its statements need and no
-- more (granted in the migration that makes the table), and the owner of
-- everything, which no program runs as.  Run by a superuser; may be run again.
DO $$
DECLARE
    r text;
BEGIN
    FOREACH r IN ARRAY ARRAY['belay_owner', 'belay_account', 'belay_booking',
            'belay_inbox', 'belay_admin', 'belay_worker', 'belay_billing',
            'belay_webhooks', 'belay_journeys', 'belay_reviews',
            'belay_safety'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = r) THEN
            EXECUTE format('CREATE ROLE %I LOGIN', r);
        END IF;
    END LOOP;
END
$$;
ALTER ROLE belay_owner NOLOGIN;
-- A statement that hangs must not hang the site.
ALTER ROLE belay_account SET statement_timeout = '10s';
ALTER ROLE belay_booking SET statement_timeout = '10s';
ALTER ROLE belay_inbox SET statement_timeout = '10s';
ALTER ROLE belay_billing SET statement_timeout = '10s';
ALTER ROLE belay_webhooks SET statement_timeout = '10s';
ALTER ROLE belay_journeys SET statement_timeout = '10s';
ALTER ROLE belay_reviews SET statement_timeout = '10s';
ALTER ROLE belay_safety SET statement_timeout = '10s';
ALTER ROLE belay_admin SET statement_timeout = '10s';
ALTER ROLE belay_worker SET statement_timeout = '60s';
-- The directory's statements have many optional filters; planning them anew for
-- every page costs five times what running them does.  Their generic plans are
-- what tests/sql/booking_plan.test.mjs looks at.
ALTER ROLE belay_booking SET plan_cache_mode = force_generic_plan;
