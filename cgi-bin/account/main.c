#include "account/account.h"
#include "account/oidc_provider.h"
#include "gen/account/dashboard_sql.h"
#include "gen/account/data_sql.h"
#include "gen/account/email_link_sql.h"
#include "gen/account/home_sql.h"
#include "gen/account/oidc_sql.h"
#include "gen/account/passkey_sql.h"
#include "gen/account/profile_sql.h"
#include "gen/account/public_page_sql.h"
#include "gen/account/referral_sql.h"
#include "gen/account/second_factor_sql.h"
#include "gen/account/security_sql.h"
#include "gen/account/settings_sql.h"
#include "gen/account/sign_in_sql.h"
#include "gen/account/sign_up_sql.h"
#include "gen/account/token_sql.h"
#include "gen/lib/app/moderate_sql.h"
#include "gen/lib/auth/session_sql.h"
#include "gen/lib/job/job_sql.h"
#include "lib/net/net.h"

/* A file and the words beside it. */
enum {
	UPLOAD_PICTURE = 8 * 1024 * 1024 + 64 * 1024,
	UPLOAD_RESUME = 5 * 1024 * 1024 + 64 * 1024
};

// clang-format off
static const struct route routes[] = {
	{ "GET", "/", home_show, NULL, PUBLIC, .reads = home_read,
	    .flags = ROUTE_CACHED },
	{ "GET", "/signup", sign_up_show, &sign_up_show_form, SIGNED_OUT },
	{ "POST", "/signup", sign_up_post, &sign_up_form, SIGNED_OUT,
	    .rate = RATE_MAIL, .refused = sign_up_show,
	    .flags = ROUTE_JSON_NO_CSRF },
	{ "GET", "/login", sign_in_show, &sign_in_show_form, SIGNED_OUT },
	{ "POST", "/login", sign_in_post, &sign_in_form, SIGNED_OUT,
	    .rate = RATE_SIGN_IN, .refused = sign_in_show,
	    .flags = ROUTE_JSON_NO_CSRF },
	{ "GET", "/login/confirm", sudo_show, &sign_in_show_form, MEMBER,
	    .flags = ROUTE_IN_PERSON },
	{ "POST", "/login/confirm", sudo_post, &sudo_form, MEMBER,
	    .rate = RATE_SIGN_IN, .refused = sudo_show,
	    .flags = ROUTE_IN_PERSON },
	{ "GET", "/login/second", second_show, NULL, SIGNED_OUT },
	{ "POST", "/login/second", second_post, &second_form, SIGNED_OUT,
	    .rate = RATE_SIGN_IN, .refused = second_show,
	    .flags = ROUTE_JSON_NO_CSRF },
	{ "POST", "/login/passkey/options", passkey_options_post, NULL, PUBLIC,
	    .rate = RATE_SIGN_IN, .flags = ROUTE_JSON_ONLY },
	{ "POST", "/login/passkey", passkey_post, &passkey_form, PUBLIC,
	    .rate = RATE_SIGN_IN, .flags = ROUTE_JSON_ONLY },
	{ "GET", "/login/oidc/:provider", oidc_begin_show, &oidc_form,
	    SIGNED_OUT, .before = oidc_begin_before },
	{ "GET", "/login/oidc/:provider/callback", oidc_callback_show,
	    &oidc_form, PUBLIC, .before = oidc_callback_before,
	    .flags = ROUTE_WRITES },
	{ "GET", "/settings/connections", connections_show, NULL, MEMBER },
	{ "GET", "/settings/connections/:provider/connect", oidc_connect_show,
	    &oidc_form, MEMBER, .before = oidc_begin_before,
	    .flags = ROUTE_SUDO },
	{ "POST", "/settings/connections/:provider/disconnect",
	    connection_remove_post, &connection_form, MEMBER,
	    .rate = RATE_WRITE, .flags = ROUTE_SUDO },
	{ "POST", "/settings/passkeys/options", passkey_add_options_post, NULL,
	    MEMBER, .rate = RATE_WRITE, .flags = ROUTE_SUDO | ROUTE_JSON_ONLY },
	{ "POST", "/settings/passkeys", passkey_add_post, &passkey_add_form,
	    MEMBER, .rate = RATE_WRITE, .flags = ROUTE_SUDO | ROUTE_JSON_ONLY },
	{ "POST", "/settings/passkeys/:id/rename", passkey_rename_post,
	    &passkey_rename_form, MEMBER, .rate = RATE_WRITE,
	    .flags = ROUTE_SUDO },
	{ "POST", "/settings/passkeys/:id/remove", passkey_remove_post,
	    &device_form, MEMBER, .rate = RATE_WRITE, .flags = ROUTE_SUDO },
	{ "POST", "/settings/totp/begin", totp_begin_post, NULL, MEMBER,
	    .rate = RATE_WRITE, .flags = ROUTE_SUDO },
	{ "GET", "/settings/totp", totp_show, NULL, MEMBER,
	    .flags = ROUTE_SUDO },
	{ "POST", "/settings/totp", totp_post, &second_form, MEMBER,
	    .rate = RATE_WRITE, .refused = totp_show, .flags = ROUTE_SUDO },
	{ "GET", "/settings/totp/qr.svg", totp_qr, NULL, MEMBER,
	    .flags = ROUTE_SUDO },
	{ "POST", "/settings/totp/remove", totp_remove_post, NULL, MEMBER,
	    .rate = RATE_WRITE, .flags = ROUTE_SUDO },
	{ "POST", "/settings/recovery-codes", recovery_post, NULL, MEMBER,
	    .rate = RATE_WRITE, .flags = ROUTE_SUDO },
	{ "GET", "/dashboard", dashboard_show, NULL, MEMBER,
	    .reads = dashboard_read },
	{ "POST", "/settings/appearance", appearance_post, &appearance_form,
	    PUBLIC, .rate = RATE_WRITE, .refused = appearance_refused },
	{ "GET", "/settings", settings_show, NULL, MEMBER },
	{ "POST", "/settings", settings_post, &settings_form, MEMBER,
	    .rate = RATE_WRITE, .refused = settings_show },
	{ "GET", "/settings/profile", profile_show, NULL, MEMBER,
	    .reads = profile_read },
	{ "POST", "/settings/profile", profile_post, &profile_form, MEMBER,
	    .rate = RATE_WRITE, .refused = profile_refused },
	{ "POST", "/settings/profile/picture", picture_post, &picture_form,
	    MEMBER, .rate = RATE_UPLOAD, .refused = profile_refused,
	    .body_max = UPLOAD_PICTURE },
	{ "POST", "/settings/profile/picture/remove", picture_remove_post, NULL,
	    MEMBER, .rate = RATE_WRITE },
	{ "GET", "/settings/profile/resume", resume_show, NULL, MEMBER },
	{ "POST", "/settings/profile/resume", resume_post, &resume_form,
	    MEMBER, .rate = RATE_UPLOAD, .refused = profile_refused,
	    .body_max = UPLOAD_RESUME },
	{ "POST", "/settings/profile/resume/remove", resume_remove_post, NULL,
	    MEMBER, .rate = RATE_WRITE },
	{ "GET", "/settings/data", data_show, NULL, MEMBER,
	    .reads = data_read },
	{ "POST", "/settings/data/export", export_post, NULL, MEMBER,
	    .rate = RATE_WRITE, .refused = data_refused },
	{ "GET", "/settings/data/exports/:id", export_show, &export_form,
	    MEMBER },
	{ "POST", "/settings/data/delete", deletion_post, NULL, MEMBER,
	    .rate = RATE_WRITE, .refused = data_refused, .flags = ROUTE_SUDO },
	{ "POST", "/settings/data/keep", deletion_keep_post, NULL, MEMBER,
	    .rate = RATE_WRITE },
	{ "GET", "/account/keep", keep_show, &token_form, PUBLIC },
	{ "POST", "/account/keep", keep_post, &token_form, PUBLIC,
	    .rate = RATE_WRITE },
	{ "GET", "/u/:handle", public_page_show, &handle_form, PUBLIC },
	{ "GET", "/settings/security", security_show, NULL, MEMBER,
	    .reads = security_read },
	{ "POST", "/settings/password", password_post, &security_form, MEMBER,
	    .rate = RATE_WRITE, .refused = security_refused,
	    .flags = ROUTE_SUDO },
	{ "POST", "/settings/email", email_post, &security_form, MEMBER,
	    .rate = RATE_MAIL, .refused = security_refused,
	    .flags = ROUTE_SUDO },
	{ "GET", "/account/email/change", email_change_show, &token_form,
	    PUBLIC },
	{ "POST", "/account/email/change", email_change_post, &token_form,
	    PUBLIC, .rate = RATE_WRITE },
	{ "GET", "/account/email/undo", email_undo_show, &token_form, PUBLIC },
	{ "POST", "/account/email/undo", email_undo_post, &token_form, PUBLIC,
	    .rate = RATE_WRITE },
	{ "GET", "/settings/devices", device_show, NULL, MEMBER,
	    .reads = device_read },
	{ "POST", "/settings/devices/:id/end", device_end_post, &device_form,
	    MEMBER, .rate = RATE_WRITE },
	{ "POST", "/settings/devices/end-others", device_end_others_post, NULL,
	    MEMBER, .rate = RATE_WRITE },
	{ "GET", "/tokens", token_list_show, NULL, MEMBER },
	{ "POST", "/tokens", token_add_post, &token_add_form, MEMBER,
	    .rate = RATE_WRITE, .refused = token_list_show,
	    .flags = ROUTE_SUDO },
	{ "POST", "/tokens/:id/revoke", token_revoke_post, &device_form, MEMBER,
	    .rate = RATE_WRITE },
	{ "POST", "/logout", sign_out_post, NULL, MEMBER, .rate = RATE_WRITE,
	    .flags = ROUTE_SUSPENDED | ROUTE_IMPERSONATED | ROUTE_IN_PERSON },
	{ "GET", "/account/verify", verify_show, &token_form, PUBLIC },
	{ "POST", "/account/verify", verify_post, &token_form, PUBLIC,
	    .rate = RATE_WRITE },
	{ "POST", "/account/verify/resend", verify_resend, NULL, MEMBER,
	    .rate = RATE_MAIL },
	{ "GET", "/account/forgot", forgot_show, NULL, SIGNED_OUT },
	{ "POST", "/account/forgot", forgot_post, &forgot_form, SIGNED_OUT,
	    .rate = RATE_MAIL, .refused = forgot_show,
	    .flags = ROUTE_JSON_NO_CSRF },
	{ "GET", "/account/reset", reset_show, &token_form, SIGNED_OUT },
	{ "POST", "/account/reset", reset_post, &reset_form, SIGNED_OUT,
	    .rate = RATE_SIGN_IN, .refused = reset_show },
	{ NULL, NULL, NULL, NULL, NOBODY },
};
// clang-format on

