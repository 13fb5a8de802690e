-- Invoices and credit notes as papers: what stood on them the day they were
-- written.  Who may see which is the role's policy.

-- invoice_paper(id id) one
-- id id, number text, order_number text, order_ref text, status text, seller_name text?, seller_address text?, seller_tax_id text?, buyer_name text?, buyer_address text?, buyer_country text?, buyer_tax_id text?, currency text, net_amount int, tax_amount int, tax_name text?, tax_bp int?, total_amount int, issued_at instant, due_at instant?, paid_at instant?, zone text
SELECT i.id, i.number, order_number(i.order_id) AS order_number,
    o.ref AS order_ref, i.status, i.seller ->> 'name' AS seller_name,
    i.seller ->> 'address' AS seller_address,
    i.seller ->> 'tax_id' AS seller_tax_id, i.buyer ->> 'name' AS buyer_name,
    i.buyer ->> 'address' AS buyer_address,
    i.buyer ->> 'country' AS buyer_country,
    i.buyer ->> 'tax_id' AS buyer_tax_id, i.currency, i.net_amount,
    i.tax_amount, i.tax_name, i.tax_bp, i.total_amount, i.issued_at, i.due_at,
    i.paid_at, setting_text('platform_zone') AS zone
FROM invoice i JOIN orders o ON o.id = i.order_id
WHERE i.id = $1 AND i.number IS NOT NULL;

-- invoice_paper_line_list(id id) many
-- title text, quantity int, amount int, from_at instant?, until_at instant?
SELECT l.title, l.quantity, l.amount, lower(l.period) AS from_at,
    upper(l.period) AS until_at
FROM invoice_line l WHERE l.invoice_id = $1 ORDER BY l.id;

-- credit_paper(id id) one
-- id id, number text, order_number text, order_ref text, invoice_id id, invoice_number text, seller_name text?, seller_address text?, seller_tax_id text?, buyer_name text?, buyer_address text?, buyer_country text?, buyer_tax_id text?, currency text, net_amount int, tax_amount int, tax_name text?, tax_bp int?, total_amount int, issued_at instant, zone text, title text
SELECT c.id, c.number, order_number(c.order_id) AS order_number,
    o.ref AS order_ref, c.invoice_id, i.number AS invoice_number,
    c.seller ->> 'name' AS seller_name,
    c.seller ->> 'address' AS seller_address,
    c.seller ->> 'tax_id' AS seller_tax_id, c.buyer ->> 'name' AS buyer_name,
    c.buyer ->> 'address' AS buyer_address,
    c.buyer ->> 'country' AS buyer_country,
    c.buyer ->> 'tax_id' AS buyer_tax_id, c.currency, c.net_amount,
    c.tax_amount, i.tax_name, i.tax_bp, c.total_amount, c.issued_at,
    setting_text('platform_zone') AS zone, o.title
FROM credit_note c JOIN orders o ON o.id = c.order_id
JOIN invoice i ON i.id = c.invoice_id
WHERE c.id = $1;
