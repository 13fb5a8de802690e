#ifndef LIB_JOURNEY_DAY_H
#define LIB_JOURNEY_DAY_H

#include "lib/base/kind.h"

/* Days and times of day in rules and answers. */

/* A real day of the years 1900 to 2200, as YYYY-MM-DD; year 0: it is none. */
struct date day_read(const char *);

/* "2027-03-08", "today", "today+30d", "today-365d" (at most 99999 days). */
struct day_rule {
	struct date day; /* year 0: from today */
	int32_t days;
};
bool day_rule_read(const char *, struct day_rule *);
/* The day it means. */
struct date day_rule_on(const char *, struct date today);
/* Do they leave no day between them, whatever is today?  Only two absolute or
 * two relative days tell. */
bool day_rules_cross(const char *min, const char *max);

/* Minutes since midnight of "09:30", to 23:59; -1: malformed. */
int32_t day_minute(const char *);
/* 1 to 7 of "mon" to "sun"; 0: none of these. */
int32_t day_weekday(const char *);

#endif
