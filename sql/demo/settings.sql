-- What admins changed on the platform, with its history.
SELECT pg_temp.act(pg_temp.start() - interval '40 days', 'adam'),
    setting_change('audit_keep_days', '1095', NULL);
SELECT pg_temp.act(pg_temp.start() - interval '12 days', 'adam'),
    tax_rate_save('CH', 'MWST', 770), tax_rate_save('NO', 'MVA', 2500),
    list_add('industries', 'Aviation', NULL),
    list_add('specialisations', 'Technical writing', NULL);
SELECT pg_temp.act(pg_temp.start() - interval '4 days', 'adam'),
    tax_rate_save('CH', 'MWST', 810),
    list_retire('industries', id, true) FROM industry WHERE slug = 'fashion';
-- For the log, which house.sql writes in the order of time.
CREATE TEMP TABLE demo_deed AS
SELECT pg_temp.start() - make_interval(days => v.ago) AS at,
    pg_temp.id_of('adam') AS actor, v.action, v.kind, v.target, v.detail,
    '192.0.2.7' AS address
FROM (VALUES
    (40, 'setting.change', 'setting', NULL::bigint,
        '{"name": "audit_keep_days", "before": "730", "after": "1095"}'::jsonb),
    (12, 'tax.change', 'tax_rate', NULL, '{"of": "CH", "becomes": "770"}'),
    (12, 'tax.change', 'tax_rate', NULL, '{"of": "NO", "becomes": "2500"}'),
    (12, 'list.add', 'list:industries',
        (SELECT id FROM industry WHERE slug = 'aviation'), '{"name": "Aviation"}'),
    (4, 'tax.change', 'tax_rate', NULL,
        '{"of": "CH", "was": "770", "was_name": "MWST", "becomes": "810"}'),
    (4, 'list.retire', 'list:industries',
        (SELECT id FROM industry WHERE slug = 'fashion'), '{"name": "Fashion"}'))
    AS v (ago, action, kind, target, detail);
