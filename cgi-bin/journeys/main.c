#include "gen/journeys/attachment_sql.h"
#include "gen/journeys/enrolment_sql.h"
#include "gen/journeys/journey_sql.h"
#include "gen/journeys/marketplace_sql.h"
#include "gen/journeys/progress_sql.h"
#include "gen/journeys/section_sql.h"
#include "gen/journeys/studio_about_sql.h"
#include "gen/journeys/studio_exchange_sql.h"
#include "gen/journeys/studio_look_sql.h"
#include "gen/journeys/studio_price_sql.h"
#include "gen/journeys/studio_provider_sql.h"
#include "gen/journeys/studio_publish_sql.h"
#include "gen/journeys/studio_section_sql.h"
#include "gen/journeys/studio_sql.h"
#include "gen/journeys/studio_template_sql.h"
#include "gen/journeys/studio_version_sql.h"
#include "gen/lib/app/moderate_sql.h"
#include "gen/lib/auth/session_sql.h"
#include "gen/lib/job/job_sql.h"
#include "gen/lib/journey/version_sql.h"
#include "journeys/attachment.h"
#include "journeys/journey.h"
#include "journeys/journeys.h"
#include "journeys/migration.h"
#include "journeys/progress.h"
#include "journeys/refusals.h"
#include "journeys/section.h"
#include "journeys/studio.h"
#include "journeys/studio_exchange.h"
#include "journeys/studio_part.h"
#include "journeys/studio_price.h"
#include "journeys/studio_publish.h"
#include "journeys/studio_template.h"

enum {
	STUDIO_PICTURE = 8 * 1024 * 1024 + 64 * 1024,
	STUDIO_DOCUMENT = 4 * 1024 * 1024 + 64 * 1024
};

/* Of one upload, with what stands around it; of what a page saves at once. */
enum { UPLOAD_BYTES = 101 * 1024 * 1024, SAVE_BYTES = 512 * 1024 };

