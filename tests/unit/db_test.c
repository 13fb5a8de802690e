#include "db_fixture.h"

static void
test_errors_stick(void **state)
{
	struct fixture *f = *state;
	struct thing_all_row row;

	db_begin(f->db, DB_READ_WRITE);
	assert_true(add(f->db, "first", 0) != 0);
	assert_int_equal(add(f->db, "first", 0), 0);
	assert_string_equal(db_error(f->db), "23505");
	assert_string_equal(db_error_constraint(f->db), "thing_name");
	assert_null(db_error_message(f->db));
	assert_false(thing_all(f->db, &row));
	divide(f->db);
	assert_string_equal(db_error(f->db), "23505");
	assert_false(db_commit(f->db));
	assert_string_equal(db_error(f->db), "23505");
	assert_false(has_thing(f, "first"));
	assert_true(db_is_finished(f->db));

	db_begin(f->db, DB_READ_WRITE);
	assert_null(db_error(f->db));
	assert_null(db_error_constraint(f->db));
	add(f->db, "second", 0);
	assert_true(db_commit(f->db));
	assert_true(has_thing(f, "second"));
}

static void
test_a_rule_refuses(void **state)
{
	struct fixture *f = *state;

	db_begin(f->db, DB_READ_WRITE);
	refuse(f->db, "BL409", "slot_taken");
	assert_string_equal(db_error(f->db), "BL409");
	assert_string_equal(db_error_message(f->db), "slot_taken");
	assert_string_equal(db_error_detail(f->db), "more");
	assert_string_equal(db_error_hint(f->db), "field");
	db_rollback(f->db);
	assert_string_equal(db_error_message(f->db), "slot_taken");
	db_begin(f->db, DB_READ_ONLY);
	assert_null(db_error_message(f->db));
	assert_true(db_commit(f->db));
}

static void
test_rollback(void **state)
{
	struct fixture *f = *state;

	assert_true(db_is_finished(f->db));
	db_begin(f->db, DB_READ_WRITE);
	assert_false(db_is_finished(f->db));
	add(f->db, "gone", 0);
	db_rollback(f->db);
	assert_true(db_is_finished(f->db));
	assert_null(db_error(f->db));
	assert_false(has_thing(f, "gone"));
	db_begin(f->db, DB_READ_WRITE);
	db_rollback(f->db);
	db_rollback(f->db);
	db_begin(f->db, DB_READ_WRITE);
	thing_rename_send(f->db, 1, "never waited for");
	db_rollback(f->db);
	assert_null(db_error(f->db));
	assert_true(db_is_finished(f->db));
}

static void
test_unfinished_is_rolled_back(void **state)
{
	struct fixture *f = *state;

	db_begin(f->db, DB_READ_WRITE);
	add(f->db, "left", 0);
	assert_false(db_finish(f->db));
	assert_false(has_thing(f, "left"));
	db_begin(f->db, DB_READ_WRITE);
	add(f->db, "left", 0);
	db_begin(f->db, DB_READ_WRITE);
	assert_true(db_commit(f->db));
	assert_false(has_thing(f, "left"));
}

static void
test_modes(void **state)
{
	struct fixture *f = *state;
	struct mode_show_row mode;

	db_begin(f->db, DB_READ_ONLY);
	assert_true(mode_show(f->db, &mode));
	assert_string_equal(mode.on_off, "on read committed");
	assert_int_equal(add(f->db, "no", 0), 0);
	assert_string_equal(db_error(f->db), "25006");
	db_rollback(f->db);
	db_begin(f->db, DB_READ_WRITE);
	assert_true(mode_show(f->db, &mode));
	assert_string_equal(mode.on_off, "off read committed");
	assert_true(db_commit(f->db));
	db_begin(f->db, DB_SERIALIZABLE);
	assert_true(mode_show(f->db, &mode));
	assert_string_equal(mode.on_off, "off serializable");
	assert_true(db_commit(f->db));
}

static void
test_failure_at_commit(void **state)
{
	struct fixture *f = *state;

	db_begin(f->db, DB_READ_WRITE);
	assert_int_equal(late_add(f->db, 12345), 1);
	assert_false(db_commit(f->db));
	assert_string_equal(db_error(f->db), "23503");
	assert_string_equal(db_error_constraint(f->db), "late_thing");
	db_begin(f->db, DB_READ_WRITE);
	assert_true(db_commit(f->db));
}

