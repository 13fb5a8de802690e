-- referral_claim(user_id id, code text, at instant) exec
SELECT referral_claim($1, $2, $3);
