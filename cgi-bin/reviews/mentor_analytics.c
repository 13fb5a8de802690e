#include "gen/reviews/analytics_sql.h"
#include "lib/domain/chart.h"
#include "lib/domain/money.h"
#include "lib/domain/when.h"
#include "reviews/mentor.h"
#include "reviews/review_words.h"

/* /mentor/analytics: times, quality, effectiveness, earnings, and where one
 * stands among the others, without names. */
enum { FEEDBACK = 10 };

struct figure_view {
	const char *label, *value, *note;
};

static const struct field figure_view_fields[] = {
	FIELD(struct figure_view, label),
	FIELD(struct figure_view, value),
	FIELD(struct figure_view, note),
	FIELD_END,
};

struct kind_view {
	const char *name, *median_words, *stars_words;
	int64_t done, approved;
};

static const struct field kind_view_fields[] = {
	FIELD(struct kind_view, name),
	FIELD(struct kind_view, done),
	FIELD(struct kind_view, approved),
	FIELD(struct kind_view, median_words),
	FIELD(struct kind_view, stars_words),
	FIELD_END,
};

struct feedback_view {
	int64_t stars;
	const char *words, *section, *day;
};

static const struct field feedback_view_fields[] = {
	FIELD(struct feedback_view, stars),
	FIELD(struct feedback_view, words),
	FIELD(struct feedback_view, section),
	FIELD(struct feedback_view, day),
	FIELD_END,
};

struct mentor_analytics_view {
	struct analytics_figures_row figures;
	struct analytics_percentiles_row percentiles;
	struct figure_view *tiles, *ranks;
	size_t ntiles, nranks;
	struct kind_view *kinds;
	size_t nkinds;
	struct feedback_view *feedback;
	size_t nfeedback;
	struct chart chart;
	bool has_reviews, has_chart;
};

static const struct field mentor_analytics_fields[] = {
	FIELD_OBJECT_ONLY(struct mentor_analytics_view, figures,
	    analytics_figures_fields, ONLY_JSON),
	FIELD_OBJECT_ONLY(struct mentor_analytics_view, percentiles,
	    analytics_percentiles_fields, ONLY_JSON),
	FIELD_LIST_ONLY(struct mentor_analytics_view, tiles, ntiles,
	    figure_view_fields, ONLY_HTML),
	FIELD_LIST_ONLY(struct mentor_analytics_view, ranks, nranks,
	    figure_view_fields, ONLY_HTML),
	FIELD_LIST(
	    struct mentor_analytics_view, kinds, nkinds, kind_view_fields),
	FIELD_LIST(struct mentor_analytics_view, feedback, nfeedback,
	    feedback_view_fields),
	FIELD_OBJECT_ONLY(
	    struct mentor_analytics_view, chart, chart_fields, ONLY_HTML),
	FIELD_ONLY(struct mentor_analytics_view, has_reviews, ONLY_HTML),
	FIELD_ONLY(struct mentor_analytics_view, has_chart, ONLY_HTML),
	FIELD_END,
};
struct page mentor_analytics_page = { .path = "reviews/mentor_analytics",
	.fields = mentor_analytics_fields };

void
mentor_analytics_read(struct request *r)
{
	analytics_figures_send(r->db);
	analytics_percentiles_send(r->db);
	analytics_kinds_send(r->db);
	analytics_months_send(r->db);
	analytics_feedback_send(r->db, FEEDBACK);
}

static const char *
count_words(struct request *r, int64_t n)
{
	return arena_printf(r->arena, "%lld", (long long)n);
}

static void
add_tile(struct mentor_analytics_view *v, const char *label, const char *value,
    const char *note)
{
	v->tiles[v->ntiles++] = (struct figure_view){ label,
		value != NULL && *value != '\0' ? value : tr("none yet"),
		note };
}

static void
fill_tiles(struct request *r, struct mentor_analytics_view *v)
{
	const struct analytics_figures_row *f = &v->figures;

	v->tiles = arena_alloc(r->arena, 8, sizeof(*v->tiles));
	add_tile(v, tr("Reviews done"), count_words(r, f->done),
	    arena_printf(r->arena, tr("%d in time"), (int)f->on_time));
	add_tile(v, tr("Time for one, usually"),
	    hours_words(r, f->median_hours),
	    arena_printf(
		r->arena, tr("on average %s"), hours_words(r, f->mean_hours)));
	add_tile(v, tr("Nineteen of twenty within"),
	    hours_words(r, f->p95_hours), NULL);
	add_tile(
	    v, tr("Time until claimed"), hours_words(r, f->claim_hours), NULL);
	add_tile(v, tr("Rating"),
	    f->stars.set
		? arena_printf(r->arena, tr("%.1f of 5"), f->stars.value)
		: NULL,
	    arena_printf(r->arena, tr("%d ratings"), (int)f->ratings));
	add_tile(v, tr("Members in 90 days"), count_words(r, f->clients), NULL);
}

