#ifndef LIB_HTTP_COOKIE_H
#define LIB_HTTP_COOKIE_H

#include "lib/http/http.h"

/* The value of a Set-Cookie header. */
const char *cookie_line(struct arena *, const struct cookie *);

#endif
