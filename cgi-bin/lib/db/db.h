#ifndef LIB_DB_DB_H
#define LIB_DB_DB_H

#include "lib/base/arena.h"
#include "lib/base/field.h"

/*
 * One PostgreSQL connection, used by one request at a time, in pipeline mode.
 *
 * Errors are sticky: after a statement fails, every later one of the same
 * transaction finds nothing and db_commit() returns false.  Handlers need not
 * look; the request loop maps db_error() to an answer.
 *
 * Statements come from .sql files through sqlgen, which emits for `slot_find`:
 *
 *   bool    slot_find(db, id, &row)       send, wait, read      (verb one)
 *   row    *slot_list(db, mentor, &n)                           (verb many)
 *   int64_t slot_take(db, id)             rows touched          (verb exec)
 *   void    slot_find_send(db, id)        queue it in the pipeline
 *   bool    slot_find_get(db, &row)       fetch in the order it was queued
 *
 * Sending does not wait.  Fetching the first result sends everything queued to
 * the server in one write; a direct call may stand between a _send and its
 * _get, since results that come in earlier are kept.  Rows and their texts live
 * in the arena given to db_open() (or db_use_arena()).
 */
struct db;

struct stmt {
	const char *name, *sql;
	size_t nparams;
	const enum kind *params;     /* declared kinds, nparams of them */
	const struct field *columns; /* ends with FIELD_END; NULL: none */
	const bool *nullable;        /* per column */
	size_t row_size;
};

struct param {
	enum kind kind;
	int64_t number;   /* INT, ID, BOOL, INSTANT, MINUTE */
	const char *text; /* TEXT, DATE as text; NULL is SQL NULL */
	bool null;        /* for kinds without a NULL of their own */
};

/*
 * Connect and prepare every statement of the tables (one per .sql file, the
 * list ends with NULL).  NULL when
 * the server can't be reached or a statement does not prepare; *fatal then
 * says which: false means try again later, true means a mistake in the program
 * or schema.  The reason is logged.
 */
struct db *db_open(const char *conninfo, struct arena *,
    const struct stmt *const *const stmts[], bool *fatal);
/* Prepare everything again, after 0A000 "cached plan must not change". */
bool db_prepare_again(struct db *);
void db_close(struct db *); /* NULL is allowed */
void db_use_arena(struct db *, struct arena *);
bool db_is_connected(const struct db *);

/* Transactions.  begin and commit may be queued behind each other and behind
 * statements; db_finish() waits for all that is outstanding. */
enum db_mode { DB_READ_ONLY, DB_READ_WRITE, DB_SERIALIZABLE };
void db_begin_send(struct db *, enum db_mode);
void db_commit_send(struct db *);
/* Wait for everything queued.  True when the transaction committed; after a
 * failure it rolls back, and db_error() says why. */
bool db_finish(struct db *);
/* Was the transaction's end already sent (db_commit_send)?  db_finish() then
 * only waits for it. */
bool db_is_ending(const struct db *);
/* begin: queue BEGIN.  commit: COMMIT and wait.  rollback: also after errors. */
void db_begin(struct db *, enum db_mode);
bool db_commit(struct db *);
void db_rollback(struct db *);

/* NULL, or the SQLSTATE of the first failure since the transaction began;
 * "08000" and its kin mean that the connection is gone. */
const char *db_error(const struct db *);
/* The constraint that the failed statement broke, or NULL. */
const char *db_error_constraint(const struct db *);
/* What a plpgsql RAISE gave, or NULL: its message, detail and hint. */
const char *db_error_message(const struct db *);
const char *db_error_detail(const struct db *);
const char *db_error_hint(const struct db *);

/* LISTEN/NOTIFY, for the worker.  The channel is a fixed identifier. */
bool db_listen(struct db *, const char *channel);
/* Wait up to timeout_ms for a notification; true when one came. */
bool db_wait_notify(struct db *, int timeout_ms);
int db_socket(const struct db *);

/* Check every statement against the schema as the connected role: parameter
 * and column types, names, and privileges (EXPLAIN EXECUTE).  Returns the
 * number of mistakes, each logged. */
size_t db_check(struct db *, const struct stmt *const *const stmts[]);

/* For generated code only. */
void db_send(struct db *, const struct stmt *, const struct param *);
bool db_get_one(struct db *, const struct stmt *, void *row);
void *db_get_many(struct db *, const struct stmt *, size_t *n);
int64_t db_get_exec(struct db *, const struct stmt *);

#endif
