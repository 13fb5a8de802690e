-- What a provider that charges by itself is told of a subscription.
CREATE FUNCTION subscription_provider_plan(s subscription) RETURNS void
LANGUAGE sql AS $$ SELECT $$;
CREATE FUNCTION subscription_provider_cancel(s subscription) RETURNS void
LANGUAGE sql AS $$ SELECT $$;
CREATE FUNCTION subscription_provider_end(s subscription) RETURNS void
LANGUAGE sql AS $$ SELECT $$;
CREATE FUNCTION subscription_provider_retry(s subscription, step int)
RETURNS void LANGUAGE sql AS $$ SELECT $$;
CREATE FUNCTION stripe_ask(ref text) RETURNS void LANGUAGE sql AS $$ SELECT $$;
