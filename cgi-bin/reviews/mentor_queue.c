#include <string.h>

#include "lib/domain/avatar.h"
#include "lib/domain/money.h"
#include "reviews/mentor.h"
#include "reviews/review_words.h"

/* /mentor/queue: what waits on one's journeys; returned work first, then by due
 * time. */
enum { PAGE = 20 };

struct mentor_queue_input {
	int64_t journey, after;
	const char *kind;
	bool mine;
};

static const struct form_field mentor_queue_inputs[] = {
	FORM_ID(struct mentor_queue_input, journey, OPTIONAL),
	FORM_FIELD(struct mentor_queue_input, kind, OPTIONAL, 1, 40),
	FORM_FIELD(struct mentor_queue_input, mine, OPTIONAL, 0, 1),
	FORM_ID(struct mentor_queue_input, after, OPTIONAL),
};
const struct form mentor_queue_form =
    FORM(struct mentor_queue_input, mentor_queue_inputs);

struct queue_item {
	int64_t id, priority;
	const char *section, *journey, *client;
	struct instant submitted_at, due_at;
	struct money pay;
	bool is_offered, is_chosen, is_resubmitted, is_late, is_returned,
	    is_locked;
	const char *href, *due_words, *pay_words, *locked_words;
	struct face face;
};

static const struct field queue_item_fields[] = {
	FIELD_ID(struct queue_item, id),
	FIELD(struct queue_item, section),
	FIELD(struct queue_item, journey),
	FIELD(struct queue_item, client),
	FIELD(struct queue_item, pay),
	FIELD(struct queue_item, priority),
	FIELD(struct queue_item, is_offered),
	FIELD(struct queue_item, is_chosen),
	FIELD(struct queue_item, is_resubmitted),
	FIELD(struct queue_item, is_locked),
	FIELD_ONLY(struct queue_item, submitted_at, ONLY_JSON),
	FIELD_ONLY(struct queue_item, due_at, ONLY_JSON),
	FIELD_ONLY(struct queue_item, is_late, ONLY_HTML),
	FIELD_ONLY(struct queue_item, is_returned, ONLY_HTML),
	FIELD_ONLY(struct queue_item, href, ONLY_HTML),
	FIELD_ONLY(struct queue_item, due_words, ONLY_HTML),
	FIELD_ONLY(struct queue_item, pay_words, ONLY_HTML),
	FIELD_ONLY(struct queue_item, locked_words, ONLY_HTML),
	FIELD_OBJECT_ONLY(struct queue_item, face, face_fields, ONLY_HTML),
	FIELD_END,
};

struct mentor_queue_view {
	struct queue_item *items;
	size_t nitems;
	const char *next;
	struct choice *journeys, *kinds;
	size_t njourneys, nkinds;
	bool mine;
	struct pager *pager;
};

static const struct field mentor_queue_fields[] = {
	FIELD_LIST(struct mentor_queue_view, items, nitems, queue_item_fields),
	FIELD_ONLY(struct mentor_queue_view, next, ONLY_JSON),
	FIELD_LIST_ONLY(struct mentor_queue_view, journeys, njourneys,
	    choice_fields, ONLY_HTML),
	FIELD_LIST_ONLY(
	    struct mentor_queue_view, kinds, nkinds, choice_fields, ONLY_HTML),
	FIELD_ONLY(struct mentor_queue_view, mine, ONLY_HTML),
	FIELD_POINTER_ONLY(
	    struct mentor_queue_view, pager, pager_fields, ONLY_HTML),
	FIELD_END,
};
struct page mentor_queue_page = { .path = "reviews/mentor_queue",
	.fields = mentor_queue_fields };

struct choice *
kind_choices(
    struct request *r, const char *first, const char *chosen, size_t *n)
{
	struct mentor_kind_list_row *rows;
	struct choice *all;
	size_t nrows, skip = first != NULL;

	rows = mentor_kind_list(r->db, &nrows);
	all = arena_alloc(r->arena, nrows + skip, sizeof(*all));
	*n = nrows + skip;
	if (skip != 0)
		all[0] = (struct choice){ .value = "",
			.label = first,
			.chosen = chosen == NULL || *chosen == '\0' };
	for (size_t i = 0; i < nrows; i++)
		all[i + skip] = (struct choice){ .value = rows[i].slug,
			.label = rows[i].name,
			.chosen = chosen != NULL &&
				  strcmp(chosen, rows[i].slug) == 0 };
	return all;
}

