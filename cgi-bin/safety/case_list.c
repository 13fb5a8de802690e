#include <stdio.h>
#include <stdlib.h>

#include "gen/safety/case_list_sql.h"
#include "gen/safety/case_sql.h"
#include "lib/base/words.h"
#include "lib/domain/when.h"
#include "safety/case.h"

/* /safety/admin, /safety/admin/reports, /safety/admin/appeals: cases by urgency,
 * or what was decided, the latest first.  The key of a page says when its first
 * was asked for: "TIME.KEY.ID", ".ID" of closed ones. */

enum { PAGE = 20, SEVERE = 5, KEY_MAX = 70 };

static const char *const list_states[] = { "open", "assigned", "mine",
	"appealed", "resolved", "ignored", "all", NULL };

struct case_list_input {
	const char *status, *category, *kind, *assignee, *after;
	struct maybe_int severity;
	struct date from, to;
};

static const struct form_field list_inputs[] = {
	FORM_ONE_OF(struct case_list_input, status, OPTIONAL, list_states),
	FORM_FIELD(struct case_list_input, category, OPTIONAL, 1, 20),
	FORM_FIELD(struct case_list_input, severity, OPTIONAL, 1, SEVERE),
	FORM_FIELD(struct case_list_input, assignee, OPTIONAL, 1, 20),
	FORM_FIELD(struct case_list_input, kind, OPTIONAL, 1, 30),
	FORM_FIELD(struct case_list_input, from, OPTIONAL, 0, 0),
	FORM_FIELD(struct case_list_input, to, OPTIONAL, 0, 0),
	FORM_FIELD(struct case_list_input, after, OPTIONAL, 1, KEY_MAX),
};
const struct form case_list_form = FORM(struct case_list_input, list_inputs);

struct case_item {
	int64_t id, version, severity, people, author_id;
	double weight;
	const char *kind, *status, *resolution, *category, *title, *shown_name,
	    *excerpt, *kind_words, *label, *state, *state_words, *age,
	    *reports_words, *assignee_name;
	struct instant opened_at, resolved_at, lease_until;
	struct case_person *assignee;
	bool by_rule, is_hidden;
};

static const struct field case_person_fields[] = {
	FIELD_ID(struct case_person, id),
	FIELD(struct case_person, display_name),
	FIELD_END,
};

#define HTML(m) FIELD_ONLY(struct case_item, m, ONLY_HTML)

static const struct field case_item_fields[] = {
	FIELD_ID(struct case_item, id),
	FIELD(struct case_item, version),
	FIELD(struct case_item, kind),
	FIELD(struct case_item, status),
	FIELD(struct case_item, resolution),
	FIELD(struct case_item, category),
	FIELD(struct case_item, severity),
	FIELD(struct case_item, weight),
	FIELD(struct case_item, people),
	FIELD(struct case_item, by_rule),
	FIELD(struct case_item, title),
	FIELD(struct case_item, shown_name),
	FIELD(struct case_item, excerpt),
	FIELD_ID(struct case_item, author_id),
	FIELD(struct case_item, is_hidden),
	FIELD_POINTER_ONLY(
	    struct case_item, assignee, case_person_fields, ONLY_JSON),
	FIELD(struct case_item, opened_at),
	FIELD(struct case_item, resolved_at),
	FIELD_ONLY(struct case_item, lease_until, ONLY_JSON),
	HTML(kind_words),
	HTML(label),
	HTML(state),
	HTML(state_words),
	HTML(age),
	HTML(reports_words),
	HTML(assignee_name),
	FIELD_END,
};

struct case_list_view {
	struct desk desk;
	struct case_item *items;
	struct choice *states, *categories, *kinds, *severities;
	size_t nitems, nstates, ncategories, nkinds, nseverities;
	const char *next, *base, *oldest, *median, *upheld;
	int64_t open, severe, mine, appealed;
	struct pager *pager;
	bool is_closed, is_appeals;
};

#define LIST(m, n) \
	FIELD_LIST_ONLY(struct case_list_view, m, n, choice_fields, ONLY_HTML)
#define PAGE_ONLY(m) FIELD_ONLY(struct case_list_view, m, ONLY_HTML)

