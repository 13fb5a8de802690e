#include "billing/subscription.h"
#include "billing/words.h"
#include "lib/domain/money.h"
#include "lib/domain/when.h"

enum { CHARGES = 12 };

static const struct form_field subscription_input_fields[] = {
	FORM_ID(struct subscription_input, id, REQUIRED),
};
const struct form subscription_form =
    FORM(struct subscription_input, subscription_input_fields);

/* --- all of them, as a block of another page ----------------------------------------- */

const struct field subscription_part_fields[] = {
	FIELD_LIST(
	    struct subscription_part, items, nitems, subscription_item_fields),
	FIELD_ONLY(struct subscription_part, has_items, ONLY_HTML),
	FIELD_END,
};

void
subscription_part_send(struct request *r)
{
	subscription_list_send(r->db, 0);
	entitlement_list_send(r->db);
}

void
subscription_part_get(struct request *r, struct subscription_part *part)
{
	struct subscription_list_row *rows =
	    subscription_list_get(r->db, &part->nitems);
	struct entitlement_list_row *uses;
	size_t nuses;

	part->items = arena_alloc(r->arena, part->nitems, sizeof(*part->items));
	for (size_t i = 0; i < part->nitems; i++)
		part->items[i] = subscription_item(r, &rows[i]);
	part->has_items = part->nitems > 0;
	uses = entitlement_list_get(r->db, &nuses);
	subscription_use(r, part->items, part->nitems, uses, nuses);
}

/* --- one ------------------------------------------------------------------------------- */

struct charge_item {
	int64_t id;
	const char *title, *kind, *order_ref, *status;
	struct money amount;
	struct instant period_start, period_end, at;
	/* on the page only */
	const char *href, *day, *status_words;
};

static const struct field charge_item_fields[] = {
	FIELD_ID(struct charge_item, id),
	FIELD(struct charge_item, title),
	FIELD_ONLY(struct charge_item, kind, ONLY_JSON),
	FIELD_ONLY(struct charge_item, order_ref, ONLY_JSON),
	FIELD(struct charge_item, status),
	FIELD(struct charge_item, amount),
	FIELD_ONLY(struct charge_item, period_start, ONLY_JSON),
	FIELD_ONLY(struct charge_item, period_end, ONLY_JSON),
	FIELD(struct charge_item, at),
	FIELD_ONLY(struct charge_item, href, ONLY_HTML),
	FIELD_ONLY(struct charge_item, day, ONLY_HTML),
	FIELD_ONLY(struct charge_item, status_words, ONLY_HTML),
	FIELD_END,
};

struct subscription_view {
	struct subscription_item subscription;
	struct charge_item *charges;
	size_t ncharges;
	bool has_charges;
};

static const struct field subscription_view_fields[] = {
	FIELD_OBJECT(
	    struct subscription_view, subscription, subscription_item_fields),
	FIELD_LIST(
	    struct subscription_view, charges, ncharges, charge_item_fields),
	FIELD_ONLY(struct subscription_view, has_charges, ONLY_HTML),
	FIELD_END,
};
struct page subscription_page = { .path = "billing/subscription",
	.fields = subscription_view_fields };

static void
fill_charges(struct request *r, struct subscription_view *v)
{
	struct subscription_charge_list_row *rows =
	    subscription_charge_list_get(r->db, &v->ncharges);

	v->has_charges = v->ncharges > 0;
	v->charges = arena_alloc(r->arena, v->ncharges, sizeof(*v->charges));
	for (size_t i = 0; i < v->ncharges; i++)
		v->charges[i] = (struct charge_item){
			.id = rows[i].id,
			.title = rows[i].title,
			.kind = rows[i].kind,
			.order_ref = rows[i].order_ref,
			.status = rows[i].order_status,
			.amount = { rows[i].amount, rows[i].currency },
			.period_start = rows[i].from_at,
			.period_end = rows[i].to_at,
			.at = rows[i].at,
			.href = rows[i].is_mine ? arena_printf(r->arena,
						      "/checkout/order/%s",
						      rows[i].order_ref)
						: NULL,
			.day = when_date(r->arena,
			    when_local(rows[i].at, r->session->timezone).date),
			.status_words =
			    order_status_words(rows[i].order_status),
		};
}

static void
send(struct request *r, int64_t id)
{
	subscription_list_send(r->db, id);
	entitlement_list_send(r->db);
	subscription_charge_list_send(r->db, id, CHARGES);
}

void
subscription_read(struct request *r)
{
	const struct subscription_input *in = r->form;

	send(r, in->id);
}

enum status
subscription_show(struct request *r)
{
	struct subscription_view v = { .ncharges = 0 };
	struct subscription_list_row *row;
	struct entitlement_list_row *uses;
	size_t n, nuses;

	row = subscription_list_get(r->db, &n);
	uses = entitlement_list_get(r->db, &nuses);
	fill_charges(r, &v);
	if (n == 0)
		return NOT_FOUND;
	v.subscription = subscription_item(r, row);
	subscription_use(r, &v.subscription, 1, uses, nuses);
	return request_render(r, &subscription_page, &v);
}

enum status
subscription_refused(struct request *r)
{
	send(r, typed_id(r, "id"));
	return subscription_show(r);
}
