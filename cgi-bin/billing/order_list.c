#include "billing/order.h"
#include "billing/provider.h"
#include "billing/words.h"
#include "lib/domain/money.h"
#include "lib/domain/when.h"

enum { PAGE = 20 };

struct order_list_input {
	int64_t after;
};

static const struct form_field order_list_input_fields[] = {
	FORM_ID(struct order_list_input, after, OPTIONAL),
};
const struct form order_list_form =
    FORM(struct order_list_input, order_list_input_fields);

#define HTML(m) FIELD_ONLY(struct order_item, m, ONLY_HTML)

const struct field order_item_fields[] = {
	FIELD_ID(struct order_item, id),
	FIELD(struct order_item, ref),
	FIELD(struct order_item, number),
	FIELD(struct order_item, kind),
	FIELD(struct order_item, title),
	FIELD(struct order_item, status),
	FIELD(struct order_item, provider),
	FIELD(struct order_item, total),
	FIELD(struct order_item, refunded),
	FIELD(struct order_item, created_at),
	FIELD(struct order_item, paid_at),
	HTML(href),
	HTML(status_words),
	HTML(day),
	HTML(amount),
	HTML(kind_words),
	FIELD_END,
};

struct order_list_view {
	struct order_item *items;
	size_t nitems;
	const char *next;
	struct pager *pager;
};

static const struct field order_list_view_fields[] = {
	FIELD_LIST(struct order_list_view, items, nitems, order_item_fields),
	FIELD_ONLY(struct order_list_view, next, ONLY_JSON),
	FIELD_POINTER_ONLY(
	    struct order_list_view, pager, pager_fields, ONLY_HTML),
	FIELD_END,
};
struct page order_list_page = { .path = "billing/order_list",
	.fields = order_list_view_fields };

struct order_item *
order_items(struct request *r, const struct order_list_row *rows, size_t n)
{
	struct order_item *items = arena_alloc(r->arena, n, sizeof(*items));

	for (size_t i = 0; i < n; i++) {
		items[i] = (struct order_item){
			.id = rows[i].id,
			.ref = rows[i].ref,
			.number = rows[i].number,
			.kind = rows[i].kind,
			.title = rows[i].title,
			.status = rows[i].status,
			.provider = rows[i].provider,
			.total = { rows[i].total_amount, rows[i].currency },
			.refunded = { rows[i].refunded_amount,
			    rows[i].currency },
			.created_at = rows[i].created_at,
			.paid_at = rows[i].paid_at,
			.href = arena_printf(
			    r->arena, "/checkout/order/%s", rows[i].ref),
			.status_words = order_status_words(rows[i].status),
			.day = when_date(r->arena,
			    when_local(rows[i].created_at, r->session->timezone)
				.date),
			.kind_words = order_kind_words(rows[i].kind),
		};
		items[i].amount = money_text(r->arena, items[i].total);
	}
	return items;
}

static void
fill_pager(struct request *r, struct order_list_view *v, bool has_more)
{
	const struct order_list_input *in = r->form;

	if (in->after == 0 && !has_more)
		return; /* it is all on one page */
	v->pager = arena_alloc(r->arena, 1, sizeof(*v->pager));
	v->pager->range =
	    in->after != 0 ? tr("Earlier ones") : tr("The newest");
	v->pager->first = in->after != 0 ? "/orders" : NULL;
	if (!has_more)
		return;
	v->next = arena_printf(r->arena, "/api/orders?after=%lld",
	    (long long)v->items[v->nitems - 1].id);
	v->pager->next = v->next + 4;
}

void
order_list_read(struct request *r)
{
	const struct order_list_input *in = r->form;

	order_list_send(r->db, in->after, PAGE + 1);
}

enum status
order_list_show(struct request *r)
{
	struct order_list_view v = { .nitems = 0 };
	struct order_list_row *rows = order_list_get(r->db, &v.nitems);
	bool has_more = v.nitems > PAGE;

	v.nitems = has_more ? PAGE : v.nitems;
	v.items = order_items(r, rows, v.nitems);
	if (v.nitems != 0)
		fill_pager(r, &v, has_more);
	return request_render(r, &order_list_page, &v);
}
