-- session_proposal_list(id id) many
-- id id, moves bool, side text, type_kind text, minutes int, price_amount int, price_currency text, starts instants, words text?, expires_at instant
SELECT id, session_id IS NOT NULL AS moves, side, type_kind, minutes,
    price_amount, price_currency, starts, words, expires_at
FROM my_proposal
WHERE from_session_id = $1 AND status = 'open' ORDER BY id LIMIT 20;

-- session_propose(id id, start instant, words text?, seen int?) one
-- id id
SELECT session_propose($1, $2::timestamptz, $3, $4::int) AS id;

-- `starts` is a list of instants.
-- session_offer(id id, type id, starts json, words text?) one
-- id id
SELECT session_propose_new($1, $2, ARRAY(SELECT x::timestamptz
    FROM jsonb_array_elements_text($3::jsonb) x), $4) AS id;

-- session_proposal_accept(proposal id, start instant?, pay_with text) one
-- id id
SELECT proposal_accept($1, $2::timestamptz, $3) AS id;

-- session_proposal_close(proposal id) exec
SELECT proposal_close($1);

-- What the expert can offer: the own session types.
-- session_offer_types() many
-- id id, kind text, minutes int, price_amount int, price_currency text
SELECT id, kind, minutes, price_amount, price_currency FROM session_type
WHERE expert_id = app_user_id() AND active ORDER BY id;

-- session_proposal_of(proposal id) one
-- session_id id
SELECT from_session_id AS session_id FROM my_proposal WHERE id = $1;
