#ifndef JOURNEYS_SENT_JSON_H
#define JOURNEYS_SENT_JSON_H

#include "lib/form/form.h"

struct json_object;

/* The JSON value that was sent under a name, such as "saves.0.value", as it was;
 * a list of objects is none that an answer may be.  False: it was not sent, or is
 * such a list.  It lives as long as the arena. */
bool sent_json(struct arena *, const struct pairs *, const char *name,
    struct json_object **);

#endif
