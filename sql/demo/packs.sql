-- Packs, seats and coaching packages, made by the functions that make them on the
-- site, each at its own time.
INSERT INTO pack_product (kind, expert_id, name, about, type_kind, minutes,
    sessions, valid_days, price_amount, price_currency, active, created_at)
SELECT 'pack', pg_temp.id_of(v.handle), v.name, v.about, t.kind, t.minutes,
    v.sessions, v.days, v.price * 100, 'USD', v.active,
    pg_temp.start() - interval '200 days'
FROM (VALUES
    ('noor', 'Four conversations', 'One a week or one a month, as you need them. Notes and one task after each.', 60, 4, 120, 300, true),
    ('noor', 'First months as a lead', 'Eight hours over your first half year. We begin with your calendar.', 60, 8, 180, 560, true),
    ('noor', 'Half-hour check-ins', NULL, 30, 6, 90, 210, false),
    ('tomas-rey', 'A change of career', 'Four steps from a list of wishes to three applications.', 60, 4, 90, 230, true),
    ('mei-lin', 'Portfolio in four weeks', 'Cut, rewrite, rehearse, send.', 60, 4, 45, 400, true),
    ('jonas-vestergaard', 'Five rehearsals', 'The five questions that you dread, one hour each.', 60, 5, 60, 360, true),
    ('adaeze-nwosu', 'From analyst to modeller', NULL, 60, 4, 120, 340, true),
    ('priya-raman', 'Staff engineer, quarter by quarter', 'Four hours in a year.', 60, 4, 365, 210, true))
    AS v (handle, name, about, minutes, sessions, days, price, active)
JOIN session_type t ON t.expert_id = pg_temp.id_of(v.handle)
    AND t.kind = 'mentoring' AND t.minutes = v.minutes;
-- Interviewers' packages: ines has all, others what they like.
INSERT INTO pack_product (kind, expert_id, type_kind, minutes, sessions,
    valid_days, created_at)
SELECT 'package', t.expert_id, t.kind, t.minutes, n, 180,
    pg_temp.start() - interval '150 days'
FROM session_type t
JOIN expert_kind k ON (k.user_id, k.kind, k.status)
    = (t.expert_id, 'interviewer', 'verified')
JOIN profile p ON p.user_id = t.expert_id, unnest(ARRAY[3, 5, 10]) n
WHERE t.active AND t.price_amount > 0 AND (p.handle = 'ines'
    OR pg_temp.pick('package' || p.handle, 3) = 0 AND n < 10);
UPDATE expert SET seats = 6 WHERE user_id = pg_temp.id_of('noor');
INSERT INTO promotion (code, owner_id, kind, value, currency, product_kind,
    max_uses, max_per_buyer, starts_at, ends_at, status, auto_apply, created_at)
SELECT v.code, pg_temp.id_of(v.handle), v.kind, v.value, v.unit, v.product,
    v.uses, 1, pg_temp.start() - v.ago, pg_temp.start() + v.ahead, v.status,
    false, pg_temp.start() - v.ago
FROM (VALUES
    ('LEAD15', 'noor', 'percent', 15, NULL, 'pack', 40, interval '100 days', interval '60 days', 'active'),
    ('TALK2026', 'noor', 'amount', 2500, 'USD', NULL, 20, '80 days', '-20 days', 'ended'),
    ('PRACTICE10', 'ines', 'percent', 10, NULL, 'package', NULL, '50 days', '90 days', 'active'))
    AS v (code, handle, kind, value, unit, product, uses, ago, ahead, status);

CREATE FUNCTION pg_temp.buy_pack(label text, client text, expert text,
    of_kind text, size int, ago interval, code text DEFAULT NULL,
    pays boolean DEFAULT true) RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    p pack_product;
    o orders;
BEGIN
    PERFORM pg_temp.act(pg_temp.start() - ago, client);
    SELECT * INTO p FROM pack_product x WHERE x.expert_id
        = pg_temp.id_of(expert) AND x.kind = of_kind AND x.sessions = size
        AND x.active ORDER BY x.id LIMIT 1;
    o := order_create(of_kind, p.id, NULL, code, NULL);
    INSERT INTO demo_order VALUES (label, o.id, o.ref, NULL, client, expert,
        NULL, NULL, o.total_amount);
    IF pays THEN
        PERFORM pg_temp.pay(label, 'manual', '10 minutes');
    END IF;
END
$$;
-- A session that it pays for: the last free start before `latest`, or with
-- `ahead` the first one after; booked a few days before; held when it is over.
CREATE FUNCTION pg_temp.use_pack(label text, latest interval,
    ahead boolean DEFAULT false) RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    d demo_order;
    p pack;
    at timestamptz;
    until timestamptz := pg_temp.start() - latest;
    made bigint;
