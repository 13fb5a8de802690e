-- The lists that people choose from: skills, industries, specialisations, and
-- what later areas register.  One set of functions edits all of them, so a list
-- is a table with id, slug, name, position and retired_at (also icon, also
-- vetted where members add to it), a row of word_list, and a row of
-- word_list_use for every column that holds what was chosen.
ALTER TABLE skill ADD position int NOT NULL DEFAULT 1000000,
    ADD retired_at timestamptz;
ALTER TABLE industry ADD id bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    ADD position int NOT NULL DEFAULT 1000000, ADD retired_at timestamptz;
ALTER TABLE specialisation ADD id bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    ADD position int NOT NULL DEFAULT 1000000, ADD retired_at timestamptz;
CREATE UNIQUE INDEX industry_name ON industry (lower(name));
CREATE UNIQUE INDEX specialisation_name ON specialisation (lower(name));

CREATE TABLE word_list (
    name text PRIMARY KEY CHECK (name ~ '^[a-z-]{1,40}$'),  -- in addresses
    n int NOT NULL UNIQUE,
    title text NOT NULL,
    about text NOT NULL,
    table_name regclass NOT NULL,
    name_max int NOT NULL,
    has_icon boolean NOT NULL DEFAULT false,
    is_open boolean NOT NULL DEFAULT false      -- members add to it
);
-- holds: 'id' a reference, 'slug' a text, 'slugs' and 'names' arrays.  One row
-- of a reference is the only one of its owner_column with that value.
CREATE TABLE word_list_use (
    list text NOT NULL REFERENCES word_list,
    table_name regclass NOT NULL,
    column_name text NOT NULL,
    holds text NOT NULL CHECK (holds IN ('id', 'slug', 'slugs', 'names')),
    owner_column text NOT NULL,
    touch regproc,      -- called with the owner of each row that has the item
    PRIMARY KEY (list, table_name, column_name)
);
-- What an item was called before it went into another.
CREATE TABLE word_list_alias (
    list text NOT NULL REFERENCES word_list,
    slug text NOT NULL,
    item_id bigint NOT NULL,
    PRIMARY KEY (list, slug)
);
CREATE INDEX word_list_alias_item ON word_list_alias (list, item_id);
INSERT INTO word_list (name, n, title, about, table_name, name_max, is_open)
VALUES
    ('skills', 1, 'Skills', 'What members and experts know. Members add to it; '
        'what you offer is suggested to everybody.', 'skill', 40, true),
    ('industries', 2, 'Industries', 'Where members and experts work.',
        'industry', 60, false),
    ('specialisations', 3, 'Specialisations',
        'What experts are asked for; reviews are matched by it.',
        'specialisation', 60, false);
INSERT INTO word_list_use VALUES
    ('skills', 'expert_skill', 'skill_id', 'id', 'expert_id', 'listing_due'),
    ('skills', 'profile', 'skills', 'names', 'user_id', NULL),
    ('industries', 'profile', 'industries', 'slugs', 'user_id', NULL),
    ('industries', 'expert', 'industries', 'slugs', 'user_id', 'listing_due'),
    ('specialisations', 'expert', 'specialisations', 'slugs', 'user_id',
        'listing_due');

-- --- reading -----------------------------------------------------------------
CREATE FUNCTION list_of(which text) RETURNS word_list LANGUAGE plpgsql STABLE
AS $$
DECLARE
    l word_list;
BEGIN
    SELECT * INTO l FROM word_list w WHERE w.name = which;
    IF NOT FOUND THEN
        PERFORM refuse(404, 'list_unknown');
    END IF;
    RETURN l;
END
$$;
-- Every item, with what the table may lack.
CREATE FUNCTION list_rows(l word_list) RETURNS TABLE (id bigint, slug text,
    name text, icon text, n bigint, retired_at timestamptz, vetted boolean)
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN QUERY EXECUTE format('SELECT id, slug, name, %s,
        row_number() OVER (ORDER BY position, lower(name), id), retired_at, %s
        FROM %s', CASE WHEN l.has_icon THEN 'icon' ELSE 'NULL::text' END,
        CASE WHEN l.is_open THEN 'vetted' ELSE 'true' END, l.table_name);
