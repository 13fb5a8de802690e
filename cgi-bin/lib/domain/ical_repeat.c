#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/domain/ical_in.h"

/* Occurrences of one rule: a daily one of 60 years has 22,000. */
enum { MOST_STEPS = 30000 };

int
ical_override_order(const void *left, const void *right)
{
	const struct ical_override *l = left, *r = right;
	int order = strcmp(l->uid, r->uid);

	if (order != 0)
		return order;
	return (l->start.us > r->start.us) - (l->start.us < r->start.us);
}

static int
instant_order(const void *left, const void *right)
{
	const struct instant *l = left, *r = right;

	return (l->us > r->us) - (l->us < r->us);
}

bool
ical_is_over(struct ical_reading *r)
{
	if (r->why == NULL && --r->steps < 0)
		r->why = "there are too many occurrences";
	if (r->why == NULL && clock() > r->processor)
		r->why = "it takes too long";
	return r->why != NULL;
}

void
ical_add(struct ical_reading *r, const struct ical_item *item,
    struct instant start, struct instant end)
{
	struct ical_busy *busy = r->busy;
	struct ical_range *more;

	if (end.us <= start.us || end.us <= r->window->from.us ||
	    start.us >= r->window->to.us || r->why != NULL)
		return;
	if (busy->n == r->most) {
		r->why = "there are too many busy times";
		return;
	}
	if (busy->n == r->size) {
		r->size = r->size == 0 ? 64 : r->size * 2;
		more = arena_alloc(r->arena, r->size, sizeof(*more));
		if (busy->n != 0)
			memcpy(more, busy->ranges, busy->n * sizeof(*more));
		busy->ranges = more;
	}
	busy->ranges[busy->n++] =
	    (struct ical_range){ start, end, item->uid, item->summary };
}

/* --- what is left out ------------------------------------------------------------ */

struct exceptions {
	struct instant *at; /* sorted */
	size_t n;
};

static void
read_exceptions(struct ical_reading *r, const struct ical_item *item,
    struct exceptions *out)
{
	size_t most = (size_t)icalcomponent_count_properties(
	    item->event, ICAL_EXDATE_PROPERTY);
	struct ical_clock clock;
	icalproperty *p;

	out->n = 0;
	out->at = arena_alloc(r->arena, most + 1, sizeof(*out->at));
	for (p = icalcomponent_get_first_property(
		 item->event, ICAL_EXDATE_PROPERTY);
	     p != NULL; p = icalcomponent_get_next_property(
			    item->event, ICAL_EXDATE_PROPERTY))
		if (ical_clock_of(r->calendar, p, r->window, &clock) &&
		    ical_instant(
			icalproperty_get_exdate(p), &clock, &out->at[out->n]))
			out->n++;
	qsort(out->at, out->n, sizeof(*out->at), instant_order);
}

static bool
is_left_out(const struct ical_reading *r, const struct ical_item *item,
    const struct exceptions *exceptions, struct instant at)
{
	struct ical_override key = { item->uid, at };

	return (exceptions->n != 0 &&
		   bsearch(&at, exceptions->at, exceptions->n, sizeof(at),
		       instant_order) != NULL) ||
	       (r->noverrides != 0 &&
		   bsearch(&key, r->overrides, r->noverrides, sizeof(key),
		       ical_override_order) != NULL);
}

static void
add_occurrence(struct ical_reading *r, const struct ical_item *item,
    const struct exceptions *exceptions, struct icaltimetype at)
{
	struct instant start;

	if (ical_instant(at, &item->clock, &start) &&
	    !is_left_out(r, item, exceptions, start))
		ical_add(
		    r, item, start, ical_end(at, &item->clock, item->length));
}

/* --- rules ------------------------------------------------------------------------ */

/* Rules by the second or minute fill no calendar; the other limits keep libical
 * from searching centuries for a day that never comes. */
