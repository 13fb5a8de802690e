-- The texts that automated moderation let through, as long as copies of them are
-- looked for, and what it found in any.

CREATE TABLE moderation_text (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    author_id bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    kind text NOT NULL,         -- of what it is a part, as in moderation_hit
    ref bigint NOT NULL,
    context text NOT NULL,
    body text NOT NULL CHECK (length(body) <= 4000), -- its beginning
    -- its fingerprint: nearly the same texts share most of these
    bins bigint[] NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX moderation_text_author ON moderation_text (author_id, created_at);
CREATE INDEX moderation_text_bins ON moderation_text USING gin (bins);
CREATE INDEX moderation_text_created ON moderation_text (created_at);

-- flag: shown, somebody looks · hold: hidden until then · block: was refused, and
-- is here to know what is tried.
CREATE TABLE moderation_hit (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL,
    ref bigint NOT NULL,        -- 0: nothing was made
    author_id bigint REFERENCES users ON DELETE SET NULL,
    context text NOT NULL,
    body text NOT NULL CHECK (length(body) <= 4000),
    reasons jsonb NOT NULL,     -- as POST /moderation/check gives them
    decision text NOT NULL CHECK (decision IN ('flag', 'hold', 'block')),
    case_id bigint,             -- the moderators' case, when there is one
    created_at timestamptz NOT NULL
);
CREATE INDEX moderation_hit_thing ON moderation_hit (kind, ref);
CREATE INDEX moderation_hit_author ON moderation_hit (author_id);
CREATE INDEX moderation_hit_created ON moderation_hit (created_at);

ALTER TABLE moderation_text ENABLE ROW LEVEL SECURITY;
ALTER TABLE moderation_hit ENABLE ROW LEVEL SECURITY;
CREATE POLICY admin ON moderation_text TO belay_admin USING (true);
CREATE POLICY admin ON moderation_hit TO belay_admin USING (true);
CREATE POLICY worker ON moderation_text TO belay_worker USING (true);
CREATE POLICY worker ON moderation_hit TO belay_worker USING (true);
CREATE POLICY account ON moderation_text TO belay_account
    USING (author_id = app_user_id());
GRANT SELECT ON moderation_text, moderation_hit TO belay_admin, belay_worker;
GRANT SELECT ON moderation_text TO belay_account;
INSERT INTO person_data VALUES
    ('moderation_text', 'author_id', 'safety', true, 'delete', NULL),
    ('moderation_hit', 'author_id', 'safety', false, 'clear', NULL);

-- What is known of the asking member and of texts like this one.
CREATE FUNCTION moderation_signals(bins jsonb, OUT posts_minute bigint,
    OUT account_minutes bigint, OUT own_copies bigint, OUT other_copies bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    me bigint := app_user_id();
    wanted bigint[] := ARRAY(SELECT b::bigint
        FROM jsonb_array_elements_text(bins) b);
BEGIN
    SELECT count(DISTINCT t.created_at) INTO posts_minute
    FROM moderation_text t WHERE t.author_id = me
        AND t.created_at > app_now() - interval '1 minute';
    SELECT extract(epoch FROM app_now() - u.created_at)::bigint / 60
    INTO account_minutes FROM users u WHERE u.id = me;
    -- three of four bins in common; the same thing changed is no copy
    SELECT count(DISTINCT (t.kind, t.ref)) FILTER (WHERE t.author_id = me),
        count(DISTINCT (t.kind, t.ref)) FILTER (WHERE t.author_id <> me)
    INTO own_copies, other_copies
    FROM (SELECT x.author_id, x.kind, x.ref, x.bins FROM moderation_text x
        WHERE x.bins && wanted
            AND x.created_at > app_now() - interval '7 days'
        LIMIT 500) t
    WHERE cardinality(wanted) > 0
        AND (SELECT count(*) FROM unnest(t.bins) b WHERE b = ANY (wanted)) * 4
            >= cardinality(wanted) * 3;
END
$$;

/*
 * Something was found in a text that is there now (or, blocked, is not): a row
 * for the moderators, and their case when they keep any.  kind and ref say of
 * what: "profile" and the member, "rating" and its id, as report_kind has them.
 */
CREATE FUNCTION moderation_flag(kind text, ref bigint, author bigint,
    context text, body text, reasons jsonb, decision text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    made bigint;
    worst jsonb := (SELECT r FROM jsonb_array_elements(reasons) r
        ORDER BY (r ->> 'score')::float8 DESC LIMIT 1);
    certainty int;
    found bigint;
BEGIN
    INSERT INTO moderation_hit (kind, ref, author_id, context, body, reasons,
        decision, created_at)
    VALUES (kind, ref, author, context, left(body, 4000), reasons, decision,
        app_now()) RETURNING id INTO made;
    IF decision = 'block' OR to_regprocedure('report_automatic(text, bigint, '
            'bigint, text, integer, jsonb)') IS NULL THEN
        RETURN made;
    END IF;
    -- what is held counts as sure, so that it is hidden at once
    certainty := CASE WHEN decision = 'hold' THEN 100
        ELSE least(60, ((worst ->> 'score')::float8 * 60)::int) END;
    EXECUTE 'SELECT report_automatic($1, $2, $3, $4, $5, $6)' INTO found
        USING kind, ref, author, worst ->> 'category', certainty,
            jsonb_build_object('reasons', reasons);
    UPDATE moderation_hit SET case_id = found WHERE id = made;
    RETURN made;
END
$$;

-- A text of the asking member that was checked and stored: kept for a while, and
-- flagged when there was a reason.
CREATE FUNCTION moderation_record(of_kind text, of_ref bigint, of_context text,
    said text, of_bins jsonb, of_reasons jsonb, decided text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    IF decided <> 'block' THEN
        INSERT INTO moderation_text (author_id, kind, ref, context, body, bins,
            created_at)
        VALUES (app_user_id(), of_kind, of_ref, of_context, left(said, 4000),
            ARRAY(SELECT b::bigint FROM jsonb_array_elements_text(of_bins) b),
            app_now());
    END IF;
    IF decided <> 'allow' THEN
        PERFORM moderation_flag(of_kind, of_ref, app_user_id(), of_context,
            said, of_reasons, decided);
    END IF;
END
$$;

INSERT INTO setting (name, value, kind, minimum, maximum, about) VALUES
    ('moderation_keep_days', '30', 'int', 8, 365,
        'Days that checked texts are kept, to find copies and to try rules on');
CREATE FUNCTION moderation_clean() RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    n int;
BEGIN
    DELETE FROM moderation_text WHERE created_at < app_now()
        - make_interval(days => setting_text('moderation_keep_days')::int);
    GET DIAGNOSTICS n = ROW_COUNT;
    RETURN n;
END
$$;

-- Every program that shows what people write.
GRANT SELECT ON moderation_rule, moderation_state TO PUBLIC;
GRANT EXECUTE ON FUNCTION moderation_signals(jsonb),
    moderation_record(text, bigint, text, text, jsonb, jsonb, text) TO PUBLIC;
GRANT EXECUTE ON FUNCTION moderation_flag(text, bigint, bigint, text, text,
    jsonb, text), moderation_clean() TO belay_worker;
