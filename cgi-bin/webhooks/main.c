#include "gen/webhooks/delivery_sql.h"
#include "lib/net/net.h"
#include "webhooks/webhooks.h"

/* A call that other systems sign; each answers under /api too. */
#define SIGNED(path, check, handle)                               \
	{                                                         \
		"POST", path, handle, NULL, PUBLIC,               \
		    .rate = RATE_PROVIDER, .flags = ROUTE_RAW,    \
		    .before = (check), .body_max = DELIVERY_BYTES \
	}

// clang-format off
static const struct route routes[] = {
	SIGNED("/webhooks/stripe", stripe_check, delivery_store),
	SIGNED("/stripe/webhook", stripe_check, delivery_store),
	SIGNED("/webhooks/stripe/connect", stripe_connect_check,
	    delivery_store),
	SIGNED("/webhooks/paypal", paypal_check, delivery_store),
	SIGNED("/webhooks/resend", resend_check, delivery_store),
	SIGNED("/video-sessions/webhooks/livekit", livekit_check,
	    delivery_store),
	SIGNED("/discord/interactions", discord_check, discord_answer),
	{ NULL, NULL, NULL, NULL, NOBODY },
};
// clang-format on

static struct page *const pages[] = { NULL };

static const struct stmt *const *const stmts[] = {
	webhooks_delivery_stmts,
	NULL,
};

static const struct setting *const settings[] = {
	net_settings,
	stripe_settings,
	paypal_settings,
	livekit_settings,
	resend_settings,
	discord_settings,
	NULL,
};

int
main(int argc, char **argv)
{
	return app_run(
	    &(struct app){
		.name = "webhooks",
		.routes = routes,
		.stmts = stmts,
		.pages = pages,
		.settings = settings,
	    },
	    argc, argv);
}
