#include <string.h>

#include "gen/reviews/review_move_sql.h"
#include "gen/reviews/review_show_sql.h"
#include "lib/base/words.h"
#include "reviews/review.h"
#include "reviews/section.h"

/* What either side does with a review.  Each is one function of the database,
 * which knows who may; the page of the review comes after it. */

struct review_seen_input {
	int64_t id;
	struct maybe_int seen;
};

static const struct form_field review_seen_inputs[] = {
	FORM_ID(struct review_seen_input, id, REQUIRED),
	FORM_FIELD(struct review_seen_input, seen, OPTIONAL, 1, INT32_MAX),
};
const struct form review_seen_form =
    FORM(struct review_seen_input, review_seen_inputs);

struct review_words_input {
	int64_t id;
	const char *words;
};

static const struct form_field review_words_inputs[] = {
	FORM_ID(struct review_words_input, id, REQUIRED),
	FORM_FIELD(struct review_words_input, words, OPTIONAL, 1, 2000),
};
const struct form review_words_form =
    FORM(struct review_words_input, review_words_inputs);

struct review_question_input {
	int64_t id;
	const char *question;
};

static const struct form_field review_question_inputs[] = {
	FORM_ID(struct review_question_input, id, REQUIRED),
	FORM_FIELD(struct review_question_input, question, REQUIRED, 1, 5000),
};
const struct form review_question_form =
    FORM(struct review_question_input, review_question_inputs);

static enum status
done(struct request *r, int64_t id, const char *words)
{
	if (words != NULL)
		request_flash(r, words);
	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    "/reviews/%lld", (long long)id);
}

/* --- the mentor --------------------------------------------------------------- */

enum status
review_peek_post(struct request *r)
{
	const struct review_seen_input *in = r->form;
	struct review_peek_row row;

	(void)review_peek(r->db, in->id, &row);
	return done(r, in->id, NULL);
}

enum status
review_claim_post(struct request *r)
{
	const struct review_seen_input *in = r->form;

	review_claim(r->db, in->id, in->seen);
	return done(r, in->id, tr("It is yours. The member is told."));
}

enum status
review_release_post(struct request *r)
{
	const struct review_words_input *in = r->form;

	review_release(r->db, in->id, in->words);
	request_flash(r, tr("It is in the queue again."));
	return request_done(
	    r, &(struct outcome){ .status = NO_CONTENT }, "/mentor/queue");
}

enum status
review_ask_post(struct request *r)
{
	const struct review_question_input *in = r->form;

	review_ask(r->db, in->id, in->question);
	return done(r, in->id,
	    tr("Your question is sent. Your time stops until it is "
	       "answered."));
}

/* --- the mentor's work: one form with several buttons --------------------------- */

enum { ITEMS = 50, GENERAL_MAX = 20000 };

struct work_item {
	int64_t id;
	bool met;
	struct maybe_int stars;
};

static const struct form_field work_item_inputs[] = {
	FORM_ID(struct work_item, id, REQUIRED),
	FORM_FIELD(struct work_item, met, OPTIONAL, 0, 1),
	FORM_FIELD(struct work_item, stars, OPTIONAL, 1, 5),
};
static const struct form work_item_form =
    FORM(struct work_item, work_item_inputs);

struct review_work_input {
	int64_t id, revision, template;
	struct maybe_int seen;
	const char *general, *outcome;
	struct work_item *items;
	size_t nitems;
};

static const char *const outcomes[] = { "approved", "changes_requested", NULL };

static const struct form_field review_work_inputs[] = {
	FORM_ID(struct review_work_input, id, REQUIRED),
	FORM_FIELD(struct review_work_input, seen, OPTIONAL, 1, INT32_MAX),
	FORM_FIELD(struct review_work_input, general, OPTIONAL, 0, GENERAL_MAX),
	FORM_FIELD(struct review_work_input, revision, OPTIONAL, 0, INT32_MAX),
	FORM_ID(struct review_work_input, template, OPTIONAL),
	FORM_ONE_OF(struct review_work_input, outcome, OPTIONAL, outcomes),
	FORM_LIST(
	    struct review_work_input, items, nitems, ITEMS, &work_item_form),
};
const struct form review_work_form =
    FORM(struct review_work_input, review_work_inputs);

static void
save_items(struct request *r)
{
	const struct review_work_input *in = r->form;

	for (size_t i = 0; i < in->nitems; i++)
		review_mark_set_send(r->db, in->id, in->items[i].id,
		    in->items[i].met, in->items[i].stars);
	for (size_t i = 0; i < in->nitems; i++)
		(void)review_mark_set_get(r->db);
}

