-- Journeys (spec: journeys.md, states 4.8): what one is, its versions with their
-- sections and fields, who is on it, and what they answered.  A version that is
-- published never changes; answers go by the keys of sections and fields, so
-- they outlive it.

GRANT USAGE ON SCHEMA public TO belay_journeys, belay_reviews;
GRANT EXECUTE ON FUNCTION session_open(text), token_open(text),
    rights_of(bigint), session_touch(bigint, text, text), token_touch(bigint),
    session_renew(text, text), mail_queue(bigint, text, text, jsonb, text, text,
    text) TO belay_journeys, belay_reviews;

-- --- the journey ---------------------------------------------------------------
CREATE TABLE journey_category (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
    name text NOT NULL CHECK (length(trim(name)) BETWEEN 1 AND 60),
    icon text NOT NULL DEFAULT 'compass',
    position int NOT NULL,
    retired_at timestamptz
);
CREATE UNIQUE INDEX journey_category_name ON journey_category (lower(name));
INSERT INTO journey_category (slug, name, icon, position) VALUES
    ('care', 'Care', 'heart-handshake', 1), ('wedding', 'Wedding', 'gem', 2),
    ('baby', 'New baby', 'baby', 3), ('health', 'Health', 'heart-pulse', 4),
    ('career', 'Career', 'briefcase', 5), ('moving', 'Moving', 'truck', 6),
    ('learning', 'Learning', 'book-open', 7), ('money', 'Money', 'wallet', 8),
    ('farewell', 'End of life', 'feather', 9),
    ('growth', 'Personal growth', 'sprout', 10);

ALTER TABLE journey
    -- of its page; a draft has one of chance until it is named
    ADD slug text NOT NULL UNIQUE DEFAULT 'draft-' || gen_random_uuid()
        CHECK (slug ~ '^[a-z0-9][a-z0-9-]{1,59}$'),
    ADD status text NOT NULL DEFAULT 'draft' CHECK (status IN ('draft',
        'in_review', 'changes_requested', 'published', 'unpublished',
        'suspended', 'archived')),
    ADD summary text CHECK (length(summary) <= 200),       -- one line, plain
    ADD description text CHECK (length(description) <= 20000),  -- Markdown
    ADD icon text NOT NULL DEFAULT 'compass',
    ADD estimate_minutes int CHECK (estimate_minutes BETWEEN 1 AND 100000),
    ADD tags text[] NOT NULL DEFAULT '{}',
    -- {"primary", "secondary", "accent": "#rrggbb", "font", "logo", "cover"}
    ADD theme jsonb NOT NULL DEFAULT '{}',
    ADD shows_split boolean NOT NULL DEFAULT false, -- the fees, at the checkout
    ADD affiliate_bp int NOT NULL DEFAULT 0
        CHECK (affiliate_bp BETWEEN 0 AND 5000),
    ADD review_due_hours int NOT NULL DEFAULT 72
        CHECK (review_due_hours BETWEEN 1 AND 720),
    ADD featured_at timestamptz,
    ADD status_words text,          -- why changes are asked for, or suspended
    ADD published_at timestamptz,   -- for the first time
    ADD changed_at timestamptz NOT NULL DEFAULT app_now(),
    ADD revision int NOT NULL DEFAULT 1;
CREATE INDEX journey_status ON journey (status, id DESC);
CREATE INDEX journey_featured ON journey (featured_at DESC)
    WHERE featured_at IS NOT NULL;
CREATE TABLE journey_in_category (
    journey_id bigint NOT NULL REFERENCES journey ON DELETE CASCADE,
    category_id bigint NOT NULL REFERENCES journey_category,
    PRIMARY KEY (journey_id, category_id)
);
CREATE INDEX journey_in_category_of ON journey_in_category (category_id,
    journey_id);
-- Names it had, which lead to it for ever.
CREATE TABLE journey_slug (
    slug text PRIMARY KEY,
    journey_id bigint NOT NULL REFERENCES journey ON DELETE CASCADE
);
CREATE INDEX journey_slug_of ON journey_slug (journey_id);

