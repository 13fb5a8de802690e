-- What experts earned in the past half year and were paid for it: the demo's sessions
-- that were free are sold after the fact, by the functions that sell and pay out.
CREATE FUNCTION pg_temp.stand(at timestamptz, handle text DEFAULT NULL)
RETURNS void LANGUAGE sql
AS $$
    SELECT set_config('app.clock_offset', extract(epoch FROM at
            - now())::text,     -- real clock: how far it is from there
            true),
        set_config('app.user_id', coalesce(pg_temp.id_of(handle)::text, ''),
            true)
$$;
CREATE TEMP TABLE earner_mark AS SELECT coalesce(max(id), 0) AS job FROM job;
CREATE TEMP TABLE earner (handle text PRIMARY KEY, provider text, country text,
    price bigint, hint text, weekly boolean);
INSERT INTO earner VALUES
    ('noor', 'manual', 'PT', 9000, '•••• 0154', false),
    ('ines', 'stripe', 'PT', 12000, 'STRIPE TEST BANK •••• 6789', true),
    ('carl', 'paypal', 'NL', 4500, 'c•••@example.com', false),
    ('mei-lin', 'stripe', 'SG', 11000, 'DBS •••• 4410', false),
    ('tomas-rey', 'manual', 'ES', 6000, '•••• 3812', false),
    ('elif-aydin', 'stripe', 'DE', 9500, 'DKB •••• 2207', false),
    ('kwame-asante', 'paypal', 'GH', 5000, 'k•••@example.com', false),
    ('rosa-delgado', 'stripe', 'ES', 7000, 'BBVA •••• 9033', false);
GRANT SELECT ON earner TO belay_owner;
-- Sold as sessions are, but that these have been held.
CREATE FUNCTION pg_temp.earned_quote(item bigint, buyer bigint, detail jsonb)
RETURNS quote LANGUAGE sql STABLE
AS $$
    SELECT ROW(s.expert_id, e.price, NULL, 'USD', 'Session of '
        || s.minutes || ' minutes', NULL, NULL, NULL, NULL)::quote
    FROM session s JOIN profile p ON p.user_id = s.expert_id
    JOIN pg_temp.earner e ON e.handle = p.handle WHERE s.id = item
$$;
CREATE FUNCTION pg_temp.earned_fulfil(o orders) RETURNS boolean LANGUAGE sql
AS $$ SELECT true $$;
CREATE TEMP TABLE kept AS SELECT * FROM order_kind WHERE kind = 'session';
UPDATE order_kind SET quote = 'pg_temp.earned_quote', opened = NULL,
    fulfil = 'pg_temp.earned_fulfil', release = NULL, returnable = NULL
WHERE kind = 'session';
DO $$
DECLARE
    s record;
    o orders;
BEGIN
    FOR s IN SELECT x.id, x.completed_at, c.handle AS client
            FROM session x JOIN profile p ON p.user_id = x.expert_id
            JOIN pg_temp.earner e ON e.handle = p.handle
            JOIN profile c ON c.user_id = x.client_id
            JOIN users u ON u.id = x.client_id AND u.status = 'active'
                AND u.verified_at IS NOT NULL
            WHERE x.status = 'completed' AND x.paid_by = 'free'
                AND NOT x.disputed
            ORDER BY x.completed_at LOOP
        PERFORM pg_temp.stand(s.completed_at - interval '3 days', s.client);
        o := order_create('session', s.id, 'stripe', NULL, NULL);
        PERFORM payment_begin(o.id, 'stripe');
        PERFORM order_paid(o.id, 'stripe', 'pi_earned_' || s.id, o.total_amount,
            'USD');
        UPDATE session SET paid_by = 'order', paid_ref = o.id,
            price_amount = o.total_amount, price_currency = 'USD'
        WHERE id = s.id;
        PERFORM earning_deliver(o.id, s.id, 1, s.completed_at);
    END LOOP;
END
$$;
UPDATE order_kind k SET quote = x.quote, opened = x.opened, fulfil = x.fulfil,
    release = x.release, returnable = x.returnable
FROM kept x WHERE k.kind = x.kind;

-- Their accounts; one was changed lately and is still to be looked at.
INSERT INTO payout_account (user_id, provider, country, holder, hint,
    provider_ref, details_sealed, status, weekly, verified_at, verified_by,
    changed_at)
SELECT p.user_id, e.provider, e.country, p.display_name, e.hint,
    CASE e.provider WHEN 'stripe' THEN 'acct_demo' || replace(e.handle, '-', '') END,
    CASE WHEN e.provider <> 'stripe' THEN 'sealed' END, 'verified', e.weekly,
    pg_temp.start() - interval '170 days',
    CASE WHEN e.provider <> 'stripe' THEN pg_temp.id_of('adam') END,
    pg_temp.start() - interval '171 days'
