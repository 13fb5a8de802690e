#ifndef LIB_AUTH_ID_TOKEN_H
#define LIB_AUTH_ID_TOKEN_H

#include "lib/base/arena.h"
#include "lib/base/kind.h"

/*
 * OpenID Connect ID tokens, checked as OpenID Connect Core 3.1.3.7 says, with
 * the provider's keys (a JWK set).  RS256 (2,048 bits at least) and ES256 only:
 * a token that says another algorithm, none or one with a shared secret, is
 * refused before anything of it is believed.
 */
struct id_token_asked {
	const char *issuer, *client_id, *nonce;
	const char *keys;   /* the issuer's, a JWK set */
	struct instant now; /* clocks may differ by a minute */
};

struct id_token {
	const char *subject; /* never NULL; unique and lasting at the issuer */
	const char *email, *name; /* NULL: not said */
	bool email_verified;
	struct instant auth_time; /* .us 0: not said */
};

enum id_token_result {
	ID_TOKEN_FINE,
	ID_TOKEN_UNKNOWN_KEY, /* fetch the keys once more, and ask again */
	ID_TOKEN_REFUSED
};
/* `why` gets words for the log when it is not fine. */
enum id_token_result id_token_verify(struct arena *, const char *token,
    const struct id_token_asked *, struct id_token *, const char **why);

#endif
