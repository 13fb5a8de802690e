#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/domain/ical_in.h"

enum {
	MOST_RANGES = 10000,
	MOST_STEPS = 2000000,
	MOST_SECONDS = 2,   /* of the processor, for one calendar */
	LONGEST_DAYS = 3660 /* of one event */
};

/* --- one event -------------------------------------------------------------------- */

static const char *
text_of(struct arena *a, icalcomponent *c, icalproperty_kind kind)
{
	icalproperty *p = icalcomponent_get_first_property(c, kind);
	icalvalue *v = p == NULL ? NULL : icalproperty_get_value(p);

	if (v == NULL || icalvalue_isa(v) != ICAL_TEXT_VALUE)
		return "";
	return arena_strdup(a, icalvalue_get_text(v));
}

/* Cancelled, transparent, or what Outlook calls free. */
static bool
is_free(icalcomponent *event)
{
	icalproperty *p;
	const char *text;

	p = icalcomponent_get_first_property(event, ICAL_STATUS_PROPERTY);
	if (p != NULL && icalproperty_get_status(p) == ICAL_STATUS_CANCELLED)
		return true;
	p = icalcomponent_get_first_property(event, ICAL_TRANSP_PROPERTY);
	if (p != NULL && icalproperty_get_transp(p) == ICAL_TRANSP_TRANSPARENT)
		return true;
	p = icalcomponent_get_first_property(event, ICAL_X_PROPERTY);
	text = p == NULL ? NULL : icalproperty_get_value_as_string(p);
	return text != NULL && strcmp(text, "FREE") == 0;
}

static bool
length_of_duration(struct icaldurationtype d, struct ical_length *out)
{
	out->days = (int64_t)d.weeks * 7 + d.days;
	out->seconds =
	    (int64_t)d.hours * 3600 + (int64_t)d.minutes * 60 + d.seconds;
	return !d.is_neg;
}

/* To a DTEND: days between dates, real seconds between times. */
static bool
length_to_end(struct ical_reading *r, const struct ical_item *item,
    icalproperty *p, struct ical_length *out)
{
	struct icaltimetype end = icalproperty_get_dtend(p);
	struct instant from, to;
	struct ical_clock clock;

	if (!ical_clock_of(r->calendar, p, r->window, &clock) ||
	    !ical_instant(end, &clock, &to) ||
	    !ical_instant(item->start, &item->clock, &from))
		return false;
	if (end.is_date && item->start.is_date)
		out->days = date_to_days(
				(struct date){ end.year, end.month, end.day }) -
			    date_to_days((struct date){ item->start.year,
				item->start.month, item->start.day });
	else
		out->seconds = (to.us - from.us) / 1000000;
	return true;
}

static bool
read_length(struct ical_reading *r, struct ical_item *item)
{
	struct ical_length *out = &item->length;
	bool fine = true;
	icalproperty *p;

	*out = (struct ical_length){ 0, 0 };
	if ((p = icalcomponent_get_first_property(
		 item->event, ICAL_DTEND_PROPERTY)) != NULL)
		fine = length_to_end(r, item, p, out);
	else if ((p = icalcomponent_get_first_property(
		      item->event, ICAL_DURATION_PROPERTY)) != NULL)
		fine = length_of_duration(icalproperty_get_duration(p), out);
	else
		out->days = item->start.is_date;
	return fine && out->days >= 0 && out->days <= LONGEST_DAYS &&
	       out->seconds >= 0 &&
	       out->seconds <= (int64_t)LONGEST_DAYS * 86400;
}

static bool
read_item(struct ical_reading *r, icalcomponent *event, struct ical_item *item)
{
	icalproperty *p =
	    icalcomponent_get_first_property(event, ICAL_DTSTART_PROPERTY);
	struct instant start;

	item->event = event;
	item->uid = text_of(r->arena, event, ICAL_UID_PROPERTY);
	item->summary = text_of(r->arena, event, ICAL_SUMMARY_PROPERTY);
	if (p == NULL ||
	    !ical_clock_of(r->calendar, p, r->window, &item->clock))
		return false;
	item->start = icalproperty_get_dtstart(p);
	/* occurrences are found on the bare wall clock */
	item->start.zone = NULL;
	return ical_instant(item->start, &item->clock, &start) &&
	       read_length(r, item);
}

static void
read_event(struct ical_reading *r, icalcomponent *event)
{
	icalproperty *replaced =
	    icalcomponent_get_first_property(event, ICAL_RECURRENCEID_PROPERTY);
	struct ical_item item;
	struct instant start;

	if (is_free(event) || ical_is_over(r))
		return;
	if (!read_item(r, event, &item))
		r->busy->skipped++;
	else if (replaced == NULL)
		r->busy->skipped += !ical_repeat(r, &item);
	else if (ical_instant(item.start, &item.clock, &start))
		ical_add(r, &item, start,
		    ical_end(item.start, &item.clock, item.length));
}

/* --- published busy times --------------------------------------------------------- */

static bool
is_free_period(icalproperty *p)
{
	icalparameter *type =
	    icalproperty_get_first_parameter(p, ICAL_FBTYPE_PARAMETER);

	return type != NULL &&
	       icalparameter_get_fbtype(type) == ICAL_FBTYPE_FREE;
}

