-- What stands between a draft and its members, and what came of it.

-- studio_publish_find(id id) one
-- version_id id, number int, revision int, version_status text, published_id id?, is_asked bool, answer text?, summary text?, is_small bool, is_same bool, needs_approval bool, has_members bool, was_taken bool
SELECT version_id, number::bigint AS number, revision::bigint AS revision,
    version_status, published_id, is_asked, answer, summary, is_small, is_same,
    needs_approval, has_members, was_taken
FROM studio_publication($1);

-- studio_lack_list(id id) many
-- word text, place text
SELECT word, place FROM journey_lacks($1);

-- studio_history_list(id id) many
-- from_status text, to_status text, side text, words text?, at instant
SELECT h.from_status, h.to_status, h.side, h.words, h.at FROM journey_history h
JOIN journey j ON j.id = h.journey_id
WHERE h.journey_id = $1 AND j.creator_id = app_user_id()
ORDER BY h.id DESC LIMIT 50;

-- studio_submit(id id, seen int?, words text?, offers bool) one
-- came text
SELECT journey_submit($1, $2::int, $3, $4) AS came;

-- studio_withdraw(id id) exec
SELECT journey_withdraw($1);

-- studio_unpublish(id id, words text?) exec
SELECT journey_unpublish($1, $2);

-- studio_archive(id id) exec
SELECT journey_archive($1);

-- studio_delete(id id) exec
SELECT journey_delete($1);

-- studio_duplicate(id id) one
-- id id
SELECT journey_duplicate($1) AS id;
