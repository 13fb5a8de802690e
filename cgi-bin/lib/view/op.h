#ifndef LIB_VIEW_OP_H
#define LIB_VIEW_OP_H

#include "lib/base/field.h"
#include "lib/view/view.h"

/*
 * A compiled page: one flat run of operations.  Each shows its text first.
 * Values are found by frame and offset: a frame points to a struct, the first
 * ones to the models, the further ones to what the sections around are about.
 * Which frame that is, is known when compiling.
 */
enum op_kind {
	OP_TEXT,    /* nothing but its text */
	OP_ESCAPED, /* a text member */
	OP_HTML,    /* a struct html member, as it is */
	OP_INT,
	OP_VALUE,  /* any other kind, see value_show() */
	OP_IF,     /* go to `to` unless the value is true */
	OP_UNLESS, /* go to `to` if the value is true */
	OP_IF_ANY, /* the same two for the length of a list */
	OP_UNLESS_ANY,
	OP_EACH, /* frame `dst` is the list's first item; none: go to `to` */
	OP_NEXT, /* the next item and back to `to`, or go on */
	OP_HOP,  /* frame `dst` is what a pointer points to, or zeros */
	OP_GO,
	OP_END
};

struct op {
	const char *text;
	uint32_t len;
	uint8_t kind, frame, dst, value; /* value: enum kind */
	uint32_t offset;
	uint32_t count;  /* offset of a list's length */
	uint32_t stride; /* size of an item */
	uint32_t to;
};

enum {
	VIEW_DEPTH = 32, /* sections around each other that need a frame */
	VIEW_FRAMES = VIEW_MAX_SCOPES + VIEW_DEPTH
};

struct view {
	struct arena *arena; /* owns all of it, the view too */
	const struct op *ops;
	size_t nops, nscopes;
	const char *zeros; /* the struct of zeros: as large as the largest */
};

#endif
