#include <string.h>

#include "admin/order.h"
#include "lib/base/words.h"
#include "lib/domain/money.h"

/* /admin/orders/:id: what was bought for how much, who got what of it, and
 * everything that happened to the money since. */

struct invoice_item {
	int64_t id;
	const char *number, *status, *when;
};

static const struct field invoice_item_fields[] = {
	FIELD_ID(struct invoice_item, id),
	FIELD(struct invoice_item, number),
	FIELD(struct invoice_item, status),
	FIELD_ONLY(struct invoice_item, when, ONLY_HTML),
	FIELD_END,
};

struct order_view {
	struct desk desk;
	int64_t id, item_id, buyer_id, seller_id;
	const char *ref, *kind, *kind_words, *title, *status, *status_words,
	    *tone, *provider, *provider_words, *buyer, *seller, *discount_code,
	    *tax_words, *fee_words, *created, *expires, *paid, *fulfilled,
	    *failure, *fulfil_error, *retry, *held_for_admin, *held_words,
	    *item_href;
	struct money list, discount, promotion_cost, tax, total, paid_amount,
	    refunded, charged_back, held;
	struct instant created_at, paid_at;
	bool may_receive, may_refund, may_hold, may_any;
	struct invoice_item *invoices;
	size_t ninvoices;
	struct order_parts parts;
};

#define BOTH(m) FIELD(struct order_view, m)
#define HTML(m) FIELD_ONLY(struct order_view, m, ONLY_HTML)

static const struct field order_fields[] = {
	DESK_FIELD(struct order_view),
	FIELD_ID(struct order_view, id),
	BOTH(ref),
	BOTH(kind),
	FIELD_ID(struct order_view, item_id),
	BOTH(title),
	BOTH(status),
	BOTH(provider),
	FIELD_ID(struct order_view, buyer_id),
	BOTH(buyer),
	FIELD_ID(struct order_view, seller_id),
	BOTH(seller),
	BOTH(list),
	BOTH(discount),
	BOTH(discount_code),
	BOTH(promotion_cost),
	BOTH(tax),
	BOTH(total),
	BOTH(paid_amount),
	BOTH(refunded),
	BOTH(charged_back),
	BOTH(held),
	BOTH(created_at),
	BOTH(paid_at),
	BOTH(failure),
	BOTH(fulfil_error),
	BOTH(held_for_admin),
	FIELD_LIST(struct order_view, invoices, ninvoices, invoice_item_fields),
	FIELD_OBJECT(struct order_view, parts, order_parts_fields),
	HTML(kind_words),
	HTML(status_words),
	HTML(tone),
	HTML(provider_words),
	HTML(tax_words),
	HTML(fee_words),
	HTML(created),
	HTML(expires),
	HTML(paid),
	HTML(fulfilled),
	HTML(retry),
	HTML(held_words),
	HTML(item_href),
	HTML(may_receive),
	HTML(may_refund),
	HTML(may_hold),
	HTML(may_any),
	FIELD_END,
};
struct page order_page = { .path = "admin/order", .fields = order_fields };

void
order_read(struct request *r)
{
	const struct id_input *in = r->form;

	order_find_send(r->db, in->id);
	order_invoices_send(r->db, in->id);
	order_parts_send(r, in->id);
}

const char *
held_words(const char *why)
{
	static const struct word list[] = { { "amount",
						WORDS("What came is not what "
						      "was asked for.") },
		{ "currency", WORDS("What came is in another currency.") },
		{ "part_paid",
		    WORDS("A part was paid, and the order is over.") },
		{ "refund_amount",
		    WORDS("A refund is not what was decided here.") },
		{ NULL, NULL } };

	return word_of(list, why);
}

static bool
is_one_of(const char *status, const char *const *list)
{
	for (; *list != NULL; list++)
		if (strcmp(status, *list) == 0)
			return true;
	return false;
}

static void
fill_rights(struct order_view *v, const struct order_find_row *row)
{
	static const char *const unpaid[] = { "pending", "processing",
		"expired", "failed", NULL };

	v->may_receive = is_one_of(row->status, unpaid);
	v->may_refund = row->left_amount > 0;
	v->may_hold = row->held_for_admin != NULL;
	v->may_any = v->may_receive || v->may_refund || v->may_hold;
}

