#ifndef LIB_HTTP_ETAG_H
#define LIB_HTTP_ETAG_H

#include <stdbool.h>

#include "lib/base/arena.h"

/* A strong entity tag of a body, quotes included: "0123456789abcdef". */
const char *etag_of(struct arena *, const char *body, size_t len);

/* Does If-None-Match name the tag?  A list, weak or not, or *. */
bool etag_matches(const char *if_none_match, const char *tag);

#endif
