#include <string.h>

#include "account/account.h"
#include "account/passkey.h"
#include "gen/account/oidc_sql.h"
#include "gen/account/passkey_sql.h"
#include "gen/account/second_factor_sql.h"
#include "gen/account/sign_in_sql.h"
#include "lib/auth/bytes.h"
#include "lib/auth/secret.h"
#include "lib/base/log.h"
#include "lib/base/setting.h"

/* --- what the ceremonies share ------------------------------------------------ */

const struct field credential_fields[] = {
	FIELD(struct credential_view, type),
	FIELD(struct credential_view, id),
	FIELD_END,
};

struct credential_view *
credentials_of(struct request *r, int64_t user_id, size_t *n)
{
	struct login_passkeys_row *rows = login_passkeys(r->db, user_id, n);
	struct credential_view *all = arena_alloc(r->arena, *n, sizeof(*all));

	for (size_t i = 0; i < *n; i++)
		all[i] = (struct credential_view){ "public-key",
			base64_from_hex(r->arena, rows[i].id) };
	return all;
}

const char *
passkey_begin(struct request *r, const char *purpose, int64_t user_id)
{
	const char *challenge = token_new(r->arena);

	challenge_begin(r->db, token_hash(r->arena, challenge), purpose,
	    user_id, "{}", PASSKEY_SECONDS);
	request_cookie(r, &(struct cookie){ .name = PASSKEY_COOKIE,
			      .value = challenge,
			      .max_age_seconds = PASSKEY_SECONDS });
	return challenge;
}

bool
passkey_asked(struct request *r, const char *purpose, int64_t user_id,
    struct passkey_asked *asked)
{
	const char *challenge =
	    cookie_find(r->arena, r->http->cookie, PASSKEY_COOKIE);
	struct challenge_look_row row;
	struct challenge_end_row end;

	if (challenge == NULL)
		return false;
	challenge_look(r->db, token_hash(r->arena, challenge), purpose, &row);
	challenge_end(r->db, token_hash(r->arena, challenge), &end);
	request_cookie(r,
	    &(struct cookie){
		.name = PASSKEY_COOKIE, .value = "", .max_age_seconds = -1 });
	*asked = (struct passkey_asked){
		.site =
		    passkey_site_of(r->arena, setting_text("BELAY_PUBLIC_URL")),
		.challenge = challenge,
	};
	return row.attempts.set && row.user_id == user_id && end.ended;
}

const char *
passkey_handle(struct arena *a, int64_t user_id)
{
	return secret_sign(
	    a, "passkey", arena_printf(a, "%lld", (long long)user_id));
}

static enum status
too_late(struct request *r)
{
	return request_refuse(r, GONE, tr("That took too long. Try again."));
}

/* --- adding one ------------------------------------------------------------------- */

struct parameter_view {
	const char *type;
	int64_t alg;
};

static const struct field parameter_fields[] = {
	FIELD(struct parameter_view, type),
	FIELD(struct parameter_view, alg),
	FIELD_END,
};

struct named_view {
	const char *id, *name, *displayName;
};

static const struct field named_fields[] = {
	FIELD(struct named_view, id),
	FIELD(struct named_view, name),
	FIELD(struct named_view, displayName),
	FIELD_END,
};

struct selection_view {
	const char *residentKey, *userVerification;
};

static const struct field selection_fields[] = {
	FIELD(struct selection_view, residentKey),
	FIELD(struct selection_view, userVerification),
	FIELD_END,
};

struct creation_view {
	const char *challenge, *attestation;
	struct named_view rp, user;
	struct parameter_view *pubKeyCredParams;
	struct credential_view *excludeCredentials;
	struct selection_view authenticatorSelection;
	size_t nparams, nexclude;
	int64_t timeout;
};

static const struct field creation_fields[] = {
	FIELD(struct creation_view, challenge),
	FIELD(struct creation_view, attestation),
	FIELD_OBJECT(struct creation_view, rp, named_fields),
	FIELD_OBJECT(struct creation_view, user, named_fields),
	FIELD_LIST(
	    struct creation_view, pubKeyCredParams, nparams, parameter_fields),
	FIELD_LIST(struct creation_view, excludeCredentials, nexclude,
	    credential_fields),
	FIELD_OBJECT(
	    struct creation_view, authenticatorSelection, selection_fields),
	FIELD(struct creation_view, timeout),
	FIELD_END,
};

struct creation_options {
	struct creation_view publicKey;
};

static const struct field creation_options_fields[] = {
	FIELD_OBJECT(struct creation_options, publicKey, creation_fields),
	FIELD_END,
};

