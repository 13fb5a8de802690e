-- Last: what is computed from the rest.
SELECT format('ANALYZE %I', relname) FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' \gexec
SELECT count(expert_listing_refresh(user_id)) FROM expert;
ANALYZE expert_listing, expert_rank;
