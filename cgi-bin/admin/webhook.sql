-- webhook_list(provider text?, status text?, kind text?, after id?, most int) many
-- id id, provider text, event_id text, kind text, status text, attempts int, received_at instant, next_at instant?, finished_at instant?, applied_by text?, error text?
SELECT id, provider, event_id, kind, status, attempts::bigint AS attempts,
    received_at, next_at, finished_at, applied_by, error
FROM webhook_event
WHERE ($1::text IS NULL OR provider = $1) AND ($2::text IS NULL OR status = $2)
    AND ($3::text IS NULL OR kind = $3) AND ($4::bigint IS NULL OR id < $4)
ORDER BY id DESC LIMIT $5::int;

-- What is not done yet, and when each was last heard of: all by indexes.
-- webhook_senders() many
-- provider text, waiting int, dead int, last_at instant?
SELECT p.provider,
    (SELECT count(*) FROM webhook_event e WHERE e.next_at IS NOT NULL
        AND e.provider = p.provider) AS waiting,
    (SELECT count(*) FROM webhook_event e WHERE e.status = 'dead'
        AND e.provider = p.provider) AS dead,
    l.received_at AS last_at
FROM unnest(ARRAY['stripe', 'paypal', 'livekit', 'discord', 'resend'])
    WITH ORDINALITY p (provider, nth)
LEFT JOIN LATERAL (SELECT e.provider, e.received_at FROM webhook_event e
    WHERE (e.provider, e.id) <= (p.provider, 9223372036854775807)
    ORDER BY e.provider DESC, e.id DESC LIMIT 1) l ON l.provider = p.provider
ORDER BY nth;

-- An interaction's token answers in our name: nobody's to read.
-- webhook_find(id id) one
-- id id, provider text, event_id text, kind text, status text, attempts int, body text, received_at instant, next_at instant?, processing_at instant?, finished_at instant?, applied_by text?, error text?, is_cleared bool, is_known bool
SELECT id, provider, event_id, kind, status, attempts::bigint AS attempts,
    jsonb_pretty(body - CASE provider WHEN 'discord' THEN 'token' ELSE '' END)
        AS body,
    received_at, next_at, processing_at, finished_at, applied_by, error,
    status = 'done' AND body = '{}' AS is_cleared,
    webhook_is_known(provider, kind) AS is_known
FROM webhook_event WHERE id = $1;

-- webhook_again(id id) exec
SELECT webhook_again($1);

-- Dead ones of a provider, oldest first; gives how many.
-- webhook_again_all(provider text, most int) one
-- n int
SELECT count(webhook_again(id)::text) AS n FROM (SELECT id FROM webhook_event
    WHERE status = 'dead' AND provider = $1 ORDER BY id LIMIT $2::int) dead;
