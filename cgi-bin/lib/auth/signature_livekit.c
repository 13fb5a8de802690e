#include <sodium.h>
#include <string.h>

#include "lib/auth/hmac.h"
#include "lib/auth/jwt.h"
#include "lib/auth/signature.h"

enum { SKEW_SECONDS = 10, BASE64 = sodium_base64_VARIANT_ORIGINAL };

static bool
is(const char *one, const char *other)
{
	return one != NULL && strcmp(one, other) == 0;
}

static const char *
check_signature(const struct jwt *t, const char *secret)
{
	struct bytes key = { (unsigned char *)(uintptr_t)secret,
		strlen(secret) };
	unsigned char digest[HMAC_BYTES];

	if (!is(jwt_text(t->header, "alg"), "HS256"))
		return "an algorithm that is not taken";
	hmac_make(digest, &key,
	    &(struct hmac_text){ "", t->signed_part, t->signed_len });
	return t->signature.len == HMAC_BYTES &&
		       sodium_memcmp(t->signature.data, digest, HMAC_BYTES) == 0
		   ? NULL
		   : "the signature is another";
}

static const char *
check_claims(const struct jwt *t, const char *key, int64_t now)
{
	if (!is(jwt_text(t->claims, "iss"), key))
		return "by another key";
	if (jwt_seconds(t->claims, "exp") <= now - SKEW_SECONDS)
		return "expired";
	return jwt_seconds(t->claims, "nbf") > now + SKEW_SECONDS
		   ? "not valid yet"
		   : NULL;
}

static const char *
check_body(const struct jwt *t, const struct signed_body *body)
{
	const char *said = jwt_text(t->claims, "sha256");
	unsigned char digest[crypto_hash_sha256_BYTES];
	char wanted[sodium_base64_ENCODED_LEN(sizeof(digest), BASE64)];

	crypto_hash_sha256(
	    digest, (const unsigned char *)body->data, body->len);
	sodium_bin2base64(
	    wanted, sizeof(wanted), digest, sizeof(digest), BASE64);
	return said != NULL && hmac_is(said, strlen(said), wanted)
		   ? NULL
		   : "the body is another";
}

const char *
signature_livekit(struct arena *a, const struct signed_body *body,
    const char *authorization, const struct livekit_key *key,
    struct instant now)
{
	const char *why;
	struct jwt t;

	if (key->key == NULL || key->secret == NULL || *key->secret == '\0')
		return "no key is set";
	if (authorization == NULL)
		return "not signed";
	if (!jwt_read(a, authorization, &t))
		return "a token that is none";
	if ((why = check_signature(&t, key->secret)) != NULL)
		return why;
	if ((why = check_claims(&t, key->key, now.us / 1000000)) != NULL)
		return why;
	return check_body(&t, body);
}
