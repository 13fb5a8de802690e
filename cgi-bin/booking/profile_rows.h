#ifndef BOOKING_PROFILE_ROWS_H
#define BOOKING_PROFILE_ROWS_H

#include "gen/booking/profile_sql.h"
#include "lib/app/app.h"
#include "lib/view/parts.h"

/* Skills and session types as rows of inputs, some empty ones at their ends. */
struct skill_row {
	int64_t row;
	const char *name, *error;
	struct choice *levels;
	size_t nlevels;
};
struct type_row {
	int64_t row;
	const char *price, *currency, *error;
	struct choice *kinds, *lengths;
	size_t nkinds, nlengths;
};
struct profile_rows {
	struct skill_row *skills;
	size_t nskills;
	struct type_row *types;
	size_t ntypes;
};
extern const struct field skill_row_fields[], type_row_fields[];

/* row NULL: nothing is saved yet. */
void profile_rows_saved(
    struct request *, struct profile_rows *, const struct profile_find_row *);
void profile_rows_typed(struct request *, struct profile_rows *);

#endif
