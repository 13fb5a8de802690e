-- Becoming an expert, and what experts change about themselves.

-- --- provider application (spec: states 4.11) --------------------------------
CREATE TABLE expert_kind_rule (
    from_status text NOT NULL,
    to_status text NOT NULL,
    side text NOT NULL CHECK (side IN ('expert', 'admin')),
    PRIMARY KEY (from_status, to_status, side)
);
INSERT INTO expert_kind_rule VALUES
    ('draft', 'submitted', 'expert'),
    ('rejected', 'submitted', 'expert'),
    ('submitted', 'in_review', 'admin'),
    ('submitted', 'verified', 'admin'),
    ('submitted', 'rejected', 'admin'),
    ('in_review', 'verified', 'admin'),
    ('in_review', 'rejected', 'admin'),
    ('verified', 'paused', 'expert'),
    ('paused', 'verified', 'expert'),
    ('verified', 'suspended', 'admin'),
    ('paused', 'suspended', 'admin'),
    ('suspended', 'verified', 'admin'),
    ('verified', 'removed', 'admin'),
    ('paused', 'removed', 'admin'),
    ('suspended', 'removed', 'admin');

-- An expert's listing has to be made anew: once per transaction.  No unique key:
-- two transactions must never wait for each other's job.
CREATE FUNCTION listing_due(person bigint) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    asked text := coalesce(current_setting('app.listing_due', true), '');
BEGIN
    IF asked LIKE '%,' || person || ',%' OR NOT EXISTS (
            SELECT FROM expert_kind WHERE user_id = person
            AND status NOT IN ('draft', 'submitted', 'in_review', 'rejected'))
            THEN
        RETURN;
    END IF;
    -- Remembered while that is cheap: a bulk load asks thousands of times.
    IF length(asked) < 1000 THEN
        PERFORM set_config('app.listing_due', asked || ',' || person || ',',
            true);
    END IF;
    PERFORM enqueue('expert.listing', jsonb_build_object('expert_id', person));
END
$$;

-- Roles follow verification; sign-ins carry a copy of them.
CREATE FUNCTION expert_role(person bigint, expert_kind text, give boolean)
RETURNS void LANGUAGE plpgsql
AS $$
BEGIN
    IF give THEN
        INSERT INTO user_role VALUES (person, expert_kind, app_user_id(),
            app_now()) ON CONFLICT DO NOTHING;
    ELSE
        DELETE FROM user_role WHERE user_id = person AND role = expert_kind;
    END IF;
    UPDATE user_session s SET roles = r.roles, permissions = r.permissions
        FROM rights_of(person) r WHERE s.user_id = person;
END
$$;

CREATE FUNCTION expert_kind_move(person bigint, which text, target text,
    by_side text, why text) RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    k expert_kind;
BEGIN
    SELECT * INTO k FROM expert_kind x WHERE x.user_id = person
        AND x.kind = which FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM refuse(404, 'expert_unknown');
    ELSIF NOT EXISTS (SELECT FROM expert_kind_rule r
            WHERE (r.from_status, r.to_status, r.side)
                = (k.status, target, by_side)) THEN
        PERFORM refuse(409, 'expert_is_' || k.status, NULL,
            jsonb_build_object('status', k.status, 'allowed', (SELECT
            coalesce(jsonb_agg(r.to_status ORDER BY r.to_status), '[]')
            FROM expert_kind_rule r WHERE (r.from_status, r.side)
                = (k.status, by_side))));
    ELSIF k.status = 'rejected' AND 3 <= (SELECT count(*)
            FROM expert_kind_history h WHERE h.user_id = person
                AND h.kind = which AND h.from_status = 'rejected'
                AND h.at > app_now() - interval '30 days') THEN
        PERFORM refuse(409, 'expert_resubmitted_too_often', NULL,
            '{"allowed": []}');
    END IF;
    UPDATE expert_kind x SET status = target,
        reason = CASE WHEN by_side = 'admin' THEN why ELSE x.reason END,
        submitted_at = CASE target WHEN 'submitted' THEN app_now()
            ELSE x.submitted_at END,
        decided_at = CASE by_side WHEN 'admin' THEN app_now()
            ELSE x.decided_at END,
        decided_by = CASE by_side WHEN 'admin' THEN app_user_id()
            ELSE x.decided_by END
    WHERE x.user_id = person AND x.kind = which;
    INSERT INTO expert_kind_history (user_id, kind, at, actor_id, from_status,
        to_status, reason)
    VALUES (person, which, app_now(), app_user_id(), k.status, target, why);
    PERFORM listing_due(person);
