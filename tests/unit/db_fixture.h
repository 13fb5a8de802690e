#ifndef UNIT_DB_FIXTURE_H
#define UNIT_DB_FIXTURE_H

#include <libpq-fe.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "gen/unit/thing_sql.h"
#include "lib/db/db.h"

/* Against a real PostgreSQL: BELAY_TEST_DATABASE is the connection words of a
 * superuser, for a database where the schema db_test is this test's own. */
enum { MEMORY = 8 << 20, SKIPPED = 77 };

static const char schema[] =
    "DROP SCHEMA IF EXISTS db_test CASCADE;"
    "CREATE SCHEMA db_test;"
    "SET search_path = db_test;"
    "CREATE TABLE thing (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
    " name varchar NOT NULL CONSTRAINT thing_name UNIQUE, size int,"
    " price float8, at timestamptz, day date, alarm time,"
    " done bool NOT NULL, owner bigint, data jsonb,"
    " tags text[] NOT NULL DEFAULT '{}', friends bigint[],"
    " times timestamptz[]);"
    "CREATE TABLE late (thing bigint CONSTRAINT late_thing REFERENCES thing"
    " DEFERRABLE INITIALLY DEFERRED);"
    "CREATE FUNCTION refuse(state text, word text) RETURNS void"
    " LANGUAGE plpgsql STRICT AS $$ BEGIN RAISE EXCEPTION '%', word"
    " USING ERRCODE = state, DETAIL = 'more', HINT = 'field'; END $$;"
    "REVOKE EXECUTE ON FUNCTION refuse FROM PUBLIC;"
    "DO $$ BEGIN CREATE ROLE db_test_reader;"
    " EXCEPTION WHEN duplicate_object THEN NULL; END $$;"
    "GRANT USAGE ON SCHEMA db_test TO db_test_reader;"
    "GRANT SELECT ON thing TO db_test_reader;";

static const struct stmt *const *const thing_tables[] = { unit_thing_stmts,
	NULL };

struct fixture {
	PGconn *admin;
	struct arena *arena;
	struct db *db;
};

static inline void
admin_runs(struct fixture *f, const char *sql)
{
	PGresult *res = PQexec(f->admin, sql);

	if (PQresultStatus(res) != PGRES_COMMAND_OK &&
	    PQresultStatus(res) != PGRES_TUPLES_OK)
		fail_msg("%s: %s", sql, PQresultErrorMessage(res));
	PQclear(res);
}

static inline struct db *
open_as(struct fixture *f, const char *options,
    const struct stmt *const *const list[], bool *fatal)
{
	return db_open(
	    arena_printf(f->arena, "%s options='-c search_path=db_test %s'",
		getenv("BELAY_TEST_DATABASE"), options),
	    f->arena, list, fatal);
}

static inline void
reopen(struct fixture *f)
{
	bool fatal;

	db_close(f->db);
	f->db = open_as(f, "", thing_tables, &fatal);
	assert_non_null(f->db);
}

static inline int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	*state = f;
	f->arena = arena_new(MEMORY);
	f->admin = PQconnectdb(getenv("BELAY_TEST_DATABASE"));
	admin_runs(f, "SET client_min_messages = error");
	admin_runs(f, schema);
	reopen(f);
	return 0;
}

static inline int
tear_down(void **state)
{
	struct fixture *f = *state;

	db_close(f->db);
	admin_runs(f, "DROP SCHEMA db_test CASCADE");
	PQfinish(f->admin);
	arena_free(f->arena);
	free(f);
	return 0;
}

static inline int64_t
add(struct db *db, const char *name, int64_t size)
{
	struct thing_add_row row;

	thing_add(db, name, (struct maybe_int){ size, size != 0 },
	    (struct maybe_real){ 0, false }, (struct instant){ 0 },
	    (struct date){ 0, 0, 0 }, (struct minute){ 0, false }, false, 0,
	    NULL, &row);
	return row.id;
}

static inline bool
has_thing(struct fixture *f, const char *name)
{
	const char *const values[] = { name };
	PGresult *res =
	    PQexecParams(f->admin, "SELECT FROM db_test.thing WHERE name = $1",
		1, NULL, values, NULL, NULL, 0);
	bool has = PQntuples(res) == 1;

	PQclear(res);
	return has;
}

/* 77: skipped, which the runner counts. */
static inline int
run_against_database(int (*run)(void))
{
	if (getenv("BELAY_TEST_DATABASE") != NULL)
		return run();
	puts("skipped: BELAY_TEST_DATABASE is not set");
	return SKIPPED;
}

#endif
