#include "gen/journeys/attachment_sql.h"
#include "gen/journeys/enrolment_sql.h"
#include "gen/journeys/journey_sql.h"
#include "gen/journeys/marketplace_sql.h"
#include "gen/journeys/progress_sql.h"
#include "gen/journeys/section_sql.h"
#include "gen/lib/auth/session_sql.h"
#include "gen/lib/job/job_sql.h"
#include "gen/lib/journey/version_sql.h"
#include "journeys/attachment.h"
#include "journeys/journey.h"
#include "journeys/journeys.h"
#include "journeys/progress.h"
#include "journeys/refusals.h"
#include "journeys/section.h"

// clang-format off
static const struct route routes[] = {
	/* taking one */
	{ "GET", "/journeys", progress_list_show, NULL, MEMBER, .reads = progress_list_read, .flags = ROUTE_OPEN },
	{ "GET", "/journeys/:slug", progress_show, &progress_form, MEMBER, .reads = progress_read, .flags = ROUTE_OPEN },
	{ "POST", "/journeys/:slug/settle", progress_settle_post, &progress_form, MEMBER, .rate = RATE_WRITE },
	{ "POST", "/journeys/:slug/recommend", nps_post, &nps_form, MEMBER, .rate = RATE_WRITE },
	{ "GET", "/journeys/:slug/:section", section_show, &section_form, MEMBER, .reads = section_read, .flags = ROUTE_OPEN },
	{ "POST", "/journeys/:slug/:section", section_post, &section_post_form, MEMBER, .rate = RATE_UPLOAD, .refused = section_again, .body_max = 101 * 1024 * 1024 },
	{ "PUT", "/journeys/:slug/answers", answer_save, &answer_save_form, MEMBER, .rate = RATE_WRITE, .flags = ROUTE_JSON_ONLY | ROUTE_SAVES, .before = answer_save_plan, .reads = answer_save_read, .body_max = 512 * 1024 },
	{ "POST", "/journeys/:slug/:section/files", attachment_post, &attachment_form, MEMBER, .rate = RATE_UPLOAD, .body_max = 101 * 1024 * 1024 },
	{ "GET", "/journeys/:slug/:section/files/:file", attachment_show, &attachment_one_form, MEMBER },
	{ "POST", "/journeys/:slug/:section/files/:file/remove", attachment_remove_post, &attachment_one_form, MEMBER, .rate = RATE_WRITE },
	{ "POST", "/journeys/:slug/choose", answer_choose_post, &answer_choose_form, MEMBER, .rate = RATE_WRITE },
	{ "POST", "/journeys/:slug/:section/reveal", answer_reveal_post, &answer_reveal_form, MEMBER, .rate = RATE_WRITE },
	{ "POST", "/journeys/:slug/:section/records", record_add_post, &record_add_form, MEMBER, .rate = RATE_WRITE },
	{ "POST", "/journeys/:slug/:section/records/:record/remove", record_remove_post, &record_form, MEMBER, .rate = RATE_WRITE },
	{ "POST", "/journeys/:slug/:section/records/:record/back", record_back_post, &record_form, MEMBER, .rate = RATE_WRITE },
	{ "POST", "/journeys/:slug/:section/records/:record/move", record_move_post, &record_move_form, MEMBER, .rate = RATE_WRITE },
	{ "GET", "/marketplace", marketplace_show, &marketplace_form, PUBLIC,
	    .reads = marketplace_read, .flags = ROUTE_CACHED },
	{ "GET", "/marketplace/:slug", journey_show, &journey_form, PUBLIC,
	    .reads = journey_read, .flags = ROUTE_CACHED },
	{ "POST", "/marketplace/:slug/start", journey_start_post,
	    &journey_start_form, VERIFIED, .rate = RATE_WRITE },
	{ "GET", "/marketplace/:slug/reviews", journey_review_list_show,
	    &journey_review_list_form, PUBLIC,
	    .reads = journey_review_list_read },
	{ NULL, NULL, NULL, NULL, NOBODY },
};
// clang-format on

static struct page *const pages[] = {
	&marketplace_page,
	&progress_list_page,
	&progress_page,
	&section_page,
	&answer_reveal_page,
	&journey_page,
	&journey_review_list_page,
	NULL,
};

static const struct stmt *const *const stmts[] = {
	lib_auth_session_stmts,
	lib_job_job_stmts,
	lib_journey_version_stmts,
	journeys_marketplace_stmts,
	journeys_attachment_stmts,
	journeys_enrolment_stmts,
	journeys_progress_stmts,
	journeys_section_stmts,
	journeys_journey_stmts,
	NULL,
};

int
main(int argc, char **argv)
{
	return app_run(
	    &(struct app){
		.name = "journeys",
		.routes = routes,
		.stmts = stmts,
		.pages = pages,
		.refusals = journeys_refusals,
	    },
	    argc, argv);
}
