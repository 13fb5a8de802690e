#ifndef LIB_DOMAIN_ICAL_H
#define LIB_DOMAIN_ICAL_H

#include "lib/base/buf.h"
#include "lib/base/kind.h"

/*
 * iCalendar (RFC 5545, RFC 5546) by libical: invitations and feeds out, busy
 * times in.  A session keeps one uid for life; each change sends the next
 * sequence.  All times are written in UTC; what is read is converted by the
 * system's zone data, or by the calendar's own VTIMEZONE for names it has not.
 */
struct ical_person {
	const char *name;  /* NULL: the address alone */
	const char *email; /* as others may see it */
	bool accepted;     /* else asked to answer (attendees only) */
};

struct ical_event {
	const char *uid;
	int64_t sequence;
	struct instant stamp; /* when this version was made */
	struct instant start, end;
	const char *summary, *description, *location, *url; /* or NULL */
	struct ical_person organizer; /* email NULL: none */
	const struct ical_person *attendees;
	size_t nattendees;
	int64_t alarm_minutes; /* before the start; 0: none */
	bool cancelled, tentative;
};

enum ical_method {
	CALENDAR_PUBLISH, /* a feed; attendees are left out, as they must be */
	CALENDAR_REQUEST,
	CALENDAR_CANCEL /* every event counts as cancelled */
};
/* The METHOD's word, for mail_invite(). */
const char *ical_method_name(enum ical_method);

struct ical_calendar {
	enum ical_method method;
	const char *name; /* of a feed; NULL: none */
	const struct ical_event *events;
	size_t nevents;
};
/* Text is cleaned: control characters are spaces, line ends are kept in
 * descriptions; a url that is not http or https is left out. */
void ical_write(const struct ical_calendar *, struct buf *);

/* --- busy times ------------------------------------------------------------- */

enum { ICAL_LONGEST = 8 * 1024 * 1024 }; /* bytes of a calendar that is read */

struct ical_window {
	struct instant from, to; /* ranges that touch this time */
	const char *zone;        /* of all-day and floating times */
	size_t most;             /* ranges; 0: 10,000 */
};
struct ical_range {
	struct instant start, end;
	const char *uid, *summary; /* "" when the event has none */
};
struct ical_busy {
	struct ical_range *ranges; /* by start */
	size_t n;
	size_t skipped; /* events that could not be understood */
};
/*
 * The times at which a calendar's owner is busy: events with their recurrences,
 * exceptions and moved instances, and FREEBUSY periods; cancelled and
 * transparent ones are free.  A wall-clock time in a skipped hour counts by the
 * offset before it, in a repeated one it is the first.  NULL, or why the text
 * can't be used: no calendar, over a limit, or made to waste time.  Whoever
 * must not guess looks at `skipped` too.
 */
const char *ical_read(struct arena *, const char *text, size_t len,
    const struct ical_window *, struct ical_busy *);

#endif
