-- Packs of sessions with a mentor, coaching packages of an interviewer, and the
-- mentors' seats (spec: booking, states 4.5): the tables, and which state leads
-- to which.  What moves them is in the next migrations.

-- --- what is sold ------------------------------------------------------------
-- A mentor's packs have a price of their own; a package costs its session type
-- times its sessions, less 5, 10 or 15 percent.
CREATE TABLE pack_product (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('pack', 'package')),
    expert_id bigint NOT NULL REFERENCES expert,
    name text CHECK (length(name) BETWEEN 1 AND 80),
    about text CHECK (length(about) <= 1000),
    type_kind text NOT NULL,    -- session_type.kind
    minutes int NOT NULL,
    sessions int NOT NULL DEFAULT 4 CHECK (sessions BETWEEN 1 AND 100),
    valid_days int NOT NULL DEFAULT 180 CHECK (valid_days BETWEEN 1 AND 1095),
    price_amount bigint CHECK (price_amount BETWEEN 0 AND 100000000),
    price_currency text REFERENCES currency,
    active boolean NOT NULL DEFAULT true,
    version int NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    CHECK ((kind = 'pack') = (price_amount IS NOT NULL)),
    CHECK ((kind = 'pack') = (price_currency IS NOT NULL)),
    CHECK ((kind = 'pack') = (name IS NOT NULL)),
    CHECK (kind = 'pack' OR (sessions IN (3, 5, 10) AND valid_days = 180))
);
CREATE INDEX pack_product_expert ON pack_product (expert_id, kind, id);
CREATE UNIQUE INDEX pack_product_package
    ON pack_product (expert_id, type_kind, minutes, sessions)
    WHERE kind = 'package';
CREATE INDEX pack_product_listed ON pack_product (id)
    WHERE kind = 'package' AND active;
-- Students who keep an earlier price, whatever the pack costs now.
CREATE TABLE pack_special (
    product_id bigint NOT NULL REFERENCES pack_product,
    student_id bigint NOT NULL REFERENCES users,
    price_amount bigint NOT NULL CHECK (price_amount >= 0),
    made_at timestamptz NOT NULL,
    PRIMARY KEY (product_id, student_id)
);
CREATE INDEX pack_special_student ON pack_special (student_id);

-- --- what was bought ---------------------------------------------------------
-- What was agreed stays as it was.  How many sessions are left is counted from
-- the sessions, always; paid_back are those whose money went back.
CREATE TABLE pack (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('pack', 'package')),
    student_id bigint NOT NULL REFERENCES users,
    expert_id bigint NOT NULL REFERENCES expert,
    product_id bigint NOT NULL REFERENCES pack_product,
    order_id bigint NOT NULL UNIQUE REFERENCES orders,
    name text NOT NULL,
    type_kind text NOT NULL,
    minutes int NOT NULL,
    total int NOT NULL CHECK (total > 0),
    paid_back int NOT NULL DEFAULT 0 CHECK (paid_back BETWEEN 0 AND total),
    valid_days int NOT NULL,
    status text NOT NULL CHECK (status IN ('queued', 'active', 'depleted',
        'expired', 'refunded', 'renewed')),
    started_at timestamptz,     -- NULL: queued
    expires_at timestamptz,
    ended_at timestamptz,
    renewal_id bigint REFERENCES pack,
    ending_told_at timestamptz, -- that it ends soon
    created_at timestamptz NOT NULL,
    CHECK (student_id <> expert_id),
    CHECK ((started_at IS NULL) = (expires_at IS NULL)),
    CHECK ((status IN ('active', 'depleted', 'expired', 'renewed'))
        <= (started_at IS NOT NULL)),
    CHECK ((status IN ('queued', 'active')) = (ended_at IS NULL)),
    CHECK ((status = 'renewed') = (renewal_id IS NOT NULL))
);
-- One runs at a time.
CREATE UNIQUE INDEX pack_one_active ON pack (student_id, expert_id)
    WHERE kind = 'pack' AND status = 'active';
