#ifndef LIB_DOMAIN_TERMS_H
#define LIB_DOMAIN_TERMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/arena.h"

/*
 * Many words and phrases looked for at once in a folded text (Aho and Corasick):
 * one step a byte, however many terms there are.  What stands between words,
 * be it blanks, commas or hyphens, counts as one gap; apostrophes don't count.
 *
 * A term is whole words: "kill yourself".  With a * it is open there: "idiot*"
 * is also found in "idiotic", "*scheisse" in "riesenscheisse".
 */
struct terms;

/* What owns them is the arena; limit_bytes of it hold some 250 a state. */
struct terms *terms_new(struct arena *);
/* Folded here.  False for one of nothing, or longer than 60 bytes. */
bool terms_add(struct terms *, const char *term, uint32_t value);
/* After the last term, before the first text. */
void terms_ready(struct terms *);

/* Found at [start, end) of the text, gaps not included, in the order of their
 * ends; terms may overlap. */
typedef void terms_found(void *, uint32_t value, size_t start, size_t end);
void terms_find(
    const struct terms *, const char *s, size_t n, terms_found *, void *data);

#endif
