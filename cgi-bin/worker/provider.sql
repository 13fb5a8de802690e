-- --- the outbox ------------------------------------------------------------------
-- provider_call_begin(id id) one
-- provider text, method text, resource text, key text, account text?, body json
SELECT provider, method, resource, key, account, body
FROM provider_call_begin($1) WHERE provider IS NOT NULL;

-- provider_answered(id id, outcome text, said json?, why text?) exec
SELECT provider_answered($1, $2, $3::jsonb, $4);

-- provider_call_unanswered(id id, why text, at_least_seconds int, is_repeated bool) exec
SELECT provider_call_unanswered($1, $2, $3::int, $4);

-- --- looking -----------------------------------------------------------------------
-- provider_look_begin(provider text, kind text, ref text) one
-- resource text, number int
SELECT resource, number FROM provider_look_begin($1, $2, $3)
WHERE resource IS NOT NULL;

-- provider_look_end(provider text, kind text, ref text, number int, said json?, by_night bool) one
-- counts bool
SELECT provider_look_end($1, $2, $3, $4, $5::jsonb, $6) AS counts;

-- --- payments ------------------------------------------------------------------------
-- payment_ask(id id, site text) exec
SELECT payment_ask($1, $2);

-- payment_look(id id) exec
SELECT payment_look($1);

-- --- by night --------------------------------------------------------------------------
-- provider_reconcile(provider text) exec
SELECT provider_reconcile($1);

-- provider_list_end(provider text, resource text, page int, until text, said json?) exec
SELECT provider_list_end($1, $2, $3::int, $4::text::timestamptz, $5::jsonb);

-- provider_clean() exec
SELECT provider_clean();

-- money_repairs_tell() one
-- repaired int
SELECT money_repairs_tell()::bigint AS repaired;
