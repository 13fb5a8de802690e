#include <string.h>

#include "admin/admin.h"
#include "admin/expert.h"
#include "gen/admin/expert_list_sql.h"
#include "lib/base/words.h"
#include "lib/domain/avatar.h"

/* /admin/interviewers, /admin/mentors, /admin/concierges: who applied. */

static const char *const filters[] = { "waiting", "pending", "submitted",
	"in_review", "verified", "rejected", "paused", "suspended", "removed",
	"draft", NULL };

struct expert_list_input {
	const char *status;
	int64_t after;
};

static const struct form_field expert_list_form_fields[] = {
	FORM_ONE_OF(struct expert_list_input, status, OPTIONAL, filters),
	FORM_ID(struct expert_list_input, after, OPTIONAL),
};
const struct form expert_list_form =
    FORM(struct expert_list_input, expert_list_form_fields);

struct expert_item {
	int64_t id, user_id;
	const char *kind, *display_name, *alias, *email, *headline, *status,
	    *status_words, *reason, *href, *person_href, *submitted, *decided;
	struct answer_item *application;
	size_t napplication;
	struct instant submitted_at, decided_at;
	struct face face;
};

#define HTML(m) FIELD_ONLY(struct expert_item, m, ONLY_HTML)

static const struct field expert_item_fields[] = {
	FIELD_ID(struct expert_item, id),
	FIELD_ID(struct expert_item, user_id),
	FIELD(struct expert_item, kind),
	FIELD(struct expert_item, display_name),
	FIELD(struct expert_item, alias),
	FIELD(struct expert_item, email),
	FIELD(struct expert_item, headline),
	FIELD(struct expert_item, status),
	FIELD(struct expert_item, reason),
	FIELD(struct expert_item, submitted_at),
	FIELD(struct expert_item, decided_at),
	FIELD_LIST(
	    struct expert_item, application, napplication, answer_item_fields),
	HTML(status_words),
	HTML(href),
	HTML(person_href),
	HTML(submitted),
	HTML(decided),
	{ .name = "face",
	    .kind = KIND_OBJECT,
	    .offset = offsetof(struct expert_item, face),
	    .item = face_fields,
	    .only = ONLY_HTML },
	FIELD_END,
};

struct status_tab {
	const char *href, *label, *count;
	bool current;
};

static const struct field status_tab_fields[] = {
	FIELD(struct status_tab, href),
	FIELD(struct status_tab, label),
	FIELD(struct status_tab, count),
	FIELD(struct status_tab, current),
	FIELD_END,
};

struct expert_list_view {
	struct desk desk;
	const char *heading, *next;
	struct status_tab *tabs;
	struct expert_item *items;
	size_t ntabs, nitems;
	bool waiting;
	struct pager *pager;
};

static const struct field expert_list_fields[] = {
	DESK_FIELD(struct expert_list_view),
	FIELD_LIST(struct expert_list_view, items, nitems, expert_item_fields),
	FIELD_ONLY(struct expert_list_view, next, ONLY_JSON),
	FIELD_ONLY(struct expert_list_view, heading, ONLY_HTML),
	FIELD_ONLY(struct expert_list_view, waiting, ONLY_HTML),
	FIELD_LIST_ONLY(
	    struct expert_list_view, tabs, ntabs, status_tab_fields, ONLY_HTML),
	POINTER_ONLY(struct expert_list_view, pager, pager_fields, ONLY_HTML),
	FIELD_END,
};
struct page expert_list_page = { .path = "admin/expert_list",
	.fields = expert_list_fields };

const struct expert_desk *
expert_desk_of(const struct request *r)
{
	static const struct expert_desk desks[] = {
		{ "mentor", "/admin/mentors", WORDS("Mentors") },
		{ "concierge", "/admin/concierges", WORDS("Concierges") },
		{ "interviewer", "/admin/interviewers", WORDS("Interviewers") },
	};
	size_t i, n = sizeof(desks) / sizeof(desks[0]);

	for (i = 0; i + 1 < n; i++)
		if (strncmp(r->http->path, desks[i].base,
			strlen(desks[i].base)) == 0)
			break;
	return &desks[i];
}

