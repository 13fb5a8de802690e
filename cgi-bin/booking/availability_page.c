#include <string.h>

#include "booking/availability.h"
#include "booking/availability_page.h"
#include "booking/expert.h"
#include "booking/google.h"
#include "lib/domain/when.h"
#include "lib/domain/zone_list.h"

enum { PREVIEW_DAYS = 14 };

static const struct field week_window_fields[] = {
	FIELD(struct week_window, row),
	FIELD(struct week_window, number),
	FIELD(struct week_window, start),
	FIELD(struct week_window, end),
	FIELD(struct week_window, error),
	FIELD_END,
};

const struct field week_day_fields[] = {
	FIELD(struct week_day, day),
	FIELD(struct week_day, label),
	FIELD_LIST(struct week_day, windows, nwindows, week_window_fields),
	FIELD_END,
};

static const struct field date_window_fields[] = {
	FIELD(struct date_window, number),
	FIELD(struct date_window, start),
	FIELD(struct date_window, end),
	FIELD(struct date_window, error),
	FIELD_END,
};

static const struct field date_row_fields[] = {
	FIELD(struct date_row, row),
	FIELD(struct date_row, date),
	FIELD(struct date_row, error),
	FIELD_LIST(struct date_row, windows, nwindows, date_window_fields),
	FIELD(struct date_row, is_spare),
	FIELD_END,
};

static const struct field block_row_fields[] = {
	FIELD(struct block_row, row),
	FIELD(struct block_row, from),
	FIELD(struct block_row, to),
	FIELD(struct block_row, reason),
	FIELD(struct block_row, error),
	FIELD(struct block_row, is_spare),
	FIELD_END,
};

static const struct field busy_time_fields[] = {
	FIELD(struct busy_time, day),
	FIELD(struct busy_time, start),
	FIELD(struct busy_time, end),
	FIELD(struct busy_time, kind),
	FIELD(struct busy_time, words),
	FIELD_END,
};

static const struct field preview_day_fields[] = {
	FIELD(struct preview_day, label),
	FIELD(struct preview_day, words),
	FIELD_END,
};

const struct field availability_page_fields[] = {
	FIELD(struct availability_view, preview_href),
	FIELD_LIST(struct availability_view, days, ndays, week_day_fields),
	FIELD_LIST(struct availability_view, dates, ndates, date_row_fields),
	FIELD_LIST(struct availability_view, blocks, nblocks, block_row_fields),
	FIELD_LIST(struct availability_view, busy, nbusy, busy_time_fields),
	FIELD_LIST(
	    struct availability_view, preview, npreview, preview_day_fields),
	FIELD(struct availability_view, preview_words),
	FIELD_ONLY(struct availability_view, calendar_words, ONLY_HTML),
	FIELD_LIST(struct availability_view, zones, nzones, zone_name_fields),
	FIELD_END,
};

/* --- what stands beside the inputs ---------------------------------------------- */

static const char *
clock_words(struct request *r, const struct local_time *t)
{
	return arena_printf(r->arena, "%02d:%02d", t->hour, t->minute);
}

static void
fill_busy(struct request *r, struct availability_view *v, const char *zone)
{
	struct availability_busy_row *rows =
	    availability_busy_get(r->db, &v->nbusy);

	v->busy = arena_alloc(r->arena, v->nbusy, sizeof(*v->busy));
	for (size_t i = 0; i < v->nbusy; i++) {
		struct local_time from = when_local(rows[i].start, zone);
		struct local_time to = when_local(rows[i].end, zone);
		bool overnight = date_days_between(from.date, to.date) != 0;

		v->busy[i] = (struct busy_time){
			.day = from.weekday,
			.start = clock_words(r, &from),
			.end = overnight ? "24:00" : clock_words(r, &to),
			.kind = rows[i].other != NULL ? "booked" : "busy",
			.words = arena_printf(r->arena, "%s, %s%s%s",
			    when_day(r->arena, rows[i].start, zone, r->now),
			    when_range(
				r->arena, rows[i].start, rows[i].end, zone),
			    rows[i].other != NULL ? ": " : "",
			    rows[i].other != NULL ? rows[i].other : ""),
		};
	}
}

/* Starts that follow each other at every step are one stretch. */
static void
put_stretches(struct request *r, struct buf *b, const struct instant *starts,
    size_t n, const struct availability_find_row *e)
{
	int64_t length = e->minutes * 60000000;
	int64_t step = (e->minutes < 30 ? e->minutes : 30) * 60000000;
	struct instant end;
	size_t first = 0;

	for (size_t i = 0; i < n; i++) {
		if (i + 1 < n && starts[i + 1].us - starts[i].us == step)
			continue;
		end.us = starts[i].us + length;
		buf_printf(b, "%s%s\u2013%s", first == 0 ? "" : ", ",
		    when_clock(r->arena, starts[first], e->timezone),
		    when_clock(r->arena, end, e->timezone));
		first = i + 1;
	}
}

/* "Tuesday 24 November": a date has no zone, so its noon is read in UTC. */
static const char *
day_words(struct request *r, struct date day)
{
	struct instant noon = { (date_to_days(day) * 24 + 12) * 3600000000 };

	return when_day(r->arena, noon, "UTC", r->now);
}

static void
fill_preview(struct request *r, struct availability_view *v,
    const struct availability_find_row *e)
{
	struct availability_preview_row row;
	struct date day;
	size_t from = 0, to;
	struct buf b;

	if (!availability_preview_get(r->db, &row))
		return;
	v->npreview = PREVIEW_DAYS;
	v->preview = arena_alloc(r->arena, PREVIEW_DAYS, sizeof(*v->preview));
	for (int32_t i = 0; i < PREVIEW_DAYS; i++, from = to) {
		day = date_add_days(row.today, i);
		for (to = from;
		     to < row.nstarts &&
		     date_days_between(day,
			 when_local(row.starts[to], e->timezone).date) == 0;
		     to++)
			continue;
		buf_init(&b, r->arena, 64);
		put_stretches(r, &b, row.starts + from, to - from, e);
		v->preview[i] = (struct preview_day){ day_words(r, day),
			to == from ? NULL : b.data };
	}
	v->preview_words = arena_printf(r->arena,
	    tr("Free for %d minutes, by your clock."), (int)e->minutes);
}

void
availability_page_read(struct request *r)
{
	availability_busy_send(r->db);
	availability_preview_send(r->db);
	google_read(r);
}

enum status
availability_page_show(
    struct request *r, const struct availability_saved *s, bool as_typed)
{
	struct availability_view view = { .ndays = 0 };
	const struct availability_find_row *e = &s->expert;

	if (as_typed)
		rows_from_typed(r, &view);
	else
		rows_from_saved(r, &view, s);
	fill_busy(r, &view, e->timezone);
	fill_preview(r, &view, e);
	view.zones = zone_list(&view.nzones);
	if (e->kind != NULL)
		view.preview_href = arena_printf(r->arena, "%s/%lld",
		    directory_of_kind(e->kind)->base, (long long)e->ref);
	view.calendar_words = google_words(r);
	if (!as_typed)
		availability_page_fill(r, e->timezone);
	return request_render(r, &availability_page, &view);
}
