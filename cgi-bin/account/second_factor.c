#include <ctype.h>
#include <json-c/json.h>
#include <string.h>

#include "account/account.h"
#include "account/totp.h"
#include "gen/account/second_factor_sql.h"
#include "gen/account/sign_in_sql.h"
#include "lib/auth/secret.h"

/* --- the second step of signing in ------------------------------------------ */

struct second_input {
	const char *code;
};

static const struct form_field second_fields[] = {
	FORM_FIELD_AS(
	    struct second_input, code, REQUIRED, 6, 20, .no_refill = true),
};
const struct form second_form = FORM(struct second_input, second_fields);

struct second_view {
	bool passkey; /* the member has one, so it is offered */
};

static const struct field second_view_fields[] = {
	FIELD_ONLY(struct second_view, passkey, ONLY_HTML),
	FIELD_END,
};
struct page second_page = { .path = "account/login_second",
	.fields = second_view_fields,
	.form = &second_form };

/* The hash of the cookie that the password step gave; "" when it is gone. */
static const char *
begun_hash(struct request *r)
{
	const char *cookie =
	    cookie_find(r->arena, r->http->cookie, SECOND_FACTOR_COOKIE);

	return cookie != NULL ? token_hash(r->arena, cookie) : "";
}

enum status
second_show(struct request *r)
{
	struct challenge_look_row begun;
	struct second_view view = { .passkey = false };

	if (challenge_look(r->db, begun_hash(r), "second_factor", &begun))
		view.passkey = begun.has_passkey;
	return request_render(r, &second_page, &view);
}

/* Recovery codes are typed with or without the dash, in any case. */
static const char *
plain_code(struct arena *a, const char *typed)
{
	char *plain = arena_strdup(a, typed), *to = plain;

	for (; *typed != '\0'; typed++)
		if (isalnum((unsigned char)*typed))
			*to++ = (char)tolower((unsigned char)*typed);
	*to = '\0';
	return plain;
}

static bool
code_is_right(struct request *r, int64_t user_id, const char *typed)
{
	const char *code = plain_code(r->arena, typed), *secret;
	struct login_totp_row totp;
	struct login_totp_used_row used;
	struct login_recovery_used_row recovery;
	int64_t step;

	login_totp(r->db, user_id, &totp);
	secret = secret_open(r->arena, totp.secret_sealed);
	if (secret != NULL && (step = totp_check(secret, code, r->now)) >= 0) {
		login_totp_used(r->db, user_id, step, &used);
		return used.fresh;
	}
	login_recovery_used(
	    r->db, user_id, token_hash(r->arena, code), &recovery);
	return recovery.fresh;
}

static const char *
next_of(struct request *r, const char *data)
{
	struct json_object *all = json_tokener_parse(data), *next;
	const char *path = NULL;

	if (json_object_object_get_ex(all, "next", &next))
		path = arena_strdup(r->arena, json_object_get_string(next));
	json_object_put(all);
	return path != NULL && http_is_local_path(path) ? path : NULL;
}

static void
count_miss(struct request *r, void *data)
{
	challenge_missed(r->db, data, r->http->remote_addr);
}

enum status
second_post(struct request *r)
{
	const struct second_input *in = r->form;
	const char *hash = begun_hash(r);
	struct challenge_look_row begun;
	struct challenge_end_row end;

	if (!challenge_look(r->db, hash, "second_factor", &begun) ||
	    begun.user_id == 0)
		return request_refuse(r, GONE,
		    tr("That took too long. Sign in with your password "
		       "again."));
	if (!code_is_right(r, begun.user_id, in->code)) {
		after_refusal(r, count_miss, (void *)(uintptr_t)hash);
		return request_invalid(
		    r, "code", tr("This code is wrong or was used already."));
	}
	challenge_end(r->db, hash, &end);
	request_cookie(r, &(struct cookie){ .name = SECOND_FACTOR_COOKIE,
			      .value = "",
			      .max_age_seconds = -1 });
	return sign_in_finish(r, &(struct sign_in){ .user_id = begun.user_id,
				     .second_factor = true,
				     .next = next_of(r, begun.data) });
}

/* --- setting up an authenticator app ------------------------------------------ */

struct totp_view {
	const char *secret, *uri;
	const char *qr; /* a data: address of the SVG */
};

static const struct field totp_view_fields[] = {
	FIELD(struct totp_view, secret),
	FIELD(struct totp_view, uri),
	FIELD_ONLY(struct totp_view, qr, ONLY_HTML),
	FIELD_END,
};
struct page totp_page = { .path = "account/totp",
	.fields = totp_view_fields,
	.form = &second_form };

/* A code proves that the app has the secret; before that nothing changes. */
enum status
totp_begin_post(struct request *r)
{
	struct totp_find_row row;

	if (totp_find(r->db, &row) && row.confirmed_at.us != 0)
		return request_refuse(
		    r, CONFLICT, tr("An authenticator app is set up already."));
	totp_begin(r->db, secret_seal(r->arena, totp_secret(r->arena)));
	return request_done(
	    r, &(struct outcome){ .status = NO_CONTENT }, "/settings/totp");
}

