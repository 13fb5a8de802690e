#ifndef LIB_DOMAIN_FOLDING_H
#define LIB_DOMAIN_FOLDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "lib/base/arena.h"

/*
 * A text as automated moderation reads it: lower-case ASCII, one byte a
 * character, with the way back.  Case, compatibility forms (full width, circled,
 * mathematical), accents, look-alikes of other scripts, what is invisible and
 * what combines are folded away, by ICU's tables.  Whitespace of any kind is a
 * blank or \n.  A letter that is none of ours is FOLD_LETTER, any other sign
 * FOLD_SIGN.  The time is linear in the text, whatever is in it.
 */
enum { FOLD_LETTER = 1, FOLD_SIGN = 2 };

/* What a folded byte is. */
enum fold_class {
	FOLD_IS_LETTER = 1, /* a to z, FOLD_LETTER */
	FOLD_IS_DIGIT = 2,
	FOLD_IS_LEET = 4, /* a sign that may stand for a letter: @ $ ! … */
	FOLD_IS_SPACE = 8,
	FOLD_IS_DOT = 16,
	FOLD_IS_AT = 32,
	FOLD_IS_CODE = 64 /* what sentences have not: ; { } = < > _ … */
};
extern const uint8_t fold_class[256];

struct folded {
	const char *text; /* the original, valid UTF-8 */
	size_t len;
	char *s; /* n folded bytes, a NUL, and room for fold_hash() */
	size_t n;
	uint32_t *at;  /* n + 1: where in text each begins; at[n] is len */
	unsigned seen; /* classes that are in it */
	size_t letters, capitals; /* of the original */
	size_t singles; /* the most words of one sign with little between */
	bool has_run;   /* three of one sign in a row */
};

void fold(struct arena *, const char *text, size_t len, struct folded *);

static inline bool
fold_is_word(char c)
{
	return (fold_class[(unsigned char)c] &
		   (FOLD_IS_LETTER | FOLD_IS_DIGIT)) != 0;
}

static inline bool
fold_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool
fold_is_letter(char c)
{
	return (fold_class[(unsigned char)c] & FOLD_IS_LETTER) != 0;
}

/*
 * A hash of a word: by its first and last eight bytes and its length.  Eight
 * bytes behind its start must be there to read, whatever they are.
 */
enum { FOLD_ROOM = 8 };
static inline uint64_t
fold_hash(const char *s, size_t len)
{
	uint64_t first, last = 0;

	memcpy(&first, s, sizeof(first));
	if (len < sizeof(first))
		first &= ((uint64_t)1 << 8 * len) - 1;
	else
		memcpy(&last, s + len - sizeof(last), sizeof(last));
	first = (first ^ len) * 0x9e3779b97f4a7c15u;
	first ^= first >> 29 ^ last * 0xbf58476d1ce4e5b9u;
	return first ^ first >> 32;
}

/* Where the original of the folded bytes before `end` ends. */
size_t fold_end(const struct folded *, size_t end);
/* Was the original of this folded byte a capital? */
bool fold_is_capital(const struct folded *, size_t i);

#endif
