#include "gen/journeys/enrolment_sql.h"
#include "gen/journeys/journey_sql.h"
#include "gen/journeys/marketplace_sql.h"
#include "gen/journeys/studio_about_sql.h"
#include "gen/journeys/studio_section_sql.h"
#include "gen/journeys/studio_sql.h"
#include "gen/journeys/section_sql.h"
#include "gen/lib/app/moderate_sql.h"
#include "gen/lib/auth/session_sql.h"
#include "gen/lib/journey/version_sql.h"
#include "journeys/journey.h"
#include "gen/lib/job/job_sql.h"
#include "gen/lib/journey/version_sql.h"
#include "journeys/journeys.h"
#include "journeys/refusals.h"
#include "journeys/studio.h"
#include "journeys/studio_part.h"
#include "journeys/section.h"

// clang-format off
static const struct route routes[] = {
	/* taking one */
	{ "GET", "/journeys/:slug/:section", section_show, &section_form, MEMBER, .reads = section_read, .flags = ROUTE_OPEN },
	{ "POST", "/journeys/:slug/:section", section_post, &section_post_form, MEMBER, .rate = RATE_WRITE, .refused = section_again, .body_max = 512 * 1024 },
	{ "PUT", "/journeys/:slug/answers", answer_save, &answer_save_form, MEMBER, .rate = RATE_WRITE, .flags = ROUTE_JSON_ONLY | ROUTE_SAVES, .before = answer_save_plan, .reads = answer_save_read, .body_max = 512 * 1024 },
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
	{ "GET", "/marketplace/:slug/review", journey_review_show,
	    &journey_review_show_form, MEMBER, .flags = ROUTE_OPEN },
	{ "POST", "/marketplace/:slug/review", journey_review_post,
	    &journey_review_form, VERIFIED, .rate = RATE_WRITE,
	    .refused = journey_review_show },
	{ "GET", "/marketplace/:slug/reviews/:id/reply", journey_reply_show,
	    &journey_reply_show_form, MEMBER, .flags = ROUTE_OPEN },
	{ "POST", "/marketplace/:slug/reviews/:id/reply", journey_reply_post,
	    &journey_reply_form, VERIFIED, .rate = RATE_WRITE,
	    .refused = journey_reply_show },
	/* The creator's studio. */
	{ "GET", "/creator", studio_home_show, NULL, MEMBER, "journeys.create",
	    .reads = studio_list_read },
	{ "GET", "/creator/journeys", studio_list_show, &studio_list_form,
	    MEMBER, "journeys.create", .reads = studio_list_read },
	{ "GET", "/creator/journeys/new", studio_new_show, NULL, MEMBER,
	    "journeys.create" },
	{ "POST", "/creator/journeys", studio_new_post, &studio_new_form,
	    VERIFIED, "journeys.create", RATE_WRITE,
	    .refused = studio_new_show },
	{ "GET", "/creator/journeys/:id", studio_parts_show, &journey_id_form,
	    MEMBER, "journeys.create", .reads = studio_parts_read },
	{ "GET", "/creator/journeys/:id/about", studio_about_show,
	    &journey_id_form, MEMBER, "journeys.create",
	    .reads = studio_about_read },
	{ "POST", "/creator/journeys/:id/about", studio_about_post,
	    &studio_about_form, VERIFIED, "journeys.create", RATE_WRITE,
	    .refused = studio_about_refused },
	{ "POST", "/creator/journeys/:id/sections", studio_section_add_post, &studio_section_add_form, VERIFIED, "journeys.create", RATE_WRITE, .refused = studio_parts_refused },
	{ "POST", "/creator/journeys/:id/sections/order", studio_section_order_post, &studio_section_order_form, VERIFIED, "journeys.create", RATE_WRITE, .refused = studio_parts_refused },
	{ "GET", "/creator/journeys/:id/sections/:section", studio_section_show, &studio_part_form, MEMBER, "journeys.create", .reads = studio_section_read },
	{ "GET", "/creator/journeys/:id/sections/:section/edit", studio_section_edit_show, &studio_part_form, MEMBER, "journeys.create", .reads = studio_section_edit_read },
	{ "POST", "/creator/journeys/:id/sections/:section/edit", studio_section_save_post, &studio_section_form, VERIFIED, "journeys.create", RATE_WRITE, .refused = studio_section_edit_refused },
	{ "POST", "/creator/journeys/:id/sections/:section/move", studio_section_move_post, &studio_section_move_form, VERIFIED, "journeys.create", RATE_WRITE, .refused = studio_parts_refused },
	{ "POST", "/creator/journeys/:id/sections/:section/copy", studio_section_copy_post, &studio_part_form, VERIFIED, "journeys.create", RATE_WRITE, .refused = studio_parts_refused },
	{ "GET", "/creator/journeys/:id/sections/:section/remove", studio_section_remove_show, &studio_part_form, MEMBER, "journeys.create", .flags = ROUTE_OPEN },
	{ "POST", "/creator/journeys/:id/sections/:section/remove", studio_section_remove_post, &studio_part_form, VERIFIED, "journeys.create", RATE_WRITE },
	{ "POST", "/creator/journeys/:id/sections/:section/fields", studio_field_add_post, &studio_field_add_form, VERIFIED, "journeys.create", RATE_WRITE, .refused = studio_section_refused },
	{ "POST", "/creator/journeys/:id/sections/:section/fields/order", studio_field_order_post, &studio_field_order_form, VERIFIED, "journeys.create", RATE_WRITE, .refused = studio_section_refused },
	{ "GET", "/creator/journeys/:id/sections/:section/fields/:field", studio_field_show, &studio_field_part_form, MEMBER, "journeys.create", .reads = studio_field_read },
	{ "POST", "/creator/journeys/:id/sections/:section/fields/:field", studio_field_save_post, &studio_field_form, VERIFIED, "journeys.create", RATE_WRITE, .refused = studio_field_refused },
	{ "POST", "/creator/journeys/:id/sections/:section/fields/:field/move", studio_field_move_post, &studio_field_move_form, VERIFIED, "journeys.create", RATE_WRITE, .refused = studio_section_refused },
	{ "POST", "/creator/journeys/:id/sections/:section/fields/:field/to", studio_field_to_post, &studio_field_to_form, VERIFIED, "journeys.create", RATE_WRITE, .refused = studio_field_refused },
	{ "POST", "/creator/journeys/:id/sections/:section/fields/:field/copy", studio_field_copy_post, &studio_field_part_form, VERIFIED, "journeys.create", RATE_WRITE, .refused = studio_section_refused },
	{ "GET", "/creator/journeys/:id/sections/:section/fields/:field/remove", studio_field_remove_show, &studio_field_part_form, MEMBER, "journeys.create", .flags = ROUTE_OPEN },
	{ "POST", "/creator/journeys/:id/sections/:section/fields/:field/remove", studio_field_remove_post, &studio_field_part_form, VERIFIED, "journeys.create", RATE_WRITE },
	{ NULL, NULL, NULL, NULL, NOBODY },
};
// clang-format on

static struct page *const pages[] = {
	&marketplace_page,
	&section_page,
	&answer_reveal_page,
	&journey_page,
	&journey_review_list_page,
	&journey_review_page,
	&journey_reply_page,
	&studio_home_page,
	&studio_list_page,
	&studio_new_page,
	&studio_about_page,
	&studio_parts_page,
	&studio_section_page,
	&studio_section_edit_page,
	&studio_field_page,
	&studio_remove_page,
	NULL,
};

static const struct stmt *const *const stmts[] = {
	lib_auth_session_stmts,
	lib_app_moderate_stmts,
	lib_job_job_stmts,
	lib_journey_version_stmts,
	journeys_marketplace_stmts,
	journeys_enrolment_stmts,
	journeys_section_stmts,
	journeys_journey_stmts,
	journeys_studio_stmts,
	journeys_studio_about_stmts,
	journeys_studio_section_stmts,
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
