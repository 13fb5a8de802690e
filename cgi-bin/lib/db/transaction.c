#include "lib/base/log.h"
#include "lib/db/internal.h"

enum { COMMIT = DB_SERIALIZABLE + 1, ROLLBACK };

static const struct stmt begin_read_only = { .name = "db_begin_read_only",
	.sql = "BEGIN READ ONLY" };
static const struct stmt begin_read_write = { .name = "db_begin_read_write",
	.sql = "BEGIN READ WRITE" };
static const struct stmt begin_serializable = { .name = "db_begin_serializable",
	.sql = "BEGIN ISOLATION LEVEL SERIALIZABLE READ WRITE" };
static const struct stmt commit = { .name = "db_commit", .sql = "COMMIT" };
static const struct stmt rollback = { .name = "db_rollback",
	.sql = "ROLLBACK" };

const struct stmt *const db_commands[] = { [DB_READ_ONLY] = &begin_read_only,
	[DB_READ_WRITE] = &begin_read_write,
	[DB_SERIALIZABLE] = &begin_serializable,
	[COMMIT] = &commit,
	[ROLLBACK] = &rollback,
	NULL };

bool
db_is_commit(const struct stmt *st)
{
	return st == &commit;
}

static void
command(struct db *db, const struct stmt *st)
{
	if (db->is_lost)
		return;
	if (PQsendQueryPrepared(db->conn, st->name, 0, NULL, NULL, NULL, 0) !=
	    1)
		db_lost(db);
	else
		db_queue(db, st);
}

static void
start(struct db *db)
{
	if (db->has_begun) {
		log_error("db: a transaction began inside another");
		db_rollback(db);
	}
	db_drain(db);
	db_discard(db);
	db_forget_failure(db);
	db->has_begun = !db->is_lost;
	db->has_commit = db->is_committed = db->is_trip = false;
}

void
db_begin_send(struct db *db, enum db_mode mode)
{
	start(db);
	command(db, db_commands[mode]);
}

void
db_begin_trip(struct db *db)
{
	start(db);
	db->is_trip = true;
}

void
db_begin(struct db *db, enum db_mode mode)
{
	db_begin_send(db, mode);
}

void
db_commit_send(struct db *db)
{
	if (db_has_failed(db) || !db->has_begun || db->has_commit)
		return;
	if (!db->is_trip)
		command(db, &commit);
	db->is_committed = db->is_trip;
	db->has_commit = true;
}

/* Does the server hold a transaction?  To be asked when all is drained. */
static bool
is_open(const struct db *db)
{
	PGTransactionStatusType status = PQtransactionStatus(db->conn);

	return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
}

/* A failure aborts what stands behind it, ROLLBACK too: hence perhaps twice. */
static void
end(struct db *db)
{
	db_drain(db);
	if (!db->is_lost && is_open(db)) {
		command(db, &rollback);
		db_drain(db);
	}
	db->has_begun = false;
}

bool
db_finish(struct db *db)
{
	bool is_single = !db->has_begun;

	end(db);
	return !db_has_failed(db) && (is_single || db->is_committed);
}

bool
db_commit(struct db *db)
{
	db_commit_send(db);
	return db_finish(db);
}

void
db_rollback(struct db *db)
{
	if (db->has_begun && !db_has_failed(db) && !db->has_commit &&
	    !db->is_trip)
		command(db, &rollback);
	end(db);
	db_discard(db);
}

bool
db_is_finished(const struct db *db)
{
	return !db->has_begun && db->received == db->n;
}
