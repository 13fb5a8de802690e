#include <string.h>

#include "admin/admin.h"
#include "admin/desk.h"
#include "admin/journey.h"
#include "lib/base/words.h"

/* /admin/journeys: what waits for approval first, then all of them. */
static const char *const states[] = { "waiting", "draft", "in_review",
	"changes_requested", "published", "unpublished", "suspended",
	"archived", NULL };

struct journey_list_input {
	const char *status;
	int64_t after;
};

static const struct form_field journey_list_inputs[] = {
	FORM_ONE_OF(struct journey_list_input, status, OPTIONAL, states),
	FORM_ID(struct journey_list_input, after, OPTIONAL),
};
const struct form journey_list_form =
    FORM(struct journey_list_input, journey_list_inputs);

struct journey_item {
	int64_t id, creator_id, members;
	const char *title, *status, *status_words, *creator, *when;
	struct instant changed_at;
	bool is_asked, is_featured;
};

static const struct field journey_item_fields[] = {
	FIELD_ID(struct journey_item, id),
	FIELD(struct journey_item, title),
	FIELD(struct journey_item, status),
	FIELD(struct journey_item, creator),
	FIELD_ID(struct journey_item, creator_id),
	FIELD(struct journey_item, members),
	FIELD(struct journey_item, is_asked),
	FIELD(struct journey_item, is_featured),
	FIELD(struct journey_item, changed_at),
	FIELD_ONLY(struct journey_item, status_words, ONLY_HTML),
	FIELD_ONLY(struct journey_item, when, ONLY_HTML),
	FIELD_END,
};

struct journey_list_view {
	struct desk desk;
	struct journey_item *items;
	size_t nitems;
	struct choice *states;
	size_t nstates;
	struct pager *pager;
	const char *next;
};

static const struct field journey_list_view_fields[] = {
	DESK_FIELD(struct journey_list_view),
	FIELD_LIST(
	    struct journey_list_view, items, nitems, journey_item_fields),
	FIELD_LIST_ONLY(struct journey_list_view, states, nstates,
	    choice_fields, ONLY_HTML),
	FIELD_POINTER_ONLY(
	    struct journey_list_view, pager, pager_fields, ONLY_HTML),
	FIELD_ONLY(struct journey_list_view, next, ONLY_JSON),
	FIELD_END,
};
struct page journey_list_page = { .path = "admin/journey_list",
	.fields = journey_list_view_fields,
	.form = &journey_list_form };

static const struct word state_words[] = {
	{ "waiting", WORDS("Waits for approval") },
	{ "draft", WORDS("Draft") },
	{ "in_review", WORDS("In review") },
	{ "changes_requested", WORDS("Changes asked for") },
	{ "published", WORDS("Published") },
	{ "unpublished", WORDS("Unpublished") },
	{ "suspended", WORDS("Suspended") },
	{ "archived", WORDS("Archived") },
	{ NULL, NULL },
};

const char *
journey_words(const char *status)
{
	return word_of(state_words, status);
}

void
journey_list_read(struct request *r)
{
	const struct journey_list_input *in = r->form;
	bool waiting = in->status != NULL && strcmp(in->status, "waiting") == 0;

	journey_list_send(r->db,
	    waiting || in->status == NULL || *in->status == '\0' ? NULL
								 : in->status,
	    waiting, in->after, LIST_PAGE);
}

enum status
journey_list_show(struct request *r)
{
	struct journey_list_view v = { 0 };
	struct journey_list_row *rows = journey_list_get(r->db, &v.nitems);
	struct list_end end = { .base = "/admin/journeys", .n = v.nitems };

	desk_fill(r, &v.desk);
	v.items = arena_alloc(r->arena, v.nitems, sizeof(*v.items));
	for (size_t i = 0; i < v.nitems; i++)
		v.items[i] = (struct journey_item){
			.id = rows[i].id,
			.creator_id = rows[i].creator_id,
			.members = rows[i].members,
			.title = rows[i].title,
			.status = rows[i].status,
			.status_words = journey_words(rows[i].status),
			.creator = rows[i].creator,
			.when = moment(r, rows[i].changed_at),
			.changed_at = rows[i].changed_at,
			.is_asked = rows[i].is_asked,
			.is_featured = rows[i].featured_at.us != 0,
		};
	if (v.nitems == LIST_PAGE)
		end.last = arena_printf(
		    r->arena, "%lld", (long long)rows[v.nitems - 1].id);
	v.pager = list_pager(r, &end, &v.next);
	v.states =
	    filter_choices(r, "status", states, journey_words, &v.nstates);
	return request_render(r, &journey_list_page, &v);
}
