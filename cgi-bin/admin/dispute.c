#include "admin/money.h"
#include "gen/admin/dispute_sql.h"
#include "lib/base/words.h"

/* /admin/disputes: payments that buyers' banks took back until it is decided.
 * They are answered at the provider; its word comes by webhook. */

struct dispute_list_input {
	const char *status;
	int64_t after;
};

static const struct form_field dispute_list_form_fields[] = {
	FORM_ONE_OF(
	    struct dispute_list_input, status, OPTIONAL, dispute_states),
	FORM_ID(struct dispute_list_input, after, OPTIONAL),
};
const struct form dispute_list_form =
    FORM(struct dispute_list_input, dispute_list_form_fields);

struct dispute_item {
	int64_t id, order_id, buyer_id;
	const char *title, *provider, *provider_words, *status, *status_words,
	    *tone, *reason, *buyer, *opened, *answer;
	struct money amount;
	struct instant opened_at, answer_by, closed_at;
};

static const struct field dispute_item_fields[] = {
	FIELD_ID(struct dispute_item, id),
	FIELD_ID(struct dispute_item, order_id),
	FIELD(struct dispute_item, title),
	FIELD(struct dispute_item, provider),
	FIELD(struct dispute_item, status),
	FIELD(struct dispute_item, amount),
	FIELD(struct dispute_item, reason),
	FIELD_ID(struct dispute_item, buyer_id),
	FIELD(struct dispute_item, buyer),
	FIELD(struct dispute_item, opened_at),
	FIELD(struct dispute_item, answer_by),
	FIELD(struct dispute_item, closed_at),
	FIELD_ONLY(struct dispute_item, provider_words, ONLY_HTML),
	FIELD_ONLY(struct dispute_item, status_words, ONLY_HTML),
	FIELD_ONLY(struct dispute_item, tone, ONLY_HTML),
	FIELD_ONLY(struct dispute_item, opened, ONLY_HTML),
	FIELD_ONLY(struct dispute_item, answer, ONLY_HTML),
	FIELD_END,
};

struct dispute_list_view {
	struct desk desk;
	struct dispute_item *items;
	size_t nitems;
	const char *next;
	struct choice *states;
	size_t nstates;
	struct pager *pager;
};

static const struct field dispute_list_view_fields[] = {
	DESK_FIELD(struct dispute_list_view),
	FIELD_LIST(
	    struct dispute_list_view, items, nitems, dispute_item_fields),
	FIELD_ONLY(struct dispute_list_view, next, ONLY_JSON),
	FIELD_LIST_ONLY(struct dispute_list_view, states, nstates,
	    choice_fields, ONLY_HTML),
	FIELD_POINTER_ONLY(
	    struct dispute_list_view, pager, pager_fields, ONLY_HTML),
	FIELD_END,
};
struct page dispute_list_page = { .path = "admin/dispute_list",
	.fields = dispute_list_view_fields,
	.form = &dispute_list_form };

void
dispute_list_read(struct request *r)
{
	const struct dispute_list_input *in = r->form;

	dispute_list_send(r->db, in->status, in->after, LIST_PAGE + 1);
}

static void
fill_item(struct request *r, struct dispute_item *d,
    const struct dispute_list_row *row)
{
	*d = (struct dispute_item){
		.id = row->id,
		.order_id = row->order_id,
		.title = row->title,
		.provider = row->provider,
		.provider_words = order_provider_words(row->provider),
		.status = row->status,
		.status_words = dispute_status_words(row->status),
		.tone = order_tone(row->status),
		.amount = { row->amount, row->currency },
		.reason = row->reason,
		.buyer_id = row->buyer_id,
		.buyer = row->buyer,
		.opened_at = row->opened_at,
		.answer_by = row->answer_by,
		.closed_at = row->closed_at,
		.opened = moment(r, row->opened_at),
		.answer = moment(r, row->answer_by),
	};
}

enum status
dispute_list_show(struct request *r)
{
	struct list_end end = { .base = "/admin/disputes" };
	struct dispute_list_view v = { .nitems = 0 };
	struct dispute_list_row *rows;
	size_t n;

	rows = dispute_list_get(r->db, &n);
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
	    r, "status", dispute_states, dispute_status_words, &v.nstates);
	return request_render(r, &dispute_list_page, &v);
}

/* --- one of them ---------------------------------------------------------------- */

struct dispute_view {
	struct desk desk;
	int64_t id, order_id, buyer_id, seller_id;
	const char *title, *provider, *provider_words, *provider_ref,
	    *payment_ref, *status, *status_words, *tone, *reason, *buyer,
	    *seller, *order_status, *order_words, *opened, *answer, *closed;
	struct money amount, frozen;
	struct instant opened_at, answer_by, closed_at;
	bool is_open;
};

#define BOTH(m) FIELD(struct dispute_view, m)
#define HTML(m) FIELD_ONLY(struct dispute_view, m, ONLY_HTML)

static const struct field dispute_fields[] = {
	DESK_FIELD(struct dispute_view),
	FIELD_ID(struct dispute_view, id),
	FIELD_ID(struct dispute_view, order_id),
	BOTH(title),
	BOTH(provider),
	BOTH(provider_ref),
	BOTH(payment_ref),
	BOTH(status),
	BOTH(amount),
	BOTH(frozen),
	BOTH(reason),
	FIELD_ID(struct dispute_view, buyer_id),
	BOTH(buyer),
	FIELD_ID(struct dispute_view, seller_id),
	BOTH(seller),
	BOTH(order_status),
	BOTH(opened_at),
	BOTH(answer_by),
	BOTH(closed_at),
	HTML(provider_words),
	HTML(status_words),
	HTML(tone),
	HTML(order_words),
	HTML(opened),
	HTML(answer),
	HTML(closed),
	HTML(is_open),
	FIELD_END,
};
struct page dispute_page = { .path = "admin/dispute",
	.fields = dispute_fields };

void
dispute_read(struct request *r)
{
	const struct id_input *in = r->form;

	dispute_find_send(r->db, in->id);
}

enum status
dispute_show(struct request *r)
{
	struct dispute_find_row row;
	struct dispute_view v;

	if (!dispute_find_get(r->db, &row))
		return NOT_FOUND;
	v = (struct dispute_view){
		.id = row.id,
		.order_id = row.order_id,
		.title = row.title,
		.provider = row.provider,
		.provider_words = order_provider_words(row.provider),
		.provider_ref = row.provider_ref,
		.payment_ref = row.payment_ref,
		.status = row.status,
		.status_words = dispute_status_words(row.status),
		.tone = order_tone(row.status),
		.reason = row.reason,
		.amount = { row.amount, row.currency },
		.buyer_id = row.buyer_id,
		.buyer = row.buyer,
		.seller_id = row.seller_id,
		.seller = row.seller,
		.order_status = row.order_status,
		.order_words = order_status_words(row.order_status),
		.opened_at = row.opened_at,
		.answer_by = row.answer_by,
		.closed_at = row.closed_at,
		.opened = moment(r, row.opened_at),
		.answer = moment(r, row.answer_by),
		.closed = moment(r, row.closed_at),
		.is_open = row.closed_at.us == 0,
	};
	if (row.frozen.value != 0)
		v.frozen = (struct money){ row.frozen.value, row.currency };
	desk_fill(r, &v.desk);
	return request_render(r, &dispute_page, &v);
}
