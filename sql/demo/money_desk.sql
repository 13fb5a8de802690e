-- What admins of money have to do, and affiliates.
TRUNCATE demo_mark;
INSERT INTO demo_mark SELECT coalesce(max(id), 0) FROM job;

-- A refund that a bank did not take, and a sum that wants a second admin.
SELECT pg_temp.act(pg_temp.start() - interval '2 days', 'adam'),
    refund_give(order_id, 2000, 'A fire alarm took the last quarter of the hour.')
FROM demo_order WHERE key = 'emma-ines';
SELECT provider_answered(c.id, 'failed',
    '{"error": {"message": "The card was closed."}}', 'The card was closed.')
FROM refund r JOIN demo_order d ON d.order_id = r.order_id
JOIN provider_call c ON c.key = 'refund:' || r.id WHERE d.key = 'emma-ines';
SELECT pg_temp.buy_pack('package-zara', 'zara-malik', 'ines', 'package', 10,
    '9 hours', NULL, false);
SELECT pg_temp.pay('package-zara', 'manual', NULL);
UPDATE setting SET value = '300' WHERE name = 'receipt_second_admin';
SELECT pg_temp.act(pg_temp.start() - interval '2 hours', 'adam'),
    order_receive(order_id, total, 'USD', 'ZARA MALIK TRAINING BUDGET')
FROM demo_order WHERE key = 'package-zara';

-- Who takes affiliates, and who asked.
SELECT pg_temp.act(pg_temp.start() - interval '100 days', v.handle),
    affiliate_program_save(true, v.percent, v.terms)
FROM (VALUES ('noor', 10, 'Only people you would send to a friend, please.'),
    ('mei-lin', 12, NULL), ('ines', 8, 'For interviews and packages alike.'),
    ('jonas-vestergaard', 15, NULL)) AS v (handle, percent, terms);
CREATE TEMP TABLE demo_affiliate AS
SELECT v.* FROM (VALUES ('mei-lin', 'noor', 'active', 12, 90),
    ('ines', 'noor', 'active', 8, 60), ('noor', 'carl', 'active', 10, 80),
    ('noor', 'ines', 'requested', NULL, 3), ('noor', 'tomas-rey', 'paused', 10, 70),
    ('mei-lin', 'carl', 'active', 15, 50))
    AS v (seller, handle, status, percent, days);
DO $$
DECLARE
    v demo_affiliate;
    made bigint;
    n int;
BEGIN
    FOR v IN SELECT * FROM demo_affiliate LOOP
        PERFORM pg_temp.act(pg_temp.start() - make_interval(days => v.days),
            v.handle);
        made := affiliate_ask((SELECT ref FROM expert
            WHERE user_id = pg_temp.id_of(v.seller)),
            'Half of the people I talk to need what you do.');
        CONTINUE WHEN v.status = 'requested';
        PERFORM pg_temp.act(app_now() + interval '5 hours', v.seller);
        PERFORM affiliate_decide(made, 'active', v.percent);
        -- People follow the link, a few a week.
        FOR n IN 1..pg_temp.pick('clicks' || v.seller || v.handle, 40) + 12 LOOP
            PERFORM pg_temp.act(pg_temp.start() - make_interval(days =>
                pg_temp.pick(v.handle || n, v.days)));
            PERFORM referral_click(l.code, 'demo visitor ' || n)
            FROM affiliate_link l WHERE l.affiliate_id = made;
        END LOOP;
        IF v.status = 'paused' THEN
            PERFORM pg_temp.act(pg_temp.start() - interval '10 days', v.seller);
            PERFORM affiliate_decide(made, 'paused', NULL);
        END IF;
    END LOOP;
END
$$;
CREATE FUNCTION pg_temp.link(seller text, handle text) RETURNS text
LANGUAGE sql STABLE
AS $$
    SELECT l.code FROM affiliate a JOIN affiliate_link l ON l.affiliate_id = a.id
    WHERE a.seller_id = pg_temp.id_of(seller)
        AND a.user_id = pg_temp.id_of(handle) ORDER BY l.id LIMIT 1
$$;
-- Some of them buy.
SELECT pg_temp.act(pg_temp.start() - v.ago - interval '2 days', v.buyer),
    referral_click(pg_temp.link('mei-lin', 'noor'), 'demo ' || v.buyer),
    pg_temp.buy_pack('sent-' || v.buyer, v.buyer, 'mei-lin', 'pack', 4, v.ago)
FROM (VALUES ('tuva-nilsen', interval '40 days'), ('karin-holm', '16 days'))
    AS v (buyer, ago);
SELECT pg_temp.buy_pack('sent-oona', 'oona-byrne', 'mei-lin', 'pack', 4,
    '8 days', pg_temp.link('mei-lin', 'carl'));
SELECT pg_temp.buy_pack('sent-maya', 'maya-iyer', 'ines', 'package', 3,
    '5 days', pg_temp.link('ines', 'noor'));
SELECT pg_temp.act(pg_temp.start() - interval '1 day', 'karin-holm'),
    refund_request(order_id, NULL, NULL) FROM demo_order
    WHERE key = 'sent-karin-holm';
SELECT pg_temp.act(r.created_at + interval '2 hours', 'adam'),
    refund_by_hand(r.id, 'transfer ' || r.id)
FROM refund r JOIN demo_order d ON d.order_id = r.order_id
WHERE d.key = 'sent-karin-holm' AND r.status = 'submitted';

SELECT pg_temp.act(pg_temp.start());
SELECT earning_tick(1000), pack_tick(1000), money_roll();
UPDATE notification SET read_at = created_at + interval '90 minutes'
WHERE unique_key LIKE ANY (ARRAY['order:%', 'refund:%', 'affiliate:%', 'pack%'])
    AND read_at IS NULL AND created_at < pg_temp.start() - interval '40 hours';
DELETE FROM job j USING demo_mark m WHERE j.id > m.job;
SELECT set_config('app.clock_offset', '', true), set_config('app.user_id', '', true);
