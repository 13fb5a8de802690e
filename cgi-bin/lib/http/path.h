#ifndef LIB_HTTP_PATH_H
#define LIB_HTTP_PATH_H

#include <stdbool.h>

#include "lib/base/arena.h"

/*
 * The path of a request target, percent-decoded once, without the query.  NULL
 * for what could be read in two ways: an empty, "." or ".." segment, an encoded
 * slash, a backslash, a control character, a bad escape, invalid UTF-8.
 */
const char *path_decode(struct arena *, const char *uri);

/* Without a leading /api segment; *is_api says whether there was one. */
const char *path_strip_api(const char *path, bool *is_api);

#endif
