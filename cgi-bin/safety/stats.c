#include "gen/safety/stats_sql.h"
#include "lib/base/words.h"
#include "lib/domain/chart.h"
#include "lib/domain/when.h"
#include "safety/case.h"

/* /safety/admin/stats?from=&to=: of the cases opened on these days. */

enum { MONTH = 29, COLUMNS = 31, SECOND = 1000000 };

struct stats_input {
	struct date from, to;
};

static const struct form_field stats_inputs[] = {
	FORM_FIELD(struct stats_input, from, OPTIONAL, 0, 0),
	FORM_FIELD(struct stats_input, to, OPTIONAL, 0, 0),
};
const struct form stats_form = FORM(struct stats_input, stats_inputs);

struct category_row {
	const char *category, *label, *median, *upheld_words;
	int64_t severity, opened, waiting, upheld, dismissed;
	struct maybe_int median_seconds, upheld_percent;
};

static const struct field category_row_fields[] = {
	FIELD(struct category_row, category),
	FIELD(struct category_row, severity),
	FIELD(struct category_row, opened),
	FIELD(struct category_row, waiting),
	FIELD(struct category_row, upheld),
	FIELD(struct category_row, dismissed),
	FIELD(struct category_row, median_seconds),
	FIELD(struct category_row, upheld_percent),
	FIELD_ONLY(struct category_row, label, ONLY_HTML),
	FIELD_ONLY(struct category_row, median, ONLY_HTML),
	FIELD_ONLY(struct category_row, upheld_words, ONLY_HTML),
	FIELD_END,
};

struct stats_view {
	struct desk desk;
	struct date from, to;
	int64_t open, assigned, appeals_open, opened, waiting, resolved, upheld,
	    dismissed, duplicates, ignored, appealed, overturned;
	struct maybe_int median_seconds, upheld_percent;
	const char *zone, *median, *upheld_words, *oldest_words;
	struct instant oldest;
	struct category_row *categories;
	struct stats_by_day_row *days;
	struct stats_by_moderator_row *moderators;
	size_t ncategories, ndays, nmoderators;
	struct chart chart;
};

#define SHOWN(m) FIELD(struct stats_view, m)
#define HTML(m)  FIELD_ONLY(struct stats_view, m, ONLY_HTML)

static const struct field stats_view_fields[] = {
	DESK_FIELD(struct stats_view),
	SHOWN(from),
	SHOWN(to),
	SHOWN(zone),
	SHOWN(open),
	SHOWN(assigned),
	SHOWN(appeals_open),
	SHOWN(oldest),
	SHOWN(opened),
	SHOWN(waiting),
	SHOWN(resolved),
	SHOWN(upheld),
	SHOWN(dismissed),
	SHOWN(duplicates),
	SHOWN(ignored),
	SHOWN(appealed),
	SHOWN(overturned),
	SHOWN(median_seconds),
	SHOWN(upheld_percent),
	FIELD_LIST(
	    struct stats_view, categories, ncategories, category_row_fields),
	FIELD_LIST(struct stats_view, days, ndays, stats_by_day_fields),
	FIELD_LIST(struct stats_view, moderators, nmoderators,
	    stats_by_moderator_fields),
	FIELD_OBJECT_ONLY(struct stats_view, chart, chart_fields, ONLY_HTML),
	HTML(median),
	HTML(upheld_words),
	HTML(oldest_words),
	FIELD_END,
};
struct page stats_page = { .path = "safety/stats",
	.fields = stats_view_fields,
	.form = &stats_form };

static const char *
span_or_none(struct request *r, struct maybe_int seconds)
{
	return seconds.set ? span_words(r->arena, seconds.value) : tr("none");
}

static const char *
percent_or_none(struct request *r, struct maybe_int percent)
{
	return percent.set
		   ? arena_printf(r->arena, tr("%d %%"), (int)percent.value)
		   : tr("none");
}

