#ifndef ADMIN_RULES_RATE_H
#define ADMIN_RULES_RATE_H

#include <stdint.h>

#include "lib/base/arena.h"

/* A percentage in basis points from "19", "8.1" or "8,15"; -1 when it is none,
 * has more than two decimals, or is above 50. */
int64_t percent_read(const char *text);
/* "8.1" for 810, "19" for 1900. */
const char *percent_write(struct arena *, int64_t bp);

#endif
