#ifndef LIB_DOMAIN_PERIOD_H
#define LIB_DOMAIN_PERIOD_H

#include <stdbool.h>

#include "lib/base/arena.h"
#include "lib/base/kind.h"

/*
 * Months, quarters and years of the calendar, for figures over time: the last
 * twelve months, eight quarters or five years, the present one last.  What a
 * day is, is the caller's: figures of the platform go by the platform's zone.
 */
enum period_by { BY_MONTH, BY_QUARTER, BY_YEAR };

/* "month", "quarter", "year"; ends with NULL: the values of a filter `by`. */
extern const char *const period_names[];
/* "By month" */
const char *period_words(const char *name);
/* NULL or unknown is the month. */
enum period_by period_by_name(const char *name);
/* For date_trunc(). */
const char *period_name(enum period_by);

struct period {
	struct date from, until; /* until is not in it */
	const char *label;       /* "November 2026", "Q4 2026", "2026" */
	const char *mark;        /* "Nov", "Q4", "2026": under a chart */
};
/* The one that holds this day. */
struct period period_of(struct arena *, enum period_by, struct date);
/* The last ones, oldest first; *n is how many. */
struct period *
periods_until(struct arena *, enum period_by, struct date today, size_t *n);
/* Which of them begins on this day; n when none does. */
size_t periods_find(const struct period *, size_t n, struct date from);

#endif
