#include "gen/journeys/journey_sql.h"
#include "gen/journeys/marketplace_sql.h"
#include "gen/lib/auth/session_sql.h"
#include "journeys/journey.h"
#include "journeys/journeys.h"

// clang-format off
static const struct route routes[] = {
	{ "GET", "/marketplace", marketplace_show, &marketplace_form, PUBLIC,
	    .reads = marketplace_read, .flags = ROUTE_CACHED },
	{ "GET", "/marketplace/:slug", journey_show, &journey_form, PUBLIC,
	    .reads = journey_read, .flags = ROUTE_CACHED },
	{ "POST", "/marketplace/:slug/start", journey_start_post,
	    &journey_start_form, VERIFIED, .rate = RATE_WRITE },
	{ "GET", "/marketplace/:slug/reviews", journey_review_list_show,
	    &journey_review_list_form, PUBLIC,
	    .reads = journey_review_list_read },
	{ NULL, NULL, NULL, NULL, NOBODY },
};
// clang-format on

static struct page *const pages[] = {
	&marketplace_page,
	&journey_page,
	&journey_review_list_page,
	NULL,
};

static const struct stmt *const *const stmts[] = {
	lib_auth_session_stmts,
	journeys_marketplace_stmts,
	journeys_journey_stmts,
	NULL,
};

int
main(int argc, char **argv)
{
	return app_run(
	    &(struct app){
		.name = "journeys",
		.routes = routes,
		.stmts = stmts,
		.pages = pages,
	    },
	    argc, argv);
}