static struct page *const pages[] = {
	&dashboard_page,
	&home_page,
	&sign_up_page,
	&message_page,
	&sign_in_page,
	&sudo_page,
	&verify_page,
	&forgot_page,
	&reset_page,
	&second_page,
	&totp_page,
	&codes_page,
	&security_page,
	&email_change_page,
	&device_page,
	&token_list_page,
	&settings_page,
	&profile_page,
	&public_page_page,
	&data_page,
	&keep_page,
	&connections_page,
	NULL,
};

static const struct stmt *const *const stmts[] = {
	lib_auth_session_stmts,
	lib_job_job_stmts,
	lib_app_moderate_stmts,
	account_dashboard_stmts,
	account_data_stmts,
	account_email_link_stmts,
	account_home_stmts,
	account_referral_stmts,
	account_second_factor_stmts,
	account_security_stmts,
	account_oidc_stmts,
	account_passkey_stmts,
	account_profile_stmts,
	account_public_page_stmts,
	account_settings_stmts,
	account_sign_in_stmts,
	account_sign_up_stmts,
	account_token_stmts,
	NULL,
};

static const struct setting *const settings[] = {
	oidc_settings,
	net_settings,
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
		.settings = settings,
		.refusals = account_refusals,
	    },
	    argc, argv);
}
