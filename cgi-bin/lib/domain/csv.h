#ifndef LIB_DOMAIN_CSV_H
#define LIB_DOMAIN_CSV_H

#include "lib/base/buf.h"

/*
 * Comma-separated values (RFC 4180) for spreadsheets.  A cell that a program
 * would take for a formula (it begins with = + - @, a tab or a line's end) is
 * preceded by an apostrophe, so that it is shown as the words it is; a negative
 * number is a number.
 */

/* One row of n cells; NULL is an empty one. */
void csv_put_row(struct buf *, const char *const *cells, size_t n);

#endif
