-- By night each provider is asked for what we should have heard: its events since
-- the last time, and how everything stands that is still open.  What had been
-- missed is put right in the ways it would have gone anyway; admins are told.
CREATE TABLE provider_night (
    provider text PRIMARY KEY REFERENCES payment_provider,
    heard_until timestamptz NOT NULL    -- of its events
);
-- A list of the events between two instants, the newest first: where its first
-- page is, what a page holds, and where the next one is (NULL: there is none).
CREATE TABLE provider_events (
    provider text PRIMARY KEY REFERENCES payment_provider,
    first regproc NOT NULL,     -- (since timestamptz, until timestamptz) text
    items regproc NOT NULL,     -- (said jsonb) SETOF (event_id, kind, body)
    next regproc NOT NULL       -- (said jsonb, resource text) text
);

-- --- Stripe ----------------------------------------------------------------------
CREATE FUNCTION stripe_events_first(since timestamptz, until timestamptz)
RETURNS text LANGUAGE sql IMMUTABLE
AS $$
    SELECT format('/v1/events?limit=100&created%%5Bgte%%5D=%s&created%%5Blt%%5D=%s',
        extract(epoch FROM since)::bigint, extract(epoch FROM until)::bigint)
$$;
CREATE FUNCTION stripe_events_items(said jsonb, OUT event_id text,
    OUT kind text, OUT body jsonb) RETURNS SETOF record
LANGUAGE sql IMMUTABLE
AS $$
    SELECT i ->> 'id', i ->> 'type', i
    FROM jsonb_array_elements(said -> 'data') i
