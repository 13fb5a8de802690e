#include "admin/payment_status.h"
#include "gen/admin/payment_status_sql.h"
#include "lib/base/words.h"
#include "lib/domain/payment_provider.h"

const struct setting payment_status_settings[] = {
	{ "STRIPE_WEBHOOK_SECRET", SETTING_TEXT, NULL, true,
	    "Signs what Stripe tells; here only whether it is set." },
	{ "PAYPAL_WEBHOOK_ID", SETTING_TEXT, NULL, false,
	    "Checks what PayPal tells; here only whether it is set." },
	{ NULL, SETTING_TEXT, NULL, false, NULL },
};

const struct field payment_status_fields[] = {
	FIELD(struct payment_status, name),
	FIELD(struct payment_status, is_configured),
	FIELD(struct payment_status, is_enabled),
	FIELD(struct payment_status, is_hearing),
	FIELD_ONLY(struct payment_status, label, ONLY_HTML),
	FIELD_ONLY(struct payment_status, note, ONLY_HTML),
	FIELD_ONLY(struct payment_status, switch_href, ONLY_HTML),
	FIELD_END,
};

static const struct {
	const char *name, *label, *hears, *without;
} ways[] = {
	{ "stripe", WORDS("Stripe"), "STRIPE_WEBHOOK_SECRET",
	    WORDS("Set STRIPE_SECRET_KEY to take cards.") },
	{ "paypal", WORDS("PayPal"), "PAYPAL_WEBHOOK_ID",
	    WORDS("Set PAYPAL_CLIENT_ID and PAYPAL_CLIENT_SECRET.") },
	{ "manual", WORDS("Bank transfer"), NULL, NULL },
};
enum { NWAYS = sizeof(ways) / sizeof(ways[0]) };

struct payment_status *
payment_statuses(struct request *r, size_t *n)
{
	struct payment_status *all = arena_alloc(r->arena, NWAYS, sizeof(*all));
	struct pay_feature_row row;

	for (*n = 0; *n < NWAYS; ++*n) {
		const char *name = ways[*n].name, *hears = ways[*n].hears;
		const bool is_there = payment_provider_is_configured(name);
		const bool is_hearing =
		    hears == NULL || setting_text(hears) != NULL;

		all[*n] = (struct payment_status){
			.name = name,
			.label = tr(ways[*n].label),
			.is_configured = is_there,
			.is_hearing = is_there && is_hearing,
			.is_enabled =
			    pay_feature(r->db, name, &row) && row.is_on,
			.note = !is_there ? tr(ways[*n].without)
				: !is_hearing
				    ? arena_printf(r->arena,
					  tr("Set %s too: what it tells is "
					     "refused without."),
					  hears)
				    : NULL,
			.switch_href = arena_printf(
			    r->arena, "/admin/settings/feature_pay_%s", name),
		};
	}
	return all;
}
