-- Sessions: one table and one life for every kind (spec: states 4.1), who is
-- busy when, what is said about them, and the calendars they go to.

CREATE TABLE session (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uid text NOT NULL UNIQUE DEFAULT gen_random_uuid()::text, -- iCalendar, for life
    kind text NOT NULL CHECK (kind IN ('interview', 'concierge', 'pack',
        'mentor_call', 'talent_interview', 'intro')),
    status text NOT NULL CHECK (status IN ('held', 'awaiting_payment',
        'requested', 'scheduled', 'in_progress', 'completed', 'canceled',
        'no_show', 'declined', 'expired')),
    version int NOT NULL DEFAULT 1,     -- of the row: compare and swap
    sequence int NOT NULL DEFAULT 0,    -- of the invitation
    client_id bigint NOT NULL REFERENCES users,
    expert_id bigint NOT NULL REFERENCES expert,
    -- The session type as it was.
    session_type_id bigint REFERENCES session_type,
    type_kind text NOT NULL,
    minutes int NOT NULL CHECK (minutes BETWEEN 5 AND 480),
    price_amount bigint NOT NULL DEFAULT 0,
    price_currency text NOT NULL DEFAULT 'USD',
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    buffer_before_minutes int NOT NULL DEFAULT 0,
    buffer_after_minutes int NOT NULL DEFAULT 0,
    goals text CHECK (length(goals) <= 4000),
    -- How it is paid: one pair for every way; NULL while that is open.
    paid_by text CHECK (paid_by IN ('free', 'order', 'pack', 'package', 'tier')),
    paid_ref bigint,
    late_return_percent int NOT NULL DEFAULT 0,
    expires_at timestamptz,     -- of held, awaiting_payment, requested
    meeting_link text,          -- the expert's own; NULL: the platform's room
    by_presence boolean NOT NULL DEFAULT false, -- the room measures attendance
    -- Identities are hidden from each other until reveal is mutual.
    anonymous boolean NOT NULL DEFAULT false,
    client_alias text,
    client_seed text,
    reveal text NOT NULL DEFAULT 'none' CHECK (reveal IN ('none',
        'offered_by_client', 'offered_by_expert', 'mutual', 'refused')),
    reveal_refusals int NOT NULL DEFAULT 0,
    reveal_shown jsonb,         -- what each side was shown
    client_moves int NOT NULL DEFAULT 0,
    expert_proposals int NOT NULL DEFAULT 0,
    started_at timestamptz,
    completed_at timestamptz,
    no_show_by text CHECK (no_show_by IN ('client', 'provider', 'both')),
    no_show_reported_by bigint REFERENCES users,    -- NULL: the system
    no_show_at timestamptz,
    settle_client text CHECK (settle_client IN ('completed', 'canceled')),
    settle_expert text CHECK (settle_expert IN ('completed', 'canceled')),
    disputed boolean NOT NULL DEFAULT false,
    disputed_at timestamptz,
    disputed_by bigint REFERENCES users,
    dispute_words text CHECK (length(dispute_words) <= 2000),
    resolution text CHECK (resolution IN ('uphold', 'partial', 'refund')),
    -- Who ended it early (cancel, decline, withdraw), why, what went back.
    canceled_at timestamptz,
    canceled_by bigint REFERENCES users,            -- NULL: the system
    canceled_side text
        CHECK (canceled_side IN ('client', 'expert', 'admin', 'system')),
    cancel_code text CHECK (cancel_code IN ('schedule', 'illness', 'emergency',
        'no_longer_needed', 'found_other', 'not_a_fit', 'technical', 'mistake',
        'price', 'other', 'suspended', 'provider_closed', 'refunded',
        'agreed')),
    cancel_words text CHECK (length(cancel_words) <= 2000),
    return_percent int CHECK (return_percent BETWEEN 0 AND 100),
    refund_id bigint,
    refund_amount bigint,
    created_at timestamptz NOT NULL,
    CHECK (ends_at > starts_at),
    CHECK (client_id <> expert_id),
    CHECK ((status IN ('held', 'awaiting_payment', 'requested'))
        = (expires_at IS NOT NULL)),
    CHECK ((status = 'no_show') <= (no_show_by IS NOT NULL)),
    CHECK ((status IN ('canceled', 'declined')) <= (canceled_at IS NOT NULL)),
    CHECK ((status = 'completed') <= (completed_at IS NOT NULL)),
    CHECK (anonymous = (client_alias IS NOT NULL)),
    CHECK ((paid_by IS NULL OR paid_by = 'free') = (paid_ref IS NULL)
        OR paid_by IS NULL)
);
CREATE UNIQUE INDEX session_one_hold ON session (client_id, expert_id)
    WHERE status = 'held';
