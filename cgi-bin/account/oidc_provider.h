#ifndef ACCOUNT_OIDC_PROVIDER_H
#define ACCOUNT_OIDC_PROVIDER_H

#include "lib/base/arena.h"
#include "lib/base/setting.h"

/*
 * OpenID Connect providers, as OIDC_NAME_ISSUER, _CLIENT_ID and _CLIENT_SECRET
 * configure them, and what is asked of them over the network.  What they publish
 * is kept for an hour, a failure to reach them for half a minute.  Plain http
 * only to this machine.
 */
extern const struct setting oidc_settings[];

struct oidc_provider {
	const char *name;  /* in addresses: "google" */
	const char *label; /* for people: "Google" */
	const char *issuer, *client_id;
	const char *client_secret; /* NULL: a public client */
};
size_t oidc_providers(struct arena *, struct oidc_provider **);
bool oidc_provider(struct arena *, const char *name, struct oidc_provider *);

/* The page people are sent to; NULL: the provider can't be asked now. */
const char *
oidc_authorize_address(struct arena *, const struct oidc_provider *);
/* The keys it signs with, a JWK set; `again` asks anew for one that is not
 * among them, though not twice in ten seconds.  NULL: can't be asked. */
const char *oidc_keys(struct arena *, const struct oidc_provider *, bool again);

struct oidc_code {
	const char *code, *verifier, *redirect_uri;
};
/* The ID token for a code; NULL: refused, or can't be asked. */
const char *oidc_exchange(
    struct arena *, const struct oidc_provider *, const struct oidc_code *);

#endif
