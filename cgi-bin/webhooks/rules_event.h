#ifndef WEBHOOKS_RULES_EVENT_H
#define WEBHOOKS_RULES_EVENT_H

#include <json-c/json.h>

#include "lib/base/arena.h"

/* What a delivery says of itself, read from a body whose signature was fine. */

/* The members that name the event and its kind; NULL: it is told elsewhere. */
struct event_shape {
	const char *id, *kind;
};

struct event {
	const char *id, *kind;
	/* The body as the database takes it: a NUL or half a surrogate that is
	 * escaped in it, which a provider may let people write, is U+FFFD. */
	const char *text;
	struct json_object *body; /* an object; lives as long as the arena */
};

enum { EVENT_ID_MAX = 255, EVENT_KIND_MAX = 100 };

/* NULL, or why the body is no event: words for the log. */
const char *event_read(struct arena *, const char *body, size_t len,
    const struct event_shape *, struct event *);

/* A member that is text and not longer than `most` bytes; NULL: it is not. */
const char *event_text(struct json_object *, const char *name, size_t most);

#endif
