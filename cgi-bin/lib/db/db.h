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

/* One value on its way to a statement. */
struct param {
	enum kind kind;
	bool null; /* absent, where the statement declares it with a ? */
	union {
		int64_t number; /* INT, ID, BOOL */
		double real;
		const char *text;
		struct instant instant;
		struct date date;
		struct minute minute;
	};
};

enum { DB_MAX_PARAMS = 64 };

/*
 * Connect and prepare every statement of the tables that sqlgen makes, one per
 * .sql file (`booking_slot_stmts`); both lists end with NULL and must outlive
 * the connection.  NULL when the server can't be reached, or when a statement
 * does not agree with the schema: it does not prepare, or a column or parameter
 * is another type or name than declared.  *fatal then says which: false means
 * try again later, true means a mistake in the program or schema.  Reasons are
 * logged.
 */
struct db *db_open(const char *conninfo, struct arena *,
    const struct stmt *const *const tables[], bool *fatal);
void db_close(struct db *); /* NULL is allowed */
/* Rows already fetched stay in the arena that was in use. */
void db_use_arena(struct db *, struct arena *);
/* False once a loss was noticed; db_close() and db_open() make another. */
bool db_is_connected(const struct db *);
/* The same, after a look whether the server has hung up meanwhile; it is asked
 * nothing. */
bool db_is_alive(struct db *);
/* Prepare everything anew: after 0A000 (a migration changed what a statement
 * returns).  Ends an open transaction.  False when the connection is lost or a
 * statement no longer agrees with the schema. */
bool db_prepare_again(struct db *);

/*
 * Transactions.  begin and commit may be queued behind each other and behind
 * statements; db_finish() waits for all that is outstanding.  Results that are
 * still to be fetched can be, until the next begin.
 *
 * Outside a transaction every call is one of its own, and its error lasts until
 * the next call.
 */
enum db_mode { DB_READ_ONLY, DB_READ_WRITE, DB_SERIALIZABLE };
void db_begin_send(struct db *, enum db_mode);
void db_commit_send(struct db *);
/* A transaction that is one round trip: what is queued from here to
 * db_commit_send(), with neither BEGIN nor COMMIT, since PostgreSQL takes what
 * stands before a Sync for one.  For reading: it is as read-only as the
 * connection is by default. */
void db_begin_trip(struct db *);
/* Wait for everything queued.  True when the transaction committed; after a
 * failure it rolls back, and db_error() says why. */
bool db_finish(struct db *);
/* begin: queue BEGIN.  commit: COMMIT (if it is not queued yet) and wait.
 * rollback: also after errors, which stay to be read. */
void db_begin(struct db *, enum db_mode);
bool db_commit(struct db *);
void db_rollback(struct db *);
/* No transaction is open and nothing is outstanding. */
bool db_is_finished(const struct db *);

/*
 * NULL, or the SQLSTATE of the first failure since the transaction began.
 * "08006": the connection is gone, whatever the reason.  "XX000": the statement
 * is not what its .sql says (NULL in a column or parameter without a ?, more
 * than one row where one was declared), or was fetched without being sent.
 */
const char *db_error(const struct db *);
/* The constraint that the failed statement broke, or NULL. */
const char *db_error_constraint(const struct db *);
/* The message, detail and hint a plpgsql RAISE gave, or NULL; PostgreSQL's own
 * words are for the log only.  All live until the next transaction. */
const char *db_error_message(const struct db *);
const char *db_error_detail(const struct db *);
const char *db_error_hint(const struct db *);

/* LISTEN/NOTIFY, outside transactions.  The channel is a fixed identifier. */
bool db_listen(struct db *, const char *channel);
/* Wait up to timeout_ms for notifications and take all that are there; true
 * when one came.  Returns early, false, for a signal or a lost connection. */
bool db_wait_notify(struct db *, int timeout_ms);
int db_socket(const struct db *); /* for poll(); -1 when there is none */

/* Check every statement as the connected role: what db_open() checks, and the
 * privileges it needs (EXPLAIN EXECUTE; nothing is run).  Returns the number of
 * mistakes, each logged.  Bodies of plpgsql functions are not looked into. */
size_t db_check(struct db *, const struct stmt *const *const tables[]);

/* For generated code only. */
bool db_one(struct db *, const struct stmt *, const struct param *, void *row);
void *
db_many(struct db *, const struct stmt *, const struct param *, size_t *n);
int64_t db_exec(struct db *, const struct stmt *, const struct param *);
void db_send(struct db *, const struct stmt *, const struct param *);
bool db_get_one(struct db *, const struct stmt *, void *row);
void *db_get_many(struct db *, const struct stmt *, size_t *n);
int64_t db_get_exec(struct db *, const struct stmt *);

#endif
