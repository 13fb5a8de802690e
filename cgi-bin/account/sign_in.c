#include <string.h>

#include "account/account.h"
#include "gen/account/second_factor_sql.h"
#include "gen/account/security_sql.h"
#include "gen/account/sign_in_sql.h"
#include "lib/auth/secret.h"
#include "lib/base/setting.h"

struct sign_in_show_input {
	const char *next;
};

static const struct form_field sign_in_show_fields[] = {
	FORM_FIELD(struct sign_in_show_input, next, OPTIONAL, 0, 2000),
};
const struct form sign_in_show_form =
    FORM(struct sign_in_show_input, sign_in_show_fields);

/* Passwords end at 1,024 characters: longer ones never reach the hash. */
struct sign_in_input {
	const char *email, *password, *next;
};

static const struct form_field sign_in_fields[] = {
	FORM_FIELD(struct sign_in_input, email, REQUIRED, 1, 254),
	FORM_FIELD_AS(struct sign_in_input, password, REQUIRED, 1, 1024,
	    .keep_space = true, .no_refill = true),
	FORM_FIELD(struct sign_in_input, next, OPTIONAL, 0, 2000),
};
const struct form sign_in_form = FORM(struct sign_in_input, sign_in_fields);

struct page sign_in_page = { .path = "account/login",
	.fields = providers_fields,
	.form = &sign_in_form };

static const char *
safe_next(const char *next)
{
	return next != NULL && http_is_local_path(next) ? next : NULL;
}

enum status
sign_in_show(struct request *r)
{
	const struct sign_in_show_input *in = r->form;
	struct providers_view view;
	struct sign_in_input typed = { .next = NULL };

	if (r->status == OK && in != NULL) {
		typed.next = safe_next(in->next);
		request_fill(r, &sign_in_form, &typed);
	}
	providers_fill(r, &view, typed.next);
	return request_render(r, &sign_in_page, &view);
}

static void
count_failure(struct request *r, void *data)
{
	const struct sign_in_input *in = data;

	login_failed(r->db, in->email, r->http->remote_addr);
}

static enum status
too_soon(struct request *r, struct instant wait_until)
{
	int64_t seconds = (wait_until.us - r->now.us) / 1000000 + 1;

	request_header(
	    r, "Retry-After", arena_printf(r->arena, "%d", (int)seconds));
	return request_refuse(r, TOO_MANY,
	    arena_printf(r->arena,
		tr("Too many wrong passwords. Try again in %d seconds, or set "
		   "a new password by mail."),
		(int)seconds));
}

/* What a program hears instead of a page that asks. */
struct needed {
	bool second_factor;
};

static const struct field needed_fields[] = {
	FIELD(struct needed, second_factor),
	FIELD_END,
};

enum status
ask_second_factor(struct request *r, int64_t user_id, const char *next)
{
	const char *token = token_new(r->arena);
	struct buf data;

	buf_init(&data, r->arena, 256);
	buf_puts(&data, "{\"next\":\"");
	if (next != NULL)
		buf_put_json(&data, next, strlen(next));
	buf_puts(&data, "\"}");
	challenge_begin(r->db, token_hash(r->arena, token), "second_factor",
	    user_id, data.data, 600);
	request_cookie(r, &(struct cookie){ .name = SECOND_FACTOR_COOKIE,
			      .value = token,
			      .max_age_seconds = 600 });
	return request_done(r,
	    &(struct outcome){ .status = OK,
		.fields = needed_fields,
		.view = &(struct needed){ .second_factor = true } },
	    "/login/second");
}

bool
second_factor_is_excused(struct request *r, int64_t user_id)
{
	struct signed_in_person_row person;
	struct session s = { .user_id = user_id };

	if (!setting_on("BELAY_DEMO") ||
	    !signed_in_person(r->db, user_id, &person))
		return false;
	s.roles = person.roles;
	s.nroles = person.nroles;
	return session_has_role(&s, "moderator") ||
	       session_has_role(&s, "admin");
}