static void
fill_amounts(struct order_view *v, const struct order_find_row *row)
{
	const char *unit = row->currency;

	v->list = (struct money){ row->list_amount, unit };
	v->total = (struct money){ row->total_amount, unit };
	v->paid_amount = (struct money){ row->paid_amount, unit };
	if (row->discount_amount != 0)
		v->discount = (struct money){ -row->discount_amount, unit };
	if (row->promotion_cost != 0)
		v->promotion_cost = (struct money){ row->promotion_cost, unit };
	if (row->tax_amount != 0)
		v->tax = (struct money){ row->tax_amount, unit };
	if (row->refunded_amount != 0)
		v->refunded = (struct money){ row->refunded_amount, unit };
	if (row->charged_back_amount != 0)
		v->charged_back =
		    (struct money){ row->charged_back_amount, unit };
	if (row->held_amount != 0)
		v->held = (struct money){ row->held_amount, unit };
}

/* "15 %", "7.5 %" of basis points. */
static const char *
percent(struct arena *a, int64_t bp)
{
	if (bp % 100 == 0)
		return arena_printf(a, "%lld %%", (long long)(bp / 100));
	return arena_printf(
	    a, "%lld.%02lld %%", (long long)(bp / 100), (long long)(bp % 100));
}

static void
fill_words(
    struct request *r, struct order_view *v, const struct order_find_row *row)
{
	v->created = moment(r, row->created_at);
	v->expires = moment(r, row->expires_at);
	v->paid = moment(r, row->paid_at);
	v->fulfilled = moment(r, row->fulfilled_at);
	v->retry = moment(r, row->retry_at);
	v->held_words = held_words(row->held_for_admin);
	v->fee_words = percent(r->arena, row->fee_bp);
	if (row->tax_name != NULL)
		v->tax_words = arena_printf(r->arena, "%s, %s", row->tax_name,
		    percent(r->arena, row->tax_bp.value));
	if (strcmp(row->kind, "session") == 0)
		v->item_href = arena_printf(
		    r->arena, "/admin/sessions/%lld", (long long)row->item_id);
}

static void
fill_order(
    struct request *r, struct order_view *v, const struct order_find_row *row)
{
	*v = (struct order_view){
		.id = row->id,
		.ref = row->ref,
		.kind = row->kind,
		.kind_words = order_kind_words(row->kind),
		.item_id = row->item_id,
		.title = row->title,
		.status = row->status,
		.status_words = order_status_words(row->status),
		.tone = order_tone(row->status),
		.provider = row->provider,
		.provider_words = order_provider_words(row->provider),
		.buyer_id = row->buyer_id,
		.buyer = row->buyer,
		.seller_id = row->seller_id,
		.seller = row->seller,
		.discount_code = row->discount_code,
		.created_at = row->created_at,
		.paid_at = row->paid_at,
		.failure = row->failure,
		.fulfil_error = row->fulfil_error,
		.held_for_admin = row->held_for_admin,
	};
	fill_amounts(v, row);
	fill_words(r, v, row);
	fill_rights(v, row);
}

static void
fill_invoices(struct request *r, struct order_view *v)
{
	struct order_invoices_row *rows =
	    order_invoices_get(r->db, &v->ninvoices);

	v->invoices = arena_alloc(r->arena, v->ninvoices, sizeof(*v->invoices));
	for (size_t i = 0; i < v->ninvoices; i++)
		v->invoices[i] = (struct invoice_item){
			.id = rows[i].id,
			.number = rows[i].number,
			.status = rows[i].status,
			.when = moment(r, rows[i].issued_at),
		};
}

enum status
order_show(struct request *r)
{
	struct order_find_row row;
	struct order_view v;

	if (!order_find_get(r->db, &row))
		return NOT_FOUND;
	fill_order(r, &v, &row);
	fill_invoices(r, &v);
	order_parts_get(r, &v.parts, row.currency);
	desk_fill(r, &v.desk);
	return request_render(r, &order_page, &v);
}
