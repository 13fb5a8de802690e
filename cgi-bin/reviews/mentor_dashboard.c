#include <string.h>

#include "lib/base/words.h"
#include "lib/domain/avatar.h"
#include "lib/domain/money.h"
#include "reviews/mentor.h"
#include "reviews/review_words.h"

struct place_view {
	int64_t id, journey_id, training_left, waiting, in_work, done;
	const char *title, *status;
	struct money rate;
	const char *href, *queue_href, *status_words, *rate_words, *meta,
	    *training_words;
	bool is_active, is_paused;
};

static const struct field place_view_fields[] = {
	FIELD_ID(struct place_view, id),
	FIELD_ID(struct place_view, journey_id),
	FIELD(struct place_view, title),
	FIELD(struct place_view, status),
	FIELD(struct place_view, rate),
	FIELD(struct place_view, training_left),
	FIELD(struct place_view, waiting),
	FIELD(struct place_view, in_work),
	FIELD(struct place_view, done),
	FIELD_ONLY(struct place_view, href, ONLY_HTML),
	FIELD_ONLY(struct place_view, queue_href, ONLY_HTML),
	FIELD_ONLY(struct place_view, status_words, ONLY_HTML),
	FIELD_ONLY(struct place_view, rate_words, ONLY_HTML),
	FIELD_ONLY(struct place_view, meta, ONLY_HTML),
	FIELD_ONLY(struct place_view, training_words, ONLY_HTML),
	FIELD_ONLY(struct place_view, is_active, ONLY_HTML),
	FIELD_ONLY(struct place_view, is_paused, ONLY_HTML),
	FIELD_END,
};

struct work_view {
	int64_t id;
	const char *status, *section, *journey, *client;
	struct instant due_at;
	const char *href, *status_words, *due_words;
	struct face face;
};

static const struct field work_view_fields[] = {
	FIELD_ID(struct work_view, id),
	FIELD(struct work_view, status),
	FIELD(struct work_view, section),
	FIELD(struct work_view, journey),
	FIELD(struct work_view, client),
	FIELD_ONLY(struct work_view, due_at, ONLY_JSON),
	FIELD_ONLY(struct work_view, href, ONLY_HTML),
	FIELD_ONLY(struct work_view, status_words, ONLY_HTML),
	FIELD_ONLY(struct work_view, due_words, ONLY_HTML),
	FIELD_OBJECT_ONLY(struct work_view, face, face_fields, ONLY_HTML),
	FIELD_END,
};

struct month_view {
	struct money earned;
	const char *words;
};

static const struct field month_view_fields[] = {
	FIELD(struct month_view, earned),
	FIELD_ONLY(struct month_view, words, ONLY_HTML),
	FIELD_END,
};

struct mentor_dashboard_view {
	struct place_view *places;
	size_t nplaces;
	struct work_view *work;
	size_t nwork;
	struct month_view *month;
	size_t nmonth;
	int64_t waiting, in_work, done;
};

static const struct field mentor_dashboard_fields[] = {
	FIELD_LIST(
	    struct mentor_dashboard_view, places, nplaces, place_view_fields),
	FIELD_LIST(struct mentor_dashboard_view, work, nwork, work_view_fields),
	FIELD_LIST(
	    struct mentor_dashboard_view, month, nmonth, month_view_fields),
	FIELD(struct mentor_dashboard_view, waiting),
	FIELD(struct mentor_dashboard_view, in_work),
	FIELD(struct mentor_dashboard_view, done),
	FIELD_END,
};
struct page mentor_dashboard_page = { .path = "reviews/mentor_dashboard",
	.fields = mentor_dashboard_fields };

void
mentor_dashboard_read(struct request *r)
{
	mentor_place_list_send(r->db);
	mentor_work_list_send(r->db);
	mentor_month_list_send(r->db);
}

static const char *
place_status_words(const char *status)
{
	static const struct word all[] = {
		{ "draft", WORDS("Draft") },
		{ "submitted", WORDS("Applied") },
		{ "in_review", WORDS("Being read") },
		{ "verified", WORDS("Mentor") },
		{ "rejected", WORDS("Not approved") },
		{ "paused", WORDS("Paused") },
		{ "suspended", WORDS("Suspended") },
		{ "removed", WORDS("Over") },
		{ NULL, NULL },
	};

	return word_of(all, status);
}

