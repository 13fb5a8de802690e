#ifndef ADMIN_SETTING_H
#define ADMIN_SETTING_H

#include "admin/admin.h"

/* What setting_list.c and setting.c say alike. */

/* A value as people read it: "On", "15 %", "USD 99.00", "7 days". */
const char *setting_value_words(
    struct request *, const char *kind, const char *unit, const char *json);
/* What fits: "From 0 to 10000.", "From 1 to 60 characters."; NULL: anything. */
struct setting_bounds {
	const char *kind, *unit;
	struct maybe_int minimum, maximum;
};
const char *
setting_bounds_words(struct request *, const struct setting_bounds *);
/* The heading of settings that are about the same; any word has one. */
const char *setting_area_words(const char *area);

#endif
