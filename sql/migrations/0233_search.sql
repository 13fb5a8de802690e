-- What an admin finds by any number or word.  People, experts and sessions are
-- the search's own; every other kind is a row here, and an area adds its own by
-- one: find(q text, most int) gives the nearest first, as in found_order().
CREATE TABLE admin_search_kind (
    name text PRIMARY KEY,
    n int NOT NULL UNIQUE,
    heading text NOT NULL,
    permission text NOT NULL REFERENCES permission,
    find regproc NOT NULL
);

CREATE INDEX orders_title_word ON orders USING gin (title gin_trgm_ops);
CREATE INDEX payment_provider_ref ON payment (provider_ref)
    WHERE provider_ref IS NOT NULL;
CREATE INDEX payment_session_ref ON payment (session_ref)
    WHERE session_ref IS NOT NULL;
CREATE INDEX company_name_word ON company USING gin (name gin_trgm_ops);
CREATE INDEX journey_title_word ON journey USING gin (title gin_trgm_ops);

-- Who is meant by a word, the nearest first: by name, also mistyped, handle or
-- address.
CREATE FUNCTION people_of_word(q text, most int) RETURNS SETOF bigint
LANGUAGE sql STABLE
AS $$
    SELECT p.user_id FROM (
        SELECT y.user_id, y.display_name FROM profile y
            WHERE y.display_name ILIKE like_word(q) OR y.display_name % q
                OR y.handle = lower(q)
        UNION SELECT x.id, y.display_name FROM users x
            JOIN profile y ON y.user_id = x.id WHERE x.email = lower(q)) p
    ORDER BY similarity(p.display_name, q) DESC, p.user_id LIMIT most
$$;
-- The number in "P-000123" or "123".
CREATE FUNCTION order_of_word(q text) RETURNS bigint LANGUAGE sql IMMUTABLE
AS $$ SELECT id_word(regexp_replace(trim(q), '^[Pp]-?0*', '')) $$;

