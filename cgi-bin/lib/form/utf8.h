#ifndef LIB_FORM_UTF8_H
#define LIB_FORM_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above
 * U+10FFFF. */

/* The code point at s and its bytes in *used; -1 for an invalid sequence, whose
 * first byte *used then counts.  len is at least 1. */
int32_t utf8_next(const char *s, size_t len, size_t *used);

/* True for valid text without NUL. */
bool utf8_is_text(const char *s, size_t len);

/* Code points of valid text. */
int64_t utf8_length(const char *s, size_t len);

#endif