/* Periods are in UTC by their definition. */
static void
read_period(struct ical_reading *r, const struct ical_item *item,
    struct icalperiodtype period)
{
	const struct ical_clock utc = { NULL, NULL };
	struct ical_length length;
	struct instant start, end;

	if (!ical_instant(period.start, &utc, &start)) {
		r->busy->skipped++;
		return;
	}
	if (!icaltime_is_null_time(period.end)) {
		if (ical_instant(period.end, &utc, &end))
			ical_add(r, item, start, end);
		else
			r->busy->skipped++;
	} else if (length_of_duration(period.duration, &length) &&
		   length.days <= LONGEST_DAYS)
		ical_add(r, item, start, ical_end(period.start, &utc, length));
}

static void
read_freebusy(struct ical_reading *r, icalcomponent *c)
{
	struct ical_item item = { .uid = "", .summary = "" };
	icalproperty *p;

	for (p = icalcomponent_get_first_property(c, ICAL_FREEBUSY_PROPERTY);
	     p != NULL && !ical_is_over(r);
	     p = icalcomponent_get_next_property(c, ICAL_FREEBUSY_PROPERTY))
		if (!is_free_period(p))
			read_period(r, &item, icalproperty_get_freebusy(p));
}

/* --- a calendar ------------------------------------------------------------------- */

/* Instances with a component of their own, also when that says they are
 * cancelled. */
static void
find_overrides(struct ical_reading *r)
{
	size_t most = (size_t)icalcomponent_count_components(
	    r->calendar, ICAL_VEVENT_COMPONENT);
	struct ical_override *o;
	struct ical_clock clock;
	icalcomponent *c;
	icalproperty *p;

	r->noverrides = 0;
	r->overrides = arena_alloc(r->arena, most + 1, sizeof(*r->overrides));
	for (c = icalcomponent_get_first_component(
		 r->calendar, ICAL_VEVENT_COMPONENT);
	     c != NULL; c = icalcomponent_get_next_component(
			    r->calendar, ICAL_VEVENT_COMPONENT)) {
		o = &r->overrides[r->noverrides];
		p = icalcomponent_get_first_property(
		    c, ICAL_RECURRENCEID_PROPERTY);
		if (p == NULL ||
		    !ical_clock_of(r->calendar, p, r->window, &clock) ||
		    !ical_instant(
			icalproperty_get_recurrenceid(p), &clock, &o->start))
			continue;
		o->uid = text_of(r->arena, c, ICAL_UID_PROPERTY);
		r->noverrides++;
	}
	qsort(r->overrides, r->noverrides, sizeof(*r->overrides),
	    ical_override_order);
}

static void
read_calendar(struct ical_reading *r, icalcomponent *calendar)
{
	icalcomponent *c;

	if (!ical_zones_are_fine(calendar)) {
		r->why = "a time zone is too complex";
		return;
	}
	r->calendar = calendar;
	find_overrides(r);
	for (c = icalcomponent_get_first_component(
		 calendar, ICAL_ANY_COMPONENT);
	     c != NULL && r->why == NULL; c = icalcomponent_get_next_component(
					      calendar, ICAL_ANY_COMPONENT)) {
		if (icalcomponent_isa(c) == ICAL_VEVENT_COMPONENT)
			read_event(r, c);
		else if (icalcomponent_isa(c) == ICAL_VFREEBUSY_COMPONENT)
			read_freebusy(r, c);
	}
}

/* One calendar, or several in a row, which libical gathers under a root. */
static void
read_root(struct ical_reading *r, icalcomponent *root)
{
	icalcomponent *c;

	if (icalcomponent_isa(root) == ICAL_VCALENDAR_COMPONENT) {
		read_calendar(r, root);
		return;
	}
	c = icalcomponent_get_first_component(root, ICAL_VCALENDAR_COMPONENT);
	if (c == NULL)
		r->why = "it is no calendar";
	for (; c != NULL && r->why == NULL;
	     c = icalcomponent_get_next_component(
		 root, ICAL_VCALENDAR_COMPONENT))
		read_calendar(r, c);
}

static int
range_order(const void *left, const void *right)
{
	const struct ical_range *l = left, *r = right;

	if (l->start.us != r->start.us)
		return l->start.us < r->start.us ? -1 : 1;
	return (l->end.us > r->end.us) - (l->end.us < r->end.us);
}

const char *
ical_read(struct arena *a, const char *text, size_t len,
    const struct ical_window *window, struct ical_busy *busy)
{
	struct ical_reading r = { .arena = a,
		.window = window,
		.busy = busy,
		.most = window->most == 0 ? MOST_RANGES : window->most,
		.steps = MOST_STEPS,
		.processor = clock() + MOST_SECONDS * CLOCKS_PER_SEC };
	icalcomponent *root;

	*busy = (struct ical_busy){ NULL, 0, 0 };
	if ((text = ical_scan(a, text, len, &r.why)) == NULL)
		return r.why;
	icaltimezone_set_builtin_tzdata(0);
	icalerror_set_errors_are_fatal(0);
	if ((root = icalparser_parse_string(text)) == NULL)
		return "it is no calendar";
	read_root(&r, root);
	icalcomponent_free(root);
	icalmemory_free_ring();
	if (r.why != NULL)
		return r.why;
	if (busy->n != 0)
		qsort(
		    busy->ranges, busy->n, sizeof(*busy->ranges), range_order);
	return NULL;
}