-- --- its versions ------------------------------------------------------------------
CREATE TABLE journey_version (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    journey_id bigint NOT NULL REFERENCES journey ON DELETE CASCADE,
    number int NOT NULL,
    status text NOT NULL DEFAULT 'draft'
        CHECK (status IN ('draft', 'published', 'superseded')),
    summary text CHECK (length(summary) <= 1000),   -- of what changed
    is_safety_fix boolean NOT NULL DEFAULT false,
    revision int NOT NULL DEFAULT 1,    -- of a draft: two editors collide by it
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    published_at timestamptz,
    UNIQUE (journey_id, number),
    CHECK ((status = 'draft') = (published_at IS NULL))
);
CREATE UNIQUE INDEX journey_version_draft ON journey_version (journey_id)
    WHERE status = 'draft';
CREATE UNIQUE INDEX journey_version_published ON journey_version (journey_id)
    WHERE status = 'published';
CREATE TABLE journey_section (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    version_id bigint NOT NULL REFERENCES journey_version ON DELETE CASCADE,
    key text NOT NULL CHECK (key ~ '^[a-z0-9_]{1,40}$'),
    position int NOT NULL,
    title text NOT NULL CHECK (length(trim(title)) BETWEEN 1 AND 120),
    description text CHECK (length(description) <= 10000),  -- Markdown
    guidance text CHECK (length(guidance) <= 10000),    -- for who reviews it
    kind text CHECK (kind ~ '^[a-z0-9-]{1,40}$'),   -- specialisation.slug
    is_list boolean NOT NULL DEFAULT false,
    min_records int NOT NULL DEFAULT 0 CHECK (min_records BETWEEN 0 AND 200),
    max_records int NOT NULL DEFAULT 200 CHECK (max_records BETWEEN 1 AND 200),
    weight int NOT NULL DEFAULT 1 CHECK (weight BETWEEN 0 AND 10),
    visible_if jsonb,
    UNIQUE (version_id, key),
    UNIQUE (version_id, position) DEFERRABLE INITIALLY DEFERRED,
    CHECK (min_records <= max_records)
);
-- What a field is beyond its key and type stands in `definition`; lib/journey
-- reads and checks it, and nobody else writes it.
CREATE TABLE journey_field (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    section_id bigint NOT NULL REFERENCES journey_section ON DELETE CASCADE,
    key text NOT NULL CHECK (key ~ '^[a-z0-9_]{1,40}$'),
    position int NOT NULL,
    type text NOT NULL CHECK (type IN ('text', 'textarea', 'email', 'phone',
        'url', 'number', 'currency', 'date', 'time', 'select', 'radio',
        'multiselect', 'checkbox', 'file', 'rating')),
    definition jsonb NOT NULL CHECK (jsonb_typeof(definition) = 'object'),
    UNIQUE (section_id, key),
    UNIQUE (section_id, position) DEFERRABLE INITIALLY DEFERRED
);
-- What is published stays as it is.
CREATE FUNCTION journey_part_guard() RETURNS trigger LANGUAGE plpgsql
AS $$
DECLARE
    section bigint;
    version bigint;
BEGIN
    IF TG_TABLE_NAME = 'journey_field' THEN
        section := CASE TG_OP WHEN 'DELETE' THEN OLD.section_id
            ELSE NEW.section_id END;
        SELECT s.version_id INTO version FROM journey_section s
            WHERE s.id = section;
    ELSE
        version := CASE TG_OP WHEN 'DELETE' THEN OLD.version_id
            ELSE NEW.version_id END;
    END IF;
    IF EXISTS (SELECT FROM journey_version v WHERE v.id = version
            AND v.status <> 'draft') THEN
        PERFORM refuse(409, 'version_is_published');
    END IF;
    RETURN coalesce(NEW, OLD);
END
$$;
CREATE TRIGGER guard BEFORE INSERT OR UPDATE OR DELETE ON journey_section
    FOR EACH ROW EXECUTE FUNCTION journey_part_guard();
CREATE TRIGGER guard BEFORE INSERT OR UPDATE OR DELETE ON journey_field
    FOR EACH ROW EXECUTE FUNCTION journey_part_guard();

