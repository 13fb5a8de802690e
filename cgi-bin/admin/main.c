#include "admin/admin.h"
#include "gen/admin/expert_list_sql.h"
#include "gen/admin/expert_sql.h"
#include "gen/admin/impersonation_sql.h"
#include "gen/admin/person_act_sql.h"
#include "gen/admin/person_list_sql.h"
#include "gen/admin/person_sql.h"
#include "gen/admin/role_sql.h"
#include "gen/lib/auth/session_sql.h"
#include "gen/lib/job/job_sql.h"
#include "lib/base/words.h"

/* The three directories' experts are decided about alike. */
#define EXPERTS(base)                                                          \
	{ "GET", base, expert_list_show, &expert_list_form, STAFF,             \
		"expert.verify", .reads = expert_list_read },                  \
	    { "GET", base "/:id", expert_show, &id_form, STAFF,                \
		    "expert.verify" },                                         \
	    { "POST", base "/:id", expert_decide_post, &expert_form, STAFF,    \
		    "expert.verify", RATE_WRITE, .refused = expert_show },     \
	{                                                                      \
		"PATCH", base "/:id", expert_decide_post, &expert_form, STAFF, \
		    "expert.verify", RATE_WRITE                                \
	}
/* A question about a person, and its answer. */
#define ACT(path, permission, sudo)                                     \
	{ "GET", path, person_act_show, &id_form, STAFF, permission,    \
		.flags = (sudo) },                                      \
	{                                                               \
		"POST", path, person_act_post, &person_act_form, STAFF, \
		    permission, RATE_WRITE, .refused = person_act_show, \
					    .flags = (sudo)             \
	}

// clang-format off
static const struct route routes[] = {
	{ "GET", "/admin/people", person_list_show, &person_list_form, STAFF,
	    "people.view", .reads = person_list_read },
	{ "GET", "/admin/people/:id", person_show, &id_form, STAFF,
	    "people.view", .reads = person_read },
	ACT("/admin/people/:id/warn", "people.suspend", 0),
	ACT("/admin/people/:id/suspend", "people.suspend", 0),
	ACT("/admin/people/:id/lift", "people.suspend", 0),
	ACT("/admin/people/:id/ban", "people.suspend", ROUTE_SUDO),
	ACT("/admin/people/:id/verify", "people.roles", ROUTE_SUDO),
	{ "POST", "/admin/people/:id/sign-out", person_sign_out_post, &id_form,
	    STAFF, "people.suspend", RATE_WRITE },
	{ "GET", "/admin/people/:id/roles", role_list_show, &id_form, STAFF,
	    "people.roles", .flags = ROUTE_SUDO },
	{ "POST", "/admin/people/:id/roles/grant", role_grant_post, &role_form,
	    STAFF, "people.roles", RATE_WRITE, .refused = role_list_show,
	    .flags = ROUTE_SUDO },
	{ "GET", "/admin/people/:id/roles/revoke", role_revoke_show,
	    &role_show_form, STAFF, "people.roles", .flags = ROUTE_SUDO },
	{ "POST", "/admin/people/:id/roles/revoke", role_revoke_post,
	    &role_form, STAFF, "people.roles", RATE_WRITE,
	    .refused = role_revoke_show, .flags = ROUTE_SUDO },
	{ "GET", "/admin/people/:id/impersonate", impersonation_show, &id_form,
	    STAFF, "people.impersonate", .flags = ROUTE_SUDO },
	{ "POST", "/admin/people/:id/impersonate", impersonation_post,
	    &reason_form, STAFF, "people.impersonate", RATE_WRITE,
	    .refused = impersonation_show, .flags = ROUTE_SUDO },
	{ "POST", "/admin/impersonation/stop", impersonation_stop_post, NULL,
	    PUBLIC, .rate = RATE_WRITE, .flags = ROUTE_IMPERSONATED },
	EXPERTS("/admin/interviewers"),
	EXPERTS("/admin/mentors"),
	EXPERTS("/admin/concierges"),
	{ NULL, NULL, NULL, NULL, NOBODY },
};
// clang-format on

static struct page *const pages[] = {
	&person_list_page,
	&person_page,
	&person_act_page,
	&role_page,
	&role_revoke_page,
	&impersonation_page,
	&expert_list_page,
	&expert_page,
	NULL,
};

static const struct stmt *const *const stmts[] = {
	lib_auth_session_stmts,
	lib_job_job_stmts,
	admin_person_list_stmts,
	admin_person_stmts,
	admin_person_act_stmts,
	admin_role_stmts,
	admin_impersonation_stmts,
	admin_expert_list_stmts,
	admin_expert_stmts,
	NULL,
};

int
main(int argc, char **argv)
{
	return app_run(
	    &(struct app){
		.name = "admin",
		.routes = routes,
		.stmts = stmts,
		.pages = pages,
		.refusals = admin_refusals,
	    },
	    argc, argv);
}
