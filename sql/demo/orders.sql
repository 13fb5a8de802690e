-- What was bought: sessions in every state of an order, made by the functions that
-- make them on the site, each at its own time.
UPDATE setting SET value = '4320' WHERE name = 'manual_hold_minutes';
UPDATE setting SET value = to_jsonb(E'Belay Demo, Rua do Almada 12, 4050-036 Porto\nIBAN PT50 0002 0123 1234 5678 9015 4\nBIC DEMOPTPL'::text)
    WHERE name = 'manual_payment_words';
UPDATE setting SET value = to_jsonb(E'Rua do Almada 12\n4050-036 Porto\nPortugal'::text)
    WHERE name = 'invoice_seller_address';
UPDATE setting SET value = '"PT 501 234 560"'
    WHERE name = 'invoice_seller_tax_id';
INSERT INTO promotion (code, kind, value, max_uses, max_per_buyer, starts_at,
    ends_at, status, created_at)
VALUES ('AUTUMN20', 'percent', 20, 500, 3, pg_temp.start() - interval '60 days',
        pg_temp.start() + interval '30 days', 'active',
        pg_temp.start() - interval '61 days'),
    ('SUMMER10', 'percent', 10, NULL, NULL, pg_temp.start() - interval '200 days',
        pg_temp.start() - interval '90 days', 'ended',
        pg_temp.start() - interval '201 days');
INSERT INTO billing_identity
SELECT pg_temp.id_of(v.handle), v.name, v.address, v.country, v.tax_id,
    pg_temp.start() - interval '100 days'
FROM (VALUES ('mia', 'Mia Larsen', E'Nørrebrogade 41\n2200 København', 'DK', NULL),
    ('emma-kowalski', 'Kowalski Design', E'ul. Długa 7\n31-147 Kraków', 'PL',
        'PL 676 254 91 18')) AS v (handle, name, address, country, tax_id);

-- From here on it is that long ago, and somebody acts.
CREATE FUNCTION pg_temp.act(at timestamptz, handle text DEFAULT NULL)
RETURNS void LANGUAGE sql
AS $$
    SELECT set_config('app.clock_offset', extract(epoch FROM at
            - now())::text, true),  -- real clock: how far it is from there
        set_config('app.user_id', coalesce(pg_temp.id_of(handle)::text, ''),
            true)
$$;
CREATE TEMP TABLE demo_order (key text PRIMARY KEY, order_id bigint, ref text,
    session_id bigint, client text, expert text, starts timestamptz,
    ends timestamptz, total bigint);
-- A session with a price, held and confirmed `ago`: the first free one that
-- begins `ahead` of that.
CREATE FUNCTION pg_temp.buy(label text, client text, expert text, ago interval,
    ahead interval, code text DEFAULT NULL) RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    kind session_type;
    e bigint := pg_temp.id_of(expert);
    at timestamptz;
    s session;
    o orders;
BEGIN
    PERFORM pg_temp.act(pg_temp.start() - ago, client);
    SELECT * INTO kind FROM session_type t WHERE t.expert_id = e AND t.active
        AND t.price_amount > 0 ORDER BY t.price_amount DESC, t.id LIMIT 1;
    SELECT x.start_at INTO at FROM slots(e, kind.minutes, app_now()::date,
        app_now()::date + 60, 'UTC', app_user_id()) x
    WHERE x.start_at >= app_now() + ahead AND NOT EXISTS (SELECT FROM session b
        WHERE (b.expert_id = e OR b.client_id IN (app_user_id(), e))
            AND b.starts_at < x.end_at + interval '30 minutes'
            AND x.start_at < b.ends_at + interval '30 minutes')
    ORDER BY x.start_at LIMIT 1;
    s.id := session_hold((SELECT ref FROM expert x WHERE x.user_id = e),
        kind.id, at, NULL);
    PERFORM session_confirm(s.id, NULL, 'order');
    SELECT * INTO s FROM session x WHERE x.id = s.id;
    o := order_create('session', s.id, NULL, code, NULL);
    INSERT INTO demo_order VALUES (label, o.id, o.ref, s.id, client, expert,
        at, s.ends_at, o.total_amount);
END
$$;
CREATE FUNCTION pg_temp.pay(label text, by_provider text,
    later interval DEFAULT '4 minutes') RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    d demo_order;
    p payment;
BEGIN
    SELECT * INTO d FROM demo_order x WHERE x.key = label;
    p := payment_begin(d.order_id, by_provider);
    IF by_provider = 'stripe' THEN
        PERFORM payment_ready(p.id, 'cs_demo_' || md5(label),
            'https://checkout.stripe.com/c/pay/cs_demo_' || md5(label));
    END IF;
    IF later IS NULL THEN
        RETURN;
    END IF;
    PERFORM pg_temp.act(app_now() + later);
    PERFORM order_paid(d.order_id, by_provider, CASE by_provider WHEN 'manual'
        THEN 'receipt:' || label ELSE 'pi_demo_' || md5(label) END,
        p.amount, p.currency);
END
$$;
-- The expert says that it took place.
CREATE FUNCTION pg_temp.done(label text) RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    d demo_order;
    s session;
BEGIN
    SELECT * INTO d FROM demo_order x WHERE x.key = label;
    SELECT * INTO s FROM session x WHERE x.id = d.session_id;
    PERFORM pg_temp.act(d.starts, d.expert);
    IF s.status = 'requested' THEN
        PERFORM pg_temp.act(s.created_at + interval '3 hours', d.expert);
        PERFORM session_accept(s.id);
    END IF;
    PERFORM pg_temp.act(d.ends + interval '2 minutes', d.expert);
    PERFORM session_complete(d.session_id);
