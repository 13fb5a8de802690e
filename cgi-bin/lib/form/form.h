#ifndef LIB_FORM_FORM_H
#define LIB_FORM_FORM_H

#include "lib/base/arena.h"
#include "lib/base/field.h"

/*
 * Typed input.  Whatever came in (query, urlencoded body, multipart, JSON, path
 * parameters) is first a flat list of pairs; a form table turns the pairs into
 * one C struct that a handler can trust: complete, in range, valid UTF-8, no
 * NUL.  All fields are checked, not only up to the first failure.  Unknown names
 * are dropped, a scalar given twice is refused.
 *
 * Lists of structs are named `weekly.0.start`, in JSON [{"start":…}]; lists of
 * scalars repeat the name.  JSON types are strict: a number is not a text.
 *
 * What a handler finds: text is trimmed and its line ends are \n, unless
 * keep_space.  An optional text that was left empty is "" when its min is 0 and
 * it has no check, else NULL; every other optional field left empty is absent.
 * min and max don't bind DATE, INSTANT and MINUTE; the max of a FILE is bytes.
 * A required BOOL whose min is 1 must be true (consent).  Rows of a list may be
 * numbered with gaps, and a row whose every text is empty (a spare line of the
 * page) is left out.
 */
enum pair_from {
	PAIR_FORM,   /* text that a form sent: everything is text there */
	PAIR_STRING, /* from JSON, by its type */
	PAIR_NUMBER,
	PAIR_BOOL,
	PAIR_NULL,
	PAIR_EMPTY_LIST,
	PAIR_EMPTY_OBJECT,
	PAIR_FILE
};

struct upload {
	const char *filename; /* as the browser says: show it, never open it */
	const char *type;     /* by content (libmagic), never by name */
	const char *path; /* a private file, deleted when the request ends */
	int64_t size;
};

struct pair {
	const char *name, *value;
	size_t len; /* of value, which may hold NUL until it is checked */
	enum pair_from from;
	bool in_list; /* from JSON: one element of a list */
	struct upload *file;
};

struct pairs {
	struct pair *items;
	size_t n, size;
	struct arena *arena;
};

enum { PAIRS_MAX = 1000 };

void pairs_init(struct pairs *, struct arena *);
/* Copies name and value; the parsers count up to PAIRS_MAX, this does not. */
struct pair *pairs_add(struct pairs *, const char *name, enum pair_from,
    const char *value, size_t len);
const struct pair *pairs_find(const struct pairs *, const char *name);

/* What may be wrong with a body as a whole, before any field is looked at. */
enum form_fault {
	FORM_FINE,
	FORM_MALFORMED, /* 400: bad escape, bad JSON, bad UTF-8, NUL */
	FORM_TOO_MUCH   /* 413: more than 1,000 pairs, JSON deeper than 16 */
};
enum form_fault
pairs_from_urlencoded(struct pairs *, const char *text, size_t len);
enum form_fault pairs_from_json(struct pairs *, const char *text, size_t len);

struct form_field {
	const char *name;
	enum kind kind; /* for lists: LIST, TEXTS or IDS */
	size_t offset;
	int64_t min, max; /* value; length in code points; number of items */
	bool required;
	enum {
		CHECK_NONE,
		CHECK_EMAIL,
		CHECK_URL,
		CHECK_ONE_OF,
		CHECK_SLUG,
		CHECK_ZONE,
		CHECK_PATH
	} check;
	const char *const *names; /* ONE_OF: ends with NULL */
	const struct form *item;  /* LIST: the form of one item */
	size_t count_offset;      /* lists */
	bool keep_space;          /* passwords: not trimmed */
	bool no_refill;           /* secrets: never sent back */
	int shown; /* 0, or 1 + the context of moderation (lib/app) in
		      which others see it */
};

struct form {
	const struct form_field *fields;
	size_t nfields, size;
};

