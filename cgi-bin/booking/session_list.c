#include <stdlib.h>
#include <string.h>

#include "booking/session.h"
#include "lib/base/words.h"

/* /sessions: those to come, those to answer, those that were. */
enum { PAGE = 20 };

static const char *const shows[] = { "upcoming", "requests", "past", NULL };
static const char *const statuses[] = { "held", "awaiting_payment", "requested",
	"scheduled", "in_progress", "completed", "canceled", "no_show",
	"declined", "expired", NULL };
static const char *const sides[] = { "client", "expert", NULL };
static const char *const kinds[] = { "interview", "concierge", "pack",
	"mentor_call", "talent_interview", "intro", NULL };

struct session_list_input {
	const char *show, *status, *kind, *side, *after;
};

static const struct form_field session_list_input_fields[] = {
	FORM_ONE_OF(struct session_list_input, show, OPTIONAL, shows),
	FORM_ONE_OF(struct session_list_input, status, OPTIONAL, statuses),
	FORM_ONE_OF(struct session_list_input, kind, OPTIONAL, kinds),
	FORM_ONE_OF(struct session_list_input, side, OPTIONAL, sides),
	FORM_FIELD(struct session_list_input, after, OPTIONAL, 1, 60),
};
const struct form session_list_form =
    FORM(struct session_list_input, session_list_input_fields);

struct tab {
	const char *href, *label, *count;
	bool current;
};

static const struct field tab_fields[] = {
	FIELD(struct tab, href),
	FIELD(struct tab, label),
	FIELD(struct tab, count),
	FIELD(struct tab, current),
	FIELD_END,
};

struct session_list_view {
	struct session_card *items;
	size_t nitems;
	const char *next;
	/* on the page only */
	const char *lede, *show;
	struct tab *tabs;
	size_t ntabs;
	struct choice *kinds, *sides;
	size_t nkinds, nsides;
	struct pager *pager;
	bool past;
};

static const struct field session_list_fields[] = {
	FIELD_LIST(
	    struct session_list_view, items, nitems, session_card_fields),
	FIELD_ONLY(struct session_list_view, next, ONLY_JSON),
	FIELD_ONLY(struct session_list_view, lede, ONLY_HTML),
	FIELD_ONLY(struct session_list_view, show, ONLY_HTML),
	FIELD_LIST_ONLY(
	    struct session_list_view, tabs, ntabs, tab_fields, ONLY_HTML),
	FIELD_LIST_ONLY(
	    struct session_list_view, kinds, nkinds, choice_fields, ONLY_HTML),
	FIELD_LIST_ONLY(
	    struct session_list_view, sides, nsides, choice_fields, ONLY_HTML),
	FIELD_POINTER_ONLY(
	    struct session_list_view, pager, pager_fields, ONLY_HTML),
	FIELD_ONLY(struct session_list_view, past, ONLY_HTML),
	FIELD_END,
};
struct page session_list_page = { .path = "booking/session_list",
	.fields = session_list_fields };

SESSION_ROWS(session_past_row);
SESSION_ROWS(session_upcoming_row);

/* --- reading -------------------------------------------------------------------- */

/* A status says which list it is in. */
static const char *
show_of(const struct session_list_input *in)
{
	static const char *const live[] = { "held", "awaiting_payment",
		"requested", "scheduled", "in_progress" };

	if (in->status == NULL)
		return in->show != NULL ? in->show : "upcoming";
	for (size_t i = 0; i < sizeof(live) / sizeof(*live); i++)
		if (strcmp(in->status, live[i]) == 0)
			return "upcoming";
	return "past";
}

/* "MICROSECONDS~ID" of the last row of the page before. */
static bool
read_after(const char *after, struct instant *at, int64_t *id)
{
	char *end;

	if (after == NULL)
		return false;
	at->us = strtoll(after, &end, 10);
	if (end == after || *end != '~')
		return false;
	*id = strtoll(end + 1, &end, 10);
	return *end == '\0' && *id > 0 && at->us != 0;
}

void
session_list_read(struct request *r)
{
	const struct session_list_input *in = r->form;
	const char *show = show_of(in);
	struct instant at = { 0 };
	int64_t id = 0;

	if (!read_after(in->after, &at, &id))
		at.us = id = 0;
	if (strcmp(show, "past") == 0)
		session_past_send(
		    r->db, in->status, in->kind, in->side, at, id, PAGE + 1);
	else
		session_upcoming_send(r->db, show, in->status, in->kind,
		    in->side, at, id, PAGE + 1);
	session_counts_send(r->db);
}