// clang-format off
static const struct route routes[] = {
	/* taking one */
	{ "GET", "/journeys", progress_list_show, NULL, MEMBER, .reads = progress_list_read, .flags = ROUTE_OPEN },
	{ "GET", "/journeys/:slug", progress_show, &progress_form, MEMBER,
	    .reads = progress_read, .flags = ROUTE_OPEN },
	{ "POST", "/journeys/:slug/settle", progress_settle_post,
	    &progress_form, MEMBER, .rate = RATE_WRITE },
	{ "POST", "/journeys/:slug/recommend", nps_post, &nps_form, MEMBER,
	    .rate = RATE_WRITE },
	{ "GET", "/journeys/:slug/:section", section_show, &section_form,
	    MEMBER, .reads = section_read, .flags = ROUTE_OPEN },
	{ "POST", "/journeys/:slug/:section", section_post, &section_post_form,
	    MEMBER, .rate = RATE_UPLOAD, .refused = section_again, .body_max = UPLOAD_BYTES },
	{ "PUT", "/journeys/:slug/answers", answer_save, &answer_save_form,
	    MEMBER, .rate = RATE_WRITE, .flags = ROUTE_JSON_ONLY | ROUTE_SAVES,
	    .before = answer_save_plan, .reads = answer_save_read, .body_max = SAVE_BYTES },
	{ "POST", "/journeys/:slug/:section/files", attachment_post,
	    &attachment_form, MEMBER, .rate = RATE_UPLOAD, .body_max = UPLOAD_BYTES },
	{ "GET", "/journeys/:slug/:section/files/:file", attachment_show,
	    &attachment_one_form, MEMBER },
	{ "POST", "/journeys/:slug/:section/files/:file/remove",
	    attachment_remove_post, &attachment_one_form, MEMBER, .rate = RATE_WRITE },
	{ "POST", "/journeys/:slug/choose", answer_choose_post,
	    &answer_choose_form, MEMBER, .rate = RATE_WRITE },
	{ "POST", "/journeys/:slug/:section/reveal", answer_reveal_post,
	    &answer_reveal_form, MEMBER, .rate = RATE_WRITE },
	{ "POST", "/journeys/:slug/:section/records", record_add_post,
	    &record_add_form, MEMBER, .rate = RATE_WRITE },
	{ "POST", "/journeys/:slug/:section/records/:record/remove",
	    record_remove_post, &record_form, MEMBER, .rate = RATE_WRITE },
	{ "POST", "/journeys/:slug/:section/records/:record/back",
	    record_back_post, &record_form, MEMBER, .rate = RATE_WRITE },
	{ "POST", "/journeys/:slug/:section/records/:record/move",
	    record_move_post, &record_move_form, MEMBER, .rate = RATE_WRITE },
	{ "GET", "/journeys/:slug/version", migration_show, &migration_form,
	    MEMBER, .flags = ROUTE_OPEN },
	{ "POST", "/journeys/:slug/version", migration_post,
	    &migration_decide_form, VERIFIED, .rate = RATE_WRITE,
	    .refused = migration_show },
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
	{ "GET", "/creator/templates", studio_template_show,
	    &studio_template_form, MEMBER, "journeys.create",
	    .reads = studio_template_read },
	{ "POST", "/creator/templates/:id/use", studio_template_use_post,
	    &studio_template_use_form, VERIFIED, "journeys.create",
	    RATE_WRITE, .refused = studio_template_refused },
	{ "POST", "/creator/templates/:id/rate", studio_template_rate_post,
	    &studio_template_rate_form, VERIFIED, "journeys.create",
	    RATE_WRITE, .refused = studio_template_refused },
	{ "POST", "/creator/templates/:id/share", studio_template_share_post,
	    &studio_template_share_form, VERIFIED, "journeys.create",
	    RATE_WRITE, .refused = studio_template_refused },
	{ "POST", "/creator/templates/:id/remove", studio_template_remove_post,
	    &journey_id_form, VERIFIED, "journeys.create", RATE_WRITE,
	    .refused = studio_template_refused },
	{ "POST", "/creator/journeys/:id/template", studio_template_keep_post,
	    &journey_id_form, VERIFIED, "journeys.create", RATE_WRITE,
	    .refused = studio_publish_refused },
	{ "GET", "/creator/journeys/import", studio_import_show, NULL, MEMBER,
	    "journeys.create" },
	{ "POST", "/creator/journeys/import", studio_import_post,
	    &studio_import_form, VERIFIED, "journeys.create", RATE_UPLOAD,
	    .refused = studio_import_refused, .body_max = STUDIO_DOCUMENT },
	{ "GET", "/creator/journeys/:id/export", studio_export,
	    &journey_id_form, MEMBER, "journeys.create", .flags = ROUTE_OPEN },
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
	{ "GET", "/creator/journeys/:id/look", studio_look_show, &journey_id_form, MEMBER, "journeys.create", .reads = studio_look_read },
	{ "POST", "/creator/journeys/:id/look", studio_look_post, &studio_look_form, VERIFIED, "journeys.create", RATE_WRITE, .refused = studio_look_refused },
	{ "POST", "/creator/journeys/:id/look/cover", studio_cover_post, &studio_cover_form, VERIFIED, "journeys.create", RATE_UPLOAD, .refused = studio_look_refused, .body_max = STUDIO_PICTURE },
	{ "POST", "/creator/journeys/:id/look/cover/remove", studio_cover_remove_post, &journey_id_form, VERIFIED, "journeys.create", RATE_WRITE, .refused = studio_look_refused },
	{ "POST", "/creator/journeys/:id/look/logo", studio_logo_post, &studio_logo_form, VERIFIED, "journeys.create", RATE_UPLOAD, .refused = studio_look_refused, .body_max = STUDIO_PICTURE },
	{ "POST", "/creator/journeys/:id/look/logo/remove", studio_logo_remove_post, &journey_id_form, VERIFIED, "journeys.create", RATE_WRITE, .refused = studio_look_refused },
	{ "GET", "/creator/journeys/:id/publish", studio_publish_show, &journey_id_form, MEMBER, "journeys.create", .reads = studio_publish_read, .flags = ROUTE_OPEN },
	{ "POST", "/creator/journeys/:id/publish", studio_submit_post, &studio_submit_form, VERIFIED, "journeys.create", RATE_WRITE, .refused = studio_publish_refused },
	{ "POST", "/creator/journeys/:id/withdraw", studio_withdraw_post, &journey_id_form, VERIFIED, "journeys.create", RATE_WRITE, .refused = studio_publish_refused },
	{ "POST", "/creator/journeys/:id/unpublish", studio_unpublish_post, &studio_unpublish_form, VERIFIED, "journeys.create", RATE_WRITE, .refused = studio_publish_refused },
	{ "POST", "/creator/journeys/:id/archive", studio_archive_post, &journey_id_form, VERIFIED, "journeys.create", RATE_WRITE, .refused = studio_publish_refused },
	{ "POST", "/creator/journeys/:id/duplicate", studio_duplicate_post, &journey_id_form, VERIFIED, "journeys.create", RATE_WRITE, .refused = studio_publish_refused },
	{ "GET", "/creator/journeys/:id/delete", studio_delete_show, &journey_id_form, MEMBER, "journeys.create", .flags = ROUTE_OPEN },
	{ "POST", "/creator/journeys/:id/delete", studio_delete_post, &journey_id_form, VERIFIED, "journeys.create", RATE_WRITE, .refused = studio_publish_refused },
	{ "GET", "/creator/journeys/:id/versions", studio_version_show, &journey_id_form, MEMBER, "journeys.create", .reads = studio_version_read },
	{ "POST", "/creator/journeys/:id/versions/:version/restore", studio_restore_post, &studio_restore_form, VERIFIED, "journeys.create", RATE_WRITE, .refused = studio_version_refused },
	{ "POST", "/creator/journeys/:id/offer", studio_offer_post, &journey_id_form, VERIFIED, "journeys.create", RATE_WRITE, .refused = studio_version_refused },
	{ "GET", "/creator/journeys/:id/diff", studio_diff_show, &studio_diff_form, MEMBER, "journeys.create", .flags = ROUTE_OPEN },
	{ "GET", "/creator/journeys/:id/preview", studio_preview_show, &studio_preview_form, MEMBER, "journeys.create", .flags = ROUTE_OPEN },
	{ "GET", "/creator/journeys/:id/pricing", studio_price_show, &journey_id_form, MEMBER, "journeys.create", .reads = studio_price_read },
	{ "POST", "/creator/journeys/:id/pricing/:tier", studio_tier_post, &studio_tier_form, VERIFIED, "journeys.create", RATE_WRITE, .refused = studio_price_refused },
	{ "POST", "/creator/journeys/:id/rates", studio_rates_post, &studio_rates_form, VERIFIED, "journeys.create", RATE_WRITE, .refused = studio_price_refused },
	{ "GET", "/creator/journeys/:id/providers", studio_provider_show, &journey_id_form, MEMBER, "journeys.create", .reads = studio_provider_read, .flags = ROUTE_OPEN },
	{ "POST", "/creator/journeys/:id/providers", studio_appoint_post, &studio_appoint_form, VERIFIED, "journeys.create", RATE_WRITE, .refused = studio_provider_refused },
	{ "POST", "/creator/journeys/:id/providers/:provider", studio_provider_decide_post, &studio_decide_form, VERIFIED, "journeys.create", RATE_WRITE, .refused = studio_provider_refused },
	{ "POST", "/creator/journeys/:id/providers/:provider/rate", studio_provider_rate_post, &studio_provider_rate_form, VERIFIED, "journeys.create", RATE_WRITE, .refused = studio_provider_refused },
	{ NULL, NULL, NULL, NULL, NOBODY },
};
// clang-format on

static struct page *const pages[] = {
	&marketplace_page,
	&migration_page,
	&progress_list_page,
	&progress_page,
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
	&studio_look_page,
	&studio_import_page,
	&studio_template_page,
	&studio_publish_page,
	&studio_version_page,
	&studio_diff_page,
	&studio_preview_page,
	&studio_price_page,
	&studio_provider_page,
	NULL,
};

static const struct stmt *const *const stmts[] = {
	lib_auth_session_stmts,
	lib_app_moderate_stmts,
	lib_job_job_stmts,
	lib_journey_version_stmts,
	journeys_marketplace_stmts,
	journeys_migration_stmts,
	journeys_attachment_stmts,
	journeys_enrolment_stmts,
	journeys_progress_stmts,
	journeys_section_stmts,
	journeys_journey_stmts,
	journeys_studio_stmts,
	journeys_studio_about_stmts,
	journeys_studio_section_stmts,
	journeys_studio_look_stmts,
	journeys_studio_exchange_stmts,
	journeys_studio_template_stmts,
	journeys_studio_publish_stmts,
	journeys_studio_version_stmts,
	journeys_studio_price_stmts,
	journeys_studio_provider_stmts,
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