enum status
passkey_add_options_post(struct request *r)
{
	static struct parameter_view algorithms[] = { { "public-key", -7 },
		{ "public-key", -8 }, { "public-key", -257 } };
	const struct session *s = r->session;
	struct passkey_site site =
	    passkey_site_of(r->arena, setting_text("BELAY_PUBLIC_URL"));
	struct creation_options v = {
		.publicKey = { .challenge =
				   passkey_begin(r, "passkey_add", s->user_id),
		    .attestation = "none",
		    .rp = { site.rp_id, "Belay", "Belay" },
		    .user = { passkey_handle(r->arena, s->user_id), s->email,
			s->display_name },
		    .pubKeyCredParams = algorithms,
		    .nparams = 3,
		    .authenticatorSelection = { "preferred", "preferred" },
		    .timeout = (int64_t)PASSKEY_SECONDS * 1000 }
	};

	v.publicKey.excludeCredentials =
	    credentials_of(r, s->user_id, &v.publicKey.nexclude);
	return request_json(r, OK, creation_options_fields, &v);
}

struct passkey_add_input {
	const char *name, *client_data, *attestation;
};

static const struct form_field passkey_add_input_fields[] = {
	FORM_FIELD(struct passkey_add_input, name, OPTIONAL, 1, 60),
	PASSKEY_RESPONSE(
	    struct passkey_add_input, client_data, "clientDataJSON", REQUIRED),
	PASSKEY_RESPONSE(struct passkey_add_input, attestation,
	    "attestationObject", REQUIRED),
};
const struct form passkey_add_form =
    FORM(struct passkey_add_input, passkey_add_input_fields);

struct added_view {
	int64_t id;
	const char *name;
};

static const struct field added_fields[] = {
	FIELD_ID(struct added_view, id),
	FIELD(struct added_view, name),
	FIELD_END,
};

enum status
passkey_add_post(struct request *r)
{
	const struct passkey_add_input *in = r->form;
	struct passkey_made made = { .client_data = in->client_data,
		.attestation = in->attestation };
	struct passkey_asked asked;
	struct passkey_add_row row;
	struct added_view v;
	const char *why;

	if (!passkey_asked(r, "passkey_add", r->session->user_id, &asked))
		return too_late(r);
	if ((why = passkey_register(r->arena, &asked, &made)) != NULL) {
		log_info("passkey refused: %s", why);
		return request_refuse(
		    r, CONFLICT, tr("This passkey can't be used here."));
	}
	v.name = in->name != NULL ? in->name : tr("Passkey");
	if (!passkey_add(r->db, made.id, made.public_key, made.algorithm,
		made.counter, v.name, &row))
		return request_refuse(
		    r, CONFLICT, tr("You have 20 passkeys: remove one first."));
	v.id = row.id;
	session_second_factor(r->db, r->session->session_id);
	session_token_rotate(r);
	security_changed(
	    r, &(struct security_change){ "passkey.add", "passkey_added",
		   "/settings/security", "passkey", row.id });
	return request_json(r, CREATED, added_fields, &v);
}

/* --- its name, its end ----------------------------------------------------------- */

struct passkey_rename_input {
	int64_t id;
	const char *name;
};

static const struct form_field passkey_rename_fields[] = {
	FORM_ID(struct passkey_rename_input, id, REQUIRED),
	FORM_FIELD(struct passkey_rename_input, name, REQUIRED, 1, 60),
};
const struct form passkey_rename_form =
    FORM(struct passkey_rename_input, passkey_rename_fields);

enum status
passkey_rename_post(struct request *r)
{
	const struct passkey_rename_input *in = r->form;

	if (passkey_rename(r->db, in->id, in->name) == 0)
		return NOT_FOUND;
	request_flash(r, tr("The passkey has its new name."));
	return request_done(
	    r, &(struct outcome){ .status = NO_CONTENT }, "/settings/security");
}

enum status
passkey_remove_post(struct request *r)
{
	const struct device_input *in = r->form;
	struct ways_in_row left;

	ways_in(r->db, NULL, in->id, &left);
	if (left.n == 0)
		return request_refuse(r, CONFLICT,
		    tr("This is your only way in. Set a password first."));
	if (passkey_remove(r->db, in->id) == 0)
		return NOT_FOUND;
	session_token_rotate(r);
	security_changed(
	    r, &(struct security_change){ "passkey.remove", "passkey_removed",
		   "/settings/security", "passkey", in->id });
	request_flash(r, tr("The passkey is removed."));
	return request_done(
	    r, &(struct outcome){ .status = NO_CONTENT }, "/settings/security");
}
