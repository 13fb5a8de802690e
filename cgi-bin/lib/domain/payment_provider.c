#include <string.h>

#include "lib/domain/payment_provider.h"

const struct setting stripe_api_settings[] = {
	{ "STRIPE_SECRET_KEY", SETTING_TEXT, NULL, true,
	    "Secret or restricted key (sk_…, rk_…) of the platform's account." },
	{ "STRIPE_BASE_URL", SETTING_URL, "https://api.stripe.com", false,
	    "Another server in place of Stripe's; for tests." },
	{ NULL, SETTING_TEXT, NULL, false, NULL },
};

const struct setting paypal_api_settings[] = {
	{ "PAYPAL_CLIENT_ID", SETTING_TEXT, NULL, false,
	    "Client id of the platform's app at PayPal." },
	{ "PAYPAL_CLIENT_SECRET", SETTING_TEXT, NULL, true,
	    "Secret of that app." },
	{ "PAYPAL_BASE_URL", SETTING_URL, "https://api-m.paypal.com", false,
	    "PayPal's server; https://api-m.sandbox.paypal.com moves no "
	    "money." },
	{ NULL, SETTING_TEXT, NULL, false, NULL },
};

static bool
is_stripe(const char *name)
{
	return strcmp(name, "stripe") == 0;
}

bool
payment_provider_is_configured(const char *name)
{
	if (is_stripe(name))
		return setting_text("STRIPE_SECRET_KEY") != NULL;
	if (strcmp(name, "paypal") == 0)
		return setting_text("PAYPAL_CLIENT_ID") != NULL &&
		       setting_text("PAYPAL_CLIENT_SECRET") != NULL;
	return strcmp(name, "manual") == 0;
}

const char *
payment_provider_url(struct arena *a, const char *name)
{
	const char *url = setting_text(
	    is_stripe(name) ? "STRIPE_BASE_URL" : "PAYPAL_BASE_URL");
	size_t len = strlen(url);

	while (len > 0 && url[len - 1] == '/')
		len--;
	return arena_strndup(a, url, len);
}
