#include "admin/admin.h"
#include "gen/admin/session_list_sql.h"
#include "lib/domain/when.h"

/* /admin/sessions: of everybody, by person, state and dispute. */

struct session_list_input {
	const char *status;
	int64_t person, after;
	bool disputed;
};

static const struct form_field session_list_form_fields[] = {
	FORM_ID(struct session_list_input, person, OPTIONAL),
	FORM_ONE_OF(
	    struct session_list_input, status, OPTIONAL, session_states),
	FORM_FIELD(struct session_list_input, disputed, OPTIONAL, 0, 1),
	FORM_ID(struct session_list_input, after, OPTIONAL),
};
const struct form session_list_form =
    FORM(struct session_list_input, session_list_form_fields);

struct session_item {
	int64_t id, client_id, expert_id;
	const char *kind, *type_kind, *type_words, *status, *status_words,
	    *when, *client, *expert;
	struct instant start, end;
	bool disputed;
};

#define HTML(m) FIELD_ONLY(struct session_item, m, ONLY_HTML)

static const struct field session_item_fields[] = {
	FIELD_ID(struct session_item, id),
	FIELD(struct session_item, kind),
	FIELD(struct session_item, type_kind),
	FIELD(struct session_item, status),
	FIELD(struct session_item, start),
	FIELD(struct session_item, end),
	FIELD(struct session_item, disputed),
	FIELD_ID(struct session_item, client_id),
	FIELD(struct session_item, client),
	FIELD_ID(struct session_item, expert_id),
	FIELD(struct session_item, expert),
	HTML(type_words),
	HTML(status_words),
	HTML(when),
	FIELD_END,
};

struct session_list_view {
	struct desk desk;
	struct session_item *items;
	size_t nitems;
	const char *next;
	struct choice *states;
	size_t nstates;
	struct pager *pager;
};

static const struct field session_list_fields[] = {
	DESK_FIELD(struct session_list_view),
	FIELD_LIST(
	    struct session_list_view, items, nitems, session_item_fields),
	FIELD_ONLY(struct session_list_view, next, ONLY_JSON),
	FIELD_LIST_ONLY(struct session_list_view, states, nstates,
	    choice_fields, ONLY_HTML),
	FIELD_POINTER_ONLY(
	    struct session_list_view, pager, pager_fields, ONLY_HTML),
	FIELD_END,
};
struct page session_list_page = { .path = "admin/session_list",
	.fields = session_list_fields,
	.form = &session_list_form };

void
session_list_read(struct request *r)
{
	const struct session_list_input *in = r->form;

	booking_list_send(r->db, in->person, in->status, in->disputed,
	    in->after, LIST_PAGE + 1);
}

enum status
session_list_show(struct request *r)
{
	struct list_end end = { .base = "/admin/sessions" };
	struct session_list_view v = { .nitems = 0 };
	struct booking_list_row *rows;
	size_t n;

	rows = booking_list_get(r->db, &n);
	end.n = v.nitems = n > LIST_PAGE ? LIST_PAGE : n;
	v.items = arena_alloc(r->arena, v.nitems, sizeof(*v.items));
	for (size_t i = 0; i < v.nitems; i++)
		v.items[i] = (struct session_item){
			.id = rows[i].id,
			.kind = rows[i].kind,
			.type_kind = rows[i].type_kind,
			.type_words = session_kind_words(rows[i].type_kind),
			.status = rows[i].status,
			.status_words = session_status_words(rows[i].status),
			.when = moment(r, rows[i].starts_at),
			.start = rows[i].starts_at,
			.end = rows[i].ends_at,
			.client_id = rows[i].client_id,
			.client = rows[i].client,
			.expert_id = rows[i].expert_id,
			.expert = rows[i].expert,
			.disputed = rows[i].disputed,
		};
	if (n > LIST_PAGE)
		end.last = arena_printf(
		    r->arena, "%lld", (long long)rows[LIST_PAGE - 1].id);
	v.pager = list_pager(r, &end, &v.next);
	desk_fill(r, &v.desk);
	v.states = filter_choices(
	    r, "status", session_states, session_status_words, &v.nstates);
	return request_render(r, &session_list_page, &v);
}
