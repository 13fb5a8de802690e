-- Tax rates by the buyer's country, and the least that can be paid in a
-- currency: changed by admins, holding for what is ordered from then on.
CREATE FUNCTION tax_rate_save(which text, new_name text, new_bp int)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    IF which !~ '^[A-Z]{2}$' THEN
        PERFORM refuse(422, 'tax_country', 'country');
    ELSIF length(new_name) NOT BETWEEN 1 AND 30 THEN
        PERFORM refuse(422, 'tax_name', 'name');
    ELSIF new_bp NOT BETWEEN 0 AND 5000 THEN
        PERFORM refuse(422, 'tax_percent', 'percent');
    END IF;
    INSERT INTO tax_rate (country, name, bp) VALUES (which, new_name, new_bp)
    ON CONFLICT (country) DO UPDATE SET name = excluded.name, bp = excluded.bp;
END
$$;
CREATE FUNCTION tax_rate_remove(which text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    DELETE FROM tax_rate WHERE country = which;
    IF NOT FOUND THEN
        PERFORM refuse(404, 'tax_rate_unknown');
    END IF;
END
$$;
CREATE FUNCTION currency_minimum_save(which text, amount bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    IF amount NOT BETWEEN 1 AND 100000000 THEN
        PERFORM refuse(422, 'currency_minimum', 'minimum');
    END IF;
    UPDATE currency SET minimum = amount WHERE code = which;
    IF NOT FOUND THEN
        PERFORM refuse(404, 'currency_unknown');
    END IF;
END
$$;
GRANT EXECUTE ON FUNCTION tax_rate_save(text, text, int),
    tax_rate_remove(text), currency_minimum_save(text, bigint) TO belay_admin;
-- From here on only by these.
REVOKE INSERT, UPDATE, DELETE ON tax_rate FROM belay_admin;