static void
test_serialization_failure_may_run_again(void **state)
{
	struct fixture *f = *state;
	struct thing_find_row row;
	int64_t id = add(f->db, "hot", 1);

	db_begin(f->db, DB_SERIALIZABLE);
	assert_true(thing_find(f->db, id, &row));
	admin_runs(f, "UPDATE db_test.thing SET size = 10");
	thing_grow(f->db, id);
	assert_string_equal(db_error(f->db), "40001");
	assert_false(db_commit(f->db));
	db_begin(f->db, DB_SERIALIZABLE);
	assert_int_equal(thing_grow(f->db, id), 1);
	assert_true(db_commit(f->db));
	assert_true(thing_find(f->db, id, &row));
	assert_int_equal(row.size.value, 11);
}

static void
test_alone_each_call_is_its_own(void **state)
{
	struct fixture *f = *state;
	size_t n;

	divide(f->db);
	assert_int_equal(thing_rename(f->db, 1, "x"), 0);
	assert_null(db_error(f->db));
	refuse_send(f->db, "BL409", "no");
	thing_list_send(f->db, 0);
	refuse_get(f->db);
	assert_null(thing_list_get(f->db, &n));
	assert_string_equal(db_error(f->db), "BL409");
	assert_true(add(f->db, "kept", 0) != 0);
	assert_null(db_error(f->db));
	assert_true(has_thing(f, "kept"));
}

/* --- the pipeline ---------------------------------------------------------- */

static void
test_a_page_is_one_pipeline(void **state)
{
	struct fixture *f = *state;
	struct thing_find_row thing;
	struct thing_all_row any;
	struct thing_list_row *rows;
	int64_t id = add(f->db, "page", 3);
	size_t n;

	db_begin_send(f->db, DB_READ_ONLY);
	thing_find_send(f->db, id);
	thing_list_send(f->db, 0);
	thing_all_send(f->db);
	db_commit_send(f->db);
	assert_true(thing_find_get(f->db, &thing));
	rows = thing_list_get(f->db, &n);
	assert_int_equal(n, 1);
	assert_string_equal(rows[0].name, "page");
	assert_true(thing_all_get(f->db, &any));
	assert_false(db_is_finished(f->db));
	assert_true(db_finish(f->db));
	assert_true(db_is_finished(f->db));
	assert_true(db_commit(f->db));
	assert_string_equal(thing.name, "page");
}

/* What is local to a transaction lasts from the first to the last statement. */
static void
test_a_trip_is_a_transaction(void **state)
{
	struct fixture *f = *state;
	struct note_keep_row keep;
	struct note_kept_row kept;

	db_begin_trip(f->db);
	note_keep_send(f->db, "mine");
	note_kept_send(f->db);
	db_commit_send(f->db);
	assert_true(note_keep_get(f->db, &keep));
	assert_true(note_kept_get(f->db, &kept));
	assert_string_equal(kept.s, "mine");
	assert_true(db_commit(f->db));
	assert_true(db_is_finished(f->db));
	assert_true(note_kept(f->db, &kept));
	assert_string_equal(kept.s, "");

	db_begin_trip(f->db);
	note_keep_send(f->db, "theirs");
	db_commit_send(f->db);
	assert_true(note_keep_get(f->db, &keep));
	note_kept(f->db, &kept);
	assert_string_equal(db_error(f->db), "XX000");
	db_rollback(f->db);
	assert_true(db_is_finished(f->db));
}

static void
test_a_failed_trip_leaves_nothing_open(void **state)
{
	struct fixture *f = *state;
	struct note_kept_row kept;

	db_begin_trip(f->db);
	note_keep_send(f->db, "mine");
	divide_send(f->db);
	note_kept_send(f->db);
	db_commit_send(f->db);
	assert_false(note_kept_get(f->db, &kept));
	assert_false(db_commit(f->db));
	assert_string_equal(db_error(f->db), "22012");
	db_begin_trip(f->db);
	note_kept_send(f->db);
	db_commit_send(f->db);
	assert_true(note_kept_get(f->db, &kept));
	assert_string_equal(kept.s, "");
	assert_true(db_commit(f->db));
	db_begin_trip(f->db);
	db_commit_send(f->db);
	assert_true(db_commit(f->db));
}

