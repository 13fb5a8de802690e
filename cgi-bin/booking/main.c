#include "booking/availability.h"
#include "booking/book.h"
#include "booking/booking.h"
#include "booking/calendar.h"
#include "booking/desk.h"
#include "booking/expert.h"
#include "booking/google.h"
#include "booking/profile.h"
#include "booking/refusals.h"
#include "booking/register.h"
#include "booking/session.h"
#include "booking/session_move.h"
#include "booking/session_note.h"
#include "gen/booking/availability_sql.h"
#include "gen/booking/book_sql.h"
#include "gen/booking/calendar_sql.h"
#include "gen/booking/desk_sql.h"
#include "gen/booking/expert_list_sql.h"
#include "gen/booking/expert_show_sql.h"
#include "gen/booking/google_sql.h"
#include "gen/booking/match_sql.h"
#include "gen/booking/profile_sql.h"
#include "gen/booking/rating_sql.h"
#include "gen/booking/register_sql.h"
#include "gen/booking/session_feedback_sql.h"
#include "gen/booking/session_move_sql.h"
#include "gen/booking/session_note_sql.h"
#include "gen/booking/session_proposal_sql.h"
#include "gen/booking/session_sql.h"
#include "gen/booking/slot_list_sql.h"
#include "gen/booking/vocabulary_sql.h"
#include "gen/lib/auth/session_sql.h"
#include "gen/lib/job/job_sql.h"
#include "lib/domain/google.h"

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
	{ "POST", "/sessions/:id/accept", session_accept_post,
	    &session_seen_form, MEMBER, .rate = RATE_WRITE, .refused = session_show_refused },
	{ "GET", "/sessions/:id/decline", session_decline_show, &session_cancel_form, MEMBER,
	    .reads = session_cancel_read },
	{ "POST", "/sessions/:id/decline", session_decline_post,
	    &session_cancel_form, MEMBER, .rate = RATE_WRITE, .refused = session_decline_refused },
	{ "GET", "/sessions/:id/cancel", session_cancel_show, &session_cancel_form, MEMBER,
	    .reads = session_cancel_read },
	{ "POST", "/sessions/:id/cancel", session_cancel_post,
	    &session_cancel_form, MEMBER, .rate = RATE_WRITE, .refused = session_cancel_refused },
	{ "PATCH", "/sessions/:id/cancel", session_cancel_post,
	    &session_cancel_form, MEMBER, .rate = RATE_WRITE, .refused = session_cancel_refused },
	{ "GET", "/sessions/:id/reschedule", session_reschedule_show, &session_time_form, MEMBER,
	    .reads = session_time_read },
	{ "POST", "/sessions/:id/reschedule", session_reschedule_post,
	    &session_time_form, MEMBER, .rate = RATE_WRITE, .refused = session_reschedule_refused },
	{ "PATCH", "/sessions/:id/reschedule", session_reschedule_post,
	    &session_time_form, MEMBER, .rate = RATE_WRITE, .refused = session_reschedule_refused },
	{ "GET", "/sessions/:id/propose", session_propose_show, &session_time_form, MEMBER,
	    .reads = session_time_read },
	{ "POST", "/sessions/:id/propose", session_propose_post,
	    &session_time_form, MEMBER, .rate = RATE_WRITE, .refused = session_propose_refused },
	{ "GET", "/sessions/:id/offer", session_offer_show, &session_offer_form, MEMBER,
	    .reads = session_offer_read },
	{ "POST", "/sessions/:id/offer", session_offer_post,
	    &session_offer_form, VERIFIED, .rate = RATE_WRITE, .refused = session_offer_refused },
	{ "POST", "/sessions/:id/proposals/:proposal/accept", session_proposal_accept_post,
	    &session_proposal_form, VERIFIED, .rate = RATE_WRITE, .refused = session_show_refused },
	{ "POST", "/sessions/:id/proposals/:proposal/refuse", session_proposal_close_post,
	    &session_proposal_form, MEMBER, .rate = RATE_WRITE, .refused = session_show_refused },
	{ "POST", "/sessions/:id/start", session_start_post,
	    &session_seen_form, MEMBER, .rate = RATE_WRITE, .refused = session_show_refused },
	{ "POST", "/sessions/:id/complete", session_complete_post,
	    &session_seen_form, MEMBER, .rate = RATE_WRITE, .refused = session_show_refused },
	{ "PATCH", "/sessions/:id/complete", session_complete_post,
	    &session_seen_form, MEMBER, .rate = RATE_WRITE, .refused = session_show_refused },
	{ "POST", "/sessions/:id/no-show", session_no_show_post,
	    &session_seen_form, MEMBER, .rate = RATE_WRITE, .refused = session_show_refused },
	{ "POST", "/sessions/:id/take-back", session_take_back_post,
	    &session_seen_form, MEMBER, .rate = RATE_WRITE, .refused = session_show_refused },
	{ "GET", "/sessions/:id/dispute", session_dispute_show, &session_question_form, MEMBER,
	    .reads = session_one_read },
	{ "POST", "/sessions/:id/dispute", session_dispute_post,
	    &session_question_form, MEMBER, .rate = RATE_WRITE, .refused = session_dispute_refused },
	{ "POST", "/sessions/:id/settle", session_settle_post,
	    &session_settle_form, MEMBER, .rate = RATE_WRITE, .refused = session_show_refused },
	{ "GET", "/sessions/:id/emergency", session_emergency_show, &session_question_form, MEMBER,
	    .reads = session_one_read },
	{ "POST", "/sessions/:id/emergency", session_emergency_post,
	    &session_question_form, MEMBER, .rate = RATE_WRITE, .refused = session_emergency_refused },
	{ "POST", "/sessions/:id/reveal", session_reveal_post,
	    &session_reveal_form, MEMBER, .rate = RATE_WRITE, .refused = session_show_refused },
	{ "POST", "/sessions/:id/notes", session_note_add,
	    &session_note_add_form, MEMBER, .rate = RATE_WRITE, .refused = session_show_refused },
	{ "POST", "/sessions/:id/notes/:note", session_note_edit,
	    &session_note_form, MEMBER, .rate = RATE_WRITE, .refused = session_show_refused },
	{ "PATCH", "/sessions/:id/notes/:note", session_note_edit,
	    &session_note_form, MEMBER, .rate = RATE_WRITE, .refused = session_show_refused },
	{ "POST", "/sessions/:id/notes/:note/delete", session_note_remove,
	    &session_note_form, MEMBER, .rate = RATE_WRITE, .refused = session_show_refused },
	{ "DELETE", "/sessions/:id/notes/:note", session_note_remove,
	    &session_note_form, MEMBER, .rate = RATE_WRITE },
	{ "GET", "/sessions/:id/feedback", session_feedback_show, &session_feedback_form, MEMBER,
	    .reads = session_feedback_read },
	{ "POST", "/sessions/:id/feedback", session_feedback_post,
	    &session_feedback_form, MEMBER, .rate = RATE_WRITE, .refused = session_feedback_refused },
	{ "GET", "/sessions/:id/calendar.ics", session_calendar_file, &session_form, MEMBER,
	    .reads = session_one_read },
	{ "GET", "/sessions/:id/room", session_room_show, &session_form, MEMBER,
	    .reads = session_one_read },
	{ "PATCH", "/instructor/sessions/:id", session_desk_patch,
	    &session_desk_form, MEMBER, .rate = RATE_WRITE },
	{ "GET", "/calendar", calendar_show, &calendar_form, MEMBER,
	    .reads = calendar_read },
	{ "GET", "/calendar/feed", calendar_feed_show, NULL, MEMBER,
	    .reads = calendar_feed_read },
	{ "POST", "/calendar/feed", calendar_feed_post, NULL, MEMBER,
	    .rate = RATE_WRITE },
	{ "POST", "/calendar/feed/revoke", calendar_feed_revoke_post, NULL,
	    MEMBER, .rate = RATE_WRITE },
	{ "GET", "/calendar/feed/:token", calendar_feed_file,
	    &calendar_feed_form, PUBLIC,
	    .reads = calendar_feed_file_read },
	{ "GET", "/instructor/dashboard", instructor_dashboard_show, NULL,
	    MEMBER, "expert.manage", .reads = instructor_dashboard_read },
	{ "GET", "/instructor/sessions", instructor_sessions_show,
	    &instructor_sessions_form, MEMBER, "expert.manage",
	    .reads = instructor_sessions_read },
	{ "GET", "/concierge/dashboard", concierge_dashboard_show, NULL,
	    MEMBER, "expert.manage", .reads = concierge_dashboard_read },
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
	    .refused = availability_refused, .body_max = (size_t)256 * 1024 },
	{ "PUT", "/interviewer/availability", availability_put,
	    &availability_form, VERIFIED, .rate = RATE_WRITE,
	    .body_max = (size_t)256 * 1024 },
	{ "GET", "/interviewer/profile", profile_show, NULL, VERIFIED,
	    .reads = profile_read },
	{ "POST", "/interviewer/profile", profile_save_post, &profile_post_form,
	    VERIFIED, .rate = RATE_WRITE, .refused = profile_refused },
	{ "PATCH", "/interviewer/profile", profile_save_post,
	    &profile_patch_form, VERIFIED, .rate = RATE_WRITE },
	{ "POST", "/interviewer/profile/pause", profile_pause_post,
	    &profile_pause_form, VERIFIED, .rate = RATE_WRITE },
	{ "GET", "/interviewer/register", register_show, &register_show_form,
	    VERIFIED, .reads = register_read },
	{ "POST", "/interviewer/register", register_post, &register_form,
	    VERIFIED, .rate = RATE_WRITE, .refused = register_refused },
	{ "GET", "/calendar/google", google_show, NULL, VERIFIED },
	{ "POST", "/calendar/google/connect", google_connect_post, NULL, VERIFIED,
	    .rate = RATE_WRITE, .refused = google_show },
	{ "GET", "/calendar/google/callback", google_callback,
	    &google_callback_form, VERIFIED, .flags = ROUTE_WRITES },
	{ "POST", "/calendar/google/disconnect", google_disconnect_post, NULL,
	    VERIFIED, .rate = RATE_WRITE },
	{ "GET", "/interviewers/match", match_show, &match_form, PUBLIC,
	    .refused = match_refused },
	{ "POST", "/interviewers/match", match_show, &match_form, PUBLIC,
	    .flags = ROUTE_NO_CSRF, .refused = match_refused },
	{ NULL, NULL, NULL, NULL, NOBODY },
};
// clang-format on

static struct page *const pages[] = {
	&availability_page,
	&match_page,
	&profile_page,
	&register_page,
	&book_type_page,
	&book_slot_page,
	&book_confirm_page,
	&session_list_page,
	&session_show_page,
	&session_cancel_page,
	&session_question_page,
	&session_time_page,
	&session_offer_page,
	&session_feedback_page,
	&session_room_page,
	&calendar_page,
	&calendar_feed_page,
	&instructor_dashboard_page,
	&instructor_sessions_page,
	&concierge_dashboard_page,
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
	booking_availability_stmts,
	booking_match_stmts,
	booking_profile_stmts,
	booking_register_stmts,
	booking_vocabulary_stmts,
	booking_book_stmts,
	booking_calendar_stmts,
	booking_desk_stmts,
	booking_session_stmts,
	booking_session_feedback_stmts,
	booking_session_move_stmts,
	booking_session_note_stmts,
	booking_session_proposal_stmts,
	booking_expert_list_stmts,
	booking_expert_show_stmts,
	booking_rating_stmts,
	booking_slot_list_stmts,
	booking_google_stmts,
	NULL,
};

static const struct setting *const settings[] = { google_settings, NULL };

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
		.settings = settings,
	    },
	    argc, argv);
}