CREATE INDEX session_expert ON session (expert_id, starts_at);
CREATE INDEX session_client ON session (client_id, starts_at);
CREATE INDEX session_type_fk ON session (session_type_id);
CREATE INDEX session_paid ON session (paid_by, paid_ref)
    WHERE paid_ref IS NOT NULL;
CREATE INDEX session_expiry ON session (expires_at)
    WHERE expires_at IS NOT NULL;
CREATE INDEX session_to_start ON session (starts_at) WHERE status = 'scheduled';
CREATE INDEX session_to_end ON session (ends_at)
    WHERE status IN ('scheduled', 'in_progress');
CREATE INDEX session_no_show_by ON session (no_show_reported_by)
    WHERE no_show_reported_by IS NOT NULL;
CREATE INDEX session_disputed_by ON session (disputed_by)
    WHERE disputed_by IS NOT NULL;
CREATE INDEX session_canceled_by ON session (canceled_by)
    WHERE canceled_by IS NOT NULL;
CREATE INDEX session_disputed ON session (disputed_at) WHERE disputed;

-- A row per person: what a member's lists read, under one equality.  The other
-- side of an anonymous session is not in it until both are revealed.
CREATE TABLE session_participant (
    session_id bigint NOT NULL REFERENCES session,
    person_id bigint NOT NULL REFERENCES users,
    side text NOT NULL CHECK (side IN ('client', 'expert')),
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    status text NOT NULL,
    kind text NOT NULL,
    other_id bigint REFERENCES users,   -- NULL: hidden
    other_alias text,                   -- NULL: the profile's name is shown
    other_seed text,
    PRIMARY KEY (session_id, person_id)
);
CREATE INDEX session_participant_list
    ON session_participant (person_id, starts_at, session_id);
CREATE INDEX session_participant_other ON session_participant (other_id)
    WHERE other_id IS NOT NULL;

-- One row per person of every live session; the expert's includes the buffers.
-- Take persons_lock() before writing here: two crossed bookings would deadlock.
CREATE TABLE busy (
    person_id bigint NOT NULL REFERENCES users,
    during tstzrange NOT NULL CHECK (NOT isempty(during)),
    session_id bigint NOT NULL REFERENCES session,
    until timestamptz NOT NULL DEFAULT 'infinity',  -- a hold that ran out
    PRIMARY KEY (session_id, person_id),
    CONSTRAINT busy_overlap
        EXCLUDE USING gist (person_id WITH =, during WITH &&)
);

