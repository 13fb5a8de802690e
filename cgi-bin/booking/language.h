#ifndef BOOKING_LANGUAGE_H
#define BOOKING_LANGUAGE_H

#include "lib/base/arena.h"

/* The codes of "English, de"; the part that is no language, or NULL. */
const char *language_list(
    struct arena *, const char *typed, const char ***codes, size_t *n);

/* What stands between the commas, trimmed, without the empty ones. */
char **text_parts(struct arena *, const char *text, size_t *n);

#endif
