#include <string.h>

#include "admin/admin.h"
#include "admin/person.h"
#include "gen/admin/person_list_sql.h"
#include "lib/domain/avatar.h"
#include "lib/domain/when.h"

/* /admin/people: everybody, by word, role and state. */

struct person_list_input {
	const char *q, *role, *status;
	int64_t after;
};

static const struct form_field person_list_form_fields[] = {
	FORM_FIELD(struct person_list_input, q, OPTIONAL, 1, 100),
	FORM_ONE_OF(struct person_list_input, role, OPTIONAL, role_names),
	FORM_ONE_OF(struct person_list_input, status, OPTIONAL, account_states),
	FORM_ID(struct person_list_input, after, OPTIONAL),
};
const struct form person_list_form =
    FORM(struct person_list_input, person_list_form_fields);

struct person_item {
	int64_t id;
	const char *display_name, *handle, *email, *status, *status_words,
	    *joined, *seen;
	const char **roles;
	size_t nroles;
	const char *role_line;
	bool verified;
	struct instant created_at, last_seen_at;
	struct face face;
};

static const struct field person_item_fields[] = {
	FIELD_ID(struct person_item, id),
	FIELD(struct person_item, display_name),
	FIELD(struct person_item, handle),
	FIELD(struct person_item, email),
	FIELD(struct person_item, verified),
	FIELD(struct person_item, status),
	FIELD_TEXTS(struct person_item, roles, nroles),
	FIELD(struct person_item, created_at),
	FIELD(struct person_item, last_seen_at),
	FIELD_ONLY(struct person_item, status_words, ONLY_HTML),
	FIELD_ONLY(struct person_item, role_line, ONLY_HTML),
	FIELD_ONLY(struct person_item, joined, ONLY_HTML),
	FIELD_ONLY(struct person_item, seen, ONLY_HTML),
	{ .name = "face",
	    .kind = KIND_OBJECT,
	    .offset = offsetof(struct person_item, face),
	    .item = face_fields,
	    .only = ONLY_HTML },
	FIELD_END,
};

struct person_list_view {
	struct desk desk;
	struct person_item *items;
	size_t nitems;
	const char *next;
	struct choice *roles, *states;
	size_t nroles, nstates;
	struct pager *pager;
};

static const struct field person_list_fields[] = {
	DESK_FIELD(struct person_list_view),
	FIELD_LIST(struct person_list_view, items, nitems, person_item_fields),
	FIELD_ONLY(struct person_list_view, next, ONLY_JSON),
	FIELD_LIST_ONLY(
	    struct person_list_view, roles, nroles, choice_fields, ONLY_HTML),
	FIELD_LIST_ONLY(
	    struct person_list_view, states, nstates, choice_fields, ONLY_HTML),
	POINTER_ONLY(struct person_list_view, pager, pager_fields, ONLY_HTML),
	FIELD_END,
};
struct page person_list_page = { .path = "admin/person_list",
	.fields = person_list_fields,
	.form = &person_list_form };

static void
fill_item(struct request *r, struct person_item *p,
    const struct person_newest_row *row)
{
	*p = (struct person_item){
		.id = row->id,
		.display_name = row->display_name,
		.handle = row->handle,
		.email = row->email,
		.verified = row->verified,
		.status = row->status,
		.status_words = account_words(row->status),
		.roles = row->roles,
		.nroles = row->nroles,
		.role_line = roles_line(r->arena, row->roles, row->nroles),
		.created_at = row->created_at,
		.last_seen_at = row->seen_at,
		.joined = when_date(r->arena,
		    when_local(row->created_at, r->session->timezone).date),
		.seen = row->seen_at.us != 0
			    ? when_ago(r->arena, row->seen_at, r->now)
			    : NULL,
		.face = face_of(r->arena, row->display_name, row->picture),
	};
}

void
person_list_read(struct request *r)
{
	const struct person_list_input *in = r->form;

	if (in->q != NULL)
		person_search_send(r->db, in->q, in->role, in->status,
		    in->after, LIST_PAGE + 1);
	else
		person_newest_send(
		    r->db, in->role, in->status, in->after, LIST_PAGE + 1);
}

enum status
person_list_show(struct request *r)
{
	const struct person_list_input *in = r->form;
	struct person_list_view v = { .nitems = 0 };
	struct list_end end = { .base = "/admin/people" };
	struct person_newest_row *rows;
	size_t n;

	/* Both statements give the same columns in the same order. */
	rows = in->q != NULL
		   ? (struct person_newest_row *)person_search_get(r->db, &n)
		   : person_newest_get(r->db, &n);
	end.n = v.nitems = n > LIST_PAGE ? LIST_PAGE : n;
	v.items = arena_alloc(r->arena, v.nitems, sizeof(*v.items));
	for (size_t i = 0; i < v.nitems; i++)
		fill_item(r, &v.items[i], &rows[i]);
	if (n > LIST_PAGE)
		end.last = arena_printf(
		    r->arena, "%lld", (long long)rows[LIST_PAGE - 1].id);
	v.pager = list_pager(r, &end, &v.next);
	desk_fill(r, &v.desk);
	v.roles = filter_choices(r, "role", role_names, role_words, &v.nroles);
	v.states = filter_choices(
	    r, "status", account_states, account_words, &v.nstates);
	return request_render(r, &person_list_page, &v);
}