static bool
rule_is_fine(const struct icalrecurrencetype *rule)
{
	if (rule->freq == ICAL_HOURLY_RECURRENCE)
		return rule->by_month[0] == ICAL_RECURRENCE_ARRAY_MAX &&
		       rule->by_month_day[0] == ICAL_RECURRENCE_ARRAY_MAX &&
		       rule->by_year_day[0] == ICAL_RECURRENCE_ARRAY_MAX &&
		       rule->by_day[0] == ICAL_RECURRENCE_ARRAY_MAX &&
		       rule->by_hour[0] == ICAL_RECURRENCE_ARRAY_MAX &&
		       rule->by_set_pos[0] == ICAL_RECURRENCE_ARRAY_MAX;
	return rule->freq >= ICAL_DAILY_RECURRENCE &&
	       rule->freq <= ICAL_YEARLY_RECURRENCE;
}

/* UNTIL in UTC bounds instants, though the rule runs by the wall clock. */
static struct instant
take_until(struct icalrecurrencetype *rule, const struct ical_window *window)
{
	const struct ical_clock utc = { NULL, NULL };
	struct instant until = window->to;

	if (!icaltime_is_null_time(rule->until) &&
	    icaltime_is_utc(rule->until) && !rule->until.is_date &&
	    ical_instant(rule->until, &utc, &until)) {
		rule->until = icaltime_null_time();
		until.us = until.us < window->to.us ? until.us : window->to.us;
	}
	return until;
}

static bool
repeat_by_rule(struct ical_reading *r, const struct ical_item *item,
    const struct exceptions *exceptions, struct icalrecurrencetype rule)
{
	struct instant until = take_until(&rule, r->window), start;
	icalrecur_iterator *it;
	struct icaltimetype at;
	int steps = 0;

	if (!rule_is_fine(&rule))
		return false;
	if ((it = icalrecur_iterator_new(rule, item->start)) == NULL)
		return true; /* it never comes */
	while (++steps < MOST_STEPS && !ical_is_over(r)) {
		at = icalrecur_iterator_next(it);
		if (icaltime_is_null_time(at) ||
		    !ical_instant(at, &item->clock, &start) ||
		    start.us > until.us)
			break;
		add_occurrence(r, item, exceptions, at);
	}
	icalrecur_iterator_free(it);
	return steps < MOST_STEPS;
}

static bool
repeat_by_rules(struct ical_reading *r, const struct ical_item *item,
    const struct exceptions *exceptions)
{
	icalproperty *p;
	bool fine = true;

	for (p = icalcomponent_get_first_property(
		 item->event, ICAL_RRULE_PROPERTY);
	     p != NULL; p = icalcomponent_get_next_property(
			    item->event, ICAL_RRULE_PROPERTY))
		fine = repeat_by_rule(
			   r, item, exceptions, icalproperty_get_rrule(p)) &&
		       fine;
	return fine;
}

static bool
repeat_by_dates(struct ical_reading *r, const struct ical_item *item,
    const struct exceptions *exceptions)
{
	struct icaldatetimeperiodtype at;
	struct ical_item other = *item;
	bool fine = true;
	icalproperty *p;

	for (p = icalcomponent_get_first_property(
		 item->event, ICAL_RDATE_PROPERTY);
	     p != NULL && !ical_is_over(r);
	     p = icalcomponent_get_next_property(
		 item->event, ICAL_RDATE_PROPERTY)) {
		at = icalproperty_get_rdate(p);
		if (icaltime_is_null_time(at.time) ||
		    !ical_clock_of(r->calendar, p, r->window, &other.clock))
			fine = false;
		else
			add_occurrence(r, &other, exceptions, at.time);
	}
	return fine;
}

bool
ical_repeat(struct ical_reading *r, const struct ical_item *item)
{
	struct exceptions exceptions;
	bool fine;

	read_exceptions(r, item, &exceptions);
	if (icalcomponent_get_first_property(
		item->event, ICAL_RRULE_PROPERTY) == NULL)
		add_occurrence(r, item, &exceptions, item->start);
	fine = repeat_by_rules(r, item, &exceptions);
	return repeat_by_dates(r, item, &exceptions) && fine;
}
