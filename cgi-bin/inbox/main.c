#include "gen/inbox/feed_sql.h"
#include "gen/inbox/notice_sql.h"
#include "gen/inbox/preferences_sql.h"
#include "gen/inbox/unsubscribe_sql.h"
#include "gen/lib/auth/session_sql.h"
#include "inbox/inbox.h"

// clang-format off
static const struct route routes[] = {
	{ "GET", "/notifications", feed_show, &feed_form, MEMBER,
	    .reads = feed_read, .flags = ROUTE_SUSPENDED },
	{ "POST", "/notifications/read", notice_read_post, &notice_read_form,
	    MEMBER, .rate = RATE_WRITE, .flags = ROUTE_SUSPENDED },
	{ "GET", "/notifications/:id/open", notice_follow, &notice_follow_form,
	    MEMBER, .flags = ROUTE_WRITES | ROUTE_SUSPENDED },
	{ "GET", "/notifications/preferences", preferences_show, NULL, MEMBER,
	    .reads = preferences_read, .flags = ROUTE_SUSPENDED },
	{ "POST", "/notifications/preferences", preferences_save,
	    &preferences_form, MEMBER, .rate = RATE_WRITE,
	    .flags = ROUTE_SUSPENDED, .refused = preferences_refused },
	{ "PUT", "/notifications/preferences", preferences_save,
	    &preferences_form, MEMBER, .rate = RATE_WRITE,
	    .flags = ROUTE_SUSPENDED },
	{ "GET", "/notifications/unsubscribe", unsubscribe_show, NULL, PUBLIC },
	{ "POST", "/notifications/unsubscribe", unsubscribe_post, NULL, PUBLIC,
	    .rate = RATE_WRITE, .flags = ROUTE_NO_CSRF },
	{ NULL, NULL, NULL, NULL, NOBODY },
};
// clang-format on

static struct page *const pages[] = {
	&feed_page,
	&preferences_page,
	&unsubscribe_page,
	NULL,
};

static const struct stmt *const *const stmts[] = {
	lib_auth_session_stmts,
	inbox_feed_stmts,
	inbox_notice_stmts,
	inbox_preferences_stmts,
	inbox_unsubscribe_stmts,
	NULL,
};

int
main(int argc, char **argv)
{
	return app_run(
	    &(struct app){
		.name = "inbox",
		.routes = routes,
		.stmts = stmts,
		.pages = pages,
	    },
	    argc, argv);
}
