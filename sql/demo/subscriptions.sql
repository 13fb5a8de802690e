-- Companies with plans, tiers of journeys and recruiters' credits, made by the
-- functions that make them on the site, each at its own time.
TRUNCATE demo_mark;
INSERT INTO demo_mark SELECT coalesce(max(id), 0) FROM job;

-- Subscribed `ago` and paid; then what time does to it, renewals paid a day after
-- they are invoiced, but for those that would be paid in the last `unpaid`.
CREATE FUNCTION pg_temp.subscribe(owner text, company text, of_journey bigint,
    plan text, every text, ago interval, unpaid interval DEFAULT '0')
RETURNS bigint LANGUAGE plpgsql
AS $$
DECLARE
    s subscription;
    o orders;
BEGIN
    PERFORM pg_temp.act(pg_temp.start() - ago, owner);
    s := subscription_begin(CASE WHEN company IS NOT NULL
        THEN company_make(company) END, of_journey, plan, every);
    o := order_create(subscription_order_kind(s), s.id, 'manual', NULL, NULL);
    PERFORM payment_begin(o.id, 'manual');
    PERFORM order_paid(o.id, 'manual', 'receipt:subscription:' || o.id,
        o.total_amount, o.currency);
    LOOP
        SELECT * INTO s FROM subscription x WHERE x.id = s.id;
        EXIT WHEN s.next_at IS NULL OR s.next_at > pg_temp.start();
        PERFORM pg_temp.act(s.next_at, owner);
        PERFORM subscription_step(s.id);
        SELECT x.* INTO o FROM subscription_charge c JOIN orders x
            ON x.id = c.order_id WHERE c.subscription_id = s.id
            AND c.status = 'open' AND x.status IN ('pending', 'processing');
        CONTINUE WHEN o.id IS NULL OR app_now() + interval '1 day'
            > pg_temp.start() - unpaid;
        PERFORM pg_temp.act(app_now() + interval '1 day', owner);
        PERFORM order_paid(o.id, 'manual', 'receipt:subscription:' || o.id,
            o.total_amount, o.currency);
    END LOOP;
    RETURN s.id;
END
$$;

-- emil's company posts jobs; remy's has not paid for five days; others come and go.
SELECT pg_temp.subscribe('emil', 'Nordlicht Logistics', NULL, 'PROFESSIONAL',
    'month', '101 days');
INSERT INTO company_member SELECT c.id, pg_temp.id_of(m.handle), m.role,
    pg_temp.start() - interval '90 days'
FROM company c, (VALUES ('milo', 'billing'), ('remy', 'member'))
    AS m (handle, role) WHERE c.name = 'Nordlicht Logistics';
SELECT pg_temp.act(pg_temp.start(), 'emil');
SELECT company_use(c.id, 'jobs', 4), company_use(c.id, 'searches', 37)
    FROM company c WHERE c.name = 'Nordlicht Logistics';
SELECT pg_temp.subscribe('remy', 'Harbour Talent', NULL, 'STARTER', 'month',
    '66 days', '12 days');
SELECT pg_temp.subscribe('carl', 'Quiet Rooms Studio', NULL, 'RAP', 'year',
    '140 days');

-- Who pays for a tier of a journey.
CREATE TEMP TABLE demo_journey AS
    SELECT id FROM journey WHERE slug = 'a-wedding-without-a-spreadsheet';
SELECT pg_temp.subscribe('milo', NULL, id, 'guided', 'month', '75 days')
    FROM demo_journey;
SELECT pg_temp.subscribe('mia', NULL, id, 'premium', 'month', '20 days')
    FROM demo_journey;
SELECT pg_temp.fill('milo', 'a-wedding-without-a-spreadsheet', '74 days', 4);
SELECT pg_temp.fill('mia', 'a-wedding-without-a-spreadsheet', '19 days', 2);
SELECT pg_temp.subscribe(m.handle, NULL, j.id, CASE pg_temp.pick(m.handle, 3)
        WHEN 0 THEN 'guided' ELSE 'essentials' END, 'month', make_interval(days =>
        3 + pg_temp.pick(m.handle || j.slug, 24)))
FROM journey j JOIN journey_tier t ON t.journey_id = j.id
    AND t.tier = 'essentials' AND t.month_amount > 0
CROSS JOIN demo_member m
JOIN users u ON u.id = pg_temp.id_of(m.handle) AND u.status = 'active'
    AND u.verified_at IS NOT NULL
    AND u.created_at < pg_temp.start() - interval '30 days'
WHERE m.handle NOT IN ('mia', 'milo', 'cleo', 'mona', 'adam')
    AND j.published_at < pg_temp.start() - interval '30 days'
    AND pg_temp.pick('pays ' || j.slug || m.handle, 9) = 0;
SELECT pg_temp.fill(p.handle, j.slug, s.started + interval '1 day',
    1 + pg_temp.pick(p.handle, 4))
FROM (SELECT x.*, pg_temp.start() - x.started_at AS started FROM subscription x
    WHERE x.kind = 'tier') s
JOIN profile p ON p.user_id = s.payer_id JOIN journey j ON j.id = s.journey_id
WHERE p.handle NOT IN ('mia', 'milo') AND pg_temp.pick(p.handle, 2) = 0;
-- One of milo's reviews is done, another is being worked on.
SELECT pg_temp.act(pg_temp.start() - interval '6 days', 'milo');
SELECT allowance_hold(s.id, 'review', 'demo:1'), allowance_hold(s.id, 'review',
    'demo:2'), allowance_done('demo:1', pg_temp.id_of('noor'), 'mentor')
FROM subscription s WHERE s.payer_id = pg_temp.id_of('milo')
    AND s.kind = 'tier';
-- mia ends hers with the period.
SELECT pg_temp.act(pg_temp.start() - interval '2 days', 'mia');
SELECT subscription_cancel(s.id, 'not_used', 'The wedding is in a month')
FROM subscription s WHERE s.payer_id = pg_temp.id_of('mia')
    AND s.kind = 'tier';

-- remy's credits.
DO $$
DECLARE
    o orders;
BEGIN
    PERFORM pg_temp.act(pg_temp.start() - interval '40 days', 'remy');
    o := order_create('credits', 20, 'manual', NULL, NULL);
    PERFORM payment_begin(o.id, 'manual');
    PERFORM order_paid(o.id, 'manual', 'receipt:credits', o.total_amount, 'USD');
    PERFORM credit_hold(o.buyer_id, 'demo:' || n) FROM generate_series(1, 5) n;
    PERFORM credit_settle('demo:' || n, 'spent') FROM generate_series(1, 3) n;
    PERFORM credit_settle('demo:4', 'released');
END
$$;
SELECT pg_temp.act(pg_temp.start());
UPDATE notification SET read_at = created_at + interval '3 hours'
WHERE type LIKE 'subscription%' AND read_at IS NULL
    AND created_at < pg_temp.start() - interval '40 hours';
DELETE FROM job j USING demo_mark m WHERE j.id > m.job;
SELECT set_config('app.clock_offset', '', true), set_config('app.user_id', '', true);
