#ifndef LIB_DOMAIN_GOOGLE_IN_H
#define LIB_DOMAIN_GOOGLE_IN_H

#include <json-c/json.h>

#include "lib/base/arena.h"

/* What google_*.c share: reading an answer's JSON. */

/* The object that a whole text is, released with the arena; NULL when it is
 * none. */
struct json_object *google_parse(struct arena *, const char *, size_t len);
/* Members of an object (which may be NULL); NULL when missing or of another
 * type. */
struct json_object *
google_member(struct json_object *, const char *name, enum json_type);
const char *google_text(struct json_object *, const char *name);

#endif