END
$$;

-- Apply for a kind, or apply again after a rejection.  Gives the expert's public
-- number.  Interviewers begin anonymous.
CREATE FUNCTION expert_register(which text, answers jsonb,
    submit boolean DEFAULT true) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    me bigint := acting_member();
    p profile;
    found_ref bigint;
BEGIN
    IF which IS NULL OR which NOT IN ('mentor', 'concierge', 'interviewer') THEN
        PERFORM refuse(422, 'expert_kind_unknown', 'kind');
    ELSIF jsonb_typeof(answers) IS DISTINCT FROM 'object'
            OR pg_column_size(answers) > 65536 THEN
        PERFORM refuse(422, 'expert_application', 'application');
    END IF;
    SELECT * INTO p FROM profile WHERE user_id = me;
    LOOP
        SELECT ref INTO found_ref FROM expert WHERE user_id = me;
        EXIT WHEN FOUND;
        -- Again when the alias is somebody's.
        INSERT INTO expert (user_id, alias, alias_seed, is_anonymous, headline,
            timezone, languages, created_at)
        VALUES (me, alias_new(), gen_random_uuid()::text,
            which = 'interviewer', p.headline,
            CASE WHEN is_zone(p.timezone) THEN p.timezone ELSE 'UTC' END,
            p.languages, app_now())
        ON CONFLICT DO NOTHING;
    END LOOP;
    INSERT INTO expert_kind (user_id, kind, application)
        VALUES (me, which, answers)
        ON CONFLICT (user_id, kind) DO UPDATE SET application = answers
        WHERE expert_kind.status IN ('draft', 'rejected');
    IF submit THEN
        PERFORM expert_kind_move(me, which, 'submitted', 'expert', NULL);
    END IF;
    RETURN found_ref;
END
$$;

-- The expert pauses a kind or comes back.
CREATE FUNCTION expert_pause(which text, pause boolean) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public
AS $$
    SELECT expert_kind_move(app_user_id(), which,
        CASE WHEN pause THEN 'paused' ELSE 'verified' END, 'expert', NULL)
$$;

