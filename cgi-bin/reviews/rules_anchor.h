#ifndef REVIEWS_RULES_ANCHOR_H
#define REVIEWS_RULES_ANCHOR_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Words that a comment is about, found again in a text that may have changed
 * since: by the quoted words themselves, and where they stand more than once, or
 * not at all any more, by what stood before and after them.  Pure; bytes of
 * UTF-8.
 */
struct anchor {
	const char *quote;          /* never empty */
	const char *before, *after; /* up to 60 characters each; or NULL */
};
enum anchor_found {
	ANCHOR_GONE,    /* neither the words nor their surroundings */
	ANCHOR_CHANGED, /* other words stand where they stood */
	ANCHOR_THERE
};
struct span {
	size_t at, len;
};

enum anchor_found
anchor_find(const char *text, const struct anchor *, struct span *out);

/* What stands before and after a span: at most 60 characters, whole ones. */
enum { ANCHOR_AROUND = 60 };
struct span anchor_before(const char *text, struct span);
struct span anchor_after(const char *text, struct span);

#endif
