#include <string.h>

#include "admin/money.h"
#include "gen/admin/transaction_sql.h"
#include "lib/base/words.h"
#include "lib/domain/csv.h"
#include "lib/domain/money.h"
#include "lib/domain/when.h"

/* /admin/transactions: a row an order and one for each commission, by type,
 * state, days and person; all of them as CSV. */

enum { CSV_ORDERS = 500 };

static const char *const types[] = { "subscription", "review", "session",
	"pack", "package", "credits", "company", "affiliate", NULL };
static const char *const states[] = { "pending", "completed", "failed",
	"refunded", NULL };

struct transaction_input {
	const char *type, *status;
	struct date from, to;
	int64_t person, after;
};

static const struct form_field transaction_form_fields[] = {
	FORM_ONE_OF(struct transaction_input, type, OPTIONAL, types),
	FORM_ONE_OF(struct transaction_input, status, OPTIONAL, states),
	FORM_FIELD(struct transaction_input, from, OPTIONAL, 0, 0),
	FORM_FIELD(struct transaction_input, to, OPTIONAL, 0, 0),
	FORM_ID(struct transaction_input, person, OPTIONAL),
	FORM_ID(struct transaction_input, after, OPTIONAL),
};
const struct form transaction_list_form =
    FORM(struct transaction_input, transaction_form_fields);

struct transaction_item {
	int64_t order_id, buyer_id, seller_id;
	const char *type, *type_words, *title, *status, *status_words, *tone,
	    *buyer, *seller, *provider, *provider_ref, *when;
	struct instant at;
	struct money amount, returned, fee, creator, mentor, concierge,
	    interviewer, affiliate, reserve, tax, promotion, people;
};

#define BOTH(m) FIELD(struct transaction_item, m)
#define HTML(m) FIELD_ONLY(struct transaction_item, m, ONLY_HTML)

static const struct field transaction_item_fields[] = {
	FIELD_ID(struct transaction_item, order_id),
	BOTH(at),
	BOTH(type),
	BOTH(title),
	BOTH(status),
	BOTH(amount),
	BOTH(returned),
	BOTH(fee),
	BOTH(creator),
	BOTH(mentor),
	BOTH(concierge),
	BOTH(interviewer),
	BOTH(affiliate),
	BOTH(reserve),
	BOTH(tax),
	BOTH(promotion),
	BOTH(provider),
	BOTH(provider_ref),
	FIELD_ID(struct transaction_item, buyer_id),
	BOTH(buyer),
	FIELD_ID(struct transaction_item, seller_id),
	BOTH(seller),
	HTML(people),
	HTML(type_words),
	HTML(status_words),
	HTML(tone),
	HTML(when),
	FIELD_END,
};

struct transaction_list_view {
	struct desk desk;
	struct transaction_item *items;
	size_t nitems;
	const char *next, *csv_href;
	struct choice *types, *states;
	size_t ntypes, nstates;
	struct pager *pager;
};

static const struct field transaction_view_fields[] = {
	DESK_FIELD(struct transaction_list_view),
	FIELD_LIST(struct transaction_list_view, items, nitems,
	    transaction_item_fields),
	FIELD_ONLY(struct transaction_list_view, next, ONLY_JSON),
	FIELD_ONLY(struct transaction_list_view, csv_href, ONLY_HTML),
	FIELD_LIST_ONLY(struct transaction_list_view, types, ntypes,
	    choice_fields, ONLY_HTML),
	FIELD_LIST_ONLY(struct transaction_list_view, states, nstates,
	    choice_fields, ONLY_HTML),
	FIELD_POINTER_ONLY(
	    struct transaction_list_view, pager, pager_fields, ONLY_HTML),
	FIELD_END,
};
struct page transaction_list_page = { .path = "admin/transaction_list",
	.fields = transaction_view_fields,
	.form = &transaction_list_form };

/* Where a list goes on: the last order's moment and number. */
struct place {
	struct instant at;
	int64_t id;
	bool begun;
};

static struct transaction_list_row *
list_from(struct request *r, const struct place *p, int64_t most, size_t *n)
{
	const struct transaction_input *in = r->form;

	return transaction_list(r->db, in->type, in->status, in->from, in->to,
	    in->person, p->at, p->id, most, n);
}

/* An order that is not there begins the list anew. */
static struct place
place_after(struct request *r, int64_t order)
{
	struct transaction_place_row row;
	struct place p = { .id = order };

	if (order == 0 || !transaction_place(r->db, order, &row))
		return (struct place){ .id = 0 };
	p.at = row.at;
	return p;
}

/* What nobody gets is not shown. */
static struct money
share(struct maybe_int amount, const char *currency)
{
	return (
	    struct money){ amount.value, amount.value != 0 ? currency : NULL };
}

static struct money
some(int64_t amount, const char *currency)
{
	return (struct money){ amount, amount != 0 ? currency : NULL };
}

