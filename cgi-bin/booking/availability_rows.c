#include <stdlib.h>
#include <string.h>

#include "booking/availability_page.h"
#include "booking/expert.h"
#include "booking/rows.h"
#include "lib/base/words.h"
#include "lib/domain/when.h"

/* The editor's rows, from what is saved or from what was typed.  A form that was
 * wrong as such numbers its rows as they came; one that the database refused, by
 * their place. */
enum { SPARES = 2 };

static const char *
minute_words(struct request *r, struct minute m)
{
	return m.set ? arena_printf(
			   r->arena, "%02d:%02d", m.of_day / 60, m.of_day % 60)
		     : "";
}

static const char *
date_words(struct request *r, struct date d)
{
	return arena_printf(r->arena, "%04d-%02d-%02d", d.year, d.month, d.day);
}

static void
start_week(struct request *r, struct availability_view *v, size_t most)
{
	v->ndays = WEEK;
	v->days = arena_alloc(r->arena, WEEK, sizeof(*v->days));
	for (int i = 0; i < WEEK; i++)
		v->days[i] = (struct week_day){
			.day = i + 1,
			.label = weekday_name(i + 1),
			.windows = arena_alloc(r->arena, most + SPARES,
			    sizeof(struct week_window)),
		};
}

static void
add_window(struct availability_view *v, int64_t day, struct week_window w)
{
	struct week_day *d = &v->days[day - 1];

	w.number = (int64_t)d->nwindows + 1;
	d->windows[d->nwindows++] = w;
}

/* Rows to fill in: one a day, one more where it was asked for. */
static void
add_spares(struct request *r, struct availability_view *v, int64_t row)
{
	const char *add = typed(r, "add");

	for (int64_t day = 1; day <= WEEK; day++) {
		bool more = strcmp(add, arena_printf(r->arena, "weekly.%lld",
					    (long long)day)) == 0;

		for (int i = 0; i < (more ? SPARES : 1); i++)
			add_window(v, day,
			    (struct week_window){
				.row = row + i, .start = "", .end = "" });
		row += more ? SPARES : 1;
	}
}

static bool
is_removed(struct request *r, const char *list, int64_t number)
{
	return strcmp(typed(r, "remove"), arena_printf(r->arena, "%s.%lld",
					      list, (long long)number)) == 0;
}

void
week_from_saved(struct request *r, struct availability_view *v,
    const struct availability_saved *s)
{
	start_week(r, v, s->nrules);
	for (size_t i = 0; i < s->nrules; i++)
		add_window(v, s->rules[i].day,
		    (struct week_window){
			.row = (int64_t)i,
			.start = minute_words(r, s->rules[i].start),
			.end = minute_words(r, s->rules[i].end),
		    });
	add_spares(r, v, (int64_t)s->nrules);
}

void
week_from_typed(struct request *r, struct availability_view *v)
{
	static const char *const marks[] = { "start", "end", NULL };
	struct row_set rows;
	int64_t next = 0, day, row;

	rows_typed(r, "weekly", marks, &rows);
	start_week(r, v, rows.n);
	for (size_t i = 0; i < rows.n; i++) {
		day = strtoll(row_text(&rows, i, "day"), NULL, 10);
		row = row_number(&rows, i);
		if (row >= next)
			next = row + 1;
		if (day < 1 || day > WEEK ||
		    is_removed(r, "weekly", rows.numbers[i]))
			continue;
		add_window(v, day,
		    (struct week_window){
			.row = row,
			.start = row_text(&rows, i, "start"),
			.end = row_text(&rows, i, "end"),
			.error = row_error(r, "weekly", row),
		    });
	}
	add_spares(r, v, next);
}

/* A date has a window to fill in when it has none, or when one was asked for. */
static void
add_date_spare(struct request *r, struct date_row *d, int64_t number)
{
	bool more =
	    strcmp(typed(r, "add"), arena_printf(r->arena, "overrides.%lld",
					(long long)d->row)) == 0;

	if (d->nwindows == 0 || more)
		d->windows[d->nwindows++] = (struct date_window){
			.number = number, .start = "", .end = ""
		};
}

static void
dates_saved(struct request *r, struct availability_view *v,
    const struct availability_saved *s)
{
	struct date_row *d = NULL;
	const struct availability_overrides_row *o;

	v->dates = arena_alloc(r->arena, s->noverrides + SPARES, sizeof(*d));
	for (size_t i = 0; i < s->noverrides; i++) {
		o = &s->overrides[i];
		if (d == NULL || memcmp(&s->overrides[i - 1].date, &o->date,
				     sizeof(o->date)) != 0) {
			d = &v->dates[v->ndates];
			*d = (struct date_row){
				.row = (int64_t)v->ndates++,
				.date = date_words(r, o->date),
				.windows = arena_alloc(r->arena,
				    s->noverrides - i + 1, sizeof(*d->windows)),
			};
		}
		d->windows[d->nwindows] = (struct date_window){
			.number = (int64_t)d->nwindows,
			.start = minute_words(r, o->start),
			.end = minute_words(r, o->end),
		};
		d->nwindows++;
	}
}

