#ifndef LIB_FORM_PERCENT_H
#define LIB_FORM_PERCENT_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/base/arena.h"

/*
 * Percent-encoding undone once; with `plus`, + is a space (forms and queries,
 * not paths).  NULL for a % without two hex digits and for what is not text
 * then: invalid UTF-8, NUL.  The text is NUL-terminated; *out_len may be NULL.
 */
char *percent_decode(
    struct arena *, const char *, size_t len, bool plus, size_t *out_len);

/* The value of a hex digit, -1 for any other byte. */
int hex_value(char);

#endif
