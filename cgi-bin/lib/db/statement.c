#include <stdlib.h>
#include <string.h>

#include "lib/db/internal.h"

static const size_t NOWHERE = SIZE_MAX;

/* The place in the queue, or NOWHERE after a failure. */
static size_t
send_statement(struct db *db, const struct stmt *st, const struct param *params)
{
	struct bound b;

	db_stand_alone(db);
	if (db->has_begun && db->has_commit)
		db_mistake(db, st, "is sent behind the COMMIT");
	if (db_has_failed(db) || !db_bind(db, st, params, &b))
		return NOWHERE;
	if (PQsendQueryPrepared(db->conn, st->name, (int)st->nparams, b.values,
		b.lengths, b.formats, 1) == 1)
		return db_queue(db, st);
	db_lost(db);
	return NOWHERE;
}

static bool
is_waiting(const struct db *db, size_t at)
{
	return at >= db->received || db->queue[at].result != NULL;
}

/* The oldest one of this statement that was not fetched. */
static size_t
find(struct db *db, const struct stmt *st)
{
	if (db_has_failed(db))
		return NOWHERE;
	for (size_t at = 0; at < db->n; at++)
		if (db->queue[at].stmt == st && is_waiting(db, at))
			return at;
	db_mistake(db, st, "is fetched, but was not sent");
	return NOWHERE;
}

static void
clear_result(void *res)
{
	PQclear(res);
}

/* How many rows there are, after which the result lives as long as the arena
 * that the rows' texts seem to live in. */
static int
keep(struct db *db, PGresult *res)
{
	int n = PQntuples(res);

	if (n > 0)
		arena_defer(db->arena, clear_result, res);
	else
		PQclear(res);
	return n;
}

static bool
get_one(struct db *db, const struct stmt *st, size_t at, void *row)
{
	PGresult *res = at == NOWHERE ? NULL : db_take(db, at);
	int n;

	memset(row, 0, st->row_size);
	if (res == NULL || (n = keep(db, res)) == 0)
		return false;
	if (n > 1) {
		db_mistake(db, st, "has %d rows, but is declared one", n);
		return false;
	}
	if (db_read_row(db, st, res, 0, row))
		return true;
	memset(row, 0, st->row_size);
	return false;
}

static void *
get_many(struct db *db, const struct stmt *st, size_t at, size_t *n)
{
	PGresult *res = at == NOWHERE ? NULL : db_take(db, at);
	int count;
	char *rows;

	*n = 0;
	if (res == NULL || (count = keep(db, res)) == 0)
		return NULL;
	rows = arena_alloc(db->arena, (size_t)count, st->row_size);
	for (int r = 0; r < count; r++)
		if (!db_read_row(
			db, st, res, r, rows + (size_t)r * st->row_size))
			return NULL;
	*n = (size_t)count;
	return rows;
}

static int64_t
get_exec(struct db *db, size_t at)
{
	PGresult *res = at == NOWHERE ? NULL : db_take(db, at);
	int64_t touched;

	if (res == NULL)
		return 0;
	touched = strtoll(PQcmdTuples(res), NULL, 10);
	PQclear(res);
	return touched;
}

void
db_send(struct db *db, const struct stmt *st, const struct param *params)
{
	send_statement(db, st, params);
}

bool
db_get_one(struct db *db, const struct stmt *st, void *row)
{
	return get_one(db, st, find(db, st), row);
}

void *
db_get_many(struct db *db, const struct stmt *st, size_t *n)
{
	return get_many(db, st, find(db, st), n);
}

int64_t
db_get_exec(struct db *db, const struct stmt *st)
{
	return get_exec(db, find(db, st));
}

bool
db_one(
    struct db *db, const struct stmt *st, const struct param *params, void *row)
{
	return get_one(db, st, send_statement(db, st, params), row);
}

void *
db_many(
    struct db *db, const struct stmt *st, const struct param *params, size_t *n)
{
	return get_many(db, st, send_statement(db, st, params), n);
}

int64_t
db_exec(struct db *db, const struct stmt *st, const struct param *params)
{
	return get_exec(db, send_statement(db, st, params));
}
