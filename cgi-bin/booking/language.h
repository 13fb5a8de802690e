#ifndef BOOKING_LANGUAGE_H
#define BOOKING_LANGUAGE_H

#include "lib/base/buf.h"

/* The languages that sessions are held in, by their codes. */
const char *const *language_codes(size_t *n);
/* "de" as "German"; the code itself when it is another. */
const char *language_name(const char *code);
/* "en, da" as "English, Danish"; NULL when there are none. */
const char *language_words(struct arena *, const char *const *codes, size_t n);
/* The code of a language by its name or code; NULL when it is none of ours. */
const char *language_meant(const char *typed);
/* The codes of "English, de"; the part that is no language, or NULL. */
const char *language_list(
    struct arena *, const char *typed, const char ***codes, size_t *n);

/* What stands between the commas, trimmed, without the empty ones. */
char **text_parts(struct arena *, const char *text, size_t *n);

#endif
