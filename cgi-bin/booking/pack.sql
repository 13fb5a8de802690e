-- Packs, packages and seats as students see them.

-- pack_list(kind text?, before id?, most int) many
-- id id, kind text, status text, name text, expert_ref id, expert_name text, expert_seed text?, expert_picture text?, type_kind text, minutes int, total int, held int, consumed int, remaining int, started_at instant?, expires_at instant?, valid_days int, order_ref text, seat_status text?, grace_until instant?, session_type_id id?, product_id id, is_sold bool
SELECT id, kind, status, name, expert_ref, expert_name, expert_seed,
    expert_picture, type_kind, minutes, total, held, consumed, remaining,
    started_at, expires_at, valid_days, order_ref, seat_status, grace_until,
    session_type_id, product_id, is_sold
FROM my_packs($1, $2, $3::int);

-- Of these packs: "1,2,3".
-- pack_session_list(packs text) many
-- pack_id id, session_id id, starts_at instant, status text, used bool
SELECT pack_id, session_id, starts_at, status, used
FROM my_pack_sessions(
    string_to_array($1, ',')::bigint[]);

-- seat_list() many
-- expert_ref id, expert_name text, expert_picture text?, status text, grace_until instant?, offer_until instant?, ahead int?
SELECT expert_ref, expert_name, expert_picture, status, grace_until,
    offer_until, ahead FROM my_seats();

-- pack_pay_list(session id) many
-- id id, kind text, name text, total int, remaining int, expires_at instant, refusal text?
SELECT id, kind, name, total, remaining, expires_at, refusal
FROM my_pack_choices($1);

-- No row's columns are set for who is no mentor.
-- seat_availability(mentor id) one
-- total int?, taken int?, available int?, waiting int?, closed bool?, your_status text?, grace_until instant?, your_line text?, offer_until instant?, ahead int?, can_buy bool?
SELECT total, taken, available, waiting, closed, your_status, grace_until,
    your_line, offer_until, ahead, can_buy FROM seat_availability($1);

-- product_offers(expert id, kind text, code text?) many
-- id id, name text?, about text?, type_kind text, minutes int, sessions int, valid_days int, plain_amount int, list_amount int, amount int, discount_code text?, currency text, code_refusal text?
SELECT id, name, about, type_kind, minutes, sessions, valid_days, plain_amount,
    list_amount, amount, discount_code, currency, code_refusal
FROM product_offers($1, $2, $3);

-- waiting_join(mentor id) one
-- id id
SELECT waiting_join($1) AS id;

-- waiting_leave(mentor id) exec
SELECT waiting_leave($1);

-- seat_leave(mentor id) exec
SELECT seat_leave($1);

-- coaching_list(expert id?, type text?, after id?, most int) many
-- key id, expert_ref id, expert_name text, expert_seed text?, expert_picture text?, headline text?, type_kind text, minutes int, currency text, single_amount int, ids ids, sizes ids, amounts ids
SELECT key, expert_ref, expert_name, expert_seed, expert_picture, headline,
    type_kind, minutes, currency, single_amount, ids, sizes, amounts
FROM coaching_list($1, $2, $3, $4::int);

-- product_buy(kind text, product id, code text?) one
-- id id, ref text
SELECT o.id, o.ref FROM order_create($1, $2, NULL, $3, NULL) o;

-- pack_provide(order_ref text) one
-- id id
SELECT pack_provide($1) AS id;

-- pack_recount(pack id) exec
SELECT pack_recount($1);

-- pack_seen(pack id) one
-- id id, kind text, status text, expert_ref id, expert_name text, total int, held int, consumed int, remaining int, expires_at instant?
SELECT id, kind, status, expert_ref, expert_name, total, held, consumed,
    remaining, expires_at FROM pack_seen($1) WHERE id IS NOT NULL;
