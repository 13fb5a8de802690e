#include "gen/safety/report_sql.h"
#include "lib/base/words.h"
#include "lib/domain/when.h"
#include "safety/safety.h"

/* /safety/reports: what one reported, and what came of it. */

enum { PAGE = 20 };

struct list_input {
	int64_t after;
};

static const struct form_field list_input_fields[] = {
	FORM_ID(struct list_input, after, OPTIONAL),
};
const struct form report_list_form = FORM(struct list_input, list_input_fields);

struct report_item {
	int64_t id, case_id;
	const char *kind, *category, *words, *title, *url, *status, *outcome,
	    *kind_words, *label, *sent, *state, *state_words;
	struct instant created_at, decided_at;
	bool can_withdraw;
};

#define HTML(m) FIELD_ONLY(struct report_item, m, ONLY_HTML)

static const struct field report_item_fields[] = {
	FIELD_ID(struct report_item, id),
	FIELD_ID(struct report_item, case_id),
	FIELD(struct report_item, kind),
	FIELD(struct report_item, category),
	FIELD(struct report_item, words),
	FIELD(struct report_item, title),
	FIELD(struct report_item, url),
	FIELD(struct report_item, status),
	FIELD(struct report_item, outcome),
	FIELD(struct report_item, created_at),
	FIELD(struct report_item, decided_at),
	FIELD(struct report_item, can_withdraw),
	HTML(kind_words),
	HTML(label),
	HTML(sent),
	HTML(state),
	HTML(state_words),
	FIELD_END,
};

struct report_list_view {
	struct report_item *items;
	size_t nitems;
	const char *next;
	struct pager *pager;
};

static const struct field report_list_view_fields[] = {
	FIELD_LIST(struct report_list_view, items, nitems, report_item_fields),
	FIELD_ONLY(struct report_list_view, next, ONLY_JSON),
	FIELD_POINTER_ONLY(
	    struct report_list_view, pager, pager_fields, ONLY_HTML),
	FIELD_END,
};
struct page report_list_page = { .path = "safety/report_list",
	.fields = report_list_view_fields,
	.form = &report_list_form };

static const char *
state_words(const char *state)
{
	static const struct word list[] = { { "open", WORDS("Waiting") },
		{ "assigned", WORDS("Being looked at") },
		{ "action_taken", WORDS("Something was done") },
		{ "no_violation", WORDS("No rule was broken") },
		{ "duplicate", WORDS("Reported before") },
		{ "ignored", WORDS("Not followed up") },
		{ "withdrawn", WORDS("Taken back") }, { NULL, NULL } };

	return word_of(list, state);
}

static struct report_item
item_of(struct request *r, const struct report_list_row *row)
{
	const char *state =
	    row->outcome != NULL && strcmp(row->status, "withdrawn") != 0
		? row->outcome
		: row->status;

	return (struct report_item){
		.id = row->id,
		.case_id = row->case_id,
		.kind = row->kind,
		.kind_words = words(row->kind_name),
		.category = row->category,
		.label = words(row->label),
		.words = row->words,
		.title = row->title,
		.url = row->url,
		.status = row->status,
		.outcome = row->outcome,
		.created_at = row->created_at,
		.decided_at = row->decided_at,
		.can_withdraw = row->can_withdraw,
		.sent = when_ago(r->arena, row->created_at, r->now),
		.state = state,
		.state_words = state_words(state),
	};
}

enum status
report_list_show(struct request *r)
{
	const struct list_input *in = r->form;
	struct list_end end = { .base = "/safety/reports" };
	struct report_list_view v = { .nitems = 0 };
	struct report_list_row *rows;
	size_t n;

	rows = report_list(r->db, in->after, PAGE + 1, &n);
	end.n = v.nitems = n > PAGE ? PAGE : n;
	v.items = arena_alloc(r->arena, v.nitems, sizeof(*v.items));
	for (size_t i = 0; i < v.nitems; i++)
		v.items[i] = item_of(r, &rows[i]);
	if (n > PAGE)
		end.last = arena_printf(
		    r->arena, "%lld", (long long)rows[PAGE - 1].id);
	v.pager = list_pager(r, &end, &v.next);
	return request_render(r, &report_list_page, &v);
}
