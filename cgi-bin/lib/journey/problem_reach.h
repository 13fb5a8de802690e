#ifndef LIB_JOURNEY_PROBLEM_REACH_H
#define LIB_JOURNEY_PROBLEM_REACH_H

#include "lib/journey/evaluate_in.h"
#include "lib/journey/problem_in.h"

/* A test, or that it does not hold. */
struct literal {
	const struct condition *test;
	bool turned;
};

/* Is there an answer, or no answer, by which all of these hold?  `shown` false:
 * the field is always empty.  True in doubt. */
bool sample_fits(const struct entry_context *, const struct journey_field *,
    const struct literal *, size_t n, bool shown);

#endif
