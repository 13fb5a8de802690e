#ifndef ACCOUNT_ACCOUNT_H
#define ACCOUNT_ACCOUNT_H

#include "lib/app/app.h"

/* home.c: the front page. */
enum status home_show(struct request *);
extern struct page home_page;

/* sign_up.c: a new account. */
enum status sign_up_show(struct request *);
enum status sign_up_post(struct request *);
extern const struct form sign_up_form;
extern struct page sign_up_page, message_page;

/* sign_in.c: password, and out again. */
enum status sign_in_show(struct request *);
enum status sign_in_post(struct request *);
enum status sign_out_post(struct request *);
enum status sudo_show(struct request *);
enum status sudo_post(struct request *);
extern const struct form sign_in_form, sign_in_show_form, sudo_form;
extern struct page sign_in_page, sudo_page;

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
extern const struct form token_form, forgot_form, reset_form;
extern struct page verify_page, forgot_page, reset_page;

/* begin.c: what every way of signing in ends with. */

/* Start a session for the person: row, cookie, audit, notice of a new browser.
 * The answer is the dashboard or `next`; JSON gets {"csrf","user"}. */
struct sign_in {
	int64_t user_id;
	bool second_factor;
	const char *next; /* checked to be a path on this site, or NULL */
};
enum status sign_in_finish(struct request *, const struct sign_in *);
/* "A message" page: title, words and one way on. */
struct message_view {
	const char *title, *words, *link, *link_words;
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
