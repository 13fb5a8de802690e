#ifndef LIB_DOMAIN_LANGUAGE_H
#define LIB_DOMAIN_LANGUAGE_H

#include <stdbool.h>

#include "lib/base/arena.h"

/* The languages people speak: kept as ISO 639-1 codes, shown by name. */

/* The codes in order; NULL behind the last. */
const char *language_at(size_t i);
/* Their names, likewise. */
const char *language_name_at(size_t i);
/* "English" for "en", translated; the code itself when it is not in the list.
 */
const char *language_name(const char *code);
/* The code for a code, or a name in English or the reader's language, in any
 * case; NULL: not in the list. */
const char *language_code(const char *text, size_t len);
/* The same for a text that may be NULL. */
const char *language_meant(const char *text);
/* "English, Portuguese"; NULL for none. */
const char *language_words(struct arena *, const char *const *codes, size_t n);

#endif
