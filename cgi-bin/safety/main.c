#include "gen/lib/app/moderate_sql.h"
#include "gen/lib/auth/session_sql.h"
#include "gen/lib/job/job_sql.h"
#include "gen/safety/appeal_sql.h"
#include "gen/safety/block_sql.h"
#include "gen/safety/case_list_sql.h"
#include "gen/safety/case_sql.h"
#include "gen/safety/incident_sql.h"
#include "gen/safety/report_sql.h"
#include "gen/safety/stats_sql.h"
#include "gen/safety/trust_sql.h"
#include "safety/case.h"

/* What a moderator does: of other people's things, so all of it is in the audit
 * log. */
#define RESOLVE  STAFF, "safety.resolve"
#define CASE     "/safety/admin/reports/:id"
#define INCIDENT "/safety/admin/incidents/:id"
#define CASE_DO(path, handle, form)                                   \
	{                                                             \
		"POST", CASE path, handle, form, RESOLVE, RATE_WRITE, \
		    .refused = case_show                              \
	}

// clang-format off
static const struct route routes[] = {
	/* Automated moderation. */
	{ "POST", "/moderation/check", check_post, &check_form, MEMBER,
	    .rate = RATE_WRITE, .flags = ROUTE_JSON_ONLY,
	    .body_max = (size_t)1 << 20 },

	/* A member's own. */
	{ "GET", "/safety/report", report_show, &report_target_form, MEMBER },
	{ "POST", "/safety/report", report_post, &report_form, MEMBER,
	    .rate = RATE_WRITE, .refused = report_show },
	{ "GET", "/safety/reports", report_list_show, &report_list_form,
	    MEMBER },
	{ "POST", "/safety/reports", report_post, &report_form, MEMBER,
	    .rate = RATE_WRITE, .refused = report_show },
	{ "GET", "/safety/reports/:id/sent", report_sent_show,
	    &report_sent_form, MEMBER },
	{ "POST", "/safety/reports/:id/withdraw", report_withdraw_post,
	    &id_form, MEMBER, .rate = RATE_WRITE },
	{ "GET", "/safety/blocks", block_list_show, NULL, MEMBER },
	{ "POST", "/safety/blocks", block_post, &whom_form, MEMBER,
	    .rate = RATE_WRITE },
	{ "POST", "/safety/blocks/remove", block_drop_post, &ref_form, MEMBER,
	    .rate = RATE_WRITE },
	{ "POST", "/u/:handle/block", block_post, &whom_form, MEMBER,
	    .rate = RATE_WRITE },
	{ "POST", "/u/:handle/unblock", unblock_post, &whom_form, MEMBER,
	    .rate = RATE_WRITE },
	{ "GET", "/safety/mutes", mute_list_show, NULL, MEMBER },
	{ "POST", "/safety/mutes", mute_post, &whom_form, MEMBER,
	    .rate = RATE_WRITE },
	{ "POST", "/safety/mutes/remove", mute_drop_post, &ref_form, MEMBER,
	    .rate = RATE_WRITE },
	{ "GET", "/safety/trust", trust_show, NULL, MEMBER,
	    .flags = ROUTE_SUSPENDED },
	{ "GET", "/safety/appeals", decision_list_show, NULL, MEMBER,
	    .flags = ROUTE_SUSPENDED },
	{ "GET", "/safety/appeals/:id", decision_show, &id_form, MEMBER,
	    .flags = ROUTE_SUSPENDED },
	{ "POST", "/safety/appeals/:id", appeal_post, &appeal_form, MEMBER,
	    .rate = RATE_WRITE, .refused = decision_show,
	    .flags = ROUTE_SUSPENDED },

	/* The moderators'. */
	{ "GET", "/safety/admin", case_list_show, &case_list_form, RESOLVE },
	{ "GET", "/safety/admin/appeals", case_list_show, &case_list_form,
	    RESOLVE },
	{ "GET", "/safety/admin/reports", case_list_show, &case_list_form,
	    RESOLVE },
	{ "POST", "/safety/admin/reports/next", case_next_post, NULL, RESOLVE,
	    RATE_WRITE },
	{ "POST", "/safety/admin/reports/bulk", case_bulk_post,
	    &case_bulk_form, RESOLVE, RATE_WRITE },
	{ "GET", CASE, case_show, &id_form, RESOLVE },
	{ "PATCH", CASE, case_patch_do, &case_patch_form, RESOLVE,
	    RATE_WRITE },
	CASE_DO("/claim", case_claim_post, &case_move_form),
	CASE_DO("/release", case_release_post, &case_move_form),
	CASE_DO("/note", case_note_post, &case_note_form),
	CASE_DO("/decide", case_decide_post, &case_decide_form),
	CASE_DO("/ignore", case_ignore_post, &case_move_form),
	CASE_DO("/undo", case_undo_post, &case_move_form),
	{ "GET", "/safety/admin/incidents", incident_list_show,
	    &incident_list_form, RESOLVE },
	{ "GET", "/safety/admin/incidents/new", incident_new_show,
	    &incident_new_form, RESOLVE },
	{ "POST", "/safety/admin/incidents", incident_open_post,
	    &incident_open_form, RESOLVE, RATE_WRITE,
	    .refused = incident_new_show },
	{ "GET", INCIDENT, incident_show, &id_form, RESOLVE },
	{ "PATCH", INCIDENT, incident_patch_do, &incident_patch_form, RESOLVE,
	    RATE_WRITE },
	{ "POST", INCIDENT, incident_act_post, &incident_patch_form, RESOLVE,
	    RATE_WRITE, .refused = incident_show },
	{ "GET", "/safety/admin/stats", stats_show, &stats_form, RESOLVE },
	{ NULL, NULL, NULL, NULL, NOBODY },
};
// clang-format on

static struct page *const pages[] = {
	&report_page,
	&report_sent_page,
	&report_list_page,
	&block_list_page,
	&trust_page,
	&decision_page,
	&decision_list_page,
	&case_list_page,
	&case_page,
	&incident_list_page,
	&incident_page,
	&incident_new_page,
	&stats_page,
	NULL,
};

static const struct stmt *const *const stmts[] = {
	lib_auth_session_stmts,
	lib_app_moderate_stmts,
	lib_job_job_stmts,
	safety_report_stmts,
	safety_block_stmts,
	safety_trust_stmts,
	safety_appeal_stmts,
	safety_case_list_stmts,
	safety_case_stmts,
	safety_incident_stmts,
	safety_stats_stmts,
	NULL,
};

int
main(int argc, char **argv)
{
	return app_run(
	    &(struct app){
		.name = "safety",
		.routes = routes,
		.stmts = stmts,
		.pages = pages,
		.refusals = safety_refusals,
	    },
	    argc, argv);
}
