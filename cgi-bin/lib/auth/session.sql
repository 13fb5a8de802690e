-- session_open(hash text) one
-- session_id id?, user_id id?, display_name text?, handle text?, email text?, verified bool?, suspended bool?, second_factor bool?, roles texts?, permissions texts?, timezone text?, language text?, theme text?, text_size text?, shortcuts bool?, unread int?, sudo_until instant?, stale bool?, impersonator_id id?, picture text?, rotate bool?, asked_at instant
SELECT session_id, user_id, display_name, handle, email, verified, suspended,
    second_factor, roles, permissions, timezone, language, theme, text_size,
    shortcuts, unread, sudo_until, stale, impersonator_id, picture, rotate,
    asked_at
FROM session_open($1);

-- token_open(hash text) one
-- token_id id?, user_id id?, display_name text?, handle text?, email text?, verified bool?, suspended bool?, scopes texts?, roles texts?, permissions texts?, timezone text?, language text?, stale bool?, asked_at instant
SELECT token_id, user_id, display_name, handle, email, verified, suspended,
    scopes, roles, permissions, timezone, language, stale, asked_at
FROM token_open($1);

-- session_touch(session_id id, user_agent text?, remote_addr text?) exec
SELECT session_touch($1, $2, $3);

-- token_touch(token_id id) exec
SELECT token_touch($1);

-- session_renew(old_hash text, hash text) one
-- renewed bool
SELECT session_renew($1, $2) AS renewed;
