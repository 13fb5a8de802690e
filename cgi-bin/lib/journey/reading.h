#ifndef LIB_JOURNEY_READING_H
#define LIB_JOURNEY_READING_H

#include <json-c/json.h>

#include "lib/journey/definition.h"

/*
 * For the strict reader: a place in a document, and taking members out of it.
 * Each take_… looks at one member of an object; a mistake is added to the
 * errors by its path, and reading goes on.  take_end() refuses the members that
 * nobody took.
 */
enum { PLACE_MEMBERS = 40, ERRORS_MOST = 100 };

struct place {
	struct arena *arena;
	struct definition_errors *errors;
	const struct place *up; /* NULL: the document */
	const char *name;       /* of the member; NULL: item `index` of up */
	size_t index;
	struct json_object *value;
	const char *taken[PLACE_MEMBERS];
	size_t ntaken;
};

/* The tree of a text, which lives as long as the arena; NULL with an error at
 * the place after bad JSON, equal keys, or more than `members` of them. */
struct json_object *reading_parse(
    const struct place *, const char *json, size_t len, size_t members);

/* Gives the reference to the arena; returns the object. */
struct json_object *json_kept(struct arena *, struct json_object *);

void place_wrong(const struct place *, const char *text);
/* A mistake of a member: its path ends with the name. */
void
place_member_wrong(const struct place *, const char *name, const char *text);
struct place place_item(const struct place *, size_t index);

/* False: there is no such member, or it is null. */
bool take(struct place *, const char *name, struct place *member);
bool take_list(struct place *, const char *name, size_t most,
    struct place *member, size_t *n);
/* An optional text: stays as it was when absent. */
struct text_limits {
	int64_t min, max; /* code points */
	bool lines;
	bool exact; /* for machines: nothing to trim or normalise */
};
bool take_member(
    struct place *, const char *name, struct text_limits, const char **);
bool take_integer(
    struct place *, const char *name, int64_t min, int64_t max, int64_t *);
bool take_bool(struct place *, const char *name, bool *);
void take_end(struct place *);
/* The place's own value; false after a mistake. */
bool place_text(const struct place *, struct text_limits, const char **);
bool place_int(const struct place *, int64_t min, int64_t max, int64_t *);
bool place_is_object(const struct place *);

/* A key or a line of text that must be there. */
void take_key(struct place *, const char *name, const char **key);
void
take_needed(struct place *, const char *name, int64_t most, const char **text);
void
take_condition(struct place *, const char *name, const struct condition **);

/* A condition; NULL after a mistake. */
const struct condition *condition_read(const struct place *);
/* The rules of a type, from the members of a field. */
void rules_read(struct place *, struct journey_field *);
/* Sections and fields of documents. */
void definition_section_read(struct place *, struct journey_section *);
void field_read(struct place *, struct journey_field *);
/* What a field says beside key and type. */
void field_read_definition(struct place *, struct journey_field *);

#endif
