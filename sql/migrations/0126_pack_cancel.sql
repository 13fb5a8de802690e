-- What cancelling a session of a pack gives back: the session itself as long as
-- its pack can be used, else its part of the price.
CREATE OR REPLACE FUNCTION session_cancel_preview(session_id bigint,
    OUT move text, OUT return_percent int, OUT amount bigint, OUT currency text,
    OUT late boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    s session;
    o orders;
    p pack;
    by_side text;
BEGIN
    SELECT * INTO s FROM session x WHERE x.id = session_id;
    by_side := session_side(s);
    IF by_side IS NULL THEN
        RETURN;
    END IF;
    SELECT m INTO move FROM unnest(session_moves(s, by_side)) m
        WHERE m IN ('cancel', 'withdraw', 'leave', 'decline');
    return_percent := session_return_percent(s, by_side);
    SELECT * INTO o FROM orders x WHERE x.id = session_order(s);
    IF s.paid_by = 'order' THEN
        amount := least(percent_of(o.paid_amount, return_percent),
            order_left(o));
    ELSIF s.paid_by IN ('pack', 'package') THEN
        SELECT * INTO p FROM pack x WHERE x.id = s.paid_ref;
        IF return_percent < 100
                OR pack_status(p) NOT IN ('active', 'queued') THEN
            amount := least(percent_of(pack_value(o, p, 1), return_percent),
                order_left(o));
        END IF;
    END IF;
    amount := coalesce(amount, 0);
    currency := coalesce(o.currency, s.price_currency);
    late := s.starts_at - app_now() < interval '24 hours';
END
$$;
