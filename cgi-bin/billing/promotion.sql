-- Codes of the asking seller, with the columns of struct promotion_row.

-- promotion_list(one id?, before id?, most int) many
-- id id, code text, owner_id id?, owner_name text?, kind text, value int, currency text?, product_kind text?, product_id id?, product_name text?, max_uses int?, max_per_buyer int?, starts_at instant?, ends_at instant?, status text, auto_apply bool, uses int, given int?, given_currency text?, link text?
SELECT id, code, owner_id, owner_name, kind, value, currency, product_kind,
    product_id, product_name, max_uses, max_per_buyer, starts_at, ends_at,
    status, auto_apply, uses, given, given_currency, link
FROM my_promotions($1, $2, $3::int);

-- promotable_list() many
-- kind text, id id, name text
SELECT kind, id, name FROM my_promotable();

-- promotion_save(id id?, code text, kind text, value int, currency text?, product_kind text?, product_id id?, max_uses int?, max_per_buyer int?, starts_at instant?, ends_at instant?, auto_apply bool, activate bool) one
-- id id
SELECT promotion_save($1, $2, $3, $4, $5, $6, $7, $8::int, $9::int, $10, $11,
    $12, $13) AS id;

-- promotion_end(id id) exec
SELECT promotion_end($1);
