-- Affiliates: experts who send buyers to other experts and get a part of what
-- those buy (spec: money.md, Affiliates).  A seller opens a programme and says
-- the percentage; an expert asks to join, the seller agrees; then a short link
-- counts, and the last one that a buyer followed earns.

INSERT INTO setting (name, value, kind, minimum, maximum, about) VALUES
    ('affiliate_click_days', '30', 'int', 1, 365,
        'Days that the click on an affiliate''s link counts'),
    ('affiliate_signup_days', '365', 'int', 1, 3650,
        'Days that it counts for who signed up after it');
INSERT INTO notification_type (name, area, title, email, push, discord, urgent,
    required, can_wait) VALUES
    ('affiliate_asked', 'money', 'Somebody wants to be your affiliate', true, false, false, false, false, true),
    ('affiliate_decided', 'money', 'A seller decided about you as an affiliate', true, false, false, false, false, true),
    ('affiliate_earned', 'money', 'A commission for you', true, true, false, false, false, true);

-- --- tables --------------------------------------------------------------------
CREATE TABLE affiliate_program (
    seller_id bigint PRIMARY KEY REFERENCES users,
    is_open boolean NOT NULL,           -- may experts ask to join?
    bp int NOT NULL CHECK (bp BETWEEN 100 AND 5000),    -- of new affiliates
    terms text CHECK (length(terms) <= 1000),
    changed_at timestamptz NOT NULL
);
CREATE INDEX affiliate_program_open ON affiliate_program (seller_id)
    WHERE is_open;

-- requested -> active <-> paused; requested -> declined; active | paused ->
-- ended; declined | ended -> requested
CREATE TABLE affiliate (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    seller_id bigint NOT NULL REFERENCES users,
    user_id bigint NOT NULL REFERENCES users,
    status text NOT NULL CHECK (status IN ('requested', 'active', 'paused',
        'declined', 'ended')),
    bp int NOT NULL CHECK (bp BETWEEN 100 AND 5000),
    words text CHECK (length(words) <= 1000),   -- of who asked
    asked_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    UNIQUE (seller_id, user_id),
    CHECK (seller_id <> user_id)
);
CREATE INDEX affiliate_user ON affiliate (user_id, id);
CREATE INDEX affiliate_seller ON affiliate (seller_id, status, id);
CREATE TABLE affiliate_rule (
    side text NOT NULL,
    from_status text NOT NULL,
    to_status text NOT NULL,
    PRIMARY KEY (side, from_status, to_status)
);
INSERT INTO affiliate_rule
    SELECT s, f, t FROM (VALUES
        ('seller', 'requested', 'active declined'),
        ('seller', 'active', 'paused ended'),
        ('seller', 'paused', 'active ended'),
        ('affiliate', 'active', 'ended'), ('affiliate', 'paused', 'ended'),
        ('affiliate', 'requested', 'ended'),
        ('affiliate', 'declined', 'requested'),
        ('affiliate', 'ended', 'requested')) AS r (s, f, ts),
        string_to_table(ts, ' ') t;

CREATE TABLE affiliate_link (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    affiliate_id bigint NOT NULL REFERENCES affiliate,
    code text NOT NULL CHECK (code ~ '^[a-z0-9]{6,12}$'),
    kind text REFERENCES order_kind,    -- NULL: whatever the seller sells
    item_id bigint,                     -- NULL: all of that kind
    clicks bigint NOT NULL DEFAULT 0,   -- of people, once a day each
    signups bigint NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    ended_at timestamptz,
    CHECK (item_id IS NULL OR kind IS NOT NULL)
);
CREATE UNIQUE INDEX affiliate_link_code ON affiliate_link (code);
CREATE UNIQUE INDEX affiliate_link_one ON affiliate_link (affiliate_id,
    coalesce(kind, ''), coalesce(item_id, 0)) WHERE ended_at IS NULL;
CREATE INDEX affiliate_link_affiliate ON affiliate_link (affiliate_id, id);

