#ifndef LIB_DOMAIN_ZONE_LIST_H
#define LIB_DOMAIN_ZONE_LIST_H

#include <stddef.h>

#include "lib/base/field.h"

/*
 * Every time zone that somebody may have, links included, for people to choose
 * from.  Read from the system's tzdata when first asked for, and kept.
 */
struct zone_name {
	const char *name;    /* "America/Los_Angeles" */
	const char *city;    /* "Los Angeles" */
	const char *country; /* "United States", in English; NULL: of none, or
				an older name of another */
};
extern const struct field zone_name_fields[];

/* In the order of their names. */
struct zone_name *zone_list(size_t *n);
/* The zone that somebody means: its name, in any case and with spaces, or its
 * city.  NULL when there is none. */
const char *zone_meant(const char *typed);

#endif
