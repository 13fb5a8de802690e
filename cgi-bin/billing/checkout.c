#include <string.h>

#include "billing/checkout.h"
#include "billing/provider.h"
#include "billing/words.h"
#include "gen/billing/checkout_sql.h"
#include "lib/domain/money.h"
#include "lib/domain/payment_provider.h"
#include "lib/domain/session_words.h"
#include "lib/domain/when.h"

#define HALF_DAY_US ((int64_t)12 * 3600 * 1000000)

static const char *const periods[] = { "month", "year", NULL };

struct checkout_input {
	const char *kind, *code, *provider, *currency, *period;
	int64_t id;
	struct maybe_int shown;
};

/* A code that was emptied is another answer than none. */
static const struct form_field checkout_fields[] = {
	FORM_ONE_OF(struct checkout_input, kind, REQUIRED, order_kinds),
	FORM_ID(struct checkout_input, id, REQUIRED),
	FORM_FIELD(struct checkout_input, code, OPTIONAL, 0, 40),
	FORM_ONE_OF(struct checkout_input, provider, OPTIONAL, providers),
	FORM_FIELD(struct checkout_input, shown, OPTIONAL, 0, INT64_MAX),
	FORM_FIELD(struct checkout_input, currency, OPTIONAL, 3, 3),
	FORM_ONE_OF(struct checkout_input, period, OPTIONAL, periods),
};
const struct form checkout_form = FORM(struct checkout_input, checkout_fields);

struct checkout_view {
	int64_t item_id, order_id;
	const char *kind, *title, *code;
	struct money price, discount, tax, total;
	struct instant expires_at;
	const char **ways;
	size_t nways;
	/* on the page only */
	const char *action, *heading, *lede, *about_href, *shown, *currency;
	const char *policy, *held_until, *left, *pay_words, *open_href;
	struct price_line *lines;
	size_t nlines;
	struct choice *payments;
	size_t npayments;
	bool is_free;
};

#define HTML(m) FIELD_ONLY(struct checkout_view, m, ONLY_HTML)
#define JSON(m) FIELD_ONLY(struct checkout_view, m, ONLY_JSON)

static const struct field checkout_view_fields[] = {
	JSON(kind),
	{ .name = "item_id",
	    .kind = KIND_ID,
	    .offset = offsetof(struct checkout_view, item_id),
	    .only = ONLY_JSON },
	JSON(title),
	FIELD(struct checkout_view, code),
	JSON(price),
	JSON(discount),
	JSON(tax),
	FIELD(struct checkout_view, total),
	JSON(expires_at),
	{ .name = "order_id",
	    .kind = KIND_ID,
	    .offset = offsetof(struct checkout_view, order_id),
	    .only = ONLY_JSON },
	{ .name = "providers",
	    .kind = KIND_TEXTS,
	    .offset = offsetof(struct checkout_view, ways),
	    .item_size = sizeof(const char *),
	    .count_offset = offsetof(struct checkout_view, nways),
	    .only = ONLY_JSON },
	HTML(action),
	HTML(heading),
	HTML(lede),
	HTML(about_href),
	HTML(shown),
	HTML(currency),
	FIELD(struct checkout_view, policy),
	HTML(held_until),
	HTML(left),
	HTML(pay_words),
	HTML(open_href),
	FIELD_LIST_ONLY(
	    struct checkout_view, lines, nlines, price_line_fields, ONLY_HTML),
	FIELD_LIST_ONLY(struct checkout_view, payments, npayments,
	    choice_fields, ONLY_HTML),
	HTML(is_free),
	FIELD_END,
};
struct page checkout_page = { .path = "billing/checkout",
	.fields = checkout_view_fields,
	.form = &checkout_form };

/* --- what is shown --------------------------------------------------------------- */

static bool
is_open(const char *status)
{
	return status != NULL && (strcmp(status, "pending") == 0 ||
				     strcmp(status, "processing") == 0);
}

static const char *
session_lede(struct request *r, const struct checkout_find_row *row)
{
	const char *zone = r->session->timezone;

	return arena_printf(r->arena, tr("%s with %s, %s, %s"),
	    session_kind_words(row->type_kind), row->person,
	    when_day(r->arena, row->starts_at, zone, r->now),
	    when_range(r->arena, row->starts_at, row->ends_at, zone));
}

static const char *
left_words(struct request *r, struct instant until)
{
	int64_t minutes = (until.us - r->now.us) / 60000000;

	if (minutes >= 120)
		return NULL;
	if (minutes <= 1)
		return tr("That is in a minute.");
	return arena_printf(
	    r->arena, tr("You have %d minutes left."), (int)minutes);
}

static void
fill_open(struct request *r, struct checkout_view *v,
    const struct checkout_find_row *row)
{
	if (!is_open(row->status))
		return;
	v->order_id = row->order_id;
	v->expires_at = row->expires_at;
	v->held_until =
	    row->expires_at.us - r->now.us > HALF_DAY_US
		? moment(r, row->expires_at)
		: when_clock(r->arena, row->expires_at, r->session->timezone);
	v->left = left_words(r, row->expires_at);
	if (strcmp(row->status, "processing") == 0)
		v->open_href =
		    arena_printf(r->arena, "/checkout/order/%s", row->ref);
}

