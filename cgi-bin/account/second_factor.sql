-- totp_find() one
-- secret_sealed text, confirmed_at instant?
SELECT secret_sealed, confirmed_at
FROM totp WHERE user_id = app_user_id();

-- totp_begin(secret_sealed text) exec
INSERT INTO totp (user_id, secret_sealed) VALUES (app_user_id(), $1)
ON CONFLICT (user_id) DO UPDATE SET secret_sealed = excluded.secret_sealed,
    last_step = 0
WHERE totp.confirmed_at IS NULL;

-- totp_confirm(step int) exec
UPDATE totp SET confirmed_at = app_now(), last_step = $1
WHERE user_id = app_user_id() AND confirmed_at IS NULL;

-- totp_remove() exec
DELETE FROM totp WHERE user_id = app_user_id() AND confirmed_at IS NOT NULL;

-- recovery_codes_remove() exec
DELETE FROM recovery_code WHERE user_id = app_user_id();

-- recovery_codes_add(hashes json) exec
INSERT INTO recovery_code (user_id, code_hash)
SELECT app_user_id(), decode(h, 'hex') FROM jsonb_array_elements_text($1::jsonb) h;

-- second_factors() one
-- totp bool, passkeys int, recovery_codes int
SELECT EXISTS (SELECT FROM totp WHERE user_id = app_user_id()
        AND confirmed_at IS NOT NULL) AS totp,
    (SELECT count(*) FROM passkey WHERE user_id = app_user_id()) AS passkeys,
    (SELECT count(*) FROM recovery_code WHERE user_id = app_user_id()
        AND used_at IS NULL) AS recovery_codes;

-- session_second_factor(id id) exec
UPDATE user_session SET second_factor = true
WHERE id = $1 AND user_id = app_user_id();

-- challenge_look(hash text, purpose text) one
-- user_id id?, data json?, attempts int?, has_passkey bool?
SELECT user_id, data, attempts, has_passkey FROM challenge_look($1, $2);

-- challenge_missed(hash text, client text) exec
SELECT challenge_missed($1, $2);

-- challenge_end(hash text) one
-- ended bool
SELECT challenge_end($1) AS ended;

-- login_totp(user_id id) one
-- secret_sealed text?
SELECT secret_sealed FROM login_totp($1);

-- login_totp_used(user_id id, step int) one
-- fresh bool
SELECT login_totp_used($1, $2) AS fresh;

-- login_recovery_used(user_id id, hash text) one
-- fresh bool
SELECT login_recovery_used($1, $2) AS fresh;
