#ifndef LIB_DOMAIN_CHART_H
#define LIB_DOMAIN_CHART_H

#include "lib/base/arena.h"
#include "lib/base/field.h"

/*
 * Columns over time or by part, with the same figures as a table beside them:
 * _layout/chart.  Drawn here, as numbers of SVG attributes; the page embeds the
 * struct as an object and shows it by {{#chart}}{{>_layout/chart}}{{/chart}}.
 * Figures are amounts of one currency, or counts; negative ones hang below the
 * line.
 */
enum { CHART_SERIES = 3 };

struct chart_point {
	const char *label; /* in the table: "November 2026" */
	const char *mark;  /* under the column: "Nov" */
	int64_t values[CHART_SERIES];
};
struct chart_about {
	const char *title;    /* "Platform fees"; words of the page */
	const char *finding;  /* one sentence, for who can't see it */
	const char *first;    /* heads the labels' column: "Month" */
	const char *currency; /* NULL: counts */
	const char *series[CHART_SERIES];
	size_t nseries; /* at least 1 */
};

struct chart_key {
	const char *style, *label; /* b1 … of the style sheet */
};
struct chart_line {
	int64_t y, text_y;
	const char *label;
};
struct chart_bar {
	int64_t x, y, width, height;
	const char *style;
};
struct chart_mark {
	int64_t x;
	const char *label;
};
struct chart_row {
	const char *label;
	const char **cells;
	size_t ncells;
};

struct chart {
	const char *title, *finding, *first, *view_box;
	int64_t width, foot;
	struct chart_key *keys; /* none for a single series */
	struct chart_line *lines;
	struct chart_bar *bars;
	struct chart_mark *marks;
	struct chart_row *rows; /* newest first */
	size_t nkeys, nlines, nbars, nmarks, nrows;
	const char **heads, **totals;
	size_t nheads, ntotals;
	bool has_keys;
};
extern const struct field chart_fields[];

/* Points from left to right. */
void chart_make(struct arena *, struct chart *, const struct chart_about *,
    const struct chart_point *, size_t npoints);

#endif
