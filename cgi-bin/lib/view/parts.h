#ifndef LIB_VIEW_PARTS_H
#define LIB_VIEW_PARTS_H

#include "lib/base/arena.h"
#include "lib/base/field.h"

/*
 * What the shared partials of templates/_layout show: a page's view embeds
 * these structs and names their tables (see templates/README.md).
 */

/* One of the values that a field may have: _layout/option, radio, choice. */
struct choice {
	const char *value, *label;
	const char *note;     /* a second line, smaller; or NULL */
	const char *end;      /* at the end of the line: a price, a count */
	bool chosen, refused; /* refused: shown, but can't be picked */
};
extern const struct field choice_fields[];

/* Choices from words and their labels (both as long as `words`, which ends
 * with NULL; labels NULL shows the words), with `chosen` picked; chosen NULL
 * picks none.  *n is their number. */
struct choice *choices_make(struct arena *, const char *const *words,
    const char *const *labels, const char *chosen, size_t *n);
/* Pick `value` and no other; false when it is not among them. */
bool choices_pick(struct choice *, size_t n, const char *value);
/* Pick these as well as what is picked. */
void choices_pick_all(
    struct choice *, size_t n, const char *const *values, size_t nvalues);

/* The line under a list: _layout/pager.  Embed it as a pointer, NULL when the
 * list is empty. */
struct pager {
	const char *range;        /* "20 people", "1 to 20 of 31"; translated */
	const char *first, *next; /* addresses; NULL: we are there */
};
extern const struct field pager_fields[];

/* A person's picture, else their initials, else the pattern of a generated
 * name: _layout/avatar.  Made by domain/avatar. */
struct face {
	const char *picture;  /* address, or NULL */
	const char *pattern;  /* path data of an SVG 60 units square, or NULL */
	const char *initials; /* at most two letters */
	int64_t hue;          /* 0 to 5 */
};
extern const struct field face_fields[];

#endif
