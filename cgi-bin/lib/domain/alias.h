#ifndef LIB_DOMAIN_ALIAS_H
#define LIB_DOMAIN_ALIAS_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/base/arena.h"

/*
 * Names for people who stay anonymous: "Patient Heron 41".  The words are kind
 * or neutral, say nothing about a person, and none is a surname's whole; the
 * lists only ever grow at their ends, or a stored seed would change its name.
 */
enum { ALIAS_ADJECTIVES = 128, ALIAS_ANIMALS = 128 };

/* Words of the lists; the index is taken modulo their lengths. */
const char *alias_adjective(uint32_t);
const char *alias_animal(uint32_t);

/* The alias of a seed: 128 × 128 × 90 of them, the number 10 to 99. */
const char *alias_of_seed(struct arena *, uint64_t seed);
/* A new one, from the system's random bytes.  Unique only where a constraint
 * says so: on a clash make another. */
const char *alias_new(struct arena *);
/* Is it of this form, with words of these lists? */
bool alias_is(const char *);

#endif
