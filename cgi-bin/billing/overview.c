#include <string.h>

#include "billing/invoice.h"
#include "billing/order.h"
#include "billing/overview.h"
#include "billing/subscription.h"
#include "billing/words.h"
#include "gen/billing/overview_sql.h"
#include "lib/domain/country.h"
#include "lib/domain/money.h"

enum { SHOWN = 5 };

struct overview_refund {
	int64_t id;
	const char *title, *status, *reason;
	struct money amount;
	struct instant created_at, done_at;
	/* on the page only */
	const char *href, *status_words, *reason_words, *amount_words, *when;
};

#define HTML_OF(m) FIELD_ONLY(struct overview_refund, m, ONLY_HTML)

static const struct field overview_refund_fields[] = {
	FIELD_ID(struct overview_refund, id),
	FIELD(struct overview_refund, title),
	FIELD(struct overview_refund, status),
	FIELD(struct overview_refund, reason),
	FIELD(struct overview_refund, amount),
	FIELD(struct overview_refund, created_at),
	FIELD(struct overview_refund, done_at),
	HTML_OF(href),
	HTML_OF(status_words),
	HTML_OF(reason_words),
	HTML_OF(amount_words),
	HTML_OF(when),
	FIELD_END,
};

struct billed {
	const char *name, *address, *country, *tax_id;
};

static const struct field billed_fields[] = {
	FIELD(struct billed, name),
	FIELD(struct billed, address),
	FIELD(struct billed, country),
	FIELD(struct billed, tax_id),
	FIELD_END,
};

struct order_part {
	struct order_item *items;
	size_t nitems;
	bool has_more;
};

static const struct field order_part_fields[] = {
	FIELD_LIST(struct order_part, items, nitems, order_item_fields),
	FIELD(struct order_part, has_more),
	FIELD_END,
};

struct paper_part {
	struct paper_item *items;
	size_t nitems;
	bool has_more;
};

static const struct field paper_part_fields[] = {
	FIELD_LIST(struct paper_part, items, nitems, paper_item_fields),
	FIELD(struct paper_part, has_more),
	FIELD_END,
};

struct overview_view {
	struct billed billed;
	struct subscription_part subscriptions;
	struct order_part orders;
	struct paper_part papers;
	struct overview_refund *refunds;
	size_t nrefunds;
	/* on the page only */
	struct choice *countries;
	size_t ncountries;
	bool is_set, has_refunds;
};

static const struct field overview_fields[] = {
	FIELD_OBJECT_ONLY(
	    struct overview_view, billed, billed_fields, ONLY_JSON),
	FIELD_OBJECT(
	    struct overview_view, subscriptions, subscription_part_fields),
	FIELD_OBJECT(struct overview_view, orders, order_part_fields),
	FIELD_OBJECT(struct overview_view, papers, paper_part_fields),
	FIELD_LIST(
	    struct overview_view, refunds, nrefunds, overview_refund_fields),
	FIELD_LIST_ONLY(struct overview_view, countries, ncountries,
	    choice_fields, ONLY_HTML),
	FIELD_ONLY(struct overview_view, is_set, ONLY_HTML),
	FIELD_ONLY(struct overview_view, has_refunds, ONLY_HTML),
	FIELD_END,
};
struct page overview_page = { .path = "billing/overview",
	.fields = overview_fields,
	.form = &identity_form };

/* --- its parts --------------------------------------------------------------------- */

/* The name of the profile until another is given. */
static void
fill_billed(struct request *r, struct overview_view *v)
{
	struct billing_identity_row row;

	if (!billing_identity_get(r->db, &row))
		return;
	v->is_set = row.is_set;
	v->billed = row.is_set ? (struct billed){ row.name, row.address,
		row.country, row.tax_id }
			       : (struct billed){ .name = row.profile_name,
					 .country = row.profile_country };
	if (r->json)
		return;
	v->countries =
	    country_choices(r->arena, r->session->language, tr("Not said"),
		r->status == OK ? v->billed.country : typed(r, "country"),
		&v->ncountries);
	request_fill(r, &identity_form,
	    &(struct identity_input){ v->billed.name,
		v->billed.address != NULL ? v->billed.address : "",
		v->billed.country,
		v->billed.tax_id != NULL ? v->billed.tax_id : "" });
}

static void
fill_refunds(struct request *r, struct overview_view *v)
{
	struct overview_refund_list_row *rows =
	    overview_refund_list_get(r->db, &v->nrefunds);

	v->has_refunds = v->nrefunds > 0;
	v->refunds = arena_alloc(r->arena, v->nrefunds, sizeof(*v->refunds));
	for (size_t i = 0; i < v->nrefunds; i++) {
		v->refunds[i] = (struct overview_refund){
			.id = rows[i].id,
			.title = rows[i].title,
			.status = rows[i].status,
			.reason = rows[i].reason,
			.amount = { rows[i].amount, rows[i].currency },
			.created_at = rows[i].created_at,
			.done_at = rows[i].done_at,
			.href = arena_printf(
			    r->arena, "/checkout/order/%s", rows[i].order_ref),
			.status_words = refund_status_words(rows[i].status),
			.reason_words = refund_reason_words(rows[i].reason),
			.when = moment(r, rows[i].created_at),
		};
		v->refunds[i].amount_words =
		    money_text(r->arena, v->refunds[i].amount);
	}
}

static void
fill(struct request *r, struct overview_view *v)
{
	struct order_list_row *orders;
	struct paper_list_row *papers;

	fill_billed(r, v);
	orders = order_list_get(r->db, &v->orders.nitems);
	v->orders.has_more = v->orders.nitems > SHOWN;
	if (v->orders.has_more)
		v->orders.nitems = SHOWN;
	v->orders.items = order_items(r, orders, v->orders.nitems);
	papers = paper_list_get(r->db, &v->papers.nitems);
	v->papers.has_more = v->papers.nitems > SHOWN;
	if (v->papers.has_more)
		v->papers.nitems = SHOWN;
	v->papers.items = paper_items(r, papers, v->papers.nitems);
	fill_refunds(r, v);
	subscription_part_get(r, &v->subscriptions);
}

/* --- the page ------------------------------------------------------------------------ */

void
overview_read(struct request *r)
{
	billing_identity_send(r->db);
	order_list_send(r->db, 0, SHOWN + 1);
	paper_list_send(r->db, (struct instant){ 0 }, NULL, SHOWN + 1);
	overview_refund_list_send(r->db, SHOWN);
	subscription_part_send(r);
}

enum status
overview_show(struct request *r)
{
	struct overview_view v = { .nrefunds = 0 };

	fill(r, &v);
	return request_render(r, &overview_page, &v);
}

enum status
overview_refused(struct request *r)
{
	overview_read(r);
	return overview_show(r);
}