static void
fill_price(struct request *r, struct checkout_view *v,
    const struct checkout_find_row *row)
{
	const char *unit = row->currency;

	v->price = (struct money){ row->price.value, unit };
	v->discount = (struct money){ row->discount.value, unit };
	v->tax = (struct money){ row->tax.value, unit };
	v->total = (struct money){ row->total.value, unit };
	v->currency = unit;
	v->code = row->discount_code;
	v->shown = arena_printf(r->arena, "%lld", (long long)v->total.amount);
	v->is_free = v->total.amount == 0;
	v->pay_words = v->is_free ? tr("Confirm")
				  : arena_printf(r->arena, tr("Pay %s"),
					money_text(r->arena, v->total));
	v->lines = price_lines(r,
	    &(struct price_parts){ row->title, unit, row->discount_code,
		row->tax_name, row->list.value, row->price.value,
		row->discount.value, row->tax.value, row->total.value,
		row->tax_bp, false },
	    &v->nlines);
}

static void
fill_ways(struct request *r, struct checkout_view *v, const char *chosen)
{
	v->payments = provider_choices(r, chosen, &v->npayments);
	v->ways = arena_alloc(r->arena, v->npayments, sizeof(*v->ways));
	for (size_t i = 0; i < v->npayments; i++)
		if (!v->payments[i].refused)
			v->ways[v->nways++] = v->payments[i].value;
}

static enum status
render(struct request *r, const struct checkout_find_row *row)
{
	struct checkout_view v = { .kind = typed(r, "kind"),
		.item_id = typed_id(r, "id"),
		.title = row->title,
		.about_href = row->href };

	v.action = arena_printf(
	    r->arena, "/checkout/%s/%lld", v.kind, (long long)v.item_id);
	v.heading = arena_printf(
	    r->arena, tr("Checkout: %s"), order_kind_words(v.kind));
	v.lede = row->starts_at.us != 0 ? session_lede(r, row) : row->title;
	v.policy = policy_words(
	    r, &(struct policy){ v.kind, row->person, row->starts_at,
		   row->free_hours, row->late_return_percent, row->days });
	fill_price(r, &v, row);
	fill_open(r, &v, row);
	fill_ways(r, &v,
	    *typed(r, "provider") != '\0' ? typed(r, "provider")
					  : row->provider);
	return request_render(r, &checkout_page, &v);
}

/* --- showing it ------------------------------------------------------------------- */

static const char *
detail_of(struct request *r, const char *period)
{
	return period == NULL
		   ? "{}"
		   : arena_printf(r->arena, "{\"period\": \"%s\"}", period);
}

static void
send(struct request *r, const char *code)
{
	const struct checkout_input *in = r->form;

	checkout_find_send(
	    r->db, in->kind, in->id, code, detail_of(r, in->period));
}

void
checkout_read(struct request *r)
{
	const struct checkout_input *in = r->form;

	send(r, in->code);
}

/* It can't be bought now: what was bought of it, or why not. */
static enum status
not_sold(struct request *r, const struct checkout_find_row *row)
{
	if (row->ref != NULL && !is_open(row->status) && !r->json)
		return request_redirect(r, "/checkout/order/%s", row->ref);
	if (row->answer.value == NOT_FOUND)
		return NOT_FOUND;
	return request_refuse(
	    r, (enum status)row->answer.value, refusal_words(row->refusal));
}

enum status
checkout_show(struct request *r)
{
	const struct checkout_input *in = r->form;
	struct checkout_find_row row;

	if (!checkout_find_get(r->db, &row))
		return NOT_FOUND;
	if (row.refusal != NULL)
		return not_sold(r, &row);
	if (row.code_refusal != NULL)
		return request_invalid(
		    r, "code", refusal_words(row.code_refusal));
	if (in->code == NULL && row.discount_code != NULL)
		request_fill(r, &checkout_form,
		    &(struct checkout_input){ .code = row.discount_code });
	return render(r, &row);
}

/* The page again, with the price that it has: without a code that is refused. */
enum status
checkout_refused(struct request *r)
{
	struct checkout_find_row row;
	const char *kind = typed(r, "kind"), *shown = typed(r, "shown");
	int64_t id = typed_id(r, "id");

	if (!checkout_find(r->db, kind, id, typed(r, "code"),
		detail_of(
		    r, r->form == NULL
			   ? NULL
			   : ((const struct checkout_input *)r->form)->period),
		&row) ||
	    row.answer.value == NOT_FOUND)
		return NOT_FOUND;
	if (row.refusal != NULL) {
		r->refusal = refusal_words(row.refusal);
		return OK; /* without a page: the words stand alone */
	}
	if (r->status == CONFLICT && *shown != '\0' &&
	    row.total.value != typed_id(r, "shown"))
		r->refusal = arena_printf(r->arena,
		    tr("The price has changed: it is %s now. Nothing was paid; "
		       "look at it again."),
		    money_text(r->arena,
			(struct money){ row.total.value, row.currency }));
	return render(r, &row);
}

/* --- paying ------------------------------------------------------------------------ */

enum status
checkout_post(struct request *r)
{
	const struct checkout_input *in = r->form;
	const char *provider =
	    in->provider != NULL ? in->provider : provider_usual(r);
	struct checkout_begin_row made;

	if (!in->shown.set)
		return request_invalid(
		    r, "shown", tr("Look at the price first, then pay."));
	if (!payment_provider_is_configured(provider))
		return request_invalid(
		    r, "provider", tr("That is not configured on this site."));
	if (!checkout_begin(r->db, in->kind, in->id, provider, in->code,
		in->shown, in->currency, detail_of(r, in->period), &made))
		return CONFLICT;
	return request_done(r, &(struct outcome){ .status = OK },
	    "/checkout/order/%s?go=1", made.ref);
}
