#include <string.h>

#include "billing/order.h"
#include "billing/provider.h"
#include "lib/domain/payment_provider.h"

struct order_pay_input {
	const char *ref, *provider;
};

static const struct form_field order_pay_fields[] = {
	FORM_FIELD_AS(
	    struct order_pay_input, ref, REQUIRED, 1, 64, .check = CHECK_SLUG),
	FORM_ONE_OF(struct order_pay_input, provider, REQUIRED, providers),
};
const struct form order_pay_form =
    FORM(struct order_pay_input, order_pay_fields);

/* Another try, or another way, at the price of the order. */
enum status
order_pay_post(struct request *r)
{
	const struct order_pay_input *in = r->form;
	struct order_lookup_row o;
	struct payment_begin_row made;

	if (!payment_provider_is_configured(in->provider))
		return request_invalid(
		    r, "provider", tr("That is not configured on this site."));
	if (!order_lookup(r->db, 0, in->ref, &o))
		return NOT_FOUND;
	if (!payment_begin(r->db, o.id, in->provider, &made))
		return CONFLICT;
	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    "/checkout/order/%s?go=1", o.ref);
}

enum status
order_cancel_post(struct request *r)
{
	const struct order_input *in = r->form;
	struct order_lookup_row o;

	if (!order_lookup(r->db, 0, in->ref, &o))
		return NOT_FOUND;
	order_cancel(r->db, o.id);
	if (db_error(r->db) != NULL)
		return CONFLICT;
	request_flash(r, tr("The order is cancelled. Nothing was taken."));
	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    "/checkout/order/%s", o.ref);
}
