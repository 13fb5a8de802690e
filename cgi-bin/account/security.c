#include <string.h>

#include "account/account.h"
#include "gen/account/second_factor_sql.h"
#include "gen/account/security_sql.h"
#include "lib/auth/secret.h"
#include "lib/domain/when.h"

/* --- one page for all that guards the account --------------------------------- */

struct passkey_item {
	int64_t id;
	const char *name, *added, *used;
};

static const struct field passkey_item_fields[] = {
	FIELD_ID(struct passkey_item, id),
	FIELD(struct passkey_item, name),
	FIELD(struct passkey_item, added),
	FIELD(struct passkey_item, used),
	FIELD_END,
};

struct security_view {
	const char *email, *password_changed;
	bool has_password, totp, has_second, staff_needs_factor;
	int64_t recovery_codes;
	struct passkey_item *passkeys;
	size_t npasskeys;
};

static const struct field security_view_fields[] = {
	FIELD(struct security_view, email),
	FIELD(struct security_view, password_changed),
	FIELD(struct security_view, has_password),
	FIELD(struct security_view, totp),
	FIELD_ONLY(struct security_view, has_second, ONLY_HTML),
	FIELD_ONLY(struct security_view, staff_needs_factor, ONLY_HTML),
	FIELD(struct security_view, recovery_codes),
	FIELD_LIST(
	    struct security_view, passkeys, npasskeys, passkey_item_fields),
	FIELD_END,
};

struct security_input {
	const char *password, *email;
};

static const struct form_field security_fields[] = {
	FORM_FIELD_AS(struct security_input, password, OPTIONAL, 1, 1024,
	    .keep_space = true, .no_refill = true),
	FORM_FIELD_AS(struct security_input, email, OPTIONAL, 3, 254,
	    .check = CHECK_EMAIL),
};
const struct form security_form = FORM(struct security_input, security_fields);
struct page security_page = { .path = "account/security",
	.fields = security_view_fields,
	.form = &security_form };

void
security_read(struct request *r)
{
	security_find_send(r->db);
	second_factors_send(r->db);
	passkey_list_send(r->db);
}

static void
fill_passkeys(struct request *r, struct security_view *v)
{
	struct passkey_list_row *rows = passkey_list_get(r->db, &v->npasskeys);

	v->passkeys = arena_alloc(r->arena, v->npasskeys, sizeof(*v->passkeys));
	for (size_t i = 0; i < v->npasskeys; i++)
		v->passkeys[i] = (struct passkey_item){
			.id = rows[i].id,
			.name = rows[i].name,
			.added = when_day(r->arena, rows[i].created_at,
			    r->session->timezone, r->now),
			.used = rows[i].last_used_at.us == 0
				    ? NULL
				    : when_ago(r->arena, rows[i].last_used_at,
					  r->now),
		};
}

static bool
is_staff(const struct session *s)
{
	return session_has_role(s, "admin") || session_has_role(s, "moderator");
}

static enum status
render_security(struct request *r)
{
	struct security_find_row account;
	struct second_factors_row factors;
	struct security_view view;

	security_find_get(r->db, &account);
	second_factors_get(r->db, &factors);
	view = (struct security_view){
		.email = account.email,
		.has_password = account.has_password,
		.password_changed = when_day(r->arena,
		    account.password_changed_at, r->session->timezone, r->now),
		.totp = factors.totp,
		.has_second = factors.totp || factors.passkeys != 0,
		.recovery_codes = factors.recovery_codes,
		.staff_needs_factor = is_staff(r->session) && !factors.totp &&
				      factors.passkeys == 0,
	};
	fill_passkeys(r, &view);
	return request_render(r, &security_page, &view);
}

enum status
security_show(struct request *r)
{
	return render_security(r);
}

enum status
security_refused(struct request *r)
{
	security_read(r);
	return render_security(r);
}

/* A new password ends every other session and gives this one a new token. */
enum status
password_post(struct request *r)
{
	const struct security_input *in = r->form;
	const char *why;

	if (in->password == NULL)
		return request_invalid(r, "password", tr("This is needed."));
	why = password_refusal(in->password, r->session->email);
	if (why != NULL)
		return request_invalid(r, "password", tr(why));
	password_set(r->db, password_hash(r->arena, in->password));
	sessions_end_others(r->db, r->session->session_id);
	session_token_rotate(r);
	security_changed(r, &(struct security_change){ "password.change",
				"password", "/settings/security", NULL, 0 });
	request_flash(
	    r, tr("Your password is changed; other devices were signed out."));
	return request_done(
	    r, &(struct outcome){ .status = NO_CONTENT }, "/settings/security");
}

/* --- another address ---------------------------------------------------------- */

/* The new address proves itself by a link; until then the old one stays. */
enum status
email_post(struct request *r)
{
	const struct security_input *in = r->form;

	if (in->email == NULL)
		return request_invalid(r, "email", tr("This is needed."));
	link_mail_send(r, &(struct link_mail){ .user_id = r->session->user_id,
			      .address = in->email,
			      .purpose = "change_email",
			      .template = "change_email",
			      .path = "/account/email/change",
			      .name = r->session->display_name,
			      .ttl_seconds = (int64_t)24 * 3600 });
	request_flash(r, tr("We sent a link to the new address."));
	return request_done(
	    r, &(struct outcome){ .status = NO_CONTENT }, "/settings/security");
}

struct email_change_view {
	const char *token;
	bool undo;
};

static const struct field email_change_view_fields[] = {
	FIELD_ONLY(struct email_change_view, token, ONLY_HTML),
	FIELD_ONLY(struct email_change_view, undo, ONLY_HTML),
	FIELD_END,
};
struct page email_change_page = { .path = "account/email_change",
	.fields = email_change_view_fields };

static enum status
show_change(struct request *r, bool undo)
{
	const struct token_input *in = r->form;
	struct email_change_view view = { .token = in->token, .undo = undo };

	return request_render(r, &email_change_page, &view);
}

enum status
email_change_show(struct request *r)
{
	return show_change(r, false);
}

enum status
email_undo_show(struct request *r)
{
	return show_change(r, true);
}

static enum status
change(struct request *r, const char *purpose, struct email_change_row *row)
{
	const struct token_input *in = r->form;

	email_change(r->db, token_hash(r->arena, in->token), purpose, row);
	if (row->user_id == 0)
		return request_refuse(
		    r, GONE, tr("This link was used already or is too old."));
	if (!row->changed)
		return request_refuse(
		    r, CONFLICT, tr("This address has an account of its own."));
	return OK;
}

enum status
email_change_post(struct request *r)
{
	struct email_change_row row;
	enum status status = change(r, "change_email", &row);

	if (status != OK)
		return status;
	/* The old address can take it back for a week. */
	link_mail_send(r, &(struct link_mail){ .user_id = row.user_id,
			      .address = row.old_email,
			      .purpose = "undo_email",
			      .template = "undo_email",
			      .path = "/account/email/undo",
			      .name = "",
			      .ttl_seconds = (int64_t)7 * 24 * 3600 });
	request_flash(r, tr("Your address is changed."));
	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    r->session->user_id != 0 ? "/settings/security" : "/login");
}

enum status
email_undo_post(struct request *r)
{
	struct email_change_row row;
	enum status status = change(r, "undo_email", &row);

	if (status != OK)
		return status;
	request_flash(
	    r, tr("Your old address is back and every session was ended. Set a "
		  "new password now."));
	return request_done(
	    r, &(struct outcome){ .status = NO_CONTENT }, "/account/forgot");
}
