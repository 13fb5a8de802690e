#ifndef LIB_JOURNEY_DECIMAL_H
#define LIB_JOURNEY_DECIMAL_H

#include "lib/base/arena.h"
#include "lib/base/kind.h"

/*
 * Decimal numbers as people type them: a sign, at most 12 digits, one point and
 * at most 6 more.  No exponent, no comma, no grouping, no spaces.  They compare
 * exactly, as whole numbers of millionths.
 */
enum { DECIMAL_PLACES = 6, DECIMAL_BYTES = 21 };

struct decimal {
	int64_t micro; /* millionths */
	int64_t scale; /* digits behind the point, as typed */
};

/* False when it is no such number. */
bool decimal_read(const char *text, struct decimal *);
/* Without leading zeros and plus, "-0" is "0"; decimals stay as typed. */
const char *decimal_text(struct arena *, struct decimal);

#endif
