-- What members can report, and what moderation does with it.  A kind of thing is
-- one row of report_kind with its functions; an area adds its own with its first
-- public text, and nothing here changes.

GRANT USAGE ON SCHEMA public TO belay_safety;
GRANT EXECUTE ON FUNCTION session_open(text), token_open(text),
    rights_of(bigint), session_touch(bigint, text, text), token_touch(bigint),
    session_renew(text, text), has_role(bigint, text),
    mail_queue(bigint, text, text, jsonb, text, text, text) TO belay_safety;

-- A thing as it is now, for who looks at it.
CREATE TYPE report_target AS (
    author_id bigint,   -- whose it is; NULL: nobody's in particular
    version text,       -- other words, other version
    title text,         -- what it is and whose, in English
    shown_name text,    -- the name its author has there: an alias stays one
    url text,           -- where members see it; NULL: nowhere
    parts jsonb,        -- [{"part", "label", "text"}], what it says
    context jsonb,      -- [{"label", "text"}], what stood around it
    is_hidden boolean
);

/*
 * look(target, viewer, author) gives a report_target, all NULL when there is no
 * such thing or the viewer may not see it.  Of a thing that two made (a session)
 * the author is the other side of the viewer; who looks for moderation is nobody
 * and says the author.
 * hide(target, author, on) takes it from every page and figure, or gives it back.
 * edit(target, author, parts jsonb) writes {"part": "words"}; '' clears a part.
 * refund(target, why) gives back what was paid for it.
 * decided(target, author, outcome, why) hears 'upheld' or 'dismissed'.
 * NULL: that can't be done with this kind.
 */
CREATE TABLE report_kind (
    kind text PRIMARY KEY CHECK (kind ~ '^[a-z_]{3,30}$'),
    name text NOT NULL,         -- for people: templates/_words/database.txt
    look regproc NOT NULL,
    hide regproc,
    edit regproc,
    refund regproc,
    decided regproc,
    position int NOT NULL
);
GRANT SELECT ON report_kind TO belay_safety, belay_admin, belay_worker;

-- Why: how grave it is, and the rule that it breaks, in the words that the author
-- reads.  Members choose among those that are offered.
CREATE TABLE report_category (
    name text PRIMARY KEY CHECK (name ~ '^[a-z_]{3,20}$'),
    label text NOT NULL,
    about text NOT NULL,
    severity int NOT NULL CHECK (severity BETWEEN 1 AND 5),
    rule text NOT NULL,         -- "4.2 No contact details where names are hidden"
    template text NOT NULL,     -- the message to the author
    offered boolean NOT NULL DEFAULT true,
    position int NOT NULL
);
GRANT SELECT ON report_category TO belay_safety, belay_admin, belay_worker,
    belay_account, belay_booking, belay_inbox;
