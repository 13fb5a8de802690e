#ifndef LIB_JOURNEY_PROBLEM_H
#define LIB_JOURNEY_PROBLEM_H

#include "lib/base/field.h"
#include "lib/journey/definition.h"

/*
 * What stands in the way of publishing a definition, or should be looked at.
 * The check is static: no answers.  PROBLEM_STOPS must be gone before a version
 * is published: conditions in a circle, conditions on fields that are not there
 * or may not be seen, conditions that can never hold, required and always
 * hidden, no sections or fields, options that are too few.
 */
enum problem_weight { PROBLEM_STOPS, PROBLEM_HINTS };

struct problem {
	enum problem_weight weight;
	const char *code; /* "cycle", "unknown_field", … */
	const char *section,
	    *field;       /* keys; NULL: the whole journey, section */
	const char *text; /* translated */
	bool stops;       /* weight is PROBLEM_STOPS */
};
extern const struct field problem_fields[];

struct problem *
definition_problems(struct arena *, const struct definition *, size_t *n);
bool problems_stop(const struct problem *, size_t n);

#endif
