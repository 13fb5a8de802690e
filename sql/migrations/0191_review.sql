-- Reviews: what is asked for, the frozen submission, threads about it, standards,
-- training, and what helps a mentor (spec: reviews).  The machine is 0192.

INSERT INTO setting (name, value, kind, minimum, maximum, about) VALUES
    ('review_lock_minutes', '30', 'int', 5, 240,
        'Minutes that a mentor may look at a review before claiming it'),
    ('review_lock_most', '4', 'int', 1, 50,
        'Reviews that a mentor may look at at the same time'),
    ('review_load', '8', 'int', 1, 500,
        'Reviews in work that a mentor may have, unless they say otherwise'),
    ('review_first_hours', '24', 'int', 0, 168,
        'Hours that the mentor who was chosen, or had it before, comes first'),
    ('review_offer_hours', '6', 'int', 1, 168,
        'Hours after which work that nobody took is offered to the next mentor'),
    ('review_silence_hours', '48', 'int', 1, 720,
        'Hours without a sign of the mentor after which a review is free again'),
    ('review_answer_days', '14', 'int', 1, 90,
        'Days that a mentor''s question waits for the member'),
    ('review_close_days', '14', 'int', 1, 90,
        'Days after which a finished review closes by itself'),
    ('review_apology_percent', '50', 'int', 1, 100,
        'Percent off a next review when one was not done in time'),
    ('match_weight_preferred', '100000', 'int', 0, 10000000,
        'Choosing a mentor: weight of the member''s preferred mentor'),
    ('match_weight_specialisation', '10000', 'int', 0, 10000000,
        'Choosing a mentor: weight of what they are good at'),
    ('match_weight_availability', '1000', 'int', 0, 10000000,
        'Choosing a mentor: weight of open hours before the review is due'),
    ('match_weight_rating', '400', 'int', 0, 10000000,
        'Choosing a mentor: weight of their rating'),
    ('match_weight_load', '24', 'int', 0, 10000000,
        'Choosing a mentor: weight of having little open work'),
    ('training_video_hosts',
        '["www.youtube-nocookie.com", "player.vimeo.com"]', 'list', NULL, NULL,
        'Hosts whose videos may stand in training modules');
INSERT INTO notification_type (name, area, title, email, push, discord, urgent,
    required, can_wait) VALUES
    ('review_requested', 'reviews', 'A review is offered to you',
        true, true, true, false, false, false),
    ('review_assigned', 'reviews', 'A review is assigned to you',
        true, true, true, false, false, false),
    ('review_claimed', 'reviews', 'A mentor begins with your review',
        true, true, false, false, false, true),
    ('review_question', 'reviews', 'Your mentor needs to know more',
        true, true, true, false, false, false),
    ('review_answered', 'reviews', 'A member answered your question',
        true, true, false, false, false, false),
    ('review_completed', 'reviews', 'Your review is done',
        true, true, true, false, false, false),
    ('review_changes_requested', 'reviews', 'Your mentor suggests changes',
        true, true, true, false, false, false),
    ('review_reply', 'reviews', 'A reply in a review',
        true, true, false, false, false, true),
    ('review_returned', 'reviews', 'A review goes back to the queue',
        true, true, false, false, false, true),
    ('review_ended', 'reviews', 'A review ends without being finished',
        true, true, false, false, true, false);

-- --- vocabulary and people -------------------------------------------------------
-- What a mentor is good at, 1 to 5.
CREATE TABLE mentor_specialisation (
    mentor_id bigint NOT NULL REFERENCES expert,
    slug text NOT NULL REFERENCES specialisation,
    level int NOT NULL CHECK (level BETWEEN 1 AND 5),
    PRIMARY KEY (mentor_id, slug)
);
CREATE INDEX mentor_specialisation_slug ON mentor_specialisation (slug);
ALTER TABLE expert ADD review_load int  -- NULL: the setting
    CHECK (review_load BETWEEN 1 AND 500);
-- Whom a member wants, and does not want, on a journey.
CREATE TABLE client_mentor_preferences (
    client_id bigint NOT NULL REFERENCES users,
    journey_id bigint NOT NULL REFERENCES journey ON DELETE CASCADE,
    preferred_id bigint REFERENCES users,
    specialisations text[] NOT NULL DEFAULT '{}',   -- specialisation.slug
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (client_id, journey_id)
);
CREATE INDEX client_mentor_preferences_journey ON client_mentor_preferences
    (journey_id);
CREATE INDEX client_mentor_preferences_preferred ON client_mentor_preferences
    (preferred_id) WHERE preferred_id IS NOT NULL;
