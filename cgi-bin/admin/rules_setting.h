#ifndef ADMIN_RULES_SETTING_H
#define ADMIN_RULES_SETTING_H

#include "lib/base/arena.h"

/* A setting's value is JSON in the database and text in a form: lists are one
 * item a line, switches "true" or "false". */

/* NULL when the text is no value of the kind: text, int, bool, zone, list. */
const char *setting_to_json(struct arena *, const char *kind, const char *text);
/* The text of a JSON value, as the form takes it. */
const char *setting_to_text(struct arena *, const char *json);

#endif
