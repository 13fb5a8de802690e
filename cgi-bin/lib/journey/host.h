#ifndef LIB_JOURNEY_HOST_H
#define LIB_JOURNEY_HOST_H

#include "lib/base/arena.h"
#include "lib/base/kind.h"

/* Host names of mail and web addresses, in the form that machines use. */

/* Lower case, punycode (IDNA 2008 as browsers read it), a dot, labels of 1 to 63
 * letters, digits and hyphens, 253 together, no port; NULL when it is none. */
const char *host_canonical(struct arena *, const char *text);
/* Is it such a name already? */
bool host_fits(const char *);
/* The host itself or one below it: mail.example.org is of example.org. */
bool host_is_of(const char *host, const char *parent);

#endif
