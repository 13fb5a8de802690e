-- What every page of a creator's journey shows around itself.

-- studio_find(id id) one
-- id id, title text, slug text, status text, status_words text?, revision int, latest int, latest_status text, is_asked bool, answer text?, published int?, changed_at instant, published_at instant?, featured_at instant?, sections int, fields int, tiers int, category_count int, description text?, theme text
SELECT j.id, j.title, j.slug, j.status, j.status_words, j.revision::bigint,
    v.number::bigint AS latest, v.status AS latest_status,
    v.asked_at IS NOT NULL AS is_asked, v.answer,
    (SELECT p.number::bigint FROM journey_version p WHERE p.journey_id = j.id
        AND p.status = 'published') AS published,
    j.changed_at, j.published_at, j.featured_at,
    (SELECT count(*) FROM journey_section s WHERE s.version_id = v.id) AS sections,
    (SELECT count(*) FROM journey_section s JOIN journey_field f
        ON f.section_id = s.id WHERE s.version_id = v.id) AS fields,
    (SELECT count(*) FROM journey_tier t WHERE t.journey_id = j.id AND t.is_on)
        AS tiers,
    (SELECT count(*) FROM journey_in_category c WHERE c.journey_id = j.id)
        AS category_count, j.description, j.theme::text AS theme
FROM journey j JOIN journey_version v ON v.id = journey_latest(j.id)
WHERE j.id = $1 AND j.creator_id = app_user_id();

-- studio_list() many
-- id id, title text, slug text, status text, summary text?, icon text, cover text?, changed_at instant, members int, ended int, currency text, income int, waiting int
SELECT id, title, slug, status, summary, icon, cover, changed_at, members, ended,
    currency, income, waiting
FROM studio_mine();

-- studio_make(title text, summary text?) one
-- id id
SELECT journey_make($1, $2) AS id;
