#ifndef LIB_VIEW_PARTIAL_H
#define LIB_VIEW_PARTIAL_H

#include "lib/view/parse.h"
#include "lib/view/view.h"

/* Templates by name, each loaded and parsed once. */
struct partial {
	struct partial *next;
	struct slice name;
	struct node *tree;
	bool exists;
};

struct partials {
	struct arena *arena;
	struct mistake *mistake;
	const struct view_source *source; /* may be NULL: there are none */
	const char *before, *after;       /* the name: the file in mistakes */
	struct partial *list;
	size_t loaded; /* bytes */
};

/* NULL after a mistake in it; a template that does not exist is no mistake. */
const struct partial *partials_find(struct partials *, struct slice name);

/* Put the source's translation in place of a {{#t}} section's children, once. */
bool partials_translate(struct partials *, struct node *section);

/* Is it the name of a static file, {{asset.PATH}}?  Then its address, or NULL
 * when there is no such file. */
bool partials_asset(
    const struct partials *, struct slice name, const char **address);

/*
 * Inheritance: the blocks given to the {{<parent}} tags around a place,
 * innermost first.  The outermost that names a block decides what it shows, and
 * its content sees only what is given further out.
 */
struct given {
	const struct given *outer;
	struct node *parent;
};
/* NULL: the block's own content stands.  Marks what it found as used. */
struct node *
given_find(const struct given *, struct slice name, const struct given **outer);

#endif