enum status
totp_show(struct request *r)
{
	struct totp_find_row row;
	struct totp_view view;

	if (!totp_find(r->db, &row) || row.confirmed_at.us != 0)
		return NOT_FOUND;
	view.secret = secret_open(r->arena, row.secret_sealed);
	if (view.secret == NULL)
		return NOT_FOUND;
	view.uri = totp_uri(r->arena, view.secret, "Belay", r->session->email);
	view.qr = "/settings/totp/qr.svg";
	return request_render(r, &totp_page, &view);
}

enum status
totp_qr(struct request *r)
{
	struct totp_find_row row;
	struct buf svg;
	const char *secret;

	if (!totp_find(r->db, &row) || row.confirmed_at.us != 0 ||
	    (secret = secret_open(r->arena, row.secret_sealed)) == NULL)
		return NOT_FOUND;
	buf_init(&svg, r->arena, 0);
	buf_puts(&svg, totp_qr_svg(r->arena, totp_uri(r->arena, secret, "Belay",
						 r->session->email)));
	return request_text(r, "image/svg+xml", NULL, &svg);
}

/* --- recovery codes ----------------------------------------------------------- */

enum { RECOVERY_CODES = 10, CODE_CHARS = 10 };

struct codes_view {
	const char **codes;
	size_t ncodes;
};

static const struct field codes_fields[] = {
	FIELD_TEXTS(struct codes_view, codes, ncodes),
	FIELD_END,
};
struct page codes_page = { .path = "account/recovery_codes",
	.fields = codes_fields };

/* "k3f9a-x81qz": letters and digits of a fresh token. */
static const char *
recovery_code(struct arena *a)
{
	char code[CODE_CHARS + 1];
	const char *token;
	size_t n = 0;

	while (n < CODE_CHARS)
		for (token = token_new(a); *token != '\0' && n < CODE_CHARS;
		     token++)
			if (isalnum((unsigned char)*token))
				code[n++] =
				    (char)tolower((unsigned char)*token);
	code[n] = '\0';
	return arena_printf(a, "%.5s-%s", code, code + 5);
}

/* New ones: the old ones end.  Shown once, kept as hashes. */
static enum status
show_new_codes(struct request *r)
{
	struct codes_view view = { .ncodes = RECOVERY_CODES };
	struct buf hashes;

	view.codes = arena_alloc(r->arena, RECOVERY_CODES, sizeof(*view.codes));
	buf_init(&hashes, r->arena, 1024);
	for (size_t i = 0; i < RECOVERY_CODES; i++) {
		view.codes[i] = recovery_code(r->arena);
		buf_printf(&hashes, "%s\"%s\"", i == 0 ? "[" : ",",
		    token_hash(r->arena, plain_code(r->arena, view.codes[i])));
	}
	buf_putc(&hashes, ']');
	recovery_codes_remove(r->db);
	recovery_codes_add(r->db, hashes.data);
	return request_render(r, &codes_page, &view);
}

enum status
totp_post(struct request *r)
{
	const struct second_input *in = r->form;
	struct totp_find_row row;
	const char *secret = NULL;
	int64_t step = -1;

	if (!totp_find(r->db, &row) || row.confirmed_at.us != 0)
		return NOT_FOUND;
	if ((secret = secret_open(r->arena, row.secret_sealed)) != NULL)
		step =
		    totp_check(secret, plain_code(r->arena, in->code), r->now);
	if (step < 0)
		return request_invalid(r, "code",
		    tr("This code is wrong. Is your phone's clock right?"));
	totp_confirm(r->db, step);
	session_second_factor(r->db, r->session->session_id);
	session_token_rotate(r);
	security_changed(r, &(struct security_change){ "second_factor.add",
				"totp_on", "/settings/security", NULL, 0 });
	return show_new_codes(r);
}

enum status
totp_remove_post(struct request *r)
{
	if (totp_remove(r->db) == 0)
		return NOT_FOUND;
	session_token_rotate(r);
	security_changed(r, &(struct security_change){ "second_factor.remove",
				"totp_off", "/settings/security", NULL, 0 });
	request_flash(r, tr("The authenticator app is removed."));
	return request_done(
	    r, &(struct outcome){ .status = NO_CONTENT }, "/settings/security");
}

/* Without a second factor nothing asks for them. */
enum status
recovery_post(struct request *r)
{
	struct second_factors_row factors;

	second_factors(r->db, &factors);
	if (!factors.totp && factors.passkeys == 0)
		return request_refuse(r, CONFLICT,
		    tr("Set up an authenticator app or a passkey first."));
	security_changed(
	    r, &(struct security_change){ "recovery_codes.new",
		   "recovery_codes", "/settings/security", NULL, 0 });
	return show_new_codes(r);
}
