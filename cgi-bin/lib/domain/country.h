#ifndef LIB_DOMAIN_COUNTRY_H
#define LIB_DOMAIN_COUNTRY_H

#include "lib/view/parts.h"

/* Countries by ISO 3166-1 code; names are ICU's, in the reader's language. */

/* All of them by name, behind an empty choice with these words. */
struct choice *country_choices(struct arena *, const char *language,
    const char *none, const char *chosen, size_t *n);
bool country_is_known(const char *code);
/* "Portugal" for "PT"; NULL for NULL. */
const char *
country_name(struct arena *, const char *language, const char *code);

#endif