-- All parts of a version into a draft of the same or another journey.
CREATE FUNCTION version_copy(source bigint, target bigint) RETURNS void
LANGUAGE sql
AS $$
    INSERT INTO journey_section (version_id, key, position, title, description,
        guidance, kind, is_list, min_records, max_records, weight, visible_if)
    SELECT target, s.key, s.position, s.title, s.description, s.guidance, s.kind,
        s.is_list, s.min_records, s.max_records, s.weight, s.visible_if
    FROM journey_section s WHERE s.version_id = source;
    INSERT INTO journey_field (section_id, key, position, type, definition)
    SELECT n.id, f.key, f.position, f.type, f.definition
    FROM journey_section s JOIN journey_field f ON f.section_id = s.id
    JOIN journey_section n ON n.version_id = target AND n.key = s.key
    WHERE s.version_id = source
$$;
-- The draft of a journey; made of what is published when there is none.
CREATE FUNCTION version_draft(of_journey bigint) RETURNS bigint
LANGUAGE plpgsql
AS $$
DECLARE
    draft bigint;
BEGIN
    PERFORM FROM journey j WHERE j.id = of_journey FOR UPDATE;
    SELECT v.id INTO draft FROM journey_version v
        WHERE v.journey_id = of_journey AND v.status = 'draft';
    IF draft IS NULL THEN
        INSERT INTO journey_version (journey_id, number, created_at, changed_at)
        SELECT of_journey, coalesce(max(v.number), 0) + 1, app_now(), app_now()
            FROM journey_version v WHERE v.journey_id = of_journey
        RETURNING id INTO draft;
        PERFORM version_copy(v.id, draft) FROM journey_version v
            WHERE v.journey_id = of_journey AND v.status = 'published';
    END IF;
    RETURN draft;
END
$$;
-- The draft is what holds from now on; the one before is superseded.
CREATE FUNCTION version_publish(draft bigint, words text,
    safety_fix boolean DEFAULT false) RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    v journey_version;
BEGIN
    PERFORM FROM journey j JOIN journey_version x ON x.journey_id = j.id
        WHERE x.id = draft FOR UPDATE OF j;
    SELECT * INTO v FROM journey_version x WHERE x.id = draft FOR UPDATE;
    IF v.status <> 'draft' THEN
        PERFORM refuse(409, 'version_is_published');
    END IF;
    UPDATE journey_version x SET status = 'superseded'
        WHERE x.journey_id = v.journey_id AND x.status = 'published';
    UPDATE journey_version x SET status = 'published', summary = words,
        is_safety_fix = safety_fix, published_at = app_now() WHERE x.id = v.id;
END
$$;

-- --- publication (spec: states 4.8) ---------------------------------------------------
CREATE TABLE journey_rule (
    from_status text NOT NULL,
    to_status text NOT NULL,
    side text NOT NULL CHECK (side IN ('creator', 'admin', 'system')),
    PRIMARY KEY (from_status, to_status, side)
);
INSERT INTO journey_rule VALUES
    ('draft', 'in_review', 'creator'),
    ('changes_requested', 'in_review', 'creator'),
    ('in_review', 'draft', 'creator'),
    ('in_review', 'published', 'admin'), ('in_review', 'published', 'system'),
    ('in_review', 'changes_requested', 'admin'),
    ('published', 'unpublished', 'creator'),
    ('published', 'unpublished', 'admin'),
    ('unpublished', 'published', 'creator'),
    ('unpublished', 'in_review', 'creator'),
    ('published', 'suspended', 'admin'), ('suspended', 'published', 'admin'),
    ('suspended', 'archived', 'admin'), ('draft', 'archived', 'creator'),
    ('changes_requested', 'archived', 'creator'),
    ('unpublished', 'archived', 'creator'), ('unpublished', 'archived', 'admin'),
    ('draft', 'archived', 'admin'), ('changes_requested', 'archived', 'admin');
CREATE TABLE journey_history (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    journey_id bigint NOT NULL REFERENCES journey ON DELETE CASCADE,
    from_status text NOT NULL,
    to_status text NOT NULL,
    side text NOT NULL,
    actor_id bigint,
    words text,
    at timestamptz NOT NULL
);
CREATE INDEX journey_history_of ON journey_history (journey_id, id);
CREATE FUNCTION journey_move(moved bigint, target text, by_side text,
    why text DEFAULT NULL) RETURNS journey LANGUAGE plpgsql
AS $$
DECLARE
    j journey;
