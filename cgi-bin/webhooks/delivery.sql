-- fresh: 1, or 0 when it came before; NULL: it is no JSON.
-- webhook_receive(provider text, event_id text, kind text, body text) one
-- fresh int?
SELECT webhook_receive($1, $2, $3, $4)::int::bigint AS fresh;

-- webhook_is_known(provider text, kind text) one
-- known bool
SELECT webhook_is_known($1, $2) AS known;
