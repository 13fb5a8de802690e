#include "billing/payout.h"
#include "gen/billing/payout_sql.h"
#include "lib/domain/csv.h"
#include "lib/domain/money.h"
#include "lib/domain/payout_words.h"
#include "lib/domain/when.h"

enum { PAGE = 40, CSV_BATCH = 500, CSV_MOST_BYTES = 1500 * 1024 };

struct earning_input {
	const char *type, *status;
	int64_t after;
};

static const struct form_field earning_input_fields[] = {
	FORM_ONE_OF(struct earning_input, type, OPTIONAL, earning_types),
	FORM_ONE_OF(struct earning_input, status, OPTIONAL, earning_states),
	FORM_ID(struct earning_input, after, OPTIONAL),
};
const struct form earning_form =
    FORM(struct earning_input, earning_input_fields);

struct earning_item {
	int64_t id, payout_id;
	struct instant at, available_at;
	const char *type, *title, *status;
	bool is_debt;
	struct money amount;
	/* on the page */
	const char *day, *due, *type_words, *status_words, *words, *payout_href;
};

#define BOTH(m) FIELD(struct earning_item, m)
#define HTML(m) FIELD_ONLY(struct earning_item, m, ONLY_HTML)

static const struct field earning_item_fields[] = {
	FIELD_ID(struct earning_item, id),
	BOTH(at),
	BOTH(type),
	BOTH(title),
	BOTH(is_debt),
	BOTH(amount),
	BOTH(status),
	BOTH(available_at),
	FIELD_ID(struct earning_item, payout_id),
	HTML(day),
	HTML(due),
	HTML(type_words),
	HTML(status_words),
	HTML(words),
	HTML(payout_href),
	FIELD_END,
};

struct earning_view {
	struct earning_item *items;
	size_t nitems;
	const char *next;
	struct choice *types, *states;
	size_t ntypes, nstates;
	struct pager *pager;
	const char *csv_href;
};

static const struct field earning_view_fields[] = {
	FIELD_LIST(struct earning_view, items, nitems, earning_item_fields),
	FIELD_ONLY(struct earning_view, next, ONLY_JSON),
	FIELD_LIST_ONLY(
	    struct earning_view, types, ntypes, choice_fields, ONLY_HTML),
	FIELD_LIST_ONLY(
	    struct earning_view, states, nstates, choice_fields, ONLY_HTML),
	FIELD_POINTER_ONLY(struct earning_view, pager, pager_fields, ONLY_HTML),
	FIELD_ONLY(struct earning_view, csv_href, ONLY_HTML),
	FIELD_END,
};
struct page earning_page = { .path = "billing/earnings",
	.fields = earning_view_fields,
	.form = &earning_form };

void
earning_read(struct request *r)
{
	const struct earning_input *in = r->form;

	earning_list_send(r->db, in->type, in->status, in->after, PAGE + 1);
}

static struct choice *
any_of(struct request *r, const char *const *values,
    const char *(*say)(const char *), const char *chosen, size_t *n)
{
	struct choice *all;
	size_t count = 0;

	while (values[count] != NULL)
		count++;
	all = arena_alloc(r->arena, count + 1, sizeof(*all));
	all[0] = (struct choice){ .value = "", .label = tr("Any") };
	for (size_t i = 0; i < count; i++)
		all[i + 1] = (struct choice){ .value = values[i],
			.label = say(values[i]) };
	*n = count + 1;
	choices_pick(all, *n, chosen != NULL ? chosen : "");
	return all;
}

static void
fill_item(struct request *r, struct earning_item *e,
    const struct earning_list_row *row)
{
	*e = (struct earning_item){
		.id = row->id,
		.payout_id = row->payout_id,
		.at = row->at,
		.available_at = row->available_at,
		.type = row->type,
		.title = row->title,
		.status = row->status,
		.is_debt = row->is_debt,
		.amount = { row->amount, row->currency },
		.day = payout_day(r, row->at),
		.due = payout_day(r, row->available_at),
		.type_words = earning_type_words(row->type),
		.status_words = earning_state_words(row->status),
	};
	e->words = money_text(r->arena, e->amount);
	if (row->payout_id != 0)
		e->payout_href = arena_printf(
		    r->arena, "/payouts/%lld", (long long)row->payout_id);
}

