-- The demo: people, experts, sessions and what is around them, as if the site
-- had run for a year.  Into a migrated, empty database, once, in one
-- transaction, as belay_owner, from the tree's root:
--   psql -1 -v ON_ERROR_STOP=1 -f sql/seed.sql
-- The same every time (pg_temp.pick, no random()), with dates relative to the
-- clock.  An area adds a file below and its words to tests/sql/demo.sql.
\set QUIET on
SET LOCAL search_path = public;
SET LOCAL client_min_messages = warning;
\ir demo/tools.sql
\ir demo/members.sql
\ir demo/mentors.sql
\ir demo/interviewers.sql
\ir demo/concierges.sql
\ir demo/words.sql
\ir demo/people.sql
\ir demo/experts.sql
\ir demo/session_plan.sql
\ir demo/session_past.sql
\ir demo/session_coming.sql
\ir demo/sessions.sql
\ir demo/around.sql
\ir demo/listing.sql
\ir demo/earnings.sql
\ir demo/orders.sql
\ir demo/packs.sql
\ir demo/journeys.sql
\ir demo/subscriptions.sql
\ir demo/reviews.sql
\ir demo/money_desk.sql
\ir demo/notices.sql
\ir demo/settings.sql
\ir demo/house.sql
\ir demo/webhooks.sql
\ir demo/safety.sql
\ir demo/fresh.sql
