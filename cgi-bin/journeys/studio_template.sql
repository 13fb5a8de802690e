-- studio_template_list(kind text?) many
-- id id, kind text, title text, summary text?, is_public bool, is_mine bool, owner text?, sections int, fields int, downloads int, stars int, ratings int, my_stars int?, is_used bool
SELECT id, kind, title, summary, is_public, is_mine, owner,
    sections::bigint AS sections, fields::bigint AS fields,
    downloads::bigint AS downloads, stars::bigint AS stars,
    ratings::bigint AS ratings, my_stars::bigint AS my_stars, is_used
FROM template_list($1);

-- studio_template_keep(journey id, document text, shared bool) one
-- id id
SELECT template_keep($1, $2::jsonb, $3) AS id;

-- studio_template_use(id id, journey id?) one
-- id id
SELECT template_use($1, $2) AS id;

-- studio_template_rate(id id, stars int) exec
SELECT template_rate($1, $2::int);

-- studio_template_share(id id, shared bool) exec
SELECT template_share($1, $2);

-- studio_template_remove(id id) exec
SELECT template_remove($1);
