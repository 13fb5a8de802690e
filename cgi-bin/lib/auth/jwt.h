#ifndef LIB_AUTH_JWT_H
#define LIB_AUTH_JWT_H

#include <json-c/json.h>

#include "lib/auth/bytes.h"

/* JSON Web Tokens (RFC 7519, compact form) taken apart; nothing in one is to be
 * believed before its signature was looked at. */
struct jwt {
	const char *signed_part; /* header.payload, as it was signed */
	size_t signed_len;
	struct json_object *header, *claims;
	struct bytes signature;
};

/* False: it is none.  What it holds lives as long as the arena. */
bool jwt_read(struct arena *, const char *token, struct jwt *);

/* A member that is text; NULL: not said, or something else. */
const char *jwt_text(struct json_object *, const char *name);
/* Seconds since 1970; 0: not said, or no number. */
int64_t jwt_seconds(struct json_object *, const char *name);

/* Release a JSON value (NULL is allowed) with the arena. */
void jwt_release_later(struct arena *, struct json_object *);

#endif