static void
fill_categories(struct request *r, struct stats_view *v)
{
	struct stats_by_category_row *rows =
	    stats_by_category(r->db, v->from, v->to, &v->ncategories);

	v->categories =
	    arena_alloc(r->arena, v->ncategories, sizeof(*v->categories));
	for (size_t i = 0; i < v->ncategories; i++)
		v->categories[i] = (struct category_row){
			.category = rows[i].category,
			.label = words(rows[i].label),
			.severity = rows[i].severity,
			.opened = rows[i].opened,
			.waiting = rows[i].waiting,
			.upheld = rows[i].upheld,
			.dismissed = rows[i].dismissed,
			.median_seconds = rows[i].median_seconds,
			.upheld_percent = rows[i].upheld_percent,
			.median = span_or_none(r, rows[i].median_seconds),
			.upheld_words =
			    percent_or_none(r, rows[i].upheld_percent),
		};
}

/* The last days of the span, as many as a page has room for. */
static void
fill_chart(struct request *r, struct stats_view *v)
{
	size_t n = v->ndays > COLUMNS ? COLUMNS : v->ndays;
	size_t first = v->ndays - n;
	struct chart_point *points = arena_alloc(r->arena, n, sizeof(*points));
	struct chart_about about = { .title = tr("Cases by day"),
		.finding = arena_printf(r->arena,
		    tr("%d cases were opened in this time, %d are decided."),
		    (int)v->opened, (int)(v->resolved + v->ignored)),
		.first = tr("Day"),
		.series = { tr("Opened"), tr("Decided") },
		.nseries = 2 };

	for (size_t i = 0; i < n; i++) {
		const struct stats_by_day_row *d = &v->days[first + i];

		points[i] = (struct chart_point){ when_date(r->arena, d->day),
			d->day.day % 5 == 0
			    ? arena_printf(r->arena, "%d", d->day.day)
			    : "",
			{ d->opened, d->closed } };
	}
	chart_make(r->arena, &v->chart, &about, points, n);
}

static void
fill_figures(
    struct request *r, struct stats_view *v, const struct stats_find_row *s)
{
	v->zone = s->zone;
	v->open = s->open;
	v->assigned = s->assigned;
	v->appeals_open = s->appeals_open;
	v->oldest = s->oldest;
	v->oldest_words =
	    s->oldest.us != 0
		? span_words(r->arena, (r->now.us - s->oldest.us) / SECOND)
		: tr("none");
	v->opened = s->opened;
	v->waiting = s->waiting;
	v->resolved = s->resolved;
	v->upheld = s->upheld;
	v->dismissed = s->dismissed;
	v->duplicates = s->duplicates;
	v->ignored = s->ignored;
	v->appealed = s->appealed;
	v->overturned = s->overturned;
	v->median_seconds = s->median_seconds;
	v->upheld_percent = s->upheld_percent;
	v->median = span_or_none(r, s->median_seconds);
	v->upheld_words = percent_or_none(r, s->upheld_percent);
}

enum status
stats_show(struct request *r)
{
	const struct stats_input *in = r->form;
	struct stats_view v = { .from = in->from, .to = in->to };
	struct stats_find_row row;

	if (v.to.year == 0)
		v.to = when_local(r->now, r->session->timezone).date;
	if (v.from.year == 0)
		v.from = date_add_days(v.to, -MONTH);
	if (date_days_between(v.from, v.to) < 0)
		return request_invalid(
		    r, "to", tr("Choose a day after the first."));
	if (!stats_find(r->db, v.from, v.to, &row))
		return NOT_FOUND;
	fill_figures(r, &v, &row);
	fill_categories(r, &v);
	v.days = stats_by_day(r->db, v.from, v.to, &v.ndays);
	v.moderators = stats_by_moderator(r->db, v.from, v.to, &v.nmoderators);
	if (!r->json)
		fill_chart(r, &v);
	safety_desk(r, &v.desk);
	request_fill(r, &stats_form,
	    &(struct stats_input){ .from = v.from, .to = v.to });
	return request_render(r, &stats_page, &v);
}