enum status
sign_in_post(struct request *r)
{
	const struct sign_in_input *in = r->form;
	struct login_find_row person;
	struct sign_in done;

	login_find(r->db, in->email, r->http->remote_addr, &person);
	if (person.wait_until.us > r->now.us)
		return too_soon(r, person.wait_until);
	if (!password_verify(person.password_hash, in->password)) {
		after_refusal(r, count_failure, (void *)(uintptr_t)in);
		return request_invalid(
		    r, "password", tr("The address or the password is wrong."));
	}
	if (strcmp(person.status, "banned") == 0)
		return request_refuse(r, FORBIDDEN,
		    tr("This account is closed. The mail you got says why and "
		       "how to appeal."));
	if (password_needs_rehash(person.password_hash))
		password_rehash(r->db, person.user_id,
		    password_hash(r->arena, in->password));
	if (person.second_factor &&
	    !second_factor_is_excused(r, person.user_id))
		return ask_second_factor(
		    r, person.user_id, safe_next(in->next));
	done = (struct sign_in){ .user_id = person.user_id,
		.next = safe_next(in->next) };
	return sign_in_finish(r, &done);
}

enum status
sign_out_post(struct request *r)
{
	session_end(r->db, r->session->session_id);
	request_cookie(r,
	    &(struct cookie){
		.name = SESSION_COOKIE, .value = "", .max_age_seconds = -1 });
	request_cookie(
	    r, &(struct cookie){
		   .name = OWN_COOKIE, .value = "", .max_age_seconds = -1 });
	return request_done(r, &(struct outcome){ .status = NO_CONTENT }, "/");
}

/* --- sudo: the password again, for 15 minutes ------------------------------- */

struct sudo_input {
	const char *password, *next;
};

static const struct form_field sudo_fields[] = {
	FORM_FIELD_AS(struct sudo_input, password, REQUIRED, 1, 1024,
	    .keep_space = true, .no_refill = true),
	FORM_FIELD(struct sudo_input, next, OPTIONAL, 0, 2000),
};
const struct form sudo_form = FORM(struct sudo_input, sudo_fields);

struct sudo_view {
	bool has_password, passkey; /* what the member can answer with */
};

static const struct field sudo_view_fields[] = {
	FIELD_ONLY(struct sudo_view, has_password, ONLY_HTML),
	FIELD_ONLY(struct sudo_view, passkey, ONLY_HTML),
	FIELD_END,
};
struct page sudo_page = { .path = "account/sudo",
	.fields = sudo_view_fields,
	.form = &sudo_form };

enum status
sudo_show(struct request *r)
{
	const struct sign_in_show_input *in = r->form;
	struct sudo_input typed = { .next = NULL };
	struct second_factors_row factors;
	struct security_find_row account;
	struct sudo_view view;

	security_find(r->db, &account);
	second_factors(r->db, &factors);
	view = (struct sudo_view){ .has_password = account.has_password,
		.passkey = factors.passkeys != 0 };
	if (r->status == OK && in != NULL) {
		typed.next = safe_next(in->next);
		request_fill(r, &sudo_form, &typed);
	}
	return request_render(r, &sudo_page, &view);
}

static void
count_sudo_failure(struct request *r, void *data)
{
	(void)data;
	login_failed(r->db, r->session->email, r->http->remote_addr);
}

enum status
sudo_post(struct request *r)
{
	const struct sudo_input *in = r->form;
	struct login_find_row person;
	const char *next = safe_next(in->next);

	login_find(r->db, r->session->email, r->http->remote_addr, &person);
	if (person.wait_until.us > r->now.us)
		return too_soon(r, person.wait_until);
	if (!password_verify(person.password_hash, in->password)) {
		after_refusal(r, count_sudo_failure, NULL);
		return request_invalid(
		    r, "password", tr("The password is wrong."));
	}
	sudo_until(r->db, r->session->session_id);
	return request_done(r, &(struct outcome){ .status = NO_CONTENT }, "%s",
	    next != NULL ? next : "/settings/security");
}
