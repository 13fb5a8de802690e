#include "admin/money.h"
#include "gen/admin/order_list_sql.h"
#include "lib/base/words.h"
#include "lib/domain/when.h"

/* /admin/orders: what was bought, by state, kind, provider and person; above
 * it the payments by hand that a second admin is to look at. */

struct order_list_input {
	const char *status, *kind, *provider;
	int64_t person, after;
	bool held;
};

static const struct form_field order_list_form_fields[] = {
	FORM_ONE_OF(struct order_list_input, status, OPTIONAL, order_states),
	FORM_ONE_OF(struct order_list_input, kind, OPTIONAL, order_kinds),
	FORM_ONE_OF(
	    struct order_list_input, provider, OPTIONAL, order_providers),
	FORM_ID(struct order_list_input, person, OPTIONAL),
	FORM_FIELD(struct order_list_input, held, OPTIONAL, 0, 1),
	FORM_ID(struct order_list_input, after, OPTIONAL),
};
const struct form order_list_form =
    FORM(struct order_list_input, order_list_form_fields);

struct order_item {
	int64_t id, buyer_id, seller_id;
	const char *kind, *kind_words, *title, *status, *status_words, *tone,
	    *provider, *provider_words, *when, *buyer, *seller, *held_for_admin;
	struct money total;
	struct instant created_at, paid_at;
};

#define HTML(m) FIELD_ONLY(struct order_item, m, ONLY_HTML)

static const struct field order_item_fields[] = {
	FIELD_ID(struct order_item, id),
	FIELD(struct order_item, kind),
	FIELD(struct order_item, title),
	FIELD(struct order_item, status),
	FIELD(struct order_item, provider),
	FIELD(struct order_item, total),
	FIELD_ID(struct order_item, buyer_id),
	FIELD(struct order_item, buyer),
	FIELD_ID(struct order_item, seller_id),
	FIELD(struct order_item, seller),
	FIELD(struct order_item, created_at),
	FIELD(struct order_item, paid_at),
	FIELD(struct order_item, held_for_admin),
	HTML(kind_words),
	HTML(status_words),
	HTML(tone),
	HTML(provider_words),
	HTML(when),
	FIELD_END,
};

struct receipt_item {
	int64_t id, order_id;
	const char *title, *words, *marker, *when, *due;
	struct money amount;
	struct instant marked_at, due_at;
	bool is_mine;
};

static const struct field receipt_item_fields[] = {
	FIELD_ID(struct receipt_item, id),
	FIELD_ID(struct receipt_item, order_id),
	FIELD(struct receipt_item, title),
	FIELD(struct receipt_item, amount),
	FIELD(struct receipt_item, words),
	FIELD(struct receipt_item, marker),
	FIELD(struct receipt_item, marked_at),
	FIELD(struct receipt_item, due_at),
	FIELD(struct receipt_item, is_mine),
	FIELD_ONLY(struct receipt_item, when, ONLY_HTML),
	FIELD_ONLY(struct receipt_item, due, ONLY_HTML),
	FIELD_END,
};

struct order_list_view {
	struct desk desk;
	struct order_item *items;
	struct receipt_item *receipts;
	size_t nitems, nreceipts;
	const char *next;
	struct choice *states, *kinds, *providers;
	size_t nstates, nkinds, nproviders;
	bool has_receipts, only_held;
	struct pager *pager;
};

#define CHOICES(list, n) \
	FIELD_LIST_ONLY( \
	    struct order_list_view, list, n, choice_fields, ONLY_HTML)

static const struct field order_list_view_fields[] = {
	DESK_FIELD(struct order_list_view),
	FIELD_LIST(struct order_list_view, items, nitems, order_item_fields),
	FIELD_LIST(
	    struct order_list_view, receipts, nreceipts, receipt_item_fields),
	FIELD_ONLY(struct order_list_view, next, ONLY_JSON),
	FIELD_ONLY(struct order_list_view, has_receipts, ONLY_HTML),
	FIELD_ONLY(struct order_list_view, only_held, ONLY_HTML),
	CHOICES(states, nstates),
	CHOICES(kinds, nkinds),
	CHOICES(providers, nproviders),
	FIELD_POINTER_ONLY(
	    struct order_list_view, pager, pager_fields, ONLY_HTML),
	FIELD_END,
};
struct page order_list_page = { .path = "admin/order_list",
	.fields = order_list_view_fields,
	.form = &order_list_form };

void
order_list_read(struct request *r)
{
	const struct order_list_input *in = r->form;

	order_list_send(r->db, in->status, in->kind, in->provider, in->person,
	    in->held, in->after, LIST_PAGE + 1);
	receipt_list_send(r->db);
}

static void
fill_item(
    struct request *r, struct order_item *o, const struct order_list_row *row)
{
	*o = (struct order_item){
		.id = row->id,
		.kind = row->kind,
		.kind_words = order_kind_words(row->kind),
		.title = row->title,
		.status = row->status,
		.status_words = order_status_words(row->status),
		.tone = order_tone(row->status),
		.provider = row->provider,
		.provider_words = order_provider_words(row->provider),
		.total = { row->total_amount, row->currency },
		.buyer_id = row->buyer_id,
		.buyer = row->buyer,
		.seller_id = row->seller_id,
		.seller = row->seller,
		.created_at = row->created_at,
		.paid_at = row->paid_at,
		.held_for_admin = row->held_for_admin,
		.when = moment(r, row->created_at),
	};
}

static void
fill_receipts(struct request *r, struct order_list_view *v)
{
	struct receipt_list_row *rows = receipt_list_get(r->db, &v->nreceipts);

	v->has_receipts = v->nreceipts > 0;
	v->receipts = arena_alloc(r->arena, v->nreceipts, sizeof(*v->receipts));
	for (size_t i = 0; i < v->nreceipts; i++)
		v->receipts[i] = (struct receipt_item){
			.id = rows[i].id,
			.order_id = rows[i].order_id,
			.title = rows[i].title,
			.amount = { rows[i].amount, rows[i].currency },
			.words = rows[i].words,
			.marker = rows[i].marker,
			.marked_at = rows[i].marked_at,
			.due_at = rows[i].due_at,
			.when = moment(r, rows[i].marked_at),
			.due = moment(r, rows[i].due_at),
			.is_mine = rows[i].marked_by == r->session->user_id,
		};
}

enum status
order_list_show(struct request *r)
{
	const struct order_list_input *in = r->form;
	struct list_end end = { .base = "/admin/orders" };
	struct order_list_view v = { .only_held = in->held };
	struct order_list_row *rows;
	size_t n;

	rows = order_list_get(r->db, &n);
	fill_receipts(r, &v);
	end.n = v.nitems = n > LIST_PAGE ? LIST_PAGE : n;
	v.items = arena_alloc(r->arena, v.nitems, sizeof(*v.items));
	for (size_t i = 0; i < v.nitems; i++)
		fill_item(r, &v.items[i], &rows[i]);
	if (n > LIST_PAGE)
		end.last = arena_printf(
		    r->arena, "%lld", (long long)rows[LIST_PAGE - 1].id);
	v.pager = list_pager(r, &end, &v.next);
	desk_fill(r, &v.desk);
	v.states = filter_choices(
	    r, "status", order_states, order_status_words, &v.nstates);
	v.kinds =
	    filter_choices(r, "kind", order_kinds, order_kind_words, &v.nkinds);
	v.providers = filter_choices(r, "provider", order_providers,
	    order_provider_words, &v.nproviders);
	return request_render(r, &order_list_page, &v);
}