-- Every move, append-only.
CREATE TABLE session_history (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    session_id bigint NOT NULL REFERENCES session,
    at timestamptz NOT NULL,
    actor_id bigint REFERENCES users,       -- NULL: the system
    side text NOT NULL CHECK (side IN ('client', 'expert', 'admin', 'system')),
    move text NOT NULL,
    from_status text,                       -- NULL: it began
    to_status text NOT NULL,
    reason text,
    data jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX session_history_session ON session_history (session_id, id);
CREATE INDEX session_history_actor ON session_history (actor_id)
    WHERE actor_id IS NOT NULL;

-- An expert's proposal: another start for a session, or up to three starts of a
-- new one for somebody who was in `from_session_id`.  Slots are not held.
CREATE TABLE session_proposal (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    session_id bigint REFERENCES session,   -- to be moved; NULL: a new one
    from_session_id bigint NOT NULL REFERENCES session,
    expert_id bigint NOT NULL REFERENCES expert,
    client_id bigint NOT NULL REFERENCES users,
    session_type_id bigint REFERENCES session_type,
    starts timestamptz[] NOT NULL CHECK (cardinality(starts) BETWEEN 1 AND 3),
    words text CHECK (length(words) <= 1000),
    status text NOT NULL DEFAULT 'open' CHECK (status IN
        ('open', 'accepted', 'refused', 'withdrawn', 'replaced', 'expired')),
    made_session_id bigint REFERENCES session,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    decided_at timestamptz,
    CHECK (session_id IS NULL OR cardinality(starts) = 1),
    CHECK ((session_id IS NULL) = (session_type_id IS NOT NULL))
);
CREATE UNIQUE INDEX session_proposal_one ON session_proposal (session_id)
    WHERE status = 'open';
CREATE INDEX session_proposal_session ON session_proposal (session_id);
CREATE INDEX session_proposal_from ON session_proposal (from_session_id);
CREATE INDEX session_proposal_made ON session_proposal (made_session_id);
CREATE INDEX session_proposal_type ON session_proposal (session_type_id);
CREATE INDEX session_proposal_client ON session_proposal (client_id, id DESC);
CREATE INDEX session_proposal_expert ON session_proposal (expert_id, id DESC);
CREATE INDEX session_proposal_expiry ON session_proposal (expires_at)
    WHERE status = 'open';

-- Around the session: preparation and shared notes, action items, resources and
-- recording links are for both; private notes are their author's.
CREATE TABLE session_note (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    session_id bigint NOT NULL REFERENCES session,
    author_id bigint NOT NULL REFERENCES users,
    kind text NOT NULL CHECK (kind IN ('preparation', 'private', 'shared',
        'action', 'resource', 'recording')),
    words text NOT NULL CHECK (length(words) BETWEEN 1 AND 10000),
    link text CHECK (link ~ '^https?://' AND length(link) <= 2048),
    done boolean NOT NULL DEFAULT false,        -- of an action item
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL
);
CREATE INDEX session_note_session ON session_note (session_id, id);
CREATE INDEX session_note_author ON session_note (author_id);

CREATE TABLE session_feedback (
    session_id bigint NOT NULL REFERENCES session,
    author_id bigint NOT NULL REFERENCES users,
    side text NOT NULL CHECK (side IN ('client', 'expert')),
    stars int NOT NULL CHECK (stars BETWEEN 1 AND 5),
    words text CHECK (length(words) <= 4000),
    rubric jsonb NOT NULL DEFAULT '{}',         -- {"criterion": 1..5}
    created_at timestamptz NOT NULL,
    show_at timestamptz NOT NULL,               -- at the latest
    shown_at timestamptz,
    PRIMARY KEY (session_id, author_id)
);
CREATE INDEX session_feedback_author ON session_feedback (author_id);
CREATE INDEX session_feedback_due ON session_feedback (show_at)
    WHERE shown_at IS NULL;

-- Public ratings of experts, by sessions and by reviews.
CREATE TABLE expert_rating (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    expert_id bigint NOT NULL REFERENCES expert,
    author_id bigint NOT NULL REFERENCES users,
    author_alias text,          -- NULL: the profile's name is shown
    subject_kind text NOT NULL CHECK (subject_kind IN ('session', 'review')),
    subject_id bigint NOT NULL,
    stars int NOT NULL CHECK (stars BETWEEN 1 AND 5),
    words text CHECK (length(words) <= 4000),
    reply text CHECK (length(reply) <= 2000),   -- the expert's, once
    replied_at timestamptz,
    hidden_at timestamptz,      -- by moderation: not shown and not counted
    created_at timestamptz NOT NULL,
    UNIQUE (subject_kind, subject_id)
);
CREATE INDEX expert_rating_expert ON expert_rating (expert_id, id DESC);
CREATE INDEX expert_rating_author ON expert_rating (author_id);

-- --- calendars ---------------------------------------------------------------
-- The secret address of a member's feed, by the hash of its token.
CREATE TABLE calendar_feed (
    user_id bigint PRIMARY KEY REFERENCES users,
    token_hash text NOT NULL UNIQUE,
    created_at timestamptz NOT NULL
);
CREATE TABLE google_account (
    user_id bigint PRIMARY KEY REFERENCES users,
    email text,
    calendar_id text NOT NULL DEFAULT 'primary',
    access_sealed text,
    refresh_sealed text,
    access_expires_at timestamptz,
    state text NOT NULL DEFAULT 'active'
        CHECK (state IN ('active', 'revoked', 'failing')),
    state_reason text,
    sync_token text,            -- NULL: the next sync is a full one
    synced_at timestamptz,      -- busy times are known as of then
    sync_due_at timestamptz NOT NULL,
    channel_id text UNIQUE,     -- watch channel
    channel_token text,
    channel_resource_id text,
    channel_expires_at timestamptz,
    connected_at timestamptz NOT NULL
);
CREATE INDEX google_account_due ON google_account (sync_due_at)
    WHERE state <> 'revoked';
-- What we wrote into the person's calendar.
CREATE TABLE google_event (
    session_id bigint NOT NULL REFERENCES session,
    user_id bigint NOT NULL REFERENCES users,
    event_id text NOT NULL,
    sequence int NOT NULL,
    etag text,
    PRIMARY KEY (session_id, user_id)
);
CREATE INDEX google_event_user ON google_event (user_id, event_id);
-- What is busy there otherwise; blocks slots.
CREATE TABLE calendar_busy (
    user_id bigint NOT NULL REFERENCES users,
    event_id text NOT NULL,
    during tstzrange NOT NULL CHECK (NOT isempty(during)),
    PRIMARY KEY (user_id, event_id)
);
CREATE INDEX calendar_busy_during ON calendar_busy
    USING gist (user_id, during);

-- --- who may see and touch what ----------------------------------------------
DO $$
DECLARE
    r record;
BEGIN
    FOR r IN SELECT * FROM (VALUES ('session_participant', 'person_id'),
            ('busy', 'person_id'), ('session_note', 'author_id'),
            ('session_feedback', 'author_id'), ('expert_rating', 'author_id'),
            ('calendar_feed', 'user_id'), ('google_account', 'user_id'),
            ('google_event', 'user_id'), ('calendar_busy', 'user_id'))
            AS t (name, person) LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', r.name);
        EXECUTE format('CREATE POLICY own ON %I TO belay_booking, belay_account,
            belay_inbox USING (%I = app_user_id())', r.name, r.person);
        EXECUTE format('CREATE POLICY worker ON %I TO belay_worker USING (true)',
            r.name);
    END LOOP;
    -- Two people's rows: members reach them through my_session and its kin.
    FOR r IN SELECT unnest(ARRAY['session', 'session_history',
            'session_proposal']) AS name LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', r.name);
        EXECUTE format('CREATE POLICY worker ON %I TO belay_worker USING (true)',
            r.name);
        EXECUTE format('CREATE POLICY admin ON %I TO belay_admin USING (true)',
            r.name);
        EXECUTE format('GRANT SELECT ON %I TO belay_worker, belay_admin',
            r.name);
    END LOOP;
    CREATE POLICY admin ON session_participant TO belay_admin USING (true);
    CREATE POLICY admin ON expert_rating TO belay_admin USING (true);
END
$$;
GRANT SELECT ON session_participant
    TO belay_booking, belay_account, belay_inbox, belay_worker, belay_admin;
GRANT SELECT ON expert_rating TO belay_worker, belay_admin, belay_account;
GRANT SELECT ON busy, session_note, session_feedback TO belay_worker;
GRANT SELECT, DELETE ON calendar_feed TO belay_booking, belay_worker,
    belay_account;
GRANT INSERT, UPDATE ON calendar_feed TO belay_booking;
GRANT SELECT, INSERT, UPDATE, DELETE ON google_account
    TO belay_booking, belay_worker;
GRANT SELECT, DELETE ON google_account TO belay_account;
GRANT SELECT, INSERT, UPDATE, DELETE ON google_event, calendar_busy
    TO belay_worker;

INSERT INTO person_data VALUES
    ('session', 'client_id', 'booking', true, 'pseudonym', 'the other side keeps its record'),
    ('session', 'expert_id', 'booking', true, 'pseudonym', 'the other side keeps its record'),
    ('session', 'no_show_reported_by', 'booking', false, 'keep', 'record of a dispute'),
    ('session', 'disputed_by', 'booking', false, 'keep', 'record of a dispute'),
    ('session', 'canceled_by', 'booking', false, 'keep', 'record of a refund'),
    ('session_participant', 'person_id', 'booking', false, 'keep', 'follows session'),
    ('session_participant', 'other_id', 'booking', false, 'keep', 'follows session'),
    ('busy', 'person_id', 'booking', false, 'delete', NULL),
    ('session_history', 'actor_id', 'booking', false, 'keep', 'record of a session'),
    ('session_proposal', 'expert_id', 'booking', false, 'keep', 'record of a session'),
    ('session_proposal', 'client_id', 'booking', true, 'keep', 'record of a session'),
    ('session_note', 'author_id', 'booking', true, 'delete', NULL),
    ('session_feedback', 'author_id', 'booking', true, 'pseudonym', 'the other side keeps it'),
    ('expert_rating', 'expert_id', 'booking', true, 'pseudonym', 'follows the expert'),
    ('expert_rating', 'author_id', 'booking', true, 'pseudonym', 'counts in a public rating'),
    ('calendar_feed', 'user_id', 'booking', false, 'delete', NULL),
    ('google_account', 'user_id', 'booking', true, 'delete', NULL),
    ('google_event', 'user_id', 'booking', false, 'delete', NULL),
    ('calendar_busy', 'user_id', 'booking', false, 'delete', NULL);
