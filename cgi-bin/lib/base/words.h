#ifndef LIB_BASE_WORDS_H
#define LIB_BASE_WORDS_H

#include "lib/base/buf.h"

/*
 * The language of the person being answered, for the layers below lib/app: the
 * loop says once per request how English is translated, and lib/domain asks.
 * The catalogue is extracted from words("…") and WORDS("…").
 */
typedef const char *words_translate(const char *english);

/* NULL: English stays as it is. */
void words_set(words_translate *);
const char *words(const char *english);

/* Marks English in a const table that words() gets later. */
#define WORDS(english) english

/* What people read for a machine word: a table of them ends with a NULL name. */
struct word {
	const char *name, *english;
};
/* Translated; the machine word itself when nobody wrote it, NULL for NULL. */
const char *word_of(const struct word *, const char *name);

/* One place of a sentence: {name} in it becomes text. */
struct words_place {
	const char *name, *text;
};
/* Put a sentence, already translated, with its places filled; they end with a
 * NULL name.  A {name} that is not among them stays as it stands. */
void words_fill(struct buf *, const char *sentence, const struct words_place *);
/* The same with one place, as a text of its own. */
const char *words_with(
    struct arena *, const char *sentence, const char *name, const char *text);

#endif
