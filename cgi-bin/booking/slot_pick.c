#include <string.h>

#include "booking/expert.h"
#include "booking/slot_pick.h"
#include "lib/domain/when.h"

static const struct field month_day_fields[] = {
	FIELD(struct month_day, number),
	FIELD(struct month_day, href),
	FIELD(struct month_day, words),
	FIELD(struct month_day, chosen),
	FIELD(struct month_day, today),
	FIELD_END,
};

static const struct field month_week_fields[] = {
	FIELD_LIST(struct month_week, days, ndays, month_day_fields),
	FIELD_END,
};

const struct field month_fields[] = {
	FIELD(struct month, label),
	FIELD(struct month, before_href),
	FIELD(struct month, before_label),
	FIELD(struct month, after_href),
	FIELD(struct month, after_label),
	FIELD_LIST(struct month, weeks, nweeks, month_week_fields),
	FIELD_END,
};

const struct field slot_choice_fields[] = {
	FIELD(struct slot_choice, value),
	FIELD(struct slot_choice, label),
	FIELD(struct slot_choice, chosen),
	FIELD(struct slot_choice, taken),
	FIELD_END,
};

enum { MONTHS_AHEAD = 13 };

struct date
month_from_text(struct arena *a, const char *text)
{
	struct date none = { .year = 0 };

	if (text == NULL || strlen(text) != 7)
		return none;
	return date_from_text(arena_printf(a, "%s-01", text));
}

const char *
slot_words(struct request *r, struct instant at)
{
	struct local_time l = when_local(at, r->session->timezone);

	return arena_printf(r->arena, "%s %d %s, %02d:%02d",
	    weekday_short(l.weekday), l.date.day, month_short(l.date.month),
	    l.hour, l.minute);
}

static struct date
month_after(struct date first, int by)
{
	int32_t months = first.year * 12 + first.month - 1 + by;

	return (struct date){ months / 12, months % 12 + 1, 1 };
}

static const char *
month_words(struct request *r, struct date first)
{
	return arena_printf(
	    r->arena, "%s %d", month_name(first.month), first.year);
}

static const char *
month_href(struct request *r, const char *address, struct date first)
{
	return arena_printf(
	    r->arena, "%smonth=%04d-%02d", address, first.year, first.month);
}

static bool
same_day(struct date a, struct date b)
{
	return a.year == b.year && a.month == b.month && a.day == b.day;
}

/* How many of the month's starts fall on each day; index 1 to 31. */
static void
count_days(struct request *r, const struct slot_asked *asked, int counts[32])
{
	for (size_t i = 0; i < asked->nstarts; i++)
		counts[when_local(asked->starts[i], r->session->timezone)
			   .date.day]++;
}

static struct month_day
day_of(
    struct request *r, const struct slot_asked *asked, struct date d, int nfree)
{
	struct date today = when_local(r->now, r->session->timezone).date;
	struct month_day day = {
		.number = arena_printf(r->arena, "%d", d.day),
		.today = same_day(d, today),
		.chosen = same_day(d, asked->day),
	};

	if (nfree == 0)
		return day;
	day.href = arena_printf(r->arena, "%sday=%04d-%02d-%02d",
	    asked->address, d.year, d.month, d.day);
	day.words = arena_printf(
	    r->arena, tr("%d %s, %d free"), d.day, month_name(d.month), nfree);
	return day;
}

static void
fill_weeks(struct request *r, const struct slot_asked *asked,
    const int counts[32], struct month *m)
{
	int32_t days =
	    date_days_between(asked->month, month_after(asked->month, 1));
	int32_t before = date_weekday(asked->month) - 1, d;
	struct month_day *grid;

	m->nweeks = (size_t)(before + days + 6) / 7;
	grid = arena_alloc(r->arena, m->nweeks * 7, sizeof(*grid));
	m->weeks = arena_alloc(r->arena, m->nweeks, sizeof(*m->weeks));
	for (size_t i = 0; i < m->nweeks; i++)
		m->weeks[i] = (struct month_week){ grid + i * 7, 7 };
	for (d = 0; d < days; d++)
		grid[before + d] = day_of(
		    r, asked, date_add_days(asked->month, d), counts[d + 1]);
}

static void
fill_month(struct request *r, const struct slot_asked *asked,
    const int counts[32], struct month *m)
{
	struct date now = when_local(r->now, r->session->timezone).date;
	struct date next = month_after(asked->month, 1);
	struct date last = month_after(asked->month, -1);
	int32_t ahead = (asked->month.year - now.year) * 12 +
			asked->month.month - now.month;

	m->label = month_words(r, asked->month);
	if (ahead > 0) {
		m->before_href = month_href(r, asked->address, last);
		m->before_label = month_words(r, last);
	}
	if (ahead < MONTHS_AHEAD) {
		m->after_href = month_href(r, asked->address, next);
		m->after_label = month_words(r, next);
	}
	fill_weeks(r, asked, counts, m);
}

static const char *
long_day(struct request *r, struct date d)
{
	return arena_printf(r->arena, "%s %d %s", weekday_name(date_weekday(d)),
	    d.day, month_name(d.month));
}

static void
fill_slots(
    struct request *r, const struct slot_asked *asked, struct slot_pick *pick)
{
	const char *zone = r->session->timezone;
	struct instant first = { 0 };
	char value[32];

	pick->slots =
	    arena_alloc(r->arena, asked->nstarts, sizeof(*pick->slots));
	for (size_t i = 0; i < asked->nstarts; i++) {
		struct instant at = asked->starts[i];

		if (!same_day(when_local(at, zone).date, asked->day))
			continue;
		if (pick->nslots == 0)
			first = at;
		instant_print_rfc3339(at, value);
		pick->slots[pick->nslots++] = (struct slot_choice){
			.value = arena_strdup(r->arena, value),
			.label = when_clock(r->arena, at, zone),
			.chosen = at.us == asked->start.us,
		};
	}
	pick->zone_words = zone_words(r, zone, first.us != 0 ? first : r->now);
}

/* Where to look when this day has nothing. */
static void
fill_next(
    struct request *r, const struct slot_asked *asked, struct slot_pick *pick)
{
	for (size_t i = 0; i < asked->nstarts; i++) {
		struct date d =
		    when_local(asked->starts[i], r->session->timezone).date;

		if (date_days_between(asked->day, d) <= 0)
			continue;
		pick->next_href = arena_printf(r->arena, "%sday=%04d-%02d-%02d",
		    asked->address, d.year, d.month, d.day);
		pick->next_words = long_day(r, d);
		return;
	}
	pick->next_href = pick->month.after_href;
	pick->next_words = pick->month.after_label;
}

void
slot_pick_fill(
    struct request *r, const struct slot_asked *given, struct slot_pick *pick)
{
	struct slot_asked asked = *given;
	const char *zone = r->session->timezone;
	int counts[32] = { 0 };

	*pick = (struct slot_pick){ .nslots = 0 };
	if (asked.day.year == 0 && asked.start.us != 0)
		asked.day = when_local(asked.start, zone).date;
	if (asked.day.year == 0 && asked.nstarts > 0)
		asked.day = when_local(asked.starts[0], zone).date;
	if (asked.day.year == 0)
		asked.day = asked.month;
	count_days(r, &asked, counts);
	fill_month(r, &asked, counts, &pick->month);
	pick->day_words = long_day(r, asked.day);
	fill_slots(r, &asked, pick);
	if (pick->nslots == 0)
		fill_next(r, &asked, pick);
}