INSERT INTO report_category VALUES
    ('violence', 'Threat or violence', 'Somebody is threatened, or violence is called for', 5,
        '1.1 No threats', 'Threats have no place here, whatever came before them.', true, 1),
    ('self_harm', 'Somebody may hurt themselves', 'Words that make you fear for a person', 5,
        '1.2 Care for people in danger', 'We worry about you. Please speak to somebody near you, or to a crisis line of your country.', true, 2),
    ('hate', 'Hate', 'Contempt for people because of what they are', 4,
        '2.2 No hate', 'We do not allow contempt for people because of their origin, faith, sex, age or disability.', true, 3),
    ('sexual', 'Sexual remarks', 'Sexual words or pictures, or remarks about a body', 4,
        '2.3 No sexual remarks', 'Sexual remarks are not part of what we do here.', true, 4),
    ('abuse', 'Harassment', 'Insults, bullying, words meant to hurt', 3,
        '2.1 No harassment', 'Please say what you think of the work, not of the person.', true, 5),
    ('scam', 'Fraud, or paying outside', 'Money asked for outside the platform, false promises', 4,
        '4.5 No payment outside Belay', 'Sessions are paid here, so that both sides are protected.', true, 6),
    ('contact', 'Contact details where names are hidden', 'A mail address, a number or a handle in an anonymous interview', 3,
        '4.2 No contact details where names are hidden', 'Please do not share ways to reach you in an anonymous interview. You can both agree to reveal afterwards.', true, 7),
    ('impersonation', 'Pretends to be somebody', 'A false name, picture or career', 3,
        '3.1 Be who you say you are', 'Names, pictures and careers here have to be your own.', true, 8),
    ('copyright', 'Copied from somebody', 'Words, pictures or a journey that belong to somebody else', 3,
        '3.2 Show your own work', 'Please show only what is yours, or what you may show.', true, 9),
    ('spam', 'Spam', 'Advertising, the same thing again and again', 2,
        '4.1 No spam', 'Advertising and repeated posts are removed.', true, 10),
    ('link', 'A harmful link', 'A link that leads somewhere it should not', 3,
        '4.3 No harmful links', 'Links have to lead where they say, and nowhere harmful.', true, 11),
    ('no_show', 'Did not come, or says I did not', 'About a session and who was there', 2,
        '5.1 Keep your appointments', 'A session that was agreed has to be kept, or cancelled in time.', true, 12),
    ('emergency', 'A session was ended at once', 'One side ended a session because something was wrong', 4,
        '5.2 Sessions are safe', 'A session has to be a place where both feel safe.', false, 13),
    ('dispute', 'A session is disputed', 'The two sides do not agree what happened', 2,
        '5.3 Say what happened', 'Please tell us what happened as it was.', false, 14),
    ('duplicate', 'Posted many times', 'The same words in many places', 1,
        '4.4 Say it once', 'Please post a thing once.', false, 15),
    ('other', 'Something else', 'Tell us in your own words', 1,
        '6 Be fair to each other', 'This did not fit our rules for being fair to each other.', true, 16);

CREATE FUNCTION kind_look(what text, target bigint, viewer bigint,
    author bigint) RETURNS report_target
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    f regproc := (SELECT k.look FROM report_kind k WHERE k.kind = what);
    t report_target;
BEGIN
    IF f IS NOT NULL THEN
        EXECUTE format('SELECT (x).* FROM %s($1, $2, $3) x', f)
            INTO t USING target, viewer, author;
    END IF;
    -- who is blocked sees nothing of whom, but what the two did together
    IF viewer IS NOT NULL AND what NOT IN ('session', 'feedback')
            AND EXISTS (SELECT FROM block b WHERE (b.blocker_id, b.blocked_id)
                = (t.author_id, viewer)) THEN
        RETURN NULL;
    END IF;
    RETURN t;
END
$$;
CREATE FUNCTION part(name text, label text, words text) RETURNS jsonb
LANGUAGE sql IMMUTABLE
AS $$
    SELECT jsonb_strip_nulls(jsonb_build_object('part', name, 'label', label,
        'text', coalesce(words, '')))
$$;
-- Parts without those that say nothing.
CREATE FUNCTION parts_of(VARIADIC all_of jsonb[]) RETURNS jsonb
LANGUAGE sql IMMUTABLE
AS $$
    SELECT coalesce(jsonb_agg(p ORDER BY n), '[]')
    FROM unnest(all_of) WITH ORDINALITY AS x (p, n) WHERE p ->> 'text' <> ''
$$;
CREATE FUNCTION parts_version(parts jsonb) RETURNS text LANGUAGE sql IMMUTABLE
AS $$ SELECT md5(parts::text) $$;
-- A part's new words: as they were when the edit does not name it.
CREATE FUNCTION part_new(parts jsonb, name text, was text) RETURNS text
LANGUAGE sql IMMUTABLE
AS $$
    SELECT CASE WHEN parts ? name THEN nullif(trim(parts ->> name), '')
        ELSE was END
$$;

-- --- a member's public page ----------------------------------------------------
ALTER TABLE profile ADD hidden_at timestamptz;  -- by moderation

CREATE FUNCTION profile_look(target bigint, viewer bigint, author bigint)
RETURNS report_target LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public
AS $$
DECLARE
    p profile;
    t report_target;
