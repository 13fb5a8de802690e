#ifndef LIB_JOURNEY_CONDITION_H
#define LIB_JOURNEY_CONDITION_H

#include "lib/base/buf.h"
#include "lib/journey/field_type.h"

struct json_object;

/*
 * When something is shown or required:
 *
 *   {"all": [C, …]}  {"any": [C, …]}  {"not": C}
 *   {"field": "key" or "section.key", "is": WORD, "value": …}
 *   {"records": "section", "is": WORD, "value": 2}
 *
 * "key" is a field of the same section (in a list: of the same record).  A
 * field of a list section is seen from its own section only; from outside there
 * is the number of its records.  At most 8 deep, 50 parts, 8 KiB.
 *
 * A condition sees an answer only while its field is visible and the answer
 * counts as answered (fields.md); else the field is empty.  Of an empty field
 * `empty` and `not_equals` hold and nothing else does.
 *
 * WORD            value       types
 * answered empty  none        all
 * checked         none        checkbox: true
 * equals          like the    all but multiselect, file
 * not_equals      answer
 * in              list of 1   the same: equals one of them; multiselect: one
 *                 to 50       of them is chosen
 * contains        text; id    text, textarea, email, url: the text is in it;
 *                             multiselect: it is chosen
 * less more       like the    number, currency (of the same currency), date,
 * at_least        answer      time, rating (not "na"); records
 * at_most
 *
 * Values: number "12.5"; currency {"minor": 1250, "currency": "USD"}; date
 * "2027-03-08" or "today+30d", with_time "2027-03-08T08:00:00Z"; time "09:30";
 * select and radio an option's id or "other"; checkbox true or false; rating 4
 * or "na"; records a number.
 */
enum condition_kind {
	CONDITION_ALL,
	CONDITION_ANY,
	CONDITION_NOT,
	CONDITION_FIELD,
	CONDITION_RECORDS
};

enum condition_is {
	IS_ANSWERED,
	IS_EMPTY,
	IS_EQUALS,
	IS_NOT_EQUALS,
	IS_CONTAINS,
	IS_LESS,
	IS_MORE,
	IS_AT_LEAST,
	IS_AT_MOST,
	IS_IN,
	IS_CHECKED,
	CONDITION_WORDS
};

struct condition {
	enum condition_kind kind;
	const struct condition *items; /* ALL, ANY; NOT: one */
	size_t nitems;
	const char *section; /* FIELD: NULL is the same; RECORDS */
	const char *field;
	enum condition_is is;
	struct json_object *value; /* NULL: none */
};

enum {
	CONDITION_DEPTH = 8,
	CONDITION_PARTS = 50,
	CONDITION_BYTES = 8192,
	CONDITION_VALUES = 50
};

const char *condition_word(enum condition_is);         /* "at_least" */
enum condition_is condition_word_of(const char *word); /* or _WORDS */
const char *condition_words(enum condition_is);        /* for people */
/* May a condition ask this of a field of the type? */
bool condition_fits(enum condition_is, enum field_type);
/* Whether the word takes no value, a list (`in`), or one. */
bool condition_takes_value(enum condition_is);

/* The canonical JSON of a condition; "null" for NULL. */
void condition_put(struct buf *, const struct condition *);

#endif