/* --- showing ---------------------------------------------------------------------- */

static const char *
address(struct request *r, const char *base, const char *after)
{
	const struct session_list_input *in = r->form;
	struct buf b;

	buf_init(&b, r->arena, 128);
	buf_puts(&b, base);
	buf_put_query(&b, "show", in->show);
	buf_put_query(&b, "status", in->status);
	buf_put_query(&b, "kind", in->kind);
	buf_put_query(&b, "side", in->side);
	buf_put_query(&b, "after", after);
	return b.data;
}

static void
fill_tabs(struct request *r, struct session_list_view *v)
{
	static const char *const labels[] = { WORDS("Upcoming"),
		WORDS("Requests"), WORDS("Past") };
	struct session_counts_row n;
	int64_t counts[3] = { 0 };

	session_counts_get(r->db, &n);
	counts[0] = n.upcoming;
	counts[1] = n.requests;
	v->ntabs = 3;
	v->tabs = arena_alloc(r->arena, v->ntabs, sizeof(*v->tabs));
	for (size_t i = 0; i < v->ntabs; i++)
		v->tabs[i] = (struct tab){
			.href = arena_printf(
			    r->arena, "/sessions?show=%s", shows[i]),
			.label = tr(labels[i]),
			.count = counts[i] == 0 ? NULL
						: arena_printf(r->arena, "%lld",
						      (long long)counts[i]),
			.current = strcmp(shows[i], v->show) == 0,
		};
}

static struct choice *
choices(struct request *r, const char *const *values, const char *const *labels,
    const char *chosen, size_t *n)
{
	struct choice *all = choices_make(
	    r->arena, values, labels, chosen != NULL ? chosen : "", n);

	for (size_t i = 0; i < *n; i++)
		all[i].label = tr(all[i].label);
	return all;
}

static void
fill_filters(struct request *r, struct session_list_view *v)
{
	static const char *const kind_values[] = { "", "interview",
		"mentor_call", "pack", "concierge", "intro", NULL };
	static const char *const kind_labels[] = { WORDS("All kinds"),
		WORDS("Interviews"), WORDS("Mentoring"), WORDS("Of a pack"),
		WORDS("Concierge"), WORDS("Introductions") };
	static const char *const side_values[] = { "", "client", "expert",
		NULL };
	static const char *const side_labels[] = { WORDS("Both sides"),
		WORDS("Booked by me"), WORDS("Held by me") };
	const struct session_list_input *in = r->form;

	v->kinds = choices(r, kind_values, kind_labels, in->kind, &v->nkinds);
	v->sides = choices(r, side_values, side_labels, in->side, &v->nsides);
}

static void
fill_pager(struct request *r, struct session_list_view *v)
{
	const struct session_list_input *in = r->form;

	if (v->nitems == 0 || (v->next == NULL && in->after == NULL))
		return;
	v->pager = arena_alloc(r->arena, 1, sizeof(*v->pager));
	v->pager->range =
	    arena_printf(r->arena, tr("Sessions here: %d"), (int)v->nitems);
	v->pager->next = v->next;
	if (in->after != NULL)
		v->pager->first = address(r, "/sessions", NULL);
}

enum status
session_list_show(struct request *r)
{
	const char *show = show_of(r->form);
	struct session_list_view view = { .show = show };
	struct session_find_row *rows;
	size_t n;

	view.past = strcmp(show, "past") == 0;
	rows = view.past
		   ? (struct session_find_row *)session_past_get(r->db, &n)
		   : (struct session_find_row *)session_upcoming_get(r->db, &n);
	view.nitems = n > PAGE ? PAGE : n;
	view.items = session_cards(r, rows, view.nitems);
	if (n > PAGE)
		view.next = address(r, r->json ? "/api/sessions" : "/sessions",
		    arena_printf(r->arena, "%lld~%lld",
			(long long)rows[PAGE - 1].starts_at.us,
			(long long)rows[PAGE - 1].id));
	if (!r->json) {
		view.lede = arena_printf(r->arena, tr("Times are shown in %s."),
		    r->session->timezone);
		fill_tabs(r, &view);
		fill_filters(r, &view);
		fill_pager(r, &view);
	}
	return request_render(r, &session_list_page, &view);
}
