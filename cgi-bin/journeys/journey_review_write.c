#include "journeys/journey.h"
#include "journeys/taking.h"
#include "lib/app/moderate.h"
#include "lib/base/words.h"
#include "lib/domain/moderation.h"

enum { WORDS_MAX = 4000 };

struct review_input {
	const char *slug, *words;
	int64_t stars;
};

static const struct form_field review_show_inputs[] = {
	FORM_FIELD(struct review_input, slug, REQUIRED, 1, 60),
};
const struct form journey_review_show_form =
    FORM(struct review_input, review_show_inputs);

static const struct form_field review_inputs[] = {
	FORM_FIELD(struct review_input, slug, REQUIRED, 1, 60),
	FORM_FIELD(struct review_input, stars, REQUIRED, 1, 5),
	FORM_SHOWN(
	    struct review_input, words, OPTIONAL, 0, WORDS_MAX, CONTEXT_REVIEW),
};
const struct form journey_review_form =
    FORM(struct review_input, review_inputs);

struct review_view {
	const char *title, *href;
	struct choice *stars;
	size_t nstars;
};

static const struct field review_fields[] = {
	FIELD(struct review_view, title),
	FIELD_ONLY(struct review_view, href, ONLY_HTML),
	FIELD_LIST_ONLY(
	    struct review_view, stars, nstars, choice_fields, ONLY_HTML),
	FIELD_END,
};
struct page journey_review_page = { .path = "journeys/journey_review",
	.fields = review_fields,
	.form = &journey_review_form };

static struct choice *
star_choices(struct request *r, size_t *n)
{
	static const char *const values[] = { "1", "2", "3", "4", "5", NULL };
	struct choice *all =
	    choices_make(r->arena, values, NULL, typed(r, "stars"), n);

	for (size_t i = 0; i < *n; i++)
		all[i].label =
		    arena_printf(r->arena, tr("%s of 5"), all[i].value);
	return all;
}

enum status
journey_review_show(struct request *r)
{
	const char *slug = typed(r, "slug");
	struct journey_by_slug_row journey;
	struct journey_review_mine_row mine;
	struct review_view view = { 0 };

	if (!journey_by_slug(r->db, slug, &journey))
		return NOT_FOUND;
	if (r->status < BAD_REQUEST && journey_review_mine(r->db, slug, &mine))
		request_fill(r, &journey_review_form,
		    &(struct review_input){
			.stars = mine.stars, .words = mine.words });
	view.title = journey.title;
	view.href = arena_printf(r->arena, "/marketplace/%s", journey.slug);
	view.stars = star_choices(r, &view.nstars);
	return request_render(r, &journey_review_page, &view);
}

enum status
journey_review_post(struct request *r)
{
	const struct review_input *in = r->form;
	struct taking taking;
	struct journey_by_slug_row journey;
	struct journey_review_save_row made;

	if (!journey_by_slug(r->db, in->slug, &journey))
		return NOT_FOUND;
	if (!taking_load(r, in->slug, &taking))
		return request_refuse(r, FORBIDDEN,
		    tr("Only who takes a journey says how it is."));
	if (!journey_review_save(r->db, journey.id, in->stars, in->words,
		taking.state->progress, &made))
		return NOT_FOUND;
	request_shown(r, "journey_review", made.id);
	request_flash(r, tr("Thank you. Your review is shown."));
	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    "/marketplace/%s", journey.slug);
}

/* --- the creator's answer ------------------------------------------------------ */

struct reply_input {
	const char *slug, *reply;
	int64_t id;
};

static const struct form_field reply_show_inputs[] = {
	FORM_FIELD(struct reply_input, slug, REQUIRED, 1, 60),
	FORM_ID(struct reply_input, id, REQUIRED),
};
const struct form journey_reply_show_form =
    FORM(struct reply_input, reply_show_inputs);

static const struct form_field reply_inputs[] = {
	FORM_FIELD(struct reply_input, slug, REQUIRED, 1, 60),
	FORM_ID(struct reply_input, id, REQUIRED),
	FORM_SHOWN(
	    struct reply_input, reply, REQUIRED, 1, WORDS_MAX, CONTEXT_REVIEW),
};
const struct form journey_reply_form = FORM(struct reply_input, reply_inputs);

struct reply_view {
	struct review_shown review;
	const char *href;
};

static const struct field reply_fields[] = {
	FIELD_OBJECT(struct reply_view, review, review_shown_fields),
	FIELD_ONLY(struct reply_view, href, ONLY_HTML),
	FIELD_END,
};
struct page journey_reply_page = { .path = "journeys/journey_reply",
	.fields = reply_fields,
	.form = &journey_reply_form };

enum status
journey_reply_show(struct request *r)
{
	const char *slug = typed(r, "slug");
	int64_t id = typed_id(r, "id");
	struct journey_find_row journey;
	struct journey_said_row *rows;
	struct reply_view view;
	size_t n;

	if (!journey_find(r->db, slug, &journey) || !journey.is_mine)
		return NOT_FOUND;
	/* the page that begins with it */
	rows = journey_said(r->db, slug, id + 1, 1, &n);
	if (n == 0 || rows->id != id)
		return NOT_FOUND;
	view.review = *reviews_shown(r, &journey, rows, 1);
	view.href = arena_printf(r->arena, "/marketplace/%s", journey.slug);
	return request_render(r, &journey_reply_page, &view);
}

enum status
journey_reply_post(struct request *r)
{
	const struct reply_input *in = r->form;

	journey_review_reply(r->db, in->id, in->reply);
	request_flash(r, tr("Your answer stands below the review."));
	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    "/marketplace/%s", in->slug);
}
