#include <stdlib.h>
#include <string.h>

#include "booking/desk.h"
#include "booking/session.h"
#include "gen/booking/desk_sql.h"

/* /instructor/sessions: what the expert holds, by status. */
enum { PAGE = 20 };

static const char *const statuses[] = { "scheduled", "requested", "in_progress",
	"completed", "no_show", "canceled", "declined", NULL };
enum { FIRST_PAST = 3 };

struct instructor_sessions_input {
	const char *status, *after;
};

static const struct form_field instructor_sessions_input_fields[] = {
	FORM_ONE_OF(
	    struct instructor_sessions_input, status, OPTIONAL, statuses),
	FORM_FIELD(struct instructor_sessions_input, after, OPTIONAL, 1, 60),
};
const struct form instructor_sessions_form =
    FORM(struct instructor_sessions_input, instructor_sessions_input_fields);

struct status_tab {
	const char *status, *href, *label, *count;
	int64_t n;
	bool current;
};

static const struct field status_tab_fields[] = {
	FIELD_ONLY(struct status_tab, status, ONLY_JSON),
	FIELD_ONLY(struct status_tab, n, ONLY_JSON),
	FIELD_ONLY(struct status_tab, href, ONLY_HTML),
	FIELD_ONLY(struct status_tab, label, ONLY_HTML),
	FIELD_ONLY(struct status_tab, count, ONLY_HTML),
	FIELD_ONLY(struct status_tab, current, ONLY_HTML),
	FIELD_END,
};

struct instructor_sessions_view {
	struct session_card *items;
	size_t nitems;
	const char *next, *lede;
	struct status_tab *tabs;
	size_t ntabs;
	struct pager *pager;
};

static const struct field instructor_sessions_fields[] = {
	FIELD_LIST(struct instructor_sessions_view, items, nitems,
	    session_card_fields),
	FIELD_ONLY(struct instructor_sessions_view, next, ONLY_JSON),
	{ .name = "counts",
	    .kind = KIND_LIST,
	    .offset = offsetof(struct instructor_sessions_view, tabs),
	    .item = status_tab_fields,
	    .item_size = sizeof(struct status_tab),
	    .count_offset = offsetof(struct instructor_sessions_view, ntabs),
	    .only = ONLY_JSON },
	FIELD_ONLY(struct instructor_sessions_view, lede, ONLY_HTML),
	FIELD_LIST_ONLY(struct instructor_sessions_view, tabs, ntabs,
	    status_tab_fields, ONLY_HTML),
	FIELD_POINTER_ONLY(
	    struct instructor_sessions_view, pager, pager_fields, ONLY_HTML),
	FIELD_END,
};
struct page instructor_sessions_page = { .path = "booking/instructor_sessions",
	.fields = instructor_sessions_fields };

static const char *
status_of(const struct request *r)
{
	const struct instructor_sessions_input *in = r->form;

	return in->status != NULL ? in->status : statuses[0];
}

/* Of these the soonest comes first, of the others the latest. */
static bool
is_to_come(const struct request *r)
{
	for (size_t i = 0; i < FIRST_PAST; i++)
		if (strcmp(statuses[i], status_of(r)) == 0)
			return true;
	return false;
}

void
instructor_sessions_read(struct request *r)
{
	const struct instructor_sessions_input *in = r->form;
	struct instant at = { 0 };
	int64_t id = 0;
	char *end;

	if (in->after != NULL) {
		at.us = strtoll(in->after, &end, 10);
		id = *end == '~' ? strtoll(end + 1, NULL, 10) : 0;
		if (id <= 0)
			at.us = id = 0;
	}
	if (is_to_come(r))
		desk_session_coming_send(r->db, status_of(r), at, id, PAGE + 1);
	else
		desk_session_list_send(r->db, status_of(r), at, id, PAGE + 1);
	desk_statuses_send(r->db);
}

static void
fill_tabs(struct request *r, struct instructor_sessions_view *v)
{
	size_t n;
	struct desk_statuses_row *rows = desk_statuses_get(r->db, &n);
	struct status_tab *tab;

	v->tabs = arena_alloc(
	    r->arena, sizeof(statuses) / sizeof(*statuses), sizeof(*v->tabs));
	for (; statuses[v->ntabs] != NULL; v->ntabs++) {
		tab = &v->tabs[v->ntabs];
		tab->status = statuses[v->ntabs];
		tab->label = session_status_words(tab->status);
		tab->href = arena_printf(
		    r->arena, "/instructor/sessions?status=%s", tab->status);
		tab->current = strcmp(tab->status, status_of(r)) == 0;
		for (size_t i = 0; i < n; i++)
			if (strcmp(rows[i].status, tab->status) == 0)
				tab->n = rows[i].n;
		if (tab->n > 0)
			tab->count =
			    arena_printf(r->arena, "%lld", (long long)tab->n);
	}
}

_Static_assert(offsetof(struct desk_session_list_row, client_handle) ==
		   offsetof(struct session_find_row, client_handle),
    "desk_session_list begins with the columns of session_find");

_Static_assert(sizeof(struct desk_session_list_row) ==
		   sizeof(struct desk_session_coming_row),
    "both lists have the same columns");

static struct desk_session_list_row *
rows_of(struct request *r, size_t *n)
{
	return is_to_come(r) ? (struct desk_session_list_row *)(void *)
				   desk_session_coming_get(r->db, n)
			     : desk_session_list_get(r->db, n);
}

/* Beside each session, how much was written down. */
static void
fill_items(struct request *r, struct instructor_sessions_view *v,
    const struct desk_session_list_row *rows)
{
	v->items = arena_alloc(r->arena, v->nitems, sizeof(*v->items));
	for (size_t i = 0; i < v->nitems; i++) {
		session_card_fill(r, &v->items[i],
		    (const struct session_find_row *)(const void *)&rows[i]);
		v->items[i].side_words =
		    rows[i].notes + rows[i].recordings == 0
			? NULL
			: arena_printf(r->arena,
			      tr("Notes and links: %d. Recordings: %d"),
			      (int)rows[i].notes, (int)rows[i].recordings);
	}
}

static void
fill_pager(struct request *r, struct instructor_sessions_view *v)
{
	const struct instructor_sessions_input *in = r->form;

	if (v->nitems == 0 || (v->next == NULL && in->after == NULL))
		return;
	v->pager = arena_alloc(r->arena, 1, sizeof(*v->pager));
	v->pager->range =
	    arena_printf(r->arena, tr("Sessions here: %d"), (int)v->nitems);
	v->pager->next = v->next;
	if (in->after != NULL)
		v->pager->first = arena_printf(
		    r->arena, "/instructor/sessions?status=%s", status_of(r));
}

enum status
instructor_sessions_show(struct request *r)
{
	struct instructor_sessions_view view = { .nitems = 0 };
	struct desk_session_list_row *rows;
	size_t n;

	if (!desk_is_open(r))
		return FORBIDDEN;
	rows = rows_of(r, &n);
	view.nitems = n > PAGE ? PAGE : n;
	fill_items(r, &view, rows);
	fill_tabs(r, &view);
	if (n > PAGE)
		view.next = arena_printf(r->arena,
		    "%s/instructor/sessions?status=%s&after=%lld~%lld",
		    r->json ? "/api" : "", status_of(r),
		    (long long)rows[PAGE - 1].starts_at.us,
		    (long long)rows[PAGE - 1].id);
	view.lede = arena_printf(
	    r->arena, tr("Times are shown in %s."), r->session->timezone);
	fill_pager(r, &view);
	return request_render(r, &instructor_sessions_page, &view);
}