CREATE UNIQUE INDEX package_one_active
    ON pack (student_id, expert_id, type_kind, minutes)
    WHERE kind = 'package' AND status = 'active';
CREATE INDEX pack_student ON pack (student_id, id DESC);
CREATE INDEX pack_pair ON pack (expert_id, student_id, id);
CREATE INDEX pack_product_fk ON pack (product_id);
CREATE INDEX pack_renewal ON pack (renewal_id) WHERE renewal_id IS NOT NULL;
CREATE INDEX pack_expiry ON pack (expires_at) WHERE status = 'active';

CREATE TABLE pack_rule (
    from_status text NOT NULL,
    to_status text NOT NULL,
    PRIMARY KEY (from_status, to_status)
);
-- depleted -> active: a session that was used up was given back after all.
INSERT INTO pack_rule
    SELECT f, t FROM (VALUES ('queued', 'active refunded'),
        ('active', 'depleted expired refunded'),
        ('depleted', 'active renewed refunded'), ('expired', 'renewed refunded'),
        ('renewed', 'refunded')) AS r (f, ts), string_to_table(ts, ' ') t;

-- --- seats -------------------------------------------------------------------
-- One row for a student and a mentor, whatever became of it.  A seat that is
-- taken has a number of its own between 1 and the mentor's seats.
CREATE TABLE seat (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    expert_id bigint NOT NULL REFERENCES expert,
    student_id bigint NOT NULL REFERENCES users,
    status text NOT NULL
        CHECK (status IN ('reserved', 'active', 'grace', 'released')),
    number int CHECK (number > 0),
    order_id bigint REFERENCES orders,  -- whose checkout keeps it
    kept_until timestamptz,             -- as long as that checkout is open
    since timestamptz NOT NULL,         -- in this state
    grace_until timestamptz,
    extended_days int NOT NULL DEFAULT 0 CHECK (extended_days BETWEEN 0 AND 7),
    warned_at timestamptz,
    CHECK ((status = 'released') = (number IS NULL)),
    CHECK ((status = 'reserved') <= (kept_until IS NOT NULL)),
    CHECK ((status = 'grace') = (grace_until IS NOT NULL)),
    UNIQUE (expert_id, student_id)
);
CREATE UNIQUE INDEX seat_number ON seat (expert_id, number);
CREATE INDEX seat_student ON seat (student_id, id);
CREATE INDEX seat_order ON seat (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX seat_kept ON seat (kept_until) WHERE status = 'reserved';
CREATE INDEX seat_grace ON seat (grace_until) WHERE status = 'grace';

CREATE TABLE seat_rule (
    from_status text NOT NULL,
    to_status text NOT NULL,
    PRIMARY KEY (from_status, to_status)
);
INSERT INTO seat_rule
    SELECT f, t FROM (VALUES ('reserved', 'active released'),
        ('active', 'grace released'), ('grace', 'active released'),
        ('released', 'reserved active')) AS r (f, ts), string_to_table(ts, ' ') t;
CREATE TABLE seat_history (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    seat_id bigint NOT NULL REFERENCES seat,
    at timestamptz NOT NULL,
    actor_id bigint REFERENCES users,   -- NULL: the system
    from_status text,                   -- NULL: it began
    to_status text NOT NULL,
    reason text NOT NULL
);
CREATE INDEX seat_history_seat ON seat_history (seat_id, id);
CREATE INDEX seat_history_actor ON seat_history (actor_id)
    WHERE actor_id IS NOT NULL;

-- No seats for people who are not there yet.
ALTER TABLE expert ADD seats_closed boolean NOT NULL DEFAULT false;

-- Waiting for a seat, in the order of the numbers: waiting -> offered (24 h) ->
-- taken | passed; waiting | offered -> left.
CREATE TABLE waiting_entry (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    expert_id bigint NOT NULL REFERENCES expert,
    student_id bigint NOT NULL REFERENCES users,
    status text NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting',
        'offered', 'taken', 'passed', 'left')),
    joined_at timestamptz NOT NULL,
    offered_at timestamptz,
    offer_until timestamptz,
    ended_at timestamptz,
    CHECK ((status = 'offered') <= (offer_until IS NOT NULL)),
    CHECK ((status IN ('waiting', 'offered')) = (ended_at IS NULL)),
    CHECK (student_id <> expert_id)
);
CREATE UNIQUE INDEX waiting_entry_one ON waiting_entry (expert_id, student_id)
    WHERE status IN ('waiting', 'offered');