CREATE TABLE client_mentor_block (
    client_id bigint NOT NULL REFERENCES users,
    journey_id bigint NOT NULL REFERENCES journey ON DELETE CASCADE,
    mentor_id bigint NOT NULL REFERENCES users,
    PRIMARY KEY (client_id, journey_id, mentor_id)
);
CREATE INDEX client_mentor_block_journey ON client_mentor_block (journey_id);
CREATE INDEX client_mentor_block_mentor ON client_mentor_block (mentor_id);

-- --- the request ---------------------------------------------------------------------
-- What a review bought by itself costs; NULL: its rate and the fee on it.
ALTER TABLE journey ADD review_price bigint CHECK (review_price >= 0);
CREATE TABLE review_request (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    journey_id bigint NOT NULL REFERENCES journey,
    enrolment_id bigint NOT NULL REFERENCES enrolment,
    client_id bigint NOT NULL REFERENCES users,
    section_key text NOT NULL,
    section_title text NOT NULL,
    section_kind text,              -- specialisation.slug, for matching
    status text NOT NULL CHECK (status IN ('submitted', 'claimed',
        'info_requested', 'completed', 'closed', 'canceled', 'expired')),
    outcome text CHECK (outcome IN ('approved', 'changes_requested')),
    version int NOT NULL DEFAULT 1,
    words text CHECK (length(words) <= 2000),   -- what the member wants to know
    priority int NOT NULL DEFAULT 0,    -- returned work comes first
    mentor_id bigint REFERENCES users,
    first_mentor_id bigint REFERENCES users,    -- who alone may claim until then
    first_until timestamptz,
    locked_by bigint REFERENCES users,  -- who is looking at it
    locked_until timestamptz,
    paid_by text NOT NULL CHECK (paid_by IN ('free', 'tier', 'order')),
    order_id bigint UNIQUE REFERENCES orders,
    rate bigint NOT NULL DEFAULT 0,     -- set aside for who reviews
    currency text NOT NULL,
    paid_percent int NOT NULL DEFAULT 0,    -- of the rate, to mentors so far
    submitted_at timestamptz NOT NULL,  -- last time it went into the queue
    due_at timestamptz NOT NULL,
    lapses_at timestamptz NOT NULL,     -- nobody took it: given up
    offer_at timestamptz,               -- when the next mentor hears of it
    claimed_at timestamptz,
    acted_at timestamptz,               -- the mentor's last sign
    asked_at timestamptz,               -- a question that waits
    nudges int NOT NULL DEFAULT 0,
    completed_at timestamptz,
    resubmits int NOT NULL DEFAULT 0,
    reopened boolean NOT NULL DEFAULT false,
    next_at timestamptz,                -- when the clock has something to do
    changed_at timestamptz NOT NULL,
    CHECK ((status IN ('claimed', 'info_requested', 'completed'))
        <= (mentor_id IS NOT NULL)),
    CHECK (status NOT IN ('submitted', 'canceled') OR mentor_id IS NULL),
    CHECK ((status = 'completed') <= (outcome IS NOT NULL)),
    CHECK ((status = 'info_requested') = (asked_at IS NOT NULL)),
    CHECK ((paid_by = 'order') = (order_id IS NOT NULL)),
    CHECK (mentor_id <> client_id),
    CHECK ((locked_by IS NULL) = (locked_until IS NULL))
);
CREATE UNIQUE INDEX review_request_one_open ON review_request
    (enrolment_id, section_key)
    WHERE status IN ('submitted', 'claimed', 'info_requested');
CREATE INDEX review_request_enrolment ON review_request (enrolment_id, id DESC);
CREATE INDEX review_request_client ON review_request (client_id, id DESC);
CREATE INDEX review_request_queue ON review_request
    (journey_id, priority DESC, due_at, id) WHERE status = 'submitted';
CREATE INDEX review_request_mentor ON review_request (mentor_id, status, due_at)
    WHERE mentor_id IS NOT NULL;
CREATE INDEX review_request_first ON review_request (first_mentor_id)
    WHERE first_mentor_id IS NOT NULL;
CREATE INDEX review_request_locked ON review_request (locked_by, locked_until)
    WHERE locked_by IS NOT NULL;
CREATE INDEX review_request_due ON review_request (next_at)
    WHERE next_at IS NOT NULL;
CREATE INDEX review_request_status ON review_request (status, id DESC);

-- A row per person who takes part: what lists and RLS go by.
CREATE TABLE review_participant (
    review_id bigint NOT NULL REFERENCES review_request,
    user_id bigint NOT NULL REFERENCES users,
    side text NOT NULL CHECK (side IN ('client', 'mentor')),
    status text NOT NULL,
    due_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (review_id, user_id)
);
CREATE INDEX review_participant_user ON review_participant
    (user_id, side, review_id DESC);
