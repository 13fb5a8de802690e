#include "billing/billing.h"
#include "lib/base/words.h"

const struct refusal billing_refusals[] = {
	{ "price_changed", WORDS("The price has changed: look at it again.") },
	{ NULL, NULL },
};
