#ifndef LIB_JOURNEY_DEFINITION_H
#define LIB_JOURNEY_DEFINITION_H

#include "lib/base/buf.h"
#include "lib/journey/condition.h"
#include "lib/journey/field_type.h"

struct json_object;

/*
 * A journey's version as C structs: sections with fields with rules and
 * conditions.  It is read strictly, from one JSON document (import, templates)
 * or from rows of the database, and never changes afterwards; it lives as long
 * as the arena it was read into.  Mistakes are told by their path:
 * "sections[2].fields[3].options[0].id: Use only a to z, 0 to 9 and _."
 *
 * The document is described by static/root/journey-1.schema.json; a field's
 * members stand side by side there, and without "key" and "type" they are the
 * jsonb column `definition` of a field's row.
 */
enum {
	DEFINITION_SECTIONS = 100,
	DEFINITION_FIELDS = 2000, /* of all sections together */
	DEFINITION_BYTES = 4 * 1024 * 1024,
	SECTION_FIELDS = 200,
	SECTION_RECORDS = 200, /* most of max_records */
	SECTION_RECORDS_INITIAL = 200,
	KEY_MOST = 40
};

struct journey_option {
	const char *id;    /* a-z 0-9 _, at most 40; never "other", "na" */
	const char *label; /* at most 200 */
	bool retired;      /* readable, no longer chosen */
};

struct journey_section;

struct journey_field {
	const struct journey_section *section;
	const char *key;
	enum field_type type;
	const char *label, *help, *placeholder; /* NULL: none but label */
	const char *error;                      /* instead of our words */
	bool required, sensitive, is_private;   /* private: not for mentors */
	bool unique_in_list;
	int64_t weight;                                   /* 0 to 10 */
	const struct condition *visible_if, *required_if; /* NULL: none */
	struct json_object *initial;                      /* "default" */
	struct field_rules rules;
	const struct journey_option *options;
	size_t noptions;
	size_t at; /* its place in the section, from 0 */
};

struct journey_section {
	const char *key, *title;
	const char *description, *guidance; /* Markdown; NULL: none */
	const char *kind; /* a specialisation, for matching; NULL: none */
	bool is_list;
	int64_t min_records, max_records;
	int64_t weight; /* 0 to 10 */
	const struct condition *visible_if;
	struct journey_field *fields;
	size_t nfields;
	size_t at;
};

/* What a document says beside its sections; from rows: all absent. */
struct journey_about {
	const char *name, *summary, *description, *icon;
	struct rule_list categories, tags;
	int64_t estimated_minutes;                /* 0: not said */
	const char *primary, *secondary, *accent; /* "#1f6f4a" */
	const char *font;
};

struct definition {
	struct arena *arena;
	struct journey_about about;
	struct journey_section *sections;
	size_t nsections, nfields;
};

struct definition_error {
	const char *path, *text; /* text is translated */
};
struct definition_errors {
	struct definition_error *items; /* at most 100 */
	size_t n;
};

/* The whole document; NULL after mistakes, which are in *errors. */
struct definition *definition_read(struct arena *, const char *json, size_t len,
    struct definition_errors *errors);

/* By rows, in the order of positions: a section, its fields, the next section.
 * False after a mistake; paths begin with the section's and field's key.  Texts
 * are copied. */
struct section_row {
	const char *key, *title, *description, *guidance, *kind;
	bool is_list;
	int64_t min_records, max_records, weight;
	const char *visible_if; /* jsonb as text; NULL: always */
};
struct definition *definition_new(struct arena *);
bool definition_add_section(struct definition *, const struct section_row *,
    struct definition_errors *);
struct field_row {
	const char *key, *type, *definition; /* definition: jsonb as text */
};
bool definition_add_field(
    struct definition *, const struct field_row *, struct definition_errors *);
/* The canonical document: members in one order, nothing that is a default. */
void definition_put(struct buf *, const struct definition *);
/* The jsonb `definition` of one field, canonical. */
void definition_put_field(struct buf *, const struct journey_field *);

/* NULL when there is none. */
const struct journey_section *
definition_section(const struct definition *, const char *key);
const struct journey_field *
definition_field(const struct journey_section *, const char *key);
const struct journey_option *
definition_option(const struct journey_field *, const char *id);

/* a-z 0-9 _, 1 to 40 of them. */
bool definition_key_fits(const char *key);

#endif