-- Who came by which link today: a keyed hash that changes every day, so that
-- nobody is known by it tomorrow.
CREATE TABLE affiliate_click (
    link_id bigint NOT NULL REFERENCES affiliate_link,
    day date NOT NULL,
    visitor text NOT NULL CHECK (length(visitor) BETWEEN 8 AND 128),
    PRIMARY KEY (link_id, day, visitor)
);
CREATE INDEX affiliate_click_day ON affiliate_click (day);
-- Members who followed a link.
CREATE TABLE affiliate_referral (
    user_id bigint NOT NULL REFERENCES users,
    link_id bigint NOT NULL REFERENCES affiliate_link,
    clicked_at timestamptz NOT NULL,
    signed_up boolean NOT NULL,         -- the account was made after it
    PRIMARY KEY (user_id, link_id)
);
CREATE INDEX affiliate_referral_link ON affiliate_referral (link_id);
-- What came of it: an order that was paid with a commission.  Its state is that
-- of the earning (states 4.12).
CREATE TABLE affiliate_conversion (
    order_id bigint PRIMARY KEY REFERENCES orders,
    affiliate_id bigint NOT NULL REFERENCES affiliate,
    link_id bigint REFERENCES affiliate_link,
    base_amount bigint NOT NULL,        -- what it is a part of
    amount bigint NOT NULL CHECK (amount > 0),
    currency text NOT NULL REFERENCES currency,
    at timestamptz NOT NULL
);
CREATE INDEX affiliate_conversion_affiliate
    ON affiliate_conversion (affiliate_id, order_id DESC);
CREATE INDEX affiliate_conversion_link ON affiliate_conversion (link_id);

-- --- the link ------------------------------------------------------------------
-- Letters and figures that are not taken for one another.
CREATE FUNCTION affiliate_code() RETURNS text LANGUAGE sql VOLATILE
AS $$
    SELECT string_agg(substr('abcdefghjkmnpqrstuvwxyz23456789',
        1 + get_byte(b, i) % 31, 1), '')
    FROM (SELECT uuid_send(gen_random_uuid()) AS b) u,
        unnest(ARRAY[0, 1, 2, 3, 4, 5, 10, 11]) i
$$;
CREATE FUNCTION affiliate_link_make(of_affiliate bigint, for_kind text,
    for_item bigint) RETURNS affiliate_link LANGUAGE plpgsql
AS $$
DECLARE
    l affiliate_link;
BEGIN
    SELECT * INTO l FROM affiliate_link x WHERE x.affiliate_id = of_affiliate
        AND coalesce(x.kind, '') = coalesce(for_kind, '')
        AND coalesce(x.item_id, 0) = coalesce(for_item, 0)
        AND x.ended_at IS NULL;
    WHILE l.id IS NULL LOOP
        INSERT INTO affiliate_link (affiliate_id, code, kind, item_id,
            created_at)
        VALUES (of_affiliate, affiliate_code(), for_kind, for_item, app_now())
        ON CONFLICT DO NOTHING RETURNING * INTO l;
    END LOOP;
    RETURN l;
END
$$;
-- The seller's own page here, whatever the link is for.
CREATE FUNCTION seller_path(seller bigint) RETURNS text LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = public
AS $$
    SELECT '/' || k.kind || 's/' || e.ref FROM expert e
    JOIN expert_kind k ON k.user_id = e.user_id AND k.status = 'verified'
    WHERE e.user_id = seller
    ORDER BY k.kind = 'mentor' DESC, k.kind LIMIT 1
