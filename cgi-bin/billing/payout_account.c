#include <string.h>

#include "billing/payout.h"
#include "billing/provider.h"
#include "gen/billing/payout_sql.h"
#include "lib/auth/secret.h"
#include "lib/base/words.h"
#include "lib/domain/country.h"
#include "lib/domain/payment_provider.h"
#include "lib/domain/payout_words.h"

static const char *const ways[] = { "manual", "paypal", NULL };
static const char *const way_labels[] = { WORDS("Bank account"),
	WORDS("PayPal") };

struct payout_account_input {
	const char *provider, *country, *holder, *number, *bank;
};

static const struct form_field payout_account_inputs[] = {
	FORM_ONE_OF(struct payout_account_input, provider, REQUIRED, ways),
	FORM_FIELD(struct payout_account_input, country, REQUIRED, 2, 2),
	FORM_FIELD(struct payout_account_input, holder, REQUIRED, 1, 120),
	FORM_FIELD_AS(struct payout_account_input, number, REQUIRED, 1, 254,
	    .no_refill = true),
	FORM_FIELD(struct payout_account_input, bank, OPTIONAL, 0, 200),
};
const struct form payout_account_form =
    FORM(struct payout_account_input, payout_account_inputs);

struct payout_weekly_input {
	bool weekly;
};

static const struct form_field payout_weekly_inputs[] = {
	FORM_FIELD(struct payout_weekly_input, weekly, OPTIONAL, 0, 0),
};
const struct form payout_weekly_form =
    FORM(struct payout_weekly_input, payout_weekly_inputs);

struct payout_account_view {
	const char *status, *provider, *hint, *reason, *status_words, *tone,
	    *way;
	bool has_account, is_stripe, is_connected, has_stripe, weekly;
	struct choice *ways, *countries, *stripe_countries;
	size_t nways, ncountries, nstripe_countries;
};

#define HTML(m) FIELD_ONLY(struct payout_account_view, m, ONLY_HTML)

static const struct field payout_account_fields[] = {
	FIELD(struct payout_account_view, status),
	FIELD(struct payout_account_view, provider),
	FIELD(struct payout_account_view, hint),
	FIELD(struct payout_account_view, reason),
	FIELD(struct payout_account_view, weekly),
	FIELD(struct payout_account_view, is_connected),
	HTML(status_words),
	HTML(tone),
	HTML(way),
	HTML(has_account),
	HTML(is_stripe),
	HTML(has_stripe),
	FIELD_LIST_ONLY(
	    struct payout_account_view, ways, nways, choice_fields, ONLY_HTML),
	FIELD_LIST_ONLY(struct payout_account_view, countries, ncountries,
	    choice_fields, ONLY_HTML),
	FIELD_LIST_ONLY(struct payout_account_view, stripe_countries,
	    nstripe_countries, choice_fields, ONLY_HTML),
	FIELD_END,
};
#undef HTML
struct page payout_account_page = { .path = "billing/payout_account",
	.fields = payout_account_fields,
	.form = &payout_account_form };

static void
fill_choices(struct request *r, struct payout_account_view *v,
    const struct payout_account_find_row *row)
{
	const char *chosen =
	    *typed(r, "provider") != '\0' ? typed(r, "provider") : "manual";
	const char *country =
	    *typed(r, "country") != '\0' ? typed(r, "country") : row->country;

	v->ways = choices_make(r->arena, ways, way_labels, chosen, &v->nways);
	for (size_t i = 0; i < v->nways; i++)
		v->ways[i].label = tr(v->ways[i].label);
	v->countries = country_choices(r->arena, r->session->language,
	    tr("Choose a country"), country, &v->ncountries);
	v->stripe_countries = country_choices(r->arena, r->session->language,
	    tr("Choose a country"), country, &v->nstripe_countries);
}

enum status
payout_account_show(struct request *r)
{
	struct payout_account_find_row row = { .status = NULL };
	struct payout_account_view v = {
		.has_stripe = payment_provider_is_configured("stripe")
	};

	payout_account_find(r->db, &row);
	if (row.status != NULL) {
		v.has_account = true;
		v.status = row.status;
		v.provider = row.provider;
		v.hint = row.hint;
		v.reason = row.reason;
		v.weekly = row.weekly;
		v.is_connected = row.is_connected;
		v.is_stripe = strcmp(row.provider, "stripe") == 0;
		v.status_words = payout_account_words(row.status);
		v.tone = payout_account_tone(row.status);
		v.way = payout_way_words(row.provider);
	}
	fill_choices(r, &v, &row);
	return request_render(r, &payout_account_page, &v);
}

/* The number as it is kept; NULL after a message. */
static const char *
number_of(struct request *r, const struct payout_account_input *in)
{
	const char *number = in->number;
	const char *at = strchr(number, '@');

	if (strcmp(in->provider, "paypal") == 0) {
		if (at == NULL || at == number || strchr(at, '.') == NULL)
			request_invalid(r, "number",
			    tr("Enter the e-mail address of your PayPal "
			       "account."));
		else
			return number;
		return NULL;
	}
	number = bank_number(r->arena, number);
	if (number == NULL)
		request_invalid(r, "number",
		    tr("This is no account number: look at its digits "
		       "again."));
	return number;
}

enum status
payout_account_post(struct request *r)
{
	const struct payout_account_input *in = r->form;
	const char *number = number_of(r, in);

	if (number == NULL)
		return INVALID;
	if (!country_is_known(in->country))
		return request_invalid(r, "country", tr("Choose a country."));
	payout_account_set(r->db, in->provider, in->country, in->holder,
	    bank_hint(r->arena, number),
	    secret_seal(
		r->arena, arena_printf(r->arena, "%s\n%s\n%s", in->holder,
			      number, in->bank != NULL ? in->bank : "")));
	if (db_error(r->db) != NULL)
		return CONFLICT;
	request_audit(r, &(struct deed){ "payout.account", "user",
			     r->session->user_id, NULL });
	request_flash(r, tr("Your account is saved. An admin looks at it "
			    "before money goes there."));
	return request_done(
	    r, &(struct outcome){ .status = NO_CONTENT }, "/payouts");
}

enum status
payout_weekly_post(struct request *r)
{
	const struct payout_weekly_input *in = r->form;

	payout_weekly_set(r->db, in->weekly);
	if (db_error(r->db) != NULL)
		return CONFLICT;
	request_flash(r, in->weekly ? tr("You are paid every week.")
				    : tr("You are paid every month."));
	return request_done(
	    r, &(struct outcome){ .status = NO_CONTENT }, "/payouts");
}
