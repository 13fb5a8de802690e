#ifndef LIB_VIEW_SCOPE_H
#define LIB_VIEW_SCOPE_H

#include "lib/view/op.h"
#include "lib/view/parse.h"

/* What names mean at a place of a template. */
struct scope {
	const struct field *fields; /* NULL: it has only {{.}} */
	enum kind dot;              /* what {{.}} is; OBJECT: no single value */
	unsigned frame;
	size_t offset;
};

/* The scopes around a place, outermost first, and the frames they use. */
struct scopes {
	struct scope list[VIEW_MAX_SCOPES + 2 * PARSE_MAX_DEPTH];
	size_t n;
	unsigned frames;
	size_t extent; /* bytes of the largest struct met */
};

/* A member that a name leads to.  Each pointer on the way is a hop into a frame
 * of its own, counted from `scopes->frames`; who needs them for longer than one
 * operation moves that. */
struct target {
	const struct field *field; /* NULL: {{.}} */
	enum kind kind;
	unsigned frame;
	size_t offset;
	struct {
		unsigned frame, dst;
		size_t offset;
	} hops[8];
	size_t nhops;
};

/* NULL, or why the name leads nowhere. */
const char *scopes_find(struct scopes *, struct slice name, struct target *);
/* False: there is no room. */
bool scopes_push(struct scopes *, const struct scope *);
/* Make sure that zeros cover the table's struct. */
void scopes_cover(struct scopes *, const struct field *);

#endif