static const struct field case_list_view_fields[] = {
	DESK_FIELD(struct case_list_view),
	FIELD_LIST(struct case_list_view, items, nitems, case_item_fields),
	FIELD_ONLY(struct case_list_view, next, ONLY_JSON),
	FIELD(struct case_list_view, open),
	PAGE_ONLY(severe),
	PAGE_ONLY(mine),
	PAGE_ONLY(appealed),
	PAGE_ONLY(oldest),
	PAGE_ONLY(median),
	PAGE_ONLY(upheld),
	PAGE_ONLY(base),
	PAGE_ONLY(is_closed),
	PAGE_ONLY(is_appeals),
	LIST(states, nstates),
	LIST(categories, ncategories),
	LIST(kinds, nkinds),
	LIST(severities, nseverities),
	FIELD_POINTER_ONLY(
	    struct case_list_view, pager, pager_fields, ONLY_HTML),
	FIELD_END,
};
struct page case_list_page = { .path = "safety/case_list",
	.fields = case_list_view_fields,
	.form = &case_list_form };

/* --- what is asked for ------------------------------------------------------------ */

struct asked {
	const char *statuses;
	struct instant at;
	struct maybe_int after_key;
	int64_t after_id, assignee;
	bool is_closed;
};

static bool
is_status(const struct case_list_input *in, const char *name)
{
	return in->status != NULL && strcmp(in->status, name) == 0;
}

/* Where the page before ended; one that is not a key begins anew. */
static void
read_key(const char *after, struct asked *a)
{
	char *end;
	long long at = after != NULL ? strtoll(after, &end, 10) : 0, key;

	if (after == NULL || *end != '.')
		return;
	key = strtoll(end + 1, &end, 10);
	if (*end != '.')
		return;
	a->after_id = strtoll(end + 1, &end, 10);
	a->after_key = (struct maybe_int){ key, true };
	if (at > 0)
		a->at.us = at;
}

static struct asked
asked_for(struct request *r, const struct case_list_input *in)
{
	struct asked a = { .at = r->now, .statuses = "open assigned" };

	if (strcmp(r->http->path, "/safety/admin/appeals") == 0)
		a.statuses = "appealed";
	else if (is_status(in, "resolved") || is_status(in, "ignored")) {
		a.statuses = in->status;
		a.is_closed = true;
	} else if (is_status(in, "all"))
		a.statuses = "open assigned appealed";
	else if (is_status(in, "mine")) {
		a.statuses = "assigned";
		a.assignee = r->session->user_id;
	} else if (in->status != NULL)
		a.statuses = in->status;
	if (in->assignee != NULL)
		a.assignee = strcmp(in->assignee, "me") == 0
				 ? r->session->user_id
				 : strtoll(in->assignee, NULL, 10);
	read_key(in->after, &a);
	return a;
}

/* --- items ------------------------------------------------------------------------ */

static const char *
reports_words(struct request *r, const struct case_list_row *row)
{
	if (row->people == 0)
		return tr("found by a rule");
	if (row->by_rule)
		return arena_printf(
		    r->arena, tr("%d reports, 1 rule"), (int)row->people);
	return row->people == 1
		   ? tr("1 report")
		   : arena_printf(r->arena, tr("%d reports"), (int)row->people);
}

static void
fill_item(
    struct request *r, struct case_item *i, const struct case_list_row *row)
{
	*i = (struct case_item){ .id = row->id,
		.version = row->version,
		.kind = row->kind,
		.kind_words = words(row->kind_name),
		.status = row->status,
		.resolution = row->resolution,
		.category = row->category,
		.label = words(row->label),
		.severity = row->severity,
		.weight = row->weight,
		.people = row->people,
		.by_rule = row->by_rule,
		.title = row->title,
		.shown_name = row->shown_name,
		.excerpt = row->excerpt,
		.author_id = row->author_id,
		.opened_at = row->opened_at,
		.resolved_at = row->resolved_at,
		.lease_until = row->lease_until,
		.is_hidden = row->is_hidden,
		.assignee_name = row->assignee,
		.reports_words = reports_words(r, row) };
	i->state = row->resolution != NULL ? row->resolution : row->status;
	i->state_words = row->resolution != NULL
			     ? case_outcome_words(row->resolution)
			     : case_state_words(row->status);
	i->age =
	    span_words(r->arena, (r->now.us - row->opened_at.us) / 1000000);
	if (row->assignee_id != 0) {
		i->assignee = arena_alloc(r->arena, 1, sizeof(*i->assignee));
		*i->assignee =
		    (struct case_person){ row->assignee_id, row->assignee };
	}
}

