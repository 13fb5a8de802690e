-- Invoices and credit notes as their buyers read them.

-- Lines are as visible as their invoice.
CREATE POLICY own ON invoice_line TO belay_billing
    USING (EXISTS (SELECT FROM invoice i WHERE i.id = invoice_id));
GRANT SELECT ON invoice_line TO belay_billing;
CREATE INDEX invoice_buyer_issued ON invoice (buyer_id, issued_at DESC,
    number DESC);
CREATE INDEX credit_note_buyer_issued ON credit_note (buyer_id, issued_at DESC,
    number DESC);
-- Who one is on papers until one says something else.
GRANT SELECT (user_id, display_name, country) ON profile TO belay_billing;
