#include <string.h>

#include "lib/domain/ical_in.h"

enum { MOST_RULES = 1000 };

/* --- the calendar's own zones -------------------------------------------------- */

/* Working a zone out means listing all its changes: yearly rules only. */
static bool
observance_is_fine(icalcomponent *observance, int *rules)
{
	icalproperty *p;

	for (p = icalcomponent_get_first_property(
		 observance, ICAL_RRULE_PROPERTY);
	     p != NULL; p = icalcomponent_get_next_property(
			    observance, ICAL_RRULE_PROPERTY))
		if (icalproperty_get_rrule(p).freq != ICAL_YEARLY_RECURRENCE)
			return false;
	p = icalcomponent_get_first_property(observance, ICAL_DTSTART_PROPERTY);
	return p != NULL && icalproperty_get_dtstart(p).year >= 1600 &&
	       icalproperty_get_dtstart(p).year < 2500 && ++*rules < MOST_RULES;
}

static bool
zone_is_fine(icalcomponent *zone, int *rules)
{
	icalcomponent *c;

	for (c = icalcomponent_get_first_component(zone, ICAL_ANY_COMPONENT);
	     c != NULL;
	     c = icalcomponent_get_next_component(zone, ICAL_ANY_COMPONENT))
		if (!observance_is_fine(c, rules))
			return false;
	return true;
}

bool
ical_zones_are_fine(icalcomponent *calendar)
{
	icalcomponent *c;
	int rules = 0;

	for (c = icalcomponent_get_first_component(
		 calendar, ICAL_VTIMEZONE_COMPONENT);
	     c != NULL; c = icalcomponent_get_next_component(
			    calendar, ICAL_VTIMEZONE_COMPONENT))
		if (!zone_is_fine(c, &rules))
			return false;
	return true;
}

/* --- clocks --------------------------------------------------------------------- */

/* "/vendor/2024a/Europe/Berlin" ends with a name. */
static const char *
known_ending(const char *tzid)
{
	const char *at = tzid;

	while ((at = strchr(at, '/')) != NULL)
		if (when_zone_is_known(++at))
			return at;
	return NULL;
}

bool
ical_clock_of(icalcomponent *calendar, icalproperty *p,
    const struct ical_window *window, struct ical_clock *clock)
{
	icalparameter *tzid =
	    icalproperty_get_first_parameter(p, ICAL_TZID_PARAMETER);
	icalvalue *value = icalproperty_get_value(p);
	const char *name = tzid == NULL ? NULL : icalparameter_get_tzid(tzid);
	const char *text = icalproperty_get_value_as_string(p);

	*clock = (struct ical_clock){ NULL, NULL };
	if (value == NULL || text == NULL)
		return false;
	if (*text != '\0' && text[strlen(text) - 1] == 'Z')
		return true;
	if (name == NULL || icalvalue_isa(value) == ICAL_DATE_VALUE)
		clock->zone = window->zone;
	else if (when_zone_is_known(name))
		clock->zone = name;
	else if ((clock->own = icalcomponent_get_timezone(calendar, name)) ==
		 NULL)
		clock->zone = known_ending(name);
	return name == NULL || clock->zone != NULL || clock->own != NULL;
}

static struct local_time
local_of(int64_t seconds)
{
	return when_local((struct instant){ seconds * 1000000 }, NULL);
}

static int32_t
own_offset(const void *clock, int64_t seconds)
{
	const struct ical_clock *c = clock;
	struct local_time t = local_of(seconds);
	struct icaltimetype utc = { .year = t.date.year,
		.month = t.date.month,
		.day = t.date.day,
		.hour = t.hour,
		.minute = t.minute,
		.second = t.second,
		.zone = icaltimezone_get_utc_timezone() };
	int is_daylight;

	return icaltimezone_get_utc_offset_of_utc_time(
	    c->own, &utc, &is_daylight);
}

static bool
is_real(const struct icaltimetype *t)
{
	struct date d = { t->year, t->month, t->day };

	return t->year >= 1900 && t->year <= 2200 && t->month >= 1 &&
	       t->month <= 12 && t->day >= 1 && t->day <= 31 &&
	       date_from_days(date_to_days(d)).day == t->day && t->hour >= 0 &&
	       t->hour <= 24 && t->minute >= 0 && t->minute <= 59 &&
	       t->second >= 0 && t->second <= 60;
}

bool
ical_instant(
    struct icaltimetype at, const struct ical_clock *clock, struct instant *out)
{
	struct local_time t = { .date = { at.year, at.month, at.day },
		.hour = at.is_date ? 0 : at.hour,
		.minute = at.is_date ? 0 : at.minute,
		.second = at.is_date ? 0 : at.second };

	if (at.is_date)
		at.hour = at.minute = at.second = 0;
	if (!is_real(&at))
		return false;
	*out = clock->own == NULL ? when_instant(&t, clock->zone)
				  : when_instant_by(&t, own_offset, clock);
	return true;
}

struct instant
ical_end(struct icaltimetype start, const struct ical_clock *clock,
    struct ical_length length)
{
	struct date d = { start.year, start.month, start.day };
	struct instant end = { 0 };

	d = date_add_days(d, (int32_t)length.days);
	start.year = d.year;
	start.month = d.month;
	start.day = d.day;
	if (ical_instant(start, clock, &end))
		end.us += length.seconds * 1000000;
	return end;
}
