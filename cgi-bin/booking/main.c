#include "booking/availability.h"
#include "booking/book.h"
#include "booking/booking.h"
#include "booking/expert.h"
#include "booking/refusals.h"
#include "booking/session.h"
#include "gen/booking/availability_sql.h"
#include "gen/booking/book_sql.h"
#include "gen/booking/expert_list_sql.h"
#include "gen/booking/expert_show_sql.h"
#include "gen/booking/rating_sql.h"
#include "gen/booking/session_feedback_sql.h"
#include "gen/booking/session_note_sql.h"
#include "gen/booking/session_proposal_sql.h"
#include "gen/booking/session_sql.h"
#include "gen/booking/slot_list_sql.h"
#include "gen/lib/auth/session_sql.h"
#include "gen/lib/job/job_sql.h"

// clang-format off
static const struct route routes[] = {
	/* Booking, sessions, calendars, desks. */
	{ "GET", "/book/:expert", book_show, &book_form, PUBLIC,
	    .reads = book_read },
	{ "POST", "/book/:expert", book_hold_post, &book_form, VERIFIED,
	    .rate = RATE_WRITE, .refused = book_refused },
	{ "GET", "/book/:expert/confirm", book_confirm_show,
	    &book_confirm_show_form, MEMBER, .reads = book_confirm_read },
	{ "POST", "/sessions/book", session_book_post, &session_book_form,
	    VERIFIED, .rate = RATE_WRITE, .flags = ROUTE_JSON_ONLY },
	{ "POST", "/sessions/:id/confirm", session_confirm_post,
	    &session_confirm_form, VERIFIED, .rate = RATE_WRITE,
	    .refused = session_confirm_refused },
	{ "POST", "/sessions/:id/leave", session_leave_post, &session_form,
	    MEMBER, .rate = RATE_WRITE, .refused = session_show_refused },
	{ "GET", "/sessions", session_list_show, &session_list_form, MEMBER,
	    .reads = session_list_read },
	{ "GET", "/sessions/:id", session_show, &session_form, MEMBER,
	    .reads = session_show_read },
	/* Experts: the directory, their pages, their own settings. */
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
	{ "GET", "/interviewer/availability", availability_show, NULL, VERIFIED,
	    .reads = availability_read },
	{ "POST", "/interviewer/availability", availability_post,
	    &availability_form, VERIFIED, .rate = RATE_WRITE,
	    .refused = availability_refused, .body_max = 256 * 1024 },
	{ "PUT", "/interviewer/availability", availability_put,
	    &availability_form, VERIFIED, .rate = RATE_WRITE,
	    .body_max = 256 * 1024 },
	{ NULL, NULL, NULL, NULL, NOBODY },
};
// clang-format on

static struct page *const pages[] = {
	&availability_page,
	&book_type_page,
	&book_slot_page,
	&book_confirm_page,
	&session_list_page,
	&session_show_page,
	&expert_list_page,
	&expert_show_page,
	&rating_list_page,
	&rating_reply_page,
	NULL,
};

static const struct stmt *const *const stmts[] = {
	lib_auth_session_stmts,
	lib_job_job_stmts,
	booking_availability_stmts,
	booking_book_stmts,
	booking_session_stmts,
	booking_session_feedback_stmts,
	booking_session_note_stmts,
	booking_session_proposal_stmts,
	booking_expert_list_stmts,
	booking_expert_show_stmts,
	booking_rating_stmts,
	booking_slot_list_stmts,
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
		.refusals = booking_refusals,
	    },
	    argc, argv);
}
