-- tax_year_list() many
-- year int, payouts int
SELECT year::bigint AS year, payouts FROM my_tax_years();

-- tax_list(year int) many
-- currency text, type text, amount int, payouts int
SELECT currency, type, amount, payouts FROM my_tax($1::int);

-- Who pays and who is paid, as on invoices; the present year of the platform's zone.
-- tax_party_find() one
-- payer text?, payer_address text?, payer_tax_id text?, payee text?, payee_address text?, payee_country text?, payee_tax_id text?, this_year int
SELECT payer ->> 'name' AS payer, payer ->> 'address' AS payer_address,
    payer ->> 'tax_id' AS payer_tax_id, payee ->> 'name' AS payee,
    payee ->> 'address' AS payee_address, payee ->> 'country' AS payee_country,
    payee ->> 'tax_id' AS payee_tax_id,
    platform_year(app_now())::bigint AS this_year
FROM my_tax_parties();
