-- What admins look up: orders by what they are and who is in them, the outbox by
-- its order.
CREATE INDEX orders_kind ON orders (kind, id DESC);
CREATE INDEX orders_provider ON orders (provider, id DESC);
CREATE INDEX receipt_open ON receipt (id) WHERE status = 'waiting';

GRANT EXECUTE ON FUNCTION order_left(orders) TO belay_admin;
-- What a refund of an order would be by its policy.
CREATE FUNCTION refund_policy(of_order bigint) RETURNS bigint LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = public
AS $$ SELECT order_returnable(o) FROM orders o WHERE o.id = of_order $$;
GRANT EXECUTE ON FUNCTION refund_policy(bigint) TO belay_admin;
-- The log of transactions goes by when money came, or was to come.
ALTER TABLE orders ADD made_or_paid_at timestamptz NOT NULL
    GENERATED ALWAYS AS (coalesce(paid_at, created_at)) STORED;
CREATE INDEX orders_at ON orders (made_or_paid_at DESC, id DESC);
