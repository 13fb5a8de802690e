-- What the worker delivers: digests, links to unsubscribe, exports, erasure.

-- A mail server may be away for a day: half a minute of waits becomes hours.
CREATE OR REPLACE FUNCTION mail_queue(person bigint, address text,
    mail_template text, mail_data jsonb, mail_key text, ics text DEFAULT NULL,
    ics_method text DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    made bigint;
BEGIN
    INSERT INTO email_notification (user_id, to_address, template, data,
        attachment, attachment_method, unique_key, message_id, created_at)
    VALUES (person, address, mail_template, coalesce(mail_data, '{}'), ics,
        ics_method, mail_key, gen_random_uuid()::text, app_now())
    ON CONFLICT DO NOTHING
    RETURNING id INTO made;
    IF made IS NOT NULL THEN
        PERFORM enqueue('mail.send', jsonb_build_object('mail_id', made), NULL,
            NULL, 30);
    END IF;
END
$$;

-- --- digests ------------------------------------------------------------------
-- Mails that can wait are sent one by one, or as a member chooses in a digest;
-- what wants an answer soon never waits for one.
ALTER TABLE preference ALTER digest SET DEFAULT 'none', ADD digest_sent_at timestamptz;
UPDATE preference SET digest = 'none';
ALTER TABLE notification_type ADD can_wait boolean NOT NULL DEFAULT true;
UPDATE notification_type SET can_wait = false
WHERE urgent OR required OR name IN ('session_requested', 'session_proposed');

-- --- unsubscribing by a signed link, without signing in -----------------------
-- `what`: a notification type, 'digest' (all that would be in it) or
-- 'marketing'.  It can only switch off.
CREATE FUNCTION unsubscribe(person bigint, what text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    IF what = 'marketing' THEN
        UPDATE preference SET email_marketing = false WHERE user_id = person;
        RETURN;
    END IF;
    INSERT INTO notification_preference (user_id, type, channel, wanted)
    SELECT person, t.name, 'email', false FROM notification_type t
    WHERE CASE what WHEN 'digest' THEN t.can_wait ELSE t.name = what END
        AND NOT t.required
        AND EXISTS (SELECT FROM preference p WHERE p.user_id = person)
    ON CONFLICT (user_id, type, channel) DO UPDATE SET wanted = false;
END
$$;
GRANT EXECUTE ON FUNCTION unsubscribe(bigint, text) TO belay_inbox;

-- --- what the worker does for accounts ----------------------------------------
GRANT EXECUTE ON FUNCTION account_by_email(text),
    email_token_make(bigint, text, text, text, int) TO belay_worker;

-- The address is confirmed for the first time: a welcome, once.
CREATE OR REPLACE FUNCTION account_verify(person bigint, address text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    UPDATE users SET verified_at = app_now()
    WHERE id = person AND lower(email) = lower(address);
    IF FOUND THEN
        PERFORM mail_queue(person, address, 'welcome', '{}',
            'welcome:' || person);
    END IF;
END
$$;

-- Suspensions that are over, and erasures that are due.
CREATE FUNCTION account_tick() RETURNS int LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public
AS $$
DECLARE
    due record;
    n int := 0;
BEGIN
    FOR due IN UPDATE users SET status = 'active', status_until = NULL,
            status_reason = NULL
            WHERE status = 'suspended' AND status_until <= app_now()
            RETURNING id LOOP
        PERFORM notify(due.id, 'account_status', '/dashboard',
            '{"status": "active"}', NULL);
        n := n + 1;
    END LOOP;
    FOR due IN SELECT id FROM users WHERE status = 'deletion_requested'
            AND status_until <= app_now() LOOP
        PERFORM enqueue('account.erase',
            jsonb_build_object('user_id', due.id), due.id::text);
        n := n + 1;
    END LOOP;
    RETURN n;
END
$$;

-- What is of no use any more.  Paths of exports whose link ended are returned
-- for their files to be removed.
CREATE FUNCTION account_clean() RETURNS text[] LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    paths text[];
BEGIN
    DELETE FROM email_token WHERE expires_at < app_now() - interval '1 day';
    DELETE FROM challenge WHERE expires_at < app_now();
    DELETE FROM user_session WHERE expires_at < app_now();
    DELETE FROM throttle WHERE last_at < app_now() - interval '2 days'
        AND wait_until < app_now();
    -- mails to addresses without an account: nobody could have them erased
    DELETE FROM email_notification WHERE user_id IS NULL
        AND created_at < app_now() - interval '30 days';
    DELETE FROM audit WHERE at < app_now() - make_interval(days =>
        setting_text('audit_keep_days')::int);
    WITH ended AS (UPDATE data_export e SET state = 'expired', path = NULL
        FROM data_export was
        WHERE e.id = was.id AND e.state = 'ready' AND e.expires_at < app_now()
        RETURNING was.path)
    SELECT coalesce(array_agg(path) FILTER (WHERE path IS NOT NULL), '{}')
        INTO paths FROM ended;
    RETURN paths;
END
$$;
GRANT EXECUTE ON FUNCTION account_tick(), account_clean() TO belay_worker;

-- Files that belong to a person: paths below the media folder.  A table whose
-- rows are exported brings its files along; erasure removes them.
CREATE TABLE person_file (
    table_name text NOT NULL,
    column_name text NOT NULL,
    path_column text NOT NULL,
    PRIMARY KEY (table_name, path_column),
    FOREIGN KEY (table_name, column_name) REFERENCES person_data
);
INSERT INTO person_file VALUES
    ('profile', 'user_id', 'picture'),
    ('resume', 'user_id', 'path'),
    ('data_export', 'user_id', 'path');
CREATE FUNCTION person_paths(person bigint) RETURNS text[] LANGUAGE plpgsql
STABLE SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    f person_file;
    found text[];
    paths text[] := '{}';
BEGIN
    FOR f IN SELECT * FROM person_file ORDER BY 1, 2 LOOP
        EXECUTE format('SELECT array_agg(%I) FROM %I WHERE %I = $1
            AND %1$I IS NOT NULL', f.path_column, f.table_name, f.column_name)
            INTO found USING person;
        paths := paths || coalesce(found, '{}');
    END LOOP;
    RETURN paths;
END
$$;

-- One table of an export: a piece of the person's rows as a JSON array.  Hashes,
-- sealed tokens and columns that lead to other people stay out.
CREATE FUNCTION person_export(person bigint, of_table text, of_column text,
    after_rows bigint, most int, OUT data jsonb, OUT n int)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    hidden text[];
BEGIN
    IF NOT EXISTS (SELECT FROM person_data d WHERE d.exported
            AND (d.table_name, d.column_name) = (of_table, of_column)) THEN
        RAISE '% is not exported', of_table;
    END IF;
    SELECT coalesce(array_agg(a.attname), '{}') INTO hidden
    FROM pg_attribute a
    WHERE a.attrelid = format('%I', of_table)::regclass AND a.attnum > 0
        AND NOT a.attisdropped AND a.attname <> of_column
        AND (a.atttypid = 'bytea'::regtype
            OR a.attname ~ '(_hash|_sealed|_token|_key|secret)$'
            OR EXISTS (SELECT FROM pg_constraint c WHERE c.contype = 'f'
                AND c.conrelid = a.attrelid AND a.attnum = ANY (c.conkey)
                AND c.confrelid IN ('users'::regclass, 'expert'::regclass)));
    EXECUTE format('SELECT coalesce(jsonb_agg(x.o), ''[]''), count(*)
        FROM (SELECT to_jsonb(t) - $1 AS o FROM %I t WHERE t.%I = $2
            ORDER BY t.ctid OFFSET $3 LIMIT $4) x', of_table, of_column)
        INTO data, n USING hidden, person, after_rows, most;
END
$$;
GRANT EXECUTE ON FUNCTION person_export(bigint, text, text, bigint, int),
    person_paths(bigint) TO belay_worker;

-- --- erasure --------------------------------------------------------------------
-- What becomes of rows that stay under a pseudonym: erase_TABLE(person), where a
-- table has more to clear than what users and profile say.
CREATE FUNCTION erase_users(person bigint) RETURNS void LANGUAGE sql
AS $$
    UPDATE users SET email = 'erased-' || person || '@invalid',
        verified_at = NULL, status = 'erased', status_until = NULL,
        status_reason = NULL WHERE id = person
$$;
CREATE FUNCTION erase_profile(person bigint) RETURNS void LANGUAGE sql
AS $$
    UPDATE profile SET display_name = 'Former member', handle = 'former-' ||
            left(replace(gen_random_uuid()::text, '-', ''), 16),
        headline = NULL, about = NULL, country = NULL, languages = '{}',
        industries = '{}', skills = '{}', links = '{}',
        years_experience = NULL, timezone = 'UTC', picture = NULL,
        is_public = false
    WHERE user_id = person
$$;
CREATE FUNCTION erase_audit(person bigint) RETURNS void LANGUAGE sql
AS $$ UPDATE audit SET remote_addr = NULL WHERE actor_id = person $$;
CREATE FUNCTION erase_session(person bigint) RETURNS void LANGUAGE sql
AS $$
    UPDATE session SET goals = NULL WHERE client_id = person;
    UPDATE session SET meeting_link = NULL WHERE expert_id = person;
    UPDATE session SET reveal_shown = NULL
        WHERE client_id = person OR expert_id = person;
$$;
CREATE FUNCTION erase_session_feedback(person bigint) RETURNS void LANGUAGE sql
AS $$ UPDATE session_feedback SET words = NULL WHERE author_id = person $$;
CREATE FUNCTION erase_expert_rating(person bigint) RETURNS void LANGUAGE sql
AS $$
    UPDATE expert_rating SET words = NULL WHERE author_id = person;
    UPDATE expert_rating SET reply = NULL WHERE expert_id = person;
$$;
CREATE FUNCTION erase_expert(person bigint) RETURNS void LANGUAGE sql
AS $$
    UPDATE expert SET headline = NULL, bio = NULL, languages = '{}',
        industries = '{}', specialisations = '{}', meeting_link = NULL
    WHERE user_id = person;
    -- states 4.11: whatever they were, they offer nothing any more
    UPDATE expert_kind SET status = 'removed', application = '{}'
    WHERE user_id = person;
$$;

-- Delete the person's rows of every registered table.  Tables refer to each
-- other: what is still referred to is tried again after the others.
CREATE FUNCTION erase_rows(person bigint) RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    d person_data;
    left_over text[];
    last_left int := -1;
BEGIN
    LOOP
        left_over := '{}';
        FOR d IN SELECT * FROM person_data WHERE erasure = 'delete'
                ORDER BY table_name, column_name LOOP
            BEGIN
                EXECUTE format('DELETE FROM %I WHERE %I = $1', d.table_name,
                    d.column_name) USING person;
            EXCEPTION WHEN foreign_key_violation THEN
                left_over := left_over || d.table_name;
            END;
        END LOOP;
        EXIT WHEN left_over = '{}';
        IF cardinality(left_over) = last_left THEN
            RAISE 'erasure: % are referred to', left_over;
        END IF;
        last_left := cardinality(left_over);
    END LOOP;
END
$$;

-- Erase an account whose 14 days are over, in the caller's transaction, by what
-- person_data says.  outcome: 'erased', 'not_due' (taken back, or done), or
-- 'session_due': later.  paths: files to remove once that is committed.
CREATE FUNCTION account_erase(person bigint, OUT outcome text,
    OUT paths text[], OUT address text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    d person_data;
    hook regprocedure;
BEGIN
    paths := '{}';
    SELECT u.email INTO address FROM users u WHERE u.id = person
        AND u.status = 'deletion_requested' AND u.status_until <= app_now()
        FOR UPDATE;
    IF address IS NULL THEN
        outcome := 'not_due';
        RETURN;
    END IF;
    IF EXISTS (SELECT FROM session_participant p WHERE p.person_id = person
            AND p.status IN ('held', 'awaiting_payment', 'requested',
                'scheduled', 'in_progress')) THEN
        outcome := 'session_due';
        RETURN;
    END IF;
    paths := person_paths(person);
    FOR d IN SELECT * FROM person_data WHERE erasure = 'clear' LOOP
        EXECUTE format('UPDATE %I SET %2$I = NULL WHERE %2$I = $1',
            d.table_name, d.column_name) USING person;
    END LOOP;
    FOR d IN SELECT DISTINCT ON (table_name) * FROM person_data
            WHERE erasure = 'pseudonym' LOOP
        hook := to_regprocedure(format('erase_%s(bigint)', d.table_name));
        IF hook IS NOT NULL THEN
            EXECUTE format('SELECT erase_%s($1)', d.table_name) USING person;
        END IF;
    END LOOP;
    PERFORM erase_rows(person);
    INSERT INTO audit (at, action, target_kind, target_id)
        VALUES (app_now(), 'account.erase', 'user', person);
    outcome := 'erased';
END
$$;
GRANT EXECUTE ON FUNCTION account_erase(bigint) TO belay_worker;
