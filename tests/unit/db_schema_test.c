#include "db_fixture.h"

static void
kill_connection(struct fixture *f)
{
	struct my_pid_row row;
	bool is_there;
	PGresult *res;
	char sql[80];

	assert_true(my_pid(f->db, &row));
	snprintf(sql, sizeof(sql), "SELECT pg_terminate_backend(%lld, 10000)",
	    (long long)row.pid);
	res = PQexec(f->admin, sql);
	is_there = PQntuples(res) == 1 && *PQgetvalue(res, 0, 0) == 't';
	PQclear(res);
	assert_true(is_there);
}

static void
test_lost_between_transactions(void **state)
{
	struct fixture *f = *state;
	struct thing_all_row row;

	kill_connection(f);
	assert_true(db_is_connected(f->db));
	db_begin(f->db, DB_READ_WRITE);
	assert_false(thing_all(f->db, &row));
	assert_string_equal(db_error(f->db), "08006");
	assert_false(db_is_connected(f->db));
	assert_false(db_commit(f->db));
	db_begin(f->db, DB_READ_WRITE);
	assert_int_equal(add(f->db, "nowhere", 0), 0);
	assert_string_equal(db_error(f->db), "08006");
	assert_false(db_commit(f->db));
	assert_int_equal(db_socket(f->db), -1);
	reopen(f);
	assert_true(add(f->db, "back", 0) != 0);
}

static void
test_lost_in_a_transaction(void **state)
{
	struct fixture *f = *state;
	struct thing_all_row row;

	db_begin(f->db, DB_READ_WRITE);
	add(f->db, "unseen", 0);
	kill_connection(f);
	thing_all_send(f->db);
	thing_rename_send(f->db, 1, "x");
	assert_false(db_commit(f->db));
	assert_string_equal(db_error(f->db), "08006");
	assert_false(thing_all_get(f->db, &row));
	db_rollback(f->db);
	assert_true(db_is_finished(f->db));
	assert_false(db_is_connected(f->db));
	assert_false(db_prepare_again(f->db));
	assert_false(has_thing(f, "unseen"));
}

static void
test_lost_while_waiting(void **state)
{
	struct fixture *f = *state;

	kill_connection(f);
	while (db_is_connected(f->db))
		assert_false(db_wait_notify(f->db, 10000));
	assert_string_equal(db_error(f->db), "08006");
}

static void
test_lost_while_nobody_asked(void **state)
{
	struct fixture *f = *state;

	assert_true(db_is_alive(f->db));
	assert_true(add(f->db, "seen", 0) != 0);
	assert_true(db_is_alive(f->db));
	kill_connection(f);
	while (db_is_alive(f->db)) /* it takes the server a moment */
		;
	assert_false(db_is_connected(f->db));
	assert_false(db_is_alive(f->db));
	reopen(f);
	assert_true(db_is_alive(f->db));
}

static void
test_no_server(void **state)
{
	struct fixture *f = *state;
	bool fatal = true;

	assert_null(db_open(
	    "host=/nonexistent dbname=none", f->arena, thing_tables, &fatal));
	assert_false(fatal);
}

static void
test_a_changed_schema_is_prepared_again(void **state)
{
	struct fixture *f = *state;
	struct thing_find_row row;
	int64_t id = add(f->db, "pen", 1);

	assert_true(thing_find(f->db, id, &row));
	admin_runs(f, "ALTER TABLE db_test.thing ALTER name TYPE text");
	db_begin(f->db, DB_READ_ONLY);
	assert_false(thing_find(f->db, id, &row));
	assert_string_equal(db_error(f->db), "0A000");
	assert_true(db_prepare_again(f->db));
	db_begin(f->db, DB_READ_ONLY);
	assert_true(thing_find(f->db, id, &row));
	assert_true(db_commit(f->db));
	admin_runs(f, "ALTER TABLE db_test.thing DROP size");
	assert_false(db_prepare_again(f->db));
	assert_true(db_is_connected(f->db));
}

/* --- what the schema says ---------------------------------------------------- */

struct wrong_row {
	int64_t id;
	const char *name;
};
static const struct field wrong_fields[] = {
	FIELD_ID(struct wrong_row, id),
	FIELD(struct wrong_row, name),
	FIELD_END,
};
static const bool wrong_nullable[] = { false, false };
static const enum kind wrong_params[] = { KIND_TEXT };

