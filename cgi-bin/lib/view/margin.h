#ifndef LIB_VIEW_MARGIN_H
#define LIB_VIEW_MARGIN_H

#include "lib/base/buf.h"
#include "lib/view/parse.h"

/*
 * Indentation of partials and blocks.  Lines of a source lose up to `strip`
 * bytes of leading white space and get `add`, after what the margins around
 * add.  NULL is no margin.  Blank lines stay blank.
 */
struct margin {
	const struct margin *outer;
	struct slice add;
	size_t strip;
	size_t most; /* stop when the output is longer; set by the caller */
};

/* The margin inside a {{>partial}} or {{<parent}} tag, made in *room. */
const struct margin *margin_of_partial(
    struct margin *room, const struct margin *, const struct node *);
/* The margin of an argument's content shown in place of `site`. */
const struct margin *margin_of_block(struct margin *room, const struct margin *,
    const struct node *site, const struct node *argument);

/* A text node's bytes with its lines in the margin. */
void margin_text(const struct margin *, const struct node *, struct buf *);

/*
 * What the place of a block adds around a given argument, so that an argument
 * on one line fits a block with lines of its own and the other way round:
 * before shows what precedes the content, returning the node to go on with.
 */
struct node *margin_before(const struct margin *, const struct node *site,
    const struct node *argument, struct buf *);
void margin_after(
    const struct node *site, const struct node *argument, struct buf *);

#endif
