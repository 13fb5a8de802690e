#include <json-c/json.h>
#include <string.h>

#include "lib/auth/bytes.h"
#include "lib/auth/id_token.h"
#include "lib/auth/jwk.h"

enum {
	TOKEN_MAX = 16 * 1024,
	KEYS_MAX = 50,
	SKEW_SECONDS = 60,
	SUBJECT_MAX = 255
};

struct parts {
	const char *signed_part; /* header.payload, as it was signed */
	size_t signed_len;
	struct json_object *header, *claims;
	struct bytes signature;
};

static void
release(void *data)
{
	json_object_put(data);
}

/* One base64url part as a JSON object; NULL: it is none. */
static struct json_object *
read_object(struct arena *a, const char *text, size_t len)
{
	struct json_object *object;
	struct bytes raw;

	if (!bytes_from_base64(a, arena_strndup(a, text, len), TOKEN_MAX, &raw))
		return NULL;
	object = json_tokener_parse(
	    arena_strndup(a, (const char *)raw.data, raw.len));
	if (object != NULL)
		arena_defer(a, release, object);
	return json_object_is_type(object, json_type_object) ? object : NULL;
}

static bool
take_apart(struct arena *a, const char *token, struct parts *p)
{
	const char *first = strchr(token, '.'), *second;

	if (first == NULL || strlen(token) > TOKEN_MAX ||
	    (second = strchr(first + 1, '.')) == NULL ||
	    strchr(second + 1, '.') != NULL)
		return false;
	p->signed_part = token;
	p->signed_len = (size_t)(second - token);
	p->header = read_object(a, token, (size_t)(first - token));
	p->claims = read_object(a, first + 1, (size_t)(second - first - 1));
	return p->header != NULL && p->claims != NULL &&
	       bytes_from_base64(a, second + 1, TOKEN_MAX, &p->signature);
}

static const char *
text_of(struct json_object *object, const char *name)
{
	struct json_object *value;

	return json_object_object_get_ex(object, name, &value) &&
		       json_object_is_type(value, json_type_string)
		   ? json_object_get_string(value)
		   : NULL;
}

/* Seconds since 1970; 0: not said, or no number. */
static int64_t
seconds_of(struct json_object *object, const char *name)
{
	struct json_object *value;

	return json_object_object_get_ex(object, name, &value) &&
		       (json_object_is_type(value, json_type_int) ||
			   json_object_is_type(value, json_type_double))
		   ? json_object_get_int64(value)
		   : 0;
}

static bool
is(const char *one, const char *other)
{
	return one != NULL && other != NULL && strcmp(one, other) == 0;
}

/* --- which key --------------------------------------------------------------------- */

static bool
may_sign(struct json_object *key, const char *alg)
{
	const char *use = text_of(key, "use"), *own = text_of(key, "alg");

	return is(text_of(key, "kty"), is(alg, "RS256") ? "RSA" : "EC") &&
	       (use == NULL || is(use, "sig")) && (own == NULL || is(own, alg));
}

/* By its id; a token without one names the only key there is. */
static struct json_object *
find_key(struct json_object *set, struct json_object *header)
{
	const char *kid = text_of(header, "kid"), *alg = text_of(header, "alg");
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
		    (kid != NULL && !is(text_of(key, "kid"), kid)))
			continue;
		found = key;
		fitting++;
	}
	return fitting == 1 ? found : NULL;
}

static enum id_token_result
check_signature(
    struct arena *a, const struct parts *p, const char *keys, const char **why)
{
	const char *alg = text_of(p->header, "alg");
	struct json_object *set, *key;

	*why = "an algorithm that is not taken";
	if (!is(alg, "RS256") && !is(alg, "ES256"))
		return ID_TOKEN_REFUSED;
	set = json_tokener_parse(keys);
	if (set != NULL)
		arena_defer(a, release, set);
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
	const char *party = text_of(claims, "azp");
	struct json_object *audience;
	size_t i, n;

	if (party != NULL && !is(party, client_id))
		return false;
	if (is(text_of(claims, "aud"), client_id))
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
	const char *subject = text_of(claims, "sub");
	int64_t now = asked->now.us / 1000000;

	if (!is(text_of(claims, "iss"), asked->issuer))
		return "by another issuer";
	if (!is_for(claims, asked->client_id))
		return "for another client";
	if (!is(text_of(claims, "nonce"), asked->nonce))
		return "another nonce";
	if (seconds_of(claims, "exp") <= now - SKEW_SECONDS)
		return "expired";
	if (seconds_of(claims, "iat") == 0 ||
	    seconds_of(claims, "iat") > now + SKEW_SECONDS)
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
	struct parts p;
	enum id_token_result result;

	*why = "malformed";
	if (!take_apart(a, token, &p))
		return ID_TOKEN_REFUSED;
	result = check_signature(a, &p, asked->keys, why);
	if (result != ID_TOKEN_FINE)
		return result;
	if ((*why = claims_refusal(p.claims, asked)) != NULL)
		return ID_TOKEN_REFUSED;
	*out = (struct id_token){
		.subject = arena_strdup(a, text_of(p.claims, "sub")),
		.email = arena_strdup(a, text_of(p.claims, "email")),
		.name = arena_strdup(a, text_of(p.claims, "name")),
		.email_verified = is_true(p.claims, "email_verified"),
		.auth_time.us = seconds_of(p.claims, "auth_time") * 1000000,
	};
	return ID_TOKEN_FINE;
}
