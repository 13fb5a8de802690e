#include "gen/reviews/help_sql.h"
#include "lib/domain/markdown.h"
#include "lib/domain/when.h"
#include "reviews/mentor.h"

/* /mentor/training: required modules come before the first claim; the others are
 * good practice. */
struct training_input {
	int64_t id;
};

static const struct form_field training_inputs[] = {
	FORM_ID(struct training_input, id, REQUIRED),
};
const struct form training_form = FORM(struct training_input, training_inputs);

struct module_item {
	int64_t id, minutes;
	const char *title, *journey, *href, *minutes_words, *status_words,
	    *state;
	bool is_required, is_done, has_video;
};

static const struct field module_item_fields[] = {
	FIELD_ID(struct module_item, id),
	FIELD(struct module_item, title),
	FIELD(struct module_item, journey),
	FIELD(struct module_item, minutes),
	FIELD(struct module_item, is_required),
	FIELD(struct module_item, is_done),
	FIELD(struct module_item, has_video),
	FIELD_ONLY(struct module_item, href, ONLY_HTML),
	FIELD_ONLY(struct module_item, minutes_words, ONLY_HTML),
	FIELD_ONLY(struct module_item, status_words, ONLY_HTML),
	FIELD_ONLY(struct module_item, state, ONLY_HTML),
	FIELD_END,
};

struct training_list_view {
	struct module_item *items;
	size_t nitems;
	int64_t done;
	const char *progress_words, *left_words;
};

static const struct field training_list_view_fields[] = {
	FIELD_LIST(
	    struct training_list_view, items, nitems, module_item_fields),
	FIELD(struct training_list_view, done),
	FIELD_ONLY(struct training_list_view, progress_words, ONLY_HTML),
	FIELD_ONLY(struct training_list_view, left_words, ONLY_HTML),
	FIELD_END,
};
struct page training_list_page = { .path = "reviews/training_list",
	.fields = training_list_view_fields };

void
training_list_read(struct request *r)
{
	training_list_send(r->db);
}

static void
fill_module(struct request *r, struct module_item *m,
    const struct training_list_row *row)
{
	*m = (struct module_item){ .id = row->id,
		.minutes = row->minutes,
		.title = row->title,
		.journey = row->journey,
		.is_required = row->is_required,
		.is_done = row->done_at.us != 0,
		.has_video = row->has_video,
		.href = arena_printf(
		    r->arena, "/mentor/training/%lld", (long long)row->id),
		.minutes_words = arena_printf(
		    r->arena, tr("%d minutes"), (int)row->minutes) };
	m->state = m->is_done ? "completed" : "open";
	m->status_words = m->is_done               ? tr("Done")
			  : row->opened_at.us != 0 ? tr("Begun")
						   : tr("To do");
}

enum status
training_list_show(struct request *r)
{
	struct training_list_view view = { .done = 0 };
	struct training_list_row *rows;
	int left = 0;

	rows = training_list_get(r->db, &view.nitems);
	view.items = arena_alloc(r->arena, view.nitems, sizeof(*view.items));
	for (size_t i = 0; i < view.nitems; i++) {
		fill_module(r, &view.items[i], &rows[i]);
		view.done += view.items[i].is_done;
		left += view.items[i].is_required && !view.items[i].is_done;
	}
	view.progress_words = arena_printf(
	    r->arena, tr("%d of %d done"), (int)view.done, (int)view.nitems);
	if (left > 0)
		view.left_words = arena_printf(r->arena,
		    tr("Before you can claim a review: %d required modules."),
		    left);
	return request_render(r, &training_list_page, &view);
}

/* --- one ------------------------------------------------------------------------- */

struct training_view {
	int64_t id;
	const char *title, *journey, *video, *minutes_words;
	struct html text;
	bool is_required, is_done;
};

static const struct field training_view_fields[] = {
	FIELD_ID(struct training_view, id),
	FIELD(struct training_view, title),
	FIELD(struct training_view, journey),
	FIELD(struct training_view, video),
	FIELD(struct training_view, is_required),
	FIELD(struct training_view, is_done),
	FIELD_ONLY(struct training_view, text, ONLY_HTML),
	FIELD_ONLY(struct training_view, minutes_words, ONLY_HTML),
	FIELD_END,
};
struct page training_page = { .path = "reviews/training",
	.fields = training_view_fields };

enum status
training_show(struct request *r)
{
	const struct training_input *in = r->form;
	struct training_find_row row;
	struct training_view view;

	if (!training_find(r->db, in->id, &row))
		return NOT_FOUND;
	view = (struct training_view){ .id = row.id,
		.title = row.title,
		.journey = row.journey,
		.video = row.video,
		.minutes_words =
		    arena_printf(r->arena, tr("%d minutes"), (int)row.minutes),
		.text = markdown(r->arena, row.words),
		.is_required = row.is_required,
		.is_done = row.done_at.us != 0 };
	return request_render(r, &training_page, &view);
}

enum status
training_done_post(struct request *r)
{
	const struct training_input *in = r->form;

	training_mark(r->db, in->id, true);
	request_flash(r, tr("Done."));
	return request_done(
	    r, &(struct outcome){ .status = NO_CONTENT }, "/mentor/training");
}
