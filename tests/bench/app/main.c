#include "bench.h"
#include "gen/bench/app/home_sql.h"
#include "gen/bench/app/note_sql.h"
#include "gen/bench/app/people_sql.h"
#include "gen/lib/auth/session_sql.h"

// clang-format off
static const struct route routes[] = {
	{ "GET", "/people", people_show, &people_form, PUBLIC, .reads = people_read },
	{ "GET", "/home", home_show, NULL, MEMBER, .reads = home_read },
	{ "POST", "/notes", note_post, &note_form, MEMBER, .rate = RATE_WRITE },
	{ NULL, NULL, NULL, NULL, NOBODY },
};
// clang-format on

static struct page *const pages[] = { &people_page, &home_page, NULL };

static const struct stmt *const *const stmts[] = {
	lib_auth_session_stmts,
	bench_app_people_stmts,
	bench_app_home_stmts,
	bench_app_note_stmts,
	NULL,
};

int
main(int argc, char **argv)
{
	return app_run(
	    &(struct app){
		.name = "bench",
		.routes = routes,
		.stmts = stmts,
		.pages = pages,
	    },
	    argc, argv);
}
