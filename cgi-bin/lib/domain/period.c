#include <string.h>

#include "lib/base/words.h"
#include "lib/domain/period.h"
#include "lib/domain/when.h"

const char *const period_names[] = { "month", "quarter", "year", NULL };

/* How many months each has, and how many are shown. */
static const struct {
	int32_t months, shown;
} sizes[] = { { 1, 12 }, { 3, 8 }, { 12, 5 } };

const char *
period_words(const char *name)
{
	static const struct word list[] = { { "month", WORDS("By month") },
		{ "quarter", WORDS("By quarter") },
		{ "year", WORDS("By year") }, { NULL, NULL } };

	return word_of(list, name);
}

enum period_by
period_by_name(const char *name)
{
	enum period_by by;

	for (by = BY_YEAR; by > BY_MONTH; by--)
		if (name != NULL && strcmp(period_names[by], name) == 0)
			break;
	return by;
}

const char *
period_name(enum period_by by)
{
	return period_names[by];
}

/* Months since the year 0, and back to the first day. */
static struct date
month_start(int32_t months)
{
	return (struct date){
		.year = months / 12, .month = months % 12 + 1, .day = 1
	};
}

static struct period
period_at(struct arena *a, enum period_by by, int32_t first)
{
	struct period p = { .from = month_start(first),
		.until = month_start(first + sizes[by].months) };
	int year = p.from.year;

	if (by == BY_YEAR) {
		p.label = p.mark = arena_printf(a, "%d", year);
	} else if (by == BY_QUARTER) {
		p.mark = arena_printf(a, "Q%d", p.from.month / 3 + 1);
		p.label = arena_printf(a, "%s %d", p.mark, year);
	} else {
		p.mark = month_short(p.from.month);
		p.label =
		    arena_printf(a, "%s %d", month_name(p.from.month), year);
	}
	return p;
}

static int32_t
first_month(enum period_by by, struct date day)
{
	int32_t month = day.year * 12 + day.month - 1;

	return month - month % sizes[by].months;
}

struct period
period_of(struct arena *a, enum period_by by, struct date day)
{
	return period_at(a, by, first_month(by, day));
}

struct period *
periods_until(struct arena *a, enum period_by by, struct date today, size_t *n)
{
	int32_t shown = sizes[by].shown, last = first_month(by, today);
	struct period *all = arena_alloc(a, (size_t)shown, sizeof(*all));

	for (int32_t i = 0; i < shown; i++)
		all[i] =
		    period_at(a, by, last - (shown - 1 - i) * sizes[by].months);
	*n = (size_t)shown;
	return all;
}

size_t
periods_find(const struct period *all, size_t n, struct date from)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (all[i].from.year == from.year &&
		    all[i].from.month == from.month)
			break;
	return i;
}