CREATE TABLE review_history (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    review_id bigint NOT NULL REFERENCES review_request,
    at timestamptz NOT NULL,
    actor_id bigint REFERENCES users,   -- NULL: the system
    mentor_id bigint REFERENCES users,  -- whose it was
    side text NOT NULL,
    event text NOT NULL,
    from_status text,                   -- NULL: it began
    to_status text NOT NULL,
    words text
);
CREATE INDEX review_history_of ON review_history (review_id, id);
CREATE INDEX review_history_actor ON review_history (actor_id)
    WHERE actor_id IS NOT NULL;
CREATE INDEX review_history_mentor ON review_history (mentor_id, event, at)
    WHERE mentor_id IS NOT NULL;

-- --- what was handed in --------------------------------------------------------------
-- The answers as they were: [{"record", "at", "field", "type", "label", "value"}].
-- Later edits of the section change nothing of it.
CREATE TABLE review_submission (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    review_id bigint REFERENCES review_request,     -- NULL: not paid yet
    client_id bigint NOT NULL REFERENCES users,
    number int NOT NULL,
    version_id bigint NOT NULL REFERENCES journey_version,
    content jsonb NOT NULL CHECK (jsonb_typeof(content) = 'array'),
    taken_at timestamptz NOT NULL,
    -- the round of work on it
    mentor_id bigint REFERENCES users,
    waiting_at timestamptz,         -- in the queue since
    claimed_at timestamptz,
    completed_at timestamptz,
    stopped_seconds bigint NOT NULL DEFAULT 0,      -- questions that waited
    outcome text CHECK (outcome IN ('approved', 'changes_requested')),
    summary text CHECK (length(summary) <= 20000),  -- the general comment
    draft text CHECK (length(draft) <= 20000),      -- of it, autosaved
    draft_revision int NOT NULL DEFAULT 0,
    draft_at timestamptz,
    UNIQUE (review_id, number),
    CHECK ((outcome IS NULL) = (completed_at IS NULL)),
    CHECK ((completed_at IS NULL) OR (mentor_id IS NOT NULL))
);
CREATE INDEX review_submission_client ON review_submission (client_id);
CREATE INDEX review_submission_mentor ON review_submission
    (mentor_id, completed_at DESC) WHERE mentor_id IS NOT NULL;
CREATE INDEX review_submission_version ON review_submission (version_id);
CREATE FUNCTION review_submission_frozen() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
    IF (NEW.content, NEW.version_id, NEW.taken_at, NEW.client_id, NEW.number)
            IS DISTINCT FROM (OLD.content, OLD.version_id, OLD.taken_at,
            OLD.client_id, OLD.number) AND current_setting('app.erasing', true)
            IS DISTINCT FROM 'on' THEN
        PERFORM refuse(409, 'submission_is_frozen');
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER frozen BEFORE UPDATE ON review_submission
    FOR EACH ROW EXECUTE FUNCTION review_submission_frozen();
-- A review that is being bought: the item of its order.
CREATE TABLE review_purchase (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    client_id bigint NOT NULL REFERENCES users,
    enrolment_id bigint NOT NULL REFERENCES enrolment,
    section_key text NOT NULL,
    asked_mentor_id bigint REFERENCES users,
    words text CHECK (length(words) <= 2000),
    submission_id bigint NOT NULL UNIQUE REFERENCES review_submission,
    review_id bigint UNIQUE REFERENCES review_request,
    created_at timestamptz NOT NULL
);
CREATE INDEX review_purchase_client ON review_purchase (client_id);
CREATE INDEX review_purchase_enrolment ON review_purchase (enrolment_id);
CREATE INDEX review_purchase_asked ON review_purchase (asked_mentor_id)
    WHERE asked_mentor_id IS NOT NULL;

