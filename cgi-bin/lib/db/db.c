#include <stdlib.h>
#include <string.h>

#include "lib/base/log.h"
#include "lib/db/internal.h"

/* PostgreSQL's notices: a WARNING is worth one, the rest is for looking. */
static void
log_notice(void *data, const PGresult *res)
{
	const char *severity =
	    PQresultErrorField(res, PG_DIAG_SEVERITY_NONLOCALIZED);
	const char *message = PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY);

	(void)data;
	if (severity != NULL && strcmp(severity, "WARNING") == 0)
		log_warn("db: %s", message != NULL ? message : "");
	else
		log_debug("db: %s", message != NULL ? message : "");
}

static PGconn *
connect_to(const char *conninfo)
{
	const char *const names[] = { "dbname", "client_encoding", NULL };
	const char *const values[] = { conninfo, "UTF8", NULL };
	PGconn *conn = PQconnectdbParams(names, values, 1);

	if (PQstatus(conn) == CONNECTION_OK && PQenterPipelineMode(conn) == 1) {
		PQsetNoticeReceiver(conn, log_notice, NULL);
		return conn;
	}
	log_error("db: %s", PQerrorMessage(conn));
	PQfinish(conn);
	return NULL;
}

struct db *
db_open(const char *conninfo, struct arena *arena,
    const struct stmt *const *const tables[], bool *fatal)
{
	struct db *db;

	*fatal = false;
	if ((db = calloc(1, sizeof(*db))) == NULL)
		log_fatal("db: out of memory");
	db->arena = arena;
	db->tables = tables;
	db->conn = connect_to(conninfo);
	if (db->conn != NULL && db_prepare_all(db, fatal))
		return db;
	db_close(db);
	return NULL;
}

void
db_close(struct db *db)
{
	if (db == NULL)
		return;
	db_discard(db);
	free(db->queue);
	PQclear(db->failure);
	PQfinish(db->conn);
	free(db);
}

void
db_use_arena(struct db *db, struct arena *arena)
{
	db->arena = arena;
}

bool
db_is_connected(const struct db *db)
{
	return !db->is_lost;
}

bool
db_prepare_again(struct db *db)
{
	static const struct stmt deallocate = { .name = "deallocate" };
	PGresult *res;
	bool fatal;

	if (db->has_begun)
		db_rollback(db);
	db_drain(db);
	db_discard(db);
	if ((res = db_text(db, &deallocate, "DEALLOCATE ALL")) == NULL)
		return false;
	PQclear(res);
	return db_prepare_all(db, &fatal);
}