static void
fill_item(struct request *r, struct transaction_item *t,
    const struct transaction_list_row *row)
{
	const char *unit = row->currency;

	*t = (struct transaction_item){
		.order_id = row->order_id,
		.at = row->at,
		.type = row->type,
		.type_words = order_kind_words(row->type),
		.title = row->title,
		.status = row->status,
		.status_words = order_status_words(row->status),
		.tone = order_tone(row->status),
		.amount = { row->amount, unit },
		.returned = some(row->returned_amount, unit),
		.fee = share(row->fee_amount, unit),
		.creator = share(row->creator_amount, unit),
		.mentor = share(row->mentor_amount, unit),
		.concierge = share(row->concierge_amount, unit),
		.interviewer = share(row->interviewer_amount, unit),
		.affiliate = share(row->affiliate_amount, unit),
		.reserve = share(row->reserve_amount, unit),
		.tax = some(row->tax_amount, unit),
		.promotion = some(row->promotion_cost, unit),
		.people =
		    some(row->creator_amount.value + row->mentor_amount.value +
			     row->concierge_amount.value +
			     row->interviewer_amount.value,
			unit),
		.provider = row->provider,
		.provider_ref = row->provider_ref,
		.buyer_id = row->buyer_id,
		.buyer = row->buyer,
		.seller_id = row->seller_id,
		.seller = row->seller,
		.when = moment(r, row->at),
	};
}

/* How many of the rows belong to the first `most` orders. */
static size_t
rows_of(const struct transaction_list_row *rows, size_t n, size_t most)
{
	size_t i, orders = 0;

	for (i = 0; i < n; i++) {
		orders += i == 0 || rows[i].order_id != rows[i - 1].order_id;
		if (orders > most)
			break;
	}
	return i;
}

enum status
transaction_list_show(struct request *r)
{
	struct list_end end = { .base = "/admin/transactions" };
	struct transaction_list_view v = { .nitems = 0 };
	const struct transaction_input *in = r->form;
	struct place from = place_after(r, in->after);
	struct transaction_list_row *rows;
	size_t n;

	rows = list_from(r, &from, LIST_PAGE + 1, &n);
	end.n = v.nitems = rows_of(rows, n, LIST_PAGE);
	v.items = arena_alloc(r->arena, v.nitems, sizeof(*v.items));
	for (size_t i = 0; i < v.nitems; i++)
		fill_item(r, &v.items[i], &rows[i]);
	if (n > v.nitems)
		end.last = arena_printf(
		    r->arena, "%lld", (long long)rows[v.nitems - 1].order_id);
	v.pager = list_pager(r, &end, &v.next);
	v.csv_href = list_address(r, "/admin/transactions.csv", NULL);
	desk_fill(r, &v.desk);
	v.types = filter_choices(r, "type", types, order_kind_words, &v.ntypes);
	v.states =
	    filter_choices(r, "status", states, order_status_words, &v.nstates);
	return request_render(r, &transaction_list_page, &v);
}

/* --- all of them ------------------------------------------------------------------ */

static const char *const heads[] = { "at", "order_id", "type", "status",
	"title", "currency", "amount", "returned", "platform_fee", "creator",
	"mentor", "concierge", "interviewer", "affiliate", "reserve", "tax",
	"promotion_cost", "provider", "provider_id", "buyer_id", "buyer",
	"seller_id", "seller" };
enum { NHEADS = sizeof(heads) / sizeof(heads[0]) };

static const char *
number(struct arena *a, int64_t id)
{
	return id == 0 ? NULL : arena_printf(a, "%lld", (long long)id);
}

static void
put_row(
    struct request *r, struct buf *b, const struct transaction_list_row *row)
{
	const int64_t amounts[] = { row->amount, row->returned_amount,
		row->fee_amount.value, row->creator_amount.value,
		row->mentor_amount.value, row->concierge_amount.value,
		row->interviewer_amount.value, row->affiliate_amount.value,
		row->reserve_amount.value, row->tax_amount,
		row->promotion_cost };
	enum { NAMOUNTS = sizeof(amounts) / sizeof(amounts[0]), FIRST = 6 };
	const char *cells[NHEADS];
	char at[32];

	instant_print_rfc3339(row->at, at);
	cells[0] = at;
	cells[1] = number(r->arena, row->order_id);
	cells[2] = row->type;
	cells[3] = row->status;
	cells[4] = row->title;
	cells[5] = row->currency;
	for (size_t i = 0; i < NAMOUNTS; i++)
		cells[FIRST + i] = money_decimal(
		    r->arena, (struct money){ amounts[i], row->currency });
	cells[17] = row->provider;
	cells[18] = row->provider_ref;
	cells[19] = number(r->arena, row->buyer_id);
	cells[20] = row->buyer;
	cells[21] = number(r->arena, row->seller_id);
	cells[22] = row->seller;
	csv_put_row(b, cells, NHEADS);
}

static bool
next_piece(struct request *r, void *data, struct buf *b)
{
	struct place *p = data;
	struct transaction_list_row *rows;
	size_t n, orders;

	if (!p->begun)
		csv_put_row(b, heads, NHEADS);
	p->begun = true;
	rows = list_from(r, p, CSV_ORDERS, &n);
	for (size_t i = 0; i < n; i++)
		put_row(r, b, &rows[i]);
	orders = rows_of(rows, n, CSV_ORDERS - 1);
	if (n > 0) {
		p->at = rows[n - 1].made_at;
		p->id = rows[n - 1].order_id;
	}
	return orders < n;
}

enum status
transaction_csv(struct request *r)
{
	const struct transaction_input *in = r->form;
	struct place *p = arena_alloc(r->arena, 1, sizeof(*p));

	*p = place_after(r, in->after);
	export_logged(r, "transaction.export", "transactions");
	return request_stream(
	    r, &(struct stream){ .type = "text/csv; charset=utf-8",
		   .filename = "transactions.csv",
		   .next = next_piece,
		   .data = p });
}
