#ifndef BOOKING_VOCABULARY_H
#define BOOKING_VOCABULARY_H

#include "gen/booking/vocabulary_sql.h"
#include "lib/app/app.h"
#include "lib/view/parts.h"

/*
 * The lists that an admin keeps (skills, industries, specialisations) and the
 * sizes of the directories.  They change rarely and every filter shows them: a
 * process keeps them for a second.
 */

/* Queue the statement, beside the page's own, when what is kept is too old. */
void vocabulary_read(struct request *);
/* Behind the results that were queued before it; valid for this request. */
const struct vocabulary_find_row *vocabulary_get(struct request *);

/* The slug of what somebody typed, as the database's slug_of() makes it: "System
 * design" is "system-design".  NULL for NULL. */
const char *slug_meant(struct arena *, const char *typed);

/* Choices of slugs and names with the chosen ones picked; an empty first choice
 * with these words when `any` is not NULL. */
struct slug_list {
	const char *const *slugs, *const *names;
	size_t n;
};
struct choice *choices_of(struct arena *, const struct slug_list *,
    const char *any, const char *chosen, size_t *n);

/* Languages that people can choose, by code, "" first for any. */
struct choice *language_choices(
    struct request *, const char *any, const char *chosen, size_t *n);

#endif
