-- Rules are changed in two steps: a draft, which can be tried on texts, then
-- live; and back.

INSERT INTO permission VALUES
    ('moderation.manage', 'change the rules of automated moderation');
INSERT INTO role_permission VALUES ('admin', 'moderation.manage');
-- Sign-ins carry a copy of what their roles open.
UPDATE user_session s SET permissions = r.permissions
    FROM user_session o, rights_of(o.user_id) r
    WHERE o.id = s.id AND 'admin' = ANY (s.roles);

CREATE TABLE moderation_draft (
    rule_id bigint PRIMARY KEY REFERENCES moderation_rule ON DELETE CASCADE,
    content jsonb NOT NULL,     -- as rule_content() gives it
    saved_by bigint REFERENCES users ON DELETE SET NULL,
    saved_at timestamptz NOT NULL
);
CREATE INDEX moderation_draft_by ON moderation_draft (saved_by);
CREATE TABLE moderation_change (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    rule_id bigint NOT NULL REFERENCES moderation_rule ON DELETE CASCADE,
    before jsonb NOT NULL,
    after jsonb NOT NULL,
    changed_by bigint REFERENCES users ON DELETE SET NULL,
    changed_at timestamptz NOT NULL
);
CREATE INDEX moderation_change_rule ON moderation_change (rule_id, id DESC);
CREATE INDEX moderation_change_by ON moderation_change (changed_by);
INSERT INTO person_data VALUES
    ('moderation_draft', 'saved_by', 'safety', false, 'clear', NULL),
    ('moderation_change', 'changed_by', 'safety', false, 'clear', NULL);

CREATE FUNCTION rule_content(r moderation_rule) RETURNS jsonb
LANGUAGE sql IMMUTABLE
AS $$
    SELECT jsonb_build_object('language', r.language, 'decisions', r.decisions,
        'score', r.score, 'terms', r.terms, 'allowed', r.allowed, 'about',
        r.about, 'is_active', r.is_active)
$$;

-- Kept until it goes live or is dropped; of a rule that nobody changed since.
CREATE FUNCTION moderation_draft_save(rule bigint, content jsonb, seen int)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    was int := (SELECT version FROM moderation_rule WHERE id = rule);
BEGIN
    IF was IS NULL THEN
        PERFORM refuse(404, 'rule_unknown');
    ELSIF was <> seen THEN
        PERFORM refuse(409, 'rule_changed');
    END IF;
    INSERT INTO moderation_draft AS d (rule_id, content, saved_by, saved_at)
        VALUES (rule, content, app_user_id(), app_now())
    ON CONFLICT (rule_id) DO UPDATE SET content = excluded.content,
        saved_by = excluded.saved_by, saved_at = excluded.saved_at;
END
$$;

-- A rule that finds nothing until its draft goes live.
CREATE FUNCTION moderation_rule_make(new_code text, of_category text)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    made bigint;
BEGIN
    IF EXISTS (SELECT FROM moderation_rule WHERE code = new_code) THEN
        PERFORM refuse(409, 'rule_exists');
    END IF;
    INSERT INTO moderation_rule (code, kind, category, about, is_active)
        VALUES (new_code, 'words', of_category, new_code, false)
        RETURNING id INTO made;
    RETURN made;
END
$$;

CREATE FUNCTION rule_set(rule bigint, content jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    r moderation_rule;
BEGIN
    SELECT * INTO r FROM moderation_rule x WHERE x.id = rule FOR UPDATE;
    IF r.id IS NULL THEN
        PERFORM refuse(404, 'rule_unknown');
    END IF;
    UPDATE moderation_rule x SET language = content ->> 'language',
        decisions = content ->> 'decisions',
        score = (content ->> 'score')::real, terms = content ->> 'terms',
        allowed = content ->> 'allowed', about = content ->> 'about',
        is_active = (content ->> 'is_active')::boolean, version = version + 1
    WHERE x.id = rule;
    INSERT INTO moderation_change (rule_id, before, after, changed_by,
        changed_at)
    VALUES (rule, rule_content(r), content, app_user_id(), app_now());
END
$$;
CREATE FUNCTION moderation_draft_publish(rule bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    d moderation_draft;
BEGIN
    DELETE FROM moderation_draft x WHERE x.rule_id = rule RETURNING * INTO d;
    IF d.rule_id IS NULL THEN
        PERFORM refuse(409, 'rule_draft_missing');
    END IF;
    PERFORM rule_set(rule, d.content);
END
$$;
CREATE FUNCTION moderation_draft_drop(rule bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public
AS $$ DELETE FROM moderation_draft WHERE rule_id = rule $$;
CREATE FUNCTION moderation_rule_undo(rule bigint, change bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    was jsonb := (SELECT c.before FROM moderation_change c
        WHERE c.id = change AND c.rule_id = rule);
BEGIN
    IF was IS NULL THEN
        PERFORM refuse(404, 'rule_unknown');
    END IF;
    PERFORM rule_set(rule, was);
END
$$;

GRANT SELECT ON moderation_draft, moderation_change TO belay_admin;
GRANT EXECUTE ON FUNCTION rule_content(moderation_rule),
    moderation_draft_save(bigint, jsonb, int),
    moderation_rule_make(text, text), moderation_draft_publish(bigint),
    moderation_draft_drop(bigint), moderation_rule_undo(bigint, bigint)
    TO belay_admin;
