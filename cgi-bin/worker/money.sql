-- money_tick(most int) one
-- done int
SELECT money_tick($1::int) AS done;

-- How many things in the books do not add up.
-- money_nightly() one
-- problems int
SELECT ledger_nightly() AS problems;

-- money_roll() one
-- entries int
SELECT money_roll() AS entries;

-- affiliate_clean() exec
SELECT affiliate_clean();