BEGIN
    SELECT * INTO j FROM journey x WHERE x.id = moved FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM refuse(404, 'journey_unknown');
    ELSIF NOT EXISTS (SELECT FROM journey_rule r WHERE (r.from_status,
            r.to_status, r.side) = (j.status, target, by_side)) THEN
        PERFORM refuse(409, 'journey_is_' || j.status, NULL, jsonb_build_object(
            'state', j.status, 'allowed', (SELECT coalesce(jsonb_agg(r.to_status
            ORDER BY r.to_status), '[]') FROM journey_rule r
            WHERE (r.from_status, r.side) = (j.status, by_side))));
    END IF;
    INSERT INTO journey_history (journey_id, from_status, to_status, side,
        actor_id, words, at)
    VALUES (j.id, j.status, target, by_side, app_user_id(), why, app_now());
    UPDATE journey x SET status = target, changed_at = app_now(),
        status_words = CASE WHEN target IN ('changes_requested', 'suspended')
            THEN why END,
        published_at = CASE target WHEN 'published'
            THEN coalesce(x.published_at, app_now()) ELSE x.published_at END
    WHERE x.id = j.id RETURNING * INTO j;
    RETURN j;
END
$$;

-- --- who helps on it (spec: states 4.11, provider application) -------------------------
CREATE TABLE journey_provider (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    journey_id bigint NOT NULL REFERENCES journey ON DELETE CASCADE,
    user_id bigint NOT NULL REFERENCES users,
    kind text NOT NULL CHECK (kind IN ('mentor', 'concierge')),
    status text NOT NULL CHECK (status IN ('draft', 'submitted', 'in_review',
        'verified', 'rejected', 'paused', 'suspended', 'removed')),
    motivation text CHECK (length(motivation) <= 5000),
    expertise text CHECK (length(expertise) <= 5000),
    sample text CHECK (length(sample) <= 20000),    -- a review, as they would write it
    proposed_rate bigint CHECK (proposed_rate >= 0),
    rate bigint CHECK (rate >= 0),      -- a review's or a session's; NULL: the journey's
    words text,                         -- of the decision
    tries int NOT NULL DEFAULT 0,
    submitted_at timestamptz,
    decided_at timestamptz,
    decided_by bigint REFERENCES users,
    created_at timestamptz NOT NULL,
    UNIQUE (journey_id, user_id, kind)
);
CREATE INDEX journey_provider_user ON journey_provider (user_id, status);
CREATE INDEX journey_provider_waiting ON journey_provider (journey_id, status, id);
CREATE INDEX journey_provider_decided_by ON journey_provider (decided_by)
    WHERE decided_by IS NOT NULL;

-- --- who is on it ------------------------------------------------------------------------
-- One for a person and journey, for ever; it ends and goes on with what is paid.
CREATE TABLE enrolment (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    journey_id bigint NOT NULL REFERENCES journey,
    user_id bigint NOT NULL REFERENCES users,
    version_id bigint NOT NULL REFERENCES journey_version,
    tier text NOT NULL CHECK (tier IN ('essentials', 'guided', 'premium')),
    subscription_id bigint REFERENCES subscription, -- NULL: it costs nothing
    status text NOT NULL DEFAULT 'active'
        CHECK (status IN ('active', 'completed', 'paused', 'ended')),
    started_at timestamptz NOT NULL,
    completed_at timestamptz,
    ended_at timestamptz,
    last_at timestamptz NOT NULL,       -- of the last answer
    declined_version_id bigint REFERENCES journey_version,  -- offered, not wanted
    UNIQUE (journey_id, user_id),
    CHECK ((status = 'ended') = (ended_at IS NOT NULL))
);
CREATE INDEX enrolment_user ON enrolment (user_id, last_at DESC);
CREATE INDEX enrolment_version ON enrolment (version_id);
CREATE INDEX enrolment_subscription ON enrolment (subscription_id)
    WHERE subscription_id IS NOT NULL;
CREATE INDEX enrolment_declined ON enrolment (declined_version_id)
    WHERE declined_version_id IS NOT NULL;
-- The records of a list section; what is answered outside of one is of record 0.
CREATE TABLE enrolment_record (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    enrolment_id bigint NOT NULL REFERENCES enrolment,
    user_id bigint NOT NULL REFERENCES users,       -- whose enrolment it is
    section_key text NOT NULL,
    position int NOT NULL,
    made_ref text,                  -- the device's own name for it
    revision int NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    removed_at timestamptz,
    UNIQUE (enrolment_id, made_ref)
);
CREATE INDEX enrolment_record_of ON enrolment_record (enrolment_id, section_key,
    position);
