#ifndef ACCOUNT_PASSKEY_H
#define ACCOUNT_PASSKEY_H

#include "lib/app/app.h"
#include "lib/auth/passkey.h"

/* What the ceremonies of passkeys have in common. */

/* Binds a ceremony to the browser that began it; its value is the challenge. */
#define PASSKEY_COOKIE "__Host-passkey"
enum { PASSKEY_SECONDS = 300 };

/* A field of the browser's answer, a buffer as base64url. */
#define PASSKEY_RESPONSE(T, m, as, must)                                \
	{                                                               \
		.name = "response." as, .kind = KIND_OF(T, m),          \
		.offset = offsetof(T, m), .required = (must), .min = 1, \
		.max = INT64_C(32) * 1024                               \
	}

/* A fresh challenge, kept in the database and in the browser. */
const char *
passkey_begin(struct request *, const char *purpose, int64_t user_id);
/* What this browser was asked; false when nothing was, or too long ago.  A
 * ceremony that succeeds uses it up. */
bool passkey_asked(struct request *, const char *purpose, int64_t user_id,
    struct passkey_asked *);
/* The opaque name of a member that authenticators keep. */
const char *passkey_handle(struct arena *, int64_t user_id);

/* {"type":"public-key","id":…} */
struct credential_view {
	const char *type, *id;
};
extern const struct field credential_fields[];
/* The member's own credentials. */
struct credential_view *
credentials_of(struct request *, int64_t user_id, size_t *n);

#endif
