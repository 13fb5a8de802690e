-- google_find() one
-- is_expert bool, state text?, email text?, synced_at instant?, failures int?, is_connecting bool, failure text?, busy int
SELECT EXISTS (SELECT FROM expert e WHERE e.user_id = app_user_id())
        AS is_expert, a.state, a.email, a.synced_at, a.failures,
    coalesce(c.code_sealed IS NOT NULL AND c.failure IS NULL, false)
        AS is_connecting, c.failure,
    (SELECT count(*) FROM calendar_busy b WHERE b.user_id = app_user_id())::int
        AS busy
FROM (VALUES (app_user_id())) me (id)
LEFT JOIN google_account a ON a.user_id = me.id
LEFT JOIN google_connecting c ON c.user_id = me.id;

-- google_begin(session_id id, state_hash text, verifier text) exec
INSERT INTO google_connecting (user_id, session_id, state_hash, verifier_sealed,
    started_at)
VALUES (app_user_id(), $1, $2, $3, app_now())
ON CONFLICT (user_id) DO UPDATE SET session_id = excluded.session_id,
    state_hash = excluded.state_hash,
    verifier_sealed = excluded.verifier_sealed, code_sealed = NULL,
    failure = NULL, started_at = excluded.started_at;

-- The answer to an attempt: once, soon, and to the browser that began it.
-- google_answer(session_id id, state_hash text, code text?, failure text?) exec
UPDATE google_connecting SET code_sealed = $3, failure = $4
WHERE user_id = app_user_id() AND session_id = $1 AND state_hash = $2
    AND code_sealed IS NULL AND failure IS NULL
    AND started_at > app_now() - interval '15 minutes';

-- google_connect_later() exec
SELECT enqueue('google.connect', jsonb_build_object('user_id', app_user_id()),
    app_user_id()::text);

-- google_disconnect() exec
SELECT google_disconnect();