END
$$;
CREATE TEMP TABLE demo_mark AS SELECT coalesce(max(id), 0) AS job FROM job;

-- In the order in which the money came, so that the invoices' numbers follow it.
UPDATE expert SET late_return_percent = 50
    WHERE user_id = pg_temp.id_of('noor');
DO $$
DECLARE
    v record;
BEGIN
    FOR v IN SELECT * FROM (VALUES
        ('mia-noor', 'mia', 'noor', interval '80 days', 3, NULL, 'manual', true),
        ('mia-ines', 'mia', 'ines', '52 days', 3, NULL, 'stripe', true),
        ('mia-off', 'mia', 'ines', '44 days', 6, NULL, 'manual', false),
        ('mia-mei-lin', 'mia', 'mei-lin', '33 days', 3, 'AUTUMN20', 'stripe', true),
        ('mia-late', 'mia', 'noor', '28 days', 4, NULL, 'manual', false),
        ('milo-noor', 'milo', 'noor', '24 days', 3, NULL, 'manual', true),
        ('emma-ines', 'emma-kowalski', 'ines', '20 days', 3, NULL, 'stripe', true),
        ('zara-noor', 'zara-malik', 'noor', '17 days', 3, 'AUTUMN20', 'stripe', true),
        ('leo-carl', 'leo-brandt', 'carl', '15 days', 3, NULL, 'manual', true),
        ('maya-ines', 'maya-iyer', 'ines', '14 days', 3, NULL, 'stripe', true),
        ('mia-next', 'mia', 'noor', '3 days', 9, 'AUTUMN20', 'manual', false),
        ('milo-next', 'milo', 'ines', '2 days', 7, NULL, 'manual', false))
        AS t (label, client, expert, ago, days, code, provider, over) LOOP
        PERFORM pg_temp.buy(v.label, v.client, v.expert, v.ago,
            make_interval(days => v.days), v.code);
        PERFORM pg_temp.pay(v.label, v.provider);
        IF v.over THEN
            PERFORM pg_temp.done(v.label);
        END IF;
    END LOOP;
END
$$;

-- Canceled in time: all of it went back; late: half of it.
SELECT pg_temp.act(starts - interval '3 days', 'mia'),
    session_cancel(session_id, 'schedule', 'The date of my interview moved.')
FROM demo_order WHERE key = 'mia-off';
SELECT pg_temp.act(starts - interval '5 hours', 'mia'),
    session_cancel(session_id, 'illness', 'A fever since this morning. I am sorry.')
FROM demo_order WHERE key = 'mia-late';
SELECT pg_temp.act(r.created_at + interval '1 day', 'adam'),
    refund_by_hand(r.id, 'transfer ' || r.id)
FROM refund r JOIN demo_order d ON d.order_id = r.order_id
WHERE r.provider = 'manual' AND r.status = 'submitted';

-- Somebody asks for more than the terms give.
SELECT pg_temp.act(d.ends + interval '2 days', 'milo'),
    refund_request(d.order_id, d.total / 2, 'Half of the hour went into a broken microphone on the other side. Half of the price back would be fair.')
FROM demo_order d WHERE d.key = 'milo-noor';
-- A bank asks who paid.
SELECT pg_temp.act(pg_temp.start() - interval '6 days'),
    dispute_open('stripe', 'dp_demo_' || md5(d.key), 'pi_demo_' || md5(d.key),
        d.total, 'USD', 'unrecognized', pg_temp.start() + interval '8 days')
FROM demo_order d WHERE d.key = 'maya-ines';

-- Never paid: ran out, called off, refused by the bank.
SELECT pg_temp.buy('mia-ran-out', 'mia', 'tomas-rey', '19 days', '3 days');
SELECT pg_temp.act(pg_temp.start() - interval '18 days'),
    order_expire(order_id) FROM demo_order WHERE key = 'mia-ran-out';
SELECT pg_temp.buy('mia-called-off', 'mia', 'mei-lin', '12 days', '5 days');
SELECT pg_temp.pay('mia-called-off', 'manual', NULL),
    order_cancel(order_id) FROM demo_order WHERE key = 'mia-called-off';
SELECT pg_temp.buy('milo-refused', 'milo', 'mei-lin', '11 days', '5 days');
SELECT pg_temp.pay('milo-refused', 'stripe', NULL),
    order_fail(order_id, 'card_declined') FROM demo_order
    WHERE key = 'milo-refused';

-- Waiting for the money: a part of it is there, and one just begun.
SELECT pg_temp.buy('milo-part', 'milo', 'noor', '20 hours', '11 days'),
    pg_temp.pay('milo-part', 'manual', NULL);
SELECT pg_temp.act(pg_temp.start() - interval '3 hours'),
    order_paid(order_id, 'manual', 'receipt:part', total / 2, 'USD')
FROM demo_order WHERE key = 'milo-part';
SELECT pg_temp.buy('mia-now', 'mia', 'ines', '2 hours', '12 days'),
    pg_temp.pay('mia-now', 'manual', NULL);

-- What was told is read, but the newest; mails of the past are not sent.
SELECT pg_temp.act(pg_temp.start());
UPDATE notification SET read_at = created_at + interval '90 minutes'
WHERE unique_key LIKE ANY (ARRAY['order:%', 'refund:%', 'session:%'])
    AND read_at IS NULL AND created_at < pg_temp.start() - interval '40 hours';
DELETE FROM job j USING demo_mark m WHERE j.id > m.job
    AND (j.kind <> 'session.remind' OR j.run_at <= pg_temp.start());
SELECT set_config('app.clock_offset', '', true), set_config('app.user_id', '', true);
