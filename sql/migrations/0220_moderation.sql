-- Automated moderation: the program that answers for it, and its role.
GRANT USAGE ON SCHEMA public TO belay_safety;
GRANT EXECUTE ON FUNCTION session_open(text), token_open(text),
    rights_of(bigint), session_touch(bigint, text, text), token_touch(bigint),
    session_renew(text, text) TO belay_safety;
