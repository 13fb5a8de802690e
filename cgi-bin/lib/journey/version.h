#ifndef LIB_JOURNEY_VERSION_H
#define LIB_JOURNEY_VERSION_H

#include "lib/db/db.h"
#include "lib/journey/definition.h"

/*
 * A journey's version out of the database.  What is published never changes, so
 * a process keeps the last VERSION_KEPT that it read; a draft is read anew, into
 * the arena.  A program that uses it lists lib_journey_version_stmts.
 */
enum { VERSION_KEPT = 16 };

/* NULL when there is none, or when it is malformed (logged).  Of a kept one no
 * statement is run; it lives at least as long as the request. */
const struct definition *
version_definition(struct db *, struct arena *, int64_t version_id);
/* The same when it is kept already, else NULL. */
const struct definition *version_kept(int64_t version_id);

#endif
