-- subscription_tick(most int, most_credits int) one
-- done int
SELECT subscription_tick($1::int) + credit_tick($2::int) AS done;

-- subscription_price(plan text, price text?) exec
SELECT stripe_price_set($1, $2);

-- subscription_look() exec
SELECT stripe_subscriptions_look();
