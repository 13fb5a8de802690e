#ifndef REVIEWS_SECTION_H
#define REVIEWS_SECTION_H

#include "gen/reviews/section_sql.h"
#include "lib/app/app.h"
#include "lib/journey/evaluate.h"

/*
 * A section as the evaluator sees it: whether it is complete, and which of its
 * fields are to be handed in.  Nothing else decides what a mentor gets to see;
 * private fields are left out by the database.
 */
struct section_now {
	struct section_enrolment_row enrolment;
	const struct section_state *state;
	const char *fields; /* "RECORD:KEY" of each visible field, one a line */
	int64_t revisions;  /* of the section's answers, added up */
};

/* False: there is no such section on an enrolment of the asking member. */
bool section_look(struct request *, int64_t enrolment, const char *section,
    struct section_now *);

/* How entries are said to the asking member. */
struct entry_context section_context(struct request *);

#endif