static void
test_results_wait_until_the_next_begin(void **state)
{
	struct fixture *f = *state;
	struct thing_find_row thing;
	int64_t id = add(f->db, "late", 3);

	db_begin_send(f->db, DB_READ_ONLY);
	thing_find_send(f->db, id);
	db_commit_send(f->db);
	assert_true(db_finish(f->db));
	assert_true(thing_find_get(f->db, &thing));
	assert_string_equal(thing.name, "late");
	assert_true(db_is_finished(f->db));

	db_begin_send(f->db, DB_READ_ONLY);
	thing_find_send(f->db, id);
	db_commit_send(f->db);
	assert_true(db_finish(f->db));
	db_begin(f->db, DB_READ_ONLY);
	assert_false(thing_find_get(f->db, &thing));
	assert_string_equal(db_error(f->db), "XX000");
}

static void
test_a_call_between_send_and_get(void **state)
{
	struct fixture *f = *state;
	struct thing_find_row thing;
	int64_t a = add(f->db, "a", 1), b = add(f->db, "b", 1);
	size_t n;

	db_begin(f->db, DB_READ_WRITE);
	thing_find_send(f->db, a);
	thing_list_send(f->db, 0);
	assert_true(thing_find(f->db, b, &thing));
	assert_string_equal(thing.name, "b");
	assert_int_equal(thing_rename(f->db, b, "c"), 1);
	assert_true(thing_find_get(f->db, &thing));
	assert_string_equal(thing.name, "a");
	thing_list_get(f->db, &n);
	assert_int_equal(n, 2);
	assert_true(db_commit(f->db));
	assert_true(has_thing(f, "c"));
}

static void
test_the_same_statement_many_times(void **state)
{
	struct fixture *f = *state;
	struct thing_find_row thing;
	int64_t ids[200];
	char name[16];

	db_begin(f->db, DB_READ_WRITE);
	for (int i = 0; i < 200; i++) {
		snprintf(name, sizeof(name), "t%d", i);
		ids[i] = add(f->db, name, i + 1);
	}
	for (int i = 0; i < 200; i++)
		thing_find_send(f->db, ids[i]);
	for (int i = 0; i < 200; i++) {
		assert_true(thing_find_get(f->db, &thing));
		assert_int_equal(thing.id, ids[i]);
	}
	assert_true(db_commit(f->db));
}

static void
test_a_failure_aborts_the_pipeline(void **state)
{
	struct fixture *f = *state;
	struct thing_all_row any;

	add(f->db, "before", 1);
	db_begin_send(f->db, DB_READ_WRITE);
	thing_rename_send(f->db, 1, "after");
	divide_send(f->db);
	thing_all_send(f->db);
	db_commit_send(f->db);
	assert_int_equal(thing_rename_get(f->db), 1);
	divide_get(f->db);
	assert_string_equal(db_error(f->db), "22012");
	assert_false(thing_all_get(f->db, &any));
	assert_false(db_commit(f->db));
	assert_string_equal(db_error(f->db), "22012");
	assert_false(has_thing(f, "after"));
	db_begin(f->db, DB_READ_WRITE);
	assert_true(thing_all(f->db, &any));
	assert_true(db_commit(f->db));
}

static void
test_rows_outlive_their_arena_in_use(void **state)
{
	struct fixture *f = *state;
	struct arena *other = arena_new(MEMORY);
	struct thing_find_row thing;
	int64_t id = add(f->db, "lasting", 1);

	assert_true(thing_find(f->db, id, &thing));
	db_use_arena(f->db, other);
	thing_rename(f->db, id, "changed");
	thing_find_send(f->db, id);
	arena_reset(other);
	db_use_arena(f->db, f->arena);
	arena_free(other);
	assert_string_equal(thing.name, "lasting");
	assert_true(thing_find_get(f->db, &thing));
	assert_string_equal(thing.name, "changed");
}

static int
run(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    test_errors_stick, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    test_a_rule_refuses, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    test_rollback, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    test_unfinished_is_rolled_back, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_modes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    test_failure_at_commit, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    test_serialization_failure_may_run_again, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(
		    test_alone_each_call_is_its_own, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    test_a_page_is_one_pipeline, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    test_a_trip_is_a_transaction, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    test_a_failed_trip_leaves_nothing_open, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    test_results_wait_until_the_next_begin, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    test_a_call_between_send_and_get, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    test_the_same_statement_many_times, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    test_a_failure_aborts_the_pipeline, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    test_rows_outlive_their_arena_in_use, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

int
main(void)
{
	return run_against_database(run);
}
