#include <string.h>

#include "lib/base/words.h"
#include "lib/domain/chart.h"
#include "lib/domain/money.h"

/* In units of the picture, which is as wide as its column. */
enum {
	WIDTH = 420,
	HEIGHT = 190,
	LEFT = 44, /* of the plot: the scale's words stand there */
	TOP = 10,
	BOTTOM = 166,
	FOOT = 182, /* the marks' baseline */
	LINES = 4   /* at most so many steps of the scale */
};

static const struct field chart_key_fields[] = {
	FIELD(struct chart_key, style),
	FIELD(struct chart_key, label),
	FIELD_END,
};
static const struct field chart_line_fields[] = {
	FIELD(struct chart_line, y),
	FIELD(struct chart_line, text_y),
	FIELD(struct chart_line, label),
	FIELD_END,
};
static const struct field chart_bar_fields[] = {
	FIELD(struct chart_bar, x),
	FIELD(struct chart_bar, y),
	FIELD(struct chart_bar, width),
	FIELD(struct chart_bar, height),
	FIELD(struct chart_bar, style),
	FIELD_END,
};
static const struct field chart_mark_fields[] = {
	FIELD(struct chart_mark, x),
	FIELD(struct chart_mark, label),
	FIELD_END,
};
static const struct field chart_row_fields[] = {
	FIELD(struct chart_row, label),
	FIELD_TEXTS(struct chart_row, cells, ncells),
	FIELD_END,
};
const struct field chart_fields[] = {
	FIELD(struct chart, title),
	FIELD(struct chart, finding),
	FIELD(struct chart, first),
	FIELD(struct chart, view_box),
	FIELD(struct chart, width),
	FIELD(struct chart, foot),
	FIELD_LIST(struct chart, keys, nkeys, chart_key_fields),
	FIELD_LIST(struct chart, lines, nlines, chart_line_fields),
	FIELD_LIST(struct chart, bars, nbars, chart_bar_fields),
	FIELD_LIST(struct chart, marks, nmarks, chart_mark_fields),
	FIELD_LIST(struct chart, rows, nrows, chart_row_fields),
	FIELD_TEXTS(struct chart, heads, nheads),
	FIELD_TEXTS(struct chart, totals, ntotals),
	FIELD(struct chart, has_keys),
	FIELD_END,
};

static const char *const styles[CHART_SERIES] = { "b1", "b2", "b3" };

/* --- the scale ---------------------------------------------------------------- */

struct scale {
	int64_t low, high, step; /* multiples of step; low <= 0 <= high */
	int64_t unit;            /* minor units in one of what is written */
};

/* Steps of 1, 2 and 5 with noughts, whole units of money. */
static int64_t
step_for(int64_t span, int64_t unit)
{
	static const int64_t nice[] = { 1, 2, 5 };
	int64_t tens = unit;

	for (;; tens *= 10)
		for (size_t i = 0; i < 3; i++)
			if (span / LINES < nice[i] * tens)
				return nice[i] * tens;
}

static int64_t
unit_of(const char *currency)
{
	int64_t unit = 1;
	int digits = currency != NULL ? money_digits(currency) : 0;

	while (digits-- > 0)
		unit *= 10;
	return unit;
}

static struct scale
scale_of(
    const struct chart_about *about, const struct chart_point *points, size_t n)
{
	struct scale s = { .unit = unit_of(about->currency) };
	int64_t v, low = 0, high = 0;

	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < about->nseries; j++) {
			v = points[i].values[j];
			low = v < low ? v : low;
			high = v > high ? v : high;
		}
	s.step = step_for(high - low, s.unit);
	s.high = (high + s.step - 1) / s.step * s.step;
	s.low = -((s.step - 1 - low) / s.step * s.step);
	if (s.high == s.low)
		s.high = s.step;
	return s;
}

static int64_t
y_of(const struct scale *s, int64_t value)
{
	double part = (double)(s->high - value) / (double)(s->high - s->low);

	return TOP + (int64_t)(part * (BOTTOM - TOP) + 0.5);
}

/* "1.5k": what fits beside the plot. */
static const char *
short_figure(struct arena *a, int64_t whole)
{
	static const struct {
		int64_t size;
		const char *mark;
	} sizes[] = { { 1000000000, "G" }, { 1000000, "M" }, { 1000, "k" } };
	const char *minus = whole < 0 ? "−" : "";
	int64_t n = whole < 0 ? -whole : whole, tenths;

	for (size_t i = 0; i < 3; i++) {
		if (n < sizes[i].size)
			continue;
		tenths = n / (sizes[i].size / 10);
		if (tenths % 10 == 0)
			return arena_printf(a, "%s%lld%s", minus,
			    (long long)(tenths / 10), sizes[i].mark);
		return arena_printf(a, "%s%lld.%lld%s", minus,
		    (long long)(tenths / 10), (long long)(tenths % 10),
		    sizes[i].mark);
	}
	return arena_printf(a, "%s%lld", minus, (long long)n);
}

