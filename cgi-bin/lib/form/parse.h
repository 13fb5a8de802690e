#ifndef LIB_FORM_PARSE_H
#define LIB_FORM_PARSE_H

#include "lib/form/index.h"
#include "lib/form/take.h"
#include "lib/form/words.h"

/* What is wrong in words when the JSON type or the text does not fit. */
enum word type_word(enum kind);

/* Read one pair into the member at `to`; NULL, or the message. */
const char *scalar_take(
    struct arena *, const struct form_field *, const struct pair *, void *to);

/* A form being read. */
struct parse {
	struct arena *arena;
	struct index index;
	struct form_message *messages;
	size_t nmessages, size;
};

void parse_say(struct parse *, const char *field, const char *text);

/* One field of a struct at `values`; `name` is the field's, dotted inside a
 * list.  `must`: say so when a required field is missing.  True when the field
 * was given at all. */
struct place {
	const struct form_field *field;
	const char *name;
	char *values;
	bool must;
};
bool parse_field(struct parse *, const struct place *);

/* The kinds LIST; TEXTS and IDS. */
bool parse_list(struct parse *, const struct place *);
bool parse_repeated(struct parse *, const struct place *);

#endif
