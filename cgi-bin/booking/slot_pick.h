#ifndef BOOKING_SLOT_PICK_H
#define BOOKING_SLOT_PICK_H

#include "lib/app/app.h"

/*
 * Choosing a start by month and day, in the viewer's zone, with links and radio
 * buttons alone.  What a form sends is the instant, never the local time.
 */
struct month_day {
	const char *number, *href, *words;
	bool chosen, today;
};

struct month_week {
	struct month_day *days; /* seven */
	size_t ndays;
};

struct month {
	const char *label, *before_href, *before_label, *after_href,
	    *after_label;
	struct month_week *weeks;
	size_t nweeks;
};

struct slot_choice {
	const char *value, *label; /* RFC 3339 in UTC; "18:00" */
	bool chosen, taken;
};

struct slot_pick {
	struct month month;
	const char *day_words, *zone_words;
	struct slot_choice *slots;
	size_t nslots;
	const char *next_href, *next_words; /* when the day has none */
};
extern const struct field month_fields[], slot_choice_fields[];
/* For the table of a view that embeds it as `pick`. */
// clang-format off
#define SLOT_PICK_FIELDS(T) \
	{ .name = "month", .kind = KIND_OBJECT, \
	    .offset = offsetof(T, pick.month), .item = month_fields, \
	    .only = ONLY_HTML }, \
	{ .name = "day_words", .kind = KIND_TEXT, \
	    .offset = offsetof(T, pick.day_words), .only = ONLY_HTML }, \
	{ .name = "zone_words", .kind = KIND_TEXT, \
	    .offset = offsetof(T, pick.zone_words), .only = ONLY_HTML }, \
	{ .name = "slots", .kind = KIND_LIST, \
	    .offset = offsetof(T, pick.slots), .item = slot_choice_fields, \
	    .item_size = sizeof(struct slot_choice), \
	    .count_offset = offsetof(T, pick.nslots), .only = ONLY_HTML }, \
	{ .name = "next_href", .kind = KIND_TEXT, \
	    .offset = offsetof(T, pick.next_href), .only = ONLY_HTML }, \
	{ .name = "next_words", .kind = KIND_TEXT, \
	    .offset = offsetof(T, pick.next_words), .only = ONLY_HTML }
// clang-format on

struct slot_asked {
	const char *address;          /* of the page, ending in ? or & */
	struct date month;            /* its first day */
	struct date day;              /* absent: the first with a free start */
	struct instant start;         /* to be picked already; or absent */
	const struct instant *starts; /* free ones of the month, in order */
	size_t nstarts;
};
void
slot_pick_fill(struct request *, const struct slot_asked *, struct slot_pick *);
/* "Tue 24 Nov, 18:45" in the viewer's zone. */
const char *slot_words(struct request *, struct instant);
/* "2026-11" as its first day; year 0: malformed or absent. */
struct date month_from_text(struct arena *, const char *);

#endif
