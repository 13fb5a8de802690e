#include <string.h>

#include "admin/admin.h"
#include "gen/admin/search_sql.h"
#include "lib/domain/avatar.h"

/* /admin/search: people, experts and sessions by any number or word. */

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
};

static const struct field found_fields[] = {
	FIELD_ID(struct found, id),
	FIELD(struct found, title),
	FIELD(struct found, note),
	FIELD(struct found, href),
	FIELD(struct found, status),
	FIELD_ONLY(struct found, status_words, ONLY_HTML),
	{ .name = "face",
	    .kind = KIND_OBJECT,
	    .offset = offsetof(struct found, face),
	    .item = face_fields,
	    .only = ONLY_HTML },
	FIELD_END,
};

struct search_view {
	struct desk desk;
	const char *words;
	struct found *people, *experts, *sessions;
	size_t npeople, nexperts, nsessions;
	bool is_empty;
};

static const struct field search_fields[] = {
	DESK_FIELD(struct search_view),
	FIELD_ONLY(struct search_view, words, ONLY_HTML),
	FIELD_LIST(struct search_view, people, npeople, found_fields),
	FIELD_LIST(struct search_view, experts, nexperts, found_fields),
	FIELD_LIST(struct search_view, sessions, nsessions, found_fields),
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
			    type_words(rows[i].type_kind),
			    moment(r, rows[i].starts_at)),
			.href = arena_printf(r->arena, "/admin/sessions/%lld",
			    (long long)rows[i].id),
			.status = rows[i].status,
			.status_words = session_words(rows[i].status),
			.face = face_of(r->arena, rows[i].client, NULL),
		};
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
	}
	v.is_empty = v.npeople + v.nexperts + v.nsessions == 0;
	desk_fill(r, &v.desk);
	return request_render(r, &search_page, &v);
}
