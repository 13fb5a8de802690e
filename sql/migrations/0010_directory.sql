CREATE FUNCTION listing_due(person bigint) RETURNS void LANGUAGE plpgsql AS $$ begin end $$;