/* NULL: those who wait for a decision. */
static const char *
chosen_status(const struct expert_list_input *in)
{
	if (in->status == NULL || strcmp(in->status, "waiting") == 0 ||
	    strcmp(in->status, "pending") == 0)
		return NULL;
	return in->status;
}

void
expert_list_read(struct request *r)
{
	const struct expert_list_input *in = r->form;
	const char *kind = expert_desk_of(r)->kind;

	expert_waiting_send(
	    r->db, kind, chosen_status(in), in->after, LIST_PAGE + 1);
	expert_counts_send(r->db, kind);
}

static void
fill_item(struct request *r, struct expert_item *e,
    const struct expert_waiting_row *row)
{
	const struct expert_desk *d = expert_desk_of(r);

	*e = (struct expert_item){
		.id = row->ref,
		.user_id = row->user_id,
		.kind = d->kind,
		.display_name = row->display_name,
		.alias = row->is_anonymous ? row->alias : NULL,
		.email = row->email,
		.headline = row->headline,
		.status = row->status,
		.status_words = expert_words(row->status),
		.reason = row->reason,
		.href = expert_address(r->arena, d->kind, row->ref),
		.person_href = arena_printf(
		    r->arena, "/admin/people/%lld", (long long)row->user_id),
		.submitted = moment(r, row->submitted_at),
		.decided = moment(r, row->decided_at),
		.submitted_at = row->submitted_at,
		.decided_at = row->decided_at,
		.face = face_of(r->arena, row->display_name, row->picture),
	};
	e->application =
	    application_fill(r->arena, row->application, &e->napplication);
}

static int64_t
count_of(const struct expert_counts_row *rows, size_t n, const char *status)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(rows[i].status, status) == 0)
			return rows[i].n;
	return 0;
}

static void
add_tab(struct request *r, struct expert_list_view *v, const char *status,
    int64_t count)
{
	const struct expert_desk *d = expert_desk_of(r);
	const char *chosen = chosen_status(r->form);
	bool current = status == NULL
			   ? chosen == NULL
			   : chosen != NULL && strcmp(status, chosen) == 0;

	v->tabs[v->ntabs++] = (struct status_tab){
		.href = status == NULL ? d->base
				       : arena_printf(r->arena, "%s?status=%s",
					     d->base, status),
		.label = status == NULL ? tr("Waiting") : expert_words(status),
		.count = arena_printf(r->arena, "%lld", (long long)count),
		.current = current,
	};
}

static void
fill_tabs(struct request *r, struct expert_list_view *v)
{
	static const char *const shown[] = { "verified", "paused", "suspended",
		"rejected", "removed" };
	size_t n, nshown = sizeof(shown) / sizeof(shown[0]);
	struct expert_counts_row *rows = expert_counts_get(r->db, &n);

	v->tabs = arena_alloc(r->arena, nshown + 1, sizeof(*v->tabs));
	add_tab(r, v, NULL,
	    count_of(rows, n, "submitted") + count_of(rows, n, "in_review"));
	for (size_t i = 0; i < nshown; i++)
		add_tab(r, v, shown[i], count_of(rows, n, shown[i]));
}

enum status
expert_list_show(struct request *r)
{
	const struct expert_desk *d = expert_desk_of(r);
	struct list_end end = { .base = d->base };
	struct expert_list_view v = { .heading = tr(d->heading) };
	struct expert_waiting_row *rows;
	size_t n;

	rows = expert_waiting_get(r->db, &n);
	end.n = v.nitems = n > LIST_PAGE ? LIST_PAGE : n;
	v.items = arena_alloc(r->arena, v.nitems, sizeof(*v.items));
	for (size_t i = 0; i < v.nitems; i++)
		fill_item(r, &v.items[i], &rows[i]);
	if (n > LIST_PAGE)
		end.last = arena_printf(
		    r->arena, "%lld", (long long)rows[LIST_PAGE - 1].ref);
	v.pager = list_pager(r, &end, &v.next);
	v.waiting = chosen_status(r->form) == NULL;
	fill_tabs(r, &v);
	desk_fill(r, &v.desk);
	return request_render(r, &expert_list_page, &v);
}
