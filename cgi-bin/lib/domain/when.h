#ifndef LIB_DOMAIN_WHEN_H
#define LIB_DOMAIN_WHEN_H

#include "lib/base/arena.h"
#include "lib/base/kind.h"

/*
 * Instants as people read them.  Zone arithmetic is libc's, on the system's
 * tzdata (never ICU's); zone names are IANA's.  Words are catalogue entries.
 */
struct local_time {
	struct date date;
	int32_t hour, minute, second;
	int32_t weekday;        /* ISO: 1 Monday to 7 Sunday */
	int32_t offset_seconds; /* east of UTC */
};
/* An unknown zone counts as UTC. */
struct local_time when_local(struct instant, const char *zone);
bool when_zone_is_known(const char *zone);

struct instant instant_from_rfc3339(const char *); /* .us 0 when malformed */
void instant_print_rfc3339(struct instant, char out[32]);
struct date date_from_text(const char *); /* YYYY-MM-DD; year 0: malformed */
struct date date_add_days(struct date, int32_t days);
int32_t date_days_between(struct date from, struct date to);
int32_t date_weekday(struct date); /* ISO */

/* "Tuesday 24 November", with the year when it is not now's; "18:00";
 * "18:00 to 18:45, Lisbon"; "in 3 hours", "2 days ago"; "2026-11-24". */
const char *
when_day(struct arena *, struct instant, const char *zone, struct instant now);
const char *when_clock(struct arena *, struct instant, const char *zone);
const char *when_range(
    struct arena *, struct instant start, struct instant end, const char *zone);
const char *when_ago(struct arena *, struct instant, struct instant now);
const char *when_date(struct arena *, struct date); /* "24 November 2026" */
const char *zone_city(struct arena *, const char *zone); /* "Lisbon" */

/* "USD 47.20" by the currency's own number of decimals; "USD −3.00". */
const char *money_text(struct arena *, struct money);
/* Minor digits of an ISO 4217 currency: 2 unless it is known otherwise. */
int money_digits(const char *currency);

#endif
