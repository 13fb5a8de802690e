-- review_find(id id) one
-- id id, side text, status text, outcome text?, version int, words text?, journey_id id, journey text, slug text, icon text, enrolment_id id?, section_key text, section_title text, section_kind text?, guidance text?, paid_by text, submitted_at instant, due_at instant, lapses_at instant, claimed_at instant?, asked_at instant?, completed_at instant?, first_until instant?, first_name text?, locked_until instant?, is_locked bool, resubmits int, reopened bool, silent_at instant?, answer_until instant?, closes_at instant?, client_name text, client_picture text?, mentor_name text?, mentor_picture text?, mentor_ref int?, pay int?, currency text, refusal text?, stars int?, rating_words text?, rating_reply text?, has_mentor bool
SELECT id, side, status, outcome, version, words, journey_id, journey, slug, icon,
    enrolment_id, section_key, section_title, section_kind, guidance, paid_by,
    submitted_at, due_at, lapses_at, claimed_at, asked_at, completed_at,
    first_until, first_name, locked_until, is_locked, resubmits, reopened,
    silent_at, answer_until, closes_at, client_name, client_picture, mentor_name,
    mentor_picture, mentor_ref, pay, currency, refusal, stars, rating_words,
    rating_reply, has_mentor
FROM review_page($1);

-- review_submission_list(id id) many
-- id id, number int, version_id id, content text, taken_at instant, completed_at instant?, outcome text?, summary text?, draft text?, draft_revision int, draft_at instant?, mentor_name text?
SELECT id, number, version_id, content, taken_at, completed_at, outcome, summary,
    draft, draft_revision, draft_at, mentor_name
FROM review_submissions($1);

-- review_comment_list(id id) many
-- thread_id id, submission_number int, kind text, field_key text?, record_id int, quote text?, quote_before text?, quote_after text?, status text, shown_at instant?, id id, side text, author text, picture text?, words text, created_at instant, edited_at instant?, is_mine bool, may_edit bool
SELECT thread_id, submission_number, kind, field_key, record_id, quote,
    quote_before, quote_after, status, shown_at, id, side, author, picture, words,
    created_at, edited_at, is_mine, may_edit
FROM review_comments($1);

-- review_mark_list(id id) many
-- number int, item_id id, kind text, words text, about text?, is_met bool?, stars int?
SELECT number, item_id, kind, words, about, is_met, stars FROM review_marks($1);

-- review_step_list(id id) many
-- at instant, event text, side text, words text?, is_mine bool, who text?
SELECT at, event, side, words, is_mine, who FROM review_steps($1);

-- review_template_list(kind text?) many
-- id id, name text, words text, section_kind text?, is_shared bool, is_mine bool, owner text, uses int
SELECT id, name, words, section_kind, is_shared, is_mine, owner, uses
FROM mentor_templates($1);
