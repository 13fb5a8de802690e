-- Sellers one sends buyers to.
-- affiliate_list() many
-- id id, seller text, seller_path text?, status text, bp int
SELECT id, seller, seller_path, status, bp::bigint AS bp FROM my_affiliate
ORDER BY status IN ('declined', 'ended'), id;

-- affiliate_links() many
-- id id, affiliate_id id, code text, kind text?, clicks int, signups int, conversions int
SELECT l.id, l.affiliate_id, l.code, l.kind, l.clicks, l.signups,
    (SELECT count(*) FROM my_affiliate_conversion c WHERE c.link_id = l.id)
        AS conversions
FROM my_affiliate_link l WHERE l.ended_at IS NULL ORDER BY l.id;

-- affiliate_totals() many
-- currency text, conversions int, revenue int, pending int, matured int, paid int, reversed int
SELECT c.currency, count(*) AS conversions, sum(c.base_amount)::bigint AS revenue,
    coalesce(sum(c.left_amount) FILTER (WHERE c.status = 'pending'), 0)::bigint
        AS pending,
    coalesce(sum(c.left_amount) FILTER (WHERE c.status
        IN ('matured', 'in_payout')), 0)::bigint AS matured,
    coalesce(sum(c.left_amount) FILTER (WHERE c.status = 'paid'), 0)::bigint
        AS paid,
    count(*) FILTER (WHERE c.status = 'reversed') AS reversed
FROM my_affiliate_conversion c GROUP BY c.currency ORDER BY c.currency;

-- affiliate_conversions(after id?, most int) many
-- order_id id, affiliate_id id, kind text, base_amount int, amount int, left_amount int, currency text, at instant, available_at instant?, status text
SELECT order_id, affiliate_id, kind, base_amount, amount, left_amount, currency,
    at, available_at, status
FROM my_affiliate_conversion
WHERE order_id < coalesce($1::bigint, 9223372036854775807)
ORDER BY order_id DESC LIMIT $2::int;

-- Programmes to join.
-- affiliate_offers() many
-- ref id, seller text, path text?, bp int, terms text?
SELECT ref, seller, path, bp::bigint AS bp, terms FROM affiliate_offer
ORDER BY seller, ref LIMIT 50;

-- affiliate_me() one
-- is_expert bool, has_program bool
SELECT is_expert(app_user_id()), EXISTS (SELECT FROM affiliate_program p
    WHERE p.seller_id = app_user_id()) AS has_program;

-- affiliate_ask(ref id, words text?) one
-- id id
SELECT affiliate_ask($1, $2) AS id;

-- affiliate_leave(id id) exec
SELECT affiliate_leave($1);

-- affiliate_link_add(id id, kind text) one
-- code text
SELECT affiliate_link_add($1, $2) AS code;

-- affiliate_link_end(id id) exec
SELECT affiliate_link_end($1);

-- What one offers affiliates oneself.
-- program_find() one
-- is_open bool, bp int, terms text?
SELECT is_open, bp::bigint AS bp, terms FROM affiliate_program
WHERE seller_id = app_user_id();

-- program_partners(after id?, most int) many
-- id id, name text, path text?, status text, bp int, words text?, asked_at instant, clicks int?, conversions int
SELECT id, name, path, status, bp::bigint AS bp, words, asked_at, clicks,
    conversions
FROM my_affiliate_partner WHERE id < coalesce($1::bigint, 9223372036854775807)
ORDER BY id DESC LIMIT $2::int;

-- program_save(open bool, percent int, terms text?) exec
SELECT affiliate_program_save($1, $2::int, $3);

-- program_decide(id id, status text, percent int?) exec
SELECT affiliate_decide($1, $2, $3::int);

-- Somebody opened a link.
-- referral_click(code text, visitor text?) one
-- location text?, counts bool
SELECT location, counts FROM referral_click($1, $2);
