#ifndef LIB_DOMAIN_PAYMENT_PROVIDER_H
#define LIB_DOMAIN_PAYMENT_PROVIDER_H

#include <stdbool.h>

#include "lib/base/arena.h"
#include "lib/base/setting.h"

/*
 * Which payment providers this site has.  Pages offer those that are
 * configured, the worker talks to them; a program that does either declares
 * these settings.
 */
extern const struct setting stripe_api_settings[];
extern const struct setting paypal_api_settings[];

/* "stripe", "paypal", or "manual", which needs nothing. */
bool payment_provider_is_configured(const char *name);
/* The address of its API, without a slash at the end. */
const char *payment_provider_url(struct arena *, const char *name);

#endif