static void
draw_lines(struct arena *a, struct chart *c, const struct scale *s)
{
	size_t i;

	c->nlines = (size_t)((s->high - s->low) / s->step) + 1;
	c->lines = arena_alloc(a, c->nlines, sizeof(*c->lines));
	for (i = 0; i < c->nlines; i++) {
		int64_t value = s->low + (int64_t)i * s->step;
		int64_t y = y_of(s, value);

		c->lines[i] = (struct chart_line){ y, y + 4,
			short_figure(a, value / s->unit) };
	}
}

/* --- the columns --------------------------------------------------------------- */

/* A figure that is not nought is seen. */
static struct chart_bar
bar_of(const struct scale *s, int64_t value, int64_t x, int64_t width)
{
	int64_t zero = y_of(s, 0), y = y_of(s, value);
	struct chart_bar b = { .x = x, .width = width };

	b.y = value > 0 ? y : zero;
	b.height = value > 0 ? zero - y : y - zero;
	if (value != 0 && b.height == 0) {
		b.height = 1;
		b.y -= value > 0;
	}
	return b;
}

static void
draw_bars(struct arena *a, struct chart *c, const struct chart_about *about,
    const struct chart_point *points, const struct scale *s)
{
	int64_t n = (int64_t)c->nmarks, series = (int64_t)about->nseries;
	int64_t slot = n > 0 ? (WIDTH - LEFT) / n : 0;
	int64_t width = slot * 3 / 4 / series;

	width = width > 28 ? 28 : width < 2 ? 2 : width;
	c->bars = arena_alloc(a, (size_t)(n * series), sizeof(*c->bars));
	for (int64_t i = 0; i < n; i++) {
		int64_t middle = LEFT + i * slot + slot / 2;

		c->marks[i] = (struct chart_mark){ middle, points[i].mark };
		for (int64_t j = 0; j < series; j++) {
			struct chart_bar b = bar_of(s, points[i].values[j],
			    middle - width * series / 2 + j * width, width);

			b.style = styles[j];
			if (b.height > 0)
				c->bars[c->nbars++] = b;
		}
	}
}

/* --- the table ------------------------------------------------------------------ */

static const char *
cell(struct arena *a, const struct chart_about *about, int64_t value)
{
	if (about->currency == NULL)
		return arena_printf(a, "%lld", (long long)value);
	return money_text(a, (struct money){ value, about->currency });
}

static const char **
cells_of(
    struct arena *a, const struct chart_about *about, const int64_t *values)
{
	const char **cells = arena_alloc(a, about->nseries, sizeof(*cells));

	for (size_t j = 0; j < about->nseries; j++)
		cells[j] = cell(a, about, values[j]);
	return cells;
}

static void
fill_table(struct arena *a, struct chart *c, const struct chart_about *about,
    const struct chart_point *points, size_t n)
{
	int64_t sums[CHART_SERIES] = { 0 };

	c->nrows = n;
	c->rows = arena_alloc(a, n, sizeof(*c->rows));
	for (size_t i = 0; i < n; i++) {
		const struct chart_point *p = &points[n - 1 - i];

		c->rows[i] = (struct chart_row){ p->label,
			cells_of(a, about, p->values), about->nseries };
		for (size_t j = 0; j < about->nseries; j++)
			sums[j] += p->values[j];
	}
	c->totals = cells_of(a, about, sums);
	c->ntotals = c->nheads = about->nseries;
	c->heads = arena_alloc(a, c->nheads, sizeof(*c->heads));
	c->keys = arena_alloc(a, about->nseries, sizeof(*c->keys));
	c->nkeys = about->nseries;
	c->has_keys = about->nseries > 1;
	for (size_t j = 0; j < about->nseries; j++) {
		c->heads[j] = about->series[j];
		c->keys[j] = (struct chart_key){ styles[j], about->series[j] };
	}
}

void
chart_make(struct arena *a, struct chart *c, const struct chart_about *about,
    const struct chart_point *points, size_t npoints)
{
	struct scale s = scale_of(about, points, npoints);

	*c = (struct chart){
		.title = about->title,
		.finding = about->finding,
		.first = about->first,
		.view_box = arena_printf(a, "0 0 %d %d", WIDTH, HEIGHT),
		.width = WIDTH,
		.foot = FOOT,
		.nmarks = npoints,
		.marks = arena_alloc(a, npoints, sizeof(*c->marks)),
	};
	draw_lines(a, c, &s);
	draw_bars(a, c, about, points, &s);
	fill_table(a, c, about, points, npoints);
}
