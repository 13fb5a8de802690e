-- What members keep and show of themselves: pictures in two sizes, their public
-- page, blocks, a résumé's text.

ALTER TABLE profile ADD picture_large text;     -- path below the media folder
INSERT INTO person_file VALUES ('profile', 'user_id', 'picture_large');

CREATE OR REPLACE FUNCTION erase_profile(person bigint) RETURNS void
LANGUAGE sql
AS $$
    UPDATE profile SET display_name = 'Former member', handle = 'former-' ||
            left(replace(gen_random_uuid()::text, '-', ''), 16),
        headline = NULL, about = NULL, country = NULL, languages = '{}',
        industries = '{}', skills = '{}', links = '{}',
        years_experience = NULL, timezone = 'UTC', picture = NULL,
        picture_large = NULL, is_public = false
    WHERE user_id = person
$$;

-- Names as the shared vocabulary writes them, in order and once each; what it
-- lacks is added, not yet vetted.  A name without Latin letters or digits has
-- no slug and stays the member's own.
CREATE FUNCTION skills_take(names text[]) RETURNS text[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    taken text[];
BEGIN
    INSERT INTO skill (slug, name)
        SELECT DISTINCT ON (slug_of(n)) slug_of(n), trim(n) FROM unnest(names) n
        WHERE slug_of(n) ~ '^[a-z0-9]' AND length(trim(n)) BETWEEN 1 AND 40
        ORDER BY 1, 2
        ON CONFLICT DO NOTHING;
    SELECT coalesce(array_agg(word ORDER BY first_at), '{}') INTO taken
    FROM (SELECT coalesce(k.name, trim(n)) AS word, min(at) AS first_at
        FROM unnest(names) WITH ORDINALITY AS t (n, at)
        LEFT JOIN skill k ON k.slug = slug_of(n) GROUP BY 1) words;
    RETURN taken;
END
$$;
GRANT EXECUTE ON FUNCTION skills_take(text[]) TO belay_account;
GRANT SELECT ON industry, skill TO belay_account;

-- A member's page, where it is switched on, and not for whom the member
-- blocked.  i_block: the reader blocked the member, and can take that back.
CREATE FUNCTION public_profile(page_handle text, OUT user_id bigint,
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
    WHERE p.handle = page_handle AND p.is_public AND u.status = 'active'
        AND NOT EXISTS (SELECT FROM block b WHERE b.blocker_id = p.user_id
            AND b.blocked_id = app_user_id());
END
$$;
GRANT EXECUTE ON FUNCTION public_profile(text) TO belay_account;

-- Whom the asking member may block by handle: someone they can see (a public
-- page, a session together) or blocked before; else a name could be fished for.
CREATE FUNCTION block_target(page_handle text, OUT user_id bigint,
    OUT display_name text, OUT blocked boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    me bigint := app_user_id();
BEGIN
    SELECT p.user_id, p.display_name, EXISTS (SELECT FROM block b
        WHERE b.blocker_id = me AND b.blocked_id = p.user_id)
    INTO user_id, display_name, blocked
    FROM profile p WHERE p.handle = page_handle AND p.user_id <> me
        AND (p.is_public
            OR EXISTS (SELECT FROM session_participant s
                WHERE s.person_id = me AND s.other_id = p.user_id)
            OR EXISTS (SELECT FROM block b
                WHERE b.blocker_id = me AND b.blocked_id = p.user_id));
END
$$;
GRANT EXECUTE ON FUNCTION block_target(text) TO belay_account;
