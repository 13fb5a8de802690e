-- review_terms(enrolment id, section text) one
-- way text?, allowed int?, used int?, resets_at instant?, price int?, currency text?, refusal text?, open_review id?
SELECT way, allowed, used, resets_at, price, currency, refusal, open_review
FROM review_terms($1, $2);

-- review_mentor_list(journey id) many
-- ref int, name text, picture text?, headline text?, rating_mean real?, rating_count int, reviews int, median_hours real?, is_away bool, is_preferred bool, is_blocked bool
SELECT ref, name, picture, headline, rating_mean, rating_count, reviews,
    median_hours, is_away, is_preferred, is_blocked
FROM journey_mentors($1);

-- review_submit(enrolment id, section text, fields text, revisions int, mentor int?, words text?) one
-- id id
SELECT review_submit($1, $2, string_to_array($3, E'\n'), $4,
    mentor_of_ref($5), $6) AS id;

-- review_buy(enrolment id, section text, fields text, revisions int, mentor int?, words text?) one
-- id id
SELECT review_buy($1, $2, string_to_array($3, E'\n'), $4, mentor_of_ref($5), $6)
    AS id;
