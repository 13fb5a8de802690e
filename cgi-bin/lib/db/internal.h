#ifndef LIB_DB_INTERNAL_H
#define LIB_DB_INTERNAL_H

#include <libpq-fe.h>

#include "lib/db/db.h"

/*
 * Between the files of lib/db.
 *
 * The queue holds what was sent and not done with, in the order of sending.
 * Entries before `received` have been answered: their result waits to be taken
 * or was taken.  Entries before `synced` have a Sync behind them, so that their
 * answers are sure to come.  A Sync is an entry without a statement.
 */
struct sent {
	const struct stmt *stmt;
	PGresult *result; /* owned here until it is taken */
};

struct db {
	PGconn *conn;
	struct arena *arena;
	const struct stmt *const *const *tables;
	struct sent *queue;
	size_t n, received, synced, size;
	size_t kept;       /* results waiting to be taken */
	bool has_begun;    /* BEGIN was queued and the end not confirmed */
	bool has_commit;   /* COMMIT was queued behind it */
	bool is_committed; /* the server said COMMIT */
	bool is_trip;      /* the Sync ends the transaction, no COMMIT */
	bool is_lost;
	char sqlstate[6];  /* of the first failure; empty: none */
	PGresult *failure; /* what the server said of it; NULL: nothing */
};

/* --- pipeline.c --------------------------------------------------------- */
/* Note a statement that PQsend… has queued; its place in the queue. */
size_t db_queue(struct db *, const struct stmt *);
/* Wait for the answer at this place and take it, for the caller to clear; NULL
 * after a failure. */
PGresult *db_take(struct db *, size_t at);
/* Wait for everything; results stay to be taken. */
void db_drain(struct db *);
/* Forget everything in the queue, which was drained. */
void db_discard(struct db *);
/* Run a statement given as text, without parameters: for the house's own
 * commands.  The caller clears the result; NULL after a failure. */
PGresult *db_text(struct db *, const struct stmt *, const char *sql);

/* --- failure.c ---------------------------------------------------------- */
bool db_has_failed(const struct db *);
void db_forget_failure(struct db *);
/* What the server refused; takes the result. */
void db_refused(struct db *, const struct stmt *, PGresult *);
/* The program's own mistake: logged, XX000. */
void db_mistake(struct db *, const struct stmt *, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void db_lost(struct db *);
/* Before a statement outside any transaction: the last one's error is over. */
void db_stand_alone(struct db *);

/* --- prepare.c ---------------------------------------------------------- */
/* Prepare the house's commands and all tables; false after logged reasons. */
bool db_prepare_all(struct db *, bool *fatal);
/* Does the statement, as PostgreSQL describes it, agree with its .sql? */
bool db_agrees(const struct stmt *, const PGresult *described);

/* --- transaction.c ------------------------------------------------------- */
extern const struct stmt *const db_commands[];
bool db_is_commit(const struct stmt *);

/* --- param.c, row.c -------------------------------------------------------- */
struct bound {
	const char *values[DB_MAX_PARAMS];
	int lengths[DB_MAX_PARAMS], formats[DB_MAX_PARAMS];
	char raw[DB_MAX_PARAMS][8];
};
/* False after a mistake: absent where it must not be. */
bool
db_bind(struct db *, const struct stmt *, const struct param *, struct bound *);
/* The type a parameter of this kind is prepared with; 0 lets SQL decide. */
Oid db_param_type(enum kind);
/* False after a mistake: NULL where it must not be. */
bool db_read_row(
    struct db *, const struct stmt *, const PGresult *, int r, char *row);

/* PostgreSQL's numbers of the types that are spoken here. */
enum {
	OID_BOOL = 16,
	OID_NAME = 19,
	OID_INT8 = 20,
	OID_INT2 = 21,
	OID_INT4 = 23,
	OID_TEXT = 25,
	OID_JSON = 114,
	OID_FLOAT4 = 700,
	OID_FLOAT8 = 701,
	OID_NAMES = 1003,
	OID_INT4S = 1007,
	OID_TEXTS = 1009,
	OID_VARCHARS = 1015,
	OID_INT8S = 1016,
	OID_BPCHAR = 1042,
	OID_VARCHAR = 1043,
	OID_DATE = 1082,
	OID_TIME = 1083,
	OID_TIMESTAMP = 1114,
	OID_TIMESTAMPTZ = 1184,
	OID_TIMESTAMPTZS = 1185,
	OID_TIMETZ = 1266,
	OID_JSONB = 3802
};

/* PostgreSQL counts from 2000-01-01. */
#define EPOCH_US   INT64_C(946684800000000)
#define EPOCH_DAYS INT64_C(10957)
#define MINUTE_US  INT64_C(60000000)

#endif