CREATE INDEX enrolment_record_user ON enrolment_record (user_id);
-- `value` as lib/journey stores it (sealed, where the field is sensitive); NULL:
-- taken away.  `revision` counts up with every change: who saves says which one
-- was seen.
CREATE TABLE answer (
    enrolment_id bigint NOT NULL REFERENCES enrolment,
    section_key text NOT NULL,
    record_id bigint NOT NULL DEFAULT 0,
    field_key text NOT NULL,
    user_id bigint NOT NULL REFERENCES users,       -- whose enrolment it is
    value jsonb,
    revision int NOT NULL DEFAULT 1,
    saved_at timestamptz NOT NULL,
    saved_by bigint NOT NULL REFERENCES users,
    PRIMARY KEY (enrolment_id, section_key, record_id, field_key)
);
CREATE INDEX answer_user ON answer (user_id);
CREATE INDEX answer_saved_by ON answer (saved_by);

-- --- who may see and do what ------------------------------------------------------------------
ALTER TABLE enrolment ENABLE ROW LEVEL SECURITY;
ALTER TABLE enrolment_record ENABLE ROW LEVEL SECURITY;
ALTER TABLE answer ENABLE ROW LEVEL SECURITY;
ALTER TABLE journey_provider ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON enrolment TO belay_journeys, belay_reviews, belay_account,
    belay_billing USING (user_id = app_user_id());
CREATE POLICY own ON enrolment_record TO belay_journeys, belay_reviews
    USING (user_id = app_user_id());
CREATE POLICY own ON answer TO belay_journeys, belay_reviews
    USING (user_id = app_user_id());
CREATE POLICY own ON journey_provider TO belay_journeys, belay_reviews,
    belay_booking USING (user_id = app_user_id());
DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['enrolment', 'enrolment_record', 'answer',
            'journey_provider'] LOOP
        EXECUTE format('CREATE POLICY worker ON %I TO belay_worker USING (true)',
            t);
        EXECUTE format('GRANT SELECT ON %I TO belay_worker', t);
    END LOOP;
END
$$;
CREATE POLICY admin ON enrolment TO belay_admin USING (true);
CREATE POLICY admin ON journey_provider TO belay_admin USING (true);
GRANT SELECT ON journey, journey_tier, journey_category, journey_in_category,
    journey_slug, journey_version, journey_section, journey_field, journey_rule
    TO belay_journeys, belay_reviews, belay_admin, belay_worker;
GRANT SELECT ON journey_history TO belay_admin;
GRANT SELECT ON enrolment, journey_provider TO belay_journeys, belay_reviews,
    belay_admin;
GRANT SELECT ON enrolment_record, answer TO belay_journeys, belay_reviews;
GRANT SELECT ON enrolment TO belay_account, belay_billing;
INSERT INTO person_data VALUES
    ('journey_history', 'actor_id', 'journeys', false, 'keep',
        'who published what'),
    ('journey_provider', 'user_id', 'journeys', true, 'keep',
        'members were helped by them'),
    ('journey_provider', 'decided_by', 'journeys', false, 'keep',
        'who decided'),
    ('enrolment', 'user_id', 'journeys', true, 'keep',
        'what was paid for goes by it'),
    ('enrolment_record', 'user_id', 'journeys', true, 'delete', NULL),
    ('answer', 'user_id', 'journeys', true, 'delete', NULL),
    ('answer', 'saved_by', 'journeys', false, 'keep',
        'a helper''s words are the member''s');
INSERT INTO permission VALUES
    ('journeys.create', 'build journeys and sell them'),
    ('journeys.review', 'review members'' work'),
    ('journeys.manage', 'approve, feature and suspend journeys');
INSERT INTO role_permission VALUES ('creator', 'journeys.create'),
    ('mentor', 'journeys.review'), ('admin', 'journeys.manage');
-- Sign-ins carry a copy of what their roles open.
UPDATE user_session s SET permissions = r.permissions
    FROM user_session o, rights_of(o.user_id) r
    WHERE o.id = s.id AND s.roles && ARRAY['creator', 'mentor', 'admin'];