static void
fill_place(struct request *r, struct place_view *p,
    const struct mentor_place_list_row *row)
{
	*p = (struct place_view){ .id = row->id,
		.journey_id = row->journey_id,
		.title = row->title,
		.status = row->status,
		.rate = { row->rate, row->currency },
		.training_left = row->training_left,
		.waiting = row->waiting,
		.in_work = row->in_work,
		.done = row->done,
		.status_words = place_status_words(row->status),
		.is_active = strcmp(row->status, "verified") == 0,
		.is_paused = strcmp(row->status, "paused") == 0 };
	p->href = p->is_active || p->is_paused
		      ? arena_printf(r->arena, "/marketplace/%s", row->slug)
		      : arena_printf(r->arena,
			    "/mentor/apply?journey=%lld&kind=mentor",
			    (long long)row->journey_id);
	p->queue_href = arena_printf(
	    r->arena, "/mentor/queue?journey=%lld", (long long)row->journey_id);
	p->rate_words = arena_printf(
	    r->arena, tr("%s a review"), money_text(r->arena, p->rate));
	p->meta = arena_printf(r->arena, tr("%d waiting, %d in work, %d done"),
	    (int)row->waiting, (int)row->in_work, (int)row->done);
	if (row->training_left > 0 && p->is_active)
		p->training_words = arena_printf(r->arena,
		    tr("Required modules to finish first: %d"),
		    (int)row->training_left);
}

static void
fill_work(struct request *r, struct mentor_dashboard_view *v)
{
	struct mentor_work_list_row *rows =
	    mentor_work_list_get(r->db, &v->nwork);

	v->work = arena_alloc(r->arena, v->nwork, sizeof(*v->work));
	for (size_t i = 0; i < v->nwork; i++)
		v->work[i] = (struct work_view){ .id = rows[i].id,
			.status = rows[i].status,
			.section = rows[i].section_title,
			.journey = rows[i].journey,
			.client = rows[i].client_name,
			.due_at = rows[i].due_at,
			.href = arena_printf(
			    r->arena, "/reviews/%lld", (long long)rows[i].id),
			.status_words =
			    review_status_words(rows[i].status, NULL),
			.due_words = rows[i].asked_at.us != 0
					 ? tr("your time stands still")
					 : review_when(r, rows[i].due_at),
			.face = face_of(r->arena, rows[i].client_name,
			    rows[i].client_picture) };
}

static void
fill_month(struct request *r, struct mentor_dashboard_view *v)
{
	struct mentor_month_list_row *rows =
	    mentor_month_list_get(r->db, &v->nmonth);

	v->month = arena_alloc(r->arena, v->nmonth, sizeof(*v->month));
	for (size_t i = 0; i < v->nmonth; i++) {
		v->month[i].earned =
		    (struct money){ rows[i].amount, rows[i].currency };
		v->month[i].words = money_text(r->arena, v->month[i].earned);
	}
}

enum status
mentor_dashboard_show(struct request *r)
{
	struct mentor_dashboard_view view = { .nplaces = 0 };
	struct mentor_place_list_row *rows;

	rows = mentor_place_list_get(r->db, &view.nplaces);
	view.places = arena_alloc(r->arena, view.nplaces, sizeof(*view.places));
	for (size_t i = 0; i < view.nplaces; i++) {
		fill_place(r, &view.places[i], &rows[i]);
		view.waiting += rows[i].waiting;
		view.in_work += rows[i].in_work;
		view.done += rows[i].done;
	}
	fill_work(r, &view);
	fill_month(r, &view);
	return request_render(r, &mentor_dashboard_page, &view);
}

/* --- a break -------------------------------------------------------------------- */

struct mentor_pause_input {
	int64_t id;
	bool pause;
};

static const struct form_field mentor_pause_inputs[] = {
	FORM_ID(struct mentor_pause_input, id, REQUIRED),
	FORM_FIELD(struct mentor_pause_input, pause, OPTIONAL, 0, 1),
};
const struct form mentor_pause_form =
    FORM(struct mentor_pause_input, mentor_pause_inputs);

enum status
mentor_pause_post(struct request *r)
{
	const struct mentor_pause_input *in = r->form;

	mentor_pause(r->db, in->id, in->pause);
	request_flash(
	    r, in->pause ? tr("Paused: nothing new comes to you from there.")
			 : tr("Welcome back."));
	return request_done(
	    r, &(struct outcome){ .status = NO_CONTENT }, "/mentor/dashboard");
}
