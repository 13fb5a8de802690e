-- What admins look up: orders by what they are and who is in them, the outbox by
-- its order.
CREATE INDEX orders_kind ON orders (kind, id DESC);
CREATE INDEX orders_provider ON orders (provider, id DESC);
CREATE INDEX receipt_open ON receipt (id) WHERE status = 'waiting';

GRANT EXECUTE ON FUNCTION order_left(orders) TO belay_admin;
