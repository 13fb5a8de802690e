#ifndef LIB_DOMAIN_AVATAR_H
#define LIB_DOMAIN_AVATAR_H

#include "lib/base/arena.h"
#include "lib/view/parts.h"

/*
 * Pictures made from a name, without a file: the same name gives the same
 * picture and hue for ever, and nothing of the person is in it.  A pattern is
 * Truchet tiles of rope as SVG path data: in each tile two quarter arcs join
 * the middles of neighbouring sides, turned one way or the other by a bit of
 * xorshift32 seeded with the name's FNV-1a hash.
 */
enum { AVATAR_HUES = 6 };

uint32_t avatar_hash(const char *name); /* FNV-1a, 32 bits, of its bytes */
int64_t avatar_hue(const char *name);   /* 0 to AVATAR_HUES - 1 */

/* Path data of columns × rows tiles of `size` units, each at most 100. */
struct avatar_tiles {
	unsigned columns, rows, size;
};
const char *
avatar_pattern(struct arena *, const char *name, const struct avatar_tiles *);

/* First letters of the first and last word, in capitals where they are ASCII;
 * "?" when there is no letter or digit. */
const char *avatar_initials(struct arena *, const char *name);

/* A person by name: the picture when there is one, else initials.  It is an
 * address, or (without a / in front) a path below the media folder. */
struct face face_of(struct arena *, const char *name, const char *picture);
/* Someone under a generated name: the pattern, 3 × 3 tiles of 20, of the seed;
 * NULL: of the name. */
struct face face_of_alias(struct arena *, const char *alias, const char *seed);

#endif
