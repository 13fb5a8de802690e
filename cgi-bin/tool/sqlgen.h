#ifndef TOOL_SQLGEN_H
#define TOOL_SQLGEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/*
 * Statements of a .sql file, for the generator of their C.  A statement is
 *
 *   -- slot_find(id id, note text?) one
 *   -- id id, mentor text, note text?
 *   SELECT id, mentor, note FROM slot WHERE id = $1 AND note = $2;
 *
 * Lists may go on over several comment lines.  Other comment lines between
 * statements are the reader's; the columns stand directly under the head.
 * Parsing keeps slices of the text, which must outlive the result.  It needs
 * no library: it is built before there is one.
 */
enum {
	SQL_MAX_PARAMS = 64,
	SQL_MAX_COLUMNS = 96,
	SQL_MAX_NAME = 63 /* PostgreSQL cuts longer names */
};

struct sql_slice {
	const char *s;
	size_t len;
};

/* How a type of the head is written in C; see the table in sqlgen_parse.c. */
struct sql_type {
	const char *name;
	const char *c, *kind;             /* "int64_t ", "KIND_INT" */
	const char *maybe_c, *maybe_kind; /* the same with a ? behind */
	const char *member;               /* of struct param; NULL: no param */
	const char *value;     /* what of it goes there: ".value" of a maybe */
	const char *is_absent; /* "%s" is the name; NULL: no ? in a param */
	bool is_array;
};

struct sql_value {
	struct sql_slice name;
	const struct sql_type *type;
	bool is_nullable;
};

enum sql_verb { SQL_ONE, SQL_MANY, SQL_EXEC };

struct sql_stmt {
	struct sql_slice name, sql;
	enum sql_verb verb;
	int line;
	size_t nparams, ncolumns;
	struct sql_value params[SQL_MAX_PARAMS], columns[SQL_MAX_COLUMNS];
};

struct sql_file {
	struct sql_stmt *stmts;
	size_t n, size;
	int line;      /* of the mistake */
	char why[200]; /* empty: none */
};

/* Where parsing stands in the text. */
struct sql_scan {
	const char *at, *end;
	int line;
	struct sql_file *file;
};

/* False after a mistake: then ->line and ->why say which. */
bool sql_parse(struct sql_file *, const char *text, size_t len);
void sql_release(struct sql_file *);

/* Parts of parsing: note a mistake (always false, the first one stays), move
 * past one byte, and past the SQL of a statement up to its semicolon. */
bool sql_mistake(struct sql_scan *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void sql_advance(struct sql_scan *);
bool sql_is_head(const struct sql_scan *);
bool sql_scan_body(struct sql_scan *, struct sql_stmt *);

/* stem: the path below cgi-bin without .sql, "booking/slot". */
void sql_emit_header(FILE *, const struct sql_file *, const char *stem);
void sql_emit_source(FILE *, const struct sql_file *, const char *stem);

#endif
