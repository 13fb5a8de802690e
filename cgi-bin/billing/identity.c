#include "billing/overview.h"
#include "gen/billing/overview_sql.h"
#include "lib/domain/country.h"

static const struct form_field identity_fields[] = {
	FORM_FIELD(struct identity_input, name, REQUIRED, 1, 120),
	FORM_FIELD(struct identity_input, address, OPTIONAL, 0, 500),
	FORM_FIELD(struct identity_input, country, OPTIONAL, 2, 2),
	FORM_FIELD(struct identity_input, tax_id, OPTIONAL, 0, 60),
};
const struct form identity_form = FORM(struct identity_input, identity_fields);

enum status
identity_post(struct request *r)
{
	const struct identity_input *in = r->form;

	if (in->country != NULL && !country_is_known(in->country))
		return request_invalid(
		    r, "country", tr("Choose a country of the list."));
	billing_identity_set(
	    r->db, in->name, in->address, in->country, in->tax_id);
	request_flash(r, tr("Saved. It stands on invoices from now on."));
	return request_done(
	    r, &(struct outcome){ .status = NO_CONTENT }, "/account/billing");
}
