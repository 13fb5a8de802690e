-- job_put(kind text, payload json?, unique_key text?, run_at instant?) exec
SELECT enqueue($1, $2::jsonb, $3, $4::timestamptz);

-- notice_put(user_id id, type text, link text?, data json?, unique_key text?) exec
SELECT notify($1, $2, $3, $4::jsonb, $5);

-- audit_put(action text, target_kind text?, target_id id?, detail json?, remote_addr text?, request_id text?) exec
SELECT audit_write($1, $2, $3, $4::jsonb, $5, $6);

-- audit_look() one
-- is_written bool
SELECT coalesce(audit_is_written(), false) AS is_written;

-- mail_put(user_id id?, address text, template text, data json?, unique_key text?, ics text?, ics_method text?) exec
SELECT mail_queue($1, $2, $3, $4::jsonb, $5, $6, $7);