/* The template's words with who and what put in, behind what is there. */
static const char *
with_template(struct request *r, const char *general)
{
	const struct review_work_input *in = r->form;
	struct review_template_use_row t;
	struct review_find_row review;
	struct buf b;

	if (in->template == 0 ||
	    !review_template_use(r->db, in->template, &t) ||
	    !review_find(r->db, in->id, &review))
		return general;
	buf_init(&b, r->arena, 500);
	if (general != NULL && *general != '\0')
		buf_printf(&b, "%s\n\n", general);
	words_fill(&b, t.words,
	    (const struct words_place[]){ { "client", review.client_name },
		{ "mentor", review.mentor_name },
		{ "section", review.section_title },
		{ "journey", review.journey }, { NULL, NULL } });
	return b.data;
}

struct drafted {
	int64_t revision;
	const char *general;
};

static const struct field drafted_fields[] = {
	FIELD(struct drafted, revision),
	FIELD(struct drafted, general),
	FIELD_END,
};

/* Kept as it comes about; the page sends it by itself every few seconds. */
enum status
review_draft_post(struct request *r)
{
	const struct review_work_input *in = r->form;
	struct review_draft_row row;
	struct drafted out = { .general = with_template(r, in->general) };

	save_items(r);
	if (!review_draft(r->db, in->id, out.general, in->revision, &row))
		return CONFLICT;
	out.revision = row.revision;
	if (!r->json)
		request_flash(r, tr("Your draft is saved."));
	return request_done(r, &(struct outcome){ OK, drafted_fields, &out },
	    "/reviews/%lld", (long long)in->id);
}

enum status
review_finish_post(struct request *r)
{
	const struct review_work_input *in = r->form;

	if (in->outcome == NULL)
		return request_invalid(r, "outcome",
		    tr("Say whether you approve or suggest changes."));
	save_items(r);
	review_finish(r->db, in->id, in->outcome, in->general, in->seen);
	return done(r, in->id, tr("Done. The member is told."));
}

/* --- the member --------------------------------------------------------------- */

struct review_answer_input {
	int64_t id;
	const char *answer;
	bool fresh; /* with the section as it is now */
};

static const struct form_field review_answer_inputs[] = {
	FORM_ID(struct review_answer_input, id, REQUIRED),
	FORM_FIELD(struct review_answer_input, answer, REQUIRED, 1, 5000),
	FORM_FIELD(struct review_answer_input, fresh, OPTIONAL, 0, 1),
};
const struct form review_answer_form =
    FORM(struct review_answer_input, review_answer_inputs);

/* The section of a review as it is now; 404, or 409 while it is incomplete. */
static enum status
look(struct request *r, int64_t id, struct section_now *now)
{
	struct review_find_row row;

	if (!review_find(r->db, id, &row) || row.enrolment_id == 0 ||
	    !section_look(r, row.enrolment_id, row.section_key, now))
		return NOT_FOUND;
	if (!now->state->visible || !now->state->complete)
		return request_refuse(r, CONFLICT,
		    tr("Complete the section before you hand it in."));
	return OK;
}

enum status
review_answer_post(struct request *r)
{
	const struct review_answer_input *in = r->form;
	struct section_now now = { .fields = NULL };
	enum status status;

	if (in->fresh && (status = look(r, in->id, &now)) != OK)
		return status;
	review_answer(r->db, in->id, in->answer, now.fields,
	    (struct maybe_int){ now.revisions, in->fresh });
	return done(r, in->id, tr("Your answer is sent."));
}

enum status
review_resubmit_post(struct request *r)
{
	const struct review_words_input *in = r->form;
	struct section_now now;
	enum status status = look(r, in->id, &now);

	if (status != OK)
		return status;
	review_resubmit(r->db, in->id, in->words, now.fields, now.revisions);
	return done(r, in->id, tr("It is handed in again."));
}

enum status
review_reopen_post(struct request *r)
{
	const struct review_words_input *in = r->form;
	struct section_now now;
	enum status status = look(r, in->id, &now);

	if (status != OK)
		return status;
	review_reopen(r->db, in->id, in->words, now.fields, now.revisions);
	return done(r, in->id, tr("It is in the queue again."));
}

enum status
review_withdraw_post(struct request *r)
{
	const struct review_seen_input *in = r->form;

	review_withdraw(r->db, in->id);
	return done(r, in->id, tr("It is withdrawn; it costs nothing."));
}

enum status
review_close_post(struct request *r)
{
	const struct review_seen_input *in = r->form;

	review_close(r->db, in->id);
	return done(r, in->id, tr("It is closed."));
}

struct review_rate_input {
	int64_t id, stars;
	const char *words;
};

static const struct form_field review_rate_inputs[] = {
	FORM_ID(struct review_rate_input, id, REQUIRED),
	FORM_FIELD(struct review_rate_input, stars, REQUIRED, 1, 5),
	FORM_FIELD(struct review_rate_input, words, OPTIONAL, 1, 4000),
};
const struct form review_rate_form =
    FORM(struct review_rate_input, review_rate_inputs);

enum status
review_rate_post(struct request *r)
{
	const struct review_rate_input *in = r->form;

	review_rate(r->db, in->id, in->stars, in->words);
	return done(r, in->id, tr("Thank you."));
}
