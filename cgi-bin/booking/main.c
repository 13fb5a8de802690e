#include "booking/booking.h"
#include "gen/booking/expert_list_sql.h"
#include "gen/lib/auth/session_sql.h"
#include "gen/lib/job/job_sql.h"

// clang-format off
static const struct route routes[] = {
	{ "GET", "/mentors", expert_list_show, &expert_list_form, PUBLIC,
	    .reads = expert_list_read, .flags = ROUTE_CACHED },
	{ "GET", "/interviewers", expert_list_show, &expert_list_form, PUBLIC,
	    .reads = expert_list_read, .flags = ROUTE_CACHED },
	{ "GET", "/concierges", expert_list_show, &expert_list_form, PUBLIC,
	    .reads = expert_list_read, .flags = ROUTE_CACHED },
	{ NULL, NULL, NULL, NULL, NOBODY },
};
// clang-format on

static struct page *const pages[] = {
	&expert_list_page,
	NULL,
};

static const struct stmt *const *const stmts[] = {
	lib_auth_session_stmts,
	lib_job_job_stmts,
	booking_expert_list_stmts,
	NULL,
};

int
main(int argc, char **argv)
{
	return app_run(
	    &(struct app){
		.name = "booking",
		.routes = routes,
		.stmts = stmts,
		.pages = pages,
	    },
	    argc, argv);
}
