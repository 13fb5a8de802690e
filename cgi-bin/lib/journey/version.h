#ifndef LIB_JOURNEY_VERSION_H
#define LIB_JOURNEY_VERSION_H

#include "lib/db/db.h"
#include "lib/journey/definition.h"

/*
 * A version out of the database, for programs that name lib_journey_version_stmts
 * among their statements: two statements, whatever its size.
 */

/* Queue both statements; fetch them in the order they were sent. */
void version_send(struct db *, int64_t version);
/* Never NULL.  A part that can't be read (somebody wrote the database by hand)
 * is logged and left out; `skipped` counts them and may be NULL. */
struct definition *version_get(struct db *, struct arena *, size_t *skipped);
/* Both in one go. */
struct definition *version_load(struct db *, struct arena *, int64_t version);

#endif
