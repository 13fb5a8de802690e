#ifndef JOURNEYS_MIGRATION_H
#define JOURNEYS_MIGRATION_H

#include "gen/journeys/migration_sql.h"
#include "lib/app/app.h"

/* The newer version of a journey that its member is offered: what changes, and
 * taking it or not.  No answer is lost by either. */
enum status migration_show(struct request *);
enum status migration_post(struct request *);
extern const struct form migration_form, migration_decide_form;
extern struct page migration_page;

#endif
