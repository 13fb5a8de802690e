-- Invoices and credit notes of the asking member, newest first: they share a
-- list, so that a paper's place in it is its time and its number.
-- paper_list(after_at instant?, after_number text?, most int) many
-- id id, number text, is_credit bool, title text, status text?, currency text, total_amount int, issued_at instant
SELECT x.* FROM (
    (SELECT i.id, i.number, false AS is_credit, o.title, i.status, i.currency,
        i.total_amount, i.issued_at
    FROM invoice i JOIN orders o ON o.id = i.order_id
    WHERE i.buyer_id = app_user_id() AND i.number IS NOT NULL
        AND (i.issued_at, i.number) < (coalesce($1::timestamptz, 'infinity'),
            coalesce($2, ''))
    ORDER BY i.issued_at DESC, i.number DESC LIMIT $3::int)
    UNION ALL
    (SELECT c.id, c.number, true, o.title, NULL, c.currency,
        c.total_amount, c.issued_at
    FROM credit_note c JOIN orders o ON o.id = c.order_id
    WHERE c.buyer_id = app_user_id()
        AND (c.issued_at, c.number) < (coalesce($1::timestamptz, 'infinity'),
            coalesce($2, ''))
    ORDER BY c.issued_at DESC, c.number DESC LIMIT $3::int)) x
ORDER BY x.issued_at DESC, x.number DESC LIMIT $3::int;

-- paper_credit_list(invoice id) many
-- id id, number text, currency text, total_amount int
SELECT c.id, c.number, c.currency, c.total_amount FROM credit_note c
WHERE c.invoice_id = $1 AND c.buyer_id = app_user_id() ORDER BY c.id;