-- An admin decides: in_review, verified, rejected, suspended, removed.
CREATE FUNCTION expert_decide(person bigint, which text, decision text,
    why text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    IF decision IN ('rejected', 'suspended', 'removed')
            AND coalesce(trim(why), '') = '' THEN
        PERFORM refuse(422, 'reason_words_missing', 'reason');
    END IF;
    PERFORM expert_kind_move(person, which, decision, 'admin',
        nullif(trim(why), ''));
    IF decision = 'in_review' THEN
        RETURN;
    ELSIF decision IN ('verified', 'removed') THEN
        PERFORM expert_role(person, which, decision = 'verified');
    END IF;
    IF decision IN ('suspended', 'removed') AND NOT EXISTS (
            SELECT FROM expert_kind k WHERE k.user_id = person
            AND k.status IN ('verified', 'paused')) THEN
        PERFORM session_cancel_all(person, CASE decision WHEN 'suspended'
            THEN 'suspended' ELSE 'provider_closed' END, 'expert');
    END IF;
    PERFORM notify(person, 'expert_verified', '/interviewer/profile',
        jsonb_build_object('kind', which, 'decision', decision, 'reason', why),
        NULL);
END
$$;

-- --- documents ---------------------------------------------------------------
-- Profile and availability come as JSON documents.  All mistakes are collected
-- and refused together: {"errors": {"field": ["word"]}}.
CREATE FUNCTION refuse_fields(errors jsonb) RETURNS void LANGUAGE plpgsql
AS $$
BEGIN
    IF errors <> '{}' THEN
        PERFORM refuse(422, (SELECT value ->> 0 FROM jsonb_each(errors) LIMIT 1),
            (SELECT key FROM jsonb_each(errors) LIMIT 1),
            jsonb_build_object('errors', errors));
    END IF;
END
$$;
-- The word for what is wrong with a member of a document; NULL when fine.
CREATE FUNCTION field_refusal(value jsonb, form text, lo bigint, hi bigint)
RETURNS text LANGUAGE plpgsql STABLE
AS $$
DECLARE
    words text := value #>> '{}';
    kind text := jsonb_typeof(value);
BEGIN
    IF value IS NULL OR (kind = 'null' AND form LIKE '%?') THEN
        RETURN NULL;
    END IF;
    form := rtrim(form, '?');
    IF form = 'int' THEN
        RETURN CASE WHEN kind <> 'number' OR words !~ '^-?[0-9]{1,15}$'
            THEN 'not_a_number'
            WHEN words::bigint NOT BETWEEN lo AND hi THEN 'out_of_range' END;
    ELSIF form = 'bool' THEN
        RETURN CASE WHEN kind <> 'boolean' THEN 'not_true_or_false' END;
    ELSIF form = 'texts' THEN
        RETURN CASE WHEN kind <> 'array' THEN 'not_a_list'
            WHEN jsonb_array_length(value) > hi THEN 'too_many'
            WHEN EXISTS (SELECT FROM jsonb_array_elements(value) x
                WHERE jsonb_typeof(x) <> 'string'
                OR length(x #>> '{}') NOT BETWEEN 1 AND 60)
            THEN 'not_a_list' END;
    ELSIF kind <> 'string' THEN
        RETURN 'not_text';
    ELSIF length(words) NOT BETWEEN lo AND hi THEN
        RETURN 'wrong_length';
    ELSIF form = 'zone' AND NOT is_zone(words) THEN
        RETURN 'unknown_zone';
    ELSIF form = 'link' AND words !~ '^https://[^[:space:]/]+\.[^[:space:]]+$' THEN
        RETURN 'not_a_link';
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION jsonb_texts(list jsonb) RETURNS text[] LANGUAGE sql IMMUTABLE
AS $$ SELECT coalesce(array_agg(DISTINCT x ORDER BY x), '{}')
    FROM jsonb_array_elements_text(list) x $$;

-- Any part of {"headline", "bio", "timezone", "languages", "industries",
-- "specialisations", "skills": [{"name", "level"}], "session_types": [{"kind",
-- "minutes", "price": {"amount", "currency"}}], "meeting_link", "anonymous",
-- "seats", "takes_reviews", "sells_packs", "late_return_percent",
-- "booking": {…}}.  Lists replace what was there.
CREATE FUNCTION expert_save(doc jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    me bigint := app_user_id();
    b jsonb := coalesce(doc -> 'booking', '{}');
    errors jsonb := '{}';
    e expert;
BEGIN
    SELECT * INTO e FROM expert WHERE user_id = me FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        PERFORM refuse(404, 'expert_unknown');
    ELSIF jsonb_typeof(doc) <> 'object' OR jsonb_typeof(b) <> 'object' THEN
        PERFORM refuse(422, 'not_an_object', 'booking');
    END IF;
    SELECT coalesce(jsonb_object_agg(f.name, jsonb_build_array(f.word)), '{}')
    INTO errors FROM (
        SELECT r.name, field_refusal(coalesce(doc, '{}') -> r.name, r.form, r.lo,
            r.hi) AS word
        FROM (VALUES ('headline', 'text?', 0, 120), ('bio', 'text?', 0, 5000),
            ('timezone', 'zone', 1, 60), ('languages', 'texts', 0, 20),
            ('industries', 'texts', 0, 10), ('specialisations', 'texts', 0, 10),
            ('meeting_link', 'link?', 10, 500), ('anonymous', 'bool', 0, 0),
            ('seats', 'int', 0, 1000), ('takes_reviews', 'bool', 0, 0),
            ('sells_packs', 'bool', 0, 0),
            ('late_return_percent', 'int', 0, 100))
            AS r (name, form, lo, hi)
        UNION ALL
        SELECT 'booking.' || r.name, field_refusal(b -> r.name, r.form, r.lo,
            r.hi)
        FROM (VALUES ('horizon_days', 'int', 1, 366),
            ('min_notice_hours', 'int', 0, 720),
            ('buffer_before_minutes', 'int', 0, 240),
            ('buffer_after_minutes', 'int', 0, 240),
            ('max_per_day', 'int?', 1, 48), ('max_per_week', 'int?', 1, 336),
            ('confirm_by_hand', 'bool', 0, 0)) AS r (name, form, lo, hi)) f
    WHERE f.word IS NOT NULL;
    IF NOT errors ? 'industries' AND EXISTS (SELECT FROM
            jsonb_array_elements_text(doc -> 'industries') x
            WHERE NOT EXISTS (SELECT FROM industry i WHERE i.slug = x)) THEN
        errors := errors || '{"industries": ["unknown"]}';
    END IF;
    IF NOT errors ? 'specialisations' AND EXISTS (SELECT FROM
            jsonb_array_elements_text(doc -> 'specialisations') x
            WHERE NOT EXISTS (SELECT FROM specialisation i WHERE i.slug = x)) THEN
        errors := errors || '{"specialisations": ["unknown"]}';
    END IF;
    IF NOT errors ? 'languages' AND EXISTS (SELECT FROM
            jsonb_array_elements_text(doc -> 'languages') x
            WHERE x !~ '^[a-z]{2,3}(-[A-Za-z]{2,4})?$') THEN
        errors := errors || '{"languages": ["unknown"]}';
    END IF;
    IF doc -> 'anonymous' = 'true' AND NOT EXISTS (SELECT FROM expert_kind k
            WHERE k.user_id = me AND k.kind = 'interviewer') THEN
        errors := errors || '{"anonymous": ["interviewers_only"]}';
    END IF;
    errors := errors || skills_refusal(doc -> 'skills')
        || session_types_refusal(doc -> 'session_types');
    PERFORM refuse_fields(errors);

    UPDATE expert SET
        headline = CASE WHEN doc ? 'headline'
            THEN nullif(trim(doc ->> 'headline'), '') ELSE headline END,
        bio = CASE WHEN doc ? 'bio' THEN nullif(trim(doc ->> 'bio'), '')
            ELSE bio END,
        timezone = coalesce(doc ->> 'timezone', timezone),
        languages = CASE WHEN doc ? 'languages'
            THEN jsonb_texts(doc -> 'languages') ELSE languages END,
        industries = CASE WHEN doc ? 'industries'
            THEN jsonb_texts(doc -> 'industries') ELSE industries END,
        specialisations = CASE WHEN doc ? 'specialisations'
            THEN jsonb_texts(doc -> 'specialisations')
            ELSE specialisations END,
        meeting_link = CASE WHEN doc ? 'meeting_link'
            THEN doc ->> 'meeting_link' ELSE meeting_link END,
        is_anonymous = coalesce((doc ->> 'anonymous')::boolean, is_anonymous),
        seats = coalesce((doc ->> 'seats')::int, seats),
        takes_reviews = coalesce((doc ->> 'takes_reviews')::boolean,
            takes_reviews),
        sells_packs = coalesce((doc ->> 'sells_packs')::boolean, sells_packs),
        late_return_percent = coalesce((doc ->> 'late_return_percent')::int,
            late_return_percent),
        horizon_days = coalesce((b ->> 'horizon_days')::int, horizon_days),
        min_notice_hours = coalesce((b ->> 'min_notice_hours')::int,
            min_notice_hours),
        buffer_before_minutes = coalesce((b ->> 'buffer_before_minutes')::int,
            buffer_before_minutes),
        buffer_after_minutes = coalesce((b ->> 'buffer_after_minutes')::int,
            buffer_after_minutes),
        max_per_day = CASE WHEN b ? 'max_per_day'
            THEN (b ->> 'max_per_day')::int ELSE max_per_day END,
        max_per_week = CASE WHEN b ? 'max_per_week'
            THEN (b ->> 'max_per_week')::int ELSE max_per_week END,
        confirm_by_hand = coalesce((b ->> 'confirm_by_hand')::boolean,
            confirm_by_hand)
    WHERE user_id = me;
    IF doc ? 'skills' THEN
        PERFORM skills_save(me, doc -> 'skills');
    END IF;
    IF doc ? 'session_types' THEN
        PERFORM session_types_save(me, doc -> 'session_types');
    END IF;
    PERFORM listing_due(me);
END
$$;

CREATE FUNCTION skills_refusal(list jsonb) RETURNS jsonb LANGUAGE plpgsql
STABLE
AS $$
DECLARE
    word text;
BEGIN
    IF list IS NULL THEN
        RETURN '{}';
    ELSIF jsonb_typeof(list) <> 'array' OR jsonb_array_length(list) > 30 THEN
        RETURN '{"skills": ["not_a_list"]}';
    END IF;
    SELECT coalesce(CASE WHEN jsonb_typeof(x) <> 'object' THEN 'not_an_object'
            WHEN x -> 'name' IS NULL OR x -> 'level' IS NULL THEN 'incomplete'
            WHEN slug_of(x ->> 'name') !~ '^[a-z0-9]' THEN 'skill_name' END,
        field_refusal(x -> 'name', 'text', 1, 40),
        field_refusal(x -> 'level', 'int', 1, 5))
    INTO word FROM jsonb_array_elements(list) x ORDER BY 1 NULLS LAST LIMIT 1;
    IF word IS NOT NULL THEN
        RETURN jsonb_build_object('skills', jsonb_build_array(word));
    END IF;
    RETURN '{}';
END
$$;
-- Names that the vocabulary lacks are added to it, not yet vetted.
CREATE FUNCTION skills_save(expert bigint, list jsonb) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO skill (slug, name)
        SELECT DISTINCT ON (slug_of(x ->> 'name')) slug_of(x ->> 'name'),
            trim(x ->> 'name') FROM jsonb_array_elements(list) x
        ORDER BY 1, 2
        ON CONFLICT DO NOTHING;
    DELETE FROM expert_skill s WHERE s.expert_id = skills_save.expert;
    INSERT INTO expert_skill (expert_id, skill_id, level)
        SELECT skills_save.expert, k.id, max((x ->> 'level')::int)
        FROM jsonb_array_elements(list) x
        JOIN skill k ON k.slug = slug_of(x ->> 'name') GROUP BY k.id;
END
$$;

CREATE FUNCTION session_types_refusal(list jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    word text;
BEGIN
    IF list IS NULL THEN
        RETURN '{}';
    ELSIF jsonb_typeof(list) <> 'array' OR jsonb_array_length(list) > 35 THEN
        RETURN '{"session_types": ["not_a_list"]}';
    END IF;
    SELECT coalesce(CASE WHEN jsonb_typeof(x) <> 'object' THEN 'not_an_object'
            WHEN x ->> 'kind' IS NULL OR x ->> 'kind' NOT IN
                ('technical_coding', 'system_design', 'behavioural', 'resume',
                'mentoring', 'concierge', 'introduction')
            THEN 'unknown_kind'
            WHEN coalesce(x ->> 'minutes', '') NOT IN ('15', '30', '45', '60', '90')
            THEN 'unknown_minutes'
            WHEN x -> 'price' -> 'amount' IS NULL THEN 'price_missing'
            WHEN coalesce(x -> 'price' ->> 'currency', 'USD') !~ '^[A-Z]{3}$'
            THEN 'unknown_currency' END,
        field_refusal(x -> 'price' -> 'amount', 'int', 0, 100000000))
    INTO word FROM jsonb_array_elements(list) x ORDER BY 1 NULLS LAST LIMIT 1;
    IF word IS NOT NULL THEN
        RETURN jsonb_build_object('session_types', jsonb_build_array(word));
    ELSIF (SELECT count(*) <> count(DISTINCT (x ->> 'kind', x ->> 'minutes'))
            FROM jsonb_array_elements(list) x) THEN
        RETURN '{"session_types": ["twice"]}';
    END IF;
    RETURN '{}';
END
$$;
-- A type keeps its id while kind and length stay; what is left out is retired.
CREATE FUNCTION session_types_save(expert bigint, list jsonb) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE session_type t SET active = false
        WHERE t.expert_id = session_types_save.expert AND t.active
            AND NOT EXISTS (SELECT FROM jsonb_array_elements(list) x
            WHERE (x ->> 'kind', (x ->> 'minutes')::int) = (t.kind, t.minutes));
    INSERT INTO session_type (expert_id, kind, minutes, price_amount,
        price_currency)
    SELECT session_types_save.expert, x ->> 'kind', (x ->> 'minutes')::int,
        (x -> 'price' ->> 'amount')::bigint,
        coalesce(x -> 'price' ->> 'currency', 'USD')
    FROM jsonb_array_elements(list) WITH ORDINALITY AS l (x, n) ORDER BY n
    ON CONFLICT (expert_id, kind, minutes) WHERE active DO UPDATE
        SET price_amount = excluded.price_amount,
            price_currency = excluded.price_currency;
END
$$;

-- --- availability ------------------------------------------------------------
-- "09:30" as minutes of the day; "24:00" only as an end.  NULL when malformed.
CREATE FUNCTION minute_of(words text, is_end boolean) RETURNS int
LANGUAGE sql IMMUTABLE
AS $$
    SELECT CASE WHEN words ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'
            OR (is_end AND words = '24:00')
        THEN left(words, 2)::int * 60 + right(words, 2)::int END
$$;
CREATE FUNCTION date_of(words text) RETURNS date LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN CASE WHEN words ~ '^[12][0-9]{3}-[0-9]{2}-[0-9]{2}$'
        THEN words::date END;
EXCEPTION WHEN datetime_field_overflow OR invalid_datetime_format THEN
    RETURN NULL;
END
$$;

-- {"timezone", "weekly": [{"day", "start", "end"}], "overrides": [{"date",
-- "windows": [{"start", "end"}]}], "blocked": [{"from", "to", "reason"}]}: the
-- whole of it; a list left out is empty, a zone left out stays.
CREATE FUNCTION availability_save(doc jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    me bigint := app_user_id();
    part text;
    list jsonb;
    most int;
    errors jsonb := '{}';
BEGIN
    PERFORM FROM expert WHERE user_id = me FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        PERFORM refuse(404, 'expert_unknown');
    ELSIF jsonb_typeof(doc) IS DISTINCT FROM 'object' THEN
        PERFORM refuse(422, 'not_an_object', 'weekly');
    ELSIF field_refusal(doc -> 'timezone', 'zone', 1, 60) IS NOT NULL THEN
        errors := '{"timezone": ["unknown_zone"]}';
    END IF;
    FOR part, most IN VALUES ('weekly', 84), ('overrides', 400),
            ('blocked', 100) LOOP
        list := doc -> part;
        IF list IS NULL THEN
            doc := jsonb_set(doc, ARRAY[part], '[]');
        ELSIF jsonb_typeof(list) <> 'array' OR EXISTS (SELECT FROM
                jsonb_array_elements(list) x WHERE jsonb_typeof(x) <> 'object')
                THEN
            errors := errors || jsonb_build_object(part, '["not_a_list"]'::jsonb);
            doc := jsonb_set(doc, ARRAY[part], '[]');
        ELSIF jsonb_array_length(list) > most THEN
            errors := errors || jsonb_build_object(part, '["too_many"]'::jsonb);
        END IF;
    END LOOP;
    errors := errors || availability_refusal(doc);
    PERFORM refuse_fields(errors);
    DELETE FROM availability_rule WHERE expert_id = me;
    DELETE FROM availability_override WHERE expert_id = me;
    DELETE FROM availability_block WHERE expert_id = me;
    UPDATE expert SET timezone = coalesce(doc ->> 'timezone', timezone)
        WHERE user_id = me;
    INSERT INTO availability_rule
        SELECT me, (x ->> 'day')::int, minute_of(x ->> 'start', false),
            minute_of(x ->> 'end', true)
        FROM jsonb_array_elements(doc -> 'weekly') x;
    INSERT INTO availability_override
        SELECT me, date_of(x ->> 'date'), minute_of(w ->> 'start', false),
            minute_of(w ->> 'end', true)
        FROM jsonb_array_elements(doc -> 'overrides') x
        LEFT JOIN jsonb_array_elements(coalesce(x -> 'windows', '[]')) w ON true;
    INSERT INTO availability_block (expert_id, from_date, to_date, reason)
        SELECT me, date_of(x ->> 'from'), date_of(x ->> 'to'),
            nullif(trim(x ->> 'reason'), '')
        FROM jsonb_array_elements(doc -> 'blocked') x;
    PERFORM listing_due(me);
EXCEPTION WHEN exclusion_violation THEN
    PERFORM refuse_fields(CASE WHEN SQLERRM LIKE '%availability_rule_overlap%'
        THEN '{"weekly": ["windows_overlap"]}'::jsonb
        ELSE '{"overrides": ["windows_overlap"]}' END);
END
$$;
CREATE FUNCTION window_refusal(w jsonb) RETURNS text LANGUAGE sql STABLE
AS $$
    SELECT CASE WHEN minute_of(w ->> 'start', false) IS NULL
            OR minute_of(w ->> 'end', true) IS NULL THEN 'not_a_time'
        WHEN minute_of(w ->> 'start', false) >= minute_of(w ->> 'end', true)
        THEN 'ends_before_it_starts' END
$$;
CREATE FUNCTION availability_refusal(doc jsonb) RETURNS jsonb LANGUAGE sql
STABLE
AS $$
    SELECT coalesce(jsonb_object_agg(field, jsonb_build_array(word)), '{}')
    FROM (
        SELECT format('weekly[%s]', n - 1) AS field,
            CASE WHEN coalesce(x ->> 'day', '') !~ '^[1-7]$' THEN 'day_range'
            ELSE window_refusal(x) END AS word
        FROM jsonb_array_elements(doc -> 'weekly')
            WITH ORDINALITY AS l (x, n)
        UNION ALL
        SELECT format('overrides[%s]', n - 1),
            CASE WHEN date_of(x ->> 'date') IS NULL THEN 'not_a_date'
            WHEN count(*) OVER (PARTITION BY x ->> 'date') > 1 THEN 'twice'
            WHEN jsonb_typeof(coalesce(x -> 'windows', '[]')) <> 'array'
                THEN 'not_a_list'
            ELSE (SELECT coalesce(window_refusal(w), NULL)
                FROM jsonb_array_elements(coalesce(x -> 'windows', '[]')) w
                ORDER BY 1 NULLS LAST LIMIT 1) END
        FROM jsonb_array_elements(doc -> 'overrides')
            WITH ORDINALITY AS l (x, n)
        UNION ALL
        SELECT format('blocked[%s]', n - 1),
            CASE WHEN date_of(x ->> 'from') IS NULL
                OR date_of(x ->> 'to') IS NULL THEN 'not_a_date'
            WHEN x ->> 'from' > x ->> 'to' THEN 'ends_before_it_starts'
            ELSE field_refusal(x -> 'reason', 'text?', 0, 200) END
        FROM jsonb_array_elements(doc -> 'blocked')
            WITH ORDINALITY AS l (x, n)) f
    WHERE word IS NOT NULL
$$;
GRANT EXECUTE ON FUNCTION expert_register(text, jsonb, boolean),
    expert_pause(text, boolean), expert_save(jsonb), availability_save(jsonb),
    minute_of(text, boolean), date_of(text) TO belay_booking;
GRANT EXECUTE ON FUNCTION expert_decide(bigint, text, text, text)
    TO belay_admin;
GRANT SELECT ON expert_kind_rule, session_rule TO belay_booking, belay_admin;
