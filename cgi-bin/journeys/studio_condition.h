#ifndef JOURNEYS_STUDIO_CONDITION_H
#define JOURNEYS_STUDIO_CONDITION_H

#include "gen/journeys/studio_section_sql.h"
#include "lib/app/app.h"
#include "lib/journey/condition.h"

struct json_object;

/*
 * The form of a condition ("show when all of these hold"): one row a test, and
 * one to spare.  Its controls are NAME.mode (none, all, any, json), NAME.N.source
 * ("key", "section.key", "#section" for the number of its records), NAME.N.is,
 * NAME.N.value, and NAME.json for what has groups within groups.
 */
struct condition_test {
	const char *name; /* "visible_if.0" */
	const char *source, *value, *error, *number;
	const char *typed_source; /* of a journey too large for a list */
	struct choice *sources, *words, *values;
	size_t nsources, nwords, nvalues;
	bool has_values, is_typed;
};

struct condition_form {
	const char *name, *legend, *help, *json, *error;
	struct choice *modes;
	size_t nmodes;
	struct condition_test *tests;
	size_t ntests;
	bool is_json;
};
extern const struct field condition_form_fields[];

/* What may be asked about: the version's fields, in its order. */
struct condition_sources {
	const struct studio_source_list_row *rows;
	size_t n;
	const char *section; /* whose own fields go without its key */
	bool is_list;        /* that section */
};

/* From a stored condition (NULL: none). */
void condition_form_stored(struct request *, const struct condition_sources *,
    const char *json, struct condition_form *);
/* From what was sent, right or wrong. */
void condition_form_typed(struct request *, const struct condition_sources *,
    struct condition_form *);
/* What was sent as JSON; NULL for none.  *wrong is NULL or what is wrong. */
struct json_object *condition_form_read(struct request *,
    const struct condition_sources *, const char *name, const char **wrong);

/* A value that people wrote as the JSON that lib/journey takes for the type:
 * FIELD_TYPES for a number of records.  `options`: JSON of the field's, whose
 * labels may be written too; or NULL. */
struct json_object *value_from_words(
    struct request *, enum field_type, const char *options, const char *words);
/* Several of them, with commas between, each by its option's id or label. */
struct json_object *
value_list(struct request *, const char *options, const char *words);
/* JSON that lives as long as the request; NULL for NULL and what is none. */
struct json_object *value_parse(struct request *, const char *json);
/* A text of an object, or NULL. */
const char *value_member(struct json_object *, const char *name);
/* The other way. */
const char *value_to_words(struct arena *, struct json_object *);

#endif
