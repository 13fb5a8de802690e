#ifndef LIB_DOMAIN_BROWSER_H
#define LIB_DOMAIN_BROWSER_H

#include "lib/base/arena.h"

/* "Firefox, Linux" of a User-Agent: enough to tell one's own browsers apart.  The
 * beginning of one that is not known; "A program" for none. */
const char *browser_words(struct arena *, const char *agent);

#endif
