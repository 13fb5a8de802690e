#ifndef LIB_DOMAIN_ICAL_IN_H
#define LIB_DOMAIN_ICAL_IN_H

#include <libical/ical.h>

#include "lib/domain/ical.h"
#include "lib/domain/when.h"

/* The parts of ical_read(); for its files only. */

/*
 * The lines that busy times depend on, unfolded, at most 64 KiB each; all else
 * (descriptions, attachments, what only alarms need) never reaches the parser.
 * NULL: too long, too many components, or nested deeper than calendars are;
 * why says which.
 */
const char *
ical_scan(struct arena *, const char *text, size_t len, const char **why);

/* How wall clocks of one property run: by a name of the system, by the
 * calendar's own definition, or in UTC (both NULL). */
struct ical_clock {
	const char *zone;
	icaltimezone *own;
};
/* False: a zone that is neither known nor defined. */
bool ical_clock_of(icalcomponent *calendar, icalproperty *,
    const struct ical_window *, struct ical_clock *);
/* Is every VTIMEZONE simple enough to be worked out? */
bool ical_zones_are_fine(icalcomponent *calendar);
/* False: no real date and time between 1900 and 2200. */
bool
ical_instant(struct icaltimetype, const struct ical_clock *, struct instant *);

/* How long each occurrence is: whole days by the calendar, then seconds. */
struct ical_length {
	int64_t days, seconds;
};
struct instant ical_end(
    struct icaltimetype start, const struct ical_clock *, struct ical_length);

/* An instance that another component replaces. */
struct ical_override {
	const char *uid;
	struct instant start;
};

/* What reading shares: limits that only sink. */
struct ical_reading {
	struct arena *arena;
	const struct ical_window *window;
	struct ical_busy *busy;
	size_t most, size;
	icalcomponent *calendar;
	struct ical_override *overrides; /* sorted */
	size_t noverrides;
	long steps;      /* occurrences still looked at */
	long processor;  /* clock() at which reading stops */
	const char *why; /* set: reading stops */
};

struct ical_item {
	icalcomponent *event;
	const char *uid, *summary;
	struct icaltimetype start;
	struct ical_clock clock;
	struct ical_length length;
};
/* Every occurrence of an event within the window that nothing replaces.
 * False: a rule that is not understood. */
bool ical_repeat(struct ical_reading *, const struct ical_item *);
/* A busy time, when it touches the window. */
void ical_add(struct ical_reading *, const struct ical_item *,
    struct instant start, struct instant end);
bool ical_is_over(struct ical_reading *);
int ical_override_order(const void *, const void *);

#endif
