#include "billing/billing.h"
#include "gen/lib/auth/session_sql.h"

// clang-format off
static const struct route routes[] = {
	{ NULL, NULL, NULL, NULL, NOBODY },
};
// clang-format on

static struct page *const pages[] = {
	NULL,
};

static const struct stmt *const *const stmts[] = {
	lib_auth_session_stmts,
	NULL,
};

int
main(int argc, char **argv)
{
	return app_run(
	    &(struct app){
		.name = "billing",
		.routes = routes,
		.stmts = stmts,
		.pages = pages,
		.refusals = billing_refusals,
	    },
	    argc, argv);
}
