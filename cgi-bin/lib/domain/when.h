#ifndef LIB_DOMAIN_WHEN_H
#define LIB_DOMAIN_WHEN_H

#include "lib/base/arena.h"
#include "lib/base/kind.h"

/*
 * Instants as people read them.  Zone arithmetic is libc's, on the system's
 * tzdata (never ICU's); zone names are IANA's.  Words are catalogue entries.
 * The process's own TZ is never seen to change.
 */
struct local_time {
	struct date date;
	int32_t hour, minute, second;
	int32_t weekday;        /* ISO: 1 Monday to 7 Sunday */
	int32_t offset_seconds; /* east of UTC */
};
/* An unknown zone, or NULL, counts as UTC. */
struct local_time when_local(struct instant, const char *zone);
/*
 * May it be somebody's zone?  The names of tzdata, links included, but not
 * "localtime", "Factory" and the like, nor CET, EET, MET and WET: PostgreSQL's
 * AT TIME ZONE takes those four for fixed offsets without summer time, so a page
 * and a query would disagree.  when_local() knows them.
 */
bool when_zone_is_known(const char *zone);
/*
 * The instant that wall clocks in the zone show this, as RFC 5545 reads it: in
 * a skipped hour by the offset before it, in a repeated one the first.  For
 * calendars from outside; slots are made by SQL's local_instant().  Only date,
 * hour, minute and second are read.
 */
struct instant when_instant(const struct local_time *, const char *zone);
/* The same for a zone that only its owner knows: offset(data, seconds) is its
 * distance east of UTC at this second since 1970. */
struct instant when_instant_by(const struct local_time *,
    int32_t (*offset)(const void *data, int64_t seconds), const void *data);

struct instant instant_from_rfc3339(const char *); /* .us 0 when malformed */
/* "2026-11-24T18:00:00Z", with six decimals only when they are not zero. */
void instant_print_rfc3339(struct instant, char out[32]);
struct date date_from_text(const char *); /* YYYY-MM-DD; year 0: malformed */
struct date date_add_days(struct date, int32_t days);
int32_t date_days_between(struct date from, struct date to);
int32_t date_weekday(struct date); /* ISO */
/* Days since 1970-01-01, and back. */
int64_t date_to_days(struct date);
struct date date_from_days(int64_t days);

/* "Tuesday 24 November", with the year when it is not now's; "18:00";
 * "18:00 to 18:45, Lisbon", "23:30 to 00:15 the next day, Lisbon"; "in 3
 * hours", "2 days ago", "now" within a minute.  Absent instants give "". */
const char *
when_day(struct arena *, struct instant, const char *zone, struct instant now);
const char *when_clock(struct arena *, struct instant, const char *zone);
const char *when_range(
    struct arena *, struct instant start, struct instant end, const char *zone);
const char *when_ago(struct arena *, struct instant, struct instant now);
const char *when_date(struct arena *, struct date); /* "24 November 2026" */
/* "Monday", "Mon" of 1 to 7; "January", "Jan" of 1 to 12. */
const char *weekday_name(int32_t iso);
const char *weekday_short(int32_t iso);
const char *month_name(int32_t month);
const char *month_short(int32_t month);
/* "Lisbon", "Buenos Aires", "UTC", "UTC−5" (of Etc/GMT+5). */
const char *zone_city(struct arena *, const char *zone);

#endif
