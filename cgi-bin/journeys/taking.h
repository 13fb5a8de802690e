#ifndef JOURNEYS_TAKING_H
#define JOURNEYS_TAKING_H

#include "gen/journeys/enrolment_sql.h"
#include "lib/app/app.h"
#include "lib/journey/evaluate.h"

/*
 * A member's journey as it stands: the enrolment, its version, every answer and
 * what the evaluator says of them.  A page queues it in its .reads by
 * taking_send() and fetches it by taking_get(), behind what it queued before.
 */
struct taking {
	struct enrolment_find_row row;
	const struct definition *definition;
	struct entry_context context;
	struct answers *answers;
	const struct enrolment_answers_row *given;
	size_t ngiven;
	struct journey_state *state;
	const char *href;   /* "/journeys/wedding" */
	const char *locked; /* why nothing can be written; NULL: it can */
};

void taking_send(struct request *, const char *slug);
/* False: the asking member is not on it. */
bool taking_get(struct request *, struct taking *);
/* The same for a route without .reads. */
bool taking_load(struct request *, const char *slug, struct taking *);
/* Evaluated again, after `answers` changed. */
void taking_evaluate(struct taking *);

/* The answers of a sensitive field are sealed as {"sealed": "k1:…"}. */
const char *answer_sealed(struct request *, struct json_object *);
bool answer_is_sealed(struct json_object *);
/* NULL when it was not sealed by this platform's key. */
struct json_object *answer_opened(struct request *, struct json_object *);

/* The states of a section by its key; NULL when there is none. */
const struct section_state *
taking_section(const struct taking *, const char *key);
/* The visible section before or after, or NULL. */
const struct section_state *
taking_beside(const struct taking *, const struct section_state *, int step);

#endif
