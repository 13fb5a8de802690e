#ifndef REVIEWS_SNAPSHOT_H
#define REVIEWS_SNAPSHOT_H

#include "gen/reviews/review_show_sql.h"
#include "lib/app/app.h"

/*
 * A submission as people read it: the answers as they were handed in, said by
 * the definition of the version of then.  Later edits of the section, or of the
 * journey, change nothing of it.
 */
struct snapshot_answer {
	const char *field, *label, *words; /* words "" for no answer */
	int64_t record;                    /* 0 outside of lists */
	int64_t place; /* of its record, from 1; 0 outside of lists */
};
struct snapshot {
	struct snapshot_answer *answers;
	size_t n;
};

struct snapshot *snapshot_read(struct request *,
    const struct review_submission_list_row *, const char *section);
/* NULL: it was not there. */
const struct snapshot_answer *
snapshot_answer(const struct snapshot *, const char *field, int64_t record);

#endif
