#ifndef LIB_HTTP_CONTENT_TYPE_H
#define LIB_HTTP_CONTENT_TYPE_H

#include <stdbool.h>

#include "lib/base/arena.h"

/* Header values of the form `word; name=value; name="quoted value"`. */

/* Is the word before the first semicolon this one, whatever its case? */
bool value_is(const char *value, const char *word);
/* The parameter of that name, unquoted; NULL when it is missing.  Inside quotes
 * a backslash hides a quote or a backslash, and %22 is a quote (browsers). */
const char *value_param(struct arena *, const char *value, const char *name);

#endif
