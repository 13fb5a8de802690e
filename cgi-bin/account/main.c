#include "account/account.h"
#include "gen/account/email_link_sql.h"
#include "gen/account/sign_in_sql.h"
#include "gen/account/sign_up_sql.h"
#include "gen/lib/auth/session_sql.h"
#include "gen/lib/job/job_sql.h"

// clang-format off
static const struct route routes[] = {
	{ "GET", "/", home_show, NULL, PUBLIC, .flags = ROUTE_CACHED },
	{ "GET", "/signup", sign_up_show, NULL, SIGNED_OUT },
	{ "POST", "/signup", sign_up_post, &sign_up_form, SIGNED_OUT,
	    .rate = RATE_MAIL, .refused = sign_up_show,
	    .flags = ROUTE_JSON_NO_CSRF },
	{ "GET", "/login", sign_in_show, &sign_in_show_form, SIGNED_OUT },
	{ "POST", "/login", sign_in_post, &sign_in_form, SIGNED_OUT,
	    .rate = RATE_SIGN_IN, .refused = sign_in_show,
	    .flags = ROUTE_JSON_NO_CSRF },
	{ "GET", "/login/confirm", sudo_show, &sign_in_show_form, MEMBER },
	{ "POST", "/login/confirm", sudo_post, &sudo_form, MEMBER,
	    .rate = RATE_SIGN_IN, .refused = sudo_show },
	{ "POST", "/logout", sign_out_post, NULL, MEMBER,
	    .flags = ROUTE_SUSPENDED | ROUTE_IMPERSONATED },
	{ "GET", "/verify", verify_show, &token_form, PUBLIC },
	{ "POST", "/verify", verify_post, &token_form, PUBLIC },
	{ "POST", "/verify/resend", verify_resend, NULL, MEMBER,
	    .rate = RATE_MAIL },
	{ "GET", "/forgot", forgot_show, NULL, SIGNED_OUT },
	{ "POST", "/forgot", forgot_post, &forgot_form, SIGNED_OUT,
	    .rate = RATE_MAIL, .refused = forgot_show,
	    .flags = ROUTE_JSON_NO_CSRF },
	{ "GET", "/reset", reset_show, &token_form, SIGNED_OUT },
	{ "POST", "/reset", reset_post, &reset_form, SIGNED_OUT,
	    .rate = RATE_SIGN_IN, .refused = reset_show },
	{ NULL, NULL, NULL, NULL, NOBODY },
};
// clang-format on

static struct page *const pages[] = {
	&home_page,
	&sign_up_page,
	&message_page,
	&sign_in_page,
	&sudo_page,
	&verify_page,
	&forgot_page,
	&reset_page,
	NULL,
};

static const struct stmt *const *const stmts[] = {
	lib_auth_session_stmts,
	lib_job_job_stmts,
	account_sign_in_stmts,
	account_sign_up_stmts,
	account_email_link_stmts,
	NULL,
};

int
main(int argc, char **argv)
{
	return app_run(
	    &(struct app){
		.name = "account",
		.routes = routes,
		.stmts = stmts,
		.pages = pages,
	    },
	    argc, argv);
}