static void
fill_items(struct request *r, struct case_list_view *v, const struct asked *a)
{
	const struct case_list_input *in = r->form;
	struct list_end end = { .base = r->http->path };
	struct case_list_row *rows;
	size_t n;

	rows = case_list(r->db, a->is_closed, a->at, a->after_key, a->after_id,
	    a->statuses, in->category, in->severity, a->assignee, in->kind,
	    in->from, in->to, PAGE + 1, &n);
	end.n = v->nitems = n > PAGE ? PAGE : n;
	v->items = arena_alloc(r->arena, v->nitems, sizeof(*v->items));
	for (size_t i = 0; i < v->nitems; i++)
		fill_item(r, &v->items[i], &rows[i]);
	if (n > PAGE)
		end.last = arena_printf(r->arena, "%lld.%lld.%lld",
		    (long long)a->at.us, (long long)rows[PAGE - 1].key,
		    (long long)rows[PAGE - 1].id);
	v->pager = list_pager(r, &end, &v->next);
}

/* --- around them ------------------------------------------------------------------- */

static const char *
list_state_words(const char *name)
{
	static const struct word list[] = { { "mine", WORDS("Mine") },
		{ "all", WORDS("Everything that waits") }, { NULL, NULL } };

	return strcmp(name, "mine") == 0 || strcmp(name, "all") == 0
		   ? word_of(list, name)
		   : case_state_words(name);
}

static void
fill_filters(struct request *r, struct case_list_view *v)
{
	static const char *const grades[] = { "5", "4", "3", "2", "1", NULL };
	struct case_categories_row *categories;
	struct case_kinds_row *kinds;
	size_t n;

	v->states = filter_choices(
	    r, "status", list_states, list_state_words, &v->nstates);
	v->states[0].label = tr("Open and assigned");
	v->severities = choices_make(
	    r->arena, grades, NULL, typed(r, "severity"), &v->nseverities);
	categories = case_categories(r->db, &n);
	v->ncategories = n;
	v->categories = arena_alloc(r->arena, n, sizeof(*v->categories));
	for (size_t i = 0; i < n; i++)
		v->categories[i] = (struct choice){
			.value = categories[i].name,
			.label = words(categories[i].label),
		};
	choices_pick(v->categories, n, typed(r, "category"));
	kinds = case_kinds(r->db, &n);
	v->nkinds = n;
	v->kinds = arena_alloc(r->arena, n, sizeof(*v->kinds));
	for (size_t i = 0; i < n; i++)
		v->kinds[i] = (struct choice){ .value = kinds[i].kind,
			.label = words(kinds[i].name) };
	choices_pick(v->kinds, n, typed(r, "kind"));
}

static void
fill_counts(struct request *r, struct case_list_view *v)
{
	struct case_counts_row row;

	if (!case_counts(r->db, &row))
		return;
	v->open = row.open;
	v->severe = row.severe;
	v->mine = row.mine;
	v->appealed = row.appealed;
	v->oldest =
	    row.oldest.us != 0
		? span_words(r->arena, (r->now.us - row.oldest.us) / 1000000)
		: tr("none");
	v->median = row.median_seconds.set
			? span_words(r->arena, row.median_seconds.value)
			: tr("none yet");
	v->upheld = row.upheld_percent.set ? arena_printf(r->arena, tr("%d %%"),
						 (int)row.upheld_percent.value)
					   : tr("none yet");
	for (size_t i = 0; i < v->desk.nsections; i++)
		for (size_t l = 0; l < v->desk.sections[i].nlinks; l++) {
			struct desk_link *k = &v->desk.sections[i].links[l];

			k->n = strcmp(k->href, "/safety/admin/reports") == 0
				   ? row.open
			       : strcmp(k->href, "/safety/admin/appeals") == 0
				   ? row.appealed
			       : strcmp(k->href, "/safety/admin/incidents") == 0
				   ? row.incidents
				   : 0;
		}
}

enum status
case_list_show(struct request *r)
{
	struct asked a = asked_for(r, r->form);
	struct case_list_view v = { .is_closed = a.is_closed,
		.is_appeals =
		    strcmp(r->http->path, "/safety/admin/appeals") == 0,
		.base = r->http->path };

	safety_desk(r, &v.desk);
	fill_items(r, &v, &a);
	fill_counts(r, &v);
	if (!r->json)
		fill_filters(r, &v);
	return request_render(r, &case_list_page, &v);
}
