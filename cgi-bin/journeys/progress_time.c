#include <stdlib.h>
#include <string.h>

#include "journeys/progress.h"
#include "lib/base/words.h"
#include "lib/domain/when.h"

static const int64_t DAY_US = (int64_t)24 * 3600 * 1000000;

const struct field progress_week_fields[] = {
	FIELD(struct progress_week, label),
	FIELD(struct progress_week, percent),
	FIELD_ONLY(struct progress_week, x, ONLY_HTML),
	FIELD_ONLY(struct progress_week, y, ONLY_HTML),
	FIELD_END,
};
static const struct field cell_fields[] = {
	FIELD_ONLY(struct progress_cell, level, ONLY_HTML),
	FIELD(struct progress_cell, saves),
	FIELD(struct progress_cell, label),
	FIELD_END,
};
const struct field progress_row_fields[] = {
	FIELD(struct progress_row, label),
	FIELD_LIST(struct progress_row, cells, ncells, cell_fields),
	FIELD_END,
};
const struct field progress_milestone_fields[] = {
	FIELD(struct progress_milestone, percent),
	FIELD(struct progress_milestone, words),
	FIELD(struct progress_milestone, day),
	FIELD_END,
};

/* --- when what is required was answered ------------------------------------------- */

static int
by_time(const void *one, const void *other)
{
	int64_t a = *(const int64_t *)one, b = *(const int64_t *)other;

	return (a > b) - (a < b);
}

/* The instants at which what counts now was first answered, in order; *needed is
 * how many there are to be. */
static int64_t *
answered_at(const struct taking *t, size_t *n, int64_t *needed)
{
	int64_t *at = arena_alloc(t->context.arena, t->ngiven + 1, sizeof(*at));
	const struct section_state *s;
	const struct field_state *f;
	bool any = t->state->required == 0;

	*n = 0;
	for (size_t i = 0; i < t->ngiven; i++) {
		s = taking_section(t, t->given[i].section_key);
		f = s != NULL ? section_state_field(s, t->given[i].record_id,
				    t->given[i].field_key)
			      : NULL;
		if (f != NULL && s->visible && f->visible && f->answered &&
		    f->valid && (f->required || any) &&
		    t->given[i].first_at.us != 0)
			at[(*n)++] = t->given[i].first_at.us;
	}
	qsort(at, *n, sizeof(*at), by_time);
	*needed = any ? 1 : t->state->required;
	return at;
}

static int64_t
percent_until(const int64_t *at, size_t n, int64_t needed, int64_t until)
{
	size_t done = 0;

	while (done < n && at[done] <= until)
		done++;
	if ((int64_t)done >= needed)
		return 100;
	return (int64_t)done * 100 / needed;
}

enum { LINE_LEFT = 44, LINE_STEP = 48, LINE_TOP = 16, LINE_HEIGHT = 120 };

struct progress_week *
progress_trend(struct request *r, const struct taking *t, const char **line)
{
	struct progress_week *weeks =
	    arena_alloc(r->arena, TREND_WEEKS, sizeof(*weeks));
	int64_t needed, until;
	size_t n;
	const int64_t *at = answered_at(t, &n, &needed);
	struct local_time day;
	struct buf b;

	buf_init(&b, r->arena, 256);
	for (int i = 0; i < TREND_WEEKS; i++) {
		until = r->now.us - (TREND_WEEKS - 1 - i) * 7 * DAY_US;
		day =
		    when_local((struct instant){ until }, r->session->timezone);
		weeks[i] = (struct progress_week){
			.label = arena_printf(r->arena, "%d %s", day.date.day,
			    month_short(day.date.month)),
			.percent = percent_until(at, n, needed, until),
			.x = LINE_LEFT + (int64_t)i * LINE_STEP,
		};
		weeks[i].y = LINE_TOP + LINE_HEIGHT -
			     weeks[i].percent * LINE_HEIGHT / 100;
		buf_printf(&b, "%s%lld,%lld", i > 0 ? " " : "",
		    (long long)weeks[i].x, (long long)weeks[i].y);
	}
	*line = b.data;
	return weeks;
}

static const struct {
	int64_t percent;
	const char *words;
} steps[] = {
	{ 25, WORDS("A quarter of the way") },
	{ 50, WORDS("Half of the way") },
	{ 75, WORDS("Three quarters of the way") },
	{ 100, WORDS("Everything is there") },
};

struct progress_milestone *
progress_milestones(struct request *r, const struct taking *t, size_t *n)
{
	struct progress_milestone *m;
	int64_t needed, wanted;
	size_t nat;
	const int64_t *at = answered_at(t, &nat, &needed);

	*n = sizeof(steps) / sizeof(steps[0]);
	m = arena_alloc(r->arena, *n, sizeof(*m));
	for (size_t i = 0; i < *n; i++) {
		m[i] = (struct progress_milestone){ .percent = steps[i].percent,
			.words = tr(steps[i].words) };
		wanted = (needed * steps[i].percent + 99) / 100;
		if (wanted >= 1 && (int64_t)nat >= wanted &&
		    t->state->progress >= steps[i].percent)
			m[i].day = when_day(r->arena,
			    (struct instant){ at[wanted - 1] },
			    r->session->timezone, r->now);
	}
	return m;
}

/* --- the days --------------------------------------------------------------------------- */

static int64_t
saves_on(const struct progress_days_row *days, size_t n, int64_t day)
{
	for (size_t i = 0; i < n; i++)
		if (date_to_days(days[i].day) == day)
			return days[i].saves;
	return 0;
}

struct progress_row *
progress_heat(struct request *r, const struct progress_days_row *days,
    size_t ndays, size_t *nrows)
{
	struct date today = when_local(r->now, r->session->timezone).date;
	int64_t last = date_to_days(today);
	int64_t monday = last - (date_weekday(today) - 1);
	struct progress_row *rows = arena_alloc(r->arena, 7, sizeof(*rows));
	struct progress_cell *cell;
	int64_t day;

	*nrows = 7;
	for (int i = 0; i < 7; i++) {
		rows[i].label = weekday_short(i + 1);
		rows[i].cells =
		    arena_alloc(r->arena, HEAT_WEEKS, sizeof(*rows[i].cells));
		for (int w = 0; w < HEAT_WEEKS; w++) {
			day = monday - (HEAT_WEEKS - 1 - w) * (int64_t)7 + i;
			if (day > last)
				continue;
			cell = &rows[i].cells[rows[i].ncells++];
			cell->saves = saves_on(days, ndays, day);
			cell->level = cell->saves == 0   ? 0
				      : cell->saves < 3  ? 1
				      : cell->saves < 8  ? 2
				      : cell->saves < 20 ? 3
							 : 4;
			cell->label = when_date(r->arena, date_from_days(day));
		}
	}
	return rows;
}

int64_t
progress_streak(
    struct request *r, const struct progress_days_row *days, size_t ndays)
{
	int64_t today =
	    date_to_days(when_local(r->now, r->session->timezone).date);
	int64_t streak = 0;

	if (saves_on(days, ndays, today) == 0)
		today--;
	while (saves_on(days, ndays, today - streak) > 0)
		streak++;
	return streak;
}