BEGIN
    SELECT * INTO d FROM demo_order x WHERE x.key = label;
    SELECT * INTO p FROM pack x WHERE x.order_id = d.order_id;
    PERFORM pg_temp.act(greatest(p.started_at + interval '1 hour', least(
        until - interval '6 days', pg_temp.start() - interval '1 day')),
        d.client);
    SELECT x.start_at INTO at FROM slots(p.expert_id, p.minutes,
        until::date - 9, until::date + 20, 'UTC', p.student_id) x
    WHERE x.start_at > app_now() + interval '6 hours'
        AND (ahead AND x.start_at >= until
            OR NOT ahead AND x.end_at < until)
        AND NOT EXISTS (SELECT FROM session b
            WHERE (b.expert_id = p.expert_id OR b.client_id = p.student_id)
                AND b.starts_at < x.end_at + interval '30 minutes'
                AND x.start_at < b.ends_at + interval '30 minutes')
    ORDER BY abs(extract(epoch FROM x.start_at - until)) LIMIT 1;
    made := session_book((SELECT e.ref FROM expert e
        WHERE e.user_id = p.expert_id), (SELECT t.id FROM session_type t
        WHERE (t.expert_id, t.kind, t.minutes) = (p.expert_id, p.type_kind,
            p.minutes) AND t.active), at, NULL, p.kind || ':' || p.id);
    IF (SELECT s.status = 'requested' FROM session s WHERE s.id = made) THEN
        PERFORM pg_temp.act(app_now() + interval '2 hours', d.expert);
        PERFORM session_accept(made);
    END IF;
    IF NOT ahead THEN
        PERFORM pg_temp.act(at + make_interval(mins => p.minutes + 2), d.expert);
        PERFORM session_complete(made);
    END IF;
END
$$;
TRUNCATE demo_mark;
INSERT INTO demo_mark SELECT coalesce(max(id), 0) FROM job;

-- Mia's is running; Milo has used his up, and noor keeps the seat for him.
SELECT pg_temp.buy_pack('pack-mia', 'mia', 'noor', 'pack', 4, '50 days');
SELECT pg_temp.use_pack('pack-mia', interval '40 days'),
    pg_temp.use_pack('pack-mia', interval '12 days'),
    pg_temp.use_pack('pack-mia', interval '-5 days', true);
SELECT pg_temp.buy_pack('pack-milo', 'milo', 'noor', 'pack', 4, '70 days');
SELECT pg_temp.use_pack('pack-milo', n * interval '1 day')
FROM unnest(ARRAY[60, 41, 20]) n;
SELECT pg_temp.use_pack('pack-milo', interval '3 hours');
SELECT pg_temp.act(pg_temp.start() - interval '1 hour', 'noor');
SELECT seat_extend(s.id, 4) FROM seat s
    WHERE s.student_id = pg_temp.id_of('milo') AND s.status = 'grace';
-- The others of the house; one pays what it cost in spring.
SELECT pg_temp.buy_pack('pack-emma', 'emma-kowalski', 'noor', 'pack', 8,
    '90 days');
SELECT pg_temp.use_pack('pack-emma', n * interval '1 day')
FROM unnest(ARRAY[75, 55, 30, 9]) n;
SELECT pg_temp.buy_pack('pack-zara', 'zara-malik', 'noor', 'pack', 4, '35 days',
    'LEAD15');
SELECT pg_temp.use_pack('pack-zara', interval '25 days');
SELECT pg_temp.buy_pack('pack-leo', 'leo-brandt', 'noor', 'pack', 4, '6 days');
INSERT INTO pack_special
SELECT product_id, student_id, 49000, pg_temp.start() - interval '80 days'
FROM pack WHERE student_id = pg_temp.id_of('emma-kowalski');
-- The last seat is offered to the first of four who wait.
SELECT pg_temp.buy_pack('pack-gone', 'sanna-virtanen', 'noor', 'pack', 4,
    '30 days');
SELECT pg_temp.act(pg_temp.start() - n * interval '1 day', h),
    waiting_join((SELECT ref FROM expert
        WHERE user_id = pg_temp.id_of('noor')))
FROM (VALUES (14, 'maya-iyer'), (9, 'oona-byrne'), (4, 'tuva-nilsen'),
    (1, 'karin-holm')) v (n, h);
SELECT pg_temp.act(pg_temp.start() - interval '7 hours', 'sanna-virtanen'),
    seat_leave((SELECT ref FROM expert WHERE user_id = pg_temp.id_of('noor')));
SELECT pg_temp.act(r.created_at + interval '2 hours', 'adam'),
    refund_by_hand(r.id, 'transfer ' || r.id)
FROM refund r JOIN demo_order d ON d.order_id = r.order_id
WHERE d.key = 'pack-gone' AND r.status = 'submitted';
-- Coaching packages.
SELECT pg_temp.buy_pack('package-milo', 'milo', 'ines', 'package', 5, '28 days',
    'PRACTICE10');
SELECT pg_temp.use_pack('package-milo', interval '16 days'),
    pg_temp.use_pack('package-milo', interval '-8 days', true);
SELECT pg_temp.buy_pack('package-mia', 'mia', 'ines', 'package', 3, '3 hours',
    NULL, false);

-- What was told is read, but the newest; mails of the past are not sent.
SELECT pg_temp.act(pg_temp.start());
UPDATE notification SET read_at = created_at + interval '90 minutes'
WHERE unique_key LIKE ANY (ARRAY['order:%', 'refund:%', 'session:%', 'pack%',
        'seat%', 'waiting%', 'left:%'])
    AND read_at IS NULL AND created_at < pg_temp.start() - interval '40 hours';
DELETE FROM job j USING demo_mark m WHERE j.id > m.job
    AND (j.kind <> 'session.remind' OR j.run_at <= pg_temp.start());
SELECT set_config('app.clock_offset', '', true), set_config('app.user_id', '', true);
