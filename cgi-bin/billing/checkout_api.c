#include <stdlib.h>
#include <string.h>

#include "billing/checkout_api.h"
#include "billing/order.h"
#include "billing/provider.h"
#include "billing/words.h"
#include "gen/billing/checkout_sql.h"
#include "lib/base/setting.h"
#include "lib/domain/payment_provider.h"

static const char *const periods[] = { "month", "year", NULL };

struct purchase_input {
	const char *kind, *provider, *code, *currency, *period;
	int64_t id, item_id, session_id, pack_id, package_id;
	struct maybe_int amount;
};

/* A kind and its id, or one of the ids that say the kind themselves.  An amount
 * is what the caller has shown: at another price nothing is bought. */
static const struct form_field purchase_fields[] = {
	FORM_ONE_OF(struct purchase_input, kind, OPTIONAL, order_kinds),
	FORM_ID(struct purchase_input, id, OPTIONAL),
	FORM_ID(struct purchase_input, item_id, OPTIONAL),
	FORM_ID(struct purchase_input, session_id, OPTIONAL),
	FORM_ID(struct purchase_input, pack_id, OPTIONAL),
	FORM_ID(struct purchase_input, package_id, OPTIONAL),
	FORM_ONE_OF(struct purchase_input, provider, OPTIONAL, providers),
	FORM_FIELD(struct purchase_input, code, OPTIONAL, 1, 40),
	FORM_FIELD(struct purchase_input, amount, OPTIONAL, 0, INT64_MAX),
	FORM_FIELD(struct purchase_input, currency, OPTIONAL, 3, 3),
	FORM_ONE_OF(struct purchase_input, period, OPTIONAL, periods),
};
const struct form purchase_form = FORM(struct purchase_input, purchase_fields);

struct purchase_view {
	int64_t order_id;
	const char *url, *status, *provider;
};

static const struct field purchase_view_fields[] = {
	FIELD_ID(struct purchase_view, order_id),
	FIELD(struct purchase_view, url),
	FIELD(struct purchase_view, status),
	FIELD(struct purchase_view, provider),
	FIELD_END,
};

static const char *
address(struct request *r, const char *ref)
{
	return arena_printf(r->arena, "%s/checkout/order/%s?go=1",
	    setting_text("BELAY_PUBLIC_URL"), ref);
}

enum status
purchase_answer(struct request *r, const struct purchase *p)
{
	struct purchase_view v = { p->order_id, address(r, p->ref), p->status,
		p->provider };

	return request_json(r, CREATED, purchase_view_fields, &v);
}

/* What is bought; false when nothing or two things are named. */
static bool
item_of(const struct purchase_input *in, const char **kind, int64_t *id)
{
	const struct {
		const char *kind;
		int64_t id;
	} named[] = {
		{ in->kind, in->id != 0 ? in->id : in->item_id },
		{ "session", in->session_id },
		{ "pack", in->pack_id },
		{ "package", in->package_id },
	};
	size_t n = 0;

	for (size_t i = 0; i < sizeof(named) / sizeof(named[0]); i++)
		if (named[i].kind != NULL && named[i].id != 0) {
			*kind = named[i].kind;
			*id = named[i].id;
			n++;
		}
	return n == 1;
}

static enum status
buy(struct request *r, const char *provider)
{
	const struct purchase_input *in = r->form;
	const char *kind = NULL;
	struct checkout_begin_row made;
	int64_t id = 0;

	if (!item_of(in, &kind, &id))
		return request_invalid(r, "kind",
		    tr("Say what is bought: a kind and its id, or one of "
		       "session_id, pack_id and package_id."));
	if (!payment_provider_is_configured(provider))
		return request_invalid(
		    r, "provider", tr("That is not configured on this site."));
	if (!checkout_begin(r->db, kind, id, provider, in->code, in->amount,
		in->currency,
		in->period == NULL ? "{}"
				   : arena_printf(r->arena,
					 "{\"period\": \"%s\"}", in->period),
		&made))
		return CONFLICT;
	return purchase_answer(
	    r, &(struct purchase){ made.id, made.ref, made.status, provider });
}

