#ifndef LIB_DOMAIN_DOCUMENT_H
#define LIB_DOMAIN_DOCUMENT_H

#include <stdbool.h>

#include "lib/base/buf.h"

/*
 * A printed document as PDF: invoices, receipts, statements.  A4, one column,
 * by Pango and Cairo, so that any script is set as it is written, from either
 * side, with the fonts the machine has.  Lengths are points (1/72 inch).
 *
 * Parts are put from top to bottom; a page ends where the next line or row no
 * longer fits, and every page says its number and how many there are.  Texts
 * are plain UTF-8, copied; a NULL text puts nothing.  The document is released
 * with its arena, whether it was ended or not.
 */
struct document;

struct document_about {
	const char *title;  /* of the file's properties */
	const char *footer; /* at the foot of each page; or NULL */
};
struct document *document_new(struct arena *, const struct document_about *);

void document_title(struct document *, const char *);
void document_heading(struct document *, const char *);
void document_text(struct document *, const char *);
/* Two texts side by side, each a heading and lines below it. */
struct document_side {
	const char *heading, *text;
};
void document_sides(struct document *, const struct document_side *left,
    const struct document_side *right);
/* A label and what it says, in a line. */
void document_fact(struct document *, const char *label, const char *words);

struct document_column {
	const char *label;
	double share;   /* of the width; those of a table make 1 */
	bool is_number; /* set to the right */
};
/* Rows of as many cells as there are columns, one row after the other.  The
 * labels stand again on each page; a row is not torn apart. */
void document_table(struct document *, const struct document_column *,
    size_t ncolumns, const char *const *cells, size_t nrows);
/* A line below a table: the label in the right half, the figure at the edge. */
void document_sum(
    struct document *, const char *label, const char *figure, bool is_total);

/* The file, appended; false when it could not be made (logged). */
bool document_end(struct document *, struct buf *);

#endif
