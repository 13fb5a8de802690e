#include <string.h>

#include "account/account.h"
#include "gen/account/sign_up_sql.h"
#include "lib/auth/secret.h"
#include "lib/job/job.h"

struct sign_up_input {
	const char *display_name, *email, *password, *timezone;
};

static const struct form_field sign_up_fields[] = {
	FORM_FIELD(struct sign_up_input, display_name, REQUIRED, 1, 80),
	FORM_FIELD_AS(struct sign_up_input, email, REQUIRED, 3, 254,
	    .check = CHECK_EMAIL),
	FORM_FIELD_AS(struct sign_up_input, password, REQUIRED, 1, 1024,
	    .keep_space = true, .no_refill = true),
	FORM_FIELD_AS(struct sign_up_input, timezone, OPTIONAL, 1, 60,
	    .check = CHECK_ZONE),
};
const struct form sign_up_form = FORM(struct sign_up_input, sign_up_fields);

struct page sign_up_page = { .path = "account/signup",
	.fields = providers_fields,
	.form = &sign_up_form };

enum status
sign_up_show(struct request *r)
{
	struct providers_view view;

	providers_fill(r, &view, NULL);
	return request_render(r, &sign_up_page, &view);
}

/* Somebody tries to sign up with an address that has an account: the answer is
 * the same as for a new one, and the owner is told. */
static void
tell_owner(struct request *r, int64_t owner_id, const char *address)
{
	mail_queue(r->db, &(struct queued_mail){ .user_id = owner_id,
			      .address = address,
			      .template = "already_member",
			      .data = "{}" });
}

enum status
sign_up_post(struct request *r)
{
	const struct sign_up_input *in = r->form;
	const char *why = password_refusal(in->password, in->email);
	struct account_create_row account;

	if (why != NULL)
		return request_invalid(r, "password", tr(why));
	account_create(r->db, in->email, password_hash(r->arena, in->password),
	    in->display_name, in->timezone != NULL ? in->timezone : "UTC",
	    &account);
	if (account.made != 0)
		link_mail_send(r, &(struct link_mail){ .user_id = account.made,
				      .address = in->email,
				      .purpose = "verify",
				      .template = "verify",
				      .path = "/account/verify",
				      .name = in->display_name,
				      .ttl_seconds = 24 * 3600 });
	else
		tell_owner(r, account.owner_id, in->email);
	return message_render(
	    r, &(struct message_view){ .heading = tr("Look into your mail"),
		   .words = arena_printf(r->arena,
		       tr("We sent a link to %s. It works once, for 24 hours."),
		       in->email),
		   .link = "/login",
		   .link_words = tr("Sign in") });
}
