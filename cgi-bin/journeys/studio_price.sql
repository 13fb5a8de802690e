-- studio_rates_find(id id) one
-- review_rate int, session_rate int, commission_bp int, affiliate_bp int, currency text, shows_split bool, review_due_hours int
SELECT review_rate, session_rate, commission_bp::bigint AS commission_bp,
    affiliate_bp::bigint AS affiliate_bp, currency, shows_split,
    review_due_hours::bigint AS review_due_hours
FROM journey WHERE id = $1 AND creator_id = app_user_id();

-- studio_tier_list(id id) many
-- tier text, is_on bool, month_amount int?, year_amount int?, reviews int, sessions int, session_minutes int
SELECT n.tier, coalesce(t.is_on, false) AS is_on, t.month_amount, t.year_amount,
    coalesce(t.reviews, n.reviews)::bigint AS reviews,
    coalesce(t.sessions, n.sessions)::bigint AS sessions,
    coalesce(t.session_minutes, 45)::bigint AS session_minutes
FROM (VALUES ('essentials', 0, 0), ('guided', 2, 0), ('premium', 4, 2))
    AS n (tier, reviews, sessions)
LEFT JOIN journey_tier t ON t.journey_id = $1 AND t.tier = n.tier
ORDER BY n.reviews;

-- studio_split_list(id id) many
-- tier text, every text, price int, fee int, reserve int, affiliate int, seller int, without int, currency text
SELECT tier, every, price, fee, reserve, affiliate, seller, without, currency
FROM studio_split($1);

-- studio_tier_write(id id, tier text, is_on bool, month int, year int?, reviews int, sessions int, minutes int) exec
SELECT studio_tier_save($1, $2, $3, $4, $5, $6::int, $7::int, $8::int);

-- studio_rates_save(id id, review int, session int, commission int, affiliate int, currency text, shows bool, due int) exec
SELECT journey_rates($1, $2, $3, $4::int, $5::int, $6, $7, $8::int);

-- studio_currency_list() many
-- code text
SELECT code FROM currency ORDER BY code;
