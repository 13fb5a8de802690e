#ifndef LIB_BASE_FIELD_H
#define LIB_BASE_FIELD_H

#include "lib/base/kind.h"

/*
 * A table of fields describes one struct: it reads a database row into it,
 * checks and renders a template against it, and writes it as JSON.  sqlgen
 * makes the table of every row struct; a view's table is written by hand and
 * may embed rows as lists.
 */
struct field {
	const char *name;
	enum kind kind;
	size_t offset;
	const struct field *item;       /* LIST, OBJECT, POINTER: its fields */
	size_t item_size, count_offset; /* LIST, TEXTS, INSTANTS, IDS */
	unsigned only;                  /* 0, or one of the two below */
};

enum { ONLY_HTML = 1, ONLY_JSON = 2 };

#define FIELD(T, m)                                                         \
	{                                                                   \
		.name = #m, .kind = KIND_OF(T, m), .offset = offsetof(T, m) \
	}
/* A member shown by one of the two outputs only (ONLY_HTML or ONLY_JSON). */
#define FIELD_ONLY(T, m, which)                                              \
	{                                                                    \
		.name = #m, .kind = KIND_OF(T, m), .offset = offsetof(T, m), \
		.only = (which)                                              \
	}
/* An int64_t key: a string in JSON. */
#define FIELD_ID(T, m)                                                \
	{                                                             \
		.name = #m, .kind = KIND_ID, .offset = offsetof(T, m) \
	}
#define FIELD_OBJECT(T, m, fields)                                         \
	{                                                                  \
		.name = #m, .kind = KIND_OBJECT, .offset = offsetof(T, m), \
		.item = (fields)                                           \
	}
#define FIELD_OBJECT_ONLY(T, m, fields, which)                             \
	{                                                                  \
		.name = #m, .kind = KIND_OBJECT, .offset = offsetof(T, m), \
		.item = (fields), .only = (which)                          \
	}
#define FIELD_POINTER(T, m, fields)                                         \
	{                                                                   \
		.name = #m, .kind = KIND_POINTER, .offset = offsetof(T, m), \
		.item = (fields)                                            \
	}
#define FIELD_POINTER_ONLY(T, m, fields, which)                             \
	{                                                                   \
		.name = #m, .kind = KIND_POINTER, .offset = offsetof(T, m), \
		.item = (fields), .only = (which)                           \
	}
/* An array `m` of structs whose length is the size_t member `n`. */
#define FIELD_LIST(T, m, n, fields)                                      \
	{                                                                \
		.name = #m, .kind = KIND_LIST, .offset = offsetof(T, m), \
		.item = (fields), .item_size = sizeof(*((T *)0)->m),     \
		.count_offset = offsetof(T, n)                           \
	}
#define FIELD_LIST_ONLY(T, m, n, fields, which)                          \
	{                                                                \
		.name = #m, .kind = KIND_LIST, .offset = offsetof(T, m), \
		.item = (fields), .item_size = sizeof(*((T *)0)->m),     \
		.count_offset = offsetof(T, n), .only = (which)          \
	}
/* An array of const char *; `{{.}}` inside its section is the text. */
#define FIELD_TEXTS(T, m, n)                                              \
	{                                                                 \
		.name = #m, .kind = KIND_TEXTS, .offset = offsetof(T, m), \
		.item_size = sizeof(*((T *)0)->m),                        \
		.count_offset = offsetof(T, n)                            \
	}
/* The same under another name, for one output: two members may then answer to
 * one name, one on the page and one in JSON. */
#define FIELD_NAMED(T, m, as, which)                                           \
	{                                                                      \
		.name = (as), .kind = KIND_OF(T, m), .offset = offsetof(T, m), \
		.only = (which)                                                \
	}
/* An array of struct instant; only 0 shows it in both outputs. */
#define FIELD_INSTANTS(T, m, n, which)                                       \
	{                                                                    \
		.name = #m, .kind = KIND_INSTANTS, .offset = offsetof(T, m), \
		.item_size = sizeof(*((T *)0)->m),                           \
		.count_offset = offsetof(T, n), .only = (which)              \
	}
#define FIELD_END            \
	{                    \
		.name = NULL \
	}

#endif
