#include <stdlib.h>
#include <string.h>

#include "lib/base/log.h"
#include "lib/db/internal.h"

static struct sent *
grow(struct db *db)
{
	size_t size = db->size == 0 ? 32 : db->size * 2;
	struct sent *queue = realloc(db->queue, size * sizeof(*queue));

	if (queue == NULL)
		log_fatal("db: out of memory");
	db->queue = queue;
	db->size = size;
	return queue;
}

size_t
db_queue(struct db *db, const struct stmt *st)
{
	if (db->n == db->size)
		grow(db);
	db->queue[db->n] = (struct sent){ .stmt = st };
	return db->n++;
}

/* Everything queued goes out in one write, with the demand for its answers. */
static void
sync_queue(struct db *db)
{
	if (db->is_lost)
		return;
	if (PQpipelineSync(db->conn) != 1) {
		db_lost(db);
		return;
	}
	db_queue(db, NULL);
	db->synced = db->n;
}

/* Each statement's results end with a NULL; one more is a protocol mistake,
 * unless the connection is breaking. */
static void
skip_to_next(struct db *db)
{
	PGresult *more;

	while ((more = PQgetResult(db->conn)) != NULL) {
		PQclear(more);
		if (PQstatus(db->conn) == CONNECTION_BAD)
			return;
	}
}

static void
note_commit(struct db *db, PGresult *res)
{
	db->is_committed = strcmp(PQcmdStatus(res), "COMMIT") == 0;
	if (!db->is_committed)
		db_mistake(
		    db, NULL, "COMMIT was answered %s", PQcmdStatus(res));
}

static void
receive_statement(struct db *db, struct sent *s, PGresult *res)
{
	switch (PQresultStatus(res)) {
	case PGRES_COMMAND_OK:
	case PGRES_TUPLES_OK:
		skip_to_next(db);
		if (db_is_commit(s->stmt))
			note_commit(db, res);
		s->result = res;
		db->kept++;
		break;
	case PGRES_PIPELINE_ABORTED:
		skip_to_next(db);
		PQclear(res);
		break;
	case PGRES_PIPELINE_SYNC:
		PQclear(res);
		log_error("db: %s has no answer", s->stmt->name);
		db_lost(db);
		break;
	default:
		skip_to_next(db);
		db_refused(db, s->stmt, res);
		break;
	}
}

/* Take in the answer of the oldest entry that waits for one. */
static void
receive(struct db *db)
{
	struct sent *s = &db->queue[db->received++];
	PGresult *res = PQgetResult(db->conn);

	if (res == NULL) {
		db_lost(db);
	} else if (s->stmt != NULL) {
		receive_statement(db, s, res);
	} else if (PQresultStatus(res) == PGRES_PIPELINE_SYNC) {
		PQclear(res);
	} else {
		db_refused(db, NULL, res);
		db_lost(db);
	}
}

static void
receive_before(struct db *db, size_t end)
{
	while (db->received < end && !db->is_lost)
		receive(db);
}

/* A Sync's answer comes in the packet of the one before it. */
static void
receive_last_sync(struct db *db)
{
	if (db->received + 1 == db->n && db->synced == db->n)
		receive_before(db, db->n);
	if (db->received == db->n && db->kept == 0)
		db->n = db->received = db->synced = 0;
}

PGresult *
db_take(struct db *db, size_t at)
{
	PGresult *res;

	if (at >= db->synced)
		sync_queue(db);
	receive_before(db, at + 1);
	res = db->queue[at].result;
	db->queue[at].result = NULL;
	db->kept -= res != NULL;
	receive_last_sync(db);
	if (res == NULL || !db_has_failed(db))
		return res;
	PQclear(res);
	return NULL;
}

void
db_drain(struct db *db)
{
	if (db->synced < db->n)
		sync_queue(db);
	receive_before(db, db->n);
	receive_last_sync(db);
}

void
db_discard(struct db *db)
{
	for (size_t i = 0; db->kept > 0 && i < db->n; i++)
		if (db->queue[i].result != NULL) {
			PQclear(db->queue[i].result);
			db->kept--;
		}
	db->n = db->received = db->synced = 0;
}

PGresult *
db_text(struct db *db, const struct stmt *st, const char *sql)
{
	db_stand_alone(db);
	if (db_has_failed(db))
		return NULL;
	if (PQsendQueryParams(db->conn, sql, 0, NULL, NULL, NULL, NULL, 0) !=
	    1) {
		db_lost(db);
		return NULL;
	}
	return db_take(db, db_queue(db, st));
}
