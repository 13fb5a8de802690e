-- --- a connection ----------------------------------------------------------------
-- google_account_find(user_id id) one
-- user_id id, calendar_id text, access_sealed text?, refresh_sealed text?, is_fresh bool, connected_at instant, sync_token text?, zone text?, is_full_due bool, asked_at instant
SELECT user_id, calendar_id, access_sealed, refresh_sealed,
    coalesce(access_expires_at > app_now() + interval '1 minute', false)
        AS is_fresh,
    connected_at, sync_token, zone,
    coalesce(full_synced_at < app_now() - interval '7 days', true)
        AS is_full_due,
    app_now() AS asked_at
FROM google_account WHERE user_id = $1 AND state <> 'revoked';

-- google_tokens_save(user_id id, connected_at instant, access text, refresh text, lasts_seconds int) exec
UPDATE google_account SET access_sealed = $3, refresh_sealed = $4,
    access_expires_at = app_now() + make_interval(secs => $5::int)
WHERE user_id = $1 AND connected_at = $2 AND state <> 'revoked';

-- The consent is gone: of this connection, not of one made meanwhile.
-- google_lost(user_id id, connected_at instant, why text) exec
SELECT google_revoked(user_id, $3) FROM google_account
WHERE user_id = $1 AND connected_at = $2;

-- Can't be read now: later, with a growing pause.
-- google_failing(user_id id, connected_at instant, why text, wait_seconds int) exec
UPDATE google_account SET state = 'failing', state_reason = left($3, 200),
    failures = failures + 1, sync_due_at = app_now() + greatest(
        make_interval(secs => $4::int), least(interval '1 hour',
        interval '30 seconds' * power(2, least(failures, 10)))
        * (1 + random() / 4))
WHERE user_id = $1 AND connected_at = $2 AND state <> 'revoked';

-- --- connecting --------------------------------------------------------------------
-- google_connecting_find(user_id id) one
-- verifier_sealed text, code_sealed text, state_hash text
SELECT verifier_sealed, code_sealed, state_hash FROM google_connecting
WHERE user_id = $1 AND code_sealed IS NOT NULL AND failure IS NULL;

-- google_connecting_lock(user_id id, state_hash text) one
-- user_id id
SELECT user_id FROM google_connecting WHERE user_id = $1 AND state_hash = $2
FOR UPDATE;

-- google_connecting_failed(user_id id, failure text) exec
UPDATE google_connecting SET failure = $2, code_sealed = NULL
WHERE user_id = $1 AND code_sealed IS NOT NULL;

-- google_connected(user_id id, address text, zone text?, access text, refresh text, lasts_seconds int) exec
SELECT google_connected($1, $2, $3, $4, $5,
    app_now() + make_interval(secs => $6::int));

-- --- busy times ----------------------------------------------------------------------
-- google_tick(most int) one
-- done int
SELECT google_tick($1::int) AS done;

-- google_sync_reset(user_id id, connected_at instant) exec
UPDATE google_account SET sync_token = NULL
WHERE user_id = $1 AND connected_at = $2;

-- google_apply(user_id id, connected_at instant, since text?, doc json, next_token text, zone text) one
-- done bool
SELECT google_apply($1, $2, $3, $4::jsonb, $5, $6) AS done;

-- --- sessions as events ------------------------------------------------------------------
-- google_push_find(session_id id, user_id id) one
-- event_id text, etag text?, is_known bool, status text, sequence int, starts_at instant, ends_at instant, type_kind text, side text, other_name text, anonymous bool, goals text?, meeting_link text?, language text
SELECT google_event_id(i.uid, i.person_id) AS event_id, e.etag,
    e.event_id IS NOT NULL AS is_known, i.status, i.sequence, i.starts_at,
    i.ends_at, i.type_kind, i.side, i.other_name, i.anonymous, i.goals,
    i.meeting_link, r.language
FROM session_invitation($1) i
JOIN preference r ON r.user_id = i.person_id
LEFT JOIN google_event e ON (e.session_id, e.user_id) = ($1, i.person_id)
WHERE i.person_id = $2;

-- A connection that ended meanwhile has no events; a newer one's row stays.
-- google_pushed(session_id id, user_id id, connected_at instant, event_id text, sequence int, etag text?) exec
INSERT INTO google_event AS e (session_id, user_id, event_id, sequence, etag)
SELECT $1, $2, $4, $5::int, $6 FROM google_account a
WHERE a.user_id = $2 AND a.connected_at = $3
ON CONFLICT (session_id, user_id) DO UPDATE SET event_id = excluded.event_id,
    sequence = excluded.sequence, etag = excluded.etag
WHERE e.sequence <= excluded.sequence;

-- google_unpushed(session_id id, user_id id, connected_at instant) exec
DELETE FROM google_event e USING google_account a
WHERE e.session_id = $1 AND e.user_id = $2 AND a.user_id = $2
    AND a.connected_at = $3;