END
$$;
-- How often each of these is chosen; what nobody chose is not among them.
CREATE FUNCTION list_uses(l word_list, ids bigint[])
RETURNS TABLE (id bigint, uses bigint) LANGUAGE plpgsql STABLE
AS $$
DECLARE
    u word_list_use;
BEGIN
    FOR u IN SELECT * FROM word_list_use w WHERE w.list = l.name LOOP
        RETURN QUERY EXECUTE CASE u.holds
            WHEN 'id' THEN format('SELECT %I, count(*) FROM %s
                WHERE %1$I = ANY ($1) GROUP BY 1', u.column_name, u.table_name)
            WHEN 'slug' THEN format('SELECT t.id, count(*) FROM %s u
                JOIN %s t ON t.slug = u.%I WHERE t.id = ANY ($1) GROUP BY 1',
                u.table_name, l.table_name, u.column_name)
            ELSE format('SELECT t.id, count(*) FROM %s u, unnest(u.%I) x
                JOIN %s t ON t.%I = x WHERE t.id = ANY ($1) GROUP BY 1',
                u.table_name, u.column_name, l.table_name,
                rtrim(u.holds, 's')) END USING ids;
    END LOOP;
END
$$;
-- A page of a list: offered (in its order), added (by members) or retired.
CREATE FUNCTION list_items(which text, shown text, wanted text, after_n bigint,
    most int) RETURNS TABLE (id bigint, slug text, name text, icon text,
    n bigint, state text, uses bigint, is_first boolean, is_last boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    l word_list := list_of(which);
BEGIN
    RETURN QUERY
    WITH named AS (
        SELECT r.*, CASE WHEN r.retired_at IS NOT NULL THEN 'retired'
            WHEN r.vetted THEN 'offered' ELSE 'added' END AS kind
        FROM list_rows(l) r
    ), whole AS (
        SELECT k.*, k.n = min(k.n) OVER () AS head, k.n = max(k.n) OVER () AS tail
        FROM named k WHERE k.kind = shown
    ), page AS (
        SELECT w.* FROM whole w
        WHERE (wanted IS NULL OR strpos(lower(w.name), lower(wanted)) > 0)
            AND (after_n IS NULL OR w.n > after_n)
        ORDER BY w.n LIMIT most
    ), used AS (
        SELECT c.id, sum(c.uses)::bigint AS uses
        FROM list_uses(l, ARRAY(SELECT p.id FROM page p)) c GROUP BY c.id
    )
    SELECT p.id, p.slug, p.name, p.icon, p.n, p.kind, coalesce(d.uses, 0),
        p.head, p.tail
    FROM page p LEFT JOIN used d ON d.id = p.id ORDER BY p.n;
END
$$;
-- One of them, with where it is chosen: "expert_skill 12".
CREATE FUNCTION list_item(which text, item bigint, OUT id bigint, OUT slug text,
    OUT name text, OUT icon text, OUT state text, OUT uses bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    l word_list := list_of(which);
BEGIN
    SELECT r.id, r.slug, r.name, r.icon,
        CASE WHEN r.retired_at IS NOT NULL THEN 'retired'
            WHEN r.vetted THEN 'offered' ELSE 'added' END,
        coalesce((SELECT sum(c.uses) FROM list_uses(l, ARRAY[item]) c), 0)
    INTO id, slug, name, icon, state, uses
    FROM list_rows(l) r WHERE r.id = item;
    IF NOT FOUND THEN
        PERFORM refuse(404, 'list_item_unknown');
    END IF;
END
$$;
CREATE FUNCTION list_counts() RETURNS TABLE (name text, title text, about text,
    offered bigint, added bigint, retired bigint, is_open boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT w.name, w.title, w.about, c.offered, c.added, c.retired, w.is_open
    FROM word_list w, LATERAL (SELECT
        count(*) FILTER (WHERE r.retired_at IS NULL AND r.vetted) AS offered,
        count(*) FILTER (WHERE r.retired_at IS NULL AND NOT r.vetted) AS added,
        count(*) FILTER (WHERE r.retired_at IS NOT NULL) AS retired
        FROM list_rows(w) r) c
    ORDER BY w.n
$$;

-- --- changing ----------------------------------------------------------------
CREATE FUNCTION list_name_check(l word_list, item bigint, new_name text)
RETURNS void LANGUAGE plpgsql STABLE
AS $$
BEGIN
    IF length(new_name) NOT BETWEEN 1 AND l.name_max THEN
        PERFORM refuse(422, 'list_name_length', 'name');
    ELSIF EXISTS (SELECT FROM list_rows(l) r
            WHERE lower(r.name) = lower(new_name)
            AND r.id IS DISTINCT FROM item) THEN
        PERFORM refuse(422, 'list_name_taken', 'name');
    END IF;
END
$$;
-- A slug that nothing of the list has or had.
CREATE FUNCTION list_slug(l word_list, new_name text) RETURNS text
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    base text := slug_of(new_name);
    tried text;
    i int := 1;
BEGIN
    IF NOT l.is_open THEN
        base := trim(BOTH '-' FROM regexp_replace(base, '[^a-z0-9]+', '-', 'g'));
    END IF;
    IF base !~ '^[a-z0-9]' THEN
        PERFORM refuse(422, 'list_name_letters', 'name');
    END IF;
    tried := base;
    WHILE EXISTS (SELECT FROM list_rows(l) r WHERE r.slug = tried)
        OR EXISTS (SELECT FROM word_list_alias a
            WHERE a.list = l.name AND a.slug = tried) LOOP
        i := i + 1;
        tried := left(base, 36) || '-' || i;
    END LOOP;
    RETURN tried;
END
$$;
CREATE FUNCTION list_add(which text, new_name text, new_icon text)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    l word_list := list_of(which);
    made bigint;
BEGIN
    EXECUTE format('LOCK TABLE %s IN SHARE ROW EXCLUSIVE MODE', l.table_name);
    PERFORM list_name_check(l, NULL, new_name);
    EXECUTE format('INSERT INTO %s (slug, name, position%s) SELECT $1, $2,
            coalesce(max(position) FILTER (WHERE position < 1000000), 0) + 1%s
            FROM %1$s RETURNING id', l.table_name,
        CASE WHEN l.has_icon THEN ', icon' ELSE '' END
            || CASE WHEN l.is_open THEN ', vetted' ELSE '' END,
        CASE WHEN l.has_icon THEN ', $3' ELSE '' END
            || CASE WHEN l.is_open THEN ', true' ELSE '' END)
        INTO made USING list_slug(l, new_name), new_name, new_icon;
    RETURN made;
END
$$;
-- Everything that has the item is made anew where it stores more than the item.
CREATE FUNCTION list_touch(l word_list, item bigint) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    u word_list_use;
    slug text;
BEGIN
    SELECT r.slug INTO slug FROM list_rows(l) r WHERE r.id = item;
    FOR u IN SELECT * FROM word_list_use w
            WHERE w.list = l.name AND w.touch IS NOT NULL LOOP
        EXECUTE format('SELECT %s(%I) FROM %s WHERE ', u.touch, u.owner_column,
            u.table_name) || CASE u.holds
                WHEN 'id' THEN format('%I = $1', u.column_name)
                WHEN 'slug' THEN format('%I = $2', u.column_name)
                ELSE format('%I @> ARRAY[$2]', u.column_name) END
            USING item, slug;
    END LOOP;
END
$$;
-- Put `becomes` in the place of `was` in every array that has it, once.
CREATE FUNCTION list_replace(u word_list_use, was text, becomes text)
RETURNS bigint LANGUAGE plpgsql
AS $$
DECLARE
    changed bigint;
BEGIN
    EXECUTE format('UPDATE %s SET %I = ARRAY(SELECT x FROM (
            SELECT CASE WHEN v = $1 THEN $2 ELSE v END AS x, min(at) AS first
            FROM unnest(%2$I) WITH ORDINALITY AS t (v, at) GROUP BY 1) s
            ORDER BY first)
        WHERE %2$I @> ARRAY[$1]', u.table_name, u.column_name)
        USING was, becomes;
    GET DIAGNOSTICS changed = ROW_COUNT;
    RETURN changed;
END
$$;
-- The new name stands everywhere; its slug, which links have, stays.
CREATE FUNCTION list_rename(which text, item bigint, new_name text,
    new_icon text) RETURNS text LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public
AS $$
DECLARE
    l word_list := list_of(which);
    was text := (SELECT i.name FROM list_item(which, item) i);
    u word_list_use;
BEGIN
    EXECUTE format('LOCK TABLE %s IN SHARE ROW EXCLUSIVE MODE', l.table_name);
    PERFORM list_name_check(l, item, new_name);
    EXECUTE format('UPDATE %s SET name = $2%s WHERE id = $1', l.table_name,
        CASE WHEN l.has_icon THEN ', icon = $3' ELSE '' END)
        USING item, new_name, new_icon;
    FOR u IN SELECT * FROM word_list_use w
            WHERE w.list = which AND w.holds = 'names' AND was <> new_name LOOP
        PERFORM list_replace(u, was, new_name);
    END LOOP;
    PERFORM list_touch(l, item);
    RETURN was;
END
$$;
-- One place up or down among those that are offered.
CREATE FUNCTION list_move(which text, item bigint, up boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    l word_list := list_of(which);
    ids bigint[];
    at int;
    other int;
BEGIN
    EXECUTE format('LOCK TABLE %s IN SHARE ROW EXCLUSIVE MODE', l.table_name);
    ids := ARRAY(SELECT r.id FROM list_rows(l) r
        WHERE r.retired_at IS NULL AND r.vetted ORDER BY r.n);
    at := array_position(ids, item);
    IF at IS NULL THEN
        PERFORM refuse(409, 'list_item_not_offered');
    END IF;
    other := at + CASE WHEN up THEN -1 ELSE 1 END;
    IF other NOT BETWEEN 1 AND cardinality(ids) THEN
        RETURN;
    END IF;
    ids[at] := ids[other];
    ids[other] := item;
    EXECUTE format('UPDATE %s t SET position = o.n FROM unnest($1)
        WITH ORDINALITY AS o (id, n) WHERE t.id = o.id', l.table_name)
        USING ids;
END
$$;
-- Retired: nobody can choose it any more, who has it keeps it.
CREATE FUNCTION list_retire(which text, item bigint, retire boolean)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    l word_list := list_of(which);
    was text := (SELECT i.state FROM list_item(which, item) i);
BEGIN
    IF was = (CASE WHEN retire THEN 'retired' ELSE 'offered' END) THEN
        PERFORM refuse(409, 'list_item_is_' || was);
    END IF;
    EXECUTE format('UPDATE %s SET retired_at = $2%s WHERE id = $1',
        l.table_name, CASE WHEN l.is_open AND NOT retire
            THEN ', vetted = true' ELSE '' END)
        USING item, CASE WHEN retire THEN app_now() END;
END
$$;
-- What has one of the two has the other; the first is gone for good, and its
-- slug means the second.  Gives how many rows moved.
CREATE FUNCTION list_merge(which text, item bigint, into_item bigint)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    l word_list := list_of(which);
    was record;
    becomes record;
    u word_list_use;
    moved bigint := 0;
    n bigint;
BEGIN
    EXECUTE format('LOCK TABLE %s IN SHARE ROW EXCLUSIVE MODE', l.table_name);
    SELECT * INTO was FROM list_item(which, item);
    IF NOT EXISTS (SELECT FROM list_rows(l) r WHERE r.id = into_item
            AND r.retired_at IS NULL) OR item = into_item THEN
        PERFORM refuse(422, 'list_merge_target', 'target');
    END IF;
    SELECT * INTO becomes FROM list_item(which, into_item);
    FOR u IN SELECT * FROM word_list_use w WHERE w.list = which LOOP
        IF u.holds = 'id' THEN
            n := list_merge_rows(u, item, into_item);
        ELSIF u.holds = 'slug' THEN
            EXECUTE format('UPDATE %s SET %I = $2 WHERE %2$I = $1',
                u.table_name, u.column_name) USING was.slug, becomes.slug;
            GET DIAGNOSTICS n = ROW_COUNT;
        ELSIF u.holds = 'slugs' THEN
            n := list_replace(u, was.slug, becomes.slug);
        ELSE
            n := list_replace(u, was.name, becomes.name);
        END IF;
        moved := moved + n;
    END LOOP;
    EXECUTE format('DELETE FROM %s WHERE id = $1', l.table_name) USING item;
    UPDATE word_list_alias SET item_id = into_item
        WHERE list = which AND item_id = item;
    INSERT INTO word_list_alias VALUES (which, was.slug, into_item);
    PERFORM list_touch(l, into_item);
    RETURN moved;
END
$$;
CREATE FUNCTION list_merge_rows(u word_list_use, was bigint, becomes bigint)
RETURNS bigint LANGUAGE plpgsql
AS $$
DECLARE
    moved bigint;
    doubled bigint;
BEGIN
    EXECUTE format('DELETE FROM %s t WHERE %I = $1 AND EXISTS (SELECT FROM %1$s o
        WHERE o.%3$I = t.%3$I AND o.%2$I = $2)', u.table_name, u.column_name,
        u.owner_column) USING was, becomes;
    GET DIAGNOSTICS doubled = ROW_COUNT;
    EXECUTE format('UPDATE %s SET %I = $2 WHERE %2$I = $1', u.table_name,
        u.column_name) USING was, becomes;
    GET DIAGNOSTICS moved = ROW_COUNT;
    RETURN moved + doubled;
END
$$;
GRANT SELECT ON word_list TO belay_admin;
GRANT EXECUTE ON FUNCTION list_items(text, text, text, bigint, int),
    list_item(text, bigint), list_counts(), list_add(text, text, text),
    list_rename(text, bigint, text, text), list_move(text, bigint, boolean),
    list_retire(text, bigint, boolean), list_merge(text, bigint, bigint)
    TO belay_admin;
-- From here on only by these.
REVOKE INSERT, UPDATE, DELETE ON skill, industry, specialisation
    FROM belay_admin;

-- --- a skill by what somebody typed ----------------------------------------------
-- By its name, its slug, or what it was called before; NULL: there is none.
CREATE FUNCTION skill_of(typed text) RETURNS bigint LANGUAGE sql STABLE
SET search_path = public
AS $$
    SELECT coalesce(
        (SELECT id FROM skill WHERE lower(name) = lower(trim(typed))),
        (SELECT id FROM skill WHERE slug = slug_of(typed)),
        (SELECT item_id FROM word_list_alias
            WHERE list = 'skills' AND slug = slug_of(typed)))
$$;
-- As before, and what was renamed or merged is found.
CREATE OR REPLACE FUNCTION skills_save(expert bigint, list jsonb) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO skill (slug, name)
        SELECT DISTINCT ON (slug_of(x ->> 'name')) slug_of(x ->> 'name'),
            trim(x ->> 'name') FROM jsonb_array_elements(list) x
        WHERE skill_of(x ->> 'name') IS NULL
        ORDER BY 1, 2
        ON CONFLICT DO NOTHING;
    DELETE FROM expert_skill s WHERE s.expert_id = skills_save.expert;
    INSERT INTO expert_skill (expert_id, skill_id, level)
        SELECT skills_save.expert, k.id, max((x ->> 'level')::int)
        FROM jsonb_array_elements(list) x
        JOIN skill k ON k.id = skill_of(x ->> 'name') GROUP BY k.id;
END
$$;
CREATE OR REPLACE FUNCTION skills_take(names text[]) RETURNS text[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    taken text[];
BEGIN
    INSERT INTO skill (slug, name)
        SELECT DISTINCT ON (slug_of(n)) slug_of(n), trim(n) FROM unnest(names) n
        WHERE slug_of(n) ~ '^[a-z0-9]' AND length(trim(n)) BETWEEN 1 AND 40
            AND skill_of(n) IS NULL
        ORDER BY 1, 2
        ON CONFLICT DO NOTHING;
    SELECT coalesce(array_agg(word ORDER BY first_at), '{}') INTO taken
    FROM (SELECT coalesce(k.name, trim(n)) AS word, min(at) AS first_at
        FROM unnest(names) WITH ORDINALITY AS t (n, at)
        LEFT JOIN skill k ON k.id = skill_of(n) GROUP BY 1) words;
    RETURN taken;
END
$$;
