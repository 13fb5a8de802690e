#include <string.h>

#include "account/account.h"
#include "gen/account/sign_up_sql.h"
#include "lib/auth/secret.h"
#include "lib/domain/when.h"
#include "lib/job/job.h"

struct sign_up_input {
	const char *display_name, *email, *password, *timezone;
	const char *invite; /* makes the first admin; or NULL */
};

static const struct form_field sign_up_fields[] = {
	FORM_FIELD(struct sign_up_input, display_name, REQUIRED, 1, 80),
	FORM_FIELD_AS(struct sign_up_input, email, REQUIRED, 3, 254,
	    .check = CHECK_EMAIL),
	FORM_FIELD_AS(struct sign_up_input, password, REQUIRED, 1, 1024,
	    .keep_space = true, .no_refill = true),
	FORM_FIELD_AS(struct sign_up_input, timezone, OPTIONAL, 1, 60,
	    .check = CHECK_ZONE),
	FORM_FIELD(struct sign_up_input, invite, OPTIONAL, 1, 100),
};
const struct form sign_up_form = FORM(struct sign_up_input, sign_up_fields);

struct sign_up_show_input {
	const char *invite;
};

static const struct form_field sign_up_show_fields[] = {
	FORM_FIELD(struct sign_up_show_input, invite, OPTIONAL, 1, 100),
};
const struct form sign_up_show_form =
    FORM(struct sign_up_show_input, sign_up_show_fields);

struct page sign_up_page = { .path = "account/signup",
	.fields = providers_fields,
	.form = &sign_up_form };

static bool
invite_is_fine(struct request *r, const char *invite)
{
	struct first_admin_look_row row = { .fine = false };

	first_admin_look(r->db, token_hash(r->arena, invite), &row);
	return row.fine;
}

static enum status
refuse_invite(struct request *r)
{
	return request_refuse(r, GONE,
	    tr("This link was used already, or a newer one was made."));
}

bool
sign_up_is_open(struct request *r)
{
	struct feature_find_row row;

	return feature_find(r->db, "signup", &row) && row.is_on;
}

enum status
sign_up_closed(struct request *r)
{
	return request_refuse(r, FORBIDDEN,
	    tr("Nobody new can sign up here at the moment. If you have an account, "
	       "sign in."));
}

enum status
sign_up_show(struct request *r)
{
	const struct sign_up_show_input *in = r->form;
	struct sign_up_input typed = { .invite = NULL };
	struct providers_view view;

	if (r->status == OK && (in == NULL || in->invite == NULL) &&
	    !sign_up_is_open(r))
		return sign_up_closed(r);
	if (r->status == OK && in != NULL && in->invite != NULL) {
		if (!invite_is_fine(r, in->invite))
			return refuse_invite(r);
		typed.invite = in->invite;
		request_fill(r, &sign_up_form, &typed);
	}
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

static void
ask_to_verify(struct request *r, int64_t user_id)
{
	const struct sign_up_input *in = r->form;

	link_mail_send(r, &(struct link_mail){ .user_id = user_id,
			      .address = in->email,
			      .purpose = "verify",
			      .template = "verify",
			      .path = "/account/verify",
			      .name = in->display_name,
			      .ttl_seconds = (int64_t)24 * 3600 });
}

/* Nobody else is here who could let the first admin in. */
static enum status
begin_as_admin(struct request *r, const char *invite, int64_t user_id)
{
	struct first_admin_use_row row = { .used = false };

	first_admin_use(r->db, token_hash(r->arena, invite), user_id, &row);
	if (!row.used)
		return refuse_invite(r);
	return sign_in_finish(
	    r, &(struct sign_in){ .user_id = user_id,
		   .next = "/settings/security?need=second_factor" });
}

enum status
sign_up_post(struct request *r)
{
	const struct sign_up_input *in = r->form;
	const char *why = password_refusal(in->password, in->email);
	const char *zone =
	    in->timezone != NULL ? in->timezone : r->visitor_zone;
	struct account_create_row account;

	if (!when_zone_is_known(zone))
		return request_invalid(
		    r, "timezone", tr("Choose a zone such as Europe/Lisbon."));
	if (why != NULL)
		return request_invalid(r, "password", tr(why));
	if (in->invite != NULL && !invite_is_fine(r, in->invite))
		return refuse_invite(r);
	if (in->invite == NULL && !sign_up_is_open(r))
		return sign_up_closed(r);
	account_create(r->db, in->email, password_hash(r->arena, in->password),
	    in->display_name, zone, &account);
	if (account.made != 0)
		referral_take(r, account.made);
	if (account.made != 0 && in->invite != NULL)
		return begin_as_admin(r, in->invite, account.made);
	if (account.made != 0)
		ask_to_verify(r, account.made);
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