static void
date_windows_typed(struct request *r, struct date_row *d, int64_t sent_as)
{
	static const char *const marks[] = { "start", "end", NULL };
	struct row_set rows;
	const char *list = arena_printf(
	    r->arena, "overrides.%lld.windows", (long long)sent_as);
	const char *shown_list =
	    arena_printf(r->arena, "overrides.%lld.windows", (long long)d->row);
	int64_t number = 0;

	rows_typed(r, list, marks, &rows);
	d->windows = arena_alloc(r->arena, rows.n + 1, sizeof(*d->windows));
	for (size_t i = 0; i < rows.n; i++) {
		if (is_removed(r, list, rows.numbers[i]))
			continue;
		number = row_number(&rows, i);
		d->windows[d->nwindows++] = (struct date_window){
			.number = number,
			.start = row_text(&rows, i, "start"),
			.end = row_text(&rows, i, "end"),
			.error = row_error(r, shown_list, number),
		};
	}
	add_date_spare(r, d, number + 1);
}

static void
dates_typed(struct request *r, struct availability_view *v)
{
	static const char *const marks[] = { "date", "windows.0.start",
		"windows.0.end", NULL };
	struct row_set rows;
	struct date_row *d;

	rows_typed(r, "overrides", marks, &rows);
	v->dates = arena_alloc(r->arena, rows.n + SPARES, sizeof(*v->dates));
	for (size_t i = 0; i < rows.n; i++) {
		if (is_removed(r, "overrides", rows.numbers[i]))
			continue;
		d = &v->dates[v->ndates++];
		*d = (struct date_row){
			.row = row_number(&rows, i),
			.date = row_text(&rows, i, "date"),
		};
		d->error = member_error(r, "overrides", d->row, "date");
		if (d->error == NULL)
			d->error =
			    member_error(r, "overrides", d->row, "windows");
		date_windows_typed(r, d, rows.numbers[i]);
	}
}

static void
add_spare_date(struct request *r, struct availability_view *v)
{
	struct date_row *d = &v->dates[v->ndates];

	*d = (struct date_row){ .date = "",
		.is_spare = true,
		.windows = arena_alloc(r->arena, 1, sizeof(*d->windows)) };
	if (v->ndates > 0)
		d->row = v->dates[v->ndates - 1].row + 1;
	v->ndates++;
	add_date_spare(r, d, 0);
}

/* One empty row, or two when one more was asked for. */
static int
spares_of(const struct request *r, const char *list)
{
	return strcmp(typed(r, "add"), list) == 0 ? SPARES : 1;
}

static void
add_spare_dates(struct request *r, struct availability_view *v)
{
	for (int i = 0; i < spares_of(r, "overrides"); i++)
		add_spare_date(r, v);
}

static void
blocks_saved(struct request *r, struct availability_view *v,
    const struct availability_saved *s)
{
	v->nblocks = s->nblocks;
	v->blocks =
	    arena_alloc(r->arena, s->nblocks + SPARES, sizeof(*v->blocks));
	for (size_t i = 0; i < s->nblocks; i++)
		v->blocks[i] = (struct block_row){
			.row = (int64_t)i,
			.from = date_words(r, s->blocks[i].from),
			.to = date_words(r, s->blocks[i].to),
			.reason = s->blocks[i].reason,
		};
}

static void
blocks_typed(struct request *r, struct availability_view *v)
{
	static const char *const marks[] = { "from", "to", "reason", NULL };
	struct row_set rows;

	rows_typed(r, "blocked", marks, &rows);
	v->blocks = arena_alloc(r->arena, rows.n + SPARES, sizeof(*v->blocks));
	for (size_t i = 0; i < rows.n; i++) {
		int64_t row = row_number(&rows, i);

		if (is_removed(r, "blocked", rows.numbers[i]))
			continue;
		v->blocks[v->nblocks++] = (struct block_row){
			.row = row,
			.from = row_text(&rows, i, "from"),
			.to = row_text(&rows, i, "to"),
			.reason = row_text(&rows, i, "reason"),
			.error = row_error(r, "blocked", row),
		};
	}
}

static void
add_spare_block(struct availability_view *v)
{
	struct block_row *b = &v->blocks[v->nblocks];

	*b = (struct block_row){ .is_spare = true };
	if (v->nblocks > 0)
		b->row = v->blocks[v->nblocks - 1].row + 1;
	v->nblocks++;
}

static void
add_spare_blocks(struct request *r, struct availability_view *v)
{
	for (int i = 0; i < spares_of(r, "blocked"); i++)
		add_spare_block(v);
}

void
rows_from_saved(struct request *r, struct availability_view *v,
    const struct availability_saved *s)
{
	week_from_saved(r, v, s);
	dates_saved(r, v, s);
	add_spare_dates(r, v);
	blocks_saved(r, v, s);
	add_spare_blocks(r, v);
}

void
rows_from_typed(struct request *r, struct availability_view *v)
{
	week_from_typed(r, v);
	dates_typed(r, v);
	add_spare_dates(r, v);
	blocks_typed(r, v);
	add_spare_blocks(r, v);
}
