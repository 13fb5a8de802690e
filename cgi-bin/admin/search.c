#include <string.h>

#include "admin/admin.h"
#include "admin/order_words.h"
#include "gen/admin/search_sql.h"
#include "lib/base/words.h"
#include "lib/domain/avatar.h"
#include "lib/domain/payout_words.h"

/* /admin/search: everything by any number or word.  People, experts and sessions
 * here, the rest by what areas registered in the database. */
enum { MOST_OTHERS = 10 };

struct search_input {
	const char *q;
};

static const struct form_field search_form_fields[] = {
	FORM_FIELD(struct search_input, q, OPTIONAL, 1, 100),
};
const struct form search_form = FORM(struct search_input, search_form_fields);

struct found {
	int64_t id;
	const char *title, *note, *href, *status, *status_words;
	struct face face;
	bool has_face;
};

static const struct field found_fields[] = {
	FIELD_ID(struct found, id),
	FIELD(struct found, title),
	FIELD(struct found, note),
	FIELD(struct found, href),
	FIELD(struct found, status),
	FIELD_ONLY(struct found, status_words, ONLY_HTML),
	FIELD_OBJECT_ONLY(struct found, face, face_fields, ONLY_HTML),
	FIELD_ONLY(struct found, has_face, ONLY_HTML),
	FIELD_END,
};

struct found_group {
	const char *kind, *heading;
	struct found *items;
	size_t nitems;
};

static const struct field found_group_fields[] = {
	FIELD(struct found_group, kind),
	FIELD_ONLY(struct found_group, heading, ONLY_HTML),
	FIELD_LIST(struct found_group, items, nitems, found_fields),
	FIELD_END,
};

struct search_view {
	struct desk desk;
	const char *words;
	struct found *people, *experts, *sessions;
	size_t npeople, nexperts, nsessions;
	struct found_group *groups;
	size_t ngroups;
	bool is_empty;
};

static const struct field search_fields[] = {
	DESK_FIELD(struct search_view),
	FIELD_ONLY(struct search_view, words, ONLY_HTML),
	FIELD_LIST(struct search_view, people, npeople, found_fields),
	FIELD_LIST(struct search_view, experts, nexperts, found_fields),
	FIELD_LIST(struct search_view, sessions, nsessions, found_fields),
	FIELD_LIST(struct search_view, groups, ngroups, found_group_fields),
	FIELD_ONLY(struct search_view, is_empty, ONLY_HTML),
	FIELD_END,
};
struct page search_page = { .path = "admin/search",
	.fields = search_fields,
	.form = &search_form };

void
search_read(struct request *r)
{
	const struct search_input *in = r->form;

	if (in->q == NULL)
		return;
	search_people_send(r->db, in->q);
	search_experts_send(r->db, in->q);
	search_sessions_send(r->db, in->q);
	search_others_send(r->db, in->q, MOST_OTHERS);
}

static void
fill_people(struct request *r, struct search_view *v)
{
	struct search_people_row *rows = search_people_get(r->db, &v->npeople);

	v->people = arena_alloc(r->arena, v->npeople, sizeof(*v->people));
	for (size_t i = 0; i < v->npeople; i++)
		v->people[i] = (struct found){
			.id = rows[i].id,
			.title = rows[i].display_name,
			.note = arena_printf(
			    r->arena, "@%s, %s", rows[i].handle, rows[i].email),
			.href = arena_printf(r->arena, "/admin/people/%lld",
			    (long long)rows[i].id),
			.status = rows[i].status,
			.status_words = account_words(rows[i].status),
			.face = face_of(
			    r->arena, rows[i].display_name, rows[i].picture),
			.has_face = true,
		};
}

