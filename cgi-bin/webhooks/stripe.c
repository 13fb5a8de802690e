#include <string.h>

#include "lib/base/log.h"
#include "webhooks/webhooks.h"

const struct setting stripe_settings[] = {
	{ "STRIPE_WEBHOOK_SECRET", SETTING_TEXT, NULL, true,
	    "Signing secret (whsec_…) of the endpoint /webhooks/stripe." },
	{ "STRIPE_CONNECT_WEBHOOK_SECRET", SETTING_TEXT, NULL, true,
	    "Signing secret (whsec_…) of the Connect endpoint "
	    "/webhooks/stripe/connect." },
	{ "STRIPE_SECRET_KEY", SETTING_TEXT, NULL, true,
	    "Secret or restricted key (sk_…, rk_…) of the platform's account." },
	{ NULL, SETTING_TEXT, NULL, false, NULL },
};

static struct delivery *
check(struct request *r, const char *secret)
{
	static const struct event_shape shape = { "id", "type" };
	const char *header = http_header(r->http, "Stripe-Signature");
	struct signed_body body;
	struct delivery *d = delivery_new(r, "stripe", &body);

	delivery_judge(
	    r, d, signature_stripe(&body, header, secret, r->now), &shape);
	return d;
}

void
stripe_check(struct request *r)
{
	check(r, setting_text("STRIPE_WEBHOOK_SECRET"));
}

static bool
is_live(const struct event *e)
{
	struct json_object *live;

	return json_object_object_get_ex(e->body, "livemode", &live) &&
	       json_object_get_boolean(live);
}

/* A Connect endpoint also hears what connected accounts try in test mode: that is
 * not about money of ours.  Without a key the mode is not known. */
void
stripe_connect_check(struct request *r)
{
	struct delivery *d =
	    check(r, setting_text("STRIPE_CONNECT_WEBHOOK_SECRET"));
	const char *key = setting_text("STRIPE_SECRET_KEY");

	if (d->why != NULL || key == NULL)
		return;
	d->is_foreign = is_live(&d->event) != (strstr(key, "k_live_") != NULL);
	if (d->is_foreign)
		log_info("stripe: %s is of the other mode", d->event.id);
}
