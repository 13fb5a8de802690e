#ifndef LIB_JOURNEY_PROBLEM_IN_H
#define LIB_JOURNEY_PROBLEM_IN_H

#include "lib/journey/problem.h"

/* Inside of the static check: what is collected, and its parts. */
enum {
	PROBLEMS_MOST = 500,
	CONDITIONS_DEEP = 100 /* conditions that lead on to conditions */
};

struct problems {
	struct arena *arena;
	const struct definition *definition;
	struct problem *items;
	size_t n, size;
};

struct problem_at {
	const struct journey_section *section;
	const struct journey_field *field; /* NULL: the section */
	enum problem_weight weight;
};

/* Does nothing beyond PROBLEMS_MOST. */
void problem_add(struct problems *, const struct problem_at *, const char *code,
    const char *text);

/* What a condition names is there, may be seen from it, and is of a type and
 * with values that the test fits. */
void problem_conditions(struct problems *);
/* Nothing is shown by what it shows itself. */
void problem_circles(struct problems *);
/* Everything can be shown: no condition that never holds. */
void problem_reach(struct problems *);

/* The field that a test of a condition at a place means; NULL: there is none. */
const struct journey_field *problem_field(const struct definition *,
    const struct condition *, const struct journey_section *here);

#endif
