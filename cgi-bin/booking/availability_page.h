#ifndef BOOKING_AVAILABILITY_PAGE_H
#define BOOKING_AVAILABILITY_PAGE_H

#include <json-c/json.h>

#include "gen/booking/availability_sql.h"
#include "lib/app/app.h"
#include "lib/domain/zone_list.h"

enum { WEEK = 7 };

/* The editor's page: the same whether it shows what is saved or, after a mistake
 * and for one more row, what was typed. */
struct availability_saved {
	struct availability_find_row expert;
	struct availability_rules_row *rules;
	size_t nrules;
	struct availability_overrides_row *overrides;
	size_t noverrides;
	struct availability_blocks_row *blocks;
	size_t nblocks;
};

struct week_window {
	int64_t row, number;
	const char *start, *end, *error;
};

struct week_day {
	int64_t day;
	const char *label;
	struct week_window *windows;
	size_t nwindows;
};

struct date_window {
	int64_t number;
	const char *start, *end, *error;
};

struct date_row {
	int64_t row;
	const char *date, *error;
	struct date_window *windows;
	size_t nwindows;
	bool is_spare;
};

struct block_row {
	int64_t row;
	const char *from, *to, *reason, *error;
	bool is_spare;
};

struct busy_time {
	int64_t day;
	const char *start, *end, *kind, *words;
};

struct preview_day {
	const char *label, *words;
};

struct availability_view {
	const char *preview_href; /* NULL: not listed */
	struct week_day *days;    /* always seven */
	size_t ndays;
	struct date_row *dates;
	size_t ndates;
	struct block_row *blocks;
	size_t nblocks;
	struct busy_time *busy;
	size_t nbusy;
	struct preview_day *preview;
	size_t npreview;
	const char *preview_words, *calendar_words;
	struct zone_name *zones;
	size_t nzones;
};

extern const struct field availability_page_fields[];

/* The weekly hours alone, as a registration asks for them. */
struct rule_input {
	struct maybe_int day;
	const char *start, *end;
};
enum { WEEKLY_MAX = 200 };
extern const struct form rule_form;
extern const struct field week_day_fields[];
/* A page takes a city, too; a script gives the zone's name. */
const char *zone_given(struct request *, const char *typed);
void week_put(struct request *, struct json_object *doc, const char *timezone,
    const struct rule_input *, size_t n);
void week_from_saved(struct request *, struct availability_view *,
    const struct availability_saved *);
void week_from_typed(struct request *, struct availability_view *);

/* availability_rows.c: the inputs, and one empty row of each kind more. */
void rows_from_saved(struct request *, struct availability_view *,
    const struct availability_saved *);
void rows_from_typed(struct request *, struct availability_view *);

/* Show this zone in the form. */
void availability_page_fill(struct request *, const char *zone);
/* What the page shows beside the document. */
void availability_page_read(struct request *);
/* saved->rules and the lists after it are not looked at when `as_typed`. */
enum status availability_page_show(
    struct request *, const struct availability_saved *, bool as_typed);

#endif
