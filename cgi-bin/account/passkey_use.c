#include <string.h>

#include "account/account.h"
#include "account/passkey.h"
#include "gen/account/passkey_sql.h"
#include "gen/account/second_factor_sql.h"
#include "gen/account/sign_in_sql.h"
#include "lib/auth/bytes.h"
#include "lib/auth/secret.h"
#include "lib/base/log.h"
#include "lib/base/setting.h"

/*
 * Using a passkey, in one of three ways: alone, as the second step behind a
 * password, or by who is signed in to confirm that it is still them.  Alone and
 * to confirm, the authenticator must have known its owner.
 */
struct passkey_way {
	int64_t user_id;         /* 0: anybody's, alone */
	bool confirms;           /* who is signed in */
	const char *second_hash; /* of the password step; or NULL */
};

/* A program has no passkey, and an admin who looks on has their own. */
static bool
is_in_person(const struct request *r)
{
	return !r->session->is_token && r->session->impersonator_id == 0;
}

static struct passkey_way
way_of(struct request *r)
{
	const char *cookie =
	    cookie_find(r->arena, r->http->cookie, SECOND_FACTOR_COOKIE);
	struct challenge_look_row begun;
	const char *hash;

	if (r->session->user_id != 0)
		return (struct passkey_way){ r->session->user_id, true, NULL };
	if (cookie == NULL)
		return (struct passkey_way){ .user_id = 0 };
	hash = token_hash(r->arena, cookie);
	challenge_look(r->db, hash, "second_factor", &begun);
	if (begun.user_id == 0)
		return (struct passkey_way){ .user_id = 0 };
	return (struct passkey_way){ begun.user_id, false, hash };
}

/* --- what the browser is asked ------------------------------------------------- */

struct request_view {
	const char *challenge, *rpId, *userVerification;
	struct credential_view *allowCredentials;
	size_t nallow;
	int64_t timeout;
};

static const struct field request_fields[] = {
	FIELD(struct request_view, challenge),
	FIELD(struct request_view, rpId),
	FIELD(struct request_view, userVerification),
	FIELD_LIST(
	    struct request_view, allowCredentials, nallow, credential_fields),
	FIELD(struct request_view, timeout),
	FIELD_END,
};

struct request_options {
	struct request_view publicKey;
};

static const struct field request_options_fields[] = {
	FIELD_OBJECT(struct request_options, publicKey, request_fields),
	FIELD_END,
};

enum status
passkey_options_post(struct request *r)
{
	struct passkey_way way = way_of(r);
	struct request_options v = {
		.publicKey = { .rpId = passkey_site_of(
				   r->arena, setting_text("BELAY_PUBLIC_URL"))
					   .rp_id,
		    .userVerification =
			way.second_hash != NULL ? "preferred" : "required",
		    .timeout = (int64_t)PASSKEY_SECONDS * 1000 }
	};

	if (!is_in_person(r))
		return request_refuse(
		    r, FORBIDDEN, tr("Only the member may do this."));
	v.publicKey.challenge = passkey_begin(r, "passkey_use", way.user_id);
	if (way.user_id != 0)
		v.publicKey.allowCredentials =
		    credentials_of(r, way.user_id, &v.publicKey.nallow);
	return request_json(r, OK, request_options_fields, &v);
}

/* --- what it answers ---------------------------------------------------------------- */

struct passkey_input {
	const char *id, *client_data, *authenticator_data, *signature,
	    *user_handle;
};

static const struct form_field passkey_fields[] = {
	FORM_FIELD(struct passkey_input, id, REQUIRED, 1, 1400),
	PASSKEY_RESPONSE(
	    struct passkey_input, client_data, "clientDataJSON", REQUIRED),
	PASSKEY_RESPONSE(struct passkey_input, authenticator_data,
	    "authenticatorData", REQUIRED),
	PASSKEY_RESPONSE(
	    struct passkey_input, signature, "signature", REQUIRED),
	PASSKEY_RESPONSE(
	    struct passkey_input, user_handle, "userHandle", OPTIONAL),
};
const struct form passkey_form = FORM(struct passkey_input, passkey_fields);

static enum status
refuse(struct request *r, const char *why)
{
	log_info("passkey refused: %s", why);
	return request_refuse(
	    r, UNAUTHORIZED, tr("This passkey was not accepted."));
}

static void
tell_owner(struct request *r, void *data)
{
	const struct login_passkey_row *key = data;

	login_passkey_copied(r->db, key->id);
}

/* NULL when the answer fits the key, else why not. */
static const char *
check_use(struct request *r, const struct passkey_asked *asked,
    const struct login_passkey_row *key)
{
	const struct passkey_input *in = r->form;
	struct passkey_used used = { .client_data = in->client_data,
		.authenticator_data = in->authenticator_data,
		.signature = in->signature,
		.public_key = key->public_key,
		.algorithm = key->algorithm.value };
	struct login_passkey_used_row counted;
	const char *why = passkey_verify(r->arena, asked, &used);

	if (why != NULL)
		return why;
	if (in->user_handle != NULL &&
	    strcmp(in->user_handle, passkey_handle(r->arena, key->user_id)) !=
		0)
		return "of another member";
	login_passkey_used(r->db, key->id, used.counter, &counted);
	if (counted.fresh)
		return NULL;
	after_refusal(r, tell_owner, (void *)(uintptr_t)key);
	return "its counter went back";
}

static enum status
confirm(struct request *r)
{
	sudo_until(r->db, r->session->session_id);
	session_second_factor(r->db, r->session->session_id);
	return request_done(
	    r, &(struct outcome){ .status = NO_CONTENT }, "/settings/security");
}

static enum status
go_in(struct request *r, const struct passkey_way *way,
    const struct login_passkey_row *key)
{
	struct challenge_end_row end;

	if (strcmp(key->status, "banned") == 0)
		return request_refuse(r, FORBIDDEN,
		    tr("This account is closed. The mail you got says why and "
		       "how to appeal."));
	if (way->second_hash != NULL) {
		challenge_end(r->db, way->second_hash, &end);
		request_cookie(
		    r, &(struct cookie){ .name = SECOND_FACTOR_COOKIE,
			   .value = "",
			   .max_age_seconds = -1 });
	}
	return sign_in_finish(r, &(struct sign_in){ .user_id = key->user_id,
				     .second_factor = true });
}

enum status
passkey_post(struct request *r)
{
	const struct passkey_input *in = r->form;
	struct passkey_way way = way_of(r);
	struct login_passkey_row *key = arena_alloc(r->arena, 1, sizeof(*key));
	struct passkey_asked asked;
	const char *id = hex_from_base64(r->arena, in->id), *why;

	if (!is_in_person(r))
		return request_refuse(
		    r, FORBIDDEN, tr("Only the member may do this."));
	if (!passkey_asked(r, "passkey_use", way.user_id, &asked))
		return request_refuse(
		    r, GONE, tr("That took too long. Try again."));
	if (id == NULL)
		return refuse(r, "a malformed id");
	login_passkey(r->db, id, key);
	if (key->user_id == 0 ||
	    (way.user_id != 0 && key->user_id != way.user_id))
		return refuse(r, "nobody's, or another's");
	asked.verified = way.second_hash == NULL;
	if ((why = check_use(r, &asked, key)) != NULL)
		return refuse(r, why);
	return way.confirms ? confirm(r) : go_in(r, &way, key);
}