CREATE INDEX waiting_entry_line ON waiting_entry (expert_id, id)
    WHERE status = 'waiting';
CREATE INDEX waiting_entry_student ON waiting_entry (student_id, id DESC);
CREATE INDEX waiting_entry_offer ON waiting_entry (offer_until)
    WHERE status = 'offered';

-- --- who is told what --------------------------------------------------------
INSERT INTO notification_type (name, area, title, email, push, discord, urgent,
    required, can_wait) VALUES
    ('pack_bought', 'packs', 'A pack of yours begins', true, false, false, false, false, true),
    ('pack_sold', 'packs', 'You sold a pack', true, false, true, false, false, true),
    ('pack_renew', 'packs', 'A pack is nearly used up', true, true, true, false, false, true),
    ('pack_ending', 'packs', 'A pack ends soon', true, true, false, false, false, true),
    ('pack_expired', 'packs', 'A pack has ended', true, true, false, false, false, true),
    ('pack_money_back', 'packs', 'A session of a pack is paid back', true, false, false, false, true, false),
    ('seat_warning', 'packs', 'Your seat is about to be released', true, true, true, true, true, false),
    ('seat_extended', 'packs', 'You keep your seat longer', true, false, false, false, false, true),
    ('seat_released', 'packs', 'Your seat is released', true, true, false, false, true, false),
    ('seat_left', 'packs', 'A student has left', true, false, false, false, false, true),
    ('waiting_offered', 'packs', 'A seat is free for you', true, true, true, true, true, false),
    ('waiting_passed', 'packs', 'An offered seat went to the next', true, false, false, false, false, true);

-- --- who may see and touch what ----------------------------------------------
-- Two people's rows: members reach them through views and functions.
DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['pack_special', 'pack', 'seat', 'seat_history',
            'waiting_entry'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY worker ON %I TO belay_worker USING (true)',
            t);
        EXECUTE format('CREATE POLICY admin ON %I TO belay_admin USING (true)',
            t);
        EXECUTE format('GRANT SELECT ON %I TO belay_worker, belay_admin', t);
    END LOOP;
END
$$;
GRANT DELETE ON waiting_entry, pack_special TO belay_worker;
ALTER TABLE pack_product ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON pack_product TO belay_booking, belay_billing
    USING (expert_id = app_user_id());
CREATE POLICY worker ON pack_product TO belay_worker USING (true);
CREATE POLICY admin ON pack_product TO belay_admin USING (true);
GRANT SELECT ON pack_product TO belay_booking, belay_billing, belay_worker,
    belay_admin;

INSERT INTO person_data VALUES
    ('pack_product', 'expert_id', 'booking', true, 'keep', 'packs refer to it'),
    ('pack_special', 'student_id', 'booking', true, 'delete', NULL),
    ('pack', 'student_id', 'booking', true, 'keep', 'record of a purchase'),
    ('pack', 'expert_id', 'booking', true, 'keep', 'record of a purchase'),
    ('seat', 'student_id', 'booking', true, 'keep', 'the mentor keeps a record'),
    ('seat', 'expert_id', 'booking', false, 'keep', 'the student keeps a record'),
    ('seat_history', 'actor_id', 'booking', false, 'keep', 'record of a seat'),
    ('waiting_entry', 'student_id', 'booking', true, 'delete', NULL),
    ('waiting_entry', 'expert_id', 'booking', false, 'delete', NULL);