-- --- talking about it ----------------------------------------------------------------
-- About a field of a submission (field_key NULL: the whole), or some words in it:
-- `quote` with what stands before and after, by which it is found again.
CREATE TABLE review_thread (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    review_id bigint NOT NULL REFERENCES review_request,
    submission_id bigint NOT NULL REFERENCES review_submission,
    kind text NOT NULL CHECK (kind IN ('comment', 'question')),
    author_id bigint NOT NULL REFERENCES users,
    field_key text,
    record_id bigint NOT NULL DEFAULT 0,
    quote text CHECK (length(quote) BETWEEN 1 AND 1000),
    quote_before text CHECK (length(quote_before) <= 60),
    quote_after text CHECK (length(quote_after) <= 60),
    status text NOT NULL DEFAULT 'open'
        CHECK (status IN ('open', 'addressed', 'confirmed', 'reopened')),
    shown_at timestamptz,       -- NULL: the mentor's draft
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    CHECK (quote IS NULL OR field_key IS NOT NULL)
);
CREATE INDEX review_thread_of ON review_thread (review_id, id);
CREATE INDEX review_thread_submission ON review_thread (submission_id);
CREATE INDEX review_thread_author ON review_thread (author_id);
CREATE TABLE review_comment (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    thread_id bigint NOT NULL REFERENCES review_thread ON DELETE CASCADE,
    review_id bigint NOT NULL REFERENCES review_request,
    author_id bigint NOT NULL REFERENCES users,
    side text NOT NULL CHECK (side IN ('client', 'mentor')),
    words text NOT NULL CHECK (length(words) BETWEEN 1 AND 10000),  -- Markdown
    created_at timestamptz NOT NULL,
    edited_at timestamptz
);
CREATE INDEX review_comment_thread ON review_comment (thread_id, id);
CREATE INDEX review_comment_review ON review_comment (review_id, id);
CREATE INDEX review_comment_author ON review_comment (author_id);

-- --- standards -----------------------------------------------------------------------
-- A journey's checklist and rubric; of a section, or of all.
CREATE TABLE review_item (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    journey_id bigint NOT NULL REFERENCES journey ON DELETE CASCADE,
    kind text NOT NULL CHECK (kind IN ('check', 'rubric')),
    section_key text,
    words text NOT NULL CHECK (length(trim(words)) BETWEEN 1 AND 200),
    about text CHECK (length(about) <= 1000),
    position int NOT NULL,
    retired_at timestamptz
);
CREATE INDEX review_item_of ON review_item (journey_id, kind, position);
-- How a submission stands by them, in the words of then.
CREATE TABLE review_mark (
    submission_id bigint NOT NULL REFERENCES review_submission,
    item_id bigint NOT NULL REFERENCES review_item,
    kind text NOT NULL,
    words text NOT NULL,
    position int NOT NULL,
    is_met boolean,                     -- of a check
    stars int CHECK (stars BETWEEN 1 AND 5),    -- of a rubric
    PRIMARY KEY (submission_id, item_id)
);
CREATE INDEX review_mark_item ON review_mark (item_id);

-- --- what helps a mentor -------------------------------------------------------------
CREATE TABLE review_template (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    owner_id bigint NOT NULL REFERENCES users,
    name text NOT NULL CHECK (length(trim(name)) BETWEEN 1 AND 80),
    words text NOT NULL CHECK (length(trim(words)) BETWEEN 1 AND 10000),
    section_kind text REFERENCES specialisation,    -- NULL: general
    is_shared boolean NOT NULL DEFAULT false,
    uses int NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL
);
CREATE INDEX review_template_owner ON review_template (owner_id, id);
CREATE INDEX review_template_shared ON review_template (id) WHERE is_shared;
CREATE INDEX review_template_kind ON review_template (section_kind)
    WHERE section_kind IS NOT NULL;
CREATE TABLE training_module (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    journey_id bigint REFERENCES journey ON DELETE CASCADE, -- NULL: every mentor
    title text NOT NULL CHECK (length(trim(title)) BETWEEN 1 AND 120),
    words text NOT NULL CHECK (length(words) BETWEEN 1 AND 50000),  -- Markdown
    video text CHECK (video ~ '^https://' AND length(video) <= 500),
    minutes int NOT NULL DEFAULT 5 CHECK (minutes BETWEEN 1 AND 600),
    is_required boolean NOT NULL DEFAULT false,
    position int NOT NULL DEFAULT 0,
    retired_at timestamptz,
    changed_at timestamptz NOT NULL
);
CREATE INDEX training_module_of ON training_module (journey_id, position, id);
CREATE TABLE training_progress (
    mentor_id bigint NOT NULL REFERENCES users,
    module_id bigint NOT NULL REFERENCES training_module ON DELETE CASCADE,
    opened_at timestamptz NOT NULL,
    done_at timestamptz,
    PRIMARY KEY (mentor_id, module_id)
);
CREATE INDEX training_progress_module ON training_progress (module_id);

