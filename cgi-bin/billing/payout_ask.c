#include "billing/payout.h"
#include "gen/billing/payout_sql.h"

/* What is due now, please: a payout outside of the periods. */
struct payout_ask_input {
	const char *currency;
};

static const struct form_field payout_ask_inputs[] = {
	FORM_FIELD(struct payout_ask_input, currency, OPTIONAL, 3, 3),
};
const struct form payout_ask_form =
    FORM(struct payout_ask_input, payout_ask_inputs);

struct asked {
	int64_t id;
};

static const struct field asked_fields[] = {
	FIELD_ID(struct asked, id),
	FIELD_END,
};

enum status
payout_ask_post(struct request *r)
{
	const struct payout_ask_input *in = r->form;
	struct payout_ask_row made;
	struct asked asked;

	if (!payout_ask(
		r->db, in->currency != NULL ? in->currency : "USD", &made))
		return CONFLICT;
	asked.id = made.id;
	request_audit(
	    r, &(struct deed){ "payout.ask", "payout", made.id, NULL });
	request_flash(r, tr("The payout is made. It goes out once it is "
			    "approved, and you hear of it."));
	return request_done(r,
	    &(struct outcome){ CREATED, asked_fields, &asked }, "/payouts/%lld",
	    (long long)made.id);
}
