#ifndef LIB_JOURNEY_TEXT_H
#define LIB_JOURNEY_TEXT_H

#include "lib/base/arena.h"
#include "lib/base/kind.h"

/*
 * Text as it is kept: NFC, line ends \n, ends trimmed of what JavaScript's
 * trim() takes, no control characters but, where lines are allowed, \n and \t.
 */

/* NULL when it has control characters or is no UTF-8; "" may come of blanks.
 * What is kept already is returned as it is. */
const char *text_kept(struct arena *, const char *text, size_t len, bool lines);
/* Code points. */
int64_t text_length(const char *);
/* White space of JavaScript's trim() and \s. */
bool text_is_space(int32_t code_point);
/* Letters a to z in lower case, the rest as it is. */
const char *text_lower(struct arena *, const char *);

#endif