void
mentor_queue_read(struct request *r)
{
	const struct mentor_queue_input *in = r->form;

	mentor_queue_list_send(
	    r->db, in->journey, in->kind, in->mine, in->after, PAGE + 1);
	mentor_place_list_send(r->db);
}

static void
fill_item(struct request *r, struct queue_item *q,
    const struct mentor_queue_list_row *row)
{
	*q = (struct queue_item){ .id = row->id,
		.priority = row->priority,
		.section = row->section_title,
		.journey = row->journey,
		.client = row->client_name,
		.submitted_at = row->submitted_at,
		.due_at = row->due_at,
		.pay = { row->pay, row->currency },
		.is_offered = row->is_offered,
		.is_chosen = row->is_chosen,
		.is_resubmitted = row->is_resubmitted,
		.is_late =
		    row->due_at.us<r->now.us, .is_returned = row->priority> 0,
		.is_locked = row->locked_until.us != 0 && !row->is_locked_by_me,
		.href =
		    arena_printf(r->arena, "/reviews/%lld", (long long)row->id),
		.due_words = review_when(r, row->due_at),
		.face = face_of(r->arena, row->client_name, row->picture) };
	if (row->pay > 0)
		q->pay_words = money_text(r->arena, q->pay);
	if (q->is_locked)
		q->locked_words =
		    arena_printf(r->arena, tr("looked at until %s"),
			review_when(r, row->locked_until));
}

static void
fill_filters(struct request *r, struct mentor_queue_view *v)
{
	const struct mentor_queue_input *in = r->form;
	struct mentor_place_list_row *rows;
	size_t n;

	rows = mentor_place_list_get(r->db, &n);
	v->journeys = arena_alloc(r->arena, n + 1, sizeof(*v->journeys));
	v->journeys[v->njourneys++] = (struct choice){ .value = "",
		.label = tr("All journeys"),
		.chosen = in->journey == 0 };
	for (size_t i = 0; i < n; i++)
		if (strcmp(rows[i].status, "verified") == 0)
			v->journeys[v->njourneys++] = (struct choice){
				.value = arena_printf(r->arena, "%lld",
				    (long long)rows[i].journey_id),
				.label = rows[i].title,
				.chosen = rows[i].journey_id == in->journey
			};
	v->kinds =
	    kind_choices(r, tr("All specialisations"), in->kind, &v->nkinds);
	v->mine = in->mine;
}

static const char *
address(struct request *r, const char *base, int64_t after)
{
	const struct mentor_queue_input *in = r->form;
	struct buf b;

	buf_init(&b, r->arena, 100);
	buf_puts(&b, base);
	if (in->journey != 0)
		buf_put_query(&b, "journey",
		    arena_printf(r->arena, "%lld", (long long)in->journey));
	buf_put_query(&b, "kind", in->kind);
	if (in->mine)
		buf_put_query(&b, "mine", "true");
	if (after != 0)
		buf_put_query(&b, "after",
		    arena_printf(r->arena, "%lld", (long long)after));
	return b.data;
}

enum status
mentor_queue_show(struct request *r)
{
	const struct mentor_queue_input *in = r->form;
	struct mentor_queue_view view = { .nitems = 0 };
	struct mentor_queue_list_row *rows;
	size_t n;

	rows = mentor_queue_list_get(r->db, &n);
	view.nitems = n > PAGE ? PAGE : n;
	view.items = arena_alloc(r->arena, view.nitems, sizeof(*view.items));
	for (size_t i = 0; i < view.nitems; i++)
		fill_item(r, &view.items[i], &rows[i]);
	if (n > PAGE)
		view.next =
		    address(r, r->json ? "/api/mentor/queue" : "/mentor/queue",
			rows[PAGE - 1].id);
	if (view.next != NULL || in->after != 0) {
		view.pager = arena_alloc(r->arena, 1, sizeof(*view.pager));
		view.pager->range = arena_printf(
		    r->arena, tr("Reviews here: %d"), (int)view.nitems);
		view.pager->next = view.next;
		if (in->after != 0)
			view.pager->first = address(r, "/mentor/queue", 0);
	}
	fill_filters(r, &view);
	return request_render(r, &mentor_queue_page, &view);
}
