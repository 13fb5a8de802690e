#include <string.h>

#include "billing/payout.h"
#include "billing/provider.h"
#include "gen/billing/connect_sql.h"
#include "lib/domain/country.h"
#include "lib/domain/payment_provider.h"

/* The way to an account at Stripe.  The worker asks Stripe; the page waits for the
 * answer by looking again, and then leads there. */
enum { LOOK_SECONDS = 2 };

static const char *const kinds[] = { "onboarding", "login", NULL };

struct connect_input {
	const char *country, *kind;
};

static const struct form_field connect_inputs[] = {
	FORM_FIELD(struct connect_input, country, OPTIONAL, 2, 2),
	FORM_ONE_OF(struct connect_input, kind, OPTIONAL, kinds),
};
const struct form connect_form = FORM(struct connect_input, connect_inputs);

struct connect_view {
	const char *status, *url, *failure;
	bool is_waiting, is_ready, is_over, has_failed;
};

static const struct field connect_fields[] = {
	FIELD(struct connect_view, status),
	FIELD(struct connect_view, url),
	FIELD(struct connect_view, failure),
	FIELD_ONLY(struct connect_view, is_waiting, ONLY_HTML),
	FIELD_ONLY(struct connect_view, is_ready, ONLY_HTML),
	FIELD_ONLY(struct connect_view, is_over, ONLY_HTML),
	FIELD_ONLY(struct connect_view, has_failed, ONLY_HTML),
	FIELD_END,
};
struct page connect_page = { .path = "billing/connect",
	.fields = connect_fields };

enum status
connect_post(struct request *r)
{
	const struct connect_input *in = r->form;
	struct connect_view v = { .status = "waiting" };
	struct connect_begin_row begun;

	if (!payment_provider_is_configured("stripe"))
		return request_refuse(r, CONFLICT,
		    tr("Stripe is not configured on this site: give a bank "
		       "account instead."));
	if (in->country != NULL && !country_is_known(in->country))
		return request_invalid(r, "country", tr("Choose a country."));
	if (!connect_begin(r->db, in->country,
		in->kind != NULL ? in->kind : kinds[0],
		setting_text("BELAY_PUBLIC_URL"), &begun))
		return CONFLICT;
	request_audit(r, &(struct deed){ "payout.connect", "user",
			     r->session->user_id, NULL });
	return request_done(r,
	    &(struct outcome){ ACCEPTED, connect_fields, &v },
	    "/payouts/connect");
}

/* The address is for one use: whoever sees it goes there. */
enum status
connect_show(struct request *r)
{
	struct connect_find_row row;
	struct connect_take_row taken = { .url = NULL };
	struct connect_view v = { .status = "none" };

	if (connect_find(r->db, &row)) {
		v.status = row.is_late ? "over" : row.status;
		v.failure = row.failure;
	}
	if (strcmp(v.status, "ready") == 0)
		connect_take(r->db, &taken);
	v.url = taken.url;
	v.is_ready = provider_go(r, v.url);
	v.is_waiting = strcmp(v.status, "waiting") == 0;
	v.has_failed = strcmp(v.status, "failed") == 0;
	v.is_over = !v.is_ready && !v.is_waiting && !v.has_failed;
	if (v.is_waiting && !r->json)
		request_header(
		    r, "Refresh", arena_printf(r->arena, "%d", LOOK_SECONDS));
	return request_render(r, &connect_page, &v);
}

/* Back from Stripe, whatever was done there: it is asked how the account is. */
enum status
connect_return(struct request *r)
{
	connect_look(r->db);
	request_flash(r, tr("Stripe is asked how your account stands. You hear "
			    "of it as soon as it may be paid."));
	return request_redirect(r, "/payouts");
}
