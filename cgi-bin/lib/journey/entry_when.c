#include <string.h>

#include "lib/base/words.h"
#include "lib/domain/when.h"
#include "lib/journey/day.h"
#include "lib/journey/entry_type.h"

static const char *tr(const char *english) __attribute__((format_arg(1)));

static const char *
tr(const char *english)
{
	return words(english);
}

/* The zone that was named, or the member's own. */
static const char *
the_zone(struct entry_at *at)
{
	const char *zone = entry_member(at->value, "zone");

	if (zone != NULL && *zone != '\0')
		return zone;
	return at->context->zone != NULL ? at->context->zone : "UTC";
}

static const char *
take_moment(struct entry_at *at, struct json_object **stored)
{
	const char *day = entry_member(at->value, "date");
	const char *clock = entry_member(at->value, "time");
	const char *moment = entry_member(at->value, "at");
	const char *zone = the_zone(at);
	struct local_time local = { 0 };
	struct instant instant = { 0 };
	char text[32];
	int32_t minute;

	if (moment == NULL && (day == NULL || *day == '\0') &&
	    (clock == NULL || *clock == '\0'))
		return NULL;
	if (!when_zone_is_known(zone))
		return words("Choose a time zone such as Europe/Lisbon.");
	if (moment != NULL) {
		instant = instant_from_rfc3339(moment);
	} else if (day != NULL && clock != NULL &&
		   (minute = day_minute(clock)) >= 0) {
		local.date = day_read(day);
		local.hour = minute / 60;
		local.minute = minute % 60;
		if (local.date.year != 0)
			instant = when_instant(&local, zone);
	}
	if (instant.us == 0)
		return words("Enter a day and a time of day.");
	instant_print_rfc3339(instant, text);
	*stored = entry_new_object(at->arena, "at", text, "zone", zone, NULL);
	return NULL;
}

static const char *
take_date(struct entry_at *at, struct json_object **stored)
{
	const char *text = entry_string(at->value);

	if (at->rules->with_time &&
	    json_object_is_type(at->value, json_type_object))
		return take_moment(at, stored);
	if (text != NULL && *text == '\0')
		return NULL;
	if (text == NULL || at->rules->with_time || day_read(text).year == 0)
		return words("Enter a date such as 2027-03-08.");
	*stored = entry_new_string(at->arena, text);
	return NULL;
}

/* The day it is for whoever gave it; year 0: it is none. */
static struct date
day_of(struct entry_at *at)
{
	const char *text = entry_string(at->value), *zone;
	const char *moment = entry_member(at->value, "at");
	struct instant instant;
	struct date none = { 0, 0, 0 }, day;

	if (!at->rules->with_time)
		return text != NULL ? day_read(text) : none;
	zone = entry_member(at->value, "zone");
	if (moment == NULL || zone == NULL || !when_zone_is_known(zone))
		return none;
	instant = instant_from_rfc3339(moment);
	if (instant.us == 0)
		return none;
	day = when_local(instant, zone).date;
	return day.year >= 1900 && day.year <= 2200 ? day : none;
}

static bool
weekday_fits(const struct rule_list *list, struct date day)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		if (day_weekday(list->items[i]) == date_weekday(day))
			return true;
	return list->n == 0;
}

static const char *
check_date(struct entry_at *at)
{
	const struct field_rules *r = at->rules;
	struct date day = day_of(at), end;

	if (day.year == 0)
		return r->with_time ? words("Enter a day and a time of day.")
				    : words("Enter a date such as 2027-03-08.");
	if (at->stage == ENTRY_DRAFT)
		return NULL;
	if (r->min != NULL) {
		end = day_rule_on(r->min, entry_today(at->context));
		if (date_days_between(end, day) < 0)
			return arena_printf(at->arena,
			    tr("Enter %s or a later day."),
			    when_date(at->arena, end));
	}
	if (r->max != NULL) {
		end = day_rule_on(r->max, entry_today(at->context));
		if (date_days_between(day, end) < 0)
			return arena_printf(at->arena,
			    tr("Enter %s or an earlier day."),
			    when_date(at->arena, end));
	}
	if (!weekday_fits(&r->weekdays, day))
		return words("This weekday is not taken here.");
	return NULL;
}

static const char *
show_date(struct entry_at *at)
{
	struct date day = day_of(at);
	const char *zone = entry_member(at->value, "zone");
	struct instant instant;

	if (day.year == 0)
		return "";
	if (!at->rules->with_time)
		return when_date(at->arena, day);
	instant = instant_from_rfc3339(entry_member(at->value, "at"));
	return arena_printf(at->arena, "%s, %s, %s", when_date(at->arena, day),
	    when_clock(at->arena, instant, zone), zone_city(at->arena, zone));
}

static const char *
date_cell(struct entry_at *at)
{
	const char *moment = entry_member(at->value, "at");

	return moment != NULL ? moment : entry_show_string(at);
}

const struct entry_type date_entry = { take_date, check_date, NULL, show_date,
	date_cell };

static const char *
time_text(struct json_object *value)
{
	const char *text = entry_string(value);

	return text != NULL ? text : entry_member(value, "time");
}

static const char *
take_time(struct entry_at *at, struct json_object **stored)
{
	const char *text = time_text(at->value), *zone = the_zone(at);

	if (text != NULL && *text == '\0')
		return NULL;
	if (text == NULL || day_minute(text) < 0)
		return words("Enter a time such as 09:30.");
	if (!at->rules->zone) {
		*stored = entry_new_string(at->arena, text);
		return NULL;
	}
	if (!when_zone_is_known(zone))
		return words("Choose a time zone such as Europe/Lisbon.");
	*stored = entry_new_object(at->arena, "time", text, "zone", zone, NULL);
	return NULL;
}

static const char *
check_time(struct entry_at *at)
{
	const struct field_rules *r = at->rules;
	const char *text = time_text(at->value);
	const char *zone = entry_member(at->value, "zone");
	int32_t minute = text != NULL ? day_minute(text) : -1, from;

	if (minute < 0 ||
	    r->zone != json_object_is_type(at->value, json_type_object) ||
	    (r->zone && (zone == NULL || !when_zone_is_known(zone))))
		return words("Enter a time such as 09:30.");
	if (at->stage == ENTRY_DRAFT)
		return NULL;
	from = r->min != NULL ? day_minute(r->min) : 0;
	if (minute < from)
		return arena_printf(
		    at->arena, tr("Enter %s or later."), r->min);
	if (r->max != NULL && minute > day_minute(r->max))
		return arena_printf(
		    at->arena, tr("Enter %s or earlier."), r->max);
	if ((minute - from) % r->step_minutes != 0)
		return arena_printf(at->arena,
		    tr("Enter a time in steps of %lld minutes."),
		    (long long)r->step_minutes);
	return NULL;
}

static const char *
show_time(struct entry_at *at)
{
	const char *text = time_text(at->value);
	const char *zone = entry_member(at->value, "zone");

	if (text == NULL)
		return "";
	if (zone == NULL)
		return text;
	return arena_printf(
	    at->arena, "%s, %s", text, zone_city(at->arena, zone));
}

static const char *
time_cell(struct entry_at *at)
{
	const char *text = time_text(at->value);
	const char *zone = entry_member(at->value, "zone");

	if (text == NULL)
		return "";
	return zone == NULL ? text
			    : arena_printf(at->arena, "%s %s", text, zone);
}

const struct entry_type time_entry = { take_time, check_time, NULL, show_time,
	time_cell };
