#include <string.h>

#include "booking/calendar.h"
#include "booking/session.h"
#include "gen/booking/calendar_sql.h"
#include "lib/base/words.h"
#include "lib/domain/when.h"

static const char *const views[] = { "month", "week", "agenda", NULL };

struct calendar_input {
	const char *view;
	struct date at;
};

static const struct form_field calendar_input_fields[] = {
	FORM_ONE_OF(struct calendar_input, view, OPTIONAL, views),
	FORM_FIELD(struct calendar_input, at, OPTIONAL, 0, 0),
};
const struct form calendar_form =
    FORM(struct calendar_input, calendar_input_fields);

struct calendar_tab {
	const char *href, *label;
	bool current;
};

struct calendar_item {
	const char *href, *clock, *range, *label, *with, *status, *status_words;
};

struct calendar_day {
	const char *iso, *number, *weekday, *words;
	bool out, today;
	struct calendar_item *items;
	size_t nitems;
};

struct calendar_week {
	struct calendar_day *days;
	size_t ndays;
};

struct calendar_view {
	/* in JSON */
	struct date from, to;
	struct session_card *sessions;
	size_t nsessions;
	/* on the page */
	const char *heading, *before_href, *before_words, *after_href,
	    *after_words, *today_href, *zone_words, *feed_href;
	struct calendar_tab *tabs;
	size_t ntabs;
	bool month, week, agenda;
	struct calendar_week *weeks;
	size_t nweeks;
	struct calendar_day *days;
	size_t ndays;
	struct calendar_item *items; /* of all days, one behind the other */
	size_t nitems;
};

static const struct field tab_fields[] = {
	FIELD(struct calendar_tab, href),
	FIELD(struct calendar_tab, label),
	FIELD(struct calendar_tab, current),
	FIELD_END,
};

static const struct field item_fields[] = {
	FIELD(struct calendar_item, href),
	FIELD(struct calendar_item, clock),
	FIELD(struct calendar_item, range),
	FIELD(struct calendar_item, label),
	FIELD(struct calendar_item, with),
	FIELD(struct calendar_item, status),
	FIELD(struct calendar_item, status_words),
	FIELD_END,
};

static const struct field day_fields[] = {
	FIELD(struct calendar_day, iso),
	FIELD(struct calendar_day, number),
	FIELD(struct calendar_day, weekday),
	FIELD(struct calendar_day, words),
	FIELD(struct calendar_day, out),
	FIELD(struct calendar_day, today),
	FIELD_LIST(struct calendar_day, items, nitems, item_fields),
	FIELD_END,
};

static const struct field week_fields[] = {
	FIELD_LIST(struct calendar_week, days, ndays, day_fields),
	FIELD_END,
};

// clang-format off
#define SHOWN(m) FIELD_ONLY(struct calendar_view, m, ONLY_HTML)
static const struct field calendar_view_fields[] = {
	FIELD_ONLY(struct calendar_view, from, ONLY_JSON),
	FIELD_ONLY(struct calendar_view, to, ONLY_JSON),
	{ .name = "items", .kind = KIND_LIST,
	    .offset = offsetof(struct calendar_view, sessions),
	    .item = session_card_fields,
	    .item_size = sizeof(struct session_card),
	    .count_offset = offsetof(struct calendar_view, nsessions),
	    .only = ONLY_JSON },
	SHOWN(heading), SHOWN(before_href), SHOWN(before_words),
	SHOWN(after_href), SHOWN(after_words), SHOWN(today_href),
	SHOWN(zone_words), SHOWN(feed_href),
	FIELD_LIST_ONLY(struct calendar_view, tabs, ntabs, tab_fields,
	    ONLY_HTML),
	SHOWN(month), SHOWN(week), SHOWN(agenda),
	FIELD_LIST_ONLY(struct calendar_view, weeks, nweeks, week_fields,
	    ONLY_HTML),
	FIELD_LIST_ONLY(struct calendar_view, days, ndays, day_fields,
	    ONLY_HTML),
	FIELD_END,
};
// clang-format on
struct page calendar_page = { .path = "booking/calendar",
	.fields = calendar_view_fields };

SESSION_ROWS(calendar_list_row);

/* --- reading ------------------------------------------------------------------------ */

static const char *
view_of(const struct request *r)
{
	const struct calendar_input *in = r->form;

	return in->view != NULL ? in->view : "month";
}

void
calendar_read(struct request *r)
{
	const struct calendar_input *in = r->form;

	calendar_range_send(r->db, view_of(r), in->at, r->visitor_zone);
	calendar_list_send(
	    r->db, view_of(r), in->at, r->visitor_zone, NULL, NULL);
}

/* --- days ------------------------------------------------------------------------------ */

static const char *
iso(struct request *r, struct date d)
{
	return arena_printf(r->arena, "%04d-%02d-%02d", d.year, d.month, d.day);
}

static struct calendar_item
item_of(struct request *r, const struct session_card *c)
{
	const char *zone = r->session->timezone;

	return (struct calendar_item){
		.href = c->href,
		.clock = when_clock(r->arena, c->start, zone),
		.range = arena_printf(r->arena, tr("%s to %s"),
		    when_clock(r->arena, c->start, zone),
		    when_clock(r->arena, c->end, zone)),
		.label = c->type_words,
		.with = c->with,
		.status = c->status,
		.status_words = c->status_words,
	};
}

/* Sessions and days come in order: this one's begin at the first that no day
 * before it took. */
