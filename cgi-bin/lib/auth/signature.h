#ifndef LIB_AUTH_SIGNATURE_H
#define LIB_AUTH_SIGNATURE_H

#include "lib/base/arena.h"
#include "lib/base/kind.h"

/*
 * Calls that other systems sign.  Each is checked over the bytes of its body as
 * they came, before anything reads them, and secrets are compared in constant
 * time.  Every function gives NULL when the call is what it claims to be, else
 * why not: words for the log, which hold nothing of the call or the secret.
 * Headers that are missing are NULL.
 */
struct signed_body {
	const char *data;
	size_t len;
};

/* How far a clock may be off, and how long a call may be under way. */
enum { SIGNATURE_TOLERANCE_SECONDS = 300 };

/*
 * Stripe (docs.stripe.com/webhooks, "Verify webhook signatures manually"):
 * `t=…,v1=…[,v1=…][,v0=…]`, in any order.  A v1 is HMAC-SHA256 in lower-case hex
 * of `t.body` under the whole secret, its whsec_ included; while a secret is
 * replaced there are several, and one is enough.  v0 and other schemes prove
 * nothing.  Older than the tolerance is refused, exactly as old is not; as in
 * Stripe's own libraries the future is not asked about.  Two times are one too
 * many.
 */
const char *signature_stripe(const struct signed_body *, const char *header,
    const char *secret, struct instant now);

/*
 * Resend by Svix (docs.svix.com/receiving/verifying-payloads/how-manual, the
 * same as standardwebhooks.com): `v1,BASE64 v1,BASE64 …` of HMAC-SHA256 over
 * `id.timestamp.body` under the secret's base64 part, decoded.  The tolerance
 * holds for the past and the future.
 */
struct svix_headers {
	const char *id, *timestamp, *signature;
};
const char *signature_svix(struct arena *, const struct signed_body *,
    const struct svix_headers *, const char *secret, struct instant now);

/*
 * Discord (discord.com/developers/docs/interactions/overview, "Setting up an
 * endpoint"): Ed25519 in hex over the timestamp and the body, by the
 * application's public key in hex.
 */
struct discord_headers {
	const char *timestamp, *signature;
};
const char *signature_discord(struct arena *, const struct signed_body *,
    const struct discord_headers *, const char *public_key);

/*
 * LiveKit (docs.livekit.io/home/server/webhooks): Authorization holds a bare JWT
 * by HS256 of the API secret, iss the API key, sha256 the body's digest in
 * base64.  nbf and exp are kept to, with ten seconds for clocks.
 */
struct livekit_key {
	const char *key, *secret;
};
const char *signature_livekit(struct arena *, const struct signed_body *,
    const char *authorization, const struct livekit_key *, struct instant now);

/*
 * PayPal (developer.paypal.com/api/rest/webhooks/rest, "Self verification
 * method"): RSA-SHA256 over `transmission id|time|webhook id|CRC-32 of the body
 * in decimal`, where the webhook id is our own, by the certificate at cert_url.
 * Its chain ends in a root we trust, its dates hold, and it has one of the names
 * that are expected.  Age is no reason to refuse: deliveries are repeated for
 * three days.
 */
struct paypal_headers {
	const char *id, *time, *algorithm, *cert_url, *signature;
};
/* May the certificate be fetched there?  https, without user or password, at
 * `domain` or below it and at no port; a domain with a port ("localhost:8000",
 * tests) is the only place then. */
const char *signature_paypal_place(const char *cert_url, const char *domain);

struct paypal_trust {
	/* PEM file: what signed itself is a root, others are intermediate;
	 * NULL: the system's roots */
	const char *root_file;
	const char *names; /* that the certificate may have, by spaces */
	struct instant now;
};
/* Is the first certificate of this PEM text one to believe? */
const char *signature_paypal_chain(
    struct arena *, const char *pem, const struct paypal_trust *);
/* By the key of the first certificate, whose chain was looked at. */
const char *signature_paypal(struct arena *, const struct signed_body *,
    const struct paypal_headers *, const char *webhook_id, const char *pem);

#endif
