#ifndef LIB_JOURNEY_ENTRY_TYPE_H
#define LIB_JOURNEY_ENTRY_TYPE_H

#include <json-c/json.h>

#include "lib/journey/entry.h"

/*
 * What each of the fifteen types does with a value; entry.c has the table and
 * what they share.  `take` makes the stored form of what came in, and leaves
 * all checks but that of the type to `check`, which sees stored values and must
 * stand any JSON.
 */
struct entry_at {
	const struct entry_context *context;
	struct arena *arena;
	const struct journey_field *field;
	const struct field_rules *rules;
	struct json_object *value; /* never NULL */
	enum entry_stage stage;
};

struct entry_type {
	/* The error when it is none of the type, with *stored left NULL. */
	const char *(*take)(struct entry_at *, struct json_object **stored);
	const char *(*check)(struct entry_at *);
	bool (*is_answered)(struct entry_at *); /* NULL: check is fine */
	const char *(*show)(struct entry_at *);
	const char *(*cell)(struct entry_at *); /* NULL: as shown */
};

extern const struct entry_type text_entry, textarea_entry, email_entry,
    phone_entry, url_entry, number_entry, currency_entry, date_entry,
    time_entry, choice_entry, multiselect_entry, checkbox_entry, file_entry,
    rating_entry;

/* The text of a JSON string; NULL for other types and for text with NUL. */
const char *entry_string(struct json_object *);
/* A string as it is; "" for others. */
const char *entry_show_string(struct entry_at *);
/* A member of an object as text; NULL: it has no such text. */
const char *entry_member(struct json_object *, const char *name);
/* A whole number, in *n. */
bool entry_int(struct json_object *, int64_t *n);
/* Trimmed, NFC, as text in the arena; the error when it can't be. */
const char *
entry_take_text(struct entry_at *, const char *raw, bool lines, const char **);
/* Gives the reference to the arena; returns the object. */
struct json_object *json_kept(struct arena *, struct json_object *);
struct json_object *entry_new_string(struct arena *, const char *);
/* An object whose members are texts: name, value, …, NULL. */
struct json_object *
entry_new_object(struct arena *, ...) __attribute__((sentinel));
/* "Enter at most 5 characters; this has 7." and its like. */
const char *entry_too_long(struct entry_at *, int64_t most, int64_t n);
const char *entry_too_short(struct entry_at *, int64_t least, int64_t n);
/* "1.2 MB", "12 KB". */
const char *entry_size(struct arena *, int64_t bytes);
struct date entry_today(const struct entry_context *);

#endif
