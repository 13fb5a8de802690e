#ifndef JOURNEYS_PROGRESS_H
#define JOURNEYS_PROGRESS_H

#include "gen/journeys/progress_sql.h"
#include "journeys/taking.h"

/* progress_list.c: the journeys one takes. */
enum status progress_list_show(struct request *);
void progress_list_read(struct request *);
extern struct page progress_list_page;

/* progress.c: how it goes on one of them. */
extern const struct form progress_form, nps_form;
enum status progress_show(struct request *);
void progress_read(struct request *);
extern struct page progress_page;
enum status progress_settle_post(struct request *);
enum status nps_post(struct request *);

/* progress_time.c: what the days say. */
struct progress_week {
	const char *label; /* "16 Nov" */
	int64_t percent, x, y;
};
struct progress_cell {
	int64_t level, saves; /* level 0 to 4 */
	const char *label;
};
struct progress_row {
	const char *label; /* "Mon" */
	struct progress_cell *cells;
	size_t ncells;
};
struct progress_milestone {
	int64_t percent;
	const char *words, *day; /* day NULL: not yet */
};
extern const struct field progress_week_fields[], progress_row_fields[],
    progress_milestone_fields[];
enum { TREND_WEEKS = 12, HEAT_WEEKS = 12 };

/* The required share that was answered at the end of each of the last weeks. */
struct progress_week *
progress_trend(struct request *, const struct taking *, const char **line);
struct progress_row *progress_heat(struct request *,
    const struct progress_days_row *, size_t ndays, size_t *nrows);
/* Days in a row until today or yesterday, as the member's calendar has them. */
int64_t progress_streak(
    struct request *, const struct progress_days_row *, size_t ndays);
struct progress_milestone *
progress_milestones(struct request *, const struct taking *, size_t *n);

#endif
