#include "webhooks/webhooks.h"

const struct setting livekit_settings[] = {
	{ "LIVEKIT_API_KEY", SETTING_TEXT, NULL, false,
	    "Key of the LiveKit server, which also signs its webhooks." },
	{ "LIVEKIT_API_SECRET", SETTING_TEXT, NULL, true,
	    "Secret of that key." },
	{ "LIVEKIT_WEBHOOK_SECRET", SETTING_TEXT, NULL, true,
	    "Secret that webhooks are signed with, when it is not the key's." },
	{ NULL, SETTING_TEXT, NULL, false, NULL },
};

void
livekit_check(struct request *r)
{
	static const struct event_shape shape = { "id", "event" };
	struct livekit_key key = { setting_text("LIVEKIT_API_KEY"),
		setting_text("LIVEKIT_WEBHOOK_SECRET") };
	struct signed_body body;
	struct delivery *d = delivery_new(r, "livekit", &body);

	if (key.secret == NULL)
		key.secret = setting_text("LIVEKIT_API_SECRET");
	delivery_judge(r, d,
	    signature_livekit(
		r->arena, &body, r->http->authorization, &key, r->now),
	    &shape);
}
