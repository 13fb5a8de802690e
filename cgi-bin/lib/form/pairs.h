#ifndef LIB_FORM_PAIRS_H
#define LIB_FORM_PAIRS_H

#include "lib/form/form.h"

/* For the parsers: add a pair that keeps the pointers it is given, which live
 * in the same arena.  NULL when PAIRS_MAX are there already. */
struct pair *pairs_take(struct pairs *, const char *name, enum pair_from,
    const char *value, size_t len);

#endif
