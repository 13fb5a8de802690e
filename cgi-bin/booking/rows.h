#ifndef BOOKING_ROWS_H
#define BOOKING_ROWS_H

#include "lib/app/app.h"

/*
 * The rows of a list that a page shows again as they were typed: what came under
 * `list.N.name`, in the order of N, and what is wrong with each.  Lists inside
 * rows are lists named `list.N.name`.
 */
struct row_set {
	struct request *request;
	const char *list;
	int64_t *numbers; /* N of each row that is not blank, ascending */
	size_t n;
};

/* `marks` are the names (NULL at the end) of which one must be filled in for a
 * row to count. */
void rows_typed(struct request *, const char *list, const char *const *marks,
    struct row_set *);
/* What was typed, "" for nothing. */
const char *row_text(const struct row_set *, size_t i, const char *name);
bool row_is_on(const struct row_set *, size_t i, const char *name);
/* The number under which the page shows row i.  A database counts the rows
 * that it was given, so its mistakes are told by place. */
int64_t row_number(const struct row_set *, size_t i);
/* The first message about `list.number` or a member of it, or NULL. */
const char *row_error(const struct request *, const char *list, int64_t number);
/* The message about exactly one member of a row, or NULL. */
const char *member_error(
    const struct request *, const char *list, int64_t number, const char *name);

#endif