CREATE FUNCTION found_order(q text, most int) RETURNS TABLE (id bigint,
    title text, note text, href text, status text, at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT o.id, o.title, format('%s, %s, %s', order_number(o.id),
        p.display_name, money_words(o.total_amount, o.currency)),
        '/admin/orders/' || o.id, o.status, o.created_at
    FROM (SELECT x.id FROM orders x WHERE x.id = order_of_word(q)
            OR x.ref = lower(q)
        UNION SELECT y.order_id FROM payment y
            WHERE y.provider_ref = q OR y.session_ref = q
        UNION (SELECT x.id FROM orders x WHERE x.title ILIKE like_word(q)
            ORDER BY x.id DESC LIMIT most)
        UNION SELECT z.id FROM people_of_word(q, 5) w, LATERAL (SELECT x.id
            FROM orders x WHERE x.buyer_id = w ORDER BY x.id DESC
            LIMIT most) z) f
    JOIN orders o ON o.id = f.id JOIN profile p ON p.user_id = o.buyer_id
    ORDER BY o.id = order_of_word(q) DESC NULLS LAST, o.id DESC LIMIT most
$$;
CREATE FUNCTION found_invoice(q text, most int) RETURNS TABLE (id bigint,
    title text, note text, href text, status text, at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT i.id, i.number, format('%s, %s', p.display_name,
        money_words(i.total_amount, i.currency)),
        '/admin/orders/' || i.order_id, i.status, i.issued_at
    FROM (SELECT x.id, x.number, x.order_id, x.buyer_id, x.total_amount,
            x.currency, x.status, x.issued_at FROM invoice x
            WHERE x.number = upper(trim(q)) OR x.order_id = order_of_word(q)
        UNION ALL SELECT c.id, c.number, c.order_id, c.buyer_id,
            -c.total_amount, c.currency, 'credit_note', c.issued_at
            FROM credit_note c
            WHERE c.number = upper(trim(q)) OR c.order_id = order_of_word(q)
        UNION ALL SELECT y.* FROM people_of_word(q, 5) w, LATERAL (
            SELECT x.id, x.number, x.order_id, x.buyer_id, x.total_amount,
                x.currency, x.status, x.issued_at FROM invoice x
            WHERE x.buyer_id = w AND x.number IS NOT NULL
            ORDER BY x.id DESC LIMIT most) y) i
    JOIN profile p ON p.user_id = i.buyer_id WHERE i.number IS NOT NULL
    ORDER BY i.number = upper(trim(q)) DESC, i.issued_at DESC LIMIT most
$$;
CREATE FUNCTION found_payout(q text, most int) RETURNS TABLE (id bigint,
    title text, note text, href text, status text, at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT o.id, p.display_name, format('%s, %s',
        money_words(o.amount, o.currency), o.period),
        '/admin/payouts/' || o.id, o.status, o.created_at
    FROM (SELECT x.id FROM payout x WHERE x.id = id_word(q)
            OR x.ref = lower(q) OR x.provider_ref = q
        UNION SELECT z.id FROM people_of_word(q, 5) w, LATERAL (SELECT x.id
            FROM payout x WHERE x.user_id = w ORDER BY x.id DESC
            LIMIT most) z) f
    JOIN payout o ON o.id = f.id JOIN profile p ON p.user_id = o.user_id
    ORDER BY o.id = id_word(q) DESC NULLS LAST, o.id DESC LIMIT most
$$;
CREATE FUNCTION found_promotion(q text, most int) RETURNS TABLE (id bigint,
    title text, note text, href text, status text, at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT x.id, x.code, coalesce(p.display_name, ''),
        '/admin/promotions/' || x.id, x.status, x.created_at
    FROM promotion x LEFT JOIN profile p ON p.user_id = x.owner_id
    WHERE x.code ILIKE like_word(q)
    ORDER BY lower(x.code) = lower(q) DESC, x.id DESC LIMIT most
$$;
CREATE FUNCTION found_company(q text, most int) RETURNS TABLE (id bigint,
    title text, note text, href text, status text, at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT c.id, c.name, p.display_name, '/admin/people/' || c.created_by,
        NULL, c.created_at
    FROM company c JOIN profile p ON p.user_id = c.created_by
    WHERE c.id = id_word(q) OR c.name ILIKE like_word(q) OR c.name % q
    ORDER BY c.id = id_word(q) DESC NULLS LAST, similarity(c.name, q) DESC, c.id
    LIMIT most
$$;
CREATE FUNCTION found_journey(q text, most int) RETURNS TABLE (id bigint,
    title text, note text, href text, status text, at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT j.id, j.title, p.display_name, '/admin/people/' || j.creator_id,
        NULL, j.created_at
    FROM journey j JOIN profile p ON p.user_id = j.creator_id
    WHERE j.id = id_word(q) OR j.title ILIKE like_word(q) OR j.title % q
    ORDER BY j.id = id_word(q) DESC NULLS LAST, similarity(j.title, q) DESC,
        j.id LIMIT most
$$;
INSERT INTO admin_search_kind VALUES
    ('orders', 10, 'Orders', 'money.manage', 'found_order'),
    ('invoices', 20, 'Invoices', 'money.manage', 'found_invoice'),
    ('payouts', 30, 'Payouts', 'money.manage', 'found_payout'),
    ('promotions', 40, 'Promotion codes', 'money.manage', 'found_promotion'),
    ('journeys', 50, 'Journeys', 'people.view', 'found_journey'),
    ('companies', 60, 'Companies', 'people.view', 'found_company');

-- Everything that the asking person's permissions open.
CREATE FUNCTION admin_search(q text, most int)
RETURNS TABLE (kind text, heading text, id bigint, title text, note text,
    href text, status text, at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    k admin_search_kind;
BEGIN
    FOR k IN SELECT s.* FROM admin_search_kind s, rights_of(app_user_id()) r
            WHERE s.permission = ANY (r.permissions) ORDER BY s.n LOOP
        RETURN QUERY EXECUTE format('SELECT $3, $4, f.* FROM %s($1, $2) f',
            k.find) USING q, most, k.name, k.heading;
    END LOOP;
END
$$;
GRANT EXECUTE ON FUNCTION admin_search(text, int) TO belay_admin;
