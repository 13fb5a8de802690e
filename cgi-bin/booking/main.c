#include "booking/booking.h"
#include "booking/expert.h"
#include "booking/google.h"
#include "gen/booking/expert_list_sql.h"
#include "gen/booking/expert_show_sql.h"
#include "gen/booking/google_sql.h"
#include "gen/booking/rating_sql.h"
#include "gen/booking/slot_list_sql.h"
#include "gen/lib/auth/session_sql.h"
#include "gen/lib/job/job_sql.h"
#include "lib/domain/google.h"

// clang-format off
static const struct route routes[] = {
	{ "GET", "/mentors", expert_list_show, &expert_list_form, PUBLIC,
	    .reads = expert_list_read, .flags = ROUTE_CACHED },
	{ "GET", "/interviewers", expert_list_show, &expert_list_form, PUBLIC,
	    .reads = expert_list_read, .flags = ROUTE_CACHED },
	{ "GET", "/concierges", expert_list_show, &expert_list_form, PUBLIC,
	    .reads = expert_list_read, .flags = ROUTE_CACHED },
	{ "GET", "/mentors/:id", expert_show, &expert_show_form, PUBLIC,
	    .reads = expert_show_read, .flags = ROUTE_CACHED },
	{ "GET", "/interviewers/:id", expert_show, &expert_show_form, PUBLIC,
	    .reads = expert_show_read, .flags = ROUTE_CACHED },
	{ "GET", "/concierges/:id", expert_show, &expert_show_form, PUBLIC,
	    .reads = expert_show_read, .flags = ROUTE_CACHED },
	{ "GET", "/mentors/:id/availability", slot_list_show, &slot_list_form,
	    PUBLIC, .flags = ROUTE_JSON_ONLY },
	{ "GET", "/interviewers/:id/availability", slot_list_show, &slot_list_form,
	    PUBLIC, .flags = ROUTE_JSON_ONLY },
	{ "GET", "/concierges/:id/availability", slot_list_show, &slot_list_form,
	    PUBLIC, .flags = ROUTE_JSON_ONLY },
	{ "GET", "/mentors/:id/ratings", rating_list_show, &rating_list_form,
	    PUBLIC, .reads = rating_list_read, .flags = ROUTE_CACHED },
	{ "GET", "/mentors/:id/ratings/:rating/reply", rating_reply_show,
	    &rating_edit_form, VERIFIED },
	{ "POST", "/mentors/:id/ratings/:rating/reply", rating_reply,
	    &rating_reply_form, VERIFIED, .rate = RATE_WRITE,
	    .refused = rating_reply_show },
	{ "GET", "/interviewers/:id/ratings", rating_list_show, &rating_list_form,
	    PUBLIC, .reads = rating_list_read, .flags = ROUTE_CACHED },
	{ "GET", "/interviewers/:id/ratings/:rating/reply", rating_reply_show,
	    &rating_edit_form, VERIFIED },
	{ "POST", "/interviewers/:id/ratings/:rating/reply", rating_reply,
	    &rating_reply_form, VERIFIED, .rate = RATE_WRITE,
	    .refused = rating_reply_show },
	{ "GET", "/concierges/:id/ratings", rating_list_show, &rating_list_form,
	    PUBLIC, .reads = rating_list_read, .flags = ROUTE_CACHED },
	{ "GET", "/concierges/:id/ratings/:rating/reply", rating_reply_show,
	    &rating_edit_form, VERIFIED },
	{ "POST", "/concierges/:id/ratings/:rating/reply", rating_reply,
	    &rating_reply_form, VERIFIED, .rate = RATE_WRITE,
	    .refused = rating_reply_show },
	{ "GET", "/calendar/google", google_show, NULL, VERIFIED },
	{ "POST", "/calendar/google/connect", google_connect_post, NULL, VERIFIED,
	    .rate = RATE_WRITE, .refused = google_show },
	{ "GET", "/calendar/google/callback", google_callback,
	    &google_callback_form, VERIFIED, .flags = ROUTE_WRITES },
	{ "POST", "/calendar/google/disconnect", google_disconnect_post, NULL,
	    VERIFIED, .rate = RATE_WRITE },
	{ NULL, NULL, NULL, NULL, NOBODY },
};
// clang-format on

static struct page *const pages[] = {
	&expert_list_page,
	&expert_show_page,
	&rating_list_page,
	&rating_reply_page,
	&google_page,
	NULL,
};

static const struct stmt *const *const stmts[] = {
	lib_auth_session_stmts,
	lib_job_job_stmts,
	booking_expert_list_stmts,
	booking_expert_show_stmts,
	booking_rating_stmts,
	booking_slot_list_stmts,
	booking_google_stmts,
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
		.settings = google_settings,
	    },
	    argc, argv);
}
