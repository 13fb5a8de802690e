#ifndef ACCOUNT_ACCOUNT_H
#define ACCOUNT_ACCOUNT_H

#include "lib/app/app.h"

/* home.c: the front page. */
void home_read(struct request *);
enum status home_show(struct request *);
extern struct page home_page;

/* provider.c: OpenID Connect providers that are configured. */
struct provider {
	const char *href, *name;
};
struct providers_view {
	struct provider *providers;
	size_t nproviders;
	bool demo; /* the demonstration's accounts are shown */
};
extern const struct field providers_fields[];
/* `next`: where signing in leads, or NULL. */
void
providers_fill(struct request *, struct providers_view *, const char *next);

/* sign_up.c: a new account. */
enum status sign_up_show(struct request *);
/* Whether admins let anybody in, and what is said when they do not. */
bool sign_up_is_open(struct request *);
enum status sign_up_closed(struct request *);
enum status sign_up_post(struct request *);
extern const struct form sign_up_form, sign_up_show_form;
extern struct page sign_up_page, message_page;

/* sign_in.c: password, and out again. */
enum status sign_in_show(struct request *);
enum status sign_in_post(struct request *);
enum status sign_out_post(struct request *);
enum status sudo_show(struct request *);
enum status sudo_post(struct request *);
extern const struct form sign_in_form, sign_in_show_form, sudo_form;
extern struct page sign_in_page, sudo_page;

/* The first step was right, but a code or passkey has to follow. */
enum status
ask_second_factor(struct request *, int64_t user_id, const char *next);
/* In the demo moderators and admins are not asked for theirs. */
bool second_factor_is_excused(struct request *, int64_t user_id);
/* Binds the second step of a sign-in to the browser that made the first. */
#define SECOND_FACTOR_COOKIE "__Host-second"

/* email_link.c: verify the address, set a new password. */
enum status verify_show(struct request *);
enum status verify_post(struct request *);
enum status verify_resend(struct request *);
enum status forgot_show(struct request *);
enum status forgot_post(struct request *);
enum status reset_show(struct request *);
enum status reset_post(struct request *);
struct token_input {
	const char *token;
};
extern const struct form token_form, forgot_form, reset_form;
extern struct page verify_page, forgot_page, reset_page;

/* second_factor.c: codes from an app, recovery codes. */
enum status second_show(struct request *);
enum status second_post(struct request *);
enum status totp_begin_post(struct request *);
enum status totp_show(struct request *);
enum status totp_post(struct request *);
enum status totp_qr(struct request *);
enum status totp_remove_post(struct request *);
enum status recovery_post(struct request *);
extern const struct form second_form;
extern struct page second_page, totp_page, codes_page;

/* security.c: password, address, what guards the account. */
void security_read(struct request *);
enum status security_show(struct request *);
enum status security_refused(struct request *);
enum status password_post(struct request *);
enum status email_post(struct request *);
enum status email_change_show(struct request *);
enum status email_change_post(struct request *);
enum status email_undo_show(struct request *);
enum status email_undo_post(struct request *);
extern const struct form security_form;
extern struct page security_page, email_change_page;

/* device.c: signed-in browsers. */
void device_read(struct request *);
enum status device_show(struct request *);
enum status device_end_post(struct request *);
enum status device_end_others_post(struct request *);
struct device_input {
	int64_t id;
};
extern const struct form device_form;
extern struct page device_page;

/* token.c: personal access tokens. */
enum status token_list_show(struct request *);
enum status token_add_post(struct request *);
enum status token_revoke_post(struct request *);
extern const struct form token_add_form;
extern struct page token_list_page;

/* dashboard.c: the start page of whoever is signed in. */
void dashboard_read(struct request *);
enum status dashboard_show(struct request *);
extern struct page dashboard_page;

/* settings.c: looks, zone, language, privacy. */
enum status appearance_post(struct request *);
enum status appearance_refused(struct request *);
enum status settings_show(struct request *);
enum status settings_post(struct request *);
extern const struct form appearance_form, settings_form;
extern struct page settings_page;

/* profile.c: what others may read of a member. */
void profile_read(struct request *);
enum status profile_show(struct request *);
enum status profile_refused(struct request *);
enum status profile_post(struct request *);
extern const struct form profile_form;
extern struct page profile_page;

/* profile_files.c: the picture and the résumé. */
enum status picture_post(struct request *);
enum status picture_remove_post(struct request *);
enum status resume_post(struct request *);
enum status resume_show(struct request *);
enum status resume_remove_post(struct request *);
extern const struct form picture_form, resume_form;

/* public_page.c: /u/HANDLE. */
enum status public_page_show(struct request *);
extern const struct form handle_form;
extern struct page public_page_page;

/* data.c: an export of everything, and being forgotten. */
void data_read(struct request *);
enum status data_show(struct request *);
enum status data_refused(struct request *);
enum status export_post(struct request *);
enum status export_show(struct request *);
enum status deletion_post(struct request *);
enum status deletion_keep_post(struct request *);
enum status keep_show(struct request *);
enum status keep_post(struct request *);
extern const struct form export_form;
extern const struct refusal account_refusals[];
extern struct page data_page, keep_page;

/* passkey.c: adding one, its name, its end. */
enum status passkey_add_options_post(struct request *);
enum status passkey_add_post(struct request *);
enum status passkey_rename_post(struct request *);
enum status passkey_remove_post(struct request *);
extern const struct form passkey_add_form, passkey_rename_form;

/* passkey_use.c: signing in or confirming with one. */
enum status passkey_options_post(struct request *);
enum status passkey_post(struct request *);
extern const struct form passkey_form;

/* oidc.c: signing in and connecting by a provider. */
void oidc_begin_before(struct request *);
enum status oidc_begin_show(struct request *);
enum status oidc_connect_show(struct request *);
void oidc_callback_before(struct request *);
enum status oidc_callback_show(struct request *);
extern const struct form oidc_form;

/* connection.c: which providers are connected. */
enum status connections_show(struct request *);
enum status connection_remove_post(struct request *);
extern const struct form connection_form;
extern struct page connections_page;

/* begin.c: what every way of signing in ends with. */

/* Start a session for the person: row, cookie, audit, notice of a new browser.
 * The answer is the dashboard or `next`; JSON gets {"csrf","user"}. */
struct sign_in {
	int64_t user_id;
	bool second_factor;
	const char *next; /* checked to be a path on this site, or NULL */
};
enum status sign_in_finish(struct request *, const struct sign_in *);

/* referral.c: whose link this browser followed before its member signed up or
 * in. */
void referral_take(struct request *, int64_t user_id);
/* A change of what guards the account: logged, and its owner is told. */
struct security_change {
	const char *action;      /* "passkey.add" */
	const char *what;        /* of the notice: "passkey_added" */
	const char *link;        /* where the notice leads */
	const char *target_kind; /* NULL: the member */
	int64_t target_id;
};
void security_changed(struct request *, const struct security_change *);
/* A new token for this session: after its rights or secrets changed. */
void session_token_rotate(struct request *);
/* "A message" page: title, words and one way on. */
struct message_view {
	const char *heading, *words, *link, *link_words;
};
enum status message_render(struct request *, const struct message_view *);
/* A mail with a single-use link, queued in this transaction. */
struct link_mail {
	int64_t user_id;
	const char *address, *purpose, *template, *path, *name;
	int64_t ttl_seconds;
};
void link_mail_send(struct request *, const struct link_mail *);

#endif
