#include <string.h>

#include "lib/auth/id_token.h"
#include "lib/auth/jwk.h"
#include "lib/auth/jwt.h"

enum { KEYS_MAX = 50, SKEW_SECONDS = 60, SUBJECT_MAX = 255 };

static bool
is(const char *one, const char *other)
{
	return one != NULL && other != NULL && strcmp(one, other) == 0;
}

/* --- which key --------------------------------------------------------------------- */

static bool
may_sign(struct json_object *key, const char *alg)
{
	const char *use = jwt_text(key, "use"), *own = jwt_text(key, "alg");

	return is(jwt_text(key, "kty"), is(alg, "RS256") ? "RSA" : "EC") &&
	       (use == NULL || is(use, "sig")) && (own == NULL || is(own, alg));
}

/* By its id; a token without one names the only key there is. */
static struct json_object *
find_key(struct json_object *set, struct json_object *header)
{
	const char *kid = jwt_text(header, "kid"),
		   *alg = jwt_text(header, "alg");
	struct json_object *list, *key, *found = NULL;
	size_t i, n, fitting = 0;

	if (!json_object_object_get_ex(set, "keys", &list) ||
	    !json_object_is_type(list, json_type_array))
		return NULL;
	n = json_object_array_length(list);
	for (i = 0; i < n && i < KEYS_MAX; i++) {
		key = json_object_array_get_idx(list, i);
		if (!json_object_is_type(key, json_type_object) ||
		    !may_sign(key, alg) ||
		    (kid != NULL && !is(jwt_text(key, "kid"), kid)))
			continue;
		found = key;
		fitting++;
	}
	return fitting == 1 ? found : NULL;
}

static enum id_token_result
check_signature(
    struct arena *a, const struct jwt *p, const char *keys, const char **why)
{
	const char *alg = jwt_text(p->header, "alg");
	struct json_object *set, *key;

	*why = "an algorithm that is not taken";
	if (!is(alg, "RS256") && !is(alg, "ES256"))
		return ID_TOKEN_REFUSED;
	set = json_tokener_parse(keys);
	jwt_release_later(a, set);
	*why = "signed by an unknown key";
	if (!json_object_is_type(set, json_type_object) ||
	    (key = find_key(set, p->header)) == NULL)
		return ID_TOKEN_UNKNOWN_KEY;
	*why = "the signature is wrong";
	return jwk_verify(a, key,
		   &(struct jwk_signed){
		       p->signed_part, p->signed_len, &p->signature })
		   ? ID_TOKEN_FINE
		   : ID_TOKEN_REFUSED;
}

/* --- what it says --------------------------------------------------------------------- */

/* For us: alone, or among others as the party that asked. */
static bool
is_for(struct json_object *claims, const char *client_id)
{
	const char *party = jwt_text(claims, "azp");
	struct json_object *audience;
	size_t i, n;

	if (party != NULL && !is(party, client_id))
		return false;
	if (is(jwt_text(claims, "aud"), client_id))
		return true;
	if (!json_object_object_get_ex(claims, "aud", &audience) ||
	    !json_object_is_type(audience, json_type_array))
		return false;
	n = json_object_array_length(audience);
	if (n > 1 && party == NULL)
		return false;
	for (i = 0; i < n; i++)
		if (is(json_object_get_string(
			   json_object_array_get_idx(audience, i)),
			client_id))
			return true;
	return false;
}

static const char *
claims_refusal(struct json_object *claims, const struct id_token_asked *asked)
{
	const char *subject = jwt_text(claims, "sub");
	int64_t now = asked->now.us / 1000000;

	if (!is(jwt_text(claims, "iss"), asked->issuer))
		return "by another issuer";
	if (!is_for(claims, asked->client_id))
		return "for another client";
	if (!is(jwt_text(claims, "nonce"), asked->nonce))
		return "another nonce";
	if (jwt_seconds(claims, "exp") <= now - SKEW_SECONDS)
		return "expired";
	if (jwt_seconds(claims, "iat") == 0 ||
	    jwt_seconds(claims, "iat") > now + SKEW_SECONDS)
		return "issued in the future, or never";
	if (subject == NULL || *subject == '\0' ||
	    strlen(subject) > SUBJECT_MAX)
		return "about nobody";
	return NULL;
}

static bool
is_true(struct json_object *object, const char *name)
{
	struct json_object *value;

	if (!json_object_object_get_ex(object, name, &value))
		return false;
	/* Some providers say it as text. */
	return json_object_is_type(value, json_type_boolean)
		   ? json_object_get_boolean(value)
		   : is(json_object_get_string(value), "true");
}

enum id_token_result
id_token_verify(struct arena *a, const char *token,
    const struct id_token_asked *asked, struct id_token *out, const char **why)
{
	struct jwt p;
	enum id_token_result result;

	*why = "malformed";
	if (!jwt_read(a, token, &p))
		return ID_TOKEN_REFUSED;
	result = check_signature(a, &p, asked->keys, why);
	if (result != ID_TOKEN_FINE)
		return result;
	if ((*why = claims_refusal(p.claims, asked)) != NULL)
		return ID_TOKEN_REFUSED;
	*out = (struct id_token){
		.subject = arena_strdup(a, jwt_text(p.claims, "sub")),
		.email = arena_strdup(a, jwt_text(p.claims, "email")),
		.name = arena_strdup(a, jwt_text(p.claims, "name")),
		.email_verified = is_true(p.claims, "email_verified"),
		.auth_time.us = jwt_seconds(p.claims, "auth_time") * 1000000,
	};
	return ID_TOKEN_FINE;
}
