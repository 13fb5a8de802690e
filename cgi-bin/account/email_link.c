#include <string.h>

#include "account/account.h"
#include "gen/account/email_link_sql.h"
#include "lib/auth/secret.h"
#include "lib/job/job.h"

/*
 * Links in mail: the page behind one only has a button, since mail programs
 * and scanners open links by themselves; the button's POST uses the token up.
 */
static const struct form_field token_fields[] = {
	FORM_FIELD(struct token_input, token, REQUIRED, 1, 100),
};
const struct form token_form = FORM(struct token_input, token_fields);

struct link_view {
	const char *token;
};

static const struct field link_view_fields[] = {
	FIELD_ONLY(struct link_view, token, ONLY_HTML),
	FIELD_END,
};
struct page verify_page = { .path = "account/verify_show",
	.fields = link_view_fields };

/* OK, or the page that says why the link does not work. */
static enum status
look(struct request *r, const char *token, const char *purpose,
    struct email_token_look_row *link)
{
	email_token_look(r->db, token_hash(r->arena, token), purpose, link);
	if (strcmp(link->state, "fine") == 0)
		return OK;
	if (strcmp(link->state, "unknown") == 0)
		return NOT_FOUND;
	return request_refuse(r, GONE,
	    strcmp(link->state, "used") == 0
		? tr("This link was used already.")
		: tr("This link is too old. Ask for a new one."));
}

enum status
verify_show(struct request *r)
{
	const struct token_input *in = r->form;
	struct link_view view = { .token = in->token };
	struct email_token_look_row link;
	enum status status = look(r, in->token, "verify", &link);

	return status == OK ? request_render(r, &verify_page, &view) : status;
}

enum status
verify_post(struct request *r)
{
	const struct token_input *in = r->form;
	struct email_token_look_row link;
	struct email_token_use_row use;
	enum status status = look(r, in->token, "verify", &link);

	if (status != OK)
		return status;
	email_token_use(r->db, token_hash(r->arena, in->token), "verify", &use);
	if (!use.used)
		return request_refuse(
		    r, GONE, tr("This link was used already."));
	account_verify(r->db, link.user_id, link.email);
	request_flash(r, tr("Your address is verified."));
	return request_done(r, &(struct outcome){ .status = NO_CONTENT }, "%s",
	    r->session->user_id != 0 ? "/dashboard" : "/login");
}

enum status
verify_resend(struct request *r)
{
	const struct session *s = r->session;

	if (!s->verified)
		link_mail_send(r, &(struct link_mail){ .user_id = s->user_id,
				      .address = s->email,
				      .purpose = "verify",
				      .template = "verify",
				      .path = "/account/verify",
				      .name = s->display_name,
				      .ttl_seconds = (int64_t)24 * 3600 });
	request_flash(r, tr("We sent the link again."));
	return request_done(
	    r, &(struct outcome){ .status = NO_CONTENT }, "/dashboard");
}

/* --- a new password ------------------------------------------------------ */

struct forgot_input {
	const char *email;
};

static const struct form_field forgot_fields[] = {
	FORM_FIELD_AS(
	    struct forgot_input, email, REQUIRED, 3, 254, .check = CHECK_EMAIL),
};
const struct form forgot_form = FORM(struct forgot_input, forgot_fields);
struct page forgot_page = { .path = "account/forgot",
	.fields = link_view_fields,
	.form = &forgot_form };

enum status
forgot_show(struct request *r)
{
	struct link_view view = { .token = NULL };

	return request_render(r, &forgot_page, &view);
}

/* The answer and its time are the same whether or not the address has an
 * account: finding it and making the link is the worker's. */
enum status
forgot_post(struct request *r)
{
	const struct forgot_input *in = r->form;
	struct buf payload;

	buf_init(&payload, r->arena, 512);
	buf_puts(&payload, "{\"email\":\"");
	buf_put_json(&payload, in->email, strlen(in->email));
	buf_puts(&payload, "\"}");
	job_enqueue(r->db, &(struct job){ .kind = "account.forgot",
			       .payload = payload.data,
			       .unique = in->email });
	return message_render(r,
	    &(struct message_view){ .heading = tr("Look into your mail"),
		.words = arena_printf(r->arena,
		    tr("If %s has an account here, a link to set a new "
		       "password is on its way. It works once, for an hour."),
		    in->email),
		.link = "/login",
		.link_words = tr("Sign in") });
}

struct reset_input {
	const char *token, *password;
};

static const struct form_field reset_fields[] = {
	FORM_FIELD(struct reset_input, token, REQUIRED, 1, 100),
	FORM_FIELD_AS(struct reset_input, password, REQUIRED, 1, 1024,
	    .keep_space = true, .no_refill = true),
};
const struct form reset_form = FORM(struct reset_input, reset_fields);
struct page reset_page = { .path = "account/reset",
	.fields = link_view_fields,
	.form = &reset_form };

enum status
reset_show(struct request *r)
{
	const struct token_input *asked = r->form;
	struct reset_input typed = { .token = NULL };
	struct link_view view = { .token = NULL };
	struct email_token_look_row link;
	enum status status;

	if (r->status != OK)
		return request_render(r, &reset_page, &view);
	typed.token = asked->token;
	if ((status = look(r, typed.token, "reset", &link)) != OK)
		return status;
	request_fill(r, &reset_form, &typed);
	return request_render(r, &reset_page, &view);
}

enum status
reset_post(struct request *r)
{
	const struct reset_input *in = r->form;
	struct email_token_look_row link;
	struct email_token_use_row use;
	enum status status = look(r, in->token, "reset", &link);
	const char *why;

	if (status != OK)
		return status;
	if ((why = password_refusal(in->password, link.email)) != NULL)
		return request_invalid(r, "password", tr(why));
	email_token_use(r->db, token_hash(r->arena, in->token), "reset", &use);
	if (!use.used)
		return request_refuse(
		    r, GONE, tr("This link was used already."));
	password_reset(
	    r->db, link.user_id, password_hash(r->arena, in->password));
	request_flash(r,
	    tr("Your password is new, and every session was ended. Sign in."));
	return request_done(
	    r, &(struct outcome){ .status = NO_CONTENT }, "/login");
}