#define REQUIRED true
#define OPTIONAL false
#define FORM_FIELD(T, m, must, lo, hi)                                       \
	{                                                                    \
		.name = #m, .kind = KIND_OF(T, m), .offset = offsetof(T, m), \
		.required = (must), .min = (lo), .max = (hi)                 \
	}
/* A field with further members set: FORM_FIELD_AS(T, m, .check = CHECK_EMAIL) */
#define FORM_FIELD_AS(T, m, must, lo, hi, ...)                               \
	{                                                                    \
		.name = #m, .kind = KIND_OF(T, m), .offset = offsetof(T, m), \
		.required = (must), .min = (lo), .max = (hi), __VA_ARGS__    \
	}
/* A text that others will see: FORM_SHOWN(T, m, must, lo, hi, CONTEXT_PROFILE) */
#define FORM_SHOWN(T, m, must, lo, hi, context) \
	FORM_FIELD_AS(T, m, must, lo, hi, .shown = 1 + (int)(context))
#define FORM_ID(T, m, must)                                            \
	{                                                              \
		.name = #m, .kind = KIND_ID, .offset = offsetof(T, m), \
		.required = (must), .min = 1, .max = INT64_MAX         \
	}
/* A word of a NULL-terminated list; the member points into that list. */
#define FORM_ONE_OF(T, m, must, list)                                    \
	{                                                                \
		.name = #m, .kind = KIND_TEXT, .offset = offsetof(T, m), \
		.required = (must), .min = 0, .max = 100,                \
		.check = CHECK_ONE_OF, .names = (list)                   \
	}
#define FORM_LIST(T, m, n, most, item_form)                              \
	{                                                                \
		.name = #m, .kind = KIND_LIST, .offset = offsetof(T, m), \
		.count_offset = offsetof(T, n), .max = (most),           \
		.item = (item_form)                                      \
	}
#define FORM_TEXTS(T, m, n, most)                                         \
	{                                                                 \
		.name = #m, .kind = KIND_TEXTS, .offset = offsetof(T, m), \
		.count_offset = offsetof(T, n), .max = (most)             \
	}
#define FORM_IDS(T, m, n, most)                                         \
	{                                                               \
		.name = #m, .kind = KIND_IDS, .offset = offsetof(T, m), \
		.count_offset = offsetof(T, n), .max = (most)           \
	}
#define FORM(T, table)                                                 \
	{                                                              \
		(table), sizeof(table) / sizeof((table)[0]), sizeof(T) \
	}

/* Beside its field on a page, and under "errors" in JSON. */
struct form_message {
	const char *field, *text;
};

/* What a template shows of one field: `{{#form.email}}…{{/form.email}}`. */
struct form_state {
	const char *name,
	    *value;        /* value: what was typed, or was there before */
	const char *error; /* NULL: fine */
	int64_t min, max;
	bool required, checked; /* checked: a bool field that is on */
};
extern const struct field form_state_fields[];

struct form_result {
	const void *values; /* NULL when a message was made */
	uint64_t present;   /* bit i: field i was given at all (for PATCH) */
	struct form_message *messages;
	size_t nmessages;
	struct form_state *states; /* one per field, for the page */
	const struct form *form;   /* whose fields the states are */
};

/* Who translates the messages (tr() of lib/app), set once at start; they are
 * English until then.  The English of all of them is in words.c, inside tr("").
 */
void form_translate(const char *(*translate)(const char *english));

/* Check pairs against the table.  `only_given` leaves missing required fields
 * unmentioned (PATCH). */
void form_parse(const struct form *, const struct pairs *, struct arena *,
    bool only_given, struct form_result *);
/* States for a page that is shown before anything was typed; `values` may be
 * NULL, else it is a struct of the form's type. */
struct form_state *
form_states(const struct form *, const void *values, struct arena *);
/* Was the field given?  For PATCH. */
bool
form_has(const struct form *, const struct form_result *, const char *name);
/* The field table `form.NAME` that templates see: one FIELD_OBJECT of
 * form_state per field over an array of states.  Made at start, never freed. */
const struct field *form_view_fields(const struct form *);

#endif
