#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "lib/base/log.h"
#include "lib/db/internal.h"

bool
db_has_failed(const struct db *db)
{
	return db->sqlstate[0] != '\0';
}

void
db_forget_failure(struct db *db)
{
	if (db->is_lost)
		return;
	db->sqlstate[0] = '\0';
	PQclear(db->failure);
	db->failure = NULL;
}

void
db_stand_alone(struct db *db)
{
	if (db->has_begun || db->is_lost || !db_has_failed(db))
		return;
	db_drain(db);
	db_discard(db);
	db_forget_failure(db);
}

static void
set_state(struct db *db, const char *state)
{
	snprintf(db->sqlstate, sizeof(db->sqlstate), "%s", state);
}

void
db_lost(struct db *db)
{
	const char *why = PQerrorMessage(db->conn);

	if (db->is_lost)
		return;
	log_error("db: connection lost%s%s", *why != '\0' ? ": " : "", why);
	db->is_lost = true;
	set_state(db, "08006");
	db->received = db->synced = db->n;
	db->has_begun = false;
}

/* Rules and races are daily business; the rest is somebody's mistake.  Class 22
 * quotes the value in its message: that may be a token or a private text. */
static void
log_refusal(const struct stmt *st, const char *state, const PGresult *res)
{
	const char *message = PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY);
	const char *name = st != NULL ? st->name : "sync";

	if (message == NULL)
		message = PQresultErrorMessage(res);
	if (strncmp(state, "22", 2) == 0)
		log_error("db: %s: %s, a value that is not valid", name, state);
	else if (strncmp(state, "23", 2) == 0 || strncmp(state, "40", 2) == 0 ||
		 strncmp(state, "BL", 2) == 0)
		log_info("db: %s: %s %s", name, state, message);
	else
		log_error("db: %s: %s %s", name, state, message);
}

void
db_refused(struct db *db, const struct stmt *st, PGresult *res)
{
	const char *state = PQresultErrorField(res, PG_DIAG_SQLSTATE);
	const char *severity =
	    PQresultErrorField(res, PG_DIAG_SEVERITY_NONLOCALIZED);
	bool is_first = !db_has_failed(db);

	if (is_first)
		log_refusal(st, state != NULL ? state : "08006", res);
	if (is_first && state != NULL) {
		set_state(db, state);
		db->failure = res;
	} else {
		PQclear(res);
	}
	if (state == NULL || PQstatus(db->conn) == CONNECTION_BAD ||
	    (severity != NULL && strcmp(severity, "ERROR") != 0))
		db_lost(db);
}

void
db_mistake(struct db *db, const struct stmt *st, const char *fmt, ...)
{
	char why[200];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(why, sizeof(why), fmt, ap);
	va_end(ap);
	log_error("db: %s%s%s", st != NULL ? st->name : "",
	    st != NULL ? ": " : "", why);
	if (!db_has_failed(db))
		set_state(db, "XX000");
}

const char *
db_error(const struct db *db)
{
	return db_has_failed(db) ? db->sqlstate : NULL;
}

static const char *
said(const struct db *db, int field)
{
	return db->failure == NULL ? NULL
				   : PQresultErrorField(db->failure, field);
}

const char *
db_error_constraint(const struct db *db)
{
	return said(db, PG_DIAG_CONSTRAINT_NAME);
}

/* A RAISE is told from PostgreSQL's own errors by the function that made it. */
static const char *
raised(const struct db *db, int field)
{
	const char *by = said(db, PG_DIAG_SOURCE_FUNCTION);

	if (by == NULL || strcmp(by, "exec_stmt_raise") != 0)
		return NULL;
	return said(db, field);
}

const char *
db_error_message(const struct db *db)
{
	return raised(db, PG_DIAG_MESSAGE_PRIMARY);
}

const char *
db_error_detail(const struct db *db)
{
	return raised(db, PG_DIAG_MESSAGE_DETAIL);
}

const char *
db_error_hint(const struct db *db)
{
	return raised(db, PG_DIAG_MESSAGE_HINT);
}