/* The list's address with its filters. */
static const char *
address(struct request *r, const char *base, int64_t after)
{
	const struct earning_input *in = r->form;
	struct buf b;

	buf_init(&b, r->arena, 128);
	buf_puts(&b, base);
	buf_put_query(&b, "type", in->type);
	buf_put_query(&b, "status", in->status);
	if (after != 0)
		buf_put_query(&b, "after",
		    arena_printf(r->arena, "%lld", (long long)after));
	return b.data;
}

static void
fill_pager(struct request *r, struct earning_view *v, bool has_more)
{
	const struct earning_input *in = r->form;
	const char *more;

	if (in->after == 0 && !has_more)
		return;
	v->pager = arena_alloc(r->arena, 1, sizeof(*v->pager));
	v->pager->range =
	    in->after != 0 ? tr("Earlier ones") : tr("The newest");
	if (in->after != 0)
		v->pager->first = address(r, "/payouts/earnings", 0);
	if (!has_more)
		return;
	more = address(r, "/payouts/earnings", v->items[v->nitems - 1].id);
	v->pager->next = more;
	v->next = arena_printf(r->arena, "/api%s", more);
}

enum status
earning_show(struct request *r)
{
	const struct earning_input *in = r->form;
	struct earning_view v = { .nitems = 0 };
	struct earning_list_row *rows = earning_list_get(r->db, &v.nitems);
	bool has_more = v.nitems > PAGE;

	v.nitems = has_more ? PAGE : v.nitems;
	v.items = arena_alloc(r->arena, v.nitems, sizeof(*v.items));
	for (size_t i = 0; i < v.nitems; i++)
		fill_item(r, &v.items[i], &rows[i]);
	if (v.nitems != 0)
		fill_pager(r, &v, has_more);
	v.types =
	    any_of(r, earning_types, earning_type_words, in->type, &v.ntypes);
	v.states = any_of(
	    r, earning_states, earning_state_words, in->status, &v.nstates);
	v.csv_href = address(r, "/payouts/earnings.csv", 0);
	return request_render(r, &earning_page, &v);
}

/* --- for spreadsheets --------------------------------------------------------------- */

static void
put_row(struct request *r, struct buf *b, const struct earning_list_row *row)
{
	struct money amount = { row->amount, row->currency };
	char at[32], due[32] = "";
	const char *cells[] = { at, row->type, row->title,
		money_decimal(r->arena, amount), row->currency, row->status,
		due,
		row->payout_id == 0 ? NULL
				    : arena_printf(r->arena, "%lld",
					  (long long)row->payout_id) };

	instant_print_rfc3339(row->at, at);
	if (row->available_at.us != 0)
		instant_print_rfc3339(row->available_at, due);
	csv_put_row(b, cells, sizeof(cells) / sizeof(cells[0]));
}

/* The newest that fit; "X-Next-After" says where the next file begins. */
enum status
earning_csv(struct request *r)
{
	static const char *const heads[] = { "at", "type", "title", "amount",
		"currency", "status", "available_at", "payout" };
	const struct earning_input *in = r->form;
	struct earning_list_row *rows;
	int64_t after = in->after;
	struct buf b;
	size_t n;

	buf_init(&b, r->arena, (size_t)64 * 1024);
	csv_put_row(&b, heads, sizeof(heads) / sizeof(heads[0]));
	do {
		rows = earning_list(
		    r->db, in->type, in->status, after, CSV_BATCH, &n);
		for (size_t i = 0; i < n; i++)
			put_row(r, &b, &rows[i]);
		if (n > 0)
			after = rows[n - 1].id;
	} while (n == CSV_BATCH && b.len < CSV_MOST_BYTES);
	if (n == CSV_BATCH)
		request_header(r, "X-Next-After",
		    arena_printf(r->arena, "%lld", (long long)after));
	return request_text(r, CSV_TYPE, "earnings.csv", &b);
}