$$;
CREATE FUNCTION stripe_events_next(said jsonb, resource text) RETURNS text
LANGUAGE sql IMMUTABLE
AS $$
    SELECT regexp_replace(resource, '&starting_after=.*', '')
        || '&starting_after=' || (said #>> '{data,-1,id}')
    WHERE (said ->> 'has_more')::boolean
$$;

-- --- PayPal ------------------------------------------------------------------------
CREATE FUNCTION paypal_events_first(since timestamptz, until timestamptz)
RETURNS text LANGUAGE sql STABLE
AS $$
    SELECT format('/v1/notifications/webhooks-events?page_size=100'
        '&start_time=%s&end_time=%s', rfc3339(since), rfc3339(until))
$$;
CREATE FUNCTION paypal_events_items(said jsonb, OUT event_id text,
    OUT kind text, OUT body jsonb) RETURNS SETOF record
LANGUAGE sql IMMUTABLE
AS $$
    SELECT i ->> 'id', i ->> 'event_type', i
    FROM jsonb_array_elements(said -> 'events') i
$$;
-- It gives the whole address; only its own list is followed.
CREATE FUNCTION paypal_events_next(said jsonb, resource text) RETURNS text
LANGUAGE sql IMMUTABLE
AS $$
    SELECT substring(l ->> 'href'
        FROM '^https?://[^/]+(/v1/notifications/webhooks-events\?.*)$')
    FROM jsonb_array_elements(said -> 'links') l WHERE l ->> 'rel' = 'next'
$$;
INSERT INTO provider_events VALUES
    ('stripe', 'stripe_events_first', 'stripe_events_items',
        'stripe_events_next'),
    ('paypal', 'paypal_events_first', 'paypal_events_items',
        'paypal_events_next');

-- --- events ------------------------------------------------------------------------
-- A page of them is a job, provider.list: what it asks for, and on what page it is.
CREATE FUNCTION provider_list_put(of_provider text, resource text, page int,
    until timestamptz) RETURNS void LANGUAGE sql
AS $$
    SELECT enqueue('provider.list', jsonb_build_object('provider', of_provider,
        'resource', resource, 'page', page, 'until', until), of_provider, NULL,
        12)
$$;
-- A page came.  Events that are acted on and had not arrived are received now.
-- When the last page is done, the next night begins there; after `most` pages it
-- is told that there were more.
CREATE FUNCTION provider_list_end(of_provider text, resource text, page int,
    until timestamptz, said jsonb, most int DEFAULT 500) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    x provider_events;
    e record;
    following text;
BEGIN
    SELECT * INTO x FROM provider_events y WHERE y.provider = of_provider;
    FOR e IN EXECUTE format('SELECT * FROM %s($1)', x.items) USING said LOOP
        IF webhook_is_known(of_provider, e.kind) AND webhook_receive(
                of_provider, e.event_id, e.kind, e.body) THEN
            PERFORM money_repaired(of_provider, 'event', e.event_id);
        END IF;
    END LOOP;
    EXECUTE format('SELECT %s($1, $2)', x.next) INTO following
        USING said, resource;
    IF following IS NOT NULL AND page < most THEN
        PERFORM provider_list_put(of_provider, following, page + 1, until);
        RETURN;
    ELSIF following IS NOT NULL THEN
        PERFORM money_repaired(of_provider, 'more', following);
    END IF;
    INSERT INTO provider_night AS n VALUES (of_provider, until)
    ON CONFLICT (provider) DO UPDATE SET heard_until = greatest(
        n.heard_until, excluded.heard_until);
END
$$;

-- --- what is open -------------------------------------------------------------------
-- Attempts that may have been paid, money whose fee is not known, refunds and
-- disputes without an end; how many are looked at.
CREATE FUNCTION provider_look_open(of_provider text, most int) RETURNS int
LANGUAGE plpgsql
AS $$
DECLARE
    n int;
    m int;
BEGIN
    SELECT count(payment_look(p.id, true)) INTO n FROM (
        SELECT x.id FROM payment x WHERE x.provider = of_provider AND (
            x.status IN ('created', 'requires_action', 'authorized')
            OR x.status IN ('failed', 'voided')
                AND x.changed_at > app_now() - interval '3 days'
            OR x.status = 'captured' AND x.fee_amount IS NULL
                AND x.captured_at > app_now() - interval '30 days'
            OR EXISTS (SELECT FROM refund r WHERE r.payment_id = x.id
                AND r.status = 'submitted'
                AND r.decided_at < app_now() - interval '1 hour'))
        ORDER BY x.id DESC LIMIT most) p;
    SELECT count(provider_look(of_provider, k.kind, k.ref, NULL, true)) INTO m
    FROM (SELECT 'refund' AS kind, r.provider_ref AS ref FROM refund r
            WHERE r.provider = of_provider AND r.status = 'submitted'
        UNION ALL
        SELECT 'dispute', d.provider_ref FROM dispute d
            WHERE d.provider = of_provider AND d.status = 'open'
        LIMIT most) k
    JOIN provider_object o ON (o.provider, o.kind) = (of_provider, k.kind);
    RETURN n + m;
END
$$;
CREATE INDEX payment_fee_unknown ON payment (captured_at)
    WHERE status = 'captured' AND fee_amount IS NULL;

-- A night with one provider.  The last hour's events are on their way yet; some of
-- the last time are asked for again, since lists lag behind.
CREATE FUNCTION provider_reconcile(of_provider text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    x provider_events;
    since timestamptz := (SELECT n.heard_until - interval '6 hours'
        FROM provider_night n WHERE n.provider = of_provider);
    until timestamptz := app_now() - interval '1 hour';
    resource text;
BEGIN
    SELECT * INTO x FROM provider_events y WHERE y.provider = of_provider;
    -- nothing is kept for longer than 30 days
    since := greatest(coalesce(since, until - interval '3 days'),
        until - interval '29 days');
    EXECUTE format('SELECT %s($1, $2)', x.first) INTO resource
        USING since, until;
    PERFORM provider_list_put(of_provider, resource, 1, until);
    PERFORM provider_look_open(of_provider, 2000);
END
$$;
-- In the morning: what the night has put right.
CREATE FUNCTION money_repairs_tell() RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    events int;
    things int;
    more int;
BEGIN
    WITH told AS (UPDATE money_repair SET told = true WHERE NOT told
        RETURNING kind)
    SELECT count(*) FILTER (WHERE kind = 'event'),
        count(*) FILTER (WHERE kind NOT IN ('event', 'more')),
        count(*) FILTER (WHERE kind = 'more') INTO events, things, more
    FROM told;
    IF events + things + more > 0 THEN
        PERFORM money_attention('repaired', '/admin/webhooks',
            jsonb_build_object('events', events, 'things', things, 'more',
            more > 0), 'repaired:' || app_now()::text);
    END IF;
    RETURN events + things + more;
END
$$;

-- --- tidying ----------------------------------------------------------------------------
-- Looks and answers of long ago.  What was asked and said tells of people.
CREATE FUNCTION provider_clean() RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    n int;
BEGIN
    DELETE FROM provider_look_done WHERE at < app_now() - interval '90 days';
    UPDATE provider_call SET body = '{}', answer = NULL
    WHERE status = 'done' AND done_at < app_now() - make_interval(days =>
        setting_text('webhook_keep_days')::int) AND body <> '{}';
    GET DIAGNOSTICS n = ROW_COUNT;
    RETURN n;
END
$$;
CREATE INDEX provider_call_clean ON provider_call (done_at)
    WHERE status = 'done' AND body <> '{}';

GRANT EXECUTE ON FUNCTION provider_list_end(text, text, int, timestamptz, jsonb,
    int), provider_reconcile(text), money_repairs_tell(), provider_clean()
    TO belay_worker;
