#include "gen/lib/auth/session_sql.h"
#include "gen/lib/job/job_sql.h"
#include "gen/lib/journey/version_sql.h"
#include "gen/reviews/review_ask_sql.h"
#include "gen/reviews/review_list_sql.h"
#include "gen/reviews/review_move_sql.h"
#include "gen/reviews/review_show_sql.h"
#include "gen/reviews/review_thread_sql.h"
#include "gen/reviews/section_sql.h"
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
	{ NULL, NULL, NULL, NULL, NOBODY },
};
// clang-format on

static struct page *const pages[] = {
	&review_list_page,
	&review_ask_page,
	&review_show_page,
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