-- --- why this mentor -----------------------------------------------------------------
CREATE TABLE review_match (
    review_id bigint NOT NULL REFERENCES review_request,
    mentor_id bigint NOT NULL REFERENCES users,
    rank int NOT NULL,
    preferred float8 NOT NULL,      -- the parts, 0 to 1
    specialisation float8 NOT NULL,
    availability float8 NOT NULL,
    rating float8 NOT NULL,
    load float8 NOT NULL,
    score float8 NOT NULL,
    excluded text,                  -- why not at all; NULL: may be offered
    made_at timestamptz NOT NULL,
    offered_at timestamptz,
    PRIMARY KEY (review_id, mentor_id)
);
CREATE INDEX review_match_mentor ON review_match (mentor_id, offered_at DESC);

-- --- who may see and do what ---------------------------------------------------------
DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['mentor_specialisation',
            'client_mentor_preferences', 'client_mentor_block',
            'review_request', 'review_participant', 'review_history',
            'review_submission', 'review_purchase', 'review_thread',
            'review_comment', 'review_mark', 'review_template',
            'training_progress', 'review_match'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY worker ON %I TO belay_worker USING (true)',
            t);
        EXECUTE format('CREATE POLICY admin ON %I TO belay_admin USING (true)',
            t);
        EXECUTE format('GRANT SELECT ON %I TO belay_worker, belay_admin', t);
    END LOOP;
END
$$;
CREATE POLICY own ON review_participant TO belay_reviews, belay_account,
    belay_journeys USING (user_id = app_user_id());
CREATE POLICY own ON mentor_specialisation TO belay_reviews
    USING (mentor_id = app_user_id());
CREATE POLICY own ON client_mentor_preferences TO belay_reviews
    USING (client_id = app_user_id());
CREATE POLICY own ON client_mentor_block TO belay_reviews
    USING (client_id = app_user_id());
CREATE POLICY own ON training_progress TO belay_reviews
    USING (mentor_id = app_user_id());
CREATE POLICY own ON review_template TO belay_reviews
    USING (owner_id = app_user_id());
GRANT SELECT ON review_participant TO belay_reviews, belay_account,
    belay_journeys;
GRANT SELECT ON mentor_specialisation, client_mentor_preferences,
    client_mentor_block, training_progress, review_item, training_module,
    specialisation TO belay_reviews;
GRANT SELECT, INSERT, UPDATE, DELETE ON review_template TO belay_reviews;
GRANT SELECT ON specialisation TO belay_journeys;
GRANT SELECT ON review_item, training_module TO belay_admin, belay_worker;
-- erasure
GRANT DELETE ON mentor_specialisation, client_mentor_preferences,
    client_mentor_block, training_progress, review_template TO belay_worker;
INSERT INTO person_data VALUES
    ('mentor_specialisation', 'mentor_id', 'reviews', true, 'delete', NULL),
    ('client_mentor_preferences', 'client_id', 'reviews', true, 'delete', NULL),
    ('client_mentor_preferences', 'preferred_id', 'reviews', false, 'keep',
        'the other''s wish'),
    ('client_mentor_block', 'client_id', 'reviews', true, 'delete', NULL),
    ('client_mentor_block', 'mentor_id', 'reviews', false, 'keep',
        'the other''s wish'),
    ('review_request', 'client_id', 'reviews', true, 'keep',
        'the mentor''s work and its pay go by it'),
    ('review_request', 'mentor_id', 'reviews', true, 'keep',
        'the member''s review'),
    ('review_request', 'first_mentor_id', 'reviews', false, 'keep',
        'the member''s review'),
    ('review_request', 'locked_by', 'reviews', false, 'keep',
        'over in half an hour'),
    ('review_participant', 'user_id', 'reviews', false, 'keep',
        'follows the review'),
    ('review_history', 'actor_id', 'reviews', false, 'keep',
        'what happened to the work of two'),
    ('review_history', 'mentor_id', 'reviews', false, 'keep',
        'what happened to the work of two'),
    ('review_submission', 'client_id', 'reviews', true, 'keep',
        'what the mentor''s comments are about'),
    ('review_submission', 'mentor_id', 'reviews', true, 'keep',
        'the member''s review'),
    ('review_purchase', 'client_id', 'reviews', false, 'keep',
        'an order goes by it'),
    ('review_purchase', 'asked_mentor_id', 'reviews', false, 'keep',
        'the other''s wish'),
    ('review_thread', 'author_id', 'reviews', true, 'keep',
        'the member''s review'),
    ('review_comment', 'author_id', 'reviews', true, 'keep',
        'a talk of two'),
    ('review_template', 'owner_id', 'reviews', true, 'delete', NULL),
    ('training_progress', 'mentor_id', 'reviews', true, 'delete', NULL),
    ('review_match', 'mentor_id', 'reviews', false, 'keep',
        'why who was chosen');
