#include "gen/journeys/marketplace_sql.h"
#include "gen/lib/auth/session_sql.h"
#include "journeys/journeys.h"

// clang-format off
static const struct route routes[] = {
	{ "GET", "/marketplace", marketplace_show, NULL, PUBLIC },
	{ NULL, NULL, NULL, NULL, NOBODY },
};
// clang-format on

static struct page *const pages[] = {
	&marketplace_page,
	NULL,
};

static const struct stmt *const *const stmts[] = {
	lib_auth_session_stmts,
	journeys_marketplace_stmts,
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
