#include "gen/lib/app/moderate_sql.h"
#include "gen/lib/auth/session_sql.h"
#include "safety/safety.h"

// clang-format off
static const struct route routes[] = {
	/* Automated moderation. */
	{ "POST", "/moderation/check", check_post, &check_form, MEMBER,
	    .rate = RATE_WRITE, .flags = ROUTE_JSON_ONLY,
	    .body_max = (size_t)1 << 20 },
	{ NULL, NULL, NULL, NULL, NOBODY },
};
// clang-format on

static struct page *const pages[] = {
	NULL,
};

static const struct stmt *const *const stmts[] = {
	lib_auth_session_stmts,
	lib_app_moderate_stmts,
	NULL,
};

int
main(int argc, char **argv)
{
	return app_run(
	    &(struct app){
		.name = "safety",
		.routes = routes,
		.stmts = stmts,
		.pages = pages,
		.refusals = safety_refusals,
	    },
	    argc, argv);
}
