#ifndef LIB_AUTH_JWK_H
#define LIB_AUTH_JWK_H

#include <json-c/json.h>

#include "lib/auth/bytes.h"

/* Public keys as JSON (RFC 7517), by OpenSSL: RSA for RS256, P-256 for ES256. */
struct jwk_signed {
	const char *text;
	size_t len;
	const struct bytes *signature; /* as JOSE has it: ES256 is r and s */
};
/* False also for a key that is malformed, of another kind, or too short. */
bool
jwk_verify(struct arena *, struct json_object *key, const struct jwk_signed *);

#endif