BEGIN
    SELECT * INTO p FROM profile x WHERE x.user_id = target;
    IF p.user_id IS NULL OR viewer IS NOT NULL AND NOT (p.is_public
            AND p.hidden_at IS NULL) THEN
        RETURN t;
    END IF;
    t.author_id := p.user_id;
    t.title := 'Public page of ' || p.display_name;
    t.shown_name := p.display_name;
    t.url := '/u/' || p.handle;
    t.parts := parts_of(part('display_name', 'Name', p.display_name),
        part('headline', 'Headline', p.headline),
        part('about', 'About', p.about),
        part('links', 'Links', array_to_string(p.links, E'\n')),
        part('skills', 'Skills', array_to_string(p.skills, ', ')));
    t.version := parts_version(t.parts);
    t.context := '[]';
    t.is_hidden := p.hidden_at IS NOT NULL;
    RETURN t;
END
$$;
CREATE FUNCTION profile_hide(target bigint, author bigint, hide boolean)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    UPDATE profile SET hidden_at = CASE WHEN hide THEN app_now() END
        WHERE user_id = target;
    PERFORM listing_due(target);
END
$$;
CREATE FUNCTION profile_edit(target bigint, author bigint, parts jsonb)
RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public
AS $$
    UPDATE profile p SET headline = part_new(parts, 'headline', p.headline),
        about = part_new(parts, 'about', p.about),
        display_name = coalesce(part_new(parts, 'display_name',
            p.display_name), p.display_name),
        links = CASE WHEN parts ? 'links' THEN array_remove(string_to_array(
            parts ->> 'links', E'\n'), '') ELSE p.links END,
        skills = CASE WHEN parts ? 'skills' THEN array_remove(string_to_array(
            parts ->> 'skills', ', '), '') ELSE p.skills END
    WHERE p.user_id = target
$$;

