-- Periods are begun, second admins waited for, approved payouts sent.
-- payout_tick() one
-- done int
SELECT payout_tick() AS done;

-- Everything that is due to somebody, once for each kind and period.
-- payout_make(user_id id, currency text, kind text, period text, until_seconds int) exec
SELECT payout_make($1, $2, $3, $4, to_timestamp($5::bigint));
