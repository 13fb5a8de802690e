#include "webhooks/webhooks.h"

const struct setting resend_settings[] = {
	{ "RESEND_WEBHOOK_SECRET", SETTING_TEXT, NULL, true,
	    "Signing secret (whsec_…) of the endpoint /webhooks/resend." },
	{ NULL, SETTING_TEXT, NULL, false, NULL },
};

/* The id stands in a header, and is the same when a message is sent again. */
void
resend_check(struct request *r)
{
	static const struct event_shape shape = { NULL, "type" };
	const struct svix_headers headers = {
		.id = http_header(r->http, "svix-id"),
		.timestamp = http_header(r->http, "svix-timestamp"),
		.signature = http_header(r->http, "svix-signature"),
	};
	struct signed_body body;
	struct delivery *d = delivery_new(r, "resend", &body);

	delivery_judge(r, d,
	    signature_svix(r->arena, &body, &headers,
		setting_text("RESEND_WEBHOOK_SECRET"), r->now),
	    &shape);
	d->event.id = headers.id;
}
