-- Packs, packages, seats and students as sellers see them.

-- product_list(kind text) many
-- id id, name text?, about text?, type_kind text, minutes int, sessions int, valid_days int, amount int?, currency text?, active bool, is_sold bool, version int, sold int, running int, specials int
SELECT id, name, about, type_kind, minutes, sessions, valid_days, amount,
    currency, active, is_sold, version, sold, running, specials
FROM my_products($1);

-- product_find(id id) one
-- id id, name text, about text?, session_type_id id?, sessions int, valid_days int, amount int, currency text, active bool, version int, running int, fee_bp int
SELECT p.id, p.name, p.about, (SELECT t.id FROM session_type t
        WHERE t.expert_id = app_user_id() AND t.active
            AND (t.kind, t.minutes) = (p.type_kind, p.minutes))
        AS session_type_id,
    p.sessions, p.valid_days, p.amount, p.currency, p.active, p.version,
    p.running, setting_text('platform_fee_bp')::int AS fee_bp
FROM my_products('pack') p WHERE p.id = $1;

-- product_types() many
-- id id, kind text, minutes int, amount int, currency text
SELECT id, kind, minutes, price_amount AS amount, price_currency AS currency
FROM session_type WHERE expert_id = app_user_id() AND active
ORDER BY kind <> 'mentoring', kind, minutes;

-- product_save(id id?, name text, about text?, type id, sessions int, days int, amount int, currency text, active bool, keep_price bool, seen int?) one
-- id id
SELECT product_save($1, $2, $3, $4, $5::int, $6::int, $7, $8, $9, $10,
    $11::int) AS id;

-- seat_counts() one
-- total int?, taken int?, active int?, grace int?, waiting int?, closed bool?, sells bool?, anonymous bool?, ref id?
SELECT total, taken, active, grace, waiting, closed, sells, anonymous, ref
FROM my_seat_counts();

-- seats_set(seats int, closed bool) exec
SELECT seats_set($1::int, $2);

-- student_list(seat id?, former bool, before id?, most int) many
-- seat_id id, student_id id, name text, handle text?, picture text?, status text, since instant, grace_until instant?, extended_days int, pack_id id, pack_name text, pack_status text, total int, held int, consumed int, remaining int, expires_at instant?, queued int, packs int, special_amount int?, special_currency text, product_id id
SELECT seat_id, student_id, name, handle, picture, status, since, grace_until,
    extended_days, pack_id, pack_name, pack_status, total, held, consumed,
    remaining, expires_at, queued, packs, special_amount, special_currency,
    product_id
FROM my_students($1, $2, $3, $4::int);

-- waiting_list(most int) many
-- id id, name text, picture text?, status text, joined_at instant, offer_until instant?
SELECT id, name, picture, status, joined_at, offer_until
FROM my_waiting_list($1::int);

-- seat_extend(seat id, days int) one
-- grace_until instant
SELECT seat_extend($1, $2::int) AS grace_until;

-- seat_dismiss(seat id, why text) exec
SELECT seat_dismiss($1, $2);

-- special_set(product id, seat id, amount int?) exec
SELECT special_set($1, $2, $3);

-- package_types() many
-- session_type_id id, type_kind text, minutes int, amount int, currency text, sizes ids
SELECT session_type_id, type_kind, minutes, amount, currency, sizes
FROM my_package_types();

-- "TYPE_ID:SESSIONS" of each, with commas between them; "" is none.
-- packages_set(offered text) exec
SELECT packages_set(coalesce(string_to_array(nullif($1, ''), ','), '{}'));