enum status
purchase_post(struct request *r)
{
	const struct purchase_input *in = r->form;

	return buy(r, in->provider != NULL ? in->provider : provider_usual(r));
}

enum status
purchase_stripe_post(struct request *r)
{
	return buy(r, "stripe");
}

enum status
purchase_paypal_post(struct request *r)
{
	return buy(r, "paypal");
}

/* --- is it paid? --------------------------------------------------------------------- */

struct verify_input {
	int64_t order_id;
	const char *session_id, *token, *ref;
};

static const struct form_field verify_fields[] = {
	FORM_ID(struct verify_input, order_id, OPTIONAL),
	FORM_FIELD(struct verify_input, session_id, OPTIONAL, 1, 255),
	FORM_FIELD(struct verify_input, token, OPTIONAL, 1, 255),
	FORM_FIELD(struct verify_input, ref, OPTIONAL, 1, 64),
};
const struct form verify_form = FORM(struct verify_input, verify_fields);

/* PayPal's own word for its order is order_id: digits alone are ours. */
struct capture_input {
	const char *order_id, *token;
};

static const struct form_field capture_fields[] = {
	FORM_FIELD(struct capture_input, order_id, OPTIONAL, 1, 255),
	FORM_FIELD(struct capture_input, token, OPTIONAL, 1, 255),
};
const struct form capture_form = FORM(struct capture_input, capture_fields);

struct verify_view {
	int64_t order_id;
	const char *status, *provider, *url;
	bool paid, checking;
	struct money total;
};

static const struct field verify_view_fields[] = {
	FIELD_ID(struct verify_view, order_id),
	FIELD(struct verify_view, status),
	FIELD(struct verify_view, paid),
	FIELD(struct verify_view, checking),
	FIELD(struct verify_view, provider),
	FIELD(struct verify_view, total),
	FIELD(struct verify_view, url),
	FIELD_END,
};

static bool
is_paid(const char *status)
{
	static const char *const all[] = { "paid", "fulfilled",
		"partially_refunded" };

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (strcmp(status, all[i]) == 0)
			return true;
	return false;
}

static enum status
tell(struct request *r, int64_t id, const char *checkout)
{
	struct order_lookup_row o;
	struct order_check_row check = { .asked = false };
	struct verify_view v;

	if (!order_lookup(r->db, id, checkout, &o))
		return NOT_FOUND;
	v = (struct verify_view){ .order_id = o.id,
		.status = o.status,
		.provider = o.provider,
		.paid = is_paid(o.status),
		.total = { o.total_amount, o.currency },
		.url = address(r, o.ref) };
	if (!v.paid)
		order_check(r->db, o.id, &check);
	v.checking = check.asked;
	return request_json(
	    r, v.paid || !v.checking ? OK : ACCEPTED, verify_view_fields, &v);
}

enum status
verify_show(struct request *r)
{
	const struct verify_input *in = r->form;
	const char *checkout = in->session_id != NULL ? in->session_id
			       : in->token != NULL    ? in->token
						      : in->ref;

	if (in->order_id == 0 && checkout == NULL)
		return request_invalid(r, "order_id",
		    tr("Say which: order_id, session_id or token."));
	return tell(r, in->order_id, checkout);
}

enum status
capture_post(struct request *r)
{
	const struct capture_input *in = r->form;
	const char *checkout = in->token != NULL ? in->token : in->order_id;
	bool is_ours = checkout != NULL && strlen(checkout) < 19 &&
		       strspn(checkout, "0123456789") == strlen(checkout);

	if (checkout == NULL)
		return request_invalid(
		    r, "order_id", tr("Say which: order_id or token."));
	return tell(r, is_ours ? strtoll(checkout, NULL, 10) : 0,
	    is_ours ? NULL : checkout);
}
