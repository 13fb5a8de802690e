-- What automated moderation goes by: rules as data.  Every program that checks
-- texts keeps them compiled and looks at the version before it uses them.

CREATE TABLE moderation_rule (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code text NOT NULL UNIQUE CHECK (code ~ '^[a-z][a-z0-9_]{1,59}$'),
    -- words: looked for in texts · detector: found by code of that name ·
    -- vocabulary: words that detectors know, by the part they play
    kind text NOT NULL CHECK (kind IN ('words', 'detector', 'vocabulary')),
    category text NOT NULL CHECK (category IN ('contact', 'link', 'abuse',
        'hate', 'sexual', 'violence', 'self_harm', 'spam', 'scam',
        'duplicate')),
    language text CHECK (language ~ '^[a-z]{2}$'),
    -- "anonymous:block message:flag"; a context that is not named: allow
    decisions text NOT NULL DEFAULT '',
    score real NOT NULL DEFAULT 0.8 CHECK (score > 0 AND score <= 1),
    terms text NOT NULL DEFAULT '',     -- one a line
    allowed text NOT NULL DEFAULT '',   -- phrases in which they don't count
    about text NOT NULL,
    is_active boolean NOT NULL DEFAULT true,
    version int NOT NULL DEFAULT 1
);

-- One row: grows with every change of a rule.
CREATE TABLE moderation_state (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    version bigint NOT NULL
);
INSERT INTO moderation_state (version) VALUES (1);

CREATE FUNCTION moderation_rule_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    UPDATE moderation_state SET version = version + 1;
    RETURN NULL;
END
$$;
CREATE TRIGGER moderation_rule_changed
    AFTER INSERT OR UPDATE OR DELETE ON moderation_rule
    FOR EACH STATEMENT EXECUTE FUNCTION moderation_rule_changed();

GRANT SELECT ON moderation_rule, moderation_state TO belay_account,
    belay_booking, belay_inbox, belay_billing, belay_admin, belay_worker,
    belay_safety, belay_journeys, belay_reviews;
