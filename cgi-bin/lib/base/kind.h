#ifndef LIB_BASE_KIND_H
#define LIB_BASE_KIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The kinds of value that pass between URL, form, database row, page and JSON.
 * A table of fields names members of a struct; the kind of a member is derived
 * from its C type by KIND_OF(), so a table can't disagree with its struct.
 * The zero value of every kind means "absent".
 */
enum kind {
	KIND_INT,       /* int64_t */
	KIND_ID,        /* int64_t, written as a string in JSON */
	KIND_TEXT,      /* const char *, NUL-terminated UTF-8, NULL is absent */
	KIND_BOOL,      /* bool */
	KIND_INSTANT,   /* struct instant */
	KIND_DATE,      /* struct date */
	KIND_MINUTE,    /* struct minute: a wall-clock time of day */
	KIND_REAL,      /* double: shown, never money, never read from a form */
	KIND_MAYBE_INT, /* struct maybe_int */
	KIND_MAYBE_REAL, /* struct maybe_real */
	KIND_MONEY,      /* struct money */
	KIND_HTML,       /* struct html: the only kind a page may not escape */
	KIND_JSON,       /* struct json: in JSON as it stands, in no page */
	KIND_FILE,       /* struct upload * (lib/form) */
	KIND_OBJECT,     /* an embedded struct with fields of its own */
	KIND_POINTER,    /* a pointer to such a struct, NULL is absent */
	KIND_LIST,       /* an array of structs and its length */
	KIND_TEXTS,      /* an array of const char * and its length */
	KIND_INSTANTS,   /* an array of struct instant and its length */
	KIND_IDS         /* an array of int64_t and its length */
};

struct instant {
	int64_t us; /* microseconds since 1970-01-01T00:00Z; 0 is absent */
};

struct date {
	int32_t year, month, day; /* proleptic Gregorian; year 0 is absent */
};

struct minute {
	int32_t of_day; /* minutes since midnight, 0 to 1440 (24:00) */
	bool set;
};

struct maybe_int {
	int64_t value;
	bool set;
};

struct maybe_real {
	double value;
	bool set;
};

struct money {
	int64_t amount;       /* minor units of the currency */
	const char *currency; /* ISO 4217; NULL is absent */
};

struct html {
	const char *text; /* already safe HTML; made by lib/domain/markdown */
};

struct json {
	const char *text; /* one JSON value, of json-c or the database */
};

struct upload;

#define KIND_OF(T, m) \
	_Generic(((T *)0)->m, int64_t            \
		 : KIND_INT, const char *        \
		 : KIND_TEXT, char *             \
		 : KIND_TEXT, bool               \
		 : KIND_BOOL, struct instant     \
		 : KIND_INSTANT, struct date     \
		 : KIND_DATE, struct minute      \
		 : KIND_MINUTE, double           \
		 : KIND_REAL, struct maybe_int   \
		 : KIND_MAYBE_INT, struct maybe_real \
		 : KIND_MAYBE_REAL, struct money \
		 : KIND_MONEY, struct html       \
		 : KIND_HTML, struct json        \
		 : KIND_JSON, struct upload *    \
		 : KIND_FILE)

#endif
