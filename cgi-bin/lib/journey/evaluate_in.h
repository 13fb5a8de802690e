#ifndef LIB_JOURNEY_EVALUATE_IN_H
#define LIB_JOURNEY_EVALUATE_IN_H

#include <json-c/json.h>

#include "lib/journey/evaluate.h"

/*
 * Inside of the evaluator.  What is visible is found on demand: a condition asks
 * for a field, which asks for its own condition and its section's.  Each is
 * asked once; who is asked while being asked (a circle, which no published
 * definition has) is hidden.
 */
/* A definition that passed the static check is never as deep. */
enum { RUN_DEEP = 250 };
enum known { UNKNOWN, BEING_ASKED, KNOWN_NO, KNOWN_YES };

/* An answer's place: a field of a record. */
struct cell {
	struct json_object *value;
	int64_t revision;
	bool sealed;
	unsigned char visible, answered; /* enum known */
};

struct record {
	int64_t id;
	struct cell *cells; /* as many as the section has fields */
};

struct page {
	const struct journey_section *section;
	struct record *records;
	size_t nrecords, size;
	unsigned char visible; /* enum known */
};

struct answers {
	struct arena *arena;
	const struct definition *definition;
	struct page *pages; /* as many as the definition has sections */
};

/* One run over the answers. */
struct run {
	const struct entry_context *context;
	const struct answers *answers;
	struct page *pages; /* a copy of the answers' own */
	unsigned depth;     /* of what asks for what */
	bool for_page;      /* conditions are written for the script */
};

void
run_init(struct run *, const struct entry_context *, const struct answers *);
bool page_is_visible(struct run *, struct page *);
bool cell_is_visible(struct run *, struct page *, struct record *, size_t at);
/* Visible and answered: what conditions and counts go by. */
bool cell_counts(struct run *, struct page *, struct record *, size_t at);

/* Where a condition stands: record NULL for a section's own. */
struct standpoint {
	struct page *page;
	struct record *record;
};
bool condition_holds(
    struct run *, const struct condition *, const struct standpoint *);

/* The condition for the page's script; NULL when it does not hang on the record. */
const char *condition_for_page(
    struct run *, const struct condition *, const struct standpoint *);

/* Does that number of records meet the test? */
bool records_meet(const struct condition *, int64_t n);

/* Does a counted value meet the test?  Types and values that do not belong
 * together never do. */
bool value_meets(const struct entry_context *, const struct journey_field *,
    struct json_object *, const struct condition *);

#endif