FROM earner e JOIN profile p ON p.handle = e.handle;

-- Period after period, as the worker and adam do it.
CREATE FUNCTION pg_temp.pay_out(of_kind text, at timestamptz) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    of_period record := payout_period(of_kind, at);
    d record;
    p payout;
    fails boolean;
BEGIN
    PERFORM pg_temp.stand(at), earning_tick(10000);
    FOR d IN SELECT * FROM payout_due(of_kind, of_period.ends_at) LOOP
        PERFORM payout_make(d.person, d.unit, of_kind, of_period.period,
            of_period.ends_at);
    END LOOP;
    INSERT INTO payout_period_made VALUES (of_kind, of_period.period, app_now())
    ON CONFLICT DO NOTHING;
    FOR p IN SELECT * FROM payout x WHERE (x.kind, x.period)
            = (of_kind, of_period.period) ORDER BY x.id LOOP
        -- of the last month some still wait, and one failed
        CONTINUE WHEN at > pg_temp.start() - interval '31 days'
            AND of_kind = 'monthly' AND p.id % 3 = 0;
        fails := p.user_id = pg_temp.id_of('mei-lin')
            AND at > pg_temp.start() - interval '31 days';
        PERFORM pg_temp.stand(at + interval '9 hours', 'adam');
        IF p.status = 'pending' THEN
            PERFORM payout_approve(p.id);
        END IF;
        PERFORM pg_temp.stand(at + interval '10 hours', 'adam');
        IF payout_send(p.id) = 'stripe' THEN
            PERFORM pg_temp.stand(at + interval '11 hours');
            PERFORM provider_answered(c.id, CASE WHEN fails THEN 'failed'
                ELSE 'done' END, CASE WHEN fails THEN
                '{"error": {"type": "invalid_request_error",
                "message": "Your destination account needs to have the transfers capability enabled."}}'
                ELSE jsonb_build_object('id', 'tr_demo' || p.id) END)
            FROM provider_call c WHERE c.key = format('payout:%s:%s', p.id,
                p.attempt);
        ELSE
            PERFORM pg_temp.stand(at + interval '2 days', 'adam');
            PERFORM payout_mark_paid(p.id, 'SEPA ' || to_char(app_now(),
                'YYYYMMDD') || '-' || p.id);
        END IF;
    END LOOP;
END
$$;
DO $$
DECLARE
    z text := setting_text('platform_zone');
    at timestamptz;
BEGIN
    FOR at IN SELECT t FROM (
            SELECT m AT TIME ZONE z + interval '30 minutes' AS t, 'm' FROM
                generate_series(date_trunc('month', pg_temp.start() AT TIME ZONE z)
                - interval '5 months', date_trunc('month', pg_temp.start()
                AT TIME ZONE z), interval '1 month') m) x ORDER BY t LOOP
        PERFORM pg_temp.pay_out('monthly', at);
    END LOOP;
    FOR at IN SELECT w AT TIME ZONE z + interval '30 minutes' FROM
            generate_series(date_trunc('week', pg_temp.start() AT TIME ZONE z)
            - interval '8 weeks', date_trunc('week', pg_temp.start()
            AT TIME ZONE z), interval '1 week') w LOOP
        PERFORM pg_temp.pay_out('weekly', at);
    END LOOP;
END
$$;
-- Today: one is asked for, and one account was changed.
SELECT pg_temp.stand(pg_temp.start()), earning_tick(10000);
SELECT pg_temp.stand(pg_temp.start() - interval '2 hours', 'noor');
DO $$
BEGIN
    PERFORM payout_ask('USD');
EXCEPTION WHEN SQLSTATE 'BL409' THEN
    NULL;           -- too little is due today
END
$$;
UPDATE payout_account SET status = 'checking', verified_at = NULL,
    verified_by = NULL, changed_at = pg_temp.start() - interval '5 hours'
WHERE user_id = pg_temp.id_of('kwame-asante');
-- What was told is read, but the newest; mails of the past are not sent.
SELECT pg_temp.stand(pg_temp.start());
UPDATE notification SET read_at = created_at + interval '90 minutes'
WHERE unique_key LIKE ANY (ARRAY['order:%', 'payout%', 'session:%'])
    AND read_at IS NULL AND created_at < pg_temp.start() - interval '40 hours';
DELETE FROM job j USING earner_mark m WHERE j.id > m.job;
SELECT set_config('app.clock_offset', '', true),
    set_config('app.user_id', '', true);
