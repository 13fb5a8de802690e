#ifndef BILLING_PROVIDER_H
#define BILLING_PROVIDER_H

#include "lib/app/app.h"

/* The ways money comes in, as buyers see them: by hand always, the others where
 * the site has their keys. */
extern const char *const providers[]; /* ends with NULL */

/* What a program is given that does not choose. */
const char *provider_usual(struct request *);
/* "Stripe", "Bank transfer" */
const char *provider_words(const char *name);
/* All of them, those that are off with the reason; `chosen` may be NULL. */
struct choice *
provider_choices(struct request *, const char *chosen, size_t *n);

/* Let this page send the browser to a provider's address: true when the address
 * is one. */
bool provider_go(struct request *, const char *url);

#endif