static void
fill_items(struct request *r, struct calendar_view *v, struct date d,
    struct calendar_day *day)
{
	const struct session_card *c;

	day->items = v->items + v->nitems;
	for (; v->nitems < v->nsessions; v->nitems++) {
		c = &v->sessions[v->nitems];
		if (date_days_between(
			d, when_local(c->start, r->session->timezone).date) > 0)
			break;
		day->items[day->nitems++] = item_of(r, c);
	}
}

static struct calendar_day
day_of(struct request *r, struct calendar_view *v, struct date d, int32_t month)
{
	struct date today = when_local(r->now, r->session->timezone).date;
	struct calendar_day day = {
		.iso = iso(r, d),
		.number = arena_printf(r->arena, "%d", d.day),
		.weekday = weekday_name(date_weekday(d)),
		.words = arena_printf(r->arena, "%s %d %s",
		    weekday_name(date_weekday(d)), d.day, month_name(d.month)),
		.out = d.month != month,
		.today = date_days_between(d, today) == 0,
	};

	fill_items(r, v, d, &day);
	return day;
}

static void
fill_days(struct request *r, struct calendar_view *v,
    const struct calendar_range_row *range)
{
	int32_t n = date_days_between(range->from_date, range->to_date);
	struct calendar_day *all =
	    arena_alloc(r->arena, (size_t)n, sizeof(*all));

	v->items = arena_alloc(r->arena, v->nsessions, sizeof(*v->items));
	for (int32_t i = 0; i < n; i++) {
		all[v->ndays] = day_of(r, v, date_add_days(range->from_date, i),
		    range->shown.month);
		if (!v->agenda || all[v->ndays].nitems > 0)
			v->ndays++;
	}
	v->days = all;
	if (!v->month)
		return;
	v->nweeks = v->ndays / 7;
	v->weeks = arena_alloc(r->arena, v->nweeks, sizeof(*v->weeks));
	for (size_t i = 0; i < v->nweeks; i++)
		v->weeks[i] = (struct calendar_week){ all + i * 7, 7 };
	v->ndays = 0;
}

/* --- the way around --------------------------------------------------------------------- */

static struct date
step(const struct calendar_view *v, struct date shown, int by)
{
	int32_t months = shown.year * 12 + shown.month - 1 + by;

	if (v->week)
		return date_add_days(shown, 7 * by);
	if (v->agenda)
		return date_add_days(shown, 30 * by);
	return (struct date){ months / 12, months % 12 + 1, 1 };
}

static const char *
href(struct request *r, const char *view, struct date at)
{
	return arena_printf(
	    r->arena, "/calendar?view=%s&at=%s", view, iso(r, at));
}

static const char *
heading(struct request *r, const struct calendar_view *v,
    const struct calendar_range_row *range)
{
	struct date first = range->from_date;
	struct date last = date_add_days(range->to_date, -1);
	const char *from = when_date(r->arena, first);

	if (v->month)
		return arena_printf(r->arena, "%s %d",
		    month_name(range->shown.month), range->shown.year);
	/* "16 to 22 November 2026": what both share is said once. */
	if (first.year == last.year && first.month == last.month)
		from = arena_printf(r->arena, "%d", first.day);
	else if (first.year == last.year)
		from = arena_printf(
		    r->arena, "%d %s", first.day, month_name(first.month));
	return arena_printf(
	    r->arena, tr("%s to %s"), from, when_date(r->arena, last));
}

static void
fill_tabs(struct request *r, struct calendar_view *v, struct date shown)
{
	static const char *const labels[] = { WORDS("Month"), WORDS("Week"),
		WORDS("Agenda") };

	v->ntabs = 3;
	v->tabs = arena_alloc(r->arena, v->ntabs, sizeof(*v->tabs));
	for (size_t i = 0; i < v->ntabs; i++)
		v->tabs[i] = (struct calendar_tab){
			.href = href(r, views[i], shown),
			.label = tr(labels[i]),
			.current = strcmp(views[i], view_of(r)) == 0,
		};
}

static void
fill_page(struct request *r, struct calendar_view *v,
    const struct calendar_range_row *range)
{
	const char *view = view_of(r);

	v->month = strcmp(view, "month") == 0;
	v->week = strcmp(view, "week") == 0;
	v->agenda = strcmp(view, "agenda") == 0;
	v->heading = heading(r, v, range);
	v->before_href = href(r, view, step(v, range->shown, -1));
	v->after_href = href(r, view, step(v, range->shown, 1));
	v->before_words = tr("Earlier");
	v->after_words = tr("Later");
	v->today_href = arena_printf(r->arena, "/calendar?view=%s", view);
	v->zone_words = arena_printf(
	    r->arena, tr("Times are shown in %s."), r->session->timezone);
	v->feed_href = "/calendar/feed";
	fill_tabs(r, v, range->shown);
	fill_days(r, v, range);
}

enum status
calendar_show(struct request *r)
{
	struct calendar_view view = { .nsessions = 0 };
	struct calendar_range_row range;
	struct calendar_list_row *rows;

	if (!calendar_range_get(r->db, &range))
		return INTERNAL_ERROR;
	rows = calendar_list_get(r->db, &view.nsessions);
	view.sessions = session_cards(
	    r, (const struct session_find_row *)rows, view.nsessions);
	view.from = range.from_date;
	view.to = range.to_date;
	if (!r->json)
		fill_page(r, &view, &range);
	return request_render(r, &calendar_page, &view);
}
