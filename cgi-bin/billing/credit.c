#include "billing/credit.h"
#include "billing/checkout_api.h"
#include "billing/provider.h"
#include "gen/billing/checkout_sql.h"
#include "lib/domain/payment_provider.h"

/* How many: one of the packs. */
struct credit_input {
	int64_t credits;
	const char *provider, *code;
};

static const struct form_field credit_fields[] = {
	FORM_FIELD(struct credit_input, credits, REQUIRED, 1, 1000),
	FORM_ONE_OF(struct credit_input, provider, OPTIONAL, providers),
	FORM_FIELD(struct credit_input, code, OPTIONAL, 1, 40),
};
const struct form credit_form = FORM(struct credit_input, credit_fields);

enum status
credit_post(struct request *r)
{
	const struct credit_input *in = r->form;
	const char *provider =
	    in->provider != NULL ? in->provider : provider_usual(r);
	struct checkout_begin_row made;

	if (!payment_provider_is_configured(provider))
		return request_invalid(
		    r, "provider", tr("That is not configured on this site."));
	if (!checkout_begin(r->db, "credits", in->credits, provider, in->code,
		(struct maybe_int){ .set = false }, NULL, "{}", &made))
		return CONFLICT;
	return purchase_answer(
	    r, &(struct purchase){ made.id, made.ref, made.status, provider });
}