static void
test_disagreeing_statements_do_not_open(void **state)
{
	static const struct {
		const char *sql;
		size_t nparams;
		bool opens;
	} examples[] = {
		{ "SELECT id, name FROM thing", 0, true },
		{ "SELECT id, 'x'::text AS name FROM thing", 0, true },
		{ "SELECT id, data AS name FROM thing", 0, true },
		{ "SELECT id, name FROM thing WHERE name = $1", 1, true },
		{ "SELECT id, name FROM thing WHERE data @> $1", 1, true },
		{ "SELECT id, done AS name FROM thing", 0, false },
		{ "SELECT id, size AS name FROM thing", 0, false },
		{ "SELECT id, name AS title FROM thing", 0, false },
		{ "SELECT name, id FROM thing", 0, false },
		{ "SELECT id FROM thing", 0, false },
		{ "SELECT id, name, size FROM thing", 0, false },
		{ "SELECT sum(id) AS id, 'x'::text AS name FROM thing", 0,
		    false },
		{ "SELECT id, name FROM thing WHERE id = $1", 1, false },
		{ "SELECT id, name FROM thing WHERE at < $1", 1, false },
		{ "SELECT id, name FROM thing WHERE name = $2 || $1", 1,
		    false },
		{ "SELECT id, name FROM nothing", 0, false },
		{ "SELECT id, nam FROM thing", 0, false },
		{ "SELEC", 0, false },
		{ "UPDATE thing SET size = 1", 0, false },
	};
	struct fixture *f = *state;
	struct db *db;
	bool fatal;

	for (size_t i = 0; i < sizeof(examples) / sizeof(examples[0]); i++) {
		const struct stmt st = { .name = "tried",
			.sql = examples[i].sql,
			.nparams = examples[i].nparams,
			.params = wrong_params,
			.columns = wrong_fields,
			.nullable = wrong_nullable,
			.row_size = sizeof(struct wrong_row) };
		const struct stmt *const table[] = { &st, NULL };
		const struct stmt *const *const list[] = { table, NULL };

		db = open_as(f, "", list, &fatal);
		if ((db != NULL) != examples[i].opens)
			fail_msg("%s", examples[i].sql);
		assert_int_equal(fatal, !examples[i].opens);
		db_close(db);
	}
}

static void
test_privileges_are_checked(void **state)
{
	static const char *const needs_more[] = {
		"DELETE FROM thing WHERE id = -1",
		"UPDATE thing SET name = 'x' WHERE false",
		"SELECT FROM thing WHERE size = 1 FOR UPDATE",
	};
	struct fixture *f = *state;
	struct db *reader;
	bool fatal;

	assert_int_equal(db_check(f->db, thing_tables), 0);
	assert_true(add(f->db, "still works", 0) != 0);
	reader = open_as(f, "-c role=db_test_reader", thing_tables, &fatal);
	assert_non_null(reader);
	/* add, rename, tag, grow, refuse, late_add: not the readers */
	assert_int_equal(db_check(reader, thing_tables), 6);
	db_close(reader);
	for (size_t i = 0; i < sizeof(needs_more) / sizeof(*needs_more); i++) {
		const struct stmt st = { .name = "tried",
			.sql = needs_more[i] };
		const struct stmt *const table[] = { &st, NULL };
		const struct stmt *const *const list[] = { table, NULL };

		reader = open_as(f, "-c role=db_test_reader", list, &fatal);
		assert_non_null(reader);
		if (db_check(reader, list) != 1)
			fail_msg("%s", needs_more[i]);
		db_close(reader);
	}
}

/* --- notifications ----------------------------------------------------------- */

static void
test_notifications(void **state)
{
	struct fixture *f = *state;
	struct thing_all_row row;

	assert_true(db_listen(f->db, "db_test"));
	assert_false(db_wait_notify(f->db, 0));
	admin_runs(f, "NOTIFY db_test");
	assert_true(db_wait_notify(f->db, 10000));
	assert_false(db_wait_notify(f->db, 0));

	db_begin(f->db, DB_READ_WRITE);
	thing_all(f->db, &row);
	admin_runs(f, "NOTIFY db_test, 'a'; NOTIFY db_test, 'b'");
	assert_true(db_commit(f->db));
	assert_true(db_wait_notify(f->db, 10000));
	assert_true(add(f->db, "afterwards", 0) != 0);
	admin_runs(f, "NOTIFY other");
	assert_false(db_wait_notify(f->db, 20));
}

static int
run(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    test_lost_between_transactions, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    test_lost_in_a_transaction, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    test_lost_while_waiting, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    test_lost_while_nobody_asked, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    test_no_server, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    test_a_changed_schema_is_prepared_again, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    test_disagreeing_statements_do_not_open, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    test_privileges_are_checked, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    test_notifications, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

int
main(void)
{
	return run_against_database(run);
}