static void
fill_ranks(struct request *r, struct mentor_analytics_view *v)
{
	const struct analytics_percentiles_row *p = &v->percentiles;
	const struct {
		const char *label;
		double value;
	} all[] = { { tr("Speed"), p->speed }, { tr("Rating"), p->quality },
		{ tr("Reviews done"), p->amount } };

	v->nranks = p->mentors > 0 ? 3 : 0;
	v->ranks = arena_alloc(r->arena, 3, sizeof(*v->ranks));
	for (size_t i = 0; i < v->nranks; i++)
		v->ranks[i] = (struct figure_view){ all[i].label,
			arena_printf(r->arena, "%d", (int)all[i].value),
			arena_printf(r->arena, tr("of 100, among %d mentors"),
			    (int)p->mentors) };
}

static void
fill_kinds(struct request *r, struct mentor_analytics_view *v)
{
	struct analytics_kinds_row *rows =
	    analytics_kinds_get(r->db, &v->nkinds);

	v->kinds = arena_alloc(r->arena, v->nkinds, sizeof(*v->kinds));
	for (size_t i = 0; i < v->nkinds; i++)
		v->kinds[i] = (struct kind_view){ .name = rows[i].name != NULL
							      ? rows[i].name
							      : tr("General"),
			.done = rows[i].done,
			.approved = rows[i].approved,
			.median_words = hours_words(r, rows[i].median_hours),
			.stars_words = rows[i].stars.set
					   ? arena_printf(r->arena, "%.1f",
						 rows[i].stars.value)
					   : tr("none yet") };
}

static void
fill_chart(struct request *r, struct mentor_analytics_view *v)
{
	struct analytics_months_row *rows;
	struct chart_point *points;
	int64_t sum = 0;
	size_t n;

	rows = analytics_months_get(r->db, &n);
	points = arena_alloc(r->arena, n, sizeof(*points));
	for (size_t i = 0; i < n; i++) {
		points[i].label = arena_printf(r->arena, "%s %d",
		    month_name(rows[i].month.month), (int)rows[i].month.year);
		points[i].mark = month_short(rows[i].month.month);
		points[i].values[0] = rows[i].amount;
		sum += rows[i].amount;
	}
	v->has_chart = n > 0 && sum > 0;
	if (!v->has_chart)
		return;
	chart_make(r->arena, &v->chart,
	    &(struct chart_about){ .title = tr("Earned with reviews"),
		.finding = arena_printf(r->arena, tr("%s in twelve months."),
		    money_text(
			r->arena, (struct money){ sum, rows[0].currency })),
		.first = tr("Month"),
		.currency = rows[0].currency,
		.series = { tr("Earned") },
		.nseries = 1 },
	    points, n);
}

static void
fill_feedback(struct request *r, struct mentor_analytics_view *v)
{
	struct analytics_feedback_row *rows =
	    analytics_feedback_get(r->db, &v->nfeedback);

	v->feedback = arena_alloc(r->arena, v->nfeedback, sizeof(*v->feedback));
	for (size_t i = 0; i < v->nfeedback; i++)
		v->feedback[i] = (struct feedback_view){ .stars = rows[i].stars,
			.words = rows[i].words,
			.section = rows[i].section_title,
			.day = when_date(r->arena,
			    when_local(rows[i].created_at, r->session->timezone)
				.date) };
}

enum status
mentor_analytics_show(struct request *r)
{
	struct mentor_analytics_view view = { .ntiles = 0 };

	(void)analytics_figures_get(r->db, &view.figures);
	(void)analytics_percentiles_get(r->db, &view.percentiles);
	view.has_reviews = view.figures.done > 0;
	fill_tiles(r, &view);
	fill_ranks(r, &view);
	fill_kinds(r, &view);
	fill_chart(r, &view);
	fill_feedback(r, &view);
	return request_render(r, &mentor_analytics_page, &view);
}
