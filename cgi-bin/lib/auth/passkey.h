#ifndef LIB_AUTH_PASSKEY_H
#define LIB_AUTH_PASSKEY_H

#include "lib/base/arena.h"
#include "lib/base/kind.h"

/*
 * WebAuthn's server side: what a browser sends is checked against what was
 * asked.  No attestation: any authenticator is welcome.  Signatures and the
 * authenticator's data are read by libfido2, all else is checked here.  Buffers
 * are base64url as browsers send them, keys and credential ids hex.
 */
struct passkey_site {
	const char *rp_id;  /* "belay.example" */
	const char *origin; /* "https://belay.example:8443" */
};
/* Of an address such as BELAY_PUBLIC_URL. */
struct passkey_site passkey_site_of(struct arena *, const char *url);

struct passkey_asked {
	struct passkey_site site;
	const char *challenge; /* 32 bytes, as token_new() makes them */
	bool verified;         /* a fingerprint, PIN or the like is a must */
};

/* A new credential. */
struct passkey_made {
	const char *client_data, *attestation; /* from the browser */
	const char *id, *public_key;           /* made: hex */
	int64_t algorithm, counter;            /* made; COSE's number */
};
/* NULL when it is what was asked for, else why not: for the log. */
const char *passkey_register(
    struct arena *, const struct passkey_asked *, struct passkey_made *);

/* A use of one. */
struct passkey_used {
	const char *client_data, *authenticator_data, *signature;
	const char *public_key; /* as it was registered */
	int64_t algorithm;
	int64_t counter; /* made: to be compared with the one kept */
	bool verified;   /* made: the authenticator knew its owner */
};
const char *passkey_verify(
    struct arena *, const struct passkey_asked *, struct passkey_used *);

#endif