-- Nobody sees a page that is hidden, nor is it a way to a person; and none of
-- two who blocked each other sees the other's, unless to take it back.
CREATE OR REPLACE FUNCTION public_profile(page_handle text, OUT user_id bigint,
    OUT handle text, OUT display_name text, OUT headline text, OUT about text,
    OUT country text, OUT languages text[], OUT industries text[],
    OUT skills text[], OUT links text[], OUT years_experience bigint,
    OUT timezone text, OUT picture text, OUT since timestamptz,
    OUT i_block boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    SELECT p.user_id, p.handle, p.display_name, p.headline, p.about, p.country,
        p.languages, ARRAY(SELECT i.name FROM industry i
            WHERE i.slug = ANY (p.industries) ORDER BY i.name),
        p.skills, p.links, p.years_experience, p.timezone,
        coalesce(p.picture_large, p.picture), u.created_at,
        EXISTS (SELECT FROM block b WHERE b.blocker_id = app_user_id()
            AND b.blocked_id = p.user_id)
    INTO user_id, handle, display_name, headline, about, country, languages,
        industries, skills, links, years_experience, timezone, picture, since,
        i_block
    FROM profile p JOIN users u ON u.id = p.user_id
    WHERE p.handle = page_handle AND p.is_public AND p.hidden_at IS NULL
        AND u.status = 'active'
        AND NOT EXISTS (SELECT FROM block b WHERE b.blocker_id = p.user_id
            AND b.blocked_id = app_user_id());
END
$$;

-- --- a profile's picture ---------------------------------------------------------
-- Put aside while it is hidden, so that no page has to ask.
ALTER TABLE profile ADD picture_hidden text, ADD picture_large_hidden text;
INSERT INTO person_file VALUES
    ('profile', 'user_id', 'picture_hidden'),
    ('profile', 'user_id', 'picture_large_hidden');

CREATE FUNCTION picture_look(target bigint, viewer bigint, author bigint)
RETURNS report_target LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public
AS $$
DECLARE
    p profile;
    t report_target;
    path text;
BEGIN
    SELECT * INTO p FROM profile x WHERE x.user_id = target;
    path := coalesce(p.picture_large, p.picture, p.picture_large_hidden,
        p.picture_hidden);
    IF path IS NULL OR viewer IS NOT NULL AND (p.picture IS NULL
            OR NOT p.is_public AND NOT EXISTS (SELECT FROM expert e
                WHERE e.user_id = target AND NOT e.is_anonymous)) THEN
        RETURN t;
    END IF;
    t.author_id := p.user_id;
    t.title := 'Picture of ' || p.display_name;
    t.shown_name := p.display_name;
    t.url := CASE WHEN p.is_public THEN '/u/' || p.handle END;
    t.parts := parts_of(part('picture', 'Picture', path));
    t.version := parts_version(t.parts);
    t.context := parts_of(part(NULL, 'Name', p.display_name),
        part(NULL, 'Headline', p.headline));
    t.is_hidden := p.picture IS NULL;
    RETURN t;
END
$$;
CREATE FUNCTION picture_hide(target bigint, author bigint, hide boolean)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    IF hide THEN
        UPDATE profile SET picture_hidden = picture,
            picture_large_hidden = picture_large, picture = NULL,
            picture_large = NULL
        WHERE user_id = target AND picture IS NOT NULL;
    ELSE
        UPDATE profile SET picture = coalesce(picture, picture_hidden),
            picture_large = CASE WHEN picture IS NULL
                THEN picture_large_hidden ELSE picture_large END,
            picture_hidden = NULL, picture_large_hidden = NULL
        WHERE user_id = target;
    END IF;
END
$$;

-- --- an expert's profile -----------------------------------------------------------
ALTER TABLE expert ADD hidden_at timestamptz;   -- by moderation

CREATE FUNCTION expert_look(target bigint, viewer bigint, author bigint)
RETURNS report_target LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public
AS $$
DECLARE
    e expert;
    t report_target;
    named text;
    base text;
BEGIN
    SELECT * INTO e FROM expert x WHERE x.ref = target;
    SELECT CASE WHEN e.is_anonymous THEN e.alias ELSE p.display_name END
        INTO named FROM profile p WHERE p.user_id = e.user_id;
    IF e.user_id IS NULL OR viewer IS NOT NULL AND NOT EXISTS (SELECT
            FROM expert_listing l WHERE l.ref = target) THEN
        RETURN t;
    END IF;
    SELECT '/' || k.kind || 's/' INTO base FROM expert_kind k
        WHERE k.user_id = e.user_id ORDER BY k.status = 'verified' DESC,
            k.kind = 'mentor' DESC, k.kind LIMIT 1;
    t.author_id := e.user_id;
    t.title := 'Expert profile of ' || named;
    t.shown_name := named;
    t.url := base || e.ref;
    t.parts := parts_of(part('headline', 'Headline', e.headline),
        part('bio', 'About', e.bio));
    t.version := parts_version(t.parts || part(NULL, 'Name', named));
    t.context := parts_of(part(NULL, 'Name', named), part(NULL, 'Offers',
        (SELECT string_agg(format('%s, %s min', x.kind, x.minutes), '; '
            ORDER BY x.id) FROM session_type x
            WHERE x.expert_id = e.user_id AND x.active)));
    t.is_hidden := e.hidden_at IS NOT NULL;
    RETURN t;
END
$$;
CREATE FUNCTION expert_hide(target bigint, author bigint, hide boolean)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    person bigint;
BEGIN
    UPDATE expert SET hidden_at = CASE WHEN hide THEN app_now() END
        WHERE ref = target RETURNING user_id INTO person;
    PERFORM expert_listing_refresh(person);
END
$$;
CREATE FUNCTION expert_edit(target bigint, author bigint, parts jsonb)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    person bigint;
BEGIN
    UPDATE expert e SET headline = part_new(parts, 'headline', e.headline),
        bio = part_new(parts, 'bio', e.bio)
        WHERE e.ref = target RETURNING e.user_id INTO person;
    PERFORM expert_listing_refresh(person);
END
$$;
-- The picture of an expert who shows their name, by the public number.
CREATE FUNCTION expert_picture_look(target bigint, viewer bigint,
    author bigint) RETURNS report_target LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    e expert;
    t report_target;
BEGIN
    SELECT * INTO e FROM expert x WHERE x.ref = target
        AND (viewer IS NULL OR NOT x.is_anonymous);
    IF e.user_id IS NOT NULL THEN
        t := picture_look(e.user_id, viewer, author);
    END IF;
    RETURN t;
END
$$;
CREATE FUNCTION expert_picture_hide(target bigint, author bigint, hide boolean)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    PERFORM picture_hide(author, author, hide);
    PERFORM expert_listing_refresh(author);
END
$$;

-- As before, and not for a profile that moderation hid.
CREATE OR REPLACE FUNCTION expert_listing_refresh(expert_id bigint)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    me bigint := expert_listing_refresh.expert_id;
    verified text[];
    e expert;
    step int;
    starts timestamptz[];
    length_shown int;
BEGIN
    -- One at a time per expert: the older view must not be written last.
    PERFORM pg_advisory_xact_lock((1::bigint << 61) | me);
    PERFORM expert_recount(me);
    verified := ARRAY(SELECT k.kind FROM expert_kind k JOIN users u
        ON u.id = k.user_id JOIN expert x ON x.user_id = k.user_id
        WHERE k.user_id = me AND k.status = 'verified'
            AND u.status = 'active' AND x.hidden_at IS NULL ORDER BY k.kind);
    DELETE FROM expert_listing l
        WHERE l.expert_id = me AND l.kind <> ALL (verified);
    DELETE FROM expert_rank r WHERE r.expert_id = me AND r.kind <> ALL (verified);
    IF verified = '{}' THEN
        RETURN;
    END IF;
    SELECT * INTO e FROM expert x WHERE x.user_id = me;
    -- As the availability's default; the shortest where 30 is not offered.
    SELECT CASE WHEN count(*) = 0 OR bool_or(t.minutes = 30) THEN 30
        ELSE min(t.minutes) END INTO length_shown
    FROM session_type t WHERE t.expert_id = me AND t.active;
    step := least(length_shown, 30);
    starts := ARRAY(SELECT s.start_at FROM slots(me, length_shown,
        (app_now() AT TIME ZONE 'UTC')::date, (app_now() AT TIME ZONE 'UTC')::date
        + e.horizon_days + 3, 'UTC') s);
    PERFORM expert_listing_write(e, verified, length_shown, step, starts);
    -- a page that moderation hid is no link either
    UPDATE expert_listing l SET handle = NULL FROM profile p
        WHERE l.expert_id = me AND l.handle IS NOT NULL AND p.user_id = me
            AND p.hidden_at IS NOT NULL;
    PERFORM expert_rank_write(e, verified);
END
$$;
CREATE OR REPLACE FUNCTION bookable_expert(expert_ref bigint, client bigint)
RETURNS bigint LANGUAGE plpgsql STABLE
AS $$
DECLARE
    found bigint;
BEGIN
    SELECT e.user_id INTO found FROM expert e JOIN users u ON u.id = e.user_id
        WHERE e.ref = expert_ref AND u.status = 'active'
            AND e.hidden_at IS NULL
            AND EXISTS (SELECT FROM expert_kind k WHERE k.user_id = e.user_id
                AND k.status = 'verified');
    IF found IS NULL THEN
        PERFORM refuse(404, 'expert_unknown');
    ELSIF found = client THEN
        PERFORM refuse(409, 'session_with_oneself');
    ELSIF is_blocked(found, client) THEN
        PERFORM refuse(403, 'session_blocked');
    END IF;
    RETURN found;
END
$$;

-- --- ratings, and what experts answer -------------------------------------------
ALTER TABLE expert_rating ADD reply_hidden_at timestamptz;

CREATE OR REPLACE VIEW public_rating AS
SELECT r.id, e.ref AS expert_ref, r.stars, r.words,
    CASE WHEN r.reply_hidden_at IS NULL THEN r.reply END AS reply,
    r.replied_at,
    r.created_at, coalesce(r.author_alias, p.display_name) AS author_name,
    CASE WHEN r.author_alias IS NOT NULL THEN s.client_seed END AS author_seed
FROM expert_rating r
JOIN expert e ON e.user_id = r.expert_id
JOIN profile p ON p.user_id = r.author_id
LEFT JOIN session s ON r.subject_kind = 'session' AND s.id = r.subject_id
WHERE r.hidden_at IS NULL;

CREATE FUNCTION rating_look(target bigint, viewer bigint, author bigint)
RETURNS report_target LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public
AS $$
DECLARE
    r expert_rating;
    t report_target;
    named text;
    about text;
BEGIN
    SELECT * INTO r FROM expert_rating x WHERE x.id = target;
    IF r.id IS NULL OR viewer IS NOT NULL AND (r.hidden_at IS NOT NULL
            OR is_blocked(r.expert_id, viewer)) THEN
        RETURN t;
    END IF;
    SELECT coalesce(r.author_alias, p.display_name) INTO named
        FROM profile p WHERE p.user_id = r.author_id;
    SELECT CASE WHEN e.is_anonymous THEN e.alias ELSE p.display_name END,
            '/' || coalesce((SELECT k.kind FROM expert_kind k
                WHERE k.user_id = e.user_id ORDER BY k.status = 'verified'
                DESC, k.kind = 'mentor' DESC, k.kind LIMIT 1), 'mentor')
            || 's/' || e.ref || '/ratings'
        INTO about, t.url FROM expert e
        JOIN profile p ON p.user_id = e.user_id WHERE e.user_id = r.expert_id;
    t.author_id := r.author_id;
    t.title := 'Rating of ' || about;
    t.shown_name := named;
    t.parts := parts_of(part('words', 'Rating', r.words));
    t.version := parts_version(t.parts || to_jsonb(r.stars));
    t.context := parts_of(part(NULL, 'Stars', r.stars::text),
        part(NULL, 'About', about), part(NULL, 'Reply', r.reply));
    t.is_hidden := r.hidden_at IS NOT NULL;
    RETURN t;
END
$$;
CREATE FUNCTION rating_take(target bigint, author bigint, hide boolean)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    of_expert bigint;
BEGIN
    UPDATE expert_rating SET hidden_at = CASE WHEN hide THEN app_now() END
        WHERE id = target RETURNING expert_id INTO of_expert;
    PERFORM expert_listing_refresh(of_expert);  -- the mean is right at once
END
$$;
CREATE FUNCTION rating_edit(target bigint, author bigint, parts jsonb)
RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public
AS $$
    UPDATE expert_rating r SET words = part_new(parts, 'words', r.words)
        WHERE r.id = target
$$;
CREATE FUNCTION reply_look(target bigint, viewer bigint, author bigint)
RETURNS report_target LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public
AS $$
DECLARE
    r expert_rating;
    x report_target := rating_look(target, viewer, NULL);
    t report_target;
BEGIN
    SELECT * INTO r FROM expert_rating y WHERE y.id = target;
    IF x.author_id IS NULL OR r.reply IS NULL
            OR viewer IS NOT NULL AND r.reply_hidden_at IS NOT NULL THEN
        RETURN t;
    END IF;
    SELECT e.user_id, CASE WHEN e.is_anonymous THEN e.alias
            ELSE p.display_name END
        INTO t.author_id, t.shown_name FROM expert e
        JOIN profile p ON p.user_id = e.user_id WHERE e.user_id = r.expert_id;
    t.title := 'Reply to a rating by ' || t.shown_name;
    t.url := x.url;
    t.parts := parts_of(part('reply', 'Reply', r.reply));
    t.version := parts_version(t.parts);
    t.context := parts_of(part(NULL, 'Rating', r.words),
        part(NULL, 'Stars', r.stars::text));
    t.is_hidden := r.reply_hidden_at IS NOT NULL;
    RETURN t;
END
$$;
CREATE FUNCTION reply_hide(target bigint, author bigint, hide boolean)
RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public
AS $$
    UPDATE expert_rating SET reply_hidden_at = CASE WHEN hide THEN app_now() END
        WHERE id = target
$$;
CREATE FUNCTION reply_edit(target bigint, author bigint, parts jsonb)
RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public
AS $$
    UPDATE expert_rating r SET reply = part_new(parts, 'reply', r.reply)
        WHERE r.id = target
$$;

-- --- sessions: how somebody behaved, and what they said of the other -------------
ALTER TABLE session_feedback ADD hidden_at timestamptz;
CREATE OR REPLACE VIEW my_session_feedback AS
SELECT f.session_id, f.side, f.author_id = p.person_id AS mine, f.stars,
    CASE WHEN f.hidden_at IS NULL OR f.author_id = p.person_id
        THEN f.words END AS words,
    f.rubric, f.created_at, f.show_at, f.shown_at
FROM session_participant p
JOIN session_feedback f ON f.session_id = p.session_id
WHERE p.person_id = app_user_id()
    AND (f.author_id = p.person_id OR f.shown_at IS NOT NULL);

-- What is known of a session, for who has to judge.
CREATE FUNCTION session_facts(s session) RETURNS jsonb LANGUAGE sql STABLE
AS $$
    SELECT parts_of(part(NULL, 'Session', format('%s, %s minutes, %s UTC',
            s.type_kind, s.minutes, to_char(s.starts_at AT TIME ZONE 'UTC',
            'FMDD FMMonth YYYY, HH24:MI'))),
        part(NULL, 'State', s.status || coalesce(' by ' || s.no_show_by, '')),
        part(NULL, 'Client', session_name(s, 'client')),
        part(NULL, 'Expert', session_name(s, 'expert')),
        part(NULL, 'Goals', s.goals),
        part(NULL, 'What happened', (SELECT string_agg(format('%s: %s by %s%s',
            to_char(h.at AT TIME ZONE 'UTC', 'DD Mon HH24:MI'), h.move, h.side,
            coalesce(' (' || h.reason || ')', '')), E'\n' ORDER BY h.id)
            FROM session_history h WHERE h.session_id = s.id)))
$$;
CREATE FUNCTION session_look(target bigint, viewer bigint, author bigint)
RETURNS report_target LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public
AS $$
DECLARE
    s session;
    t report_target;
    accused text;
BEGIN
    SELECT * INTO s FROM session x WHERE x.id = target;
    IF s.id IS NULL OR s.status IN ('held', 'awaiting_payment', 'expired')
            OR viewer IS NOT NULL
            AND viewer NOT IN (s.client_id, s.expert_id) THEN
        RETURN t;
    END IF;
    accused := CASE coalesce(viewer, -1) WHEN s.client_id THEN 'expert'
        WHEN s.expert_id THEN 'client' ELSE CASE author WHEN s.client_id
            THEN 'client' WHEN s.expert_id THEN 'expert' END END;
    t.author_id := CASE accused WHEN 'client' THEN s.client_id
        WHEN 'expert' THEN s.expert_id END;
    t.shown_name := session_name(s, accused);
    t.title := 'Session with ' || coalesce(t.shown_name, 'two people');
    t.url := '/sessions/' || s.id;
    t.parts := '[]';
    t.version := coalesce(accused, 'both');
    t.context := session_facts(s);
    t.is_hidden := false;
    RETURN t;
END
$$;
CREATE FUNCTION feedback_look(target bigint, viewer bigint, author bigint)
RETURNS report_target LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public
AS $$
DECLARE
    s session;
    f session_feedback;
    t report_target := session_look(target, viewer, author);
BEGIN
    SELECT * INTO f FROM session_feedback x WHERE x.session_id = target
        AND x.author_id = t.author_id AND x.shown_at IS NOT NULL
        AND (viewer IS NULL OR x.hidden_at IS NULL);
    IF f.author_id IS NULL THEN
        RETURN NULL;
    END IF;
    t.title := 'Feedback by ' || t.shown_name;
    t.parts := parts_of(part('words', 'Feedback', f.words));
    t.version := parts_version(t.parts || to_jsonb(f.stars));
    t.context := parts_of(part(NULL, 'Stars', f.stars::text)) || t.context;
    t.is_hidden := f.hidden_at IS NOT NULL;
    RETURN t;
END
$$;
-- A client's feedback is also a public rating: the two go together.
CREATE FUNCTION feedback_hide(target bigint, author bigint, hide boolean)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    UPDATE session_feedback f
        SET hidden_at = CASE WHEN hide THEN app_now() END
        WHERE (f.session_id, f.author_id) = (target, author);
    PERFORM rating_take(r.id, author, hide) FROM expert_rating r
        WHERE (r.subject_kind, r.subject_id, r.author_id)
            = ('session', target, author);
END
$$;
CREATE FUNCTION feedback_edit(target bigint, author bigint, parts jsonb)
RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public
AS $$
    UPDATE session_feedback f SET words = part_new(parts, 'words', f.words)
        WHERE (f.session_id, f.author_id) = (target, author);
    UPDATE expert_rating r SET words = part_new(parts, 'words', r.words)
        WHERE (r.subject_kind, r.subject_id, r.author_id)
            = ('session', target, author)
$$;

-- Back to who paid: by the dispute where there is one, else by the order.
CREATE FUNCTION session_pay_back(target bigint, why text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    s session;
    o orders;
BEGIN
    SELECT * INTO s FROM session x WHERE x.id = target;
    IF s.disputed AND s.resolution IS NULL AND s.status = 'completed' THEN
        PERFORM session_admin_resolve(s.id, 'refund', why);
        RETURN 'dispute';
    ELSIF s.status = 'no_show' THEN
        PERFORM session_admin_settle(s.id, 'canceled', why);
        UPDATE session SET resolution = 'refund'
            WHERE id = s.id AND disputed;
        RETURN 'no_show';
    ELSIF s.paid_by IS DISTINCT FROM 'order' THEN
        PERFORM refuse(409, 'refund_without_payment');
    END IF;
    SELECT * INTO o FROM orders x WHERE x.id = s.paid_ref FOR UPDATE;
    PERFORM refund_give(o.id, order_left(o), why);
    RETURN 'order';
END
$$;
-- A dispute that moderation decided is over; what it said of the no-show stands.
CREATE FUNCTION session_decided(target bigint, author bigint, outcome text,
    why text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public
AS $$
DECLARE
    s session;
BEGIN
    SELECT * INTO s FROM session x WHERE x.id = target FOR UPDATE;
    IF NOT s.disputed OR s.resolution IS NOT NULL THEN
        RETURN;
    ELSIF s.status = 'completed' THEN
        PERFORM session_admin_resolve(s.id, 'uphold', why);
    ELSE
        UPDATE session SET resolution = 'uphold', version = version + 1
            WHERE id = s.id RETURNING * INTO s;
        PERFORM session_log(s, 'admin', 'resolve', s.status, why,
            '{"resolution": "uphold"}');
        PERFORM session_pay_event(s, 'resolved',
            coalesce(s.return_percent, 0));
        PERFORM session_tell_both(s, 'session_disputed',
            '{"resolution": "uphold"}');
    END IF;
END
$$;

INSERT INTO report_kind (kind, name, look, hide, edit, refund, decided,
    position) VALUES
    ('profile', 'Public page', 'profile_look', 'profile_hide', 'profile_edit',
        NULL, NULL, 1),
    ('picture', 'Profile picture', 'picture_look', 'picture_hide', NULL, NULL,
        NULL, 2),
    ('expert', 'Expert profile', 'expert_look', 'expert_hide', 'expert_edit',
        NULL, NULL, 3),
    ('expert_picture', 'Expert picture', 'expert_picture_look',
        'expert_picture_hide', NULL, NULL, NULL, 4),
    ('rating', 'Rating', 'rating_look', 'rating_take', 'rating_edit', NULL,
        NULL, 5),
    ('reply', 'Reply to a rating', 'reply_look', 'reply_hide', 'reply_edit',
        NULL, NULL, 6),
    ('feedback', 'Session feedback', 'feedback_look', 'feedback_hide',
        'feedback_edit', NULL, NULL, 7),
    ('session', 'Session', 'session_look', NULL, NULL, 'session_pay_back',
        'session_decided', 8);
