#include "gen/safety/incident_sql.h"
#include "safety/case.h"

/* /safety/admin/incidents: what is more than one case. */

enum { PAGE = 20 };

struct incident_list_input {
	const char *status;
	int64_t after;
};

static const struct form_field list_inputs[] = {
	FORM_ONE_OF(
	    struct incident_list_input, status, OPTIONAL, incident_states),
	FORM_ID(struct incident_list_input, after, OPTIONAL),
};
const struct form incident_list_form =
    FORM(struct incident_list_input, list_inputs);

struct incident_item {
	int64_t id, version, severity, cases;
	const char *kind, *title, *status, *kind_words, *state, *state_words,
	    *opener, *age;
	struct instant opened_at, ended_at;
	bool false_positive;
};

#define HTML(m) FIELD_ONLY(struct incident_item, m, ONLY_HTML)

static const struct field incident_item_fields[] = {
	FIELD_ID(struct incident_item, id),
	FIELD(struct incident_item, version),
	FIELD(struct incident_item, kind),
	FIELD(struct incident_item, title),
	FIELD(struct incident_item, severity),
	FIELD(struct incident_item, status),
	FIELD(struct incident_item, false_positive),
	FIELD(struct incident_item, cases),
	FIELD(struct incident_item, opener),
	FIELD(struct incident_item, opened_at),
	FIELD(struct incident_item, ended_at),
	HTML(kind_words),
	HTML(state),
	HTML(state_words),
	HTML(age),
	FIELD_END,
};

struct incident_list_view {
	struct desk desk;
	struct incident_item *items;
	struct choice *states;
	size_t nitems, nstates;
	const char *next;
	struct pager *pager;
};

static const struct field list_view_fields[] = {
	DESK_FIELD(struct incident_list_view),
	FIELD_LIST(
	    struct incident_list_view, items, nitems, incident_item_fields),
	FIELD_ONLY(struct incident_list_view, next, ONLY_JSON),
	FIELD_LIST_ONLY(struct incident_list_view, states, nstates,
	    choice_fields, ONLY_HTML),
	FIELD_POINTER_ONLY(
	    struct incident_list_view, pager, pager_fields, ONLY_HTML),
	FIELD_END,
};
struct page incident_list_page = { .path = "safety/incident_list",
	.fields = list_view_fields,
	.form = &incident_list_form };

static struct incident_item
item_of(struct request *r, const struct incident_list_row *row)
{
	const char *state =
	    row->false_positive ? "false_positive" : row->status;

	return (struct incident_item){ .id = row->id,
		.version = row->version,
		.kind = row->kind,
		.kind_words = incident_kind_words(row->kind),
		.title = row->title,
		.severity = row->severity,
		.status = row->status,
		.false_positive = row->false_positive,
		.state = state,
		.state_words = incident_state_words(state),
		.cases = row->cases,
		.opener = row->opener,
		.opened_at = row->opened_at,
		.ended_at = row->ended_at,
		.age = span_words(
		    r->arena, (r->now.us - row->opened_at.us) / 1000000) };
}

enum status
incident_list_show(struct request *r)
{
	const struct incident_list_input *in = r->form;
	struct list_end end = { .base = "/safety/admin/incidents" };
	struct incident_list_view v = { .nitems = 0 };
	struct incident_list_row *rows;
	size_t n;

	rows = incident_list(r->db, in->status, in->after, PAGE + 1, &n);
	end.n = v.nitems = n > PAGE ? PAGE : n;
	v.items = arena_alloc(r->arena, v.nitems, sizeof(*v.items));
	for (size_t i = 0; i < v.nitems; i++)
		v.items[i] = item_of(r, &rows[i]);
	if (n > PAGE)
		end.last = arena_printf(
		    r->arena, "%lld", (long long)rows[PAGE - 1].id);
	v.pager = list_pager(r, &end, &v.next);
	v.states = filter_choices(
	    r, "status", incident_states, incident_state_words, &v.nstates);
	safety_desk(r, &v.desk);
	return request_render(r, &incident_list_page, &v);
}