static void
fill_experts(struct request *r, struct search_view *v)
{
	struct search_experts_row *rows =
	    search_experts_get(r->db, &v->nexperts);
	bool may_open = session_may(r->session, "expert.verify");

	v->experts = arena_alloc(r->arena, v->nexperts, sizeof(*v->experts));
	for (size_t i = 0; i < v->nexperts; i++)
		v->experts[i] = (struct found){
			.id = rows[i].ref,
			.title = rows[i].display_name,
			.note = arena_printf(r->arena, "%s, %s",
			    role_words(rows[i].kind), rows[i].alias),
			.href = may_open ? expert_address(r->arena,
					       rows[i].kind, rows[i].ref)
					 : NULL,
			.status = rows[i].status,
			.status_words = expert_words(rows[i].status),
			.face = face_of(r->arena, rows[i].display_name, NULL),
			.has_face = true,
		};
}

static void
fill_sessions(struct request *r, struct search_view *v)
{
	struct search_sessions_row *rows =
	    search_sessions_get(r->db, &v->nsessions);

	v->sessions = arena_alloc(r->arena, v->nsessions, sizeof(*v->sessions));
	for (size_t i = 0; i < v->nsessions; i++)
		v->sessions[i] = (struct found){
			.id = rows[i].id,
			.title = arena_printf(r->arena, tr("%s with %s"),
			    rows[i].client, rows[i].expert),
			.note = arena_printf(r->arena, "%s, %s",
			    session_kind_words(rows[i].type_kind),
			    moment(r, rows[i].starts_at)),
			.href = arena_printf(r->arena, "/admin/sessions/%lld",
			    (long long)rows[i].id),
			.status = rows[i].status,
			.status_words = session_status_words(rows[i].status),
			.face = face_of(r->arena, rows[i].client, NULL),
			.has_face = true,
		};
}

static const char *
found_state_words(const char *status)
{
	static const struct word list[] = { { "draft", WORDS("Draft") },
		{ "open", WORDS("Open") }, { "paid", WORDS("Paid") },
		{ "void", WORDS("Void") },
		{ "uncollectible", WORDS("Uncollectible") },
		{ "credit_note", WORDS("Credit note") },
		{ "active", WORDS("Active") }, { "ended", WORDS("Ended") },
		{ NULL, NULL } };

	return word_of(list, status);
}

/* The words of a state, by whose it is. */
static const char *
state_words(const struct search_others_row *row)
{
	if (row->status == NULL)
		return NULL;
	if (strcmp(row->kind, "payouts") == 0)
		return payout_state_words(row->status);
	if (strcmp(row->kind, "orders") == 0)
		return order_status_words(row->status);
	return found_state_words(row->status);
}

static void
fill_others(struct request *r, struct search_view *v)
{
	size_t n;
	struct search_others_row *rows = search_others_get(r->db, &n), *row;
	struct found *all = arena_alloc(r->arena, n, sizeof(*all));
	struct found_group *g = NULL;

	v->groups = arena_alloc(r->arena, n, sizeof(*v->groups));
	for (row = rows; row < rows + n; row++) {
		struct found *f = &all[row - rows];

		*f = (struct found){ .id = row->id,
			.title = row->title,
			.note = *row->note == '\0'
				    ? moment(r, row->at)
				    : arena_printf(r->arena, "%s, %s",
					  row->note, moment(r, row->at)),
			.href = row->href,
			.status = row->status,
			.status_words = state_words(row) };
		if (g == NULL || strcmp(g->kind, row->kind) != 0) {
			g = &v->groups[v->ngroups++];
			*g = (struct found_group){ row->kind, tr(row->heading),
				f, 0 };
		}
		g->nitems++;
	}
}

enum status
search_show(struct request *r)
{
	const struct search_input *in = r->form;
	struct search_view v = { .words = in->q };

	if (in->q != NULL) {
		fill_people(r, &v);
		fill_experts(r, &v);
		fill_sessions(r, &v);
		fill_others(r, &v);
	}
	v.is_empty = v.npeople + v.nexperts + v.nsessions + v.ngroups == 0;
	desk_fill(r, &v.desk);
	return request_render(r, &search_page, &v);
}