$$;
CREATE FUNCTION account_is_active(person bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$ SELECT EXISTS (SELECT FROM users u WHERE u.id = person
    AND u.status = 'active') $$;

-- A click of a member is theirs at once; of a visitor when they sign in.
CREATE FUNCTION referral_note(person bigint, of_code text, clicked timestamptz)
RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    l affiliate_link;
    fresh boolean;
    made boolean;
BEGIN
    SELECT x.* INTO l FROM affiliate_link x
        JOIN affiliate a ON a.id = x.affiliate_id AND a.status = 'active'
        WHERE x.code = lower(of_code) AND x.ended_at IS NULL
            AND person NOT IN (a.user_id, a.seller_id);
    IF l.id IS NULL OR clicked > app_now() + interval '1 minute'
            OR clicked <= app_now() - make_interval(days =>
                setting_text('affiliate_click_days')::int) THEN
        RETURN;
    END IF;
    fresh := EXISTS (SELECT FROM users u WHERE u.id = person
        AND u.created_at >= clicked);
    INSERT INTO affiliate_referral AS r VALUES (person, l.id, clicked, fresh)
    ON CONFLICT (user_id, link_id) DO UPDATE
        SET clicked_at = greatest(r.clicked_at, excluded.clicked_at)
    RETURNING xmax = 0 INTO made;
    IF made AND fresh THEN
        UPDATE affiliate_link x SET signups = x.signups + 1 WHERE x.id = l.id;
    END IF;
END
$$;
/*
 * Somebody opened a link: where they are sent (NULL: no such link), and whether
 * it counts.  `visitor` NULL is a robot, which counts for nothing.
 */
CREATE FUNCTION referral_click(of_code text, visitor text, OUT location text,
    OUT counts boolean) LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    l affiliate_link;
    a affiliate;
    who text := visitor;
BEGIN
    counts := false;
    SELECT * INTO l FROM affiliate_link x WHERE x.code = lower(of_code);
    IF NOT FOUND THEN
        RETURN;
    END IF;
    SELECT * INTO a FROM affiliate x WHERE x.id = l.affiliate_id;
    location := coalesce(seller_path(a.seller_id), '/mentors');
    counts := a.status = 'active' AND l.ended_at IS NULL AND who IS NOT NULL
        AND coalesce(app_user_id(), 0) NOT IN (a.user_id, a.seller_id)
        AND account_is_active(a.user_id);
    IF NOT counts THEN
        RETURN;
    END IF;
    INSERT INTO affiliate_click VALUES (l.id, (app_now() AT TIME ZONE 'UTC')
        ::date, who) ON CONFLICT DO NOTHING;
    IF FOUND THEN
        UPDATE affiliate_link x SET clicks = x.clicks + 1 WHERE x.id = l.id;
    END IF;
    IF app_user_id() IS NOT NULL THEN
        PERFORM referral_note(app_user_id(), l.code, app_now());
    END IF;
END
$$;
-- Who has just signed up or in had followed this link before.
CREATE FUNCTION referral_claim(person bigint, of_code text,
    clicked timestamptz) RETURNS void LANGUAGE sql
SECURITY DEFINER SET search_path = public
AS $$ SELECT referral_note(person, of_code, clicked) $$;

-- --- joining and deciding --------------------------------------------------------
CREATE FUNCTION is_expert(person bigint) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = public
AS $$ SELECT EXISTS (SELECT FROM expert_kind k WHERE k.user_id = person
    AND k.status = 'verified') $$;
CREATE FUNCTION affiliate_move(a affiliate, by_side text, target text)
RETURNS affiliate LANGUAGE plpgsql
AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM affiliate_rule r WHERE (r.side, r.from_status,
            r.to_status) = (by_side, a.status, target)) THEN
        PERFORM refuse(409, 'affiliate_is_' || a.status, NULL,
            jsonb_build_object('state', a.status));
    END IF;
    UPDATE affiliate x SET status = target, changed_at = app_now()
        WHERE x.id = a.id RETURNING * INTO a;
    RETURN a;
