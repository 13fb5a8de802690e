#include "gen/lib/auth/session_sql.h"
#include "gen/lib/job/job_sql.h"
#include "gen/lib/journey/version_sql.h"
#include "gen/reviews/analytics_sql.h"
#include "gen/reviews/help_sql.h"
#include "gen/reviews/member_sql.h"
#include "gen/reviews/mentor_sql.h"
#include "gen/reviews/review_ask_sql.h"
#include "gen/reviews/review_list_sql.h"
#include "gen/reviews/review_move_sql.h"
#include "gen/reviews/review_show_sql.h"
#include "gen/reviews/review_thread_sql.h"
#include "gen/reviews/section_sql.h"
#include "reviews/mentor.h"
#include "reviews/refusals.h"
#include "reviews/review.h"

// clang-format off
static const struct route routes[] = {
	/* Reviews: the member's side, and what both sides do. */
	{ "GET", "/reviews", review_list_show, &review_list_form, MEMBER,
	    .reads = review_list_read },
	{ "POST", "/reviews", review_submit_post, &review_submit_form, VERIFIED,
	    .rate = RATE_WRITE, .refused = review_submit_refused },
	{ "GET", "/reviews/ask", review_ask_show, &review_ask_form, MEMBER,
	    .flags = ROUTE_OPEN },
	{ "GET", "/reviews/:id", review_show, &review_form, MEMBER,
	    .reads = review_show_read, .flags = ROUTE_OPEN },
	{ "POST", "/reviews/:id/withdraw", review_withdraw_post,
	    &review_seen_form, MEMBER, .rate = RATE_WRITE, .refused = review_show_refused },
	{ "POST", "/reviews/:id/answer", review_answer_post,
	    &review_answer_form, MEMBER, .rate = RATE_WRITE, .refused = review_show_refused },
	{ "POST", "/reviews/:id/resubmit", review_resubmit_post,
	    &review_words_form, MEMBER, .rate = RATE_WRITE, .refused = review_show_refused },
	{ "POST", "/reviews/:id/reopen", review_reopen_post,
	    &review_words_form, MEMBER, .rate = RATE_WRITE, .refused = review_show_refused },
	{ "POST", "/reviews/:id/rate", review_rate_post,
	    &review_rate_form, MEMBER, .rate = RATE_WRITE, .refused = review_show_refused },
	{ "POST", "/reviews/:id/close", review_close_post,
	    &review_seen_form, MEMBER, .rate = RATE_WRITE, .refused = review_show_refused },
	{ "POST", "/reviews/:id/peek", review_peek_post,
	    &review_seen_form, MEMBER, .rate = RATE_WRITE, .refused = review_show_refused },
	{ "POST", "/reviews/:id/claim", review_claim_post,
	    &review_seen_form, MEMBER, .rate = RATE_WRITE, .refused = review_show_refused },
	{ "POST", "/reviews/:id/release", review_release_post,
	    &review_words_form, MEMBER, .rate = RATE_WRITE, .refused = review_show_refused },
	{ "POST", "/reviews/:id/ask", review_ask_post,
	    &review_question_form, MEMBER, .rate = RATE_WRITE, .refused = review_show_refused },
	{ "POST", "/reviews/:id/draft", review_draft_post,
	    &review_work_form, MEMBER, .rate = RATE_WRITE, .refused = review_show_refused },
	{ "POST", "/reviews/:id/complete", review_finish_post,
	    &review_work_form, MEMBER, .rate = RATE_WRITE, .refused = review_show_refused },
	{ "POST", "/reviews/:id/threads", thread_add_post,
	    &thread_add_form, MEMBER, .rate = RATE_WRITE, .refused = review_show_refused },
	{ "POST", "/reviews/:id/threads/:thread", thread_reply_post,
	    &thread_reply_form, MEMBER, .rate = RATE_WRITE, .refused = review_show_refused },
	{ "POST", "/reviews/:id/threads/:thread/mark", thread_mark_post,
	    &thread_mark_form, MEMBER, .rate = RATE_WRITE, .refused = review_show_refused },
	{ "POST", "/reviews/:id/comments/:comment", thread_edit_post,
	    &thread_edit_form, MEMBER, .rate = RATE_WRITE, .refused = review_show_refused },
	{ "POST", "/reviews/:id/comments/:comment/remove", thread_remove_post,
	    &thread_remove_form, MEMBER, .rate = RATE_WRITE, .refused = review_show_refused },
	{ "GET", "/reviews/preferences", preference_show, &preference_form,
	    MEMBER, .flags = ROUTE_OPEN },
	{ "POST", "/reviews/preferences", preference_post,
	    &preference_save_form, MEMBER, .rate = RATE_WRITE, .refused = preference_show },
	/* The mentor's desk. */
	{ "GET", "/mentor/dashboard", mentor_dashboard_show, NULL, MEMBER,
	    "journeys.review", .reads = mentor_dashboard_read },
	{ "GET", "/mentor/queue", mentor_queue_show, &mentor_queue_form, MEMBER,
	    "journeys.review", .reads = mentor_queue_read, .flags = ROUTE_OPEN },
	{ "POST", "/mentor/places/:id/pause", mentor_pause_post,
	    &mentor_pause_form, MEMBER, .rate = RATE_WRITE },
	{ "GET", "/mentor/expertise", mentor_expertise_show, NULL, MEMBER,
	    "journeys.review", .flags = ROUTE_OPEN },
	{ "POST", "/mentor/expertise", mentor_expertise_post,
	    &mentor_expertise_form, MEMBER, "journeys.review", .rate = RATE_WRITE,
	    .refused = mentor_expertise_show },
	{ "GET", "/mentor/analytics", mentor_analytics_show, NULL, MEMBER,
	    "journeys.review", .reads = mentor_analytics_read },
	{ "GET", "/mentor/templates", template_list_show, NULL, MEMBER,
	    "journeys.review", .flags = ROUTE_OPEN },
	{ "POST", "/mentor/templates", template_add_post, &template_add_form,
	    MEMBER, "journeys.review", .rate = RATE_WRITE, .refused = template_add_refused },
	{ "GET", "/mentor/templates/:id", template_edit_show, &template_id_form,
	    MEMBER, "journeys.review", .flags = ROUTE_OPEN },
	{ "POST", "/mentor/templates/:id", template_save_post, &template_save_form,
	    MEMBER, "journeys.review", .rate = RATE_WRITE, .refused = template_save_refused },
	{ "POST", "/mentor/templates/:id/remove", template_remove_post,
	    &template_id_form, MEMBER, "journeys.review", .rate = RATE_WRITE },
	{ "GET", "/mentor/training", training_list_show, NULL, MEMBER,
	    "journeys.review", .reads = training_list_read },
	{ "GET", "/mentor/training/:id", training_show, &training_form, MEMBER,
	    "journeys.review", .flags = ROUTE_OPEN },
	{ "POST", "/mentor/training/:id/done", training_done_post,
	    &training_form, MEMBER, "journeys.review", .rate = RATE_WRITE },
	{ "GET", "/mentor/apply", application_show, &application_form, MEMBER,
	    .flags = ROUTE_OPEN },
	{ "POST", "/mentor/apply", application_post, &application_save_form,
	    VERIFIED, .rate = RATE_WRITE, .refused = application_refused },
	{ NULL, NULL, NULL, NULL, NOBODY },
};
// clang-format on

static struct page *const pages[] = {
	&review_list_page,
	&review_ask_page,
	&review_show_page,
	&preference_page,
	&mentor_dashboard_page,
	&mentor_queue_page,
	&mentor_expertise_page,
	&mentor_analytics_page,
	&template_list_page,
	&template_edit_page,
	&training_list_page,
	&training_page,
	&application_page,
	NULL,
};

static const struct stmt *const *const stmts[] = {
	lib_auth_session_stmts,
	lib_job_job_stmts,
	lib_journey_version_stmts,
	reviews_section_stmts,
	reviews_review_list_stmts,
	reviews_review_ask_stmts,
	reviews_review_show_stmts,
	reviews_review_move_stmts,
	reviews_review_thread_stmts,
	reviews_mentor_stmts,
	reviews_analytics_stmts,
	reviews_help_stmts,
	reviews_member_stmts,
	NULL,
};

int
main(int argc, char **argv)
{
	return app_run(
	    &(struct app){
		.name = "reviews",
		.routes = routes,
		.stmts = stmts,
		.pages = pages,
		.refusals = review_refusals,
	    },
	    argc, argv);
}
