#include <stdio.h>
#include <string.h>

#include "lib/base/log.h"
#include "lib/db/internal.h"

/* EXPLAIN plans and asks for privileges as running would, without running.  A
 * generic plan, since a strict function of NULL would be planned away. */
static bool
run_check(struct db *db, const struct stmt *st, const char *sql)
{
	PGresult *res = db_text(db, st, sql);

	PQclear(res);
	return res != NULL;
}

static bool
may_run(struct db *db, const struct stmt *st)
{
	char sql[32 + 64 + DB_MAX_PARAMS * sizeof(",NULL")];
	int len = snprintf(sql, sizeof(sql), "EXPLAIN EXECUTE \"%.63s\"%s",
	    st->name, st->nparams > 0 ? "(" : "");

	for (size_t i = 0; i < st->nparams; i++)
		len += snprintf(sql + len, sizeof(sql) - (size_t)len, "NULL%s",
		    i + 1 < st->nparams ? "," : ")");
	return run_check(db, st, sql);
}

static bool
describes_as_declared(struct db *db, const struct stmt *st)
{
	PGresult *res;
	bool agrees;

	if (PQsendDescribePrepared(db->conn, st->name) != 1) {
		db_lost(db);
		return false;
	}
	if ((res = db_take(db, db_queue(db, st))) == NULL)
		return false;
	agrees = db_agrees(st, res);
	PQclear(res);
	return agrees;
}

size_t
db_check(struct db *db, const struct stmt *const *const tables[])
{
	static const struct stmt plan = { .name = "plan_cache_mode" };
	const struct stmt *const *st;
	size_t mistakes;

	if (db->has_begun)
		db_rollback(db);
	mistakes =
	    !run_check(db, &plan, "SET plan_cache_mode = force_generic_plan");
	for (; *tables != NULL; tables++)
		for (st = *tables; *st != NULL; st++) {
			db_stand_alone(db);
			mistakes += !describes_as_declared(db, *st) ||
				    !may_run(db, *st);
		}
	mistakes += !run_check(db, &plan, "RESET plan_cache_mode");
	return mistakes;
}