END
$$;
-- What the asking seller offers affiliates.
CREATE FUNCTION affiliate_program_save(opened boolean, percent int, words text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    me bigint := acting_member();
BEGIN
    IF NOT is_expert(me) THEN
        PERFORM refuse(403, 'affiliate_for_experts');
    END IF;
    INSERT INTO affiliate_program VALUES (me, opened, percent * 100,
        nullif(trim(words), ''), app_now())
    ON CONFLICT (seller_id) DO UPDATE SET is_open = excluded.is_open,
        bp = excluded.bp, terms = excluded.terms,
        changed_at = excluded.changed_at;
END
$$;
-- The asking expert wants to send buyers to a seller.
CREATE FUNCTION affiliate_ask(expert_ref bigint, said text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    me bigint := acting_member();
    seller bigint := (SELECT e.user_id FROM expert e WHERE e.ref = expert_ref);
    p affiliate_program;
    a affiliate;
BEGIN
    SELECT * INTO p FROM affiliate_program x WHERE x.seller_id = seller
        AND x.is_open AND account_is_active(seller) AND is_expert(seller);
    IF NOT FOUND THEN
        PERFORM refuse(404, 'affiliate_program_closed');
    ELSIF seller = me THEN
        PERFORM refuse(409, 'affiliate_self');
    ELSIF NOT is_expert(me) THEN
        PERFORM refuse(403, 'affiliate_for_experts');
    END IF;
    SELECT * INTO a FROM affiliate x WHERE (x.seller_id, x.user_id)
        = (seller, me) FOR UPDATE;
    IF a.id IS NULL THEN
        INSERT INTO affiliate (seller_id, user_id, status, bp, words, asked_at,
            changed_at)
        VALUES (seller, me, 'requested', p.bp, nullif(trim(said), ''),
            app_now(), app_now()) RETURNING * INTO a;
    ELSE
        a := affiliate_move(a, 'affiliate', 'requested');
        UPDATE affiliate x SET bp = p.bp, words = nullif(trim(said), ''),
            asked_at = app_now() WHERE x.id = a.id;
    END IF;
    PERFORM notify(seller, 'affiliate_asked', '/affiliate/program',
        jsonb_build_object('name', expert_name(me)),
        format('affiliate:%s:%s', a.id, app_now()));
    RETURN a.id;
END
$$;
-- The asking seller decides: a state, a percentage, or both.  A new percentage
-- is of new orders only.
CREATE FUNCTION affiliate_decide(decided bigint, target text, percent int)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    a affiliate;
BEGIN
    SELECT * INTO a FROM affiliate x WHERE x.id = decided
        AND x.seller_id = acting_member() FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM refuse(404, 'affiliate_unknown');
    END IF;
    IF percent IS NOT NULL THEN
        UPDATE affiliate x SET bp = percent * 100, changed_at = app_now()
            WHERE x.id = a.id;
    END IF;
    IF target <> a.status THEN
        a := affiliate_move(a, 'seller', target);
        IF target = 'active' THEN
            PERFORM affiliate_link_make(a.id, NULL, NULL);
        END IF;
        PERFORM notify(a.user_id, 'affiliate_decided', '/affiliate',
            jsonb_build_object('name', expert_name(a.seller_id),
            'is_' || target, true), format('affiliate:%s:%s:%s', a.id, target,
            app_now()));
    END IF;
END
$$;
CREATE FUNCTION affiliate_leave(left_one bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    a affiliate;
BEGIN
    SELECT * INTO a FROM affiliate x WHERE x.id = left_one
        AND x.user_id = acting_member() FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM refuse(404, 'affiliate_unknown');
    END IF;
    PERFORM affiliate_move(a, 'affiliate', 'ended');
END
$$;
-- A link of one's own for one kind of thing, or one thing, of that seller.
CREATE FUNCTION affiliate_link_add(of_affiliate bigint, for_kind text)
RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    a affiliate;
    l affiliate_link;
BEGIN
    SELECT * INTO a FROM affiliate x WHERE x.id = of_affiliate
        AND x.user_id = acting_member() FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM refuse(404, 'affiliate_unknown');
    ELSIF a.status <> 'active' THEN
        PERFORM refuse(409, 'affiliate_is_' || a.status);
    ELSIF for_kind NOT IN ('session', 'pack', 'package') THEN
        PERFORM refuse(422, 'affiliate_kind_unknown', 'kind');
    END IF;
    l := affiliate_link_make(a.id, for_kind, NULL);
    RETURN l.code;
END
$$;
CREATE FUNCTION affiliate_link_end(ended bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    UPDATE affiliate_link l SET ended_at = app_now() FROM affiliate a
    WHERE l.id = ended AND l.ended_at IS NULL AND a.id = l.affiliate_id
        AND a.user_id = acting_member();
    IF NOT FOUND THEN
        PERFORM refuse(404, 'affiliate_link_unknown');
    END IF;
END
$$;
-- Clicks are kept as long as they count.
CREATE FUNCTION affiliate_clean() RETURNS int LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    n int;
BEGIN
    DELETE FROM affiliate_click c WHERE c.day < (app_now() AT TIME ZONE 'UTC')
        ::date - 2;
    GET DIAGNOSTICS n = ROW_COUNT;
    RETURN n;
END
$$;

-- --- what both sides see -----------------------------------------------------------
-- The name that an expert is known by; views ask it as whoever reads them.
CREATE FUNCTION affiliate_name(person bigint) RETURNS text LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = public
AS $$ SELECT expert_name(person) $$;
-- The asking member as an affiliate.
CREATE VIEW my_affiliate AS
SELECT a.id, affiliate_name(a.seller_id) AS seller,
    seller_path(a.seller_id) AS seller_path, a.status, a.bp, a.asked_at
FROM affiliate a WHERE a.user_id = app_user_id();
CREATE VIEW my_affiliate_link AS
SELECT l.id, l.affiliate_id, l.code, l.kind, l.item_id, l.clicks, l.signups,
    l.created_at, l.ended_at
FROM affiliate_link l JOIN affiliate a ON a.id = l.affiliate_id
WHERE a.user_id = app_user_id();
-- pending -> matured -> in_payout -> paid; any -> reversed (states 4.12).  Who
-- bought is not told.
CREATE VIEW my_affiliate_conversion AS
SELECT c.order_id, c.affiliate_id, c.link_id, o.kind, o.title, c.base_amount,
    c.amount, e.amount AS left_amount, c.currency, c.at, e.available_at,
    CASE e.status WHEN 'available' THEN 'matured' WHEN 'frozen' THEN 'pending'
        ELSE CASE WHEN s.reversed = s.amount THEN 'reversed'
            ELSE e.status END END AS status
FROM affiliate_conversion c JOIN affiliate a ON a.id = c.affiliate_id
JOIN orders o ON o.id = c.order_id
JOIN order_share s ON s.order_id = c.order_id AND s.kind = 'affiliate'
    AND s.user_id = a.user_id
JOIN earning e ON e.order_id = c.order_id AND e.user_id = a.user_id
    AND e.kind = 'affiliate'
WHERE a.user_id = app_user_id();
-- The asking member as a seller.
CREATE VIEW my_affiliate_partner AS
SELECT a.id, affiliate_name(a.user_id) AS name, seller_path(a.user_id) AS path,
    a.status, a.bp, a.words, a.asked_at,
    (SELECT sum(l.clicks) FROM affiliate_link l WHERE l.affiliate_id = a.id)
        ::bigint AS clicks,
    (SELECT count(*) FROM affiliate_conversion c WHERE c.affiliate_id = a.id)
        AS conversions
FROM affiliate a WHERE a.seller_id = app_user_id();
-- Programmes that the asking member could join.
CREATE VIEW affiliate_offer AS
SELECT e.ref, affiliate_name(p.seller_id) AS seller,
    seller_path(p.seller_id) AS path, p.bp, p.terms
FROM affiliate_program p JOIN expert e ON e.user_id = p.seller_id
WHERE p.is_open AND p.seller_id <> app_user_id()
    AND account_is_active(p.seller_id) AND is_expert(p.seller_id)
    AND NOT EXISTS (SELECT FROM affiliate a WHERE a.seller_id = p.seller_id
        AND a.user_id = app_user_id() AND a.status NOT IN ('declined', 'ended'));
GRANT SELECT ON my_affiliate, my_affiliate_link, my_affiliate_conversion,
    my_affiliate_partner, affiliate_offer TO belay_billing;

DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['affiliate_program', 'affiliate', 'affiliate_link',
            'affiliate_click', 'affiliate_referral', 'affiliate_conversion'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY admin ON %I TO belay_admin USING (true)',
            t);
        EXECUTE format('CREATE POLICY worker ON %I TO belay_worker USING (true)',
            t);
        EXECUTE format('GRANT SELECT ON %I TO belay_admin, belay_worker', t);
    END LOOP;
END
$$;
CREATE POLICY own ON affiliate_program TO belay_billing
    USING (seller_id = app_user_id());
GRANT SELECT ON affiliate_program TO belay_billing;
GRANT EXECUTE ON FUNCTION affiliate_program_save(boolean, int, text),
    affiliate_ask(bigint, text), affiliate_decide(bigint, text, int),
    affiliate_leave(bigint), affiliate_link_add(bigint, text),
    affiliate_link_end(bigint), referral_click(text, text) TO belay_billing;
GRANT EXECUTE ON FUNCTION is_expert(bigint), account_is_active(bigint),
    seller_path(bigint), affiliate_name(bigint) TO belay_billing;
GRANT EXECUTE ON FUNCTION referral_claim(bigint, text, timestamptz)
    TO belay_account;
GRANT EXECUTE ON FUNCTION affiliate_clean() TO belay_worker;

INSERT INTO person_data VALUES
    ('affiliate_program', 'seller_id', 'money', true, 'keep', 'agreements about money'),
    ('affiliate', 'seller_id', 'money', false, 'keep', 'agreements about money'),
    ('affiliate', 'user_id', 'money', true, 'keep', 'agreements about money'),
    ('affiliate_referral', 'user_id', 'money', true, 'delete', NULL);
